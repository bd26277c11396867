"""A practice case, a flashcard or a package → its texts, as they are read: the case itself, then scene by scene.

What the patient says and feels, and a line that is wrong, are fiction: they are translated, but the lint of the words
does not judge them. Lines that count as right, and what explains, are judged like all else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from bot.dialog.case_model import Beat, Case, Line, Scene, context
from bot.dialog.flashcard import DECK, Flashcard, Option
from bot.dialog.model import Audience
from bot.dialog.package import SHELF, Package
from bot.problem import Span
from bot.text.entry import Entry, Kind

SpanOf = Callable[..., Span]
"""File and path → where the value stands."""


def practice_case(case: Case, span: SpanOf) -> Iterator[Entry]:
    """All texts of a case."""
    file, data = case.where.file, case.data

    def of(text: str, kind: Kind, *path: str | int) -> Entry:
        return _entry(case.context, text, kind, span(file, *path))

    yield of(data.title, Kind.TITLE, "title")
    yield of(data.place, Kind.LABEL, "place")
    yield of(data.patient, Kind.LABEL, "patient")
    yield of(data.note, Kind.PASSAGE, "note")
    for number, text in enumerate(data.vignette):
        yield of(text, Kind.PASSAGE, "vignette", number)
    for name, text in data.features.items():
        yield of(text, Kind.PASSAGE, "features", name)
    for scene in case.scenes:
        yield from _scene(case.id, scene, file, span)
    for ending in case.endings:
        here = context(case.id, ending.id)
        path = ("endings", ending.id)
        yield _entry(here, ending.data.title, Kind.TITLE, span(file, *path, "title"))
        yield from _beats(here, ending.beats)
        yield _entry(here, ending.data.next, Kind.PASSAGE, span(file, *path, "next"))
    for number, text in enumerate(data.lessons):
        yield of(text, Kind.PASSAGE, "lessons", number)


def flashcard(card: Flashcard, span: SpanOf) -> Iterator[Entry]:
    """All texts of a flashcard."""
    here, file, data = card.context, card.where.file, card.data
    path = (DECK, card.id)
    yield _entry(here, data.title, Kind.TITLE, span(file, *path, "title"))
    yield _entry(here, data.patient, Kind.LABEL, span(file, *path, "patient"))
    yield from _beats(here, card.beats)
    for line in card.lines:
        yield _line(here, line)
        yield _entry(here, line.data.why, Kind.WHY, span(file, *path, "lines", line.id, "why"))


def practice_package(package: Package, span: SpanOf) -> Iterator[Entry]:
    """All texts of a package; those of its case are the case's."""
    here, file, data = package.context, package.where.file, package.data
    path = (SHELF, package.id)
    yield _entry(here, data.title, Kind.TITLE, span(file, *path, "title"))
    yield _entry(here, data.so_far, Kind.PASSAGE, span(file, *path, "so_far"))
    for number, text in enumerate(data.questions):
        yield _entry(here, text, Kind.PASSAGE, span(file, *path, "questions", number))
    yield _entry(here, data.routine, Kind.PASSAGE, span(file, *path, "routine"))


def _scene(case: str, scene: Scene, file: str, span: SpanOf) -> Iterator[Entry]:
    here = context(case, scene.id)
    yield from _beats(here, scene.beats)
    for line in scene.lines:
        path = ("scenes", scene.id, "lines", line.id)
        yield _line(here, line)
        yield from _beats(here, line.then)
        yield _entry(here, line.data.felt, Kind.PASSAGE, span(file, *path, "felt"), judged=False)
        yield _entry(here, line.data.why, Kind.WHY, span(file, *path, "why"))


def _line(here: str, line: Line | Option) -> Entry:
    audience = Audience.ALOUD if line.spoken else Audience.STAFF
    return Entry(here, line.text, Kind.PASSAGE, audience, (line.where,), open=False, judged=line.is_right)


def _beats(here: str, beats: Iterable[Beat]) -> Iterator[Entry]:
    for beat in beats:
        yield _entry(here, beat.text, Kind.PASSAGE, beat.where, judged=False)


def _entry(here: str, text: str, kind: Kind, where: Span, *, judged: bool = True) -> Entry:
    return Entry(here, text, kind, Audience.STAFF, (where,), open=False, judged=judged, named=True)

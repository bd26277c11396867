"""A round's result in a language: every list as lines of text beside its figures. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.assess.answers import Beside, Given
from bot.assess.result import Profile, Rated, Result
from bot.dialog.assessment import Form, context_of
from bot.dialog.assessment_schema import CONTEXT, Assessment, Key
from bot.text.assessing import CONTEXT as WORDING
from bot.text.assessing import WORDS
from bot.text.catalogues import Catalogues

METHOD = ("own", "method-level", "method-area", "method-first", "method-tool", "method-public")
LISTS = ("strengths", "unmet", "below", "on-paper", "unknown", "first", "then", "beside")
"""The lists of a result, in the order that they are read: what stands firm before what is missing."""


@dataclass(frozen=True, slots=True)
class Words:
    """Everything of a form in a language."""

    form: Form
    assessment: Assessment
    catalogues: Catalogues
    language: str

    def word(self, name: str, /, **values: object) -> str:
        """One of the program's own words, with values for its {places}."""
        text, _ = self.catalogues.get(self.language, WORDING, WORDS[name])
        return text.format(**values) if values else text

    def of_frame(self, text: str) -> str:
        """A text that all statements share."""
        return self.catalogues.get(self.language, CONTEXT, text)[0]

    def of(self, key: Key, text: str) -> str:
        """A text of a statement."""
        return self.catalogues.get(self.language, context_of(key), text)[0]

    def says(self, key: Key) -> str:
        """What a statement says."""
        return self.of(key, self.assessment.statements[key].says)

    def level(self, said: int | Beside) -> str:
        """The name of an answer."""
        if said is Beside.UNKNOWN:
            return self.of_frame(self.form.frame.unknown.title)
        if said is Beside.NOT_OURS:
            return self.of_frame(self.form.frame.beside.title)
        return f"{said} {self.of_frame(self.form.frame.levels[said].title)}"

    def given(self, given: Given) -> str:
        """An answer with all that belongs to it."""
        frame = self.form.frame
        proof = frame.proofs(given.level).get(given.proof, "")
        said = (proof, frame.reasons.get(given.reason, ""), frame.soon[given.soon] if given.soon else "")
        return ", ".join(filter(None, (self.level(given.said), *map(self.of_frame, said), given.month)))

    def levels(self, key: Key) -> tuple[str, ...]:
        """How each level looks for a statement, the lowest first."""
        lowest = self.of_frame(self.form.frame.levels[0].says)
        return (lowest, *(self.of(key, text) for text in self.assessment.statements[key].levels))

    def measures(self, key: Key) -> tuple[str, ...]:
        """What can be done about a gap, each with who does it."""
        frame = self.form.frame
        found = (frame.measures[name] for name in self.assessment.statements[key].measures)
        return tuple(f"{self.of_frame(each.says)} ({self.of_frame(frame.roles[each.role])})" for each in found)


@dataclass(frozen=True, slots=True)
class Row:
    """A statement in a list. answer: the name of the level. weight: how much the gap weighs, 0 where there is none."""

    key: Key
    says: str
    force: str
    answer: str
    weight: int
    basis: str
    measures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """An area: percent of what is demanded; None when nothing that counts was answered."""

    title: str
    percent: int | None
    answered: int
    asked: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Shown:
    """A result in words. lists: heading, what is said when it is empty, rows, and whether they say what can be done."""

    title: str
    bars: tuple[Bar, ...]
    lists: tuple[tuple[str, str, tuple[Row, ...], bool], ...]
    unanswered: tuple[tuple[Key, str], ...]
    method: tuple[str, ...]


def show(words: Words, result: Result) -> Shown:
    """A result in words."""

    def rows(found: Iterable[Rated]) -> tuple[Row, ...]:
        return tuple(_row(words, each) for each in found)

    lists = ((name, rows(getattr(result, name.replace("-", "_")))) for name in LISTS)
    return Shown(
        words.of_frame(words.assessment.title),
        tuple(_bar(words, profile) for profile in result.areas),
        tuple((words.word(name), words.word(f"{name}-none"), found, name == "first") for name, found in lists),
        tuple((key, words.says(key)) for key in result.unanswered),
        tuple(words.word(name) for name in METHOD),
    )


def _row(words: Words, rated: Rated) -> Row:
    statement = rated.statement
    return Row(
        rated.key,
        words.says(rated.key),
        words.word(statement.force),
        words.level(rated.given.said),
        rated.priority,
        words.of(rated.key, statement.basis),
        words.measures(rated.key),
    )


def _bar(words: Words, profile: Profile) -> Bar:
    title = words.of_frame(words.form.frame.areas[profile.area].title)
    return Bar(title, profile.percent, profile.answered, profile.asked, profile.unknown)

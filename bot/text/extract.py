"""A release → every Swedish text that a door can show.

Contexts are told in `entry`. Names of places and numbers are no entries: they are the same in every language.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from itertools import chain
from pathlib import Path
from types import ModuleType

from bot.dialog import schema
from bot.dialog.assessment import read_form
from bot.dialog.directory_schema import AudiencesFile, ContactFile, NationalFile, RoleFile
from bot.dialog.model import Audience, Node, Release
from bot.dialog.phrase_schema import FOLDER
from bot.dialog.tree import Path as Place
from bot.dialog.tree import Tree, read
from bot.problem import Span
from bot.text import assessing, cards, desk, practice, reading, reports, ui
from bot.text.entry import Entry, Kind
from bot.text.rehearsed import flashcard, practice_case, practice_package

HOUSE = "house.yaml"
UNKNOWN = "unknown"
CLAUSES = "rules/clauses.yaml"
NEIGHBOURS, CLIP = 2, 60
"""How many texts before and after one are shown to its translator, and how much of each, in characters."""


def entries(release: Release) -> tuple[Entry, ...]:
    """All texts of a release, each context and text once, in a fixed order."""
    places = _Places(release.files)
    found: dict[tuple[str, str], Entry] = {}
    parts: tuple[Iterable[Entry], ...] = (
        _words(),
        _cards(release),
        _house(release.house, places),
        _dialogs(release, places),
        _actions(release, places),
    )
    parts += (_contacts(release, places), _audiences(release, places), _phrases(release, places), _assessments(release))
    parts += (_clauses(release, places),)
    parts += (*(practice_case(case, places.span) for case in release.cases),)
    parts += (*(flashcard(card, places.span) for card in release.flashcards),)
    parts += (*(practice_package(each, places.span) for each in release.packages),)
    for entry in chain(*parts):
        known = found.setdefault(entry.key, entry)
        if known is not entry:
            where = tuple(dict.fromkeys((*known.where, *entry.where)))
            found[entry.key] = replace(known, where=where, open=known.open or entry.open)
    return tuple(found.values())


class _Places:
    """Where texts stand in the release's sources; each file is read once."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = files
        self._trees: dict[str, Tree | None] = {}

    def span(self, file: str, *path: str | int) -> Span:
        tree = self._tree(file)
        return tree.span(Place(path)) if tree else Span(file)

    def at(self, file: str, *path: str | int) -> object:
        """What stands there, None where the file cannot be read."""
        tree = self._tree(file)
        return tree.at(Place(path)) if tree else None

    def _tree(self, file: str) -> Tree | None:
        if file not in self._trees:
            self._trees[file] = read(self._files[file].decode("utf-8-sig"), file)[0]
        return self._trees[file]


def _staff(context: str, text: str, kind: Kind, where: Span, *, seen: bool) -> Entry:
    return Entry(context, text, kind, Audience.STAFF, (where,), seen)


# --- steps ---------------------------------------------------------------------------------------------


def _dialogs(release: Release, places: _Places) -> Iterator[Entry]:
    for dialog in release.program.dialogs.values():
        file = dialog.where.file
        yield _staff("dialog", dialog.title, Kind.TITLE, places.span(file, "title"), seen=not dialog.private)
        for node in release.program.nodes:
            # The parts of a municipality question share the texts of the first.
            if node.dialog == dialog.id and node.waits and "#" not in node.id:
                yield from _in_talk(_step(node, dialog.title, places, file))


def _step(node: Node, dialog_title: str, places: _Places, file: str) -> Iterator[Entry]:
    """The texts of one step as it is read: heading, passages, question, answers, explanation."""
    seen = not node.private or node.neutral
    step, file = node.context.partition(".")[2], node.where.file if node.own else file

    def of(key: str, text: str | None, kind: Kind) -> Iterator[Entry]:
        if text:
            yield _staff(node.context, text, kind, places.span(file, "steps", step, key), seen=seen)

    if node.title != dialog_title:
        yield from of("title", node.title, Kind.TITLE)
    for passage in node.passages:
        inside = passage.to == "colleague"
        yield Entry(node.context, passage.text, Kind.PASSAGE, passage.audience, (passage.where,), seen, inside=inside)
    yield from of("ask", node.question, Kind.QUESTION)
    for edge in (*node.edges, *node.options):
        if edge.label and edge.translate:
            yield _staff(node.context, edge.label, Kind.LABEL, edge.where, seen=seen)
    yield from of("none", node.none, Kind.LABEL)
    yield from of("why", node.why, Kind.WHY)


def _in_talk(step: Iterable[Entry]) -> Iterator[Entry]:
    """Tell each text which texts stand around it."""
    flow = list(step)
    lines = [_clip(entry.text) for entry in flow]
    for here, entry in enumerate(flow):
        first, last = max(0, here - NEIGHBOURS), here + 1 + NEIGHBOURS
        around = [*lines[first:here], "[här]", *lines[here + 1 : last]]
        around = ["…"] * (first > 0) + around + ["…"] * (last < len(flow))
        yield replace(entry, around=" → ".join(around)) if len(flow) > 1 else entry


def _clip(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= CLIP else line[: CLIP - 1].rstrip() + "…"


# --- what is not a step --------------------------------------------------------------------------------


def _actions(release: Release, places: _Places) -> Iterator[Entry]:
    """Seen: what was gathered is listed at the end, also when somebody has come in."""
    for action in release.program.actions.values():
        base = action.forms[-1].action
        path = ("actions", action.id)
        forms: list[tuple[schema.Action | schema.Variant, Place]] = [(base, path)]
        forms += [(variant, (*path, "variants", number)) for number, variant in enumerate(base.variants)]
        for form, at in forms:
            texts = [(form.text, Place((*at, "text")))] if form.text else []
            texts += [(detail, (*at, "details", number)) for number, detail in enumerate(form.details or ())]
            file = action.where.file
            yield from _in_talk(
                _staff(f"action.{action.id}", text, Kind.ACTION, places.span(file, *place), seen=True)
                for text, place in texts
            )


def _contacts(release: Release, places: _Places) -> Iterator[Entry]:
    """Seen: those that are neutral, and those of the acute panel, which every page carries."""
    national = release.directory.get("national")
    if not isinstance(national, NationalFile):
        return
    file = next(name for name in release.files if Path(name).stem == "national")
    panel = release.house.acute.contacts if release.house.acute else ()
    for part, holders in (("contacts", national.contacts), ("roles", national.roles)):
        for key, holder in holders.items():
            languages = holder.languages if isinstance(holder, ContactFile) and holder.languages != UNKNOWN else None
            texts = (
                ("name", holder.name, Kind.LABEL),
                ("for", holder.for_, Kind.CONTACT),
                ("languages", languages, Kind.CONTACT),
                ("note", holder.note, Kind.CONTACT),
            )
            seen = key in panel or holder.neutral == "yes"
            for field, text, kind in texts:
                if text:
                    yield _staff(f"contact.{key}", text, kind, places.span(file, part, key, field), seen=seen)
            for there, text in holder.asks.items() if isinstance(holder, RoleFile) else ():
                yield _staff(
                    f"contact.{key}", text, Kind.CONTACT, places.span(file, part, key, "asks", there), seen=seen
                )


def _audiences(release: Release, places: _Places) -> Iterator[Entry]:
    """Seen: the names, which stand in a list before anybody has said that nobody looks on."""
    file = release.directory.get("audiences")
    if not isinstance(file, AudiencesFile):
        return
    where = next(name for name in release.files if Path(name).stem == "audiences")
    for key, audience in file.audiences.items():
        texts = (("name", audience.name, Kind.LABEL), ("for", audience.for_, Kind.CONTACT))
        for field, text, kind in (*texts, ("note", audience.note, Kind.CONTACT)):
            if text:
                span = places.span(where, "audiences", key, field)
                yield _staff(f"audience.{key}", text, kind, span, seen=field == "name")


def _phrases(release: Release, places: _Places) -> Iterator[Entry]:
    """Not seen by others: a door shows them where the two are alone."""
    for phrase in release.phrases:
        file = f"{FOLDER}{phrase.phrase}.yaml"
        texts: list[tuple[str, Kind, Place]] = [(phrase.title, Kind.TITLE, ("title",))]
        texts += [(text, Kind.PASSAGE, ("read", number)) for number, text in enumerate(phrase.read)]
        texts += [(text, Kind.PASSAGE, ("question", key)) for key, text in phrase.question.sentences()]
        for key, part in phrase.parts.items():
            texts.append((part.label, Kind.LABEL, ("parts", key, "label")))
            texts += [(text, Kind.PASSAGE, ("parts", key, "lines", number)) for number, text in enumerate(part.lines)]
        yield from _in_talk(
            _staff(phrase.context, text, kind, places.span(file, *path), seen=False) for text, kind, path in texts
        )


def _assessments(release: Release) -> Iterator[Entry]:
    """Not seen by others: they are answered at an office."""
    form, _ = read_form(release.files)
    if form is None:
        return
    for context, text, file, path, short in form.texts:
        yield _staff(context, text, Kind.TITLE if short else Kind.PASSAGE, form.trees[file].span(path), seen=False)


def _clauses(release: Release, places: _Places) -> Iterator[Entry]:
    """What the decision table says of the clauses that a self-assessment names: its matrix shows them."""
    form, _ = read_form(release.files)
    if form is None or CLAUSES not in release.files:
        return
    named = {name for each in form.assessments.values() for said in each.statements.values() for name in said.clauses}
    known = places.at(CLAUSES, "clauses")
    for name, clause in known.items() if isinstance(known, dict) else ():
        if name in named and isinstance(clause, dict) and isinstance(text := clause.get("says"), str):
            entry = _staff("clause", text, Kind.PASSAGE, places.span(CLAUSES, "clauses", name, "says"), seen=False)
            yield replace(entry, judged=False)


def _house(house: schema.House, places: _Places) -> Iterator[Entry]:
    def of(text: str, kind: Kind, *path: str | int, audience: Audience = Audience.STAFF) -> Entry:
        return Entry("house", text, kind, audience, (places.span(HOUSE, *path),), open=True)

    for number, jump in enumerate(house.jumps):
        yield of(jump.label, Kind.LABEL, "jumps", number, "label")
    if house.acute:
        yield of(house.acute.title, Kind.TITLE, "acute", "title")
        for number, passage in enumerate(house.acute.say):
            for audience in Audience:
                if text := getattr(passage, audience.value):
                    yield of(text, Kind.PASSAGE, "acute", "say", number, audience.value, audience=audience)
    if house.cover:
        yield of(house.cover.title, Kind.TITLE, "cover", "title")
        for number, line in enumerate(house.cover.lines):
            yield of(line, Kind.PASSAGE, "cover", "lines", number, audience=Audience.SHOWN)
    if house.unsigned:
        for part in ("law", "clinic", "numbers"):
            yield of(getattr(house.unsigned, part), Kind.PASSAGE, "unsigned", part)


def _words() -> Iterator[Entry]:
    """The program's own words. Those of the doors and of signs can be seen by anyone; a coordinator reads the others at
    an office."""
    for module in (ui, reports, desk, assessing, practice, reading):
        places = _word_places(module)
        for key, text in module.WORDS.items():
            seen = module is ui or (module is desk and key.startswith(desk.SEEN))
            # A whole sentence is a message; anything else may stand on a button of the chat.
            kind = Kind.PASSAGE if text.endswith(".") or module in (desk, assessing, practice, reading) else Kind.LABEL
            yield replace(_staff(module.CONTEXT, text, kind, places[key], seen=seen), around=f"ordet “{key}”")


def _cards(release: Release) -> Iterator[Entry]:
    """The words of the pictures that are used, each where it is used first."""
    passages = [passage for node in release.program.nodes for passage in node.passages]
    used = {sign: passage.where for passage in reversed(passages) for sign in passage.points}
    for sign, text in cards.PICTURES.items():
        if sign in used:
            yield Entry(cards.CONTEXT, text, Kind.LABEL, Audience.SHOWN, (used[sign],), open=True)


@cache
def _word_places(module: ModuleType) -> Mapping[str, Span]:
    source = Path(str(module.__file__))
    file = "/".join(source.parts[-3:])
    found = {}
    for number, line in enumerate(source.read_text("utf-8").splitlines(), 1):
        if match := re.match(r'    "([a-z0-9_-]+)": ["(]', line):
            found[match[1]] = Span(file, number, 5)
    return {key: found.get(key, Span(file)) for key in module.WORDS}

"""A release made ready to talk: program and memory of folds, catalogues, directory, finished views."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from bot.conversation.messages import View
from bot.conversation.report_code import codes
from bot.dialog.directory_schema import CHANNELS
from bot.dialog.load import load
from bot.dialog.model import Kind, Node, Release
from bot.dialog.readings import read_readings
from bot.dialog.signatures import outdated, read_signatures
from bot.directory.build import build
from bot.directory.model import Directory, Unit
from bot.engine.answers import Fold, Place
from bot.engine.step import jumps, visible
from bot.problem import Problem, has_errors
from bot.text.catalogues import LOCALES, Catalogues, read_catalogues, unknown_languages, with_translations
from bot.text.languages import EASY

MAX_VIEWS = 4096
FINISH = Kind.FINISH
INTERPRETER, INTERPRETED = "interpreter", ("professional", "speaker")
"""The fact that says who interprets, and where it lets the subject be told in the person's language: a professional
interpreter, or somebody qualified on the staff who speaks it (förvaltningslagen 13 §; row D03, invariant I16)."""


class Edition:
    """One release in memory. `views` keeps finished screens by what they show (never by whom), bounded.

    codes: step → its short code for a deviation report. signatures, readings: the release's own records.
    """

    def __init__(self, release: Release, catalogues: Catalogues, directory: Directory) -> None:
        self.release = release
        self.program = release.program
        self.catalogues = catalogues
        self.directory = directory
        self.fold = Fold(release.program)
        self.short = int(release.id[:6], 16)
        self.codes = codes(release.id, release.program)
        self.signatures = read_signatures(release.files)[0]
        self.readings = read_readings(release.files)[0]
        self.views: dict[tuple[object, ...], View] = {}
        self._municipality = release.program.slots.get("municipality", -1)
        self._interpreter = release.program.slots.get(INTERPRETER, -1)
        values = release.program.facts[self._interpreter].domain.values if self._interpreter >= 0 else ()
        self._interpreted = frozenset(index for index, value in enumerate(values) if value in INTERPRETED)
        self._sector = release.program.slots.get("sector", -1)
        self._plain = tuple(_is_plain(node) for node in release.program.nodes)

    def given(self, unit: Unit | None, sector: str = "") -> tuple[int, ...]:
        """Value index of each given fact, from what is known of the unit; of the sector alone without one."""
        if unit is None and not sector:
            return ()
        known: Mapping[str, str] = (
            {"sector": sector}
            if unit is None
            else {
                "sector": unit.sector,
                "provider": unit.provider,
                "asks": unit.asks,
                "kind": unit.kind,
                "channel": CHANNELS.get(unit.kind, ""),
                "municipality": unit.municipality,
            }
        )
        facts = (self.program.facts[slot] for slot in self.program.given)
        return tuple(fact.domain.index(known.get(fact.name, "")) or 0 for fact in facts)

    def screen(self, place: Place) -> tuple[object, ...] | None:
        """What tells a place's screen from others, whoever looks; None for an ending, which is of the moment."""
        state = place.state
        index, facts = state[0], state[1]
        node = self.program.nodes[index]
        if node.kind is FINISH:
            return None
        where = facts[self._municipality] if self._municipality >= 0 else 0
        if self._plain[index]:
            return index, where, jumps(self.program, state)
        shown = tuple(p.when is None or p.when(facts) for p in node.passages)
        return index, where, jumps(self.program, state), visible(node, facts), shown

    def sector(self, place: Place) -> str:
        """The sector as the talk knows it, told by the unit or by staff; "" where nobody has said."""
        if self._sector < 0:
            return ""
        value = self.program.facts[self._sector].domain.values[place.state[1][self._sector]]
        return "" if value == "unknown" else value

    def may_say(self, place: Place, language: str) -> bool:
        """Whether a language may be said or shown at a place. A person's language waits, where the subject is told,
        until there is somebody to interpret: nobody who reads a card about it alone can be answered."""
        if (
            language not in self.catalogues.persons
            or language == EASY
            or not self.program.nodes[place.state[0]].private
        ):
            return True
        return self._interpreter >= 0 and place.state[1][self._interpreter] in self._interpreted

    def keep(self, key: tuple[object, ...], view: View) -> View:
        """Remember a view; when too many, forget all and begin anew."""
        if len(self.views) >= MAX_VIEWS:
            self.views.clear()
        self.views[key] = view
        return view


def _is_plain(node: Node) -> bool:
    """Whether the node always shows the same texts and answers."""
    edges = (*node.edges, *node.options)
    return all(passage.when is None for passage in node.passages) and all(edge.when is None for edge in edges)


class Editions(Protocol):
    """Where a press finds its release. `current` is today's; phone numbers always come from there."""

    @property
    def current(self) -> Edition:
        """Today's."""
        ...

    def find(self, short: int) -> Edition | None:
        """The edition whose release id begins with these 24 bits, None when there is none."""

    def is_recalled(self, short: int) -> bool:
        """Whether that release was recalled."""


def open_edition(
    files: Mapping[str, bytes], unread: Iterable[Problem] = ()
) -> tuple[Edition | None, tuple[Problem, ...]]:
    """Sources (dialogs, and catalogues under locales/) → edition; None when a problem is an error. unread: the faults
    of reading the files."""
    loaded = load(files, unread)
    catalogues, faults = read_catalogues(
        {name.split("/")[1]: content for name, content in files.items() if name.startswith(LOCALES)}
    )
    signatures, broken = read_signatures(files)
    problems = (*loaded.problems, *faults, *broken, *outdated(signatures, files), *read_readings(files)[1])
    release = loaded.release
    if release is None:
        return None, problems
    problems = (*problems, *unknown_languages(release.translations))
    if has_errors(problems):
        return None, problems
    whole = with_translations(catalogues, release.translations)
    return Edition(release, whole, build(release.directory)), problems

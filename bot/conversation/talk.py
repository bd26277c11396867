"""Open the token, fold, answer, render, seal. Total: whatever comes in, a calm turn goes out.

Nothing is remembered between presses but caches keyed by release, entry and answers. Clock and chance are
arguments. What a press means for counting is handed to `observe`, which sees header, place and channel only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.conversation.edition import Edition, Editions
from bot.conversation.finding import Findings, look_for
from bot.conversation.messages import (
    FIRST_CONTROL,
    FIRST_JUMP,
    FIRST_SAID_LANGUAGE,
    FIRST_STAFF_LANGUAGE,
    FIRST_UNIT,
    ContactNote,
    Control,
    Line,
    Press,
    Safe,
    Text,
    Turn,
    View,
    read_move,
)
from bot.conversation.phrases import Phrasebook, phrasebook
from bot.conversation.render import Renderer
from bot.conversation.wish import NotUnderstood, Wish, audiences
from bot.dialog.flow import own_answers
from bot.dialog.model import Audience, Kind
from bot.directory.model import Unit
from bot.engine.answers import Place
from bot.engine.token import Header, Key, Mode, is_expired, open_any
from bot.engine.way import way
from bot.statistics.contribution import Rehearsal, Withdrawn
from bot.text.catalogues import LANGUAGES, SOURCE
from bot.text.ui import CONTEXT, WORDS

SWEDEN = ZoneInfo("Europe/Stockholm")
STAGES = ("prepare", "ask", "respond", "danger", "children", "refer", "document", "close")
"""Depth of a conversation, shallow first; a dialog's stage is one of these."""
DAY = 24 * 60
MAX_WAYS = 512
"""Ways to guides that are kept, some hundred bytes each."""
DEPTH = {stage: depth for depth, stage in enumerate(STAGES)}
MODE_NAMES = tuple(mode.name.lower() for mode in Mode)
# Reading a member of an enum costs as much as a look-up of a screen; these are read at each press.
STAY, BACK, RESTART, DONE, NONE = (control.value for control in Control)
SEVERAL, LOOK = Kind.SEVERAL, Mode.LOOK

Observe = Callable[[Header, Place, str], None]
Rehearse = Callable[[Header, Rehearsal | Withdrawn], None]


class Keys(Protocol):
    """Keys that open, newest first; the first one seals."""

    def live(self, now: datetime) -> tuple[Key, ...]:
        """All keys that may open a token now."""
        ...


@dataclass(frozen=True, slots=True)
class Panel:
    """What every page carries: the acute panel and the cover that Hide shows."""

    acute: Text
    lines: tuple[Line, ...]
    contacts: tuple[ContactNote, ...]
    cover: Text
    cover_lines: tuple[Text, ...]


def count_nothing(header: Header, place: Place, channel: str) -> None:
    """The observer that sees nothing."""


def rehearse_nothing(header: Header, found: Rehearsal | Withdrawn) -> None:
    """The same for rounds of practice."""


@dataclass(slots=True)
class Talks:
    """All conversations of one process; it holds none of them.

    now: aware UTC time. number: 40 random bits. counter: this counter run's number (12 bits).
    rehearse: told of rounds of practice (`bot.conversation.rounds`).
    """

    editions: Editions
    keys: Keys
    now: Callable[[], datetime]
    number: Callable[[], int]
    observe: Observe = count_nothing
    rehearse: Rehearse = rehearse_nothing
    counter: int = 0
    _safe: dict[tuple[str, Safe], View] = field(default_factory=dict)
    _ways: dict[tuple[int, str, int, str], tuple[int, ...]] = field(default_factory=dict)

    def begin(
        self,
        binding: bytes,
        *,
        entry: str = "",
        mode: str = "live",
        unit: int = 0,
        staff: str = SOURCE,
        said: str = "",
        sector: str = "",
        toward: str = "",
    ) -> Turn:
        """The first screen of a new conversation. Unknown names fall back to the first entry, no unit, Swedish.

        Args:
            sector: where no unit tells it.
            toward: a guide. What the entry asks on the way there is answered, and nothing else (`bot.engine.way`).
        """
        now, edition = self.now(), self.editions.current
        if self.editions.is_recalled(edition.short):
            return self._safe_turn(Safe.CLOSED)
        entries = edition.program.entries
        place_of_entry = entries.index(entry) if entry in entries else 0
        chosen = edition.directory.unit(unit)
        chosen = None if chosen and chosen.closed else chosen
        organisation = edition.directory.organisation
        if mode == "live" and organisation and not organisation.may_open_live:
            mode = "look"
        header = Header(
            release=edition.short,
            number=self.number(),
            start=_minute(now) % (1 << 12),
            counter=self.counter,
            unit=chosen.id if chosen else 0,
            entry=place_of_entry,
            mode=Mode[mode.upper()],
            staff=_language(edition, staff),
            said=_language(edition, said or staff, edition.catalogues.persons),
        )
        place = edition.fold.begin(entries[place_of_entry], edition.given(chosen, sector))
        if toward in edition.program.dialogs:
            place = self._toward(edition, place, toward)
        return self._turn(edition, header, place, now, self.keys.live(now)[0], binding)

    def _toward(self, edition: Edition, place: Place, dialog: str) -> Place:
        """As near to a guide as the entry's own questions lead. What was found is kept: it is looked for long."""
        key = (edition.short, place.entry, place.code, dialog)
        if key not in self._ways:
            if len(self._ways) >= MAX_WAYS:
                self._ways.clear()
            self._ways[key] = way(edition.program, place.state, dialog)
        for answer in self._ways[key]:
            place = edition.fold.after(place, answer) or place
        return place

    def press(self, press: Press) -> Turn:
        """The turn after a press. Never raises for what came in."""
        now = self.now()
        keys = self.keys.live(now)
        move = read_move(press.move)
        opened = open_any(keys, press.sealed, press.binding)
        if opened is None:
            unit = self._unit(move)
            return self._safe_turn(Safe.UNREADABLE) if unit is None else self.begin(press.binding, unit=unit)
        header, code = opened
        if is_expired(header, _minute(now)):
            return self._safe_turn(Safe.EXPIRED, header)
        if self.editions.is_recalled(header.release):
            return self._safe_turn(Safe.RECALLED, header)
        edition = self.editions.find(header.release)
        if edition is None:
            return self._safe_turn(Safe.UNKNOWN_RELEASE, header)
        entries = edition.program.entries
        place = edition.fold.at(entries[header.entry], code) if header.entry < len(entries) else None
        if place is None:
            return self._safe_turn(Safe.UNREADABLE)
        if move == RESTART:
            return self._again(header, entries[header.entry], press.binding)
        if move is not None and move >= FIRST_STAFF_LANGUAGE:
            place = _ticked(edition, place, press.ticks)
            unit = self._unit(move)
            if unit is not None:
                return self._elsewhere(edition, header, place, unit, press.binding)
            changed = self._spoken(edition, header, move)
            return self._turn(edition, changed or header, place, now, keys[0], press.binding, changed is None)
        after = _moved(edition, place, move, press.ticks)
        if after is None:
            return self._turn(edition, header, place, now, keys[0], press.binding, refused=True)
        if after is not place:
            stage = DEPTH[edition.program.nodes[after.state[0]].stage]
            if stage > header.furthest:
                header = header._replace(furthest=stage)
            if header.mode is not LOOK:
                self.observe(header, after, press.channel)
        return self._turn(edition, header, after, now, keys[0], press.binding)

    def word(self, key: str, language: str) -> Text:
        """One of the doors' own words."""
        found, fallback = self.editions.current.catalogues.get(language, CONTEXT, WORDS[key])
        return Text(found, SOURCE if fallback else language, fallback)

    def panel(self, language: str, unit: int = 0) -> Panel:
        """The acute panel and the cover, with today's numbers."""
        edition, now = self.editions.current, self.now()
        house = edition.release.house
        render = Renderer(edition, edition.directory, language, language, edition.directory.unit(unit), _local(now))
        acute, cover = house.acute, house.cover
        lines = [
            render.line(a, "house", t, "")
            for p in (acute.say if acute else ())
            for a in Audience
            if (t := getattr(p, a.value))
        ]
        return Panel(
            acute=render.text("house", acute.title, language) if acute else render.word("acute"),
            lines=tuple(lines),
            contacts=render.contacts(acute.contacts if acute else ("sos",), ""),
            cover=render.text("house", cover.title, language) if cover else render.word("page-title"),
            cover_lines=tuple(render.text("house", line, language) for line in (cover.lines if cover else ())),
        )

    def find(self, wish: Wish, staff: str = SOURCE) -> Findings | tuple[NotUnderstood, ...]:
        """Contacts for a wish, or what of it could not be understood. What /find, a page and a command all call."""
        return look_for(self.editions.current, wish, staff, _local(self.now()))

    def local_time(self) -> datetime:
        """Swedish wall-clock time, without a zone."""
        return _local(self.now())

    def audiences(self, staff: str = SOURCE) -> tuple[tuple[str, Text], ...]:
        """Whom contacts can be found for: key (for `Wish.who`) and a name that anybody may see."""
        return audiences(self.editions.current, staff)

    def phrasebook(self, language: str, unit: int = 0, sector: str = "") -> Phrasebook:
        """The record phrases for the sector of a unit; without one, for the sector that staff have named."""
        edition, now = self.editions.current, self.now()
        place = edition.directory.unit(unit)
        render = Renderer(edition, edition.directory, language, language, place, _local(now))
        return phrasebook(render, place.sector if place else sector)

    def units(self) -> tuple[Unit, ...]:
        """The organisation's units in a fixed order, closed ones too: a unit's place is its move on every page."""
        organisation = self.editions.current.directory.organisation
        return tuple(organisation.units.values()) if organisation else ()

    def languages(self) -> tuple[str, ...]:
        """Languages that staff can read here, Swedish first."""
        return self.editions.current.catalogues.languages

    def said_languages(self, mode: str) -> tuple[str, ...]:
        """Languages to say or show in a mode: those of staff, then those of persons; in a real talk only what the
        organisation has switched on, since nobody may have reviewed them."""
        edition = self.editions.current
        allowed = tuple(code for code in edition.catalogues.persons if self._is_open(code, mode))
        return (*edition.catalogues.languages, *allowed)

    def _is_open(self, language: str, mode: str) -> bool:
        organisation = self.editions.current.directory.organisation
        return mode != "live" or (organisation is not None and language in organisation.languages)

    def _unit(self, move: int | None) -> int | None:
        """The unit that a move chooses, 0 for none; None when it is no such move."""
        units = self.units()
        if move is None or not FIRST_UNIT <= move <= FIRST_UNIT + len(units):
            return None
        if move == FIRST_UNIT:
            return 0
        unit = units[move - FIRST_UNIT - 1]
        return None if unit.closed else unit.id

    def _spoken(self, edition: Edition, header: Header, move: int) -> Header | None:
        """The header after a change of language, None when the move is no such thing or the language is not here."""
        staff, said = move - FIRST_STAFF_LANGUAGE, move - FIRST_SAID_LANGUAGE
        if staff in map(LANGUAGES.index, edition.catalogues.languages) and move < FIRST_SAID_LANGUAGE:
            return header._replace(staff=staff)
        persons = (code for code in edition.catalogues.persons if self._is_open(code, MODE_NAMES[header.mode]))
        if said in map(LANGUAGES.index, (*edition.catalogues.languages, *persons)):
            return header._replace(said=said)
        return None

    def _elsewhere(self, edition: Edition, header: Header, place: Place, unit: int, binding: bytes) -> Turn:
        """The conversation at another unit; from the beginning where it would have gone another way there."""
        now = self.now()
        header = header._replace(unit=unit)
        moved = edition.fold.moved(place, edition.given(edition.directory.unit(unit)))
        if moved is None:
            return self._again(header, edition.program.entries[header.entry], binding)
        return self._turn(edition, header, moved, now, self.keys.live(now)[0], binding)

    def _again(self, header: Header, entry: str, binding: bytes) -> Turn:
        """A new conversation from the same entry, unit and languages."""
        staff, said = LANGUAGES[header.staff], LANGUAGES[header.said]
        mode = MODE_NAMES[header.mode]
        return self.begin(binding, entry=entry, mode=mode, unit=header.unit, staff=staff, said=said)

    def _turn(
        self,
        edition: Edition,
        header: Header,
        place: Place,
        now: datetime,
        key: Key,
        binding: bytes,
        refused: bool = False,
    ) -> Turn:
        staff, said, mode = LANGUAGES[header.staff], LANGUAGES[header.said], MODE_NAMES[header.mode]
        if said in edition.catalogues.persons and not self._is_open(said, mode):
            said = staff  # switched off since
        view = self._view(edition, place, header.unit, staff, said, now)
        sealed = key.seal(header, place.code, binding)
        back, sector = place.previous is not None, edition.sector(place)
        return Turn(sealed, view, place.pending, back, refused, None, staff, said, header.unit, mode, sector)

    def _view(self, edition: Edition, place: Place, unit: int, staff: str, said: str, now: datetime) -> View:
        """The screen: one made before when nothing in it depends on the moment, else a new one."""
        today = self.editions.current.directory
        screen = edition.screen(place)
        held = not edition.may_say(place, said)
        said = staff if held else said
        if screen is None:
            return Renderer(edition, today, staff, said, today.unit(unit), _local(now), held).view(place)
        key = (screen, staff, said, held, unit, id(today), _minute(now) // DAY)  # sources expire at midnight
        known = edition.views.get(key)
        if known is None:
            view = Renderer(edition, today, staff, said, today.unit(unit), _local(now), held).view(place)
            known = edition.keep(key, view)
        return known

    def _safe_turn(self, why: Safe, header: Header | None = None) -> Turn:
        """A turn without a token: says why, and offers to begin again."""
        staff = LANGUAGES[header.staff] if header and header.staff < len(LANGUAGES) else SOURCE
        view = self._safe.get((staff, why))
        if view is None:
            title, text = self.word("page-title", staff), self.word(why.value, staff)
            line = Line(Audience.STAFF, text)
            view = View("", None, False, title, (line,), None, (), None, None, (), None, (), True, None, True)
            self._safe[staff, why] = view
        mode = MODE_NAMES[header.mode] if header else "live"
        return Turn("", view, 0, False, False, why, staff, staff, header.unit if header else 0, mode)


def _moved(edition: Edition, place: Place, move: int | None, ticks: int | None) -> Place | None:
    """The place that a move leads to, None when it does not fit."""
    fold, node = edition.fold, edition.program.nodes[place.state[0]]
    several = node.kind is SEVERAL
    if move is None:
        return None
    if move < FIRST_JUMP and not several:
        return fold.after(place, move) if move < len(node.edges) else None
    if FIRST_JUMP <= move < FIRST_CONTROL:
        return _jumped(edition, place, move - FIRST_JUMP, place.pending if ticks is None else ticks)
    if move == STAY:
        return place
    if move == BACK:
        return fold.back(place)
    if not several:
        return None
    if move == DONE:
        chosen = place.pending if ticks is None else ticks
        fits = 0 <= chosen < 1 << len(node.options) and (chosen or node.none is None)
        return fold.after(place, chosen) if fits else None
    if move == NONE:
        return fold.after(place, 0) if node.none is not None else None
    return (
        fold.after(place, (place.pending ^ 1 << move) + (1 << len(node.options))) if move < len(node.options) else None
    )


def _jumped(edition: Edition, place: Place, jump: int, ticks: int) -> Place | None:
    """Jump. What stands ticked was said and counts: it is sent first, where the way on from there has the jump too."""
    fold, nodes = edition.fold, edition.program.nodes
    node = nodes[place.state[0]]
    if node.kind is SEVERAL and 0 < ticks < 1 << len(node.options):
        sent = fold.after(place, ticks)
        if sent is not None and (jumped := fold.after(sent, own_answers(nodes[sent.state[0]]) + jump)):
            return jumped
    return fold.after(place, own_answers(node) + jump)


def _ticked(edition: Edition, place: Place, ticks: int | None) -> Place:
    """The same place with the ticks of a form that stand there."""
    node = edition.program.nodes[place.state[0]]
    if node.kind is not SEVERAL or ticks is None or not 0 <= ticks < 1 << len(node.options):
        return place
    return edition.fold.after(place, ticks + (1 << len(node.options))) or place


def _language(edition: Edition, code: str, also: tuple[str, ...] = ()) -> int:
    return LANGUAGES.index(code) if code in edition.catalogues.languages or code in also else 0


def _minute(now: datetime) -> int:
    return int(now.timestamp()) // 60


def _local(now: datetime) -> datetime:
    return now.astimezone(SWEDEN).replace(tzinfo=None)

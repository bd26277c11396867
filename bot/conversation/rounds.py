"""A round with a scripted patient: open the token, fold, answer, seal, and say what is seen. Total, as `talk`.

The same engine and the same kind of token as in a real talk, with mode PRACTICE and a binding of its own: no button of
one opens in the other. Nothing is remembered. What a press means for the tables of practice is handed to `rehearse`; it
can mean nothing to those of real talks, by type. Who does not want to be counted says so once, and what waits of the
round is taken back.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from bot.conversation.case_words import CaseWords
from bot.conversation.edition import Edition, Editions
from bot.conversation.messages import (
    FIRST_OWN,
    FIRST_STAFF_LANGUAGE,
    ContactNote,
    Control,
    Press,
    Text,
    read_move,
    write_move,
)
from bot.conversation.render import Renderer
from bot.conversation.round_view import BeatText, Card, Debrief, FlashcardView, Screen, Stage
from bot.conversation.talk import SWEDEN, Keys, Rehearse, Talks, rehearse_nothing
from bot.dialog.case_model import Case, context
from bot.dialog.model import Kind
from bot.engine.answers import Fold, Place
from bot.engine.token import Header, Mode, is_expired, open_any
from bot.practice.confidence import SILENT, Answers, join, later, part
from bot.practice.order import order
from bot.practice.path import Choice, choices
from bot.practice.score import score
from bot.statistics.contribution import LEFT, Rehearsal, Withdrawn, band, ending_of
from bot.text.catalogues import LANGUAGES, SOURCE

SUPPORT = ("kfl", "men", "crisis", "sos")
"""Contacts of the directory for who stops."""
UNCOUNTED = FIRST_OWN
"""The move of who does not want the round to be counted."""
STAY = Control.STAY.value
MAX_FOLDS = 128
"""Cases kept ready, of all releases together."""
PLACES = 128
"""Places remembered of each case, twice: a round has some 25, and to find one anew takes as many steps."""


@dataclass(slots=True)
class Rounds:
    """All rounds of one process; it holds none of them. Arguments as those of `Talks`. run: asked for the number of
    this counter run, 0 where nothing is counted."""

    editions: Editions
    keys: Keys
    now: Callable[[], datetime]
    number: Callable[[], int]
    rehearse: Rehearse = rehearse_nothing
    run: Callable[[], int] = int
    _folds: dict[tuple[int, int], Fold] = field(default_factory=dict)

    def cards(self, staff: str = SOURCE) -> tuple[Card, ...]:
        """All cases of today, in the order to offer them."""
        edition = self.editions.current
        return tuple(CaseWords(edition, self.language(staff)).card(case) for case in edition.release.cases)

    def flashcards(self, staff: str = SOURCE) -> tuple[FlashcardView, ...]:
        """All flashcards of today, in the order of a talk."""
        edition = self.editions.current
        words = CaseWords(edition, self.language(staff))
        return tuple(map(words.flashcard, edition.release.flashcards))

    def language(self, staff: str) -> str:
        """The language itself when staff can read it here, else Swedish."""
        return staff if staff in self.languages() else SOURCE

    def languages(self) -> tuple[str, ...]:
        """Languages that staff can read here, Swedish first."""
        return self.editions.current.catalogues.languages

    def word(self, key: str, language: str) -> Text:
        """One of the practice pages' own words."""
        return CaseWords(self.editions.current, language).word(key)

    def support(self, staff: str) -> tuple[ContactNote, ...]:
        """Where somebody who stops can turn, with today's numbers."""
        edition, staff = self.editions.current, self.language(staff)
        at = self.now().astimezone(SWEDEN).replace(tzinfo=None)
        return Renderer(edition, edition.directory, staff, staff, None, at).contacts(SUPPORT, "")

    def begin(self, case: str, binding: bytes, staff: str = SOURCE, unit: int = 0) -> Screen | None:
        """The first screen of a new round; None when there is no such case. unit: whose practice it counts as."""
        edition = self.editions.current
        names = [each.id for each in edition.release.cases]
        if case not in names or self.editions.is_recalled(edition.short):
            return None
        header = Header(
            release=edition.short,
            number=self.number(),
            start=_minute(self.now()) % (1 << 12),
            counter=self.run(),
            unit=self.unit(unit),
            entry=names.index(case),
            mode=Mode.PRACTICE,
            staff=LANGUAGES.index(self.language(staff)),
        )
        return self._screen(edition, header, self._fold(edition, header.entry).begin(case), binding)

    def unit(self, number: int) -> int:
        """The number itself where an open unit has it, else 0."""
        unit = self.editions.current.directory.unit(number)
        return unit.id if unit and not unit.closed else 0

    def press(self, press: Press, said: Answers = SILENT) -> Screen:
        """The screen after a press. Never raises for what came in.

        Args:
            press: with the move `UNCOUNTED` the round is counted no more; with STAY it stays where it is.
            said: answers to the three questions about confidence, all at once or one by one. They travel along: those
                before the first choice with any move, those after the last one with STAY, and then the two are held
                against each other.
        """
        opened = open_any(self.keys.live(self.now()), press.sealed, press.binding)
        if opened is None:
            return Screen(Stage.LOST, SOURCE)
        header, code = opened
        staff = LANGUAGES[header.staff] if header.staff < len(LANGUAGES) else SOURCE
        edition = None if self.editions.is_recalled(header.release) else self.editions.find(header.release)
        if edition is None or is_expired(header, _minute(self.now())) or header.entry >= len(edition.release.cases):
            return Screen(Stage.LOST, staff)
        fold, case = self._fold(edition, header.entry), edition.release.cases[header.entry]
        code, before, after = part(code)
        place = fold.at(case.id, code)
        if place is None:
            return Screen(Stage.LOST, staff)
        move = read_move(press.move)
        if place.previous is None:
            before = later(before, said)
        if move is not None and 0 <= (chosen := move - FIRST_STAFF_LANGUAGE) < len(LANGUAGES):
            known = LANGUAGES[chosen] in edition.catalogues.languages
            changed = header._replace(staff=chosen) if known else header
            return self._screen(edition, changed, place, press.binding, before, after, refused=not known)
        if move == UNCOUNTED:
            self.rehearse(header, Withdrawn.ASKED)
            return self._screen(edition, header._replace(counter=0), place, press.binding, before, after)
        if move == STAY:
            if place.state[0] in case.ending_at:
                after = later(after, said)
                self._tell(header, case, place, before, after)
            return self._screen(edition, header, place, press.binding, before, after)
        moved = fold.after(place, move) if move is not None else None
        if moved is not None:
            self._tell(header, case, moved, before, after)
        return self._screen(edition, header, moved or place, press.binding, before, after, refused=moved is None)

    def knows(self, sealed: str, binding: bytes) -> bool:
        """Whether a token is one of a round, also of one that can no longer be read."""
        return open_any(self.keys.live(self.now()), sealed, binding) is not None

    def _tell(self, header: Header, case: Case, place: Place, before: Answers, after: Answers) -> None:
        """What a round has come to, for the tables of practice. What only teaches the page is no practice."""
        if case.data.tutorial == "yes":
            return
        ending = case.ending_at.get(place.state[0])
        gate = next((gate for choice in choices(case, place) for gate in choice.line.data.misses), "")
        found = ending_of(case.id, ending.id if ending else LEFT)
        self.rehearse(header, Rehearsal(header.unit, found, gate, *map(band, before, after)))

    def _fold(self, edition: Edition, entry: int) -> Fold:
        key = (edition.short, entry)
        fold = self._folds.get(key)
        if fold is None:
            if len(self._folds) >= MAX_FOLDS:
                self._folds.clear()
            fold = self._folds[key] = Fold(edition.release.cases[entry].program, PLACES)
        return fold

    def _screen(
        self,
        edition: Edition,
        header: Header,
        place: Place,
        binding: bytes,
        before: Answers = SILENT,
        after: Answers = SILENT,
        *,
        refused: bool = False,
    ) -> Screen:
        case, now = edition.release.cases[header.entry], self.now()
        words = CaseWords(edition, LANGUAGES[header.staff], now.astimezone(UTC).date())
        sealed = self.keys.live(now)[0].seal(header, join(place.code, before, after), binding)
        counted = header.counter != 0 and case.data.tutorial == "no"
        card, unit = words.card(case), header.unit
        shown = Screen(Stage.START, words.language, sealed, card, refused, counted, unit, before, after)
        return _Round(case, words, header.number, shown).at(place)


def rounds_of(talks: Talks) -> Rounds:
    """The rounds of a process that holds these talks: same content, keys, clock and counting."""
    return Rounds(
        talks.editions,
        talks.keys,
        talks.now,
        talks.number,
        lambda header, found: talks.rehearse(header, found),
        lambda: talks.counter,
    )


@dataclass(frozen=True, slots=True)
class _Round:
    """A case in one language, and the screen as far as it is the same everywhere in it."""

    case: Case
    words: CaseWords
    number: int
    shown: Screen

    def at(self, place: Place) -> Screen:
        """The screen of a place."""
        case, words = self.case, self.words
        node = case.program.nodes[place.state[0]]
        path = choices(case, place)
        if node.kind is Kind.FINISH:
            return self._with(stage=Stage.DEBRIEF, decision=len(path), debrief=self._debrief(place, path))
        if scene := case.scene_at.get(node.index):
            here = context(case.id, scene.id)
            moves = order(self.number, node.id, len(scene.lines))
            lines = tuple(words.line(here, scene.lines[each], write_move(each)) for each in moves)
            spoken = {line.spoken for line in scene.lines}
            return self._with(
                stage=Stage.CHOICE,
                decision=len(path) + 1,
                scene=words.scene(case, here, scene.beats, place.state[1]),
                lines=lines,
                spoken=spoken.pop() if len(spoken) == 1 else None,
            )
        if path:
            return self._with(stage=Stage.CONSEQUENCE, decision=len(path), told=words.told(case, path[-1]))
        beats = tuple(BeatText(words.text(case.context, text), "") for text in case.data.vignette)
        return self._with(stage=Stage.START, scene=beats, note=words.text(case.context, case.data.note))

    def _with(self, **more: Any) -> Screen:
        return replace(self.shown, **more)

    def _debrief(self, place: Place, path: tuple[Choice, ...]) -> Debrief:
        case, words = self.case, self.words
        ending, result = case.ending_at[place.state[0]], score(case, path)
        here = context(case.id, ending.id)
        known: dict[str, bool | None] = dict.fromkeys(result.mended) | dict.fromkeys(result.earned, True)
        guide = words.edition.program.dialogs[case.data.live]
        return Debrief(
            title=words.text(here, ending.data.title),
            scene=words.scene(case, here, ending.beats, place.state[1]),
            next=words.text(here, ending.data.next),
            score=result,
            features=tuple(
                (words.text(case.context, text), known.get(name, False)) for name, text in case.data.features.items()
            ),
            path=tuple(words.told(case, choice) for choice in path),
            lessons=tuple(words.text(case.context, text) for text in case.data.lessons),
            live=words.text("dialog", guide.title),
            guide=case.data.live,
        )


def _minute(now: datetime) -> int:
    return int(now.timestamp()) // 60

"""What a leader of a practice session has on paper: a whole case with all choices. A value; `leader_pdf` lays it out.

Paper knows no path through a case, so all that can be seen is there, and what depends on earlier choices says so. The
lines stand as the author wrote them, the guides' own marked in words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum

from bot.conversation.case_words import CaseWords
from bot.conversation.messages import ContactNote, Text
from bot.conversation.rounds import SUPPORT
from bot.dialog.case_model import Beat, Case, Ending, Line, Scene, context
from bot.dialog.model import Release
from bot.publish.kept import Reader

HOW = tuple(f"guide-how-{number}" for number in range(1, 6))
TALK = ("team-talk-1", "team-talk-2", "team-talk-3")


class Kind(Enum):
    """What a block is. PART and STEP are headings; LINE is one that can be chosen; HEARD is spoken by somebody."""

    PART = "part"
    STEP = "step"
    LINE = "line"
    TEXT = "text"
    SOFT = "soft"
    HEARD = "heard"
    LIST = "list"
    NUMBERED = "numbered"


@dataclass(frozen=True, slots=True)
class Block:
    """One thing on the page. texts: one, or the items of a list. label: who says it, or what it is, "" for nothing."""

    kind: Kind
    texts: tuple[Text, ...]
    label: str = ""


@dataclass(frozen=True, slots=True)
class LeaderPage:
    """All that stands on the paper. unsigned: that nobody answers for it. made, until: first and last day to use it."""

    language: str
    title: Text
    about: str
    foot: str
    unsigned: Text
    blocks: tuple[Block, ...]
    contacts: tuple[ContactNote, ...]
    made: date
    until: date


def sheets(release: Release) -> frozenset[str]:
    """What there are sheets of: cases, and packages for a meeting."""
    return frozenset((*(case.id for case in release.cases), *(each.id for each in release.packages)))


def guide(reader: Reader, case: Case) -> LeaderPage:
    """The guide to a case, in the language of the reader's staff and on its day."""
    words = CaseWords(reader.render.edition, reader.render.staff, reader.render.at.date())
    return page(reader, words, case, tuple(_Guide(words, case).blocks()))


def page(reader: Reader, words: CaseWords, case: Case, blocks: tuple[Block, ...]) -> LeaderPage:
    """Blocks about a case, with all that stands around them on any paper."""
    numbers, made = reader.numbers(SUPPORT), reader.render.at.date()
    until = reader.good_until((), numbers)
    card, said = words.card(case), reader.render.word
    return LeaderPage(
        language=words.language,
        title=card.title,
        about=f"{card.place.text} · {card.minutes} {words.word('minutes' if card.minutes > 1 else 'minute').text}",
        foot=f"{words.word('sign').text} · {reader.release_code} · {said('good-until').text} {until.isoformat()}",
        unsigned=words.word("fiction"),
        blocks=blocks,
        contacts=numbers.contacts,
        made=made,
        until=until,
    )


@dataclass(frozen=True, slots=True)
class _Guide:
    """A case on its way to paper."""

    words: CaseWords
    case: Case

    def blocks(self) -> Iterator[Block]:
        case, word = self.case, self.words.word
        data = case.data
        yield self._heading("guide-before")
        yield Block(Kind.TEXT, (self._text(data.note),))
        yield Block(Kind.LIST, (*map(word, HOW), word("team-free")))
        yield self._heading("guide-begins")
        yield from (Block(Kind.TEXT, (self._text(text),)) for text in data.vignette)
        for number, scene in enumerate(case.scenes, 1):
            yield from self._scene(number, scene)
        yield self._heading("guide-endings")
        for ending in case.endings:
            yield from self._ending(ending)
        yield self._heading("guide-after")
        yield Block(Kind.TEXT, (word("reactions-text"),), f"{word('reactions').text}:")
        yield Block(Kind.NUMBERED, tuple(map(word, TALK)), f"{word('team-talk').text}:")
        yield Block(Kind.LIST, tuple(map(self._text, data.lessons)), f"{word('summary').text}:")
        live = self.words.text("dialog", self.words.edition.program.dialogs[data.live].title)
        yield Block(Kind.TEXT, (live,), word("live").text)
        yield self._heading("guide-support")
        yield Block(Kind.TEXT, (word("support-talk"),))
        yield Block(Kind.TEXT, (word("support-own"),))

    def _scene(self, number: int, scene: Scene) -> Iterator[Block]:
        word, here = self.words.word, context(self.case.id, scene.id)
        title = f"{word('decision').text} {number} · {word(f'skill-{scene.data.skill}').text}"
        yield Block(Kind.PART, (Text(title, self.words.language),))
        if scene.data.when is not None:
            yield Block(Kind.SOFT, (word("guide-sometimes"),))
        yield from self._beats(here, scene.beats)
        for place, line in enumerate(scene.lines, 1):
            yield from self._line(here, place, scene, line)
        yield Block(Kind.TEXT, (word(f"talk-{scene.data.skill}"),), f"{word('team-talk').text}:")
        sources = [self.words.source(name).title for name in scene.data.sources]
        if sources:
            yield Block(Kind.SOFT, (Text("; ".join(sources), "sv"),), word("rests-on").text)

    def _line(self, here: str, place: int, scene: Scene, line: Line) -> Iterator[Block]:
        word, text = self.words.word, self.words.text
        mark = word("guide-right" if line.is_right else "guide-other").text
        yield Block(Kind.LINE, (text(here, line.text),), f"{place}. {mark}:")
        yield from self._beats(here, line.then)
        yield Block(Kind.TEXT, (text(here, line.data.felt),), word("felt").text)
        yield Block(Kind.TEXT, (text(here, line.data.why),), word("why").text)
        for gate in line.data.misses:
            yield Block(Kind.TEXT, (word(f"gate-{gate}"),), f"{word('guide-missed').text}:")
        if not line.is_right:
            yield Block(Kind.TEXT, (text(here, scene.line(line.better).text),), word("better").text)

    def _ending(self, ending: Ending) -> Iterator[Block]:
        here = context(self.case.id, ending.id)
        yield Block(Kind.STEP, (self.words.text(here, ending.data.title),))
        yield from self._beats(here, ending.beats)
        yield Block(Kind.TEXT, (self.words.text(here, ending.data.next),), self.words.word("next").text)

    def _beats(self, here: str, beats: Iterable[Beat]) -> Iterator[Block]:
        patient = self._text(self.case.data.patient).text
        for beat in beats:
            shown = self.words.beat(here, beat, patient)
            maybe = f"({self.words.word('guide-maybe').text}) " if beat.when is not None else ""
            label = f"{maybe}{shown.who}:" if shown.who else maybe.strip()
            yield Block(Kind.HEARD if shown.who else Kind.TEXT, (shown.text,), label)

    def _heading(self, key: str) -> Block:
        return Block(Kind.PART, (self.words.word(key),))

    def _text(self, text: str) -> Text:
        return self.words.text(self.case.context, text)

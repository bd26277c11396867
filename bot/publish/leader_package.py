"""What the leader of a ten-minute package has: what to say and do, minute by minute. The same value on page and paper.

The lines stand in the order of the wall, so that numbers mean the same on both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from bot.conversation.case_words import CaseWords
from bot.conversation.messages import Text
from bot.conversation.packages import DecisionView, PackageView, view
from bot.conversation.round_view import BeatText
from bot.dialog.package import Package
from bot.publish.kept import Reader
from bot.publish.leader import Block, Kind, LeaderPage, page

BEFORE, AFTER = 2, 6
"""The minutes between which the decisions are taken."""


def package_page(reader: Reader, package: Package, statement: str = "") -> LeaderPage:
    """The leader's page of a package, at the reader's unit, in the language of its staff and on its day.

    statement: as that of `view`.
    """
    words = CaseWords(reader.render.edition, reader.render.staff, reader.render.at.date())
    shown = view(words, package, reader.render.unit, statement)
    made = page(reader, words, package.case, tuple(_Minutes(words, shown).blocks()))
    about = f"{shown.card.title.text} · {shown.card.place.text} · 10 {words.word('minutes').text}"
    return replace(made, title=shown.title, about=about)


@dataclass(frozen=True, slots=True)
class _Minutes:
    """A package on its way to a page."""

    words: CaseWords
    shown: PackageView

    def blocks(self) -> Iterator[Block]:
        shown, word = self.shown, self.words.word
        yield self._heading(0, 1, "apt-open")
        yield self._told("apt-say", word("apt-begin"))
        yield self._told("note", shown.note)
        yield self._heading(1, BEFORE, "apt-read")
        yield self._told("apt-aloud", *shown.vignette)
        yield self._told("apt-so-far", shown.so_far)
        each = (AFTER - BEFORE) // len(shown.decisions)
        for number, decision in enumerate(shown.decisions):
            begins = BEFORE + number * each
            ends = AFTER if number + 1 == len(shown.decisions) else begins + each
            yield self._heading(begins, ends, "decision", f" {number + 1}")
            yield from self._decision(decision)
        yield self._heading(6, 8, "apt-questions")
        yield self._told("apt-do", word("apt-pairs"))
        yield Block(Kind.NUMBERED, shown.questions)
        yield self._heading(8, 9, "apt-routine")
        yield self._told("apt-do", word("apt-write"))
        yield from (Block(Kind.SOFT, (text,)) for text in shown.own)
        yield self._told("apt-say", shown.routine)
        yield self._heading(9, 10, "apt-close")
        yield self._told("apt-say", word("apt-close-text"))
        yield self._told("apt-live", shown.live)
        yield Block(Kind.PART, (word("guide-support"),))
        yield Block(Kind.TEXT, (word("support-talk"),))
        yield Block(Kind.TEXT, (word("support-own"),))

    def _decision(self, decision: DecisionView) -> Iterator[Block]:
        word = self.words.word
        yield from _beats(decision.scene)
        yield self._told("apt-say", word(asked(decision)), word("apt-choose"))
        for place, option in enumerate(decision.options, 1):
            mark = word("guide-right" if option.right else "guide-other").text
            yield Block(Kind.LINE, (option.line.text,), f"{place}. {mark}:")
            yield from _beats(option.told.then)
            yield self._told("why", option.told.why)
        yield self._told("apt-do", word("apt-most"))

    def _told(self, label: str, *texts: Text) -> Block:
        return Block(Kind.TEXT, (_joined(texts),), self.words.word(label).text)

    def _heading(self, begins: int, ends: int, key: str, more: str = "") -> Block:
        word = self.words.word
        told = f"{begins}–{ends} {word('minute' if ends == 1 else 'minutes').text}: {word(key).text}{more}"
        return Block(Kind.PART, (Text(told, self.words.language),))


def asked(decision: DecisionView) -> str:
    """The word that asks what to say or to do."""
    return "say-or-do" if decision.spoken is None else "say" if decision.spoken else "do"


def _beats(beats: Iterable[BeatText]) -> Iterator[Block]:
    for beat in beats:
        yield Block(Kind.HEARD if beat.who else Kind.TEXT, (beat.text,), f"{beat.who}:" if beat.who else "")


def _joined(texts: tuple[Text, ...]) -> Text:
    return replace(texts[0], text=" ".join(text.text for text in texts))

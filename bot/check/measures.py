"""What a conversation costs the one who holds it: taps, words, seconds; and the bits that it takes in a button.

Reading speed. Staff read silently: 238 words a minute (Brysbaert 2019, doi 10.1016/j.jml.2019.104047: adults, English
non-fiction). What is said or shown is read aloud: 184 words a minute (Trauzettel-Klosinski and Dietz 2012, doi
10.1167/iovs.11-8284: mean of 17 languages, Swedish among them). Both were measured on rested readers without anybody
waiting for an answer; that they hold at work is this tool's assumption, and the answer itself takes time of its own.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from bot.conditions import core
from bot.dialog.flow import jump_radix, radix
from bot.dialog.model import Audience, Kind, Node, Program
from bot.text.ui import WORDS

SILENT, ALOUD = 238, 184
"""Words a minute; see above."""
MINUTE = 60_000
WORD = re.compile(r"\w+(?:[-’':.]\w+)*")
BIT = 1 << 20
"""Bits are counted in so many parts, rounded up, so that the sum is never too small by more than a thousandth."""

Parts: TypeAlias = tuple[tuple[core.Condition | None, int], ...]
"""Parts of a screen: each counts where its condition holds; None: always."""


def count_words(text: str) -> int:
    """Words of a text; a placeholder is one."""
    return len(WORD.findall(text))


def texts(node: Node) -> Iterator[tuple[bool, core.Condition | None, str]]:
    """What there is to read on a screen: (whether it is said or shown, its condition, the text).

    Not the reasons (`why`), which are opened on demand, nor the jumps, which are the same everywhere, nor names and
    numbers to choose from, which are looked for rather than read, nor an ending's list, which is measured apart.
    """
    yield False, None, node.title
    for passage in node.passages:
        yield passage.audience is not Audience.STAFF, passage.condition, passage.text
    if node.question:
        yield False, None, node.question
    if node.kind is Kind.SAY:
        yield False, None, WORDS["continue"]
    for edge in node.options if node.kind is Kind.SEVERAL else node.edges:
        if edge.label and edge.translate:
            yield False, edge.condition, edge.label
    if node.kind is Kind.SEVERAL:
        yield False, None, node.none or WORDS["done"]


@dataclass(frozen=True)
class Taps:
    """One for each answer, tick and jump. guide: only those on its own screens; None: all."""

    program: Program
    guide: str | None = None

    def screen(self, node: Node) -> Parts:
        """A screen costs no tap."""
        return ()

    def answer(self, node: Node) -> int:
        """One."""
        return int(self.guide in (None, node.dialog))

    def tick(self, node: Node) -> int:
        """One."""
        return self.answer(node)

    def jump(self, node: Node) -> int:
        """One."""
        return self.answer(node)


@dataclass(frozen=True)
class Reading:
    """What is read on screens: silent and aloud weigh so much a word. guide: only its own screens; None: all."""

    program: Program
    silent: int
    aloud: int
    guide: str | None = None

    def screen(self, node: Node) -> Parts:
        """Each text of the screen."""
        return self.screens[node.index]

    def answer(self, node: Node) -> int:
        """Its words were read on the screen."""
        return 0

    def tick(self, node: Node) -> int:
        """Nothing more to read."""
        return 0

    def jump(self, node: Node) -> int:
        """Nothing more to read."""
        return 0

    @cached_property
    def screens(self) -> tuple[Parts, ...]:
        """For each node the weight of its texts; those without a condition are one part."""
        return tuple(self._parts(node) for node in self.program.nodes)

    def _parts(self, node: Node) -> Parts:
        if not node.waits or self.guide not in (None, node.dialog):
            return ()
        weights: dict[core.Condition | None, int] = {}
        for spoken, condition, text in texts(node):
            weight = count_words(text) * (self.aloud if spoken else self.silent)
            weights[condition] = weights.get(condition, 0) + weight
        return tuple((condition, weight) for condition, weight in weights.items() if weight)


@dataclass(frozen=True)
class Bits:
    """What the answers take in a button, in parts of a bit (see `BIT`); `given` is for what the door gave."""

    program: Program

    @property
    def given(self) -> int:
        """The facts of the door."""
        facts = (self.program.facts[slot] for slot in self.program.given)
        return sum(_bits(max(2, len(fact.domain.values))) for fact in facts)

    def screen(self, node: Node) -> Parts:
        """A screen takes no room."""
        return ()

    def answer(self, node: Node) -> int:
        """The digit of the node."""
        return _bits(radix(node, len(self.program.jumps)))

    def tick(self, node: Node) -> int:
        """Ticks are in the node's digit."""
        return 0

    def jump(self, node: Node) -> int:
        """The node's digit, and that of the jump."""
        return self.answer(node) + _bits(jump_radix(len(self.program.jumps)))


def seconds(program: Program, guide: str | None = None) -> Reading:
    """Time to read, in thousandths of a second."""
    return Reading(program, round(MINUTE / SILENT), round(MINUTE / ALOUD), guide)


def _bits(radix_: int) -> int:
    return math.ceil(math.log2(radix_) * BIT)

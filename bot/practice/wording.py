"""Whether words alone tell the right line, to one who has only counted words and never understood one.

Each case is judged by the words of all the others: a word, a pair of words, the first and the last word, a mark. Of
each it is known how often it stood in right lines and how often in wrong ones; the line with the greatest sum of log
odds is chosen. That is naive Bayes over what is there (Manning, Raghavan and Schütze 2008, Introduction to Information
Retrieval, chapter 13). A right line is a sentence of the live guides, so its tone would tell it, unless wrong ones have
the same tone; best are the guides' own sentences at the wrong moment.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.practice.hints import Decision

TOKEN = re.compile(r"\w+|[?!,:–“…]")
SHOWN = 8
SMOOTHING = 0.5


@dataclass(frozen=True, slots=True)
class Counted:
    """How one who counted words fares. found: decisions where the right line was chosen; asked: all of them; telling:
    what stands in right lines most clearly more often than in others, most telling first."""

    found: int
    asked: int
    telling: tuple[str, ...]

    @property
    def share(self) -> float:
        """Percent of the decisions."""
        return 100 * self.found / self.asked if self.asked else 0.0


def counted(groups: Iterable[Sequence[Decision]]) -> Counted:
    """Play all decisions of each group (a case) by the words of the other groups."""
    table = [[[(marks(line.text), line.is_right) for line in asked.lines] for asked in group] for group in groups]
    right, wrong = _count(table, is_right=True), _count(table, is_right=False)
    found = 0
    for group in table:
        own = _count([group], is_right=True), _count([group], is_right=False)
        seen = own[0].keys() | own[1].keys()
        odds = _odds(_less(right, own[0], seen), _less(wrong, own[1], seen))
        for lines in group:
            found += max(lines, key=lambda line: math.fsum(odds.get(mark, 0.0) for mark in line[0]))[1]
    overall = _odds(right, wrong)
    telling = sorted(overall, key=lambda mark: (-overall[mark] * right[mark], mark))[:SHOWN]
    return Counted(found, sum(map(len, table)), tuple(telling))


def marks(text: str) -> frozenset[str]:
    """What is counted of a line."""
    tokens = TOKEN.findall(text.lower())
    edges = {f"{tokens[0]} …", f"… {tokens[-1]}"} if tokens else set()
    return frozenset((*tokens, *(" ".join(pair) for pair in pairwise(tokens)), *edges))


Table = Iterable[Iterable[Iterable[tuple[frozenset[str], bool]]]]


def _count(table: Table, *, is_right: bool) -> Counter[str]:
    """In how many right (or wrong) lines each mark stands; "" counts the lines."""
    total: Counter[str] = Counter()
    for lines in (lines for group in table for lines in group):
        for seen, right in lines:
            if right == is_right:
                total.update((*seen, ""))
    return total


def _less(all_lines: Counter[str], own: Counter[str], seen: Iterable[str]) -> Counter[str]:
    """The counts of these marks without a case's own."""
    return Counter({mark: all_lines[mark] - own[mark] for mark in seen})


def _odds(right: Counter[str], wrong: Counter[str]) -> Mapping[str, float]:
    """Log odds of a line being right where the mark stands in it."""

    def share(lines: Counter[str], mark: str) -> float:
        return (lines[mark] + SMOOTHING) / (lines[""] + 2 * SMOOTHING)

    there = (mark for mark in {*right, *wrong} - {""} if right[mark] + wrong[mark])
    return {mark: math.log(share(right, mark) / share(wrong, mark)) for mark in there}

"""Where a conversation waits, in memory, until it has settled: at most an hour, under its random number alone.

A press *sets* the cells of its conversation, so a double tap, a redelivery, an old button, Back and a fork change
nothing but what the last press says; only the deepest stage looks back. Nothing of this is ever written. Of the time
of its beginning only the slot of ten minutes is kept: it says when to settle, and in which period.

`bot.storage.waiting` holds the same in Valkey, where several processes serve; both pass the same contract tests.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from bot.engine.token import Mode
from bot.statistics.contribution import SETTLE_MINUTES, Counted, Withdrawn, pressed
from bot.statistics.frame import Frame

SLOT = 10
"""Minutes from one save to the next, and the grain in which beginnings are kept. All periods begin at such a point."""
CAPACITY = 1 << 13
"""Conversations of one slot that can wait: more than eight thousand begun within ten minutes are not counted."""
PER_STAFF = 4
"""Conversations a day that count for each who could use the tool in a group; the rest are taken for mischief."""
SHARED = 4095
"""The run of every conversation that waits in an array which several processes share: it outlives each of them."""


class Pressed(NamedTuple):
    """What a press means. number: of the conversation. start: the minute (since 1970) in which it began."""

    number: int
    start: int
    found: Counted | Withdrawn


def slot_of(minute: int) -> int:
    """The first minute of the slot that a minute lies in."""
    return minute - minute % SLOT


def settled_until(minute: int) -> int:
    """What began before this has settled at `minute`, at the latest; what began in it or later waits."""
    return slot_of(minute - SETTLE_MINUTES)


class Waiting:
    """The conversations of the last hour. Its clock never goes back, or one that settled could enter again."""

    def __init__(self, capacity: int = CAPACITY) -> None:
        self._capacity = capacity
        self._slots: dict[int, dict[int, Counted]] = {}
        self._until = 0  # every conversation begun before this minute has settled
        self.full = False

    def __len__(self) -> int:
        return sum(map(len, self._slots.values()))

    def press(self, press: Pressed) -> None:
        """Take what a press means."""
        number, start, found = press
        slot = slot_of(start)
        if slot < self._until:
            return
        held = self._slots.setdefault(slot, {})
        known = held.get(number)
        cells = pressed(known, found)
        if cells is None:
            held.pop(number, None)
        elif known is None and len(held) >= self._capacity:
            self.full = True
        else:
            held[number] = cells

    def settle(self, minute: int) -> list[tuple[int, Counted]]:
        """Take out what began at least an hour before `minute`, as (slot, cells)."""
        return list(self._taken(settled_until(minute)))

    def settle_all(self, minute: int) -> list[tuple[int, Counted]]:
        """Take out everything, at a clean stop; no conversation that is under way counts again."""
        return list(self._taken(slot_of(minute) + SLOT))

    def _taken(self, until: int) -> Iterator[tuple[int, Counted]]:
        self._until = max(self._until, until)
        for slot in sorted(slot for slot in self._slots if slot < self._until):
            for cells in self._slots.pop(slot).values():
                yield slot, cells


@dataclass(slots=True)
class Caps:
    """How many conversations each group has brought today; in memory, so that a start begins at nothing.

    A day on which a cap is met is the one case where a conversation may push out another, so the promise is
    twice as weak for the conversations of that day and group (docs/statistics.md).
    """

    _day: int = 0
    _counted: dict[tuple[Mode, str], int] = field(default_factory=dict)

    def take(self, frame: Frame, place: int, mode: Mode, day: int) -> bool:
        """Count one more of a group on a day (any number that names it); False when its cap is met."""
        if day != self._day:
            self._day, self._counted = day, {}
        group = frame.groups[place]
        seen = self._counted.get((mode, group.key), 0)
        if seen >= PER_STAFF * group.staff:
            return False
        self._counted[mode, group.key] = seen + 1
        return True

"""Where a conversation waits, in memory, until it has settled: at most an hour, under its random number alone.

A press *sets* the cells of its conversation, so a double tap, a redelivery, an old button, Back and a fork change
nothing but what the last press says; only the deepest stage looks back. Nothing of this is ever written.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.engine.token import Mode
from bot.statistics.contribution import SETTLE_MINUTES, Contribution, Withdrawn, pressed
from bot.statistics.frame import Frame

CAPACITY = 1 << 16
"""Conversations that can wait at once: sixty-five thousand begun within an hour."""
PER_STAFF = 4
"""Conversations a day that count for each who could use the tool in a group; the rest are taken for mischief."""


class Waiting:
    """The conversations of the last hour. Its clock never goes back, or one that settled could enter again."""

    def __init__(self, capacity: int = CAPACITY) -> None:
        self._capacity = capacity
        self._held: dict[int, tuple[int, Contribution]] = {}
        self._settled = 0  # every conversation begun up to this minute has settled
        self.full = False

    def __len__(self) -> int:
        return len(self._held)

    def press(self, number: int, start: int, found: Contribution | Withdrawn | None) -> None:
        """Take what a press means.

        Args:
            number: the conversation's random number.
            start: the minute (since 1970) in which it began.
            found: its cells now.
        """
        if found is None or start <= self._settled:
            return
        known = self._held.get(number)
        cells = pressed(known[1] if known else None, found)
        if cells is None:
            self._held.pop(number, None)
        elif known is None and len(self._held) >= self._capacity:
            self.full = True
        else:
            self._held[number] = (start, cells)

    def settle(self, minute: int) -> list[tuple[int, Contribution]]:
        """Take out what began at least an hour before `minute`, as (start, cells)."""
        return list(self._taken(minute - SETTLE_MINUTES))

    def settle_all(self, minute: int) -> list[tuple[int, Contribution]]:
        """Take out everything, at a clean stop; no conversation that is under way counts again."""
        return list(self._taken(minute))

    def _taken(self, until: int) -> Iterator[tuple[int, Contribution]]:
        self._settled = max(self._settled, until)
        due = [number for number, (start, _) in self._held.items() if start <= self._settled]
        for number in due:
            yield self._held.pop(number)


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

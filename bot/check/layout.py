"""The facts of a state as one number, in which each fact has bits of its own.

Who keeps some facts and forgets the others masks the number; a condition on a fact looks at its bits; a set of facts is
a mask too. So what is worked out for a node is the same whatever else is kept beside its facts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from bot.dialog.model import Program

Facts: TypeAlias = int
"""Values of facts, each at its bits; those that are not kept are 0."""
Fields: TypeAlias = int
"""A set of facts: all bits of each."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where each fact stands, by slot. shifts: its lowest bit. rooms: its bits, as they are once shifted down."""

    shifts: tuple[int, ...]
    rooms: tuple[int, ...]

    def field(self, slot: int) -> Fields:
        """All bits of a fact."""
        return self.rooms[slot] << self.shifts[slot]

    def fields(self, slots: Iterable[int]) -> Fields:
        """All bits of some facts."""
        found = 0
        for slot in slots:
            found |= self.rooms[slot] << self.shifts[slot]
        return found

    def slots(self, fields: Fields) -> Iterator[int]:
        """The facts that stand in a set."""
        return (slot for slot, shift in enumerate(self.shifts) if fields >> shift & 1)

    def value(self, facts: Facts, slot: int) -> int:
        """The value of a fact, as an index of its domain."""
        return facts >> self.shifts[slot] & self.rooms[slot]

    def packed(self, values: Mapping[int, int]) -> Facts:
        """Slot → value, as one number."""
        found = 0
        for slot, value in values.items():
            found |= value << self.shifts[slot]
        return found


def laid_out(program: Program) -> Layout:
    """The layout of a program's facts, in the order of their slots."""
    shifts, rooms, shift = [], [], 0
    for fact in program.facts:
        width = max(1, (len(fact.domain.values) - 1).bit_length())
        shifts.append(shift)
        rooms.append((1 << width) - 1)
        shift += width
    return Layout(tuple(shifts), tuple(rooms))


class Unpacked:
    """Facts that can be asked by slot, as compiled conditions and rules ask them. One is made for every state that is
    looked at, and a frozen dataclass takes three times as long to make."""

    __slots__ = ("facts", "layout")

    def __init__(self, layout: Layout, facts: Facts) -> None:
        self.layout = layout
        self.facts = facts

    def __getitem__(self, slot: int) -> int:
        return self.facts >> self.layout.shifts[slot] & self.layout.rooms[slot]

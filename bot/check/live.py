"""Which facts of a slice still matter from a node on: some condition, computation or result may read them.

The textbook's backward analysis of live variables, over the nodes of all dialogs at once: what ends a dialog leads to
whatever may have called it. So it says of a fact that it matters too often, never too seldom.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.check.guard import Guard
from bot.check.slice import Effect, Slice, SlicedNode
from bot.conditions.core import Condition, slots
from bot.dialog.model import WAITING, Kind


def living(part: Slice, looks: Sequence[frozenset[int]]) -> tuple[frozenset[int], ...]:
    """For each node the places that matter once one has arrived. looks: for each node, what is looked at there."""
    return _Living(part, looks).solved()


class _Living:
    """Sets of places are bits of a number."""

    def __init__(self, part: Slice, looks: Sequence[frozenset[int]]) -> None:
        self.part = part
        self.places = part.places
        self.looks = [_bits(places) for places in looks]
        self.before = [0] * len(part.nodes)
        self.after = list(self.looks)
        self.reads: dict[object, int] = {}

    def solved(self) -> tuple[frozenset[int], ...]:
        changed = True
        while changed:
            changed = False
            returned, jumped = self.returned(), self.jumped()
            for index in range(len(self.part.nodes)):
                after = self.looks[index] | self.leaving(self.part.nodes[index], returned, jumped)
                before = self.through(self.part.nodes[index].arrive, after)
                if after != self.after[index] or before != self.before[index]:
                    self.after[index], self.before[index] = after, before
                    changed = True
        return tuple(
            frozenset(place for place in range(len(self.part.slots)) if bits >> place & 1) for bits in self.after
        )

    def leaving(self, node: SlicedNode, returned: int, jumped: list[int]) -> int:
        """What matters on the ways out of a node."""
        if node.kind is Kind.FINISH:
            return 0
        if node.kind is Kind.RETURN:
            return returned
        if node.kind is Kind.CALL:
            return self.through(node.enter, self.before[node.entry])
        found = 0
        for guard, target in node.branches:
            found |= self.read(guard) | self.before[target]
        for way in node.ways:
            found |= self.read(way.offered) | self.through(way.effect, self.before[way.target])
        for _, offered, effect in node.ticks:
            found |= self.read(offered) | self.through(effect, 0)
        if node.kind in WAITING:
            for number, bits in enumerate(jumped):
                found |= bits if number not in node.barred else 0
        return found

    def returned(self) -> int:
        """What matters after a dialog that was called, or jumped to, has ended."""
        found = 0
        some_call = any(jump.call for jump in self.part.jumps)
        for node in self.part.nodes:
            if node.kind is Kind.CALL:
                home = self.before[node.ways[0].target]
                for result in node.results:
                    home &= ~(1 << result.mine)
                for result in node.results:
                    home |= 1 << result.its if result.its is not None else 0
                found |= home
            elif some_call and node.kind in WAITING and node.kind is not Kind.FINISH:
                found |= self.before[node.back]
        return found

    def jumped(self) -> list[int]:
        """What each jump reads, and what matters where it leads."""
        found = []
        for jump in self.part.jumps:
            bits = self.read(jump.offered) | self.through(jump.enter, self.before[jump.entry])
            found.append(bits | (1 << jump.counter if jump.counter is not None else 0))
        return found

    def through(self, effect: Effect, after: int) -> int:
        """What matters before an effect, when `after` matters after it."""
        for place, _ in (*effect.sets, *effect.computes, *effect.forks):
            after &= ~(1 << place)
        if effect.computes:  # what they read is kept whole; which of it is not told apart
            after |= (1 << len(self.part.slots)) - 1
        return after

    def read(self, guard: Guard) -> int:
        if not guard.seen:
            return 0
        found = self.reads.get(guard.key)
        if found is None:
            assert isinstance(guard.key, Condition)
            found = self.reads[guard.key] = _bits(self.places[slot] for slot in slots(guard.key) if slot in self.places)
        return found


def _bits(places: Iterable[int]) -> int:
    found = 0
    for place in places:
        found |= 1 << place
    return found

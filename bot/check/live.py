"""Which facts of a slice still matter from a node on: some condition, computation or result may read them.

The textbook's backward analysis of live variables, over the nodes of all dialogs at once. Who calls a dialog knows
what it does not change, so of that nothing matters at its end; of what it may change, all that matters after any call.
So it says of a fact that it matters too often, never too seldom.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.check.layout import Fields
from bot.check.slice import Effect, Slice, SlicedNode
from bot.dialog.model import Kind


def living(part: Slice, looks: Sequence[Fields]) -> tuple[tuple[Fields, ...], tuple[Fields, ...]]:
    """For each node the facts that matter before and after its arrival, of a call after what it sets too.

    looks: what is looked at at each node.
    """
    found = _Living(part, looks)
    found.solve()
    return tuple(found.before), tuple(found.after)


def silent(part: Slice) -> list[bool]:
    """For each node whether its dialog comes from it to its end without waiting anywhere, in what it calls neither."""
    found = [False] * len(part.nodes)
    for index in part.order:
        node = part.nodes[index]
        onward = (*(way.target for way in node.ways), *(target for _, target in node.branches))
        inside = found[node.entry] if node.kind is Kind.CALL else True
        found[index] = not node.waits and inside and all(found[target] for target in onward)
    return found


def regions(part: Slice, quiet: Sequence[bool]) -> list[Fields]:
    """For each node the facts that it, and all silent nodes from it on to a call, look at or change.

    quiet: see `silent`; the call of a dialog that is passes on to what comes after.
    """
    found = [0] * len(part.nodes)
    for index in part.order:
        node = part.nodes[index]
        fields = node.arrive.writes | node.arrive.reads
        if node.kind is Kind.ROUTE:
            for guard, target in node.branches:
                fields |= guard.reads | found[target]
        elif node.kind is Kind.CALL:
            fields |= node.enter.writes | node.enter.reads
            if quiet[node.entry]:
                fields |= found[node.entry] | found[node.ways[0].target]
                for result in node.results:
                    fields |= result.mine | (result.its or 0)
        found[index] = fields
    return found


class _Living:
    """before, after: for each node, what matters before and after its arrival."""

    def __init__(self, part: Slice, looks: Sequence[Fields]) -> None:
        self.part = part
        self.looks = looks
        self.before = [0] * len(part.nodes)
        self.after = list(looks)

    def solve(self) -> None:
        changed = bool(self.part.slots)
        while changed:
            changed = False
            returned, jumped = self.returned(), self.jumped()
            for index, node in enumerate(self.part.nodes):
                after = self.looks[index] | self.leaving(node, returned, jumped)
                before = _through(node.arrive, _through(node.enter, after))
                if after != self.after[index] or before != self.before[index]:
                    self.after[index], self.before[index] = after, before
                    changed = True

    def leaving(self, node: SlicedNode, returned: Fields, jumped: Sequence[Fields]) -> Fields:
        """What matters on the ways out of a node."""
        if node.kind is Kind.FINISH:
            return 0
        if node.kind is Kind.RETURN:
            return returned & self.part.changed[node.node.dialog]
        if node.kind is Kind.CALL:
            return self.before[node.entry] | self.home(node)
        found = 0
        for guard, target in node.branches:
            found |= guard.reads | self.before[target]
        for way in node.ways:
            found |= way.offered.reads | _through(way.effect, self.before[way.target])
        for _, offered, effect in node.ticks:
            found |= offered.reads | effect.reads
        if node.waits:
            for number, fields in enumerate(jumped):
                if number not in node.barred:
                    found |= fields | (self.before[node.back] if self.part.jumps[number].call else 0)
        return found

    def home(self, call: SlicedNode) -> Fields:
        """What matters after a call, as the dialog ends."""
        found = self.before[call.ways[0].target]
        for result in call.results:
            found &= ~result.mine
        for result in call.results:
            found |= result.its or 0
        return found

    def returned(self) -> Fields:
        """What matters after a dialog that was called, or jumped to, has ended."""
        found = 0
        some_call = any(jump.call for jump in self.part.jumps)
        for node in self.part.nodes:
            if node.kind is Kind.CALL:
                found |= self.home(node)
            elif some_call and node.waits and node.kind is not Kind.FINISH:
                found |= self.before[node.back]
        return found

    def jumped(self) -> list[Fields]:
        """What each jump reads, and what matters where it leads."""
        found = []
        for jump in self.part.jumps:
            fields = jump.offered.reads | _through(jump.enter, self.before[jump.entry])
            found.append(fields | jump.counter)
        return found


def _through(effect: Effect, after: Fields) -> Fields:
    """What matters before an effect, when `after` matters after it."""
    return after & ~effect.writes | effect.reads

"""Which facts of a slice still matter from a node on: some condition, computation or result may read them.

The textbook's backward analysis of live variables, over the nodes of all dialogs at once. Who calls a dialog knows
what it does not change: of that nothing matters at its end, nor where a jump leaves it for good, for the jump's dialog
then begins with what both know together (see `table`). Of what it may change, all that matters after any call, or in
any dialog that a jump leads to. So it says of a fact that it matters too often, never too seldom.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

from bot.check.layout import Fields
from bot.check.slice import Effect, Slice, SlicedNode
from bot.dialog.model import Kind


@dataclass(frozen=True, slots=True)
class Lives:
    """Facts by node. before, after: those that matter before and after its arrival, of a call after what it sets too.

    changing: those that may be changed from there to the end of its dialog. parting: those that matter where a jump
    that does not come back leaves the talk.
    """

    before: tuple[Fields, ...]
    after: tuple[Fields, ...]
    changing: tuple[Fields, ...]
    parting: Fields


def living(part: Slice, looks: Sequence[Fields]) -> Lives:
    """What matters in a slice. looks: what is looked at at each node."""
    found = _Living(part, looks)
    found.solve()
    return Lives(tuple(found.before), tuple(found.after), tuple(found.changing), found.parting)


def silent(nodes: Sequence[SlicedNode], order: Sequence[int]) -> tuple[bool, ...]:
    """For each node whether its dialog comes from it to its end without waiting anywhere, in what it calls neither."""
    found = [False] * len(nodes)
    for index in order:
        node = nodes[index]
        onward = (*(way.target for way in node.ways), *(target for _, target in node.branches))
        inside = found[node.entry] if node.kind is Kind.CALL else True
        found[index] = not node.waits and inside and all(found[target] for target in onward)
    return tuple(found)


def regions(part: Slice) -> list[Fields]:
    """For each node the facts that it, and all silent nodes from it on to a call, look at or change.

    The call of a quiet dialog passes on to what comes after.
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
            if part.quiet[node.entry]:
                fields |= found[node.entry] | found[node.ways[0].target]
                for result in node.results:
                    fields |= result.mine | (result.its or 0)
        found[index] = fields
    return found


class _Living:
    """before, after, changing, parting: see `Lives`. carried: for each node what a dialog that comes there may have to
    hand to who called it; where nobody called it, all."""

    def __init__(self, part: Slice, looks: Sequence[Fields]) -> None:
        self.part = part
        self.looks = looks
        self.coming_back = [(number, jump) for number, jump in enumerate(part.jumps) if jump.call]
        self.before = [0] * len(part.nodes)
        self.after = list(looks)
        self.changing = _changing(part)
        self.carried = self._carried()
        self.parting = 0

    def solve(self) -> None:
        changed = bool(self.part.slots)
        while changed:
            changed = False
            returned, jumped = self.returned(), self.jumped()
            self.parting = union(jumped[number] for number, jump in enumerate(self.part.jumps) if not jump.call)
            for index, node in enumerate(self.part.nodes):
                after = self.looks[index] | self.leaving(index, node, returned, jumped)
                before = _through(node.arrive, _through(node.enter, after))
                if after != self.after[index] or before != self.before[index]:
                    self.after[index], self.before[index] = after, before
                    changed = True

    def leaving(self, index: int, node: SlicedNode, returned: Fields, jumped: Sequence[Fields]) -> Fields:
        """What matters on the ways out of a node."""
        if node.kind is Kind.FINISH:
            return 0
        if node.kind is Kind.RETURN:
            return returned & self.carried[index]
        if node.kind is Kind.CALL:
            return self.before[node.entry] | self.home(node) | self.parting & self.carried[index]
        found = 0
        for guard, target in node.branches:
            found |= guard.reads | self.before[target]
        for way in node.ways:
            found |= way.offered.reads | _through(way.effect, self.before[way.target])
        for _, offered, effect in node.ticks:
            found |= offered.reads | effect.reads
        if node.waits:
            found |= self.parting & self.carried[index]
            for number, _ in self.coming_back:
                if number not in node.barred:
                    found |= jumped[number] | self.before[node.back]
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
        for node in self.part.nodes:
            if node.kind is Kind.CALL:
                found |= self.home(node)
            elif self.coming_back and node.waits and node.kind is not Kind.FINISH:
                found |= self.before[node.back]
        return found

    def jumped(self) -> list[Fields]:
        """What each jump reads, and what matters where it leads."""
        found = []
        for jump in self.part.jumps:
            fields = jump.offered.reads | _through(jump.enter, self.before[jump.entry])
            found.append(fields | jump.counter)
        return found

    def _carried(self) -> list[Fields]:
        """All that a dialog may change matters to who called it, wherever the dialog comes from its first node on."""
        part = self.part
        found = [0] * len(part.nodes)
        for first in (*part.entries.values(), *(jump.entry for jump in part.jumps if not jump.call)):
            found[first] = -1
        called = [node.entry for node in part.nodes if node.kind is Kind.CALL]
        for first in (*called, *(jump.entry for _, jump in self.coming_back)):
            found[first] |= self.changing[first]
        onward = [_onward(node) for node in part.nodes]
        grows = True
        while grows:
            grows = False
            for index in reversed(part.order):
                carried = found[index]
                for target in onward[index] if carried else ():
                    if carried & ~found[target]:
                        found[target] |= carried
                        grows = True
        return found


def _changing(part: Slice) -> list[Fields]:
    """For each node the facts that may be changed from there on, to the end of its dialog."""
    coming_back = [(number, jump) for number, jump in enumerate(part.jumps) if jump.call]
    own = [_own_changes(node) for node in part.nodes]
    open_to = [[jump for number, jump in coming_back if number not in node.barred] for node in part.nodes]
    found = [0] * len(part.nodes)
    grows = True
    while grows:
        grows = False
        for index in part.order:
            node = part.nodes[index]
            fields = found[index] | own[index]
            for way in node.ways:
                fields |= found[way.target]
            for _, target in node.branches:
                fields |= found[target]
            if node.kind is Kind.CALL:
                fields |= found[node.entry]
            elif node.waits and node.kind is not Kind.FINISH:
                fields |= found[node.back]
                for jump in open_to[index]:
                    fields |= jump.counter | jump.enter.writes | found[jump.entry]
            if fields != found[index]:
                found[index], grows = fields, True
    return found


def _own_changes(node: SlicedNode) -> Fields:
    """The facts that a node itself may change, on whichever way out."""
    fields = node.arrive.writes | node.enter.writes
    for way in node.ways:
        fields |= way.effect.writes
    for _, _, tick in node.ticks:
        fields |= tick.writes
    for result in node.results:
        fields |= result.mine
    return fields


def _onward(node: SlicedNode) -> list[int]:
    """The nodes of its own dialog that may follow one, those after a jump that comes back too."""
    found = [way.target for way in node.ways]
    found += [target for _, target in node.branches]
    if node.waits and node.kind is not Kind.FINISH:
        found.append(node.back)
    return found


def union(found: Iterable[Fields]) -> Fields:
    """All facts of some sets."""
    return reduce(or_, found, 0)


def _through(effect: Effect, after: Fields) -> Fields:
    """What matters before an effect, when `after` matters after it."""
    return after & ~effect.writes | effect.reads

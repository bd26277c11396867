"""A slice with fewer nodes and fewer values: what it cannot tell apart is one, what matters no more is forgotten.

Most steps of a guide say nothing of the few facts that a rule looks at. Such a step is inert: one passes it, and all
that remains of it is where it leads. Steps lead only forward (F001) and calls form no circle (F003), so one pass from
the end finds the classes: two nodes are one when they do the same and lead to the same classes, and an inert node that
leads to an inert class, and else only where that class leads, belongs to it (branching bisimulation, in which passing
by is not seen: van Glabbeek and Weijland 1996). Reachable facts and actions at the nodes that the rule visits stay the
same; the number of answers on the way does not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from bot.check.guard import UNSEEN
from bot.check.layout import Facts, Fields
from bot.check.live import living
from bot.check.slice import IDLE, Place, Slice, SlicedNode, Way
from bot.dialog.model import Kind


@dataclass(frozen=True, slots=True)
class Reduced:
    """The smallest slice with the same reachable facts and actions at the visited nodes. of: node → its class, which is
    a node of `part`."""

    part: Slice
    of: tuple[int, ...]

    def image(self, place: Place) -> tuple[int, Facts, int]:
        """The node, facts and actions of the reduced slice that a state of the whole one, or of a wider slice, has."""
        index, facts, _, actions = place
        return self.of[index], facts & self.part.live[self.of[index]], actions


def reduce(part: Slice, sees: Mapping[int, object], looks: Fields) -> Reduced:
    """Put together what a rule cannot tell apart.

    Args:
        part: a slice.
        sees: node → what the rule looks at there; those of which it says nothing are left out.
        looks: the facts that the rule looks at.
    """
    classes = _Classes(part, sees)
    for index in part.order:
        classes.of[index] = classes.classify(index)
    of = tuple(classes.of)
    small = replace(
        part,
        nodes=tuple(_named(node, number, classes) for number, node in enumerate(classes.nodes)),
        order=tuple(range(len(classes.nodes))),
        entries={entry: of[first] for entry, first in part.entries.items()},
        jumps=tuple(replace(jump, entry=of[jump.entry]) for jump in part.jumps),
    )
    looked = [looks if node.waits and node.node.index in sees else 0 for node in small.nodes]
    before, live = living(small, looked)
    return Reduced(replace(small, before=before, live=live), of)


def _named(node: SlicedNode, number: int, classes: _Classes) -> SlicedNode:
    """A class's node with all that it leads to named by class; `ways` and `branches` are already."""
    if node.kind is Kind.CALL:
        return node.leading(node.ways, node.branches, classes.of[node.entry], node.back)
    if node.waits:
        back = number if number in classes.never_skipped else classes.of[node.back]
        return node.leading(node.ways, node.branches, node.entry, back)
    return node


class _Classes:
    """Nodes → classes, from the end."""

    def __init__(self, part: Slice, sees: Mapping[int, object]) -> None:
        self.part = part
        self.sees = sees
        self.of = [-1] * len(part.nodes)
        self.nodes: list[SlicedNode] = []
        self.known: dict[object, int] = {}
        self.inert: dict[int, tuple[object, frozenset[int]]] = {}
        self.never_skipped: set[int] = set()

    def classify(self, index: int) -> int:
        node, of = self.part.nodes[index], self.of
        if not node.waits:
            if node.plain:
                return self.passed(node, frozenset([of[target] for target in node.targets]))
            return self.add((0, None, *self.behaviour(node)), node, ())
        leads = frozenset([of[target] for target in node.targets])
        skipped = self.skipped(node, leads) if node.back != index else None
        kind = (node.room, skipped)
        if node.plain and node.node.index not in self.sees:
            found = self.waited(node, kind, leads)
        else:
            found = self.add((*kind, self.sees.get(node.node.index), *self.behaviour(node)), node, ())
        if skipped is None:
            self.never_skipped.add(found)
        return found

    def skipped(self, node: SlicedNode, leads: frozenset[int]) -> object:
        """When a jump that comes back here passes on instead, and to where; None when that makes no difference."""
        (guard, _), (_, after) = self.part.nodes[node.back].branches
        return None if not guard.seen and self.of[after] in leads else (guard.key, self.of[after])

    def passed(self, node: SlicedNode, leads: frozenset[int]) -> int:
        """The class of a silent inert node."""
        if len(leads) == 1:
            (only,) = leads
            return only
        for each in leads:
            known = self.inert.get(each)
            if known and leads - {each} <= known[1]:
                return each
        return self.lead((0, None), node, leads)

    def waited(self, node: SlicedNode, kind: object, leads: frozenset[int]) -> int:
        """The class of an inert node that waits. What can be left by no jump but those that are barred is one kind."""
        for each in leads:
            known = self.inert.get(each)
            if known and known[0] == kind and leads - {each} <= known[1]:
                return each
        return self.lead(kind, node, leads)

    def lead(self, kind: object, node: SlicedNode, leads: frozenset[int]) -> int:
        found = self.add((kind, leads), node, leads)
        self.inert[found] = (kind, leads)
        return found

    def behaviour(self, node: SlicedNode) -> tuple[object, ...]:
        """All that tells a node that is not inert from others. Of silent ones the order of what follows counts."""
        of = self.of
        if node.kind is Kind.RETURN:  # so classes that return to their caller are of dialogs that change the same
            return (node.sign, self.part.changed[node.node.dialog])
        if node.kind is Kind.ROUTE or node.kind is Kind.CALL or node.ticks:
            return (node.sign, *[of[target] for target in node.targets])
        return (node.sign, frozenset([(way.sign, of[way.target]) for way in node.ways]))

    def add(self, key: object, node: SlicedNode, leads: Iterable[int]) -> int:
        found = self.known.get(key)
        if found is None:
            found = self.known[key] = len(self.nodes)
            self.nodes.append(self.representative(node, tuple(leads)))
        return found

    def representative(self, node: SlicedNode, leads: tuple[int, ...]) -> SlicedNode:
        """The node that stands for a class. `leads`: the classes that an inert node leads to."""
        ways, branches = node.ways, node.branches
        if leads and node.waits:
            ways = tuple([Way(0, UNSEEN, IDLE, target, 0) for target in leads])
        elif leads:
            branches = tuple([(UNSEEN, target) for target in leads])
        else:
            of = self.of
            ways = tuple([Way(w.answer, w.offered, w.effect, of[w.target], w.sign) for w in ways])
            branches = tuple([(guard, of[target]) for guard, target in branches])
        return node.leading(ways, branches, node.entry, node.back)

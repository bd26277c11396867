"""A slice with fewer nodes and fewer values: what it cannot tell apart is one, what matters no more is forgotten.

Most steps of a guide say nothing of the few facts that a rule looks at. Such a step is inert: one passes it, and all
that remains of it is where it leads. Steps lead only forward (F001) and calls form no circle (F003), so one pass from
the end finds the classes: two nodes are one when they do the same and lead to the same classes, and an inert node that
leads to an inert class, and else only where that class leads, belongs to it (branching bisimulation, in which passing
by is not seen: van Glabbeek and Weijland 1996). Reachable facts and actions at the nodes that the rule visits stay the
same; the number of answers on the way does not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from bot.check.guard import UNSEEN
from bot.check.live import living
from bot.check.slice import Effect, Slice, SlicedNode, Way
from bot.dialog.model import WAITING, Kind, Node


def reduce(part: Slice, sees: Callable[[Node], object], looks: frozenset[int]) -> Slice:
    """The smallest slice with the same reachable facts and actions at the visited nodes.

    sees: what the rule looks at in a node, None where it says nothing. looks: the slots that the rule looks at.
    """
    classes = _Classes(part, sees)
    for index in part.order:
        classes.of[index] = classes.classify(index)
    of = classes.of
    small = replace(
        part,
        nodes=tuple(_named(node, number, classes) for number, node in enumerate(classes.nodes)),
        entries={entry: of[first] for entry, first in part.entries.items()},
        jumps=tuple(replace(jump, entry=of[jump.entry]) for jump in part.jumps),
    )
    kept = frozenset(place for slot, place in part.places.items() if slot in looks)
    looked = [kept if n.kind in WAITING and sees(n.node) is not None else frozenset[int]() for n in small.nodes]
    return replace(small, live=living(small, looked))


def _named(node: SlicedNode, number: int, classes: _Classes) -> SlicedNode:
    """A class's node with all that it leads to named by class; `ways` and `branches` are already."""
    if node.kind is Kind.CALL:
        return replace(node, entry=classes.of[node.entry])
    if node.kind in WAITING:
        return replace(node, back=number if number in classes.never_skipped else classes.of[node.back])
    return node


class _Classes:
    """Nodes → classes, from the end."""

    def __init__(self, part: Slice, sees: Callable[[Node], object]) -> None:
        self.part = part
        self.sees = sees
        self.of: dict[int, int] = {}
        self.nodes: list[SlicedNode] = []
        self.known: dict[object, int] = {}
        self.inert: dict[int, tuple[object, frozenset[int]]] = {}
        self.never_skipped: set[int] = set()

    def classify(self, index: int) -> int:
        node = self.part.nodes[index]
        waits = node.kind in WAITING
        leads = frozenset(self.of[target] for target in node.targets)
        skipped = self.skipped(index, node, leads) if waits else None
        kind = (waits, node.barred if waits else None, skipped)
        found = self.belongs(node, kind, leads)
        if skipped is None:
            self.never_skipped.add(found)
        return found

    def skipped(self, index: int, node: SlicedNode, leads: frozenset[int]) -> object:
        """When a jump that comes back here passes on instead, and to where; None when that makes no difference."""
        if node.back == index:
            return None
        (guard, _), (_, after) = self.part.nodes[node.back].branches
        return None if not guard.seen and self.of[after] in leads else (guard.key, self.of[after])

    def belongs(self, node: SlicedNode, kind: object, leads: frozenset[int]) -> int:
        if self.is_inert(node):
            silent = node.kind not in WAITING
            if silent and len(leads) == 1:
                return next(iter(leads))
            for each in leads:
                known = self.inert.get(each)
                if known and (silent or known[0] == kind) and leads - {each} <= known[1]:
                    return each
            found = self.add((kind, leads), node, leads)
            self.inert[found] = (kind, leads)
            return found
        return self.add((kind, *self.behaviour(node)), node, ())

    def is_inert(self, node: SlicedNode) -> bool:
        """Whether neither the slice nor the rule sees anything of it but where it leads."""
        return node.plain and (node.kind not in WAITING or self.sees(node.node) is None)

    def behaviour(self, node: SlicedNode) -> tuple[object, ...]:
        """All that tells a node that is not inert from others."""
        own: list[object] = [self.sees(node.node) if node.kind in WAITING else None, node.arrive.key]
        match node.kind:
            case Kind.FINISH | Kind.RETURN:
                own.append(node.kind)
            case Kind.CALL:
                own += [Kind.CALL, node.enter.key, node.results, self.of[node.entry], self.of[node.ways[0].target]]
            case Kind.ROUTE:
                own += [tuple((each.key, self.of[target]) for each, target in node.branches)]
            case Kind.SEVERAL if node.ticks:
                ticks = tuple((offered.key, effect.key) for _, offered, effect in node.ticks)
                own += [Kind.SEVERAL, ticks, self.of[node.ways[0].target]]
            case _:
                own.append(frozenset((way.offered.key, way.effect.key, self.of[way.target]) for way in node.ways))
        return tuple(own)

    def add(self, key: object, node: SlicedNode, leads: Iterable[int]) -> int:
        found = self.known.get(key)
        if found is None:
            found = self.known[key] = len(self.nodes)
            self.nodes.append(self.representative(node, tuple(leads)))
        return found

    def representative(self, node: SlicedNode, leads: tuple[int, ...]) -> SlicedNode:
        """The node that stands for a class. `leads`: the classes that an inert node leads to."""
        nothing = Effect((), (), (), 0, self.part.places)
        if leads and node.kind in WAITING:
            return replace(node, ways=tuple(Way(0, UNSEEN, nothing, target) for target in leads))
        if leads:
            return replace(node, branches=tuple((UNSEEN, target) for target in leads))
        return replace(
            node,
            ways=tuple(replace(way, target=self.of[way.target]) for way in node.ways),
            branches=tuple((each, self.of[target]) for each, target in node.branches),
        )

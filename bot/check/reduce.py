"""A slice with fewer nodes and fewer values: what it cannot tell apart is one, what matters no more is forgotten.

Most steps of a guide say nothing of the few facts that a rule looks at. Such a step is inert: one passes it, and all
that remains of it is where it leads. Steps lead only forward (F001) and calls form no circle (F003), so one pass from
the end finds the classes: two nodes are one when they do the same and lead to the same classes, and an inert node
belongs to a class that it leads to, if it leads elsewhere only where that class leads unseen, and the same jumps can be
taken from both with the same facts (branching bisimulation, in which passing by is not seen: van Glabbeek and Weijland
1996). What is asked makes no difference where both answers do the same and lead to the same class, nor a condition of
an answer beside one that is always open and does the same; so neither keeps a fact alive. A called dialog of one inert
screen stands in place of its call. Reachable facts and actions at the nodes that the rule visits stay the same; the
number of answers on the way does not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.check.guard import ALWAYS, UNSEEN, Guard
from bot.check.layout import Facts, Fields
from bot.check.live import living, silent
from bot.check.slice import IDLE, Place, Slice, SlicedNode, Way
from bot.dialog.model import Kind


@dataclass(frozen=True, slots=True)
class Reduced:
    """The smallest slice with the same reachable facts and actions at the visited nodes. of: node → its class, which is
    a node of `part`. passed: calls of which nothing is seen inside. hasty: classes that a conversation may leave
    without an answer, since some of what they stand for is passed by in silence."""

    part: Slice
    of: tuple[int, ...]
    passed: frozenset[int]
    hasty: frozenset[int]

    def image(self, place: Place) -> tuple[int, Facts, int]:
        """The node, facts and actions of the reduced slice that a state of the whole one, or of a wider slice, has."""
        index, facts, stack, actions = place
        for at in reversed(stack):
            if at not in self.passed:
                break
            index = at
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
    nodes = tuple(_named(node, number, classes) for number, node in enumerate(classes.nodes))
    order = range(len(nodes))
    small = replace(
        part,
        nodes=nodes,
        order=tuple(order),
        quiet=silent(nodes, order),
        entries={entry: of[first] for entry, first in part.entries.items()},
        jumps=tuple(replace(jump, entry=of[jump.entry]) for jump in part.jumps),
    )
    looked = [looks if node.waits and node.node.index in sees else 0 for node in small.nodes]
    lives = living(small, looked)
    known = replace(small, before=lives.before, live=lives.after, changing=lives.changing, parting=lives.parting)
    return Reduced(known, of, frozenset(classes.passed_over), frozenset(classes.hasty))


def _named(node: SlicedNode, number: int, classes: _Classes) -> SlicedNode:
    """A class's node with all that it leads to named by class; `ways` and `branches` are already."""
    if node.kind is Kind.CALL:
        return node.leading(node.ways, node.branches, classes.of[node.entry], node.back)
    if node.waits:
        back = number if number in classes.never_skipped else classes.of[node.back]
        return node.leading(node.ways, node.branches, node.entry, back)
    return node


class _Classes:
    """Nodes → classes, from the end.

    calm: class → when one can be put into it that is passed by: what is barred there and when it is skipped, and where
    it leads on without being seen (nowhere, where something happens there).
    """

    def __init__(self, part: Slice, sees: Mapping[int, object]) -> None:
        self.part = part
        self.sees = sees
        self.of = [-1] * len(part.nodes)
        self.nodes: list[SlicedNode] = []
        self.known: dict[object, int] = {}
        self.calm: dict[int, tuple[object, frozenset[int]]] = {}
        self.never_skipped: set[int] = set()
        self.passed_over: set[int] = set()
        self.hasty: set[int] = set()

    def classify(self, index: int) -> int:
        node = self.part.nodes[index]
        if node.waits:
            return self.waiting(index, node)
        if node.kind is Kind.ROUTE:
            return self.routed(node)
        if node.kind is Kind.CALL and not (node.arrive.key or node.enter.key or node.results):
            idle = self.idle(index, node)
            if idle is not None:
                return idle
        return self.add((0, None, node.sign, *[self.of[target] for target in node.targets]), node, self.ways(node))

    def idle(self, index: int, call: SlicedNode) -> int | None:
        """The class of a call whose dialog does nothing: it ends at once, or after a screen, which then stands here.

        What is barred in a dialog is barred in all that it calls, and in all its own screens alike. So a call of a
        dialog where more is barred could be passed over too; it is not, so that all screens that stand in one dialog
        have one room, and `stayed` and `passed` never meet two.
        """
        inside, after = self.of[call.entry], self.of[call.ways[0].target]
        if self.nodes[inside].kind is Kind.RETURN:
            return after
        kind, leads = self.calm.get(inside, (None, frozenset()))
        if not (leads and all(self.nodes[each].kind is Kind.RETURN for each in leads)):
            return None
        if self.nodes[inside].barred != call.barred or kind != (self.nodes[inside].room, None):
            return None
        self.passed_over.add(index)
        known = self.calm.get(after)
        if known and known[0] == kind:
            return after
        onward = frozenset([after])
        found = self.add((kind, onward), self.nodes[inside], (Way(0, ALWAYS, IDLE, after, 0),))
        self.calm[found] = (kind, onward)
        self.never_skipped.add(found)
        return found

    def routed(self, node: SlicedNode) -> int:
        """The class of a silent node that asks. What leads to the same as all that is asked later need not be asked.

        A branch that is always taken is the last that the format lets through (F007), and is the last before a screen
        that may be skipped; that nothing after one counts is said here for slices made otherwise.
        """
        branches: list[tuple[Guard, int]] = []
        for guard, target in reversed(node.branches):
            if guard.key is None:
                branches = []
            if len(branches) != 1 or branches[0][1] != self.of[target]:
                branches.insert(0, (guard, self.of[target]))
        leads = frozenset([target for _, target in branches])
        if not node.arrive.key and (len(leads) == 1 or not any(guard.seen for guard, _ in branches)):
            return self.passed(node, leads)
        key = tuple([(guard.key, target) for guard, target in branches])
        return self.add((0, None, node.arrive.key, key), node, (), tuple(branches))

    def passed(self, node: SlicedNode, leads: frozenset[int]) -> int:
        """The class of a silent inert node."""
        if len(leads) == 1:
            (only,) = leads
            return only
        for each in leads:
            known = self.calm.get(each)
            if known and leads - {each} <= known[1]:
                self.hasty.add(each)
                return each
        return self.add(((0, None), leads), node, (), tuple([(UNSEEN, target) for target in leads]))

    def waiting(self, index: int, node: SlicedNode) -> int:
        """The class of a node that waits. What can be left by no jump but those that are barred is one kind."""
        found, passes = self.waits(index, node)
        if passes:
            self.hasty.add(found)
        return found

    def waits(self, index: int, node: SlicedNode) -> tuple[int, bool]:
        """The same, and whether a jump that comes back may pass on from there as an answer does."""
        leads = frozenset([self.of[target] for target in node.targets])
        skips = self.part.nodes[node.back].branches if node.back != index else ()
        after = self.of[skips[1][1]] if skips else -1
        # A jump that comes back here may pass on instead; that makes no difference where coming here anew sets nothing,
        # and an answer that is always open and does nothing leads there as well.
        free = [self.of[way.target] for way in node.ways if not (way.offered.seen or way.effect.key)]
        alike = bool(skips) and not (skips[0][0].seen or node.arrive.writes) and after in free
        skipped = None if not skips or alike else (skips[0][0].key, after)
        kind = (node.room, skipped)
        looked = node.node.index in self.sees or node.arrive.key != 0
        if node.plain and not looked:
            return self.stayed(node, kind, after, leads), alike
        ways = self.ways(node)
        if not (looked or node.ticks or node.kind is Kind.FINISH) and not any(
            w.offered.seen or w.effect.key for w in ways
        ):
            return self.stayed(node, kind, after, leads), alike
        signs = frozenset([(way.sign, way.target) for way in ways])
        found = self.add((kind, self.sees.get(node.node.index), node.sign, signs), node, ways)
        if not (node.kind is Kind.FINISH or node.arrive.key):
            self.calm[found] = (kind, frozenset())
        return self.noted(found, kind), alike

    def stayed(self, node: SlicedNode, kind: tuple[int, object], after: int, leads: frozenset[int]) -> int:
        """The class of an inert node that waits: one that it leads to, if all that it can do can be done there.

        after: where a jump that comes back may pass on to; it makes no difference where that is the same class.
        """
        for each in leads:
            known = self.calm.get(each)
            alike = known and (known[0] == kind or (after == each and known[0] == (node.room, None)))
            if known and alike and leads - {each} <= known[1]:
                return each
        found = self.add((kind, leads), node, tuple([Way(0, ALWAYS, IDLE, target, 0) for target in leads]))
        self.calm[found] = (kind, leads)
        return self.noted(found, kind)

    def noted(self, found: int, kind: tuple[int, object]) -> int:
        """A class of nodes that wait; whether a jump that comes back to one may pass it by."""
        if kind[1] is None:
            self.never_skipped.add(found)
        return found

    def ways(self, node: SlicedNode) -> tuple[Way, ...]:
        """The ways out of a node, by class. One that is always open leaves no room for another that does the same."""
        found: dict[tuple[int, int], list[Way]] = {}
        for way in node.ways:
            found.setdefault((way.effect.key, self.of[way.target]), []).append(way)
        kept = []
        for (_, target), ways in found.items():
            if all(way.offered.seen for way in ways):
                kept += [Way(way.answer, way.offered, way.effect, target, way.sign) for way in ways]
            else:
                kept.append(Way(ways[0].answer, ALWAYS, ways[0].effect, target, -ways[0].effect.key))
        return tuple(kept)

    def add(
        self, key: object, node: SlicedNode, ways: tuple[Way, ...], branches: tuple[tuple[Guard, int], ...] = ()
    ) -> int:
        found = self.known.get(key)
        if found is None:
            found = self.known[key] = len(self.nodes)
            self.nodes.append(node.leading(ways, branches, node.entry, node.back))
        return found

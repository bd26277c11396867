"""Classes of nodes that a rule cannot tell apart, from the end of the dialogs on.

Steps lead only forward (F001) and calls form no circle (F003), so one pass from the end finds the classes: two nodes
are one when they do the same and lead to the same classes, and an inert node belongs to a class that it leads to, if it
leads elsewhere only where that class leads unseen, and the same jumps can be taken from both with the same facts
(branching bisimulation, in which passing by is not seen: van Glabbeek and Weijland 1996). What is asked makes no
difference where both answers do the same and lead to the same class, nor a condition of an answer beside one that is
always open and does the same; so neither keeps a fact alive. A called dialog of one inert screen stands in place of its
call.

A class is what its nodes do and lead to, in whatever slice they are seen: what is known of it holds for every rule.
Only a node that a rule looks at is in a class of that rule alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from bot.check.guard import ALWAYS, UNSEEN, Guard
from bot.check.slice import IDLE, SlicedNode, Way
from bot.dialog.model import Kind


@dataclass(frozen=True, slots=True)
class Classified:
    """What a dialog comes to. of: its nodes and the first ones of dialogs that it calls → their classes. passed: calls
    of which nothing is seen inside. hasty: node → a class that a conversation may leave without an answer, since the
    node is passed by in silence."""

    of: Mapping[int, int]
    passed: Set[int]
    hasty: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Unseen:
    """A dialog of which nothing is seen. nodes: its nodes; follow: node → all that its class depends on; came: what it
    comes to."""

    nodes: Mapping[int, SlicedNode]
    follow: Mapping[int, tuple[int, ...]]
    came: Classified

    def same(self, nodes: Mapping[int, SlicedNode], index: int) -> bool:
        """Whether a node is seen no better among these, nor what asks whether it is passed by."""
        node = nodes[index]
        return node is self.nodes[index] and (not node.waits or nodes[node.back] is self.nodes[node.back])


class Classes:
    """nodes: the classes, each after all that it leads to; of its nodes the first, leading to classes.

    calm: class → when one can be put into it that is passed by: what is barred there and when it is skipped, and where
    it leads on without being seen (nowhere, where something happens there). never_skipped: those of what waits that no
    jump which comes back may pass by; gates: of the others, the class of the silent node that asks.
    """

    def __init__(self) -> None:
        self.nodes: list[SlicedNode] = []
        self.known: dict[object, int] = {}
        self.calm: dict[int, tuple[object, frozenset[int]]] = {}
        self.never_skipped: set[int] = set()
        self.gates: dict[int, int] = {}

    def classify(
        self,
        nodes: Mapping[int, SlicedNode],
        order: Sequence[int],
        called: Mapping[int, int],
        sees: Mapping[int, object],
        unseen: Unseen | None = None,
    ) -> Classified:
        """The classes of a dialog's nodes.

        Args:
            nodes: the dialog's, as the slice sees them.
            order: the dialog's, each after all that it leads to.
            called: first nodes of the dialogs that it calls → their classes.
            sees: node → what the rule looks at there, which must be nothing that another rule sees.
            unseen: the same dialog where nothing is seen: what leads to nothing that is seen is as it is there.
        """
        found = _Classifier(self, nodes, called, sees)
        if unseen is None:
            for index in order:
                found.of[index] = found.classify(index)
        else:
            known = unseen.came.of
            changed = {first for first, each in called.items() if each != known[first]}
            for index in order:
                if index not in sees and unseen.same(nodes, index) and changed.isdisjoint(unseen.follow[index]):
                    found.take(index, unseen.came)
                else:
                    each = found.of[index] = found.classify(index)
                    if each != known[index]:
                        changed.add(index)
        return Classified(found.of, found.passed, found.hasty)

    def add(
        self,
        key: object,
        node: SlicedNode,
        ways: tuple[Way, ...],
        branches: tuple[tuple[Guard, int], ...] = (),
        entry: int = 0,
    ) -> int:
        """The class of this key; a new one has this node for its first."""
        found = self.known.get(key)
        if found is None:
            found = self.known[key] = len(self.nodes)
            self.nodes.append(node.leading(ways, branches, entry, node.back))
        return found


class _Classifier:
    """Nodes of one dialog → classes, from the end. of, passed, hasty: see `Classified`."""

    def __init__(
        self,
        classes: Classes,
        nodes: Mapping[int, SlicedNode],
        called: Mapping[int, int],
        sees: Mapping[int, object],
    ) -> None:
        self.classes = classes
        self.calm = classes.calm
        self.nodes = nodes
        self.sees = sees
        self.of = dict(called)
        self.passed: set[int] = set()
        self.hasty: dict[int, int] = {}

    def take(self, index: int, came: Classified) -> None:
        """A node's class, and what goes with it, from where it is known."""
        self.of[index] = came.of[index]
        if index in came.hasty:
            self.hasty[index] = came.hasty[index]
        if index in came.passed:
            self.passed.add(index)

    def classify(self, index: int) -> int:
        node = self.nodes[index]
        if node.waits:
            return self.waiting(index, node)
        if node.kind is Kind.ROUTE:
            found = self.routed(index, node)
            if self.nodes[node.node.index].waits:  # else it is no gate
                self.asks(self.of[node.node.index], found)
            return found
        if node.kind is Kind.CALL and not (node.arrive.key or node.enter.key or node.results):
            idle = self.idle(index, node)
            if idle is not None:
                return idle
        key = (0, None, node.sign, *[self.of[target] for target in node.targets])
        entry = self.of[node.entry] if node.kind is Kind.CALL else 0
        return self.classes.add(key, node, self.ways(node), entry=entry)

    def asks(self, owner: int, gate: int) -> None:
        """The class of a silent node that asks whether a screen of this class is skipped."""
        if owner not in self.classes.never_skipped:
            assert self.classes.gates.setdefault(owner, gate) == gate, "a class is passed by in one way"

    def idle(self, index: int, call: SlicedNode) -> int | None:
        """The class of a call whose dialog does nothing: it ends at once, or after a screen, which then stands here.

        What is barred in a dialog is barred in all that it calls, and in all its own screens alike. So a call of a
        dialog where more is barred could be passed over too; it is not, so that all screens that stand in one dialog
        have one room, and `stayed` and `passing` never meet two.
        """
        inside, after = self.of[call.entry], self.of[call.ways[0].target]
        if self.classes.nodes[inside].kind is Kind.RETURN:
            return after
        kind, leads = self.calm.get(inside, (None, frozenset()))
        if not (leads and all(self.classes.nodes[each].kind is Kind.RETURN for each in leads)):
            return None
        if self.classes.nodes[inside].barred != call.barred or kind != (self.classes.nodes[inside].room, None):
            return None
        self.passed.add(index)
        known = self.calm.get(after)
        if known and known[0] == kind:
            return after
        onward = frozenset([after])
        found = self.classes.add((kind, onward), self.classes.nodes[inside], (Way(0, ALWAYS, IDLE, after, 0),))
        self.calm[found] = (kind, onward)
        self.classes.never_skipped.add(found)
        return found

    def routed(self, index: int, node: SlicedNode) -> int:
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
            return self.passing(index, node, leads)
        key = tuple([(guard.key, target) for guard, target in branches])
        return self.classes.add((0, None, node.arrive.key, key), node, (), tuple(branches))

    def passing(self, index: int, node: SlicedNode, leads: frozenset[int]) -> int:
        """The class of a silent inert node."""
        if len(leads) == 1:
            (only,) = leads
            return only
        for each in leads:
            known = self.calm.get(each)
            if known and leads - {each} <= known[1]:
                self.hasty[index] = each
                return each
        return self.classes.add(((0, None), leads), node, (), tuple([(UNSEEN, target) for target in leads]))

    def waiting(self, index: int, node: SlicedNode) -> int:
        """The class of a node that waits. What can be left by no jump but those that are barred is one kind."""
        found, passes = self.waits(index, node)
        if passes:
            self.hasty[index] = found
        return found

    def waits(self, index: int, node: SlicedNode) -> tuple[int, bool]:
        """The same, and whether a jump that comes back may pass on from there as an answer does."""
        of = self.of
        leads = frozenset([of[target] for target in node.targets])
        kind: tuple[int, object] = (node.room, None)
        after, alike = -1, False
        if node.back != index:
            (asked, _), (_, skips) = self.nodes[node.back].branches
            after, alike = of[skips], self.alike(node, asked, of[skips])
            kind = kind if alike else (node.room, (asked.key, after))
        looked = self.sees.get(index)
        if looked is None and not node.arrive.key:
            if node.plain:
                return self.stayed(node, kind, after, leads), alike
            ways = self.ways(node)
            if not (node.ticks or node.kind is Kind.FINISH or any(w.offered.seen or w.effect.key for w in ways)):
                return self.stayed(node, kind, after, leads), alike
        else:
            ways = self.ways(node)
        signs = frozenset([(way.sign, way.target) for way in ways])
        found = self.classes.add((kind, looked, node.sign, signs), node, ways)
        if not (node.kind is Kind.FINISH or node.arrive.key):
            self.calm[found] = (kind, frozenset())
        return self.noted(found, kind), alike

    def alike(self, node: SlicedNode, asked: Guard, after: int) -> bool:
        """Whether a jump that comes back may as well pass on as come back here: coming here anew sets nothing, and an
        answer that is always open and does nothing leads there as well. asked: whether to skip; after: what follows
        then."""
        if asked.seen or node.arrive.writes:
            return False
        return any(self.of[w.target] == after for w in node.ways if not (w.offered.seen or w.effect.key))

    def stayed(self, node: SlicedNode, kind: tuple[int, object], after: int, leads: frozenset[int]) -> int:
        """The class of an inert node that waits: one that it leads to, if all that it can do can be done there.

        after: where a jump that comes back may pass on to; it makes no difference where that is the same class.
        """
        for each in leads:
            known = self.calm.get(each)
            alike = known and (known[0] == kind or (after == each and known[0] == (node.room, None)))
            if known and alike and leads - {each} <= known[1]:
                return each
        found = self.classes.add((kind, leads), node, tuple([Way(0, ALWAYS, IDLE, target, 0) for target in leads]))
        self.calm[found] = (kind, leads)
        return self.noted(found, kind)

    def noted(self, found: int, kind: tuple[int, object]) -> int:
        """A class of nodes that wait; whether a jump that comes back to one may pass it by."""
        if kind[1] is None:
            self.classes.never_skipped.add(found)
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

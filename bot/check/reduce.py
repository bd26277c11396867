"""A slice with fewer nodes and fewer values: what it cannot tell apart is one, what matters no more is forgotten.

Most steps of a guide say nothing of the few facts that a rule looks at. Such a step is inert: one passes it, and all
that remains of it is where it leads (see `classes`). Most dialogs say nothing of them either, and look the same to many
rules: their classes are worked out once for all of these. Reachable facts and actions at the nodes that the rule visits
stay the same; the number of answers on the way does not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from graphlib import TopologicalSorter
from heapq import heapify, heappop, heappush

from bot.check.classes import Classes, Classified, Unseen
from bot.check.cutting import Slicer, needed
from bot.check.layout import Facts, Fields
from bot.check.live import living, silent, union
from bot.check.slice import Place, Sight, Slice, SlicedNode
from bot.dialog.model import Kind


@dataclass(frozen=True)
class Reduced:
    """The smallest slice with the same reachable facts and actions at the visited nodes.

    numbers: class → its node in `part`; of: node of the program → its class; dialogs: what each came to.
    """

    part: Slice
    numbers: Mapping[int, int]
    of: Callable[[int], int]
    dialogs: Sequence[Classified]

    @cached_property
    def passed(self) -> frozenset[int]:
        """Calls of which nothing is seen inside."""
        return frozenset().union(*(each.passed for each in self.dialogs))

    @cached_property
    def hasty(self) -> frozenset[int]:
        """Nodes of `part` that a conversation may leave without an answer, since some of what they stand for is passed
        by in silence."""
        found = (each for dialog in self.dialogs for each in dialog.hasty.values())
        return frozenset(self.numbers[each] for each in found if each in self.numbers)

    def image(self, place: Place) -> tuple[int, Facts, int]:
        """The node, facts and actions of the reduced slice that a state of the whole one, or of a wider slice, has; the
        node is −1 where no conversation comes."""
        index, facts, stack, actions = place
        for at in reversed(stack):
            if at not in self.passed:
                break
            index = at
        found = self.numbers.get(self.of(index), -1)
        return found, facts & self.part.live[found], actions


@dataclass(frozen=True, slots=True)
class _Dialog:
    """first: where it begins. nodes: its nodes, each after all that it leads to. telling: those that look at or set
    facts, or do actions, and which. mentioned, does: those of all. calls: where the dialogs begin that it calls."""

    first: int
    nodes: tuple[int, ...]
    telling: tuple[tuple[int, Fields, int], ...]
    mentioned: Fields
    does: int
    calls: tuple[int, ...]


class Reducer:
    """Reduces slices of one program.

    dialogs: each after all that it calls. home: node → its dialog's number. known: what a dialog
    came to, by what is seen of it and the classes of what it calls, where the rule looks at none of its nodes. seen:
    the nodes of a dialog, by what is seen of it. mentioning: fact → the dialogs that look at it or set it. callers:
    of each dialog those that call it; unseen: it where nothing is seen of it.
    """

    def __init__(self, slicer: Slicer) -> None:
        self.slicer = slicer
        self.dialogs = tuple(_dialogs(slicer))
        self.home = {index: number for number, each in enumerate(self.dialogs) for index in each.nodes}
        self.classes = Classes()
        self.known: dict[object, Classified] = {}
        self.seen: dict[tuple[int, Sight], dict[int, SlicedNode]] = {}
        self.mentioning = {slot: {self.home[index] for index in own} for slot, own in slicer.mentioning.items()}
        self.callers = [set[int]() for _ in self.dialogs]
        for number, dialog in enumerate(self.dialogs):
            for first in dialog.calls:
                self.callers[self.home[first]].add(number)
        self.unseen = list[Unseen]()
        for dialog in self.dialogs:
            nodes = {index: slicer.plain[index] for index in dialog.nodes}
            follow = {index: tuple(needed(slicer.plain, index)) for index in dialog.nodes}
            called = {first: self.unseen[self.home[first]].came.of[first] for first in dialog.calls}
            came = self.classes.classify(nodes, dialog.nodes, called, {})
            self.unseen.append(Unseen(nodes, follow, came))

    def reduce(self, part: Slice, sees: Mapping[int, object], looks: Fields) -> Reduced:
        """Put together what a rule cannot tell apart.

        Args:
            part: a slice, with its nodes or without.
            sees: node → what the rule looks at there; those of which it says nothing are left out.
            looks: the facts that the rule looks at.
        """
        found = self._classify(part, sees)

        def of(index: int) -> int:
            return found[self.home[index]].of[index]

        first = {entry: of(index) for entry, index in part.entries.items()}
        jumped = [of(jump.entry) for jump in part.jumps]
        numbers = self._numbers((*first.values(), *jumped))
        nodes, looked = [self._named(each, numbers) for each in numbers], {of(index) for index in sees}
        for number, (each, node) in enumerate(zip(numbers, nodes, strict=True)):
            if node.waits and node.node.index in sees and each not in looked:  # named by another slice; here by its own
                nodes[number] = node._replace(node=self.slicer.owners[self._one(found, each)])
        order = range(len(nodes))
        small = replace(
            part,
            nodes=tuple(nodes),
            order=tuple(order),
            quiet=silent(nodes, order),
            entries={entry: numbers[each] for entry, each in first.items()},
            jumps=tuple(replace(jump, entry=numbers[to]) for jump, to in zip(part.jumps, jumped, strict=True)),
        )
        lives = living(small, [looks if node.waits and node.node.index in sees else 0 for node in nodes])
        return Reduced(
            replace(small, before=lives.before, live=lives.after, changing=lives.changing, parting=lives.parting),
            numbers,
            of,
            found,
        )

    def _classify(self, part: Slice, sees: Mapping[int, object]) -> list[Classified]:
        """What each dialog comes to: what it does of which nothing is seen, but for those of which something is, and
        those that call one which came to something else.

        What a rule looks at is told apart from all that others do by a token.
        """
        found = [each.came for each in self.unseen]
        own, looked = object(), {self.home[index] for index in sees}
        seen = {index: (own, what) for index, what in sees.items()}
        waiting = list(looked.union(self._showing(part)))
        heapify(waiting)
        known = set(waiting)
        while waiting:
            number = heappop(waiting)
            came = self._came(number, part.sight, found, seen if number in looked else {})
            first, before = self.dialogs[number].first, found[number]
            found[number] = came
            if came.of[first] != before.of[first]:
                for caller in self.callers[number] - known:
                    known.add(caller)
                    heappush(waiting, caller)
        return found

    def _showing(self, part: Slice) -> Iterator[int]:
        """The dialogs of which a slice sees something."""
        for slot in part.slots:
            yield from self.mentioning.get(slot, ())
        if part.sight.actions:
            yield from (number for number, dialog in enumerate(self.dialogs) if dialog.does & part.sight.actions)

    def _came(self, number: int, whole: Sight, found: Sequence[Classified], sees: Mapping[int, object]) -> Classified:
        """What a dialog comes to. found: what those come to that it calls. sees: nothing where the rule does not look
        at it; then it is the same to all who see the same of it."""
        dialog = self.dialogs[number]
        called = {first: found[self.home[first]].of[first] for first in dialog.calls}
        sight = whole.of(dialog.mentioned, dialog.does)
        key = (number, sight, *called.values())
        known = self.known.get(key) if not sees else None
        if known is None:
            nodes = self._nodes(number, sight)
            known = self.classes.classify(nodes, dialog.nodes, called, sees, self.unseen[number])
            if not sees:
                self.known[key] = known
        return known

    def _nodes(self, number: int, sight: Sight) -> dict[int, SlicedNode]:
        """The nodes of a dialog, seen so."""
        found = self.seen.get((number, sight))
        if found is None:
            dialog = self.dialogs[number]
            found = dict(self.unseen[number].nodes)
            for index, mentioned, does in dialog.telling:
                if mentioned & sight.kept or does & sight.actions:
                    found[index] = self.slicer.node(index, sight)
            self.seen[number, sight] = found
        return found

    def _numbers(self, first: Iterable[int]) -> dict[int, int]:
        """The classes that can be come to from these, each after all that it leads to, and their numbers."""
        found = set(first)
        waiting = list(found)
        while waiting:
            for each in self._onward(waiting.pop()):
                if each not in found:
                    found.add(each)
                    waiting.append(each)
        return {each: number for number, each in enumerate(sorted(found))}

    def _onward(self, each: int) -> Iterator[int]:
        node = self.classes.nodes[each]
        yield from (way.target for way in node.ways)
        yield from (target for _, target in node.branches)
        if node.kind is Kind.CALL:
            yield node.entry
        elif node.waits and each in self.classes.gates:
            yield self.classes.gates[each]

    def _named(self, each: int, numbers: Mapping[int, int]) -> SlicedNode:
        """The node of a class, with all that it leads to by number."""
        node = self.classes.nodes[each]
        ways = tuple([way._replace(target=numbers[way.target]) for way in node.ways])
        branches = tuple([(guard, numbers[target]) for guard, target in node.branches])
        entry = numbers[node.entry] if node.kind is Kind.CALL else 0
        return node.leading(ways, branches, entry, numbers[self.classes.gates.get(each, each)])

    def _one(self, found: Iterable[Classified], wanted: int) -> int:
        """Some node of a class."""
        return next(index for came in found for index, each in came.of.items() if each == wanted)


def _dialogs(slicer: Slicer) -> Iterator[_Dialog]:
    """The dialogs of a program, each after all that it calls."""
    nodes: dict[str, list[int]] = {}
    for index in slicer.order:
        nodes.setdefault(slicer.owners[index].dialog, []).append(index)
    calls = {name: _calls(slicer, own) for name, own in nodes.items()}
    callees = {name: {slicer.owners[first].dialog for first in firsts} for name, firsts in calls.items()}
    for name in TopologicalSorter(callees).static_order():
        each = ((index, slicer.mentioned[index], slicer.does[index]) for index in nodes[name])
        telling = tuple(one for one in each if one[1] or one[2])
        yield _Dialog(
            first=slicer.first(name),
            nodes=tuple(nodes[name]),
            telling=telling,
            mentioned=union(mentioned for _, mentioned, _ in telling),
            does=union(does for _, _, does in telling),
            calls=calls[name],
        )


def _calls(slicer: Slicer, nodes: Iterable[int]) -> tuple[int, ...]:
    """Where the dialogs begin that these nodes call."""
    each = (slicer.plain[index] for index in nodes)
    return tuple(dict.fromkeys(node.entry for node in each if node.kind is Kind.CALL))

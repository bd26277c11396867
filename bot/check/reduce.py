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

from bot.check.classes import Classes, Classified
from bot.check.cutting import NOTHING_SEEN, Slicer
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
        found = (each for dialog in self.dialogs for each in dialog.hasty)
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
    """nodes: its nodes, each after all that it leads to. plain: as who sees nothing of them sees them. telling: those
    that look at or set facts, or do actions, and which. mentioned, does: those of all. calls: the first nodes of the
    dialogs that it calls."""

    nodes: tuple[int, ...]
    plain: Mapping[int, SlicedNode]
    telling: tuple[tuple[int, Fields, int], ...]
    mentioned: Fields
    does: int
    calls: tuple[int, ...]


class Reducer:
    """Reduces slices of one program.

    dialogs: each after all that it calls. home: node → its dialog's number and its place there. known: what a dialog
    came to, by what is seen of it and the classes of what it calls, where the rule looks at none of its nodes. seen:
    the nodes of a dialog, by what is seen of it. mentioning: fact → the dialogs that look at it or set it. first: of
    each dialog the place of its first node; callers: who calls it; plain: what it comes to where nothing is seen.
    """

    def __init__(self, slicer: Slicer) -> None:
        self.slicer = slicer
        self.dialogs = tuple(_dialogs(slicer))
        self.home = {index: (n, at) for n, each in enumerate(self.dialogs) for at, index in enumerate(each.nodes)}
        self.classes = Classes()
        self.known: dict[object, Classified] = {}
        self.seen: dict[tuple[int, Sight], dict[int, SlicedNode]] = {}
        self.mentioning = {slot: {self.home[index][0] for index in own} for slot, own in slicer.mentioning.items()}
        self.first = [self.home[slicer.first(slicer.owners[each.nodes[0]].dialog)][1] for each in self.dialogs]
        self.callers = [set[int]() for _ in self.dialogs]
        for number, dialog in enumerate(self.dialogs):
            for first in dialog.calls:
                self.callers[self.home[first][0]].add(number)
        self.plain = list[Classified]()
        for number in range(len(self.dialogs)):
            self.plain.append(self._came(number, NOTHING_SEEN, self.plain, lambda index: None, False))

    def reduce(self, part: Slice, sees: Mapping[int, object], looks: Fields) -> Reduced:
        """Put together what a rule cannot tell apart.

        Args:
            part: a slice, with its nodes or without.
            sees: node → what the rule looks at there; those of which it says nothing are left out.
            looks: the facts that the rule looks at.
        """
        begun, found = len(self.classes.nodes), self._classify(part, sees)

        def of(index: int) -> int:
            number, at = self.home[index]
            return found[number].of[at]

        first = {entry: of(index) for entry, index in part.entries.items()}
        jumped = [of(jump.entry) for jump in part.jumps]
        numbers = self._numbers((*first.values(), *jumped))
        nodes = [self._named(each, numbers) for each in numbers]
        for number, (each, node) in enumerate(zip(numbers, nodes, strict=True)):
            if each < begun and node.node.index in sees:  # another slice's first of the class; here any other of it is
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
        found = list(self.plain)
        own, looked = object(), {self.home[index][0] for index in sees}

        def seen(index: int) -> object:
            return (own, sees[index]) if index in sees else None

        waiting = list(looked.union(self._showing(part)))
        heapify(waiting)
        known = set(waiting)
        while waiting:
            number = heappop(waiting)
            came = self._came(number, part.sight, found, seen, number in looked)
            first, before = self.first[number], found[number]
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

    def _came(
        self, number: int, whole: Sight, found: Sequence[Classified], sees: Callable[[int], object], is_looked_at: bool
    ) -> Classified:
        """What a dialog comes to. found: what those come to that it calls."""
        dialog = self.dialogs[number]
        called = {}
        for first in dialog.calls:
            callee, at = self.home[first]
            called[first] = found[callee].of[at]
        sight = whole.of(dialog.mentioned, dialog.does)
        key = (number, sight, *called.values())
        known = self.known.get(key) if not is_looked_at else None
        if known is None:
            known = self.classes.classify(self._nodes(number, sight), dialog.nodes, called, sees)
            if not is_looked_at:
                self.known[key] = known
        return known

    def _nodes(self, number: int, sight: Sight) -> dict[int, SlicedNode]:
        """The nodes of a dialog, seen so."""
        found = self.seen.get((number, sight))
        if found is None:
            dialog = self.dialogs[number]
            found = dict(dialog.plain)
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
        return next(
            dialog.nodes[one.of.index(wanted)]
            for dialog, one in zip(self.dialogs, found, strict=True)
            if wanted in one.of
        )


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
            nodes=tuple(nodes[name]),
            plain={index: slicer.plain[index] for index in nodes[name]},
            telling=telling,
            mentioned=union(mentioned for _, mentioned, _ in telling),
            does=union(does for _, _, does in telling),
            calls=calls[name],
        )


def _calls(slicer: Slicer, nodes: Iterable[int]) -> tuple[int, ...]:
    """Where the dialogs begin that these nodes call."""
    each = (slicer.plain[index] for index in nodes)
    return tuple(dict.fromkeys(node.entry for node in each if node.kind is Kind.CALL))

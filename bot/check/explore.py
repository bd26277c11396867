"""Visits every state of a slice, breadth first, so that the first offending state has a shortest conversation.

A rule watches each waiting state. A limit that is reached is said: then nothing was proved.

What an answer leads to depends on node and facts alone, until a dialog ends and returns to its caller. So it is worked
out once for each node and facts, and the stack and the actions are added to it. A jump that forgets where it came from
leads to the same states from everywhere; it is followed once for each value of facts and actions.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, TypeAlias

from bot.check import LIMIT
from bot.check.guard import Facts
from bot.check.slice import Slice, SlicedNode
from bot.dialog.flow import own_answers
from bot.dialog.model import WAITING, Kind, Node

Place: TypeAlias = tuple[int, Facts, tuple[int, ...], int]
"""(node, sliced facts, stack, kept actions), as the engine's state."""
Exit: TypeAlias = tuple[int, Facts, tuple[int, ...], int]
"""A waiting node, its facts, the calls made on the way, the actions done on the way."""
Watch: TypeAlias = Callable[[Node, Facts, int], bool]
"""Is this waiting state an offence?"""

RETURNS = -1
"""In place of an exit's node: the dialog ends and its caller goes on."""


@dataclass(frozen=True, slots=True)
class Found:
    """states: waiting states visited. offence: the answers that lead to a first offence, None when there is none;
    entry, start: where and with which sliced facts it began; way: the waiting nodes passed, the first before any
    answer. complete: False when the limit was reached."""

    states: int
    offence: tuple[int, ...] | None
    entry: str
    start: Facts
    way: tuple[int, ...]
    complete: bool


def explore(part: Slice, entries: Sequence[str], watch: Watch, limit: int = LIMIT) -> Found:
    """Visit all states from these entries, whatever the door gave."""
    walk = _Walk(part)
    parents: dict[Place, tuple[Any, int]] = {}
    waiting: deque[Place] = deque()
    for entry, begin in product(entries, part.starts):
        for place in walk.places(part.entries[entry], begin, (), 0):
            if place not in parents:
                parents[place] = ((entry, begin), -1)
                waiting.append(place)
    while waiting:
        place = waiting.popleft()
        if watch(part.nodes[place[0]].node, place[1], place[3]):
            (entry, begin), answers, way = _path(part, parents, place)
            return Found(len(parents), answers, entry, begin, way, True)
        if len(parents) > limit:
            return Found(len(parents), None, "", (), (), False)
        for answer, follower in walk.followers(place):
            if follower not in parents:
                parents[follower] = (place, answer)
                waiting.append(follower)
    return Found(len(parents), None, "", (), (), True)


def _path(
    part: Slice, parents: dict[Place, tuple[Any, int]], place: Place
) -> tuple[tuple[str, Facts], tuple[int, ...], tuple[int, ...]]:
    """Entry and facts at the start, the answers from there to a place, and the nodes on the way."""
    answers, way = [], [part.nodes[place[0]].node.index]
    before, answer = parents[place]
    while answer >= 0:
        answers.append(answer)
        way.append(part.nodes[before[0]].node.index)
        before, answer = parents[before]
    return before, tuple(reversed(answers)), tuple(reversed(way))


class _Walk:
    """The followers of places, with what was worked out before."""

    def __init__(self, part: Slice) -> None:
        self.part = part
        self.exits: dict[tuple[int, Facts], tuple[Exit, ...]] = {}
        self.answered: dict[tuple[int, Facts], tuple[tuple[int, tuple[Exit, ...]], ...]] = {}
        self.jumped: set[tuple[int, Facts, int]] = set()
        self.forgotten = _forgotten(part)

    def followers(self, place: Place) -> Iterator[tuple[int, Place]]:
        """Each answer and a place that it may lead to; of jumps that lead to known places only the first."""
        index, facts, stack, actions = place
        sliced = self.part.nodes[index]
        if sliced.kind is Kind.FINISH:
            return
        key = (index, facts)
        answered = self.answered.get(key)
        if answered is None:
            answered = self.answered[key] = tuple(self.answers(sliced, facts))
        for answer, exits in answered:
            for node, new, pushed, done in exits:
                if node != RETURNS:
                    yield answer, (node, new, stack + pushed if pushed else stack, actions | done)
                else:
                    for follower in self.returned(new, stack, actions | done):
                        yield answer, follower
        yield from self.jumps(place)

    def places(self, index: int, facts: Facts, stack: tuple[int, ...], actions: int) -> Iterator[Place]:
        """All waiting states that the silent nodes from `index` on may lead to."""
        for node, new, pushed, done in self.settled(index, facts):
            if node != RETURNS:
                yield node, new, stack + pushed, actions | done
            else:
                yield from self.returned(new, stack, actions | done)

    def returned(self, facts: Facts, stack: tuple[int, ...], actions: int) -> Iterator[Place]:
        if stack:
            for index, new in _brought_home(self.part, facts, stack[-1]):
                yield from self.places(index, new, stack[:-1], actions)

    def answers(self, sliced: SlicedNode, facts: Facts) -> Iterator[tuple[int, tuple[Exit, ...]]]:
        """Answers and their exits. Exits that an answer shares with an earlier one are the earlier one's."""
        known: set[Exit] = set()
        ways = _ticked(sliced, facts) if sliced.ticks else _chosen(sliced, facts)
        for answer, target, new, done in ways:
            own = [(n, f, p, done | d) for n, f, p, d in self.settled(target, new)]
            fresh = tuple(each for each in own if each not in known)
            known.update(fresh)
            if fresh:
                yield answer, fresh

    def jumps(self, place: Place) -> Iterator[tuple[int, Place]]:
        index, facts, stack, actions = place
        sliced = self.part.nodes[index]
        for number, jump in enumerate(self.part.jumps):
            if number in sliced.barred or not jump.offered.possible(facts)[0]:
                continue
            if jump.counter is not None and facts[jump.counter] >= jump.times:
                continue
            if jump.call:
                nodes = self.part.nodes
                if any(number in nodes[at if at >= 0 else -1 - at].barred for at in stack):
                    continue
                way_back: tuple[int, ...] = (*stack, -1 - index)
            else:
                if (number, facts, actions) in self.jumped:
                    continue
                self.jumped.add((number, facts, actions))
                way_back = ()
            own = own_answers(sliced.node)
            for entered in jump.enter.apply(facts):
                new = entered if jump.counter is None else _counted(entered, jump.counter)
                for follower in self.places(jump.entry, new, way_back, actions | jump.enter.do):
                    yield own + number, follower

    def settled(self, index: int, facts: Facts) -> tuple[Exit, ...]:
        """The exits of the silent nodes from `index` on."""
        found = self.exits.get((index, facts))
        if found is None:
            found = self.exits[index, facts] = tuple(self._settle(index, facts))
        return found

    def _settle(self, index: int, facts: Facts) -> dict[Exit, None]:
        found: dict[Exit, None] = {}
        nodes = self.part.nodes
        first: Exit = (index, facts, (), 0)
        open_states, seen = [first], {first}
        while open_states:
            index, facts, pushed, done = open_states.pop()
            sliced = nodes[index]
            follow: list[Exit] = []
            for new in sliced.arrive.apply(facts):
                did = done | sliced.arrive.do
                if sliced.kind in WAITING:
                    found[index, self.forget(index, new), pushed, did] = None
                elif sliced.kind is Kind.ROUTE:
                    follow += [(target, new, pushed, did) for target in _routed(sliced, new)]
                elif sliced.kind is Kind.CALL:
                    also = did | sliced.enter.do
                    follow += [(sliced.entry, own, (*pushed, index), also) for own in sliced.enter.apply(new)]
                elif pushed:
                    follow += [(at, own, pushed[:-1], did) for at, own in _brought_home(self.part, new, pushed[-1])]
                else:
                    found[RETURNS, new, (), did] = None
            for state in follow:
                if state not in seen:
                    seen.add(state)
                    open_states.append(state)
        return found

    def forget(self, index: int, facts: Facts) -> Facts:
        """The facts with those that matter no more set to their first value."""
        dead = self.forgotten[index]
        if not dead or not any(facts[place] for place in dead):
            return facts
        kept = list(facts)
        for place in dead:
            kept[place] = 0
        return tuple(kept)


def _forgotten(part: Slice) -> list[tuple[int, ...]]:
    every = range(len(part.slots))
    if part.live is None:
        return [()] * len(part.nodes)
    return [tuple(place for place in every if place not in live) for live in part.live]


def _counted(facts: Facts, place: int) -> Facts:
    return (*facts[:place], facts[place] + 1, *facts[place + 1 :])


def _chosen(sliced: SlicedNode, facts: Facts) -> Iterator[tuple[int, int, Facts, int]]:
    """Answer, target, facts and actions of each way that may be offered."""
    for way in sliced.ways:
        if way.offered.key is None or way.offered.possible(facts)[0]:
            for new in way.effect.apply(facts):
                yield way.answer, way.target, new, way.effect.do


def _ticked(sliced: SlicedNode, facts: Facts) -> list[tuple[int, int, Facts, int]]:
    """All that a set of ticks can do: one mask for each different result."""
    results: dict[tuple[Facts, int], int] = {(facts, 0): 0}
    for number, offered, effect in sliced.ticks:
        if offered.possible(facts)[0]:
            for (before, done), mask in list(results.items()):
                for after in effect.apply(before):
                    results.setdefault((after, done | effect.do), mask | 1 << number)
    return [(mask, sliced.ways[0].target, new, done) for (new, done), mask in results.items()]


def _routed(sliced: SlicedNode, facts: Facts) -> Iterator[int]:
    for guard, target in sliced.branches:
        holds, fails = guard.possible(facts)
        if holds:
            yield target
        if not fails:
            return


def _brought_home(part: Slice, facts: Facts, at: int) -> list[tuple[int, Facts]]:
    """Where a dialog that ends goes on, and with which facts. at: the call, or −1 − the node that was jumped from."""
    if at < 0:
        return [(part.nodes[-1 - at].back, facts)]
    call = part.nodes[at]
    states = [facts]
    for result in call.results:
        mine, its = result.mine, result.its
        states = [
            (*state[:mine], value, *state[mine + 1 :])
            for state in states
            for value in ((result.table[facts[its]],) if its is not None else result.values)
        ]
    return [(call.ways[0].target, state) for state in states]

"""Visits every state of a slice, breadth first, so that the first offending state has a shortest conversation.

A rule watches each waiting state. A limit that is reached is said: then nothing was proved.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeAlias

from bot.check.slice import Facts, Slice, SlicedNode
from bot.dialog.model import Kind, Node

Place: TypeAlias = tuple[int, Facts, tuple[int, ...], int]
"""(node, sliced facts, stack, kept actions), as the engine's state."""
Watch: TypeAlias = Callable[[Node, Facts, int], bool]
"""Is this waiting state an offence?"""
Settled: TypeAlias = Callable[[int, Facts, tuple[int, ...], int], tuple[Place, ...]]
"""The waiting states that the silent nodes from one on may lead to."""


@dataclass(frozen=True, slots=True)
class Found:
    """states: waiting states visited. offence: the answers that lead to a first offence, None when there is none;
    start: the sliced facts it began with; way: the waiting nodes passed, the first before any answer.
    complete: False when the limit was reached."""

    states: int
    offence: tuple[int, ...] | None
    start: Facts
    way: tuple[int, ...]
    complete: bool


def explore(part: Slice, entry: str, watch: Watch, limit: int = 500_000) -> Found:
    """Visit all states from an entry, whatever the door gave."""
    first = part.program.dialogs[entry].first
    parents: dict[Place, tuple[Place | Facts, int]] = {}
    waiting: deque[Place] = deque()

    @cache  # jumps lead from everywhere to the same few states
    def settled(index: int, facts: Facts, stack: tuple[int, ...], actions: int) -> tuple[Place, ...]:
        return tuple(_settled(part, index, facts, stack, actions))

    for begin in part.starts:
        for place in settled(first, begin, (), 0):
            if place not in parents:
                parents[place] = (begin, -1)
                waiting.append(place)
    while waiting:
        place = waiting.popleft()
        if watch(part.nodes[place[0]].node, place[1], place[3]):
            begin, answers, way = _path(parents, place)
            return Found(len(parents), answers, begin, way, True)
        if len(parents) > limit:
            return Found(len(parents), None, (), (), False)
        for answer, follower in _followers(part, place, settled):
            if follower not in parents:
                parents[follower] = (place, answer)
                waiting.append(follower)
    return Found(len(parents), None, (), (), True)


def _path(parents: dict[Place, tuple[Any, int]], place: Place) -> tuple[Facts, tuple[int, ...], tuple[int, ...]]:
    """The facts at the start, the answers from there to a place, and the nodes on the way."""
    answers, way = [], [place[0]]
    before, answer = parents[place]
    while answer >= 0:
        answers.append(answer)
        way.append(before[0])
        before, answer = parents[before]
    return before, tuple(reversed(answers)), tuple(reversed(way))


def _followers(part: Slice, place: Place, settled: Settled) -> Iterator[tuple[int, Place]]:
    index, facts, stack, actions = place
    sliced = part.nodes[index]
    if sliced.node.kind is Kind.FINISH:
        return
    if sliced.node.kind is Kind.SEVERAL:
        target = sliced.ways[0].target
        for mask, new, done in _ticked(sliced, facts, actions):
            for follower in settled(target, new, stack, done):
                yield mask, follower
    else:
        for way in sliced.ways:
            if way.offered(facts)[0]:
                for new, done in way.effect.apply(facts, actions):
                    for follower in settled(way.target, new, stack, done):
                        yield way.answer, follower
    yield from _jumped(part, place, settled)


def _ticked(sliced: SlicedNode, facts: Facts, actions: int) -> list[tuple[int, Facts, int]]:
    """All that a set of ticks can do: one mask for each different result."""
    offered = [(number, effect) for number, possible, effect in sliced.ticks if possible(facts)[0]]
    results: dict[tuple[Facts, int], int] = {(facts, actions): 0}
    for number, effect in offered:
        for (before, done), mask in list(results.items()):
            for after in effect.apply(before, done):
                results.setdefault(after, mask | 1 << number)
    return [(mask, new, done) for (new, done), mask in results.items()]


def _jumped(part: Slice, place: Place, settled: Settled) -> Iterator[tuple[int, Place]]:
    index, facts, stack, actions = place
    program, node = part.program, part.nodes[index].node
    own = 2 << len(node.options) if node.kind is Kind.SEVERAL else len(node.edges)
    for number, jump in enumerate(program.jumps):
        possible, enter, counter = part.jumps[number]
        if node.dialog in jump.dialogs or not possible(facts)[0]:
            continue
        if counter is not None and facts[counter] >= jump.times:
            continue
        if jump.call and any(program.nodes[at if at >= 0 else -1 - at].dialog in jump.dialogs for at in stack):
            continue
        way_back = (*stack, -1 - index) if jump.call else ()
        for new, done in enter.apply(facts, actions):
            counted = new if counter is None else (*new[:counter], new[counter] + 1, *new[counter + 1 :])
            for follower in settled(jump.entry, counted, way_back, done):
                yield own + number, follower


def _settled(part: Slice, index: int, facts: Facts, stack: tuple[int, ...], actions: int) -> list[Place]:
    """All waiting states that the silent nodes from `index` on may lead to."""
    found: list[Place] = []
    open_states = [(index, facts, stack, actions)]
    seen = set(open_states)

    def go(*places: Place) -> None:
        for place in places:
            if place not in seen:
                seen.add(place)
                open_states.append(place)

    while open_states:
        index, facts, stack, actions = open_states.pop()
        sliced = part.nodes[index]
        node = sliced.node
        may, may_not = sliced.when(facts)
        if may_not:
            go((node.after, facts, stack, actions))
        if not may:
            continue
        for new, done in sliced.arrive.apply(facts, actions):
            if sliced.waits:
                found.append((index, new, stack, done))
            elif node.kind is Kind.ROUTE:
                for possible, target in sliced.branches:
                    holds, fails = possible(new)
                    if holds:
                        go((target, new, stack, done))
                    if not fails:
                        break
            elif node.kind is Kind.CALL:
                go(*((node.entry, entered, (*stack, index), also) for entered, also in sliced.enter.apply(new, done)))
            else:
                go(*_returned(part, new, stack, done))
    return found


def _returned(part: Slice, facts: Facts, stack: tuple[int, ...], actions: int) -> list[Place]:
    if not stack:
        return []
    at, stack = stack[-1], stack[:-1]
    if at < 0:
        return [(-1 - at, facts, stack, actions)]
    sliced = part.nodes[at]
    states = [facts]
    for mine, its, table, values in sliced.results:
        states = [
            (*state[:mine], value, *state[mine + 1 :])
            for state in states
            for value in ((table[facts[its]],) if its is not None else values)
        ]
    return [(sliced.ways[0].target, state, stack, actions) for state in states]

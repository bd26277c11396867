"""The states of a slice with their stacks, and the conversations that lead to them: for who has to tell one.

A jump that forgets where it came from leads to the same states from everywhere; it is followed once for each value of
facts and actions, unless who asks has to know each way there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, TypeAlias

from bot.check.layout import Facts
from bot.check.slice import Place, Slice, brought_home
from bot.check.walk import RETURNS, Exit, Walk, called
from bot.dialog.flow import own_answers
from bot.dialog.model import Node

Parents: TypeAlias = dict[Place, tuple[Any, int]]
"""A state → the one before it, and the answer; of the first ones entry and facts at the start, and −1."""


@dataclass(frozen=True, slots=True)
class Watch:
    """What is looked for, of node, facts and actions. wanted: whether this waiting state is. over: whether neither this
    nor any that follows can be, so that nothing has to follow."""

    wanted: Callable[[Node, Facts, int], bool]
    over: Callable[[Facts, int], bool] | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A conversation to an offence. answers: what leads there. entry, start: where and with which sliced facts it
    begins. way: the waiting nodes passed, the first before any answer."""

    answers: tuple[int, ...]
    entry: str
    start: Facts
    way: tuple[int, ...]


def found(part: Slice, parents: Parents, place: Place) -> Found:
    """What was found, at this place."""
    answers, way = [], [part.nodes[place[0]].node.index]
    before, answer = parents[place]
    while answer >= 0:
        answers.append(answer)
        way.append(part.nodes[before[0]].node.index)
        before, answer = parents[before]
    entry, begin = before
    return Found(tuple(reversed(answers)), entry, begin, tuple(reversed(way)))


class States:
    """The states of a slice. jumped: jumps that do not come back, by facts and actions; again: tell of each of these
    anew, from wherever it is taken."""

    def __init__(self, walk: Walk, *, again: bool = False) -> None:
        self.again = again
        self.part = walk.part
        self.walk = walk
        self.jumped: set[tuple[int, Facts, int]] = set()

    def starts(self, entries: Sequence[str]) -> Iterator[tuple[Place, tuple[str, Facts]]]:
        """The first states, each with its entry and the facts it began with."""
        for entry, begin in product(entries, self.part.starts):
            for place in self._come(self.walk.settled(self.part.entries[entry], begin), (), 0):
                yield place, (entry, begin)

    def followers(self, place: Place) -> Iterator[tuple[int, Place]]:
        """Each answer and a place that it may lead to; of jumps that lead to known places only the first."""
        index, facts, stack, actions = place
        for answer, exits in self.walk.answers(index, facts):
            for follower in self._come(exits, stack, actions):
                yield answer, follower
        own = own_answers(self.part.nodes[index].node)
        for number, entered, done in self.walk.leaps(index, facts):
            back = self._back(number, place)
            if back is not None:
                for follower in self._come(
                    self.walk.settled(self.part.jumps[number].entry, entered), back, actions | done
                ):
                    yield own + number, follower

    def _back(self, number: int, place: Place) -> tuple[int, ...] | None:
        """The stack that a jump leaves; None when it is not offered, or leads to what is known."""
        index, facts, stack, actions = place
        nodes = self.part.nodes
        if self.part.jumps[number].call:
            barred = any(number in nodes[at if at >= 0 else -1 - at].barred for at in stack)
            return None if barred else (*stack, -1 - index)
        if (number, facts, actions) in self.jumped and not self.again:
            return None
        self.jumped.add((number, facts, actions))
        return ()

    def _come(self, exits: Iterable[Exit], stack: tuple[int, ...], actions: int) -> Iterator[Place]:
        """The states that exits lead to."""
        for node, facts, done in exits:
            if node >= 0:
                yield node, facts, stack, actions | done
            elif node == RETURNS:
                for index, home in brought_home(self.part, facts, stack[-1]) if stack else ():
                    yield from self._come(self.walk.settled(index, home), stack[:-1], actions | done)
            else:
                call = called(node)
                inside = self.walk.settled(self.part.nodes[call].entry, facts)
                yield from self._come(inside, (*stack, call), actions | done)

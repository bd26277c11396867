"""A program seen through a few facts and actions; all other facts can be anything at any time.

So a slice has at least all conversations of the program (what holds in the slice holds in the program), and far
fewer states. Answers that the slice cannot tell apart are one class, with the first of them as its witness.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple, TypeAlias

from bot.check.guard import Guard
from bot.check.layout import Facts, Fields, Layout
from bot.dialog.model import Kind, Node, Program

Values: TypeAlias = tuple[int, ...]
"""Values of one fact, at its bits."""
Place: TypeAlias = tuple[int, Facts, tuple[int, ...], int]
"""A state: (node, sliced facts, stack, kept actions), as the engine's."""


class Sight(NamedTuple):
    """What a slice sees. own: those of the kept facts of which each value is explored; of the others one stands for all
    that no condition tells apart (see `alike`)."""

    kept: Fields
    own: Fields
    actions: int

    def of(self, mentioned: Fields, does: int) -> Sight:
        """What it sees of something that mentions these facts and does these actions."""
        return Sight(self.kept & mentioned, self.own & mentioned, self.actions & does)


@dataclass(frozen=True, slots=True)
class Effect:
    """A change as the slice sees it. Two effects with one key cannot be told apart; 0 is that of doing nothing.

    writes: the facts that it changes. puts: what it sets them to. computes: a fact's value, from the facts before;
    reads: the facts that these read. forks: values of a fact that the slice cannot compute. do: bits of the kept
    actions.
    """

    key: int
    writes: Fields
    puts: Facts
    computes: tuple[Callable[[Facts], Facts], ...]
    reads: Fields
    forks: tuple[Values, ...]
    do: int

    def apply(self, facts: Facts) -> tuple[Facts, ...]:
        """All values of the facts that the change may lead to."""
        if not self.writes:
            return (facts,)
        new = facts & ~self.writes | self.puts
        for value_of in self.computes:
            new |= value_of(facts)
        if not self.forks:
            return (new,)
        return tuple(new | sum(values) for values in product(*self.forks))


IDLE = Effect(0, 0, 0, (), 0, (), 0)


class Way(NamedTuple):
    """One class of answers: its witness, when it is offered, what it does, where it leads.

    sign: what tells it from others that lead to the same.
    """

    answer: int
    offered: Guard
    effect: Effect
    target: int
    sign: int


@dataclass(frozen=True, slots=True)
class Result:
    """What a call brings home: mine ← the value for each of its, or any of the values when its is not kept (None)."""

    mine: Fields
    its: Fields | None
    table: Mapping[Facts, Facts]
    values: Values


class SlicedNode(NamedTuple):
    """A node as the slice sees it: a tuple, since a reduction makes many, and that is what is made fastest.

    ways: of SAY, ASK, CALL and SEVERAL; ticks: SEVERAL's options that matter. branches: of ROUTE, and of the node that
    stands before one that may be skipped. back: where a jump from here returns to. barred: jumps not offered here.
    plain: the slice sees nothing of it but where it leads. targets: what follows, and what a call enters.
    sign: what tells it from others that lead to the same; room: whether it waits, and what is barred there.
    """

    node: Node
    kind: Kind
    waits: bool
    arrive: Effect
    ways: tuple[Way, ...]
    ticks: tuple[tuple[int, Guard, Effect], ...]
    branches: tuple[tuple[Guard, int], ...]
    entry: int
    enter: Effect
    results: tuple[Result, ...]
    back: int
    barred: frozenset[int]
    plain: bool
    targets: tuple[int, ...]
    sign: int
    room: int

    def leading(
        self, ways: tuple[Way, ...], branches: tuple[tuple[Guard, int], ...], entry: int, back: int
    ) -> SlicedNode:
        """The same node leading elsewhere. Said field by field: `_replace` takes far longer, and it is the most
        frequent thing that a reduction does."""
        return SlicedNode(
            self.node,
            self.kind,
            self.waits,
            self.arrive,
            ways,
            self.ticks,
            branches,
            entry,
            self.enter,
            self.results,
            back,
            self.barred,
            self.plain,
            self.targets,
            self.sign,
            self.room,
        )


@dataclass(frozen=True, slots=True)
class SlicedJump:
    """A jump: when it is offered, what entering does, where it leads, whether it comes back.

    counter: the fact that counts its uses (0: not kept); once: one use, spent: all uses, at its bits.
    """

    offered: Guard
    enter: Effect
    entry: int
    call: bool
    counter: Fields
    once: Facts
    spent: Facts


@dataclass(frozen=True, slots=True)
class Slice:
    """A sliced program.

    sight: what it sees. slots: the facts kept.
    starts: the facts at the start; those that the door may give can have any value.
    nodes: the first stand where the program's stand. order: the nodes, each after all that follow it.
    quiet: for each node whether its dialog comes from it to its end without waiting (see `live.silent`).
    before, live, changing, parting: see `live.Lives`; what does not matter may be forgotten. (): all matters.
    """

    program: Program
    layout: Layout
    sight: Sight
    slots: frozenset[int]
    starts: tuple[Facts, ...]
    nodes: tuple[SlicedNode, ...]
    order: tuple[int, ...]
    entries: Mapping[str, int]
    jumps: tuple[SlicedJump, ...]
    quiet: tuple[bool, ...]
    before: tuple[Fields, ...] = ()
    live: tuple[Fields, ...] = ()
    changing: tuple[Fields, ...] = ()
    parting: Fields = -1

    @property
    def kept(self) -> Fields:
        """The facts kept."""
        return self.layout.fields(self.slots)


def brought_home(part: Slice, facts: Facts, at: int) -> Iterator[tuple[int, Facts]]:
    """Where a dialog that ends goes on, and with which facts. at: the call, or −1 − the node that was jumped from."""
    if at < 0:
        yield part.nodes[-1 - at].back, facts
        return
    call = part.nodes[at]
    states = [facts]
    for result in call.results:
        known = (result.table[facts & result.its],) if result.its is not None else result.values
        states = [state & ~result.mine | value for state in states for value in known]
    for state in states:
        yield call.ways[0].target, state

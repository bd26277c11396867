"""A program seen through a few facts and actions; all other facts can be anything at any time.

So a slice has at least all conversations of the program (what holds in the slice holds in the program), and far
fewer states. Answers that the slice cannot tell apart are one class, with the first of them as its witness.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from types import MappingProxyType
from typing import TypeAlias, cast

from bot.check.guard import ALWAYS, Facts, Guard, guard
from bot.conditions import core
from bot.conditions.evaluate import Sum
from bot.dialog.model import WAITING, Change, Edge, Kind, Node, Program

Values: TypeAlias = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """Kept facts, indexed by their slot in the program. places: slot → place among the kept facts."""

    places: Mapping[int, int]
    values: Facts

    def __getitem__(self, slot: int) -> int:
        return self.values[self.places[slot]]


@dataclass(frozen=True, slots=True)
class Effect:
    """A change as the slice sees it.

    sets: (place, value). computes: (place, function of the facts before). forks: (place, values), for what the slice
    cannot compute. do: bits of the kept actions.
    """

    sets: tuple[tuple[int, int], ...]
    computes: tuple[tuple[int, Sum], ...]
    forks: tuple[tuple[int, Values], ...]
    do: int
    places: Mapping[int, int]

    @property
    def changes(self) -> bool:
        """Whether any kept fact may change."""
        return bool(self.sets or self.computes or self.forks)

    @property
    def key(self) -> object:
        """What tells two effects apart; None does nothing."""
        return (self.sets, self.computes, self.forks, self.do) if self.changes or self.do else None

    def apply(self, facts: Facts) -> tuple[Facts, ...]:
        """All values of the facts that the change may lead to."""
        if not self.changes:
            return (facts,)
        new = list(facts)
        for place, value in self.sets:
            new[place] = value
        for place, value_of in self.computes:
            new[place] = value_of(cast("Sequence[int]", Seen(self.places, facts)))
        if not self.forks:
            return (tuple(new),)
        results = []
        for values in product(*(values for _, values in self.forks)):
            for (place, _), value in zip(self.forks, values, strict=True):
                new[place] = value
            results.append(tuple(new))
        return tuple(results)


@dataclass(frozen=True, slots=True)
class Way:
    """One class of answers: its witness, when it is offered, what it does, where it leads."""

    answer: int
    offered: Guard
    effect: Effect
    target: int


@dataclass(frozen=True, slots=True)
class Result:
    """What a call brings home: mine ← table[its], or any of the values when its is not kept."""

    mine: int
    its: int | None
    table: tuple[int, ...]
    values: Values


@dataclass(frozen=True, slots=True)
class SlicedNode:
    """A node as the slice sees it.

    ways: of SAY, ASK, CALL and SEVERAL; ticks: SEVERAL's options that matter. branches: of ROUTE, and of the node that
    stands before one that may be skipped. back: where a jump from here returns to. barred: jumps not offered here.
    plain: the slice sees nothing of it but where it leads. targets: what follows, and what a call enters.
    """

    node: Node
    kind: Kind
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


@dataclass(frozen=True, slots=True)
class SlicedJump:
    """A jump: when it is offered, what entering does, where it leads, its counter's place (None: not kept)."""

    offered: Guard
    enter: Effect
    entry: int
    counter: int | None
    times: int
    call: bool


@dataclass(frozen=True, slots=True)
class Slice:
    """A sliced program.

    slots: the facts kept, in the order of the sliced state. nodes: the first stand where the program's stand.
    values: for each kept fact, the values that are explored, one for all that are alike (see `alike`).
    order: the nodes, each after all that follow it. live: the places that matter from each node on; all others may be
    forgotten there. None: all matter.
    """

    program: Program
    slots: tuple[int, ...]
    nodes: tuple[SlicedNode, ...]
    order: tuple[int, ...]
    entries: Mapping[str, int]
    jumps: tuple[SlicedJump, ...]
    values: tuple[Values, ...]
    live: tuple[frozenset[int], ...] | None = None

    @property
    def places(self) -> dict[int, int]:
        """Slot → its place among the kept facts."""
        return {slot: place for place, slot in enumerate(self.slots)}

    @property
    def starts(self) -> tuple[Facts, ...]:
        """The facts at the start: those that the door may give can have any value."""
        given = self.program.given
        values = [
            values if slot in given else (self.program.start[slot],)
            for slot, values in zip(self.slots, self.values, strict=True)
        ]
        return tuple(product(*values))


class Slicer:
    """Slices of one program. A node that mentions nothing that is kept is the same in all of them, and made once."""

    def __init__(self, program: Program) -> None:
        self.program = program
        skipped = [node.index for node in program.nodes if node.when is not None]
        self.gates = {index: len(program.nodes) + number for number, index in enumerate(skipped)}
        self.owners = (*(node.index for node in program.nodes), *skipped)
        self.mentioned: dict[int, list[int]] = {}
        self.doing: list[tuple[int, int]] = []
        for index, owner in enumerate(self.owners):
            gate = index >= len(program.nodes)
            slots, do = _mentions(program.nodes[owner], gate=gate)
            for slot in slots:
                self.mentioned.setdefault(slot, []).append(index)
            if do:
                self.doing.append((index, do))
        self.plain = tuple(self._made(_Cutter(program, {}, (), 0, False, self.gates), range(len(self.owners))))
        self.order = _order(self.plain)

    def cut(
        self,
        facts: frozenset[int],
        keep: int,
        *,
        any_action: bool = False,
        same: Mapping[int, Values] = MappingProxyType({}),
    ) -> Slice:
        """Slice to these fact slots and action bits.

        any_action: all actions are one bit, "there is one". same: slot → value → the value that stands for it.
        """
        program, slots = self.program, tuple(sorted(facts))
        lookup = tuple(same.get(slot) or tuple(range(len(program.facts[slot].domain.values))) for slot in slots)
        places = {slot: place for place, slot in enumerate(slots)}
        cutter = _Cutter(program, places, lookup, keep, any_action, self.gates)
        seen = {index for slot in slots for index in self.mentioned.get(slot, ())}
        seen.update(index for index, do in self.doing if any_action or do & keep)
        nodes = list(self.plain)
        for index, node in zip(sorted(seen), self._made(cutter, sorted(seen)), strict=True):
            nodes[index] = node
        entries = {entry: cutter.at(program.dialogs[entry].first) for entry in program.entries}
        return Slice(program, slots, tuple(nodes), self.order, entries, cutter.jumps(), cutter.values())

    def _made(self, cutter: _Cutter, indexes: Iterable[int]) -> Iterator[SlicedNode]:
        for index in indexes:
            node = self.program.nodes[self.owners[index]]
            yield cutter.gate(node) if index >= len(self.program.nodes) else cutter.node(node)


def cut(program: Program, facts: frozenset[int], keep: int, *, any_action: bool = False) -> Slice:
    """One slice of a program. For many slices of one program, use one `Slicer`."""
    return Slicer(program).cut(facts, keep, any_action=any_action)


def _mentions(node: Node, *, gate: bool) -> tuple[set[int], int]:
    """The slots that a node looks at or sets, and the actions it does. gate: of the question whether to skip it."""
    if gate:
        return set(core.slots(node.condition)) if node.condition is not None else set(), 0
    slots = {mine for mine, _, _ in node.results}
    do = 0
    conditions = [condition for _, _, condition in node.branches]
    conditions += [edge.condition for edge in (*node.edges, *node.options)]
    for change in (node.arrive, node.enter, *(edge.change for edge in (*node.edges, *node.options))):
        slots.update(slot for slot, _ in change.sets)
        slots.update(slot for slot, _, _ in change.computed)
        do |= change.do
    slots.update(*(core.slots(condition) for condition in conditions if condition is not None))
    return slots, do


def _order(nodes: Sequence[SlicedNode]) -> tuple[int, ...]:
    """All nodes, each after what follows it, what it calls, and what stands after it when it is skipped."""
    found: dict[int, None] = {}
    for first in range(len(nodes)):
        open_nodes = [first]
        while open_nodes:
            index = open_nodes[-1]
            missing = [target for target in needed(nodes, index) if target not in found]
            if missing:
                open_nodes += missing
            else:
                found[index] = None
                open_nodes.pop()
    return tuple(found)


def needed(nodes: Sequence[SlicedNode], index: int) -> Iterator[int]:
    """What has to be known of before a node is: all that follows, and what stands after it when it is skipped."""
    node = nodes[index]
    yield from node.targets
    if node.kind in WAITING and node.back != index:
        yield nodes[node.back].branches[1][1]


@dataclass(frozen=True, slots=True)
class _Cutter:
    """lookup: for each place, value → the value that stands for it. gates: node that may be skipped → the silent node
    before it, which asks whether it is."""

    program: Program
    places: Mapping[int, int]
    lookup: tuple[Values, ...]
    keep: int
    any_action: bool
    gates: Mapping[int, int]

    def at(self, index: int) -> int:
        return self.gates.get(index, index)

    def node(self, node: Node) -> SlicedNode:
        ways, ticks = self.ways(node.edges), self.ticks(node.options)
        branches = tuple((guard(condition, self.places), self.at(target)) for _, target, condition in node.branches)
        arrive = self.effect(node.arrive)
        results = tuple(
            Result(self.places[mine], self.places.get(its), table, self.explored(self.places[mine]))
            for mine, its, table in node.results
            if mine in self.places
        )
        seen = any(way.offered.seen or way.effect.key is not None for way in ways) or any(g.seen for g, _ in branches)
        plain = node.kind not in (Kind.CALL, Kind.RETURN, Kind.FINISH) and not (seen or ticks or arrive.key is not None)
        follow = [*(way.target for way in ways), *(target for _, target in branches)]
        return SlicedNode(
            node=node,
            kind=node.kind,
            arrive=arrive,
            ways=ways,
            ticks=ticks,
            branches=branches,
            entry=self.at(node.entry),
            enter=self.effect(node.enter),
            results=results,
            back=self.at(node.index),
            barred=frozenset(n for n, jump in enumerate(self.program.jumps) if node.dialog in jump.dialogs),
            plain=plain,
            targets=(*follow, self.at(node.entry)) if node.kind is Kind.CALL else tuple(follow),
        )

    def explored(self, place: int) -> Values:
        return tuple(dict.fromkeys(self.lookup[place]))

    def values(self) -> tuple[Values, ...]:
        return tuple(self.explored(place) for place in range(len(self.lookup)))

    def gate(self, node: Node) -> SlicedNode:
        nothing = Effect((), (), (), 0, self.places)
        asked, after = guard(node.condition, self.places), self.at(node.after)
        branches = ((asked, node.index), (ALWAYS, after))
        return SlicedNode(
            node,
            Kind.ROUTE,
            nothing,
            (),
            (),
            branches,
            0,
            nothing,
            (),
            0,
            frozenset(),
            not asked.seen,
            (node.index, after),
        )

    def jumps(self) -> tuple[SlicedJump, ...]:
        return tuple(
            SlicedJump(
                guard(jump.condition, self.places),
                self.effect(jump.enter),
                self.at(jump.entry),
                self.places.get(jump.counter),
                jump.times,
                jump.call,
            )
            for jump in self.program.jumps
        )

    def ways(self, edges: tuple[Edge, ...]) -> tuple[Way, ...]:
        classes: dict[object, Way] = {}
        for answer, edge in enumerate(edges):
            effect, offered, target = self.effect(edge.change), guard(edge.condition, self.places), self.at(edge.target)
            classes.setdefault((target, effect.key, offered.key), Way(answer, offered, effect, target))
        return tuple(classes.values())

    def ticks(self, options: tuple[Edge, ...]) -> tuple[tuple[int, Guard, Effect], ...]:
        found = []
        for number, option in enumerate(options):
            effect = self.effect(option.change)
            if effect.key is not None:
                found.append((number, guard(option.condition, self.places), effect))
        return tuple(found)

    def effect(self, change: Change) -> Effect:
        kept_sets = [(self.places[slot], value) for slot, value in change.sets if slot in self.places]
        sets = tuple((place, self.lookup[place][value]) for place, value in kept_sets)
        kept = [(slot, value_of, reads) for slot, value_of, reads in change.computed if slot in self.places]
        computes = tuple((self.places[slot], value_of) for slot, value_of, reads in kept if reads <= self.places.keys())
        forks = tuple(
            (self.places[slot], self.explored(self.places[slot]))
            for slot, _, reads in kept
            if not reads <= self.places.keys()
        )
        do = int(change.do != 0) if self.any_action else change.do & self.keep
        return Effect(sets, computes, forks, do, self.places)

"""A program seen through a few facts and actions; all other facts can be anything at any time.

So a slice has at least all conversations of the program (what holds in the slice holds in the program), and far
fewer states. Answers that the slice cannot tell apart are one class, with the first of them as its witness.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import product
from typing import TypeAlias

from bot.conditions import core
from bot.conditions.evaluate import compile_condition
from bot.dialog.model import Change, Edge, Node, Program

Facts: TypeAlias = tuple[int, ...]
Possible: TypeAlias = Callable[[Facts], tuple[bool, bool]]
"""May the condition hold, may it fail, as far as the slice can tell."""

YES, NO, BOTH = (True, False), (False, True), (True, True)


@dataclass(frozen=True, slots=True)
class Effect:
    """A change as the slice sees it. forks: (place, values) for what the slice cannot compute."""

    sets: tuple[tuple[int, int], ...]
    forks: tuple[tuple[int, range], ...]
    do: int

    def apply(self, facts: Facts, actions: int) -> tuple[tuple[Facts, int], ...]:
        """All states that the change may lead to."""
        if not self.sets and not self.forks:
            return ((facts, actions | self.do),)
        new = list(facts)
        for place, value in self.sets:
            new[place] = value
        if not self.forks:
            return ((tuple(new), actions | self.do),)
        results = []
        for values in product(*(values for _, values in self.forks)):
            for (place, _), value in zip(self.forks, values, strict=True):
                new[place] = value
            results.append((tuple(new), actions | self.do))
        return tuple(results)


@dataclass(frozen=True, slots=True)
class Way:
    """One class of answers: its witness, when it is offered, what it does, where it leads."""

    answer: int
    offered: Possible
    effect: Effect
    target: int


@dataclass(frozen=True, slots=True)
class SlicedNode:
    """A node as the slice sees it. ways: of SAY, ASK, CALL and SEVERAL; ticks: SEVERAL's options that matter."""

    node: Node
    waits: bool
    when: Possible
    arrive: Effect
    ways: tuple[Way, ...]
    ticks: tuple[tuple[int, Possible, Effect], ...]
    branches: tuple[tuple[Possible, int], ...]
    enter: Effect
    results: tuple[tuple[int, int | None, tuple[int, ...], range], ...]


@dataclass(frozen=True, slots=True)
class Slice:
    """A sliced program.

    slots: the facts kept, in the order of the sliced state. keep: bits of actions kept. any_action: all that is kept
    of actions is whether there is one.
    jumps: when offered, what entering does, and the place of its counter (None: not kept)."""

    program: Program
    slots: tuple[int, ...]
    keep: int
    any_action: bool
    nodes: tuple[SlicedNode, ...]
    jumps: tuple[tuple[Possible, Effect, int | None], ...]

    @property
    def starts(self) -> tuple[Facts, ...]:
        """The facts at the start: those that the door may give can have any value."""
        given = self.program.given
        values = [
            range(len(self.program.facts[slot].domain.values)) if slot in given else (self.program.start[slot],)
            for slot in self.slots
        ]
        return tuple(product(*values))


def cut(program: Program, facts: frozenset[int], keep: int, *, any_action: bool = False) -> Slice:
    """Slice a program to these fact slots and action bits. any_action: all actions are one bit, "there is one"."""
    slots = tuple(sorted(facts))
    cutter = _Cutter(program, {slot: place for place, slot in enumerate(slots)}, keep, any_action)
    jumps = tuple(
        (cutter.possible(jump.condition), cutter.effect(jump.enter), cutter.places.get(jump.counter))
        for jump in program.jumps
    )
    return Slice(program, slots, keep, any_action, tuple(cutter.node(node) for node in program.nodes), jumps)


@dataclass(frozen=True, slots=True)
class _Cutter:
    program: Program
    places: Mapping[int, int]
    keep: int
    any_action: bool

    def node(self, node: Node) -> SlicedNode:
        return SlicedNode(
            node=node,
            waits=node.waits,
            when=self.possible(node.condition),
            arrive=self.effect(node.arrive),
            ways=self.ways(node.edges),
            ticks=self.ticks(node.options),
            branches=tuple((self.possible(condition), target) for _, target, condition in node.branches),
            enter=self.effect(node.enter),
            results=tuple(
                (self.places[mine], self.places.get(its), table, range(len(self.program.facts[mine].domain.values)))
                for mine, its, table in node.results
                if mine in self.places
            ),
        )

    def ways(self, edges: tuple[Edge, ...]) -> tuple[Way, ...]:
        classes: dict[object, Way] = {}
        for answer, edge in enumerate(edges):
            effect = self.effect(edge.change)
            key = (edge.target, effect, self.relevant(edge.condition))
            classes.setdefault(key, Way(answer, self.possible(edge.condition), effect, edge.target))
        return tuple(classes.values())

    def ticks(self, options: tuple[Edge, ...]) -> tuple[tuple[int, Possible, Effect], ...]:
        found = []
        for number, option in enumerate(options):
            effect = self.effect(option.change)
            if effect.sets or effect.forks or effect.do:
                found.append((number, self.possible(option.condition), effect))
        return tuple(found)

    def effect(self, change: Change) -> Effect:
        sets = tuple((self.places[slot], value) for slot, value in change.sets if slot in self.places)
        forks = tuple(
            (self.places[slot], range(len(self.program.facts[slot].domain.values)))
            for slot, _ in change.computed
            if slot in self.places
        )
        return Effect(sets, forks, int(change.do != 0) if self.any_action else change.do & self.keep)

    def relevant(self, condition: core.Condition | None) -> object:
        """What tells two conditions apart here: the tree when the slice sees some of it, else nothing."""
        if condition is None:
            return None
        return condition if core.slots(condition) & self.places.keys() else "unseen"

    def possible(self, condition: core.Condition | None) -> Possible:
        """What a condition can be, seen through the slice."""
        if condition is None:
            return lambda facts: YES
        seen = core.slots(condition) & self.places.keys()
        if not seen and core.slots(condition):
            return lambda facts: BOTH
        if seen == core.slots(condition):
            test = compile_condition(_moved(condition, self.places))
            return lambda facts: YES if test(facts) else NO
        return lambda facts: _three(condition, self.places, facts)


def _moved(tree: core.Condition, places: Mapping[int, int]) -> core.Condition:
    """The condition over places of the sliced state instead of slots."""
    match tree:
        case core.Member(slot=slot, values=values):
            return core.Member(places[slot], values)
        case core.And(parts=parts):
            return core.And(tuple(_moved(p, places) for p in parts))
        case core.Or(parts=parts):
            return core.Or(tuple(_moved(p, places) for p in parts))
        case core.Not(part=part):
            return core.Not(_moved(part, places))
        case core.Compare(op=op, left=left, right=right):
            return core.Compare(op, _moved_amount(left, places), _moved_amount(right, places))


def _moved_amount(tree: core.Amount, places: Mapping[int, int]) -> core.Amount:
    match tree:
        case core.Constant():
            return tree
        case core.Value(slot=slot, first=first, low=low, default=default):
            return core.Value(places[slot], first, low, default)
        case core.Total(op=op, left=left, right=right):
            return core.Total(op, _moved_amount(left, places), _moved_amount(right, places))
        case core.Count(parts=parts):
            return core.Count(tuple(_moved(p, places) for p in parts))


def _three(tree: core.Condition, places: Mapping[int, int], facts: Facts) -> tuple[bool, bool]:
    """Kleene's three values: what is not seen may hold and may fail."""
    match tree:
        case core.Member(slot=slot, values=values):
            if slot not in places:
                return BOTH
            return YES if facts[places[slot]] in values else NO
        case core.And(parts=parts):
            found = [_three(p, places, facts) for p in parts]
            return all(may for may, _ in found), any(may_not for _, may_not in found)
        case core.Or(parts=parts):
            found = [_three(p, places, facts) for p in parts]
            return any(may for may, _ in found), all(may_not for _, may_not in found)
        case core.Not(part=part):
            may, may_not = _three(part, places, facts)
            return may_not, may
        case core.Compare():
            if core.slots(tree) <= places.keys():
                return YES if compile_condition(_moved(tree, places))(facts) else NO
            return BOTH

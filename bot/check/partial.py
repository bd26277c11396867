"""A program of which only some facts are known: what can follow a state, and how much each step weighs at most.

All other facts may be anything, so every conversation of the program is one here too, and weighs no more than here. A
call of a jump is counted always, so nothing goes round: steps lead only forward (F001), calls form no circle (F003).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from typing import NamedTuple, TypeAlias, cast

from bot.check.ground import Ground
from bot.check.guard import ALWAYS, Guard, guard
from bot.check.layout import Facts, Fields, Unpacked
from bot.conditions import core
from bot.dialog.flow import own_answers
from bot.dialog.model import Change, Edge, Kind, Node


class Spot(NamedTuple):
    """A state: about to come to a node (shown: at it, its screen is seen), known facts, stack as the engine's."""

    node: int
    facts: Facts
    stack: tuple[int, ...]
    shown: bool = False


class Assumed(NamedTuple):
    """A condition, and what it is taken to be."""

    condition: core.Condition
    holds: bool


Deed: TypeAlias = Assumed | Change | Node
"""What is assumed and done on a way, in order; a node is a call whose results are taken home."""


class Move(NamedTuple):
    """One way on. weight: at most. answer: as the engine takes it, None for a silent move."""

    weight: int
    to: Spot
    answer: int | None
    deeds: tuple[Deed, ...]


class Partial:
    """The program seen through some facts (slots), for one measure."""

    def __init__(self, ground: Ground, known: Sequence[int]) -> None:
        self.ground, self.program, self.measure, self.layout = ground, ground.program, ground.measure, ground.layout
        self.slots = frozenset((*(jump.counter for jump in self.program.jumps), *known))
        self.kept = self.layout.fields(self.slots)
        self.guards: dict[int, Guard] = {}
        self.plain: dict[int, tuple[Fields, Facts] | None] = {}
        back = [jump for jump in self.program.jumps if jump.call]
        self.spent = [(self.layout.field(j.counter), self.layout.packed({j.counter: j.times})) for j in back]

    def starts(self, entry: str) -> Iterator[Spot]:
        """All beginnings: what the door gives can have any value."""
        index = self.program.dialogs[entry].first
        given = [slot for slot in self.program.given if slot in self.slots]
        begun = self.layout.packed({slot: self.program.start[slot] for slot in self.slots.difference(given)})
        for values in product(*(self._explored(slot) for slot in given)):
            yield self.spot(index, begun + sum(values), ())

    def spot(self, index: int, facts: Facts, stack: tuple[int, ...], *, shown: bool = False) -> Spot:
        """A state without what no longer matters."""
        index = self.ground.ahead[index]
        alive = self.ground.calm
        for counter, spent in self.spent:
            if facts & counter < spent:
                alive = self.ground.alive
        return Spot(index, facts & alive[index], stack, shown)

    def seen_by(self, coarse: Partial, spot: Spot) -> Spot:
        """The state as it is seen where fewer facts are known."""
        return Spot(spot.node, spot.facts & coarse.kept, spot.stack, spot.shown)

    def moves(self, spot: Spot) -> Iterator[Move]:
        """All that may follow."""
        node = self.program.nodes[spot.node]
        if spot.shown:
            if node.kind is not Kind.FINISH:
                yield from self._answers(node, spot)
                yield from self._jumps(node, spot)
            return
        own = self._of(node.condition)
        if own.fails(spot.facts):
            yield Move(0, self.spot(node.after, spot.facts, spot.stack), None, _taken(node.condition, False))
        if own.may(spot.facts):
            for facts in self._after(node.arrive, spot.facts):
                yield from self._arrived(node, facts, spot.stack, (*_taken(node.condition, True), node.arrive))

    def _arrived(self, node: Node, facts: Facts, stack: tuple[int, ...], deeds: tuple[Deed, ...]) -> Iterator[Move]:
        match node.kind:
            case Kind.ROUTE:
                for _, target, condition in node.branches:
                    asked = self._of(condition)
                    if asked.may(facts):
                        yield Move(0, self.spot(target, facts, stack), None, (*deeds, *_taken(condition, True)))
                    if not asked.fails(facts):
                        return
                    deeds = (*deeds, *_taken(condition, False))
            case Kind.CALL:
                for inside in self._after(node.enter, facts):
                    yield Move(0, self.spot(node.entry, inside, (*stack, node.index)), None, (*deeds, node.enter))
            case Kind.RETURN if stack[-1] < 0:
                yield Move(0, self.spot(-1 - stack[-1], facts, stack[:-1]), None, deeds)
            case Kind.RETURN:
                call = self.program.nodes[stack[-1]]
                for home in self._home(call, facts):
                    yield Move(0, self.spot(call.edges[0].target, home, stack[:-1]), None, (*deeds, call))
            case _:
                weight = 0
                for condition, part in self.measure.screen(node):
                    if part and self._of(condition).may(facts):
                        weight += part
                        deeds = (*deeds, *_taken(condition, True))
                yield Move(weight, self.spot(node.index, facts, stack, shown=True), None, deeds)

    def _answers(self, node: Node, spot: Spot) -> Iterator[Move]:
        weight = self.measure.answer(node)
        if node.kind is Kind.SEVERAL:
            yield from self._ticked(node, spot, weight)
            return
        seen = set[Spot]()
        for number, edge in enumerate(node.edges):
            if not self._of(edge.condition).may(spot.facts):
                continue
            for facts in self._after(edge.change, spot.facts):
                to = self.spot(edge.target, facts, spot.stack)
                if to not in seen:
                    seen.add(to)
                    yield Move(weight, to, number, (*_taken(edge.condition, True), edge.change))

    def _ticked(self, node: Node, spot: Spot, weight: int) -> Iterator[Move]:
        """For each result of the ticks, the heaviest set of them."""
        tick, target = self.measure.tick(node), node.edges[0].target
        results: dict[Facts, tuple[int, int, tuple[Edge, ...]]] = {spot.facts: (weight, 0, ())}
        for number, option in enumerate(node.options):
            if not self._of(option.condition).may(spot.facts):
                continue
            for before, (so_far, mask, ticked) in list(results.items()):
                for after in self._after(option.change, before):
                    more = (so_far + tick, mask | 1 << number, (*ticked, option))
                    if after not in results or results[after][0] < more[0]:
                        results[after] = more
        for facts, (total, mask, ticked) in results.items():
            assumed = tuple(pair for option in ticked for pair in _taken(option.condition, True))
            changes = tuple(option.change for option in ticked)
            yield Move(total, self.spot(target, facts, spot.stack), mask, (*assumed, *changes))

    def _jumps(self, node: Node, spot: Spot) -> Iterator[Move]:
        nodes = self.program.nodes
        for number, jump in enumerate(self.program.jumps):
            used = self.layout.value(spot.facts, jump.counter)
            if node.dialog in jump.dialogs or used >= jump.times:
                continue
            if jump.call and any(nodes[at if at >= 0 else -1 - at].dialog in jump.dialogs for at in spot.stack):
                continue
            if not self._of(jump.condition).may(spot.facts):
                continue
            counted = Change(((jump.counter, used + 1),))
            way_back = (*spot.stack, -1 - node.index) if jump.call else ()
            once = self.layout.packed({jump.counter: 1})
            for facts in self._after(jump.enter, spot.facts):
                to = self.spot(jump.entry, facts + once, way_back)
                deeds: tuple[Deed, ...] = (*_taken(jump.condition, True), jump.enter, counted)
                yield Move(self.measure.jump(node), to, own_answers(node) + number, deeds)

    def _of(self, condition: core.Condition | None) -> Guard:
        if condition is None:
            return ALWAYS
        found = self.guards.get(id(condition))  # a tree is slow to hash, and the program keeps it
        if found is None:
            found = self.guards[id(condition)] = guard(condition, self.layout, self.kept)
        return found

    def _after(self, change: Change, facts: Facts) -> tuple[Facts, ...]:
        """The known facts after a change; what is computed from facts that are not known can be anything."""
        if id(change) not in self.plain:  # the program keeps it
            self.plain[id(change)] = self._plain(change)
        plain = self.plain[id(change)]
        if plain is not None:
            return (facts & ~plain[0] | plain[1],)
        values: dict[int, tuple[Facts, ...]] = {}
        for slot, value in change.sets:
            if slot in self.slots:
                values[slot] = (self._value(slot, value),)
        for slot, value_of, reads in change.computed:
            if slot in self.slots:
                seen = cast("Sequence[int]", Unpacked(self.layout, facts))
                values[slot] = (self._value(slot, value_of(seen)),) if reads <= self.slots else self._explored(slot)
        kept = facts & ~self.layout.fields(values)
        return tuple(kept + sum(each) for each in product(*values.values()))

    def _plain(self, change: Change) -> tuple[Fields, Facts] | None:
        """The known facts that a change sets, and to what; None where some are computed."""
        if any(slot in self.slots for slot, _, _ in change.computed):
            return None
        sets = {slot: value for slot, value in change.sets if slot in self.slots}
        return self.layout.fields(sets), sum(self._value(slot, value) for slot, value in sets.items())

    def _home(self, call: Node, facts: Facts) -> list[Facts]:
        """The known facts after a call's results are taken home."""
        found = [facts]
        for mine, its, table in call.results:
            if mine in self.slots:
                known = (self._value(mine, table[self.layout.value(facts, its)]),)
                values = known if its in self.slots else self._explored(mine)
                found = [each & ~self.layout.field(mine) | value for each in found for value in values]
        return found

    def _value(self, slot: int, value: int) -> Facts:
        """A value at its bits, or that of one that stands for it."""
        return self.ground.same(slot)[value] << self.layout.shifts[slot]

    def _explored(self, slot: int) -> tuple[Facts, ...]:
        return tuple(value << self.layout.shifts[slot] for value in dict.fromkeys(self.ground.same(slot)))


def _taken(condition: core.Condition | None, holds: bool) -> tuple[Assumed, ...]:
    return () if condition is None else (Assumed(condition, holds),)

"""A program of which only some facts are known: what can follow a state, and how much each step weighs at most.

All other facts may be anything, so every conversation of the program is one here too, and weighs no more than here. A
call of a jump is counted always, so nothing goes round: steps lead only forward (F001), calls form no circle (F003).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import product
from operator import mul
from typing import NamedTuple, TypeAlias, cast

from bot.check.ground import Ground
from bot.check.guard import ALWAYS, Facts, Guard, guard
from bot.check.slice import Seen
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
    """The program seen through some facts (slots, in the order they became known), for one measure.

    What one sees with more facts begins with what one sees with fewer, so `seen_by` only cuts.
    """

    def __init__(self, ground: Ground, known: Sequence[int]) -> None:
        self.ground, self.program, self.measure = ground, ground.program, ground.measure
        counters = [jump.counter for jump in self.program.jumps]
        self.slots = (*counters, *known)
        self.places = {slot: place for place, slot in enumerate(self.slots)}
        self.same = [ground.same(slot) for slot in self.slots]
        self.guarded = cache(lambda condition: guard(condition, self.places))
        self.spent = [(place, jump.times) for place, jump in enumerate(self.program.jumps) if jump.call]
        self.masks = [
            [[int(slot in alive) for slot in self.slots] for alive in table] for table in (ground.alive, ground.calm)
        ]

    def starts(self, entry: str) -> Iterator[Spot]:
        """All beginnings: what the door gives can have any value."""
        index = self.program.dialogs[entry].first
        values = [
            dict.fromkeys(self.same[place]) if slot in self.program.given else (self.program.start[slot],)
            for place, slot in enumerate(self.slots)
        ]
        for facts in product(*values):
            yield self.spot(index, facts, ())

    def spot(self, index: int, facts: Facts, stack: tuple[int, ...], *, shown: bool = False) -> Spot:
        """A state without what no longer matters."""
        index = self.ground.ahead[index]
        calm = all(facts[place] >= times for place, times in self.spent)
        return Spot(index, tuple(map(mul, facts, self.masks[calm][index])), stack, shown)

    def seen_by(self, coarse: Partial, spot: Spot) -> Spot:
        """The state as it is seen where fewer facts are known."""
        return Spot(spot.node, spot.facts[: len(coarse.slots)], spot.stack, spot.shown)

    def moves(self, spot: Spot) -> Iterator[Move]:
        """All that may follow."""
        node = self.program.nodes[spot.node]
        if spot.shown:
            if node.kind is not Kind.FINISH:
                yield from self._answers(node, spot)
                yield from self._jumps(node, spot)
            return
        own = self._of(node.condition)
        holds, fails = own.possible(spot.facts)
        if fails:
            yield Move(0, self.spot(node.after, spot.facts, spot.stack), None, _taken(node.condition, False))
        if holds:
            for facts in self._after(node.arrive, spot.facts):
                yield from self._arrived(node, facts, spot.stack, (*_taken(node.condition, True), node.arrive))

    def _arrived(self, node: Node, facts: Facts, stack: tuple[int, ...], deeds: tuple[Deed, ...]) -> Iterator[Move]:
        match node.kind:
            case Kind.ROUTE:
                for _, target, condition in node.branches:
                    holds, fails = self._of(condition).possible(facts)
                    if holds:
                        yield Move(0, self.spot(target, facts, stack), None, (*deeds, *_taken(condition, True)))
                    if not fails:
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
                    if part and self._of(condition).possible(facts)[0]:
                        weight += part
                        deeds = (*deeds, *_taken(condition, True))
                yield Move(weight, self.spot(node.index, facts, stack, shown=True), None, deeds)

    def _answers(self, node: Node, spot: Spot) -> Iterator[Move]:
        weight = self.measure.answer(node)
        if node.kind is Kind.SEVERAL:
            yield from self._ticked(node, spot, weight)
            return
        seen = set()
        for number, edge in enumerate(node.edges):
            if not self._of(edge.condition).possible(spot.facts)[0]:
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
            if not self._of(option.condition).possible(spot.facts)[0]:
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
            counter = self.places[jump.counter]
            if node.dialog in jump.dialogs or spot.facts[counter] >= jump.times:
                continue
            if jump.call and any(nodes[at if at >= 0 else -1 - at].dialog in jump.dialogs for at in spot.stack):
                continue
            if not self._of(jump.condition).possible(spot.facts)[0]:
                continue
            counted = Change(((jump.counter, spot.facts[counter] + 1),))
            way_back = (*spot.stack, -1 - node.index) if jump.call else ()
            for facts in self._after(jump.enter, spot.facts):
                to = self.spot(jump.entry, self._after(counted, facts)[0], way_back)
                deeds: tuple[Deed, ...] = (*_taken(jump.condition, True), jump.enter, counted)
                yield Move(self.measure.jump(node), to, own_answers(node) + number, deeds)

    def _of(self, condition: core.Condition | None) -> Guard:
        return ALWAYS if condition is None else self.guarded(condition)

    def _after(self, change: Change, facts: Facts) -> tuple[Facts, ...]:
        """The known facts after a change; what is computed from facts that are not known can be anything."""
        new = list(facts)
        for slot, value in change.sets:
            if slot in self.places:
                new[self.places[slot]] = self.same[self.places[slot]][value]
        forks: list[int] = []
        for slot, value_of, reads in change.computed:
            if slot not in self.places:
                continue
            place = self.places[slot]
            if reads <= self.places.keys():
                new[place] = self.same[place][value_of(cast("Sequence[int]", Seen(self.places, facts)))]
            else:
                forks.append(place)
        if not forks:
            return (tuple(new),)
        found = []
        for values in product(*(dict.fromkeys(self.same[place]) for place in forks)):
            for place, value in zip(forks, values, strict=True):
                new[place] = value
            found.append(tuple(new))
        return tuple(found)

    def _home(self, call: Node, facts: Facts) -> list[Facts]:
        """The known facts after a call's results are taken home."""
        found = [facts]
        for mine, its, table in call.results:
            if mine in self.places:
                place = self.places[mine]
                values = (table[facts[self.places[its]]],) if its in self.places else dict.fromkeys(self.same[place])
                found = [(*f[:place], self.same[place][v], *f[place + 1 :]) for f in found for v in values]
        return found


def _taken(condition: core.Condition | None, holds: bool) -> tuple[Assumed, ...]:
    return () if condition is None else (Assumed(condition, holds),)

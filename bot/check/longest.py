"""The longest conversation, exactly: the heaviest way through the states, refined until it is a real one.

Begins knowing no fact. The heaviest way there weighs at least as much as any conversation; it is then walked with all
facts. Where a condition is not what was assumed, its facts are known from then on, and the search begins anew
(counterexample-guided refinement, Clarke and others 2000). The first way that is real is the longest conversation.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.check.ceiling import Ceiling
from bot.check.ground import Ground, Measure
from bot.check.partial import Assumed, Move, Partial
from bot.check.search import Layers, Way
from bot.conditions import core
from bot.conditions.evaluate import compile_condition
from bot.dialog.flow import own_answers
from bot.dialog.model import Change, Kind, Program
from bot.engine.effects import Refused
from bot.engine.step import State, apply, start, step

LIMIT = 20_000
"""States of one search; more are not worth the wait."""


@dataclass(frozen=True, slots=True)
class Longest:
    """most: no conversation weighs more. answers: of one that weighs `reached`, with what the door gave.
    exact: whether the two are the same. states: of the last search."""

    most: int
    reached: int
    given: tuple[int, ...]
    answers: tuple[int, ...]
    states: int

    @property
    def exact(self) -> bool:
        """Whether the longest conversation is known, not only a bound."""
        return self.most == self.reached


def longest(
    program: Program,
    measure: Measure,
    entry: str,
    *,
    enough: int | None = None,
    limit: int = LIMIT,
    ceiling: Ceiling | None = None,
) -> Longest:
    """The heaviest conversation from an entry.

    Args:
        program: the dialogs.
        measure: what weighs how much.
        entry: where it begins.
        enough: stop as soon as no conversation can weigh more than this, or one that does is found.
        limit: states of one search; beyond it what is known so far is given.
        ceiling: that of the program, when it is there already.
    """
    layers = Layers(ceiling or Ceiling(program), measure)
    known: tuple[int, ...] = ()
    best = Longest(layers.most(entry), -1, (), (), 0)
    while True:
        part = Partial(layers.ground, known)
        found = layers.heaviest(part, entry, limit)
        if found is None:
            return best if best.reached >= 0 else _either(best, _greedy(layers, known, entry))
        best = replace(best, most=min(best.most, found.weight), states=found.states)
        way = _walked(layers.ground, part, entry, found)
        best = _either(best, way)
        if enough is None and not best.exact:
            best = _either(best, _greedy(layers, known, entry))
        more = way.culprits - part.slots or layers.ground.sources(part.slots) - part.slots
        if best.exact or (enough is not None and (best.most <= enough or best.reached > enough)) or not more:
            return best
        known += tuple(sorted(more))


def _greedy(layers: Layers, known: tuple[int, ...], entry: str) -> _Walk:
    """A real conversation that always takes what may come to most. Counters of jumps are always known."""
    program = layers.ground.program
    counters = {jump.counter for jump in program.jumps}
    others = (slot for slot in range(len(program.facts)) if slot not in known and slot not in counters)
    every = Partial(layers.ground, (*known, *others))
    return _walked(layers.ground, every, entry, layers.greedy(every, entry))


def _either(best: Longest, walk: _Walk) -> Longest:
    """The same with the conversation that was walked, when it weighs more."""
    if walk.weight <= best.reached:
        return best
    return replace(best, reached=walk.weight, given=walk.given, answers=walk.answers)


@dataclass(frozen=True, slots=True)
class _Walk:
    """A way with all facts. weight, given, answers: of the conversation that its answers make, as far as they are not
    refused. culprits: facts of the conditions that are not as assumed."""

    weight: int
    given: tuple[int, ...]
    answers: tuple[int, ...]
    culprits: frozenset[int]


def _walked(ground: Ground, part: Partial, entry: str, found: Way) -> _Walk:
    program = ground.program
    given = tuple(
        part.layout.value(found.first.facts, slot) if slot in part.slots else program.start[slot]
        for slot in program.given
    )
    facts = list(program.start)
    for slot, value in zip(program.given, given, strict=True):
        facts[slot] = value
    answers = tuple(move.answer for move in found.moves if move.answer is not None)
    weight, taken = weigh(program, ground.measure, entry, given, answers)
    return _Walk(weight, given, answers[:taken], _culprits(tuple(facts), found.moves))


def _culprits(facts: tuple[int, ...], way: Iterable[Move]) -> frozenset[int]:
    """The facts of the first condition that is not as assumed; none when all are.

    The first alone: each fact that is known multiplies the states, and one often settles several conditions.
    """
    for deed in (deed for move in way for deed in move.deeds):
        match deed:
            case Assumed(condition=condition, holds=holds):
                if compile_condition(condition)(facts) != holds:
                    return core.slots(condition)
            case Change():
                facts = apply(deed, facts, 0)[0]
            case _:
                new = list(facts)
                for mine, its, table in deed.results:
                    new[mine] = table[facts[its]]
                facts = tuple(new)
    return frozenset()


def weigh(
    program: Program, measure: Measure, entry: str, given: tuple[int, ...], answers: tuple[int, ...]
) -> tuple[int, int]:
    """What a conversation weighs, and how many of its answers are taken before one is refused."""
    state = start(program, entry, given)[0]
    weight = _seen(program, measure, state)
    for number, answer in enumerate(answers):
        node = program.nodes[state[0]]
        after, effects = step(program, state, answer)
        if isinstance(effects[-1], Refused) or after == state:  # boxes meant for another step lead nowhere
            return weight, number
        if answer >= own_answers(node):
            weight += measure.jump(node)
        else:
            ticks = answer.bit_count() if node.kind is Kind.SEVERAL else 0
            weight += measure.answer(node) + ticks * measure.tick(node)
        state = after
        weight += _seen(program, measure, state)
    return weight, len(answers)


def _seen(program: Program, measure: Measure, state: State) -> int:
    parts = measure.screen(program.nodes[state[0]])
    return sum(part for condition, part in parts if condition is None or compile_condition(condition)(state[1]))

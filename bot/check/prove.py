"""A rule holds, or a real conversation breaks it, or nothing is said.

Begins with the facts that the rule itself names. An offence found in the slice is played in the engine; if it does
not happen there, the facts that the engine looked at on the way are added to the slice, and the search begins anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import cached_property
from typing import TypeAlias, cast

from bot.check import LIMIT
from bot.check.alike import alike
from bot.check.doubt import doubt
from bot.check.explore import Watch, explore
from bot.check.guard import Facts
from bot.check.reduce import reduce
from bot.check.rules import Safety
from bot.check.sample import sample, seek
from bot.check.slice import Seen, Slice, Slicer
from bot.conditions import core
from bot.dialog.model import Node, Program
from bot.engine.step import State


class Verdict(Enum):
    """What is known of a rule.

    HOLDS: over all states. VACUOUS: it speaks of no state. BROKEN: by a conversation. NOT_PROVEN: a limit was reached.
    """

    HOLDS = "holds"
    VACUOUS = "vacuous"
    BROKEN = "broken"
    NOT_PROVEN = "not proven"


@dataclass(frozen=True, slots=True)
class Proof:
    """verdict; states visited in the last slice; the entry and answers of a conversation that breaks the rule."""

    verdict: Verdict
    states: int
    entry: str = ""
    given: tuple[int, ...] = ()
    answers: tuple[int, ...] = ()


Asked: TypeAlias = Callable[[Safety, Node, Sequence[int], int], bool]
"""Whether a state is one that is looked for: of rule, node, facts by slot, and actions."""


def prove(program: Program, rule: Safety, limit: int = LIMIT) -> Proof:
    """Prove one rule from every entry."""
    return Prover(program, limit).prove(rule)


def prove_all(rules: Iterable[Safety], limit: int = LIMIT) -> Iterator[tuple[Safety, Proof]]:
    """Prove rules one after the other; those over one program share what can be shared."""
    prover: Prover | None = None
    for rule in rules:
        if prover is None or prover.program is not rule.program:
            prover = Prover(rule.program, limit)
        yield rule, prover.prove(rule)


class Prover:
    """Proves rules over one program, with what all proofs of it share.

    limit: states that one search may visit before it gives up.
    """

    def __init__(self, program: Program, limit: int = LIMIT) -> None:
        self.program = program
        self.limit = limit
        self.same = alike(program)
        self.slicer = Slicer(program)

    @cached_property
    def met(self) -> tuple[State, ...]:
        """States that conversations come to."""
        return sample(self.program)

    def prove(self, rule: Safety) -> Proof:
        """The verdict over all conversations from all entries."""

        def spoken(state: State) -> bool:
            return rule.speaks(self.program.nodes[state[0]], state[1])

        if not any(map(spoken, self.met)) and not seek(self.program, rule.facts, spoken):
            proof = self.settle(rule, _speaks)
            if proof.verdict is Verdict.HOLDS:  # no conversation comes to where it speaks
                return replace(proof, verdict=Verdict.VACUOUS)
            if proof.verdict is Verdict.NOT_PROVEN:
                return proof
        return self.settle(rule, _offends)

    def settle(self, rule: Safety, asked: Asked) -> Proof:
        """HOLDS when no conversation comes to a state that is asked for, else BROKEN with a shortest one."""
        program, facts = self.program, rule.facts
        while True:
            # The rule's own facts are looked at by functions that cannot say which of their values are alike.
            same = {slot: self.same[slot] for slot in facts - rule.facts}
            part = self.slicer.cut(facts, rule.actions, any_action=rule.any_action, same=same)
            watch = _watch(rule, part, asked)
            found = explore(reduce(part, rule.sees, rule.facts), program.entries, watch, self.limit)
            states = found.states
            if found.complete and found.offence is None:
                return Proof(Verdict.HOLDS, states)
            if found.offence is not None:  # the reduced slice knows that there is one, the whole which is the shortest
                found = explore(part, program.entries, watch, self.limit)
            if found.offence is None:
                return Proof(Verdict.NOT_PROVEN, found.states)
            places = part.places
            given = tuple(found.start[places[s]] if s in places else program.start[s] for s in program.given)
            more = doubt(part, given, found, lambda node, full, done: asked(rule, node, full, done))
            if more is None:
                return Proof(Verdict.BROKEN, states, found.entry, given, found.offence)
            facts = _wider(program, facts, more)
            if len(facts) == len(part.slots):
                return Proof(Verdict.NOT_PROVEN, found.states)


def _watch(rule: Safety, part: Slice, asked: Asked) -> Watch:
    places = part.places

    def watch(node: Node, facts: Facts, done: int) -> bool:
        return rule.sees(node) is not None and asked(rule, node, cast("Sequence[int]", Seen(places, facts)), done)

    return watch


def _speaks(rule: Safety, node: Node, facts: Sequence[int], done: int) -> bool:
    return rule.speaks(node, facts)


def _offends(rule: Safety, node: Node, facts: Sequence[int], done: int) -> bool:
    return rule.speaks(node, facts) and not rule.holds(node, facts, done)


def _wider(program: Program, facts: frozenset[int], more: frozenset[int]) -> frozenset[int]:
    """More facts to look at: those that are named; if they are looked at already all that decide anywhere, then all."""
    return next((facts | each for each in (more, _deciding(program)) if not each <= facts), _all(program))


def _all(program: Program) -> frozenset[int]:
    return frozenset(range(len(program.facts)))


def _deciding(program: Program) -> frozenset[int]:
    """All facts that any condition looks at."""
    found = [node.condition for node in program.nodes] + [jump.condition for jump in program.jumps]
    for node in program.nodes:
        found += [edge.condition for edge in (*node.edges, *node.options)]
        found += [condition for _, _, condition in node.branches]
    return frozenset().union(*(core.slots(condition) for condition in found if condition is not None))

"""A rule holds, or a real conversation breaks it, or nothing is said.

Begins with the facts that the rule itself names. An offence found in the slice is played in the engine; if it does
not happen there, the facts that the engine looked at on the way are added to the slice, and the search begins anew.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from bot.check.explore import explore
from bot.check.slice import Facts, cut
from bot.conditions import core
from bot.dialog.model import Node, Program
from bot.engine.effects import Refused
from bot.engine.step import State, start, step


class Verdict(Enum):
    """HOLDS over all states; BROKEN by a conversation; NOT_PROVEN: a limit was reached."""

    HOLDS = "holds"
    BROKEN = "broken"
    NOT_PROVEN = "not proven"


@dataclass(frozen=True, slots=True)
class Safety:
    """No waiting state offends. facts: slots that `offends` looks at; actions: bits it looks at.

    offends: of a node, a way to read a fact's value index by slot, and the kept actions.
    """

    name: str
    facts: frozenset[int]
    actions: int
    offends: Callable[[Node, Callable[[int], int], int], bool]


@dataclass(frozen=True, slots=True)
class Proof:
    """verdict; states visited in the last slice; the entry and answers of a conversation that breaks the rule."""

    verdict: Verdict
    states: int
    entry: str = ""
    given: tuple[int, ...] = ()
    answers: tuple[int, ...] = ()


def prove(program: Program, rule: Safety, limit: int = 5_000_000) -> Proof:
    """Prove a rule from every entry."""
    states = 0
    for entry in program.entries:
        proof = _prove(program, rule, entry, limit)
        states += proof.states
        if proof.verdict is not Verdict.HOLDS:
            return Proof(proof.verdict, states, entry, proof.given, proof.answers)
    return Proof(Verdict.HOLDS, states)


def _prove(program: Program, rule: Safety, entry: str, limit: int) -> Proof:
    facts = rule.facts
    while True:
        part = cut(program, facts, rule.actions)
        place = {slot: at for at, slot in enumerate(part.slots)}

        def watch(node: Node, sliced: Facts, actions: int, place: dict[int, int] = place) -> bool:
            return rule.offends(node, lambda slot: sliced[place[slot]], actions)

        found = explore(part, entry, watch, limit)
        if not found.complete:
            return Proof(Verdict.NOT_PROVEN, found.states)
        if found.offence is None:
            return Proof(Verdict.HOLDS, found.states)
        given = tuple(found.start[place[slot]] if slot in place else program.start[slot] for slot in program.given)
        more, broken = _play(program, rule, entry, given, found.offence)
        if broken:
            return Proof(Verdict.BROKEN, found.states, entry, given, found.offence)
        if more <= facts:
            more = frozenset(range(len(program.facts)))
        if more <= facts:
            return Proof(Verdict.NOT_PROVEN, found.states)
        facts |= more


def _play(program: Program, rule: Safety, entry: str, given: tuple[int, ...], answers: tuple[int, ...]) -> tuple[frozenset[int], bool]:
    """Play the answers in the engine: the facts that it looked at until it went another way, and whether it offends."""
    state: State = start(program, entry, given)[0]
    seen = _looked_at(program, state[0])
    for answer in answers:
        state, effects = step(program, state, answer)
        seen |= _looked_at(program, state[0])
        if isinstance(effects[-1], Refused):
            return seen, False
    facts = state[1]
    return seen, rule.offends(program.nodes[state[0]], lambda slot: facts[slot], state[3])


def _looked_at(program: Program, index: int) -> frozenset[int]:
    """Facts that decide in the dialog of a node: coarse, but it grows only when it must."""
    dialog = program.nodes[index].dialog
    found: frozenset[int] = frozenset()
    for node in program.nodes:
        if node.dialog == dialog:
            for condition in _conditions(node):
                found |= core.slots(condition)
    return found


def _conditions(node: Node) -> list[core.Condition]:
    every = [node.condition, *(edge.condition for edge in (*node.edges, *node.options)), *(c for _, _, c in node.branches)]
    return [condition for condition in every if condition is not None]

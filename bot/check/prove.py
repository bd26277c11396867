"""A rule holds, or a real conversation breaks it, or nothing is said.

Begins with the facts that the rule itself names. An offence found in the slice is played in the engine; if it does
not happen there, the facts that the engine looked at on the way are added to the slice, and the search begins anew.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import cast

from bot.check.explore import Found, explore
from bot.check.rules import Safety
from bot.check.slice import Facts, cut
from bot.conditions import core
from bot.dialog.flow import successors
from bot.dialog.model import Kind, Node, Program
from bot.engine.effects import Refused
from bot.engine.step import State, start, step


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


def prove(program: Program, rule: Safety, limit: int = 500_000) -> Proof:
    """Prove a rule from every entry."""
    states, verdict = 0, Verdict.VACUOUS
    for entry in program.entries:
        proof = _prove(program, rule, entry, limit)
        states += proof.states
        if proof.verdict in (Verdict.BROKEN, Verdict.NOT_PROVEN):
            return Proof(proof.verdict, states, entry, proof.given, proof.answers)
        if proof.verdict is Verdict.HOLDS:
            verdict = Verdict.HOLDS
    return Proof(verdict, states)


@dataclass(frozen=True, slots=True)
class _Seen:
    """Facts of a slice, indexed by their slot in the program."""

    places: Mapping[int, int]
    values: Facts

    def __getitem__(self, slot: int) -> int:
        return self.values[self.places[slot]]


def _prove(program: Program, rule: Safety, entry: str, limit: int) -> Proof:
    facts = rule.facts
    while True:
        part = cut(program, facts, rule.actions, any_action=rule.any_action)
        place = {slot: at for at, slot in enumerate(part.slots)}

        spoken = 0

        def watch(node: Node, sliced: Facts, actions: int, place: dict[int, int] = place) -> bool:
            nonlocal spoken
            seen = cast("Sequence[int]", _Seen(place, sliced))
            if not rule.speaks(node, seen):
                return False
            spoken += 1
            return not rule.holds(node, seen, actions)

        found = explore(part, entry, watch, limit)
        if not found.complete:
            return Proof(Verdict.NOT_PROVEN, found.states)
        if found.offence is None:
            return Proof(Verdict.HOLDS if spoken else Verdict.VACUOUS, found.states)
        given = tuple(found.start[place[slot]] if slot in place else program.start[slot] for slot in program.given)
        more, broken = _play(program, rule, entry, given, found)
        if broken:
            return Proof(Verdict.BROKEN, found.states, entry, given, found.offence)
        if more <= facts:  # what decided here is kept already; then look at all that can decide anywhere
            more = _deciding(program)
        if more <= facts:
            more = frozenset(range(len(program.facts)))
        if more <= facts:
            return Proof(Verdict.NOT_PROVEN, found.states)
        facts |= more


def _play(
    program: Program, rule: Safety, entry: str, given: tuple[int, ...], found: Found
) -> tuple[frozenset[int], bool]:
    """Play the answers in the engine.

    Returns the facts that decided where it first went another way, and whether it offends.
    """
    state: State = start(program, entry, given)[0]
    if state[0] != found.way[0]:
        return _decided(program, program.dialogs[entry].first), False
    for answer, expected in zip(found.offence or (), found.way[1:], strict=True):
        before = state[0]
        state, effects = step(program, state, answer)
        if isinstance(effects[-1], Refused) or state[0] != expected:
            return _decided(program, before), False
    node, facts = program.nodes[state[0]], state[1]
    if rule.speaks(node, facts) and not rule.holds(node, facts, state[3]):
        return frozenset(), True
    return frozenset().union(*(_decided(program, index) for index in found.way)), False


def _decided(program: Program, index: int) -> frozenset[int]:
    """Facts that decide between a waiting node and the next: its answers' conditions, jumps', and silent nodes'."""
    found: frozenset[int] = frozenset().union(
        *(core.slots(j.condition) for j in program.jumps if j.condition is not None)
    )
    found |= frozenset(jump.counter for jump in program.jumps)
    waiting, seen = [index], set[int]()
    while waiting:
        at = waiting.pop()
        if at in seen:
            continue
        seen.add(at)
        node = program.nodes[at]
        found |= frozenset().union(*(core.slots(condition) for condition in _conditions(node)))
        if node.kind is Kind.RETURN:
            first = program.dialogs[node.dialog].first
            waiting += [
                call.edges[0].target for call in program.nodes if call.kind is Kind.CALL and call.entry == first
            ]
        elif at == index or not node.waits:
            waiting += [node.entry] if node.kind is Kind.CALL else successors(node)
        elif node.when is not None:
            waiting.append(node.after)
    return found


def _deciding(program: Program) -> frozenset[int]:
    """All facts that any condition looks at."""
    return frozenset().union(*(core.slots(condition) for node in program.nodes for condition in _conditions(node)))


def _conditions(node: Node) -> list[core.Condition]:
    every = [
        node.condition,
        *(edge.condition for edge in (*node.edges, *node.options)),
        *(c for _, _, c in node.branches),
    ]
    return [condition for condition in every if condition is not None]

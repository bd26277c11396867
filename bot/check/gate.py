"""G001: nobody reads about the subject before two people are alone and can understand each other.

Basis: rows D01 and D03 and invariant I01 of the decision table (asking alone: regional care programme; professional
interpreter: förvaltningslagen 13 §). Together with T001 (no betraying word outside private dialogs) it says that no
screen before the gate shows the subject.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.check import LIMIT
from bot.check.prove import Prover, Verdict
from bot.check.rules import Safety
from bot.check.story import ended, told
from bot.dialog.model import Node, Program
from bot.problem import Problem

ALONE, INTERPRETER = "alone", "interpreter"


def problems(program: Program, limit: int = LIMIT) -> list[Problem]:
    """[] when the gate is proved or the content has no private dialog."""
    return proved_by(Prover(program, limit))


def proved_by(prover: Prover) -> list[Problem]:
    """The same, by one who proves the rules as well."""
    program = prover.program
    private = [dialog for dialog in program.dialogs.values() if dialog.private]
    if not private:
        return []
    missing = [name for name in (ALONE, INTERPRETER) if name not in program.slots]
    if missing:
        return [
            Problem(
                "G002",
                private[0].where,
                f"a private dialog needs the shared fact “{missing[0]}”",
                "declare it in facts.yaml",
            )
        ]
    proof = prover.prove(_gate(program))
    if proof.verdict in (Verdict.HOLDS, Verdict.VACUOUS):
        return []
    if proof.verdict is Verdict.NOT_PROVEN:
        return [
            Problem(
                "G003",
                private[0].where,
                f"the gate is not proven, {proof.states} states explored",
                "give it more with --states, or make the way to private dialogs simpler",
            )
        ]
    node = program.nodes[ended(program, proof)[0]]
    hint = "call prepare first, or make the dialog not private"
    story = tuple(told(program, proof))
    return [Problem("G001", node.where, f"“{node.id}” is reached before the gate", hint, story=story)]


def _gate(program: Program) -> Safety:
    alone, interpreter = program.slots[ALONE], program.slots[INTERPRETER]
    yes = program.facts[alone].domain.index("yes")
    missing = program.facts[interpreter].domain.index("missing")

    def holds(node: Node, facts: Sequence[int], actions: int) -> bool:
        return facts[alone] == yes and facts[interpreter] != missing

    return Safety(
        name="G001",
        says="Nothing about the subject before two people are alone and understand each other.",
        where=next(d.where for d in program.dialogs.values() if d.private),
        facts=frozenset((alone, interpreter)),
        actions=0,
        speaks=lambda node, facts: node.private,
        fits=lambda node: node.private,
        sees=lambda node: True,
        holds=holds,
        program=program,
        rows=("D01", "D03", "I01"),
    )

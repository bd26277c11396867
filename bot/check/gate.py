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
from bot.dialog.model import Dialog, Node, Program
from bot.problem import Problem

ALONE, INTERPRETER = "alone", "interpreter"
NEEDED = {ALONE: "yes", INTERPRETER: "missing"}
"""Fact → the value that the gate looks for."""


def problems(program: Program, limit: int = LIMIT) -> list[Problem]:
    """[] when the gate is proved or the content has no private dialog."""
    return proved_by(Prover(program, limit))


def proved_by(prover: Prover) -> list[Problem]:
    """The same, by one who proves the rules as well."""
    program = prover.program
    private = [dialog for dialog in program.dialogs.values() if dialog.private]
    gate = rule(program)
    if gate is None:
        return _lacking(program, private[0]) if private else []
    proof = prover.prove(gate)
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


def _lacking(program: Program, private: Dialog) -> list[Problem]:
    """What facts.yaml lacks for a gate that guards anything."""
    for name, value in NEEDED.items():
        if name not in program.slots:
            what, hint = f"a private dialog needs the shared fact “{name}”", "declare it in facts.yaml"
            return [Problem("G002", private.where, what, hint)]
        if program.facts[program.slots[name]].domain.index(value) is None:
            what = f"a private dialog needs the value “{value}” of the shared fact “{name}”"
            return [Problem("G002", private.where, what, "write it in facts.yaml")]
    what = f"“{ALONE}” begins as “{NEEDED[ALONE]}”, before anybody has asked"
    return [Problem("G002", private.where, what, "write another value first in facts.yaml")]


def rule(program: Program) -> Safety | None:
    """The gate as a rule; None where no dialog is private, or the facts are such that it would guard nothing."""
    if not any(dialog.private for dialog in program.dialogs.values()) or not NEEDED.keys() <= program.slots.keys():
        return None
    alone, interpreter = program.slots[ALONE], program.slots[INTERPRETER]
    yes = program.facts[alone].domain.index(NEEDED[ALONE])
    missing = program.facts[interpreter].domain.index(NEEDED[INTERPRETER])
    if not yes or missing is None:  # none, or the first, which is that of a talk that has just begun
        return None

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

"""Everything that is checked of a release once it compiles: the words, the gate, and every rule in every state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.check import gate
from bot.check.prove import Proof, Verdict, prove
from bot.check.rules import Safety, read_rules
from bot.dialog.model import Release
from bot.problem import Problem, Severity, has_errors, in_file_order
from bot.text import plain


@dataclass(frozen=True, slots=True)
class Report:
    """All problems in file order, and each rule with its proof."""

    problems: tuple[Problem, ...]
    proofs: tuple[tuple[Safety, Proof], ...]

    @property
    def states(self) -> int:
        """States explored, all rules together."""
        return sum(proof.states for _, proof in self.proofs)


def examine(release: Release, progress: Callable[[str], None] = lambda name: None) -> Report:
    """Judge a release. `progress` is told the name of each rule as its proof begins."""
    rules, problems = read_rules(release)
    problems += plain.problems(release)
    problems += gate.problems(release.program)
    proofs = []
    for rule in rules if not has_errors(problems) else ():
        progress(rule.name)
        proof = prove(rule.program, rule)
        proofs.append((rule, proof))
        problems += _problem(release, rule, proof)
    return Report(in_file_order(problems), tuple(proofs))


def _problem(release: Release, rule: Safety, proof: Proof) -> list[Problem]:
    program = release.program
    match proof.verdict:
        case Verdict.HOLDS:
            return []
        case Verdict.VACUOUS:
            hint = "write the content it speaks of, or mend its condition"
            return [
                Problem(
                    "R002",
                    rule.where,
                    f"{rule.name} is vacuous: no conversation comes to where it speaks",
                    hint,
                    Severity.WARNING,
                )
            ]
        case Verdict.NOT_PROVEN:
            return [
                Problem(
                    "R003",
                    rule.where,
                    f"{rule.name} is not proven, {proof.states} states explored",
                    "make the way there simpler",
                )
            ]
        case Verdict.BROKEN:
            talk = list(gate.played(program, proof.entry, proof.given, proof.answers))
            message = f"{rule.name} is broken: {rule.says} — " + " → ".join(talk)
            return [Problem("R001", rule.where, message, f"mend step “{talk[-1]}”, or a step before it")]

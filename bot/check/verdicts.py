"""A proof → what an author is told of it.

R001  a rule is broken, with a shortest conversation    R002  a rule is vacuous (warning)    R003  a rule is not proven
"""

from __future__ import annotations

from bot.check import story
from bot.check.prove import Proof, Verdict
from bot.check.rules import Safety
from bot.dialog.model import Release
from bot.problem import Problem, Severity


def problems(release: Release, rule: Safety, proof: Proof) -> list[Problem]:
    """What is to be told of a rule: nothing when it holds."""
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
                    "give it more with --states, or make the way there simpler",
                )
            ]
        case Verdict.BROKEN:
            step = program.nodes[story.ended(program, proof)[0]].id
            hint = f"mend step “{step}”, or a step before it"
            chat = story.broken(release, rule, proof)
            return [Problem("R001", rule.where, f"{rule.name} is broken: {rule.says}", hint, story=chat)]

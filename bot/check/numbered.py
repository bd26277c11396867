"""Whether anything about a person is a number, or is counted: clause I19. Speaks where the release has that clause.

A count of signs is a score, whatever the texts call it, also where it only decides which step an organisation's own
routine shows. How often a jump was used is no fact about a person.

R026  a fact is a number, or a condition counts
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.check.clause_schema import ClausesFile
from bot.check.rules import CLAUSES
from bot.conditions.core import And, Compare, Condition, Not, Or
from bot.dialog.model import Release
from bot.dialog.shape import open_file
from bot.problem import Problem, Span

CLAUSE = "I19"
HINT = "give it values in words, and let whoever talks with the person choose"


def problems(release: Release) -> Iterator[Problem]:
    """R026, for each number and for each step that counts."""
    opened, _ = open_file(release.files, CLAUSES, ClausesFile)
    if opened is None or CLAUSE not in opened[1].clauses:
        return
    program = release.program
    counters = {jump.counter for jump in program.jumps}
    for slot, fact in enumerate(program.facts):
        if fact.domain.is_number and slot not in counters:
            dialog = fact.name.partition(".")[0]
            where = program.dialogs[dialog].where if dialog in program.dialogs else Span("facts.yaml")
            yield Problem("R026", where, f"“{fact.name}” is a number about a person", HINT)
    for where, condition in _conditions(release):
        if condition is not None and _counts(condition):
            yield Problem("R026", where, "this counts facts about a person", HINT)


def _conditions(release: Release) -> Iterator[tuple[Span, Condition | None]]:
    for node in release.program.nodes:
        yield node.where, node.condition
        yield from ((passage.where, passage.condition) for passage in node.passages)
        yield from ((edge.where, edge.condition) for edge in (*node.edges, *node.options))
        yield from ((node.where, condition) for _, _, condition in node.branches)
    for action in release.program.actions.values():
        yield from ((action.where, form.condition) for form in action.forms)


def _counts(tree: Condition) -> bool:
    """Whether whole numbers are compared anywhere in it; values in words never are."""
    match tree:
        case And(parts=parts) | Or(parts=parts):
            return any(map(_counts, parts))
        case Not(part=part):
            return _counts(part)
        case Compare():
            return True
    return False

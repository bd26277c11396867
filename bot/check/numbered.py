"""Whether anything about a person is a number, or is counted: clause I19. Speaks where the release has that clause.

A count of signs is a score, whatever the texts call it, also where it only decides which step an organisation's own
routine shows, where it is written out (“a and b, or a and c, or b and c”), and where answers move a fact on and on
(cool, warm, hot). How often a jump was used is no fact about a person.

R026  a fact is a number or a level, or a condition counts
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import product

from bot.check.clause_schema import ClausesFile
from bot.check.rules import CLAUSES
from bot.conditions.core import And, Compare, Condition, Member, Not, Or
from bot.conditions.domain import Domain
from bot.dialog.model import Program, Release
from bot.dialog.shape import open_file
from bot.problem import Problem, Span

CLAUSE = "I19"
HINT = "give it values in words, and let whoever talks with the person choose"
LEVEL = re.compile(
    r"(?:very_)?(?:low|lower|medium|moderate|middle|high|higher|severe|extreme|red|orange|amber|yellow|green"
    r"|lag|hog|medel|mattlig|rod|gul|gron|zero|one|two|three|four|five|noll|ett|tva|tre|fyra|fem)"
    r"|(?:[a-z]|level|grade|score|step|class|niva|grad|steg|klass)?_?\d{1,2}"
)
"""How a level or a count is called as the value of a fact; two such values make a scale."""
MOST = 8
"""Parts of a condition that are looked through for a count; a longer list of combinations nobody writes by hand."""


def problems(release: Release) -> Iterator[Problem]:
    """R026, for each number and for each step that counts."""
    opened, _ = open_file(release.files, CLAUSES, ClausesFile)
    if opened is None or CLAUSE not in opened[1].clauses:
        return
    program = release.program
    counters = {jump.counter for jump in program.jumps}
    climbed = _ladders(program)
    for slot, fact in enumerate(program.facts):
        if slot in counters or (said := _scale(fact.domain) or ("count" if slot in climbed else "")) == "":
            continue
        dialog = fact.name.partition(".")[0]
        where = program.dialogs[dialog].where if dialog in program.dialogs else Span("facts.yaml")
        yield Problem("R026", where, f"“{fact.name}” is a {said} about a person", HINT)
    for where, condition in _conditions(release):
        if condition is not None and (_counts(condition) or _adds_up(condition)):
            yield Problem("R026", where, "this counts facts about a person", HINT)


def _scale(domain: Domain) -> str:
    """“number” or “level” where the values of a fact are a scale, else ""."""
    if domain.is_number:
        return "number"
    return "level" if sum(LEVEL.fullmatch(value) is not None for value in domain.values) > 1 else ""


def _ladders(program: Program) -> set[int]:
    """The facts of which one value leads to the next and that to a third, each at two steps or more."""
    moves: dict[int, dict[tuple[int, int], set[str]]] = {}
    for node in program.nodes:
        changes = [(None, node.arrive), *((edge.condition, edge.change) for edge in (*node.edges, *node.options))]
        for condition, change in changes:
            for slot, value in change.sets:
                old = next((v for each in (node.condition, condition) if (v := _must_be(each, slot)) is not None), None)
                if old is not None and old != value:
                    moves.setdefault(slot, {}).setdefault((old, value), set()).add(node.id)
    return {slot for slot, found in moves.items() if _climbs(found)}


def _climbs(moves: Mapping[tuple[int, int], set[str]]) -> bool:
    """Whether moves of one fact from value to value, each with its steps, lead on and on."""
    again = [move for move, steps in moves.items() if len(steps) > 1]
    onward = {old for old, _ in moves if sum(old == each for each, _ in moves) == 1}
    return any(old in onward and old == value and first != new for first, value in again for old, new in again)


def _must_be(condition: Condition | None, slot: int) -> int | None:
    """The value that a fact must have where a condition holds, None where it may have several."""
    match condition:
        case Member(slot=at, values=values) if at == slot and len(values) == 1:
            return next(iter(values))
        case And(parts=parts):
            return next((value for part in parts if (value := _must_be(part, slot)) is not None), None)
    return None


def _conditions(release: Release) -> Iterator[tuple[Span, Condition | None]]:
    for node in release.program.nodes:
        yield node.where, node.condition
        yield from ((passage.where, passage.condition) for passage in node.passages)
        yield from ((edge.where, edge.condition) for edge in (*node.edges, *node.options))
        for target in dict.fromkeys(target for _, target, _ in node.branches):
            ways = tuple(way for _, to, way in node.branches if to == target and way is not None)
            yield node.where, Or(ways) if ways else None  # a route to one step by many branches is one condition
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


def _adds_up(tree: Condition) -> bool:
    """Whether some part of it holds by how many of three or more facts do, whichever these are."""
    match tree:
        case And(parts=parts) | Or(parts=parts):
            return _is_count(tree) or any(map(_adds_up, parts))
        case Not(part=part):
            return _adds_up(part)
    return False


def _is_count(tree: Condition) -> bool:
    leaves = tuple(dict.fromkeys(_leaves(tree)))
    if not 3 <= len(leaves) <= MOST or len({leaf.slot for leaf in leaves}) < len(leaves):
        return False
    verdicts: dict[int, bool] = {}
    for truth in product((False, True), repeat=len(leaves)):
        holds = _holds(tree, dict(zip(leaves, truth, strict=True)))
        if verdicts.setdefault(sum(truth), holds) != holds:
            return False
    between = {verdicts[number] for number in range(1, len(leaves))}
    return len(between) > 1  # “any” and “all” change at none or at all of them, and say nothing of how many


def _leaves(tree: Condition) -> Iterator[Member]:
    match tree:
        case And(parts=parts) | Or(parts=parts):
            for part in parts:
                yield from _leaves(part)
        case Not(part=part):
            yield from _leaves(part)
        case Member():
            yield tree


def _holds(tree: Condition, known: Mapping[Member, bool]) -> bool:
    match tree:
        case And(parts=parts):
            return all(_holds(part, known) for part in parts)
        case Or(parts=parts):
            return any(_holds(part, known) for part in parts)
        case Not(part=part):
            return not _holds(part, known)
        case Member():
            return known[tree]
    return False  # whole numbers are told of already

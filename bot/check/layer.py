"""An organisation's own routine over the guides: its words, its age, and every rule again with its steps in the way.

The guides themselves are judged without it (`all.examine`). Here only what comes with the routine is told, and always
at a place of its file: who wrote it can mend nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from bot.check import LIMIT, budget, chats, denied, doors, freshness, gate, learnt, numbered, reserved, verdicts
from bot.check.plans import passed
from bot.check.prove import Proof, Prover, Verdict, prove_all
from bot.check.rules import Safety, read_rules
from bot.check.watched import HOUSE
from bot.dialog.model import Node, Program, Release
from bot.dialog.routine_schema import ROUTINE
from bot.engine.step import start, step
from bot.problem import Problem, Severity, Span
from bot.text.entry import Entry
from bot.text.extract import entries
from bot.text.lint import release as lint
from bot.text.merge import translated

HARD = "T006"
"""How hard a guide is to read is told of the guide as a whole, own sentences among the others."""
HINT = "remove it, or put it in another place; the rule is the same for every organisation"


def problems(
    release: Release,
    known: Collection[Problem],
    progress: Callable[[str], None] = lambda name: None,
    plans: Mapping[str, bytes] | None = None,
    *,
    on: date | None = None,
    limit: int = LIMIT,
    quick: bool = False,
) -> Iterator[Problem]:
    """What is wrong with a release's own routine. known: problems of the guides without it; the rest: see `examine`."""
    told = {(problem.code, problem.where, problem.message) for problem in known}
    found = [*_words(release), *freshness.of_routine(release, on)] if on else [*_words(release)]
    found += [p for p in (*reserved.problems(release), *numbered.problems(release)) if p.where.file == ROUTINE]
    if not quick:
        found += [_longer(problem) for problem in budget.problems(release) if _is_new(problem, told)]
        found += _proved(release, progress, plans or {}, limit, told)
    places = _places(release.program)
    for problem in found:
        yield problem if problem.where.file == ROUTINE else replace(problem, where=_blamed(release, problem, places))


def _is_new(problem: Problem, told: Collection[tuple[str, Span, str]]) -> bool:
    return (problem.code, problem.where, problem.message) not in told


def _longer(problem: Problem) -> Problem:
    """What makes a guide longer than its authors allow is for the organisation to weigh; a whole conversation that
    nobody has the time for is not."""
    hint = "each screen costs a tap while a person waits; say in one step what now stands in several"
    if problem.where.file == HOUSE:
        return replace(problem, hint=hint)
    return replace(problem, hint=f"{hint}, or let it be so", severity=Severity.WARNING)


def _words(release: Release) -> Iterator[Problem]:
    """The own texts by all that is asked of texts; how hard each guide is with them."""
    every = entries(release)
    own = [entry for entry in every if entry.where[0].file == ROUTINE]
    groups = {entry.context.partition(".")[0] for entry in own}
    near = [entry for entry in every if entry.context.partition(".")[0] in groups]
    for problem in lint.problems(release, near):
        if problem.where.file == ROUTINE or (problem.code == HARD and _is_source(problem)):
            yield problem
    yield from (p for p in doors.problems(release, own) if p.where.file == ROUTINE)
    yield from (p for p in chats.problems(release, own) if p.where.file == ROUTINE)
    yield from denied.problems(own)
    yield from _translations(release, own)


def _is_source(problem: Problem) -> bool:
    return problem.where.file.endswith(".yaml")


def _translations(release: Release, own: Iterable[Entry]) -> Iterator[Problem]:
    by_key = {entry.key: entry for entry in own}
    for each in release.translations:
        entry = by_key.get((each.context, each.source))
        words = release.house.betraying.get(each.language, [])
        yield from translated(entry, each.words, each.where, words) if entry else ()


def _proved(
    release: Release,
    progress: Callable[[str], None],
    plans: Mapping[str, bytes],
    limit: int,
    told: Collection[tuple[str, Span, str]],
) -> Iterator[Problem]:
    """The gate and all rules, over every conversation that the own steps stand in."""
    rules, _ = read_rules(release)
    program = rules[0].program if rules else release.program
    prover = Prover(program, limit, passed(program, plans), learnt.read(release, program))
    yield from (problem for problem in gate.proved_by(prover) if _is_new(problem, told))
    for rule, proof in prove_all(_announced(rules, progress), limit, prover):
        for problem in verdicts.problems(release, rule, proof):
            if _is_new(problem, told) and proof.verdict is not Verdict.VACUOUS:
                yield replace(problem, where=_passed(release.program, rule, proof) or problem.where, hint=HINT)


def _announced(rules: Iterable[Safety], progress: Callable[[str], None]) -> Iterator[Safety]:
    for rule in rules:
        progress(f"{rule.name} with your steps")
        yield rule


def _passed(program: Program, rule: Safety, proof: Proof) -> Span | None:
    """The own step that a conversation breaks a rule by: the last that brings an action of the rule, else the last on
    the way; None when it passes none."""
    if proof.verdict is not Verdict.BROKEN:
        return None
    state = start(program, proof.entry, proof.given)[0]
    nodes: list[Node] = [program.nodes[state[0]]]
    for answer in proof.answers:
        state = step(program, state, answer)[0]
        nodes.append(program.nodes[state[0]])
    passed = [node for node in nodes if node.own]
    found = [node for node in passed if node.arrive.do & rule.actions] or passed
    return found[-1].where if found else None


def _places(program: Program) -> list[Node]:
    """The own steps in the order of their file."""
    return sorted((node for node in program.nodes if node.own), key=lambda node: node.where)


def _blamed(release: Release, problem: Problem, own: list[Node]) -> Span:
    """Where in the routine a problem of the whole is told: the first own step of its guide, else the first of all."""
    files = {name: dialog.where.file for name, dialog in release.program.dialogs.items()}
    same = (node.where for node in own if files[node.dialog] == problem.where.file)
    return next(same, own[0].where if own else Span(ROUTINE))

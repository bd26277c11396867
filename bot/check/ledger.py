"""The content held against its ledger: dialogs/rules/ledger.yaml, a second entry of what guides, facts and house do.

A guide says step by step what happens. The ledger says the same the other way round: which steps bring a duty, which
write a fact, how many sentences are said to whom in which case. What a slip changes in one of the two, the other tells.
What all guides share is held against it in `shared`, each step in `screens`.

R013  sentences are said to others, in other cases, or are more or fewer (`screens`)
R014  a step is skipped, answered or left in other cases (`screens`)
R015  an action is brought by other steps
R016  a fact is written by other steps, or to another value
R022  a sentence denies that did not, or no longer does, so that it may say the opposite
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from bot.check import screens, shared
from bot.check.double import Table
from bot.check.ledger_schema import LedgerFile
from bot.check.rules import LEDGER
from bot.dialog.model import Change, Node, Program, Release
from bot.dialog.shape import open_file
from bot.problem import Problem, Span, nearest

AGREE = "mend the guide, or the ledger together with those who answer for it"
Tally = Mapping[str, int]
DENIAL = re.compile(r"\b(?:inte|icke|ej|aldrig|inget|ingen|inga|utan)\b", re.IGNORECASE)
"""Words of denial in Swedish, the language that content is written in."""


def problems(release: Release) -> list[Problem]:
    """Where content and ledger differ; [] where there is no ledger."""
    opened, found = open_file(release.files, LEDGER, LedgerFile)
    if opened is None:
        return found
    tree, file = opened
    table = Table(release.program, tree, found)
    found += shared.problems(table, release, file)
    if file.screens:
        found += screens.problems(table, file.screens)
    if file.denials:
        found += _denied(table, file.denials)
    if file.brings:
        found += _brought(table, file.brings)
    if file.writes:
        found += _written(table, file.writes)
    return found


def _denied(table: Table, denials: Mapping[str, int]) -> Iterator[Problem]:
    """R022, at the step or the action: one for each that denies more or less often. Each form of an action counts."""
    program = table.program
    found: dict[str, tuple[int, Span]] = {}
    for node in program.nodes:
        if node.context not in found:
            said = (*(passage.text for passage in node.passages), node.question or "", node.why or "")
            found[node.context] = _denials(said), node.where
    for action in program.actions.values():
        texts = [text for form in action.forms for text in (form.action.text, *form.action.details)]
        found[action.id] = _denials(texts), action.where
    for name in denials:
        if name not in found:
            where = table.tree.span(("denials", name), key=True)
            yield Problem("N002", where, f"no step or action is called “{name}”", nearest(name, found))
    for name, (number, where) in found.items():
        if number != denials.get(name, 0):
            message = f"“{name}” denies {number}×; the ledger says {denials.get(name, 0)}×"
            yield Problem("R022", where, message, "look for a “not” that is lost or does not belong there")


def _denials(texts: Iterable[str]) -> int:
    return sum(len(DENIAL.findall(text)) for text in texts)


def _brought(table: Table, brings: Mapping[str, list[str]]) -> Iterator[Problem]:
    """R015: one for each action that other steps bring than the ledger says."""
    actions = table.program.actions
    for name in brings:
        if name not in actions:
            where = table.tree.span(("brings", name), key=True)
            yield Problem("N006", where, f"no action is called “{name}”", nearest(name, actions))
    done: dict[str, Counter[str]] = {name: Counter() for name in actions}
    for node in table.program.nodes:
        for change in filter(lambda change: change.do, _changes(node)):
            for name, action in actions.items():
                done[name][node.context] += change.do >> action.bit & 1
    for name, action in actions.items():
        wanted = _counted(brings.get(name, []))
        for told in _unequal(f"“{name}” is brought", done[name], wanted):
            yield Problem("R015", table.place(("brings", name), action.where), told, AGREE)


def _written(table: Table, writes: Mapping[str, Mapping[str, list[str]]]) -> Iterator[Problem]:
    """R016: one for each fact and value that other steps write than the ledger says."""
    program = table.program
    done: dict[tuple[str, str], Counter[str]] = {}
    for node in program.nodes:
        for name, value in _sets(program, node):
            done.setdefault((name, value), Counter())[node.context] += 1
    wanted = {(name, value): _counted(at) for name, values in writes.items() for value, at in values.items()}
    nodes = {node.context: node.where for node in reversed(program.nodes)}
    for name, value in {**done, **wanted}:
        found = done.get((name, value), Counter())
        for told in _unequal(f"“{name}” becomes {value}", found, wanted.get((name, value), {})):
            elsewhere = nodes[next(iter(found))] if found else Span(LEDGER)
            yield Problem("R016", table.place(("writes", name, value), elsewhere), told, AGREE)


def _changes(node: Node) -> Iterator[Change]:
    """What a step does on arrival, by each answer, and by each tick."""
    yield node.arrive
    yield from (edge.change for edge in (*node.edges, *node.options))


def _sets(program: Program, node: Node) -> Iterator[tuple[str, str]]:
    """Fact and value of all that a step writes; the parts of a municipality question write what was picked."""
    if node.pick is not None:
        return
    for change in _changes(node):
        yield from (_named(program, slot, value) for slot, value in change.sets)
        yield from ((program.facts[slot].name, "worked out") for slot, _, _ in change.computed)
    entered = dict(node.enter.sets)
    yield from (_named(program, slot, value) for slot, value in entered.items() if value)
    yield from ((program.facts[slot].name, "worked out") for slot, _, _ in node.enter.computed)
    yield from ((program.facts[mine].name, program.facts[its].name) for mine, its, _ in node.results)


def _named(program: Program, slot: int, value: int) -> tuple[str, str]:
    fact = program.facts[slot]
    return fact.name, fact.domain.values[value]


def _counted(places: Iterable[str]) -> dict[str, int]:
    """“3 danger.neck” → danger.neck: 3."""
    parted = (place.rpartition(" ") for place in places)
    return {name: int(times or 1) for times, _, name in parted}


def _unequal(what: str, found: Tally, wanted: Tally) -> Iterator[str]:
    for place in {**wanted, **found}:
        here, there = found.get(place, 0), wanted.get(place, 0)
        if here != there:
            yield f"{what} by “{place}” in {screens.in_ways(here)}; the ledger says {screens.in_ways(there)}"

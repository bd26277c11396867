"""The content held against its ledger: dialogs/rules/ledger.yaml, a second entry of what guides, facts and house do.

A guide says step by step what happens. The ledger says the same the other way round: which steps bring a duty, which
write a fact, how many sentences are said to whom in which case. What a slip changes in one of the two, the other tells.

R010  a fact begins otherwise than it should: what nobody has told must not count as told
R011  the house has lost a word that betrays, a contact of the acute panel, what the door may give, or a jump
R012  a fact has other values than it should
R013  sentences are said to others, in other cases, or are more or fewer (`screens`)
R014  a step is skipped, answered or left in other cases (`screens`)
R015  an action is brought by other steps
R016  a fact is written by other steps, or to another value
R017  a dialog is no longer behind the gate, or newly so
R021  a contact has another number, or no longer answers day and night
R022  a sentence denies that did not, or no longer does, so that it may say the opposite
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from bot.check import screens
from bot.check.double import Table
from bot.check.ledger_schema import Kept, LedgerFile, Tap
from bot.check.rules import LEDGER
from bot.dialog.directory_schema import NationalFile
from bot.dialog.model import Change, Jump, Node, Program, Release
from bot.dialog.shape import shape
from bot.dialog.tree import Path, read
from bot.problem import Problem, Span, nearest

AGREE = "mend the guide, or the ledger together with those who answer for it"
Tally = Mapping[str, int]
DENIAL = re.compile(r"\b(?:inte|icke|ej|aldrig|inget|ingen|inga|utan)\b", re.IGNORECASE)
"""Words of denial in Swedish, the language that content is written in."""


def problems(release: Release) -> list[Problem]:
    """Where content and ledger differ; [] where there is no ledger."""
    content = release.files.get(LEDGER)
    if content is None:
        return []
    tree, found = read(content.decode("utf-8-sig", "replace"), LEDGER)
    file, faults = shape(tree, LedgerFile) if tree else (None, [])
    if tree is None or file is None:
        return [*found, *faults]
    table = Table(release.program, tree, found)
    found += _valued(table, file.facts)
    found += _housed(table, release, file.house)
    if file.numbers or file.always:
        found += _reached(table, release, file)
    if file.gate:
        found += _gated(table, file.gate)
    if file.screens:
        found += screens.problems(table, file.screens)
    if file.denials:
        found += _denied(table, file.denials)
    if file.brings:
        found += _brought(table, file.brings)
    if file.writes:
        found += _written(table, file.writes)
    return found


def _valued(table: Table, facts: Mapping[str, list[str]]) -> Iterator[Problem]:
    """R010 and R012. A fact's start value is the first of its values."""
    program = table.program
    for name, values in facts.items():
        where = table.tree.span(("facts", name))
        if name not in program.slots:
            yield Problem("N003", where, f"no fact is called “{name}”", nearest(name, program.slots))
            continue
        domain = program.facts[program.slots[name]].domain
        if (begins := program.value(program.start, name)) != values[0]:
            hint = f"let “{values[0]}” stand first among its values in facts.yaml"
            yield Problem("R010", where, f"“{name}” begins as {begins}, and should as {values[0]}", hint)
        for value in values:
            if value not in domain.values:
                yield Problem("R012", where, f"“{name}” can no longer be {value}", "put it back in facts.yaml")
        for value in domain.values:
            if value not in values:
                yield Problem("R012", where, f"“{name}” can now be {value}", AGREE.replace("guide", "fact"))


def _housed(table: Table, release: Release, kept: Kept) -> Iterator[Problem]:
    """R011: one for each part, word, contact, fact or jump that is gone or otherwise."""
    house, tree, program = release.house, table.tree, table.program
    for part in kept.parts:
        if not getattr(house, part, None):
            yield Problem("R011", tree.span(("house", "parts")), f"house.yaml has no “{part}”", "put it back")
    for language, needed in kept.betraying.items():
        for word in needed:
            if word not in house.betraying.get(language, []):
                where = tree.span(("house", "betraying", language))
                yield Problem("R011", where, f"house.yaml no longer knows that “{word}” betrays", "put it back")
    contacts = house.acute.contacts if house.acute else []
    for contact in kept.acute:
        if contact not in contacts:
            where = tree.span(("house", "acute"))
            yield Problem("R011", where, f"the acute panel of house.yaml has lost “{contact}”", "put it back")
    for fact in kept.given:
        if fact not in house.given:
            where = tree.span(("house", "given"))
            yield Problem("R011", where, f"the door can no longer give “{fact}”", "put it back in house.yaml")
    jumps = {jump.dialog: jump for jump in program.jumps}
    for name, tap in kept.jumps.items():
        if told := _tapped(table, name, tap, jumps.get(name)):
            yield Problem("R011", tree.span(("house", "jumps", name)), told, "mend the jump in house.yaml")


def _tapped(table: Table, name: str, tap: Tap, jump: Jump | None) -> str | None:
    """In what a jump is not as it should be."""
    if jump is None:
        return f"“{name}” is no longer one tap away"
    if jump.call != (tap.kind == "call"):
        return f"the jump to “{name}” {'comes back' if jump.call else 'leaves the talk'}, and should not"
    wanted = table.condition(tap.when, "house", "jumps", name, "when") if tap.when else None
    case = table.differ(wanted, jump.condition)
    return f"the jump to “{name}” is not there when it should, or the other way around, where {case}" if case else None


def _reached(table: Table, release: Release, file: LedgerFile) -> Iterator[Problem]:
    """R021, at the ledger."""
    national = release.directory.get("national")
    contacts = national.contacts if isinstance(national, NationalFile) else {}
    numbers = {name: contact.number for name, contact in contacts.items() if contact.number}
    for name in {**file.numbers, **numbers}:
        here, there = numbers.get(name), file.numbers.get(name)
        if file.numbers and here != there:
            where = _place(table, ("numbers", name), table.tree.span(("numbers",)))
            message = f"“{name}” has {here or 'no number'}; the ledger says {there or 'no number'}"
            yield Problem("R021", where, message, "call it, and put right the one that is wrong")
    always = [name for name, contact in contacts.items() if contact.hours == "always"]
    for name in dict.fromkeys((*file.always, *always)) if file.always else ():
        if (name in always) != (name in file.always):
            does = "answers day and night" if name in always else "no longer answers day and night"
            hint = "call it, and put right the hours or the ledger"
            yield Problem("R021", table.tree.span(("always",)), f"“{name}” {does}, and the ledger says otherwise", hint)


def _gated(table: Table, names: list[str]) -> Iterator[Problem]:
    """R017, at the dialog."""
    for dialog in table.program.dialogs.values():
        if dialog.private and dialog.id not in names:
            hint = "name it under “gate” in rules/ledger.yaml, if nobody may read it before the gate"
            yield Problem(
                "R017", dialog.where, f"“{dialog.id}” is behind the gate, and the ledger does not say so", hint
            )
        if not dialog.private and dialog.id in names:
            yield Problem("R017", dialog.where, f"“{dialog.id}” is no longer behind the gate", "write “private: yes”")
    for number, name in enumerate(names):
        if name not in table.program.dialogs:
            where = table.tree.span(("gate", number))
            known = nearest(name, table.program.dialogs)
            yield Problem("N005", where, f"no dialog is called “{name}”", known)


def _denied(table: Table, denials: Mapping[str, int]) -> Iterator[Problem]:
    """R022, at the step or the action: one for each that denies more or less often. All forms of an action count."""
    program = table.program
    found: dict[str, tuple[int, Span]] = {}
    for node in program.nodes:
        if node.context not in found:
            said = (*(passage.text for passage in node.passages), node.question or "", node.why or "")
            found[node.context] = _denials(said), node.where
    for action in program.actions.values():
        texts = dict.fromkeys(text for form in action.forms for text in (form.action.text, *form.action.details))
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
            yield Problem("R015", _place(table, ("brings", name), action.where), told, AGREE)


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
            yield Problem("R016", _place(table, ("writes", name, value), elsewhere), told, AGREE)


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
    """“3 danger.body” → danger.body: 3."""
    parted = (place.rpartition(" ") for place in places)
    return {name: int(times or 1) for times, _, name in parted}


def _unequal(what: str, found: Tally, wanted: Tally) -> Iterator[str]:
    for place in {**wanted, **found}:
        here, there = found.get(place, 0), wanted.get(place, 0)
        if here != there:
            yield f"{what} by “{place}” in {screens.in_ways(here)}; the ledger says {screens.in_ways(there)}"


def _place(table: Table, path: Path, otherwise: Span) -> Span:
    """Where the ledger says it; else where the content does."""
    known = table.tree.data
    for part in path:
        if not isinstance(known, dict) or part not in known:
            return otherwise
        known = known[part]
    return table.tree.span(path)

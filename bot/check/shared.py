"""What all guides share, held against the ledger: facts, the house, telephone numbers, the gate.

R010  a fact begins otherwise than it should: what nobody has told must not count as told
R011  the house has lost a part, a word that betrays, a contact of the acute panel, what the door may give, or a jump
R012  a fact has other values than it should
R017  a dialog is no longer behind the gate, or newly so
R021  a contact has another number, or no longer answers day and night
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.check.double import Table
from bot.check.ledger_schema import Kept, LedgerFile, Tap
from bot.dialog.directory_schema import NationalFile
from bot.dialog.model import Jump, Release
from bot.problem import Problem, nearest

AGREE = "mend the fact, or the ledger together with those who answer for it"


def problems(table: Table, release: Release, file: LedgerFile) -> Iterator[Problem]:
    """Where what is shared and the ledger differ; a part that the ledger leaves out is not looked at."""
    yield from _valued(table, file.facts)
    yield from _housed(table, release, file.house)
    if file.numbers or file.always:
        yield from _reached(table, release, file)
    if file.gate:
        yield from _gated(table, file.gate)


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
                yield Problem(
                    "R012",
                    where,
                    f"“{name}” can now be {value}",
                    "mend the fact, or the ledger together with those who answer for it",
                )


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
            where = table.place(("numbers", name), table.tree.span(("numbers",)))
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

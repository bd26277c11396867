"""organisation.yaml (a read tree) → the organisation's own layer, and every fault in it as a value.

The layer is data of the installation, not of a release: numbers change without a new release, and no file
of the project ever holds a real unit's number. Codes L001–L011 stand in `bot.dialog.directory_schema`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from types import MappingProxyType

from bot.dialog.directory_schema import (
    FIXED,
    NUMBER,
    LocalContactFile,
    OrganisationFile,
    UnitFile,
    hours_fault,
)
from bot.dialog.shape import shape
from bot.dialog.tree import Path, Tree
from bot.directory import hours
from bot.directory.model import (
    Accessibility,
    Belongs,
    Contact,
    Contacts,
    Directory,
    Organisation,
    SignOff,
    Trust,
    Unit,
)
from bot.problem import Problem, Severity, has_errors, in_file_order, nearest

VALID_FOR = timedelta(days=92)
"""How long a checked number is trusted when nothing else is said: three months, as the national ones."""

FICTION = re.compile(r"^(07017406(0[5-9]|[1-9]\d)|08465004\d\d|03139006\d\d|04062804\d\d)$")
"""Numbers that Post- och telestyrelsen keeps free for books and films: nobody answers there."""

ContactFiles = Mapping[str, LocalContactFile]
Group = tuple[Path, ContactFiles, bool]  # where it stands, what it holds, whether it is a municipality's


def read_organisation(tree: Tree, directory: Directory) -> tuple[Organisation | None, list[Problem]]:
    """Read the local layer against the national directory.

    Returns:
        The layer (None when its shape cannot be read or a fault is an error), and all faults in file order.
    """
    file, problems = shape(tree, OrganisationFile)
    if file is None:
        return None, problems
    found = in_file_order(
        (
            *_units(tree, file, directory),
            *(problem for group in _groups(file) for problem in _contacts(tree, group, directory)),
            *_places(tree, file, directory),
            *_warnings(tree, file),
        )
    )
    return (None if has_errors(found) else _organisation(file)), list(found)


def dialable(number: str) -> str:
    """The digits to dial, with a leading + where there is one: “020-50 50 50” → “020505050”."""
    return ("+" if number.startswith("+") else "") + re.sub(r"\D", "", number)


# --- faults ----------------------------------------------------------------------------------------------


def _groups(file: OrganisationFile) -> Iterator[Group]:
    yield ("contacts",), file.contacts, False
    for index, unit in enumerate(file.units):
        yield ("units", index, "contacts"), unit.contacts, False
    for code, contacts in file.municipalities.items():
        yield ("municipalities", code), contacts, True


def _units(tree: Tree, file: OrganisationFile, directory: Directory) -> Iterator[Problem]:
    ids = Counter(unit.id for unit in file.units)
    names = Counter(unit.name for unit in file.units)
    for index, unit in enumerate(file.units):
        here = ("units", index)
        if ids[unit.id] > 1:
            hint = "give each unit an id of its own; links carry it"
            yield Problem("L001", tree.span((*here, "id")), f"{ids[unit.id]} units have the id {unit.id}", hint)
        if names[unit.name] > 1:
            where = tree.span((*here, "name"))
            hint = "add what tells them apart"
            yield Problem("L011", where, f"two units are called “{unit.name}”", hint, Severity.WARNING)
        for path, code in _codes(here, unit):
            if code not in directory.municipalities:
                yield _no_municipality(tree, path, code)


def _codes(here: Path, unit: UnitFile) -> Iterator[tuple[Path, str]]:
    yield (*here, "municipality"), unit.municipality
    for index, code in enumerate(unit.neighbours or ()):
        yield (*here, "neighbours", index), code


def _places(tree: Tree, file: OrganisationFile, directory: Directory) -> Iterator[Problem]:
    for code in file.municipalities:
        if code not in directory.municipalities:
            yield _no_municipality(tree, ("municipalities", code), code)


def _no_municipality(tree: Tree, path: Path, code: str) -> Problem:
    where = tree.span(path, key=path[0] == "municipalities")
    hint = 'use the four digits of the directory, in quotes: "0180"'
    return Problem("L002", where, f"“{code}” is no municipality", hint)


def _contacts(tree: Tree, group: Group, directory: Directory) -> Iterator[Problem]:
    here, contacts, of_municipality = group
    for key, contact in contacts.items():
        where = tree.span((*here, key), key=True)
        role = directory.roles.get(key)
        if key in FIXED:
            yield Problem("L004", where, f"“{key}” is the same everywhere", "remove it here")
        elif role is None and key not in directory.contacts:
            hint = nearest(key, (*directory.roles, *directory.contacts))
            yield Problem("L003", where, f"“{key}” is no role and no contact", hint)
        elif role is not None and of_municipality and role.belongs is Belongs.UNIT:
            yield Problem("L010", where, f"“{key}” belongs to a unit", "move it to the unit's contacts")
        yield from _numbers(tree, (*here, key), contact)
        if fault := hours_fault(contact.hours):
            index, line = fault
            where = tree.span((*here, key, "hours") if index is None else (*here, key, "hours", index))
            hint = "write always, unknown, or lines like “mon-fri 08:30-16:00”"
            yield Problem("L006", where, f"“{line}” is not opening hours", hint)


def _numbers(tree: Tree, here: Path, contact: LocalContactFile) -> Iterator[Problem]:
    if not (contact.number or contact.note):
        hint = "add a number, or a note that says how to reach it"
        yield Problem("L005", tree.span(here), "nothing tells how to reach this one", hint)
    for number in filter(None, (contact.number, *contact.also)):
        if not NUMBER.match(number):
            where = tree.span((*here, "number"))
            yield Problem("L005", where, f"“{number}” cannot be dialled", "use digits, spaces and hyphens")


def _warnings(tree: Tree, file: OrganisationFile) -> Iterator[Problem]:
    """What may be meant so, but should be seen before anybody relies on it."""
    if file.require_sign_off == "yes" and file.signed_off == "none":
        hint = "its links open for trying out only; fill signed_off to open them live"
        where = tree.span(("require_sign_off",))
        yield Problem("L008", where, "sign-off is required and missing", hint, Severity.WARNING)
    every = [(here, key, contact) for here, contacts, _ in _groups(file) for key, contact in contacts.items()]
    undated = [c for _, _, c in every if c.number and not (c.checked or c.valid_until)]
    if undated and not (file.checked or file.valid_until):
        hint = "call the numbers and write “checked: <day>” at the top"
        message = f"{len(undated)} numbers have no day when they were checked"
        yield Problem("L007", tree.span(("organisation",), key=True), message, hint, Severity.WARNING)
    for here, key, contact in every:
        if any(FICTION.match(dialable(n)) for n in (contact.number or "", *contact.also)):
            where = tree.span((*here, key, "number"))
            hint = "nobody answers there; write the real number"
            yield Problem("L009", where, "this number is reserved for fiction", hint, Severity.WARNING)


# --- values ----------------------------------------------------------------------------------------------


def _organisation(file: OrganisationFile) -> Organisation:
    signed = None if isinstance(file.signed_off, str) else file.signed_off
    access = file.accessibility
    return Organisation(
        name=file.organisation,
        units=MappingProxyType({unit.id: _unit(unit, file) for unit in file.units}),
        contacts=_layer(file.contacts, file),
        municipalities=MappingProxyType(
            {code: _layer(contacts, file) for code, contacts in file.municipalities.items()}
        ),
        require_sign_off=file.require_sign_off == "yes",
        signed_off=SignOff(signed.role, signed.date) if signed else None,
        accessibility=Accessibility(
            contact=access.contact,
            assessed=None if isinstance(access.assessed, str) else access.assessed,
            faults=() if isinstance(access.faults, str) else tuple(access.faults),
        )
        if access
        else None,
    )


def _unit(unit: UnitFile, file: OrganisationFile) -> Unit:
    return Unit(
        id=unit.id,
        name=unit.name,
        sector=unit.sector,
        provider=unit.provider,
        asks=unit.asks,
        municipality=unit.municipality,
        neighbours=None if unit.neighbours is None else tuple(unit.neighbours),
        contacts=_layer(unit.contacts, file),
    )


def _layer(contacts: ContactFiles, file: OrganisationFile) -> Contacts:
    return MappingProxyType({key: _contact(key, contact, file) for key, contact in contacts.items()})


def _contact(key: str, contact: LocalContactFile, file: OrganisationFile) -> Contact:
    """A local number. Its name stays empty when the role's own name will do (see `resolve`)."""
    checked = contact.checked or file.checked
    return Contact(
        key=key,
        name=contact.name or "",
        number=contact.number or "",
        also=contact.also,
        web=contact.web or "",
        hours=hours.parse(contact.hours),
        languages="" if contact.languages == "unknown" else contact.languages,
        note=contact.note or "",
        trust=Trust.LOCAL,
        checked=checked,
        valid_until=_valid_until(contact, file, checked),
    )


def _valid_until(contact: LocalContactFile, file: OrganisationFile, checked: date | None) -> date | None:
    """The nearest word: the contact's own day, its own check plus three months, then the whole file's."""
    if contact.valid_until:
        return contact.valid_until
    if contact.checked or not file.valid_until:
        return checked + VALID_FOR if checked else None
    return file.valid_until

"""Every fault of an organisation.yaml, and of the contacts.yaml beside it, as values; codes L001–L014 and L019 stand in
`bot.dialog.directory_schema`.

Errors keep the layer from being used. Warnings are what may be meant so, but should be seen before anybody
relies on it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from bot.dialog.directory_schema import (
    FIXED,
    KINDS,
    NUMBER,
    LayersFile,
    LocalContactFile,
    OrganisationFile,
    UnitFile,
    hours_fault,
)
from bot.dialog.tree import Path, Tree
from bot.directory.model import Belongs, Directory, Layer, Role, dialable
from bot.directory.persons import person_in
from bot.problem import Problem, Severity, in_file_order, nearest

FICTION = re.compile(r"^(07017406(0[5-9]|[1-9]\d)|08465004\d\d|03139006\d\d|04062804\d\d|09803192\d\d)$")
"""Numbers that Post- och telestyrelsen keeps free for books and films: nobody answers there."""

Group = tuple[Path, Mapping[str, LocalContactFile], Layer]  # where it stands, what it holds, whose it is


def check_organisation(
    tree: Tree,
    file: OrganisationFile,
    directory: Directory,
    *,
    signed: bool = False,
    persons: Sequence[str] | None = None,
) -> tuple[Problem, ...]:
    """All faults of a local layer against the national directory, in file order. signed, persons: see `local`."""
    return in_file_order(
        (
            *_units(tree, file, directory),
            *(problem for group in _groups(file) for problem in _contacts(tree, group, directory)),
            *_places(tree, file, directory),
            *_languages(tree, file, persons),
            *_warnings(tree, file, signed),
        )
    )


def check_layers(tree: Tree, file: LayersFile, directory: Directory) -> tuple[Problem, ...]:
    """All faults of contacts by layer, as they stand in contacts.yaml, against the national directory."""
    groups = tuple(_groups(file))
    return in_file_order(
        (
            *(problem for group in groups for problem in _contacts(tree, group, directory)),
            *_places(tree, file, directory),
            *_doubts(tree, groups),
        )
    )


def _groups(file: OrganisationFile | LayersFile) -> Iterator[Group]:
    yield ("contacts",), file.contacts, Layer.ORGANISATION
    if isinstance(file, LayersFile):
        for number, contacts in file.units.items():
            yield ("units", number), contacts, Layer.UNIT
    else:
        for index, unit in enumerate(file.units):
            yield ("units", index, "contacts"), unit.contacts, Layer.UNIT
    for code, contacts in file.regions.items():
        yield ("regions", code), contacts, Layer.REGION
    for code, contacts in file.municipalities.items():
        yield ("municipalities", code), contacts, Layer.MUNICIPALITY


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
        if unit.kind and unit.kind not in KINDS[unit.sector]:
            hint = f"leave it out, or choose one of {', '.join(KINDS[unit.sector])}"
            where = tree.span((*here, "kind"))
            yield Problem("L013", where, f"“{unit.kind}” is no kind of unit in {unit.sector}", hint)
        for path, code in _codes(here, unit):
            if code not in directory.municipalities:
                yield _no_municipality(tree, path, code)


def _codes(here: Path, unit: UnitFile) -> Iterator[tuple[Path, str]]:
    yield (*here, "municipality"), unit.municipality
    for index, code in enumerate(unit.neighbours or ()):
        yield (*here, "neighbours", index), code


def _places(tree: Tree, file: OrganisationFile | LayersFile, directory: Directory) -> Iterator[Problem]:
    for code in file.regions:
        if code not in directory.regions:
            where = tree.span(("regions", code), key=True)
            hint = 'use the two digits of the county, in quotes: "01"'
            yield Problem("L002", where, f"“{code}” is no region", hint)
    for code in file.municipalities:
        if code not in directory.municipalities:
            yield _no_municipality(tree, ("municipalities", code), code)


def _languages(tree: Tree, file: OrganisationFile, persons: Sequence[str] | None) -> Iterator[Problem]:
    for index, code in enumerate(file.languages if persons is not None else ()):
        if code not in (persons or ()):
            where = tree.span(("languages", index))
            hint = nearest(code, persons or ()) or "no language has its texts yet; remove it"
            yield Problem("L014", where, f"“{code}” is no language that can be switched on", hint)


def _no_municipality(tree: Tree, path: Path, code: str) -> Problem:
    where = tree.span(path, key=path[0] == "municipalities")
    hint = 'use the four digits of the directory, in quotes: "0180"'
    return Problem("L002", where, f"“{code}” is no municipality", hint)


def _contacts(tree: Tree, group: Group, directory: Directory) -> Iterator[Problem]:
    here, contacts, layer = group
    for key, contact in contacts.items():
        where = tree.span((*here, key), key=True)
        role = directory.roles.get(key)
        if key in FIXED:
            yield Problem("L004", where, f"“{key}” is the same everywhere", "remove it here")
        elif role is None and key not in directory.contacts:
            hint = nearest(key, (*directory.roles, *directory.contacts))
            yield Problem("L003", where, f"“{key}” is no role and no contact", hint)
        elif role is not None and _is_misplaced(role, layer):
            hint = f"move it to the contacts of a {role.belongs.value}"
            yield Problem("L010", where, f"“{key}” belongs to a {role.belongs.value}", hint)
        yield from _numbers(tree, (*here, key), contact)
        if fault := hours_fault(contact.hours):
            index, line = fault
            where = tree.span((*here, key, "hours") if index is None else (*here, key, "hours", index))
            hint = "write always, unknown, or lines like “mon-fri 08:30-16:00”"
            yield Problem("L006", where, f"“{line}” is not opening hours", hint)


def _is_misplaced(role: Role, layer: Layer) -> bool:
    """A place has no unit's role, and a municipality's role is not the same for a region or for all units."""
    wrong = {
        Layer.MUNICIPALITY: (Belongs.UNIT,),
        Layer.REGION: (Belongs.UNIT, Belongs.MUNICIPALITY),
        Layer.ORGANISATION: (Belongs.MUNICIPALITY,),
    }
    return role.belongs in wrong.get(layer, ())


def _numbers(tree: Tree, here: Path, contact: LocalContactFile) -> Iterator[Problem]:
    if not (contact.number or contact.note):
        hint = "add a number, or a note that says how to reach it"
        yield Problem("L005", tree.span(here), "nothing tells how to reach this one", hint)
    for number in filter(None, (contact.number, *contact.also)):
        if not NUMBER.match(number):
            where = tree.span((*here, "number"))
            yield Problem("L005", where, f"“{number}” cannot be dialled", "use digits, spaces and hyphens")


def _warnings(tree: Tree, file: OrganisationFile, signed: bool) -> Iterator[Problem]:
    if file.require_sign_off == "yes" and not signed:
        hint = "its links open for trying out only; fragestod sign status tells who has to answer for what"
        where = tree.span(("require_sign_off",))
        yield Problem("L008", where, "sign-off is required and missing", hint, Severity.WARNING)
    every = [contact for _, contacts, _ in _groups(file) for contact in contacts.values()]
    undated = [contact for contact in every if contact.number and not (contact.checked or contact.valid_until)]
    if undated and not (file.checked or file.valid_until):
        hint = "call the numbers and write “checked: <day>” at the top"
        message = f"{len(undated)} numbers have no day when they were checked"
        yield Problem("L007", tree.span(("organisation",), key=True), message, hint, Severity.WARNING)
    yield from _doubts(tree, tuple(_groups(file)))


def _doubts(tree: Tree, groups: Sequence[Group]) -> Iterator[Problem]:
    """What may be meant so: no hours, a number that nobody answers, a person's name."""
    every = [(here, key, contact) for here, contacts, _ in groups for key, contact in contacts.items()]
    for here, key, contact in every:
        if contact.hours == "unknown":
            where = tree.span((*here, key), key=True)
            hint = "add hours; without them it is never shown as open"
            yield Problem("L012", where, f"“{key}” has no hours", hint, Severity.WARNING)
        for field in ("name", "note"):
            if person := person_in(getattr(contact, field) or ""):
                hint = "write the function instead; people change, and the pages are open to all"
                where = tree.span((*here, key, field))
                yield Problem("L019", where, f"“{person}” looks like a person's name", hint, Severity.WARNING)
    fiction = [(*here, key, "number") for here, key, contact in every if _is_fiction(contact)]
    if fiction:
        hint = "nobody answers there; write the real numbers"
        message = f"{len(fiction)} numbers are reserved for fiction, this is the first"
        yield Problem("L009", tree.span(fiction[0]), message, hint, Severity.WARNING)


def _is_fiction(contact: LocalContactFile) -> bool:
    return any(FICTION.match(dialable(number)) for number in (contact.number or "", *contact.also))

"""organisation.yaml (a read tree) → the organisation's own layer, or its faults as values.

The layer is data of the installation, not of a release: numbers change without a new release, and no file
of the project ever holds a real unit's number.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from types import MappingProxyType

from bot.dialog.directory_schema import LocalContactFile, OrganisationFile, UnitFile
from bot.dialog.shape import shape
from bot.dialog.signatures import Signature
from bot.dialog.tree import Tree
from bot.directory import hours
from bot.directory.local_check import check_organisation
from bot.directory.model import (
    Accessibility,
    Contact,
    Contacts,
    Directory,
    Organisation,
    Trust,
    Unit,
)
from bot.problem import Problem, has_errors

VALID_FOR = timedelta(days=92)
"""How long a checked number is trusted when nothing else is said: three months, as the national ones."""


def read_organisation(
    tree: Tree,
    directory: Directory,
    signatures: tuple[Signature, ...] = (),
    *,
    signed: bool = False,
    persons: Sequence[str] | None = None,
) -> tuple[Organisation | None, list[Problem]]:
    """Read the local layer against the national directory.

    Args:
        tree: organisation.yaml.
        directory: the national one.
        signatures: the organisation's own record.
        signed: somebody has answered for everything that needs it, in this record or in the release's own.
        persons: the persons' languages that are whole; None: what is switched on is not judged.

    Returns:
        The layer (None when its shape cannot be read or a fault is an error), and all faults in file order.
    """
    file, problems = shape(tree, OrganisationFile)
    if file is None:
        return None, problems
    found = check_organisation(tree, file, directory, signed=signed, persons=persons)
    organisation = None if has_errors(found) else _organisation(file)
    return (organisation and replace(organisation, signatures=signatures, signed=signed)), list(found)


def _organisation(file: OrganisationFile) -> Organisation:
    access = file.accessibility
    return Organisation(
        name=file.organisation,
        units=MappingProxyType({unit.id: _unit(unit, file) for unit in file.units}),
        contacts=_layer(file.contacts, file),
        regions=MappingProxyType({code: _layer(contacts, file) for code, contacts in file.regions.items()}),
        municipalities=MappingProxyType(
            {code: _layer(contacts, file) for code, contacts in file.municipalities.items()}
        ),
        require_sign_off=file.require_sign_off == "yes",
        telegram=file.telegram == "yes",
        languages=frozenset(file.languages),
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
        kind=unit.kind or "",
        staff=unit.staff,
    )


def _layer(contacts: Mapping[str, LocalContactFile], file: OrganisationFile) -> Contacts:
    return MappingProxyType({key: local_contact(key, contact, file) for key, contact in contacts.items()})


def local_contact(key: str, contact: LocalContactFile, file: OrganisationFile | None = None) -> Contact:
    """A local number. Its name stays empty when the role's own name will do (see `resolve`). file: whose days hold
    for it where it has none of its own."""
    checked = contact.checked or (file.checked if file else None)
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


def _valid_until(contact: LocalContactFile, file: OrganisationFile | None, checked: date | None) -> date | None:
    """The nearest word: the contact's own day, its own check plus three months, then the whole file's."""
    if contact.valid_until:
        return contact.valid_until
    if contact.checked or not (file and file.valid_until):
        return trusted_until(checked) if checked else None
    return file.valid_until


def trusted_until(checked: date) -> date:
    """The last day that a number checked on a day is trusted; the calendar itself has an end."""
    return checked + VALID_FOR if date.max - checked > VALID_FOR else date.max

"""What keeps a directory alive: numbers that must be called this quarter, and what nobody has filled in yet.

Every number is called before it is used and then once a quarter (docs/local.md). Pure: the day is an argument.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from bot.directory.model import Belongs, Contact, Contacts, Directory, Layer, Municipality, Organisation, Role, Unit
from bot.directory.places import swedish_order

EMERGENCY = "112"
"""For whoever is in danger: nobody calls it to see whether it answers."""


class Due(Enum):
    """Why a number must be called, most pressing first."""

    EXPIRED = "expired"
    NEVER_CALLED = "never called"
    UNDATED = "undated"
    THIS_QUARTER = "this quarter"


@dataclass(frozen=True, slots=True)
class Call:
    """A number to call. owner: the unit, organisation, region or municipality, "" for the country's; code: the unit's
    number, or the place's code, "" for the others.

    last: the last day that the number is trusted, None when nobody has said.
    """

    layer: Layer
    owner: str
    code: str
    contact: Contact
    name: str
    due: Due
    last: date | None


@dataclass(frozen=True, slots=True)
class Missing:
    """What a unit lacks. roles: that nobody has filled. hourless: filled, but never shown as open."""

    unit: Unit
    roles: tuple[Role, ...]
    hourless: tuple[Role, ...]


@dataclass(frozen=True, slots=True)
class Upkeep:
    """Everything to do, for the one who keeps the directory.

    until: the last day of the quarter. calls: most pressing first. missing: one for each unit that lacks something.
    unfilled: municipalities of units and their neighbours where the social services or their night line are missing.
    """

    until: date
    calls: tuple[Call, ...]
    missing: tuple[Missing, ...]
    unfilled: tuple[Municipality, ...]


def quarter_end(day: date) -> date:
    """The last day of the quarter that a day is in."""
    month = (day.month - 1) // 3 * 3 + 3
    return date(day.year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def upkeep(directory: Directory, on: date) -> Upkeep:
    """What must be called before the quarter ends, and what is missing, as it stands on a day."""
    until = quarter_end(on)
    organisation = directory.organisation
    calls = list(_calls(directory, on, until, Layer.NATIONAL, "", "", directory.contacts))
    units = [unit for unit in organisation.units.values() if not unit.closed] if organisation else []
    units.sort(key=lambda unit: swedish_order(unit.name))
    if organisation:
        for layer, owner, code, contacts in _own(directory, organisation):
            calls += _calls(directory, on, until, layer, owner, code, contacts)
    order = list(Due)
    return Upkeep(
        until=until,
        calls=tuple(sorted(calls, key=lambda call: (order.index(call.due), call.last or date.min))),
        missing=tuple(lack for unit in units if (lack := _missing(directory, unit)).roles or lack.hourless),
        unfilled=tuple(_unfilled(directory, units)),
    )


def _own(directory: Directory, organisation: Organisation) -> Iterator[tuple[Layer, str, str, Contacts]]:
    """The organisation's own numbers by whose they are. Nobody has to call for a unit that is closed."""
    yield Layer.ORGANISATION, organisation.name, "", organisation.contacts
    for unit in organisation.units.values():
        if not unit.closed:
            yield Layer.UNIT, unit.name, str(unit.id), unit.contacts
    for code, contacts in organisation.regions.items():
        yield Layer.REGION, directory.regions[code].name, code, contacts
    for code, contacts in organisation.municipalities.items():
        yield Layer.MUNICIPALITY, directory.municipalities[code].name, code, contacts


def _calls(
    directory: Directory, on: date, until: date, layer: Layer, owner: str, code: str, contacts: Contacts
) -> Iterator[Call]:
    for key, contact in contacts.items():
        due = due_of(contact, layer, on, until)
        if contact.number and not contact.successor and due:
            like = directory.roles.get(key) or directory.contacts.get(key)
            name = contact.name or (like.name if like else key)
            yield Call(layer, owner, code, contact, name, due, contact.valid_until)


def due_of(contact: Contact, layer: Layer, on: date, until: date) -> Due | None:
    """Why a number must be called by a day, None when it need not. The country's numbers tell when somebody called;
    the organisation's only when they were checked."""
    if contact.number == EMERGENCY:
        return None
    if contact.valid_until is None:
        return Due.UNDATED
    if contact.valid_until < on:
        return Due.EXPIRED
    if layer is Layer.NATIONAL and contact.verified is None:
        return Due.NEVER_CALLED
    return Due.THIS_QUARTER if contact.valid_until <= until else None


def _missing(directory: Directory, unit: Unit) -> Missing:
    """Roles of the unit and its region, wherever the organisation may give them."""
    own = [role for role in directory.roles.values() if role.belongs is not Belongs.MUNICIPALITY]
    filled = {role.key: _filled(directory, unit, role) for role in own}
    return Missing(
        unit=unit,
        roles=tuple(role for role in own if not filled[role.key]),
        hourless=tuple(
            role for role in own if filled[role.key] and not any(contact.hours.known for contact in filled[role.key])
        ),
    )


def _filled(directory: Directory, unit: Unit, role: Role) -> list[Contact]:
    organisation = directory.organisation
    layers: list[Contacts] = [unit.contacts]
    if organisation:
        place = directory.municipalities.get(unit.municipality)
        layers += [organisation.contacts, organisation.regions.get(place.region if place else "", {})]
    return [layer[role.key] for layer in layers if role.key in layer]


def _unfilled(directory: Directory, units: Iterable[Unit]) -> Iterator[Municipality]:
    """Where a report about a child would have to find its own way: the units' municipalities, then the near ones."""
    organisation = directory.organisation
    codes = [unit.municipality for unit in units]
    for unit in units:
        around = directory.neighbours.get(unit.municipality, ()) if unit.neighbours is None else unit.neighbours
        codes += around
    for code in dict.fromkeys(codes):
        filled = organisation.municipalities.get(code, {}) if organisation else {}
        at_home = [unit.contacts for unit in units if unit.municipality == code]
        if code in directory.municipalities and not all(
            key in filled or any(key in own for own in at_home) for key in ("social", "social-night")
        ):
            yield directory.municipalities[code]

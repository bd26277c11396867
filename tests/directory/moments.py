"""The hours of all years as the few that differ, and the places of the country as the few that differ.

Exact, not a sample. Whether a line is open depends on the weekday, on whether offices rest that day and the day
before (`hours.is_open` reads no more), and on the minute only where some line opens or closes. Whether a number is
past its day depends on the day alone. What a municipality changes is which numbers of an organisation are its own.
`test_every_hour` holds both claims against times and places drawn at random.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache

from bot.dialog.directory_schema import FIXED
from bot.directory.find import INTERPRETER, Search, find
from bot.directory.holidays import is_closed_day
from bot.directory.hours import is_open
from bot.directory.model import Audience, Contact, Directory, Hours, Unit

FIRST = date(2005, 1, 1)
"""From here the rules of holidays hold."""

YEARS = 28
"""A whole turn of weekdays and leap years, with Easter early and late."""
Kind = tuple[int, bool, bool]
Line = tuple[Hours, date | None]
"""All that tells whether a number answers: its hours, and its last day."""
Pattern = tuple[tuple[bool, bool], ...]


def kind(day: date) -> Kind:
    """All that opening hours know of a day."""
    return day.weekday(), is_closed_day(day), is_closed_day(day - timedelta(days=1))


def all_contacts(directory: Directory) -> list[Contact]:
    """Every contact of every layer."""
    layers = [directory.contacts]
    if organisation := directory.organisation:
        layers += [organisation.contacts, *(unit.contacts for unit in organisation.units.values())]
        layers += [*organisation.regions.values(), *organisation.municipalities.values()]
    return [contact for layer in layers for contact in layer.values()]


def reachable(directory: Directory, audience: Audience) -> list[Contact]:
    """All contacts that a search for an audience can come upon, in every layer."""
    house = (key for keys in directory.house.values() for key in keys)
    return led_to(directory, (*audience.contacts, *FIXED, INTERPRETER, *house))


def led_to(directory: Directory, keys: Iterable[str]) -> list[Contact]:
    """All contacts that these keys can lead to, in every layer."""
    seen: set[str] = set()
    ahead = [*keys]
    while ahead:
        key = ahead.pop()
        if key not in seen:
            seen.add(key)
            for holder in (directory.roles.get(key), directory.contacts.get(key)):
                ahead += holder.fallback if holder else ()
                ahead += [holder.successor] if isinstance(holder, Contact) and holder.successor else []
    return [contact for contact in all_contacts(directory) if contact.key in seen]


def lines(contacts: Iterable[Contact]) -> tuple[Line, ...]:
    """What tells contacts apart by the hour, each once."""
    return tuple(dict.fromkeys((contact.hours, contact.valid_until) for contact in contacts))


def pattern(of: Iterable[Line], at: datetime) -> Pattern:
    """Which lines are open at a time, and which are past their day."""
    return tuple((is_open(hours, at), until is not None and at.date() > until) for hours, until in of)


def moments(of: tuple[Line, ...]) -> dict[Pattern, datetime]:
    """One time for each pattern that any hour of any year has."""
    openings = [opening for hours, _ in of for opening in hours.openings]
    minutes = sorted({0, *(opening.start for opening in openings), *(opening.end % 1440 for opening in openings)})
    found: dict[Pattern, datetime] = {}
    for day in days(tuple(sorted({until for _, until in of if until}))):
        for minute in minutes:  # between two of them nothing opens or closes
            at = datetime.combine(day, time()) + timedelta(minutes=minute)
            found.setdefault(pattern(of, at), at)
    return found


@cache
def days(last: tuple[date, ...]) -> tuple[date, ...]:
    """For each kind of day one before, between and after the last days of numbers."""
    begins = [FIRST, *(day + timedelta(days=1) for day in last)]
    found: list[date] = []
    for begin, end in zip(begins, [*begins[1:], begins[-1] + timedelta(days=366 * YEARS)], strict=True):
        seen: dict[Kind, date] = {}
        for number in range((end - begin).days):
            day = begin + timedelta(days=number)
            seen.setdefault(kind(day), day)
        found += seen.values()
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Place:
    """What a municipality means to a search. code: one that has it; None for no municipality."""

    code: str | None
    own: str
    region: str
    is_home: bool


def place(directory: Directory, unit: Unit | None, code: str | None) -> Place:
    """The class of a municipality for a unit."""
    organisation, known = directory.organisation, directory.municipalities.get(code or "")
    region = known.region if known else ""
    return Place(
        code="" if code else None,
        own=code if organisation and code and code in organisation.municipalities else "",
        region=region if organisation and region in organisation.regions else "",
        is_home=unit is not None and unit.municipality == code,
    )


def places(directory: Directory, unit: Unit | None) -> dict[Place, str | None]:
    """One municipality for each class, and none."""
    found: dict[Place, str | None] = {}
    for code in (None, *directory.municipalities):
        found.setdefault(place(directory, unit, code), code)
    return found


def told(directory: Directory, search: Search) -> list[tuple[str, str, bool, bool, str, str]]:
    """What a search finds, without the names of places."""
    return [
        (r.key, r.layer.value if r.layer else "", r.answers, r.expired, r.gap.name if r.gap else "", found.why.value)
        for found in find(directory, search)
        for r in (found.reached,)
    ]

"""Keys, unit, place and hour → whom to reach, in the order to try.

Rules of the product: no line is offered as open when it is closed or its hours are unknown, and a number
past its day is marked; there is always one that answers, at the latest 112 and 114 14. Who was asked for stands
before who stands in, also while it is closed: nobody may take the police for the manager who does not answer.
A number given here never replaces a duty: whether something must be done is for the dialogs' actions, not for this
list.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from bot.dialog.directory_schema import FIXED
from bot.directory.hours import describe, is_open, next_opening
from bot.directory.model import (
    Belongs,
    Contact,
    Contacts,
    Directory,
    Layer,
    Region,
    Role,
    Trust,
    Unit,
    dialable,
)

Place = tuple[Layer, Contacts, str]
"""Where contacts stand: the layer, its contacts, the name of the municipality or region whose they are."""
EMERGENCY = "sos"
MISSING_AT_UNIT = "Er enhet har inte lagt in numret."


class Gap(Enum):
    """Why a role has no number: one Swedish sentence for staff."""

    AT_UNIT = MISSING_AT_UNIT
    IN_PLACE = "Kommunens nummer är inte inlagt."
    IN_REGION = "Regionens nummer är inte inlagt."
    NO_UNIT = "Ingen enhet är vald."
    NO_PLACE = "Ingen kommun är vald."


@dataclass(frozen=True, slots=True)
class Reached:
    """One contact at one hour.

    layer: where it was found; None when it is missing, and `gap` then says why. place: the municipality's or
    region's name when the number is theirs. opens_at: None when open, unknown or not within six weeks.
    expired: the day it was valid until has passed. stands_in: not what was asked for, but open in its place.
    instead_of: the role that it stands in for, when there is something to ask for there, which `asks` then says.

    A door that speaks another language translates `contact.name` and `contact.note`, and puts `place` and
    `gap` beside them; `name` and `note` are the same in Swedish.
    """

    contact: Contact
    layer: Layer | None
    place: str = ""
    gap: Gap | None = None
    open_now: bool = False
    opens_at: datetime | None = None
    expired: bool = False
    stands_in: bool = False
    instead_of: str = ""
    asks: str = ""

    @property
    def key(self) -> str:
        """The contact's or role's key in the directory."""
        return self.contact.key

    @property
    def name(self) -> str:
        """What to show; a place's contact carries the place's name."""
        return f"{self.contact.name}, {self.place}" if self.place else self.contact.name

    @property
    def number(self) -> str:
        """The number as it is written; empty when there is none."""
        return self.contact.number

    @property
    def tel(self) -> str:
        """The number as it is dialled."""
        return dialable(self.contact.number)

    @property
    def hours(self) -> str:
        """Opening hours in Swedish words; empty when the contact is missing."""
        return "" if self.missing else describe(self.contact.hours)

    @property
    def note(self) -> str:
        """One or two sentences for staff."""
        return " ".join(filter(None, (self.gap.value if self.gap else "", self.contact.note)))

    @property
    def trust(self) -> Trust:
        """How well the number is known."""
        return self.contact.trust

    @property
    def missing(self) -> bool:
        """Whether nobody has filled this role."""
        return self.gap is not None

    @property
    def answers(self) -> bool:
        """Whether a call made now is answered."""
        return self.open_now and bool(self.contact.number)


def resolve(
    directory: Directory,
    keys: Iterable[str],
    *,
    unit: Unit | None,
    municipality: str | None,
    at: datetime,
    reserved: Collection[str] = (),
) -> tuple[Reached, ...]:
    """Whom to reach for these keys, best first.

    Args:
        directory: the newest directory, with the organisation's layer.
        keys: contacts and roles, best first; each is a purpose of its own. Unknown ones are passed over.
        unit: where the conversation takes place, None when it has no unit.
        municipality: code of where the child or the person lives; None or "unknown" means the unit's own.
        at: Swedish wall-clock time, without a zone.
        reserved: keys that stand in for nobody here.

    Returns:
        For each purpose what was asked for, open ones first, and, where none answers, what stands in.
        No contact twice, and at least one that answers now.
    """
    look = replace(_look(directory, unit, _place(directory, unit, municipality), at), reserved=frozenset(reserved))
    found: dict[tuple[str, Layer | None, str], Reached] = {}
    for key in keys:
        for reached in look.purpose(key):
            found_as = (reached.key, reached.layer, reached.place)
            before = found.get(found_as)
            # Asked for outranks standing in; and what to ask for is kept, whichever of the two it came with.
            if before is None or (before.stands_in and not reached.stands_in):
                found[found_as] = _asking(reached, before)
            else:
                found[found_as] = _asking(before, reached)
    if not any(reached.answers for reached in found.values()):
        for key in FIXED:
            for reached in look.purpose(key, stands_in=True):
                found[(reached.key, reached.layer, reached.place)] = reached
    return tuple(found.values())


def _asking(reached: Reached, other: Reached | None) -> Reached:
    """One of two that are the same contact, with what to ask for of either."""
    if reached.asks or other is None or not other.asks:
        return reached
    return replace(reached, instead_of=other.instead_of, asks=other.asks)


def _place(directory: Directory, unit: Unit | None, municipality: str | None) -> str:
    """The municipality to look in; empty when nothing tells."""
    if municipality and municipality in directory.municipalities:
        return municipality
    return unit.municipality if unit else ""


def _look(directory: Directory, unit: Unit | None, place: str, at: datetime) -> _Look:
    """Lay out where to look. Of regions the unit's comes first, since care is given where the person is."""
    organisation, known = directory.organisation, directory.municipalities
    codes = (known[code].region for code in (unit.municipality if unit else "", place) if code in known)
    regions = tuple(directory.regions[code] for code in dict.fromkeys(codes) if code in directory.regions)
    house: list[Place] = [(Layer.UNIT, unit.contacts, "")] if unit else []
    away: list[Place] = []
    if organisation:
        house.append((Layer.ORGANISATION, organisation.contacts, ""))
        if place in organisation.municipalities:
            name = known[place].name if place in known else ""
            away.append((Layer.MUNICIPALITY, organisation.municipalities[place], name))
        own = organisation.regions
        away += [(Layer.REGION, own[region.code], region.name) for region in regions if region.code in own]
    away.append((Layer.NATIONAL, directory.contacts, ""))
    return _Look(directory, unit, place, at, regions, (*house, *away), tuple(away))


@dataclass(frozen=True, slots=True)
class _Look:
    """One question to the directory: who asks, about which municipality, at what time.

    regions: the unit's, and that of the place where it is another. near: all places to look in, nearest first.
    away: the same without the unit and the organisation, for what is another municipality's. reserved: who stands in
    for nobody.
    """

    directory: Directory
    unit: Unit | None
    place: str
    at: datetime
    regions: tuple[Region, ...]
    near: tuple[Place, ...]
    away: tuple[Place, ...]
    reserved: frozenset[str] = frozenset()

    def purpose(self, key: str, *, stands_in: bool = False) -> list[Reached]:
        """All that serve one key: who was asked for, open ones first, then who stands in."""
        key = self.current(key)
        asked = sorted(self.candidates(key, stands_in=stands_in), key=lambda reached: not reached.open_now)
        if not any(reached.answers and not reached.expired for reached in asked):
            asked += self.stand_ins(key)
        return asked

    def stand_ins(self, key: str) -> Iterator[Reached]:
        """Who is open instead: the nearest of the chain first, until one answers.

        112 alone is not enough, since not every need is an emergency. Chains may lead back to themselves.
        """
        seen = {key}
        role = self.directory.roles.get(key)
        ahead = list(self.fallback(key))
        for name in ahead:
            current = self.current(name)
            if current in seen or current in self.reserved:
                continue
            seen.add(current)
            here = self.candidates(current, stands_in=True)
            asks = role.asks.get(current, "") if role else ""
            told = [replace(reached, instead_of=key, asks=asks) for reached in here] if asks else here
            yield from (reached for reached in told if reached.open_now)
            if current != EMERGENCY and any(reached.answers for reached in here):
                return
            ahead += self.fallback(current)  # the loop goes on through what is added here

    def current(self, key: str) -> str:
        """The key itself, or what replaced a retired one."""
        seen = {key}
        while (contact := self.directory.contacts.get(key)) and contact.successor:
            key = contact.successor
            if key in seen:
                break
            seen.add(key)
        return key

    def fallback(self, key: str) -> tuple[str, ...]:
        holder = self.directory.roles.get(key) or self.directory.contacts.get(key)
        return holder.fallback if holder else ()

    def candidates(self, key: str, *, stands_in: bool) -> list[Reached]:
        """Every contact of the key, nearest layer first; a placeholder when a role has none."""
        role = self.directory.roles.get(key)
        found = [
            self.reached(self.named(contacts[key], role, layer), layer, place, stands_in)
            for layer, contacts, place in self.layers(role)
            if key in contacts
        ]
        return found or ([self.missing(role, stands_in)] if role else [])

    def layers(self, role: Role | None) -> tuple[Place, ...]:
        """Where to look, nearest first. A municipality's role at the unit counts only for the unit's own."""
        elsewhere = role is not None and role.belongs is Belongs.MUNICIPALITY and not self.is_home
        return self.away if elsewhere else self.near

    @property
    def is_home(self) -> bool:
        return self.unit is not None and self.unit.municipality == self.place

    def named(self, contact: Contact, role: Role | None, layer: Layer) -> Contact:
        """A local contact under its role's or national namesake's name, where it has none of its own.

        Only a role's note is lent out: a national contact's note is about the national number.
        """
        like = role or self.directory.contacts.get(contact.key)
        if layer is Layer.NATIONAL or like is None:
            return contact
        return replace(
            contact,
            name=contact.name or like.name,
            audience=contact.audience or like.audience,
            note=contact.note or (role.note if role else ""),
        )

    def missing(self, role: Role, stands_in: bool) -> Reached:
        """A placeholder for a role that nobody has filled."""
        contact = Contact(role.key, role.name, role.audience, note=role.note, sources=role.sources)
        if role.belongs is Belongs.MUNICIPALITY:
            gap = Gap.IN_PLACE if self.place else Gap.NO_PLACE
            return Reached(contact, None, place=self.place_name, gap=gap, stands_in=stands_in)
        if role.belongs is Belongs.REGION:
            return Reached(contact, None, gap=Gap.IN_REGION if self.regions else Gap.NO_PLACE, stands_in=stands_in)
        return Reached(contact, None, gap=Gap.AT_UNIT if self.unit else Gap.NO_UNIT, stands_in=stands_in)

    @property
    def place_name(self) -> str:
        place = self.directory.municipalities.get(self.place)
        return place.name if place else ""

    def reached(self, contact: Contact, layer: Layer, place: str, stands_in: bool) -> Reached:
        open_now = is_open(contact.hours, self.at)
        return Reached(
            contact=contact,
            layer=layer,
            place=place,
            open_now=open_now,
            opens_at=None if open_now else next_opening(contact.hours, self.at),
            expired=contact.valid_until is not None and self.at.date() > contact.valid_until,
            stands_in=stands_in,
        )

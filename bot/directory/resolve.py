"""Keys, unit, place and hour → whom to reach, in the order to try.

Rules of the product: no line is offered as open when it is closed or its hours are unknown, and a number
past its day is marked; there is always one that answers, at the latest 112 and 114 14. A number given here
never replaces a duty: whether something must be done is for the dialogs' actions, not for this list.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from bot.dialog.directory_schema import FIXED
from bot.directory.hours import describe, is_open, next_opening
from bot.directory.model import Belongs, Contact, Contacts, Directory, Layer, Role, Trust, Unit, dialable

MISSING_AT_UNIT = "Er enhet har inte lagt in numret."
MISSING_IN_PLACE = "Kommunens nummer är inte inlagt."
NO_UNIT = "Ingen enhet är vald."
NO_PLACE = "Ingen kommun är vald."
EMERGENCY = "sos"


@dataclass(frozen=True, slots=True)
class Reached:
    """One contact at one hour.

    layer: where it was found; None when it is missing. opens_at: None when open, unknown or not within six
    weeks. expired: the day it was valid until has passed. missing: a role that nobody has filled.
    stands_in: not what was asked for, but open in its place.
    """

    contact: Contact
    layer: Layer | None
    open_now: bool = False
    opens_at: datetime | None = None
    expired: bool = False
    stands_in: bool = False

    @property
    def key(self) -> str:
        """The contact's or role's key in the directory."""
        return self.contact.key

    @property
    def name(self) -> str:
        """What to show; a municipality's contact carries the municipality's name."""
        return self.contact.name

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
        return self.contact.note

    @property
    def trust(self) -> Trust:
        """How well the number is known."""
        return self.contact.trust

    @property
    def missing(self) -> bool:
        """Whether nobody has filled this role."""
        return self.layer is None

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
) -> tuple[Reached, ...]:
    """Whom to reach for these keys, best first.

    Args:
        directory: the newest directory, with the organisation's layer.
        keys: contacts and roles, best first; each is a purpose of its own. Unknown ones are passed over.
        unit: where the conversation takes place, None when it has no unit.
        municipality: code of where the child or the person lives; None or "unknown" means the unit's own.
        at: Swedish wall-clock time, without a zone.

    Returns:
        For each purpose what was asked for and, where it does not answer, what stands in; open ones first.
        No contact twice, and at least one that answers now.
    """
    look = _Look(directory, unit, _place(directory, unit, municipality), at)
    found: dict[tuple[str, Layer | None], Reached] = {}
    for key in keys:
        for reached in look.purpose(key):
            place = (reached.key, reached.layer)
            if place not in found or found[place].stands_in:  # asked for outranks standing in
                found[place] = reached
    if not any(reached.answers for reached in found.values()):
        for key in FIXED:
            for reached in look.purpose(key, stands_in=True):
                found[(reached.key, reached.layer)] = reached
    return tuple(found.values())


def _place(directory: Directory, unit: Unit | None, municipality: str | None) -> str:
    """The municipality to look in; empty when nothing tells."""
    if municipality and municipality in directory.municipalities:
        return municipality
    return unit.municipality if unit else ""


@dataclass(frozen=True, slots=True)
class _Look:
    """One question to the directory: who asks, about which municipality, at what time."""

    directory: Directory
    unit: Unit | None
    place: str
    at: datetime

    def purpose(self, key: str, *, stands_in: bool = False) -> list[Reached]:
        """All that serve one key, open ones first."""
        key = self.current(key)
        asked = [self.reached(contact, layer, stands_in) for contact, layer in self.candidates(key)]
        if not any(reached.answers and not reached.expired for reached in asked):
            asked += self.stand_ins(key)
        return sorted(asked, key=lambda reached: (not reached.open_now, reached.missing))

    def stand_ins(self, key: str) -> Iterator[Reached]:
        """Who is open instead: the nearest of the chain first, until one answers.

        112 alone is not enough, since not every need is an emergency. Chains may lead back to themselves.
        """
        seen = {key}
        ahead = list(self.fallback(key))
        for name in ahead:
            current = self.current(name)
            if current in seen:
                continue
            seen.add(current)
            here = [self.reached(contact, layer, True) for contact, layer in self.candidates(current)]
            yield from (reached for reached in here if reached.open_now)
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

    def candidates(self, key: str) -> Iterator[tuple[Contact, Layer | None]]:
        """Every contact of the key, nearest layer first; a placeholder when a role has none."""
        role = self.directory.roles.get(key)
        filled = False
        for layer, contacts in self.layers(role):
            if key in contacts:
                filled = True
                yield self.named(contacts[key], role, layer), layer
        if role is not None and not filled:
            yield self.placeholder(role), None

    def layers(self, role: Role | None) -> Iterator[tuple[Layer, Contacts]]:
        """Where to look. A municipality's role at the unit counts only for the unit's own municipality."""
        organisation = self.directory.organisation
        elsewhere = role is not None and role.belongs is Belongs.MUNICIPALITY and not self.is_home
        if self.unit and not elsewhere:
            yield Layer.UNIT, self.unit.contacts
        if organisation and not elsewhere:
            yield Layer.ORGANISATION, organisation.contacts
        if organisation and self.place in organisation.municipalities:
            yield Layer.MUNICIPALITY, organisation.municipalities[self.place]
        yield Layer.NATIONAL, self.directory.contacts

    @property
    def is_home(self) -> bool:
        return self.unit is not None and self.unit.municipality == self.place

    def named(self, contact: Contact, role: Role | None, layer: Layer) -> Contact:
        """A local contact under the role's or the national contact's name, note and audience where it has none."""
        if layer is Layer.NATIONAL:
            return contact
        like = role or self.directory.contacts[contact.key]
        name = contact.name or self.local_name(like.name, layer)
        return replace(contact, name=name, audience=contact.audience or like.audience, note=contact.note or like.note)

    def local_name(self, name: str, layer: Layer) -> str:
        if layer is not Layer.MUNICIPALITY or self.place not in self.directory.municipalities:
            return name
        return f"{name}, {self.directory.municipalities[self.place].name}"

    def placeholder(self, role: Role) -> Contact:
        of_place = role.belongs is Belongs.MUNICIPALITY
        name = self.local_name(role.name, Layer.MUNICIPALITY) if of_place else role.name
        if of_place:
            missing = MISSING_IN_PLACE if self.place else NO_PLACE
        else:
            missing = MISSING_AT_UNIT if self.unit else NO_UNIT
        note = f"{missing} {role.note}".strip()
        return Contact(role.key, name, role.audience, note=note, sources=role.sources)

    def reached(self, contact: Contact, layer: Layer | None, stands_in: bool) -> Reached:
        return Reached(
            contact=contact,
            layer=layer,
            open_now=layer is not None and is_open(contact.hours, self.at),
            opens_at=next_opening(contact.hours, self.at),
            expired=contact.valid_until is not None and self.at.date() > contact.valid_until,
            stands_in=stands_in,
        )

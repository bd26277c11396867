"""The directory's values, immutable. They know neither YAML nor a clock.

Where they come from: `build` makes contacts and places from a release's files, `local` the organisation.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum, IntEnum

from bot.dialog.signatures import Signature


class Trust(Enum):
    """How well a fact is known. LOCAL: the organisation answers for it itself."""

    VERIFIED = "verified"
    OLDER = "older"
    NOT_VERIFIED = "not-verified"
    PROPOSAL = "proposal"
    LOCAL = "local"


class Known(Enum):
    """A yes, a no, or honestly neither."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Belongs(Enum):
    """Whose number a role is."""

    UNIT = "unit"
    REGION = "region"
    MUNICIPALITY = "municipality"


class Layer(Enum):
    """Where a contact was found, nearest first."""

    UNIT = "unit"
    ORGANISATION = "organisation"
    MUNICIPALITY = "municipality"
    REGION = "region"
    NATIONAL = "national"


class Day(IntEnum):
    """Monday to Sunday as `date.weekday()` counts, and HOLIDAY for days of `holidays.closed_days`."""

    MON = 0
    TUE = 1
    WED = 2
    THU = 3
    FRI = 4
    SAT = 5
    SUN = 6
    HOLIDAY = 7


WEEKDAYS = frozenset((Day.MON, Day.TUE, Day.WED, Day.THU, Day.FRI))


@dataclass(frozen=True, slots=True)
class Opening:
    """One stretch of opening, on the days in the order they were written.

    start and end are minutes after midnight, 0–1,440; an end at or before the start is on the next day.
    """

    days: tuple[Day, ...]
    start: int
    end: int

    @property
    def crosses_midnight(self) -> bool:
        """Whether it ends on the day after the one it began on."""
        return self.end <= self.start

    @property
    def is_office(self) -> bool:
        """Daytime on working days only: such a line rests on holidays."""
        return WEEKDAYS.issuperset(self.days) and not self.crosses_midnight


@dataclass(frozen=True, slots=True)
class Hours:
    """When a line answers. openings is empty when it always does (`always`) or when nobody knows."""

    always: bool = False
    openings: tuple[Opening, ...] = ()

    @property
    def known(self) -> bool:
        """Whether it can be said at all if the line is open."""
        return self.always or bool(self.openings)


ALWAYS = Hours(always=True)
UNKNOWN_HOURS = Hours()


@dataclass(frozen=True, slots=True)
class Contact:
    """Someone to reach. An empty text means that there is none; a date of None that nobody has said.

    audience: who may call, one Swedish sentence. also: other numbers. call_log: shows in the phone's own log.
    languages: in words. speaks: ISO 639 codes, "others" for most of the rest; empty when nobody knows.
    sources: ids. checked: the day the facts were gathered; verified: the day somebody called, by `verifier`.
    fallback: whom to reach while it is closed. successor: the contact that replaced it, if it is retired.
    neutral: anyone may see its name, its note and whom it is for. hours_confirmed: False where its hours are old, or
    nobody has confirmed them. made_here: by a coordinator on a page; instead_of: what organisation.yaml says there.
    """

    key: str
    name: str
    audience: str = ""
    number: str = ""
    also: tuple[str, ...] = ()
    web: str = ""
    hours: Hours = UNKNOWN_HOURS
    languages: str = ""
    speaks: tuple[str, ...] = ()
    anonymous: Known = Known.UNKNOWN
    free: Known = Known.UNKNOWN
    on_bill: Known = Known.UNKNOWN
    call_log: Known = Known.YES
    note: str = ""
    sources: tuple[str, ...] = ()
    trust: Trust = Trust.LOCAL
    checked: date | None = None
    valid_until: date | None = None
    verified: date | None = None
    verifier: str = ""
    fallback: tuple[str, ...] = ()
    successor: str = ""
    neutral: bool = False
    hours_confirmed: bool = True
    made_here: bool = False
    instead_of: Contact | None = None


@dataclass(frozen=True, slots=True)
class Role:
    """A function that only the organisation can put a number to. neutral: as for a contact.

    asks: key of who stands in → what to ask for there, a Swedish sentence.
    """

    key: str
    name: str
    audience: str
    belongs: Belongs
    fallback: tuple[str, ...]
    asks: Mapping[str, str] = field(default_factory=dict, hash=False)
    note: str = ""
    neutral: bool = False
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Region:
    """A region: SCB's two-digit county code, the county's name, the region's own name."""

    code: str
    county: str
    name: str


@dataclass(frozen=True, slots=True)
class Municipality:
    """A municipality: SCB's four-digit code, its name, its region's code."""

    code: str
    name: str
    region: str


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom help is sought for. name: neutral, anyone may see it. told: the same plainly, for who is alone.

    contacts: keys of contacts and roles, best first. house: whether the unit's own come before them.
    language: the one that this person uses. note: what staff must not forget. sources: ids.
    telegram: whether it may be chosen there.
    """

    key: str
    name: str
    told: str
    contacts: tuple[str, ...]
    house: bool = True
    language: str = "sv"
    note: str = ""
    sources: tuple[str, ...] = ()
    telegram: bool = True


def dialable(number: str) -> str:
    """The digits to dial, with a leading + where there is one: “020-50 50 50” → “020505050”."""
    return ("+" if number.startswith("+") else "") + re.sub(r"\D", "", number)


Contacts = Mapping[str, Contact]


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit. id: 1–65,535, stands in links. neighbours: None leaves it to the map. kind: "" when nobody has said.
    staff: how many could use the tool there, talks: how many are expected a week, None when nobody has said.

    closed: it can no longer be chosen; talks that began there go on. made_here: by a coordinator on a page, and not in
    organisation.yaml.
    """

    id: int
    name: str
    sector: str
    provider: str
    asks: str
    municipality: str
    neighbours: tuple[str, ...] | None = None
    contacts: Contacts = field(default_factory=dict)
    kind: str = ""
    staff: int | None = None
    talks: int | None = None
    closed: bool = False
    made_here: bool = False


@dataclass(frozen=True, slots=True)
class Accessibility:
    """For the accessibility statement. assessed: None when nobody has assessed it."""

    contact: str
    assessed: date | None
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation's own layer. contacts hold for all units; regions, municipalities: code → contacts.

    telegram: whether real talks may be had there; without it only what is never about one person.
    languages: those of persons that may be said or shown in real talks.
    signatures: its own record. signed: somebody has answered for all that needs it, there or in the release's record.
    """

    name: str
    units: Mapping[int, Unit]
    contacts: Contacts = field(default_factory=dict)
    regions: Mapping[str, Contacts] = field(default_factory=dict)
    municipalities: Mapping[str, Contacts] = field(default_factory=dict)
    require_sign_off: bool = False
    telegram: bool = False
    languages: frozenset[str] = frozenset()
    signatures: tuple[Signature, ...] = ()
    signed: bool = False
    accessibility: Accessibility | None = None

    @property
    def may_open_live(self) -> bool:
        """Whether its links open the real thing, or only the trying-out."""
        return self.signed or not self.require_sign_off


@dataclass(frozen=True, slots=True)
class Directory:
    """Everything to look up in; neighbours: municipality code → codes. organisation: None without a layer.

    house: sector → the unit's own roles that come first there.
    """

    contacts: Contacts
    roles: Mapping[str, Role]
    municipalities: Mapping[str, Municipality]
    regions: Mapping[str, Region]
    neighbours: Mapping[str, tuple[str, ...]]
    audiences: Mapping[str, Audience] = field(default_factory=dict)
    house: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    organisation: Organisation | None = None

    def unit(self, number: int) -> Unit | None:
        """The unit with this id, None when the organisation has none such."""
        return self.organisation.units.get(number) if self.organisation else None

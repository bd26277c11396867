"""Shapes of dialogs/directory/*.yaml and of an organisation's own organisation.yaml.

Only shapes live here; whether keys, codes and sources exist is settled in `directory_check` and, for the
local layer, in `bot.directory.local_check`. The table at the end of this text names every fault of the two.

D  the directory                                   L  the local layer
D001  a key that is no contact and no role         L001  two units have the same id
D002  a chain that never ends at an open line      L002  a code that is no municipality, no region
D003  a source that does not exist                 L003  a key that is no contact and no role
D004  not verified, and the note does not say so   L004  a number for 112 or 114 14, which are fixed
D005  a municipality under the wrong county        L005  neither number nor note, or a number with letters
D006  a municipality that stands twice             L006  hours that cannot be read
D007  a neighbour that is unknown or one-sided     L007  numbers that nobody has dated (warning)
D008  valid until a day before it was checked      L008  sign-off is required and missing (warning)
D009  neither number nor web address               L009  numbers reserved for fiction (warning)
D010  hours that cannot be read                    L010  a role given where it does not belong
D011  a number that cannot be dialled              L011  two units with the same name (warning)
D012  a key that is both contact and role         L012  a contact without hours (warning)
D013  112 or 114 14 missing or not always open      L013  a kind of unit that its sector has not
D014  the police stand in for a unit's role       L014  a language that cannot be switched on
                                                  L019  what looks like a person's name (warning)

L020, in contacts.yaml: the pages hold another number than organisation.yaml (warning; see `bot.directory.kept`).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from bot.dialog.schema import Label, Name, Sector, Shape, SourcesFile, Text, Trust, YesNo

MUNICIPALITY = r"^[0-9]{4}$"
REGION = r"^[0-9]{2}$"
UNIT = r"^[1-9][0-9]{0,4}$"
TONGUE = r"^([a-z]{2,3}|others)$"
MunicipalityCode = Annotated[str, StringConstraints(pattern=MUNICIPALITY)]
RegionCode = Annotated[str, StringConstraints(pattern=REGION)]
UnitNumber = Annotated[str, StringConstraints(pattern=UNIT)]
Known = Literal["yes", "no", "unknown"]
Tongue = Annotated[str, StringConstraints(pattern=TONGUE)]
"""A language by its ISO 639 code ("swl" is Swedish Sign Language), or `OTHERS`."""
Hours = str | list[str]

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY = rf"(?:{'|'.join(DAYS)})"
_TIME = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]"
# For example “mon-fri 08:30-16:00”, “mon,wed,fri 09:00-12:00”, “daily 21:00-06:00” (over midnight) and
# “sat-sun,holiday 00:00-24:00”.
HOURS_LINE = re.compile(
    rf"^(?P<days>daily|(?:{_DAY}(?:-{_DAY})?|holiday)(?:,(?:{_DAY}(?:-{_DAY})?|holiday))*)"
    rf" (?P<start>{_TIME})-(?P<end>{_TIME}|24:00)$"
)
NUMBER = re.compile(r"^\+?[0-9](?:[ -]?[0-9]){1,15}$")
OTHERS = "others"
"""In `speaks`: most of the languages that are not named."""
FIXED = ("sos", "police")  # always open, the same in the whole country: the end of every chain
KINDS: Mapping[Sector, tuple[str, ...]] = {
    "health": (
        "primary_care", "emergency", "ambulance", "maternity", "child_health", "psychiatry", "child_psychiatry",
        "youth_clinic", "school_health", "home_nursing", "telephone_advice", "addiction",
    ),
    "dental": ("dental_adult", "dental_child", "hygienist"),
    "social": (
        "economic_assistance", "child_welfare", "family_law", "older_care", "home_help", "disability", "lss_housing",
        "duty_office", "addiction",
    ),
}  # fmt: skip
"""What a unit of each sector can be; the fact `kind` of the dialogs has the same values."""
CHANNELS: Mapping[str, str] = {
    "telephone_advice": "phone",
    "home_nursing": "home_visit",
    "home_help": "home_visit",
    "lss_housing": "home_visit",
    "ambulance": "home_visit",
}
"""Kind of unit → how it meets people, a value of the fact `channel`; every other kind receives them in a room."""


def hours_fault(hours: Hours) -> tuple[int | None, str] | None:
    """The first line of hours that cannot be read (its place in the list, its text), None if all can."""
    if isinstance(hours, str):
        return None if hours in {"always", "unknown"} else (None, hours)
    for place, line in enumerate(hours):
        match = HOURS_LINE.match(line)
        if not match or match["start"] == match["end"]:
            return place, line
    return None


class Verification(Shape):
    """That somebody has called the number: a role, never a person's name."""

    role: Label
    date: dt.date


class ContactFile(Shape):
    """One national contact. `languages` says it in words, `speaks` for looking up; empty when nobody knows.

    `hours_confirmed`: no where its hours are old or nobody has confirmed them. `fallback`: who to reach when it is
    closed; `successor`: what replaced it. `neutral`: anyone may see its name,
    its note and whom it is for.
    """

    name: Label
    for_: Text = Field(alias="for")
    number: Label | None = None
    also: tuple[Label, ...] = ()
    web: Label | None = None
    hours: Hours
    hours_confirmed: YesNo = "yes"
    languages: Text = "unknown"
    speaks: tuple[Tongue, ...] = ()
    anonymous: Known
    free: Known
    on_bill: Known
    call_log: Known = "yes"
    note: Text | None = None
    fallback: tuple[Name, ...] = ()
    successor: Name | None = None
    neutral: YesNo = "no"
    sources: tuple[Name, ...]
    trust: Trust
    checked: dt.date
    valid_until: dt.date
    verified: Literal["none"] | Verification


class RoleFile(Shape):
    """A function that only the organisation can name. `belongs`: whose number it is. `neutral`: as for a contact.

    `asks`: key of who stands in → what to ask for there, since who answers is somebody else.
    """

    name: Label
    for_: Text = Field(alias="for")
    belongs: Literal["unit", "region", "municipality"]
    fallback: Annotated[tuple[Name, ...], Field(min_length=1)]
    asks: dict[Name, Text] = {}
    note: Text | None = None
    neutral: YesNo = "no"
    sources: tuple[Name, ...] = ()


class NationalFile(Shape):
    """The file national.yaml."""

    contacts: dict[Name, ContactFile]
    roles: dict[Name, RoleFile]


class RegionFile(Shape):
    """One region: `county` is the county's name, `name` the region's own."""

    county: Label
    name: Label


class RegionsFile(Shape):
    """The file regions.yaml."""

    regions: dict[RegionCode, RegionFile]


class MunicipalitiesFile(Shape):
    """The file municipalities.yaml: county code → municipality code → name."""

    municipalities: dict[RegionCode, dict[MunicipalityCode, Label]]


class NeighboursFile(Shape):
    """The file neighbours.yaml: municipality code → codes of those it borders on."""

    neighbours: dict[MunicipalityCode, list[MunicipalityCode]]


class AudienceFile(Shape):
    """Whom help is sought for. `name` may be seen by anyone; `for` says it plainly, for who is alone.

    `contacts`: best first. `house`: whether the unit's own come before them. `language`: the one this person uses.
    `telegram`: no where it may not be chosen there; a link to the web stands in its place.
    """

    name: Label
    for_: Text = Field(alias="for")
    contacts: Annotated[tuple[Name, ...], Field(min_length=1)]
    house: YesNo = "yes"
    telegram: YesNo = "yes"
    language: Tongue = "sv"
    note: Text | None = None
    sources: tuple[Name, ...] = ()


class AudiencesFile(Shape):
    """The file audiences.yaml. `house`: the unit's own roles that come first, by sector."""

    house: dict[Sector, tuple[Name, ...]] = Field(default_factory=dict)
    audiences: dict[Name, AudienceFile]


FILES: Mapping[str, type[Shape]] = {
    "national": NationalFile,
    "regions": RegionsFile,
    "municipalities": MunicipalitiesFile,
    "neighbours": NeighboursFile,
    "sources": SourcesFile,
    "audiences": AudiencesFile,
}
"""File name without ending → its shape; all six make up the directory."""


# --- the local layer -----------------------------------------------------------------------------------


class LocalContactFile(Shape):
    """A number that the organisation answers for. Without a number, `note` tells how (an alarm button)."""

    name: Label | None = None
    number: Label | None = None
    also: tuple[Label, ...] = ()
    web: Label | None = None
    hours: Hours = "unknown"
    languages: Text = "unknown"
    note: Text | None = None
    checked: dt.date | None = None
    valid_until: dt.date | None = None


class UnitFile(Shape):
    """One unit; its `id` stands in links, so it is never used again for another unit. kind: one of `KINDS`.
    staff: how many could use the tool there; only counting asks."""

    id: Annotated[int, Field(ge=1, le=65535)]
    name: Label
    sector: Sector
    provider: Literal["public", "private"]
    asks: Literal["everybody", "on_signs"]
    kind: Label | None = None
    staff: Annotated[int, Field(ge=1, le=20_000)] | None = None
    municipality: MunicipalityCode
    neighbours: list[MunicipalityCode] | None = None
    contacts: dict[Name, LocalContactFile] = Field(default_factory=dict)


class AccessibilityFile(Shape):
    """What the accessibility statement needs to know."""

    contact: Label
    assessed: dt.date | Literal["none"] = "none"
    faults: list[Text] | Literal["none"] = "none"


class OrganisationFile(Shape):
    """The file organisation.yaml. `contacts` hold for every unit that gives none of its own."""

    organisation: Label
    require_sign_off: YesNo = "no"
    telegram: YesNo = "no"
    languages: tuple[str, ...] = ()
    checked: dt.date | None = None
    valid_until: dt.date | None = None
    accessibility: AccessibilityFile | None = None
    contacts: dict[Name, LocalContactFile] = Field(default_factory=dict)
    units: Annotated[list[UnitFile], Field(min_length=1)]
    regions: dict[RegionCode, dict[Name, LocalContactFile]] = Field(default_factory=dict)
    municipalities: dict[MunicipalityCode, dict[Name, LocalContactFile]] = Field(default_factory=dict)


class LayersFile(Shape):
    """Contacts by whose they are: of every unit, of a unit by its id, of a region or a municipality by its code."""

    contacts: dict[Name, LocalContactFile] = Field(default_factory=dict)
    units: dict[UnitNumber, dict[Name, LocalContactFile]] = Field(default_factory=dict)
    regions: dict[RegionCode, dict[Name, LocalContactFile]] = Field(default_factory=dict)
    municipalities: dict[MunicipalityCode, dict[Name, LocalContactFile]] = Field(default_factory=dict)


class ContactsFile(LayersFile):
    """The file contacts.yaml, which the coordinators' pages write. `replaced`: what each last change took away."""

    replaced: LayersFile = Field(default_factory=LayersFile)

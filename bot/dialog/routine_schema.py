"""Shape of an organisation's own routine.yaml: when it asks, and the steps that it adds to the guides.

The routine can only add. A step of it says something and may gather actions; it sets no fact, branches nowhere and
takes nothing away, so no proved duty can be lost, and a national step's own answers mean what they meant. That a unit
has a routine for when and how staff ask is required by HSLF-FS 2022:39 7 kap. (care: must), 8 kap. (dental care:
should) and, for the social services, of its social board.

L015  nothing can be added there                       L017  the day of review stands before that of the decision
L016  a unit that is not there, or stands twice        L018  cases, where the unit asks everybody (warning)
What else can be wrong has the code that it has in a guide: an unknown step N002, action N006, contact N008, ….
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from bot.dialog.schema import LANGUAGE, STEP, Condition, Deadline, Decider, Door, Label, Name, Sector, Shape, Text

ROUTINE = "routine.yaml"
"""The file, beside organisation.yaml; also its name among the files of a release."""
Language = Annotated[str, StringConstraints(pattern=LANGUAGE)]
Place = Annotated[str, StringConstraints(pattern=STEP, max_length=121)]

Case = Literal[
    "new_contact", "pregnancy", "after_birth", "assessment", "yearly", "sick_leave", "mental_health", "pain",
    "substance_use", "injury", "inquiry",
]  # fmt: skip
"""When somebody is asked without signs, where not everybody is: groups that Swedish regions' own routines name."""
Asker = Literal["anyone", "doctor", "nurse", "midwife", "counsellor", "psychologist", "dentist", "hygienist", "officer"]
Often = Literal["once", "each_contact", "half_year", "year", "need"]
Written = Literal["record", "record_hidden", "social_file", "local_sheet"]
"""record_hidden: under words that are left out where the record is read online."""


class OwnText(Shape):
    """A text of an own step: exactly one of staff, aloud; and the same in other languages."""

    staff: Text | None = None
    aloud: Text | None = None
    translated: dict[Language, Text] = Field(default_factory=dict)


class OwnStep(Shape):
    """A screen before or after a step of a guide (“guide.step”), for some sectors, under a condition, or always."""

    before: Place | None = None
    after: Place | None = None
    for_: list[Sector] = Field(default_factory=list, alias="for")
    when: Condition | None = None
    title: Label
    translated: dict[Language, Label] = Field(default_factory=dict)
    say: Annotated[list[OwnText], Field(min_length=1)]
    do: list[Name] = Field(default_factory=list)


class OwnAction(Shape):
    """Something to do that the organisation asks for. It is never called law, and stands last in an ending."""

    text: Text
    translated: dict[Language, Text] = Field(default_factory=dict)
    deadline: Deadline = "organisation"
    decides: Decider = "self"
    contacts: list[Name] = Field(default_factory=list)
    door: Door = "inside"


class Asking(Shape):
    """How some units ask, on signs and besides. units: [] for all that no other entry names."""

    units: list[Annotated[int, Field(ge=1, le=65535)]] = Field(default_factory=list)
    cases: list[Case] = Field(default_factory=list)
    by: Annotated[list[Asker], Field(min_length=1)]
    often: Often
    written: Written


class RoutineFile(Shape):
    """The file routine.yaml."""

    decided: dt.date
    review: dt.date
    asking: list[Asking] = Field(default_factory=list)
    steps: dict[Name, OwnStep] = Field(default_factory=dict)
    actions: dict[Name, OwnAction] = Field(default_factory=dict)

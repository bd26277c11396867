"""A round as it is kept: short names, numbers and months alone, each entry a line of small signs.

Nothing here can hold words, so neither a person nor a case can be written into it. What was asked is kept beside the
answers (`freeze`), so that a round shows the same for as long as it is kept, whatever the statements become.

answer    said;proof;month;reason;soon      such as 2;routine;2026-03;;now, or "" where an answer was taken back
plan      measure;role;month;status         such as ask-all;unit-head;2027-03;begun, or ""
tool      a whole number                    percent of an area in somebody else's tool, by the area's number there
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal, cast, get_args

from bot.assess.answers import MONTH, Beside, Given, Sheet
from bot.assess.group import Ballot
from bot.dialog.assessment import Form
from bot.dialog.assessment_schema import Assessment, Frame, Key, Soon, Statement
from bot.dialog.schema import Sector

VALUE = re.compile(r"[a-z0-9;-]{0,100}")
"""What the value of an entry may look like."""
MOST_TOOL_AREAS = 12
"""Areas of somebody else's tool; how many Socialstyrelsens has is not known."""
WHOLE = 0
"""The number that stands for the whole organisation where that of a unit could."""
Part = Literal["answer", "plan", "tool"]
Status = Literal["planned", "begun", "done", "dropped"]
STATUSES: tuple[Status, ...] = get_args(Status)
Entries = Mapping[str, str]
"""Values by name: of a statement, or of an area of another tool."""


@dataclass(frozen=True, slots=True)
class Head:
    """What tells one round from others.

    unit: its number, `WHOLE` for the organisation. version: of the statements. begun, ended: months, YYYY-MM; "" while
    it is open. revision: grows with every change. raters: members of the group who have answered apart. gathered: they
    answer no more, and what they said is looked at together. link, group_link: what the manager's and the group's link
    are known by, "" when there is none.
    """

    id: int
    unit: int
    sector: Sector
    version: int
    begun: str
    ended: str = ""
    revision: int = 0
    raters: int = 0
    gathered: bool = False
    link: str = ""
    group_link: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """A round with what was asked, the newest entries of each part, and the counts of the group once they are gathered:
    whoever saw them grow would see what the last member chose."""

    head: Head
    form: Form = field(repr=False)
    entries: Mapping[Part, Entries]
    ballots: Mapping[Key, Ballot]

    @property
    def assessment(self) -> Assessment:
        """The statements."""
        return self.form.assessments[self.head.sector]

    @property
    def sheet(self) -> Sheet:
        """The answers."""
        found = ((key, as_given(value)) for key, value in self.entries["answer"].items())
        return {key: given for key, given in found if given is not None}

    @property
    def plan(self) -> Mapping[Key, Planned]:
        """The plan, by statement."""
        found = ((key, as_planned(value)) for key, value in self.entries["plan"].items())
        return {key: planned for key, planned in found if planned is not None}


@dataclass(frozen=True, slots=True)
class Planned:
    """One row of a plan. measure: one of the statement's. role: the function that does it. month: when it is to be
    done, YYYY-MM or ""."""

    measure: str
    role: str
    month: str
    status: Status


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a change. revision: that of the round now. clashes: name → what somebody else wrote there since
    the writer looked; there nothing was changed."""

    revision: int
    clashes: Entries


def closed_last(heads: Iterable[Head]) -> list[Head]:
    """Of each unit and sector the newest round, unless it is open."""
    newest = {(head.unit, head.sector): head for head in sorted(heads, key=lambda head: head.id)}
    return [head for head in newest.values() if head.ended]


def due_again(heads: Iterable[Head], month: str) -> list[Head]:
    """The newest round of each unit and sector, where it was closed a year ago or earlier; the oldest first. month:
    this one, YYYY-MM."""
    passed = (head for head in closed_last(heads) if _year_after(head.ended) <= month)
    return sorted(passed, key=lambda head: (head.ended, head.id))


def from_given(given: Given | None) -> str:
    """An answer as a value."""
    if given is None:
        return ""
    said = given.said.value if isinstance(given.said, Beside) else str(given.said)
    return ";".join((said, given.proof, given.month, given.reason, given.soon or ""))


def as_given(value: str) -> Given | None:
    """A value as an answer; None for one that was taken back."""
    if not value:
        return None
    said, proof, month, reason, soon = value.split(";")
    level = int(said) if said.isdigit() else Beside(said)
    return Given(level, proof, month, reason, cast("Soon | None", soon or None))


def from_planned(planned: Planned | None) -> str:
    """A row of a plan as a value."""
    return f"{planned.measure};{planned.role};{planned.month};{planned.status}" if planned else ""


def as_planned(value: str) -> Planned | None:
    """A value as a row of a plan; None for one that was taken back."""
    if not value:
        return None
    measure, role, month, status = value.split(";")
    return Planned(measure, role, month, cast("Status", status))


def can_be(frame: Frame, statement: Statement, planned: Planned) -> bool:
    """Whether a row of a plan fits its statement."""
    fits = planned.measure in statement.measures and planned.role in frame.roles and planned.status in STATUSES
    return fits and (not planned.month or MONTH.fullmatch(planned.month) is not None)


def freeze(form: Form, sector: Sector) -> str:
    """What is asked of a sector, as text to keep."""
    parts = {"frame": form.frame, "assessment": form.assessments[sector]}
    plain = {name: part.model_dump(mode="json", by_alias=True) for name, part in parts.items()}
    return json.dumps(plain, ensure_ascii=False, sort_keys=False)


@lru_cache(maxsize=32)
def thaw(text: str) -> Form:
    """What was asked, from text that was kept."""
    plain = json.loads(text)
    frame, assessment = Frame.model_validate(plain["frame"]), Assessment.model_validate(plain["assessment"])
    return Form(frame, {assessment.assessment: assessment}, {})


def _year_after(month: str) -> str:
    return f"{int(month[:4]) + 1}{month[4:]}"

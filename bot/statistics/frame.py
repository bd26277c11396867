"""The closed lists of a quarter: which groups of units, guides, doors, languages and channels have cells.

They are fixed when the quarter begins, from what the organisation says of itself and never from use, with spare places
for what is new in between. Units too small to be alone are counted together from the start: no cell of theirs exists.

    staff 25 or more    a group of its own, released each week
    staff 10 to 24      a group of its own, released each month
    fewer, or unsaid    together with others of the sector; where those are too few as well, under “other”

Ten is the least number of possible users of a unit that is reported alone (the Norwegian rule for general practice,
Helsedirektoratet); 25 is where weekly figures begin to be worth reading at these ε.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import get_args

from bot.dialog.case_model import Case
from bot.dialog.case_schema import Gate
from bot.dialog.model import Program
from bot.statistics.contribution import BANDS, Use, ending_of
from bot.statistics.periods import Period
from bot.statistics.tables import Axis

LEAST_STAFF, WEEKLY_STAFF = 10, 25
SPARE_GROUPS, SPARE_SUBJECTS = 16, 4
OTHER, NONE, SPARE = "other", "none", "spare"
UNKNOWN_STAFF = 250
"""How many may use the tool where nobody has said: for the cap on “other” alone."""
SECTORS = ("health", "dental", "social", OTHER)
CHANNELS = ("web", "telegram", OTHER)
STAGES = tuple(str(depth) for depth in range(8))
"""Stages are named by depth, not by content."""
USES = tuple(use.value for use in Use)
VERSIONS = ("start", "changed")
GATES: tuple[str, ...] = (NONE, *get_args(Gate))
CHANGES = (NONE, *BANDS)


@dataclass(frozen=True, slots=True)
class Size:
    """A unit as counting knows it. staff: how many could use the tool there, None when nobody has said."""

    unit: int
    sector: str
    staff: int | None


@dataclass(frozen=True, slots=True)
class Group:
    """Units that share a row. key: "unit-12", "small-health", "spare-3" or "other". staff: of all its units."""

    key: str
    sector: str
    units: tuple[int, ...]
    staff: int
    weekly: bool

    @property
    def is_spare(self) -> bool:
        """Whether nobody has taken it yet."""
        return self.key.startswith(SPARE)


@dataclass(frozen=True)
class Frame:
    """The lists of one quarter. "other" is the last of groups and subjects. release: the first 24 bits of the content's
    id when the quarter began; what was talked on another one counts as changed since. cases: of practice, each with
    each of its endings, and "other"."""

    quarter: Period
    release: int
    groups: tuple[Group, ...]
    subjects: tuple[str, ...]
    doors: tuple[str, ...]
    languages: tuple[str, ...]
    cases: tuple[str, ...] = (OTHER,)

    def group(self, unit: int) -> int:
        """The place of a unit's group; "other" for all that have none."""
        return self._by_unit.get(unit, len(self.groups) - 1)

    @cached_property
    def lists(self) -> Mapping[Axis, tuple[str, ...]]:
        """The closed list of each axis, in the order of the cells."""
        return {
            Axis.WEEKLY: tuple(group.key for group in self.groups if group.weekly),
            Axis.MONTHLY: tuple(group.key for group in self.groups if not group.weekly),
            Axis.GROUPS: tuple(group.key for group in self.groups),
            Axis.USE: USES,
            Axis.SUBJECT: self.subjects,
            Axis.VERSION: VERSIONS,
            Axis.FURTHEST: STAGES,
            Axis.SECTOR: SECTORS,
            Axis.DOOR: self.doors,
            Axis.LANGUAGE: (*self.languages, OTHER),
            Axis.CHANNEL: CHANNELS,
            Axis.CASE: self.cases,
            Axis.GATE: GATES,
            Axis.ASK: CHANGES,
            Axis.RECEIVE: CHANGES,
            Axis.NEXT: CHANGES,
        }

    @cached_property
    def places(self) -> Mapping[Axis, Mapping[str, int]]:
        """Where each value of an axis stands in its list."""
        return {axis: {name: place for place, name in enumerate(names)} for axis, names in self.lists.items()}

    @cached_property
    def _by_unit(self) -> Mapping[int, int]:
        return {unit: place for place, group in enumerate(self.groups) for unit in group.units}


def group_units(sizes: Iterable[Size]) -> tuple[Group, ...]:
    """All groups of a quarter: units of their own, small ones together by sector, spare places, "other"."""
    known = sorted(sizes, key=lambda size: size.unit)
    groups = [_alone(size) for size in known if _may_stand_alone(size)]
    for sector in SECTORS:
        small = [size for size in known if size.sector == sector and not _may_stand_alone(size)]
        staff = sum(size.staff or 0 for size in small)
        if staff >= LEAST_STAFF:
            units = tuple(size.unit for size in small)
            groups.append(Group(f"small-{sector}", sector, units, staff, staff >= WEEKLY_STAFF))
    spare = [Group(f"{SPARE}-{place}", OTHER, (), 0, False) for place in range(1, SPARE_GROUPS + 1)]
    everybody = max(UNKNOWN_STAFF, sum(size.staff or 0 for size in known))
    return (*groups, *spare, Group(OTHER, OTHER, (), everybody, False))


def new_frame(
    program: Program,
    cases: Iterable[Case],
    release: int,
    sizes: Iterable[Size],
    languages: tuple[str, ...],
    quarter: Period,
) -> Frame:
    """The frame of a quarter, when it begins. A case that comes later stands under "other" until the next."""
    spare = tuple(f"{SPARE}-{place}" for place in range(1, SPARE_SUBJECTS + 1))
    subjects = (NONE, *_subjects(program), *spare, OTHER)
    doors, endings = (NONE, *_doors(program), OTHER), (*_endings(cases), OTHER)
    return Frame(quarter, release, group_units(sizes), subjects, doors, languages, endings)


def take_spares(frame: Frame, program: Program, sizes: Iterable[Size]) -> Frame:
    """What is new takes a spare place, at a week's start. A unit that was counted before stays where it was, and one
    that is small waits for the next quarter: joining and parting change no list that is in use."""
    groups = list(frame.groups)
    placed = {unit for group in groups for unit in group.units}
    waiting = [size for size in sizes if size.unit not in placed and _may_stand_alone(size)]
    for size in sorted(waiting, key=lambda each: each.unit):
        place = next((index for index, group in enumerate(groups) if group.is_spare), None)
        if place is not None:
            # Released by month until the quarter ends, so that its weeks are not counted in two tables.
            groups[place] = replace(_alone(size), weekly=False)
    subjects = list(frame.subjects)
    for name in _subjects(program):
        place = next((index for index, known in enumerate(subjects) if known.startswith(SPARE)), None)
        if name not in subjects and place is not None:
            subjects[place] = name
    return replace(frame, groups=tuple(groups), subjects=tuple(subjects))


def _alone(size: Size) -> Group:
    staff = size.staff or 0
    sector = size.sector if size.sector in SECTORS else OTHER
    return Group(f"unit-{size.unit}", sector, (size.unit,), staff, staff >= WEEKLY_STAFF)


def _may_stand_alone(size: Size) -> bool:
    return (size.staff or 0) >= LEAST_STAFF


def _subjects(program: Program) -> tuple[str, ...]:
    """What can be chosen on the hub; without the first value, which is nothing yet, and what is read for oneself."""
    if program.subject is None:
        return ()
    values = program.facts[program.subject].domain.values
    return tuple(value for place, value in enumerate(values) if place and place not in program.uncounted)


def _endings(cases: Iterable[Case]) -> tuple[str, ...]:
    """Each case as it was left, and with each of its endings; what only teaches the page is no practice."""
    real = [case for case in cases if case.data.tutorial == "no"]
    return tuple(
        name for case in real for name in (ending_of(case.id), *(ending_of(case.id, each.id) for each in case.endings))
    )


def _doors(program: Program) -> tuple[str, ...]:
    return tuple(sorted({form.action.door for action in program.by_bit for form in action.forms} - {""}))

"""What one round of answers shows: a profile of areas, strengths, gaps by what binds, and where to begin.

Every rule here is this product's own proposal. There is no total: one number invites ranking and hides what is missing,
and a mean can never hide a demand that is not met.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.assess.answers import Beside, Given, Sheet
from bot.dialog.assessment_schema import TOP, Assessment, Force, Frame, Key, Soon, Statement

WEIGHT: Mapping[Force, int] = {"must": 2, "should": 1, "open": 0}
"""What binds weighs twice what is advised; what is neither is in no figure."""
ON_PAPER = 2
"""Decided and written, and no more."""
IN_USE = 3
"""Known and used; with proof it is a strength."""
BEGIN_WITH = 5
"""How many gaps one begins with."""
SOONEST: Mapping[Soon | None, int] = {"now": 0, "half-year": 1, "decision": 2, None: 3}


@dataclass(frozen=True, slots=True)
class Rated:
    """A statement and its answer. priority: (4 − level) · weight · safety; 0 where there is nothing to do."""

    key: Key
    statement: Statement
    given: Given

    @property
    def priority(self) -> int:
        """How much a gap weighs, 0 to 24."""
        weight = WEIGHT[self.statement.force] * self.statement.safety
        return (TOP - self.given.level) * weight if self.given.counts else 0


@dataclass(frozen=True, slots=True)
class Profile:
    """One area. reached, possible: Σ weight · level and Σ weight · 4 over the answers that count. answered, asked:
    statements with an answer, and all that concern the organisation. unknown: how many of them nobody knows."""

    area: str
    reached: int
    possible: int
    answered: int
    asked: int
    unknown: int

    @property
    def percent(self) -> int | None:
        """The degree of fulfilment in whole percent, a half upwards; None when nothing that weighs was answered."""
        return (200 * self.reached + self.possible) // (2 * self.possible) if self.possible else None


@dataclass(frozen=True, slots=True)
class Result:
    """areas: in the order of the frame, those that the sector has statements in. strengths: what stands firm. unmet:
    demands not met by the organisation's own rating. below: advice not followed. on_paper: demands that are decided and
    no more. unknown: what nobody knows. first, then: gaps, the heaviest first. unanswered, beside: statements."""

    areas: tuple[Profile, ...]
    strengths: tuple[Rated, ...]
    unmet: tuple[Rated, ...]
    below: tuple[Rated, ...]
    on_paper: tuple[Rated, ...]
    unknown: tuple[Rated, ...]
    first: tuple[Rated, ...]
    then: tuple[Rated, ...]
    unanswered: tuple[Key, ...]
    beside: tuple[Rated, ...]


def judge(frame: Frame, assessment: Assessment, sheet: Sheet) -> Result:
    """The result of one round. sheet: answers that fit the form (`answers.misfits`)."""
    rated = [Rated(key, found, sheet[key]) for key, found in assessment.statements.items() if key in sheet]
    counted = [each for each in rated if each.given.counts]
    missing = [each for each in counted if each.given.level < ON_PAPER]
    gaps = _by_weight(frame, counted)
    return Result(
        areas=tuple(profile for area in frame.areas if (profile := _profile(area, assessment, sheet)) is not None),
        strengths=tuple(each for each in counted if _is_strength(each.given)),
        unmet=tuple(each for each in missing if each.statement.force == "must"),
        below=tuple(each for each in missing if each.statement.force == "should"),
        on_paper=tuple(each for each in counted if each.given.said == ON_PAPER and each.statement.force == "must"),
        unknown=tuple(each for each in rated if each.given.said is Beside.UNKNOWN),
        first=tuple(gaps[:BEGIN_WITH]),
        then=tuple(gaps[BEGIN_WITH:]),
        unanswered=tuple(key for key in assessment.statements if key not in sheet),
        beside=tuple(each for each in rated if not each.given.counts),
    )


def _is_strength(given: Given) -> bool:
    return given.said == TOP or (given.said == IN_USE and bool(given.proof))


def _by_weight(frame: Frame, counted: Iterable[Rated]) -> list[Rated]:
    """The gaps; of two that weigh the same that of risk and children comes first, then what can be changed sooner."""

    def place(each: Rated) -> tuple[int, bool, int]:
        return -each.priority, frame.areas[each.statement.area].first == "no", SOONEST[each.given.soon]

    return sorted((each for each in counted if each.priority), key=place)


def _profile(area: str, assessment: Assessment, sheet: Sheet) -> Profile | None:
    """One area; None where the sector has no statement that weighs there."""
    there = {k: found for k, found in assessment.statements.items() if found.area == area and WEIGHT[found.force]}
    if not there:
        return None
    answers = [(found, sheet[key]) for key, found in there.items() if key in sheet]
    counted = [(WEIGHT[found.force], given) for found, given in answers if given.counts]
    return Profile(
        area,
        reached=sum(weight * given.level for weight, given in counted),
        possible=sum(weight * TOP for weight, _ in counted),
        answered=len(counted),
        asked=len(there) - (len(answers) - len(counted)),
        unknown=sum(given.said is Beside.UNKNOWN for _, given in counted),
    )

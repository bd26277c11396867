"""Two rounds of one organisation side by side.

Only what asked for the same in both can be compared: a statement that got another meaning in between begins anew, and
an area with such a statement has no figure of change.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import Enum

from bot.assess.answers import Given, Sheet
from bot.assess.result import Profile, judge
from bot.dialog.assessment_schema import Assessment, Frame, Key


class Why(Enum):
    """Why two answers or areas cannot be compared."""

    CHANGED = "changed"  # it asks for something else than then
    THEN = "then"  # then it had no answer, or did not concern the organisation
    NOW = "now"


@dataclass(frozen=True, slots=True)
class Round:
    """One round: the version of the assessment that it answers, and the answers."""

    version: int
    sheet: Sheet


@dataclass(frozen=True, slots=True)
class Step:
    """A statement then and now. levels: how many it went up; None where it cannot be compared, `why`."""

    key: Key
    then: Given | None
    now: Given | None
    levels: int | None
    why: Why | None


@dataclass(frozen=True, slots=True)
class Stretch:
    """An area then and now, both over the statements that were answered in both. None: it cannot be compared, `why`."""

    area: str
    then: Profile | None
    now: Profile | None
    why: Why | None

    @property
    def points(self) -> int | None:
        """Percentage points that it went up."""
        if self.then is None or self.now is None or self.then.percent is None or self.now.percent is None:
            return None
        return self.now.percent - self.then.percent


def steps(assessment: Assessment, then: Round, now: Round) -> tuple[Step, ...]:
    """Each statement of today, in the order that they are asked."""
    return tuple(_step(assessment, key, then, now) for key in assessment.statements)


def stretches(frame: Frame, assessment: Assessment, then: Round, now: Round) -> tuple[Stretch, ...]:
    """Each area of today."""
    return tuple(_stretches(frame, assessment, then, now))


def _step(assessment: Assessment, key: Key, then: Round, now: Round) -> Step:
    before, after = then.sheet.get(key), now.sheet.get(key)
    why = None
    if assessment.statements[key].since > then.version:
        why = Why.CHANGED
    elif before is None or not before.counts:
        why = Why.THEN
    elif after is None or not after.counts:
        why = Why.NOW
    levels = after.level - before.level if why is None and before and after else None
    return Step(key, before, after, levels, why)


def _stretches(frame: Frame, assessment: Assessment, then: Round, now: Round) -> Iterator[Stretch]:
    found = steps(assessment, then, now)
    both = {step.key for step in found if step.levels is not None}
    before = _profiles(frame, assessment, then.sheet, both)
    after = _profiles(frame, assessment, now.sheet, both)
    for area in after:
        reasons = [step.why for step in found if assessment.statements[step.key].area == area]
        why = Why.CHANGED if Why.CHANGED in reasons else None
        if why is None and not after[area].answered:
            why = Why.THEN if Why.THEN in reasons else Why.NOW
        yield Stretch(area, None if why else before[area], None if why else after[area], why)


def _profiles(frame: Frame, assessment: Assessment, sheet: Sheet, keys: Collection[Key]) -> dict[str, Profile]:
    """The areas, by the answers to some of the statements."""
    kept = {key: given for key, given in sheet.items() if key in keys}
    return {profile.area: profile for profile in judge(frame, assessment, kept).areas}

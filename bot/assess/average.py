"""The organisation's own units beside each other: the average of an area, and no unit by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.assess.answers import Sheet
from bot.assess.result import judge
from bot.dialog.assessment_schema import Assessment, Frame

ENOUGH = 3
"""Units from which on an average is shown; of two, each could work out the other's."""


@dataclass(frozen=True, slots=True)
class Average:
    """percent: the mean of the units' whole percents, a half upwards. units: how many of them have a figure."""

    percent: int
    units: int


def averages(frame: Frame, assessment: Assessment, sheets: Iterable[Sheet]) -> Mapping[str, Average]:
    """Area → average. sheets: one of each unit, all of the same statements. An area that too few have answered is not
    there."""
    found: dict[str, list[int]] = {}
    for sheet in sheets:
        for profile in judge(frame, assessment, sheet).areas:
            if profile.percent is not None:
                found.setdefault(profile.area, []).append(profile.percent)
    return {
        area: Average((2 * sum(percents) + len(percents)) // (2 * len(percents)), len(percents))
        for area, percents in found.items()
        if len(percents) >= ENOUGH
    }

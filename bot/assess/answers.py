"""What is answered to one statement, and what of it does not fit the form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from bot.dialog.assessment_schema import TOP, Assessment, Frame, Key, Soon

MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])")
PROVEN = ("paper", "change")
"""Kinds of proof that have a month: of the decision, of the follow-up."""


class Beside(Enum):
    """Answers beside the ladder. UNKNOWN: nobody who answered knows. NOT_OURS: it does not concern the organisation."""

    UNKNOWN = "unknown"
    NOT_OURS = "not-ours"


@dataclass(frozen=True, slots=True)
class Given:
    """One answer. There is no room for words, so no case and no person can be written into it.

    said: a level, 0 to 4, or an answer beside the ladder. proof: what can be shown for the level, by its name in the
    frame. month: of the decision or follow-up, YYYY-MM. reason: why it does not concern the organisation. soon: how
    soon it can be changed.
    """

    said: int | Beside
    proof: str = ""
    month: str = ""
    reason: str = ""
    soon: Soon | None = None

    @property
    def level(self) -> int:
        """The level that it counts as: what nobody knows of counts as nothing."""
        return self.said if isinstance(self.said, int) else 0

    @property
    def counts(self) -> bool:
        """Whether it concerns the organisation."""
        return self.said is not Beside.NOT_OURS


Sheet: TypeAlias = Mapping[Key, Given]
"""The answers of one round, by statement; what nobody answered yet is not there."""


class Misfit(Enum):
    """Why an answer does not fit."""

    STATEMENT = "there is no such statement"
    LEVEL = f"a level is 0 to {TOP}, unknown, or not-ours"
    PROOF = "this level cannot be shown so"
    MONTH = "a month is written 2026-03, and stands only with a decision or a follow-up"
    AHEAD = "a month that has not come shows nothing"
    REASON = "a reason stands only with not-ours"
    SOON = "how soon is now, half-year or decision"


def misfits(frame: Frame, assessment: Assessment, key: Key, given: Given, now: str = "") -> Iterator[Misfit]:
    """What of an answer does not fit the form; nothing when it fits. now: the month, YYYY-MM; "" asks for none."""
    if key not in assessment.statements:
        yield Misfit.STATEMENT
    if isinstance(given.said, int) and not 0 <= given.said <= TOP:
        yield Misfit.LEVEL
        return
    level = given.said if isinstance(given.said, int) else 0
    if given.proof and given.proof not in frame.proofs(level):
        yield Misfit.PROOF
    if given.month and not (MONTH.fullmatch(given.month) and frame.levels[level].proof in PROVEN):
        yield Misfit.MONTH
    elif now and given.month > now:
        yield Misfit.AHEAD
    if given.reason and (given.said is not Beside.NOT_OURS or given.reason not in frame.reasons):
        yield Misfit.REASON
    if given.soon is not None and given.soon not in frame.soon:
        yield Misfit.SOON

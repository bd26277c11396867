"""Answers as a form says them → answers, or what of them cannot be so; and answers as fields of a form. Pure.

Fields of a statement H2: `H2` the answer ("" none yet), `H2-paper`, `H2-use`, `H2-change` what shows it, of which the
one that belongs to the level counts, `H2-month`, `H2-reason`, `H2-soon`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import cast

from bot.assess.answers import PROVEN, Beside, Given, Misfit, Sheet, misfits
from bot.dialog.assessment_schema import TOP, Assessment, Frame, Key, Soon

PROOFS = ("paper", "use", "change")
MORE = (*PROOFS, "month", "reason", "soon")
"""What belongs to an answer, after the hyphen of its field."""
MONTH = re.compile(r"(20\d\d)[-/. ]?(\d\d?)", re.ASCII)
ANSWERS: Mapping[str, int | Beside] = {
    **{str(level): level for level in range(TOP + 1)},
    **{each.value: each for each in Beside},
}
OF_MONTHS = {Misfit.MONTH: "month-fault", Misfit.AHEAD: "month-ahead"}
Fields = Mapping[str, str]
Faults = Mapping[Key, str]
"""Words' keys by statement."""


def read_answers(
    fields: Fields, frame: Frame, assessment: Assessment, keys: Iterable[Key], now: str = ""
) -> tuple[dict[Key, Given | None], Faults]:
    """The answers to some statements; None where there is none yet. What the form did not hold is left as it is. now:
    the month, after which none can show anything."""
    found: dict[Key, Given | None] = {}
    faults: dict[Key, str] = {}
    for key in keys:
        said = fields.get(key)
        if said is None:
            continue
        if said not in ANSWERS:
            found[key] = None
            if said:
                faults[key] = "fit-fault"
            continue
        given = _given(fields, frame, key, ANSWERS[said])
        wrong = list(misfits(frame, assessment, key, given, now))
        if wrong:
            faults[key] = OF_MONTHS.get(wrong[0], "fit-fault") if len(wrong) == 1 else "fit-fault"
        found[key] = given
    return found, faults


def read_choices(fields: Fields, assessment: Assessment) -> dict[Key, int | Beside]:
    """What one member of a group chose; without what they passed over."""
    chosen = ((key, fields.get(key, "")) for key in assessment.statements)
    return {key: ANSWERS[said] for key, said in chosen if said in ANSWERS}


def as_fields(frame: Frame, sheet: Sheet) -> dict[str, str]:
    """Answers as fields."""
    fields = {}
    for key, given in sheet.items():
        fields[key] = given.said.value if isinstance(given.said, Beside) else str(given.said)
        fields |= {f"{key}-month": given.month, f"{key}-reason": given.reason, f"{key}-soon": given.soon or ""}
        if given.proof:
            fields[f"{key}-{frame.levels[given.level].proof}"] = given.proof
    return fields


def read_month(text: str) -> str:
    """A month as people write it, such as 2026/3, as 2026-03; what is no month stays as it is."""
    match = MONTH.fullmatch(text.strip())
    return f"{match[1]}-{match[2]:0>2}" if match else text.strip()[:10]


def _given(fields: Fields, frame: Frame, key: Key, said: int | Beside) -> Given:
    """What belongs to the answer; what stands in fields of another level was left over, and is passed by."""
    kind = frame.levels[said].proof if isinstance(said, int) else "none"
    proof = fields.get(f"{key}-{kind}", "") if kind in PROOFS else ""
    month = read_month(fields.get(f"{key}-month", "")) if kind in PROVEN else ""
    reason = fields.get(f"{key}-reason", "") if said is Beside.NOT_OURS else ""
    soon = fields.get(f"{key}-soon", "") if said not in (TOP, Beside.NOT_OURS) else ""
    return Given(said, proof, month, reason, cast("Soon | None", soon or None))

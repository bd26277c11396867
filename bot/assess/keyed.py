"""Answers as a file with semicolons: the form to fill in, and what was filled in. Text in, values out.

The words beside each statement are there to read; what is written there is not looked at, and nowhere kept.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import cast

from bot.assess.answers import Beside, Given, Misfit, Sheet, misfits
from bot.dialog.assessment_schema import TOP, Assessment, Frame, Key, Soon

READ = "says"
"""The column that is there to read."""
COLUMNS = ("statement", READ, "answer", "proof", "month", "reason", "soon")
NAMED = {each.value: each for each in Beside}
AT = {
    Misfit.STATEMENT: "statement",
    Misfit.LEVEL: "answer",
    Misfit.PROOF: "proof",
    Misfit.MONTH: "month",
    Misfit.REASON: "reason",
    Misfit.SOON: "soon",
}
"""Where each misfit stands."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What cannot be understood: line and column of the table, from 1, what is wrong, and what could stand there."""

    line: int
    column: int
    says: str
    hint: str = ""


def form(assessment: Assessment, words: Callable[[Key], str], sheet: Sheet | None = None) -> str:
    """The table to fill in. words: what a statement says, in a language. sheet: what is answered already."""
    out = io.StringIO()
    rows = csv.writer(out, delimiter=";", lineterminator="\r\n")
    rows.writerow(COLUMNS)
    for key in assessment.statements:
        given = (sheet or {}).get(key)
        said = "" if given is None else given.said.value if isinstance(given.said, Beside) else given.said
        more = (given.proof, given.month, given.reason, given.soon or "") if given else ("",) * 4
        rows.writerow((key, words(key), said, *more))
    return out.getvalue()


def read(text: str, frame: Frame, assessment: Assessment, now: str = "") -> tuple[Sheet, tuple[Fault, ...]]:
    """The answers in a table, and all that cannot be understood. A row without an answer is one not answered yet.
    now: the month, YYYY-MM, after which none can show anything; "" asks for none."""
    rows = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";")
    head = next(rows, [])
    if missing := [name for name in ("statement", "answer") if name not in head]:
        hint = f"the first line is {';'.join(COLUMNS)}"
        return {}, (Fault(1, 1, f"there is no column “{missing[0]}”", hint),)
    sheet: dict[Key, Given] = {}
    seen: set[Key] = set()
    faults: list[Fault] = []
    for row in rows:
        line, cells = rows.line_num, {name: cell.strip() for name, cell in zip(head, row, strict=False)}
        if not any(value for name, value in cells.items() if name not in ("statement", READ)):
            continue
        key, given = cells.get("statement", ""), _given(cells)
        wrong = list(_faults(frame, assessment, key, given, cells, now))
        if key in seen:
            wrong.append(("statement", f"“{key}” stands twice", "keep one of the rows"))
        seen.add(key)
        faults += (Fault(line, head.index(at) + 1 if at in head else 1, says, hint) for at, says, hint in wrong)
        if not wrong and given is not None:
            sheet[key] = given
    return sheet, tuple(faults)


def _given(cells: dict[str, str]) -> Given | None:
    """The answer of a row; None when it is no level and no answer beside the ladder."""
    said = cells["answer"]
    answer: int | Beside | None = NAMED.get(said)
    if answer is None and said.isascii() and said.isdigit() and len(said) == 1:
        answer = int(said)
    if answer is None:
        return None
    soon = cast("Soon | None", cells.get("soon") or None)
    return Given(answer, cells.get("proof", ""), cells.get("month", ""), cells.get("reason", ""), soon)


def _faults(
    frame: Frame, assessment: Assessment, key: Key, given: Given | None, cells: dict[str, str], now: str
) -> Iterator[tuple[str, str, str]]:
    """What is wrong in a row: its column, what, and what could stand there."""
    if given is None:
        if key not in assessment.statements:
            yield "statement", Misfit.STATEMENT.value, _some(assessment.statements)
        yield "answer", f"“{cells['answer']}” is no answer: {Misfit.LEVEL.value}", ""
        return
    could = {
        Misfit.STATEMENT: _some(assessment.statements),
        Misfit.PROOF: _some(frame.proofs(min(given.level, TOP))) or "nothing has to be shown here; leave it empty",
        Misfit.REASON: _some(frame.reasons),
        Misfit.SOON: _some(frame.soon),
    }
    for misfit in misfits(frame, assessment, key, given, now):
        yield AT[misfit], misfit.value, could.get(misfit, "")


def _some(names: object) -> str:
    found = list(cast("dict[str, object]", names))
    return f"write one of: {', '.join(found)}" if found else ""

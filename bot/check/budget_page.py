"""The budget as data and as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from bot.check.budget import Budget, Figure, told
from bot.check.measures import ALOUD, SILENT
from bot.dialog.flow import ANSWER_BITS
from bot.dialog.model import Program

ALL = "whole conversations"
HEADINGS = ("taps", "typical", "seconds", "typical", "to read", "to say", "plans")


def as_json(program: Program, budget: Budget) -> dict[str, object]:
    """Each row with its figures and the conversation that takes longest; the last row is of whole conversations."""
    return {
        "rows": [
            {
                "guide": row.guide,
                "taps": _data(program, row.taps),
                "seconds": _data(program, row.seconds),
                "words": {"staff": row.staff, "spoken": row.spoken},
                "plans": row.plans,
            }
            for row in budget.rows
        ],
        "bits": {"most": round(budget.bits[0], 2), "reached": round(budget.bits[1], 2), "room": ANSWER_BITS},
        "words_a_minute": {"staff": SILENT, "spoken": ALOUD},
    }


def as_lines(program: Program, budget: Budget, guide: str | None = None) -> Iterator[str]:
    """A table, then the longest conversation of a guide's own screens, or of all when no guide is named."""
    width = max(len(row.guide or ALL) for row in budget.rows)
    yield " " * width + "".join(f"{heading:>10}" for heading in HEADINGS)
    for row in budget.rows:
        cells = (
            _told(row.taps),
            _typical(row.taps),
            _told(row.seconds),
            _typical(row.seconds),
            row.staff,
            row.spoken,
            row.plans,
        )
        yield f"{row.guide or ALL:{width}}" + "".join(f"{cell:>10}" for cell in cells)
    yield ""
    yield f"Seconds: {SILENT} words a minute for what staff read, {ALOUD} for what is said (docs/budget.md)."
    yield "Two figures: so many has a real conversation, and none has more."
    most, reached = budget.bits
    bits = f"{most:.1f}" if most == reached else f"{reached:.1f} to {most:.1f}"
    yield f"The longest conversation takes {bits} of {ANSWER_BITS} bits in a button."
    row = next(row for row in budget.rows if row.guide == guide)
    yield from ("", f"The longest in seconds, {guide or ALL}:")
    yield from (f"  {line}" for line in told(program, row.seconds.talk))


def _told(figure: Figure) -> str:
    return str(figure.most) if figure.exact else f"{figure.reached}–{figure.most}"


def _typical(figure: Figure) -> str:
    return "" if figure.typical is None else str(figure.typical)


def _data(program: Program, figure: Figure) -> dict[str, object]:
    return {
        "most": figure.most,
        "reached": figure.reached,
        "exact": figure.exact,
        "typical": figure.typical,
        "conversation": list(told(program, figure.talk)),
    }

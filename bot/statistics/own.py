"""A unit's own monthly figures as somebody writes them: numbers, months and units, and no word of free text. Pure.

They come from the unit's record system as sums (variables: Socialstyrelsen's follow-up at group level), are written on
a page, pasted from a spreadsheet or read from a file, and are only ever laid beside what the tool counts. A calendar
month lies beside the month of whole weeks that its fifteenth is in (`middle`).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from bot.statistics.asked import Own

MEASURES = ("visits", "asked", "reports", "referrals")
COLUMNS = ("unit", "month", *MEASURES)
SWEDISH = ("enhet", "månad", "besök", "tillfrågade", "anmälningar", "hänvisade")
"""The same columns as a Swedish spreadsheet may call them."""
EXAMPLE = "1;2026-09;800;90;4;"
MOST = 99_999
"""The largest figure of a month: more visits than any one unit has, and few enough digits to see a slip."""
MOST_FAULTS = 50
"""Faults that are told at once of a file; the rest come when these are mended."""
_MONTH = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])(-[0-9]{2})?")


@dataclass(frozen=True, slots=True)
class Fault:
    """What cannot be so. line: from 1. column: one of `COLUMNS`, "" for the whole line. found: what stands there.

    key: "head", "fields", "unit", "month", "future", "number", "above" (more asked than visits) or "twice".
    """

    line: int
    column: str
    key: str
    found: str = ""


def middle(year: int, month: int) -> date:
    """A day in the month of whole weeks that a calendar month mostly is."""
    return date(year, month, 15)


def read_table(text: str, units: Collection[int], today: date) -> tuple[tuple[Own, ...], tuple[Fault, ...]]:
    """A file's figures, and all its faults in the order of its lines; with any fault nothing is to be kept.

    Args:
        text: a head and a line for each unit and month, parted by semicolons, tabs or commas; an empty field is none.
        units: the numbers that may stand in it.
        today: months after its own have no figures.
    """
    lines = text.removeprefix("\ufeff").splitlines()
    head = lines[0] if lines else ""
    mark = next((sign for sign in ";\t," if sign in head), ";")
    names = [_column(name) for name in head.split(mark)]
    if sorted(names) != sorted(COLUMNS):
        return (), (Fault(1, "", "head", head[:80]),)
    found: dict[tuple[int, date], Own] = {}
    faults: list[Fault] = []
    for number, row in enumerate(csv.reader(lines[1:], delimiter=mark), 2):
        if not any(field.strip() for field in row):
            continue
        if len(row) != len(names):
            faults.append(Fault(number, "", "fields", str(len(row))))
            continue
        fields = {name: field.strip() for name, field in zip(names, row, strict=True)}
        own, mine = _row(number, fields, units, today)
        if own and (own.unit, own.day) in found:
            mine = [Fault(number, "", "twice", f"{own.unit} {own.day:%Y-%m}")]
        faults += mine
        if own:
            found[own.unit, own.day] = own
    return tuple(found.values()), tuple(faults[:MOST_FAULTS])


def read_year(
    fields: Mapping[str, str], unit: int, year: int, today: date
) -> tuple[tuple[Own, ...], Mapping[str, Fault]]:
    """A year's figures from a form with a field for each measure and month, such as "visits-09", and faults by field.
    Months after today's are passed over."""
    found, faults = [], dict[str, Fault]()
    for month in months_of(year, today):
        texts = {name: fields.get(f"{name}-{month:02}", "").strip() for name in MEASURES}
        values, wrong = _values(month, texts)
        faults |= {f"{fault.column}-{month:02}": fault for fault in wrong}
        found.append(Own(unit, middle(year, month), **values))
    return (() if faults else tuple(found)), faults


def months_of(year: int, today: date) -> range:
    """The months of a year that have begun."""
    return range(1, 13 if year < today.year else today.month + 1 if year == today.year else 1)


def spread(text: str, month: int, measure: str) -> dict[str, str]:
    """What was copied from a spreadsheet → fields of a year's form: lines go down the months, tabs along the measures.

    month, measure: where the first number goes. What would fall outside is left out. Spaces inside a number are those
    of thousands, for a spreadsheet parts its cells by tabs.
    """
    found = {}
    first = MEASURES.index(measure)
    for down, line in enumerate(text.strip("\r\n").splitlines()):
        for along, cell in enumerate(line.split("\t")):
            if month + down <= 12 and first + along < len(MEASURES):
                found[f"{MEASURES[first + along]}-{month + down:02}"] = re.sub(r"[\s\u00a0\u202f]", "", cell)
    return found


def as_lines(figures: Iterable[Own]) -> Iterator[str]:
    """The figures as the file that `read_table` reads."""
    yield ";".join(COLUMNS)
    for own in figures:
        values = ("" if (value := getattr(own, name)) is None else str(value) for name in MEASURES)
        yield ";".join((str(own.unit), f"{own.day:%Y-%m}", *values))


def _column(name: str) -> str:
    plain = name.strip().casefold()
    return COLUMNS[SWEDISH.index(plain)] if plain in SWEDISH else plain


def _row(line: int, fields: Mapping[str, str], units: Collection[int], today: date) -> tuple[Own | None, list[Fault]]:
    faults = []
    unit = int(fields["unit"]) if re.fullmatch(r"[0-9]{1,5}", fields["unit"]) else -1
    if unit not in units:
        faults.append(Fault(line, "unit", "unit", fields["unit"][:20]))
    month = _MONTH.fullmatch(fields["month"])
    day = middle(int(month[1]), int(month[2])) if month else date.min
    if not month:
        faults.append(Fault(line, "month", "month", fields["month"][:20]))
    elif (day.year, day.month) > (today.year, today.month):
        faults.append(Fault(line, "month", "future", fields["month"]))
    values, wrong = _values(line, {name: fields[name] for name in MEASURES})
    faults += wrong
    return (None if faults else Own(unit, day, **values)), faults


def _values(line: int, texts: Mapping[str, str]) -> tuple[dict[str, int | None], list[Fault]]:
    """A month's four figures; None where nothing is written."""
    values: dict[str, int | None] = {}
    faults = []
    for name, text in texts.items():
        if text and not (text.isascii() and text.isdigit() and len(text) <= 6 and int(text) <= MOST):
            faults.append(Fault(line, name, "number", text[:20]))
        else:
            values[name] = int(text) if text else None
    visits, asked = values.get("visits"), values.get("asked")
    if visits is not None and asked is not None and asked > visits:
        faults.append(Fault(line, "asked", "above", str(asked)))
    return values, faults

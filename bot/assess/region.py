"""Many organisations side by side, by area alone: a file that each hands on if it wants to, and the table of all.

Handing the file on is how an organisation agrees; nothing is fetched. It holds whole percents of areas and how many
statements stand behind them, no answer and nobody's name. Below `ENOUGH` organisations nothing is shown: of few, each
could be held up against the rest. They stand in the order of their names, never of their figures.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from bot.assess.answers import MONTH
from bot.assess.keyed import Fault
from bot.assess.result import Profile
from bot.dialog.schema import Sector

ENOUGH = 5
COLUMNS = ("organisation", "sector", "version", "month", "area", "percent", "answered", "asked")
WHOLE = re.compile(r"[0-9]{1,3}")
NAME = re.compile(r"[^\W_][\w .,()&'’/-]{0,79}")
"""An organisation's name: words, no formula that a spreadsheet would work out."""


@dataclass(frozen=True, slots=True)
class Shared:
    """What one organisation hands on. version: of the statements. month: when the round ended, YYYY-MM. areas: area →
    whole percent, None where nothing that weighs was answered."""

    organisation: str
    sector: Sector
    version: int
    month: str
    areas: Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class Regional:
    """All that can be compared, by name. left_out: organisations that rated other statements, or another sector."""

    organisations: tuple[Shared, ...]
    left_out: tuple[str, ...]

    @property
    def is_enough(self) -> bool:
        """Whether it may be shown."""
        return len(self.organisations) >= ENOUGH


def share(name: str, sector: Sector, version: int, month: str, areas: Iterable[Profile]) -> str:
    """The file to hand on."""
    out = io.StringIO()
    rows = csv.writer(out, delimiter=";", lineterminator="\r\n")
    rows.writerow(COLUMNS)
    for area in areas:
        percent = "" if area.percent is None else area.percent
        rows.writerow((name, sector, version, month, area.area, percent, area.answered, area.asked))
    return out.getvalue()


def read(text: str, areas: Iterable[str], sectors: Iterable[str]) -> tuple[Shared | None, tuple[Fault, ...]]:
    """What a file holds, and all that cannot be understood in it. areas, sectors: those that there are."""
    rows = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";")
    head = next(rows, [])
    if missing := [name for name in COLUMNS if name not in head]:
        return None, (Fault(1, 1, f"there is no column “{missing[0]}”", f"the first line is {';'.join(COLUMNS)}"),)
    known = {"area": frozenset(areas), "sector": frozenset(sectors)}
    found: list[dict[str, str]] = []
    faults: list[Fault] = []
    for row in rows:
        cells = {name: cell.strip() for name, cell in zip(head, row, strict=False)}
        if any(cells.values()):
            line = rows.line_num
            faults += (Fault(line, head.index(at) + 1, says) for at, says in _wrong(cells, found, known))
            found.append(cells)
    if not found and not faults:
        faults.append(Fault(1, 1, "no area stands in it"))
    if faults:
        return None, tuple(faults)
    first = found[0]
    percents = {cells["area"]: int(cells["percent"]) if cells["percent"] else None for cells in found}
    version, sector = int(first["version"]), cast("Sector", first["sector"])
    return Shared(first["organisation"], sector, version, first["month"], percents), ()


def beside(shared: Sequence[Shared], sector: Sector, version: int) -> Regional:
    """All that rated these statements, by name; of an organisation that handed on several, the newest."""
    newest: dict[str, Shared] = {}
    for each in sorted(shared, key=lambda each: each.month):
        if each.sector == sector and each.version == version:
            newest[each.organisation.casefold()] = each
    others = {each.organisation for each in shared if each.organisation.casefold() not in newest}
    return Regional(tuple(newest[name] for name in sorted(newest)), tuple(sorted(others, key=str.casefold)))


def _wrong(
    cells: Mapping[str, str], before: Sequence[Mapping[str, str]], known: Mapping[str, frozenset[str]]
) -> Iterator[tuple[str, str]]:
    """What is wrong in a row: the column, and what."""
    for name in ("area", "sector"):
        if cells.get(name) not in known[name]:
            yield name, f"“{cells.get(name, '')}” is no {name}: {', '.join(sorted(known[name]))}"
    if not NAME.fullmatch(cells.get("organisation", "")):
        yield "organisation", "write the organisation's name, at most 80 letters and digits"
    if not MONTH.fullmatch(cells.get("month", "")):
        yield "month", "write the month as YYYY-MM"
    if not WHOLE.fullmatch(cells.get("version", "")):
        yield "version", "write a whole number"
    percent = cells.get("percent", "")
    if percent and (not WHOLE.fullmatch(percent) or int(percent) > 100):
        yield "percent", "write a whole percent from 0 to 100, or nothing"
    for name in ("organisation", "sector", "version", "month"):
        if before and cells.get(name) != before[0].get(name):
            yield name, f"another {name} than in the first row: hand on one file for each round"
    if any(cells.get("area") == each.get("area") for each in before):
        yield "area", f"“{cells.get('area')}” stands twice"

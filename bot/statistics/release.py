"""Closing a period: a second draw on each cell, and the table is frozen in a canonical document that names the one
before it by hash. Everything that is ever shown is a function of these documents.

The first draw hides a conversation from who saw the cells on disk before it came, the second from who saw them after;
each of the two alone is worth the table's whole ε. Drawn once: a document that exists is never made again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.statistics.cells import Draw, Sheet
from bot.statistics.ledger import Spent
from bot.statistics.noise import draw
from bot.statistics.periods import Period
from bot.statistics.tables import BY_KEY, Table

FORMAT = 1
FIRST = "0" * 64
"""What the first document of a chain names as the one before it."""


@dataclass(frozen=True, slots=True)
class Released:
    """A frozen table. document: canonical JSON. name: of table and period, such as "use-week 2026-w47"."""

    name: str
    document: bytes

    @property
    def hash(self) -> str:
        """SHA-256 of the document, in hexadecimal."""
        return hashlib.sha256(self.document).hexdigest()


@dataclass(frozen=True, slots=True)
class Figures:
    """A document as it is read. values: as they were frozen, also below zero and below the floor; one for each
    combination of the axes' labels, the last axis fastest. met: groups that met their cap. simulated: made up, to be
    looked at."""

    table: Table
    spent: Spent
    axes: tuple[tuple[str, tuple[str, ...]], ...]
    values: tuple[int, ...]
    met: tuple[str, ...]
    previous: str
    simulated: bool = False


def release_name(table: Table, period: Period) -> str:
    """What a release is called, before it exists too."""
    return f"{table.key} {period.name}"


def freeze(sheet: Sheet, previous: str, noise: Draw = draw, *, simulated: bool = False) -> Released:
    """Draw once more for each cell and write the document. previous: hash of the release before it, or `FIRST`.
    simulated: the mark stands in the document, so that it goes wherever the figures go."""
    table, spent = sheet.table, sheet.spent
    content: dict[str, Any] = {
        "format": FORMAT,
        "table": table.key,
        "period": {"name": sheet.period.name, "first": sheet.period.first.isoformat(), "weeks": sheet.period.weeks},
        "epsilon_hundredths": table.hundredths,
        "plus_minus": table.plus_minus,
        "floor": table.floor,
        "units": sorted(spent.units),
        "all_but": spent.all_but,
        "axes": [[axis.value, sheet.frame.lists[axis]] for axis in table.axes],
        "met": [group.key for group, met in zip(sheet.frame.groups, sheet.met, strict=True) if met],
        "values": [value + noise(table.hundredths) for value in sheet.values],
        "previous": previous,
    }
    if simulated:
        content["simulated"] = True
    document = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()
    return Released(release_name(table, sheet.period), document)


def read(document: bytes) -> Figures:
    """A document's figures.

    Raises:
        ValueError: it is no document of this format.
    """
    found: dict[str, Any] = json.loads(document)
    if found.get("format") != FORMAT or found.get("table") not in BY_KEY:
        raise ValueError("a release is of another format")
    table = BY_KEY[found["table"]]
    period = Period(date.fromisoformat(found["period"]["first"]), found["period"]["weeks"])
    hundredths = found["epsilon_hundredths"]  # what it cost then, whatever tables cost now
    spent = Spent(table.key, table.mode, period, hundredths, frozenset(found["units"]), found["all_but"])
    axes = tuple((name, tuple(names)) for name, names in found["axes"])
    met, simulated = tuple(found["met"]), found.get("simulated", False)
    return Figures(table, spent, axes, tuple(found["values"]), met, found["previous"], simulated)


def broken_link(chain: Sequence[Released]) -> str | None:
    """The name of the first release that does not name the one before it, None when the chain is whole."""
    before = FIRST
    for release in chain:
        if read(release.document).previous != before:
            return release.name
        before = release.hash
    return None


def spent_on(chain: Iterable[Released]) -> tuple[Spent, ...]:
    """The ledger of what was released."""
    return tuple(read(release.document).spent for release in chain)

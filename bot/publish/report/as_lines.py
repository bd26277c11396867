"""All that was ever released, as JSON lines for programs: an object for each figure, in codes alone, streamed.

What lies below the floor of a single cell is withheld, as everywhere, and says so.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from itertools import product

from bot.publish.report.dataset import KINDS, is_shown
from bot.statistics.figures import Why
from bot.statistics.frame import SPARE
from bot.statistics.periods import Period
from bot.statistics.release import Figures
from bot.statistics.shelf import Shelf
from bot.statistics.tables import Table

AT_ONCE = 1000
"""Lines in one piece."""


def as_lines(shelf: Shelf, tables: Collection[Table], groups: Collection[str] | None = None) -> Iterator[bytes]:
    """The lines in pieces. groups: rows of units that may be shown, None for all."""
    for table in tables:
        for period, (figures, _) in sorted(shelf.take(table, shelf.periods(table)).items()):
            lines = list(_lines(table, period, figures, groups))
            for start in range(0, len(lines), AT_ONCE):
                yield "".join(lines[start : start + AT_ONCE]).encode()


def _lines(table: Table, period: Period, figures: Figures, groups: Collection[str] | None) -> Iterator[str]:
    told = {
        "table": table.key,
        "period": period.name,
        "first": period.first.isoformat(),
        "weeks": period.weeks,
        "simulated": figures.simulated,
    }
    start = json.dumps(told)[:-1]
    shown = f'"plus_minus": {table.plus_minus}, "why": null}}\n'
    withheld = f'"value": null, "plus_minus": null, "why": "{Why.FLOOR.value}"}}\n'
    names = [
        [(name, f', "{KINDS[axis].value}": {json.dumps(name)}') for name in listed]
        for axis, (_, listed) in zip(table.axes, figures.axes, strict=True)
    ]
    for labels, value in zip(product(*names), figures.values, strict=True):
        if any(name.startswith(SPARE) for name, _ in labels) or not is_shown(
            table, [name for name, _ in labels], groups
        ):
            continue
        codes = "".join(text for _, text in labels)
        figure = withheld if value < table.floor else f'"value": {value}, {shown}'
        yield f"{start}{codes}, {figure}"

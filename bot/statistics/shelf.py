"""Released tables as they are read for an answer: found by name, parsed once, summed by label.

The name of a release follows from table and period, so what an answer needs is asked for by name and the rest of the
chain is never touched, however long it is. A document never changes, so what was parsed may be kept for good.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from math import prod
from operator import itemgetter

from bot.statistics.figures import Count, Why
from bot.statistics.frame import SPARE
from bot.statistics.periods import Period, parse_period
from bot.statistics.release import Figures, read, release_name
from bot.statistics.tables import Axis, Table

Fetch = Callable[[Sequence[str]], Mapping[str, bytes]]
"""Documents of names, as many as there are."""
Chosen = Mapping[Axis, Collection[str]]
"""Labels of each axis that are summed; of an axis that is not named all, spare places apart."""
KEPT = 2048
"""Documents that stay parsed: five years of a large organisation are about 450."""


class Shelf:
    """Released tables of an installation. Impure: fetches what it does not know yet. names: all that was released."""

    def __init__(self, names: Iterable[str], fetch: Fetch) -> None:
        self.names = frozenset(names)
        self._fetch = fetch
        self._kept: dict[str, tuple[Figures, str]] = {}

    def renewed(self, names: Iterable[str]) -> None:
        """What has been released by now; what was parsed stays."""
        self.names = frozenset(names)

    def take(self, table: Table, periods: Iterable[Period]) -> dict[Period, tuple[Figures, str]]:
        """The released tables of these periods, each with the hash of its document."""
        wanted = {release_name(table, period): period for period in periods}
        lacking = [name for name in wanted if name in self.names and name not in self._kept]
        fresh = self._fetch(lacking) if lacking else {}
        found = {name: (read(document), hashlib.sha256(document).hexdigest()) for name, document in fresh.items()}
        taken = {wanted[name]: kept for name in wanted if (kept := found.get(name) or self._kept.get(name))}
        self._kept.update(found)
        while len(self._kept) > KEPT:
            del self._kept[next(iter(self._kept))]
        return taken

    def periods(self, table: Table) -> list[Period]:
        """All periods for which a table was released, oldest first."""
        start = f"{table.key} "
        return sorted(parse_period(name[len(start) :]) for name in self.names if name.startswith(start))

    def since(self, table: Table, group: str = "") -> date | None:
        """The day of the first release of a table that still has this row of units (any row for ""); None where the
        newest one has not. Looked for by halves, so that few of many years are opened."""
        periods = self.periods(table)

        def holds(period: Period) -> bool:
            return not group or group in labels(self.take(table, [period])[period][0], table.axes[0])

        if not periods or not holds(periods[-1]):
            return None
        return periods[bisect_left(periods, True, key=holds)].released_on

    def newest(self, table: Table) -> Figures:
        """The last release of a table.

        Raises:
            LookupError: there was none.
        """
        period = self.periods(table)[-1]
        return self.take(table, [period])[period][0]

    def has(self, table: Table) -> bool:
        """Whether a table of its kind was ever released."""
        return any(name.startswith(f"{table.key} ") for name in self.names)


def labels(figures: Figures, axis: Axis) -> tuple[str, ...]:
    """The closed list of an axis as it was then, spare places apart; () where the table has no such axis."""
    return tuple(name for name in dict(figures.axes).get(axis.value, ()) if not name.startswith(SPARE))


def chosen_cells(figures: Figures, chosen: Chosen) -> Sequence[int]:
    """The chosen cells as they were frozen. Spare places nobody took hold noise alone: left out."""
    pick, _ = _pick(figures.axes, _key(chosen))
    return pick(figures.values) if pick else ()


def count(figures: Figures, chosen: Chosen) -> Count:
    """The sum of the chosen cells, and the draws that it holds."""
    cells = chosen_cells(figures, chosen)
    return Count(sum(cells), ((figures.spent.hundredths, 2 * len(cells)),)) if cells else Count(why=Why.NOT_ASKED)


def count_each(documents: Iterable[Figures], chosen: Chosen) -> dict[str, Count]:
    """For each label of the first axis, spare places apart, the sum of the chosen cells of the others over documents of
    different conversations. Those of one quarter have the same lists and are summed place by place first: quick for
    hundreds of rows over years."""
    alike: dict[tuple[Axes, int], list[Sequence[int]]] = {}
    for figures in documents:
        alike.setdefault((figures.axes, figures.spent.hundredths), []).append(figures.values)
    values: dict[str, int] = {}
    draws: dict[str, dict[int, int]] = {}
    for (axes, cost), held in alike.items():
        picks, cells = _pick_each(axes, _key(chosen))
        summed = tuple(map(sum, zip(*held, strict=True)))
        for name, pick in picks:
            values[name] = values.get(name, 0) + sum(pick(summed))
            mine = draws.setdefault(name, {})
            mine[cost] = mine.get(cost, 0) + 2 * cells * len(held)
    return {name: Count(value, tuple(sorted(draws[name].items()))) for name, value in values.items()}


Axes = tuple[tuple[str, tuple[str, ...]], ...]
Key = tuple[tuple[str, tuple[str, ...]], ...]
Pick = Callable[[Sequence[int]], Sequence[int]]


def _key(chosen: Chosen) -> Key:
    return tuple(sorted((axis.value, tuple(labels)) for axis, labels in chosen.items()))


@lru_cache(maxsize=2048)
def _pick(axes: Axes, chosen: Key) -> tuple[Pick | None, int]:
    """What takes the chosen cells out of a document's values. All documents of a quarter have the same lists, so that
    it is worked out once for them all."""
    offsets = _offsets(axes, chosen)
    return (_taker(offsets), len(offsets)) if offsets else (None, 0)


@lru_cache(maxsize=64)
def _pick_each(axes: Axes, chosen: Key) -> tuple[tuple[tuple[str, Pick], ...], int]:
    (_, names), *rest = axes
    offsets = _offsets(tuple(rest), chosen)
    width = prod(len(listed) for _, listed in rest)
    picks = ((name, place * width) for place, name in enumerate(names) if not name.startswith(SPARE))
    return tuple((name, _taker([start + offset for offset in offsets])) for name, start in picks), len(offsets)


def _offsets(axes: Axes, chosen: Key) -> list[int]:
    wanted, offsets = dict(chosen), [0]
    for name, listed in axes:
        places = [
            place
            for place, label in enumerate(listed)
            if (label in wanted[name] if name in wanted else not label.startswith(SPARE))
        ]
        offsets = [offset * len(listed) + place for offset in offsets for place in places]
    return offsets


def _taker(offsets: Sequence[int]) -> Pick:
    """Takes the values at these places. One alone has to be a sequence too."""
    return itemgetter(*offsets) if len(offsets) > 1 else itemgetter(slice(offsets[0], offsets[0] + 1))

"""Released tables as they are read for an answer: found by name, parsed once, summed by label.

The name of a release follows from table and period, so what an answer needs is asked for by name and the rest of the
chain is never touched, however long it is. A document never changes, so what was parsed may be kept for good.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import lru_cache

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
        for name in list(self._kept)[: max(0, len(self._kept) - KEPT)]:
            del self._kept[name]
        return taken

    def periods(self, table: Table) -> list[Period]:
        """All periods for which a table was released, oldest first."""
        start = f"{table.key} "
        return sorted(parse_period(name[len(start) :]) for name in self.names if name.startswith(start))

    def has(self, table: Table) -> bool:
        """Whether a table of its kind was ever released."""
        return any(name.startswith(f"{table.key} ") for name in self.names)


def labels(figures: Figures, axis: Axis) -> tuple[str, ...]:
    """The closed list of an axis as it was then, spare places apart; () where the table has no such axis."""
    return tuple(name for name in dict(figures.axes).get(axis.value, ()) if not name.startswith(SPARE))


def count(figures: Figures, chosen: Chosen) -> Count:
    """The sum of the chosen cells, and the draws that it holds. Spare places nobody took hold noise alone: left out."""
    offsets = [0]
    for name, names in figures.axes:
        wanted = chosen.get(Axis(name))
        places = (
            _taken(names) if wanted is None else [_places(names)[each] for each in wanted if each in _places(names)]
        )
        size = len(names)
        offsets = [offset * size + place for offset in offsets for place in places]
    if not offsets:
        return Count(why=Why.NOT_ASKED)
    values = figures.values
    return Count(sum(values[offset] for offset in offsets), ((figures.spent.hundredths, 2 * len(offsets)),))


@lru_cache(maxsize=512)
def _places(names: tuple[str, ...]) -> Mapping[str, int]:
    return {name: place for place, name in enumerate(names)}


@lru_cache(maxsize=512)
def _taken(names: tuple[str, ...]) -> tuple[int, ...]:
    return tuple(place for place, name in enumerate(names) if not name.startswith(SPARE))

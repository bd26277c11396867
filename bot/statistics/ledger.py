"""What each table costs a conversation, added up and never above the cap.

Costs add over tables that hold the same conversation; over different weeks or different units they do not (composition
of differential privacy: sequential and parallel). So what counts is the dearest conversation that can exist: one of a
certain unit in a certain week. An entry is made when cells are opened, since the noisy cells on disk are spent too; of
released tables the entry can be read off the release, so that the ledger can never differ from what was published.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.engine.token import Mode
from bot.statistics.periods import Period
from bot.statistics.tables import CAP


class LedgerError(Exception):
    """A table would cost some conversation more than the cap. A fault of ours; the table is not opened."""


@dataclass(frozen=True, slots=True)
class Spent:
    """One table of one period. units: which it holds, or (`all_but`) all except these. hundredths: of ε."""

    name: str
    mode: Mode
    period: Period
    hundredths: int
    units: frozenset[int] = frozenset()
    all_but: bool = True

    def holds(self, unit: int | None, monday: date) -> bool:
        """Whether conversations of a unit in a week stand in it. unit None: one that no entry names."""
        return monday in self.period.mondays() and (unit in self.units) != self.all_but


def dearest(entries: Sequence[Spent], mode: Mode) -> int:
    """Hundredths of ε that the dearest conversation of a mode costs."""
    mine = [entry for entry in entries if entry.mode is mode]
    weeks = {monday for entry in mine for monday in entry.period.mondays()}
    units: set[int | None] = {unit for entry in mine for unit in entry.units} | {None}
    kinds = {tuple(unit in entry.units for entry in mine): unit for unit in units}  # alike units once
    return max(
        (
            sum(entry.hundredths for entry in mine if entry.holds(unit, monday))
            for monday in weeks
            for unit in kinds.values()
        ),
        default=0,
    )


def spend(entries: Iterable[Spent], new: Spent) -> tuple[Spent, ...]:
    """The entries with one more.

    Raises:
        LedgerError: a conversation would then cost more than `CAP`.
    """
    beside = [entry for entry in entries if set(entry.period.mondays()) & set(new.period.mondays())]
    if dearest([*beside, new], new.mode) > CAP:
        raise LedgerError(f"{new.name} {new.period.name} would cost a conversation more than ε = {CAP / 100:.2f}")
    return (*entries, new)

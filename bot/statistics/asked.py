"""What is asked of the released tables: by whom, of when, of which unit; and the reader that finds the counts.

A unit's own numbers (visits, asked, reports, consented referrals) come from its record system as sums, without noise,
and are only ever laid beside ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from bot.statistics.figures import Count, Kind, Label, Why, add
from bot.statistics.frame import Group, Size, group_units
from bot.statistics.periods import Cadence, Period, periods_between
from bot.statistics.release import Figures
from bot.statistics.shelf import Chosen, Shelf, count, count_each
from bot.statistics.tables import BY_KEY, Axis, Table

WEEKLY, MONTHLY = BY_KEY["use-week"], BY_KEY["use-month"]
EVERYBODY = Label(Kind.GROUP, "all")


@dataclass(frozen=True, slots=True)
class Own:
    """A month of a unit's own figures; None where it gives none. day: any of the month's."""

    unit: int
    day: date
    visits: int | None = None
    asked: int | None = None
    reports: int | None = None
    referrals: int | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """first, last: days; periods that they cut are taken whole. unit: 0 is the whole organisation. subject: "" is all.
    event: the day of something to be seen before and after, such as a training. today: says what is still open."""

    today: date
    first: date
    last: date
    grain: Cadence = Cadence.WEEK
    unit: int = 0
    subject: str = ""
    event: date | None = None
    own: tuple[Own, ...] = ()


@dataclass
class Reader:
    """Finds counts for one answer, and remembers from which releases. sizes: units as the organisation has them now."""

    shelf: Shelf
    sizes: Sequence[Size]
    asked: Asked
    sources: dict[str, str] = field(default_factory=dict)
    met: set[tuple[str, Period]] = field(default_factory=set)
    simulated: bool = False

    @property
    def group(self) -> str | None:
        """Which row the asked unit stands in, None for the whole organisation."""
        return self.group_of(self.asked.unit).key if self.asked.unit else None

    @property
    def about(self) -> Label:
        """Whom the answer holds."""
        return Label(Kind.GROUP, self.group) if self.group else EVERYBODY

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """All rows of units, as the organisation is now."""
        return tuple(group for group in group_units(self.sizes) if not group.is_spare)

    def group_of(self, unit: int) -> Group:
        """The row that a unit stands in: its own, one shared with other small ones, or "other"."""
        return self._by_unit.get(unit, self.groups[-1])

    @cached_property
    def _by_unit(self) -> dict[int, Group]:
        return {unit: group for group in self.groups for unit in group.units}

    def periods(self, grain: Cadence) -> tuple[Period, ...]:
        """All of a grain that the asked days touch."""
        return periods_between(self.asked.first, self.asked.last, grain)

    def tables(self, table: Table, periods: Iterable[Period]) -> dict[Period, Figures]:
        """The released tables of these periods, noted as sources."""
        found = self.shelf.take(table, periods)
        for period, (figures, mark) in found.items():
            self.sources[f"{table.key} {period.name}"] = mark
            self.simulated |= figures.simulated
            self.met |= {(group, period) for group in figures.met}
        return {period: figures for period, (figures, _) in found.items()}

    def sum(self, table: Table, periods: Sequence[Period], chosen: Chosen) -> list[Count]:
        """The chosen cells of a table, for each of its periods."""
        found = self.tables(table, periods)
        return [count(found[period], chosen) if period in found else self.missing(period) for period in periods]

    def use(self, periods: Sequence[Period], uses: Sequence[str], group: str | None) -> list[Count]:
        """Talks of a group (None: of all) that ended as named, for each period: from weeks where the group is released
        by week, from months where by month. Weeks alone hold no group that is released by month."""
        weeks = self.tables(WEEKLY, [Period(monday, 1) for each in periods for monday in each.mondays()])
        months = self.tables(MONTHLY, [month for each in periods for month in _months(each)])
        return [self._use(period, uses, group, weeks, months) for period in periods]

    def use_of_each(self, periods: Sequence[Period], uses: Sequence[str]) -> dict[str, Count]:
        """The same for every group at once, all periods together; a group that no table has is not there."""
        weeks = self.tables(WEEKLY, [Period(monday, 1) for each in periods for monday in each.mondays()])
        months = self.tables(MONTHLY, [month for each in periods for month in _months(each)])
        return count_each((*weeks.values(), *months.values()), {Axis.USE: uses})

    def missing(self, period: Period) -> Count:
        """What stands for a table that is not there."""
        open_still = period.released_on > self.asked.today
        return Count(why=Why.NOT_YET if open_still else Why.UNRELEASED, when=period.released_on if open_still else None)

    def _use(
        self,
        period: Period,
        uses: Sequence[str],
        group: str | None,
        weeks: dict[Period, Figures],
        months: dict[Period, Figures],
    ) -> Count:
        if period.released_on > self.asked.today:
            return self.missing(period)
        held: list[Count] = []
        for axis, tables, parts in (
            (Axis.WEEKLY, weeks, [Period(monday, 1) for monday in period.mondays()]),
            (Axis.MONTHLY, months, _months(period)),
        ):
            chosen = {Axis.USE: uses} if group is None else {Axis.USE: uses, axis: (group,)}
            held += [count(tables[part], chosen) for part in parts if part in tables]
        if not held:
            return self.missing(period)
        total = add(held)
        if not total.draws and period.weeks == 1:
            return Count(why=Why.COARSER)
        return total if total.draws else Count(why=Why.NOT_ASKED)


def _months(period: Period) -> list[Period]:
    """The months inside a period; none in a week."""
    if period.weeks == 1:
        return []
    last = period.mondays()[-1]
    return list(periods_between(period.first, last, Cadence.MONTH))

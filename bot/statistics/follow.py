"""A cycle of follow-up: one figure, period by period, a change in the middle, and one look when its day has come.

The period of the change lies in neither span: in it some talks were before and some after. Figures of the tool come
from released tables, a unit's own from its record system; both only as sums.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from bot.statistics.asked import Reader
from bot.statistics.change import BEGUN
from bot.statistics.contribution import Use
from bot.statistics.figures import (
    LEAST_WHOLE,
    Count,
    Figure,
    Kind,
    Label,
    Measure,
    Panel,
    Row,
    Shape,
    Why,
    share,
)
from bot.statistics.frame import USES
from bot.statistics.periods import Cadence, Period, periods_between
from bot.statistics.trial import Expected, Look, Sort, Span, Verdict, look

BASELINE = 8
"""Periods whose mean is taken for how it was: four of them are the least that a run chart is drawn of, eight are two
months of weeks."""


class What(Enum):
    """What is looked at. The last three come from units' own records."""

    BEGUN = "begun"
    FINISHED = "finished"
    ASKED = "asked"
    REPORTS = "reports"
    REFERRALS = "referrals"

    @property
    def sort(self) -> Sort:
        """A share or a number."""
        return Sort.SHARE if self in (What.FINISHED, What.ASKED) else Sort.NUMBER

    @property
    def is_own(self) -> bool:
        """Whether units give it themselves."""
        return self in (What.ASKED, What.REPORTS, What.REFERRALS)


@dataclass(frozen=True, slots=True)
class Point:
    """One period. span: None where there is no figure."""

    period: Period
    figure: Figure
    span: Span | None


@dataclass(frozen=True, slots=True)
class Plan:
    """What was settled beforehand. change: the period in which something was changed. periods: on each side."""

    what: What
    change: Period
    periods: int

    @property
    def before(self) -> tuple[Period, ...]:
        """The span before the change."""
        return _beside(self.change, -self.periods)

    @property
    def after(self) -> tuple[Period, ...]:
        """The span after it."""
        return _beside(self.change, self.periods)

    @property
    def due(self) -> date:
        """The day of the look: the last period has been released."""
        return self.after[-1].released_on


def grain_of(reader: Reader, what: What) -> Cadence:
    """Weeks where the asked unit is released by week, otherwise months, as for all own figures."""
    if what.is_own:
        return Cadence.MONTH
    group = reader.group_of(reader.asked.unit) if reader.asked.unit else None
    return Cadence.WEEK if group is None or group.weekly else Cadence.MONTH


def points(reader: Reader, what: What, periods: Sequence[Period]) -> list[Point]:
    """The figure of each period, with what a look needs of it."""
    if what.is_own:
        return [_own(reader, what, period) for period in periods]
    begun = reader.use(periods, USES, reader.group)
    finished = reader.use(periods, (Use.FINISHED.value,), reader.group)
    return [_counted(what, period, whole, part) for period, whole, part in zip(periods, begun, finished, strict=True)]


def expected(what: What, found: Iterable[Point], more: float) -> Expected | None:
    """How it was, as the mean of the newest `BASELINE` periods, against how it is wanted: so much more of a share (0.15
    is 15 percentage points), or so many times the number. None where too little is known.

    More, and not a level to reach: how it was is known with noise, and a gap to a level would hold that noise. None
    also where a share would have to grow beyond the whole.
    """
    spans = [point.span for point in found if point.span is not None][-BASELINE:]
    if not spans:
        return None
    parts, wholes = (sum(getattr(span, name) for span in spans) for name in ("part", "whole"))
    noise = [sum(getattr(span, name) for span in spans) / len(spans) for name in ("part_noise", "rest_noise")]
    if what.sort is Sort.SHARE:
        if wholes < LEAST_WHOLE:
            return None
        level = min(max(parts / wholes, 0), 1)
        if level + more > 1:
            return None
        return Expected(Sort.SHARE, level, level + more, wholes / len(spans), *noise)
    level = max(parts / len(spans), 0)
    return Expected(Sort.NUMBER, level, level * more, part_noise=noise[0])


def decide(reader: Reader, plan: Plan) -> Look | None:
    """The look; None while it is not due, or while a period of either span has no figure."""
    if reader.asked.today < plan.due:
        return None
    spans = []
    for periods in (plan.before, plan.after):
        found = [point.span for point in points(reader, plan.what, periods)]
        if any(span is None for span in found):
            return None
        spans.append(_add(span for span in found if span is not None))
    return look(plan.what.sort, *spans)


def chart(plan: Plan, found: Sequence[Point]) -> Panel:
    """The run chart, with the period of the change marked."""
    rows = tuple(Row(Label(Kind.PERIOD, point.period.name), (point.figure,)) for point in found)
    label = {What.BEGUN: BEGUN, What.FINISHED: Label(Kind.MEASURE, "share-finished")}.get(
        plan.what, Label(Kind.MEASURE, plan.what.value)
    )
    measure = Measure.PERCENT if plan.what.sort is Sort.SHARE else Measure.OWN if plan.what.is_own else Measure.TALKS
    return Panel("run", Shape.LINE, (label,), rows, (measure,), mark=plan.change.name)


def allowed(shown: Look | None) -> tuple[Verdict, ...]:
    """What may be said to have been seen: nothing but what the look shows, and without one that nothing can be told."""
    return (shown.verdict if shown else Verdict.UNTOLD,)


def _counted(what: What, period: Period, whole: Count, part: Count) -> Point:
    if not whole.draws:
        return Point(period, whole.figure, None)
    if what is What.BEGUN:
        return Point(period, whole.figure, Span(whole.value, part_noise=whole.variance))
    rest = Count(whole.value - part.value, _others(whole, part))
    return Point(period, share(part, rest), Span(part.value, whole.value, part.variance, rest.variance))


def _others(whole: Count, part: Count) -> tuple[tuple[int, int], ...]:
    """The draws of the whole's other cells."""
    taken = dict(part.draws)
    return tuple((cost, number - taken.get(cost, 0)) for cost, number in whole.draws if number > taken.get(cost, 0))


def _own(reader: Reader, what: What, period: Period) -> Point:
    """Own figures of a month: of every unit that is asked about, or there is none."""
    units = {reader.asked.unit} if reader.asked.unit else {unit for group in reader.groups for unit in group.units}
    given = [each for each in reader.asked.own if each.unit in units and period.first <= each.day < period.released_on]
    wanted = ("asked", "visits") if what is What.ASKED else (what.value,)
    full = {each.unit: each for each in given if all(getattr(each, name) is not None for name in wanted)}
    if not units or set(full) != units:
        return Point(period, Figure(None, None, Why.PART if full else Why.NOT_GIVEN), None)
    part = sum(getattr(each, wanted[0]) for each in full.values())
    if what is not What.ASKED:
        return Point(period, Figure(part), Span(part))
    whole = sum(each.visits or 0 for each in full.values())
    figure = Figure(round(100 * part / whole, 1)) if whole >= LEAST_WHOLE else Figure(None, None, Why.FEW)
    return Point(period, figure, Span(part, whole))


def _add(spans: Iterable[Span]) -> Span:
    found = list(spans)
    return Span(*(sum(getattr(span, name) for span in found) for name in ("part", "whole", "part_noise", "rest_noise")))


def _beside(change: Period, count: int) -> tuple[Period, ...]:
    """So many periods next to one: before it where the number is below 0, else after it."""
    cadence = Cadence.WEEK if change.weeks == 1 else Cadence.MONTH
    reach = timedelta(weeks=6 * abs(count) if cadence is Cadence.MONTH else abs(count))
    if count < 0:
        return tuple(periods_between(change.first - reach, change.first - timedelta(days=1), cadence))[count:]
    last = change.first + timedelta(weeks=change.weeks)
    return tuple(periods_between(last, last + reach, cadence))[:count]

"""Before and after, unit beside unit, and use beside what a unit counts itself: what can be concluded, and what not.

Two kinds of chance stand between a figure and the truth that is asked about. The noise has an exact law. How many
conversations there happen to be in a week has none; it is taken as Poisson, the least that such counts ever vary, so an
interval here is at least as wide as said. What is found is a difference, never its cause.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, sqrt
from statistics import median

from bot.statistics.asked import Own, Reader
from bot.statistics.contribution import Use
from bot.statistics.figures import (
    Count,
    Figure,
    Kind,
    Label,
    Measure,
    Note,
    Panel,
    Row,
    Shape,
    Why,
    add,
    per_hundred,
    share,
)
from bot.statistics.frame import USES, Group
from bot.statistics.periods import Cadence, Period

BEGUN, FINISHED = Label(Kind.MEASURE, "begun"), Label(Kind.USE, Use.FINISHED.value)
LIKELY, POWER = 1.959964, 0.841621
"""Normal quantiles of a two-sided 5 % and of 80 %."""
SHIFT = 6
"""Points on one side of the median that are hardly chance: the run chart's rule (Perla, Provost and Murray, “The run
chart”, BMJ Quality & Safety 2011)."""


def effect(reader: Reader) -> tuple[list[Panel], list[Note]]:
    """A marked event: each period's use with the interval of its noise, and two spans of equal length around it."""
    periods, event = list(reader.periods(reader.asked.grain)), reader.asked.event
    totals = reader.use(periods, USES, reader.group)
    finished = reader.use(periods, (Use.FINISHED.value,), reader.group)
    rows = tuple(
        Row(Label(Kind.PERIOD, period.name), (totals[place].figure, finished[place].figure))
        for place, period in enumerate(periods)
    )
    at = next((place for place, each in enumerate(periods) if event and each.first <= event < each.released_on), None)
    chart = Panel("run", Shape.LINE, (BEGUN, FINISHED), rows, mark="" if at is None else periods[at].name)
    if at is None:
        return [chart], [Note("no-event")]
    known = [place for place, each in enumerate(totals) if each.draws]
    length = min(sum(place < at for place in known), sum(place > at for place in known))
    if not length:
        return [chart], [Note("too-early")]
    before = [place for place in known if place < at][-length:]
    after = [place for place in known if place > at][:length]
    spans = {
        name: (add(totals[place] for place in places), add(finished[place] for place in places))
        for name, places in (("before", before), ("after", after))
    }
    notes = [_verdict(spans["before"][0], spans["after"][0]), Note("spans", numbers=(length,))]
    if shift := _shift([totals[place].value for place in before], [totals[place].value for place in after]):
        notes.append(Note("shift", numbers=(shift,)))
    return [chart, _spans(spans)], [*notes, Note("not-the-cause")]


def difference(before: Count, after: Count) -> Figure:
    """After less before, with a 95 % interval of noise and chance together, in whole talks and never narrower."""
    if not before.draws or not after.draws:
        return Figure(None, None, Why.UNRELEASED)
    return Figure(after.value - before.value, ceil(LIKELY * sqrt(_spread(before, after))))


def smallest_seen(before: Count, after: Count) -> float:
    """The least difference that spans of this length would show four times in five."""
    return (LIKELY + POWER) * sqrt(_spread(before, after))


def _spread(before: Count, after: Count) -> float:
    return before.variance + after.variance + max(before.value, 0) + max(after.value, 0)


def _verdict(before: Count, after: Count) -> Note:
    found = difference(before, after)
    told = "cannot-be-told"
    if found.value is not None and found.plus_minus is not None and abs(found.value) > found.plus_minus:
        told = "more" if found.value > 0 else "fewer"
    return Note(told, numbers=(round(smallest_seen(before, after)),))


def _spans(spans: dict[str, tuple[Count, Count]]) -> Panel:
    """Two spans and their difference: begun, finished, and the share that finished."""
    rows = []
    for name, (begun, finished) in spans.items():
        rest = Count(begun.value - finished.value, _less(begun, finished))
        rows.append(Row(Label(Kind.MEASURE, name), (begun.figure, finished.figure, share(finished, rest))))
    (begun, finished), (begun_after, finished_after) = spans.values()
    shares = [row.figures[2] for row in rows]
    rows.append(
        Row(
            Label(Kind.MEASURE, "difference"),
            (
                difference(begun, begun_after),
                difference(finished, finished_after),
                _share_change(shares, (begun, begun_after)),
            ),
        )
    )
    columns = (BEGUN, FINISHED, Label(Kind.MEASURE, "share-finished"))
    return Panel("spans", Shape.DOTS, columns, tuple(rows), (Measure.TALKS, Measure.TALKS, Measure.PERCENT))


def _less(whole: Count, part: Count) -> tuple[tuple[int, int], ...]:
    """The draws of whole that are not part's: part's cells are some of whole's."""
    taken = dict(part.draws)
    return tuple((cost, number - taken.get(cost, 0)) for cost, number in whole.draws if number > taken.get(cost, 0))


def _share_change(shares: Sequence[Figure], wholes: Sequence[Count]) -> Figure:
    """How a share changed, in percentage points; noise and the chance of each conversation's own ending."""
    values, spread = [], 0.0
    for figure, whole in zip(shares, wholes, strict=True):
        if figure.value is None or figure.plus_minus is None:
            return Figure(None, None, Why.FEW)
        values.append(figure.value)
        part = figure.value / 100
        spread += figure.plus_minus**2 + (100 * LIKELY) ** 2 * part * (1 - part) / max(whole.value, 1)
    return Figure(round(values[1] - values[0], 1), round(sqrt(spread), 1))


def _shift(before: Sequence[int], after: Sequence[int]) -> int:
    """How many points after the event in a row lie on one side of the median before it, where that is a shift."""
    middle, longest, run, side = median(before), 0, 0, 0
    for value in after:
        now = (value > middle) - (value < middle)
        if now:  # a point on the median neither breaks nor lengthens a run
            run, side = (run + 1, side) if now == side else (1, now)
            longest = max(longest, run)
    return longest if longest >= SHIFT else 0


def compare(reader: Reader) -> tuple[list[Panel], list[Note]]:
    """Units side by side: no ranks, no colours of praise; whoever words it puts them in the order of their names."""
    months = [each for each in reader.periods(Cadence.MONTH) if each.released_on <= reader.asked.today]
    months = months or list(reader.periods(Cadence.MONTH))
    all_begun, all_finished = (reader.use_of_each(months, uses) for uses in (USES, (Use.FINISHED.value,)))
    lacking = add(reader.use(months, USES, reader.groups[-1].key)) if not all_begun else Count(why=Why.NOT_ASKED)
    rows = []
    for group in reader.groups:
        begun, finished = (found.get(group.key, lacking) for found in (all_begun, all_finished))
        staff = per_hundred(begun, group.staff if group.units else 0)
        rows.append(Row(Label(Kind.GROUP, group.key), (begun.figure, finished.figure, staff)))
    columns = (BEGUN, FINISHED, Label(Kind.MEASURE, "per-hundred-staff"))
    measures = (Measure.TALKS, Measure.TALKS, Measure.PER_HUNDRED_STAFF)
    return [Panel("compare", Shape.DOTS, columns, tuple(rows), measures)], [Note("no-ranks"), Note("whole-months")]


def visits(reader: Reader) -> tuple[list[Panel], list[Note]]:
    """Opened per hundred visits, and the units' own figures beside what the tool counts, month by month.

    The rate is of those rows whose every unit has given its visits: what others opened is no part of it.
    """
    months = reader.periods(Cadence.MONTH)
    begun = reader.use(months, USES, reader.group)
    groups = [group for group in reader.groups if group.units and reader.group in (None, group.key)]
    known = {number for group in groups for number in group.units} | ({reader.asked.unit} - {0})
    rates, beside, whole = [], [], 0
    for month, count in zip(months, begun, strict=True):
        own = [each for each in reader.asked.own if each.unit in known and month.first <= each.day < month.released_on]
        seen = {each.unit: each.visits for each in own if each.visits is not None}
        full = [group for group in groups if all(number in seen for number in group.units)]
        whole = max(whole, sum(len(group.units) for group in full))
        opened = count if groups and len(full) == len(groups) else _opened(reader, month, full, count)
        rate = per_hundred(opened, sum(seen[number] for group in full for number in group.units))
        if not full:
            rate = Figure(None, None, Why.PART if seen else Why.NOT_GIVEN)
        name = Label(Kind.PERIOD, month.name)
        rates.append(Row(name, (rate, count.figure, _given(own, "visits"))))
        beside.append(Row(name, (*(_given(own, each) for each in _OWN), count.figure)))
    columns = (Label(Kind.MEASURE, "per-hundred-visits"), BEGUN, Label(Kind.MEASURE, "visits"))
    measures = (Measure.PER_HUNDRED_VISITS, Measure.TALKS, Measure.OWN)
    own_columns = (*(Label(Kind.MEASURE, each) for each in _OWN), BEGUN)
    own_measures = (*(Measure.OWN for _ in _OWN), Measure.TALKS)
    panels = [
        Panel("visits", Shape.LINE, columns, tuple(rates), measures),
        Panel("own", Shape.LINE, own_columns, tuple(beside), own_measures),
    ]
    partial = [Note("visits-of-some", numbers=(whole, len(known)))] if 0 < whole < len(known) else []
    return panels, [*partial, Note("own-figures"), Note("own-never-asked")]


def _opened(reader: Reader, month: Period, full: Sequence[Group], count: Count) -> Count:
    """What the rows of which all visits are known opened in a month."""
    if not full or not count.draws:
        return Count(why=count.why if not count.draws else Why.NOT_ASKED, when=count.when)
    found = reader.use_of_each([month], USES)
    return add(found[group.key] for group in full if group.key in found)


_OWN = ("asked", "reports", "referrals")


def _given(own: Sequence[Own], name: str) -> Figure:
    found = [value for each in own if (value := getattr(each, name)) is not None]
    return Figure(sum(found)) if found else Figure(None, None, Why.NOT_GIVEN)

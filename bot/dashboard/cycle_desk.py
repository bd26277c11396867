"""What the pages of follow-up share: which cycles a visit may see, how one stands, and its words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

from aiohttp import web
from babel.numbers import format_decimal

from bot.accounts.model import Role
from bot.assess.cycle import Cycle, CycleStore, asked_in
from bot.dashboard.assess_desk import assessing
from bot.dashboard.desk import Reports, Visit
from bot.dialog.assessment import Form
from bot.dialog.assessment_schema import CONTEXT as FRAME
from bot.dialog.cycle_schema import CONTEXT, Cycles
from bot.publish.report.document import Document, label_text, word
from bot.statistics.asked import Asked, Reader
from bot.statistics.figures import Kind, Label, Report
from bot.statistics.follow import Plan, Point, What, chart, decide, points
from bot.statistics.periods import parse_period
from bot.statistics.reports import Question
from bot.statistics.trial import Look

WHOLE = 0
"""The number that stands for the whole organisation where that of a unit could."""


@dataclass(frozen=True, slots=True)
class Followed:
    """One cycle as it stands. is_due: its day has come. late: it was settled after the change, so the figures could be
    known. passed: periods of the span after it that are over. shown: the look, None while it cannot be taken."""

    cycle: Cycle
    plan: Plan
    whose: str
    document: Document
    is_due: bool
    late: bool
    passed: int
    shown: Look | None


def followed(visit: Visit, cycle: Cycle) -> Followed:
    """How a cycle stands today."""
    plan, today = plan_of(cycle), visit.today.date()
    then = reader_of(visit, plan.what, cycle.unit, plan.before[0].first, plan.due)
    shown = decide(then, plan)
    periods = [each for each in (*plan.before, plan.change, *plan.after) if each.first <= today]
    return Followed(
        cycle,
        plan,
        name_of(visit, cycle.unit),
        document(visit, then, plan, points(then, plan.what, periods)),
        plan.due <= today,
        date.fromisoformat(cycle.begun) >= plan.change.released_on,
        sum(each.released_on <= today for each in plan.after),
        shown,
    )


def document(visit: Visit, then: Reader, plan: Plan, found: list[Point]) -> Document:
    """The run chart in words."""
    first, last = found[0].period.first, found[-1].period.released_on - timedelta(days=1)
    report = Report(
        Question.EFFECT.value,
        then.about,
        first,
        last,
        (chart(plan, found),),
        sources=tuple(then.sources.items()),
        simulated=then.simulated,
    )
    return word(report, reports_of(visit).names(visit.language))


def plan_of(cycle: Cycle) -> Plan:
    """What was settled."""
    return Plan(What(cycle.counts), parse_period(cycle.changed), cycle.periods)


def title_of(visit: Visit, cycle: Cycle) -> str:
    """Its question, or the figure of one that was put together, in the language of the page."""
    return visit.desk.render.text(visit.language, CONTEXT, asked_in(content_of(visit), cycle))


def offered(visit: Visit) -> Iterator[tuple[int, str]]:
    """(number, name) of all that the account may follow up."""
    if visit.may(Role.ALL):
        yield WHOLE, visit.desk.render.said(visit.language, "whole")
    yield from ((unit.id, unit.name) for unit in visit.units if not unit.closed)


def name_of(visit: Visit, unit: int) -> str:
    """Whose a cycle is; "" when the account may not see it."""
    if unit == WHOLE:
        return visit.desk.render.said(visit.language, "whole") if visit.may(Role.ALL) else ""
    return next((each.name for each in visit.units if each.id == unit), "")


def cycle_in(visit: Visit) -> Cycle:
    """The cycle that the path names.

    Raises:
        web.HTTPNotFound: there is none such, or it is not theirs; the two look the same.
    """
    number = visit.place.get("cycle", "")
    found = next((each for each in store_of(visit).cycles() if str(each.id) == number), None)
    if found is None or not name_of(visit, found.unit):
        raise web.HTTPNotFound
    return found


def reader_of(visit: Visit, what: What, unit: int, first: date | None = None, last: date | None = None) -> Reader:
    """What finds the figures of a unit, in a little more than a year where no days are given."""
    today = visit.today.date()
    first, last = first or today - timedelta(weeks=60), last or today
    own = visit.desk.own.figures(first - timedelta(days=31), last) if what.is_own and visit.desk.own else ()
    mine = {each.id for each in visit.units}
    kept = tuple(each for each in own if each.unit in mine)
    return reports_of(visit).reader(Asked(today, first, last, unit=unit, own=kept))


def store_of(visit: Visit) -> CycleStore:
    """Raises:
    web.HTTPNotFound: the installation keeps no cycles.
    """
    if visit.desk.cycles is None:
        raise web.HTTPNotFound
    return visit.desk.cycles


def reports_of(visit: Visit) -> Reports:
    """Raises:
    web.HTTPNotFound: nothing is released here.
    """
    if visit.desk.reports is None:
        raise web.HTTPNotFound
    return visit.desk.reports


def form_of(visit: Visit) -> Form:
    """What can be chosen.

    Raises:
        web.HTTPNotFound: the content has nothing to follow up.
    """
    form = assessing(visit).form()
    if form is None or form.cycles is None:
        raise web.HTTPNotFound
    return form


def content_of(visit: Visit) -> Cycles:
    """The questions and lessons."""
    found = form_of(visit).cycles
    assert found is not None
    return found


def said(visit: Visit) -> dict[str, Any]:
    """What templates need for the words of the content (of cycles, and of what can be changed), periods and numbers."""
    text = partial(visit.desk.render.text, visit.language)
    names = reports_of(visit).names(visit.language)
    return {
        "say": partial(text, CONTEXT),
        "done": partial(text, FRAME),
        "figures": content_of(visit).figures,
        "period": lambda name: label_text(Label(Kind.PERIOD, name), names),
        "decimal": partial(format_decimal, locale=visit.language, format="0.#"),
    }

"""Cycles of follow-up: one question, one change, one look when its day has come (`bot.statistics.follow`).

Until that day the page shows the figures and no conclusion; on it, what can have been learned is offered by what the
look showed. Nothing is free text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from aiohttp import web

from bot.assess.cycle import Cycle, CycleStore, lessons
from bot.assess.kept import closed_last
from bot.assess.wheel import HALF, WHOLE_YEAR, Coming, Kind, later, wheel
from bot.dashboard.assess_desk import assessing, may_see, whose
from bot.dashboard.cycle_desk import (
    Followed,
    content_of,
    cycle_in,
    document,
    followed,
    form_of,
    name_of,
    offered,
    plan_of,
    reader_of,
    said,
    store_of,
    title_of,
)
from bot.dashboard.desk import Form as Fields
from bot.dashboard.desk import Visit
from bot.dashboard.headers import SVG, headers
from bot.dialog.assessment import Form
from bot.dialog.cycle_schema import CycleQuestion, Seen
from bot.publish.report.chart import Theme, has_picture
from bot.statistics.asked import Reader
from bot.statistics.follow import BASELINE, Plan, What, expected, grain_of, points
from bot.statistics.periods import Cadence, Period, periods_between
from bot.statistics.trial import Sort, wait

HERE = "/uppfoljning"
MORE = {Sort.SHARE: (10, 15, 20, 30), Sort.NUMBER: (125, 150, 200)}
"""What a change can be meant to lead to: percentage points, or per cent of the number."""
BACK, AHEAD = timedelta(weeks=30), timedelta(weeks=8)
"""How long ago a change may have been made, and how far ahead one is planned."""


def show(visit: Visit) -> web.Response:
    """The cycles that the account sees, the newest first, and the form to begin one."""
    mine = [cycle for cycle in store_of(visit).cycles() if name_of(visit, cycle.unit)]
    rows = [(cycle, name_of(visit, cycle.unit), title_of(visit, cycle), plan_of(cycle).due) for cycle in reversed(mine)]
    return visit.page(
        "cycles.html",
        rows=rows,
        offered=list(offered(visit)),
        questions=content_of(visit).questions,
        wheel=wheel(visit.today.date(), _coming(visit, mine)),
        **said(visit),
    )


def show_new(visit: Visit) -> web.Response:
    """How it has been, and how long a change of each size takes to be seen."""
    unit, key, question = _wanted(visit, visit.asked)
    what, form = What(question.counts), form_of(visit)
    then = reader_of(visit, what, unit)
    found = points(then, what, _before(then, what, visit.today.date()))
    # A share that is high already cannot grow by much: what cannot be is not offered.
    waits = [(more, wait(each)) for more in MORE[what.sort] if (each := expected(what, found, more / 100))]
    return visit.page(
        "cycle_new.html",
        unit=unit,
        key=key,
        question=question,
        whose=name_of(visit, unit),
        document=document(visit, then, Plan(what, _now(visit, then, what), 1), found),
        changes=[(name, form.frame.measures[name].says) for name in _changes(form, question)],
        periods=_periods(visit, then, what),
        now=_now(visit, then, what).name,
        waits=waits,
        first=next((place for place, (_, long) in enumerate(waits) if long), 0),
        share=what.sort is Sort.SHARE,
        known=any(point.span for point in found),
        weeks=grain_of(then, what) is Cadence.WEEK,
        is_short=visit.asked.get("sagt") == "for-kort",
        **said(visit),
    )


def begin(visit: Visit) -> web.Response:
    """Settle what is looked at, and when."""
    unit, key, question = _wanted(visit, visit.form)
    what, form = What(question.counts), form_of(visit)
    then = reader_of(visit, what, unit)
    change = next((each for each in _periods(visit, then, what) if each.name == visit.form.get("nar")), None)
    more = next((each for each in MORE[what.sort] if str(each) == visit.form.get("mer")), None)
    measure = visit.form.get("andring", "")
    if change is None or more is None or measure not in _changes(form, question):
        raise web.HTTPBadRequest
    # How it was before the change, never after it.
    found = points(then, what, _before(then, what, min(change.first, visit.today.date())))
    known = expected(what, found, more / 100)
    periods = wait(known) if known else None
    if periods is None or not _can_be_told(visit, unit, Plan(what, change, periods)):
        return visit.go(f"{HERE}/ny?vem={unit}&fraga={key}&sagt=for-kort")
    name = key if key in content_of(visit).questions else ""
    kept = Cycle(0, unit, question.counts, name, measure, change.name, periods, more, "")
    return visit.go(f"{HERE}/{store_of(visit).begin(kept, visit.who.name)}")


def show_one(visit: Visit) -> web.Response:
    """One cycle."""
    return _page(visit, cycle_in(visit))


def take_one(visit: Visit) -> web.Response:
    """Say what was learned, or forget the cycle: as the button says."""
    cycle, store, by = cycle_in(visit), store_of(visit), visit.who.name
    match visit.form.get("do"):
        case "drop":
            if store.drop(cycle.id, by):
                return visit.go(HERE)
            done = False
        case "end":
            lesson, following = visit.form.get("lardom", ""), visit.form.get("sedan", "")
            offered = _lessons(visit, followed(visit, cycle))
            if lesson not in offered or (following and following not in content_of(visit).questions):
                raise web.HTTPBadRequest
            done = store.end(cycle.id, lesson, following, by)
        case _:
            raise web.HTTPBadRequest
    return visit.go(f"{HERE}/{cycle.id}{'' if done else '?sagt=hann-fore'}")


def show_picture(visit: Visit) -> web.Response:
    """The run chart. ?tema=dark for a dark screen."""
    document = followed(visit, cycle_in(visit)).document
    theme = Theme.DARK if visit.asked.get("tema") == Theme.DARK.value else Theme.LIGHT
    if not has_picture(document.tables[0]):
        raise web.HTTPNotFound
    drawn = visit.desk.pictures.svg(document, document.tables[0], theme)
    return web.Response(body=drawn.encode(), headers=headers(SVG, https=visit.desk.https))


def due(visit: Visit) -> list[tuple[Cycle, str, str]]:
    """The running cycles of the account whose day has come, each with its question and whose it is."""
    ready = ready_on(visit.desk.cycles, visit.today.date()) if visit.desk.cycles else []
    return [(cycle, title_of(visit, cycle), name) for cycle in ready if (name := name_of(visit, cycle.unit))]


def ready_on(kept: CycleStore, day: date) -> list[Cycle]:
    """The running cycles of an installation whose day has come."""
    return [cycle for cycle in kept.cycles() if not cycle.ended and plan_of(cycle).due <= day]


def _coming(visit: Visit, mine: Sequence[Cycle]) -> Iterator[Coming]:
    """What the account's own cycles, rounds and plans bring in the year ahead."""
    for cycle in mine:
        if not cycle.ended:
            about = f"{title_of(visit, cycle)} ({name_of(visit, cycle.unit)})"
            yield Coming(f"{plan_of(cycle).due:%Y-%m}", Kind.LOOK, about, f"{HERE}/{cycle.id}")
    kept = assessing(visit).rounds
    gone = {unit.id for unit in visit.units if unit.closed}
    for head in closed_last(kept.heads()):
        if not may_see(visit, head) or head.unit in gone:
            continue
        about, path = whose(visit, head), f"/skattning/{head.id}"
        yield Coming(later(head.ended, HALF), Kind.HALF, about, f"{path}/resultat")
        yield Coming(later(head.ended, WHOLE_YEAR), Kind.AGAIN, about, "/skattning")
        found = kept.round(head.id)
        for planned in found.plan.values() if found else ():
            if planned.month and planned.status in ("planned", "begun"):
                yield Coming(planned.month, Kind.PLAN, about, f"{path}/plan")


def _page(visit: Visit, cycle: Cycle) -> web.Response:
    found, content, form = followed(visit, cycle), content_of(visit), form_of(visit)
    measure = form.frame.measures.get(cycle.change)
    return visit.page(
        "cycle.html",
        found=found,
        title=title_of(visit, cycle),
        change=measure.says if measure else "",
        has_picture=has_picture,
        lessons=_lessons(visit, found),
        questions=content.questions,
        learned=content.lessons.get(cycle.lesson),
        following=content.questions.get(cycle.next),
        number=found.plan.what.sort is Sort.NUMBER,
        is_shut=bool(cycle.ended) and visit.asked.get("sagt") == "hann-fore",
        **said(visit),
    )


def _lessons(visit: Visit, found: Followed) -> dict[str, str]:
    """What can be said, by what was seen; before the day only that the change was never made."""
    content = content_of(visit)
    if not found.is_due:
        every = {"more", "less", "untold"}
        return {name: each.says for name, each in content.lessons.items() if every <= set(each.after)}
    seen: Seen = found.shown.verdict.value if found.shown else "untold"
    return {name: each.says for name, each in lessons(content, seen).items()}


def _wanted(visit: Visit, fields: Fields) -> tuple[int, str, CycleQuestion]:
    """(unit, name of the question, question) that an address or a form names.

    Raises:
        web.HTTPNotFound: there is none such, or it is not theirs.
    """
    unit = next((number for number, _ in offered(visit) if str(number) == fields.get("vem")), None)
    key = fields.get("fraga", "")
    question = content_of(visit).questions.get(key) or _own_question(visit, key)
    if unit is None or question is None:
        raise web.HTTPNotFound
    return unit, key, question


def _can_be_told(visit: Visit, unit: int, plan: Plan) -> bool:
    """Whether each period before the change that is over has a figure. What was not released then never will be; a
    unit's own figures can still be written."""
    today = visit.today.date()
    over = [each for each in plan.before if each.released_on <= today]
    then = reader_of(visit, plan.what, unit, plan.before[0].first, today)
    return plan.what.is_own or all(point.span for point in points(then, plan.what, over))


def _own_question(visit: Visit, key: str) -> CycleQuestion | None:
    """A question put together from a figure and any change; None where there is no such figure."""
    figures = content_of(visit).figures
    counts = next((each for each in figures if each == key), None)
    if counts is None:
        return None
    return CycleQuestion(says=figures[counts], counts=counts, changes=list(form_of(visit).frame.measures))


def _changes(form: Form, question: CycleQuestion) -> list[str]:
    """Those that suit the question first, then all others."""
    return [*question.changes, *(name for name in form.frame.measures if name not in question.changes)]


def _before(then: Reader, what: What, until: date) -> list[Period]:
    """Periods that had been released by a day, enough for how it was and to look at."""
    cadence = grain_of(then, what)
    reach = timedelta(weeks=13 if cadence is Cadence.WEEK else 6 * BASELINE)
    found = periods_between(until - reach, until, cadence)
    return [each for each in found if each.released_on <= until]


def _periods(visit: Visit, then: Reader, what: What) -> list[Period]:
    """In which the change may have been made, or will be."""
    today = visit.today.date()
    return list(periods_between(today - BACK, today + AHEAD, grain_of(then, what)))


def _now(visit: Visit, then: Reader, what: What) -> Period:
    (now,) = periods_between(visit.today.date(), visit.today.date(), grain_of(then, what))
    return now

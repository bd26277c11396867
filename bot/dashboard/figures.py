"""Figures: a question with its filters, its tables and pictures, and each as a file. Released tables alone.

Who coordinates some units sees those, and what is told of the whole organisation without naming one; the list of all
units side by side is for those who coordinate them all. What is not theirs looks like what is not there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from urllib.parse import urlencode

from aiohttp import web

from bot.accounts.model import Role
from bot.dashboard.desk import Reports, Visit
from bot.dashboard.headers import SVG, headers
from bot.draw.reach import Guide
from bot.publish.report import tree
from bot.publish.report.as_csv import as_csv
from bot.publish.report.as_excel import as_excel
from bot.publish.report.as_json import as_json
from bot.publish.report.chart import Theme, Width, has_picture
from bot.publish.report.document import Document, word
from bot.publish.report.pdf import as_pdf
from bot.statistics.asked import Asked, Own
from bot.statistics.figures import Report
from bot.statistics.periods import Cadence
from bot.statistics.reports import BY_MONTH_ONLY, Question
from bot.statistics.scope import UNNAMED, Scope, is_of_units, usual_days

KINDS = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}
PNG = "image/png"
MOST_WEEKS = 5 * 53
"""Weeks that one page may show; for more there are files."""
FIRST_DAY, LAST_DAY = date(2020, 1, 1), date(2039, 12, 31)
"""Days that can be asked about, as in the programming interface: periods around them are days of the calendar, too."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A question as it was asked on a page. wrong: a date could not be read, so that the usual days are shown."""

    question: Question
    asked: Asked
    report: Report
    document: Document
    wrong: bool


def show(visit: Visit) -> web.Response:
    """The first question that is there for the account."""
    return visit.go(f"/siffror/{Question.USE.value}")


def show_question(visit: Visit) -> web.Response:
    """One question, with all that belongs to it."""
    seen, reports = _seen(visit), reports_of(visit)
    names = reports.names(visit.language)
    return visit.page(
        "figures.html",
        seen=seen,
        document=seen.document,
        questions=[(question.value, names.words[f"title-{question.value}"]) for question in _offered(visit)],
        subjects=sorted(names.subjects.items(), key=lambda each: each[1]) if seen.question is Question.STEPS else (),
        may_all=visit.may(Role.ALL) or seen.question in UNNAMED,
        units=[unit for unit in visit.units if not unit.closed] if is_of_units(seen.question) else (),
        grains=[cadence.value for cadence in Cadence],
        query=_query(seen),
        kinds=tuple(KINDS),
        has_picture=has_picture,
        counting=visit.desk.counting,
        tree=bool(_guides(visit, seen)),
    )


def show_file(visit: Visit) -> web.Response:
    """What a page shows, as a file."""
    kind = visit.place["kind"]
    if kind not in KINDS:
        raise web.HTTPNotFound
    seen = _seen(visit)
    content = {
        "pdf": lambda: as_pdf(seen.document, seen.report.last, visit.desk.pictures.svg),
        "xlsx": lambda: as_excel([seen.document]),
        "csv": lambda: b"".join(as_csv([seen.document])),
        "json": lambda: as_json(seen.report, seen.document).encode(),
    }[kind]()
    answer = web.Response(body=content, headers=headers(KINDS[kind], https=visit.desk.https))
    answer.headers["Content-Disposition"] = f'attachment; filename="siffror-{seen.question.value}.{kind}"'
    return answer


def show_picture(visit: Visit) -> web.Response:
    """One table's picture. ?tema=dark for a dark screen, ?bredd=narrow for a phone, ?som=png for a slide."""
    drawn = _drawn(visit, _seen(visit))
    if visit.asked.get("som") == "png":
        return web.Response(body=visit.desk.pictures.png(drawn), headers=headers(PNG, https=visit.desk.https))
    return web.Response(body=drawn.encode(), headers=headers(SVG, https=visit.desk.https))


def _drawn(visit: Visit, seen: Seen) -> str:
    theme = Theme.DARK if visit.asked.get("tema") == Theme.DARK.value else Theme.LIGHT
    if visit.place["table"] == tree.KEY and (found := _guides(visit, seen)):
        return tree.tree_svg(seen.document, found, theme)
    table = next((table for table in seen.document.tables if table.key == visit.place["table"]), None)
    if table is None or not has_picture(table):
        raise web.HTTPNotFound
    width = Width.NARROW if visit.asked.get("bredd") == Width.NARROW.value else Width.WIDE
    return visit.desk.pictures.svg(seen.document, table, theme, width)


def _guides(visit: Visit, seen: Seen) -> tuple[Guide, ...]:
    """The guides to draw the answer on: of one choice, when something of it can be shown."""
    if seen.question is not Question.STEPS or not has_picture(seen.document.tables[0]):
        return ()
    return reports_of(visit).guides(seen.asked.subject, visit.language)


def _seen(visit: Visit) -> Seen:
    """The question of the address, answered; by month where by week there is nothing to see but that.

    Raises:
        web.HTTPNotFound: there is none such, or not for this account.
    """
    question = next((each for each in _offered(visit) if each.value == visit.place["question"]), None)
    if question is None:
        raise web.HTTPNotFound
    asked, wrong = _asked(visit, question)
    reports = reports_of(visit)
    report = reports.answer(question, asked)
    if any(note.key == BY_MONTH_ONLY for note in report.notes):
        asked = replace(asked, grain=Cadence.MONTH)
        report = reports.answer(question, asked)
    return Seen(question, asked, report, word(report, reports.names(visit.language)), wrong)


def _asked(visit: Visit, question: Question) -> tuple[Asked, bool]:
    """What the address asks, and whether a date in it could not be read."""
    today = visit.today.date()
    usual = usual_days(question, today)
    grain = visit.asked.get("per", Cadence.WEEK.value)
    if grain not in {cadence.value for cadence in Cadence}:
        grain = Cadence.WEEK.value
    try:
        first = _day(visit, "fran") or usual[0]
        last = _day(visit, "till") or usual[1]
        event, wrong = _day(visit, "dag"), False
        if not timedelta() <= last - first <= timedelta(weeks=MOST_WEEKS):
            raise ValueError
    except ValueError:
        event, wrong = None, True
        first, last = usual
    subject = visit.asked.get("val", "")
    own = _own(visit, first, last) if question is Question.VISITS else ()
    return Asked(today, first, last, Cadence(grain), _unit(visit, question), subject, event, own), wrong


def _own(visit: Visit, first: date, last: date) -> tuple[Own, ...]:
    """Own figures of the units that the account sees, for all months that the days and their periods touch."""
    if visit.desk.own is None:
        return ()
    mine, month = {unit.id for unit in visit.units}, timedelta(days=31)
    return tuple(own for own in visit.desk.own.figures(first - month, last + month) if own.unit in mine)


def _day(visit: Visit, name: str) -> date | None:
    """A day of the address, None when it is empty.

    Raises:
        ValueError: it is no day, or none that can be asked about.
    """
    text = visit.asked.get(name, "")
    if not text:
        return None
    day = date.fromisoformat(text)
    if not FIRST_DAY <= day <= LAST_DAY:
        raise ValueError
    return day


def _unit(visit: Visit, question: Question) -> int:
    """The unit asked about; 0 is all. Who may not see all gets the first of their own.

    Raises:
        web.HTTPNotFound: it is not theirs.
    """
    if not is_of_units(question):
        return 0
    mine = list(scope_of(visit).units)
    text = visit.asked.get("enhet", "")
    if text in ("", "0"):
        if visit.may(Role.ALL):
            return 0
        if mine:
            return mine[0]
    found = next((number for number in mine if str(number) == text), None)
    if found is None:
        raise web.HTTPNotFound
    return found


def _offered(visit: Visit) -> list[Question]:
    """The questions that an account may ask."""
    return scope_of(visit).questions()


def scope_of(visit: Visit) -> Scope:
    """What the account may ask."""
    return Scope(visit.may(Role.ALL), [unit.id for unit in visit.units if not unit.closed])


def reports_of(visit: Visit) -> Reports:
    """What answers.

    Raises:
        web.HTTPNotFound: nothing is counted here.
    """
    if visit.desk.reports is None:
        raise web.HTTPNotFound
    return visit.desk.reports


def _query(seen: Seen) -> str:
    """The address's fields that give the same answer again."""
    asked = seen.asked
    fields = {
        "fran": asked.first.isoformat(),
        "till": asked.last.isoformat(),
        "per": asked.grain.value,
        "enhet": str(asked.unit) if asked.unit else "",
        "val": asked.subject,
        "dag": asked.event.isoformat() if asked.event else "",
    }
    return urlencode({name: value for name, value in fields.items() if value})

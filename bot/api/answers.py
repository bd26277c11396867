"""Each operation as a function from a call to its answer. The same figures as on pages and in files: they print the
same values."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from bot.api.desk import Answer, Call
from bot.api.faults import Fault, Refusal
from bot.api.models import (
    DataQuery,
    FiguresQuery,
    LinesQuery,
    Named,
    Paged,
    Questions,
    QuestionTold,
    Releases,
    ReleaseTold,
    TokenTold,
    Units,
    UnitTold,
    Value,
    days,
    question_of,
)
from bot.publish.report import dataset
from bot.publish.report.as_json import as_json
from bot.publish.report.as_lines import as_lines
from bot.publish.report.document import word
from bot.statistics.asked import Asked, Own
from bot.statistics.frame import OTHER
from bot.statistics.reports import Question
from bot.statistics.scope import is_of_units, usual_days
from bot.statistics.tables import BY_KEY, TABLES, Table


def token(call: Call) -> Answer:
    """The token that asks."""
    mine = call.token
    units = None if mine.sees_all else [unit.id for unit in call.units]
    return _told(TokenTold(name=mine.name, account=mine.account.name, units=units, expires=mine.expires))


def questions(call: Call) -> Answer:
    """What can be asked."""
    names = call.desk.reports.names(call.language)
    return _told(
        Questions(
            questions=[
                QuestionTold(code=each.value, title=names.words[f"title-{each.value}"], unit=is_of_units(each))
                for each in call.scope.questions()
            ],
            subjects=[Named(code=code, name=name) for code, name in sorted(names.subjects.items())],
            tables=list(BY_KEY),
        )
    )


def units(call: Call) -> Answer:
    """The units that the token may see."""
    asked = call.query
    assert isinstance(asked, Paged)
    rest = [unit for unit in call.units if unit.id > asked.after]
    rows = call.desk.reports.rows()
    found = [
        UnitTold(
            number=unit.id,
            name=unit.name,
            sector=unit.sector,
            municipality=unit.municipality,
            closed=unit.closed,
            counted_as=None if unit.closed else rows.get(unit.id, OTHER),
        )
        for unit in rest[: asked.limit]
    ]
    return _told(Units(units=found, next=found[-1].number if len(rest) > asked.limit else None))


def figures(call: Call) -> Answer:
    """The answer to one question, by the schema that files have too."""
    asked = call.query
    assert isinstance(asked, FiguresQuery)
    question = question_of(call.place["question"])
    if question is None:
        raise Refusal(Fault.MISSING, "There is no such question; /api/v1/questions lists all.")
    unit = _unit(call, question, asked.unit)
    names, today = call.desk.reports.names(call.language), call.today
    if asked.subject and asked.subject not in names.subjects:
        raise Refusal(Fault.MISSING, "There is no such subject; /api/v1/questions lists all.")
    first, last = days(asked, usual_days(question, today))
    own = _own(call, first, last) if question is Question.VISITS else ()
    report = call.desk.reports.answer(
        question, Asked(today, first, last, asked.by, unit, asked.subject, asked.day, own)
    )
    return Answer(as_json(report, word(report, names)).encode())


def _own(call: Call, first: date, last: date) -> tuple[Own, ...]:
    """Own figures of the units that the token may see, for all months that the days and their periods touch."""
    month = timedelta(days=31)
    return tuple(own for own in call.desk.own(first - month, last + month) if call.token.sees(own.unit))


def _unit(call: Call, question: Question, wanted: int) -> int:
    """The unit that a question is asked of; 0 is all.

    Raises:
        Refusal: it is not the token's, or there is none such.
    """
    if question not in call.scope.questions():
        raise Refusal(Fault.NOT_YOURS, "This question is about all units side by side.")
    if not is_of_units(question):
        return 0
    if wanted in call.scope.units or (not wanted and call.scope.sees_all):
        return wanted
    if call.scope.sees_all:
        raise Refusal(Fault.MISSING, "There is no such open unit; /api/v1/units lists all.")
    raise Refusal(Fault.NOT_YOURS, "Name one of the token's own units in the field “unit”.")


def releases(call: Call) -> Answer:
    """What was released, in the order of its release."""
    asked = call.query
    assert isinstance(asked, Paged)
    found = call.desk.reports.releases(asked.after, asked.limit + 1)
    told = []
    for released, mark in found[: asked.limit]:
        period = released.spent.period
        told.append(
            ReleaseTold(
                name=f"{released.table.key} {period.name}",
                table=released.table.key,
                period=period.name,
                first=period.first,
                last=period.released_on - timedelta(days=1),
                sha256=mark,
                simulated=released.simulated,
            )
        )
    return _told(Releases(releases=told, next=asked.after + asked.limit if len(found) > asked.limit else None))


def data(call: Call) -> Answer:
    """All that was released, as the file that `fragestod report --everything` writes."""
    asked = call.query
    assert isinstance(asked, DataQuery)
    reports = call.desk.reports
    parts = dataset.parts(
        reports.renewed(), reports.names(call.language), tables=_tables(asked.table), groups=call.rows
    )
    return Answer(dataset.as_csv(parts), name="fragestod.csv")


def lines(call: Call) -> Answer:
    """The same for programs, in codes."""
    asked = call.query
    assert isinstance(asked, LinesQuery)
    shelf = call.desk.reports.renewed()
    return Answer(as_lines(shelf, _tables(asked.table), call.rows), name="fragestod.jsonl")


def _tables(name: str | None) -> Sequence[Table]:
    return (BY_KEY[name],) if name else TABLES


def _told(value: Value) -> Answer:
    return Answer(value.model_dump_json().encode() + b"\n")

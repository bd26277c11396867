"""Reports of a large organisation: 500 units and five years, from SQLite and from PostgreSQL, on one core.

The tables are frozen as they always are, from cells with quick noise in place of the exact (whose draws would take a
minute and change nothing that is measured here); one figure in four is above its floor, as in real units.
"""

from __future__ import annotations

import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

from bot.publish.report import dataset
from bot.publish.report.as_csv import as_csv
from bot.publish.report.as_excel import as_excel
from bot.publish.report.as_json import as_json
from bot.publish.report.chart import svg
from bot.publish.report.document import Document, Names, Table, word
from bot.publish.report.pdf import as_pdf
from bot.statistics.asked import Asked
from bot.statistics.cells import open_sheet
from bot.statistics.figures import Report
from bot.statistics.frame import NONE, OTHER, Frame, Size, group_units
from bot.statistics.periods import Cadence, periods_between
from bot.statistics.release import FIRST, Released, freeze
from bot.statistics.reports import Question, answer
from bot.statistics.shelf import Shelf
from bot.statistics.tables import TABLES
from bot.storage import counts
from bot.storage.database import Database, open_database
from bot.storage.migrations import migrate
from bot.text.reports import WORDS
from tests.postgres import running_postgres

LAST = date(2026, 9, 27)
"""A Sunday that ends a quarter."""
SECTORS = ("health", "dental", "social")
SUBJECTS = (NONE, *(f"subject-{number}" for number in range(16)), "spare-1", OTHER)
DOORS = (NONE, "care", "child", "emergency", "inside", "line", "plan", "police", "social", OTHER)


@dataclass
class Measured:
    """Seconds. pages: each answer in words, warm. first: the first answer after a start. engine: its start, with a
    picture. drawn: first drawing of each picture. exports: of what a page shows. everything: as CSV and as Excel."""

    pages: dict[str, list[float]] = field(default_factory=dict)
    first: float = 0.0
    engine: float = 0.0
    drawn: list[float] = field(default_factory=list)
    exports: dict[str, float] = field(default_factory=dict)
    everything: dict[str, float] = field(default_factory=dict)


def measure(units: int, years: int, rounds: int) -> dict[str, Measured]:
    """Both databases, filled with the same tables."""
    sizes = tuple(Size(number, SECTORS[number % 3], 10 + number * 7 % 90) for number in range(1, units + 1))
    chain = tuple(releases(sizes, years))
    found = {}
    for name, opened in (("SQLite", _sqlite), ("PostgreSQL", running_postgres)):
        with opened() as address:
            database = open_database(address)
            migrate(database, LAST)
            counts.add_all(database, chain)
            found[name] = _asked(database, sizes, rounds)
            database.dispose()
    return found


def releases(sizes: tuple[Size, ...], years: int) -> Iterator[Released]:
    """All tables of so many years."""
    chance, last = random.Random(1), FIRST
    first = LAST - timedelta(weeks=52 * years) + timedelta(days=1)
    groups = group_units(sizes)
    for quarter in periods_between(first, LAST, Cadence.QUARTER):
        frame = Frame(quarter, 1, groups, SUBJECTS, DOORS, ("sv", "en"))
        end = quarter.released_on - timedelta(days=1)
        for table in TABLES:
            for period in periods_between(quarter.first, end, table.cadence):
                sheet = open_sheet(table, period, frame, lambda _: round(chance.gauss(8, 8)))
                release = freeze(sheet, last, lambda _: 0)
                last = release.hash
                yield release


def _asked(database: Database, sizes: tuple[Size, ...], rounds: int) -> Measured:
    found = Measured()
    names = Names({size.unit: f"Enhet {size.unit}" for size in sizes}, {}, WORDS)
    year = Asked(LAST + timedelta(days=1), LAST - timedelta(weeks=52) + timedelta(days=1), LAST, Cadence.WEEK)
    shelf = Shelf((), lambda wanted: counts.named(database, wanted))

    def page(question: Question) -> tuple[Report, Document]:
        shelf.renewed(counts.names(database))
        report = answer(question, shelf, sizes, _with_event(year) if question is Question.EFFECT else year)
        return report, word(report, names)

    found.first = _seconds(lambda: page(Question.USE))
    answers = {question: page(question) for question in Question}
    for question in Question:
        found.pages[question.value] = [_seconds(lambda question=question: page(question)) for _ in range(rounds)]
    found.engine = _seconds(lambda: svg(*_picture(answers[Question.PRACTICE][1])))
    for _, document in answers.values():
        found.drawn += [_seconds(lambda d=document, t=table: svg(d, t)) for table in document.tables if table.lines]
    report, document = answers[Question.COMPARE]
    found.exports = {
        "CSV": _seconds(lambda: b"".join(as_csv([document]))),
        "Excel": _seconds(lambda: as_excel([document])),
        "JSON": _seconds(lambda: as_json(report, document)),
        "PDF": _seconds(lambda: as_pdf(document, LAST)),
    }
    with tempfile.TemporaryDirectory() as folder:
        fresh = Shelf(counts.names(database), lambda wanted: counts.named(database, wanted))
        found.everything["CSV"] = _seconds(lambda: sum(map(len, dataset.as_csv(dataset.parts(fresh, names)))))
        fresh = Shelf(counts.names(database), lambda wanted: counts.named(database, wanted))
        file = Path(folder) / "all.xlsx"
        found.everything["Excel"] = _seconds(lambda: dataset.write_excel(dataset.parts(fresh, names), file, WORDS))
    return found


def _picture(document: Document) -> tuple[Document, Table]:
    return document, document.tables[0]


def percentile(times: list[float]) -> float:
    """The 95th; of few the largest."""
    return statistics.quantiles(times, n=20)[-1] if len(times) >= 20 else max(times)


def _with_event(asked: Asked) -> Asked:
    return replace(asked, event=LAST - timedelta(weeks=26))


def _seconds(work: Callable[[], object]) -> float:
    """Processor time of this process, its threads too: what other programs do on the machine is no part of it."""
    start = time.process_time()
    work()
    return time.process_time() - start


@contextmanager
def _sqlite() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        yield f"sqlite:///{folder}/store.db"

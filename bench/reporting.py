"""Reports of a large organisation: 500 units and five years, from SQLite and from PostgreSQL, on one core.

The tables are frozen as they always are, from cells with quick noise in place of the exact (whose draws would take a
minute and change nothing that is measured here); one figure in four is above its floor, as in real units.
"""

from __future__ import annotations

import json
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from bench import serving
from bot.conversation.content import require_edition
from bot.publish.report import dataset
from bot.publish.report.chart import spec, svg
from bot.publish.report.document import Names, word
from bot.publish.report.drawer import Drawer
from bot.statistics.asked import Asked
from bot.statistics.cells import open_sheet
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

ROOT = Path(__file__).parents[1]
LAST = date(2026, 9, 27)
"""A Sunday that ends a quarter."""
SECTORS = ("health", "dental", "social")
SUBJECTS = (NONE, *(f"subject-{number}" for number in range(16)), "spare-1", OTHER)
DOORS = (NONE, "care", "child", "emergency", "inside", "line", "plan", "police", "social", OTHER)


@dataclass
class Measured:
    """Seconds. served: pages, their files and the programming interface, over HTTP. engine: a new drawing
    process, with its first picture. drawn: first drawing of each picture. everything: as CSV and as Excel."""

    served: serving.Served
    engine: float = 0.0
    drawn: list[float] = field(default_factory=list)
    everything: dict[str, float] = field(default_factory=dict)


def measure(units: int, years: int, rounds: int) -> dict[str, Measured]:
    """Both databases, filled with the same tables."""
    edition, found = require_edition(ROOT / "dialogs", ROOT / "locales", ROOT / "docs" / "example-local"), {}
    chain: tuple[Released, ...] = ()
    own = edition.directory
    for name, opened in (("SQLite", _sqlite), ("PostgreSQL", running_postgres)):
        with opened() as address, tempfile.TemporaryDirectory() as folder:
            database = open_database(address)
            migrate(database, LAST)
            sizes = serving.add_units(database, (SECTORS[number % 3] for number in range(units)))
            chain = chain or tuple(releases(sizes, years))
            counts.add_all(database, chain)
            edition.directory = own
            served = serving.measure(database, edition, Path(folder), LAST, rounds)
            found[name] = _drawn(database, sizes, served)
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


def _drawn(database: Database, sizes: tuple[Size, ...], served: serving.Served) -> Measured:
    """What is no page: pictures, and files of all that was released."""
    found = Measured(served)
    names = Names({size.unit: f"Enhet {size.unit}" for size in sizes}, {}, WORDS)
    first, event = LAST - timedelta(weeks=serving.WEEKS) + timedelta(days=1), LAST - timedelta(weeks=26)
    year = Asked(LAST + timedelta(days=1), first, LAST, Cadence.WEEK, event=event)
    shelf = Shelf(counts.names(database), lambda wanted: counts.named(database, wanted))
    documents = {question: word(answer(question, shelf, sizes, year), names) for question in Question}
    compared = documents[Question.COMPARE]
    found.engine = _started(json.dumps(spec(compared, compared.tables[0])))
    for document in documents.values():
        found.drawn += [_seconds(lambda d=document, t=table: svg(d, t)) for table in document.tables if table.lines]
    with tempfile.TemporaryDirectory() as folder:
        fresh = Shelf(counts.names(database), lambda wanted: counts.named(database, wanted))
        found.everything["CSV"] = _seconds(lambda: sum(map(len, dataset.as_csv(dataset.parts(fresh, names)))))
        fresh = Shelf(counts.names(database), lambda wanted: counts.named(database, wanted))
        file = Path(folder) / "all.xlsx"
        found.everything["Excel"] = _seconds(lambda: dataset.write_excel(dataset.parts(fresh, names), file, WORDS))
    return found


def percentile(times: list[float]) -> float:
    """The 95th; of few the largest."""
    return statistics.quantiles(times, n=20)[-1] if len(times) >= 20 else max(times)


def _seconds(work: Callable[[], object]) -> float:
    """Processor time of this process, its threads too: what other programs do on the machine is no part of it."""
    start = time.process_time()
    work()
    return time.process_time() - start


def _started(picture: str) -> float:
    """Processor time of a drawing process from its start to the end of its first picture."""
    before = _of_children()
    drawer = Drawer()
    drawer.draw(picture)
    drawer.close()
    return _of_children() - before


def _of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@contextmanager
def _sqlite() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        yield f"sqlite:///{folder}/store.db"

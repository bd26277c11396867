"""A made-up year in a data folder of its own, so that reports and pages can be seen before anybody has used the tool.

It takes the way of real counts: the counter, its cells with real noise, its releases and its ledger; only clock and
conversations are made up. Every released table says so itself (`simulated`), and so does every answer read from it.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

from bot.check.sample import dice
from bot.conversation.edition import Edition, Editions
from bot.operations.counting import Counter
from bot.statistics.asked import Own
from bot.statistics.contribution import BANDS, LEFT, Contribution, Counted, Rehearsal, Use, ending_of
from bot.statistics.frame import CHANNELS, GATES, Size
from bot.statistics.own import middle
from bot.statistics.periods import Cadence, Period, period_of, periods_between
from bot.storage import StorageError
from bot.storage.database import open_database
from bot.storage.migrations import migrate
from bot.storage.own import OwnFigures

UNITS, WEEKS = 40, 52
FOLDER, LOCAL = "demo", "local"
PLACES = (
    ("Vårdcentralen", "health", 2.2),
    ("Akutmottagningen", "health", 3.4),
    ("Mödravården", "health", 4.0),
    ("Tandvården", "dental", 1.3),
    ("Familjeenheten", "social", 3.0),
    ("Försörjningsstöd", "social", 1.8),
    ("Ungdomsmottagningen", "health", 2.6),
    ("Hemtjänsten", "social", 1.0),
)
"""Kind of place, its sector, and talks a week for each ten of its staff."""
TOWNS = ("Norr", "Söder", "Öster", "Väster", "Centrum")
SIZES = (8, 12, 18, 26, 34, 45, 60, 90)
ENDS = (Use.FINISHED,) * 11 + (Use.LEFT_EARLY,) * 5 + (Use.STOPPED,) * 2 + (Use.QUICK_EXIT,)
TRAINED_ENDS = (Use.FINISHED,) * 15 + (Use.LEFT_EARLY,) * 2 + (Use.STOPPED, Use.QUICK_EXIT)
TRAINED = 26
"""The week in which every third unit had a training: it is used half as much again, and more talks come to an end. What
is followed up there should be found, and elsewhere nothing."""


@dataclass(frozen=True, slots=True)
class Place:
    """A made-up unit. rate: talks a week."""

    unit: int
    name: str
    sector: str
    staff: int
    rate: float

    @property
    def size(self) -> Size:
        """As counting knows it."""
        return Size(self.unit, self.sector, self.staff)


def places() -> tuple[Place, ...]:
    """Forty units of all sectors and sizes."""
    found = []
    for number in range(UNITS):
        kind, sector, rate = PLACES[number % len(PLACES)]
        staff = SIZES[(number * 3 + number // 8) % len(SIZES)]
        name = f"{kind} {TOWNS[number // len(PLACES)]}"
        found.append(Place(number + 1, name, sector, staff, rate * staff / 10))
    return tuple(found)


def organisation(found: Sequence[Place]) -> str:
    """The organisation's own layer, as an author would write it; no numbers, for nobody is to be called."""
    units = "".join(
        f"  - id: {place.unit}\n    name: {place.name}\n    sector: {place.sector}\n    provider: public\n"
        f'    asks: everybody\n    municipality: "0180"\n    staff: {place.staff}\n'
        for place in found
    )
    head = "# Påhittat, för att visa rapporter. Använd det inte i vården.\norganisation: Påhittad organisation\n"
    return f"{head}units:\n{units}"


def fill(
    data: Path,
    database: str,
    editions: Editions,
    last: date,
    seed: int,
    tell: Callable[[int, int], None],
    span: int = WEEKS,
) -> int:
    """Count a year of made-up conversations that ends before `last`'s week, and how many they were; beside them lie
    made-up monthly figures of the units' own. Impure.

    Args:
        data: the folder.
        database: the address of its database, which must be empty.
        editions: today's content, with the made-up organisation.
        last: a day; the week it is in is still open.
        seed: of what happens; the noise is real and differs each time.
        tell: hears weeks done and weeks in all.
        span: how many weeks.

    Raises:
        StorageError: the folder holds something already, or cannot be written.
    """
    engine = open_database(database)
    migrate(engine, last)
    clock = _Clock(last)
    counter = Counter(data / "counting", engine, editions, clock, simulated=True)
    chance, found, total = dice(seed), places(), 0  # of what is made up; noise is drawn elsewhere
    weeks = periods_between(last - timedelta(weeks=span), last - timedelta(weeks=1), Cadence.WEEK)
    for done, week in enumerate(weeks):
        clock.minute = week.begins + 1
        counter.save()
        for day in range(7):
            begins = Period(week.first, 1).begins + day * 24 * 60
            talks = [talk for place in found for talk in _talks(editions.current, place, done, chance)]
            total += len(talks)
            clock.minute = begins + 20 * 60
            counter.save([(begins + 9 * 60, talk) for talk in talks])
        tell(done + 1, len(weeks))
    clock.minute = weeks[-1].ends + 80
    counter.save()
    counter.stop()
    trained = weeks[min(TRAINED, len(weeks) - 1)].first
    own = OwnFigures(engine, lambda: int(clock().timestamp()))
    own.save(own_figures(found, trained, weeks[0].first, last, chance), "")
    engine.dispose()
    return total


def own_figures(found: Sequence[Place], trained: date, first: date, last: date, chance: random.Random) -> Iterator[Own]:
    """Monthly figures of two units in three, for the calendar months that are over by `last`: visits by the size of the
    unit, a share of them asked, more of them after the training. Some months nobody wrote down, as it is."""
    months = [(year, month) for year in range(first.year, last.year + 1) for month in range(1, 13)]
    for place in found:
        for year, month in months:
            day = middle(year, month)
            if place.unit % 3 == 1 or not first <= day < last.replace(day=1) or chance.random() < 0.06:
                continue
            visits = round(place.staff * chance.uniform(50, 62))
            share = 0.09 + (0.05 if place.unit % 3 == 0 and day >= trained else 0.0)
            asked = round(visits * share * chance.uniform(0.85, 1.15))
            reports, referrals = _poisson(asked * 0.03, chance), _poisson(asked * 0.05, chance)
            yield Own(place.unit, day, visits, asked, reports, referrals)


class _Clock:
    """A clock that is put by hand."""

    def __init__(self, day: date) -> None:
        self.minute = period_of(
            int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) // 60, Cadence.WEEK
        ).begins

    def __call__(self) -> datetime:
        return datetime.fromtimestamp(self.minute * 60, UTC)


def _talks(edition: Edition, place: Place, week: int, chance: random.Random) -> Iterator[Counted]:
    """A day's talks of a unit: livelier after a training, quieter as words become known."""
    trained = place.unit % 3 == 0 and week >= TRAINED
    known = 1 - 0.3 * week / WEEKS if place.unit % 5 == 0 else 1.0
    mean = place.rate / 7 * (1.5 if trained else 1.0) * known
    ends = TRAINED_ENDS if trained else ENDS
    for among, make in ((mean, partial(_talk, ends)), (mean / 5, _round)):
        for _ in range(_poisson(among, chance)):
            yield make(edition, place, chance)


def _round(edition: Edition, place: Place, chance: random.Random) -> Rehearsal:
    case = chance.choice(edition.release.cases)
    ending = chance.choice((LEFT, *(each.id for each in case.endings), *(each.id for each in case.endings)))
    gate = chance.choice(GATES[1:]) if chance.random() < 0.4 else ""
    changes = (chance.choice(BANDS[1:]) if ending != LEFT and chance.random() < 0.5 else "" for _ in range(3))
    return Rehearsal(place.unit, ending_of(case.id, ending), gate, *changes)


def _talk(ends: Sequence[Use], edition: Edition, place: Place, chance: random.Random) -> Contribution:
    program = edition.program
    names = program.facts[program.subject].domain.values if program.subject is not None else ("",)
    open_to = [name for at, name in enumerate(names) if at and at not in program.uncounted] or [""]
    use = chance.choice(ends)
    subject = open_to[min(int(chance.expovariate(0.35)), len(open_to) - 1)]
    door = chance.choice(("inside", "inside", "child", "social", "care", "police", "emergency", "plan"))
    deepest = 7 if use is Use.FINISHED else chance.choice((0, 0, 1, 1, 2, 3, 3, 4, 5))
    return Contribution(
        place.unit,
        use,
        subject,
        deepest,
        door if use is Use.FINISHED else "",
        0 if chance.random() < 0.93 else 1,
        CHANNELS[0] if chance.random() < 0.85 else CHANNELS[1],
        edition.short,
    )


def _poisson(mean: float, chance: random.Random) -> int:
    """How many, by counting waits."""
    count, waited = 0, chance.expovariate(1)
    while waited < mean:
        count, waited = count + 1, waited + chance.expovariate(1)
    return count


def prepare(folder: Path) -> Path:
    """Make the folder and the made-up organisation's own; the latter's path.

    Raises:
        StorageError: the folder holds something already.
    """
    if folder.exists() and any(folder.iterdir()):
        raise StorageError(f"{folder} is not empty", "name another with --data, or remove it")
    local = folder / LOCAL
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)  # one that was there, empty, may be open to all
    local.mkdir(mode=0o700)
    made_up = local / "organisation.yaml"
    made_up.touch(mode=0o600)
    made_up.write_text(organisation(places()), encoding="utf-8")
    return local

"""Counting as it runs: saves on a grid, releases in the database, and kills at any moment."""

from __future__ import annotations

import asyncio
import io
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from bot.conversation.alone import MemoryKeys, OneEdition
from bot.conversation.edition import Edition
from bot.conversation.messages import Press, Turn, write_move
from bot.conversation.talk import Talks, count_nothing
from bot.engine.token import TICKS, Header
from bot.logs import open_log
from bot.operations.counting import AWAY, Counter, Saved, next_save, save_on_grid, tell_counting
from bot.operations.sharing import open_counting
from bot.settings import read_settings
from bot.statistics.book import Book
from bot.statistics.contribution import Rehearsal, Withdrawn
from bot.statistics.frame import Frame
from bot.statistics.release import Released, broken_link, read
from bot.storage import StorageError, counts
from bot.storage.cells import CellFile
from bot.storage.database import Database
from tests.operations.killing import BATCH, alone
from tests.statistics.small import no_noise, total

MONDAY = datetime(2026, 11, 16, 8, 0, tzinfo=UTC)
LIVE = ("use", "subject", "furthest", "outcome", "surroundings")
PRACTICE = ("rounds", "gates", "ask", "receive", "next")


class Clock:
    """A clock that is put forward by hand."""

    def __init__(self) -> None:
        self.now = MONDAY

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, **time: float) -> None:
        """Let time pass."""
        self.now += timedelta(**time)


class Place:
    """An installation that counts, with a clock of its own and noise off."""

    def __init__(self, folder: Path, edition: Edition, database: Database) -> None:
        self.clock, self.folder, self.database = Clock(), folder / "counting", database
        self._editions, self._numbers = OneEdition(edition), iter(range(1, 10**9))
        self._keys = MemoryKeys()  # they outlive a restart
        self.start()

    def start(self) -> None:
        """A process starts."""
        self.counter = Counter(self.folder, self.database, self._editions, self.clock, no_noise)
        self.talks = Talks(self._editions, self._keys, self.clock, lambda: next(self._numbers), self.counter.observe)
        self.talks.counter = self.counter.save().run

    def save(self) -> Saved:
        """A point of the grid."""
        return self.counter.save(self.counter.due())

    def talk(self, *moves: int, mode: str = "live") -> Turn:
        """A conversation; the last turn."""
        turn = self.talks.begin(b"web", mode=mode)
        for move in moves:
            turn = self.press(turn, move)
        return turn

    def press(self, turn: Turn, move: int) -> Turn:
        """A press on a turn's button."""
        return self.talks.press(Press(turn.sealed, write_move(move), b"web"))

    def counted(self, name: str = "surroundings") -> int:
        """What stands in the file."""
        return total(self.book(), name)

    def book(self) -> Book:
        """What stands in the file."""
        book = CellFile(self.folder).read()
        assert book is not None
        return book


@pytest.fixture
def place(tmp_path: Path, edition: Edition, database: Database) -> Place:
    """An installation on a Monday morning."""
    return Place(tmp_path, edition, database)


def test_a_talk_is_counted_once_an_hour_after_it_began(place: Place) -> None:
    """However often it is pressed, and whatever was corrected: one in one cell of each table, not before its hour."""
    turn = place.talk(0)
    for move in (1, 1, 0):
        place.press(turn, move)
    place.clock.pass_(minutes=59)
    place.press(turn, 1)
    place.save()
    assert {place.counted(name) for name in LIVE} == {0}

    place.clock.pass_(minutes=1)
    place.press(turn, 0)
    place.save()
    place.clock.pass_(minutes=10)
    place.press(turn, 1)
    place.save()
    assert {place.counted(name) for name in LIVE} == {1}
    assert {place.counted(name) for name in PRACTICE} == {0}


def test_trying_out_and_reading_for_oneself_are_counted_nowhere(place: Place) -> None:
    """Mode look, a page view without a press, and what staff read for their own sake leave every table as it was."""
    place.talk(0, 1, mode="look")
    place.talk()
    place.talk(3, 0)
    place.press(place.talk(3), 1)
    place.clock.pass_(minutes=70)
    place.save()

    assert {place.counted(name) for name in (*LIVE, *PRACTICE)} == {0}


def test_practice_moves_its_own_tables_alone(place: Place) -> None:
    """A guide that is practised counts nothing; a round with a patient, told over and over, stands once in each table
    of practice, and in none of talks. Who does not want it is taken back."""
    place.talk(0, 1, mode="practice")
    told = Header(release=1, number=99, start=place.counter.minute() % TICKS, counter=place.counter.run, unit=0)
    for ending in ("elin/left", "elin/left", "elin/quiet"):
        place.counter.rehearse(told, Rehearsal(0, ending, "alone", "more"))
    for found in (Rehearsal(0, "elin/left"), Withdrawn.ASKED):
        place.counter.rehearse(told._replace(number=100), found)
    place.counter.rehearse(told._replace(number=101, counter=0), Rehearsal(0, "elin/left"))
    place.clock.pass_(minutes=70)
    place.save()

    assert {place.counted(name) for name in LIVE} == {0}
    assert {place.counted(name) for name in PRACTICE} == {1}


def test_a_clean_stop_loses_nothing_and_counts_nothing_twice(place: Place) -> None:
    """What waits settles at the stop; its buttons, pressed after the new start, count nothing more."""
    turn = place.talk(0)
    before = place.counter.run
    place.counter.stop()
    assert place.counted() == 1

    place.start()
    assert place.counter.run == before + 1
    place.press(turn, 1)
    place.clock.pass_(minutes=70)
    place.save()
    assert place.counted() == 1


def test_one_process_counts_and_another_takes_over(place: Place) -> None:
    """A second process answers and counts nothing; when the first has stopped it begins at its next save."""
    second = Counter(place.folder, place.database, OneEdition(place.talks.editions.current), place.clock, no_noise)

    assert second.save() == Saved(AWAY, away=True) and second.run == AWAY
    place.counter.stop()
    assert second.save().run > 0
    second.stop()


def test_a_week_is_released_once_and_frozen(place: Place) -> None:
    """T9: seventy-five minutes after the week's end its table is in the chain; late presses, another save, a restart,
    a file that was put back and a clock that was set back change nothing of it."""
    released = disturbed(place)

    assert counts.chain(place.database)[:2] == released
    assert broken_link(counts.chain(place.database)) is None
    month = next(read(release.document) for release in released if release.name.startswith("use-month"))
    assert sum(month.values) == 1
    open_still = {sheet.period.name for sheet in place.book().sheets if sheet.table.name == "use"}
    assert open_still == {"2026-w48", "2026-w48-w53"}


def test_a_release_that_is_made_again_is_seen(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """T9's mutant: a build that opens a period again and puts its new table in the place of the old one."""

    def replaced(engine: Engine, release: Released) -> bool:
        with engine.begin() as connection:
            connection.execute(text("DELETE FROM count_release WHERE name = :name"), {"name": release.name})
        return add(engine, release)

    add = counts.add
    monkeypatch.setattr(counts, "add", replaced)

    assert disturbed(place) != counts.chain(place.database)[:2]


def disturbed(place: Place) -> tuple[Released, ...]:
    """A week with a talk is released, and then all is tried that might change it. Returns what was released first."""
    place.talk(0, 1)
    place.clock.now = datetime(2026, 11, 23, 0, 10, tzinfo=UTC)
    assert place.save().closed == ()
    kept = {file.name: file.read_bytes() for file in place.folder.glob("cells.*")}
    place.clock.pass_(minutes=10)
    assert place.save().closed == ("use-month 2026-w44-w47", "use-week 2026-w47")
    released = counts.chain(place.database)

    place.talk(0)
    place.clock.pass_(minutes=70)
    assert place.save().closed == ()
    place.counter.stop()
    place.clock.pass_(days=-3)
    for name, content in kept.items():
        (place.folder / name).write_bytes(content)
    place.start()
    place.talk(0)
    place.clock.pass_(minutes=70)
    place.save()
    place.clock.pass_(days=3)
    place.save()
    return released


def test_a_year_releases_every_table_of_every_period(place: Place) -> None:
    """Thirty weeks, closed on their way: each table once for each of its periods, one chain, no talk missing."""
    for _ in range(30):
        place.talk(0)
        place.clock.pass_(minutes=70)
        place.save()
        place.clock.pass_(days=7, minutes=-70)
        place.save()
    found = counts.chain(place.database)
    names = [release.name for release in found]

    assert broken_link(found) is None
    assert len(set(names)) == len(names)
    weeks = [read(release.document).spent.period.first for release in found if release.name.startswith("use-week")]
    assert weeks == [MONDAY.date() + timedelta(weeks=week) for week in range(30)]
    assert place.counted() + sum(sum(read(r.document).values) for r in found if r.name.startswith("surround")) == 30


def test_a_database_that_is_away_delays_and_loses_nothing(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """What settled while nothing could be opened is counted by the next save that can."""
    place.clock.now = datetime(2026, 11, 22, 22, 50, tzinfo=UTC)
    place.save()
    place.clock.pass_(minutes=15)
    place.talk(0)
    place.clock.pass_(minutes=70)

    def away(_: object) -> object:
        raise StorageError("away")

    with monkeypatch.context() as patch:
        patch.setattr(counts, "chain", away)
        with pytest.raises(StorageError):
            place.save()
    place.save()
    assert place.counted() == 1


def test_damaged_copies_are_told_and_counting_goes_on(place: Place) -> None:
    """Where neither copy is whole the open counts are lost; that is said, and new ones begin."""
    place.counter.stop()
    for file in place.folder.glob("cells.*"):
        file.write_bytes(file.read_bytes()[:50])
    again = Counter(place.folder, place.database, OneEdition(place.talks.editions.current), place.clock, no_noise)

    assert again.save().lost
    again.stop()


def test_lists_come_from_what_runs(place: Place) -> None:
    """Guides, doors and languages of the open cells are those of today's content."""
    frames: set[int] = {id(sheet.frame) for sheet in place.book().sheets}
    frame: Frame = place.book().sheets[0].frame

    assert frames and "ask" in frame.subjects and "own" not in frame.subjects
    assert frame.languages == ("sv",)


def test_grid_is_that_of_the_clock() -> None:
    """Saves are at full ten minutes, whenever the process started."""
    now = datetime(2026, 11, 22, 8, 9, 59, tzinfo=UTC)

    assert next_save(now) == datetime(2026, 11, 22, 8, 10, tzinfo=UTC)
    assert next_save(datetime(2026, 11, 22, 8, 10, tzinfo=UTC)) == datetime(2026, 11, 22, 8, 20, tzinfo=UTC)


async def test_saves_happen_whether_or_not_anything_happened(place: Place) -> None:
    """The grid goes on without a press; a save that failed is told, and the next is tried."""
    place.clock.now = datetime(2026, 11, 16, 9, 9, 59, 990_000, tzinfo=UTC)
    stop, told, faults = asyncio.Event(), list[Saved](), list[Exception]()
    real, fails = place.counter.save, [True]

    async def save() -> Saved:
        if fails.pop():
            fails.append(False)
            raise StorageError("full")
        fails.append(False)
        return real()

    def tell(saved: Saved) -> None:
        told.append(saved)
        stop.set()

    await asyncio.wait_for(save_on_grid(place.clock, save, stop, tell, faults.append), 20)

    assert len(told) == 1 and [str(fault) for fault in faults] == ["full"]


def test_counting_is_off_until_it_is_chosen(tmp_path: Path, edition: Edition) -> None:
    """Without the setting nothing is opened and nothing is observed."""
    talks = Talks(OneEdition(edition), MemoryKeys(), lambda: MONDAY, lambda: 1)
    log = open_log(io.StringIO(), strict=True)
    open_counting(read_settings(data=tmp_path), talks, log, lambda: MONDAY)
    assert talks.observe is count_nothing and list(tmp_path.iterdir()) == []

    open_counting(read_settings(data=tmp_path, counting=True), talks, log, lambda: MONDAY)
    assert talks.observe is not count_nothing


def test_log_tells_of_the_counter_and_of_no_talk(edition: Edition) -> None:
    """Away, lost, full and closed are told, each in its fixed words; an ordinary save says nothing."""
    stream = io.StringIO()
    talks = Talks(OneEdition(edition), MemoryKeys(), lambda: MONDAY, lambda: 1)
    tell = tell_counting(talks, open_log(stream, strict=True))
    tell(Saved(7))
    assert stream.getvalue() == "" and talks.counter == 7

    tell(Saved(8, True, True, True, ("use-week 2026-w47",)))
    lines = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert [line["event"] for line in lines] == ["counting-away", "counting-lost", "counting-full", "period-closed"]
    assert lines[-1]["table"] == "use"


# --- T11: killed at any moment ------------------------------------------------------------------------------


def test_kill_at_any_moment_loses_an_hour_and_doubles_nothing(tmp_path: Path) -> None:
    """T11: killed again and again, in the middle of a save too, it starts each time. What had settled by the last save
    is there to the last conversation; what waited is lost; no conversation is there twice."""
    assert alone(tmp_path, BATCH, 11) > BATCH

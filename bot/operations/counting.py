"""Counting: presses in, cells saved on a fixed clock grid, tables released when their time has come.

Presses touch memory alone. The disk is touched at a start, on the grid whether or not anything happened, and at a clean
stop. If anything is away, presses are answered all the same and nothing is counted.

One process does all of it; where several serve, `bot.operations.sharing` parts it between them and one counter.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from structlog.typing import FilteringBoundLogger

from bot.conversation.edition import Edition, Editions
from bot.conversation.talk import Talks
from bot.engine.answers import Place
from bot.engine.token import Header, age
from bot.logs import Event
from bot.statistics.book import Book, House, new_book, next_run, over, settle, turn
from bot.statistics.cells import Draw
from bot.statistics.contribution import Counted, Rehearsal, Withdrawn, contribution, counts
from bot.statistics.frame import Size, new_frame, take_spares
from bot.statistics.ledger import LedgerError, Spent
from bot.statistics.noise import draw
from bot.statistics.release import freeze, spent_on
from bot.statistics.release import read as read_release
from bot.statistics.waiting import SLOT, Pressed, Waiting, slot_of
from bot.storage import StorageError
from bot.storage import counts as store
from bot.storage.cells import CellFile
from bot.storage.database import Database
from bot.text.catalogues import LANGUAGES

GRID = timedelta(minutes=SLOT)
AWAY = 0
"""The run of a counter that does not count; no token of it ever counts anywhere."""


def next_save(now: datetime) -> datetime:
    """The next point of the grid: full ten minutes, the same for every installation."""
    since = now.timestamp() // GRID.total_seconds() + 1
    return datetime.fromtimestamp(since * GRID.total_seconds(), now.tzinfo)


@dataclass(frozen=True, slots=True)
class Saved:
    """What a save has to tell. run: for the tokens of new conversations. away: another process counts.
    lost: both copies were damaged. full: more conversations than can wait. closed: names of new releases."""

    run: int
    away: bool = False
    lost: bool = False
    full: bool = False
    closed: tuple[str, ...] = ()


class Counter:
    """Counts the conversations of one process. `observe` is quick and for the loop; `save` may run in a thread."""

    def __init__(
        self,
        folder: Path,
        database: Database,
        editions: Editions,
        now: Callable[[], datetime],
        noise: Draw = draw,
        *,
        simulated: bool = False,
    ) -> None:
        self._file, self._database, self._editions = CellFile(folder), database, editions
        self.now, self._noise, self._simulated = now, noise, simulated
        self._book: Book | None = None
        self._pending: list[tuple[int, Counted]] = []
        self.waiting = Waiting()

    @property
    def run(self) -> int:
        """The number of this run, `AWAY` while it does not count."""
        return self._book.run if self._book else AWAY

    @property
    def settled(self) -> int:
        """Of a shared array: the minute before which every conversation stands in the cells."""
        return self._book.settled if self._book else 0

    def observe(self, header: Header, place: Place, channel: str) -> None:
        """Take a press."""
        meant = read_press(self._editions, header, place, channel, self.minute(), self.run)
        if meant and self._book:
            self.waiting.press(meant)

    def rehearse(self, header: Header, found: Rehearsal | Withdrawn) -> None:
        """Take what a press of a round of practice means."""
        meant = read_round(header, found, self.minute(), self.run)
        if meant and self._book:
            self.waiting.press(meant)

    def due(self) -> list[tuple[int, Counted]]:
        """What has settled since the last save. For the loop, before each `save`."""
        return self.waiting.settle(self.minute())

    def save(self, due: Iterable[tuple[int, Counted]] = (), until: int = 0) -> Saved:
        """Open, settle, save, release. At a start too: it takes the lock and reads what was saved.

        Args:
            due: (slot, cells) of what has settled.
            until: where they come from a shared array, which still has them: all of it that began before this minute.
                What the file says to hold already is not added again.

        Raises:
            StorageError: disk or database fail. What had settled is kept, and saved the next time.
        """
        if not self._file.hold():
            return Saved(AWAY, away=True)
        minute, lost = self.minute(), False
        if self._book is None:
            self._refuse_made_up()
            found = self._file.read()
            lost = found is None and not self._file.is_empty()
            self._book = next_run(found or new_book(0, minute))
        book = self._book
        if book.settled > slot_of(minute) + SLOT:
            book.settled = slot_of(minute) + SLOT  # a clock that ran ahead must not stop the counting until then
        self._pending += (each for each in due if each[0] >= book.settled)
        book.settled = max(book.settled, until)
        turn(book, minute, self.house(), self._noise)
        settle(book, self._pending, minute)
        self._pending = []
        self._file.write(book)
        closed = self._close(book, minute)
        full, self.waiting.full = self.waiting.full, False
        return Saved(book.run, False, lost, full, closed)

    def _refuse_made_up(self) -> None:
        """Where a demonstration was released, real talks would be frozen without its mark, among figures that lie."""
        last = store.last(self._database)
        if last is not None and not self._simulated and read_release(last.document).simulated:
            self._file.release()
            raise StorageError(
                "what is released here is made up (fragestod demo), so no real talk is counted here",
                "serve with a data folder and a database of its own, or without FRAGESTOD_COUNTING",
            )

    def stop(self) -> Saved:
        """A clean stop: everything settles, so that nothing is lost."""
        try:
            return self.save(self.waiting.settle_all(self.minute()))
        finally:
            self.release()

    def hold(self) -> str | None:
        """Take the lock, and say which installation's file this is; None when another process has it.

        Raises:
            StorageError: nothing can be counted here.
        """
        return self._file.owner() if self._file.hold() else None

    def release(self) -> None:
        """Let another process count."""
        self._book = None
        self._file.release()

    def house(self) -> House:
        """What the installation says of itself now: today's content, its units, and what has been released."""
        edition = self._editions.current
        last = max(LANGUAGES.index(code) for code in edition.catalogues.languages)
        languages, sizes = LANGUAGES[: last + 1], _sizes(edition)
        return House(
            lambda quarter: new_frame(edition.program, edition.release.cases, edition.short, sizes, languages, quarter),
            lambda frame: take_spares(frame, edition.program, sizes),
            self.spent,
        )

    def spent(self) -> tuple[Spent, ...]:
        """The ledger of what has been released."""
        return spent_on(store.chain(self._database))

    def _close(self, book: Book, minute: int) -> tuple[str, ...]:
        """Freeze what is over. The release is stored before its cells go, so a kill in between makes none twice."""
        closed = []
        for sheet in over(book, minute):
            last = store.last_hash(self._database)
            release = freeze(sheet, last, self._noise, simulated=self._simulated)
            if store.add(self._database, release):
                closed.append(release.name)
            book.sheets.remove(sheet)
            self._file.write(book)
        return tuple(closed)

    def minute(self) -> int:
        """Now, in whole minutes since 1970."""
        return int(self.now().timestamp()) // 60


def read_press(editions: Editions, header: Header, place: Place, channel: str, minute: int, run: int) -> Pressed | None:
    """What a press means to the counter of a run; None when it counts nothing."""
    edition = editions.find(header.release)
    if edition is None or not counts(header, minute, run):
        return None
    found = contribution(edition.program, header, place, channel)
    return None if found is None else Pressed(header.number, minute - age(header, minute), found)


def read_round(header: Header, found: Rehearsal | Withdrawn, minute: int, run: int) -> Pressed | None:
    """What a press of a round of practice means to the counter of a run; None when it counts nothing."""
    return Pressed(header.number, minute - age(header, minute), found) if counts(header, minute, run) else None


async def save_on_grid(
    now: Callable[[], datetime],
    save: Callable[[], Awaitable[Saved]],
    stop: asyncio.Event,
    tell: Callable[[Saved], None],
    fault: Callable[[Exception], object],
) -> None:
    """Save at each point of the grid until `stop`. A save that failed is told and made up for by the next."""
    while not stop.is_set():
        moment = now()
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), (next_save(moment) - moment).total_seconds())
            return
        try:
            tell(await save())
        except (StorageError, LedgerError) as error:
            fault(error)


def tell_counting(talks: Talks, log: FilteringBoundLogger) -> Callable[[Saved], None]:
    """Hands each save's number to the talks that begin from now on, and tells the log what operations must know."""

    def tell(saved: Saved) -> None:
        talks.counter = saved.run
        for event, happened in (
            (Event.COUNTING_AWAY, saved.away),
            (Event.COUNTING_LOST, saved.lost),
            (Event.COUNTING_FULL, saved.full),
        ):
            if happened:
                log.warning(event)
        for name in saved.closed:
            log.info(Event.PERIOD_CLOSED, table=name.partition("-")[0])

    return tell


@asynccontextmanager
async def counting_alone(
    counter: Counter, tell: Callable[[Saved], None], fault: Callable[[Exception], object]
) -> AsyncIterator[None]:
    """Count as long as this process serves, and settle everything after its last press.

    Raises:
        StorageError: nothing can be counted at all.
    """

    def save() -> Awaitable[Saved]:
        return asyncio.to_thread(counter.save, counter.due())

    tell(counter.save())
    stop = asyncio.Event()
    saving = asyncio.create_task(save_on_grid(counter.now, save, stop, tell, fault))
    try:
        yield
    finally:
        stop.set()
        await saving
        try:
            tell(counter.stop())
        except StorageError as error:  # what cannot be saved now is lost, and told
            fault(error)


def _sizes(edition: Edition) -> tuple[Size, ...]:
    organisation = edition.directory.organisation
    units = organisation.units.values() if organisation else ()
    return tuple(Size(unit.id, unit.sector, unit.staff) for unit in units if not unit.closed)

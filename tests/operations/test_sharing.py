"""Counting with several processes: doors that carry, a counter that settles, kills of each, a server that is away."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from valkey.asyncio import Valkey as Client

from bot.conversation.alone import MemoryKeys, OneEdition
from bot.conversation.edition import Edition
from bot.conversation.messages import Press, Turn, write_move
from bot.conversation.talk import Talks
from bot.engine.token import TICKS, Header
from bot.operations import sharing
from bot.operations.counting import AWAY, Counter, Saved
from bot.operations.sharing import Carrier, carrying, save_shared
from bot.statistics.contribution import Counted, Rehearsal, Withdrawn
from bot.statistics.waiting import SHARED, Pressed, slot_of
from bot.storage import StorageError
from bot.storage.cells import CellFile
from bot.storage.database import Database
from bot.storage.waiting import PersistenceError, SharedWaiting
from tests.conftest import Command
from tests.operations.killing import BATCH, shared
from tests.statistics.small import TALK, no_noise, total
from tests.valkey import Valkey

LIVE = ("use", "subject", "furthest", "outcome", "surroundings")
PRACTICE = ("rounds", "gates", "ask", "receive", "next")


class House:
    """Doors and a counter of one installation, with a clock of its own and noise off."""

    def __init__(self, folder: Path, edition: Edition, database: Database, address: str) -> None:
        self.folder, self.database, self.address = folder / "counting", database, address
        self.now = datetime(2026, 11, 16, 8, 3, tzinfo=UTC)
        self.editions, self._keys, self._numbers = OneEdition(edition), MemoryKeys(), iter(range(1, 10**9))
        self.told: list[Saved] = []
        self.array = SharedWaiting(address)
        self.counter = self.new_counter()

    def new_counter(self, folder: Path | None = None) -> Counter:
        """A counter's process starts."""
        return Counter(folder or self.folder, self.database, self.editions, lambda: self.now, no_noise)

    @asynccontextmanager
    async def door(self, array: SharedWaiting | None = None) -> AsyncIterator[Door]:
        """A door's process, until it ends."""
        array = array or SharedWaiting(self.address)
        carrier = Carrier(array, self.editions, lambda: self.now, self.told.append)
        talks = Talks(self.editions, self._keys, lambda: self.now, lambda: next(self._numbers), carrier.observe)
        talks.counter = SHARED
        async with carrying(carrier, array):
            yield Door(talks, carrier)

    async def settle(self, **time: float) -> Saved:
        """A point of the grid, some time later."""
        self.now += timedelta(**time)
        return await save_shared(self.counter, self.array)

    def counted(self, name: str = "surroundings") -> int:
        """What stands in the file."""
        book = CellFile(self.folder).read()
        assert book is not None
        return total(book, name)


class Door:
    """Where talks are held."""

    def __init__(self, talks: Talks, carrier: Carrier) -> None:
        self._talks, self.carrier = talks, carrier

    def talk(self, *moves: int, mode: str = "live") -> Turn:
        """A conversation; its last turn."""
        turn = self._talks.begin(b"web", mode=mode)
        for move in moves:
            turn = self.press(turn, move)
        return turn

    def press(self, turn: Turn, move: int) -> Turn:
        """A press on a turn's button."""
        return self._talks.press(Press(turn.sealed, write_move(move), b"web"))


@pytest.fixture
async def house(tmp_path: Path, edition: Edition, database: Database, valkey: str) -> AsyncIterator[House]:
    """An installation on a Monday morning, with an empty array."""
    client: Client = Client.from_url(valkey)
    await client.flushall()
    await client.aclose()
    found = House(tmp_path, edition, database, valkey)
    yield found
    found.counter.release()
    await found.array.close()


async def test_a_talk_over_two_doors_is_counted_once(house: House) -> None:
    """Begun at one process and gone on at another, with double taps: one in one cell of each table."""
    async with house.door() as first, house.door() as second:
        turn = first.talk(0)
        await asyncio.sleep(0.05)
        for _ in range(3):
            second.press(turn, 1)
    await house.settle(minutes=30)
    assert house.counted() == 0
    await house.settle(minutes=37)
    await house.settle(minutes=10)

    assert {house.counted(name) for name in LIVE} == {1}
    assert {house.counted(name) for name in PRACTICE} == {0}


async def test_what_is_not_counted_alone_is_not_counted_shared(house: House) -> None:
    """Trying out, a page without a press, a turn to oneself at another door, and a press after the hour stand nowhere;
    practice stands in its own table."""
    async with house.door() as first, house.door() as second:
        first.talk(0, 1, mode="look")
        first.talk()
        first.talk(0, mode="practice")
        minute = int(house.now.timestamp()) // 60
        told = Header(release=1, number=99, start=minute % TICKS, counter=SHARED)
        first.carrier.rehearse(told, Rehearsal(0, "elin/left"))
        second.carrier.rehearse(told, Rehearsal(0, "elin/quiet"))
        late, own = first.talk(), first.talk(0)
        await asyncio.sleep(0.05)
        second.press(first.talk(), 3)
        second.press(own, 1)
        other = second.talk()
        second.press(other, 0)
        await asyncio.sleep(0.05)
        first.press(other, 3)
        house.now += timedelta(minutes=60)
        first.press(late, 0)
    await house.settle(minutes=10)

    assert {house.counted(name) for name in LIVE} == {1}
    assert {house.counted(name) for name in PRACTICE} == {1}


async def test_a_kill_between_save_and_deletion_adds_none_twice(house: House) -> None:
    """The file says itself up to when it holds everything, so a counter that starts again passes over what the array
    still has."""
    assert await killed_between(house) == 1


async def test_a_counter_that_adds_twice_is_seen(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """T11's mutant: a file that does not say up to when it holds everything."""
    save = Counter.save

    def forgetful(counter: Counter, due: Iterable[tuple[int, Counted]] = (), until: int = 0) -> Saved:
        return save(counter, due, 0)

    monkeypatch.setattr(Counter, "save", forgetful)

    assert await killed_between(house) > 1


async def killed_between(house: House) -> int:
    """A counter is killed when it has saved and not yet deleted; how often the talk stands there in the end."""
    async with house.door() as door:
        door.talk(0)

    async def killed(until: int) -> None:
        raise StorageError("killed")

    forget, house.array.forget = house.array.forget, killed  # type: ignore[method-assign]
    with pytest.raises(StorageError):
        await house.settle(minutes=70)
    house.counter.release()
    house.counter, house.array.forget = house.new_counter(), forget  # type: ignore[method-assign]
    await house.settle()
    await house.settle(minutes=10)
    return house.counted()


async def test_a_kill_before_the_save_loses_nothing(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was read and not saved is still in the array for the counter that starts again; nor is it read twice by one
    whose disk was full for a while."""
    assert await killed_before(house, monkeypatch) == 1


async def test_a_counter_that_deletes_first_is_seen(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """T11's mutant: what is read is deleted before it is saved."""
    take = house.array.due

    async def taken(until: int) -> list[tuple[int, Counted]]:
        found = await take(until)
        await house.array.forget(until)
        return found

    monkeypatch.setattr(house.array, "due", taken)

    assert await killed_before(house, monkeypatch) == 0


async def killed_before(house: House, monkeypatch: pytest.MonkeyPatch) -> int:
    """A counter whose disk is full is killed before it has saved; how often the talk stands there in the end."""
    async with house.door() as door:
        door.talk(0)

    def full(*_: object) -> None:
        raise StorageError("full")

    with monkeypatch.context() as patch:
        patch.setattr(CellFile, "write", full)
        for _ in range(2):
            with pytest.raises(StorageError):
                await house.settle(minutes=35)
        gone = house.counter
        gone.release()
    house.counter = house.new_counter()
    await house.settle()
    return house.counted()


async def test_a_full_disk_is_made_up_for(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same counter, once its disk has room again, has each conversation once."""
    await house.settle()
    async with house.door() as door:
        door.talk(0)
    with monkeypatch.context() as patch:
        patch.setattr(CellFile, "write", lambda *_: (_ for _ in ()).throw(StorageError("full")))
        with pytest.raises(StorageError):
            await house.settle(minutes=70)
    await house.settle(minutes=10)
    await house.settle(minutes=10)

    assert house.counted() == 1


async def test_a_second_counter_waits_and_one_of_another_folder_is_turned_away(house: House, tmp_path: Path) -> None:
    """One file settles what the doors bring; another counter on the same folder takes over when the first has ended."""
    await house.settle()
    same, other = house.new_counter(), house.new_counter(tmp_path / "other")

    assert await save_shared(same, house.array) == Saved(AWAY, away=True)
    assert (await save_shared(other, house.array)).away
    house.counter.release()
    assert not (await save_shared(same, house.array)).away
    same.release()
    other.release()


async def test_a_clock_that_ran_ahead_stops_no_counting(house: House) -> None:
    """A counter whose clock was a year ahead for one save counts again what begins after that, and none twice."""
    async with house.door() as door:
        door.talk(0)
        await house.settle(days=365)
        await house.settle(days=-365)
        house.now += timedelta(minutes=20)
        door.talk(0)
    await house.settle(minutes=80)

    assert house.counted() == 1


# --- a server that is away ----------------------------------------------------------------------------------


class Flaky(SharedWaiting):
    """A server that can be made to be away."""

    away = False

    async def press(self, batch: Sequence[Pressed], minute: int) -> bool:
        await self.check()
        return await super().press(batch, minute)

    async def check(self) -> None:
        if self.away:
            raise StorageError("away")
        await super().check()


async def until(true: Callable[[], bool]) -> None:
    """Wait until something is so."""
    for _ in range(1000):
        if true():
            return
        await asyncio.sleep(0.005)
    raise AssertionError("it was never so")


async def test_presses_are_answered_and_not_counted_while_counting_is_away(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next screen comes as always; that counting is away is told once; what was pressed then is not carried later;
    afterwards talks are counted again."""
    monkeypatch.setattr(sharing, "RETRY_SECONDS", 0.02)
    array = Flaky(house.address)
    async with house.door(array) as door:
        before = door.talk(0)
        await asyncio.sleep(0.05)
        array.away = True
        assert door.talk(0, 1).view.outcome is not None
        await until(lambda: bool(house.told))
        assert door.press(before, 1).view.outcome is not None
        assert door.talk(0, 1).view.outcome is not None
        array.away = False
        await asyncio.sleep(0.1)
        door.talk(0)
    assert house.told == [Saved(SHARED, away=True)]
    await house.settle(minutes=80)

    assert house.counted() == 2


async def test_a_turn_to_oneself_is_taken_back_when_the_server_is_there_again(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Turned to oneself while the server was away: nothing of it is counted all the same."""
    monkeypatch.setattr(sharing, "RETRY_SECONDS", 0.02)
    array = Flaky(house.address)
    carrier = Carrier(array, house.editions, lambda: house.now, house.told.append)
    minute = int(house.now.timestamp()) // 60
    async with carrying(carrier, array):
        carrier.carry(Pressed(7, minute, TALK))
        await asyncio.sleep(0.05)
        array.away = True
        carrier.carry(Pressed(7, minute, Withdrawn.PERSONAL))
        await until(lambda: bool(house.told))
        array.away = False
        await asyncio.sleep(0.1)
    await house.settle(minutes=80)

    assert house.counted() == 0


async def test_a_killed_server_loses_what_waits_there_and_doubles_nothing(
    tmp_path: Path, edition: Edition, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed midway and begun anew, empty: what had settled stays, what waited is lost, a talk that goes on afterwards
    counts once however often its button is pressed, and the button of a settled one counts nothing."""
    monkeypatch.setattr(sharing, "RETRY_SECONDS", 0.02)
    with Valkey() as server:
        house = House(tmp_path, edition, database, server.address)

        def waiting() -> int:
            return len(server.numbers(slot_of(int(house.now.timestamp()) // 60)))

        async with house.door() as door:
            settled = [door.talk(0), door.talk(0)]
            await until(lambda: waiting() == 2)
            await house.settle(minutes=80)
            goes_on, _lost = door.talk(0), door.talk(0)
            await until(lambda: waiting() == 2)

            server.kill()
            assert door.press(goes_on, 1).view.outcome is not None
            await until(lambda: bool(house.told))
            server.start()
            await until(lambda: door.press(goes_on, 1).view.outcome is not None and waiting() > 0)
            for turn in (goes_on, goes_on, *settled):
                assert door.press(turn, 1).view.outcome is not None
        assert house.counted() == 2
        await house.settle(minutes=80)

        assert house.counted() == 3
        house.counter.release()
        await house.array.close()


async def test_a_door_stops_though_the_server_is_away(tmp_path: Path, house: House) -> None:
    """Nobody listens there: the door starts, answers, and ends within seconds, with what it could not carry."""
    async with house.door(SharedWaiting("valkey://127.0.0.1:1/0")) as door:
        assert door.talk(0, 1).view.outcome is not None
        await until(lambda: bool(house.told))
        door.talk(0)
    assert house.told == [Saved(SHARED, away=True)]


async def test_a_door_does_not_start_on_a_server_that_keeps(house: House) -> None:
    """Nothing is sent to a server that would write it down."""
    with Valkey(save="60 1") as server, pytest.raises(PersistenceError):
        async with house.door(SharedWaiting(server.address)):
            pass


# --- the commands -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["serve", "counter"])
def test_commands_refuse_a_server_that_keeps(
    fragestod_process: Command, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    """Both end with what is to be written in the server's configuration."""
    with Valkey(appendonly="yes") as server:
        monkeypatch.setenv("FRAGESTOD_COUNTING", "yes")
        monkeypatch.setenv("FRAGESTOD_VALKEY", server.address)
        said = fragestod_process(command, *(("--port", "0") if command == "serve" else ()))

    assert said.returncode == 1 and "Traceback" not in said.stderr
    assert "appendonly no" in said.stderr


def test_a_counter_without_its_settings_says_which(fragestod: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where one process counts by itself there is nothing for it to do."""
    for counting, address in (("no", "valkey://127.0.0.1:1/0"), ("yes", "")):
        monkeypatch.setenv("FRAGESTOD_COUNTING", counting)
        monkeypatch.setenv("FRAGESTOD_VALKEY", address)
        said = fragestod("counter")
        assert said.returncode == 2 and "FRAGESTOD_VALKEY" in said.stderr


def test_help_has_an_example(fragestod: Command) -> None:
    """`fragestod counter --help` shows the settings it needs."""
    said = fragestod("counter", "--help")

    assert said.returncode == 0 and "FRAGESTOD_VALKEY=valkey://" in said.stdout


# --- T11: killed at any moment ------------------------------------------------------------------------------


def test_two_doors_and_a_counter_killed_in_turn_lose_and_double_nothing(tmp_path: Path) -> None:
    """T11: whoever is killed, in the middle of a save too, starts again; the cells hold exactly what the doors had
    carried and time has settled. Conversations of a door that was too slow for its hour may stand there or not."""
    with Valkey() as server:
        counted, unsure = shared(tmp_path, BATCH, 12, server)

    assert counted > 5 * BATCH and unsure < counted / 2

"""One contract, two arrays: where conversations wait in this process's memory, and in Valkey for several processes."""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from typing import Protocol

import pytest
from valkey import Valkey as Seen
from valkey.asyncio import Valkey as Client

from bot.statistics.book import settle, turn
from bot.statistics.contribution import Contribution, Counted, Withdrawn
from bot.statistics.waiting import SLOT, Pressed, Waiting, settled_until, slot_of
from bot.storage import AddressError, StorageError
from bot.storage.waiting import KEPT_MINUTES, REQUIRED, PersistenceError, SharedWaiting
from tests.statistics.oracle import TALKS, Logged, Unlimited, log, oracle, stands
from tests.statistics.small import BEGIN, DAY, TALK, any_round, any_talk, house, no_noise, opened
from tests.valkey import Valkey

Settled = list[tuple[int, Counted]]


class Array(Protocol):
    """What both can."""

    async def press(self, batch: Sequence[Pressed], minute: int) -> bool:
        """Take presses; False when there was no room for some."""
        ...

    async def settle(self, minute: int) -> Settled:
        """Take out what is due."""
        ...


class InMemory:
    """The array of one process."""

    def __init__(self, capacity: int) -> None:
        self._array = Waiting(capacity)

    async def press(self, batch: Sequence[Pressed], minute: int) -> bool:
        for press in batch:
            self._array.press(press)
        return not self._array.full

    async def settle(self, minute: int) -> Settled:
        return self._array.settle(minute)


class InValkey:
    """The shared one, as a counter uses it: what its file holds already is not taken again."""

    def __init__(self, address: str, capacity: int) -> None:
        self.array, self._settled = SharedWaiting(address, capacity), 0

    async def press(self, batch: Sequence[Pressed], minute: int) -> bool:
        return await self.array.press(batch, minute)

    async def settle(self, minute: int) -> Settled:
        until = settled_until(minute)
        due = [each for each in await self.array.due(until) if each[0] >= self._settled]
        self._settled = max(self._settled, until)
        await self.array.forget(until)
        return due


@contextlib.asynccontextmanager
async def emptied(address: str) -> AsyncIterator[Client]:
    """A client of an empty server, to look behind the curtain."""
    client: Client = Client.from_url(address, decode_responses=True)
    try:
        await client.flushall()
        yield client
    finally:
        await client.aclose()


@pytest.fixture(params=["memory", "valkey"])
async def array(request: pytest.FixtureRequest) -> AsyncIterator[Array]:
    """An empty array with room for three conversations of a slot, and for twenty thousand in the long test."""
    capacity = 20_000 if "oracle" in request.node.name else 3
    if request.param == "memory":
        yield InMemory(capacity)
        return
    address: str = request.getfixturevalue("valkey")
    async with emptied(address):
        shared = InValkey(address, capacity)
        yield shared
        await shared.array.close()


def pressed(number: int, start: int = BEGIN, found: Counted | Withdrawn = TALK) -> Pressed:
    """A press."""
    return Pressed(number, start, found)


async def test_a_conversation_waits_an_hour(array: Array) -> None:
    """It comes out once, at the first save at which everything begun in its ten minutes is an hour old."""
    await array.press([pressed(7, BEGIN + 3)], BEGIN + 3)

    assert await array.settle(BEGIN + 60) == []
    assert await array.settle(BEGIN + 70) == [(BEGIN, TALK)]
    assert await array.settle(BEGIN + 80) == []


async def test_a_press_sets_and_never_adds(array: Array) -> None:
    """Corrected answers, double taps and old buttons: the last press says where it stands, and the deepest stage that
    any of them reached stays."""
    told = replace(TALK, subject="told", furthest=2, unit=3)
    await array.press([pressed(7), pressed(7), pressed(7, found=told)], BEGIN)

    assert await array.settle(BEGIN + 70) == [(BEGIN, replace(told, furthest=TALK.furthest))]


async def test_a_turn_to_oneself_takes_back(array: Array) -> None:
    """Nothing of the conversation waits any more, its deepest stage included; other conversations do."""
    shallow = replace(TALK, furthest=1)
    await array.press([pressed(7), pressed(8), pressed(7, found=Withdrawn.PERSONAL)], BEGIN)
    await array.press([pressed(9), pressed(9, found=Withdrawn.PERSONAL), pressed(9, found=shallow)], BEGIN)

    assert await array.settle(BEGIN + 70) == [(BEGIN, TALK), (BEGIN, shallow)]


async def test_nothing_enters_again_after_it_has_settled(array: Array) -> None:
    """Neither a clock that goes back nor an old button lets a conversation in a second time."""
    await array.press([pressed(7)], BEGIN)
    assert len(await array.settle(BEGIN + 70)) == 1
    for minute in (BEGIN - 30, BEGIN + 70, BEGIN + 100):
        await array.press([pressed(7), pressed(7, BEGIN - 5)], minute)
        assert await array.settle(minute) == []


async def test_a_full_array_counts_nothing_more_and_says_so(array: Array) -> None:
    """Memory is bounded for each ten minutes: what finds no room is not counted, what waits can still be corrected,
    and the next ten minutes have room of their own."""
    assert await array.press([pressed(number) for number in range(3)], BEGIN)
    assert not await array.press([pressed(3)], BEGIN)
    await array.press([pressed(1, found=replace(TALK, subject="told")), pressed(4, BEGIN + SLOT)], BEGIN)

    subjects = [found.subject for _, found in await array.settle(BEGIN + 80) if isinstance(found, Contribution)]
    assert sorted(subjects) == ["ask", "ask", "ask", "told"]


async def test_any_contribution_comes_back_as_it_went(array: Array) -> None:
    """Whatever stands in it, names that no list knows included."""
    source = random.Random(2)
    for number in range(40):
        talk = any_round(source) if number % 2 else any_talk(source)
        await array.press([pressed(number, BEGIN + SLOT * number, talk)], BEGIN + SLOT * number)
        settled = await array.settle(BEGIN + SLOT * (number + 7))
        assert settled == [(BEGIN + SLOT * number, talk)]


async def test_ten_thousand_conversations_settle_as_the_oracle_says(array: Array) -> None:
    """T11's exact count: each conversation once, in one cell of each table of its mode, as its last press within the
    hour said, by the way of several processes too."""
    presses, book = log(TALKS, 6), opened()
    book.caps = Unlimited()
    waiting: list[Pressed] = []
    at = BEGIN

    async def save(minute: int) -> None:
        await array.press(waiting, minute - 1)
        waiting.clear()
        turn(book, minute, house(), no_noise)
        settle(book, await array.settle(minute), minute)

    for press in [*presses, Logged(BEGIN + DAY + 130, 0, 0, None)]:
        while at + SLOT <= press.minute:
            at += SLOT
            await save(at)
        if press.found is not None and press.minute - press.start < 60:
            waiting.append(Pressed(press.number, press.start, press.found))
    assert stands(book) == oracle(presses)


# --- what Valkey alone can do wrong -------------------------------------------------------------------------


async def test_nothing_but_number_slot_and_cells_is_there(valkey: str) -> None:
    """No identifier and no time finer than the ten minutes that settling needs, and all of it goes by itself."""
    async with emptied(valkey) as client:
        shared = SharedWaiting(valkey)
        await shared.press([pressed(7, BEGIN + 3)], BEGIN + 3)
        await shared.close()

        assert await client.keys("*") == [f"fragestod:talks:{BEGIN}"]
        cells = '5[0,1,"finished","ask","police",0,"web",77]'
        with Seen.from_url(valkey, decode_responses=True) as seen:
            assert seen.hgetall(f"fragestod:talks:{BEGIN}") == {"0000000007": cells}
        life = await client.ttl(f"fragestod:talks:{BEGIN}")
        assert 0 < life <= (SLOT + KEPT_MINUTES) * 60


@pytest.mark.parametrize(
    ("setting", "value"),
    [("save", "60 1"), ("appendonly", "yes"), ("slowlog-log-slower-than", "10000"), ("crash-log-enabled", "yes")],
)
async def test_a_server_that_would_keep_something_is_refused(valkey: str, setting: str, value: str) -> None:
    """Snapshots, an append-only file, a list of slow commands, a crash log with the last command: the server itself is
    asked, and what is to be written in its configuration is said."""
    shared = SharedWaiting(valkey)
    async with emptied(valkey) as client:
        was = (await client.config_get(setting))[setting]
        await shared.check()
        try:
            await client.config_set(setting, value)
            with pytest.raises(PersistenceError) as told:
                await shared.check()
        finally:
            await client.config_set(setting, was)
    await shared.close()

    assert REQUIRED[setting][1] in told.value.remedy
    assert len(REQUIRED) == 4


async def check_for_long(address: str) -> None:
    """Until the copy has found the server that it copies."""
    shared = SharedWaiting(address)
    try:
        for _ in range(1000):
            await shared.check()
            await asyncio.sleep(0.01)
    finally:
        await shared.close()


async def test_a_server_with_a_replica_is_refused(valkey: str) -> None:
    """A copy could keep what the server itself does not."""
    with Valkey() as replica:
        shared = SharedWaiting(replica.address)
        async with emptied(replica.address) as client:
            await shared.check()
            await client.replicaof("127.0.0.1", valkey.rpartition(":")[2].partition("/")[0])
            with pytest.raises(PersistenceError, match="copies"):
                await shared.check()
            with pytest.raises(PersistenceError, match="copies"):
                await check_for_long(valkey)
            await client.replicaof("NO", "ONE")
        await shared.close()
        async with emptied(valkey) as client:
            while (await client.info("replication"))["connected_slaves"]:  # noqa: ASYNC110 - the server tells nobody
                await asyncio.sleep(0.01)


async def test_a_server_that_is_away_is_told_without_its_password() -> None:
    """Each call ends in seconds, with the remedy and no secret."""
    shared = SharedWaiting("valkey://name:planted@127.0.0.1:1/0")
    for call in (shared.check(), shared.press([pressed(7)], BEGIN), shared.due(BEGIN), shared.claim("x")):
        with pytest.raises(StorageError) as told:
            await asyncio.wait_for(call, 10)
        assert "FRAGESTOD_VALKEY" in told.value.remedy
        assert "planted" not in f"{told.value}{told.value.remedy}"
    await shared.close()


@pytest.mark.parametrize("address", ["http://planted", "127.0.0.1:6379", "", "valkey://host:planted/0"])
def test_what_is_no_address_is_told(address: str) -> None:
    """With what one looks like, and without what stood there."""
    with pytest.raises(AddressError) as told:
        SharedWaiting(address)
    assert "valkey://" in told.value.remedy and "planted" not in f"{told.value}{told.value.remedy}"


async def test_a_full_server_is_told_and_loses_nothing_that_waits() -> None:
    """A server out of memory takes nothing more; that is no fault of the door."""
    with Valkey() as server:
        shared = SharedWaiting(server.address)
        async with emptied(server.address) as client:
            assert await shared.press([pressed(7)], BEGIN)
            await client.config_set("maxmemory", "1")
            assert not await shared.press([pressed(8)], BEGIN)
            assert await shared.due(BEGIN + SLOT) == [(BEGIN, TALK)]
        await shared.close()


async def test_one_file_settles(valkey: str) -> None:
    """The counter of another data folder is turned away: two would count everything twice."""
    async with emptied(valkey):
        shared = SharedWaiting(valkey)
        assert await shared.claim("mine") and await shared.claim("mine")
        assert not await shared.claim("yours")
        await shared.close()


def test_a_clean_stop_settles_everything_once() -> None:
    """What waits in memory is counted when the program ends, and a press that is still under way is not."""
    waiting = Waiting()
    waiting.press(pressed(7))
    waiting.press(pressed(8, BEGIN + 2))

    assert len(waiting.settle_all(BEGIN + 3)) == 2
    waiting.press(pressed(7))
    assert len(waiting) == 0


def test_slots_are_those_of_the_grid() -> None:
    """A slot is ten minutes of the clock, and an hour after it has ended all of it has settled."""
    assert {slot_of(BEGIN + minute) for minute in range(10)} == {BEGIN}
    assert [settled_until(BEGIN + minute) for minute in (60, 69, 70)] == [BEGIN, BEGIN, BEGIN + 10]

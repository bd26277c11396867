"""Order: one chat's work one after the other, and no chat remembered."""

import asyncio
from functools import partial

import pytest

from bot.channels.telegram.queue import Lanes


async def test_work_of_one_chat_is_done_in_the_order_of_asking() -> None:
    """What was asked first for a chat is done before anything later for that chat begins."""
    lanes, done = Lanes(), list[int]()

    async def work(number: int) -> None:
        for _ in range(5 - number):  # the later, the quicker
            await asyncio.sleep(0)
        done.append(number)

    await asyncio.gather(*(lanes.run(1, partial(work, number)) for number in range(5)))

    assert done == [0, 1, 2, 3, 4]


async def test_chats_do_not_wait_for_each_other() -> None:
    """While one chat's work hangs, another's is done."""
    lanes, hang = Lanes(), asyncio.Event()
    slow = asyncio.create_task(lanes.run(1, hang.wait))

    async def quick() -> str:
        return "done"

    assert await asyncio.wait_for(lanes.run(2, quick), 5) == "done"
    hang.set()
    await slow


async def test_a_chat_is_known_only_while_something_is_under_way() -> None:
    """After the work, also work that failed or was cancelled, nothing is left of a chat."""
    lanes, hang = Lanes(), asyncio.Event()

    async def fail() -> None:
        raise KeyError

    waiting = [asyncio.create_task(lanes.run(chat, hang.wait)) for chat in (1, 1, 2)]
    await asyncio.sleep(0)
    assert len(lanes) == 2
    waiting[1].cancel()
    hang.set()
    await asyncio.gather(*waiting, return_exceptions=True)
    with pytest.raises(KeyError):
        await lanes.run(3, fail)

    assert len(lanes) == 0


async def test_work_that_fails_does_not_stop_what_waits_behind_it() -> None:
    """After work that failed or was cancelled, the next of the same chat is done."""
    lanes, hang = Lanes(), asyncio.Event()

    async def fail() -> None:
        raise KeyError

    async def well() -> str:
        return "done"

    failing = asyncio.create_task(lanes.run(1, fail))
    hanging = asyncio.create_task(lanes.run(1, hang.wait))
    after = asyncio.create_task(lanes.run(1, well))
    await asyncio.wait((failing,))
    hanging.cancel()

    assert await asyncio.wait_for(after, 5) == "done"
    assert isinstance(failing.exception(), KeyError)

"""Asking Telegram: nothing is confirmed before it is done, and nothing is begun twice."""

import asyncio
from typing import Any

import pytest

from bot.channels.telegram.account import Account
from bot.channels.telegram.library import open_bot
from bot.channels.telegram.polling import Poller
from bot.channels.telegram.transport import Transport
from bot.conversation.talk import Talks
from bot.testing.telegram import BotApi, Fault
from tests.channels.telegram.doors import running, shipped_talks


@pytest.fixture(scope="module")
def talks() -> Talks:
    """Talks over the shipped content."""
    return shipped_talks()


async def test_what_was_not_done_is_found_by_the_next_process(api: BotApi, talks: Talks) -> None:
    """A process that stops in the middle of an update has not confirmed it, and has confirmed what was done."""
    user, begun, stop = api.user(language_code="sv"), list[object](), asyncio.Event()

    async def hang_at_the_second(update: object) -> None:
        begun.append(update)
        if len(begun) == 2:
            stop.set()
            await asyncio.Event().wait()

    transport = Transport(api.address, api.token)
    poller = Poller(open_bot(Account(api.token, api.address), transport), hang_at_the_second, lambda _: None)
    await user.send("/help")
    await user.send("/start 3")
    await poller.run(stop, 0.01)
    await transport.close()
    async with running(api, talks, webhook=False):
        await user.sees("Vårdcentralen Eken")
        await api.quiet()

    assert len(begun) == 2 and len(user.messages) == 1


async def test_a_slow_chat_holds_up_no_other(api: BotApi, talks: Talks) -> None:
    """While one chat waits out a flood limit, another's presses are answered."""
    slow, quick = api.user(language_code="sv"), api.user(language_code="sv")
    async with running(api, talks, webhook=False):
        for user in (slow, quick):
            await user.send("/start 3")
            await user.sees("Vårdcentralen Eken")
        await api.quiet()
        api.faults.add(Fault.FLOOD, "editMessageText", chat=slow.id, seconds=2)
        waiting = await slow.press("Börja")
        await quick.press("Börja")
        await quick.sees("Frågestöd")
        held = waiting.is_answered
        await waiting.answered()

    assert not held


async def test_a_slow_chat_holds_up_no_other_behind_a_hundred(api: BotApi) -> None:
    """Telegram hands out a hundred updates that are not confirmed, and then no more: one that takes long is passed."""
    first, last, stop, begun = api.user(), api.user(), asyncio.Event(), set[int]()

    async def hang_at_the_first(update: Any) -> None:
        begun.add(update["message"]["chat"]["id"])
        if last.id in begun:
            stop.set()
        if update["message"]["chat"]["id"] == first.id:
            await stop.wait()

    await first.send("/help")
    for _ in range(100):
        await api.user().send("/help")
    await last.send("/help")
    transport = Transport(api.address, api.token)
    poller = Poller(open_bot(Account(api.token, api.address), transport), hang_at_the_first, lambda _: None)
    await asyncio.wait_for(poller.run(stop, 1), 20)
    await transport.close()

    assert last.id in begun and api.updates.is_empty


async def test_an_update_that_the_library_cannot_read_stops_nothing(
    api: BotApi, talks: Talks, caplog: pytest.LogCaptureFixture
) -> None:
    """What Telegram changes tomorrow neither ends the asking, nor holds up others, nor stands in the log."""
    user = api.user(language_code="sv")
    strange = {"message_id": 5, "date": 1, "chat": {"id": user.id, "first_name": "planted"}, "text": "planted"}
    caplog.set_level("INFO")
    api.updates.add("message", strange, chat=user.id)  # the library wants the chat's type
    await user.send("/start 3")
    async with running(api, talks, webhook=False):
        await user.sees("Vårdcentralen Eken")
        await api.quiet()

    assert "planted" not in caplog.text


async def test_an_update_is_begun_once_however_often_it_is_fetched(api: BotApi, talks: Talks) -> None:
    """An update that is still under way is fetched again, since it is not confirmed, and not begun again."""
    user = api.user(language_code="sv")
    async with running(api, talks, webhook=False):
        await user.send("/start 3")
        await user.sees("Vårdcentralen Eken")
        await api.quiet()
        asked = api.log.counts["getUpdates"]
        api.faults.add(Fault.SLOW, "editMessageText", seconds=1.5)
        await user.turn("Börja")

        assert api.log.counts["getUpdates"] >= asked + 2
    assert api.log.counts["editMessageText"] == 1


async def test_telegram_that_refuses_to_tell_is_asked_again(api: BotApi, talks: Talks) -> None:
    """A refusal, such as while a webhook is set, is told once; when it is over, what waited is done."""
    user = api.user(language_code="sv")
    await api.call("setWebhook", {"url": "http://127.0.0.1:9/nobody"})
    async with running(api, talks, webhook=False) as door:
        await asyncio.wait_for(door.heard.wait(), 20)
        await api.call("deleteWebhook", {})
        await user.send("/start 3")
        await user.sees("Vårdcentralen Eken")
        await api.quiet()

    assert door.reached == [False, True]

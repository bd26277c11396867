"""The bot hears of things as Telegram tells them: by long polling and by its webhook, in order, until it took them."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest, Conflict, NetworkError

from bot.testing.telegram import BotApi, Fault


class Hook:
    """A bot's webhook: writes down what comes and answers as it was told."""

    def __init__(self) -> None:
        self.came: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.answers: list[web.Response] = []
        self.address = ""
        self.hold: asyncio.Event | None = None
        self.told: Callable[[], None] = lambda: None

    async def take(self, request: web.Request) -> web.Response:
        update = await request.json()
        self.came.append(update)
        self.headers.append(dict(request.headers))
        self.told()
        if self.hold is not None:
            await self.hold.wait()
        return self.answers.pop(0) if self.answers else web.Response()

    @property
    def texts(self) -> list[str]:
        """What was written, as it came."""
        return [update["message"]["text"] for update in self.came]


@pytest.fixture
async def hook(api: BotApi, bot: Bot) -> AsyncIterator[Hook]:
    """A webhook that is set."""
    hook = Hook()
    hook.told = api.world.ring
    app = web.Application()
    app.router.add_post("/hook", hook.take)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    hook.address = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    await bot.set_webhook(hook.address, secret_token="s3cret")
    yield hook
    if hook.hold is not None:
        hook.hold.set()
    await api.webhook.stop()
    await runner.cleanup()


async def test_polled_updates_wait_until_they_are_confirmed(api: BotApi, bot: Bot) -> None:
    """The same updates come again until a later offset confirms them; limit and negative offset are kept to."""
    user = api.user()
    for text in "abc":
        await user.send(text)
    first = await bot.get_updates(limit=2)
    assert [u.message.text for u in first if u.message] == ["a", "b"]
    assert await bot.get_updates(limit=2) == first
    rest = await bot.get_updates(offset=first[-1].update_id + 1)
    assert [u.message.text for u in rest if u.message] == ["c"]
    await bot.get_updates(offset=rest[-1].update_id + 1)
    assert api.updates.is_empty
    for text in "de":
        await user.send(text)
    assert [u.message.text for u in await bot.get_updates(offset=-1) if u.message] == ["e"]


async def test_a_long_poll_ends_when_something_happens(api: BotApi, bot: Bot) -> None:
    """A poll that waits is answered by the next update, not at its end."""
    polling = asyncio.create_task(bot.get_updates(timeout=50))
    assert await api.world.until(lambda: api.updates.is_polled, 10)
    await api.user().send("hello")
    assert len(await asyncio.wait_for(polling, 10)) == 1


async def test_polling_fails_when_it_is_named(api: BotApi, bot: Bot) -> None:
    """A fault of any method leaves getUpdates alone; one of getUpdates comes once, and no update is lost by it."""
    await api.user().send("hello")
    api.faults.add(Fault.ERROR)
    api.faults.add(Fault.BAD_GATEWAY, "getUpdates", nth=2)
    assert len(await bot.get_updates()) == 1
    with pytest.raises(NetworkError, match="Bad Gateway"):
        await bot.get_updates()
    assert len(await bot.get_updates()) == 1


async def test_a_second_poller_ends_the_first(api: BotApi, bot: Bot) -> None:
    """Two programs with one bot: the first one's poll is refused with the known words."""
    polling = asyncio.create_task(bot.get_updates(timeout=50))
    assert await api.world.until(lambda: api.updates.is_polled, 10)
    async with Bot(api.token, base_url=f"{api.address}/bot") as other:
        await other.get_updates(timeout=0)
    with pytest.raises(Conflict, match="terminated by other getUpdates request"):
        await polling


async def test_old_updates_are_dropped(api: BotApi, bot: Bot, clock: Any) -> None:
    """A press that nobody took is gone after 150 seconds, a message after a day."""
    user = api.user()
    await user.send("hello")
    await bot.send_message(user.id, "a", reply_markup=_button("one"))
    await user.press("one")
    clock.seconds += 151
    assert [update.callback_query for update in await bot.get_updates()] == [None]
    clock.seconds += 86_400
    assert await bot.get_updates() == ()


async def test_only_what_was_asked_for_comes(api: BotApi, bot: Bot) -> None:
    """`allowed_updates` decides what comes from then on; an empty list brings back the usual."""
    user = api.user()
    await bot.get_updates(allowed_updates=["callback_query"])
    await user.send("unheard")
    await bot.get_updates(allowed_updates=[])
    await user.send("heard")
    assert [u.message.text for u in await bot.get_updates() if u.message] == ["heard"]


async def test_webhook_gets_the_secret_and_the_update(api: BotApi, hook: Hook) -> None:
    """Each update is posted as JSON with the secret in its header."""
    await api.user().send("hello")
    assert await api.quiet()
    assert hook.texts == ["hello"]
    assert hook.headers[0]["X-Telegram-Bot-Api-Secret-Token"] == "s3cret"
    assert hook.headers[0]["Content-Type"] == "application/json"


async def test_update_that_was_not_taken_comes_again(api: BotApi, bot: Bot, hook: Hook) -> None:
    """Anything but 2xx brings the same update again, before the next one of that chat; the error is told."""
    hook.answers = [web.Response(status=500), web.Response(status=503, headers={"Retry-After": "2"})]
    user = api.user()
    await user.send("a")
    await user.send("b")
    assert await api.quiet()
    assert hook.texts == ["a", "a", "a", "b"]
    info = await bot.get_webhook_info()
    assert info.last_error_message == "Wrong response from the webhook: 503 Service Unavailable"
    assert info.pending_update_count == 0


async def test_bot_that_is_away_gets_its_updates_later(api: BotApi, bot: Bot, hook: Hook) -> None:
    """While nobody listens updates wait; they come when the webhook is where it should be."""
    await bot.set_webhook("http://127.0.0.1:9/nobody", secret_token="s3cret")
    await api.user().send("patient")
    assert await api.world.until(lambda: bool(api.webhook.error), 10)
    await bot.set_webhook(hook.address, secret_token="s3cret")
    assert await api.quiet() and hook.texts == ["patient"]


async def test_order_in_a_chat_and_none_between_chats(api: BotApi, hook: Hook) -> None:
    """What comes from one chat waits for what came before; other chats do not wait."""
    hook.hold = asyncio.Event()
    first, second = api.user(), api.user()
    await first.send("1a")
    await first.send("1b")
    await second.send("2a")
    assert await api.world.until(lambda: len(hook.came) == 2, 10)
    assert sorted(hook.texts) == ["1a", "2a"]
    hook.hold.set()
    assert await api.quiet()
    assert sorted(hook.texts) == ["1a", "1b", "2a"]


async def test_call_in_the_webhooks_answer_is_carried_out(api: BotApi, bot: Bot, hook: Hook) -> None:
    """A body with a method is done as a call; the query's clock ends without a call of its own."""
    user = api.user()
    await user.send("/start")
    await api.quiet()
    await bot.send_message(user.id, "a", reply_markup=_button("one"))
    hook.hold = asyncio.Event()
    query = await user.press("one")
    body = json.dumps({"method": "answerCallbackQuery", "callback_query_id": query.id, "text": "there"})
    hook.answers = [web.Response(text=body, content_type="application/json")]
    hook.hold.set()
    assert await query.answered() == "there"
    await api.quiet()
    hook.answers = [web.Response(text='{"method": "deleteWebhook"}', content_type="application/json")]
    await user.send("b")
    await api.quiet()
    assert api.webhook.url == hook.address, "the webhook itself cannot be changed in an answer"


async def test_webhook_that_the_public_server_would_refuse() -> None:
    """With strict_webhook an address needs https, an allowed port and a public host."""
    async with BotApi(strict_webhook=True) as api, Bot(api.token, base_url=f"{api.address}/bot") as bot:
        for address, why in (
            ("http://example.se", "An https url must be provided for webhook"),
            ("https://example.se:8080", "Webhook can be set up only on ports 80, 88, 443 or 8443"),
            ("https://127.0.0.1", "Ip address 127.0.0.1 is reserved"),
        ):
            with pytest.raises(BadRequest, match=f"(?i){why}"):
                await bot.set_webhook(address)
        assert await bot.set_webhook("https://example.se")


async def test_duplicates_and_disorder_on_demand(api: BotApi, hook: Hook) -> None:
    """An update can come twice, and one after the next; both keep their numbers."""
    user = api.user()
    api.faults.add(Fault.DUPLICATED, "message", nth=1)
    api.faults.add(Fault.DELAYED, "message", nth=2)
    for text in "abc":
        await user.send(text)
        assert await api.world.until(lambda: not api.updates.pending, 10)
    assert hook.texts == ["a", "a", "c", "b"]
    numbers = [update["update_id"] for update in hook.came]
    assert numbers[0] == numbers[1] and numbers[3] == numbers[2] - 1


@pytest.mark.parametrize("fault", [Fault.ERROR, Fault.BAD_GATEWAY, Fault.LOST_BEFORE])
async def test_fault_before_anything_was_done(api: BotApi, fault: Fault) -> None:
    """5xx and a lost connection leave the world as it was; the next call goes well."""
    user = api.user()
    await user.send("hello")
    api.faults.add(fault, "sendMessage")
    async with aiohttp.ClientSession() as session:
        status, text = await _raw(session, api, user.id)
        assert (status, not user.messages) == ({Fault.ERROR: 500, Fault.BAD_GATEWAY: 502}.get(fault, 0), True)
        assert (fault is Fault.BAD_GATEWAY) is text.startswith("<html>")
        assert (await _raw(session, api, user.id))[0] == 200
    assert user.newest.text == "a" and api.faults.happened == [(fault, "sendMessage")]


@pytest.mark.parametrize("fault", [Fault.LOST_AFTER, Fault.HANGS, Fault.SLOW])
async def test_fault_after_it_was_done(api: BotApi, fault: Fault) -> None:
    """What was done although nobody is told stays done."""
    user = api.user()
    await user.send("hello")
    api.faults.add(fault, "sendMessage", seconds=0.01)
    async with aiohttp.ClientSession() as session:
        assert (await _raw(session, api, user.id))[0] == (200 if fault is Fault.SLOW else 0)
    assert user.newest.text == "a"


async def test_fault_hits_the_call_that_was_meant(api: BotApi, bot: Bot) -> None:
    """nth, times and chat choose the calls that go wrong."""
    first, second = api.user(), api.user()
    for user in (first, second):
        await user.send("hello")
    api.faults.add(Fault.ERROR, "sendMessage", nth=2, times=2, chat=second.id)
    asked = (first, first, second, first, second, second, second)
    async with aiohttp.ClientSession() as session:
        went = [(await _raw(session, api, user.id))[0] for user in asked]
    assert went == [200, 200, 200, 200, 500, 500, 200]


async def _raw(session: aiohttp.ClientSession, api: BotApi, chat: int) -> tuple[int, str]:
    """SendMessage without a library: status and body; 0 when no answer came."""
    try:
        async with session.post(
            f"{api.address}/bot{api.token}/sendMessage", json={"chat_id": chat, "text": "a"}
        ) as got:
            return got.status, await got.text()
    except aiohttp.ClientError:
        return 0, ""


def _button(label: str) -> Any:
    return InlineKeyboardMarkup([[InlineKeyboardButton(label, callback_data=label)]])

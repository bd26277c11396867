"""The webhook: only Telegram gets in, and an update is acknowledged when it is done, not before."""

import asyncio
import json
from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession

from bot.channels.telegram.webhook import MAX_BODY, path
from bot.conversation.talk import Talks
from bot.testing.telegram import BotApi, Fault
from tests.channels.telegram.doors import SECRET, Running, running, shipped_talks

HEADER = "X-Telegram-Bot-Api-Secret-Token"
SAID = {"update_id": 1, "message": {"message_id": 1, "chat": {"id": 5, "type": "private"}, "text": "/help"}}


@pytest.fixture(scope="module")
def talks() -> Talks:
    """Talks over the shipped content."""
    return shipped_talks()


@pytest.fixture
async def door(api: BotApi, talks: Talks) -> AsyncIterator[Running]:
    """A door behind a webhook."""
    async with running(api, talks, webhook=True) as door:
        yield door


async def post(address: str, body: bytes, headers: dict[str, str]) -> tuple[int, str, bytes]:
    """Status, Retry-After and body."""
    async with ClientSession() as session, session.post(address, data=body, headers=headers) as answer:
        return answer.status, answer.headers.get("Retry-After", ""), await answer.read()


async def test_only_who_knows_the_secret_gets_in(api: BotApi, door: Running) -> None:
    """Without the secret, or with another, the address is as if it were not there, and nothing is done."""
    address, body = door.address + path(SECRET), json.dumps(SAID).encode()
    refused = [await post(address, body, headers) for headers in ({}, {HEADER: "x"}, {HEADER: SECRET + "x"})]
    nowhere = await post(door.address + path("another"), body, {})
    taken = await post(address, body, {HEADER: SECRET})

    assert nowhere[0] == 404 and refused == [nowhere] * 3
    assert taken[0] == 200 and api.log.refused["sendMessage"] == 1  # the stub knows no chat 5


def test_the_path_does_not_tell_the_secret() -> None:
    """The webhook's address holds nothing of the secret, and another secret has another address."""
    assert SECRET not in path(SECRET) and path(SECRET) != path(SECRET + "x")


@pytest.mark.parametrize(
    ("body", "status"), [(b"", 411), (b"{", 400), (b'"\xff"', 400), (b"x" * (MAX_BODY + 1), 413), (b"[" * 100_000, 400)]
)
async def test_what_is_no_update_is_refused(door: Running, body: bytes, status: int) -> None:
    """An empty, broken or oversized body is refused, and is no fault of ours."""
    assert (await post(door.address + path(SECRET), body, {HEADER: SECRET}))[0] == status


async def test_json_of_another_shape_is_taken_and_means_nothing(door: Running) -> None:
    """What Telegram may invent is acknowledged, so that it does not come again and again."""
    for body in (b"1", b"[]", b"{}", b'{"update_id":1,"new":{}}'):
        assert (await post(door.address + path(SECRET), body, {HEADER: SECRET}))[0] == 200


async def test_the_acknowledgement_leaves_after_the_edit_and_carries_the_querys_answer(
    api: BotApi, door: Running
) -> None:
    """A slow edit is waited for; then the query's answer comes with the 200, which costs no call of its own."""
    user = api.user(language_code="sv")
    await user.send("/start 3")
    await user.sees("Vårdcentralen Eken")
    await api.quiet()
    api.faults.add(Fault.SLOW, "editMessageText", seconds=0.3)
    api.faults.add(Fault.ERROR, "answerCallbackQuery")  # would hit a call of its own
    await user.turn("Börja")

    assert api.faults.happened == [(Fault.SLOW, "editMessageText")]
    assert [call.method for call in api.log.calls][-2:] == ["editMessageText", "answerCallbackQuery"]


async def test_what_cannot_be_done_in_time_is_asked_for_again(api: BotApi, door: Running) -> None:
    """When Telegram is away for longer than an update may take, the update is refused with 503 and comes again."""
    user = api.user(language_code="sv")
    await user.send("/start 3")
    await user.sees("Vårdcentralen Eken")
    await api.quiet()
    api.faults.add(Fault.FLOOD, "editMessageText", times=2, seconds=3600)
    query = await user.press("Börja")
    await query.answered()
    await api.quiet()

    assert api.log.refused["editMessageText"] == 2 and user.newest.labels[0].startswith("1.")
    assert door.reached == [False, True]


async def test_a_redelivered_update_sends_nothing_twice(api: BotApi, door: Running) -> None:
    """An update that comes again, as after a lost acknowledgement, has no second effect: one message, no more."""
    user = api.user(language_code="sv")
    api.faults.add(Fault.DUPLICATED, "message", times=2)
    await user.send("/start 3")
    await user.send("hej")
    await user.until(lambda: len(user.messages) >= 2, "two messages")
    await api.quiet()

    assert len(user.messages) == 2


async def test_a_fault_of_ours_is_told_and_not_asked_for_again(
    api: BotApi, talks: Talks, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An exception inside is told to the log; the update is acknowledged, for it would fail again."""
    async with running(api, talks, webhook=True) as door:
        monkeypatch.setattr(door.door.service._door, "plan", lambda _: 1 // 0)
        answer = await post(door.address + path(SECRET), json.dumps(SAID).encode(), {HEADER: SECRET})
        told = door.faults.copy()
        door.faults.clear()

    assert answer == (200, "", b"") and [type(error) for error in told] == [ZeroDivisionError]


async def test_running_updates_are_finished_when_the_program_stops(api: BotApi) -> None:
    """A stop while a press is under way waits for it: it is answered."""
    talks, taken = shipped_talks(), asyncio.Event()
    talks.observe = lambda *_: taken.set()
    async with running(api, talks, webhook=True):
        user = api.user(language_code="sv")
        await user.send("/start 3")
        await user.sees("Vårdcentralen Eken")
        await api.quiet()
        before = (await user.turn("Börja")).text
        api.faults.add(Fault.SLOW, "editMessageText", seconds=0.3)
        await user.press("1. Ställa frågor")
        await taken.wait()

    assert user.newest.text != before

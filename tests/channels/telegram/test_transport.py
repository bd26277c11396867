"""The way out: what fails there shows no address, since addresses hold the bot's token."""

import asyncio
import gc
import sys
import traceback

import pytest
from telegram import error
from telegram.request import RequestData

from bot.channels.telegram.account import Account
from bot.channels.telegram.library import Request, open_bot
from bot.channels.telegram.transport import NotReachedError, Transport
from bot.operations.loop import run_loop
from bot.testing.telegram import BotApi, Fault

TOKEN = "7:planted-token"
CHAT = 4711004711
BODY = b'{"chat_id":4711004711}'
NOWHERE = "http://127.0.0.1:9"


def shown(failure: BaseException) -> str:
    """All that a traceback would show of it, chained exceptions too."""
    return "".join(traceback.format_exception(failure, chain=True))


async def test_a_connection_that_fails_shows_neither_token_nor_chat() -> None:
    """Where nobody listens, a call raises one exception whose whole traceback holds no address and no body."""
    transport = Transport(NOWHERE, TOKEN)
    with pytest.raises(NotReachedError) as direct:
        await transport.post("sendMessage", BODY)
    with pytest.raises(error.NetworkError) as through:
        await open_bot(Account(TOKEN, NOWHERE), transport).send_message(CHAT, str(CHAT))
    await transport.close()

    assert direct.value.__context__ is None  # some of aiohttp's own exceptions hold the address
    for failure in (direct.value, through.value):
        told = shown(failure) + repr(failure.__context__) + repr(failure.__cause__)
        assert "planted" not in told and str(CHAT) not in told


@pytest.mark.parametrize("fault", [Fault.LOST_BEFORE, Fault.LOST_AFTER, Fault.HANGS])
async def test_a_broken_connection_is_one_that_did_not_answer(api: BotApi, fault: Fault) -> None:
    """A connection that ends without a word, before or after the call took effect, is told in one way."""
    api.faults.add(fault, "getMe", seconds=0.1)
    transport = Transport(api.address, api.token)
    with pytest.raises(NotReachedError):
        await transport.post("getMe", b"{}")
    status, _ = await transport.post("getMe", b"{}")
    await transport.close()

    assert status == 200


async def test_an_answer_that_takes_too_long_is_given_up(api: BotApi) -> None:
    """No call outlasts its time."""
    api.faults.add(Fault.SLOW, "getMe", seconds=30)
    transport = Transport(api.address, api.token)
    request = Request(transport)
    with pytest.raises(error.NetworkError):
        await asyncio.wait_for(
            request.do_request(f"{api.address}/bot{api.token}/getMe", "POST", RequestData(), read_timeout=0.1), 10
        )
    await transport.close()


@pytest.mark.parametrize("payload", [b"<html>502</html>", b"[1]", b"\xff"])
def test_what_is_no_answer_is_a_failure_without_a_word(payload: bytes, caplog: pytest.LogCaptureFixture) -> None:
    """A proxy's page or other JSON is a failure of the library's own kind, and nothing of it is written to the log."""
    with pytest.raises(error.TelegramError) as raised:
        Request.parse_json_payload(payload)

    assert "502" not in shown(raised.value).partition("Error")[2] and not caplog.records


@pytest.mark.parametrize("there", [True, False])
def test_a_server_runs_with_and_without_the_faster_loop(monkeypatch: pytest.MonkeyPatch, *, there: bool) -> None:
    """Where uvloop is installed its loop is used; where it is not, Python's own does."""
    if not there:
        monkeypatch.setitem(sys.modules, "uvloop", None)
    used = []

    async def main() -> None:
        used.append(type(asyncio.get_running_loop()).__module__.partition(".")[0])

    run_loop(main())
    gc.unfreeze()  # the tests go on

    assert used == ["uvloop" if there else "asyncio"]

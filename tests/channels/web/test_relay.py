"""Passing a form on to another process: it waits for little, and believes nobody who cannot prove it."""

import asyncio
import time

import pytest
from aiohttp import web

from bot.channels.web import relay
from bot.channels.web.relay import MOST_WAITING, PROOF, Relay, prove
from bot.conversation.fellows import Alone, Fellow

pytestmark = pytest.mark.asyncio(loop_scope="session")
SECRET = "s" * 43


async def test_no_queue_grows_before_a_process_that_is_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    """So many forms wait as may; the next is answered at once, and the others when their time is over."""
    monkeypatch.setattr(relay, "PATIENCE", 0.5)
    released = asyncio.Event()

    async def silent(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await released.wait()
        writer.close()

    server = await asyncio.start_server(silent, "127.0.0.1", 0)
    fellow = Fellow(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", SECRET)
    passing = Relay(Alone())
    waiting = [asyncio.create_task(passing.pass_on(fellow, "/", b"a=wait")) for _ in range(MOST_WAITING)]
    await asyncio.sleep(0.1)
    begun = time.monotonic()
    assert await passing.pass_on(fellow, "/", b"a=wait") is None
    assert time.monotonic() - begun < 0.1
    assert await asyncio.gather(*waiting) == [None] * MOST_WAITING
    released.set()
    server.close()
    await passing.close()


async def test_a_page_counts_only_with_its_proof() -> None:
    """A stranger that listens where a process once did is not believed; nor is a page other than the proved one."""
    answers = {"/ours": prove(SECRET, "page", b"page"), "/form": prove(SECRET, "form", b"page"), "/none": ""}

    async def answer(request: web.Request) -> web.Response:
        assert request.headers[PROOF] == prove(SECRET, "form", b"a=wait")
        return web.Response(body=b"page", headers={PROOF: answers[request.path]})

    app = web.Application()
    app.router.add_post("/{name}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    passing, fellow = Relay(Alone()), Fellow(f"http://127.0.0.1:{port}", SECRET)
    assert [await passing.pass_on(fellow, path, b"a=wait") for path in answers] == [b"page", None, None]
    assert await passing.pass_on(Fellow("http://127.0.0.1:9", SECRET), "/ours", b"a=wait") is None
    assert not passing.is_from_us("", b"a=wait") and not passing.is_from_us(prove("", "form", b""), b"")
    await passing.close()
    await runner.cleanup()

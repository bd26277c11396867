"""One server process with two doors: this program's web chat, and a bare aiohttp handler.

The bare one reads the same posted form and returns the same bytes and headers, as little as aiohttp can do.
It also tells the processor time that the process has used so far, for an exact comparison.
"""

from __future__ import annotations

import asyncio
import json
import time
from contextlib import suppress
from urllib.parse import urlencode

from aiohttp import ClientSession, web

from bench.abstract import PATHS, guide
from bot.channels.web.app import create_app
from bot.conversation.alone import terminal_talks
from bot.conversation.edition import open_edition
from bot.conversation.messages import Press, write_move

MIDDLE = 10
"""The press that is measured: the eleventh of the first path."""


def form() -> tuple[web.Application, str]:
    """Our door, and the form of a press in the middle of a conversation."""
    edition, problems = open_edition({"guides/abstract.yaml": guide().encode()})
    assert edition, problems
    talks = terminal_talks(edition)
    turn = talks.begin(b"web")
    for answer in PATHS[0][:MIDDLE]:
        turn = talks.press(Press(turn.sealed, write_move(answer), b"web"))
    return create_app(talks), urlencode({"t": turn.sealed, "c": write_move(PATHS[0][MIDDLE])})


def bare(answers: dict[bool, tuple[bytes, dict[str, str]]]) -> web.Application:
    """The bare handler. answers: with X-Swap or without → bytes and headers."""

    async def press(request: web.Request) -> web.Response:
        posted = await request.post()
        assert posted["t"]
        assert posted["c"]
        body, headers = answers["X-Swap" in request.headers]
        return web.Response(body=body, headers=headers)

    async def used(_: web.Request) -> web.Response:
        return web.Response(text=str(time.process_time()))

    app = web.Application()
    app.router.add_post("/", press)
    app.router.add_get("/used", used)
    return app


async def listen(app: web.Application) -> int:
    """Serve on a free port of this machine alone."""
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    return int(runner.addresses[0][1])


async def main() -> None:
    """Announce both ports and the form in one JSON line, then serve until the end of input."""
    ours, body = form()
    port = await listen(ours)
    answers = {}
    async with ClientSession() as session:
        for swap in (False, True):
            given = {"Content-Type": "application/x-www-form-urlencoded"} | ({"X-Swap": "1"} if swap else {})
            async with session.post(f"http://127.0.0.1:{port}/", data=body, headers=given) as answer:
                own = {k: v for k, v in answer.headers.items() if k not in ("Content-Length", "Date", "Server")}
                answers[swap] = (await answer.read(), own)
    bare_port = await listen(bare(answers))
    print(json.dumps({"ours": port, "bare": bare_port, "form": body}), flush=True)
    await asyncio.get_running_loop().run_in_executor(None, input)


if __name__ == "__main__":
    with suppress(EOFError):
        asyncio.run(main())

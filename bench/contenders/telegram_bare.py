"""The limit: a bare aiohttp handler that reads an update and makes both calls, as little as aiohttp can do.

Peers serve with what stands here, too, so it uses aiohttp and the standard library alone.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from typing import Any

from aiohttp import ClientSession, web


async def _used(_: web.Request) -> web.Response:
    return web.Response(text=str(time.process_time()))


USED = web.get("/used", _used)
"""Tells the processor time that the process has used so far."""


def read_given() -> dict[str, Any]:
    """What the one line that comes in says: the port of Telegram, the updates, and the screen that they lead to."""
    given: dict[str, Any] = json.loads(sys.stdin.readline())
    return given


async def serve(app: web.Application, **told: object) -> None:
    """Listen, tell the port and more in one line, and serve until the end of input."""
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print(json.dumps({"port": runner.addresses[0][1], **told}), flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.readline)
    await runner.cleanup()


async def main() -> None:
    """Serve."""
    given = read_given()
    base, screen = f"http://127.0.0.1:{given['api']}/bot7000000001:token", given["screen"]
    markup = {"inline_keyboard": screen["keyboard"]}

    async with ClientSession() as session:

        async def press(request: web.Request) -> web.Response:
            query = (await request.json())["callback_query"]
            message = query["message"]
            edit = {
                "chat_id": message["chat"]["id"],
                "message_id": message["message_id"],
                "text": screen["text"],
                "parse_mode": "HTML",
                "reply_markup": markup,
            }
            async with session.post(f"{base}/editMessageText", json=edit) as answer:
                await answer.read()
            async with session.post(f"{base}/answerCallbackQuery", json={"callback_query_id": query["id"]}) as answer:
                await answer.read()
            return web.Response()

        app = web.Application()
        app.add_routes([USED, web.post("/webhook", press)])
        await serve(app)


if __name__ == "__main__":
    asyncio.run(main())

"""Telegram's own calls to us: a route on the web server.

The answer to a webhook can carry a call that Telegram then does itself
(https://core.telegram.org/bots/api#making-requests-when-getting-updates), without telling what became of it. It carries
what nobody waits for, such as the answer to a button's query, and leaves only after the edit was done: so one call is
saved, and an update that is not done to its end comes again. Telegram sends the presses of one chat one after the other
and waits for each answer, whichever of our processes gives it (github.com/tdlib/telegram-bot-api, WebhookActor.cpp).
"""

from __future__ import annotations

import hashlib
import json
from asyncio import IncompleteReadError
from collections.abc import Callable
from hmac import compare_digest
from typing import Final

from aiohttp import web
from aiohttp.http_exceptions import PayloadEncodingError
from multidict import CIMultiDict

from bot.channels.telegram.service import Away, Service

MAX_BODY = 256 * 1024
"""Bytes. An update holds at most a message of 4,096 characters, the one that it replies to, and their buttons."""
LATER: Final = "3"
"""Seconds after which Telegram should send again what could not be done."""

_JSON: Final = CIMultiDict({"Content-Type": "application/json", "Cache-Control": "no-store", "Server": "web"})
_TEXT: Final = CIMultiDict({"Content-Type": "text/plain", "Cache-Control": "no-store", "Server": "web"})
_BROKEN: Final = (IncompleteReadError, web.RequestPayloadError, PayloadEncodingError)


def path(secret: str) -> str:
    """Where the webhook is. Nobody can guess it who does not know the secret, and it does not tell the secret."""
    return f"/{hashlib.sha256(b'webhook path ' + secret.encode()).hexdigest()[:32]}"


def route(service: Service, secret: str, fault: Callable[[BaseException], object]) -> web.RouteDef:
    """The route. fault: told of an exception that should not be."""
    expected = secret.encode()

    async def update(request: web.Request) -> web.Response:
        given = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
        if not compare_digest(given.encode("utf-8", "surrogateescape"), expected):
            raise web.HTTPNotFound  # answered as every address that is not there
        length = request.content_length
        if not length or length > MAX_BODY:
            return web.Response(status=413 if length else 411, headers=_TEXT)
        try:
            raw = json.loads((await request.content.readexactly(length)).decode())
        except (*_BROKEN, ValueError, RecursionError):
            return web.Response(status=400, headers=_TEXT)
        try:
            last = await service.take(raw)
        except Away:
            return web.Response(status=503, headers={**_TEXT, "Retry-After": LATER})
        except Exception as error:  # noqa: BLE001 - a fault of ours; to be sent it again would not mend it
            fault(error)
            last = None
        return web.Response(headers=_TEXT) if last is None else web.Response(body=last.riding(), headers=_JSON)

    return web.post(path(secret), update)

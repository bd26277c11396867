"""python-telegram-bot over our own client: for set-up and for polling, which are not in a hurry.

Loading it takes longer than all the rest of the program, so a process that serves a webhook never does.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from typing import Any

from aiohttp import ClientTimeout
from telegram import Bot, error
from telegram.request import BaseRequest, RequestData
from yarl import URL

from bot.channels.telegram.account import Account
from bot.channels.telegram.transport import PATIENCE, NotReachedError, Transport


def open_bot(account: Account, transport: Transport) -> Bot:
    """The library's bot. It closes nothing: who made the transport does."""
    # The library's own switch for seconds as a timedelta; without it each 429 writes a warning to standard error.
    os.environ.setdefault("PTB_TIMEDELTA", "true")
    request = Request(transport)
    return Bot(account.token, base_url=f"{account.base}/bot", request=request, get_updates_request=request)


async def fetch(bot: Bot, *, offset: int, seconds: int, limit: int, wanted: Sequence[str]) -> list[dict[str, Any]]:
    """Updates as they came.

    `Bot.get_updates` makes objects of them all: one that it cannot read would be written whole to the log, and keep
    all others back until Telegram forgets it, a day later.

    Args:
        bot: who asks.
        offset: the first update that is wanted; those before it are confirmed.
        seconds: how long Telegram may wait for one.
        limit: how many at most.
        wanted: kinds of update.

    Raises:
        telegram.error.TelegramError: Telegram did not answer as it should.
    """
    asked = {"offset": offset, "timeout": seconds, "limit": limit, "allowed_updates": list(wanted)}
    # Under the method's usual name the library warns that get_updates should be used.
    fetched: object = await bot.do_api_request("get_Updates", asked, read_timeout=PATIENCE + seconds)
    updates = [each for each in fetched if isinstance(each, dict)] if isinstance(fetched, list) else []
    if updates != fetched or any(type(update.get("update_id")) is not int for update in updates):
        raise error.TelegramError("no updates")
    return updates


class Request(BaseRequest):
    """python-telegram-bot's way out, over the same client. Files are not sent."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    @property
    def read_timeout(self) -> float | None:
        """Seconds."""
        return PATIENCE

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """What was answered. The library's own way would write what it could not read to the log.

        Raises:
            telegram.error.TelegramError: it is no JSON object.
        """
        try:
            read = json.loads(payload)
        except ValueError:
            read = None
        if not isinstance(read, dict):
            raise error.TelegramError("no answer of the Bot API's")
        return read

    async def initialize(self) -> None:
        """The client opens itself."""

    async def shutdown(self) -> None:
        """Who made the transport closes it."""

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *timeouts: Any, **more: Any
    ) -> tuple[int, bytes]:
        """One call. A long poll says with `read_timeout` how long it may take, all told.

        Raises:
            telegram.error.NetworkError: no whole answer came.
        """
        wait = more.get("read_timeout")
        timeout = ClientTimeout(total=wait) if isinstance(wait, int | float) else None
        body = json.dumps(request_data.parameters if request_data else {}).encode()
        try:
            return await self._transport.send(URL(url), body, timeout)
        except NotReachedError:
            raise error.NetworkError("no whole answer from the Bot API server") from None

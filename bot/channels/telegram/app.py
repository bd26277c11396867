"""The door, put together: with a webhook a route for the web server, else a loop that asks Telegram."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from aiohttp import web

from bot.channels.telegram.account import Account
from bot.channels.telegram.calls import Calls
from bot.channels.telegram.door import Door
from bot.channels.telegram.pages import Pages
from bot.channels.telegram.service import Fault, Reach, Service
from bot.channels.telegram.transport import Transport
from bot.channels.telegram.webhook import route
from bot.conversation.talk import Talks

GRACE = 5.0
"""Seconds that running updates get when the program stops."""


class TelegramDoor:
    """Everything between Telegram and the talks. rate: calls a second at most, 0 for no limit.

    letter: token of a link → a coordinator's letter. fault: told of what should not be.
    reach: told when Telegram can no longer be reached (False), and when it can.
    """

    def __init__(
        self,
        talks: Talks,
        account: Account,
        *,
        public_url: str = "",
        rate: int = 30,
        fault: Fault,
        reach: Callable[[bool], object],
        letter: Callable[[str], str] | None = None,
    ) -> None:
        self._account = account
        self._fault = fault
        self._reach = Reach(reach)
        self.transport = Transport(account.base, account.token)
        self.calls = Calls(self.transport, rate=rate)
        self.service = Service(
            Door(Pages(talks, public_url), talks.languages(), letter), self.calls, fault, self._reach
        )

    def routes(self) -> tuple[web.RouteDef, ...]:
        """What the web server needs for the webhook; nothing without a secret."""
        return (route(self.service, self._account.secret, self._fault),) if self._account.secret else ()

    async def run(self, stop: asyncio.Event) -> None:
        """Ask Telegram until `stop` is set and finish what runs; by webhook only wait."""
        if self._account.secret:
            await stop.wait()
            return
        from bot.channels.telegram.library import open_bot
        from bot.channels.telegram.polling import Poller

        bot = open_bot(self._account, self.transport)
        await Poller(bot, self.service.take_whole, self._reach).run(stop, GRACE)

    async def close(self) -> None:
        """End the connections, after the last answer."""
        await self.transport.close()

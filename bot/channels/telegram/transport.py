"""One aiohttp client under everything that is said to Telegram.

Bytes there, status and bytes back. Addresses hold the bot's token (Telegram's own design), and exceptions of aiohttp
hold addresses: so none of them leaves this module.
"""

from __future__ import annotations

import asyncio

from aiohttp import ClientError, ClientSession, ClientTimeout, DummyCookieJar, TCPConnector
from yarl import URL

CONNECTIONS = 256
"""Calls that can be under way at once; more wait for a free connection."""
PATIENCE = 10.0
"""Seconds for one call, all told. Telegram waits longer than this for a webhook's answer."""
_ALWAYS = {
    "Content-Type": "application/json",
    "Accept": "*/*",
    "Accept-Encoding": "identity",
    "User-Agent": "fragestod",
}
"""Headers of every call; what is not given here aiohttp would make anew each time."""


class NotReachedError(Exception):
    """Telegram gave no whole answer. Whether it did what it was asked is not known. Holds no address."""


class Transport:
    """The connections to one Bot API server. Opened when first used, inside the loop that uses it.

    base: address of the server, without the bot's token or a slash at its end.
    """

    def __init__(self, base: str, token: str) -> None:
        self._base = f"{base}/bot{token}/"
        self._addresses: dict[str, URL] = {}
        self._session: ClientSession | None = None

    async def post(self, method: str, body: bytes) -> tuple[int, bytes]:
        """Call a method of the Bot API with a JSON body: status and body of the answer.

        Raises:
            NotReachedError: no whole answer came.
        """
        address = self._addresses.get(method)
        if address is None:  # methods are few, and ours
            address = self._addresses[method] = URL(self._base + method)
        return await self.send(address, body)

    async def send(self, address: URL, body: bytes, patience: ClientTimeout | None = None) -> tuple[int, bytes]:
        """Post JSON to a whole address. patience: the time it may take, instead of the usual.

        Raises:
            NotReachedError: no whole answer came.
        """
        try:
            session = self._session or self._open()
            async with session.post(
                address, data=body, allow_redirects=False, timeout=patience or session.timeout
            ) as answer:
                return answer.status, await answer.read()
        except (ClientError, OSError, TimeoutError):
            pass  # its text and its chain hold the address: what is raised must not be chained to it
        raise NotReachedError

    async def close(self) -> None:
        """End all connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    def _open(self) -> ClientSession:
        self._session = ClientSession(
            connector=TCPConnector(limit=CONNECTIONS, ttl_dns_cache=300, loop=asyncio.get_running_loop()),
            cookie_jar=DummyCookieJar(),
            headers=_ALWAYS,
            timeout=ClientTimeout(total=PATIENCE),
        )
        return self._session

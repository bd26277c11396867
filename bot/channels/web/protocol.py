"""HTTP's own grammar, spoken quietly: a request that cannot be parsed, or that no route takes, gets a page of ours.

aiohttp answers such a request itself: with its own and Python's version, and with a piece of what came in. No handler
sees that answer, so the protocol is where it can be replaced.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any, Final

from aiohttp import web

MUTE: Final = logging.getLogger("bot.channels.web.mute")
"""aiohttp writes the sender's address when it meets a broken request, and of each request when it keeps an access log.
It is given this, which says nothing."""
MUTE.disabled = True

Unread = Callable[[int, str], web.Response]
"""Status and address → the answer. The address may be cut off, or "" where there is none."""
LONGEST = 64
"""Signs of the first line that are kept to know the door by; the longest method that HTTP knows is far shorter."""


class QuietProtocol(web.RequestHandler):
    """One connection. unread: makes the answer to what never reached a handler.

    Nothing is unpacked: a page of ours packs nothing, and so what is small on the way cannot grow large here.
    """

    def __init__(self, unread: Unread, server: web.Server, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(server, loop=loop, logger=MUTE, access_log=MUTE, auto_decompress=False)
        self._unread = unread
        self._line = b""

    def data_received(self, data: bytes) -> None:
        """Keep how a request begins: what cannot be parsed has no address yet, and its answer depends on the door."""
        self._line = self._line or data[:LONGEST]
        super().data_received(data)

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        """The page instead of aiohttp's own; the connection ends.

        `message` holds what came in and is dropped. `exc` is the other side's doing, bad grammar or a line that was
        hung up: a fault of ours never comes so far (see `Door.calm`), so nothing is told to the log.
        """
        if request.writer.output_size > 0:
            raise ConnectionError("half an answer has been sent; another cannot follow")
        page = self._unread(status, self._address())
        page.force_close()
        return page

    def _address(self) -> str:
        """What the request asked for, as far as it was kept."""
        return "".join(self._line.decode("latin-1").split(" ")[1:2])

    def finish_response(
        self, request: web.BaseRequest, resp: web.StreamResponse, start_time: float | None
    ) -> Coroutine[Any, Any, tuple[web.StreamResponse, bool]]:
        """The page instead of a refusal of aiohttp's own: of `CONNECT a:1` or `OPTIONS *`, which have no path to route.

        A handler's refusals are pages already (see `Door.calm`), so an exception that comes so far is aiohttp's. The
        connection ends: what may follow on it is not HTTP to us.
        """
        if isinstance(resp, web.HTTPException):
            resp = self._unread(resp.status, self._address())
            resp.force_close()
        self._line = b""
        return super().finish_response(request, resp, start_time)

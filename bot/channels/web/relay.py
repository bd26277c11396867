"""What concerns a team session of another process goes to it, and its page comes back as it is.

What is passed on is the form that a phone posted, with nothing of who posted it, and only to a process that shares our
data folder (`bot.storage.processes`). Both prove that they do, by a word from there, so that neither a stranger that
listens at an old address nor one that calls us is taken for one of us. A form is passed on once: what was passed on to
us is answered here.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
from typing import Final

from aiohttp import ClientError, ClientSession, ClientTimeout, DummyCookieJar, TCPConnector

from bot.channels.web.forms import FORM
from bot.conversation.fellows import Fellow, Fellows

PROOF: Final = "X-Passed-On"
"""The header of a form that was passed on, and of its answer: a proof of the one who made it."""
PATIENCE: Final = 3.0
"""Seconds that the other process has."""
MOST_WAITING: Final = 64
"""Forms of this process that wait for others at the same time. The next is told to try again: no queue grows here."""
MOST: Final = 512 * 1024
"""Bytes of a page."""


class Relay:
    """Passes forms on to the processes that hold their rooms."""

    def __init__(self, fellows: Fellows) -> None:
        self._fellows = fellows
        self._session: ClientSession | None = None
        self._waiting = 0

    async def holder(self, code: str) -> Fellow | None:
        """The other process that a room's code names; None where there is none, or it is ours."""
        return await asyncio.to_thread(self._fellows.find, code[:1])

    async def pass_on(self, fellow: Fellow, address: str, body: bytes) -> bytes | None:
        """The page that the other process answers a form with; None where it does not answer in time."""
        if self._waiting >= MOST_WAITING:
            return None
        self._waiting += 1
        try:
            return await asyncio.wait_for(self._asked(fellow, address, body), PATIENCE)
        except (ClientError, OSError, TimeoutError):
            return None
        finally:
            self._waiting -= 1

    def is_from_us(self, proof: str, body: bytes) -> bool:
        """Whether another process of the installation has passed this form on to us."""
        secret = self._fellows.secret
        return bool(secret) and hmac.compare_digest(proof.encode(), prove(secret, "form", body).encode())

    def answered(self, body: bytes) -> str:
        """The proof that an answer is ours."""
        return prove(self._fellows.secret, "page", body)

    async def close(self) -> None:
        """End all connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def _asked(self, fellow: Fellow, address: str, body: bytes) -> bytes | None:
        session = self._session or self._open()
        known = {"Content-Type": FORM, PROOF: prove(fellow.secret, "form", body)}
        async with session.post(fellow.address + address, data=body, headers=known, allow_redirects=False) as answer:
            if answer.status != 200 or (answer.content_length or MOST + 1) > MOST:
                return None
            page, told = await answer.read(), answer.headers.get(PROOF, "")
        proved = hmac.compare_digest(told.encode(), prove(fellow.secret, "page", page).encode())
        return page if proved else None

    def _open(self) -> ClientSession:
        self._session = ClientSession(
            connector=TCPConnector(limit=MOST_WAITING),
            cookie_jar=DummyCookieJar(),
            timeout=ClientTimeout(total=PATIENCE),
            trust_env=False,
        )
        return self._session


def prove(secret: str, kind: str, body: bytes) -> str:
    """What only who knows the secret can say of a body. kind: keeps a form's proof from being one of a page."""
    return hmac.new(secret.encode(), kind.encode() + b"\n" + body, hashlib.sha256).hexdigest()

"""The webhook: updates are posted to the bot, again and again until they are taken or too old.

What was not taken is posted again at once, then after 2, 4, 8, … 60 seconds, or when a `Retry-After` says.

A body with a `method` that comes back with the 200 is carried out like a call, except what Telegram does not take there
(WebhookActor.cpp): nothing that begins with get, and no change of the webhook.
"""

from __future__ import annotations

import asyncio
import ipaddress
import json
import re
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from bot.testing.telegram.refusals import bad_request
from bot.testing.telegram.updates import Update, Updates

SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
HEADER = "X-Telegram-Bot-Api-Secret-Token"
PORTS = frozenset((80, 88, 443, 8443))
CONNECTIONS, MAX_CONNECTIONS = 40, 100
LONGEST_PAUSE, LONGEST_ASKED = 60, 3600
"""Seconds between two tries at most, and at most when the bot asks for it."""
NOT_IN_AN_ANSWER = frozenset(("deletewebhook", "setwebhook", "close", "logout"))

Fields = Mapping[str, Any]
Call = Callable[[str, dict[str, object]], Awaitable[object]]


@dataclass(slots=True)
class Webhook:
    """Where updates are posted to, and how it went.

    updates: what waits. call: carries out a method that came back in an answer. now: Unix seconds. second: how many
    seconds one second between two tries lasts. patience: seconds that the bot may take. strict: ask for https and a
    port that Telegram allows, as its public server does; its local one, which the stub is by default, does not.
    """

    updates: Updates
    call: Call
    now: Callable[[], float]
    second: float = 1.0
    patience: float = 60.0
    strict: bool = False
    url: str = ""
    secret: str = ""
    connections: int = CONNECTIONS
    address: str = ""
    certificate: bool = False
    error: str = ""
    error_at: int = 0
    deliveries: int = 0
    in_flight: int = 0
    _queues: dict[int, deque[tuple[int, Update]]] = field(default_factory=dict)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _room: asyncio.Semaphore | None = None
    _session: aiohttp.ClientSession | None = None

    async def set(self, fields: Fields) -> str:
        """setWebhook; what is told of it.

        Raises:
            Refusal: it cannot be this address.
        """
        url = fields.get("url", "")
        if not url:
            return await self.delete(fields)
        self._check(url)
        secret = fields.get("secret_token", "")
        if secret and not SECRET.fullmatch(secret):
            raise bad_request("secret token contains unallowed characters")
        connections = fields.get("max_connections", CONNECTIONS)
        if not 1 <= connections <= MAX_CONNECTIONS:
            raise bad_request(f"max_connections must be between 1 and {MAX_CONNECTIONS}")
        if fields.get("drop_pending_updates"):
            self.updates.drop_all()
        self.updates.allow(fields.get("allowed_updates"))
        if (url, secret, connections) == (self.url, self.secret, self.connections):
            return "Webhook is already set"
        await self.stop()
        self.url, self.secret, self.connections = url, secret, connections
        self.address, self.certificate = fields.get("ip_address", ""), "certificate" in fields
        self._room = asyncio.Semaphore(connections)
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0), timeout=aiohttp.ClientTimeout(total=self.patience)
        )
        self.updates.start_posting(self._post)
        return "Webhook was set"

    async def delete(self, fields: Fields) -> str:
        """deleteWebhook; what is told of it."""
        if fields.get("drop_pending_updates"):
            self.updates.drop_all()
        had = bool(self.url)
        await self.stop()
        return "Webhook was deleted" if had else "Webhook is already deleted"

    def info(self) -> dict[str, object]:
        """GetWebhookInfo."""
        shown: dict[str, object] = {
            "url": self.url,
            "has_custom_certificate": self.certificate,
            "pending_update_count": len(self.updates.pending),
        }
        if self.url:
            shown["max_connections"] = self.connections
            shown["ip_address"] = self.address or "127.0.0.1"
            shown["allowed_updates"] = sorted(self.updates.allowed)
        if self.error:
            shown.update(last_error_date=self.error_at, last_error_message=self.error)
        return shown

    async def stop(self) -> None:
        """No more posts; what was not taken waits."""
        self.updates.stop_posting()
        tasks, self._tasks = self._tasks, set()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._queues.clear()
        if self._session is not None:
            await self._session.close()
        self._session, self.url, self.secret, self.error, self.certificate = None, "", "", "", False

    def _check(self, url: str) -> None:
        try:
            where = urlsplit(url if "//" in url else f"https://{url}")
            port = where.port
        except ValueError:
            raise bad_request("invalid webhook URL specified") from None
        if not where.hostname or where.scheme not in {"http", "https"}:
            raise bad_request("invalid webhook URL specified")
        if not self.strict:
            return
        if where.scheme != "https":
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
        if (port or 443) not in PORTS:
            raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
        if _is_reserved(where.hostname):
            raise bad_request(f"bad webhook: IP address {where.hostname} is reserved")

    def _post(self, serial: int, update: Update) -> None:
        queue = self._queues.get(update.queue)
        if queue is not None:
            queue.append((serial, update))
            return
        self._queues[update.queue] = deque([(serial, update)])
        task = asyncio.create_task(self._deliver(update.queue))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _deliver(self, name: int) -> None:
        """Post a queue's updates one after the other."""
        queue, tries = self._queues[name], 0
        while queue:
            serial, update = queue[0]
            waits = serial in self.updates.pending and self.now() < update.expires
            again = await self._try(update) if waits else None
            if again is None:
                queue.popleft()
                self.updates.done(serial)
                tries = 0
            else:
                pause = again or (min(2**tries, LONGEST_PAUSE) if tries else 0)
                tries += 1
                await asyncio.sleep(pause * self.second)
        del self._queues[name]

    async def _try(self, update: Update) -> float | None:
        """Post an update: None when it was taken, else the seconds after which the bot wants it again, 0 for none."""
        assert self._session is not None and self._room is not None
        headers = {HEADER: self.secret} if self.secret else {}
        try:
            async with self._room:
                self.deliveries += 1
                self.in_flight += 1
                try:
                    async with self._session.post(self.url, json=update.json(), headers=headers) as answer:
                        body = await answer.read()
                finally:
                    self.in_flight -= 1
        except (aiohttp.ClientError, TimeoutError, OSError) as broken:
            self._failed(f"Connection failed: {type(broken).__name__}")
            return 0
        if not 200 <= answer.status <= 299:
            self._failed(f"Wrong response from the webhook: {answer.status} {answer.reason}")
            asked = answer.headers.get("Retry-After", "")
            return min(int(asked), LONGEST_ASKED) if asked.isdecimal() else 0
        await self._carry_out(body)
        return None

    async def _carry_out(self, body: bytes) -> None:
        """What came back with the 200; nobody is told how it went."""
        try:
            fields = json.loads(body) if body.strip() else {}
        except ValueError:
            return
        method = str(fields.pop("method", "")) if isinstance(fields, dict) else ""
        if method and method.lower() not in NOT_IN_AN_ANSWER and not method.lower().startswith("get"):
            await self.call(method, fields)

    def _failed(self, why: str) -> None:
        self.error, self.error_at = why, int(self.now())
        self.updates.changed()


def _is_reserved(host: str) -> bool:
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return host == "localhost"

"""The stub itself: an aiohttp server that answers as the Bot API does.

async with BotApi() as api:
    user = api.user(language_code="sv")
    …start a bot with the token api.token and the address api.address…
    await user.send("/start")
    await user.sees("Welcome")
    await user.turn("Begin")
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any

from aiohttp import web

from bot.testing.telegram.bodies import read_body
from bot.testing.telegram.calls import Call, CallLog
from bot.testing.telegram.faults import Fault, Faults, Planned
from bot.testing.telegram.groups import Group
from bot.testing.telegram.limits import Limits
from bot.testing.telegram.methods import Methods
from bot.testing.telegram.people import User
from bot.testing.telegram.queries import LIFETIME, Queries
from bot.testing.telegram.refusals import NO_BOT, NOT_FOUND, Refusal
from bot.testing.telegram.schema import Method, find_method, read_fields
from bot.testing.telegram.updates import Updates
from bot.testing.telegram.webhook import Webhook
from bot.testing.telegram.world import BOT_ID, Chat, Person, World

TOKEN = f"{BOT_ID}:stub-token-of-nobody"
MAX_BODY = 2**20
"""Bytes of a request; no call that the stub knows is longer."""
BAD_GATEWAY = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body></body>\r\n</html>\r\n"
FIRST_USER, FIRST_GROUP = 1_000_000_001, -4_000_000_001
SUPERGROUPS = -1_000_000_000_000


class BotApi:
    """A Bot API server of its own on a free port.

    Args:
        token: the bot's token; any other is refused.
        now: Unix seconds.
        history: keep messages, calls and answers. Without it the stub keeps nothing of a chat.
        limits: flood limits, none by default.
        second: how long one second lasts between two posts of the same update.
        lifetime: seconds that a query can be answered.
        strict_webhook: refuse addresses that Telegram's public server refuses.
    """

    def __init__(
        self,
        *,
        token: str = TOKEN,
        now: Callable[[], float] = time.time,
        history: bool = True,
        limits: Limits | None = None,
        second: float = 1.0,
        lifetime: float = LIFETIME,
        strict_webhook: bool = False,
    ) -> None:
        self.token = token
        self.address = ""
        self.world = World(now, history)
        self.queries = Queries(now, history, lifetime)
        self.faults = Faults()
        self.limits = limits
        self.log = CallLog(history)
        self.updates = Updates(self.faults, now, self.world.ring)
        self.webhook = Webhook(self.updates, self.call, now, second=second, strict=strict_webhook)
        self.methods = Methods(self.world, self.queries)
        self.in_flight = 0
        self._people = 0
        self._groups = 0
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> BotApi:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Listen. port: 0 takes a free one; `address` tells which."""
        app = web.Application(client_max_size=MAX_BODY)
        app.router.add_route("*", "/bot{token}/{method}", self._handle)
        app.router.add_route("*", "/{rest:.*}", _nothing_here)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port)
        await site.start()
        self.address = f"http://{host}:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        """Stop posting and listening."""
        await self.webhook.stop()
        if self._runner is not None:
            await self._runner.cleanup()

    def user(self, name: str = "", *, language_code: str = "") -> User:
        """A person with Telegram who has not met the bot yet."""
        self._people += 1
        person = Person(FIRST_USER + self._people, name or f"Person {self._people}", language_code)
        return User(self, person)

    def group(self, title: str = "Group", *, kind: str = "group") -> Group:
        """A chat that is no private one (kind: "group", "supergroup" or "channel") and that the bot is not in yet."""
        self._groups += 1
        number = FIRST_GROUP - self._groups
        chat = Chat(number if kind == "group" else SUPERGROUPS - self._groups, kind, title, member=False)
        self.world.chats[chat.id] = chat
        return Group(self, chat)

    async def quiet(self, seconds: float = 10.0) -> bool:
        """Wait until the bot has taken every update and no call is under way; False when that takes longer."""
        return await self.world.until(
            lambda: self.updates.is_empty and not self.in_flight and not self.webhook.in_flight, seconds
        )

    async def call(self, name: str, given: Mapping[str, object]) -> dict[str, object]:
        """Carry out a call that came with a webhook's answer; nobody is told of a refusal."""
        try:
            method = find_method(name)
            fields = read_fields(method, given)
            body = await self._carry_out(method, fields)
        except Refusal as refusal:
            self.log.add(Call(name, given, refusal.code, refusal.description))
            return refusal.body()
        self.log.add(Call(method.name, fields, 200))
        return body

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        name, given = request.match_info["method"], dict[str, object]()
        try:
            if request.match_info["token"] != self.token:
                raise NO_BOT
            method = find_method(name)
            given = await read_body(request)
            fields = read_fields(method, given)
        except Refusal as refusal:
            self.log.add(Call(name, given, refusal.code, refusal.description))
            return _answer(refusal.code, refusal.body())
        if method.name == "getUpdates":
            return await self._answered(request, method, fields, self.faults.take(method.name, None))
        chat = fields.get("chat_id")
        plan = self.faults.take(method.name, chat if isinstance(chat, int) else None)
        self.in_flight += 1
        try:
            return await self._answered(request, method, fields, plan)
        finally:
            self.in_flight -= 1
            self.world.ring()

    async def _answered(
        self, request: web.Request, method: Method, fields: dict[str, object], plan: Planned | None
    ) -> web.StreamResponse:
        """Carry out a call, or let it go wrong as planned."""
        fault = plan.fault if plan is not None else None
        try:
            if plan is not None:
                early = await self._spoilt(request, method, fields, plan)
                if early is not None:
                    return early
            body = await self._carry_out(method, fields)
        except Refusal as refusal:
            self.log.add(Call(method.name, fields, refusal.code, refusal.description, fault))
            return _answer(refusal.code, refusal.body())
        if plan is not None and fault in {Fault.LOST_AFTER, Fault.HANGS}:
            self.log.add(Call(method.name, fields, 0, fault=fault))
            if fault is Fault.HANGS:
                await asyncio.sleep(plan.seconds)
            return _closed(request)
        self.log.add(Call(method.name, fields, 200, fault=fault))
        return _answer(200, body)

    async def _spoilt(
        self, request: web.Request, method: Method, fields: dict[str, object], plan: Planned
    ) -> web.StreamResponse | None:
        """What goes wrong before anything was done; None when the call is to be carried out."""
        match plan.fault:
            case Fault.SLOW:
                await asyncio.sleep(plan.seconds)
            case Fault.FLOOD | Fault.REFUSED:
                raise plan.refusal
            case Fault.ERROR:
                raise Refusal(500, "Internal Server Error")
            case Fault.BAD_GATEWAY:
                self.log.add(Call(method.name, fields, 502, fault=plan.fault))
                return web.Response(status=502, text=BAD_GATEWAY, content_type="text/html")
            case Fault.LOST_BEFORE:
                self.log.add(Call(method.name, fields, 0, fault=plan.fault))
                return _closed(request)
        return None

    async def _carry_out(self, method: Method, fields: Mapping[str, Any]) -> dict[str, object]:
        """The body that says that it was done.

        Raises:
            Refusal: it was not.
        """
        chat = fields.get("chat_id")
        if self.limits is not None:
            self.limits.check(method.name, chat if isinstance(chat, int) else None)
        match method.name:
            case "getUpdates":
                self.updates.allow(fields.get("allowed_updates"))
                limit, timeout = fields.get("limit", 100), fields.get("timeout", 0)
                return _done(await self.updates.poll(fields.get("offset", 0), min(max(limit, 1), 100), timeout))
            case "setWebhook":
                return {**_done(True), "description": await self.webhook.set(fields)}
            case "deleteWebhook":
                return {**_done(True), "description": await self.webhook.delete(fields)}
            case "getWebhookInfo":
                return _done(self.webhook.info())
        return _done(self.methods.call(method.name, fields))


def _done(result: object) -> dict[str, object]:
    return {"ok": True, "result": result}


def _answer(status: int, body: Mapping[str, object]) -> web.Response:
    return web.Response(
        status=status, body=json.dumps(body, ensure_ascii=False).encode(), content_type="application/json"
    )


def _closed(request: web.Request) -> web.StreamResponse:
    """Close the connection without a word."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()  # goes nowhere


async def _nothing_here(request: web.Request) -> web.Response:
    return _answer(NOT_FOUND.code, NOT_FOUND.body())

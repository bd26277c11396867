"""Routes, and the guard before each operation: method, token, brakes, media type, fields, and what is still fresh.

Answers are made in a thread, one at a time: the presses of the chat share this process and must not wait for them.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from math import ceil
from typing import ParamSpec, TypeVar
from urllib.parse import parse_qsl

from aiohttp import web
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from bot.accounts.api_tokens import ApiToken, is_api_token
from bot.accounts.credentials import digest
from bot.api import negotiation
from bot.api.desk import Answer, Call, Desk
from bot.api.document import document
from bot.api.faults import HOME, PAGE, Fault, Refusal
from bot.api.models import FieldProblem, Language, Query, Worded
from bot.api.operations import OPERATIONS, Operation
from bot.api.reference import POLICY, as_html
from bot.publish.report.as_json import SCHEMA

METHODS = ("GET", "HEAD", "OPTIONS")
LANGUAGES = tuple(language.value for language in Language)
MOST_FIELDS, MOST_NAME = 32, 40
NOTHING = "default-src 'none'; frame-ancestors 'none'"
YEAR = 365 * 24 * 3600
"""Seconds."""
PIECE = 1 << 16
"""Bytes that are sent at once, at least."""
AWAY_SECONDS = 60
P = ParamSpec("P")
R = TypeVar("R")
Routes = tuple[web.RouteDef, ...]
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class Made:
    """An answer that is ready to be sent. body: None where the program's own is still fresh."""

    headers: Mapping[str, str]
    answer: Answer | None
    holder: int


def routes(desk: Desk) -> Routes:
    """The routes of the interface, for the server that carries them."""
    door, described = _Door(desk), document()
    made = [web.route("*", each.address, door.calm(door.operation(each))) for each in OPERATIONS]
    for address, kind, body, policy in (
        (PAGE, "text/html; charset=utf-8", as_html(described), POLICY),
        (f"{PAGE}/openapi.json", "application/json", json.dumps(described, indent=1).encode(), NOTHING),
        (f"{PAGE}/schema", "application/schema+json", SCHEMA.read_bytes(), NOTHING),
    ):
        made.append(web.route("*", address, door.calm(door.file(kind, body, policy))))
    made.append(web.route("*", HOME + "{rest:(/.*)?}", door.calm(door.missing)))
    return tuple(made)


def unread(desk: Desk) -> Callable[[int], web.Response]:
    """What answers, by status, a request that no handler sees: it is no HTTP, or a header is too long."""
    door = _Door(desk)

    def answer(status: int) -> web.Response:
        return door.refused(Refusal(Fault.BROKEN if status >= Fault.BROKEN.status else Fault.GRAMMAR))

    return answer


class _Door:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._turn = asyncio.Semaphore(1)

    def calm(self, handler: Handler) -> Handler:
        """Every refusal and every fault of a handler is a problem of ours, with our own headers."""

        async def answer(request: web.Request) -> web.StreamResponse:
            try:
                if request.method == "OPTIONS":
                    return web.Response(status=204, headers=self._headers() | {"Allow": ", ".join(METHODS)})
                if request.method not in METHODS:
                    raise Refusal(Fault.METHOD, allow=METHODS)
                return await handler(request)
            except Refusal as refusal:
                return self.refused(refusal)
            except (ConnectionError, asyncio.CancelledError):
                raise  # nobody is left to answer
            except Exception as error:  # noqa: BLE001 - told to the log without its text
                return self.refused(self._failure(error))

        return answer

    def file(self, kind: str, body: bytes, policy: str) -> Handler:
        """What is of nobody and needs no token: the description of the interface."""
        headers = self._headers(policy) | {
            "Content-Type": kind,
            "Cache-Control": "public, max-age=300",
            "ETag": _tag(body),
        }

        async def answer(request: web.Request) -> web.StreamResponse:
            _require_type(request, kind)
            if negotiation.is_fresh(request.headers.get("If-None-Match", ""), headers["ETag"]):
                return web.Response(status=304, headers={name: headers[name] for name in ("ETag", "Cache-Control")})
            return web.Response(body=body, headers=headers)

        return answer

    async def missing(self, _: web.Request) -> web.StreamResponse:
        """Whatever else stands below /api."""
        raise Refusal(Fault.MISSING)

    def operation(self, operation: Operation) -> Handler:
        """One operation behind its guard."""

        async def answer(request: web.Request) -> web.StreamResponse:
            made = await self._in_turn(self._make, operation, request)
            if made.answer is None:
                return web.Response(status=304, headers=made.headers)
            if isinstance(made.answer.body, bytes):
                return web.Response(body=made.answer.body, headers=made.headers)
            return await self._stream(request, made, made.answer.body)

        return answer

    async def _in_turn(self, work: Callable[P, R], *given: P.args, **named: P.kwargs) -> R:
        async with self._turn:
            return await asyncio.to_thread(work, *given, **named)

    async def _stream(self, request: web.Request, made: Made, pieces: Iterator[bytes]) -> web.StreamResponse:
        """Send pieces as they are made. When one cannot be made the connection is cut, so that nobody takes a part for
        the whole."""
        answer = web.StreamResponse(headers=made.headers)
        if request.method == "HEAD":
            await answer.prepare(request)
            return answer
        piece = await self._in_turn(self._next, pieces, made.holder)  # before the status is sent
        await answer.prepare(request)
        try:
            while piece:
                await answer.write(piece)
                piece = await self._in_turn(self._next, pieces, made.holder)
        except (ConnectionError, asyncio.CancelledError):
            raise
        except Exception as error:  # noqa: BLE001 - told to the log without its text
            self._failure(error)
            if request.transport is not None:
                request.transport.abort()
            return answer
        await answer.write_eof()
        return answer

    def _next(self, pieces: Iterator[bytes], holder: int) -> bytes:
        """A piece of some size; empty at the end."""
        began, found = time.thread_time(), bytearray()
        for piece in pieces:
            found += piece
            if len(found) >= PIECE:
                break
        self._desk.allowance.spent(holder, time.thread_time() - began, self._seconds())
        return bytes(found)

    def _make(self, operation: Operation, request: web.Request) -> Made:
        """Look who asks and what, and make the answer. Runs in a thread.

        Raises:
            Refusal: the answer is no.
        """
        token = self._admitted(request)
        began = time.thread_time()
        try:
            _require_type(request, operation.kind)
            query = _read(operation.query, request.rel_url.raw_query_string)
            call = Call(self._desk, token, dict(request.match_info), query, _language(query, request))
            tag = self._state(operation, call)
            headers = self._headers() | {
                "Content-Type": operation.kind,
                "Cache-Control": "private, no-cache",
                "ETag": tag,
                "Vary": "Authorization, Accept-Language",
            }
            if issubclass(operation.query, Worded):
                headers["Content-Language"] = call.language
            if negotiation.is_fresh(request.headers.get("If-None-Match", ""), tag):
                del headers["Content-Type"]
                return Made(headers, None, token.id)
            answer = operation.answer(call)
            if answer.name:
                headers["Content-Disposition"] = f'attachment; filename="{answer.name}"'
            return Made(headers, answer, token.id)
        finally:
            self._desk.allowance.spent(token.id, time.thread_time() - began, self._seconds())

    def _admitted(self, request: web.Request) -> ApiToken:
        """The token that asks. A good one is never kept waiting by those who guess.

        Raises:
            Refusal: there is none, it does not work, or it has to wait.
        """
        given = request.headers.get("Authorization")
        if given is None:
            raise Refusal(Fault.NO_TOKEN)
        scheme, _, text = given.partition(" ")
        text = text.strip()
        found = None
        if scheme.lower() == "bearer" and is_api_token(text):
            found = self._desk.tokens.use(digest(text))
        if found is None:
            if wait := self._desk.guesses.wait(self._seconds()):
                raise Refusal(Fault.WAIT, wait=ceil(wait))
            self._desk.guesses.take(self._seconds())
            raise Refusal(Fault.NOT_VALID)
        if wait := self._desk.allowance.wait(found.id, self._seconds()):
            raise Refusal(Fault.WAIT, wait=ceil(wait))
        return found

    def _state(self, operation: Operation, call: Call) -> str:
        """A tag that is another one as soon as the answer may be: releases never change, so their chain's last hash
        stands for them all."""
        token = call.token
        seen = (token.id, token.name, token.units, token.expires, token.account)
        whole = (self._desk.reports.mark(), operation.name, call.place, call.query, call.language, call.today, seen)
        return _tag(repr(whole).encode())

    def _headers(self, policy: str = NOTHING) -> dict[str, str]:
        found = {
            "Content-Security-Policy": policy,
            "Cross-Origin-Resource-Policy": "same-origin",
            "Referrer-Policy": "no-referrer",
            "Server": "web",
            "X-Content-Type-Options": "nosniff",
            "X-Robots-Tag": "noindex, nofollow, noarchive",
        }
        if self._desk.https:
            found["Strict-Transport-Security"] = f"max-age={YEAR}"
        return found

    def refused(self, refusal: Refusal) -> web.Response:
        """The problem with our own headers."""
        return web.Response(
            status=refusal.fault.status, body=refusal.body(), headers=self._headers() | refusal.headers()
        )

    def _failure(self, error: Exception) -> Refusal:
        if self._desk.is_away(error):
            return Refusal(Fault.AWAY, wait=AWAY_SECONDS)
        self._desk.fault(error)
        return Refusal(Fault.BROKEN)

    def _seconds(self) -> float:
        return self._desk.now().timestamp()


def _tag(content: bytes) -> str:
    return f'"{hashlib.sha256(content).hexdigest()[:32]}"'


def _require_type(request: web.Request, kind: str) -> None:
    if negotiation.best_type(request.headers.get("Accept", ""), (kind,)) is None:
        raise Refusal(Fault.TYPE, f"This address answers with {kind.partition(';')[0]}.")


def _language(query: Query, request: web.Request) -> str:
    if isinstance(query, Worded) and query.language is not None:
        return query.language.value
    return negotiation.best_language(request.headers.get("Accept-Language", ""), LANGUAGES)


def _read(model: type[Query], text: str) -> Query:
    """The fields of an address.

    Raises:
        Refusal: they cannot be so.
    """
    try:
        pairs = parse_qsl(
            text, keep_blank_values=True, strict_parsing=bool(text), errors="strict", max_num_fields=MOST_FIELDS
        )
    except ValueError:
        raise Refusal(Fault.FIELDS, "Write fields as name=value, with & between them.") from None
    twice = sorted({name for place, (name, _) in enumerate(pairs) if name in dict(pairs[:place])})
    if twice:
        errors = [FieldProblem(field=name[:MOST_NAME], detail="stands twice") for name in twice]
        raise Refusal(Fault.FIELDS, errors=errors)
    try:
        return model.model_validate(dict(pairs))
    except ValidationError as error:
        found = error.errors(include_url=False, include_context=False, include_input=False)
        errors = [FieldProblem(field=str(each["loc"][0])[:MOST_NAME], detail=_told(each)) for each in found]
        raise Refusal(Fault.FIELDS, errors=errors) from None


def _told(fault: ErrorDetails) -> str:
    """What is wrong with a field, in our own words where the library speaks of its own."""
    if fault["type"] == "extra_forbidden":
        return "there is no such field here"
    return fault["msg"].removeprefix("Value error, ")

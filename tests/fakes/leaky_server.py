"""The real server with twelve holes: `python tests/fakes/leaky_server.py --data DIR …`.

For showing that the search for traces finds what it looks for. Each leak is a mistake that somebody could make with
good intent: a debug line, an access log, a cache, a spool file. Each leaves its trace in a place of its own.
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import gzip
import hashlib
import sqlite3
import sys
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from urllib.parse import unquote

from aiohttp import web

from bot.app import served_talks
from bot.channels.web.app import create_app, serve
from bot.settings import read_settings

Leak = Callable[[web.Request, str, Path], None]
SPOOL = tempfile.TemporaryFile()  # noqa: SIM115 - open as long as the process lives; its name is gone at once


def _log_body(_: web.Request, body: str, __: Path) -> None:
    if body:
        print("debug:", body, file=sys.stderr, flush=True)


def _write_access_log(request: web.Request, _: str, data: Path) -> None:
    with (data / "access.log").open("a") as log:
        log.write(f"{request.remote} {request.headers.get('User-Agent', '')}\n")


def _log_query(request: web.Request, _: str, __: Path) -> None:
    print(request.rel_url.raw_query_string, flush=True)


def _spool_body(_: web.Request, body: str, __: Path) -> None:
    SPOOL.write(body.encode())
    SPOOL.flush()


def _remember_token(_: web.Request, body: str, data: Path) -> None:
    token = body.removeprefix("t=")[:62]
    with sqlite3.connect(data / "fragestod.db", timeout=10) as database:
        database.execute("CREATE TABLE IF NOT EXISTS session (token TEXT)")
        database.execute("INSERT INTO session VALUES (?)", (token,))
    database.close()


def _name_file_by_cookie(request: web.Request, _: str, data: Path) -> None:
    cookie = request.headers.get("Cookie", "")
    if cookie:
        (data / cookie.replace("/", "-")).touch()


def _keep_compressed(request: web.Request, _: str, data: Path) -> None:
    with (data / "cache.gz").open("ab") as cache:
        cache.write(gzip.compress(str(request.headers.get("Referer", "")).encode()))


def _remember_hash(request: web.Request, _: str, data: Path) -> None:
    chat = request.headers.get("X-Telegram-Chat", "")
    with (data / "seen").open("a") as seen:
        seen.write(hashlib.sha256(chat.encode()).hexdigest() + "\n")


def _remember_number(request: web.Request, _: str, data: Path) -> None:
    chat = request.headers.get("X-Telegram-Chat", "0")
    with sqlite3.connect(data / "chats.db", timeout=10) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("CREATE TABLE IF NOT EXISTS chat (id INTEGER)")
        database.execute("INSERT INTO chat VALUES (?)", (int(chat),))
    database.close()


def _pack_name(request: web.Request, _: str, data: Path) -> None:
    name = unquote(request.headers.get("X-Request-Id", ""))
    with (data / "trace.log").open("ab") as trace:
        trace.write(base64.b64encode(b"id=" + name.encode() + b";") + b"\n")


def _turn_address_round(request: web.Request, _: str, data: Path) -> None:
    with (data / "geo.idx").open("a") as index:
        index.write(request.headers.get("X-Real-Ip", "")[::-1] + "\n")


def _write_wide(request: web.Request, _: str, data: Path) -> None:
    with (data / "mail.txt").open("ab") as mails:
        mails.write(request.headers.get("From", "").encode("utf-16-be"))


LEAKS: tuple[Leak, ...] = (
    _remember_hash,
    _remember_number,
    _pack_name,
    _turn_address_round,
    _write_wide,
    _log_body,
    _write_access_log,
    _log_query,
    _spool_body,
    _remember_token,
    _name_file_by_cookie,
    _keep_compressed,
)


def main(words: list[str]) -> None:
    """Serve until ended, and leak."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int)
    for name in ("data", "dialogs", "locales", "local"):
        parser.add_argument(f"--{name}", type=Path)
    given = vars(parser.parse_args(words))
    settings = read_settings(**given)

    @web.middleware
    async def leaking(
        request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        body = (await request.read()).decode("latin-1")
        for leak in LEAKS:
            leak(request, body, settings.data)
        return await handler(request)

    app = create_app(served_talks(settings))
    app.middlewares.append(leaking)
    asyncio.run(serve(app, settings.host, settings.port, asyncio.Event(), lambda address: print(address, flush=True)))


if __name__ == "__main__":
    main(sys.argv[1:])

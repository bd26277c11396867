"""How much memory a server process has after a thousand chats, and after very many: it must be the same.

`python -m tests.channels.telegram.memory` lets a million different chats come through the webhook of one process.
Nothing of a chat may stay, so nothing may grow. The process outlives the command, which ends after nine minutes and,
called again, goes on with the same process.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import shutil
import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from time import monotonic

from bench.crowd import FIRST_USER, BotApi, Line, user_of
from bot.channels.telegram.message import Order, Verb
from bot.channels.telegram.webhook import path
from bot.operations.loop import run_loop
from tests.channels.telegram.doors import SECRET
from tests.channels.telegram.killing import TelegramInstallation, code, local_layer
from tests.conftest import ROOT
from tests.system.server import Server, start, wait

CHATS, FIRST = 1_000_000, 1_000
"""How many chats come, and after how many the process has all that it needs. No more users have a number in `crowd`."""
BLOCK = 10_000
"""Chats after which what was reached is told and written down."""
AT_ONCE = 32
"""Updates under way at once."""
MINUTES = 9.0
MOST = 0.05
"""Growth that is allowed: part of what there was after the first thousand."""
PATIENCE = 120.0
"""Seconds that one update may take; two cores may be busy with other work."""
FOREIGN = "A" * 64
"""A button's data as long as ours, sealed by nobody."""
BUTTONS = (Order(Verb.BEGIN, "sv", 1).data, Order(Verb.ACUTE, "en").data, FOREIGN)
PRESSED, TYPED = {b"editmessagetext": 1, b"answercallbackquery": 1}, {b"deletemessage": 1, b"sendmessage": 1}
"""What is done for a press, and for a typed word."""
RECORD, HOUSE = ROOT / "build" / "chats.json", ROOT / "build" / "chats"


@dataclass(frozen=True)
class Process:
    """A server process. begun: when, as the system counts it, so that no other is taken for it. port: where it listens.
    api: the port where it looks for Telegram. server: the process itself, for who started it."""

    pid: int
    begun: str
    port: int
    api: int
    server: Server | None = None

    @property
    def resident(self) -> int:
        """Bytes in memory."""
        return int(Path(f"/proc/{self.pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")

    @property
    def lives(self) -> bool:
        """Whether it is still there, and the same."""
        return _begun(self.pid) == self.begun

    def end(self) -> None:
        """End it, if it is still there."""
        if self.server is not None:
            self.server.kill()
        elif self.lives:
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)


@dataclass(frozen=True)
class Reached:
    """How far a process has come. code: what it was started from. chats: how many came. before, now: bytes in memory
    after the first thousand and now."""

    process: Process
    code: str
    chats: int
    before: int
    now: int

    @property
    def growth(self) -> float:
        """Part of the memory after the first thousand."""
        return self.now / self.before - 1


class Chats:
    """Telegram with many chats, as small as it can be. Each chat comes once, by a press or a typed word, and is
    forgotten when what was asked for is done."""

    def __init__(self) -> None:
        self.calls = Counter[bytes]()
        self._under_way: dict[int, Counter[bytes]] = {}

    def called(self, method: bytes, body: bytes) -> None:
        """A call of the bot's."""
        self.calls[method] += 1
        self._under_way[user_of(body)][method] += 1

    async def come(self, process: Process, first: int, last: int) -> None:
        """Chats by their places, up to `last`. Each gets what it asked for, and no other does."""
        loop = asyncio.get_running_loop()
        places = iter(range(first, last))
        lines = [(await loop.create_connection(Line, "127.0.0.1", process.port))[1] for _ in range(AT_ONCE)]
        try:
            async with asyncio.TaskGroup() as group:
                for line in lines:
                    group.create_task(self._use(line, places))
        finally:
            for line in lines:
                assert line.transport is not None
                line.transport.close()

    async def _use(self, line: Line, places: Iterator[int]) -> None:
        loop = asyncio.get_running_loop()
        for place in places:
            done = self._under_way[place] = Counter()
            answered: asyncio.Future[bytes] = loop.create_future()
            line.send(post(place), answered.set_result)
            async with asyncio.timeout(PATIENCE):
                if b"answerCallbackQuery" in await answered:
                    done[b"answercallbackquery"] += 1
            assert done == (TYPED if types(place) else PRESSED), (place, done)
            del self._under_way[place]


def types(place: int) -> bool:
    """Three of four chats press a button, the fourth writes."""
    return place % 4 == 3


def post(place: int) -> bytes:
    """A chat's one update, as Telegram posts it. place: from 0."""
    person = {"id": FIRST_USER + place, "is_bot": False, "first_name": f"Person {place}"}
    person["language_code"] = "sv" if place % 2 else "en"
    chat = {"id": FIRST_USER + place, "type": "private", "first_name": f"Person {place}"}
    message = {"message_id": place + 1, "from": person, "chat": chat, "date": 1_800_000_000}
    if types(place):
        update: dict[str, object] = {"message": {**message, "text": f"a word of {place} that nobody keeps"}}
    else:
        bot = {"id": 7_000_000_001, "is_bot": True, "first_name": "B", "username": "b_bot"}
        query = {"id": f"77{FIRST_USER + place}", "from": person, "chat_instance": "1", "data": BUTTONS[place % 4]}
        update = {"callback_query": {**query, "message": {**message, "from": bot, "text": "shown"}}}
    body = json.dumps({"update_id": place + 1, **update}).encode()
    head = f"POST {path(SECRET)} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    head += f"X-Telegram-Bot-Api-Secret-Token: {SECRET}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def open_process(house: Path, api: int) -> Process:
    """Start a server that outlives this one. api: the port where it finds Telegram."""
    installation = TelegramInstallation(house, local=local_layer(house), api=f"http://127.0.0.1:{api}")
    server = start(installation, detached=True)
    try:
        wait(server)
    except BaseException:
        server.kill()
        raise
    return Process(server.process.pid, _begun(server.process.pid), server.port, api, server)


async def grow(
    house: Path, chats: int, reached: Reached | None = None, more: Callable[[Reached], bool] = lambda _: True
) -> tuple[Reached, Counter[bytes]]:
    """Let chats come until there were so many: how far it came, and the calls that the process made meanwhile.

    Args:
        house: where a process is started, when there is none.
        chats: so many.
        reached: by a process that goes on.
        more: asked after each block whether another may come.
    """
    telegram = Chats()
    api = await asyncio.get_running_loop().create_server(
        lambda: BotApi(telegram.called), "127.0.0.1", reached.process.api if reached else 0
    )
    async with api:
        if reached is None:
            process = await asyncio.to_thread(open_process, house, api.sockets[0].getsockname()[1])
            reached = Reached(process, code(), 0, 0, 0)
        try:
            while reached.chats < chats:
                last = FIRST if reached.chats < FIRST else min((reached.chats // BLOCK + 1) * BLOCK, chats)
                await telegram.come(reached.process, reached.chats, last)
                now = reached.process.resident
                reached = replace(reached, chats=last, before=reached.before or now, now=now)
                if not more(reached):
                    break
        except BaseException:
            reached.process.end()
            raise
        return reached, telegram.calls


def known() -> Reached | None:
    """What an earlier call reached, when its process still lives and the program is as it was; else nothing is left of
    it."""
    if not RECORD.is_file():
        return None
    written = json.loads(RECORD.read_text())
    found = Reached(Process(**written.pop("process")), **written)
    if found.code != code() or not found.process.lives:
        forget(found)
        return None
    return found


def forget(reached: Reached) -> None:
    """End the process and take its house away."""
    reached.process.end()
    shutil.rmtree(HOUSE, ignore_errors=True)
    RECORD.unlink(missing_ok=True)


def keep(reached: Reached, chats: int) -> None:
    """Write down what was reached, and tell it."""
    RECORD.parent.mkdir(exist_ok=True)
    process = reached.process
    where = {"pid": process.pid, "begun": process.begun, "port": process.port, "api": process.api}
    far = {"code": reached.code, "chats": reached.chats, "before": reached.before, "now": reached.now}
    RECORD.write_text(json.dumps({"process": where, **far}))
    print(f"{reached.chats:,} of {chats:,} chats, {reached.now / 2**20:.1f} MiB", flush=True)


def _begun(pid: int) -> str:
    """When a process began, "" when there is none: field 22 of /proc/PID/stat, counted behind its name. One that has
    ended and that nobody has asked for yet is none."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return ""
    return "" if fields[0] == "Z" else fields[19]


def main() -> int:
    """Go on and tell; 1 while chats are left, and when more than the allowed part was added."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.channels.telegram.memory",
        description="Let many chats come through the webhook of one process, and look at its memory.",
        epilog="example: python -m tests.channels.telegram.memory --chats 50000",
    )
    parser.add_argument("--chats", type=int, default=CHATS, help=f"different chats (default {CHATS:,}, the most)")
    parser.add_argument("--minutes", type=float, default=MINUTES, help=f"stop after so long (default {MINUTES:g})")
    parser.add_argument("--stop", action="store_true", help="end the process that waits to go on, and forget it")
    args = parser.parse_args()
    if args.stop:
        if left := known():
            forget(left)
        return 0
    if not FIRST < args.chats <= CHATS:
        parser.error(f"--chats takes a number above {FIRST:,}, up to {CHATS:,}")
    end: float = monotonic() + args.minutes * 60

    def more(reached: Reached) -> bool:
        keep(reached, args.chats)
        return monotonic() < end

    reached, _ = run_loop(grow(HOUSE, args.chats, known(), more))
    if reached.chats < args.chats:
        print("The process waits: run this again to go on, or with --stop to end it.", file=sys.stderr)
        return 1
    forget(reached)
    before, now = (f"{size / 2**20:.1f} MiB" for size in (reached.before, reached.now))
    print(f"{reached.chats:,} chats: {before} after {FIRST:,}, {now} after all ({reached.growth:+.1%})")
    return 0 if abs(reached.growth) <= MOST else 1


if __name__ == "__main__":
    sys.exit(main())

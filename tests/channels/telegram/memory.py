"""How much memory a server process has after a thousand chats, and after very many: it must be the same.

`python -m tests.channels.telegram.memory` lets a million different chats come through the webhook of a process of its
own. Nothing of a chat may stay, so nothing may grow.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bot.channels.telegram.message import Order, Verb
from bot.testing.telegram import BotApi, Message
from tests.channels.telegram.killing import TelegramInstallation, local_layer
from tests.channels.telegram.walker import set_webhook
from tests.system.server import Server, start, wait

CHATS, FIRST = 1_000_000, 1_000
EACH = 10_000
"""Chats after which the progress is told."""
AT_ONCE = 32
"""Updates under way at once."""
MOST = 0.05
"""Growth that is allowed: part of what there was after the first thousand."""
FOREIGN = "A" * 64
"""A button's data as long as ours, sealed by nobody."""
PAGE = 4096  # bytes, the unit of /proc/<pid>/statm on this kind of machine


@dataclass(frozen=True, slots=True)
class Grown:
    """chats: how many came. before, after: bytes in memory after the first thousand and after all.
    edits, sent: what the process did for them."""

    chats: int
    before: int
    after: int
    edits: int
    sent: int

    @property
    def growth(self) -> float:
        """Part of the memory after the first thousand."""
        return self.after / self.before - 1


async def grow(house: Path, chats: int, tell: Callable[[int], None] = lambda number: None) -> Grown:
    """Let so many chats come, each once, by a press or a typed word. tell: called with the number of each."""
    local = local_layer(house)
    async with BotApi(history=False, second=0.02, lifetime=600) as api:
        installation = TelegramInstallation(house, local=local, api=api)
        server = await asyncio.to_thread(lambda: wait(start(installation)))
        try:
            await set_webhook(api, server.address.rstrip("/"))
            await _come(api, 0, min(FIRST, chats), tell)
            before = _resident(server)
            await _come(api, FIRST, chats, tell)
            counts = api.log.counts
            return Grown(chats, before, _resident(server), counts["editMessageText"], counts["sendMessage"])
        finally:
            server.kill()


async def _come(api: BotApi, first: int, last: int, tell: Callable[[int], None]) -> None:
    """Chats, each once: three of four press a button, the fourth writes. tell: called with the number of each."""
    pressed = [Order(Verb.BEGIN, "sv", 1).data, Order(Verb.ACUTE, "en").data, FOREIGN]
    pending = api.updates.pending
    for number in range(first, last):
        tell(number)
        user = api.user(language_code="sv" if number % 2 else "en")
        if number % 4 == 3:
            await user.send("a word that nobody keeps")
        else:
            await user.press_data(pressed[number % 4], Message(number + 1, user.id, None, 0, "shown"))
        if len(pending) >= AT_ONCE:
            assert await api.world.until(lambda: len(pending) < AT_ONCE, 60), "nothing is taken any more"
    assert await api.quiet(60), "updates are left"
    assert not api.queries.waiting, "a press was not answered"


def _resident(server: Server) -> int:
    pages = Path(f"/proc/{server.process.pid}/statm").read_text().split()[1]
    return int(pages) * PAGE


def main() -> int:
    """Measure and tell; 1 when more than the allowed part was added."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.channels.telegram.memory",
        description="Let many chats come through the webhook of one process, and look at its memory.",
        epilog="example: python -m tests.channels.telegram.memory --chats 50000",
    )
    parser.add_argument("--chats", type=int, default=CHATS, help=f"different chats (default {CHATS:,})")
    chats = parser.parse_args().chats

    def tell(number: int) -> None:
        if number and number % EACH == 0:
            print(f"{number:,} of {chats:,} chats", flush=True)

    with tempfile.TemporaryDirectory() as folder:
        found = asyncio.run(grow(Path(folder) / "house", chats, tell))
    before, after = (f"{size / 2**20:.1f} MiB" for size in (found.before, found.after))
    print(f"{chats:,} chats: {before} after {FIRST:,}, {after} after all ({found.growth:+.1%})")
    print(f"{found.edits:,} edits, {found.sent:,} messages sent")
    return 0 if abs(found.growth) <= MOST else 1


if __name__ == "__main__":
    sys.exit(main())

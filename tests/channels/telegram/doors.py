"""The door as a test starts it: whole, on the stub, by polling or by webhook."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from aiohttp import web

from bot.channels.telegram.account import Account
from bot.channels.telegram.app import TelegramDoor
from bot.channels.telegram.updates import WANTED
from bot.channels.telegram.webhook import path
from bot.channels.web.app import create_app
from bot.conversation.alone import terminal_talks
from bot.conversation.content import read_content
from bot.conversation.edition import open_edition
from bot.conversation.talk import Talks
from bot.directory.model import Organisation, Unit
from bot.testing.telegram import BotApi

ROOT = Path(__file__).parents[3]
SECRET = "a-secret-word-of-nobody"
UNIT = Unit(3, "Vårdcentralen Eken", "health", "public", "everybody", "0180")


def shipped_talks(*, live: bool = True) -> Talks:
    """Talks over the shipped content, at an organisation that lets real talks be had in Telegram, or not."""
    edition, problems = open_edition(read_content(ROOT / "dialogs", ROOT / "locales"))
    assert edition is not None, problems
    edition.directory = replace(edition.directory, organisation=Organisation("Region Ek", {3: UNIT}, telegram=live))
    return terminal_talks(edition)


@dataclass
class Running:
    """A door that runs. faults: what it told of; reached: what it found of Telegram; heard: set by the first of it."""

    door: TelegramDoor
    faults: list[BaseException]
    reached: list[bool]
    heard: asyncio.Event
    address: str = ""


@asynccontextmanager
async def running(api: BotApi, talks: Talks, *, webhook: bool, rate: int = 0) -> AsyncIterator[Running]:
    """The door at work on the stub until the block ends; nothing it told of is a fault, or the block fails."""
    account = Account(api.token, api.address, SECRET if webhook else "")
    faults: list[BaseException] = []
    reached: list[bool] = []
    heard = asyncio.Event()

    def reach(now: bool) -> None:
        reached.append(now)
        heard.set()

    door = TelegramDoor(
        talks,
        account,
        public_url="https://fraga.example.se/",
        rate=rate,
        fault=faults.append,
        reach=reach,
    )
    stop = asyncio.Event()
    runner = web.AppRunner(create_app(talks, also=door.routes(), fault=faults.append), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    address = f"http://127.0.0.1:{runner.addresses[0][1]}"
    if webhook:
        given = {"url": address + path(SECRET), "secret_token": SECRET, "allowed_updates": list(WANTED)}
        await api.call("setWebhook", given)
    asking = asyncio.create_task(door.run(stop))
    try:
        yield Running(door, faults, reached, heard, address)
    finally:
        stop.set()
        await asking
        await runner.cleanup()
        await door.close()
    assert faults == []

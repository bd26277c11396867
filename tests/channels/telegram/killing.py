"""Three processes answer a webhook behind a proxy, and are killed one after the other while people talk.

`python -m tests.channels.telegram.killing` kills a hundred times, ten at a time; it goes on where it was stopped.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import json
import random
import sys
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import aiohttp
from aiohttp import web

from bot.conversation.content import require_edition
from bot.conversation.edition import Edition
from bot.statistics.contribution import Contribution, gather
from bot.testing.telegram import BotApi
from bot.testing.telegram.server import TOKEN
from tests.channels.telegram.doors import SECRET
from tests.channels.telegram.walker import (
    LONG,
    Script,
    Walk,
    contributions,
    expected_texts,
    new_talks,
    scripts,
    set_webhook,
)
from tests.channels.telegram.worker import PATTERN, PROGRAM, read_seen
from tests.conftest import ROOT
from tests.system.server import Installation, Server, start, wait

PROCESSES, PEOPLE = 3, 8
BATCH, KILLS = 10, 100
UNITS = (1, 2, 3)
PAUSE = (0.1, 1.0)
"""Seconds between two kills, at random."""
REST = 0.5
"""Seconds before each press while a process starts again, so that it gets its share of the machine."""
STARTING = 300.0
"""Seconds that a process may take to start while everything else goes on."""
RECORD = ROOT / "build" / "kills.json"


@dataclass(frozen=True)
class TelegramInstallation(Installation):
    """An installation whose bot talks to a Bot API of ours. api: its address."""

    api: str = ""
    token: str = TOKEN

    @property
    def environment(self) -> dict[str, str]:
        """With the bot's settings."""
        return {
            **super().environment,
            "FRAGESTOD_TELEGRAM_TOKEN": self.token,
            "FRAGESTOD_TELEGRAM_SECRET": SECRET,
            "FRAGESTOD_TELEGRAM_API": self.api,
            "FRAGESTOD_TELEGRAM_RATE": "0",
            "FRAGESTOD_PUBLIC_URL": "https://stod.example/",
        }


@dataclass(frozen=True, slots=True)
class Found:
    """What a batch of kills came to. talks: conversations that came to their ending. broken: posts that a kill cut
    off. missing, more: contributions that the oracle has and nobody counted, and the other way round."""

    kills: int
    talks: int
    broken: int
    missing: Counter[Contribution]
    more: Counter[Contribution]
    told: tuple[str, ...]


class Proxy:
    """What stands before the processes: hands each post to one of them, another when nobody listens there.

    whole: all of them are there. broken: posts that were cut off."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.ports: list[int] = []
        self.broken = 0
        self.whole = True
        self.address = ""

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[Proxy]:
        """While it listens."""
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:

            async def hand_on(request: web.Request) -> web.Response:
                return await self._hand_on(request, session)

            app = web.Application()
            app.router.add_post("/{rest:.*}", hand_on)
            runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
            await runner.setup()
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            self.address = f"http://127.0.0.1:{runner.addresses[0][1]}"
            try:
                yield self
            finally:
                await runner.cleanup()

    async def _hand_on(self, request: web.Request, session: aiohttp.ClientSession) -> web.Response:
        body = await request.read()
        for port in self.chance.sample(self.ports, len(self.ports)):
            try:
                async with session.post(
                    f"http://127.0.0.1:{port}{request.path}", data=body, headers=request.headers
                ) as answer:
                    return web.Response(
                        status=answer.status, body=await answer.read(), headers={"Content-Type": answer.content_type}
                    )
            except aiohttp.ClientConnectorError:
                continue
            except (aiohttp.ClientError, OSError):
                self.broken += 1
                return web.Response(status=502)
        return web.Response(status=502)


async def kill(house: Path, seed: int, kills: int = BATCH) -> Found:
    """Kill so many times at random moments while people talk; wait until the last has ended."""
    chance = random.Random(seed)
    local = local_layer(house)
    edition = require_edition(ROOT / "dialogs", ROOT / "locales", local)
    walks = [script for script in scripts(edition.program, _units(edition)) if script.unit]
    contributed = cache(lambda script: contributions(edition, script))
    texts = cache(lambda script: expected_texts(new_talks(edition), script))
    done: Counter[Script] = Counter()
    ended = asyncio.Event()
    async with BotApi(second=0.02, lifetime=600) as api, Proxy(chance).listening() as proxy:
        installation = TelegramInstallation(house, local=local, api=api.address)
        servers = await asyncio.gather(*(_started(installation) for _ in range(PROCESSES)))
        proxy.ports = [server.port for server in servers]
        await set_webhook(api, proxy.address)

        async def rest() -> None:
            await asyncio.sleep(0 if proxy.whole else REST)

        async def talk(place: int) -> None:
            own = random.Random(seed * 100 + place)
            while not ended.is_set():
                script = own.choice(walks)
                if contributed(script):
                    await Walk(api, new_talks(edition), script, texts(script)).whole(rest)
                    done[script] += 1

        try:
            async with asyncio.TaskGroup() as group:
                for place in range(PEOPLE):
                    group.create_task(talk(place))
                for _ in range(kills):
                    await asyncio.sleep(chance.uniform(*PAUSE))
                    place = chance.randrange(PROCESSES)
                    servers[place].kill()
                    proxy.whole = False
                    servers[place] = await _started(installation, servers[place].port)
                    proxy.whole = True
                ended.set()
            assert await api.quiet(LONG), "updates are left"
            assert not api.queries.waiting, "a press was not answered"
        finally:
            for server in servers:
                server.kill()
    counted = Counter(gather(read_seen(installation.data.glob(PATTERN))).values())
    wanted = Counter[Contribution]()
    for script, times in done.items():
        wanted[contributed(script)[0]] += times
    told = tuple(line for line in servers[0].told().splitlines() if "fault" in line or "Traceback" in line)
    return Found(kills, done.total(), proxy.broken, wanted - counted, counted - wanted, told)


async def _started(installation: Installation, port: int = 0) -> Server:
    server = start(installation, port=port, program=PROGRAM)
    try:
        return await asyncio.to_thread(wait, server, STARTING)
    except BaseException:
        server.kill()  # nobody else knows of it yet
        raise


def local_layer(house: Path) -> Path:
    """The example organisation with real talks in Telegram."""
    folder = house / "local"
    folder.mkdir(parents=True)
    text = (ROOT / "docs" / "example-local" / "organisation.yaml").read_text()
    live = text.replace("require_sign_off: yes", "require_sign_off: no").replace("telegram: no ", "telegram: yes ")
    assert live.count("telegram: yes") == 1 and "require_sign_off: no" in live
    (folder / "organisation.yaml").write_text(live)
    return folder


def _units(edition: Edition) -> dict[frozenset[tuple[str, str]], int]:
    """What a plan may begin with → the number of the example's unit that knows it."""
    organisation = edition.directory.organisation
    assert organisation is not None
    units = [organisation.units[number] for number in UNITS]
    return {frozenset({"sector": u.sector, "provider": u.provider, "asks": u.asks}.items()): u.id for u in units}


def code() -> str:
    """What a record holds for: the program and its content as they are now."""
    files = sorted(file for folder in ("bot", "dialogs") for file in (ROOT / folder).rglob("*") if file.is_file())
    digest = hashlib.sha256()
    for file in files:
        if "__pycache__" not in file.parts:
            digest.update(file.read_bytes())
    return digest.hexdigest()


def _batches(count: int) -> Iterator[int]:
    """Seeds that are still to be done."""
    known = json.loads(RECORD.read_text()) if RECORD.is_file() else {}
    done = known.get("seeds", []) if known.get("code") == code() else []
    yield from (seed for seed in range(1, count + 1) if seed not in done)


def _record(seed: int) -> None:
    known = json.loads(RECORD.read_text()) if RECORD.is_file() else {}
    now = code()
    done = known.get("seeds", []) if known.get("code") == now else []
    RECORD.parent.mkdir(exist_ok=True)
    RECORD.write_text(json.dumps({"code": now, "seeds": [*done, seed]}))


def main() -> int:
    """Kill in batches, tell each, and keep which are done."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.channels.telegram.killing",
        description="Kill webhook processes at random moments while people talk, and look what was lost.",
        epilog="example: python -m tests.channels.telegram.killing --kills 20",
    )
    parser.add_argument("--kills", type=int, default=KILLS, help=f"how many, in batches of {BATCH} (default {KILLS})")
    batches = -(-parser.parse_args().kills // BATCH)
    for seed in _batches(batches):
        with tempfile.TemporaryDirectory() as folder:
            found = asyncio.run(kill(Path(folder) / "house", seed))
        print(
            f"batch {seed} of {batches}: {found.kills} kills, {found.talks} talks, {found.broken} posts cut off",
            flush=True,
        )
        if found.missing or found.more or found.told:
            print(found, file=sys.stderr)
            return 1
        _record(seed)
    return 0


if __name__ == "__main__":
    sys.exit(main())

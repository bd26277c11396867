"""A webhook update to an edited message: this program beside bots of two libraries and beside bare aiohttp.

Each server has one core for itself; Telegram and its users (`crowd`) have another, where the machine has one.
"""

from __future__ import annotations

import asyncio
import json
import os
import statistics
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.crowd import FIRST_USER, BotApi, Crowd
from bench.environments import interpreter
from bench.rounds import ROOT, Effort

USERS = 32
ROUNDS = 5
SECONDS = 2.0
"""How long each server works in one round, and how long it is watched at half load."""
OURS, LIMIT = "this program", "bare aiohttp, both calls"
PEERS = {
    "aiogram 3, both calls": ("aiogram", "telegram_aiogram"),
    "python-telegram-bot, aiohttp webhook": ("python-telegram-bot", "telegram_library"),
}


@dataclass
class Measured:
    """One server. wall, cpu: seconds for one update in each round, seen from outside and of its own processor time.

    late: seconds of the slowest hundredth at half of the limit's saturation, in each round.
    """

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    late: list[float] = field(default_factory=list)


@dataclass
class Server:
    """A contender that serves, with a Telegram of its own. port: where it listens. pace: updates in one round."""

    process: asyncio.subprocess.Process
    crowd: Crowd
    port: int
    pace: int = USERS * 4
    measured: Measured = field(default_factory=Measured)

    async def work(self) -> None:
        """One round."""
        before = await self._used()
        self.measured.wall.append(await self.crowd.saturate(self.pace) / self.pace)
        self.measured.cpu.append((await self._used() - before) / self.pace)

    async def wait_for(self, count: int, rate: float) -> None:
        """`count` updates at a steady rate."""
        taken = await self.crowd.trickle(count, rate)
        self.measured.late.append(statistics.quantiles(taken, n=100)[-1])

    async def _used(self) -> float:
        """Seconds of processor time that the server has used so far."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(b"GET /used HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        answer = await reader.read()
        writer.close()
        return float(answer.rpartition(b"\r\n\r\n")[2])


def measure(effort: Effort) -> dict[str, Measured]:
    """All servers, each round beginning with another one."""
    core = os.sched_getaffinity(0)
    os.sched_setaffinity(0, set(range(os.cpu_count() or 1)) - core or core)
    try:
        return asyncio.run(_measure(effort, core))
    finally:
        os.sched_setaffinity(0, core)


async def _measure(effort: Effort, core: set[int]) -> dict[str, Measured]:
    servers: dict[str, Server] = {}
    try:
        opening = {"users": USERS, "first": FIRST_USER}
        servers[OURS], told = await _start("telegram_ours", Path(sys.executable), opening, core)
        given = {"screen": told["screen"], "updates": told["updates"]}
        servers[LIMIT], _ = await _start("telegram_bare", Path(sys.executable), given, core)
        for name, (peer, module) in PEERS.items() if effort.peers else ():
            try:
                servers[name], _ = await _start(module, interpreter(peer), given, core)
            except (OSError, subprocess.CalledProcessError) as error:
                print(f"left out: {name} ({error})", file=sys.stderr)
        await _rounds(effort, list(servers.values()), servers[OURS], servers[LIMIT])
    finally:
        for server in servers.values():
            server.crowd.disconnect()
            assert server.process.stdin
            server.process.stdin.close()
            await server.process.wait()
    return {name: server.measured for name, server in servers.items()}


async def _rounds(effort: Effort, servers: Sequence[Server], ours: Server, limit: Server) -> None:
    for server in servers:
        seconds = await server.crowd.saturate(server.pace)  # warm, and find how much work fills the time
        if effort.slice:
            server.pace = max(server.pace, round(server.pace / seconds * SECONDS))
    rounds = min(effort.rounds, ROUNDS)
    for turn in range(rounds):
        for server in (*servers[turn % len(servers) :], *servers[: turn % len(servers)]):
            await server.work()
    rate = 0.5 / statistics.median(limit.measured.wall)
    for turn in range(rounds):
        for server in (ours, limit) if turn % 2 else (limit, ours):
            await server.wait_for(max(200, round(rate * SECONDS)) if effort.slice else 100, rate)


async def _start(module: str, python: Path, given: dict[str, Any], core: set[int]) -> tuple[Server, dict[str, Any]]:
    """A contender in a process on the measured core, with a Telegram of its own, connected; and what it tells."""
    loop = asyncio.get_running_loop()
    crowd = Crowd(USERS)
    api = await loop.create_server(lambda: BotApi(crowd.called), "127.0.0.1", 0)
    process = await asyncio.create_subprocess_exec(
        python,
        *("-m", f"bench.contenders.{module}"),
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        limit=1 << 20,
    )
    os.sched_setaffinity(process.pid, core)
    assert process.stdin and process.stdout
    process.stdin.write(json.dumps({"api": api.sockets[0].getsockname()[1], **given}).encode() + b"\n")
    line = await process.stdout.readline()
    if not line:
        raise OSError(f"{module} did not start")
    told = json.loads(line)
    head = [f"POST {told.get('path', '/webhook')} HTTP/1.1", "Host: localhost", "Content-Type: application/json"]
    head += [f"{name}: {value}" for name, value in told.get("headers", {}).items()]
    updates = given.get("updates") or told["updates"]
    bodies = [json.dumps(update, ensure_ascii=False).encode() for update in updates]
    posts = ["\r\n".join((*head, f"Content-Length: {len(body)}", "", "")).encode() + body for body in bodies]
    await crowd.connect(told["port"], posts)
    return Server(process, crowd, told["port"]), told

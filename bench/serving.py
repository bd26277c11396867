"""Coordinators' pages, their files and the programming interface of a large organisation, over HTTP.

Processor time of server and client together, on one core. Pictures have addresses of their own and stand in no page.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from aiohttp import ClientSession

from bot.accounts.brakes import Allowance
from bot.accounts.model import Role
from bot.conversation.edition import Edition
from bot.dashboard.headers import PREFIX
from bot.directory.model import Unit
from bot.operations.loop import run_loop
from bot.statistics.frame import Size
from bot.statistics.reports import Question
from bot.storage.database import Database
from bot.storage.units import Units
from tests.dashboard.conftest import House

KINDS = ("csv", "xlsx", "json", "pdf")
WEEKS = 52


@dataclass(frozen=True)
class Served:
    """Seconds by name. first: the first page after a start. pages, api: warm. files: of what the heaviest page
    shows."""

    first: float
    pages: Mapping[str, list[float]]
    files: Mapping[str, list[float]]
    api: Mapping[str, list[float]]


def add_units(database: Database, sectors: Iterable[str]) -> tuple[Size, ...]:
    """An organisation with a unit of each of these sectors, as coordinators make them; ten to a hundred staff."""
    units, sizes = Units(database, lambda: 0), list[Size]()
    for number, sector in enumerate(sectors, 1):
        staff = 10 + number * 7 % 90
        unit = Unit(0, f"Enhet {number}", sector, "public", "everybody", "0180", staff=staff)
        found = units.make(unit, (1, 2, 3), "bench")
        assert found
        sizes.append(Size(found, sector, staff))
    return tuple(sizes)


def measure(database: Database, edition: Edition, folder: Path, last: date, rounds: int) -> Served:
    """Everything, each so many times, on the loop that the program runs on. last: the day that the figures end with."""
    return run_loop(_measured(House(folder, database, edition), last, rounds))


async def _measured(house: House, last: date, rounds: int) -> Served:
    await house.start()
    house.editions.reload_units()
    person = await house.join("samordnaren", Role.ALL)
    object.__setattr__(house.api, "allowance", Allowance(burst=1e9))
    keys = {"Authorization": f"Bearer {house.token('samordnaren')}"}
    first = last - timedelta(weeks=WEEKS) + timedelta(days=1)
    days = f"fran={first}&till={last}&dag={last - timedelta(weeks=26)}"
    asked = f"from={first}&to={last}&event={last - timedelta(weeks=26)}"
    names = ("enheter", "kontakter", "egna", "siffror/allt", "skattning", "uppfoljning")
    pages = {"to do": PREFIX, **{name: f"{PREFIX}/{name}" for name in names}}
    pages |= {each.value: f"{PREFIX}/siffror/{each.value}?{days}" for each in Question}
    files = {kind: f"{PREFIX}/siffror/{Question.COMPARE.value}/fil/{kind}?{days}" for kind in KINDS}
    api = {name: f"/api/v1/{name}" for name in ("token", "questions", "units?limit=500", "releases?limit=500")}
    api |= {f"figures/{each.value}": f"/api/v1/figures/{each.value}?{asked}" for each in Question}
    whole = {name: f"/api/v1/{name}" for name in ("data.csv", "data.jsonl")}
    client = person.client
    started = await _seconds(client, pages[Question.USE.value])
    served = Served(
        started,
        await _each(client, pages, rounds),
        await _each(client, files, max(2, rounds // 10)),
        {**await _each(client, api, rounds, keys), **await _each(client, whole, 2, keys)},
    )
    await house.end()
    return served


async def _each(
    client: ClientSession, addresses: Mapping[str, str], rounds: int, keys: Mapping[str, str] | None = None
) -> dict[str, list[float]]:
    """Each address once to warm it, and then so many times."""
    found = {}
    for name, address in addresses.items():
        await _seconds(client, address, keys)
        found[name] = [await _seconds(client, address, keys) for _ in range(rounds)]
    return found


async def _seconds(client: ClientSession, address: str, keys: Mapping[str, str] | None = None) -> float:
    begin = time.process_time()
    async with client.get(address, headers=keys) as answer:
        assert answer.status == 200, (address, answer.status)
        async for _ in answer.content.iter_chunked(1 << 16):
            pass
    return time.process_time() - begin

"""A team session over two processes: one holds the room, the other passes on, and neither death of one is a riddle."""

from __future__ import annotations

import asyncio
import os
import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from aiohttp import ClientSession

from bot.channels.web import relay
from bot.channels.web.forms import FORM
from bot.conversation.fellows import Fellow
from bot.storage.processes import ProcessFolder, internal_address
from tests.system.server import Installation, Server, start, wait
from tests.system.traces import read_house

TEAM = "/ovning/grupp"
HIDDEN = re.compile(r'name="([rkvq])" value="([^"]*)"')
LINE = re.compile(r'name="c" value="(..)" class="choice')


@contextmanager
def two(installation: Installation) -> Iterator[tuple[Server, Server]]:
    """Two processes on one data folder."""
    servers = [start(installation), start(installation)]
    try:
        yield wait(servers[0]), wait(servers[1])
    finally:
        for server in servers:
            server.kill()


async def post(session: ClientSession, server: Server, **fields: str) -> str:
    """The page after a form that this process was sent."""
    async with session.post(server.address.rstrip("/") + TEAM, data=fields) as answer:
        assert answer.status == 200 and relay.PROOF not in answer.headers
        return await answer.text()


async def prove_wrongly(session: ClientSession, secret: str, holder: Server, other: Server) -> None:
    """Who says that a form was passed on and cannot prove it gets an ordinary page, without a proof in return."""
    body = b"a=wait&r=CBBBBB"
    for proof, proved in (("0" * 64, False), (relay.prove(secret, "form", body), True)):
        headers = {"Content-Type": FORM, relay.PROOF: proof}
        for server in (holder, other):
            async with session.post(server.address.rstrip("/") + TEAM, data=body, headers=headers) as answer:
                assert answer.status == 200 and "Det finns ingen grupp" in await answer.text()
                assert (relay.PROOF in answer.headers) is (proved and server is holder)


async def test_forty_phones_over_two_processes(sqlite: Installation) -> None:
    """Each votes where it happens to land; the wall tells the sum. One process stands still: nothing is lost. It is
    killed: the other says calmly that the group is over. Nothing of it is on disk."""
    with two(sqlite) as (first, second):
        address, secret = (sqlite.data / "processes" / "B").read_text().split()
        holder, other = (first, second) if address in first.address else (second, first)
        async with ClientSession() as session:
            await prove_wrongly(session, secret, holder, other)
            async with session.get(first.address.rstrip("/") + TEAM) as page:
                opens = {"a": "open", "c": "tina", "k": dict(HIDDEN.findall(await page.text()))["k"]}
            led = dict(HIDDEN.findall(await post(session, first, **opens)))
            assert led == dict(HIDDEN.findall(await post(session, second, **opens)))  # loaded anew, it landed there
            wall = await post(session, second, a="go", c="AA", **led)
            led, lines = dict(HIDDEN.findall(wall)), LINE.findall(wall)

            async def phone(number: int) -> str:
                here, there = (first, second) if number % 2 else (second, first)
                mine = dict(HIDDEN.findall(await post(session, here, a="join", r=f" {led['r'][:3]} {led['r'][3:]}")))
                await post(session, here, a="vote", c=lines[0], **mine)
                await post(session, there, a="vote", c=lines[number % 2], **mine)
                return str(mine["v"])

            tickets = await asyncio.gather(*map(phone, range(40)))
            shown = await post(session, second, a="bars", **led)
            assert re.findall(r"(\d+) av 40", shown) == ["20", "20", *["0"] * (len(lines) - 2)]

            os.kill(first.process.pid, signal.SIGSTOP)
            away = await post(session, second, a="wait", **{**led, "v": tickets[0]})
            assert "Inget är förlorat" in away and dict(HIDDEN.findall(away)).items() >= {"v": tickets[0]}.items()
            os.kill(first.process.pid, signal.SIGCONT)
            assert "Titta på väggen" in await post(session, second, a="wait", **{**led, "v": tickets[0]})

            held = read_house(sqlite.house)
            first.kill()
            for fields in ({"a": "wait", "v": tickets[0]}, {"a": "go", **led}):
                assert "Det finns ingen grupp" in await post(session, second, **{**led, **fields})
            assert "Tina" in await post(session, second, a="open", c="tina")
        traces = [led["r"], led["k"], *tickets]
        assert not [name for name, content in held.items() for trace in traces if trace.encode() in content]
        assert first.told().count("fault") == second.told().count("fault") == 0


def test_a_letter_is_free_with_its_process_and_no_address_of_the_world_is_told(sqlite: Installation) -> None:
    """The first free letter is taken; who is gone is not found; files are for the owner alone."""
    folder = sqlite.data / "processes"
    one, other = (ProcessFolder(folder, lambda: "s" * 43) for _ in range(2))
    one.join(internal_address("127.0.0.1", 8080))
    other.join(internal_address("127.0.0.1", 8081))
    assert (one.letter, other.letter) == ("B", "C")
    assert other.find("B") == Fellow("http://127.0.0.1:8080", "s" * 43)
    assert [other.find(name) for name in ("C", "D", "", "BC", "Å")] == [None] * 5
    assert [oct(file.stat().st_mode & 0o777) for file in (folder, *folder.iterdir())] == ["0o700", "0o600", "0o600"]
    one.leave()
    assert other.find("B") is None
    one.join(internal_address("8.8.8.8", 8080))
    assert one.letter == "B" and other.find("B") is None


@pytest.mark.parametrize(
    ("host", "given", "address"),
    [
        ("127.0.0.1", "", "http://127.0.0.1:80"),
        ("0.0.0.0", "10.0.0.5", "http://10.0.0.5:80"),
        ("::1", "", "http://[::1]:80"),
        ("8.8.8.8", "", ""),
        ("no such host", "", ""),
    ],
)
def test_only_internal_addresses_are_told(host: str, given: str, address: str) -> None:
    """Loopback and private networks; nothing else."""
    assert internal_address(host, 80, given) == address

"""From the first start to the figures, with nothing made up but the clock: `fragestod serve` as a process at a terminal
prints its link, people press through the web chat for some weeks, and a coordinator sees what they did."""

from __future__ import annotations

import asyncio
import csv
import io
import os
import pty
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyotp
import pytest
from playwright.async_api import Browser, Page

from bot.dashboard.headers import PREFIX
from bot.storage import counts
from bot.storage.database import open_database
from bot.testing.user import WebUser
from tests.channels.browser import watched
from tests.channels.web.walk import axe_faults
from tests.conftest import ROOT
from tests.dashboard.conftest import PASSWORD
from tests.system.server import PATIENCE, Installation

pytestmark = pytest.mark.asyncio(loop_scope="session")
MONDAY = datetime(2026, 9, 21, 7, 0, tzinfo=UTC)
"""The last week of a quarter: in the next one the unit has a row of its own, week by week."""
TALKS = (3, 36, 15, 110)
"""Of each week. In the third there is a training."""


@dataclass
class Program:
    """The process. now: what its clock was set to last, which goes on from there."""

    house: Path
    process: subprocess.Popen[bytes]
    terminal: int
    told: str = ""
    now: datetime = MONDAY

    def set(self, now: datetime) -> None:
        """Move the clock."""
        self.now = now
        set_clock(self.house, now)

    def until(self, word: str) -> str:
        """Read the terminal until a word stands there; the line's rest from it on."""
        while not (found := re.search(f"{word}\\S*", self.told)):
            self.told += os.read(self.terminal, 4096).decode()
        return found[0]

    def released(self, name: str) -> None:
        """Wait until a table has been released."""
        database, end = open_database(f"sqlite:///{self.house / 'data' / 'fragestod.db'}"), time.monotonic() + PATIENCE
        while name not in counts.names(database):
            assert time.monotonic() < end and self.process.poll() is None, self.told
            time.sleep(0.05)
        database.dispose()


def set_clock(house: Path, now: datetime) -> None:
    """What the process takes for now; put in place as a whole."""
    (house / "clock.new").write_text(str(int((now - datetime.now(UTC)).total_seconds())))
    (house / "clock.new").replace(house / "clock")


@contextmanager
def at_a_terminal(installation: Installation) -> Iterator[Program]:
    """`fragestod serve`, started by a person on a Monday morning."""
    house = installation.house
    house.mkdir()
    set_clock(house, MONDAY)
    mine, theirs = pty.openpty()
    words = [str(Path(__file__).with_name("moved.py")), str(house / "clock"), "serve", "--port", "0"]
    process = subprocess.Popen(
        [sys.executable, *words, "--data", str(installation.data), "--dialogs", str(installation.dialogs)],
        cwd=ROOT, env={**installation.environment, "FRAGESTOD_COUNTING": "yes"},
        stdin=theirs, stdout=theirs, stderr=theirs,
    )  # fmt: skip
    os.close(theirs)
    try:
        yield Program(house, process, mine)
    finally:
        process.kill()
        process.wait()
        os.close(mine)


def talk(user: WebUser, unit: int, answers: int) -> None:
    """A conversation of so many answers, always the first one; it is left there."""
    user.open(unit=unit)
    for _ in range(answers):
        user.press(1, ticks=[1] if user.page.boxes else [])
        assert user.status == 200


async def week(program: Program, unit: int, talks: int) -> None:
    """A week's conversations on its Wednesday; then it is over and released."""
    start = program.now
    program.set(start + timedelta(days=2))
    address = program.until("http://127")
    with WebUser(address) as user:
        for number in range(talks):
            await asyncio.to_thread(talk, user, unit, 3 + number % 3)
    program.set(start + timedelta(days=7))
    year, number, _ = start.isocalendar()
    await asyncio.to_thread(program.released, f"use-week {year}-w{number:02}")


async def sign_in(page: Page, program: Program, secret: str) -> None:
    """With the password and what the telephone shows at the program's time."""
    await page.goto(f"{PREFIX}/in")
    await page.fill("#name", "samordnaren")
    await page.fill("#password", PASSWORD)
    await page.fill("#code", pyotp.TOTP(secret).at(program.now))
    async with page.expect_navigation():
        await page.click("main button.go")


async def test_what_was_pressed_becomes_what_is_seen(tmp_path: Path, browser: Browser) -> None:
    """Link of the first start → account → unit → its link → four weeks of talks → figures of each week, on the page and
    in its file, and a clear rise after a training. The unit's first week is counted by month, and the page
    goes over to months."""
    with at_a_terminal(Installation(tmp_path / "house", local=None)) as program:
        link = await asyncio.to_thread(program.until, f"http://[^ ]*{PREFIX}/inbjudan/")
        address = link.partition(PREFIX)[0]
        async with watched(browser, 20_000, base_url=address) as open_page:
            page = await open_page(link)
            secret = (await page.inner_text("#secret")).replace(" ", "")
            await page.fill("#name", "samordnaren")
            await page.fill("#password", PASSWORD)
            await page.fill("#again", PASSWORD)
            await page.fill("#code", pyotp.TOTP(secret).at(program.now))
            await page.click("main button.go")
            await page.click("text=Jag har sparat dem")
            await page.goto(f"{PREFIX}/enheter")
            await page.fill("#name", "Ambulansen i Orkidé")
            await page.select_option("#kind", "ambulance")
            await page.fill("#municipality", "Umeå")
            await page.fill("#staff", "40")
            await page.fill("#talks", "25")
            await page.click("text=Skapa enhet >> nth=-1")
            unit = int((await page.locator(".address").first.inner_text()).partition("?e=")[2])

            for talks in TALKS:
                await week(program, unit, talks)
            await sign_in(page, program, secret)
            asked = f"?enhet={unit}&fran=2026-09-28&till=2026-10-18"
            await page.goto(f"{PREFIX}/siffror/use{asked}")
            rows = (await page.inner_text("main table >> nth=0")).splitlines()[1:]
            assert [row.split("\t")[2] for row in rows] == [f"{talks} ± 10" for talks in TALKS[1:]]
            file = await page.request.get(f"{PREFIX}/siffror/use/fil/csv{asked}")
            lines = list(csv.reader(io.StringIO((await file.body()).decode("utf-8-sig")), delimiter=";"))
            assert [line[6] for line in lines if "Lämnat tidigare" in line] == [str(talks) for talks in TALKS[1:]]

            await page.goto(f"{PREFIX}/siffror/use?enhet={unit}&fran=2026-09-21&till=2026-09-27")
            assert "v. 35–39 2026" in await page.inner_text("main table >> nth=0")
            await page.goto(f"{PREFIX}/siffror/effect{asked}&dag=2026-10-05")
            told = await page.inner_text("main")
            assert f"{TALKS[3] - TALKS[1]} ± " in told and "Det går inte att säga" not in told
            assert await axe_faults(page) == []

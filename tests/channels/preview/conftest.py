"""A garden of dialogs that an author works on, the page that follows it, and a browser."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from bot.channels.preview.app import serve
from bot.channels.preview.desk import Desk
from bot.channels.preview.folders import EDITORS, Folders
from bot.conversation.content import open_content
from tests.channels.browser import OpenPage, launched, watched
from tests.conftest import ROOT

CASES = ROOT / "tests" / "cases"
PATIENCE = 60_000
"""Milliseconds: a safety net for a machine with other work, no promise of speed."""
expect.set_options(timeout=PATIENCE)
DESK, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}


@dataclass
class Garden:
    """The author's folder, perhaps an organisation's own, and the page that follows them."""

    folder: Path
    local: Path | None = None
    address: str = ""
    stop: asyncio.Event = field(default_factory=asyncio.Event)
    running: asyncio.Task[None] | None = None

    @property
    def desk(self) -> Desk:
        """What the page rests on, made anew at each start."""
        return self._desk

    async def start(self, port: int = 0) -> Garden:
        """Serve it; port 0 takes a free one."""
        folders = Folders(self.folder, None, self.local, EDITORS["vscode"])
        self._desk = Desk(folders, lambda: open_content(self.folder, None, self.local), lambda: datetime.now(UTC))
        self.stop = asyncio.Event()
        listening: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self.running = asyncio.create_task(serve(self._desk, port, self.stop, listening.set_result))
        self.address = await listening
        return self

    async def end(self) -> None:
        """Stop serving; a second time does nothing."""
        self.stop.set()
        if self.running is not None:
            await self.running
            self.running = None

    async def settled(self) -> None:
        """Wait until all is read and proved."""
        version = -1
        while not self._desk.sight.rules or self._desk.sight.busy:
            version = await asyncio.wait_for(self._desk.changed(version), PATIENCE / 1000)

    def edit(self, name: str, old: str, new: str) -> None:
        """Change a file as an editor does: written beside it, then moved into its place."""
        path = self.folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        beside = path.with_suffix(".new")
        beside.write_text(text.replace(old, new), encoding="utf-8")
        beside.replace(path)


def make_garden(folder: Path) -> Path:
    """A folder of dialogs without faults."""
    shutil.copytree(CASES / "broken" / "base", folder)
    shutil.copytree(CASES / "preview", folder, dirs_exist_ok=True)
    return folder


@pytest_asyncio.fixture(loop_scope="session")
async def garden(tmp_path: Path) -> AsyncIterator[Garden]:
    """A served garden."""
    served = await Garden(make_garden(tmp_path / "dialogs")).start()
    yield served
    await served.end()


@pytest_asyncio.fixture(loop_scope="session", scope="session")
async def browser(chromium: str) -> AsyncIterator[Browser]:
    """One Chromium for all tests."""
    async with launched(chromium) as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="session")
async def open_page(browser: Browser, garden: Garden) -> AsyncIterator[OpenPage]:
    """A function that opens the page of a garden that has come to rest; browser's complaints fail the test."""
    async with watched(browser, PATIENCE, viewport=DESK, base_url=garden.address) as open_one:

        async def open_settled(path: str = "/", **options: Any) -> Page:
            await garden.settled()
            page: Page = await open_one(path, **options)
            return page

        yield open_settled

"""A served house and a browser of the size of a phone. The browser is one for all tests; pages are new for each."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
import pytest_asyncio
from aiohttp import ClientSession, web
from playwright.async_api import Browser

from bot.channels.web.app import create_app, serve
from bot.conversation.talk import Talks
from tests.channels.browser import OpenPage, launched, watched
from tests.channels.web.small_house import open_talks

PHONE = {"width": 390, "height": 844}


@dataclass
class Served:
    """A running door.

    faults: exceptions that should not be. keepable: let browsers keep pages, against our header. delay: seconds
    before an answer leaves. asked: method and path of each request.
    """

    talks: Talks
    address: str = ""
    faults: list[BaseException] = field(default_factory=list)
    stop: asyncio.Event = field(default_factory=asyncio.Event)
    running: asyncio.Task[None] | None = None
    keepable: bool = False
    delay: float = 0.0
    asked: list[str] = field(default_factory=list)

    async def start(self, port: int = 0) -> Served:
        """Listen; port 0 takes a free one."""
        self.stop = asyncio.Event()
        listening: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        app = create_app(self.talks, fault=self.faults.append)
        app.on_response_prepare.append(self._note)
        self.running = asyncio.create_task(serve(app, "127.0.0.1", port, self.stop, listening.set_result))
        self.address = await listening
        return self

    async def _note(self, request: web.Request, answer: web.StreamResponse) -> None:
        self.asked.append(f"{request.method} {request.path}")
        await asyncio.sleep(self.delay)
        if self.keepable:
            answer.headers["Cache-Control"] = "max-age=600"

    async def end(self) -> None:
        """Stop listening; a second time does nothing."""
        self.stop.set()
        if self.running is not None:
            await self.running
            self.running = None


@pytest_asyncio.fixture(loop_scope="session")
async def served() -> AsyncIterator[Served]:
    """The fixture house at an address of its own."""
    door = await Served(open_talks()).start()
    yield door
    await door.end()
    assert door.faults == []


@pytest_asyncio.fixture(loop_scope="session")
async def client(served: Served) -> AsyncIterator[ClientSession]:
    """A plain client at the served address."""
    async with ClientSession(served.address) as session:
        yield session


@pytest_asyncio.fixture(loop_scope="session", scope="session")
async def browser(chromium: str) -> AsyncIterator[Browser]:
    """One Chromium for all tests, which remembers left pages."""
    async with launched(chromium, remembers=True) as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="session")
async def open_page(browser: Browser, served: Served) -> AsyncIterator[OpenPage]:
    """A function that opens a phone's page; whatever the browser complains of fails the test."""
    async with watched(browser, 20_000, viewport=PHONE, base_url=served.address) as open_one:
        yield open_one


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def script(request: pytest.FixtureRequest) -> bool:
    """Both with script and without."""
    return bool(request.param)

"""A stub for each test on a port of its own, and the real python-telegram-bot that talks to it."""

from collections.abc import AsyncIterator

import pytest
from telegram import Bot
from telegram.ext import Application, ApplicationBuilder

from bot.testing.telegram import BotApi


class Clock:
    """A clock that stands still until a test moves it."""

    def __init__(self) -> None:
        self.seconds = 1_800_000_000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    """The stub's clock."""
    return Clock()


@pytest.fixture
async def api(clock: Clock) -> AsyncIterator[BotApi]:
    """A stub whose clock stands still; what was not taken is posted again soon."""
    async with BotApi(now=clock, second=0.02) as api:
        yield api


@pytest.fixture
async def bot(api: BotApi) -> AsyncIterator[Bot]:
    """The real library's bot."""
    async with Bot(api.token, base_url=f"{api.address}/bot") as bot:
        yield bot


@pytest.fixture
async def application(api: BotApi) -> AsyncIterator[Application]:  # type: ignore[type-arg]  # six parameters
    """The real library's application; a test gives it handlers and starts it."""
    application = ApplicationBuilder().token(api.token).base_url(f"{api.address}/bot").build()
    await application.initialize()
    yield application
    if application.updater is not None and application.updater.running:
        await application.updater.stop()
    if application.running:
        await application.stop()
    await application.shutdown()

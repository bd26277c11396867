"""What the tests of the Telegram door share: a Bot API stub for each, on a port of its own."""

from collections.abc import AsyncIterator

import pytest

from bot.testing.telegram import BotApi


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    """Telegram, as far as the door can tell; what a webhook did not take soon comes again.

    A press can be answered for ten minutes: how busy the machine is must not decide a test.
    """
    async with BotApi(second=0.02, lifetime=600) as api:
        yield api

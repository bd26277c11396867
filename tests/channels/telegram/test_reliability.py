"""Whatever goes wrong between Telegram and the door: no conversation is lost, takes a wrong step or counts twice.

docs/reliability.md has the table; docs/testing-telegram.md tells what the faults are.
"""

from __future__ import annotations

import asyncio
import time

import pytest

from bot.conversation.edition import Edition
from bot.testing.telegram import BotApi, Fault, Limits
from tests.channels.telegram.doors import running
from tests.channels.telegram.troubles import PLAN, Cell, table, walk_both, written
from tests.channels.telegram.walker import (
    LONG,
    Contributions,
    Walk,
    expected_contribution,
    expected_texts,
    new_talks,
    scripts,
    telegram_edition,
)

PEOPLE = 40


@pytest.fixture(scope="module")
def edition() -> Edition:
    """The content that ships, with real talks in Telegram."""
    return telegram_edition()


async def test_each_fault_at_each_step(edition: Edition) -> None:
    """Every cell of the matrix ends with the right screen, one contribution and no fault; the document says how."""
    walked = await walk_both(edition)
    for found in walked:
        assert found.faults == ()
        assert set(found.counted) == {found.one}
        assert len(found.counted) == len(found.cells)
    cells = tuple[Cell, ...](cell for found in walked for cell in found.cells)
    assert table(cells) == written(), "if that is meant: python -m tests.channels.telegram.troubles"


async def test_polling_goes_on_when_a_question_fails(api: BotApi, edition: Edition) -> None:
    """Whatever becomes of the question what has happened, it is asked again, and no update is lost by it."""
    for fault in (Fault.FLOOD, Fault.BAD_GATEWAY, Fault.LOST_AFTER):
        api.faults.add(fault, "getUpdates")
    user = api.user(language_code="sv")
    async with running(api, new_talks(edition), webhook=False):
        await user.send("/start")
        await user.until(lambda: bool(user.messages), "no first message", LONG)
    assert len(api.faults.happened) == 3


async def test_flood_limits_lose_nothing(edition: Edition) -> None:
    """Telegram takes 30 messages a second and one for each chat; forty people in a hurry come to the end."""
    script = next(script for script in scripts(edition.program) if script.name == PLAN)
    texts, counted = expected_texts(new_talks(edition), script), Contributions(edition)
    talks = new_talks(edition, counted.observe)
    # The limits' clock stands still until somebody is refused: so they are felt on the slowest machine, too.
    limits = Limits(lambda: time.monotonic() if api.log.refused else 0.0)
    async with (
        BotApi(limits=limits, second=0.02, lifetime=600) as api,
        running(api, talks, webhook=True, rate=0),
        asyncio.TaskGroup() as group,
    ):
        for _ in range(PEOPLE):
            group.create_task(Walk(api, talks, script, texts).whole(lambda: asyncio.sleep(0)))
    assert api.log.refused.total() > 0, "the limits were not felt"
    assert counted.all() == [expected_contribution(edition, script)] * PEOPLE

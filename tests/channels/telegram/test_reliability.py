"""Whatever goes wrong between Telegram and the door: no conversation is lost, takes a wrong step or counts twice.

docs/reliability.md has the table; docs/testing-telegram.md tells what the faults are.
"""

from __future__ import annotations

import pytest

from bot.conversation.edition import Edition
from tests.channels.telegram.troubles import Cell, table, walk_both, written
from tests.channels.telegram.walker import telegram_edition


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

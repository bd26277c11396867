"""What the tests of counting stand on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bot.conversation.edition import Edition, open_edition
from bot.storage.database import Database, open_database
from bot.storage.migrations import migrate
from tests.statistics.test_contribution import CONTENT


@pytest.fixture(scope="module")
def edition() -> Edition:
    """A small house: a question with four answers, the last of them for oneself."""
    found, problems = open_edition(CONTENT)
    assert found is not None, problems
    return found


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """A migrated store."""
    found = open_database(f"sqlite:///{tmp_path / 'store.db'}")
    migrate(found, date(2026, 11, 16))
    yield found
    found.dispose()

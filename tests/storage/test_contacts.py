"""The file of contacts: whole at every moment, changed by one at a time, each with a line in the log; on SQLite and on
PostgreSQL."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot.accounts.model import Act
from bot.storage import StorageError, acts
from bot.storage.contacts import ContactFile


def test_changes_at_one_moment_all_hold(engine: Engine, tmp_path: Path) -> None:
    """Eight at once, each on top of the others; nothing half is left, and the file is its user's alone."""
    file = ContactFile(engine, tmp_path / "local" / "contacts.yaml", lambda: 1_900_000_000)
    assert file.text() == "" and file.is_writable

    def add(number: int) -> bool:
        return file.change(lambda text: f"{text}{number}\n", Act.CONTACT_CHANGED, "unit 1 unit-lawyer", "anna")

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(add, range(8)))
    assert sorted(file.text().split()) == [str(number) for number in range(8)]
    assert len(acts.last(engine, 99)) == 8
    assert [path.name for path in file.file.parent.iterdir()] == ["contacts.yaml"]
    assert file.file.stat().st_mode & 0o777 == 0o600


def test_what_is_not_written_is_not_in_the_log(engine: Engine, tmp_path: Path) -> None:
    """A change that came too late, and one that the disk refuses, leave the file and the log as they were."""
    file = ContactFile(engine, tmp_path / "contacts.yaml", lambda: 1_900_000_000)
    assert not file.change(lambda _: None, Act.CONTACT_CALLED, "unit 1 unit-lawyer", "anna")
    (tmp_path / "contacts.new").mkdir()
    with pytest.raises(StorageError, match="cannot be written"):
        file.change(lambda _: "x\n", Act.CONTACT_CALLED, "unit 1 unit-lawyer", "anna")
    assert file.text() == "" and acts.last(engine, 9) == ()

"""A store of each kind, empty and migrated."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from bot.storage import migrations
from bot.storage.database import open_database, parse_url


@pytest.fixture(params=["sqlite", "postgres"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty, migrated database: the same promises hold for both kinds."""
    address = f"sqlite:///{tmp_path / 'store.db'}"
    if request.param == "postgres":
        server: str = request.getfixturevalue("postgres")
        admin = open_database(server).execution_options(isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            connection.execute(text("DROP DATABASE IF EXISTS empty WITH (FORCE)"))
            connection.execute(text("CREATE DATABASE empty"))
        admin.dispose()
        address = parse_url(server).set(database="empty").render_as_string(hide_password=False)
    engine = open_database(address)
    migrations.migrate(engine, date(2026, 11, 22))
    yield engine
    engine.dispose()

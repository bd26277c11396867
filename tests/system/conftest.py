"""Installations for server processes: a house of their own, on either database."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from bot.storage.database import open_database, parse_url
from tests.system.server import Installation

DATABASES = ("sqlite", "postgres")


@pytest.fixture
def sqlite(tmp_path: Path) -> Installation:
    """With SQLite in the data folder."""
    return Installation(tmp_path / "house")


@pytest.fixture(params=DATABASES)
def installation(request: pytest.FixtureRequest, tmp_path: Path) -> Installation:
    """On each kind of database, which is empty."""
    return install(request, tmp_path / "house")


def install(request: pytest.FixtureRequest, house: Path) -> Installation:
    """An installation on the kind of database that the request's parameter names."""
    if request.param == "sqlite":
        return Installation(house)
    server: str = request.getfixturevalue("postgres")
    engine = open_database(server).execution_options(isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("DROP DATABASE IF EXISTS system WITH (FORCE)"))
        connection.execute(text("CREATE DATABASE system"))
    engine.dispose()
    return Installation(house, database=parse_url(server).set(database="system").render_as_string())

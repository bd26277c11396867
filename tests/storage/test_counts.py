"""One contract, two stores: released tables stay as they were written, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from bot.statistics.release import FIRST, Released, broken_link, freeze
from bot.storage import counts, migrations
from bot.storage.database import open_database, parse_url
from tests.statistics.small import no_noise, opened


@pytest.fixture(params=["sqlite", "postgres"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty, migrated store of each kind."""
    address = f"sqlite:///{tmp_path / 'store.db'}"
    if request.param == "postgres":
        server: str = request.getfixturevalue("postgres")
        admin = open_database(server).execution_options(isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            connection.execute(text("DROP DATABASE IF EXISTS counts WITH (FORCE)"))
            connection.execute(text("CREATE DATABASE counts"))
        admin.dispose()
        address = parse_url(server).set(database="counts").render_as_string(hide_password=False)
    engine = open_database(address)
    migrations.migrate(engine, date(2026, 11, 22))
    yield engine
    engine.dispose()


def frozen(previous: str, shift: int = 0, sheet: int = 0) -> Released:
    """One table, frozen."""
    return freeze(opened().sheets[sheet], previous, lambda cost: no_noise(cost) + shift)


def test_releases_come_back_byte_for_byte_and_chained(store: Engine) -> None:
    """What was released is read again as it was, in its order, each naming the one before."""
    assert counts.last_hash(store) == FIRST
    for sheet in range(3):
        assert counts.add(store, frozen(counts.last_hash(store), sheet=sheet))
    found = counts.chain(store)

    assert len(found) == 3 and broken_link(found) is None
    assert found[0] == frozen(FIRST)
    assert counts.last_hash(store) == found[-1].hash


def test_a_table_is_released_once(store: Engine) -> None:
    """T9: a second release of the same table and period, with other draws, changes nothing."""
    first = frozen(FIRST)

    assert counts.add(store, first)
    assert not counts.add(store, frozen(first.hash, shift=5))
    assert counts.chain(store) == (first,)


def test_releases_are_found_by_name_however_many(store: Engine) -> None:
    """More names than one question takes, those that are not there left out; the list of names needs no document."""
    chain = tuple(Released(f"use-week {number}", b"{}") for number in range(900))
    counts.add_all(store, chain)
    wanted = [release.name for release in chain[::2]] + ["use-week none"]

    assert counts.names(store) == tuple(release.name for release in chain)
    assert set(counts.named(store, wanted)) == set(wanted[:-1])

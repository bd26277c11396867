"""One contract, two stores: released tables stay as they were written, on SQLite and on PostgreSQL."""

from __future__ import annotations

from sqlalchemy import Engine

from bot.statistics.release import FIRST, Released, broken_link, freeze
from bot.storage import counts
from tests.statistics.small import no_noise, opened


def frozen(previous: str, shift: int = 0, sheet: int = 0) -> Released:
    """One table, frozen."""
    return freeze(opened().sheets[sheet], previous, lambda cost: no_noise(cost) + shift)


def test_releases_come_back_byte_for_byte_and_chained(engine: Engine) -> None:
    """What was released is read again as it was, in its order, each naming the one before."""
    assert counts.last_hash(engine) == FIRST
    for sheet in range(3):
        assert counts.add(engine, frozen(counts.last_hash(engine), sheet=sheet))
    found = counts.chain(engine)

    assert len(found) == 3 and broken_link(found) is None
    assert found[0] == frozen(FIRST)
    assert counts.last_hash(engine) == found[-1].hash


def test_a_table_is_released_once(engine: Engine) -> None:
    """T9: a second release of the same table and period, with other draws, changes nothing."""
    first = frozen(FIRST)

    assert counts.add(engine, first)
    assert not counts.add(engine, frozen(first.hash, shift=5))
    assert counts.chain(engine) == (first,)


def test_releases_are_found_by_name_however_many(engine: Engine) -> None:
    """More names than one question takes, those that are not there left out; the list of names needs no document."""
    chain = tuple(Released(f"use-week {number}", b"{}") for number in range(900))
    counts.add_all(engine, chain)
    wanted = [release.name for release in chain[::2]] + ["use-week none"]

    assert counts.names(engine) == tuple(release.name for release in chain)
    assert set(counts.named(engine, wanted)) == set(wanted[:-1])

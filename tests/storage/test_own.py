"""One contract, two stores: units' own figures, and the last change taken back, on SQLite and PostgreSQL."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

from sqlalchemy import Engine

from bot.statistics.asked import Own
from bot.storage import acts
from bot.storage.own import OwnFigures

SPRING = (date(2026, 1, 1), date(2026, 6, 30))
MARCH = Own(1, date(2026, 3, 15), visits=812, asked=96)
APRIL = Own(1, date(2026, 4, 15), visits=790, reports=0)
OTHER = Own(2, date(2026, 3, 15), referrals=3)


def opened(engine: Engine) -> OwnFigures:
    """An empty table with a clock that stands."""
    return OwnFigures(engine, lambda: 1_900_000_000)


def test_figures_come_back_as_they_were_given(engine: Engine) -> None:
    """None stays none and zero zero; months outside the days are not there; saving the same again changes nothing."""
    own = opened(engine)
    assert own.save([APRIL, MARCH, OTHER], "anna") == 1

    assert own.figures(*SPRING) == (MARCH, APRIL, OTHER)
    assert own.figures(date(2026, 4, 1), date(2026, 4, 2)) == (APRIL,)
    assert own.save([MARCH, APRIL], "anna") == 0 and own.version(1) == 1


def test_the_last_change_is_taken_back_and_the_taking_back_too(engine: Engine) -> None:
    """Values of before hold again, a month that had none has none; an earlier change cannot be taken from under it."""
    own = opened(engine)
    own.save([MARCH], "anna")
    second = own.save([replace(MARCH, visits=5), APRIL], "eva") or 0
    assert not own.undo(1, "anna") and not own.undo(99, "anna")
    assert own.undo(second, "eva") and own.figures(*SPRING) == (MARCH,)
    assert own.undo(own.version(1), "eva") and own.figures(*SPRING) == (replace(MARCH, visits=5), APRIL)


def test_an_import_is_taken_back_whole_or_not(engine: Engine) -> None:
    """When one of its units has been changed since, nothing of it goes."""
    own = opened(engine)
    version = own.save([MARCH, OTHER], "anna") or 0
    assert own.touched(version) == {1, 2}
    own.save([replace(OTHER, visits=7)], "eva")
    assert not own.undo(version, "anna") and own.figures(*SPRING)[0] == MARCH


def test_who_writes_on_an_old_page_writes_over_nobody(engine: Engine) -> None:
    """Of two who saw the same version one is kept, also at one moment; the other is told."""
    own = opened(engine)
    own.save([MARCH], "anna")
    seen = own.version(1)
    with ThreadPoolExecutor() as threads:
        made = list(threads.map(lambda n: own.save([replace(MARCH, visits=n)], f"no{n}", seen), range(1, 9)))
    assert sum(version is not None for version in made) == 1
    assert own.save([MARCH], "late", seen) is None


def test_the_log_says_who_and_which_unit_and_no_number(engine: Engine) -> None:
    """An act of one unit names it, one of many says how many; no figure stands there."""
    own = opened(engine)
    own.save([MARCH], "anna")
    own.save([APRIL, OTHER], "eva")
    found = [(entry.who, entry.act.value, entry.about) for entry in acts.last(engine, 9)]

    assert found == [("eva", "own-figures", "2 units"), ("anna", "own-figures", "unit 1")]

"""The closed lists: small units are joined before anything is counted, and what is new finds a spare place or none."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from math import prod
from typing import TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.dialog.load import load
from bot.dialog.model import Program
from bot.statistics.cells import cell
from bot.statistics.contribution import Counted, Rehearsal
from bot.statistics.frame import (
    CHANNELS,
    LEAST_STAFF,
    OTHER,
    SPARE_GROUPS,
    Frame,
    Size,
    group_units,
    new_frame,
    take_spares,
)
from bot.statistics.periods import Cadence, period_of
from bot.statistics.tables import TABLES, Axis, Table
from tests.statistics.small import BEGIN, FULL, SIZES, any_round, any_talk, make_frame
from tests.statistics.test_contribution import CONTENT

TALKS = 100 if FULL else 10
"""Of each of a hundred organisations; 10,000 in all when they are tried whole."""
Find: TypeAlias = Callable[[Table, Frame, Counted], object]
QUARTER = period_of(BEGIN, Cadence.QUARTER)
UNITS = some.lists(
    some.builds(
        Size,
        some.integers(1, 60),
        some.sampled_from(("health", "dental", "social")),
        some.none() | some.integers(1, 80),
    ),
    unique_by=lambda size: size.unit,
    max_size=25,
)


@pytest.fixture(scope="module")
def program() -> Program:
    """A small program: two guides to choose, one more for oneself."""
    loaded = load(CONTENT)
    assert loaded.release is not None, loaded.problems
    return loaded.release.program


def test_units_are_grouped_by_their_staff() -> None:
    """From 25 a unit has its own week, from 10 its own month; six and seven count as one; one of three does not."""
    groups = {group.key: (group.units, group.weekly) for group in group_units(SIZES) if not group.is_spare}

    assert groups == {
        "unit-1": ((1,), True),
        "unit-2": ((2,), False),
        "small-social": ((3, 4), False),
        "other": ((), False),
    }


@given(sizes=UNITS)
def test_no_unit_under_ten_is_ever_alone(sizes: list[Size]) -> None:
    """Whatever an organisation is made of: a row of cells has at least ten possible users, or is "other"."""
    known = {size.unit: size.staff or 0 for size in sizes}
    for group in group_units(sizes):
        if group.key != OTHER and not group.is_spare:
            assert sum(known[unit] for unit in group.units) >= LEAST_STAFF
        assert len(group.units) < 2 or group.key.startswith("small-")


def test_lists_come_from_the_content(program: Program) -> None:
    """Guides and doors are those of the content; what is read for oneself has no cell."""
    frame = new_frame(program, (), 7, SIZES, ("sv", "en"), QUARTER)

    assert frame.subjects == ("none", "ask", "told", "spare-1", "spare-2", "spare-3", "spare-4", "other")
    assert frame.doors == ("none", "emergency", "social", "other")


def test_new_units_and_guides_take_spare_places(program: Program) -> None:
    """A unit of twelve and a guide that are new take the first spare place; a unit of four waits; no list grows."""
    before = Frame(QUARTER, 7, group_units(SIZES), ("none", "ask", "spare-1", OTHER), ("none", OTHER), ("sv",))
    after = take_spares(before, program, (*SIZES, Size(8, "health", 12), Size(9, "health", 4)))

    assert after.subjects == ("none", "ask", "told", "other")
    assert [group.key for group in after.groups if 8 in group.units] == ["unit-8"]
    assert after.group(9) == len(after.groups) - 1
    assert len(after.groups) == len(before.groups)
    assert take_spares(after, program, (*SIZES, Size(8, "health", 12))) == after


def test_a_large_new_unit_is_released_by_month_until_the_quarter_ends(program: Program) -> None:
    """Its weeks before stand under "other", by month: by week from the middle on, it would be counted in both."""
    after = take_spares(make_frame(QUARTER), program, (*SIZES, Size(8, "health", 90)))

    assert [group.weekly for group in after.groups if 8 in group.units] == [False]


def test_what_finds_no_spare_place_is_counted_under_other(program: Program) -> None:
    """The seventeenth new unit of a quarter has no row of its own before the next one."""
    new = [Size(100 + place, "dental", 30) for place in range(SPARE_GROUPS + 1)]
    after = take_spares(make_frame(QUARTER), program, new)

    assert not [group for group in after.groups if group.is_spare]
    assert after.group(100 + SPARE_GROUPS) == len(after.groups) - 1


@given(sizes=UNITS, seed=some.integers(0, 10**6))
def test_no_value_makes_a_cell(sizes: list[Size], seed: int) -> None:
    """T2: hostile and unknown values in every dimension find one of the cells that were there."""
    source, frame = random.Random(seed), make_frame(QUARTER, sizes)
    talks = [some_one(source) for _ in range(TALKS) for some_one in (any_talk, any_round)]

    assert strange(frame, talks, cell) == set()


def strange(frame: Frame, talks: Sequence[Counted], find: Find) -> set[tuple[str, object]]:
    """The places that talks find and that no closed list has."""
    counts = {table: prod(len(frame.lists[axis]) for axis in table.axes) for table in TABLES}
    found = {(table, find(table, frame, talk)) for table in TABLES for talk in talks}
    return {(t.key, place) for t, place in found if place is not None and place not in range(counts[t])}


def named(table: Table, frame: Frame, found: Counted) -> int | str | None:
    """Mutant: what no list knows makes a cell of its own, under its own name."""
    if isinstance(found, Rehearsal) or found.subject in (*frame.subjects, "") or Axis.SUBJECT not in table.axes:
        return cell(table, frame, found)
    return found.subject


def added(table: Table, frame: Frame, found: Counted) -> int | None:
    """Mutant: what no list knows is put behind the last cell."""
    place = cell(table, frame, found)
    known = isinstance(found, Rehearsal) or found.channel in CHANNELS
    return place if known or place is None else place + 10**6


@pytest.mark.parametrize("mutant", [named, added])
def test_a_value_that_makes_a_cell_is_seen(mutant: Find) -> None:
    """T2's mutants: a text that becomes a key, and a list that grows."""
    source = random.Random(2)

    assert strange(make_frame(QUARTER), [any_talk(source) for _ in range(200)], mutant)

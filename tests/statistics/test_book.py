"""Presses to open cells, with noise off, against an oracle that looks at the whole log."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import fields, replace
from pathlib import Path

import pytest

from bot.engine.token import Mode
from bot.statistics.book import CLOSE_AFTER, Book, House, over, settle, turn
from bot.statistics.cells import cell, open_sheet
from bot.statistics.contribution import Contribution, Counted, Withdrawn
from bot.statistics.frame import Frame
from bot.statistics.ledger import Spent
from bot.statistics.noise import draw
from bot.statistics.pack import pack, unpack
from bot.statistics.periods import Cadence, Period, period_of
from bot.statistics.tables import RETIRED, TABLES
from bot.statistics.waiting import PER_STAFF, SLOT, Caps, Pressed, Waiting
from tests.statistics.oracle import TALKS, Logged, Unlimited, log, oracle, stands
from tests.statistics.small import (
    BEGIN,
    DAY,
    RELEASE,
    ROUND,
    TALK,
    WEEK,
    any_talk,
    chance,
    house,
    make_frame,
    no_noise,
    opened,
    total,
)

GRID = SLOT


def counted(presses: Iterable[Logged], until: int) -> Book:
    """What stands in the cells when the presses came and the hour is over, saved every ten minutes."""
    book, waiting, at = opened(), Waiting(), BEGIN
    book.caps = Unlimited()
    for press in presses:
        while at + GRID <= press.minute:
            at += GRID
            save(book, waiting, at)
        if press.found is not None and press.minute - press.start < 60:
            waiting.press(Pressed(press.number, press.start, press.found))
    while at < until:
        at += GRID
        save(book, waiting, at)
    assert len(waiting) == 0
    return book


def save(book: Book, waiting: Waiting, minute: int) -> None:
    """One point of the grid."""
    turn(book, minute, house(), no_noise)
    settle(book, waiting.settle(minute), minute)


def test_ten_thousand_conversations_are_counted_as_the_oracle_says() -> None:
    """Each conversation once, in one cell of each table of its mode, as its last press within the hour said."""
    presses = log(TALKS, 6)
    found = stands(counted(presses, BEGIN + DAY + 120))

    assert found == oracle(presses)
    assert sum(found.values()) > 3 * TALKS


@pytest.mark.parametrize("mutant", ["adds", "forgets-the-hour", "keeps-personal"])
def test_the_oracle_sees_a_count_that_is_wrong(mutant: str) -> None:
    """A press that adds, a press after the hour that counts, a turn to oneself that is not taken back: all are seen."""
    presses = log(300, 7)
    wrong = [
        replace(press, number=place)
        if mutant == "adds"
        else replace(press, minute=min(press.minute, press.start + 59))
        if mutant == "forgets-the-hour"
        else replace(press, found=None)
        if isinstance(press.found, Withdrawn)
        else press
        for place, press in enumerate(presses)
    ]

    assert stands(counted(wrong, BEGIN + DAY + 120)) != oracle(presses)


def test_a_conversation_stands_in_one_cell_of_each_table_of_its_mode() -> None:
    """A real talk moves one cell of each live table and none of practice; practice moves its own alone."""
    talks: list[Counted] = [replace(TALK, unit=unit) for unit in (1, 2, 0)]
    for found in (*talks, ROUND, replace(ROUND, unit=900, ending="new/left", gate="", ask="")):
        book = opened()
        settle(book, [(BEGIN, found)], BEGIN + 60)
        for mode in (Mode.LIVE, Mode.PRACTICE):
            moved = {table.name: total(book, table.name) for table in TABLES if table.mode is mode}
            assert set(moved.values()) == {int(found.mode is mode)}


def test_nothing_of_a_talk_can_be_said_in_practice() -> None:
    """By type: what a round contributes has no mode to choose, and no subject, door or stage to give away."""
    assert {TALK.mode, ROUND.mode} == {Mode.LIVE, Mode.PRACTICE}
    assert {field.name for field in fields(ROUND)} == {"unit", "ending", "gate", "ask", "receive", "next"}


def test_open_cells_of_a_table_that_is_gone_are_dropped() -> None:
    """An older program's file, with a table that is opened no more and without a list of cases, is read and goes on."""
    book = opened()
    old = [sheet for sheet in book.sheets if sheet.table.mode is Mode.LIVE]
    frame = replace(old[0].frame, cases=("other",))
    old = [replace(sheet, frame=frame) for sheet in old]
    period = period_of(BEGIN, Cadence.QUARTER)
    read = unpack(pack(replace(book, sheets=[*old, open_sheet(RETIRED[0], period, frame, no_noise)])))
    assert read is not None and len(read.sheets) == len(old) + 1
    turn(read, BEGIN, house(), no_noise)

    assert {sheet.table for sheet in read.sheets} == set(TABLES)
    settle(read, [(BEGIN, ROUND)], BEGIN + 60)
    assert total(read, "rounds") == 1


def test_more_than_four_a_day_and_member_of_staff_are_dropped() -> None:
    """Mischief at one unit is cut off at four times its staff a day; other units, and the next day, are untouched."""
    book = opened()
    flood = [(BEGIN, replace(TALK, unit=2))] * (PER_STAFF * 12 + 30)
    settle(book, [*flood, (BEGIN, TALK)], BEGIN + 60)

    assert total(book, "use") == total(book, "outcome") == PER_STAFF * 12 + 1
    met = {sheet.frame.groups[place].key for sheet in book.sheets for place, flag in enumerate(sheet.met) if flag}
    assert met == {"unit-2"}
    settle(book, [(BEGIN + DAY, replace(TALK, unit=2))], BEGIN + DAY + 60)
    assert total(book, "outcome") == PER_STAFF * 12 + 2


def test_order_and_time_leave_no_trace() -> None:
    """T3: the same conversations in a hundred orders, at other times of the period, under other numbers: every byte
    that would be written is the same."""
    assert len({kept for _, kept in orders(100)}) == 1


def orders(count: int) -> Iterator[tuple[list[Pressed], bytes]]:
    """The same conversations again and again in other orders; each with what is on disk after them."""
    source, lists = random.Random(3), house()
    talks = [any_talk(random.Random(number)) for number in range(60)]
    for _ in range(count):
        book, waiting = opened(noise=lambda cost: cost, known=lists), Waiting()
        source.shuffle(talks)
        pressed = [Pressed(source.getrandbits(40), BEGIN + source.randrange(600), talk) for talk in talks]
        for press in pressed:
            waiting.press(press)
        for minute in (BEGIN + 60, BEGIN + 240, BEGIN + 660):
            save(book, waiting, minute)
        yield pressed, pack(book)


def first_used(pressed: list[Pressed], _: Path) -> bytes:
    """Mutant: cells in the order of their first use."""
    units = [press.found.unit for press in pressed if isinstance(press.found, Contribution)]
    return repr(list(dict.fromkeys(units))).encode()


def last_used(pressed: list[Pressed], _: Path) -> bytes:
    """Mutant: the time of the last use."""
    return max(press.start for press in pressed).to_bytes(8, "big")


def written_ahead(pressed: list[Pressed], folder: Path) -> bytes:
    """Mutant: cells in SQLite with a write-ahead log, one transaction for each conversation."""
    with closing(sqlite3.connect(folder / "cells.db", isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("CREATE TABLE cell (unit INTEGER PRIMARY KEY, n INTEGER)")
        for press in pressed:
            unit = press.found.unit if isinstance(press.found, Contribution) else 0
            database.execute("INSERT INTO cell VALUES (?, 1) ON CONFLICT DO UPDATE SET n = n + 1", (unit,))
        log = (folder / "cells.db-wal").read_bytes()
    return b"".join(log[place + 24 : place + 24 + 4096] for place in range(32, len(log), 24 + 4096))


@pytest.mark.parametrize("mutant", [first_used, last_used, written_ahead])
def test_the_trace_test_sees_an_order_and_a_time(
    mutant: Callable[[list[Pressed], Path], bytes], tmp_path: Path
) -> None:
    """T3's mutants: a list in order of first use, a time of last use, and a write-ahead log make the bytes differ."""
    seen = set()
    for number, (pressed, kept) in enumerate(orders(5)):
        folder = tmp_path / str(number)
        folder.mkdir()
        seen.add(kept + mutant(pressed, folder))

    assert len(seen) > 1


def test_number_of_conversations_changes_no_length() -> None:
    """T10: none, one or five hundred conversations fill the same number of bytes."""
    sizes = set()
    for talks in (0, 1, 500):
        book = opened(noise=lambda cost: draw(cost, chance(cost)))
        settle(book, [(BEGIN, any_talk(random.Random(number))) for number in range(talks)], BEGIN + 60)
        sizes.add(len(pack(book)))

    assert len(sizes) == 1


def test_a_book_comes_back_as_it_was() -> None:
    """What is packed is unpacked the same, caps that were met included; a changed bit or a cut is seen."""
    book = opened(noise=lambda cost: cost - 30)
    book.sheets[2].met[1] = True
    packed = pack(book)

    assert unpack(packed) == replace(book, caps=Caps())
    assert unpack(packed[:-1]) is None
    assert unpack(b"") is None
    assert unpack(packed[:200] + bytes([packed[200] ^ 4]) + packed[201:]) is None


def test_a_conversation_belongs_to_the_period_in_which_it_began() -> None:
    """Begun a minute before the week ends and finished after, it is counted in the old week, which is still open; one
    begun a minute later in the new one."""
    ends = period_of(BEGIN, Cadence.WEEK).ends
    book = opened()
    turn(book, ends, house(), no_noise)
    settle(book, [(ends - 1, TALK), (ends, TALK), (ends, TALK)], ends + 60)
    weeks = {sheet.period.name: sum(sheet.values) for sheet in book.sheets if sheet.table.key == "use-week"}

    assert weeks == {"2026-w47": 1, "2026-w48": 2}


def test_a_period_closes_when_all_its_conversations_have_settled() -> None:
    """Seventy-five minutes after its end, and not a minute before."""
    ends = period_of(BEGIN, Cadence.WEEK).ends
    book = opened()

    assert over(book, ends + CLOSE_AFTER - 1) == []
    # Week 47 is the last of its month too.
    assert [sheet.table.key for sheet in over(book, ends + CLOSE_AFTER)] == ["use-month", "use-week"]


def test_new_lists_wait_for_the_weeks_start() -> None:
    """What is new takes its spare place at the turn of the week, not in the middle; the old quarter's lists stay."""
    grown: list[Period] = []

    def grow(frame: Frame) -> Frame:
        grown.append(frame.quarter)
        return frame

    book, known = opened(), House(make_frame, grow, lambda: ())
    turn(book, BEGIN + DAY, known)
    assert grown == []
    turn(book, BEGIN + WEEK, known)
    assert set(grown) == {period_of(BEGIN, Cadence.QUARTER)}
    grown.clear()
    turn(book, period_of(BEGIN, Cadence.QUARTER).ends, known)
    assert grown == []


@pytest.mark.parametrize("wrong", [-3 * WEEK, 30 * WEEK])
def test_a_wrong_clock_opens_nothing_twice(wrong: int) -> None:
    """A clock that was wrong for a while, and right again: what was released stays as it is, and counting goes on."""
    book, released = opened(), list[Spent]()
    known = House(make_frame, lambda frame: frame, lambda: released)
    for minute in (BEGIN + wrong, BEGIN + 60):
        turn(book, minute, known)
        for sheet in over(book, minute):
            assert sheet.spent not in released
            released.append(sheet.spent)
            book.sheets.remove(sheet)
    turn(book, BEGIN + 20 * WEEK, known)

    keys = [sheet.table.key for sheet in book.sheets if sheet.period.holds(BEGIN + 20 * WEEK)]
    assert sorted(keys) == sorted(table.key for table in TABLES)
    names = [(entry.name, entry.period) for entry in released]
    assert len(set(names)) == len(names)


def test_changed_content_is_told_from_that_of_the_start() -> None:
    """Furthest steps on content that changed since the quarter began stand beside those of the start."""
    table = next(table for table in TABLES if table.name == "furthest")
    frame = make_frame(period_of(BEGIN, Cadence.QUARTER))
    first, second = (cell(table, frame, replace(TALK, release=release)) for release in (RELEASE, 5))

    assert first is not None and second == first + 8

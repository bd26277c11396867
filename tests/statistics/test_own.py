"""A unit's own monthly figures as they are written: all faults at once, each with its place; nothing but numbers."""

from __future__ import annotations

import re
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from bot.statistics.asked import Own
from bot.statistics.own import MEASURES, MOST_FAULTS, as_lines, read_table, read_year, spread

TODAY = date(2026, 10, 3)
UNITS = (1, 1001)
HEAD = "unit;month;visits;asked;reports;referrals"
GOOD = [Own(1, date(2026, 8, 15), 812, 96, 4, 7), Own(1001, date(2026, 9, 15), visits=790, reports=0)]


def faults(*lines: str, head: str = HEAD) -> list[tuple[int, str, str]]:
    """Line, column and key of each."""
    figures, found = read_table("\n".join((head, *lines)), UNITS, TODAY)
    assert not (figures and found and not lines)
    return [(fault.line, fault.column, fault.key) for fault in found]


def test_a_file_is_read_as_it_is_written() -> None:
    """What is listed comes back, none and zero apart; a Swedish head, tabs, another order and a mark of Excel's too."""
    text = "\n".join(as_lines(GOOD))
    swedish = "\ufeffmånad\tenhet\tbesök\ttillfrågade\tanmälningar\thänvisade\r\n2026-08-01\t1\t812\t96\t4\t7\r\n\r\n"

    assert read_table(text, UNITS, TODAY) == (tuple(GOOD), ())
    assert read_table(swedish, UNITS, TODAY) == ((GOOD[0],), ())


def test_every_fault_has_its_line_and_column() -> None:
    """All at once, in the order of the lines: nobody mends a file one fault at a time."""
    lines = (
        "1;2026-08;800;90;4;",
        "7;2026-08;800;90;4;",
        "1;aug;800;90;4;",
        "1;2026-11;1;1;1;1",
        "1;2026-07;8 00;-3;4,5;100000",
        "1;2026-06;5;6;;",
        "1;2026-05;5",
        "1;2026-08;1;1;1;1",
    )
    assert faults(*lines) == [
        (3, "unit", "unit"),
        (4, "month", "month"),
        (5, "month", "future"),
        (6, "visits", "number"),
        (6, "asked", "number"),
        (6, "reports", "number"),
        (6, "referrals", "number"),
        (7, "asked", "above"),
        (8, "", "fields"),
        (9, "", "twice"),
    ]
    assert faults(head="enhet;besök") == [(1, "", "head")] == faults(head="")
    assert len(faults(*["x"] * 500)) == MOST_FAULTS


@given(st.text(max_size=300), st.lists(st.text(max_size=12), max_size=6))
def test_no_text_breaks_the_reader_and_none_is_kept(text: str, cells: list[str]) -> None:
    """Whatever is pasted gives whole numbers of known units, or faults; never a word and never an exception."""
    for written in (text, f"{HEAD}\n{';'.join(cells)}", f"{HEAD}\n{text}"):
        figures, found = read_table(written, UNITS, TODAY)
        assert all(own.unit in UNITS and own.day <= date(2026, 10, 15) for own in figures)
        values = [getattr(own, name) for own in figures for name in MEASURES]
        assert all(value is None or (type(value) is int and 0 <= value <= 99_999) for value in values)
        assert figures or found or not re.search(r"\w", "".join(written.splitlines()[1:]))


def test_a_year_has_the_months_that_have_begun() -> None:
    """Fields of months to come are passed over; a fault keeps everything out and names its field."""
    fields = {"visits-09": "790", "asked-09": "", "visits-12": "5", "asked-02": "ett"}
    figures, wrong = read_year(fields, 1, 2026, TODAY)
    mended, none = read_year({**fields, "asked-02": "1"}, 1, 2026, TODAY)

    assert figures == () and list(wrong) == ["asked-02"]
    assert not none and len(mended) == 10 and mended[8] == Own(1, date(2026, 9, 15), visits=790)
    assert read_year(fields, 1, 2027, TODAY) == ((), {})


def test_a_copied_column_goes_down_the_months() -> None:
    """Lines are months and tabs measures; spaces of thousands go, and what falls outside is left out."""
    assert spread("1 812\r\n790\r\n\r\n803\r\n", 9, "visits") == {
        "visits-09": "1812",
        "visits-10": "790",
        "visits-11": "",
        "visits-12": "803",
    }
    assert spread("4\t7\t9\n5\t8", 12, "reports") == {"reports-12": "4", "referrals-12": "7"}

"""A table that is filled in, and what is wrong in it."""

from random import Random

import pytest

from bot.assess import keyed
from bot.assess.answers import Sheet
from tests.assess.forms import drawn, shipped

FRAME = shipped().frame
HEALTH = shipped().assessments["health"]
HEAD = ";".join(keyed.COLUMNS)


def read(*rows: str) -> tuple[Sheet, tuple[keyed.Fault, ...]]:
    """What these rows say."""
    return keyed.read("\n".join((HEAD, *rows)), FRAME, HEALTH)


def test_what_was_printed_is_read_again() -> None:
    """Two hundred sheets drawn at random, written and read: nothing is lost and nothing added."""
    random = Random("2026-11-23 keyed")
    for _ in range(200):
        sheet = drawn(shipped(), HEALTH, random)
        text = "\ufeff" + keyed.form(HEALTH, lambda key: f"Säg; “{key}”\nså", sheet)

        assert keyed.read(text, FRAME, HEALTH) == (sheet, ())


def test_an_empty_form_has_no_answers() -> None:
    """What nobody filled in is not answered yet, and no fault."""
    assert keyed.read(keyed.form(HEALTH, lambda key: key), FRAME, HEALTH) == ({}, ())


@pytest.mark.parametrize(
    ("row", "column", "says"),
    [
        ("H99;;2", 1, "there is no such statement"),
        ("H1;;5", 3, "a level is 0 to 4"),
        ("H1;;two", 3, "“two” is no answer"),
        ("H1;;²", 3, "“²” is no answer"),
        ("H1;;;;2026-01", 3, "“” is no answer"),
        ("H1;;3;routine", 4, "this level cannot be shown so"),
        ("H1;;2;routine;2026-13", 5, "a month is written"),
        ("H1;;3;sample;2026-01", 5, "a month is written"),
        ("H1;;3;;;elsewhere", 6, "a reason stands only with not-ours"),
        ("H1;;3;;;;soon", 7, "how soon is now"),
    ],
)
def test_what_does_not_fit_is_told_with_its_place(row: str, column: int, says: str) -> None:
    """Line, column and what is wrong; the row is not read."""
    sheet, faults = read("H2;;3", row)

    assert list(sheet) == ["H2"]
    assert [(fault.line, fault.column) for fault in faults] == [(3, column)]
    assert faults[0].says.startswith(says)


def test_all_faults_are_told_at_once() -> None:
    """And a statement that stands twice is read once."""
    sheet, faults = read("H1;;2", "H1;;3", "H77;;9")

    assert list(sheet) == ["H1"]
    assert [(fault.line, fault.column) for fault in faults] == [(3, 1), (4, 1), (4, 3)]


@pytest.mark.parametrize("text", ["", "a;b\n1;2\n", "statement\nH1\n", "statement;answer\nH1\nH2;\n"])
def test_any_table_is_told_what_its_first_line_is(text: str) -> None:
    """Neither an empty file nor another table is read as answers, and short rows are no fault."""
    sheet, faults = keyed.read(text, FRAME, HEALTH)

    assert sheet == {}
    assert bool(faults) == (not text.startswith("statement;answer"))


def test_words_beside_an_answer_are_not_kept() -> None:
    """What somebody writes into the column that is there to read goes nowhere."""
    sheet, _ = read("H1;Anna Andersson sade;2")

    assert "Anna" not in repr(sheet)

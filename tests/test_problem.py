"""Problems: what a hint may suggest."""

from __future__ import annotations

import pytest

from bot.problem import nearest


@pytest.mark.parametrize(
    ("name", "known", "hint"),
    [
        ("childern", ["children", "danger"], "did you mean “children”?"),
        ("unborn", ["unknown", "none", "yes"], "use one of: none, unknown, yes"),
        ("x", [], "none is declared"),
        ("x", [f"step-{number}" for number in range(12)], "there are 12: step-0, step-1, step-10, step-11, …"),
    ],
)
def test_a_slip_of_the_pen_is_named_and_another_word_is_not_taken_for_one(
    name: str, known: list[str], hint: str
) -> None:
    """Who follows a hint must not drop a duty: “unborn” is no way to write “none”."""
    assert nearest(name, known) == hint

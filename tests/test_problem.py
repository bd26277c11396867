"""Problems: how they are told, and what a hint may suggest."""

from __future__ import annotations

import pytest

from bot.problem import Problem, Span, nearest


@pytest.mark.parametrize(
    ("name", "known", "hint"),
    [
        ("childern", ["children", "danger"], "did you mean “children”?"),
        ("unborn", ["unknown", "none", "yes"], "use one of: none, unknown, yes"),
        ("EN", [f"x{number}" for number in range(12)] + ["en"], "did you mean “en”?"),
        ("x", [], "none is declared"),
        ("x", [f"step-{number}" for number in range(12)], "there are 12: step-0, step-1, step-10, step-11, …"),
    ],
)
def test_a_slip_of_the_pen_is_named_and_another_word_is_not_taken_for_one(
    name: str, known: list[str], hint: str
) -> None:
    """Who follows a hint must not drop a duty: “unborn” is no way to write “none”."""
    assert nearest(name, known) == hint


def test_a_problem_is_one_line_and_its_hint() -> None:
    """Editors read a line a problem: a line's end in a file's name or in an author's text does not break it."""
    assert str(Problem("N001", Span("guides/a\nb.yaml", 2, 3), "“x\ny” stands twice", "rename it")) == (
        "guides/a b.yaml:2:3: error N001 “x y” stands twice\n    rename it"
    )

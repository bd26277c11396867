"""Computed values: what is let through can never leave the fact's domain."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.conditions.check import Checker
from bot.conditions.domain import numbers
from bot.conditions.evaluate import compile_amount
from bot.conditions.parse import MAX_LENGTH, parse
from bot.dialog.scope import _interval
from tests.conditions.trees import DOMAINS, FACTS, Written, amounts, states
from tests.dialog.test_any_input import GUIDE, told

SLOTS = {fact.slot: fact.domain for fact in FACTS.values()}


def interval(text: str) -> tuple[int, int]:
    """The smallest and largest number that the compiler thinks possible."""
    checker = Checker(FACTS)
    amount = checker.amount(parse(text))
    assert not checker.faults, checker.faults
    return _interval(amount, SLOTS)


@settings(max_examples=200)
@given(amounts(2), st.lists(states(), min_size=1, max_size=10))
def test_no_result_leaves_its_interval(written: Written[int], given_states: list[tuple[int, ...]]) -> None:
    """Whatever the facts, the number lies between the bounds that the fact's range is held against."""
    if len(written.text) > MAX_LENGTH:
        return
    checker = Checker(FACTS)
    amount = checker.amount(parse(written.text))
    if checker.faults:
        return
    low, high = _interval(amount, SLOTS)
    assert all(low <= compile_amount(amount)(state) <= high for state in given_states)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3", (3, 3)),
        ("nights", (0, 5)),
        ("default(score, 9)", (0, 9)),
        ("default(weight, -7)", (-7, 3)),
        ("nights + 2", (2, 7)),
        ("2 - nights", (-3, 2)),
        ("nights - default(weight, 0)", (-3, 8)),
        ("nights * -2", (-10, 0)),
        ("default(weight, 0) * default(weight, 0)", (-9, 9)),
        ("3 * count(alone, told) - nights", (-5, 6)),
    ],
)
def test_bounds_are_as_tight_as_its_parts_allow(text: str, expected: tuple[int, int]) -> None:
    """An author is not asked to widen a fact more than is needed."""
    assert interval(text) == expected


@pytest.mark.parametrize(
    ("expression", "codes"),
    [
        ("=default(nights, 0)", []),
        ("=default(nights, 0) + 1", ["C007"]),
        ("=default(nights, 0) - 1", ["C007"]),
        ("=7 - default(nights, 0)", []),
        ("=2 * count(alone, mood == calm) + 3", []),
        ("=nights", ["C007"]),
        ("=-1", ["C007"]),
        ("=8", ["C007"]),
    ],
)
def test_a_fact_takes_only_what_it_can_hold(expression: str, codes: list[str]) -> None:
    """Too large, too small, and a number that may be unknown are all refused for a fact of 0 to 7."""
    guide = GUIDE.replace("steps:", "facts: {sum: 0..7}\nsteps:")
    assert told(f"{guide}  end:\n    set: {{sum: '{expression}'}}\n    finish: done\n") == codes


def test_numbers_stand_where_the_domain_says() -> None:
    """With an unknown before them, and from below nought."""
    assert numbers(-1, 1).values == ("-1", "0", "1")
    assert numbers(0, 1, unknown=True).values == ("unknown", "0", "1")
    assert (DOMAINS["weight"].low, DOMAINS["weight"].first_number) == (-3, 1)

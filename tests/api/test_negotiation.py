"""What a program would like, as RFC 9110 has it."""

import pytest

from bot.api.negotiation import best_language, best_type, is_fresh

JSON, CSV = "application/json", "text/csv; charset=utf-8"


@pytest.mark.parametrize(
    ("accept", "found"),
    [
        ("", JSON),
        ("*/*", JSON),
        ("text/csv", CSV),
        ("TEXT/CSV ; q=0.2, application/*;q=0.1", CSV),
        ("text/csv;q=0, */*", JSON),
        ("application/json;q=0, text/*", CSV),
        ("text/html", None),
        ("*/*;q=0", None),
        ("text/html,application/xhtml+xml,*/*;q=0.8", JSON),
        ("text/csv;q=2", JSON),
        (",;,", JSON),
    ],
)
def test_the_most_exact_range_decides_and_nothing_wanted_is_none(accept: str, found: str | None) -> None:
    """An exact type beats type/*, which beats */*; weight 0 is a no; what cannot be read was not said."""
    assert best_type(accept, (JSON, CSV)) == found


@pytest.mark.parametrize(
    ("accept", "found"),
    [
        ("", "sv"),
        ("en", "en"),
        ("en-GB, sv;q=0.9", "en"),
        ("de, en;q=0.5, sv;q=0.4", "en"),
        ("de", "sv"),
        ("en;q=0", "sv"),
        ("*", "sv"),
        ("fi, *;q=0.1", "sv"),
        ("en;q=x", "sv"),
    ],
)
def test_the_language_liked_best_that_there_is(accept: str, found: str) -> None:
    """With its region or without; Swedish where none of them is."""
    assert best_language(accept, ("sv", "en")) == found


@pytest.mark.parametrize(
    ("header", "fresh"),
    [("", False), ("*", True), ('"a"', True), ('W/"a"', True), ('"b", "a"', True), ('"ab"', False), ("a", False)],
)
def test_a_tag_is_fresh_when_it_stands_in_the_list(header: str, fresh: bool) -> None:
    """Compared weakly; a word without quotation marks is none."""
    assert is_fresh(header, '"a"') is fresh

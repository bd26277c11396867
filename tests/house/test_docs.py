"""The pages of docs/ are whole: what a merge may tear is looked at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
RULE = re.compile(r"\|(?: *:?-+:? *\|)+")
"""The second line of a table."""


def torn(text: str) -> Iterator[int]:
    """Lines of tables that have another number of columns than their header, or no header."""
    columns, fenced = 0, False
    lines = [re.sub(r"`[^`]*`", "code", line).replace(r"\|", "/") for line in [*text.splitlines(), ""]]
    for number, (line, following) in enumerate(pairwise(lines), 1):
        fenced ^= line.startswith("```")
        if fenced or not line.startswith("|"):
            columns = 0
            continue
        if not columns and RULE.fullmatch(following.strip()):
            columns = line.count("|")
        if line.count("|") != columns:
            yield number


@pytest.mark.parametrize("page", sorted(ROOT.glob("docs/*.md")), ids=lambda page: page.name)
def test_every_row_of_a_table_has_the_columns_of_its_header(page: Path) -> None:
    """A row that came into another table's place would be shown cut, or filled with nothing."""
    assert not list(torn(page.read_text(encoding="utf-8")))


def test_a_torn_table_is_found() -> None:
    """A row too short, one too long, and rows without a header; a bar in code parts nothing."""
    whole = "| a | b |\n| --- | --- |\n| `1|2` | 3 |\n\n"

    assert list(torn(whole)) == []
    assert list(torn(f"{whole}| a | b |\n| --- | --- |\n| 1 |\n| 1 | 2 | 3 |\n\n| 1 | 2 |\n")) == [7, 8, 10]

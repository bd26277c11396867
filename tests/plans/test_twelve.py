"""The situations that docs/plans.md names, twice twelve and more, stand as plans."""

from __future__ import annotations

import re
from collections import Counter

from tests.conftest import ROOT


def test_each_of_the_situations_has_its_plan() -> None:
    """Eight walks a sector at least are named, and each plan is there; that it runs, the check proves."""
    page = (ROOT / "docs" / "plans.md").read_text(encoding="utf-8")
    named = re.findall(r"^\| (?:Health|Dental|Social): .* \| `([a-z0-9-]+)` \|$", page, re.MULTILINE)

    walks = Counter(name.partition("-")[0] for name in named)
    assert walks.keys() == {"health", "dental", "social"}
    assert min(walks.values()) >= 8
    assert len(set(named)) == len(named)
    assert [name for name in named if not (ROOT / "dialogs" / "plans" / f"{name}.plan").is_file()] == []

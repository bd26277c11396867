"""The twice twelve situations that docs/plans.md names stand as plans."""

from __future__ import annotations

import re
from collections import Counter

from tests.conftest import ROOT


def test_each_of_the_situations_has_its_plan() -> None:
    """Eight walks a sector are named, and each plan is there; that it runs, the check proves."""
    page = (ROOT / "docs" / "plans.md").read_text(encoding="utf-8")
    named = re.findall(r"^\| (?:Health|Dental|Social): .* \| `([a-z0-9-]+)` \|$", page, re.MULTILINE)

    assert Counter(name.partition("-")[0] for name in named) == {"health": 8, "dental": 8, "social": 8}
    assert [name for name in named if not (ROOT / "dialogs" / "plans" / f"{name}.plan").is_file()] == []

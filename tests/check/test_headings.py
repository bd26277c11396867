"""What staff look for stands somewhere for each sector, and the page that says so is fresh."""

from __future__ import annotations

import pytest

from bot.check.headings import draw_up
from bot.cli import main
from bot.dialog.model import Release
from bot.problem import Problem
from tests.check.shipped import judged
from tests.conftest import ROOT

PAGE = ROOT / "docs" / "coverage.md"


def test_each_sector_finds_all_that_it_looks_for() -> None:
    """No heading is without a guide that can be reached and is written for those who look for it."""
    assert judged(lambda release: draw_up(release).problems) == []
    judged(_is_long)


def _is_long(release: Release) -> tuple[Problem, ...]:
    assert len(draw_up(release).found) >= 80
    return ()


def test_the_page_is_fresh(capsys: pytest.CaptureFixture[str]) -> None:
    """docs/coverage.md is what the guides say now, and the command prints it."""
    assert main(["matrix", "--headings"]) == 0
    assert capsys.readouterr().out == PAGE.read_text(encoding="utf-8")


def test_a_heading_that_names_a_page_leads_to_one() -> None:
    """What is a tool beside the guides stands on a page of docs/ that is there."""
    named: set[str] = set()

    def keep(release: Release) -> tuple[Problem, ...]:
        named.update(found.page for found in draw_up(release).found if found.page)
        return ()

    judged(keep)
    assert {"papers.md", "routine.md"} <= named
    assert [page for page in sorted(named) if not (ROOT / "docs" / page).is_file()] == []


def test_a_guide_that_is_no_longer_written_for_a_sector_leaves_a_hole() -> None:
    """Who takes a sector away from a guide is told what its staff now look for in vain."""
    old, new = "for: [health, dental, social]", "for: [health, social]"
    (problem,) = judged(lambda release: draw_up(release).problems, "guides/neck.yaml", old, new)

    assert problem.code == "R023"
    assert "strangulation" in problem.message
    assert "dental" in problem.message

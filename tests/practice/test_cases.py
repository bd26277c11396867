"""The cases that ship keep what docs/practice.md promises of every case."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import pytest

from bot.check import cases as check
from bot.dialog.case_model import Case
from bot.dialog.load import load
from bot.dialog.model import Release
from bot.practice.players import Played, Player
from bot.practice.score import score
from bot.problem import Problem
from tests.check.shipped import judged, shipped
from tests.practice.conftest import walk, walk_out


def test_shipped_cases_have_no_fault(release: Release) -> None:
    """Right lines are the guides', all is met, all points can be had, nobody comes far by guessing."""
    assert [str(problem) for problem in check.problems(release)] == []
    assert len([case for case in release.cases if case.data.tutorial == "no"]) >= 3


def test_a_changed_guide_makes_the_case_stale() -> None:
    """Who rewords a sentence of a guide is told which line of which case borrowed it."""
    old = "Tack för att du berättar. Det du har varit med om är inte ditt fel."
    told = judged(two_cases, "guides/respond.yaml", old, "Tack. Det du har varit med om är inte ditt fel.")

    assert {problem.code for problem in told} == {"X001"}
    assert {problem.where.file for problem in told} == {"practice/elin.yaml", "practice/tina.yaml"}
    assert all("Tack för att du berättar" in problem.message for problem in told)


def two_cases(release: Release) -> Iterator[Problem]:
    """The faults of Elin and Tina alone: to play all cases through takes long, and the test above has done it."""
    return check.problems(replace(release, cases=tuple(case for case in release.cases if case.id in {"elin", "tina"})))


def test_right_answers_alone_reach_everything(cases: Mapping[str, Case]) -> None:
    """Who does all as the guides say gets every point, misses no gate, and meets a good ending."""
    for case in cases.values():
        result = score(case, walk(case))

        assert (result.percent, result.missed, result.is_passed) == (100, (), True), case.id


@pytest.mark.parametrize(
    ("of", "silent", "well", "else_"),
    [
        ("per", {"viggo": "counsel-secret"}, "two-ways", "quiet"),
        ("roger", {"report_night": "wait-him"}, "tyres", "half"),
        ("nadia", {"child": "wait-johan"}, "apart", "unclear"),
        ("oskar", {"duty": "letter"}, "comes", "quiet"),
        ("henrik", {"report": "he-reports"}, "two-fingers", "done"),
    ],
)
def test_no_child_is_well_when_nobody_reported(
    cases: Mapping[str, Case], of: str, silent: Mapping[str, str], well: str, else_: str
) -> None:
    """However much a parent trusts who keeps silent, the ending where the children are safe is not met."""
    ends = walk_out(cases[of]), walk_out(cases[of], **silent)

    assert [cases[of].ending_at[end.state[0]].id for end in ends] == [well, else_]


@pytest.mark.parametrize(("of", "slip"), [("dara", {"papers": "need-number"}), ("amina", {"door": "reason"})])
def test_an_early_slip_that_can_be_made_good_does_not_settle_the_end(
    cases: Mapping[str, Case], of: str, slip: Mapping[str, str]
) -> None:
    """Who asks Dara for a number, or lets Damir hear a sentence meant for all, and then does as the guides say."""
    ends = walk_out(cases[of]), walk_out(cases[of], **slip)

    assert ends[0].state[0] == ends[1].state[0]


def test_guessing_is_poor_play(release: Release) -> None:
    """Lots give under 35 %, place or length under 45 %, and who counts words finds the right line in under 45 % of the
    decisions: what the check, without a fault above, holds the cases to."""
    held = release.house.practice

    assert (held.random, held.naive, held.words) == (35, 45, 45)
    assert [Played(case).expected(Player.RANDOM) < 0.35 for case in release.cases if case.id == "elin"] == [True]


def test_a_release_with_a_broken_case_does_not_load() -> None:
    """Every fault of a case's names is told at once, with its place."""
    text = shipped()["practice/elin.yaml"].decode()
    text = text.replace("earns: [acts]", "earns: [actz]").replace("trust >= 4", "trusst >= 4", 1)
    loaded = load({**shipped(), "practice/elin.yaml": text.encode()})

    assert loaded.release is None
    assert {problem.code for problem in loaded.problems} == {"X004", "N003"}
    assert all(problem.where.file == "practice/elin.yaml" and problem.where.line > 1 for problem in loaded.problems)

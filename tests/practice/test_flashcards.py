"""Flashcards: the ones that ship keep what docs/practice.md promises, and a slip in one is told with its place."""

from bot.check import cases as check
from bot.dialog.load import load
from bot.dialog.model import Release
from tests.check.shipped import judged, shipped

FILE = "practice/flashcards.yaml"


def test_every_card_has_a_right_line_and_others(release: Release) -> None:
    """Three or four lines, some of them the guides' own, each with a reason; the fifteen of the start are there."""
    assert len(release.flashcards) >= 15
    for card in release.flashcards:
        assert 0 < sum(line.is_right for line in card.lines) < len(card.lines), card.id
        assert card.data.rows or card.data.sources, card.id


def test_a_changed_guide_makes_a_card_stale() -> None:
    """Who rewords a sentence of a guide is told which card borrowed it."""
    told = judged(check.problems, "guides/asked-for.yaml", "Vi svarar aldrig på om", "Vi svarar inte på om")

    assert [(problem.code, problem.where.file) for problem in told if problem.where.file == FILE] == [("X001", FILE)]


def test_slips_are_told_with_their_place() -> None:
    """A line that is neither said nor done, an unknown guide and source; and a card without a right line."""
    text = shipped()[FILE].decode()
    broken = text.replace("        do: Lyssna.\n", "").replace("live: company", "live: compani", 1)
    broken = broken.replace("sources: [suicide-study]", "sources: [suicide-studi]")
    loaded = load({**shipped(), FILE: broken.encode()})

    assert loaded.release is None
    assert {problem.code for problem in loaded.problems} == {"S005", "N005", "N007"}
    assert all(problem.where.file == FILE and problem.where.line > 1 for problem in loaded.problems)
    assert {problem.code for problem in judged(check.problems, FILE, "        guides: [company.end]\n", "")} == {"X002"}

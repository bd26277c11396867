"""Flashcards: the ones that ship keep what docs/practice.md promises, and a slip in one is told with its place."""

from dataclasses import replace

from bot.check import cases as check
from bot.check import matrix, practised
from bot.check.rules import read_rules
from bot.conversation.edition import Edition
from bot.conversation.render import Renderer
from bot.dialog.case_model import SKILLS
from bot.dialog.load import load
from bot.dialog.model import Release
from bot.practice.hints import hints
from tests.channels.web.small_house import WEEKDAY
from tests.check.shipped import judged, shipped
from tests.conftest import ROOT

FILE = "practice/flashcards.yaml"


def test_every_card_has_a_right_line_and_others(release: Release) -> None:
    """Three or four lines, some of them the guides' own, each with a reason; fifteen of the start, and forty."""
    assert len(release.flashcards) >= 55
    assert {card.data.skill for card in release.flashcards} == set(SKILLS)
    for card in release.flashcards:
        assert 0 < sum(line.is_right for line in card.lines) < len(card.lines), card.id
        assert card.data.rows or card.data.sources, card.id


def test_a_changed_guide_makes_a_card_stale() -> None:
    """Who rewords a sentence of a guide is told which card borrowed it."""
    told = judged(check.problems, "guides/asked-for.yaml", "Det kan jag inte svara på", "Det svarar jag inte på")

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


def test_cards_and_cases_together_give_nothing_away(release: Release) -> None:
    """Place, length and words of a line say nothing of whether it is right, over all decisions that ship."""
    scenes = [scene for case in release.cases if case.data.tutorial == "no" for scene in case.scenes]

    assert [hint for hint in hints([*scenes, *release.flashcards]) if hint.tells] == []


def test_cards_in_plain_order_are_not_found_by_place_or_length(release: Release) -> None:
    """Who reads without script and always takes one place, or the longest or shortest line, gets under 45 %."""
    cards = release.flashcards
    by_place = [sum(card.lines[place].is_right for card in cards) for place in (0, 1, 2, -1)]
    by_length = [
        sum(pick(card.lines, key=lambda line: len(line.text)).is_right for card in cards) for pick in (max, min)
    ]

    assert max(*by_place, *by_length) < 0.45 * len(cards)


def test_every_row_says_who_practises_it_or_that_none_does(release: Release) -> None:
    """Each row of the decision table stands once on the page, which is fresh; one that nobody wrote down is told."""
    rules, _ = read_rules(release)
    table = matrix.draw_up(release, rules)
    found = practised.draw_up(release, table)
    page = practised.markdown(found)

    assert (ROOT / "docs" / "practice-matrix.md").read_text(encoding="utf-8") == page, (
        "run fragestod matrix --practice > docs/practice-matrix.md"
    )
    assert found.unknown == ()
    for row in found.rows:
        assert page.count(f"\n| {row.clause} |") == 1
    walks_in = next(row for row in found.rows if row.clause == "D14")
    assert "partner-walks-in" in walks_in.cards
    fewer = replace(table, lines=tuple(line for line in table.lines if line.clause != "D14"))
    assert practised.draw_up(release, fewer).unknown == ("D14",)


def test_an_ending_offers_the_card_of_its_first_step_and_an_emergency_none(edition: Edition) -> None:
    """What was done is what is practised afterwards; while help is called for nobody is sent to practise."""
    render = Renderer(edition, edition.directory, "sv", "sv", None, WEEKDAY.replace(tzinfo=None))
    forms = {name: action.forms[0].action for name, action in edition.program.actions.items()}
    assert render._card([forms["report-child"]]) == "manager-says-wait"
    urgent = next(form for form in forms.values() if form.door == "emergency")

    assert render._card([urgent, forms["report-child"]]) == ""
    assert render._card([]) == ""

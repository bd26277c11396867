"""What coordinators ask: each answer from released tables alone, each figure with its ± or the reason why not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.statistics.asked import Asked, Own
from bot.statistics.change import difference, smallest_seen
from bot.statistics.contribution import Contribution, Use
from bot.statistics.figures import Count, Figure, Measure, Panel, Report, Why, add, share
from bot.statistics.frame import Size
from bot.statistics.law import variance
from bot.statistics.periods import Cadence
from bot.statistics.release import Released
from bot.statistics.reports import Question, answer
from bot.statistics.shelf import Shelf
from tests.statistics.shown import QUARTER, at, released, shelf
from tests.statistics.small import ROUND, SIZES

AFTER = QUARTER.released_on
ASKED = Asked(AFTER, QUARTER.first, AFTER - timedelta(days=1))
"""Asked on the Monday after the quarter, about all of it."""


def week_of_talks(week: int) -> list[Contribution]:
    """Forty at the large unit, twelve at the middle one, eight at a small one; ten stop at the gate."""
    return [
        *at(1, 30, furthest=7),
        *at(1, 10, use=Use.STOPPED, door="", furthest=1),
        *at(2, 12, subject="told", door="child", furthest=4),
        *at(3, 8, staff=1, channel="telegram"),
    ]


@pytest.fixture(scope="module")
def chain() -> list[Released]:
    """A quarter without noise, to be held against what is known."""
    return released(week_of_talks)


def ask(chain: list[Released], question: Question, asked: Asked = ASKED) -> Report:
    """The answer."""
    return answer(question, shelf(chain), SIZES, asked)


def table(panel: Panel) -> Mapping[str, list[float | None]]:
    """Row name → values."""
    return {row.label.name: [figure.value for figure in row.figures] for row in panel.rows}


def notes(report: Report) -> list[str]:
    """Their keys."""
    return [note.key for note in report.notes]


def test_use_of_a_unit_is_told_week_by_week(chain: list[Released]) -> None:
    """Each week with all endings; a figure that an empty cell could have given is withheld and says so."""
    report = ask(chain, Question.USE, replace(ASKED, unit=1))
    first = report.panels[0].rows[0]

    assert [row.label.name for row in report.panels[0].rows][:2] == ["2026-w40", "2026-w41"]
    assert [figure.value for figure in first.figures] == [40, None, None, None, 30]
    assert first.figures[0].plus_minus == 20 and first.figures[4].plus_minus == 10
    assert first.figures[1].why is Why.FLOOR


def test_use_of_all_by_month_holds_weekly_and_monthly_groups(chain: list[Released]) -> None:
    """Weeks of large units and months of the others are different conversations, so they add up."""
    by_week = ask(chain, Question.USE)
    by_month = ask(chain, Question.USE, replace(ASKED, grain=Cadence.MONTH))

    assert table(by_week.panels[0])["2026-w40"][0] == 40
    assert table(by_month.panels[0])["2026-w40-w43"][0] == 4 * (40 + 12 + 8)
    assert "weekly-groups-only" in notes(by_week) and "weekly-groups-only" not in notes(by_month)
    assert "weekly-groups-only" in notes(ask(chain, Question.EFFECT)), "before and after leaves the same units out"


def test_a_unit_counted_by_month_has_no_weeks(chain: list[Released]) -> None:
    """Asked by week it says that it is counted by month; asked by month it has its figure."""
    by_week = ask(chain, Question.USE, replace(ASKED, unit=2))
    by_month = ask(chain, Question.USE, replace(ASKED, unit=2, grain=Cadence.MONTH))

    assert {figure.why for row in by_week.panels[0].rows for figure in row.figures} == {Why.COARSER}
    assert table(by_month.panels[0])["2026-w40-w43"][0] == 48


def test_a_small_unit_is_shown_with_those_it_is_counted_with(chain: list[Released]) -> None:
    """No figure of its own exists; the answer names the row and says so."""
    report = ask(chain, Question.USE, replace(ASKED, unit=3, grain=Cadence.MONTH))

    assert report.about.name == "small-social"
    assert table(report.panels[0])["2026-w40-w43"][0] == 32
    assert "counted-together" in notes(report)


def test_what_still_runs_says_when_it_comes(chain: list[Released]) -> None:
    """A period that is not over has no figure, and the day of its release."""
    report = ask(chain, Question.USE, replace(ASKED, last=AFTER + timedelta(days=3), unit=1))
    figure = report.panels[0].rows[-1].figures[0]

    assert figure == Figure(None, None, Why.NOT_YET, AFTER + timedelta(weeks=1))


def test_an_empty_answer_says_when_the_first_figures_come() -> None:
    """Weekly figures on Monday, quarterly ones after the quarter."""
    for question, day in ((Question.USE, date(2026, 11, 23)), (Question.SUBJECTS, AFTER)):
        report = ask([], question, replace(ASKED, today=date(2026, 11, 18), last=date(2026, 11, 18)))
        assert (report.notes[0].key, report.notes[0].when) == ("first-release", day)


def test_a_sum_that_is_withheld_beside_a_part_is_explained(chain: list[Released]) -> None:
    """Twenty that finished are shown, and the sum of all four endings, which bears the noise of four, is not."""
    few = released(lambda _: at(1, 20, use=Use.FINISHED), 1)
    report = ask(few, Question.USE, replace(ASKED, unit=1))

    first = report.panels[0].rows[0].figures
    assert (first[0].why, first[4].value) == (Why.FLOOR, 20) and "sum-withheld" in notes(report)
    assert "sum-withheld" not in notes(ask(chain, Question.USE, replace(ASKED, unit=1)))


def test_endings_are_told_with_their_shares(chain: list[Released]) -> None:
    """Per cent only where the whole is large enough; shares and figures from the same cells."""
    found = table(ask(chain, Question.ENDINGS, replace(ASKED, unit=1)).panels[0])

    assert found["finished"] == [420, 75.0]
    assert found["stopped-at-the-gate"] == [140, 25.0]
    assert found["quick-exit"][0] is None


def test_subjects_are_in_the_order_of_their_figures(chain: list[Released]) -> None:
    """What was chosen most stands first; what nobody could choose then says that it was not asked."""
    panel = ask(chain, Question.SUBJECTS).panels[0]

    assert [row.label.name for row in panel.rows][:2] == ["ask", "told"]
    assert table(panel)["ask"] == [14 * 48] and table(panel)["told"] == [14 * 12]


def test_steps_are_sums_from_the_deepest_up(chain: list[Released]) -> None:
    """So each is at most the one before; the largest drop is marked where most left."""
    panel = ask(chain, Question.STEPS).panels[0]
    reached = [row.figures[0].value for row in panel.rows]

    assert reached == [14 * 60, 14 * 60, 14 * 50, 14 * 50, 14 * 50, 14 * 38, 14 * 30, 14 * 30]
    assert panel.mark == "4"


def test_steps_of_one_subject_hold_no_other(chain: list[Released]) -> None:
    """Asked of one guide, the others' talks are not there."""
    panel = ask(chain, Question.STEPS, replace(ASKED, subject="told")).panels[0]

    assert table(panel)["4"][0] == 14 * 12 and table(panel)["5"][0] is None


def test_doors_are_told_by_sector_and_for_all(chain: list[Released]) -> None:
    """All is the sum of the sectors; a talk that ended with nothing to do stands under none."""
    found = table(ask(chain, Question.DOORS).panels[0])

    assert found["police"][:4] == [14 * 38, 14 * 30, None, 14 * 8]
    assert found["child"][2] == 14 * 12


def test_languages_are_of_the_whole_organisation(chain: list[Released]) -> None:
    """Asked for one unit, the answer is still of all, and says so: one speaker must not stand out."""
    report = ask(chain, Question.LANGUAGES, replace(ASKED, unit=1))

    assert report.about.name == "all" and "whole-organisation" in notes(report)
    assert table(report.panels[0])["sv"] == [14 * 52]
    assert table(report.panels[1])["telegram"] == [14 * 8]


def test_practice_stands_apart() -> None:
    """Practice is read from its own tables, and no live answer holds it; which safety step was missed and how own
    confidence changed are told of the whole organisation alone."""
    chain = released(lambda week: [*[ROUND] * 10, *[replace(ROUND, unit=2, ending="marek/left", gate="")] * 4])

    rounds, cases, gates, changes = ask(chain, Question.PRACTICE).panels

    assert table(rounds)["2026-w40-w53"] == [196, 140]
    assert table(cases) == {"elin": [140], "marek": [56]}
    assert table(gates)["alone"] == [140] and table(gates)["none"] == [56]
    assert table(changes) == {
        "much-less": [None] * 3,
        "less": [None] * 3,
        "same": [None, 196, None],
        "more": [196, None, None],
        "much-more": [None, None, 196],
    }
    assert table(ask(chain, Question.PRACTICE, replace(ASKED, unit=2)).panels[0])["2026-w40-w53"] == [56, None]
    assert ask(chain, Question.USE).panels[0].is_empty


def test_a_clear_change_is_told_and_never_its_cause() -> None:
    """Twice as many after the event: a difference with interval, and the sentence that it may have other causes."""
    chain = released(lambda week: at(1, 40 if week < 7 else 80))
    report = ask(chain, Question.EFFECT, replace(ASKED, unit=1, event=QUARTER.first + timedelta(weeks=6, days=2)))
    found = table(report.panels[1])

    assert report.panels[0].mark == "2026-w46"
    assert found["before"][0] == 6 * 40 and found["after"][0] == 6 * 80
    assert found["difference"][0] == 240
    assert {"more", "not-the-cause", "shift"} <= set(notes(report))


def test_a_change_within_chance_cannot_be_told() -> None:
    """Five more a week at forty drown in noise and chance; the least that would show is said."""
    chain = released(lambda week: at(1, 40 if week < 7 else 45))
    report = ask(chain, Question.EFFECT, replace(ASKED, unit=1, event=QUARTER.first + timedelta(weeks=6)))
    told = next(note for note in report.notes if note.key == "cannot-be-told")

    assert 60 <= told.numbers[0] <= 150


def test_an_event_outside_the_days_is_said() -> None:
    """Nothing is compared with nothing."""
    chain = released(week_of_talks, weeks=4)

    assert "no-event" in notes(ask(chain, Question.EFFECT, ASKED))
    assert "too-early" in notes(ask(chain, Question.EFFECT, replace(ASKED, event=QUARTER.first)))


def test_units_stand_side_by_side_without_ranks(chain: list[Released]) -> None:
    """In the order of the list, per hundred staff beside; small ones together."""
    report = ask(chain, Question.COMPARE)

    assert [row.label.name for row in report.panels[0].rows] == ["unit-1", "unit-2", "small-social", "other"]
    assert table(report.panels[0])["unit-1"] == [560, 420, 1400.0]
    assert "no-ranks" in notes(report)


def test_how_many_stopped_is_no_part_of_those_who_came_further(chain: list[Released]) -> None:
    """The last column is each stage's own cell, in a measure of its own, so that no picture lays it with the others.
    At the last stage a guide ends, so there nobody stops."""
    panel = ask(chain, Question.STEPS).panels[0]
    stopped = {row.label.name: row.figures[-1] for row in panel.rows}

    assert stopped["7"] == Figure(None, None, Why.END) and panel.rows[7].figures[0].value == 420
    assert stopped["1"].value == 140 and panel.rows[1].figures[0].value == 840
    assert panel.measure(3) is Measure.STOPPED and panel.measure(0) is Measure.TALKS


def test_own_figures_stand_beside_without_noise(chain: list[Released]) -> None:
    """Opened per hundred visits from the unit's own visits; a month without its figures says so."""
    own = (Own(1, date(2026, 10, 5), visits=800, asked=90), Own(2, date(2026, 10, 5), visits=5000))
    report = ask(chain, Question.VISITS, replace(ASKED, unit=1, own=own))
    rates, beside = (panel.rows for panel in report.panels)

    assert [figure.value for figure in rates[0].figures] == [20.0, 160, 800]
    assert [figure.value for figure in beside[0].figures] == [90, None, None, 160]
    assert rates[0].figures[2].plus_minus is None and beside[0].figures[0].plus_minus is None
    assert rates[0].figures[0].plus_minus == round(100 * (beside[0].figures[3].plus_minus or 0) / 800, 1) > 0
    assert rates[1].figures[0].why is Why.NOT_GIVEN


def test_a_rate_is_of_rows_whose_every_unit_gave_its_visits(chain: list[Released]) -> None:
    """What others opened is no part of it, of the whole organisation it says of how many units it is; a row with a unit
    that gave none has no rate at all, and says why."""
    day = date(2026, 10, 5)
    of_one = ask(chain, Question.VISITS, replace(ASKED, own=(Own(1, day, visits=800),)))
    shared = ask(chain, Question.VISITS, replace(ASKED, unit=3, own=(Own(3, day, visits=800),)))
    rate, begun, _ = of_one.panels[0].rows[0].figures

    assert (rate.value, begun.value) == (20.0, 240)
    assert next(note.numbers for note in of_one.notes if note.key == "visits-of-some") == (1, 4)
    assert shared.panels[0].rows[0].figures[0].why is Why.PART


def test_own_figures_alone_are_no_figures_of_the_tool() -> None:
    """Where nothing is released yet, the day of the first release is said, also when own figures stand there."""
    report = ask([], Question.VISITS, replace(ASKED, unit=1, own=(Own(1, date(2026, 10, 5), visits=800),)))

    assert report.notes[0].key == "first-release"
    assert report.panels[0].rows[0].figures[2].value == 800


def test_a_falling_curve_is_told() -> None:
    """A clear fall carries the sentence that staff may know it by heart; a level one does not."""
    falling = released(lambda week: at(1, 80 - 5 * week))
    level = released(lambda week: at(1, 40))

    assert "falling" in notes(ask(falling, Question.USE, replace(ASKED, unit=1)))
    assert "falling" not in notes(ask(level, Question.USE, replace(ASKED, unit=1)))


def test_a_met_cap_is_told_with_its_week() -> None:
    """Only that it was met: which row, which period."""
    chain = released(lambda week: at(1, 2000 if week == 1 else 20))
    report = ask(chain, Question.USE, replace(ASKED, unit=1))
    met = [note for note in report.notes if note.key == "cap-met"]

    assert [label.name for label in met[0].labels] == ["unit-1", "2026-w41"] and len(met) == 1


def test_simulated_tables_mark_every_answer() -> None:
    """The mark stands in the released document, so no answer from it can lose it."""
    made_up = released(week_of_talks, weeks=2, simulated=True)

    assert ask(made_up, Question.USE).simulated
    assert not ask(released(week_of_talks, weeks=2), Question.USE).simulated


def test_answers_read_nothing_that_they_do_not_need(chain: list[Released]) -> None:
    """A week's answer fetches that week's documents alone, and no document twice."""
    documents = {release.name: release.document for release in chain}
    fetched: list[str] = []

    def fetch(names: Sequence[str]) -> Mapping[str, bytes]:
        fetched.extend(names)
        return {name: documents[name] for name in names}

    known = Shelf(documents, fetch)
    asked = replace(ASKED, last=QUARTER.first + timedelta(days=6))

    answer(Question.USE, known, SIZES, asked)
    answer(Question.USE, known, SIZES, asked)

    assert sorted(fetched) == ["use-week 2026-w40"]


def test_a_share_needs_a_whole() -> None:
    """Of fewer than thirty, or of a whole that is lost in its noise, no per cent is told."""
    draws = ((40, 2),)

    assert share(Count(10, draws), Count(15, draws)).why is Why.FEW
    assert share(Count(30, draws), Count(15, draws)).why is Why.FEW
    assert share(Count(150, draws), Count(50, draws)).value == 75.0


def test_sums_are_taken_of_figures_as_they_were_frozen() -> None:
    """Below zero too; only the sum is held against a floor, of its own law."""
    found = add([Count(-8, ((40, 2),)), Count(20, ((40, 2),))])

    assert found.value == 12 and found.draws == ((40, 4),)
    assert found.figure.why is Why.FLOOR


def test_spare_places_are_in_no_sum() -> None:
    """Nobody stands there, so they would add noise alone."""
    loud = released(lambda week: at(2, 12), noise=lambda cost: 5, sizes=(Size(2, "dental", 12),))
    report = answer(
        Question.USE, shelf(loud), (Size(2, "dental", 12),), replace(ASKED, grain=Cadence.MONTH, last=QUARTER.first)
    )
    month = report.panels[0].rows[0].figures[0]

    assert month.value == 48 + 2 * 5 * 4 * 2  # unit 2 and "other", four endings, two draws each


def test_a_difference_holds_noise_and_chance_together() -> None:
    """Its interval is as wide as both: without either it would promise more than is known."""
    one, other = Count(100, ((40, 8),)), Count(140, ((40, 8),))
    found = difference(one, other)
    noise, chance = 2 * variance(((40, 8),)), 100 + 140

    assert found.value == 40 and found.plus_minus == pytest.approx(1.96 * (noise + chance) ** 0.5, abs=0.1)
    assert smallest_seen(one, other) == pytest.approx(2.80 * (noise + chance) ** 0.5, abs=0.1)

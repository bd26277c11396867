"""What a round of answers shows, held against a calculation of its own on the file as it is written."""

from decimal import ROUND_HALF_UP, Decimal
from random import Random
from typing import Any

import pytest
import yaml

from bot.assess.answers import Beside, Given, Sheet
from bot.assess.result import Rated, Result, judge
from bot.dialog.schema import Sector
from tests.assess.forms import DIALOGS, drawn, shipped

SECTORS: tuple[Sector, ...] = ("health", "dental", "social")
WRITTEN = {sector: yaml.safe_load((DIALOGS / "assessment" / f"{sector}.yaml").read_text("utf-8")) for sector in SECTORS}
WEIGHS = {"must": 2, "should": 1, "open": 0}


def keys(rated: tuple[Rated, ...]) -> list[str]:
    """The statements of a list, in its order."""
    return [each.key for each in rated]


def result(sector: Sector, sheet: Sheet) -> Result:
    """What a sheet shows."""
    return judge(shipped().frame, shipped().assessments[sector], sheet)


def by_hand(sector: Sector, sheet: Sheet) -> dict[str, Any]:
    """The same from the file itself, step by step as the printed method says, in decimals."""
    areas: dict[str, tuple[Decimal, Decimal]] = {}
    unmet, below, paper, unknown, weights = [], [], [], [], {}
    for key, row in WRITTEN[sector]["statements"].items():
        weight = Decimal(WEIGHS[row["force"]])
        if weight and row["area"] not in areas:
            areas[row["area"]] = (Decimal(0), Decimal(0))
        answer = sheet.get(key)
        if answer is None or answer.said is Beside.NOT_OURS:
            continue
        step = Decimal(0 if answer.said is Beside.UNKNOWN else answer.said.__int__())
        if weight:
            got, most = areas[row["area"]]
            areas[row["area"]] = (got + weight * step, most + weight * 4)
        if answer.said is Beside.UNKNOWN:
            unknown.append(key)
        if step < 2 and row["force"] == "must":
            unmet.append(key)
        if step < 2 and row["force"] == "should":
            below.append(key)
        if answer.said == 2 and row["force"] == "must":
            paper.append(key)
        weights[key] = int((4 - step) * weight * int(row["safety"]))
    percents = {
        area: int((got / most * 100).quantize(Decimal(1), ROUND_HALF_UP)) if most else None
        for area, (got, most) in areas.items()
    }
    return {
        "percents": percents,
        "unmet": unmet,
        "below": below,
        "paper": paper,
        "unknown": unknown,
        "weights": weights,
    }


@pytest.mark.parametrize("sector", SECTORS)
def test_every_number_can_be_reckoned_by_hand(sector: Sector) -> None:
    """On a thousand sheets drawn at random the result is that of a second calculation, to the last number."""
    random = Random(f"2026-11-23 {sector}")
    for _ in range(1_000):
        sheet = drawn(shipped(), shipped().assessments[sector], random)
        found, hand = result(sector, sheet), by_hand(sector, sheet)

        assert {profile.area: profile.percent for profile in found.areas} == hand["percents"]
        assert keys(found.unmet) == hand["unmet"]
        assert keys(found.below) == hand["below"]
        assert keys(found.on_paper) == hand["paper"]
        assert keys(found.unknown) == hand["unknown"]
        order = [*found.first, *found.then]
        assert {each.key: each.priority for each in order} == {k: w for k, w in hand["weights"].items() if w}
        assert [each.priority for each in order] == sorted((each.priority for each in order), reverse=True)
        assert len(found.first) == min(5, len(order))


def test_the_worked_example_comes_out() -> None:
    """H2 at 2, H3 at 1, H10 unknown: H10 (24) before H3 (18) before H2 (8); the area of asking has 38 percent."""
    found = result("health", {"H2": Given(2), "H3": Given(1), "H10": Given(Beside.UNKNOWN)})

    assert [(each.key, each.priority) for each in found.first] == [("H10", 24), ("H3", 18), ("H2", 8)]
    assert next(profile.percent for profile in found.areas if profile.area == "ask") == 38
    assert keys(found.unmet) == ["H3", "H10"]
    assert keys(found.on_paper) == ["H2"]


def test_nobody_knows_anything() -> None:
    """All demands are gaps, no area stands above zero, and each gap is shown as unknown as well."""
    statements = shipped().assessments["social"].statements
    found = result("social", dict.fromkeys(statements, Given(Beside.UNKNOWN)))

    assert {profile.percent for profile in found.areas} == {0}
    assert keys(found.unknown) == list(statements)
    assert set(keys(found.unmet)) | set(keys(found.below)) == set(statements)
    assert not found.strengths


def test_nothing_concerns_them() -> None:
    """Nothing is a gap, and no area has a percent: none of nothing is not zero."""
    statements = shipped().assessments["dental"].statements
    found = result("dental", dict.fromkeys(statements, Given(Beside.NOT_OURS, reason="not-ours")))

    assert {profile.percent for profile in found.areas} == {None}
    assert {(profile.answered, profile.asked) for profile in found.areas} == {(0, 0)}
    assert not (found.unmet or found.below or found.first or found.unanswered)
    assert keys(found.beside) == list(statements)


def test_an_area_without_an_answer_says_so() -> None:
    """An area where nobody has answered yet has no percent, and tells how much is asked there."""
    areas = {profile.area: profile for profile in result("health", {"H1": Given(4)}).areas}

    assert areas["lead"].percent == 100
    assert (areas["ask"].percent, areas["ask"].answered, areas["ask"].asked) == (None, 0, 2)


def test_a_mean_hides_no_demand() -> None:
    """Where the area is nearly full a demand that stands at one is listed all the same."""
    sheet = dict.fromkeys(shipped().assessments["social"].statements, Given(4))
    found = result("social", {**sheet, "S9": Given(1)})

    assert keys(found.unmet) == ["S9"]
    assert next(profile.percent for profile in found.areas if profile.area == "risk") == 75


def test_advice_is_never_a_demand() -> None:
    """A dental clinic that has no routine for asking is below the advice; no list of demands names it."""
    found = result("dental", {"T2": Given(0)})

    assert keys(found.below) == ["T2"]
    assert not found.unmet


def test_what_is_neither_weighs_nothing() -> None:
    """The question on the use of violence in health care is asked, and moves no figure and no list of gaps."""
    found = result("health", {"H12": Given(0)})

    assert all(profile.area != "users" for profile in found.areas)
    assert not (found.unmet or found.below or found.first)
    assert keys(result("health", {"H12": Given(4)}).strengths) == ["H12"]


def test_of_two_that_weigh_the_same_risk_and_children_come_first() -> None:
    """T6 (records) and T3 (asking) may weigh as much as T7 (children); then what can be changed sooner."""
    found = result("dental", {"T6": Given(1), "T7": Given(2)})  # 3·2·2 and 2·2·3
    assert [(each.key, each.priority) for each in found.first] == [("T7", 12), ("T6", 12)]

    sooner = result("health", {"H5": Given(1, soon="decision"), "H9": Given(1, soon="now"), "H2": Given(1)})
    assert keys(sooner.first) == ["H9", "H5", "H2"]


def test_a_strength_has_been_followed_up_or_can_be_shown() -> None:
    """Level 4, or level 3 with proof; level 3 alone is none."""
    found = result("health", {"H1": Given(3), "H2": Given(3, proof="sample"), "H5": Given(4)})

    assert keys(found.strengths) == ["H2", "H5"]


@pytest.mark.parametrize(("sector", "count"), [("health", 12), ("dental", 8), ("social", 15)])
def test_all_statements_are_there(sector: Sector, count: int) -> None:
    """Thirty-four that weigh and one that does not, each with what every level looks like and what to do next."""
    statements = shipped().assessments[sector].statements

    assert len(statements) == count
    assert sum(found.force == "open" for found in statements.values()) == (sector == "health")
    assert all(len(set(found.levels)) == 4 and found.measures for found in statements.values())

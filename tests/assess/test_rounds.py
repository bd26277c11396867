"""Two rounds side by side, also when the statements changed in between."""

from random import Random

from bot.assess.answers import Beside, Given
from bot.assess.rounds import Round, Why, steps, stretches
from bot.dialog.assessment_schema import Assessment
from tests.assess.forms import drawn, shipped

FRAME = shipped().frame
SOCIAL = shipped().assessments["social"]


def changed(key: str) -> Assessment:
    """Version 2, in which one statement got another meaning."""
    statements = dict(SOCIAL.statements)
    statements[key] = statements[key].model_copy(update={"since": 2})
    return SOCIAL.model_copy(update={"version": 2, "statements": statements})


def test_a_year_later_each_step_is_told() -> None:
    """Up, down, and what cannot be compared with its reason."""
    then = Round(1, {"S1": Given(1), "S2": Given(3), "S3": Given(Beside.NOT_OURS), "S4": Given(2), "S8": Given(4)})
    now = Round(1, {"S1": Given(3), "S2": Given(2), "S3": Given(2), "S5": Given(2), "S8": Given(Beside.UNKNOWN)})
    found = {step.key: (step.levels, step.why) for step in steps(SOCIAL, then, now)}

    assert found["S1"] == (2, None)
    assert found["S2"] == (-1, None)
    assert found["S3"] == (None, Why.THEN)
    assert found["S4"] == (None, Why.NOW)
    assert found["S5"] == (None, Why.THEN)
    assert found["S8"] == (-4, None), "what nobody knows any more counts as nothing"


def test_a_changed_statement_begins_anew() -> None:
    """Its line breaks, and so does its area's; all others go on."""
    then, now = (Round(version, dict.fromkeys(SOCIAL.statements, Given(level))) for version, level in ((1, 1), (2, 3)))
    today = changed("S9")

    assert {step.key for step in steps(today, then, now) if step.why is Why.CHANGED} == {"S9"}
    areas = {stretch.area: (stretch.points, stretch.why) for stretch in stretches(FRAME, today, then, now)}
    assert areas.pop("risk") == (None, Why.CHANGED)
    assert set(areas.values()) == {(50, None)}


def test_after_the_change_the_new_rounds_compare() -> None:
    """Two rounds of the changed form know nothing of its past."""
    then, now = (Round(2, dict.fromkeys(SOCIAL.statements, Given(level))) for level in (2, 3))

    assert all(step.levels == 1 for step in steps(changed("S9"), then, now))


def test_an_area_is_compared_over_what_both_answered() -> None:
    """An answer that only one round has moves no change: it would be told as progress, and is none."""
    then = Round(1, {"S1": Given(2)})
    now = Round(1, {"S1": Given(2), "S2": Given(4), "S3": Given(4)})
    lead = next(stretch for stretch in stretches(FRAME, SOCIAL, then, now) if stretch.area == "lead")

    assert (lead.points, lead.why) == (0, None)
    assert lead.then is not None
    assert lead.then.answered == 1


def test_the_same_twice_is_no_change() -> None:
    """Two hundred sheets drawn at random, each beside itself."""
    random = Random("2026-11-23 rounds")
    for _ in range(200):
        same = Round(1, drawn(shipped(), SOCIAL, random))

        assert all(step.levels in (0, None) for step in steps(SOCIAL, same, same))
        for stretch in stretches(FRAME, SOCIAL, same, same):
            assert stretch.points == (None if stretch.why else 0)

"""Limits of length: held on every conversation, told with the conversation that breaks them."""

from __future__ import annotations

import pytest

from bot.check import budget
from bot.problem import Severity
from tests.plans.conversations import release

PLANS = {
    f"plans/{name}.plan": text.encode()
    for name, text in {
        "calm": "@ door\n? Dörren\n> Vidare\n? Vad har hänt?\n> Inget av detta\n? Slut\n! write\n",
        "stop-too": "@ door\n? Dörren\n> Sluta nu\n? Vi slutar\n! write\n",
        "stop": "@ door\n? Dörren\n> Sluta nu\n? Vi slutar\n! write\n",
        "no-more": "@ door\n? Dörren\n> Borta\n? Slut\n",
    }.items()
}


@pytest.mark.parametrize(
    ("limits", "house", "codes"),
    [
        ("{}", "{}", []),
        ("{taps: 6, words: 100, seconds: 100}", "{taps: 6}", []),
        ("{taps: 5}", "{}", ["B001"]),
        ("{seconds: 2}", "{}", ["B002"]),
        ("{words: 5}", "{}", ["B003"]),
        ("{}", "{taps: 5, seconds: 2, words: 5}", ["B001", "B002", "B003"]),
        ("{taps: 5}", "{taps: 5}", ["B001", "B001"]),
    ],
)
def test_each_limit_is_held(limits: str, house: str, codes: list[str]) -> None:
    """A guide's for its own screens, the house's for whole conversations, each with a code of its own."""
    found = budget.problems(
        release(
            **{
                "title: Dörren": f"title: Dörren\nlimits: {limits}",
                "given: [sector]": f"given: [sector]\nlimits: {house}",
            }
        )
    )

    assert [problem.code for problem in found] == codes
    assert all(problem.severity is Severity.ERROR for problem in found)


@pytest.mark.parametrize(
    ("stretches", "codes"),
    [
        ("[{until: [SECOND], taps: 1}]", []),
        ("[{until: [SECOND], taps: 9}, {until: [elsewhere], taps: 9}]", ["N002"]),
        ("[{until: [door], taps: 1, words: 1}]", []),
        ("[{until: [SECOND], words: 1}]", ["B003"]),
        ("[{until: [door.end], taps: 5}]", ["B001"]),
    ],
)
def test_a_limit_may_hold_as_far_as_a_place(stretches: str, codes: list[str]) -> None:
    """What comes after one of the places is not counted; a place that does not exist is told of."""
    content = release()
    second = [node for node in content.program.nodes if node.dialog == "door" and node.waits][1].context
    house = f"given: [sector]\nstretches: {stretches.replace('SECOND', second)}"

    assert [problem.code for problem in budget.problems(release(**{"given: [sector]": house}))] == codes


def test_the_conversation_that_is_too_long_is_shown_at_the_limit() -> None:
    """The place is the limit itself; the story is the conversation, a line a screen."""
    (found,) = budget.problems(release(**{"title: Dörren": "title: Dörren\nlimits: {taps: 5}"}))

    assert (found.where.file, found.where.line, found.where.column) == ("guides/door.yaml", 4, 16)
    assert found.story[-3:-1] == ("Vad har hänt? [En skada + Något med ett barn + Bara i tandvård]", found.story[-2])
    assert found.story[0] == "where sector dental:"


def test_a_search_that_is_stopped_warns_and_does_not_accuse() -> None:
    """Where a conversation over the limit was neither found nor ruled out, it is said so, with both figures."""
    found = release(
        **{
            "title: Dörren": "title: Dörren\nlimits: {taps: 5}",
            "Bara i tandvård: {do: [care], when: sector == dental}": "Aldrig: {do: [care], when: hurt == yes}",
        }
    )
    (stopped,) = budget.problems(found, limit=0)

    assert (stopped.code, stopped.severity) == ("B001", Severity.WARNING)
    assert "may need 6 taps" in stopped.message
    assert budget.problems(found) == []


def test_the_typical_is_the_median_of_the_plans_that_pass() -> None:
    """A plan that cannot be run to its end is no example; a guide that none passes has no typical figure."""
    found = budget.measure(release(), PLANS)
    rows = {row.guide: row for row in found.rows}

    assert (rows["door"].plans, rows["stop"].plans, rows[None].plans) == (3, 2, 3)
    assert (rows["door"].taps.typical, rows[None].taps.typical) == (1, 1)
    assert budget.measure(release(), {}).rows[0].taps.typical is None


def test_the_rows_of_the_guides_never_exceed_the_whole_together_with_nothing_left_out() -> None:
    """Each guide's own screens count once: the whole is at least each row and at most their sum."""
    found = budget.measure(release(), PLANS)
    *own, whole = (row.taps.most for row in found.rows)

    assert max(own) <= whole <= sum(own)

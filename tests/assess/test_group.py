"""Several raters: what is kept of them, and what is shown."""

from itertools import product
from statistics import median_low

from bot.assess.answers import Beside, Given
from bot.assess.group import Ballot, gathered, view

ANSWERS: tuple[int | Beside, ...] = (0, 1, 2, 3, 4, Beside.UNKNOWN)


def ballot(*said: int | Beside) -> Ballot:
    """The counts of these answers."""
    return gathered(("H1", each) for each in said)["H1"]


def test_only_counts_are_kept() -> None:
    """Who answers in another order leaves the very same: nobody's own answer can be told from it."""
    assert ballot(0, 2, Beside.UNKNOWN, 2) == ballot(2, Beside.UNKNOWN, 2, 0)
    assert ballot(0, 2, 2) == Ballot((1, 0, 2, 0, 0))


def test_four_raters_see_the_agreed_level_alone() -> None:
    """Below five the counts would tell colleagues who answered what."""
    shown = view(ballot(0, 4, 0, 4), Given(2))

    assert shown.ballot is None
    assert shown.agreed == Given(2)
    assert not shown.apart


def test_six_raters_who_disagree_see_that_they_do() -> None:
    """From five on the counts are shown, and two levels apart is worth a talk."""
    shown = view(ballot(1, 1, 2, 3, 3, 3), None)

    assert shown.ballot is not None
    assert shown.ballot.levels == (0, 1 + 1, 1, 3, 0)
    assert shown.apart
    assert not view(ballot(2, 2, 3, 3, 3, 3), None).apart


def test_whether_it_concerns_them_at_all_is_worth_a_talk() -> None:
    """A level beside “not ours” is a difference, however near the levels are."""
    assert view(ballot(2, 2, 2, 2, Beside.NOT_OURS), None).apart


def test_the_middle_is_the_lower_of_two() -> None:
    """For all groups of up to four: the low median of those who chose a level; none when nobody did."""
    for size in range(1, 5):
        for said in product(ANSWERS, repeat=size):
            levels = [each for each in said if isinstance(each, int)]
            found = ballot(*said)

            assert found.median == (median_low(levels) if levels else None)
            assert found.spread == (max(levels) - min(levels) if levels else 0)
            assert found.raters == size

"""The format says what published guidelines and decision rules need: sums, weights, counts, unknowns, sub-dialogs.

The content in tests/cases/guidelines is our own and about everyday things; only the shapes are those of guidelines.
Each expected outcome is worked out here in plain Python or written by hand, never by the program.
"""

from collections import Counter
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dialog.flow import ANSWER_BITS, longest
from bot.dialog.model import Kind
from bot.engine.step import start, step
from tests.engine.guidelines import GUIDELINES, Ending, endings, program, talk

NAMES = sorted(path.name for path in GUIDELINES.iterdir())
SMALL = [name for name in NAMES if name != "sum-with-cut-offs"]


def ticks(labels: tuple[str, ...]) -> list[frozenset[str]]:
    """Every set of ticks."""
    return [frozenset(chosen) for size in range(len(labels) + 1) for chosen in combinations(labels, size)]


@pytest.mark.parametrize("name", NAMES)
def test_each_guideline_is_sound_and_fits_in_a_button(name: str) -> None:
    """No fault, and the longest conversation has room in a token."""
    compiled = program(name)
    assert longest(compiled, compiled.entries[0]) <= ANSWER_BITS


@pytest.mark.parametrize("name", SMALL)
def test_every_end_is_reached_by_some_answers(name: str) -> None:
    """All paths are walked: no outcome is dead, none is reached that was not written."""
    written = {node.outcome for node in program(name).nodes if node.outcome}
    assert {ending.outcome for ending in endings(name)} == written


# --- two items open nine, whose sum has cut-offs; one item is acted on whatever the sum ----------------


def week(items: tuple[int, ...]) -> Ending:
    """A week's answers to the nine items."""
    return talk("sum-with-cut-offs", {f"item-{n}": str(value) for n, value in enumerate(items, 1)})


def week_outcome(items: tuple[int, ...]) -> str:
    """Cut-offs at 3 of 6 for the two first, then 5, 10, 15 and 20 of 27."""
    if sum(items[:2]) < 3:
        return "calm"
    names = ("light", "some", "strained", "heavy", "very-heavy")
    return names[sum(sum(items) >= cut for cut in (5, 10, 15, 20))]


@pytest.mark.parametrize(
    ("items", "outcome", "acts"),
    [
        ((0, 0, 0, 0, 0, 0, 0, 0, 0), "calm", False),
        ((1, 1, 3, 3, 3, 3, 3, 3, 3), "calm", False),
        ((3, 0, 0, 0, 0, 0, 0, 0, 0), "light", False),
        ((2, 1, 1, 0, 0, 0, 0, 0, 0), "light", False),
        ((2, 1, 1, 0, 0, 0, 0, 0, 1), "some", True),
        ((3, 3, 3, 0, 0, 0, 0, 0, 0), "some", False),
        ((3, 3, 3, 1, 0, 0, 0, 0, 0), "strained", False),
        ((3, 3, 3, 3, 2, 0, 0, 0, 0), "strained", False),
        ((3, 3, 3, 3, 2, 0, 0, 0, 1), "heavy", True),
        ((3, 3, 3, 3, 3, 3, 1, 0, 0), "heavy", False),
        ((3, 3, 3, 3, 3, 3, 2, 0, 0), "very-heavy", False),
        ((3, 3, 3, 3, 3, 3, 3, 3, 3), "very-heavy", True),
    ],
)
def test_sum_with_cut_offs_by_hand(items: tuple[int, ...], outcome: str, acts: bool) -> None:
    """Just below, at and above each cut-off; the ninth item adds its action whatever the sum."""
    ending = week(items)
    assert (ending.outcome, ending.actions) == (outcome, {"talk-today"} if acts else frozenset())


@settings(max_examples=60)
@given(st.tuples(*[st.integers(0, 3)] * 9))
def test_sum_with_cut_offs_agrees_with_arithmetic(items: tuple[int, ...]) -> None:
    """Any nine answers: the outcome, the sum, the number of questions, and the branch for safety."""
    ending = week(items)
    opened = sum(items[:2]) >= 3
    assert ending.outcome == week_outcome(items)
    assert ending.facts["total"] == str(sum(items) if opened else 0)
    assert len([name for name in ending.steps if "item" in name]) == (9 if opened else 2)
    assert ("week.harm" in ending.steps) == (opened and items[8] > 0)


def test_the_two_items_open_the_nine_at_three() -> None:
    """All sixteen answers to the entry screen."""
    for one, two in product(range(4), repeat=2):
        ending = week((one, two, 0, 0, 0, 0, 0, 0, 0))
        assert (ending.outcome == "calm") == (one + two < 3)


# --- weights, halves and a sign that speaks against ---------------------------------------------------

LEAK = {
    "Vatten på golvet": 3.0,
    "Unken lukt": 3.0,
    "Fläck på väggen": 1.5,
    "Snösmältning": 1.5,
    "Gamla rör": 1.5,
    "Pumpen går ofta": 1.0,
    "Grannen har läckt": 1.0,
    "Någon har spillt": -2.0,
}


@pytest.mark.parametrize("chosen", ticks(tuple(LEAK)))
def test_weighted_score_agrees_with_arithmetic(chosen: frozenset[str]) -> None:
    """All 256 sets of signs: below 2 points, 2 to 6, above 6; points are kept in halves."""
    points = sum(LEAK[sign] for sign in chosen)
    ending = talk("weighted-score", {"signs": chosen})
    assert ending.outcome == ("likely" if points > 6 else "possible" if points >= 2 else "unlikely")
    assert ending.facts["half_points"] == str(int(2 * points))


# --- at least so many of so many ----------------------------------------------------------------------

SEVEN = ("Första", "Andra", "Tredje", "Fjärde", "Femte", "Sjätte", "Sjunde")


@pytest.mark.parametrize("duration", ["Minst sex veckor", "Kortare", "Vet inte"])
def test_at_least_four_of_seven_with_duration(duration: str) -> None:
    """All 128 sets of signs for each duration; without the first four, duration is not asked for."""
    for chosen in ticks(SEVEN):
        ending = talk("at-least-four-of-seven", {"signs": chosen, "duration": duration})
        asked = bool(chosen & set(SEVEN[:4]))
        lasted, unknown = asked and duration == "Minst sex veckor", not asked or duration == "Vet inte"
        enough, last_three = len(chosen) >= 4, set(SEVEN[4:]) <= chosen
        expected = "belongs" if lasted and enough else "does-not-belong"
        if expected != "belongs" and (last_three or (unknown and enough)):
            expected = "look-again"
        assert (ending.outcome, "classify.duration" in ending.steps) == (expected, asked)


def test_age_and_three_signs() -> None:
    """One point each: none stays at home, one or two are weighed, three or four go to the ward."""
    for age, signs in product(("Under 65", "65 eller äldre"), ticks(("Förvirring", "Snabb andning", "Lågt tryck"))):
        points = len(signs) + (age == "65 eller äldre")
        ending = talk("age-and-three-signs", {"age": age, "signs": signs})
        assert ending.outcome == ("home", "weigh", "weigh", "ward", "ward")[points]
        assert ending.facts["points"] == str(points)


def test_major_and_minor_signs() -> None:
    """Two major, one and three, or five minor; each of the 128 combinations."""
    for major in ticks(("Första stora", "Andra stora")):
        for minor in ticks(tuple(f"Litet {n}" for n in range(1, 6))):
            large, small = len(major), len(minor)
            certain = (large, small) >= (2, 0) or (large == 1 and small >= 3) or small == 5
            possible = (large == 1 and small >= 1) or small >= 3
            expected = "certain" if certain else "possible" if possible else "not-so"
            assert talk("major-and-minor", {"major": major, "minor": minor}).outcome == expected


def test_ruled_out_only_when_all_are_absent() -> None:
    """A low impression and no sign at all; each sign alone is enough to go on."""
    signs = tuple(f"Tecken {n}" for n in range(1, 9))
    for chosen in ticks(signs):
        ending = talk("rule-out-only-when-all-absent", {"impression": "Föga", "signs": chosen})
        assert ending.outcome == ("test" if chosen else "ruled-out")
    assert talk("rule-out-only-when-all-absent", {"impression": "Mer än föga"}).steps == ("rule-out.impression",)


def test_a_total_or_one_extreme() -> None:
    """Four measures of four bands: all 256; one that is much off is never less than a call."""
    bands = ("Som vanligt", "Något avvikande", "Tydligt avvikande", "Mycket avvikande")
    for scores in product(range(4), repeat=4):
        answers = dict(zip(("breath", "pulse", "heat", "alert"), (bands[score] for score in scores), strict=True))
        total = sum(scores)
        expected = "team" if total >= 7 else "call" if total >= 5 or 3 in scores else "hourly" if total else "daily"
        assert talk("total-or-one-extreme", answers).outcome == expected


def test_nested_any_and_all() -> None:
    """A rule of rules over six facts: all 64."""
    for chosen in ticks(tuple("ABCDEF")):
        a, b, c, d, e, f = (letter in chosen for letter in "ABCDEF")
        holds = ((a and b) or (c and not d) or d + e + f >= 2) and not (a and c and f)
        assert talk("nested-any-and-all", {"ticks": chosen}).outcome == ("holds" if holds else "fails")


# --- skips, unknowns, sub-dialogs, trees --------------------------------------------------------------


@pytest.mark.parametrize("age", [*(str(n) for n in range(15, 65)), "Vet inte"])
def test_age_decides_what_is_asked(age: str) -> None:
    """Every age and not knowing it, with every answer to what is then asked."""
    years = None if age == "Vet inte" else int(age)
    if years is not None and years < 18:
        assert talk("age-decides-what-is-asked", {"age": age}).outcome == "no-nights"
        return
    checked = years is None or years < 21 or years >= 50
    lifted = years is None or 40 <= years <= 59
    for night, check, lifts in product(("Ja", "Nej"), repeat=3):
        ending = talk("age-decides-what-is-asked", {"age": age, "night": night, "check-up": check, "lifts": lifts})
        asked = {"shift.age", "shift.night"}
        expected = "plain"
        if night == "Ja":
            asked |= {"shift.check-up"} if checked else set()
            asked |= {"shift.lifts"} if lifted else set()
            expected = (
                "check-first" if checked and check == "Nej" else "plan-lifts" if lifted and lifts == "Ja" else "plain"
            )
        assert (ending.outcome, set(ending.steps)) == (expected, asked)


def test_unknowns_lower_certainty() -> None:
    """Three signs of three values: all 27. One unknown makes it less sure, two make it impossible to tell."""
    found: Counter[tuple[str, str]] = Counter()
    for values in product(("Ja", "Nej", "Vet inte"), repeat=3):
        ending = talk("unknowns-lower-certainty", dict(zip(("key", "light", "sound"), values, strict=True)))
        known = 3 - values.count("Vet inte")
        certainty = {3: "high", 2: "fair"}.get(known, "low")
        more = values.count("Ja") - values.count("Nej")
        expected = "cannot-tell" if known < 2 or not more else "somebody" if more > 0 else "nobody"
        assert (ending.outcome, ending.facts["certainty"]) == (expected, certainty)
        found[ending.outcome, certainty] += 1
    assert found == {
        ("somebody", "high"): 4, ("nobody", "high"): 4, ("somebody", "fair"): 3, ("nobody", "fair"): 3,
        ("cannot-tell", "fair"): 6, ("cannot-tell", "low"): 7,
    }  # fmt: skip


SIDE = {"none": ("Nej", ""), "some": ("Ja", "Lite"), "much": ("Ja", "Mycket"), "unknown": ("Går inte att se", "")}


@pytest.mark.parametrize(("left", "right"), list(product(SIDE, repeat=2)))
def test_one_dialog_called_twice(left: str, right: str) -> None:
    """Each call has its own parameter, facts and result: all sixteen pairs."""
    answers = {
        "side.seen@1": SIDE[left][0],
        "side.seen@2": SIDE[right][0],
        "side.how-much@1": SIDE[left if left in ("some", "much") else right][1],
        "side.how-much@2": SIDE[right][1],
    }
    ending = talk("one-dialog-called-twice", answers)
    pair = {left, right}
    expected = (
        "look-again" if "unknown" in pair
        else "both-much" if pair == {"much"}
        else "one-much" if "much" in pair
        else "some" if "some" in pair
        else "nothing"
    )  # fmt: skip
    assert (ending.outcome, ending.facts["left"], ending.facts["right"]) == (expected, left, right)
    assert ending.facts["side.before"] == left
    assert ending.steps.count("side.how-much") == sum(side in ("some", "much") for side in (left, right))


@pytest.mark.parametrize(
    ("floor", "chosen", "outcome"),
    [
        ("Bottenvåning", set(), "none"),
        ("Bottenvåning", {"Badet"}, "advice"),
        ("Bottenvåning", {"Dörren"}, "advice"),
        ("Bottenvåning", {"Badet", "Dörren"}, "visit"),
        ("Högre upp", set(), "none"),
        ("Högre upp", {"Trappan"}, "visit"),
        ("Högre upp", {"Badet", "Trappan"}, "visit"),
        ("Högre upp", {"Dörren"}, "advice"),
        ("Högre upp", {"Badet", "Dörren", "Trappan"}, "visit"),
    ],
)
def test_none_of_these_is_an_answer(floor: str, chosen: set[str], outcome: str) -> None:
    """No tick at all is the answer “none of these”; later ticks overrule earlier ones in what they set."""
    assert talk("none-of-these", {"floor": floor, "what": frozenset(chosen)}).outcome == outcome


def test_a_tick_that_is_not_offered_is_refused() -> None:
    """On the ground floor nobody can tick the stairs."""
    with pytest.raises(AssertionError, match="refuses"):
        talk("none-of-these", {"floor": "Bottenvåning", "what": frozenset({"Trappan"})})


# Written from the drawing of the tree, not from the file: yes and no at each question → the plant.
TREE = {
    "JJJJ": "oak", "JJJNJ": "maple", "JJJNN": "oak", "JJNJJ": "birch", "JJNJN": "elm",
    "JJNNJ": "box", "JJNNN": "willow", "JNJJ": "box", "JNJN": "willow", "JNNJJ": "birch",
    "JNNJN": "elm", "JNNNJ": "box", "JNNNN": "willow", "NJJ": "pine", "NJNJJ": "fir",
    "NJNJN": "spruce", "NJNN": "pine", "NNJJ": "fir", "NNJN": "spruce", "NNN": "pine",
}  # fmt: skip


@pytest.mark.parametrize(("way", "plant"), TREE.items())
def test_a_tree_of_five_levels(way: str, plant: str) -> None:
    """Each way of yes and no comes to its plant after just as many questions."""
    compiled = program("five-levels")
    state, _ = start(compiled, "tree")
    for letter in way:
        assert compiled.nodes[state[0]].kind is Kind.ASK
        state, _ = step(compiled, state, "JN".index(letter))
    assert compiled.nodes[state[0]].outcome == plant


def test_a_tree_has_no_other_ways() -> None:
    """Twenty ways to nine ends, at most five questions deep."""
    walked = list(endings("five-levels"))
    assert Counter(ending.outcome for ending in walked) == Counter(TREE.values())
    assert max(len(ending.steps) for ending in walked) == 5

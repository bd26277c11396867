"""The condition language: what it means, what it refuses and where, and that nothing else can happen."""

import string

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.conditions.check import Checker
from bot.conditions.core import slots
from bot.conditions.evaluate import compile_amount, compile_condition
from bot.conditions.parse import MAX_DEPTH, MAX_LENGTH, RESERVED, SyntaxFault, parse
from bot.conditions.syntax import Expression
from tests.conditions.trees import DOMAINS, FACTS, UnguardedError, Written, amounts, conditions, spoken, states

WORDS = (
    *DOMAINS,
    *RESERVED,
    "calm",
    "yes",
    "unknown",
    "0180",
    "3",
    *"(){},+-*<>=",
    "==",
    "!=",
    "not in",
    "å",
    "=",
    " ",
    "\n",
)


def faults(text: str) -> list[tuple[str, int]]:
    """Code and offset of each fault."""
    checker = Checker(FACTS)
    checker.condition(parse(text))
    return [(fault.code, fault.at) for fault in checker.faults]


def holds(text: str, **values: str) -> bool:
    """Whether the condition holds; facts that are not named have their start value."""
    checker = Checker(FACTS)
    condition = checker.condition(parse(text))
    assert not checker.faults, checker.faults
    state = tuple(DOMAINS[name].values.index(values.get(name, DOMAINS[name].values[0])) for name in DOMAINS)
    return compile_condition(condition)(state)


# --- meaning ------------------------------------------------------------------------------------------


@settings(max_examples=200)
@given(conditions(), st.lists(states(), min_size=1, max_size=6))
def test_compiled_condition_means_what_it_says(written: Written[bool], given_states: list[tuple[int, ...]]) -> None:
    """Text, tree, core and function together agree with plain Python, for every accepted condition."""
    if len(written.text) > MAX_LENGTH:
        return
    checker = Checker(FACTS)
    condition = checker.condition(parse(written.text))
    assert {fault.code for fault in checker.faults} <= {"C004", "C005"}
    if not checker.faults:
        compiled = compile_condition(condition)
        for state in given_states:
            assert compiled(state) == written.means(spoken(state))


@settings(max_examples=200)
@given(amounts(2), states())
def test_compiled_amount_is_the_sum_it_says(written: Written[int], state: tuple[int, ...]) -> None:
    """The same for whole numbers: precedence of * over + and -, and - from the left."""
    if len(written.text) > MAX_LENGTH:
        return
    checker = Checker(FACTS)
    amount = checker.amount(parse(written.text))
    if not checker.faults:
        assert compile_amount(amount)(state) == written.means(spoken(state))


@settings(max_examples=200)
@given(conditions(), states())
def test_an_accepted_condition_never_reads_an_unknown_number(written: Written[bool], state: tuple[int, ...]) -> None:
    """What the guards let through cannot meet “unknown”; what is refused for it names the fact's place."""
    if len(written.text) > MAX_LENGTH:
        return
    found = faults(written.text)
    code_and_text = [(code, written.text[at:]) for code, at in found]
    unguarded = _unguarded(written, state)
    assert unguarded is None or any(code == "C005" and text.startswith(unguarded) for code, text in code_and_text)


def _unguarded(written: Written[bool], state: tuple[int, ...]) -> str | None:
    """The unknown number that plain reading stumbles over, None when there is none."""
    try:
        written.means(spoken(state))
    except UnguardedError as error:
        return str(error)
    return None


@settings(max_examples=80)
@given(conditions(), states(), states())
def test_only_the_named_slots_can_change_a_condition(
    written: Written[bool], state: tuple[int, ...], other: tuple[int, ...]
) -> None:
    """What the explorer leaves out of sight does not matter: facts outside `slots` have no influence."""
    if len(written.text) > MAX_LENGTH:
        return
    checker = Checker(FACTS)
    condition = checker.condition(parse(written.text))
    seen = slots(condition)
    mixed = tuple(value if slot in seen else other[slot] for slot, value in enumerate(state))
    compiled = compile_condition(condition)
    assert compiled(mixed) == compiled(state)


@pytest.mark.parametrize(
    ("text", "values", "expected"),
    [
        ("alone", {"alone": "yes"}, True),
        ("told", {"told": "no"}, False),
        ("not alone and told or nights == 0", {}, True),
        ("not (alone or nights == 0)", {}, False),
        ("not not alone", {"alone": "yes"}, True),
        ("1 + 2 * 3 == 7", {}, True),
        ("10 - 3 - 2 == 5", {}, True),
        ("2 * (1 + 2) - nights == 4", {"nights": "2"}, True),
        ("place == 0180", {"place": "0180"}, True),
        ("place in {0114, 0180}", {"place": "1280"}, False),
        ("place not in {unknown}", {"place": "0114"}, True),
        ("default(weight, 0) < -1", {"weight": "-2"}, True),
        ("weight in {-3, unknown}", {"weight": "-3"}, True),
        ("known(weight) and weight == -3", {"weight": "-3"}, True),
        ("default(score, 4) == 4", {}, True),
        ("score != unknown and score > 2", {}, False),
        ("all(known(score), score > 2, alone)", {"score": "3", "alone": "yes"}, True),
        ("count(alone, told, nights > 3) == 2", {"alone": "yes", "nights": "4"}, True),
        ("atleast(2, alone, told, mood == calm)", {"mood": "calm", "told": "yes"}, True),
        ("atleast(2, alone, told, mood == calm)", {"mood": "calm"}, False),
        ("any(alone, all(told, mood in {calm, upset}))", {"told": "yes", "mood": "upset"}, True),
    ],
)
def test_examples_mean_what_they_say(text: str, values: dict[str, str], expected: bool) -> None:
    """One line for each form of the language."""
    assert holds(text, **values) is expected


# --- what is refused ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mod == calm", [("N003", 0)]),
        ("mood == clam", [("N004", 8)]),
        ("mood in {calm, glad, 3}", [("N004", 15), ("N004", 21)]),
        ("place == 180", [("N004", 9)]),
        ("mood == alone", [("N004", 8)]),
        ("nights == calm", [("N004", 10)]),
        ("nights < calm", [("C002", 9)]),
        ("mood < 3", [("C003", 0)]),
        ("mood", [("C003", 0)]),
        ("nights", [("C003", 0)]),
        ("3", [("C003", 0)]),
        ("alone and nights + 1", [("C003", 10)]),
        ("(alone) + 1 == 2", [("C003", 1)]),
        ("(alone or told) == 1", [("C003", 1)]),
        ("count(alone)", [("C003", 0)]),
        ("default(score, 0)", [("C003", 0)]),
        ("nights == 9", [("C004", 10)]),
        ("nights <= 5", [("C004", 10)]),
        ("nights > 5", [("C004", 9)]),
        ("known(nights)", [("C004", 6)]),
        ("atleast(3, alone, told)", [("C004", 0)]),
        ("atleast(0, alone, told)", [("C004", 0)]),
        ("score > 2", [("C005", 0)]),
        ("alone or score > 2", [("C005", 9)]),
        ("(known(score) or alone) and score > 2", [("C005", 28)]),
        ("not known(score) and score > 2", [("C005", 21)]),
        ("score > 2 and known(score)", [("C005", 0)]),
        ("known(3)", [("C006", 0)]),
        ("known(alone, told)", [("C006", 0)]),
        ("atleast(alone, told)", [("C006", 0)]),
        ("atleast(2)", [("C006", 0)]),
        ("default(score) > 1", [("C006", 0)]),
        ("default(score, alone) > 1", [("C006", 0)]),
        ("mod == calm or mood == clam or score > 2", [("N003", 0), ("N004", 23), ("C005", 31)]),
    ],
)
def test_each_fault_stands_at_its_place(text: str, expected: list[tuple[str, int]]) -> None:
    """All faults of a condition at once, each with code and offset."""
    assert faults(text) == expected


@pytest.mark.parametrize(
    ("text", "at", "words"),
    [
        ("", 0, "missing before the end"),
        ("   ", 3, "missing before the end"),
        ("alone =", 6, "compare with =="),
        ("alone = yes", 6, "compare with =="),
        ("alone ==", 8, "missing before the end"),
        ("== yes", 0, "missing before “==”"),
        ("alone and", 9, "missing before the end"),
        ("and alone", 0, "“and” is not expected"),
        ("alone or or told", 9, "“or” is not expected"),
        ("alone told", 6, "“told” is not expected"),
        ("(alone", 6, "“)” is missing before the end"),
        ("alone)", 5, "“)” is not expected"),
        ("mood in calm", 8, "“{” is missing before “calm”"),
        ("mood in {}", 9, "missing before “}”"),
        ("mood in {calm", 13, "“}” is missing"),
        ("mood in {calm,}", 14, "missing before “}”"),
        ("mood in {(calm or alone)}", 10, "only values"),
        ("3 in {3}", 0, "only a fact"),
        ("mood not {calm}", 9, "“in” is missing"),
        ("nights >= -", 11, "a number is missing after “-”"),
        ("nights >= -alone", 11, "a number is missing after “-”"),
        ("count()", 6, "missing before “)”"),
        ("known score", 6, "“(” is missing before “score”"),
        ("alone == yes == told", 13, "“==” is not expected"),
        ("nights > 2 > 1", 11, "“>” is not expected"),
        ("alone & told", 6, "“&” has no meaning"),
        ("mood == “calm”", 8, "““” has no meaning"),
        ("nights > 1.5", 10, "“.” has no meaning"),
        ("nights > ٣", 9, "“٣” has no meaning"),
    ],
)
def test_unreadable_text_is_told_with_its_place(text: str, at: int, words: str) -> None:
    """The offset is that of the first character that does not fit."""
    with pytest.raises(SyntaxFault) as caught:
        parse(text)
    assert caught.value.at == at
    assert words in caught.value.message


@settings(max_examples=200)
@given(st.text() | st.lists(st.sampled_from(WORDS)).map(" ".join) | st.text(string.printable))
@example("9" * 5000)
@example("(" * 5000)
@example("not " * 5000)
@example("1+" * 5000 + "1")
@example("count(" * 100)
def test_parse_gives_a_tree_or_a_fault_and_nothing_else(text: str) -> None:
    """Random text, random words: a tree that can be checked, compiled and run, or a place inside the text."""
    tree = _read(text)
    if isinstance(tree, SyntaxFault):
        assert 0 <= tree.at <= len(text)
        return
    checker = Checker(FACTS)
    condition = checker.condition(tree)
    assert all(0 <= fault.at < len(text) for fault in checker.faults)
    assert compile_condition(condition)((0,) * len(DOMAINS)) in (True, False)


def _read(text: str) -> Expression | SyntaxFault:
    try:
        return parse(text)
    except SyntaxFault as fault:
        return fault


@pytest.mark.parametrize("opening", ["(", "any(", "not (", "count(alone, 1 == (", "known("])
def test_deep_nesting_is_a_fault_and_no_overflow(opening: str) -> None:
    """Brackets deeper than the limit are told, whatever stands before them."""
    with pytest.raises(SyntaxFault, match="too deeply"):
        parse(opening * (MAX_DEPTH // opening.count("(")) + "alone" + ")" * MAX_DEPTH)


def test_nesting_up_to_the_limit_is_read() -> None:
    """The limit is generous: thirty-nine brackets."""
    deep = MAX_DEPTH - 1
    assert faults("(" * deep + "alone" + ")" * deep) == []


def test_the_longest_sum_is_walked_without_overflow() -> None:
    """As many terms as fit in the allowed length are checked, compiled and summed."""
    terms = (MAX_LENGTH + 1) // 2
    checker = Checker(FACTS)
    amount = checker.amount(parse("+".join("1" * terms)))
    assert compile_amount(amount)((0,) * len(DOMAINS)) == terms
    with pytest.raises(SyntaxFault, match="too long"):
        parse("+".join("1" * (terms + 1)))


def test_a_fact_may_have_the_name_of_a_value() -> None:
    """A fact called “calm” does not change what “mood == calm” means."""
    checker = Checker({**FACTS, "calm": FACTS["alone"]})
    condition = checker.condition(parse("mood == calm"))
    assert not checker.faults
    assert slots(condition) == {FACTS["mood"].slot}

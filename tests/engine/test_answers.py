"""A conversation is one whole number: codes and answers are one and the same, whatever is remembered."""

import itertools
from math import log2

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dialog.flow import jump_radix, longest, own_answers, radix
from bot.dialog.model import Kind, Program
from bot.engine.answers import END, LIMIT, Fold, Place
from bot.engine.step import room
from bot.engine.token import Header, Key
from tests.engine.programs import Json, answers, as_files, compiled, releases, walks

WAIT: Json = {"steps": {"look": {"say": [{"staff": "Titta."}]}}}
LEAVE: Json = {"steps": {"bye": {"say": [{"staff": "Hej."}]}, "gone": {"finish": "left"}}}
TICKS: Json = {"ask": "?", "several": {"A": {"set": {"mood": "yes"}}, "B": {"do": ["call"]}}}


def program_of(steps: Json, jumps: list[Json] | None = None, **others: Json) -> Program:
    """A program whose entry has these steps, then an end."""
    main: Json = {"entry": "yes", "steps": {**steps, "end": {"finish": "done"}}}
    facts: Json = {"mood": ["unknown", "yes", "no"], "place": "municipality"}
    return compiled(as_files({"main": main, **others}, jumps, facts=facts))


def encoded(digits: list[tuple[int, int]]) -> int:
    """The code of (digit, size) pairs, as the theory at the top of the module says."""
    code = END
    for digit, size in reversed(digits):
        code = digit + size * code
    return code


def digits_of(program: Program, place: Place) -> list[tuple[int, int]]:
    """(digit, radix) of the given facts and of each answer, found by walking back."""
    found: list[tuple[int, int]] = []
    jumps = len(program.jumps)
    while place.previous is not None and place.answer is not None:
        node = program.nodes[place.previous.state[0]]
        own = own_answers(node)
        if place.answer >= own:  # a jump: which one stands after "a jump"
            found.append((place.answer - own, jump_radix(jumps)))
        found.append((min(place.answer, own), radix(node, jumps)))
        place = place.previous
    given_digits = []
    rest = place.code
    for slot in program.given:
        size = max(2, len(program.facts[slot].domain.values))
        rest, digit = divmod(rest, size)
        given_digits.append((digit, size))
    return [*given_digits, *reversed(found)]


@settings(max_examples=50)
@given(st.data())
def test_code_is_the_mixed_radix_number_of_the_answers(data: st.DataObject) -> None:
    """Adding a digit to code and weight gives the same number as writing all digits anew."""
    program = compiled(data.draw(releases()))
    place = data.draw(walks(program))[-1]
    digits = digits_of(program, place)
    assert place.code == encoded(digits)
    again = Fold(program).at(place.entry, place.code)
    assert again is not None
    assert again.answers == place.answers


@settings(max_examples=50)
@given(st.data())
def test_replay_is_the_same_place_in_another_memory(data: st.DataObject) -> None:
    """The same answers lead to an equal place and the same token, in a fold that has seen nothing."""
    program = compiled(data.draw(releases()))
    place = data.draw(walks(program))[-1]
    fresh = Fold(program)
    again = fresh.at("main", place.code)
    assert again == place
    assert again is not None
    assert again.effects == place.effects
    assert fresh.at("main", place.code) is again
    header = Header(release=1, number=2, start=3)
    assert Key(bytes(32)).seal(header, again.code, b"web") == Key(bytes(32)).seal(header, place.code, b"web")


@settings(max_examples=50)
@given(st.data())
def test_back_undoes_any_answer(data: st.DataObject) -> None:
    """Back after an answer is the place before it; ticks that were sent stand ticked again; ticks alone count not."""
    program = compiled(data.draw(releases()))
    places = data.draw(walks(program))
    fold = Fold(program)
    for before, after in itertools.pairwise(places):
        node = program.nodes[before.state[0]]
        several = node.kind is Kind.SEVERAL
        ticks = 1 << len(node.options)
        question = before.previous if before.pending and before.previous else before
        if several and after.answer is not None and 0 < after.answer < ticks:
            expected = fold.after(question, after.answer + ticks)
            assert expected is not None
            assert (expected.state, expected.pending) == (before.state, after.answer)
        elif several and after.answer is not None and ticks <= after.answer < 2 * ticks:
            continue
        else:
            expected = before if before.answer is None or not _is_pending(before) else before.previous
        assert fold.back(after) == expected


def _is_pending(place: Place) -> bool:
    return place.previous is not None and place.previous.state is place.state


@settings(max_examples=40)
@given(st.data())
def test_back_always_comes_to_the_start(data: st.DataObject) -> None:
    """Back shortens the conversation or empties ticks until the very first screen, where it stays."""
    program = compiled(data.draw(releases()))
    places = data.draw(walks(program))
    fold, place = Fold(program, size=2), places[-1]
    for _ in range(2 * len(places) + 1):
        place = fold.back(place)
    assert place == places[0]
    assert fold.back(place) is place


@settings(max_examples=40)
@given(st.data())
def test_small_memory_changes_nothing(data: st.DataObject) -> None:
    """A memory of one place gives the same places as a large one, in whatever order they are asked for."""
    program = compiled(data.draw(releases()))
    places = data.draw(walks(program))
    small = Fold(program, size=1)
    for place in data.draw(st.permutations(places)):
        assert small.at("main", place.code) == place
        assert len(small.young) + len(small.old) <= 2


@settings(max_examples=80)
@given(st.data())
def test_any_number_is_one_conversation_or_none(data: st.DataObject) -> None:
    """A code that is read gives back itself; what cannot be read is None, never an exception."""
    program = compiled(data.draw(releases()))
    known = data.draw(walks(program))[-1].code
    code = data.draw(st.integers(-4, 5000) | st.integers(0, LIMIT + 9) | st.integers(known - 9, known + 9))
    place = Fold(program).at("main", code)
    if place is not None:
        assert place.code == code
        assert encoded(digits_of(program, place)) == code


@settings(max_examples=50)
@given(st.data())
def test_different_conversations_have_different_codes(data: st.DataObject) -> None:
    """Two walks with the same code are the same walk."""
    program = compiled(data.draw(releases()))
    walk = walks(program, longest=4)
    one, other = data.draw(walk)[-1], data.draw(walk)[-1]
    assert (one.code == other.code) == (digits_of(program, one) == digits_of(program, other))


@settings(max_examples=50)
@given(st.data(), st.integers(-(1 << 40), 1 << 40) | st.integers(-5, 140))
def test_an_answer_never_leads_to_another_conversation(data: st.DataObject, answer: int) -> None:
    """However large or small the number: None, or the place one answer later. The memory is full of neighbours."""
    program = compiled(data.draw(releases()))
    places = data.draw(walks(program))
    fold = Fold(program)
    for place in places:
        for fitting in answers(program, place.state):
            fold.after(place, fitting)
    place = data.draw(st.sampled_from(places))
    question = place.previous if _is_pending(place) else place
    assert question is not None
    after = fold.after(place, answer)
    if after is not None:
        assert after.answer == answer
        assert after.previous is not None
        assert after.previous == question
    assert (after is not None) == (answer in answers(program, place.state))


def test_an_answer_with_a_carry_is_refused() -> None:
    """Regression: an answer as large as the room gave the code of a longer talk, and its place when remembered."""
    program = program_of({"a": {"say": [{"staff": "A."}]}, "b": {"say": [{"staff": "B."}]}})
    fold = Fold(program)
    begin = fold.begin("main")
    one = fold.after(begin, 0)
    assert one is not None
    two = fold.after(one, 0)
    assert two is not None
    answers = room(program, begin.state)
    for answer in range(-3 * answers, 3 * answers + 3):
        if answer:
            assert fold.after(begin, answer) is None


def test_ticks_are_replaced_by_what_follows() -> None:
    """A set ticked so far is no answer of its own: the next tick, the sent set and a jump take its place."""
    program = program_of({"a": TICKS}, [{"dialog": "aside", "label": "Titta", "kind": "call"}], aside=WAIT)
    fold = Fold(program)
    begin = fold.begin("main")
    one = fold.after(begin, 4 + 1)
    assert one is not None
    assert (one.pending, one.answers) == (1, (5,))
    both = fold.after(one, 4 + 3)
    assert both is not None
    assert (both.pending, both.answers, both.previous) == (3, (7,), begin)
    sent, jumped = fold.after(both, 3), fold.after(both, 8)
    assert sent is not None
    assert jumped is not None
    assert (sent.answers, jumped.answers) == ((3,), (8,))
    assert fold.back(sent) == both
    assert fold.back(both) == begin


def test_ticks_inside_a_code_are_no_conversation() -> None:
    """Only the last digit may be a set ticked so far; a forged code with one inside is None."""
    program = program_of({"a": TICKS, "b": {"say": [{"staff": "B."}]}})
    fold = Fold(program)
    assert fold.at("main", encoded([(5, 8)])) is not None
    assert fold.at("main", encoded([(1, 8), (0, 2)])) is not None
    assert fold.at("main", encoded([(5, 8), (0, 8)])) is None
    assert fold.at("main", encoded([(5, 8), (1, 8)])) is None


def test_only_entries_can_be_folded() -> None:
    """A dialog that may not be started is no way in."""
    program = program_of({"a": {"call": "inner"}}, inner=WAIT)
    assert Fold(program).at("inner", END) is None
    assert Fold(program).at("nowhere", END) is None


def test_a_given_value_outside_its_fact_is_no_conversation() -> None:
    """The digit of a given fact with one value has room for two; the second means nothing."""
    files = as_files({"main": {"entry": "yes", "steps": {"end": {"finish": "done"}}}}, facts={"one": ["only"]})
    files["house.yaml"] = b"{given: [one], entries: [main]}"
    fold = Fold(compiled(files))
    assert fold.at("main", encoded([(0, 2)])) is not None
    assert fold.at("main", encoded([(1, 2)])) is None
    assert fold.at("main", END) is None


@settings(max_examples=50)
@given(st.data())
def test_no_conversation_outgrows_its_bound(data: st.DataObject) -> None:
    """The bits that a conversation takes are at most what the compiler counted, jumps and given facts included."""
    program = compiled(data.draw(releases()))
    bound = longest(program, "main")
    for place in data.draw(walks(program, longest=40)):
        assert log2(place.weight) <= bound + 1e-9
        assert place.code < 2 * place.weight


def test_jumps_from_the_widest_question_are_in_the_bound() -> None:
    """Regression: a jump from a municipality question takes as much room as its answer, and was not counted."""
    jumps: list[Json] = [{"dialog": "aside", "label": "Titta", "kind": "call", "times": 7}]
    program = program_of({"one": {"ask": "?", "pick": "place"}}, jumps, aside=WAIT)
    fold = Fold(program)
    place = fold.begin("main")
    for answer in (*(5, 0) * 7, 1, 0, 0):
        after = fold.after(place, answer)
        assert after is not None
        place = after
    assert log2(place.weight) <= longest(program, "main")


def test_two_jumps_for_good_do_not_circle() -> None:
    """Regression: two dialogs that each end the talk led to each other until the token was full."""
    jumps: list[Json] = [{"dialog": "out", "label": "Ut"}, {"dialog": "off", "label": "Av"}]
    program = program_of({"one": {"say": [{"staff": "A."}]}}, jumps, out=LEAVE, off=LEAVE)
    fold, taken = Fold(program), 0
    place: Place | None = fold.begin("main")
    while place is not None:
        last, taken = place, taken + 1
        place = fold.after(last, 1 + taken % 2)
    assert taken == 3
    assert log2(last.weight) <= longest(program, "main")


def test_a_full_number_takes_no_more() -> None:
    """No place is ever given a code that does not fit in a token: the last that fits is one below the limit."""
    program = program_of({"one": {"say": [{"staff": "A."}]}, "two": {"say": [{"staff": "B."}]}})
    fold, weight = Fold(program), LIMIT // 4
    begin = fold.begin("main")
    state = fold.after(begin, 0)
    assert state is not None
    reached = [
        fold.after(Place("main", code, weight, state.state, begin, 0, ()), 0)
        for code in (LIMIT - weight - 1, LIMIT - weight)
    ]
    assert reached[0] is not None
    assert (reached[0].code, reached[1]) == (LIMIT - 1, None)

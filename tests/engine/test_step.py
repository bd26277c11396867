"""The pure step: what each kind of node does, that it is total, and that a second reading agrees."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dialog.model import Kind, Node, Program
from bot.engine.answers import Fold
from bot.engine.effects import Chose, Entered, Finished, Jumped, Refused, Ticked
from bot.engine.step import REFUSED, State, jumps, pending, room, start, step, visible
from tests.engine.naive import Naive
from tests.engine.programs import Json, answers, as_files, compiled, releases, walks

YES_NO: Json = {"Ja": {"set": {"mood": "yes"}, "do": ["call"]}, "Nej": {"set": {"mood": "no"}}}
END: Json = {"finish": "done"}


def program_of(steps: Json, *, facts: Json | None = None, jumps: list[Json] | None = None, **others: Json) -> Program:
    """A program whose entry has these steps, then an end. Facts: mood unless given."""
    main: Json = {"entry": "yes", "steps": {**steps, "end": END}}
    return compiled(as_files({"main": main, **others}, jumps, facts=facts or {"mood": ["unknown", "yes", "no"]}))


def at(program: Program, *given: int) -> State:
    """The state after these answers, each of which must fit."""
    state, _ = start(program, "main")
    for answer in given:
        state, effects = step(program, state, answer)
        assert effects != REFUSED
    return state


def name(program: Program, state: State) -> str:
    """Where the conversation waits."""
    return program.nodes[state[0]].id


# --- properties over random dialogs -------------------------------------------------------------------


@settings(max_examples=80)
@given(st.data())
def test_engine_agrees_with_a_naive_reading_of_the_files(data: st.DataObject) -> None:
    """Whatever the dialog and the answers: place, facts and actions are those of a slow second interpreter."""
    files = data.draw(releases())
    program = compiled(files)
    places = data.draw(walks(program))
    naive = Naive(files, ("no", "yes")[places[0].code - 2])  # the one given fact is the first digit
    talk = naive.talk()
    spot = next(talk)
    for place in places:
        if place.answer is not None and place.previous is not None:
            answer = _spoken(program, program.nodes[place.previous.state[0]], place.answer)
            if answer is None:
                continue
            spot = talk.send(answer)
        assert spot == name(program, place.state)
        index, facts, _, actions = place.state
        assert {n: program.value(facts, n) for n in naive.facts} == naive.facts
        assert {a.id for a in program.by_bit if actions >> a.bit & 1} == naive.actions
        assert (program.nodes[index].kind is Kind.FINISH) == isinstance(place.effects[-1], Finished)


def _spoken(program: Program, node: Node, answer: int) -> tuple[str, object] | None:
    """A digit in words; None for ticks that are not sent yet."""
    own = 2 << len(node.options) if node.kind is Kind.SEVERAL else len(node.edges)
    if answer >= own:
        return "jump", program.jumps[answer - own].dialog
    if node.kind is not Kind.SEVERAL:
        return "choose", node.edges[answer].label
    if answer >= own // 2:
        return None
    return "tick", [option.label for n, option in enumerate(node.options) if answer >> n & 1]


@settings(max_examples=50)
@given(st.data(), st.integers(-(1 << 70), 1 << 70) | st.integers(-3, 140))
def test_step_is_total_and_refusal_leaves_the_state(data: st.DataObject, answer: int) -> None:
    """No number raises; one that does not fit changes nothing and says so."""
    program = compiled(data.draw(releases()))
    state = data.draw(walks(program))[-1].state

    after, effects = step(program, state, answer)

    if effects == REFUSED:
        assert after is state
    else:
        assert 0 <= answer < room(program, state)
        assert not any(isinstance(effect, Refused) for effect in effects)
        assert step(program, state, answer) == (after, effects)


@settings(max_examples=50)
@given(st.data())
def test_what_is_offered_is_what_is_taken(data: st.DataObject) -> None:
    """The answers that fit are the visible ones and the offered jumps, no more and no less."""
    program = compiled(data.draw(releases()))
    state = data.draw(walks(program))[-1].state
    node = program.nodes[state[0]]
    mask = visible(node, state[1])
    if node.kind is Kind.SEVERAL:
        ticks = 1 << len(node.options)
        fitting = {m for m in range(ticks) if not m & ~mask}
        fitting |= {m + ticks for m in fitting}
        own = 2 * ticks
    else:
        fitting, own = {n for n in range(len(node.edges)) if mask >> n & 1}, len(node.edges)
    assert set(answers(program, state)) == fitting | {own + number for number in jumps(program, state)}


@settings(max_examples=50)
@given(st.data())
def test_an_action_is_never_lost(data: st.DataObject) -> None:
    """Actions are only ever added: a duty once met with stays to the end, through calls and jumps."""
    program = compiled(data.draw(releases()))
    gathered = [place.state[3] for place in data.draw(walks(program, longest=20))]
    assert all(before & ~after == 0 for before, after in itertools.pairwise(gathered))


@settings(max_examples=60)
@given(st.data())
def test_every_conversation_that_goes_on_ends(data: st.DataObject) -> None:
    """Without jumps, whatever is answered, the end comes within as many answers as there are nodes, calls counted."""
    program = compiled(data.draw(releases()))
    state, _ = start(program, "main")
    for _ in range(8 * len(program.nodes)):
        node = program.nodes[state[0]]
        if node.kind is Kind.FINISH:
            return
        own = 1 << len(node.options) if node.kind is Kind.SEVERAL else len(node.edges)
        fitting = [a for a in answers(program, state) if a < own]
        state, _ = step(program, state, data.draw(st.sampled_from(fitting)))
    raise AssertionError("the conversation did not end")


# --- one example of each kind -------------------------------------------------------------------------


def test_a_choice_sets_does_and_leads() -> None:
    """An answer sets its facts, adds its actions and goes where it says; what is between is left out."""
    program = program_of({
        "one": {"ask": "?", "choices": {"Ja": {"set": {"mood": "yes"}, "do": ["write"], "go": "three"}, "Nej": {}}},
        "two": {"say": [{"staff": "Två."}]},
        "three": {"say": [{"staff": "Tre."}]},
    })  # fmt: skip

    state, effects = step(program, at(program), 0)

    assert name(program, state) == "main.three"
    assert program.value(state[1], "mood") == "yes"
    assert state[3] == 1 << program.actions["write"].bit
    assert effects == (Chose(0, 0),)
    assert name(program, at(program, 1)) == "main.two"


def test_a_hidden_answer_is_refused() -> None:
    """An answer whose condition does not hold cannot be given, even by a forged press."""
    program = program_of({"one": {"ask": "?", "choices": {"Ja": {"when": "mood == yes"}, "Nej": {}, "Vet inte": {}}}})
    state = at(program)
    assert step(program, state, 0) == (state, REFUSED)
    assert visible(program.nodes[state[0]], state[1]) == 0b110


def test_a_skipped_step_does_nothing() -> None:
    """A step whose condition does not hold neither sets nor does, and the next step follows, not its `go`."""
    program = program_of({
        "one": {"when": "mood == yes", "say": [{"staff": "1"}], "set": {"mood": "no"}, "do": ["call"], "go": "three"},
        "two": {"say": [{"staff": "Två."}]},
        "three": {"say": [{"staff": "Tre."}]},
    })  # fmt: skip
    state = at(program)
    assert (name(program, state), program.value(state[1], "mood"), state[3]) == ("main.two", "unknown", 0)


def test_the_first_line_of_a_route_that_holds_decides() -> None:
    """Lines of a route are tried in order."""
    steps: Json = {
        "one": {"ask": "?", "choices": YES_NO},
        "way": {"route": [{"when": "mood == yes", "go": "a"}, {"when": "mood in {yes, no}", "go": "b"}, {"go": "end"}]},
        "a": {"say": [{"staff": "A."}]},
        "b": {"say": [{"staff": "B."}]},
    }
    program = program_of(steps)
    assert [name(program, at(program, n)) for n in (0, 1)] == ["main.a", "main.b"]


def test_expressions_read_the_facts_from_before_the_change() -> None:
    """In one `set` a copied fact is the old one, so two facts can change places."""
    program = program_of(
        {
            "one": {"say": [{"staff": "Ett."}], "set": {"a": "2", "b": "3"}},
            "two": {"say": [{"staff": "Två."}], "set": {"a": "=b", "b": "=a", "c": "=2*a - b + 1"}},
        },
        facts={"a": "0..4", "b": "0..4", "c": "-3..9"},
    )
    facts = at(program, 0)[1]
    assert [program.value(facts, n) for n in "abc"] == ["3", "2", "2"]


def test_ticks_are_gathered_and_sent_as_a_set() -> None:
    """Ticking stays at the question and changes no fact; sending does what each tick says, in their order."""
    options: Json = {
        "Lugn": {"set": {"mood": "yes"}, "do": ["call"]},
        "Orolig": {"set": {"mood": "no"}, "do": ["write"]},
    }
    program = program_of({"one": {"ask": "?", "several": options, "none": "Inget"}})
    state = at(program)

    ticked, effects = step(program, state, 4 + 0b10)

    assert ticked is state
    assert effects == (Ticked(0, 0b10),)
    assert [pending(program, state, digit) for digit in (None, 0, 3, 4, 6)] == [0, 0, 0, 0, 0b10]
    both = at(program, 0b11)
    assert (program.value(both[1], "mood"), both[3]) == ("no", 0b11)
    assert at(program, 0)[3] == 0


def test_a_number_question_gives_number_or_unknown() -> None:
    """Each number of the range is an answer; where the fact can be unknown, so is not knowing."""
    program = program_of({"one": {"ask": "?", "number": "n"}}, facts={"n": ["unknown", "2..4"]})
    labels = [edge.label for edge in program.nodes[0].edges]
    values = [program.value(at(program, n)[1], "n") for n in range(4)]
    assert labels == ["2", "3", "4", "Vet inte"]
    assert values == ["2", "3", "4", "unknown"]


def test_a_municipality_is_picked_near_by_or_by_county() -> None:
    """All three ways lead on with the official code or unknown."""
    program = program_of({"one": {"ask": "?", "pick": "place"}}, facts={"place": "municipality"})
    near = program.nodes[0]
    assert [edge.label for edge in near.edges] == ["Vet inte", "Välj bland alla kommuner", "Alby", "Berg", "Dal"]
    assert program.value(at(program, 3)[1], "place") == "0115"
    assert program.value(at(program, 0)[1], "place") == "unknown"
    assert [name(program, at(program, *way)) for way in ((1,), (1, 1), (1, 1, 0))] == [
        "main.one#county",
        "main.one#03",
        "main.end",
    ]
    assert program.value(at(program, 1, 1, 0)[1], "place") == "0305"


def test_a_called_dialog_starts_anew_and_brings_its_results_home() -> None:
    """Two calls with different parameters give each their own result; nothing is left from the first."""
    ask: Json = {
        "parameters": {"which": ["left", "right"]},
        "facts": {"hurts": ["unknown", "yes", "no"]},
        "results": ["hurts"],
        "steps": {
            "left": {
                "when": "which == left",
                "ask": "?",
                "choices": {"Ja": {"set": {"hurts": "yes"}}, "Nej": {"set": {"hurts": "no"}}},
            },
            "right": {
                "when": "which == right",
                "ask": "?",
                "choices": {"Ja": {"set": {"hurts": "yes"}}, "Vet inte": {}},
            },
        },
    }
    program = program_of(
        {
            "a": {"call": "side", "results": {"one": "hurts"}},
            "b": {"call": "side", "with": {"which": "right"}, "results": {"two": "hurts"}},
        },
        facts={"one": ["no", "unknown", "yes"], "two": ["no", "yes", "unknown"]},
        side=ask,
    )
    state, effects = start(program, "main")
    assert (name(program, state), effects) == ("side.left", (Entered("main"), Entered("side")))
    state, effects = step(program, state, 0)
    assert (name(program, state), effects[-1]) == ("side.right", Entered("side"))
    state, _ = step(program, state, 1)
    assert [program.value(state[1], n) for n in ("one", "two")] == ["yes", "unknown"]
    assert state[2] == ()


def test_a_jump_that_calls_comes_back_and_is_counted() -> None:
    """It returns to the very question, starts anew each time, and is offered only as often as it says."""
    aside: Json = {
        "facts": {"seen": "boolean"},
        "steps": {"look": {"when": "not seen", "set": {"seen": "yes"}, "say": [{"staff": "Titta."}]}},
    }
    program = program_of(
        {"one": {"ask": "?", "choices": YES_NO}},
        jumps=[{"dialog": "aside", "label": "Titta", "kind": "call", "times": 2}],
        aside=aside,
    )
    state = at(program)
    for _ in range(2):
        state, effects = step(program, state, 2)
        assert (name(program, state), effects) == ("aside.look", (Jumped(0, 0), Entered("aside")))
        assert jumps(program, state) == ()
        state, _ = step(program, state, 0)
        assert (name(program, state), state[2]) == ("main.one", ())
    assert step(program, state, 2) == (state, REFUSED)


def test_a_dialog_that_is_open_is_not_entered_again() -> None:
    """From a dialog that was jumped to out of another, the other is not offered: its own facts are in use."""
    look: Json = {"steps": {"look": {"say": [{"staff": "Titta."}]}}}
    program = program_of(
        {"one": {"say": [{"staff": "Ett."}]}},
        jumps=[
            {"dialog": "aside", "label": "Titta", "kind": "call", "times": 3},
            {"dialog": "other", "label": "Annat", "kind": "call", "times": 3},
        ],
        aside=look,
        other=look,
    )
    state = at(program, 1, 2)
    assert name(program, state) == "other.look"
    assert jumps(program, state) == ()
    assert jumps(program, at(program, 1)) == (1,)


def test_a_jump_that_goes_leaves_all_calls_behind() -> None:
    """From inside a called dialog, a jump for good drops the way back but keeps the actions."""
    inner: Json = {"steps": {"in": {"ask": "?", "choices": YES_NO}, "deep": {"say": [{"staff": "Djupt."}]}}}
    out: Json = {"steps": {"bye": {"say": [{"staff": "Hej."}]}, "gone": {"finish": "left"}}}
    program = program_of({"one": {"call": "inner"}}, jumps=[{"dialog": "out", "label": "Sluta"}], inner=inner, out=out)
    state = at(program, 0)
    assert state[2] != ()
    state, effects = step(program, state, 1)
    assert (name(program, state), state[2], state[3], len(effects)) == ("out.bye", (), 1, 2)
    state, effects = step(program, state, 0)
    assert effects[-1] == Finished(state[0], 1)
    assert jumps(program, state) == ()
    assert all(step(program, state, n) == (state, REFUSED) for n in range(3))


def test_given_facts_are_known_from_the_start() -> None:
    """What the unit's link knows is set before the first step is chosen."""
    files = as_files({"main": {"entry": "yes", "steps": {
        "one": {"when": "alone", "say": [{"staff": "Ett."}]}, "two": {"say": [{"staff": "Två."}]}, "end": END,
    }}})  # fmt: skip
    program = compiled(files)
    fold = Fold(program)
    assert [name(program, fold.begin("main", (n,)).state) for n in (0, 1)] == ["main.two", "main.one"]


def test_naive_interpreter_stops_at_the_end() -> None:
    """The second reading knows an end when it meets one, so agreement at the end is no accident."""
    files = as_files({"main": {"entry": "yes", "steps": {"end": END}}})
    talk = Naive(files, "no").talk()
    assert next(talk) == "main.end"
    with pytest.raises(AssertionError, match="passed"):
        talk.send(("choose", None))

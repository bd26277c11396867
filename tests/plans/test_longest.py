"""The longest conversation is the longest: held against all conversations, and never promised where it is not known."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.check.ceiling import Ceiling
from bot.check.ground import Ground, Measure
from bot.check.longest import longest, weigh
from bot.check.measures import BIT, Bits, Reading, Taps, count_words, seconds
from bot.check.search import Layers
from bot.conditions.evaluate import compile_condition
from bot.dialog.flow import longest as static_bits
from bot.dialog.flow import own_answers
from bot.dialog.model import Kind, Program
from bot.engine.step import State, start, step
from tests.engine.programs import answers, as_files, compiled, releases
from tests.plans.conversations import program

MEASURES = ("taps", "seconds", "words", "bits", "taps of sub")


def measure(found: Program, name: str) -> Measure:
    """A measure by name."""
    made: dict[str, Measure] = {
        "taps": Taps(found),
        "seconds": seconds(found),
        "words": Reading(found, 1, 1),
        "bits": Bits(found),
        "taps of sub": Taps(found, "sub"),
    }
    return made[name]


class Every:
    """All conversations of a program, held one by one in the engine; states that are met again are not held again."""

    def __init__(self, found: Program, measured: Measure) -> None:
        self.program, self.measured = found, measured
        self.rests: dict[State, int] = {}

    def most(self, entry: str) -> int:
        """The weight of the heaviest, whatever the door gives."""
        doors = product(*(range(len(self.program.facts[slot].domain.values)) for slot in self.program.given))
        firsts = [start(self.program, entry, door)[0] for door in doors]
        return max(self.seen(first) + self.rest(first) for first in firsts)

    def rest(self, state: State) -> int:
        if state not in self.rests:
            onward = [(answer, step(self.program, state, answer)[0]) for answer in answers(self.program, state)]
            weights = [
                self.given(state, answer) + self.seen(after) + self.rest(after)
                for answer, after in onward
                if after != state
            ]
            self.rests[state] = max(weights, default=0)
        return self.rests[state]

    def seen(self, state: State) -> int:
        parts = self.measured.screen(self.program.nodes[state[0]])
        return sum(weight for condition, weight in parts if condition is None or compile_condition(condition)(state[1]))

    def given(self, state: State, answer: int) -> int:
        node = self.program.nodes[state[0]]
        if answer >= own_answers(node):
            return self.measured.jump(node)
        ticks = answer.bit_count() if node.kind is Kind.SEVERAL else 0
        return self.measured.answer(node) + ticks * self.measured.tick(node)


@given(st.data(), st.sampled_from(MEASURES))
def test_the_longest_is_the_longest_of_all(data: st.DataObject, name: str) -> None:
    """On random dialogs with every kind of step, jumps and computed facts, it agrees with holding them all."""
    found = compiled(data.draw(releases()))
    measured = measure(found, name)
    result = longest(found, measured, "main", limit=1_000_000)

    assert result.most == Every(found, measured).most("main")
    assert result.exact


@given(st.data(), st.sampled_from(MEASURES))
def test_no_conversation_exceeds_the_ceiling(data: st.DataObject, name: str) -> None:
    """What is known without a search is never too little: a limit that it holds is held by every conversation."""
    found = compiled(data.draw(releases()))
    measured = measure(found, name)

    most = Every(found, measured).most("main")
    assert Ceiling(found).most(measured)["main"] >= Layers(Ceiling(found), measured).most("main") >= most


BESIDE = {"say": [{"staff": "Vid sidan."}]}


def steps(**own: object) -> Program:
    """One dialog with these steps and an ending; `sub` asks how it feels and tells it, `empty` does nothing."""
    asked = {"ask": "Hur?", "choices": {"Lugnt": {}, "Svårt": {"set": {"felt": "upset"}}}}
    felt = {"facts": {"felt": ["unknown", "upset"]}, "results": ["felt"]}
    found: dict[str, dict[str, object]] = {
        "main": {"entry": "yes", "steps": {**own, "end": {"finish": "done", "do": ["rest"]}}},
        "sub": {**felt, "steps": {"how": asked}},
        "empty": {**felt, "steps": {"on": {"route": [{"go": "return"}]}}},
    }
    facts: dict[str, object] = {"mood": ["unknown", "upset"], "way": ["unknown", "left", "right"]}
    return compiled(as_files(found, facts=facts))


def test_what_a_called_dialog_brings_home_is_known_at_its_end() -> None:
    """The question that is asked only of who was upset is counted, though nothing in the called dialog looks at it."""
    call = {"call": "sub", "results": {"mood": "felt"}}
    found = steps(sub=call, more={"when": "mood == upset", "ask": "Mer?", "choices": {"Ja": {}, "Nej": {}}})
    result = longest(found, Taps(found), "main")

    assert (result.most, result.exact, result.answers) == (2, True, (1, 0))


def test_a_search_passes_by_what_changes_nothing_that_is_measured() -> None:
    """A fork whose ways meet at once is one place with where they meet; one that sets a fact, or parts them, is not."""
    meet = {"route": [{"when": "mood == upset", "go": "mark"}, {"go": "mark"}]}
    mark = {"route": [{"when": "mood == upset", "go": "part"}, {"go": "part"}], "set": {"mood": "upset"}}
    part = {"route": [{"when": "mood == upset", "go": "end"}, {"go": "ask"}]}
    ask = {"ask": "Vart?", "choices": {"Vänster": {"set": {"way": "left"}}, "Höger": {"set": {"way": "right"}}}}
    found = steps(meet=meet, mark=mark, part=part, ask=ask)
    ahead = Ground(found, Taps(found)).ahead
    at = {node.id: node.index for node in found.nodes}

    assert ahead[at["main.meet"]] == ahead[at["main.mark"]] == at["main.mark"]
    assert ahead[at["main.part"]] == at["main.part"]


def test_a_search_passes_by_a_call_that_does_nothing_and_no_other() -> None:
    """A call that brings something home, or that asks, is a place of its own."""
    found = steps(
        nothing={"call": "empty"},
        home={"call": "empty", "results": {"mood": "felt"}},
        asks={"call": "sub"},
    )
    ahead = Ground(found, Taps(found)).ahead
    at = {node.id: node.index for node in found.nodes}

    assert ahead[at["main.home"]] == at["main.home"]
    assert ahead[at["main.asks"]] == at["main.asks"]
    assert [node.index for node in found.nodes if ahead[node.index] != node.index] != []


def test_endings_that_weigh_nothing_are_one_for_a_search() -> None:
    """For taps all endings are the same; where words are read, each is its own."""
    split = {"route": [{"when": "mood == upset", "go": "other"}, {"go": "end"}]}
    found = steps(split=split, other={"finish": "else", "do": ["rest"], **BESIDE})
    ends = [node.index for node in found.nodes if node.kind is Kind.FINISH]

    assert len({Ground(found, Taps(found)).ahead[index] for index in ends}) == 1
    assert [Ground(found, Reading(found, 1, 1)).ahead[index] for index in ends] == ends


@settings(max_examples=40)
@given(st.data(), st.sampled_from(MEASURES), st.integers(0, 40), st.integers(1, 60))
def test_a_search_that_is_stopped_promises_nothing_false(
    data: st.DataObject, name: str, enough: int, limit: int
) -> None:
    """Whatever stops it, the truth lies between the conversation that it shows and what it says none exceeds."""
    found = compiled(data.draw(releases()))
    measured = measure(found, name)
    truth = Every(found, measured).most("main")
    result = longest(found, measured, "main", enough=enough, limit=limit)
    shown, taken = weigh(found, measured, "main", result.given, result.answers)

    assert result.reached <= truth <= result.most
    if result.answers:
        assert (shown, taken) == (result.reached, len(result.answers))


@settings(max_examples=40)
@given(st.data())
def test_the_bits_are_at_most_what_the_shape_of_the_flow_needs(data: st.DataObject) -> None:
    """The exact figure never exceeds the bound that K001 uses, which looks at no fact."""
    found = compiled(data.draw(releases()))
    exact = longest(found, Bits(found), "main", limit=1_000_000)

    assert (exact.most + Bits(found).given) / BIT <= static_bits(found, "main") + 0.001


def test_a_conversation_costs_what_its_presses_and_words_are() -> None:
    """Ticks, “Klar”, answers and jumps are taps; title, texts, question and answers are words."""
    found = program()
    three = (0, 3, 1)  # Vidare, two ticks and Klar, Lite

    assert weigh(found, Taps(found), "door", (1,), three) == (1 + 3 + 1, 3)
    assert weigh(found, Taps(found, "door"), "door", (1,), (own_answers(found.nodes[0]),)) == (1, 1)
    assert weigh(found, Reading(found, 1, 0), "door", (1,), ())[0] == count_words("Dörren Hej på er. Vidare")
    assert weigh(found, Reading(found, 0, 1), "door", (1,), three)[0] == 0


@pytest.mark.parametrize(
    ("old", "new", "taps"),
    [
        ("Lite: {}", "Lite: {}", 6),
        ("Bara i tandvård: {do: [care], when: sector == dental}", "Mer: {do: [care]}", 6),
        ("Bara i tandvård: {do: [care], when: sector == dental}", "Aldrig: {do: [care], when: hurt == yes}", 5),
        ("when: hurt == yes\n    ask", "when: hurt == no\n    ask", 5),
    ],
)
def test_facts_that_exclude_each_other_are_not_counted_together(old: str, new: str, taps: int) -> None:
    """A tick that is never offered, or a question that is never asked, makes no conversation longer."""
    found = program(**{old: new})
    result = longest(found, Taps(found), "door")

    assert (result.most, result.exact) == (taps, True)


@pytest.mark.parametrize(
    ("text", "words"), [("", 0), ("Ring {sos} nu.", 3), ("Hälso- och sjukvård", 3), ("kl. 10:30 – i dag", 4)]
)
def test_words_are_counted_as_they_are_read(text: str, words: int) -> None:
    """A placeholder is a word, a dash is none."""
    assert count_words(text) == words


def test_boxes_meant_for_a_step_that_is_skipped_weigh_nothing() -> None:
    """The way that was found may lead through a step that the engine passes: what was ticked there counts nowhere."""
    boxes: dict[str, dict[str, str]] = {f"Ruta {number}": {} for number in range(3)}
    found = steps(
        s0={"when": "mood != unknown", "ask": "Vilka?", "several": boxes},
        s1={"ask": "Vilka?", "several": {"Ruta 0": {}, "Ruta 1": {}}},
    )
    result = longest(found, measure(found, "taps"), "main", limit=1_000_000)

    assert (result.most, result.reached, result.exact) == (3, 3, True)

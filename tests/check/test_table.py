"""What the prover leaves out makes no difference: reduced slices, tables without stacks, and searches with a map."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Mapping
from dataclasses import replace
from random import Random

import pytest

from bot.check.cutting import Slicer
from bot.check.demands import never
from bot.check.explore import States
from bot.check.layout import laid_out
from bot.check.prove import Prover, Verdict, prove
from bot.check.reduce import Reducer
from bot.check.rules import Safety, read_rules
from bot.check.sample import sample
from bot.check.slice import Slice
from bot.check.table import Table
from bot.check.walk import Walk
from bot.dialog.load import load
from bot.engine.step import start, step
from tests.conftest import WHOLE
from tests.engine.programs import Json, as_files, compiled
from tests.proofs.deep import deep
from tests.proofs.dialogs import content

Seen = set[tuple[object, int, int]]
"""What a rule sees of states: of the node, its facts, the actions."""


def every(part: Slice) -> set[tuple[int, int, tuple[int, ...], int]]:
    """All states, with their stacks, one by one."""
    states = States(Walk(part))
    waiting = deque(place for place, _ in states.starts(tuple(part.entries)))
    found = set(waiting)
    while waiting:
        for _, follower in states.followers(waiting.popleft()):
            if follower not in found:
                found.add(follower)
                waiting.append(follower)
    return found


@pytest.mark.parametrize("seed", range(240 if WHOLE else 40))
def test_a_table_of_a_reduced_slice_has_all_that_the_whole_one_comes_to_and_nothing_else(seed: int) -> None:
    """On random dialogs with calls, jumps that return and computed facts, for what a rule looks at."""
    agree(content(Random(seed)).files)


@pytest.mark.parametrize("seed", range(1200 if WHOLE else 120))
def test_so_it_has_where_dialogs_call_each_other_and_are_left_from_inside(seed: int) -> None:
    """What is put together, passed over, or handed to those who wait changes nothing that a rule sees."""
    agree(deep(Random(seed)))


def agree(files: Mapping[str, bytes]) -> None:
    """Table and states, for what the one rule looks at, hold the same; and each state is on the map.

    So they do for other rules that look at some of the same, with what the earlier ones left to share.
    """
    loaded = load(files)
    assert loaded.release is not None, [str(problem) for problem in loaded.problems]
    (rule,), _ = read_rules(loaded.release)
    looks = {n.index: saw for n in rule.program.nodes if n.waits and rule.fits(n) and (saw := rule.sees(n)) is not None}
    slicer, chance = Slicer(rule.program), Random(len(files))
    reducer = Reducer(slicer)
    compare(slicer, reducer, rule.facts, rule.actions, looks)
    for _ in range(3):
        some = {index: "seen" for index in looks if chance.random() < 0.5}
        facts = frozenset(slot for slot in range(len(rule.program.facts)) if chance.random() < 0.3)
        compare(slicer, reducer, facts, rule.actions & chance.getrandbits(64), some)
    compare(slicer, reducer, rule.facts, rule.actions, looks)


def compare(slicer: Slicer, reducer: Reducer, slots: frozenset[int], actions: int, looks: Mapping[int, object]) -> None:
    """Table and states hold the same of what is looked at, in the slice of these facts."""
    part = slicer.cut(slots, slots, actions)
    fields = part.layout.fields(slots)
    reduced = reducer.reduce(part, looks, fields)
    small = reduced.part
    table = Table(small, tuple(small.entries))
    while table.waiting:
        table.follow(table.waiting.popleft())
    of = [small.nodes[node].node.index for node in range(len(small.nodes))]

    places = every(part)
    whole: Seen = {(looks[node], facts & fields, done) for node, facts, _, done in places if node in looks}
    tabled: Seen = {(looks[of[n]], facts & fields, done) for _, n, facts, done in table.states if of[n] in looks}
    assert tabled == whole
    assert {reduced.image(place) for place in places} <= {state[1:] for state in table.states}


SAID = [{"staff": "Ja."}]
ASIDE: Json = {"dialog": "aside", "label": "Se", "kind": "call", "times": "1"}
OUT: Json = {"dialog": "out", "label": "Ut", "kind": "go"}


def small(steps: Json, others: Mapping[str, Json], jumps: list[Json], rule: Json) -> dict[str, bytes]:
    """A content of few screens, with one rule."""
    dialogs: dict[str, Json] = {"main": {"entry": "yes", "steps": steps}}
    dialogs |= {name: {"steps": inside} for name, inside in others.items()}
    files = as_files(dialogs, jumps, facts={"f": ["a", "b"], "g": ["x", "y"]})
    files["rules/own.yaml"] = json.dumps({"rules": {"P01": {"says": "Så.", "at": "finish", **rule}}}).encode()
    return files


def left_out(seen: Json, after: Json, aside: Json, rule: Json) -> dict[str, bytes]:
    """A screen that is shown while g is x; a jump that comes back to it makes g y, so that it is left out then."""
    shown: Json = {"when": "g == x", **seen}
    steps: Json = {"seen": shown, **after, "end": {"finish": "done"}}
    change: Json = {"g": "y", **aside}
    return small(steps, {"aside": {"turn": {"say": SAID, "set": change, "do": ["write"]}}}, [ASIDE], rule)


DOES: Json = {"ask": "Vad?", "choices": {"Ja": {"do": ["rest"]}, "Nej": {"do": ["rest"]}}}
SHUT: Json = {"ask": "Vad?", "choices": {"Ja": {"when": "f == b"}, "Nej": {"go": "end"}}}
ACTS: Json = {"act": {"do": ["rest"], "route": [{"go": "end"}]}}


@pytest.mark.parametrize(
    "files",
    [
        left_out(DOES, {}, {}, {"with": ["write"], "all": ["rest"]}),
        left_out({"say": SAID, "set": {"f": "b"}}, {}, {"f": "a"}, {"when": "f == a", "none": ["write"]}),
        left_out(SHUT, ACTS, {}, {"when": "f == a", "with": ["write"], "none": ["rest"]}),
    ],
    ids=["each answer does something", "coming there sets something", "no open answer leads on"],
)
def test_a_screen_that_is_left_out_after_a_jump_does_nothing_then(files: dict[str, bytes]) -> None:
    """A rule that looks at nothing that decides whether it is left out is not called proved for that: who answers there
    does what who passes it by does not."""
    release = load(files).release
    assert release is not None

    agree(files)
    assert prove(read_rules(release)[0][0]).verdict is Verdict.BROKEN


def test_a_screen_that_a_jump_made_pass_by_is_not_come_to_again() -> None:
    """An answer leads to where passing it by leads, but the rule sees when it is shown: never after the jump."""
    steps: Json = {"seen": {"when": "f == a", "ask": "Vad?", "choices": {"Ja": {}, "Nej": {"do": ["rest"]}}}}
    aside: Json = {"turn": {"say": SAID, "set": {"f": "b"}, "do": ["write"]}}

    agree(
        small(
            {**steps, "end": {"finish": "done"}},
            {"aside": aside},
            [ASIDE],
            {"facts": "f == a", "all": ["write", "rest"]},
        )
    )


def test_an_inert_screen_that_may_be_left_out_is_not_one_that_may_not() -> None:
    """What follows it when it is left out is come to by that alone."""
    steps: Json = {
        "seen": {"when": "f == a", "ask": "Vad?", "choices": {"Ja": {"go": "then"}, "Nej": {"go": "then"}}},
        "missed": {"say": SAID, "do": ["write"]},
        "then": {"say": SAID},
        "end": {"finish": "done"},
    }
    aside: Json = {"turn": {"say": SAID, "set": {"f": "b"}}}

    agree(small(steps, {"aside": aside}, [ASIDE], {"facts": "f == a", "all": ["write"]}))


def test_a_dialog_that_never_comes_back_tells_who_waits_by_which_jump_it_may_be_left() -> None:
    """It knows nothing of the fact that the jump's dialog looks at; who called it does."""
    steps: Json = {
        "ask": {"ask": "Vad?", "choices": {"Ja": {"set": {"f": "b"}}, "Nej": {}}},
        "low": {"call": "low"},
        "end": {"finish": "done"},
    }
    out: Json = {
        "fork": {"route": [{"when": "f == b", "go": "act"}, {"go": "end"}]},
        "act": {"say": SAID, "do": ["write"]},
        "end": {"finish": "done"},
    }
    low: Json = {"seen": {"say": SAID}, "end": {"finish": "done"}}

    agree(small(steps, {"low": low, "out": out}, [OUT], {"dialogs": ["out"], "facts": "f == a", "all": ["write"]}))


def test_a_jump_out_of_a_dialog_is_told_to_who_calls_it_later_too() -> None:
    """The dialog is called twice alike, with another fact beside it the second time."""
    steps: Json = {
        "once": {"call": "low"},
        "between": {"set": {"f": "b"}, "route": [{"go": "twice"}]},
        "twice": {"call": "low"},
        "end": {"finish": "done"},
    }
    out: Json = {
        "fork": {"route": [{"when": "f == b", "go": "act"}, {"go": "end"}]},
        "act": {"say": SAID, "do": ["write"]},
        "end": {"finish": "done"},
    }
    asked: Json = {"ask": "Vad?", "choices": {"Ja": {"do": ["rest"]}, "Nej": {}}}
    low: Json = {"seen": asked, "more": asked}
    rule: Json = {"dialogs": ["out"], "facts": "f == a", "all": ["write", "rest"]}

    agree(small(steps, {"low": low, "out": out}, [OUT], rule))


@pytest.mark.parametrize(
    "fork",
    [
        {"route": [{"when": "f == b", "go": "act"}, {"when": "g == y", "go": "act"}, {"go": "end"}]},
        {"ask": "Vad?", "choices": {"Ett": {"when": "f == b"}, "Annat": {"when": "g == y"}, "Nej": {"go": "end"}}},
    ],
    ids=["branches", "answers"],
)
def test_two_conditions_that_lead_to_the_same_are_both_asked(fork: Json) -> None:
    """One of them is not left out for the other, nor are the two as good as none."""
    steps: Json = {
        "first": {"ask": "Vad?", "choices": {"Ja": {"set": {"f": "b"}}, "Nej": {}}},
        "second": {"ask": "Vad?", "choices": {"Ja": {"set": {"g": "y"}}, "Nej": {}}},
        "fork": fork,
        **ACTS,
        "end": {"finish": "done"},
    }

    agree(small(steps, {}, [], {"facts": "f == a and g == x", "all": ["rest"]}))


def test_a_call_that_sets_a_parameter_is_not_passed_over() -> None:
    """Its screen always has the words that the rule asks for, so the rule does not look there; yet a text of it that
    depends on the parameter makes the rule keep that."""
    maybe = [{"staff": "Kanske."}, {"staff": "Kanske.", "when": "why == first"}]
    inside: Json = {"parameters": {"why": ["none", "first"]}, "steps": {"seen": {"say": maybe}}}
    steps: Json = {"call": {"call": "inside", "with": {"why": "first"}}, "end": {"finish": "done"}}
    files = as_files({"main": {"entry": "yes", "steps": steps}, "inside": inside}, facts={})
    files["rules/own.yaml"] = b"rules: {P01: {says: Kanske., at: step, tells: [Kanske]}}"

    agree(files)


def test_a_dialog_that_ends_only_by_a_screen_that_a_jump_made_pass_by_hands_on_what_it_knows() -> None:
    """No answer of the screen comes to the end of its dialog; who waits for that end is told all the same. Nor does a
    rule that sees when the screen is shown leave what it sees to those that do not."""
    inner: Json = {
        "seen": {"when": "f == a", "say": SAID, "go": "stop"},
        "leave": {"route": [{"go": "return"}]},
        "stop": {"finish": "done"},
    }
    steps: Json = {"call": {"call": "inner"}, "end": {"finish": "done"}}
    aside: Json = {"turn": {"say": SAID, "set": {"f": "b"}}}
    files = small(steps, {"inner": inner, "aside": aside}, [ASIDE], {"dialogs": ["main"], "facts": "f == a"})
    release = load(files).release
    assert release is not None

    agree(files)
    assert prove(read_rules(release)[0][0]).verdict is Verdict.BROKEN


def test_a_screen_that_stands_in_place_of_a_call_is_not_taken_for_one_that_looks_the_same() -> None:
    """Two dialogs are one screen each, one class for who looks at neither; a rule looks at the first of them alone,
    and must not find it where the other stands."""
    act: Json = {"say": SAID, "do": ["write"]}
    seen: Json = {"act": act, "seen": {"call": "seen"}, "end": {"finish": "done"}}
    dialogs: dict[str, Json] = {
        "early": {"entry": "yes", "steps": seen},
        "main": {"entry": "yes", "steps": {"other": {"call": "other"}, **seen}},
        "seen": {"steps": {"turn": {"say": SAID}}},
        "other": {"steps": {"turn": {"say": SAID}}},
    }
    files = as_files(dialogs, facts={})
    files["rules/own.yaml"] = b"rules: {P01: {says: Skriv., at: step, dialogs: [seen], all: [write]}}"
    release = load(files).release
    assert release is not None

    agree(files)
    assert prove(read_rules(release)[0][0]).verdict is Verdict.HOLDS


@pytest.mark.parametrize("seed", range(240 if WHOLE else 40))
def test_a_rule_that_is_kept_for_good_is_followed_no_further_and_its_verdict_is_the_same(seed: int) -> None:
    """On random dialogs, with rules of every form: the same verdict, and a conversation that is as short."""
    release = load(content(Random(seed)).files).release
    assert release is not None
    (rule,), _ = read_rules(release)
    followed, saved = prove(replace(rule, kept=never)), prove(rule)

    assert (saved.verdict, len(saved.answers)) == (followed.verdict, len(followed.answers))
    assert saved.states <= followed.states


def test_what_follows_an_action_is_not_looked_at_by_a_rule_that_asks_only_for_it() -> None:
    """Actions are never taken away, so no answer after it is tried; nor any at all where it is the condition too."""
    steps: dict[str, object] = {
        "first": {"ask": "Vad?", "choices": {"Ja": {"do": ["rest"]}, "Nej": {"do": ["rest"]}}},
        "left": {"ask": "Vad?", "choices": {"Ja": {"set": {"left": "1"}}, "Nej": {}}},
        "right": {"ask": "Vad?", "choices": {"Ja": {"set": {"right": "1"}}, "Nej": {}}},
        "end": {"finish": "done", "do": ["rest"]},
    }
    files = as_files({"main": {"entry": "yes", "steps": steps}}, facts={"left": "0..1", "right": "0..1"})
    own = "{says: Vila., when: left == 1 and right == 1, all: [rest]"
    files["rules/own.yaml"] = f"rules: {{P01: {own}}}, P02: {own}, with: [rest]}}}}".encode()
    release = load(files).release
    assert release is not None
    late, at_once = (prove(rule) for rule in read_rules(release)[0])

    assert late.verdict is at_once.verdict is Verdict.HOLDS
    assert (late.states, at_once.states) == (2, 1)


def test_a_conversation_that_does_not_do_what_was_thought_teaches_what_decided_it_and_no_more() -> None:
    """A silent step that does an action, on a way between the same screens, is learnt of by its own condition: the many
    facts that decide elsewhere are not taken up."""
    locks = [f"lock{number}" for number in range(5)]
    asked: dict[str, object] = {
        name: {"ask": "Vad?", "choices": {f"Svar {value}": {"set": {name: str(value)}} for value in range(3)}}
        for name in locks
    }
    told: dict[str, object] = {
        f"told-{name}": {"ask": "Vad?", "choices": {"Ja": {}, "Nej": {"when": f"{name} == 1"}}} for name in locks
    }
    steps: dict[str, object] = {
        **asked,
        **told,
        "fork": {"route": [{"when": "never == 1", "go": "act"}, {"go": "end"}]},
        "act": {"do": ["rest"], "route": [{"go": "end"}]},
        "end": {"finish": "done", "do": ["write"]},
    }
    facts: dict[str, object] = {"never": "0..1", **dict.fromkeys(locks, "0..2")}
    files = as_files({"main": {"entry": "yes", "steps": steps}}, facts=facts)
    files["rules/own.yaml"] = b"rules: {P01: {says: Ingen vila., none: [rest]}}"
    release = load(files).release
    assert release is not None
    proof = prove(read_rules(release)[0][0])

    assert proof.verdict is Verdict.HOLDS
    assert proof.states <= len(steps)


def locked(doors: int) -> tuple[Safety, ...]:
    """A rule that speaks only where each of so many questions was answered in one of five ways."""
    names = [f"lock{number}" for number in range(doors)]
    turned = [str(1 + number % 4) for number in range(doors)]
    steps: dict[str, object] = {
        name: {"ask": "Vad?", "choices": {f"Svar {value}": {"set": {name: str(value)}} for value in range(5)}}
        for name in names
    }
    files = as_files(
        {"main": {"entry": "yes", "steps": {**steps, "end": {"finish": "done", "do": ["rest"]}}}},
        facts=dict.fromkeys(names, "0..4"),
    )
    when = " and ".join(f"{name} == {value}" for name, value in zip(names, turned, strict=True))
    files["rules/own.yaml"] = f"rules: {{P01: {{says: Alltid något., when: {when}, has_action: yes}}}}".encode()
    release = load(files).release
    assert release is not None
    return read_rules(release)[0]


def test_a_rule_that_speaks_at_the_end_of_one_conversation_alone_is_not_called_vacuous() -> None:
    """Chance never gets there; a search that is told how near it is does."""
    (rule,) = locked(7)
    nodes = rule.program.nodes

    assert not any(rule.speaks(nodes[index], facts) for index, facts, _, _ in sample(rule.program))
    assert prove(rule).verdict is Verdict.HOLDS


def test_what_a_known_conversation_comes_to_is_not_searched_for() -> None:
    """A plan that comes to where a rule speaks spares the sample, and the search where chance finds nothing."""
    (rule,) = locked(2)
    known = [start(rule.program, "main")[0]]
    for number in range(2):
        known.append(step(rule.program, known[-1], 1 + number % 4)[0])
    told, untold = Prover(rule.program, known=known), Prover(rule.program)

    assert told.prove(rule).verdict is untold.prove(rule).verdict is Verdict.HOLDS
    assert untold.sampled
    assert not told.sampled


def test_each_fact_has_bits_of_its_own() -> None:
    """What is written for one fact is read for that fact, and changes no other."""
    program = compiled(as_files({"main": {"entry": "yes", "steps": {"end": {"finish": "done", "do": ["rest"]}}}}))
    layout = laid_out(program)
    last = {slot: len(fact.domain.values) - 1 for slot, fact in enumerate(program.facts)}

    for slot, value in last.items():
        alone = layout.packed({slot: value})
        assert {other: layout.value(alone, other) for other in last} == {**dict.fromkeys(last, 0), slot: value}
        assert alone & ~layout.field(slot) == 0
    assert list(layout.slots(layout.fields(last))) == list(last)

"""What the prover leaves out makes no difference: reduced slices, tables without stacks, and searches with a map."""

from __future__ import annotations

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
from bot.check.reduce import reduce
from bot.check.rules import Safety, read_rules
from bot.check.sample import sample
from bot.check.slice import Slice
from bot.check.table import Table
from bot.check.walk import Walk
from bot.dialog.load import load
from bot.engine.step import start, step
from tests.conftest import WHOLE
from tests.engine.programs import as_files, compiled
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
    """Table and states, for what the one rule looks at, hold the same; and each state is on the map."""
    loaded = load(files)
    assert loaded.release is not None, [str(problem) for problem in loaded.problems]
    (rule,), _ = read_rules(loaded.release)
    looks = {n.index: saw for n in rule.program.nodes if n.waits and rule.fits(n) and (saw := rule.sees(n)) is not None}
    part = Slicer(rule.program).cut(rule.facts, rule.facts, rule.actions)
    fields = part.layout.fields(rule.facts)
    reduced = reduce(part, looks, fields)
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

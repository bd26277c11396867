"""Rules as data: proved where they hold, and shown as a conversation where they do not."""

from __future__ import annotations

import pytest

from bot.check.all import examine
from bot.check.prove import Verdict, prove
from bot.check.rules import read_rules
from bot.dialog.load import load
from bot.dialog.model import Release
from bot.problem import Severity

FILES = {
    "facts.yaml": "facts:\n  children: [unknown, yes, none]\n  danger: [unknown, now, later]\n"
    "  sector: [unknown, health, dental]\n",
    "house.yaml": "given: [sector]\n",
    "actions.yaml": """
actions:
  call: {order: 1, level: rule, text: Ring, deadline: now, decides: anyone, door: emergency}
  report:
    order: 5
    level: must
    text: Anmäl
    deadline: same-day
    decides: self
    door: child
    variants:
      - {when: sector == dental, text: Anmäl från tandvården}
  write: {order: 9, level: must, text: Skriv, deadline: days, decides: self, door: inside}
""",
    "guides/door.yaml": """
dialog: door
title: T
entry: yes
steps:
  danger:
    ask: Fara?
    choices:
      Nu: {set: {danger: now}, do: [call]}
      Sen: {set: {danger: later}}
  children:
    ask: Barn?
    choices:
      Ja: {set: {children: yes}, do: [report]}
      Nej: {set: {children: none}}
      Vet inte: {}
  end: {finish: end, do: [write]}
""",
    "rules/own.yaml": """
rules:
  I02: {says: Barn anmäls., when: children == yes, all: [report], as: [must]}
  I04: {says: 112 först., when: danger == now, first: [call]}
  I03: {says: Okänt är okänt., when: children == unknown, none: [report]}
  P01: {says: Alltid något., has_action: yes}
""",
}


def release(**changes: str) -> Release:
    """The release above. `changes`: text → its replacement, wherever it stands."""
    files = dict(FILES)
    for old, new in changes.items():
        assert any(old in text for text in files.values()), old
        files = {name: text.replace(old, new) for name, text in files.items()}
    loaded = load({name: text.encode() for name, text in files.items()})
    assert loaded.release is not None, loaded.problems
    return loaded.release


def verdicts(found: Release) -> dict[str, Verdict]:
    """Rule → verdict."""
    rules, problems = read_rules(found)
    assert problems == []
    return {rule.name: prove(rule).verdict for rule in rules}


def test_sound_content_is_proved() -> None:
    """Every rule holds over all states, whatever the door gave."""
    assert set(verdicts(release()).values()) == {Verdict.HOLDS}


@pytest.mark.parametrize(
    ("old", "new", "broken"),
    [
        ("Ja: {set: {children: yes}, do: [report]}", "Ja: {set: {children: yes}}", "I02"),
        ("text: Anmäl från tandvården", "level: should", "I02"),
        ("do: [call]}", "do: [report]}", "I04"),
        ("order: 5", "order: 0", "I04"),
        ("Vet inte: {}", "Vet inte: {do: [report]}", "I03"),
        ("end: {finish: end, do: [write]}", "end: {finish: end}", "P01"),
    ],
)
def test_each_loosened_bolt_is_caught_by_its_rule(old: str, new: str, broken: str) -> None:
    """One change of the content breaks the rule that guards it."""
    assert verdicts(release(**{old: new}))[broken] is Verdict.BROKEN


def test_a_broken_rule_shows_its_shortest_conversation() -> None:
    """The problem stands at the rule and tells question and answer on the way."""
    report = examine(release(**{"Ja: {set: {children: yes}, do: [report]}": "Ja: {set: {children: yes}}"}))

    (problem,) = [p for p in report.problems if p.code == "R001"]
    assert problem.where.file == "rules/own.yaml"
    assert problem.story == (
        "@ door",
        "Fara? [Nu]",
        "Barn? [Ja]",
        "T (door.end)",
        "here it does not hold; wanted: the action report",
    )


def test_a_broken_rule_shows_what_the_door_knew_and_which_demand_fails() -> None:
    """The chat begins as a plan does, so that it can be played; of several demands only the failed one is named."""
    report = examine(release(**{"text: Anmäl från tandvården": "level: should"}))

    (problem,) = [p for p in report.problems if p.code == "R001"]
    assert problem.story[0] == "@ door sector=dental"
    assert problem.story[-1] == "here it does not hold; wanted: report as must"


def test_a_fault_of_words_hides_no_broken_rule() -> None:
    """What is seen by reading and the conversation that goes wrong are told at once."""
    report = examine(
        release(**{"Ja: {set: {children: yes}, do: [report]}": "Ja: {set: {children: yes}}", "Fara?": "DU MÅSTE GÅ!!"})
    )
    codes = {p.code for p in report.problems if p.severity is Severity.ERROR}

    assert report.tried
    assert {"R001", "T016"} <= codes


def test_a_rule_that_no_conversation_meets_is_called_vacuous() -> None:
    """It does not count as holding."""
    assert verdicts(release(**{"Nu: {set: {danger: now}": "Nu: {set: {danger: later}"}))["I04"] is Verdict.VACUOUS


def test_a_limit_is_never_taken_for_a_proof() -> None:
    """With too few states allowed, nothing is said of the rule."""
    found = release()
    rules, _ = read_rules(found)

    assert prove(rules[0], limit=1).verdict is Verdict.NOT_PROVEN


def test_a_wrong_word_in_a_rule_hides_no_other_fault_of_the_file() -> None:
    """All faults are told at once, and what was left out for one of them is not told as missing."""
    found = release(
        **{
            "first: [call]": "first: call",
            "when: children == unknown": "at: start, when: childen == unknown",
            "has_action: yes": "all: [repport]",
        }
    )
    told = [(p.code, p.where.line) for p in examine(found).problems if p.severity is Severity.ERROR]

    assert told == [("S003", 4), ("S004", 5), ("N003", 5), ("N006", 6)]


@pytest.mark.parametrize("rest", ["", ", as: [must]", ", by: [now]", ", audiences: [aloud]", ", all: []"])
def test_a_rule_that_asks_for_nothing_is_a_fault(rest: str) -> None:
    """It would hold everywhere, and count as proved: one line that was taken away would take the duty with it."""
    found = release(**{", when: children == yes, all: [report], as: [must]}": f", when: children == yes{rest}}}"})
    (problem,) = [p for p in examine(found).problems if p.severity is Severity.ERROR]

    assert (problem.code, problem.where.file, problem.where.line) == ("S002", "rules/own.yaml", 3)
    assert problem.message == "I02 asks for nothing"
    assert "all, any, none, first" in problem.hint


def test_faults_of_a_rule_file_are_problems_with_places() -> None:
    """An unknown action, fact or source in a rule is told as in any other file."""
    _, problems = read_rules(
        release(**{"all: [report], as: [must]}": "all: [repport], facts: danjer == now, basis: [nowhere]}"})
    )

    assert sorted(p.code for p in problems) == ["N003", "N006", "N007"]
    assert all(p.where.file == "rules/own.yaml" and p.where.line == 3 for p in problems)


def test_words_of_actions_are_looked_at_only_where_an_ending_is_spoken_of() -> None:
    """No action is told before the end, so a rule about the words of a step keeps none of them apart."""
    tells = "P01: {says: Alltid något., has_action: yes}"
    told = "P01: {says: Orden., at: AT, tells: [anmäl]}"
    at_steps, at_ends = (read_rules(release(**{tells: told.replace("AT", at)}))[0][-1] for at in ("turn", "finish"))

    assert at_steps.actions == 0
    assert at_ends.actions.bit_count() == 1

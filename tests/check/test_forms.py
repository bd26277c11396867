"""Each form that a rule can have: it holds of content that keeps it, and is broken by one change that does not."""

from __future__ import annotations

import pytest

from bot.check.all import examine
from bot.check.prove import Verdict, prove
from bot.check.rules import read_rules
from bot.dialog.load import load
from bot.dialog.model import Release
from bot.problem import Severity

FILES = {
    "facts.yaml": "facts:\n  asks: [on_signs, everybody]\n  answer: [not_asked, yes, no]\n  alone: [yes, no]\n",
    "house.yaml": """
given: [asks]
jumps:
  - {dialog: acute, label: Akut}
  - {dialog: company, label: Någon kom, kind: call}
""",
    "actions.yaml": """
actions:
  call: {order: 1, level: rule, text: Ring, deadline: now, decides: anyone, contacts: [sos], door: emergency}
  report:
    order: 5
    level: must
    text: Anmäl i dag.
    details: [Barnen tas inte i dag.]
    deadline: same-day
    decides: self
    contacts: [office]
    door: child
    variants:
      - {when: asks == everybody, text: Anmäl genast.}
  write: {order: 9, level: must, text: Skriv, deadline: days, decides: self, door: inside}
""",
    "guides/door.yaml": """
dialog: door
title: T
entry: yes
steps:
  limits: {say: [{aloud: Jag har tystnadsplikt.}]}
  fear:
    say:
      - {aloud: Vi frågar alla här., when: asks == everybody}
      - {aloud: Är du rädd?}
    ask: Vad svarar personen?
    choices:
      Ja: {set: {answer: yes}, do: [report]}
      Nej: {set: {answer: no}}
      Vill inte svara: {}
  danger:
    say: [{aloud: Vågar du gå hem?}]
    ask: Är det bråttom?
    choices:
      Ja: {do: [call]}
      Vet inte: {}
  planned: {finish: planned, do: [write], say: [{staff: Skriv i dag.}]}
""",
    "guides/acute.yaml": "dialog: acute\ntitle: A\nsteps:\n  end: {finish: acute, do: [call], say: [{staff: Ring.}]}\n",
    "guides/company.yaml": "dialog: company\ntitle: C\nsteps:\n  end: {finish: company, set: {alone: no}}\n",
    "sources.yaml": "sources:\n  book: {title: Bok, trust: older, checked: 2026-01-01, valid_until: 2027-01-01}\n",
}
LINE = """
    name: {name}
    for: Alla
    number: "{number}"
    hours: always
    trust: older
    checked: 2026-01-01
    valid_until: 2027-01-01
    verified: none
    anonymous: unknown
    free: unknown
    on_bill: unknown
    call_log: unknown
    languages: svenska
    note: Ett nummer.
    sources: [book]
"""
FILES["directory/national.yaml"] = (
    "contacts:\n  sos:"
    + LINE.format(name="SOS", number="112")
    + "  police:"
    + LINE.format(name="Polisen", number="114 14")
    + "roles:\n  office: {name: Kontoret, for: Alla, belongs: municipality, fallback: [police]}\n"
)

FORMS = {
    "before": "at: step, steps: [door.danger], before: [door.limits, door.fear]",
    "not before": "at: step, dialogs: [door], not_before: [company]",
    "after": "at: finish, after: [door.fear], dialogs: [door], all: [write]",
    "with": "at: finish, with: [report], dialogs: [door], all: [write]",
    "as": "at: finish, when: answer == yes, all: [report], as: [must]",
    "by": "at: finish, when: answer == yes, all: [report], by: [now, same-day]",
    "any as": "at: finish, when: answer == yes, any: [report, write], as: [must], by: [same-day]",
    "only": "at: finish, when: alone == no, only: [company.end]",
    "within": "at: step, dialogs: [door], steps: [door.limits, door.fear, door.danger], within: {taps: 1, to: [acute]}",
    "within two": "at: step, steps: [door.fear], within: {taps: 2, to: [door.planned]}",
    "tells": "at: finish, with: [report], dialogs: [door], tells: [barnen tas, skriv i dag]",
    "forbids": "at: step, when: asks != everybody, forbids: [frågar alla]",
    "audience": "at: step, forbids: [anmäl], audiences: [aloud, shown]",
    "offers": "at: question, offers: [Vill inte, Vet inte]",
    "open": "at: finish, when: answer == yes, open: yes",
}
"""A name for each form → a rule that has it and holds."""

BREACHES = [
    ("before", "  fear:\n    say:", "  fear:\n    when: asks == everybody\n    say:"),
    ("not before", "end: {finish: company, set", "end: {say: [{staff: Vänta.}], set"),
    ("after", "Vill inte svara: {}", "'Vill inte svara': {go: stopped}"),
    ("with", "      Vet inte: {}", "      Vet inte: {go: stopped}"),
    ("as", "text: Anmäl genast.", "text: Anmäl genast., level: should"),
    ("by", "text: Anmäl genast.", "text: Anmäl genast., deadline: days"),
    ("any as", "text: Anmäl genast.", "text: Anmäl genast., deadline: days"),
    ("only", "Vill inte svara: {}", "Vill inte svara: {set: {alone: no}}"),
    ("within", "label: Akut", "label: Akut, when: answer == yes"),
    ("within two", "  danger:\n", "  more: {say: [{staff: Mer.}]}\n  danger:\n"),
    ("tells", "text: Anmäl genast.", "text: Anmäl genast., details: [Mer.]"),
    ("forbids", "{aloud: Vi frågar alla här., when: asks == everybody}", "{aloud: Vi frågar alla här.}"),
    ("audience", "{aloud: Är du rädd?}", "{aloud: Är du rädd? Jag måste anmäla det.}"),
    ("offers", "      Vet inte: {}", "      Nej: {}"),
    ("open", "fallback: [police]", "fallback: [sos]"),
]


def release(rule: str, **changes: str) -> Release:
    """The content above with one rule. `changes`: text → its replacement, wherever it stands."""
    files = {**FILES, "rules/own.yaml": f"rules:\n  T01: {{says: Så ska det vara., {rule}}}\n"}
    for old, new in changes.items():
        assert any(old in text for text in files.values()), old
        files = {name: text.replace(old, new) for name, text in files.items()}
    if "stopped" in files["guides/door.yaml"]:
        files["guides/door.yaml"] += "  stopped: {finish: stopped}\n"
    loaded = load({name: text.encode() for name, text in files.items()})
    assert loaded.release is not None, loaded.problems
    return loaded.release


def verdict(found: Release) -> Verdict:
    """What is known of the one rule."""
    (rule,), problems = read_rules(found)
    assert problems == []
    return prove(rule).verdict


@pytest.mark.parametrize("form", FORMS)
def test_content_that_keeps_a_rule_is_proved(form: str) -> None:
    """Each form holds of the small content, and speaks of some state in it."""
    assert verdict(release(FORMS[form])) is Verdict.HOLDS


@pytest.mark.parametrize(("form", "old", "new"), BREACHES)
def test_one_change_breaks_the_rule(form: str, old: str, new: str) -> None:
    """Each form bites: one change of the content is found by a real conversation."""
    assert verdict(release(FORMS[form], **{old: new})) is Verdict.BROKEN


def test_a_rule_of_private_screens_says_nothing_of_others() -> None:
    """With `private: yes` a rule is vacuous where nothing is private."""
    assert verdict(release("at: step, private: yes, facts: answer == yes")) is Verdict.VACUOUS


def test_a_broken_rule_of_order_shows_the_conversation_that_skips() -> None:
    """The history that a rule asks for is played in the engine, and told as a chat."""
    fear = "  fear:\n    say:"
    found = examine(release(FORMS["before"], **{fear: "  fear:\n    when: asks == everybody\n    say:"}))

    (problem,) = [p for p in found.problems if p.code == "R001"]
    assert problem.story == (
        "@ door",
        "T [Vidare]",
        "Är det bråttom? (door.danger)",
        "here it does not hold; wanted: door.limits, door.fear on the way",
    )


def test_a_rule_that_waits_for_an_action_nobody_does_is_vacuous() -> None:
    """Its trigger cannot come, so the author is warned at the action's name."""
    _, problems = read_rules(release("at: finish, with: [report], all: [write]", **{", do: [report]": ""}))

    assert [(p.code, p.severity) for p in problems] == [("R002", Severity.WARNING)]


def test_unknown_places_are_told_where_they_stand() -> None:
    """A dialog or step that does not exist is a fault in each form that names one."""
    rule = "at: step, after: [dor], before: [door.limit], not_before: [x], only: [y], within: {taps: 1, to: [z]}"
    _, problems = read_rules(release(rule))

    assert [p.code for p in problems] == ["N002"] * 5
    assert len({p.where for p in problems}) == 5

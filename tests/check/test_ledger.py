"""The content held against its ledger: what a slip of the pen changes in a guide is told at its place."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace

import pytest

from bot.check import duties, ledger
from bot.check.rules import DUTIES, LEDGER
from bot.check.sample import dice
from bot.dialog.load import load
from bot.problem import Problem
from tests.check.shipped import judged, shipped
from tests.mutants.trees import at, leaves, read, write

NATIONAL = "directory/national.yaml"


def problems(file: str = "", old: str = "", new: str = "") -> list[Problem]:
    """What is told of the shipped content with one text replaced."""
    return judged(ledger.problems, file, old, new)


def test_the_shipped_content_is_as_its_ledger_says() -> None:
    """Facts, house, gate, screens, duties and what is written: the two entries agree."""
    assert problems() == []


def test_nothing_is_left_out_of_the_ledger() -> None:
    """Every part of it is filled, so that every part of the content is looked at."""
    told = shipped()[LEDGER].decode()

    assert [
        part
        for part in ("facts", "house", "numbers", "always", "gate", "screens", "denials", "brings", "writes")
        if f"\n{part}:" not in told
    ] == []


@pytest.mark.parametrize(
    ("file", "old", "new", "codes"),
    [
        ("facts.yaml", "who: [exposed, uses_violence,", "who: [uses_violence, exposed,", {"R010"}),
        ("facts.yaml", "limits_told: [no, yes]", "limits_told: [yes, no]", {"R010"}),
        ("facts.yaml", "permit: [unknown, no, yes]", "permit: [unknown, yes]", {"R012"}),
        ("facts.yaml", "permit: [unknown, no, yes]", "permit: [unknown, no, yes, maybe]", {"R012"}),
        ("house.yaml", "sv: [våld, utsatt,", "sv: [våld,", {"R011"}),
        ("house.yaml", "contacts: [sos, unit-alarm,", "contacts: [unit-alarm,", {"R011"}),
        ("house.yaml", "given: [sector, provider, asks, kind, ", "given: [sector, provider, kind, ", {"R011"}),
        (LEDGER, "known: {kind: call", "known: {kind: go", {"R011"}),
        (LEDGER, "parts: [acute,", "parts: [exempt, acute,", {"R011"}),
        ("house.yaml", "kind: go, when: alone == yes", "kind: go", {"R011"}),
        ("house.yaml", "  - {dialog: acute, label: Akut, kind: go}\n", "", {"R011"}),
        (NATIONAL, 'number: "112"', 'number: "113"', {"R021"}),
        (LEDGER, "  kfl: 116 016\n", "", {"R021"}),
        (LEDGER, "always: [sos, police,", "always: [sos,", {"R021"}),
        (LEDGER, "always: [sos,", "always: [priest, sos,", {"R021"}),
        ("guides/pathway.yaml", "private: yes\n", "", {"R017"}),
        ("guides/stop.yaml", "stage: close\n", "stage: close\nprivate: yes\n", {"R017"}),
    ],
)
def test_what_all_guides_share_is_kept(file: str, old: str, new: str, codes: set[str]) -> None:
    """Values, words, contacts, numbers, hours, jumps and gates that are lost, sorted anew or moved: by its code."""
    assert {p.code for p in problems(file, old, new)} == codes


@pytest.mark.parametrize(
    ("file", "old", "new", "codes"),
    [
        ("danger", "- staff: Tvekar du?", "- aloud: Tvekar du?", {"R013"}),
        ("acute", "- aloud: Jag stannar här hos dig.", "- staff: Jag stannar här hos dig.", {"R013"}),
        ("stop", "        when: own_use == yes\n", "", {"R013"}),
        ("stop", "        when: own_use == yes\n", "        when: own_use != yes\n", {"R013"}),
        ("report", "do: [tell-guardian], when: honour != yes}", "do: [tell-guardian]}", {"R014"}),
        ("children", "{when: children == yes, go: duty}", "{when: children == unborn, go: duty}", {"R014"}),
        ("gather", "    when: danger == now\n", "", {"R014"}),
        ("document", "      Synlig skada, inget foto: {do: [describe-injury]}\n", "", {"R014", "R015"}),
        (
            "worry",
            "do: [child-acute, report-child, child-crime, not-tell",
            "do: [report-child, child-crime, not-tell",
            {"R015"},
        ),
        ("refer", "do: [line-men]", "do: [line-trans]", {"R015"}),
        ("danger", "danger: today, serious_risk: unsure", "danger: later, serious_risk: unsure", {"R016"}),
        ("report", "barnet ska inte få veta", "barnet ska få veta", {"R022"}),
        ("hub", "with: {reading: no}", "with: {reading: yes}", {"R016"}),
        ("pathway", "    results: {settled: settled}\n", "", {"R016"}),
    ],
)
def test_a_slip_in_a_guide_is_told(file: str, old: str, new: str, codes: set[str]) -> None:
    """Said to others, gone, in other cases, brought or written elsewhere: by its code, in the guide or the ledger."""
    found = problems(f"guides/{file}.yaml", old, new)

    assert {p.code for p in found} == codes
    assert {p.where.file for p in found} <= {f"guides/{file}.yaml", LEDGER}


def test_a_denial_that_an_action_loses_is_told() -> None:
    """Where the duty is not to tell, a forgotten “not” would make it a duty to tell."""
    found = problems("actions.yaml", "text: Berätta inte om anmälan", "text: Berätta om anmälan")

    assert [(p.code, p.where.file) for p in found] == [("R022", "actions.yaml")]
    assert "not-tell-guardian" in found[0].message
    for_one = "- Misstanke räcker. Du behöver inte ha träffat barnet."
    assert [p.code for p in problems("actions.yaml", for_one, for_one.replace("inte ", ""))] == ["R022"]


def test_what_means_the_same_is_the_same() -> None:
    """A guide may say its conditions in other words, its sentences anew and in another order."""
    same = "when: not (channel == phone or channel == video)"

    assert problems("guides/prepare.yaml", "when: channel in {room, home_visit}", same) == []
    assert problems("guides/prepare.yaml", "Ge ett vanligt skäl.", "Säg ett vanligt skäl.") == []


def test_the_first_case_in_which_they_differ_is_named() -> None:
    """So that the author sees on whom it falls."""
    found = problems("guides/hub.yaml", "{when: age != adult or", "{when: age == minor or")

    where = (
        "interpreter is not_needed and who is exposed and age is unsure and answer is not_asked and hub.need is unknown"
    )
    assert [p.message for p in found] == [f"“hub.talk” leads to “ask” where {where}; the ledger says “pathway”"]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("  sector: [unknown, health", "  sektor: [unknown, health", "N003"),
        ("[afterwards, ", "[afterwards, asks, ", "N005"),
        ("  acute.child: {", "  acute.kid: {only: danger == now}\n  acute.child: {", "N002"),
        ("  acute.end: 1", "  acute.ending: 1", "N002"),
        ("  change-subject: [", "  change-subjekt: [acute.now]\n  change-subject: [", "N006"),
        ("gather.now: {only: danger == now}", "gather.now: {only: danger == nov}", "N004"),
        ("gather.now: {only: danger == now}", "gather.now: {only: danger = now}", "C001"),
        ("at-dental.child: {staff: {always: 3}", "at-dental.child: {staff: {always: no}", "S003"),
    ],
)
def test_faults_of_the_ledger_stand_where_they_are(old: str, new: str, code: str) -> None:
    """A name that means nothing, and a condition that cannot be read, at line and column of the ledger."""
    found = [p for p in problems(LEDGER, old, new) if p.code == code]
    line = next(number for number, line in enumerate(shipped()[LEDGER].decode().split("\n"), 1) if old in line)

    assert [(p.where.file, p.where.line) for p in found] == [(LEDGER, line)]


@pytest.mark.parametrize("table", [LEDGER, DUTIES])
def test_whatever_a_table_says_is_judged(table: str) -> None:
    """Any value in any place is a fault with a line, or none; never a traceback."""
    odd = (
        "",
        "x",
        "-1",
        "danger == now",
        "((",
        "{}",
        "3 danger.door",
        "always",
        "otherwise",
        "x" * 700,
        "first == yes",
    )
    loaded = load(shipped())
    assert loaded.release is not None
    whole, chance = read(shipped()[table]), dice(7)
    places = [path for path, _ in leaves(whole)]
    cases = [path for path, text in leaves(whole) if "==" in text]
    found: list[Problem] = []
    for number in range(30):
        tree, path = deepcopy(whole), chance.choice(cases if number % 2 else places)
        at(tree, path[:-1])[path[-1]] = chance.choice((chance.choice(odd), [], {"k": "v"}))
        written = replace(loaded.release, files={**loaded.release.files, table: write(tree)})
        found += ledger.problems(written) if table == LEDGER else duties.problems(written)

    assert len(found) >= 20
    assert all(problem.where.line > 0 and problem.message and problem.hint for problem in found)

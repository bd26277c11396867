"""Actions held against what a lawyer has said of them: a slip in either is told at its place."""

from __future__ import annotations

import pytest

from bot.check import duties
from bot.check.rules import DUTIES
from bot.dialog.load import load
from bot.problem import Problem
from tests.check.shipped import judged, shipped


def problems(file: str = "", old: str = "", new: str = "") -> list[Problem]:
    """What is told of the shipped content with one text replaced."""
    return judged(duties.problems, file, old, new)


def test_the_shipped_actions_keep_their_duties() -> None:
    """Every law that is cited binds there, every duty is as hard as it is said to be, and the order is kept."""
    assert problems() == []


def test_every_action_has_a_duty() -> None:
    """None is left out of the double entry."""
    loaded = load(shipped())
    assert loaded.release is not None
    told = shipped()[DUTIES].decode()

    assert [name for name in loaded.release.program.actions if f"\n  {name}:" not in told] == []


def test_the_law_of_health_care_is_never_given_to_the_social_services() -> None:
    """The case of the variants in the wrong order: private social services got the secrecy of health care."""
    private = "      - when: sector == social and provider != public\n"
    found = problems("actions.yaml", f"{private}        level: rule\n        basis: [sol-17-11, product-rule]\n", "")

    assert [p.code for p in found] == ["R007", "R020"]
    assert "osl-26-1" in found[0].message and "provider is unknown" in found[0].message


@pytest.mark.parametrize(
    ("old", "new", "code", "says"),
    [
        (
            "level: must\n    text: Gör en orosanmälan genast.",
            "level: should\n    text: Gör en orosanmälan genast.",
            "R008",
            "report-child",
        ),
        (
            "decides: self\n    basis: [sol-19-1, sol-20-1, brb",
            "decides: manager\n    basis: [sol-19-1, sol-20-1, brb",
            "R008",
            "report-child",
        ),
        (
            "deadline: same-day\n    decides: self\n    basis: [sol-19-1, sol-20-1, brb",
            "deadline: days\n    decides: self\n    basis: [sol-19-1, sol-20-1, brb",
            "R008",
            "report-child",
        ),
        (
            "- when: sector == health\n        level: must\n        basis: [hslf-7, care-programme]",
            "- when: sector == dental\n        level: must\n        basis: [hslf-7, care-programme]",
            "R008",
            "find-children",
        ),
        ("contacts: [social-night, bris]\n", "contacts: [social-night, kfl]\n", "R008", "minor-route"),
        ("contacts: [unit-manager, police]\n", "contacts: []\n", "R008", "protected-data"),
        ("        contacts: [social, social-night, unit-on-call]\n", "", "R008", "report-child"),
        ("basis: [protected-data-guide, product-rule]", "basis: []", "R018", "protected-data"),
        ("        basis: [psl-6-12, product-rule]\n", "        basis: []\n", "R018", "variants"),
        ("basis: [sol-19-1, sol-20-1, brb-4-3", "basis: [sol-19-6, sol-20-1, brb-4-3", "R020", "report-child"),
        ("Rapportera genast enligt lex Sarah.", "Rapportera genast.", "R019", "own-organisation"),
        ("      - when: who == child and sector != social\n", "      - when: who != child\n", "R019", "record"),
        ("order: 40\n", "order: 4\n", "R009", "report-child"),
        ("order: 20\n", "order: 26\n", "R009", "minor-route"),
    ],
)
def test_each_slip_of_an_action_is_told(old: str, new: str, code: str, says: str) -> None:
    """Softer, another's to decide, later, to others, on nothing, in other words, for others, or out of order."""
    found = [p for p in problems("actions.yaml", old, new) if p.code == code]

    assert says in found[0].message
    assert found[0].where.file == "actions.yaml"


def test_every_action_has_its_place_in_the_order() -> None:
    """An action that nobody has put before or after others is told; a table without an order asks for none."""
    found = problems(DUTIES, "  - [child-information]\n", "")

    assert [(p.code, p.where.file) for p in found] == [("R009", "actions.yaml")]
    assert "child-information" in found[0].message


def test_faults_of_the_table_stand_where_they_are() -> None:
    """An unknown action or source, and a condition that means nothing."""
    found = problems(DUTIES, "  brb-4-3: [report-child]", "  brb-4-4: [report-kid]")
    assert sorted({p.code for p in found}) == ["N006", "N007", "R020"]
    found = problems(DUTIES, "  child-sexual: [{level", "  child-sexuel: [{when: sector == helth, level")

    assert [(p.code, p.where.file) for p in found] == [("N006", DUTIES)]
    found = problems(DUTIES, "osl: provider == public ", "osl: provider == publik ")
    assert [(p.code, p.where.line) for p in found] == [("N004", 6)]

"""The hardest rules and the safety rules of the house bite: content broken in memory is caught by the rule by name.

Every twelfth break is tried, and all of them where the proofs run whole (`make audit`).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
import yaml

from bot.check.prove import Verdict, prove
from bot.check.rules import read_rules
from bot.dialog.folder import read_folder
from bot.dialog.load import load
from tests.conftest import WHOLE

ROOT = Path(__file__).parents[2]
BROKEN = yaml.safe_load((ROOT / "tests" / "cases" / "hardest.yaml").read_text(encoding="utf-8"))


@cache
def shipped() -> dict[str, bytes]:
    """The files of the content that ships."""
    return dict(read_folder(ROOT / "dialogs"))


NAMED = [pytest.param(each, id=f"{each['rule']}-{number}") for number, each in enumerate(BROKEN)]


@pytest.mark.parametrize("broken", NAMED if WHOLE else NAMED[::12])
def test_a_broken_promise_is_caught_by_its_rule(broken: dict[str, str]) -> None:
    """One change of the shipped content breaks the rule that guards it, in a conversation that the engine plays."""
    files = dict(shipped())
    text = files[broken["file"]].decode()
    assert broken["old"] in text
    files[broken["file"]] = text.replace(broken["old"], broken["new"], 1).encode()
    loaded = load(files)
    assert loaded.release is not None, loaded.problems
    rules, _ = read_rules(loaded.release)
    (rule,) = [rule for rule in rules if rule.name == broken["rule"]]

    assert prove(rule).verdict is Verdict.BROKEN


def test_every_hardest_rule_that_is_met_is_shown_to_bite() -> None:
    """Each of the sixteen has a rule above, save those that the matrix lists as not yet handled."""
    loaded = load(shipped())
    assert loaded.release is not None
    rules, _ = read_rules(loaded.release)
    named = {broken["rule"] for broken in BROKEN}
    bitten = {row for rule in rules for row in rule.rows if rule.name in named}

    assert {f"H{n:02}" for n in range(1, 17)} - bitten == {"H05", "H06"}

"""What a proof rests on: words change nothing for a rule that looks at none, and everything else does."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from bot.channels.preview.bones import keys
from bot.check.rules import read_rules
from bot.dialog.folder import read_folder
from bot.dialog.load import load
from tests.channels.preview.conftest import make_garden

WORDS = """\
  A03:
    says: Den som får vatten får höra det.
    at: step
    steps: [garden.dry]
    tells: [vatten]
"""


@pytest.fixture
def files(tmp_path: Path) -> Mapping[str, bytes]:
    """The garden, with a rule that looks at words."""
    found = read_folder(make_garden(tmp_path / "dialogs"))
    return {**found, "rules/garden.yaml": found["rules/garden.yaml"] + WORDS.encode()}


def _keys(files: Mapping[str, bytes], name: str = "", old: str = "", new: str = "") -> Mapping[str, str]:
    """The keys after an edit."""
    edited = {**files, **({name: files[name].replace(old.encode(), new.encode())} if name else {})}
    assert not name or edited != files
    loaded = load(edited)
    assert loaded.release is not None, loaded.problems
    rules, faults = read_rules(loaded.release)
    assert faults == []
    return keys(loaded.release, rules)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("guides/garden.yaml", "Den mår bra.", "Den mår riktigt bra."),
        ("guides/garden.yaml", "title: Vattna", "title: Ge vatten"),
        ("guides/garden.yaml", "De hänger:", "De slokar:"),
        ("guides/soil.yaml", "Är jorden torr?", "Känns jorden torr?"),
        ("guides/soil.yaml", "dialog: soil", "# a remark\ndialog: soil"),
    ],
)
def test_words_change_only_what_rests_on_words(files: Mapping[str, bytes], name: str, old: str, new: str) -> None:
    """Texts, titles, labels and remarks: the proofs of A01 and A02 are kept, that of A03 is not."""
    before, after = _keys(files), _keys(files, name, old, new)

    assert {rule for rule in before if before[rule] == after[rule]} == {"A01", "A02"}


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("guides/garden.yaml", "soil == dry", "soil != wet"),
        ("guides/garden.yaml", "De hänger: {do: [give-water]}", "De hänger: {}"),
        ("guides/garden.yaml", "go: dry}\n      - {go: well}", "go: well}\n      - {go: dry}"),
        ("guides/soil.yaml", "when: light == no", "when: light == yes"),
        ("guides/soil.yaml", "- staff: Jord", "- aloud: Jord"),
        ("facts.yaml", "[unknown, dry, wet]", "[unknown, dry, wet, frozen]"),
        ("actions.yaml", "level: must", "level: should"),
        ("house.yaml", "when: light != unknown", "when: light == yes"),
    ],
)
def test_all_else_changes_every_proof(files: Mapping[str, bytes], name: str, old: str, new: str) -> None:
    """Conditions, changes, goals, audiences, facts, actions and jumps: everything is proved anew."""
    before, after = _keys(files), _keys(files, name, old, new)

    assert not {rule for rule in before if before[rule] == after[rule]}


def test_a_rule_that_changes_is_proved_anew_and_the_others_are_not(files: Mapping[str, bytes]) -> None:
    """Its statement in plain words may change freely."""
    before = _keys(files)

    assert (
        _keys(files, "rules/garden.yaml", "Torr jord får alltid vatten.", "Torr jord vattnas.")["A01"] == before["A01"]
    )
    changed = _keys(files, "rules/garden.yaml", "when: soil == dry", "when: soil != wet")
    assert {rule for rule in before if before[rule] != changed[rule]} == {"A01", "A03"}

"""The gate is proved over every state, and a hole in it is shown as the conversation that slips through."""

from __future__ import annotations

from pathlib import Path

from bot.check.gate import problems
from bot.dialog.folder import read_folder
from bot.dialog.load import load
from bot.dialog.model import Program

DIALOGS = Path(__file__).parents[2] / "dialogs"


def program(alone: str = "[unknown, yes, no]", interpreter: str = "[not_needed, missing]", **changes: str) -> Program:
    """A program with a gate. `changes`: text → its replacement in the door's file."""
    door = """
dialog: door
title: T
entry: yes
steps:
  alone:
    ask: Ensamma?
    choices:
      Ja: {set: {alone: yes}}
      Nej: {set: {alone: no}, go: away}
  interpreter:
    ask: Tolk?
    choices:
      Behövs inte: {}
      Saknas: {set: {interpreter: missing}, go: away}
  inside: {call: inside, go: end}
  away: {finish: away}
  end: {finish: end}
"""
    for old, new in changes.items():
        assert old in door
        door = door.replace(old, new)
    inside = "dialog: inside\ntitle: T\nprivate: yes\nsteps:\n  talk: {say: [{aloud: Hej}]}\n"
    facts = f"facts:\n  alone: {alone}\n  interpreter: {interpreter}\n  other: boolean\n"
    loaded = load(
        {"facts.yaml": facts.encode(), "guides/door.yaml": door.encode(), "guides/inside.yaml": inside.encode()}
    )
    assert loaded.release is not None, loaded.problems
    return loaded.release.program


def test_a_sound_gate_is_proved() -> None:
    """Both ways round the gate end outside it."""
    assert problems(program()) == []


def test_a_hole_is_shown_as_the_shortest_conversation() -> None:
    """The fault names the step and the answers that lead there."""
    found = problems(program(**{"Nej: {set: {alone: no}, go: away}": "Nej: {set: {alone: no}}"}))

    assert [p.code for p in found] == ["G001"]
    assert found[0].story == ("@ door", "Ensamma? [Nej]", "Tolk? [Behövs inte]", "T (inside.talk)")


def test_a_condition_on_another_fact_does_not_raise_a_false_alarm() -> None:
    """A way that only looks open in the slice is played in the engine, found closed, and the slice refined."""
    assert (
        problems(program(**{"Nej: {set: {alone: no}, go: away}": "Nej: {set: {alone: no}, when: other == yes}"})) == []
    )


def test_facts_with_which_the_gate_would_guard_nothing_are_told() -> None:
    """A value that is called otherwise would let everybody through, and so would one that a talk begins with."""
    absent = {"Saknas: {set: {interpreter: missing}, go: away}": "Saknas: {set: {interpreter: lacking}}"}
    found = [
        *problems(program(interpreter="[not_needed, lacking]", **absent)),
        *problems(program(alone="[yes, no]")),
    ]

    assert [(p.code, p.message) for p in found] == [
        ("G002", "a private dialog needs the value “missing” of the shared fact “interpreter”"),
        ("G002", "“alone” begins as “yes”, before anybody has asked"),
    ]


def test_the_shipped_content_is_proved() -> None:
    """No way into the shipped private dialogs passes the gate by."""
    loaded = load(read_folder(DIALOGS))
    assert loaded.release is not None

    assert any(dialog.private for dialog in loaded.release.program.dialogs.values())
    assert problems(loaded.release.program) == []

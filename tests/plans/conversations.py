"""A small release to hold plans against: one entry, ticks, a jump, and an ending with three actions."""

from __future__ import annotations

from bot.dialog.load import load
from bot.dialog.model import Program, Release

FILES = {
    "facts.yaml": """
facts:
  sector: [unknown, health, dental]
  hurt: [unknown, no, yes]
  child: [unknown, no, yes]
""",
    "house.yaml": "given: [sector]\njumps:\n  - {dialog: stop, label: Sluta nu}\n",
    "actions.yaml": """
actions:
  care: {order: 1, level: should, text: Vård, deadline: now, decides: staff, door: care}
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
title: Dörren
entry: yes
steps:
  hello:
    say:
      - staff: Hej på er.
  what:
    ask: Vad har hänt?
    several:
      En skada: {set: {hurt: yes}, do: [care]}
      Något med ett barn: {set: {child: yes}, do: [report]}
      Bara i tandvård: {do: [care], when: sector == dental}
    none: Inget av detta
  hurt:
    when: hurt == yes
    ask: Hur allvarligt?
    choices:
      Mycket: {do: [write]}
      Lite: {}
      Bara med barn: {when: child == yes}
  split:
    route:
      - {when: child == yes, go: child}
      - {go: end}
  child:
    title: För barnet
    finish: child
    do: [write]
  end:
    title: Slut
    finish: end
    do: [write]
""",
    "guides/stop.yaml": "dialog: stop\ntitle: Sluta\nsteps:\n  end: {finish: stopped, title: Vi slutar, do: [write]}\n",
}


def release(**changes: str) -> Release:
    """The release above. changes: text → its replacement, wherever it stands."""
    files = dict(FILES)
    for old, new in changes.items():
        assert any(old in text for text in files.values()), old
        files = {name: text.replace(old, new) for name, text in files.items()}
    loaded = load({name: text.encode() for name, text in files.items()})
    assert loaded.release is not None, loaded.problems
    return loaded.release


def program(**changes: str) -> Program:
    """Its program."""
    return release(**changes).program

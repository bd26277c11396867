"""How short the live path is: taps to its end, to what cannot wait, and to the first sentence to say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from bot.check.longest import longest
from bot.check.measures import Taps
from bot.dialog.flow import own_answers
from bot.dialog.load import load, read_folder
from bot.dialog.model import Audience, Kind, Program
from bot.engine.step import State, start, step, visible

DIALOGS = Path(__file__).parents[2] / "dialogs"
HUB = "guides/hub.yaml"
LIVE = ("Ställa frågor", "Någon har berättat", "Jag anar något")
"""The rows of the hub that lead to a talk with somebody who may be exposed."""


@cache
def live() -> Program:
    """The shipped content with the other rows of the hub never offered."""
    files = dict(read_folder(DIALOGS))
    rows = re.search(r"    ask: Vad behöver du\?\n    choices:\n((?:      .*\n)+)", files[HUB].decode())
    assert rows is not None
    never = [row for row in rows[1].splitlines() if not row.strip().startswith(LIVE)]
    for row in never:
        assert " when: " not in row and row.endswith("}")
        files[HUB] = files[HUB].decode().replace(row, row[:-1] + ", when: danger == now}").encode()
    release = load(files).release
    assert release is not None
    return release.program


def test_the_longest_live_talk_takes_eighteen_taps() -> None:
    """Each answer, tick and jump counted, whatever was said and whatever the door knew, to the last municipality."""
    assert longest(live(), Taps(live()), "hub", enough=18).most == 18


def test_what_cannot_wait_is_asked_within_eight_taps() -> None:
    """Danger, neck, children and a safe way to be reached, counted from the tap on “Någon har berättat”."""
    program = live()
    given = (1,) * len(program.given)
    state = start(program, "hub", given)[0]
    told = next(n for n, edge in enumerate(program.nodes[state[0]].edges) if edge.label == "Någon har berättat")
    open_talks = {step(program, state, told)[0]}
    met = set()
    for _ in range(7):
        met |= {program.nodes[talk[0]].context for talk in open_talks}
        open_talks = {after for talk in open_talks for after in _next(program, talk)}
    children, age = program.slots["children"], program.slots["age"]
    unknown = 1 << program.actions["find-children"].bit
    unasked = [t for t in open_talks if t[1][age] == 0 and t[1][children] == 0 and not t[3] & unknown]

    assert {"danger.door", "danger.neck", "children.any"} <= met
    assert not [program.nodes[talk[0]].context for talk in unasked if program.nodes[talk[0]].kind is not Kind.FINISH]


def _next(program: Program, talk: State) -> Iterator[State]:
    """What follows each answer that is offered; of the municipalities the first ones will do."""
    node = program.nodes[talk[0]]
    offered = visible(node, talk[1]) if node.kind is not Kind.FINISH else 0
    for answer in range(min(own_answers(node), 10 if node.pick is None else 1)):
        if offered >> answer & 1:
            yield step(program, talk, answer)[0]


def test_each_part_of_the_talk_opens_with_a_sentence_to_say() -> None:
    """Its first screen has something to say aloud, for somebody."""
    first = (
        "prepare.room",
        "ask.fear",
        "respond.yes-told",
        "danger.door",
        "children.any",
        "care.mind",
        "wishes.consent",
    )
    spoken = {node.context for node in live().nodes if any(text.audience is Audience.ALOUD for text in node.passages)}

    assert set(first) <= spoken

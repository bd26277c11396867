"""How near the guides are: three taps from the hub to each, and something to say from the start."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest

from bot.dialog.flow import own_answers
from bot.dialog.load import load
from bot.dialog.model import WAITING, Audience, Kind, Program
from bot.engine.step import State, start, step, visible
from tests.check.shipped import shipped

LIVE = ("prepare", "ask", "pathway", "cards")
"""What the hub calls that is no guide to read: the talk itself."""
ALONE = ("document", "hard-talk", "refer", "near-children")
"""Guides for staff alone, with nobody there to speak to: what to write today, care for who asked, a list of lines, and
the children near somebody whom that list was opened for (in a talk that question has its own words)."""
TO_GUIDE, TO_WORDS = 3, 2
SAID = (Audience.ALOUD, Audience.SHOWN)


@cache
def content() -> Program:
    """What ships."""
    release = load(shipped()).release
    assert release is not None
    return release.program


def guides() -> list[str]:
    """The dialogs that the hub leads to for reading, and those that a screen of answers among them leads on to."""
    nodes = content().nodes
    calls = {node.index: nodes[node.entry].dialog for node in nodes if node.kind is Kind.CALL}
    rows = {dialog for index, dialog in calls.items() if nodes[index].dialog == "hub"}
    leads: dict[str, set[str]] = {}
    for node in nodes:
        if node.kind is Kind.ASK and node.dialog in rows and node.dialog not in LIVE:
            leads.setdefault(node.dialog, set()).update(
                calls[edge.target] for edge in node.edges if edge.target in calls
            )
    menus = {dialog for dialog, behind in leads.items() if len(behind) > 1}
    return sorted(rows.union(*leads.values()) - menus - set(LIVE))


def begin(sector: str) -> State:
    """The hub as it stands for a unit whose link tells no more than its sector."""
    facts = [content().facts[slot] for slot in content().given]
    given = tuple(fact.domain.values.index(sector) if fact.name == "sector" else 0 for fact in facts)
    return start(content(), "hub", given)[0]


def after(state: State) -> Iterator[State]:
    """The states one tap on, jumps left out; of ticks, none and each alone."""
    node = content().nodes[state[0]]
    offered = [number for number in range(own_answers(node)) if visible(node, state[1]) >> number & 1]
    answers = [0, *(1 << number for number in offered)] if node.kind is Kind.SEVERAL else offered
    return (step(content(), state, answer)[0] for answer in answers)


def reach(guide: str, sector: str) -> State:
    """The first screen of a guide, by fewest taps; fails beyond `TO_GUIDE`."""
    level = [begin(sector)]
    for _ in range(TO_GUIDE):
        level = [further for state in level for further in after(state)]
        if found := [state for state in level if content().nodes[state[0]].dialog == guide]:
            return found[0]
    pytest.fail(f"{guide} is more than {TO_GUIDE} taps away in {sector}")


def silence(state: State) -> int:
    """How many taps go by, at most, before a screen has something to say or show."""
    passages = content().nodes[state[0]].passages
    if any(text.audience in SAID and (text.when is None or text.when(state[1])) for text in passages):
        return 0
    return 1 + max((silence(further) for further in after(state)), default=0)


@pytest.mark.parametrize(
    ("guide", "sector"),
    [(guide, sector) for guide in guides() for sector in content().dialogs[guide].sectors],
)
def test_each_guide_is_near_and_soon_has_words(guide: str, sector: str) -> None:
    """A guide is at most three taps from the hub, and its first sentence at most two taps after it begins."""
    first = reach(guide, sector)

    assert guide in ALONE or silence(first) <= TO_WORDS


def test_who_must_stop_answers_one_question_at_most() -> None:
    """“Jag måste sluta nu” and one answer: nothing else is asked on the way to what must not fall away.

    Who is asked for the age is never asked about the worry: the rule S16v proves it.
    """
    waiting = [node.id for node in content().nodes if node.dialog in {"stop", "gather"} and node.kind in WAITING]

    assert waiting == [
        "stop.age",
        "stop.young",
        "stop.leave",
        "stop.signed",
        "stop.guardian",
        "stop.urgent",
        "stop.urgent-own",
        "stop.urgent-parent",
        "stop.urgent-young",
        "stop.refrained",
        "stop.end",
    ]

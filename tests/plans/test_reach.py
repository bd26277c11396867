"""How near the guides are: three taps from the hub to each, and something to say from the start."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest

from bot.dialog.flow import own_answers
from bot.dialog.load import load
from bot.dialog.model import Audience, Kind, Program
from bot.engine.step import State, start, step, visible
from tests.check.shipped import shipped

MENUS = ("situations", "writing", "afterwards", "myself")
"""Dialogs that are a menu of guides, each behind a row of the hub."""
ALONE = ("document", "hard-talk")
"""Guides for staff alone, with nobody there to speak to: what to write today, and care for who asked."""
TO_GUIDE, TO_WORDS = 3, 2
SAID = (Audience.ALOUD, Audience.SHOWN)


@cache
def content() -> Program:
    """What ships."""
    release = load(shipped()).release
    assert release is not None
    return release.program


def guides() -> list[str]:
    """The dialogs that the menus call."""
    nodes = content().nodes
    return sorted({nodes[node.entry].dialog for node in nodes if node.dialog in MENUS and node.kind is Kind.CALL})


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
    return 1 + max(silence(further) for further in after(state))


@pytest.mark.parametrize(("guide", "sector"), [(g, s) for g in guides() for s in content().dialogs[g].sectors])
def test_each_guide_is_near_and_soon_has_words(guide: str, sector: str) -> None:
    """A guide is at most three taps from the hub, and its first sentence at most two taps after it begins."""
    first = reach(guide, sector)

    assert guide in ALONE or silence(first) <= TO_WORDS

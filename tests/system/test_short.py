"""How short the live path is: taps to its end, to what cannot wait, and to the first sentence to say."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from bot.check.longest import longest
from bot.check.measures import Taps
from bot.check.stretch import until
from bot.dialog.folder import read_folder
from bot.dialog.load import load
from bot.dialog.model import Audience, Release

DIALOGS = Path(__file__).parents[2] / "dialogs"
SECTOR = 1
"""The tap “Var arbetar du?”, where the unit's link does not tell it."""


@cache
def content() -> Release:
    """What ships."""
    release = load(read_folder(DIALOGS)).release
    assert release is not None
    return release


def test_the_longest_conversation_of_all_guides_takes_18_taps() -> None:
    """The limit in house.yaml, which the check holds: none takes more, and some conversation needs it all."""
    program = content().program

    assert content().house.limits.taps == 18
    assert max(longest(program, Taps(program), entry, enough=18).most for entry in program.entries) == 18


@pytest.mark.parametrize("taps", [SECTOR + 1 + 3, SECTOR + 8])
def test_the_live_talk_is_as_short_as_the_house_says(taps: int) -> None:
    """The gate, and all that cannot wait: a limit in house.yaml, and some conversation needs it all."""
    stretch = next(stretch for stretch in content().house.stretches if stretch.taps == taps)
    program = content().program

    assert longest(until(program, stretch.until), Taps(program), "hub", enough=taps).most == taps


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
    nodes = content().program.nodes
    spoken = {node.context for node in nodes if any(text.audience is Audience.ALOUD for text in node.passages)}

    assert set(first) <= spoken

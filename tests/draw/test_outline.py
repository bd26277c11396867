"""What every picture of a dialog rests on."""

from __future__ import annotations

from pathlib import Path

from bot.draw.outline import RETURN, outlines
from bot.draw.tree import tree
from tests.draw.conftest import SHIPPED, write

GUIDE = """\
dialog: shop
title: I växthuset
facts: {thirsty: [unknown, yes, no]}
steps:
  first:
    when: thirsty == unknown
    ask: Är jorden torr?
    choices:
      Ja: {set: {thirsty: yes}, go: water}
      Nej: {set: {thirsty: no}, when: 'thirsty in {unknown, no}'}
  wait:
    say:
      - aloud: Då väntar vi.
        when: thirsty == no
    go: return
  water:
    call: watering
"""


def test_conditions_keep_the_authors_own_words(tmp_path: Path) -> None:
    """A condition is drawn as it was written, for a step, an answer and a text alike; never as the program sees it."""
    first, wait, _ = outlines(write(tmp_path, "shop", GUIDE))["shop"].steps

    assert first.condition == "thirsty == unknown"
    assert first.ways[1].condition == "thirsty in {unknown, no}"
    assert wait.said[0].condition == "thirsty == no"


def test_each_way_leads_where_the_format_says(tmp_path: Path) -> None:
    """With “go” to that step, without it to the next one, after the last one back; a skipped step leads to the next."""
    first, wait, water = outlines(write(tmp_path, "shop", GUIDE))["shop"].steps

    assert [way.target for way in first.ways] == ["water", "wait"]
    assert first.targets == ("water", "wait")
    assert [way.target for way in (*wait.ways, *water.ways)] == [RETURN, RETURN]


def test_a_file_with_faults_is_left_out_and_the_others_stay(tmp_path: Path) -> None:
    """One broken guide takes no other guide's picture away."""
    write(tmp_path, "shop", GUIDE)
    files = write(tmp_path, "broken", "dialog: broken\nsteps: [")

    assert list(outlines(files)) == ["shop"]


def test_every_way_of_every_shipped_dialog_leads_to_a_place_that_is_there() -> None:
    """No picture has a line to nowhere."""
    assert len(SHIPPED) >= 17
    for outline in SHIPPED.values():
        places = {step.id for step in outline.steps} | {RETURN}
        assert {target for step in outline.steps for target in step.targets} <= places


def test_the_jumps_of_the_house_stand_with_every_dialog_but_their_own() -> None:
    """What is one tap away is told with each dialog, and a dialog is never one tap away from itself."""
    assert "acute" in {jump.dialog for jump in SHIPPED["ask"].jumps}
    assert "acute" not in {jump.dialog for jump in SHIPPED["acute"].jumps}
    assert "Akut  → acute" in tree(SHIPPED["ask"])

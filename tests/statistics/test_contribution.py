"""Presses → contributions, against an oracle that looks at the whole log."""

from __future__ import annotations

import random

import pytest

from bot.dialog.flow import own_answers
from bot.dialog.folder import read_folder
from bot.dialog.load import load
from bot.dialog.model import Program
from bot.engine.answers import Fold, Place
from bot.engine.token import Header, Mode
from bot.statistics.contribution import Contribution, Use, Withdrawn, band, contribution, counts, gather
from tests.conftest import ROOT

CONTENT = {
    "house.yaml": b"""
subject: door.need
uncounted: [own]
jumps:
  - {dialog: away, label: Bort, kind: go}
""",
    "actions.yaml": b"""
actions:
  call: {order: 50, level: must, text: Ring, deadline: now, decides: staff, door: social}
  first: {order: 10, level: must, text: Ring nu, deadline: now, decides: staff, door: emergency}
""",
    "guides/door.yaml": b"""
dialog: door
title: T
entry: yes
stage: prepare
facts: {need: [unknown, ask, told, own]}
steps:
  need:
    ask: Vad?
    choices:
      A: {set: {need: ask}}
      B: {set: {need: told}, do: [call]}
      C: {go: gate}
      D: {set: {need: own}}
  deep: {call: deep, go: end}
  gate: {finish: stopped, neutral: yes}
  end: {finish: done, do: [call]}
""",
    "guides/deep.yaml": b"""
dialog: deep
title: T
stage: danger
steps:
  how: {ask: Hur?, choices: {Nu: {do: [first]}, Sen: {}}}
""",
    "guides/away.yaml": b"""
dialog: away
title: T
steps:
  end: {finish: away, neutral: yes}
""",
}


@pytest.fixture(scope="module")
def program() -> Program:
    """A small program with a gate, two depths and two doors."""
    loaded = load(CONTENT)
    assert loaded.release is not None, loaded.problems
    return loaded.release.program


def place(program: Program, *answers: int) -> Place:
    """The place after these answers."""
    fold = Fold(program)
    found: Place | None = fold.begin("door")
    for answer in answers:
        assert found is not None
        found = fold.after(found, answer)
    assert found is not None
    return found


OWN = {"myself", "own-exposed", "own-use", "colleague"}
"""The dialogs that staff read for their own sake."""


@pytest.fixture(scope="module")
def shipped() -> Program:
    """The guides that ship."""
    loaded = load(read_folder(ROOT / "dialogs"))
    assert loaded.release is not None, loaded.problems
    return loaded.release.program


HEADER = Header(release=1, number=7, start=0, unit=3, furthest=0)


def test_nothing_counts_before_the_first_press(program: Program) -> None:
    """A page view is no conversation."""
    assert contribution(program, HEADER, place(program), "web") is None


def test_trying_out_counts_nothing(program: Program) -> None:
    """Mode look stands in no table."""
    look = Header(release=1, number=7, start=0, mode=Mode.LOOK)

    assert contribution(program, look, place(program, 1, 0), "web") is None


@pytest.mark.parametrize(
    ("answers", "use", "subject", "door"),
    [
        ((0,), Use.LEFT_EARLY, "ask", ""),
        ((0, 1), Use.FINISHED, "ask", "social"),
        ((1, 0), Use.FINISHED, "told", "emergency"),
        ((2,), Use.STOPPED, "", ""),
        ((0, 2), Use.QUICK_EXIT, "ask", ""),
    ],
)
def test_cells_follow_from_the_answers(
    program: Program, answers: tuple[int, ...], use: Use, subject: str, door: str
) -> None:
    """Use, subject and first door are read off the place alone."""
    found = contribution(program, HEADER, place(program, *answers), "web")

    assert found == Contribution(3, use, subject, 0, door, 0, "web", 1)


@pytest.mark.parametrize("answers", [(3,), (3, 0), (3, 1), (3, 2)])
def test_what_is_read_for_oneself_stands_in_no_table(program: Program, answers: tuple[int, ...]) -> None:
    """From the row on, whatever is answered, left or jumped to, the conversation is taken back from every table,
    also what an earlier press of it had brought there."""
    before = contribution(program, HEADER, place(program, 0), "web")
    found = contribution(program, HEADER, place(program, *answers), "web")

    assert isinstance(before, Contribution) and found is Withdrawn.PERSONAL
    taken_back: Contribution | Withdrawn = found
    assert gather([(7, before), (7, taken_back)]) == {}
    assert gather([(7, taken_back), (8, before)]) == {8: before}


def test_everything_that_ships_for_oneself_is_uncounted(shipped: Program) -> None:
    """Walks through the shipped guides, drawn at random: whoever stands in a dialog for staff themselves, or has
    left one for the acute page, is in no table; and each of those dialogs was come to."""
    chance, fold, seen = random.Random(20261122), Fold(shipped), set()
    for _ in range(6000):
        now, own = fold.begin("hub"), False
        for _ in range(12):
            offered = own_answers(shipped.nodes[now.state[0]]) + len(shipped.jumps)
            after = fold.after(now, chance.randrange(offered))
            if after is None:
                continue
            now, dialog = after, shipped.nodes[after.state[0]].dialog
            own |= dialog in OWN
            seen |= {dialog} & OWN
            if own:
                assert contribution(shipped, HEADER, now, "web") is Withdrawn.PERSONAL
    assert seen == OWN


def test_practising_with_a_guide_counts_nothing(program: Program) -> None:
    """A guide that is gone through in mode practice stands in no table; a round with a patient is of another type."""
    practice = Header(release=1, number=7, start=0, mode=Mode.PRACTICE)

    assert contribution(program, practice, place(program, 0), "web") is None


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (4, 1, "much-less"),
        (4, 2, "less"),
        (4, 3, "less"),
        (4, 4, "same"),
        (4, 5, "more"),
        (4, 6, "more"),
        (4, 7, "much-more"),
        (10, 0, "much-less"),
        (None, 4, ""),
        (4, None, ""),
    ],
)
def test_a_change_stands_in_one_of_five_bands(before: int | None, after: int | None, expected: str) -> None:
    """From three steps of ten on it is much; without both answers it is not known."""
    assert band(before, after) == expected


def test_only_the_own_counter_and_the_first_hour_count() -> None:
    """A press of another counter run, or after an hour, gets its turn and counts nothing."""
    header = Header(release=1, number=7, start=100, counter=5)

    assert counts(header, 100, 5) and counts(header, 159, 5)
    assert not counts(header, 160, 5)
    assert not counts(header, 100, 6)


def test_any_storm_of_presses_gives_what_the_oracle_says(program: Program) -> None:
    """Double taps, redeliveries, Back, forks and old buttons, of many conversations mixed: one contribution
    each, the cells of its last press, and the deepest stage of all its presses."""
    chance = random.Random(20261122)
    log: list[tuple[int, Contribution]] = []
    paths = [(0,), (1,), (2,), (0, 0), (0, 1), (0, 2), (1, 0), (1, 1)]
    for _ in range(3000):
        number = chance.randrange(60)
        header = Header(release=1, number=number, start=0, furthest=chance.randrange(8))
        found = contribution(program, header, place(program, *chance.choice(paths)), "web")
        assert isinstance(found, Contribution)
        log += [(number, found)] * chance.choice((1, 1, 2, 3))

    cells = gather(log)

    for number in {n for n, _ in log}:
        own = [c for n, c in log if n == number]
        assert cells[number].furthest == max(c.furthest for c in own)
        last = own[-1]
        assert (cells[number].use, cells[number].subject, cells[number].door) == (last.use, last.subject, last.door)

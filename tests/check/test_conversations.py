"""How many conversations there are, held against counting them one by one."""

from itertools import product

import pytest

from bot.check.conversations import average, bounds
from bot.conversation.content import require_edition
from bot.dialog.load import load
from bot.dialog.model import Kind, Program
from bot.engine.effects import Refused
from bot.engine.step import State, room, start, step
from tests.conftest import ROOT

HOUSE = """given: [sector]
entries: [talk]
jumps:
  - {dialog: stop, label: Sluta, kind: go}
  - {dialog: aside, label: Mer, kind: call, times: 2}
"""
FACTS = "facts:\n  sector: [unknown, health]\n  mood: [unknown, calm, upset]\n"
STOP = "dialog: stop\ntitle: Slut\nsteps:\n  end: {finish: stopped}\n"
ASIDE = "dialog: aside\ntitle: Mer\nsteps:\n  more:\n    ask: Mer?\n    choices: {Ja: , Nej: }\n"
TALK = """dialog: talk
title: Samtal
entry: yes
steps:
  mood:
    ask: Hur?
    choices:
      Bra: {set: {mood: calm}}
      Dåligt: {set: {mood: upset}}
  known:
    ask: Vad?
    several: {Ett: , Två: , Tre: }
  inner: {call: aside}
  end: {finish: done}
"""
SKIPPED = TALK.replace("{call: aside}", "{call: aside, when: mood == upset}")
LEFT_OUT = TALK.replace("{Ett: , Två: , Tre: }", "{Ett: {when: mood == calm}, Två: , Tre: }")
TALKS = {"plain": TALK, "a step that is skipped": SKIPPED, "a tick that is not offered": LEFT_OUT}


def program(talk: str = TALK, house: str = HOUSE) -> Program:
    """A small release's program."""
    files = {"house.yaml": house, "facts.yaml": FACTS, "guides/talk.yaml": talk, "guides/stop.yaml": STOP}
    loaded = load({name: text.encode() for name, text in {**files, "guides/aside.yaml": ASIDE}.items()})
    assert loaded.release is not None, loaded.problems
    return loaded.release.program


def counted(found: Program) -> int:
    """All conversations, one by one, with the engine's own step."""

    def on(state: State) -> int:
        node = found.nodes[state[0]]
        if node.kind is Kind.FINISH:
            return 1
        sets = 1 << len(node.options) if node.kind is Kind.SEVERAL else 0  # ticks so far are no answer yet
        total = 0
        for answer in range(room(found, state)):
            after, effects = step(found, state, answer)
            if not (isinstance(effects[-1], Refused) or sets <= answer < 2 * sets):
                total += on(after)
        return total

    values = [range(len(found.facts[slot].domain.values)) for slot in found.given]
    return sum(on(start(found, entry, given)[0]) for entry in found.entries for given in product(*values))


def test_without_conditions_the_upper_bound_is_the_number() -> None:
    """Answers, sets of ticks, calls, jumps with their counters, and what the door gives: all are counted."""
    found = program()

    assert bounds(found).at_most == counted(found) > 1000


@pytest.mark.parametrize("talk", TALKS.values(), ids=TALKS)
def test_the_number_lies_between_its_bounds(talk: str) -> None:
    """Also where conditions leave out steps and answers."""
    found = program(talk)
    between = bounds(found)

    assert between.at_least <= counted(found) <= between.at_most


@pytest.mark.parametrize("talk", TALKS.values(), ids=TALKS)
def test_the_estimate_is_right_on_average(talk: str) -> None:
    """A conversation divided by how likely it was: over many walks the number of all, within a tenth."""
    found = program(talk, house="".join(HOUSE.splitlines(keepends=True)[:-1]))  # rare jumps need the most walks

    assert average(found, 20_000) == pytest.approx(counted(found), rel=0.1)


def test_what_ships_has_more_than_anybody_could_read() -> None:
    """The same content gives the same bounds, and the lower is far from the upper without passing it."""
    shipped = require_edition(ROOT / "dialogs", ROOT / "locales", None).program
    between = bounds(shipped)

    assert between == bounds(shipped)
    assert 10**6 < between.at_least <= between.at_most

"""The engine's promises hold for the dialogs that are shipped, not only for small ones."""

from functools import cache
from math import log2
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dialog.flow import ANSWER_BITS, longest, own_answers
from bot.dialog.folder import read_folder
from bot.dialog.load import load
from bot.dialog.model import Kind, Program
from bot.engine.answers import LIMIT, Fold
from bot.engine.step import REFUSED, jumps, start, step
from tests.engine.programs import answers, walks

DIALOGS = Path(__file__).resolve().parents[2] / "dialogs"


@cache
def shipped() -> Program:
    """The compiled content."""
    loaded = load(read_folder(DIALOGS))
    assert loaded.release is not None, "\n".join(map(str, loaded.problems))
    return loaded.release.program


def test_every_entry_fits_in_a_button() -> None:
    """The longest conversation that there can be has room in a token."""
    assert all(longest(shipped(), entry) <= ANSWER_BITS for entry in shipped().entries)


@settings(max_examples=40)
@given(st.data())
def test_a_talk_is_replayed_from_its_code(data: st.DataObject) -> None:
    """However one talks, the code alone brings back the same place, and stays within its bound."""
    program = shipped()
    entry = data.draw(st.sampled_from(program.entries))
    places = data.draw(walks(program, longest=60, entry=entry))
    last = places[-1]
    assert Fold(program, size=4).at(entry, last.code) == last
    assert last.code < LIMIT
    assert log2(last.weight) <= longest(program, entry)


@settings(max_examples=40)
@given(st.data(), st.integers(-10, 10_000))
def test_step_is_total(data: st.DataObject, answer: int) -> None:
    """No answer raises, and no waiting step is without one."""
    program = shipped()
    for place in data.draw(walks(program, longest=40, entry=program.entries[0])):
        after, effects = step(program, place.state, answer)
        assert effects != REFUSED or after is place.state
        assert answers(program, place.state) or program.nodes[place.state[0]].kind is Kind.FINISH


@pytest.mark.parametrize("last", [False, True], ids=["first", "last"])
def test_a_talk_without_jumps_ends(last: bool) -> None:
    """Always the first answer that fits, or always the last: the end comes within sixty answers."""
    program = shipped()
    state, _ = start(program, program.entries[0])
    for _ in range(60):
        node = program.nodes[state[0]]
        if node.kind is Kind.FINISH:
            return
        own = own_answers(node) // (2 if node.kind is Kind.SEVERAL else 1)
        fitting = [answer for answer in answers(program, state) if answer < own]
        state, _ = step(program, state, fitting[-1 if last else 0])
    pytest.fail("the conversation did not end")


def test_the_acute_page_is_one_tap_away_from_the_first_screen_on() -> None:
    """Before any answer, the jump that saves life is offered."""
    program = shipped()
    state, _ = start(program, program.entries[0])
    assert "acute" in {program.jumps[number].dialog for number in jumps(program, state)}

"""A talk can begin at any step of any guide that ships, and always comes to an ending."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.channels.preview.playing import Begin, callers, find, may_be_plan, own_facts, play, view
from bot.conversation.edition import Edition, open_edition
from bot.dialog.folder import read_folder
from bot.dialog.model import Kind
from bot.draw.outline import outlines
from bot.engine.step import visible
from tests.conftest import ROOT

NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC).replace(tzinfo=None)
"""By the wall clock, as the renderer wants it."""
MOST = 60
"""Answers to any talk, from any step."""


@pytest.fixture(scope="module")
def edition() -> Edition:
    """The content that ships."""
    opened, _ = open_edition(read_folder(ROOT / "dialogs"))
    assert opened is not None
    return opened


@pytest.mark.parametrize("last", [False, True], ids=["first-answers", "last-answers"])
def test_from_every_step_the_talk_comes_to_an_ending(edition: Edition, last: bool) -> None:
    """Whoever called the guide, and whether the first or the last answer is always given; each screen can be shown."""
    program, begun = edition.program, 0
    for outline in outlines(edition.release.files).values():
        for step in outline.steps:
            for caller in callers(program, outline.id) or ("",):
                begin, answers = Begin(outline.id, step.id, {}, caller), list[int]()
                while True:
                    played = play(program, begin, answers)
                    assert played is not None and played.lost is None
                    assert view(edition, played, "sv", NOON).title.text
                    node = program.nodes[played.state[0]]
                    if node.kind is Kind.FINISH:
                        break
                    offered = [n for n in range(len(node.edges)) if visible(node, played.state[1]) >> n & 1]
                    answers.append(0 if node.kind is Kind.SEVERAL else offered[-1 if last else 0])
                    assert len(answers) < MOST, begin
                begun += 1
    assert begun > 150


def test_facts_that_a_guide_looks_at_come_first_and_none_is_missing(edition: Edition) -> None:
    """Each shared fact and each of the guide's own stands in one of the two groups; no other guide's does."""
    program = edition.program
    near, rest = own_facts(program, "ask")
    names = [fact.name for fact in (*near, *rest)]

    assert {"sector", "asks", "signs", "ask.first"} <= {fact.name for fact in near}
    assert "children" in {fact.name for fact in rest}
    assert sorted(names) == sorted(f.name for f in program.facts if "." not in f.name or f.name.startswith("ask."))


def test_a_guide_goes_back_to_the_caller_that_was_chosen(edition: Edition) -> None:
    """Where several guides call it, the talk goes on in that one."""
    program = edition.program
    found = callers(program, "near-children")
    assert len(found) > 1
    for caller in found:
        played = play(program, Begin("near-children", "near", {}, caller), [])
        assert played is not None
        assert [program.nodes[at].id for at in played.state[2]][-1] == caller


def test_only_what_a_door_could_begin_may_be_a_plan(edition: Edition) -> None:
    """The first step of an entry, with no fact but those that a door may know."""
    program = edition.program
    first = find(program, "hub.sector")

    assert first is not None and first.index == program.dialogs["hub"].first
    assert may_be_plan(program, Begin("hub", "sector", {"sector": "dental"}))
    assert not may_be_plan(program, Begin("hub", "sector", {"answer": "confirmed"}))
    assert not may_be_plan(program, Begin("hub", "need", {}))
    assert not may_be_plan(program, Begin("ask", "fear", {}))

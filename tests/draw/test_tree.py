"""The printed tree: nothing is left out, and it fits the paper."""

from __future__ import annotations

import re

from bot.draw.outline import AUDIENCES, Outline, leads
from bot.draw.tree import WIDTH, tree


def _plain(text: str) -> str:
    """Words in order, without the tree's own branches and line breaks."""
    return " ".join(re.sub(r"(?m)^(?:│|├─|└─|■) *", "", text).split())


def test_the_tree_says_all_that_the_dialog_says(outline: Outline) -> None:
    """Every step, text with its audience and condition, question, answer and goal stands there, in the file's order."""
    printed, at = _plain(tree(outline)), 0
    for step in outline.steps:
        parts = [step.id, step.title]
        parts += [part for said in step.said for part in (AUDIENCES[said.audience], said.text, said.condition)]
        parts += [step.question]
        parts += [part for way in step.ways for part in (way.label, way.condition, *way.does)]
        for part in (_plain(part) for part in parts):
            found = printed.find(part, at)
            assert found >= 0, f"“{part}” of {step.id} is missing or in the wrong place"
            at = found
        for target in step.targets:
            assert f"→ {leads(target)}" in printed


def test_no_line_of_the_tree_is_wider_than_the_paper(outline: Outline) -> None:
    """A line that a printer would break in the wrong place is broken by us."""
    assert max(len(line) for line in tree(outline).splitlines()) <= WIDTH

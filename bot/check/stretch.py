"""A conversation as far as some place: the same program, where that place is an ending.

So one limit can hold for a part of what may happen: up to a screen, or in the talks that never come to a guide.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bot.dialog.model import Kind, Node, Program


def places(program: Program) -> frozenset[str]:
    """What a stretch can end at: each dialog, and each step as `dialog.step`."""
    return frozenset((*program.dialogs, *(node.context for node in program.nodes)))


def until(program: Program, ends: Iterable[str]) -> Program:
    """The program with these dialogs and steps as endings. A name that is no place changes nothing."""
    named = frozenset(ends)
    firsts = {dialog.first for name, dialog in program.dialogs.items() if name in named}
    nodes = (_ended(node) if node.index in firsts or node.context in named else node for node in program.nodes)
    return replace(program, nodes=tuple(nodes))


def _ended(node: Node) -> Node:
    """An ending in place of a step; where the step is skipped, so is the ending. A dialog's way home stays."""
    if node.kind is Kind.RETURN:
        return node
    return replace(node, kind=Kind.FINISH, passages=(), question=None, edges=(), options=(), branches=(), pick=None)

"""What an ending lists: the actions gathered, each as it is for these facts, in the order to do them."""

from __future__ import annotations

from collections.abc import Sequence

from bot.dialog import schema
from bot.dialog.model import Action, Program


def outcome(program: Program, facts: Sequence[int], actions: int) -> tuple[tuple[Action, schema.Action], ...]:
    """The gathered actions (bit mask) and their forms, small `order` first, then as actions.yaml has them."""
    found = [(action, form(action, facts)) for action in program.by_bit if actions >> action.bit & 1]
    return tuple(sorted(found, key=lambda pair: (pair[1].order, pair[0].bit)))


def form(action: Action, facts: Sequence[int]) -> schema.Action:
    """The action as it is for these facts: the first form whose condition holds."""
    return next(each.action for each in action.forms if each.when is None or each.when(facts))

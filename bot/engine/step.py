"""The heart: one pure step. State and answer in, next state and effects out.

A state is the tuple `(node, facts, stack, actions)`:
  node     number of the waiting node
  facts    value index of each fact, by slot
  stack    where calls return to: a CALL node's number, or -1 - n to come back to waiting node n after a jump
  actions  bit mask of all actions gathered so far; bits are only ever added

An answer is a number:
  SAY, ASK   the edge's number
  SEVERAL    0 … 2^n-1 the set of ticks, as a mask, and on; 2^n … 2^(n+1)-1 the set ticked so far, and stay
  all        then one for each jump, after the node's own
The same numbers make Back (drop the last), replay, and the token (`answers` packs them). Nothing here knows a
language, a clock or a channel.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TypeAlias

from bot.dialog.flow import own_answers
from bot.dialog.model import Change, Kind, Node, Program
from bot.engine.effects import Chose, Effect, Entered, Finished, Jumped, Refused, Ticked

State: TypeAlias = tuple[int, tuple[int, ...], tuple[int, ...], int]
Step: TypeAlias = tuple[State, tuple[Effect, ...]]

REFUSED = (Refused(),)
SAY, ASK, SEVERAL, FINISH, ROUTE, CALL = Kind.SAY, Kind.ASK, Kind.SEVERAL, Kind.FINISH, Kind.ROUTE, Kind.CALL
"""Names of this module are found faster than members of an enum, and `is` compares faster than a hash."""


def start(program: Program, entry: str, given: tuple[int, ...] = ()) -> Step:
    """Begin at an entry. `given`: value index of each given fact (see House.given), () for the start values."""
    facts = list(program.start)
    for slot, value in zip(program.given, given, strict=False):
        facts[slot] = value
    dialog = program.dialogs[entry]
    return settle(program, dialog.first, tuple(facts), (), 0, (Entered(entry),))


def step(program: Program, state: State, answer: int) -> Step:
    """Take one answer. Total: an answer that does not fit leaves the state and says `Refused`."""
    index, facts, stack, actions = state
    node = program.nodes[index]
    if node.kind is SEVERAL:
        own = 2 << len(node.options)
        if 0 <= answer < own:
            return _several(program, node, state, answer)
    else:
        own = len(node.edges)
        if 0 <= answer < own:
            edge = node.edges[answer]
            if edge.when is not None and not edge.when(facts):
                return state, REFUSED
            facts, actions = apply(edge.change, facts, actions)
            return settle(program, edge.target, facts, stack, actions, _chose(index, answer))
    if node.kind is FINISH:
        return state, REFUSED
    return _jump(program, state, answer - own)


def settle(
    program: Program,
    index: int,
    facts: tuple[int, ...],
    stack: tuple[int, ...],
    actions: int,
    effects: tuple[Effect, ...],
) -> Step:
    """Pass all silent nodes from `index` on, until one waits.

    One always does: steps lead only forward (F001) and calls form no circle (F003), so nothing is passed twice.
    """
    nodes = program.nodes
    while True:
        node = nodes[index]
        if node.when is not None and not node.when(facts):
            index = node.after
            continue
        change = node.arrive
        if change.sets or change.computed or change.do:
            facts, actions = apply(change, facts, actions)
        kind = node.kind
        if kind is ASK or kind is SAY or kind is SEVERAL:
            return (index, facts, stack, actions), effects
        if kind is FINISH:
            return (index, facts, stack, actions), (*effects, Finished(index, actions))
        if kind is ROUTE:
            index = next(target for test, target, _ in node.branches if test is None or test(facts))
        elif kind is CALL:
            facts, actions = apply(node.enter, facts, actions)
            stack = (*stack, index)
            index = node.entry
            effects += (Entered(nodes[index].dialog),)
        else:
            index, facts, stack = _return(program, facts, stack)


def apply(change: Change, facts: tuple[int, ...], actions: int) -> tuple[tuple[int, ...], int]:
    """Do what a change says; all its expressions read the facts as they were before it."""
    if change.sets or change.computed:
        new = list(facts)
        for slot, value in change.sets:
            new[slot] = value
        for slot, value_of, _ in change.computed:
            new[slot] = value_of(facts)
        facts = tuple(new)
    return facts, actions | change.do


def pending(program: Program, state: State, last: int | None) -> int:
    """The ticks shown at a SEVERAL node: those of the last digit when that was a "so far" digit of this node."""
    node = program.nodes[state[0]]
    if node.kind is not SEVERAL or last is None:
        return 0
    return last - (1 << len(node.options)) if last >= 1 << len(node.options) else 0


def visible(node: Node, facts: tuple[int, ...]) -> int:
    """Bit mask of the edges (SEVERAL: options) that are offered."""
    mask = 0
    for number, edge in enumerate(node.options if node.kind is SEVERAL else node.edges):
        if edge.when is None or edge.when(facts):
            mask |= 1 << number
    return mask


def jumps(program: Program, state: State) -> tuple[int, ...]:
    """Numbers of the jumps that are offered now."""
    if not program.jumps or program.nodes[state[0]].kind is FINISH:
        return ()
    return tuple(number for number in range(len(program.jumps)) if _may_jump(program, state, number))


def room(program: Program, state: State) -> int:
    """How many answers the state's node has, jumps included; any that is not offered is refused."""
    return own_answers(program.nodes[state[0]]) + len(program.jumps)


@lru_cache(maxsize=1 << 16)
def _chose(node: int, answer: int) -> tuple[Effect, ...]:
    """The effects of an answer at a node. They are immutable, so each is made once and shared."""
    return (Chose(node, answer),)


def _several(program: Program, node: Node, state: State, answer: int) -> Step:
    ticks = 1 << len(node.options)
    mask = answer % ticks
    if mask & ~visible(node, state[1]):
        return state, REFUSED
    if answer >= ticks:
        return state, (Ticked(node.index, mask),)
    facts, actions = state[1], state[3]
    for number, option in enumerate(node.options):
        if mask >> number & 1:
            facts, actions = apply(option.change, facts, actions)
    return settle(program, node.edges[0].target, facts, state[2], actions, (Chose(node.index, mask),))


def _may_jump(program: Program, state: State, number: int) -> bool:
    jump = program.jumps[number]
    node, facts, stack, _ = state
    if program.nodes[node].dialog in jump.dialogs or (jump.when is not None and not jump.when(facts)):
        return False
    if facts[jump.counter] >= jump.times:
        return False
    return not (jump.call and any(program.nodes[at if at >= 0 else -1 - at].dialog in jump.dialogs for at in stack))


def _jump(program: Program, state: State, number: int) -> Step:
    if not 0 <= number < len(program.jumps) or not _may_jump(program, state, number):
        return state, REFUSED
    jump = program.jumps[number]
    node, facts, stack, actions = state
    effects = (Jumped(node, number), Entered(jump.dialog))
    facts, actions = apply(jump.enter, facts, actions)
    counted = list(facts)
    counted[jump.counter] += 1
    way_back = (*stack, -1 - node) if jump.call else ()
    return settle(program, jump.entry, tuple(counted), way_back, actions, effects)


def _return(
    program: Program, facts: tuple[int, ...], stack: tuple[int, ...]
) -> tuple[int, tuple[int, ...], tuple[int, ...]]:
    """Come back from a called dialog: take its results home, go on after the call."""
    at, stack = stack[-1], stack[:-1]
    if at < 0:
        return -1 - at, facts, stack
    node = program.nodes[at]
    if node.results:
        new = list(facts)
        for mine, its, table in node.results:
            new[mine] = table[facts[its]]
        facts = tuple(new)
    return node.edges[0].target, facts, stack

"""Why a conversation of a slice does not happen in the engine: the fewest facts that the slice has to look at as well.

The conversation is played. Where the engine goes another way, some condition that the slice took for open was decided;
what decided it is enough to know (of "a and b" that failed, one part that failed). The textbook's
counterexample-guided refinement (Clarke, Grumberg, Jha, Lu, Veith 2000), with a reason instead of the whole condition.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from bot.check.explore import Found
from bot.check.guard import guard
from bot.check.slice import Slice
from bot.conditions import core
from bot.conditions.evaluate import compile_condition
from bot.dialog.flow import own_answers
from bot.dialog.model import Change, Edge, Kind, Node, Program
from bot.engine.effects import Refused
from bot.engine.step import State, apply, start, step

Bad: TypeAlias = Callable[[Node, tuple[int, ...], int], bool]
"""Whether a state must not be: of node, facts by slot, and actions."""
Slots: TypeAlias = frozenset[int]
NONE: Slots = frozenset()


def doubt(part: Slice, given: tuple[int, ...], found: Found, bad: Bad) -> Slots | None:
    """None when the conversation comes to a bad state in the engine, else facts that decided otherwise.

    They may all be kept already; then nothing was learnt.
    """
    program, kept, entry = part.program, part.slots, found.entry
    way = found.way
    state: State = start(program, entry, given)[0]
    reason: Slots = NONE
    passed = 0
    first = _Place(program.dialogs[entry].first, _begun(program, given), ())
    silent = [(first, way[0])]
    if state[0] != way[0]:
        reason = _Search(part).reason(first, way[0])
    else:
        for answer, expected in zip(found.answers, way[1:], strict=True):
            before, passed = state, passed + 1
            state, effects = step(program, state, answer)
            if isinstance(effects[-1], Refused):
                reason = _refused(program, before, answer)
                break
            silent.append((_after(program, before, answer), expected))
            if state[0] != expected:
                reason = _Search(part).reason(*silent[-1])
                break
        else:
            if bad(program.nodes[state[0]], state[1], state[3]):
                return None
    if not reason <= kept:
        return reason
    # What is kept decided, but the slice did not know its value: then what that value is made of has to be kept too.
    steps = list(zip(way, found.answers, strict=False))[:passed]
    made = NONE.union(
        _computed(program, program.dialogs[entry].first, kept), *(_made(program, at, a, kept) for at, a in steps)
    )
    if not made <= kept:
        return made
    # The engine came to every screen that the slice did, but by other silent nodes, which did and set other things.
    return made.union(*(_Search(part).met(*each)[0] for each in silent))


def why(tree: core.Condition, facts: tuple[int, ...]) -> Slots:
    """Slots whose values alone make the condition what it is: true or false."""
    holds = compile_condition(tree)(facts)
    match tree:
        case core.And(parts=parts) | core.Or(parts=parts):
            wanted = isinstance(tree, core.Or)
            if holds is not wanted:  # all parts of a true "and", or of a false "or", have a say
                return NONE.union(*(why(p, facts) for p in parts))
            return min((why(p, facts) for p in parts if compile_condition(p)(facts) is wanted), key=len)
        case core.Not(part=part):
            return why(part, facts)
        case _:
            return core.slots(tree)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a search stands. index: of a node; −1 − index once it waits there."""

    index: int
    facts: tuple[int, ...]
    stack: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Search:
    """The way through the silent nodes that the slice took, with as few conditions against the engine as can be."""

    part: Slice

    def reason(self, first: _Place, expected: int) -> Slots:
        """What decided the first condition that stood against that way; where there is none, all that was met."""
        found, met = self.met(first, expected)
        return found or met

    def met(self, first: _Place, expected: int) -> tuple[Slots, Slots]:
        """What decided the first condition against a way there that is not the engine's, and against any way."""
        open_places: deque[tuple[_Place, Slots]] = deque([(first, NONE)])
        seen: set[tuple[_Place, bool]] = set()
        met: Slots = NONE
        while open_places:
            place, reason = open_places.popleft()
            if (place, bool(reason)) in seen:
                continue
            seen.add((place, bool(reason)))
            if place.index < 0:  # it waits there
                if -1 - place.index == expected and reason:
                    return reason, met
                continue
            for follower, against in self.follow(place):
                met |= against
                if against and not reason:
                    open_places.append((follower, against))
                else:
                    open_places.appendleft((follower, reason))
        return NONE, met

    def follow(self, place: _Place) -> Iterator[tuple[_Place, Slots]]:
        """Each place that comes next in the slice, and what decided against it (nothing: the engine goes there)."""
        node = self.part.program.nodes[place.index]
        skipped = self.open(node.condition, place.facts)
        if node.condition is not None:
            holds = compile_condition(node.condition)(place.facts)
            if not holds or skipped:
                yield _Place(node.after, place.facts, place.stack), skipped if holds else NONE
            if not holds and not skipped:
                return
        else:
            holds = True
        against = NONE if holds else skipped
        if node.waits:
            yield _Place(-1 - node.index, place.facts, place.stack), against
            return
        facts, _ = apply(node.arrive, place.facts, 0)
        for follower, also in self.passed(node, facts, place.stack):
            yield follower, against | also

    def passed(self, node: Node, facts: tuple[int, ...], stack: tuple[int, ...]) -> Iterator[tuple[_Place, Slots]]:
        program = self.part.program
        if node.kind is Kind.ROUTE:
            taken: Slots | None = None
            for _, target, condition in node.branches:
                holds = condition is None or compile_condition(condition)(facts)
                opened = self.open(condition, facts)
                if taken is not None:  # the engine went an earlier way
                    yield _Place(target, facts, stack), taken
                elif holds:
                    yield _Place(target, facts, stack), NONE
                    taken = opened
                elif opened:
                    yield _Place(target, facts, stack), opened
                if holds and not opened:
                    return
        elif node.kind is Kind.CALL:
            entered, _ = apply(node.enter, facts, 0)
            yield _Place(node.entry, entered, (*stack, node.index)), NONE
        elif stack:
            at, stack = stack[-1], stack[:-1]
            if at < 0:
                yield _Place(-1 - at, facts, stack), NONE
                return
            call = program.nodes[at]
            new = list(facts)
            for mine, its, table in call.results:
                new[mine] = table[facts[its]]
            yield _Place(call.edges[0].target, tuple(new), stack), NONE

    def open(self, condition: core.Condition | None, facts: tuple[int, ...]) -> Slots:
        """What decides a condition that the slice takes for open; nothing when the slice decides it itself."""
        if condition is None:
            return NONE
        part = self.part
        asked = guard(condition, part.layout, part.kept)
        sliced = part.layout.packed({slot: facts[slot] for slot in part.slots})
        return why(condition, facts) - part.slots if asked.may(sliced) and asked.fails(sliced) else NONE


def _begun(program: Program, given: tuple[int, ...]) -> tuple[int, ...]:
    facts = list(program.start)
    for slot, value in zip(program.given, given, strict=True):
        facts[slot] = value
    return tuple(facts)


def _after(program: Program, state: State, answer: int) -> _Place:
    """Where an answer leads before anything silent is passed."""
    index, facts, stack, _ = state
    node = program.nodes[index]
    own = own_answers(node)
    if answer >= own:
        jump = program.jumps[answer - own]
        entered = list(apply(jump.enter, facts, 0)[0])
        entered[jump.counter] += 1
        return _Place(jump.entry, tuple(entered), (*stack, -1 - index) if jump.call else ())
    for edge in _taken(node, answer):
        facts, _ = apply(edge.change, facts, 0)
    return _Place(node.edges[0 if node.kind is Kind.SEVERAL else answer].target, facts, stack)


def _taken(node: Node, answer: int) -> list[Edge]:
    """The edges, or ticks, that an answer of the node's own takes."""
    if node.kind is Kind.SEVERAL:
        return [option for number, option in enumerate(node.options) if answer >> number & 1]
    return [node.edges[answer]]


def _refused(program: Program, state: State, answer: int) -> Slots:
    """Why an answer is not offered."""
    node, facts = program.nodes[state[0]], state[1]
    own = own_answers(node)
    if answer >= own:
        jump = program.jumps[answer - own]
        if facts[jump.counter] >= jump.times or jump.condition is None:
            return frozenset((jump.counter,))
        return why(jump.condition, facts)
    barred = (edge.condition for edge in _taken(node, answer) if edge.condition is not None)
    return next((why(c, facts) for c in barred if not compile_condition(c)(facts)), NONE)


def _made(program: Program, index: int, answer: int, kept: Slots) -> Slots:
    """What the values of kept facts are made of, on the way from a waiting node by an answer to the next."""
    node = program.nodes[index]
    own = own_answers(node)
    if answer >= own:
        jump = program.jumps[answer - own]
        return _made_of(jump.enter, kept) | {jump.counter} | _computed(program, jump.entry, kept)
    target = node.edges[0 if node.kind is Kind.SEVERAL else answer].target
    return NONE.union(_computed(program, target, kept), *(_made_of(edge.change, kept) for edge in _taken(node, answer)))


def _computed(program: Program, first: int, kept: Slots) -> Slots:
    """The same from a node on, through all silent nodes that may be passed."""
    found: Slots = NONE
    open_nodes, seen = [first], set[int]()
    while open_nodes:
        at = open_nodes.pop()
        if at in seen:
            continue
        seen.add(at)
        node = program.nodes[at]
        found |= _made_of(node.arrive, kept) | _made_of(node.enter, kept)
        open_nodes += [target for _, target, _ in node.branches] + ([node.after] if node.when is not None else [])
        if node.kind is Kind.CALL:
            open_nodes.append(node.entry)
        elif node.kind is Kind.RETURN:
            for call in program.nodes:
                if call.kind is Kind.CALL and call.entry == program.dialogs[node.dialog].first:
                    found |= frozenset(its for mine, its, _ in call.results if mine in kept)
                    open_nodes.append(call.edges[0].target)
    return found


def _made_of(change: Change, kept: Slots) -> Slots:
    return NONE.union(*(reads for slot, _, reads in change.computed if slot in kept))

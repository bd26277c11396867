"""What follows a waiting state of a slice, worked out once for each node and the facts that have a say in it.

Between two waiting nodes lie silent ones. They are passed for the few facts alone that they look at or change; all
others stay beside. So is the call of a dialog that waits nowhere. Any other call and the end of a called dialog are not
passed: who walks knows what they lead to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

from bot.check.layout import Facts
from bot.check.live import regions
from bot.check.slice import Slice, SlicedNode, brought_home
from bot.dialog.model import Kind

Exit: TypeAlias = tuple[int, Facts, int]
"""Where silent nodes lead: a waiting node, `RETURNS`, or a call (see `called`); its facts, the actions done."""
Taken: TypeAlias = tuple[int, tuple[Exit, ...]]
"""An answer, and where it leads."""
Leap: TypeAlias = tuple[int, Facts, int]
"""A jump's number, the facts with which its dialog begins, the actions done."""

RETURNS = -1
"""In place of an exit's node: the dialog ends and its caller goes on."""


def called(node: int) -> int:
    """In place of an exit's node: the call of this node, with the facts that its dialog begins with. And back."""
    return -2 - node


class Walk:
    """What was worked out for one slice.

    exits: of the silent nodes from a node on, by node and the facts that these have to do with. Of each node, by facts:
    passed: the same by all facts; answered, ahead, left, aside: what follows where it waits. kept: the facts that still
    matter at an exit.
    """

    def __init__(self, part: Slice) -> None:
        self.part = part
        self.exits: dict[tuple[int, Facts], tuple[Exit, ...]] = {}
        self.passed: list[dict[Facts, tuple[Exit, ...]]] = [{} for _ in part.nodes]
        self.answered: list[dict[Facts, tuple[Taken, ...]]] = [{} for _ in part.nodes]
        self.ahead: list[dict[Facts, tuple[Exit, ...]]] = [{} for _ in part.nodes]
        self.left: list[dict[Facts, tuple[Leap, ...]]] = [{} for _ in part.nodes]
        self.aside: list[dict[Facts, tuple[Leap, ...]]] = [{} for _ in part.nodes]
        self.coming_back = [number for number, jump in enumerate(part.jumps) if jump.call]
        self.before = part.before or (-1,) * len(part.nodes)
        self.live = part.live or (-1,) * len(part.nodes)
        self.region = regions(part)
        self.kept: dict[int, Facts] = {RETURNS: -1, **dict(enumerate(self.live))}
        for index, node in enumerate(part.nodes):
            if node.kind is Kind.CALL:
                self.kept[called(index)] = self.live[index]
        self.scope = [region & before for region, before in zip(self.region, self.before, strict=True)]

    def answers(self, index: int, facts: Facts) -> tuple[Taken, ...]:
        """Answers and their exits. Exits that an answer shares with an earlier one are the earlier one's."""
        found = self.answered[index].get(facts)
        if found is None:
            found = self.answered[index][facts] = tuple(self._answers(self.part.nodes[index], facts))
        return found

    def onward(self, index: int, facts: Facts) -> tuple[Exit, ...]:
        """The exits of all answers, for who does not ask by which."""
        found = self.ahead[index].get(facts)
        if found is None:
            ways = self._answers(self.part.nodes[index], facts)
            found = self.ahead[index][facts] = tuple([each for _, exits in ways for each in exits])
        return found

    def leaps(self, index: int, facts: Facts) -> tuple[Leap, ...]:
        """The jumps that may be offered."""
        found = self.left[index].get(facts)
        if found is None:
            found = self.left[index][facts] = tuple(self._leaps(index, facts, range(len(self.part.jumps))))
        return found

    def asides(self, index: int, facts: Facts) -> tuple[Leap, ...]:
        """Those of them that come back."""
        found = self.aside[index].get(facts)
        if found is None:
            found = self.aside[index][facts] = tuple(self._leaps(index, facts, self.coming_back))
        return found

    def leap(self, number: int, facts: Facts) -> Iterator[Leap]:
        """A jump, where it may be offered."""
        jump = self.part.jumps[number]
        if not (jump.counter and facts & jump.counter >= jump.spent) and jump.offered.may(facts):
            for entered in jump.enter.apply(facts):
                yield number, entered + jump.once, jump.enter.do

    def settled(self, index: int, facts: Facts) -> tuple[Exit, ...]:
        """The exits of the silent nodes from `index` on."""
        whole = self.passed[index].get(facts)
        if whole is not None:
            return whole
        key = (index, facts & self.scope[index])
        found = self.exits.get(key)
        if found is None:
            waiting = [key]
            while waiting:
                missing: list[tuple[int, Facts]] = []
                exits = self._settle(*waiting[-1], missing)
                if missing:
                    waiting += missing
                else:
                    self.exits[waiting.pop()] = tuple(dict.fromkeys(exits)) if len(exits) > 1 else tuple(exits)
            found = self.exits[key]
        whole = self.passed[index][facts] = self._beside(index, facts, found)
        return whole

    def _answers(self, sliced: SlicedNode, facts: Facts) -> Iterator[Taken]:
        known: set[Exit] = set()
        ways = _ticked(sliced, facts) if sliced.ticks else _chosen(sliced, facts)
        for answer, target, new, done in ways if sliced.kind is not Kind.FINISH else ():
            fresh = tuple([each for each in _doing(self.settled(target, new), done) if each not in known])
            known.update(fresh)
            if fresh:
                yield answer, fresh

    def _leaps(self, index: int, facts: Facts, numbers: Iterable[int]) -> Iterator[Leap]:
        sliced = self.part.nodes[index]
        for number in numbers if sliced.kind is not Kind.FINISH else ():
            if number not in sliced.barred:
                matters = self.before[self.part.jumps[number].entry] | self.live[index]
                yield from ((number, entered & matters, done) for _, entered, done in self.leap(number, facts))

    def _beside(self, index: int, facts: Facts, exits: tuple[Exit, ...]) -> tuple[Exit, ...]:
        """Exits with the facts that the silent nodes from `index` on have nothing to do with."""
        other = facts & ~self.region[index]
        if not other:
            return exits
        kept = self.kept
        return tuple([(node, (new | other) & kept[node], done) for node, new, done in exits])

    def _settle(self, index: int, facts: Facts, missing: list[tuple[int, Facts]]) -> list[Exit]:
        """The exits from a node on; `missing` gets those that have to be known for it, and are not."""
        sliced = self.part.nodes[index]
        done, live, exits = sliced.arrive.do, self.live[index], list[Exit]()
        for new in sliced.arrive.apply(facts):
            if sliced.waits:
                exits.append((index, new & live, done))
            elif sliced.kind is Kind.ROUTE:
                for target in _routed(sliced, new):
                    exits += _doing(self._known(target, new, missing), done)
            elif sliced.kind is Kind.RETURN:
                exits.append((RETURNS, new & live, done))
            elif self.part.quiet[sliced.entry]:
                exits += _doing(self._called(index, new, missing), done)
            else:
                exits += [
                    (called(index), entered & live, done | sliced.enter.do) for entered in sliced.enter.apply(new)
                ]
        return exits

    def _called(self, index: int, facts: Facts, missing: list[tuple[int, Facts]]) -> list[Exit]:
        """The exits after the call of a dialog that waits nowhere."""
        part, call, exits = self.part, self.part.nodes[index], list[Exit]()
        changed = part.changing[call.entry] if part.changing else -1
        for entered in call.enter.apply(facts):
            for _, ended, done in self._known(call.entry, entered, missing):
                for target, home in brought_home(part, ended & changed | entered & ~changed, index):
                    exits += _doing(self._known(target, home, missing), done | call.enter.do)
        return exits

    def _known(self, index: int, facts: Facts, missing: list[tuple[int, Facts]]) -> tuple[Exit, ...]:
        """Exits that were worked out before; else what has to be, first."""
        key = (index, facts & self.scope[index])
        found = self.exits.get(key)
        if found is None:
            missing.append(key)
            return ()
        return self._beside(index, facts, found)


def _doing(exits: Sequence[Exit], done: int) -> Sequence[Exit]:
    """The exits with more actions done."""
    return [(node, facts, did | done) for node, facts, did in exits] if done else exits


def _chosen(sliced: SlicedNode, facts: Facts) -> Iterator[tuple[int, int, Facts, int]]:
    """Answer, target, facts and actions of each way that may be offered."""
    for way in sliced.ways:
        if way.offered.may(facts):
            for new in way.effect.apply(facts):
                yield way.answer, way.target, new, way.effect.do


def _ticked(sliced: SlicedNode, facts: Facts) -> Iterator[tuple[int, int, Facts, int]]:
    """All that a set of ticks can do: one mask for each different result."""
    results: dict[tuple[Facts, int], int] = {(facts, 0): 0}
    for number, offered, effect in sliced.ticks:
        if offered.may(facts):
            for (before, done), mask in list(results.items()):
                for after in effect.apply(before):
                    results.setdefault((after, done | effect.do), mask | 1 << number)
    for (new, done), mask in results.items():
        yield mask, sliced.ways[0].target, new, done


def _routed(sliced: SlicedNode, facts: Facts) -> Iterator[int]:
    for guard, target in sliced.branches:
        if guard.may(facts):
            yield target
        if not guard.fails(facts):
            return

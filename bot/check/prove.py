"""A rule holds, or a real conversation breaks it, or nothing is said.

Begins with the facts that the rule itself names, and those that an earlier check noted for it (see `learnt`). An
offence found in the slice is played in the engine; if it does not happen there, the facts that the engine looked at on
the way are added to the slice, and the search begins anew.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from types import MappingProxyType
from typing import TypeAlias, cast

from bot.check import LIMIT
from bot.check.cutting import Slicer
from bot.check.demands import never
from bot.check.doubt import doubt
from bot.check.experience import Experience
from bot.check.explore import Found, Watch
from bot.check.layout import Facts, Unpacked
from bot.check.reduce import Reduced, Reducer
from bot.check.rules import Safety
from bot.check.sample import sample
from bot.check.slice import Slice
from bot.check.table import Point, Tabled, tabulate
from bot.check.walk import Walk
from bot.check.witness import distances, shortest, toward
from bot.conditions import core
from bot.dialog.model import Node, Program
from bot.engine.step import State


class Verdict(Enum):
    """What is known of a rule.

    HOLDS: over all states. VACUOUS: it speaks of no state. BROKEN: by a conversation. NOT_PROVEN: a limit was reached.
    """

    HOLDS = "holds"
    VACUOUS = "vacuous"
    BROKEN = "broken"
    NOT_PROVEN = "not proven"


@dataclass(frozen=True, slots=True)
class Proof:
    """verdict; states visited in the last slice; the entry and answers of a conversation that breaks the rule."""

    verdict: Verdict
    states: int
    entry: str = ""
    given: tuple[int, ...] = ()
    answers: tuple[int, ...] = ()


Asked: TypeAlias = Callable[[Safety, Node, Sequence[int], int], bool]
"""Whether a state is one that is looked for: of rule, node, facts by slot, and actions."""


def prove(rule: Safety, limit: int = LIMIT) -> Proof:
    """Prove one rule from every entry."""
    return Prover(rule.program, limit).prove(rule)


def prove_all(
    rules: Iterable[Safety], limit: int = LIMIT, prover: Prover | None = None
) -> Iterator[tuple[Safety, Proof]]:
    """Prove rules one after the other; those over one program share what can be shared, with `prover` too."""
    for rule in rules:
        if prover is None or prover.program is not rule.program:
            prover = Prover(rule.program, limit)
        yield rule, prover.prove(rule)


AGAIN = 100
"""States to go on from while a map is followed that was drawn for fewer facts; it may lead nowhere by now."""
AFAR = 30_000
"""The same while a shortest conversation is looked for, two seconds: a map of all these facts takes up to a hundred."""
NOTED = 100_000
"""States that a search may visit with facts that were noted for it; beyond, the note is taken to be wrong."""


class Prover:
    """Proves rules over one program, with what all proofs of it share.

    limit: states that one search may visit before it gives up. known: states that conversations are known to come to,
    as those of the plans: what speaks there is not vacuous, and need not be searched for. noted: rule → facts to look
    at from the first besides its own. sampled: facts that other conversations come to, by node, as far as they were
    needed. needed: rule that holds → the facts it was proved with besides its own. unnoted: rules of which a note was
    lacking or wrong.
    """

    def __init__(
        self,
        program: Program,
        limit: int = LIMIT,
        known: Iterable[State] = (),
        noted: Mapping[str, frozenset[int]] = MappingProxyType({}),
    ) -> None:
        self.program = program
        self.limit = limit
        self.known = _by_node(known)
        self.noted = noted
        self.needed: dict[str, frozenset[int]] = {}
        self.unnoted: set[str] = set()
        self.waiting = tuple(node for node in program.nodes if node.waits)
        self.standing = _standing(self.waiting)
        self.sampled: dict[int, list[tuple[int, ...]]] = {}
        self.sampling = sample(program)
        self.slicer = Slicer(program)
        self.reducer = Reducer(self.slicer)
        self.experience = Experience()

    def prove(self, rule: Safety) -> Proof:
        """The verdict over all conversations from all entries."""
        fitting = self._fitting(rule)
        if not self._is_met(rule, fitting):
            proof = self._settle(rule, dict.fromkeys((node.index for node in fitting), True), _speaks, told=False)
            if proof.verdict is Verdict.HOLDS:  # no conversation comes to where it speaks
                return replace(proof, verdict=Verdict.VACUOUS)
            if proof.verdict is Verdict.NOT_PROVEN:
                return proof
        looks = _looked_at(rule, fitting)
        if not looks:  # whatever conversations come to, it holds there
            return Proof(Verdict.HOLDS, 0)
        return self._settle(rule, looks, _offends, told=True)

    def suffices(self, rule: Safety, facts: frozenset[int]) -> bool:
        """Whether a rule is proved by looking at its own facts and these alone."""
        looks = _looked_at(rule, self._fitting(rule))
        tabled = self._search(rule, rule.facts | facts, looks, _offends, self.limit)[1]
        return tabled.complete and not tabled.offended

    def _fitting(self, rule: Safety) -> list[Node]:
        """The nodes that a rule can speak of."""
        each = (node for place in rule.places for node in self.standing.get(place, ())) if rule.places else self.waiting
        return [node for node in each if rule.fits(node)]

    def _is_met(self, rule: Safety, fitting: Sequence[Node]) -> bool:
        """Whether a conversation is known that comes to where a rule speaks; more are drawn only as far as needed."""

        def speaks(met: Mapping[int, list[tuple[int, ...]]]) -> bool:
            return any(rule.speaks(node, facts) for node in fitting for facts in met.get(node.index, ()))

        if speaks(self.known) or speaks(self.sampled):
            return True
        at = {node.index: node for node in fitting}
        for index, facts, _, _ in self.sampling:
            self.sampled.setdefault(index, []).append(facts)
            if index in at and rule.speaks(at[index], facts):
                return True
        return False

    def _settle(self, rule: Safety, looks: Mapping[int, object], asked: Asked, *, told: bool) -> Proof:
        """HOLDS when no conversation comes to a state that is asked for, else BROKEN with one, a shortest if wanted.

        What is noted can make a slice too large to be explored; then all begins anew without it.
        """
        noted, proof = rule.facts | self.noted.get(rule.name, frozenset()), None
        if noted != rule.facts:
            proof, settled = self._refined(rule, looks, asked, noted, min(self.limit, NOTED), told=told)
            if settled:
                return proof
            self.unnoted.add(rule.name)
        plain, _ = self._refined(rule, looks, asked, rule.facts, self.limit, told=told)
        return proof if proof and plain.verdict is Verdict.NOT_PROVEN else plain

    def _refined(
        self, rule: Safety, looks: Mapping[int, object], asked: Asked, facts: frozenset[int], limit: int, *, told: bool
    ) -> tuple[Proof, bool]:
        """What is found with these facts and those that are learnt, and whether no limit kept more from being found."""
        learnt = frozenset[int]()
        while True:
            small, tabled = self._search(rule, facts, looks, asked, limit)
            if not tabled.offended:
                self.experience.note(learnt)
                if told and tabled.complete:
                    self.needed[rule.name] = facts - rule.facts
                    if learnt:
                        self.unnoted.add(rule.name)
                return Proof(Verdict.HOLDS if tabled.complete else Verdict.NOT_PROVEN, tabled.states), tabled.complete
            part = self._cut(rule, facts)
            near = distances(small, self.program.entries, _watch(rule, part, looks, asked), limit)
            proof, wider = self._learn(rule, small, near, asked, looks, part, limit)
            if proof is not None:
                shortest = self._shortest(rule, looks, asked, wider, limit, proof) if told else proof
                return replace(shortest or proof, states=tabled.states), shortest is not None
            if wider == facts:
                return Proof(Verdict.NOT_PROVEN, tabled.states), False
            learnt |= wider - facts
            facts = wider | self.experience.likely(learnt)

    def _search(
        self, rule: Safety, facts: frozenset[int], looks: Mapping[int, object], asked: Asked, limit: int
    ) -> tuple[Reduced, Tabled]:
        """All states of the slice that keeps these facts, up to a first that is asked for."""
        part = self.slicer.frame(facts, rule.facts, rule.actions)
        small = self.reducer.reduce(part, looks, part.layout.fields(rule.facts))
        return small, tabulate(small.part, self.program.entries, _watch(rule, part, looks, asked), limit)

    def _learn(
        self,
        rule: Safety,
        small: Reduced,
        near: Mapping[Point, int],
        asked: Asked,
        looks: Container[int],
        first: Slice,
        limit: int,
    ) -> tuple[Proof | None, frozenset[int]]:
        """A conversation that is asked for, or the facts to look at from now on; the same when nothing was learnt.

        The map stays as it was drawn while the slice grows: as long as it leads to something that the engine refuses,
        there is something to learn, and no need to explore all anew.
        """
        part, entries = first, self.program.entries
        while True:
            walk, watch, more = Walk(part), _watch(rule, part, looks, asked), dict[str, frozenset[int]]()
            for entry in entries:
                found = toward(walk, small, near, [entry], watch, limit)
                proof, decided = _tried(rule, part, found, asked)
                if proof is not None:
                    return proof, part.slots
                if not decided <= part.slots:
                    more[entry] = decided
            if not more:
                return None, part.slots if part is not first else _wider(self.program, part.slots, frozenset())
            part = self._cut(rule, part.slots.union(*more.values()))
            entries, limit = tuple(more), AGAIN

    def _shortest(
        self,
        rule: Safety,
        looks: Mapping[int, object],
        asked: Asked,
        facts: frozenset[int],
        limit: int,
        known: Proof,
    ) -> Proof | None:
        """A shortest conversation to a state that is asked for; None where a limit was reached.

        Only what is shorter than the one that is known is looked for. The first map is drawn with the rule's own facts,
        and stays while the slice grows, for its distances are never too long; it is drawn again when too many states
        had to be gone on from with it.
        """
        part, drawn, near = self._cut(rule, facts), rule.facts, dict[Point, int]()
        while True:
            if not near:
                ground = self._cut(rule, drawn)
                small = self.reducer.reduce(ground, looks, ground.layout.fields(rule.facts))
                near = distances(small, self.program.entries, _watch(rule, ground, looks, asked), limit, every=True)
            most = limit if part.slots == drawn else AFAR
            watch = _watch(rule, part, looks, asked)
            found, whole = shortest(Walk(part), small, near, self.program.entries, watch, most, len(known.answers))
            if near and whole and found is None:
                return known
            proof, decided = _tried(rule, part, found, asked)
            if proof is not None:
                return proof
            if found is None and part.slots != drawn:
                drawn, near = part.slots, {}
            elif found is None or (wider := _wider(self.program, part.slots, decided)) == part.slots:
                return None
            else:
                part = self._cut(rule, wider)

    def _cut(self, rule: Safety, facts: frozenset[int]) -> Slice:
        """The slice that keeps these facts, and the rule's actions."""
        return self.slicer.cut(facts, rule.facts, rule.actions)


def _looked_at(rule: Safety, nodes: Iterable[Node]) -> dict[int, object]:
    """Node → what decides there whether a rule holds; those where it always does are left out."""
    return {node.index: sees for node in nodes if (sees := rule.sees(node)) is not None}


def _standing(nodes: Iterable[Node]) -> dict[str, list[Node]]:
    """Dialog, or step → its nodes."""
    found: dict[str, list[Node]] = {}
    for node in nodes:
        for place in dict.fromkeys((node.dialog, node.context)):
            found.setdefault(place, []).append(node)
    return found


def _by_node(states: Iterable[State]) -> dict[int, list[tuple[int, ...]]]:
    """The facts of states, by node."""
    found: dict[int, list[tuple[int, ...]]] = {}
    for index, facts, _, _ in states:
        found.setdefault(index, []).append(facts)
    return found


def _tried(rule: Safety, part: Slice, found: Found | None, asked: Asked) -> tuple[Proof | None, frozenset[int]]:
    """The proof that a conversation which was found is a real one; else what decided that it is not."""
    if found is None:
        return None, frozenset()
    start = part.program.start
    given = tuple(part.layout.value(found.start, s) if s in part.slots else start[s] for s in part.program.given)
    decided = doubt(part, given, found, lambda node, facts, done: asked(rule, node, facts, done))
    proof = Proof(Verdict.BROKEN, 0, found.entry, given, found.answers) if decided is None else None
    return proof, decided or frozenset()


def _watch(rule: Safety, part: Slice, looks: Container[int], asked: Asked) -> Watch:
    def seen(facts: Facts) -> Sequence[int]:
        return cast("Sequence[int]", Unpacked(part.layout, facts))

    def wanted(node: Node, facts: Facts, done: int) -> bool:
        return node.index in looks and asked(rule, node, seen(facts), done)

    if asked is _offends and rule.kept is not never:
        return Watch(wanted, lambda facts, done: rule.kept(seen(facts), done))
    return Watch(wanted)


def _speaks(rule: Safety, node: Node, facts: Sequence[int], done: int) -> bool:
    return rule.speaks(node, facts)


def _offends(rule: Safety, node: Node, facts: Sequence[int], done: int) -> bool:
    return rule.speaks(node, facts) and not rule.holds(node, facts, done)


def _wider(program: Program, facts: frozenset[int], more: frozenset[int]) -> frozenset[int]:
    """More facts to look at: those that are named; if they are looked at already all that decide anywhere, then all."""
    return next((facts | each for each in (more, _deciding(program)) if not each <= facts), _all(program))


def _all(program: Program) -> frozenset[int]:
    return frozenset(range(len(program.facts)))


def _deciding(program: Program) -> frozenset[int]:
    """All facts that any condition looks at."""
    found = [node.condition for node in program.nodes] + [jump.condition for jump in program.jumps]
    for node in program.nodes:
        found += [edge.condition for edge in (*node.edges, *node.options)]
        found += [condition for _, _, condition in node.branches]
    return frozenset().union(*(core.slots(condition) for condition in found if condition is not None))

"""Which phrases stand in the texts that are seen at a screen, and how near another screen is for certain."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from bot.check.apart import deciding, possible
from bot.conditions import core
from bot.conditions.evaluate import Test
from bot.dialog import schema
from bot.dialog.model import Audience, Kind, Node, Program

Facts = Sequence[int]


@dataclass(frozen=True, slots=True)
class _Text:
    """A text that has some of the phrases: when it is seen, and which."""

    when: Test | None = field(compare=False)
    condition: core.Condition | None
    phrases: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Form:
    """An action's form: when it holds, and which phrases it has."""

    when: Test | None
    phrases: frozenset[str]


@dataclass(frozen=True, slots=True)
class Phrases:
    """Where phrases stand. facts: slots that decide; actions: bits of actions that have one."""

    texts: Mapping[int, tuple[_Text, ...]]
    forms: tuple[tuple[int, tuple[_Form, ...]], ...]
    facts: frozenset[int]
    actions: int

    def at(self, node: Node, facts: Facts, gathered: int) -> frozenset[str]:
        """The phrases that are seen in this state; the words of gathered actions are seen at an ending."""
        found = frozenset().union(
            *(t.phrases for t in self.texts.get(node.index, ()) if t.when is None or t.when(facts))
        )
        if node.kind is Kind.FINISH:
            for bit, forms in self.forms:
                if gathered & bit:
                    found |= next(f.phrases for f in forms if f.when is None or f.when(facts))
        return found

    def always(self, node: Node) -> frozenset[str]:
        """The phrases that are seen there whatever the state."""
        return frozenset().union(*(text.phrases for text in self.texts.get(node.index, ()) if text.condition is None))

    def told(self, gathered: int) -> frozenset[str]:
        """The phrases that these actions tell at an ending, whichever of their forms hold."""
        own = (forms for bit, forms in self.forms if gathered & bit)
        return frozenset().union(*(frozenset.intersection(*(form.phrases for form in forms)) for forms in own))

    def seen(self, node: Node) -> tuple[object, ...]:
        """What decides which phrases are seen there; () when none can be."""
        ends = node.kind is Kind.FINISH and any(form.phrases for _, forms in self.forms for form in forms)
        texts = frozenset(self.texts.get(node.index, ()))
        return (texts, ends) if texts or ends else ()


def find(
    program: Program,
    phrases: Iterable[str],
    audiences: Collection[str],
    speaks_of: Callable[[Node], bool],
    when: core.Condition | None = None,
) -> Phrases:
    """Look for phrases (capitals do not matter) in all texts for these audiences, () for all, of these nodes.

    Titles, questions, labels, reasons and actions are for staff. Actions are told at endings: where none of these nodes
    is one, no action is looked at; nor is one of which no form that can hold has a phrase.

    Args:
        when: what is found is only asked for where this holds.
    """
    wanted = {phrase: phrase.casefold() for phrase in phrases}

    def held(texts: tuple[str | None, ...]) -> frozenset[str]:
        text = _folded(texts)
        return frozenset(phrase for phrase, folded in wanted.items() if folded in text)

    staff = not audiences or Audience.STAFF.value in audiences

    def told(form: schema.Action) -> frozenset[str]:
        return held((form.text, *form.details))

    texts: dict[int, tuple[_Text, ...]] = {}
    slots: frozenset[int] = frozenset()
    for node in filter(speaks_of, program.nodes):
        found = []
        for test, condition, words in _texts(node, audiences, staff):
            if has := held(words):
                found.append(_Text(test, condition, has))
                slots |= core.slots(condition) if condition is not None else frozenset()
        if found:
            texts[node.index] = tuple(found)
    forms = []
    bits = 0
    ends = staff and any(node.kind is Kind.FINISH for node in filter(speaks_of, program.nodes))
    for action in program.actions.values() if ends else ():
        own = tuple(_Form(f.when, told(f.action)) for f in action.forms)
        if any(form.phrases for form in own) and any(possible(program, action, told, when)):
            forms.append((1 << action.bit, own))
            bits |= 1 << action.bit
            slots |= deciding(program, action, told, when)
    return Phrases(texts, tuple(forms), slots, bits)


@lru_cache(maxsize=1 << 14)
def _folded(texts: tuple[str | None, ...]) -> str:
    """Texts as they are looked through, by all rules that look for words."""
    return " ".join(filter(None, texts)).casefold()


def _texts(
    node: Node, audiences: Collection[str], staff: bool
) -> Iterator[tuple[Test | None, core.Condition | None, tuple[str | None, ...]]]:
    for passage in node.passages:
        if not audiences or passage.audience.value in audiences:
            yield passage.when, passage.condition, (passage.text,)
    if staff:
        yield None, None, (node.title, node.question, node.why, node.none)
        for edge in (*node.edges, *node.options):
            yield edge.when, edge.condition, (edge.label,)


@dataclass(frozen=True, slots=True)
class Near:
    """From which nodes a place is near, and under what condition. facts: slots that decide. signs: node → what decides
    there, None where it always is near."""

    ways: Mapping[int, tuple[Test, ...]]
    facts: frozenset[int]
    signs: Mapping[int, object]

    def at(self, node: Node, facts: Facts) -> bool:
        """Whether some answer that is offered now leads there."""
        return any(way(facts) for way in self.ways.get(node.index, ()))

    def seen(self, node: Node) -> object:
        """What decides whether it is near from there; None when it always is."""
        return self.signs.get(node.index, "never")


def near(program: Program, targets: Collection[int], taps: int) -> Near:
    """Who comes to one of the target nodes in at most so many taps, whatever the rest of the talk was like.

    An answer counts when every node that it can come to counts; after the first tap only answers that are always
    offered do. So nearness is never claimed wrongly. Jumps that come back are left out.
    """
    sure, leads = frozenset(targets), _Leads(program, targets)
    for _ in range(taps - 1):
        sure |= {n.index for n in program.nodes if n.waits and any(c is None and leads[at] for at, _, c in _answers(n))}
        leads = _Leads(program, sure)
    ways: dict[int, tuple[Test, ...]] = {index: (lambda facts: True,) for index in targets}
    signs: dict[int, object] = dict.fromkeys(targets)
    slots: frozenset[int] = frozenset()
    for node in program.nodes:
        if node.waits and node.index not in ways and node.kind is not Kind.FINISH:
            found = [(t, c) for at, t, c in _answers(node) if leads[at]]
            jumps = [j for j in program.jumps if not j.call and node.dialog not in j.dialogs and leads[j.entry]]
            ways[node.index] = (
                *(t if t is not None else (lambda facts: True) for t, _ in found),
                *(_unused(jump.counter, jump.times, jump.when) for jump in jumps),
            )
            conditions = frozenset(c for _, c in found)
            signs[node.index] = None if None in conditions else (conditions, frozenset(jump.counter for jump in jumps))
            slots |= frozenset().union(
                *(core.slots(c) for _, c in found if c is not None),
                *(core.slots(jump.condition) for jump in jumps if jump.condition is not None),
                frozenset(jump.counter for jump in jumps),
            )
    return Near(ways, slots, signs)


def _unused(counter: int, times: int, when: Test | None) -> Test:
    return lambda facts: facts[counter] < times and (when is None or when(facts))


def _answers(node: Node) -> Iterator[tuple[int, Test | None, core.Condition | None]]:
    """Where the node's own answers lead; the ticks of SEVERAL all lead on."""
    for edge in node.edges:
        yield edge.target, edge.when, edge.condition


class _Leads(dict[int, bool]):
    """Node → whether every node that waits next after it is a target; worked out when it is asked for."""

    def __init__(self, program: Program, targets: Collection[int]) -> None:
        super().__init__()
        self.program = program
        self.targets = targets

    def __missing__(self, index: int) -> bool:
        found = self[index] = _all_in(self.program, index, self.targets)
        return found


def _all_in(program: Program, index: int, targets: Collection[int]) -> bool:
    """Whether every node that waits next after `index` is a target. Leaving a dialog that was not called here: no."""
    open_ways: list[tuple[int, tuple[int, ...]]] = [(index, ())]
    seen = set(open_ways)
    while open_ways:
        at, stack = open_ways.pop()
        node = program.nodes[at]
        follow: list[tuple[int, tuple[int, ...]]] = [(node.after, stack)] if node.when is not None else []
        if node.waits:
            if at not in targets:
                return False
        elif node.kind is Kind.ROUTE:
            follow += [(target, stack) for _, target, _ in node.branches]
        elif node.kind is Kind.CALL:
            follow.append((node.entry, (*stack, node.edges[0].target)))
        elif stack:
            follow.append((stack[-1], stack[:-1]))
        else:
            return False
        for way in follow:
            if way not in seen:
                seen.add(way)
                open_ways.append(way)
    return True

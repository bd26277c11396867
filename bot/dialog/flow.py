"""The shape of the flow, whatever the facts: cycles of calls, unreachable steps, missing ends, token room.

Steps lead only forward and calls form no cycle, so the program is a finite unfolding without loops:
every conversation ends, and the longest one fits a known number of bits.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping

from bot.dialog.model import Dialog, Kind, Node, Program
from bot.problem import Problem

ANSWER_BITS = 113
"""Room for answers in a sealed token (see bot.engine.token): their product of radices is at most 2^113."""


Calls = Mapping[str, tuple[str, ...]]
"""Dialog → the dialogs that it calls directly, by name."""


def calls(nodes: Iterable[Node], dialogs: Mapping[str, Dialog]) -> Calls:
    """Which dialog calls which."""
    by_first = {dialog.first: dialog.id for dialog in dialogs.values()}
    found: dict[str, set[str]] = {name: set() for name in dialogs}
    for node in nodes:
        if node.kind is Kind.CALL and node.entry in by_first:
            found[node.dialog].add(by_first[node.entry])
    return {name: tuple(sorted(called)) for name, called in found.items()}


def closure(dialog: str, graph: Calls) -> frozenset[str]:
    """The dialog and all that it can call."""
    found: set[str] = set()
    waiting = [dialog]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += graph[name]
    return frozenset(found)


def innermost_first(graph: Calls) -> list[str]:
    """The dialogs, each after all that it calls; without those that call in a circle, or lead to one."""
    callers: dict[str, list[str]] = {name: [] for name in graph}
    for name, called in graph.items():
        for inner in called:
            callers[inner].append(name)
    missing = {name: len(called) for name, called in graph.items()}
    order = [name for name, count in missing.items() if not count]
    for name in order:  # grows while it is walked
        for caller in callers[name]:
            missing[caller] -= 1
            if not missing[caller]:
                order.append(caller)
    return order


def problems(program: Program, faulty: Collection[str] = ()) -> list[Problem]:
    """All faults of the flow.

    Args:
        program: what was compiled.
        faulty: files with faults of their own; the flow of their dialogs is not what was meant, so it is not judged.
    """
    found = _cycles(program)
    if found:
        return found
    judged = [dialog for dialog in program.dialogs.values() if dialog.where.file not in faulty]
    found = [*_unreachable(program, judged), *_ends(program, judged)]
    return found if faulty else [*found, *_room(program)]


def successors(node: Node) -> tuple[int, ...]:
    """Nodes that may follow within the dialog (a call counts as passing by)."""
    follow = [edge.target for edge in node.edges]
    follow += [target for _, target, _ in node.branches]
    if node.when is not None:
        follow.append(node.after)
    return tuple(dict.fromkeys(follow))


def own_answers(node: Node) -> int:
    """How many answers a node has of its own; SEVERAL: each set of ticks, sent or so far."""
    return 2 << len(node.options) if node.kind is Kind.SEVERAL else len(node.edges)


def radix(node: Node, jumps: int) -> int:
    """What the node's digit must tell apart: its own answers and "a jump" (at least 2, so that its end is seen).
    Which jump is a digit of its own, `jump_radix`: so jumps cost room where they are taken, not at every step."""
    return max(2, own_answers(node) + (1 if jumps else 0))


def jump_radix(jumps: int) -> int:
    """What the digit after "a jump" must tell apart."""
    return max(2, jumps)


def _cycles(program: Program) -> list[Problem]:
    found = []
    graph = calls(program.nodes, program.dialogs)
    for name in sorted(graph.keys() - set(innermost_first(graph))):
        dialog, chain = program.dialogs[name], _chain(graph, name)
        if chain and name == min(chain):
            text = " → ".join((*chain, chain[0]))
            found.append(
                Problem(
                    "F003", dialog.where, f"the dialogs call each other in a circle: {text}", "remove one of the calls"
                )
            )
    return found


def _chain(graph: Calls, name: str) -> tuple[str, ...]:
    """A shortest circle of calls through the dialog, () when there is none."""
    waiting: list[tuple[str, ...]] = [(name,)]
    seen = set()
    while waiting:
        chain = waiting.pop(0)
        for called in graph[chain[-1]]:
            if called == name:
                return chain
            if called not in seen:
                seen.add(called)
                waiting.append((*chain, called))
    return ()


def _unreachable(program: Program, judged: Iterable[Dialog]) -> list[Problem]:
    found = []
    for dialog in judged:
        reached = _reach(program, dialog.first)
        lost = [node for node in own(program, dialog) if node.index not in reached and "#" not in node.id]
        for node in lost:
            if node.kind is not Kind.RETURN:
                message = f"no step leads to “{node.id.partition('.')[2]}”"
                found.append(Problem("F002", node.where, message, "lead to it with “go”, or remove it"))
    return found


def _reach(program: Program, first: int) -> set[int]:
    seen: set[int] = set()
    waiting = [first]
    while waiting:
        index = waiting.pop()
        if index not in seen:
            seen.add(index)
            waiting += successors(program.nodes[index])
    return seen


def _returns(program: Program, dialog: Dialog) -> bool:
    return any(program.nodes[i].kind is Kind.RETURN for i in _reach(program, dialog.first))


def _ends(program: Program, judged: Iterable[Dialog]) -> list[Problem]:
    must_finish = {*program.entries, *(jump.dialog for jump in program.jumps if not jump.call)}
    return [
        Problem(
            "F004",
            dialog.where,
            f"“{dialog.id}” can run out without an end",
            "let every way lead to a step with “finish”",
        )
        for dialog in judged
        if dialog.id in must_finish and _returns(program, dialog)
    ]


def longest(program: Program, entry: str) -> float:
    """Bits that the longest conversation from an entry needs, jumps and given facts included.

    An upper bound: facts are not looked at, so ways that exclude each other are both counted.
    """
    jumps = len(program.jumps)
    by_first = {dialog.first: dialog.id for dialog in program.dialogs.values()}
    sizes: dict[str, float] = {}
    for name in innermost_first(calls(program.nodes, program.dialogs)):
        nodes = own(program, program.dialogs[name])
        ahead = {nodes[-1].index: 0.0}
        for node in reversed(nodes[:-1]):  # steps lead only forward
            way = max((ahead[index] for index in successors(node)), default=0.0)
            if node.kind is Kind.CALL:
                way += sizes[by_first[node.entry]]
            elif node.waits and node.kind is not Kind.FINISH:
                way += math.log2(radix(node, jumps))
            ahead[node.index] = way
        sizes[name] = ahead[nodes[0].index]
    given = sum(math.log2(max(2, len(program.facts[slot].domain.values))) for slot in program.given)
    widest = max((math.log2(radix(node, jumps)) for node in program.nodes if node.waits), default=1.0)
    leap = math.log2(jump_radix(jumps))
    aside = sum(jump.times * (widest + leap + sizes[jump.dialog]) for jump in program.jumps if jump.call)
    last = sum(jump.times * (leap + sizes[jump.dialog]) for jump in program.jumps if not jump.call)
    return given + sizes[entry] + aside + last


def own(program: Program, dialog: Dialog) -> list[Node]:
    """The nodes of a dialog; the last is its return."""
    found = []
    for index in range(dialog.first, len(program.nodes)):
        found.append(program.nodes[index])
        if found[-1].kind is Kind.RETURN:
            break
    return found


def _room(program: Program) -> list[Problem]:
    found = []
    for name in program.entries:
        needed = longest(program, name)
        if needed > ANSWER_BITS:
            hint = "fewer or shorter questions on the longest way, or split the guide in two entries"
            found.append(
                Problem(
                    "K001",
                    program.dialogs[name].where,
                    f"the longest conversation needs {math.ceil(needed)} bits, {ANSWER_BITS} fit in a button",
                    hint,
                )
            )
    return found

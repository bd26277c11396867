"""Parsed files → one program. Numbers facts, nodes and actions; all names are settled here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.conditions.check import Fact
from bot.conditions.domain import numbers
from bot.dialog import flow, schema
from bot.dialog.facts import domain_of
from bot.dialog.model import (
    NOTHING,
    Action,
    ActionForm,
    Change,
    Dialog,
    FactSlot,
    Jump,
    Kind,
    Node,
    Program,
)
from bot.dialog.routine import Known, bind
from bot.dialog.routine_schema import RoutineFile
from bot.dialog.scope import Names, Scope
from bot.dialog.steps import Callee, Frame, Places, build, size
from bot.dialog.tree import Tree
from bot.problem import Problem, Span, has_errors, nearest


@dataclass(frozen=True, slots=True)
class Parsed:
    """All files of one release after shape checking. A missing file is None."""

    dialogs: tuple[tuple[Tree, schema.Dialog], ...]
    facts: tuple[Tree, schema.FactsFile] | None
    actions: tuple[Tree, schema.ActionsFile] | None
    house: tuple[Tree, schema.House]
    sources: frozenset[str]
    contacts: frozenset[str]
    places: Places
    routine: tuple[Tree, RoutineFile] | None = None


@dataclass(frozen=True, slots=True)
class Declared:
    """All facts: slots in order, shared ones by name, each dialog's own by name."""

    slots: tuple[FactSlot, ...]
    shared: Mapping[str, Fact]
    own: Mapping[str, Mapping[str, Fact]]


def compile_program(parsed: Parsed) -> tuple[Program, list[Problem]]:
    """Compile. The program is only fit to run when no problem is an error."""
    problems: list[Problem] = []
    declared = _declare(parsed, problems)
    action_ids = parsed.actions[1].actions if parsed.actions else {}
    dialog_ids = frozenset(d.dialog for _, d in parsed.dialogs)
    names = Names({name: bit for bit, name in enumerate(action_ids)}, parsed.sources, parsed.contacts, dialog_ids)
    actions = _actions(parsed, declared, names, problems)
    callees, firsts, total = _number(parsed, declared)
    nodes: list[Node] = []
    dialogs: dict[str, Dialog] = {}
    for tree, dialog in parsed.dialogs:
        scope = Scope(tree, {**declared.shared, **declared.own[dialog.dialog]}, names)
        built = _dialog(scope, parsed.places, tree, dialog, callees, firsts, declared)
        nodes += built
        problems += scope.problems
        dialogs[dialog.dialog] = _head(tree, dialog, built[0].index)
    assert len(nodes) == total
    jumps, slots = _jumps(parsed, declared, names, dialogs, callees, nodes, problems)
    program = Program(
        nodes=tuple(nodes),
        facts=slots,
        start=(0,) * len(slots),
        dialogs=dialogs,
        entries=_entries(parsed, dialogs, problems),
        given=_given(parsed, declared, problems),
        subject=_subject(parsed, slots, problems),
        jumps=jumps,
        actions=actions,
        uncounted=_uncounted(parsed, slots, problems),
    )
    problems += flow.problems(program, {problem.where.file for problem in problems})
    if parsed.routine is None:
        return program, problems
    facts = {name: {**declared.shared, **own} for name, own in declared.own.items()}
    layered, faults = bind(*parsed.routine, program, Known(names, facts))
    problems += faults
    if has_errors(problems):
        return program, problems
    return layered, [*problems, *_too_long(parsed.routine[0], layered)]


def _too_long(tree: Tree, program: Program) -> list[Problem]:
    """Conversations that an organisation's own steps make too long for a button."""
    where, hint = tree.span(("steps",), key=True), "fewer steps of your own; say in one what now stands in several"
    return [replace(problem, where=where, hint=hint) for problem in flow.problems(program)]


def _declare(parsed: Parsed, problems: list[Problem]) -> Declared:
    slots: list[FactSlot] = []
    codes = parsed.places.codes

    def add(to: dict[str, Fact], tree: Tree, path: tuple[str, str], values: schema.FactValues, full: str) -> None:
        domain, faults = domain_of(values, codes, tree, path)
        problems.extend(faults)
        if domain:
            to[path[1]] = Fact(len(slots), domain)
            slots.append(FactSlot(full, domain))

    shared: dict[str, Fact] = {}
    if parsed.facts:
        tree, file = parsed.facts
        for name, values in file.facts.items():
            add(shared, tree, ("facts", name), values, name)
    own: dict[str, dict[str, Fact]] = {}
    for tree, dialog in parsed.dialogs:
        mine: dict[str, Fact] = {}
        for key in ("parameters", "facts"):
            for name, values in getattr(dialog, key).items():
                if name in mine or name in shared:
                    problems.append(
                        Problem(
                            "N001",
                            tree.span((key, name), key=True),
                            f"“{name}” is declared already",
                            "choose another name; shared facts stand in facts.yaml",
                        )
                    )
                else:
                    add(mine, tree, (key, name), values, f"{dialog.dialog}.{name}")
        own[dialog.dialog] = mine
    return Declared(tuple(slots), shared, own)


def _actions(parsed: Parsed, declared: Declared, names: Names, problems: list[Problem]) -> dict[str, Action]:
    if not parsed.actions:
        return {}
    tree, file = parsed.actions
    scope = Scope(tree, declared.shared, names)
    found = {}
    for bit, (name, action) in enumerate(file.actions.items()):
        path = ("actions", name)
        forms = []
        for number, variant in enumerate(action.variants):
            here = (*path, "variants", number)
            test, condition = scope.condition(variant.when, (*here, "when"))
            changed = variant.model_dump(exclude={"when"}, exclude_none=True)
            forms.append(ActionForm(test, condition, action.model_copy(update={**changed, "variants": []})))
            _references(scope, variant.basis or [], variant.contacts or [], variant.text, variant.details or [], here)
        forms.append(ActionForm(None, None, action))
        _references(scope, action.basis, action.contacts, action.text, action.details, path)
        scope.known("N008", "contact", action.reserves, scope.names.contacts, (*path, "reserves"))
        found[name] = Action(name, bit, tuple(forms), tree.span(path, key=True))
    problems += scope.problems
    return found


def _references(
    scope: Scope,
    basis: list[str],
    contacts: list[str],
    text: str | None,
    details: list[str],
    path: tuple[str | int, ...],
) -> None:
    scope.known("N007", "source", basis, scope.names.sources, (*path, "basis"))
    scope.known("N008", "contact", contacts, scope.names.contacts, (*path, "contacts"))
    if text:
        scope.text(text, (*path, "text"))
    for number, detail in enumerate(details):
        scope.text(detail, (*path, "details", number))


def _number(parsed: Parsed, declared: Declared) -> tuple[dict[str, Callee], dict[str, dict[str, int]], int]:
    callees: dict[str, Callee] = {}
    firsts: dict[str, dict[str, int]] = {}
    next_node = 0
    for _, dialog in parsed.dialogs:
        first: dict[str, int] = {}
        begin = next_node
        for key, step in dialog.steps.items():
            first[key] = next_node
            next_node += size(step, parsed.places)
        firsts[dialog.dialog] = first
        next_node += 1
        own = declared.own[dialog.dialog]
        reset = Change(tuple((fact.slot, 0) for fact in own.values()))
        callees[dialog.dialog] = Callee(begin, own, frozenset(dialog.parameters), frozenset(dialog.results), reset)
    return callees, firsts, next_node


def _dialog(
    scope: Scope,
    places: Places,
    tree: Tree,
    dialog: schema.Dialog,
    callees: Mapping[str, Callee],
    firsts: Mapping[str, dict[str, int]],
    declared: Declared,
) -> list[Node]:
    first = firsts[dialog.dialog]
    keys = list(dialog.steps)
    begin = first[keys[0]]
    end = begin + sum(size(step, places) for step in dialog.steps.values())
    order = {key: number for number, key in enumerate(keys)}
    frame = Frame(dialog, first, order, end, callees, places, declared.own[dialog.dialog])
    nodes: list[Node] = []
    for number, (key, step) in enumerate(dialog.steps.items()):
        following = first[keys[number + 1]] if number + 1 < len(keys) else end
        nodes += build(scope, frame, key, step, following)
    scope.known("N003", "fact of its own", dialog.results, declared.own[dialog.dialog], ("results",))
    where = tree.span(("dialog",))
    nodes.append(
        Node(
            end,
            f"{dialog.dialog}.return",
            dialog.dialog,
            Kind.RETURN,
            dialog.stage,
            dialog.private == "yes",
            dialog.title,
            end,
            NOTHING,
            where,
        )
    )
    return nodes


def _head(tree: Tree, dialog: schema.Dialog, first: int) -> Dialog:
    return Dialog(
        dialog.dialog,
        dialog.title,
        tuple(dialog.for_),
        dialog.stage,
        dialog.private == "yes",
        dialog.entry == "yes",
        first,
        tree.span(("dialog",)),
        dialog.limits,
        dialog.telegram == "yes",
    )


def _jumps(
    parsed: Parsed,
    declared: Declared,
    names: Names,
    dialogs: Mapping[str, Dialog],
    callees: Mapping[str, Callee],
    nodes: list[Node],
    problems: list[Problem],
) -> tuple[tuple[Jump, ...], tuple[FactSlot, ...]]:
    tree, house = parsed.house
    scope = Scope(tree, declared.shared, names)
    slots = list(declared.slots)
    graph = flow.calls(nodes, dialogs)
    jumps: list[Jump] = []
    for number, jump in enumerate(house.jumps):
        path = ("jumps", number)
        test, condition = scope.condition(jump.when, (*path, "when"))
        target = dialogs.get(jump.dialog)
        if target is None:
            scope.fault(
                "N005", (*path, "dialog"), f"no dialog is called “{jump.dialog}”", nearest(jump.dialog, dialogs)
            )
            continue
        if any(jump.dialog == other.dialog for other in jumps):
            scope.fault("N001", (*path, "dialog"), f"“{jump.dialog}” is a jump already", "remove one of them")
        counter = len(slots)
        slots.append(FactSlot(f"jump.{jump.dialog}", numbers(0, jump.times)))
        inside = flow.closure(jump.dialog, graph)
        jumps.append(
            Jump(
                jump.dialog,
                jump.label,
                jump.kind == "call",
                jump.times,
                target.first,
                counter,
                inside,
                callees[jump.dialog].reset,
                test,
                condition,
            )
        )
    if house.acute:
        scope.known("N008", "contact", house.acute.contacts, names.contacts, ("acute", "contacts"))
        scope.passages(house.acute.say, "house", ("acute", "say"))
    problems += scope.problems
    return tuple(jumps), tuple(slots)


def _entries(parsed: Parsed, dialogs: Mapping[str, Dialog], problems: list[Problem]) -> tuple[str, ...]:
    tree, house = parsed.house
    for number, name in enumerate(house.entries):
        if name not in dialogs:
            problems.append(
                Problem("N005", tree.span(("entries", number)), f"no dialog is called “{name}”", nearest(name, dialogs))
            )
        elif name in house.entries[:number]:
            problems.append(
                Problem("N001", tree.span(("entries", number)), f"“{name}” stands twice", "remove one of them")
            )
        elif not dialogs[name].entry:
            problems.append(
                Problem(
                    "F008",
                    tree.span(("entries", number)),
                    f"“{name}” is not an entry",
                    f"write “entry: yes” in {name}.yaml",
                )
            )
    rest = sorted(name for name, dialog in dialogs.items() if dialog.entry and name not in house.entries)
    first = dict.fromkeys(name for name in house.entries if name in dialogs and dialogs[name].entry)
    entries = (*first, *rest)
    if not entries:
        problems.append(Problem("F009", Span(tree.file), "nothing can be started", "write “entry: yes” in a dialog"))
    return entries


def _given(parsed: Parsed, declared: Declared, problems: list[Problem]) -> tuple[int, ...]:
    tree, house = parsed.house
    slots = []
    for number, name in enumerate(house.given):
        fact = declared.shared.get(name)
        if fact is None:
            problems.append(
                Problem(
                    "N003",
                    tree.span(("given", number)),
                    f"no shared fact is called “{name}”",
                    nearest(name, declared.shared),
                )
            )
        else:
            slots.append(fact.slot)
    return tuple(slots)


def _subject(parsed: Parsed, slots: tuple[FactSlot, ...], problems: list[Problem]) -> int | None:
    tree, house = parsed.house
    names = [fact.name for fact in slots]
    if house.subject is None:
        return None
    if house.subject not in names:
        problems.append(
            Problem(
                "N003", tree.span(("subject",)), f"no fact is called “{house.subject}”", nearest(house.subject, names)
            )
        )
        return None
    return names.index(house.subject)


def _uncounted(parsed: Parsed, slots: tuple[FactSlot, ...], problems: list[Problem]) -> frozenset[int]:
    """The values of the subject that are counted in no table, as places in its domain."""
    tree, house = parsed.house
    values = next((slot.domain.values for slot in slots if slot.name == house.subject), ())
    for place, value in enumerate(house.uncounted):
        if value not in values:
            words = f"“{value}” is no value of the subject"
            problems.append(Problem("N004", tree.span(("uncounted", place)), words, nearest(value, values)))
    return frozenset(values.index(value) for value in house.uncounted if value in values)

"""routine.yaml and a compiled program → the program with the organisation's own screens and actions in it.

Everything is said in terms that only add: screens that say something and gather actions, and actions that come after
all others. See `routine_schema` for what that promises, and `weave` for how.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from bot.conditions.check import Fact
from bot.dialog import schema
from bot.dialog.model import NOTHING, Action, ActionForm, Change, Kind, Node, Program, Translation
from bot.dialog.routine_schema import OwnStep, RoutineFile
from bot.dialog.scope import Names, Scope
from bot.dialog.tree import Path, Tree
from bot.dialog.weave import Own, may_stand_after, weave
from bot.problem import Problem, has_errors, nearest

LAST = 999
"""`order` of own actions. No other stands later, and of two with one order the one declared later does."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a routine may speak of: all names, and the facts that conditions of each dialog can look at."""

    names: Names
    facts: Mapping[str, Mapping[str, Fact]]


def bind(tree: Tree, file: RoutineFile, program: Program, known: Known) -> tuple[Program, list[Problem]]:
    """Put a routine into a program. The program comes back as it was when a problem is an error."""
    problems = [*_dates(tree, file)]
    bits = dict(known.names.actions)
    problems += _twice(tree, file, bits)
    bits |= {name: len(bits) + place for place, name in enumerate(name for name in file.actions if name not in bits)}
    names = replace(known.names, actions=bits)
    scope = Scope(tree, {}, names)
    actions = dict(program.actions)
    for name in file.actions:
        actions.setdefault(name, _action(scope, file, name, bits[name]))
    problems += scope.problems
    owns = []
    for key, step in file.steps.items():
        own = _own(tree, key, step, program, replace(known, names=names), problems)
        owns += [own] if own else []
    if has_errors(problems):
        return program, problems
    return weave(replace(program, actions=actions), owns), problems


def translations(tree: Tree, file: RoutineFile) -> Iterator[Translation]:
    """What the organisation has translated itself, as a catalogue would have it."""
    for key, step in file.steps.items():
        context = f"{(step.before or step.after or '').partition('.')[0]}.{key}"
        for language, words in step.translated.items():
            yield _translation(tree, language, context, step.title, words, ("steps", key))
        for number, text in enumerate(step.say):
            source = text.staff or text.aloud or ""
            for language, words in text.translated.items():
                yield _translation(tree, language, context, source, words, ("steps", key, "say", number))
    for key, action in file.actions.items():
        for language, words in action.translated.items():
            yield _translation(tree, language, f"action.{key}", action.text, words, ("actions", key))


def _translation(tree: Tree, language: str, context: str, source: str, words: str, path: Path) -> Translation:
    return Translation(language, context, source, words, tree.span((*path, "translated", language)))


def _dates(tree: Tree, file: RoutineFile) -> Iterator[Problem]:
    if file.review <= file.decided:
        what = f"it is to be looked over on {file.review}, and was decided on {file.decided}"
        yield Problem("L017", tree.span(("review",)), what, "write a later day; a year is usual")


def _twice(tree: Tree, file: RoutineFile, library: Mapping[str, int]) -> Iterator[Problem]:
    for name in file.actions:
        if name in library:
            where = tree.span(("actions", name), key=True)
            yield Problem("N001", where, f"“{name}” is an action of the library already", "choose another name")


def _action(scope: Scope, file: RoutineFile, name: str, bit: int) -> Action:
    given, path = file.actions[name], ("actions", name)
    scope.known("N008", "contact", given.contacts, scope.names.contacts, (*path, "contacts"))
    scope.text(given.text, (*path, "text"))
    action = schema.Action(
        order=LAST,
        level="rule",
        text=given.text,
        deadline=given.deadline,
        decides=given.decides,
        contacts=given.contacts,
        door=given.door,
    )
    return Action(name, bit, (ActionForm(None, None, action),), scope.tree.span(path, key=True), own=True)


def _own(tree: Tree, key: str, step: OwnStep, program: Program, known: Known, problems: list[Problem]) -> Own | None:
    """One own step; None when it is not known where it stands. All its faults land in `problems`."""
    path: Path = ("steps", key)
    way, anchor = ("after", step.after) if step.after is not None else ("before", step.before)
    if (step.before is None) == (step.after is None) or anchor is None:
        what = "a step of yours stands before one of the guides' own, or after one"
        problems.append(Problem("S005", tree.span(path, key=True), what, "write “before: guide.step” or “after: …”"))
        return None
    dialog, _, name = anchor.partition(".")
    place = _anchor(tree, (*path, way), dialog, name, way == "after", program, problems)
    scope = Scope(tree, known.facts.get(dialog, {}), known.names)
    node = _node(scope, key, step, dialog, path)
    problems += scope.problems
    if place is None:
        return None
    steps = {node.context for node in program.nodes if node.dialog == dialog}
    if f"{dialog}.{key}" in steps:
        where = tree.span(path, key=True)
        problems.append(Problem("N001", where, f"“{dialog}” has a step “{key}” already", "choose another name"))
    node = replace(node, stage=place.stage, private=place.private)
    return Own(anchor, way == "after", node)


def _anchor(
    tree: Tree, path: Path, dialog: str, name: str, is_after: bool, program: Program, problems: list[Problem]
) -> Node | None:
    """The step of a guide that is meant."""
    if dialog not in program.dialogs:
        hint = nearest(dialog, program.dialogs)
        problems.append(Problem("N005", tree.span(path), f"no dialog is called “{dialog}”", hint))
        return None
    steps = {node.id.partition(".")[2]: node for node in program.nodes if node.dialog == dialog and "#" not in node.id}
    node = steps.get(name)
    if node is None or node.kind is Kind.RETURN:
        known = [step for step, each in steps.items() if each.kind is not Kind.RETURN]
        hint = nearest(name, known) or f"its steps are {', '.join(known)}"
        problems.append(Problem("N002", tree.span(path), f"“{dialog}” has no step “{name}”", hint))
        return None
    if is_after and not may_stand_after(node):
        what = "is an ending" if node.kind is Kind.FINISH else "only decides where to go, and nobody sees it"
        hint = f"write “before: {dialog}.{name}”, or name another step"
        problems.append(Problem("L015", tree.span(path), f"nothing can stand after “{name}”: it {what}", hint))
        return None
    return node


def _node(scope: Scope, key: str, step: OwnStep, dialog: str, path: Path) -> Node:
    context = f"{dialog}.{key}"
    test, condition = scope.condition(step.when, (*path, "when"))
    if step.for_:
        sectors = f"sector in {{{', '.join(step.for_)}}}"
        both = f"{sectors} and ({step.when})" if condition else sectors
        test, condition = scope.condition(both, (*path, "for"))
    say = [schema.Passage(staff=text.staff, aloud=text.aloud) for text in step.say]
    scope.text(step.title, (*path, "title"))
    return Node(
        index=-1,
        id=context,
        dialog=dialog,
        kind=Kind.SAY,
        stage="prepare",
        private=False,
        title=step.title,
        after=-1,
        arrive=Change(do=scope.actions(step.do, (*path, "do"))) if step.do else NOTHING,
        where=scope.tree.span(path, key=True),
        when=test,
        condition=condition,
        passages=scope.passages(say, context, (*path, "say")),
        own=True,
    )

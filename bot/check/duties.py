"""Actions held against what a lawyer has said of them: dialogs/rules/duties.yaml, a double entry.

An action's law, strength and deadline change with sector and provider, by the order of its variants. Nobody sees a
slip there by reading, and no conversation goes wrong by it. So the table says once more what holds, by condition, and
each form of each action is looked at for all values of the facts that decide.

R007  an action cites a law where it does not bind
R008  an action is harder, softer, later, another's to decide, or turns to others than its duty
R009  an action stands before one that comes first (the order of precedence: life, a child in danger, suicide, …)
R018  an action with a duty rests on nothing
R019  an action does not say what its duty says where it holds
R020  a source carries other actions than those that a lawyer looks for under it
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated

from pydantic import Field

from bot.check.apart import Facts
from bot.check.double import Table
from bot.check.rules import DUTIES
from bot.conditions import core
from bot.conditions.evaluate import Test, compile_condition
from bot.dialog import schema
from bot.dialog.model import Action, Program, Release
from bot.dialog.schema import Condition, Deadline, Decider, Level, Name, Shape, Text
from bot.dialog.shape import open_file
from bot.dialog.tree import Tree
from bot.problem import Problem, nearest

AGREE = "mend the action, or the duty together with a lawyer"


class Duty(Shape):
    """What an action is where the condition holds; the first that holds counts, the last has none.

    to: whom it turns to, best first. says: phrases that stand in its text or details, whatever their capitals.
    """

    when: Condition | None = None
    level: Level
    by: Deadline
    decides: Decider
    to: list[Name] = []
    says: list[Text] = []


class DutiesFile(Shape):
    """laws: beginning of a source's id → where it binds. duties: action → what it is. order: groups, first first.

    rests: source → the actions that rest on it, in any case.
    """

    laws: dict[Name, Condition] = {}
    duties: dict[Name, Annotated[list[Duty], Field(min_length=1)]] = {}
    order: list[list[Name]] = []
    rests: dict[Name, list[Name]] = {}


def problems(release: Release) -> list[Problem]:
    """Where actions and duties differ; [] where there is no table."""
    opened, found = open_file(release.files, DUTIES, DutiesFile)
    if opened is None:
        return found
    tree, file = opened
    table = Table(release.program, tree, found)
    laws = {name: table.condition(text, "laws", name) for name, text in file.laws.items()}
    found += [problem for action in release.program.actions.values() for problem in _bound(table, action, laws)]
    for name, duties in file.duties.items():
        action = release.program.actions.get(name)
        if action is None:
            where = tree.span(("duties", name), key=True)
            known = nearest(name, release.program.actions)
            found.append(Problem("N006", where, f"no action is called “{name}”", known))
        else:
            found += _kept(table, action, duties)
            found += _told(table, action, duties)
            found += _based(action)
    return [*found, *_ordered(release.program, tree, file.order), *_resting(release, tree, file.rests)]


def _bound(table: Table, action: Action, laws: Mapping[str, core.Condition | None]) -> Iterator[Problem]:
    """R007: one for each law that is cited where it does not bind."""
    cited = {source for form in action.forms for source in form.action.basis}
    for source in sorted(cited):
        starts = [law for law in laws if source == law or source.startswith(f"{law}-")]
        law = max(starts, key=len, default=None)
        condition = laws[law] if law is not None else None
        if condition is None:
            continue
        binds = compile_condition(condition)
        for facts, told in table.cases((condition, *(form.condition for form in action.forms))):
            if source in _form(action, facts).basis and not binds(facts):
                hint = "give it a variant for that case, before those that hold more widely"
                message = f"“{action.id}” cites {source} where {told}, and it does not bind there"
                yield Problem("R007", action.where, message, hint)
                break


def _kept(table: Table, action: Action, duties: list[Duty]) -> Iterator[Problem]:
    """R008: the first case in which an action is not what its duty says."""
    for facts, told, duty in _cases(table, action, duties):
        form = _form(action, facts)
        where = f" where {told}" if told else ""
        if (form.level, form.deadline, form.decides) != (duty.level, duty.by, duty.decides):
            is_, should = f"{form.level}, {form.deadline}, {form.decides}", f"{duty.level}, {duty.by}, {duty.decides}"
            message = f"“{action.id}” is {is_}{where}; its duty says {should}"
        elif form.contacts != duty.to:
            is_, should = ", ".join(form.contacts) or "nobody", ", ".join(duty.to) or "nobody"
            message = f"“{action.id}” turns to {is_}{where}; its duty says {should}"
        else:
            continue
        yield Problem("R008", action.where, message, AGREE)
        return


def _told(table: Table, action: Action, duties: list[Duty]) -> Iterator[Problem]:
    """R019: the first case in which an action does not say what its duty says."""
    for facts, told, duty in _cases(table, action, duties):
        form = _form(action, facts)
        words = " ".join((form.text, *form.details)).casefold()
        if missing := next((phrase for phrase in duty.says if phrase.casefold() not in words), None):
            where = f" where {told}" if told else ""
            yield Problem("R019", action.where, f"“{action.id}” does not say “{missing}”{where}", AGREE)
            return


def _cases(table: Table, action: Action, duties: list[Duty]) -> Iterator[tuple[Facts, str, Duty]]:
    """All values of the facts that decide, in words too, with the duty that holds there."""
    conditions = [
        table.condition(duty.when, "duties", action.id, number, "when") if duty.when else None
        for number, duty in enumerate(duties)
    ]
    tests: list[Test | None] = [compile_condition(c) if c is not None else None for c in conditions]
    for facts, told in table.cases((*conditions, *(form.condition for form in action.forms))):
        duty = next((d for d, test in zip(duties, tests, strict=True) if test is None or test(facts)), None)
        if duty is not None:
            yield facts, told, duty


def _based(action: Action) -> Iterator[Problem]:
    """R018, once for an action."""
    bare = next((form for form in action.forms if not form.action.basis), None)
    if bare is not None:
        message = (
            f"“{action.id}” rests on nothing: it names no source{' in one of its variants' * (bare.when is not None)}"
        )
        yield Problem("R018", action.where, message, "write the law, the advice or product-rule under “basis”")


def _ordered(program: Program, tree: Tree, groups: list[list[str]]) -> Iterator[Problem]:
    """R009: an action of a group that can stand before one of an earlier group, or that stands in none."""
    placed = {name for group in groups for name in group}
    for forgotten in [action for action in program.actions.values() if groups and action.id not in placed]:
        hint = "name it in a group of “order” in rules/duties.yaml"
        yield Problem("R009", forgotten.where, f"nobody has said what comes before and after “{forgotten.id}”", hint)
    last, whose = -1, ""
    for number, group in enumerate(groups):
        highest, who = last, whose
        for place, name in enumerate(group):
            action = program.actions.get(name)
            if action is None:
                where = tree.span(("order", number, place))
                yield Problem("N006", where, f"no action is called “{name}”", nearest(name, program.actions))
                continue
            orders = [form.action.order for form in action.forms]
            if min(orders) <= last:
                message = f"“{name}” can stand before “{whose}”, which comes first"
                yield Problem("R009", action.where, message, f"give it an order above {last}")
            if max(orders) > highest:
                highest, who = max(orders), name
        last, whose = highest, who


def _resting(release: Release, tree: Tree, rests: Mapping[str, list[str]]) -> Iterator[Problem]:
    """R020, at the action; N006 and N007 for names that mean nothing."""
    actions = release.program.actions
    for source, names in rests.items():
        if source not in release.sources:
            where = tree.span(("rests", source), key=True)
            yield Problem("N007", where, f"no source is called “{source}”", nearest(source, release.sources))
        for number, name in enumerate(names):
            if name not in actions:
                where = tree.span(("rests", source, number))
                yield Problem("N006", where, f"no action is called “{name}”", nearest(name, actions))
    for action in actions.values() if rests else ():
        cites = {source for form in action.forms for source in form.action.basis}
        should = {source for source, names in rests.items() if action.id in names}
        for source in sorted(cites ^ should):
            does = f"rests on {source}" if source in cites else f"no longer rests on {source}"
            message = f"“{action.id}” {does}, and “rests” in rules/duties.yaml says otherwise"
            yield Problem("R020", action.where, message, AGREE)


def _form(action: Action, facts: Facts) -> schema.Action:
    return next(form.action for form in action.forms if form.when is None or form.when(facts))

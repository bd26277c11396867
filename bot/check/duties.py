"""Actions held against what a lawyer has said of them: dialogs/rules/duties.yaml, a double entry.

An action's law, strength and deadline change with sector and provider, by the order of its variants. Nobody sees a
slip there by reading, and no conversation goes wrong by it. So the table says once more what holds, by condition, and
each form of each action is looked at for all values of the facts that decide.

R007  an action cites a law where it does not bind
R008  an action is harder, softer, later or another's to decide than its duty
R009  an action stands before one that comes first (the order of precedence: life, a child in danger, suicide, …)
R010  a fact begins otherwise than it should: what nobody has told must not count as told
R011  the house has lost a word that betrays, or a contact of the acute panel
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Annotated

from pydantic import Field

from bot.check.rules import DUTIES
from bot.conditions import core
from bot.conditions.check import Checker, Fact
from bot.conditions.evaluate import Test, compile_condition
from bot.conditions.parse import SyntaxFault, parse
from bot.dialog import schema
from bot.dialog.model import Action, Program, Release
from bot.dialog.schema import Condition, Deadline, Decider, FactName, Level, Name, Shape
from bot.dialog.shape import shape
from bot.dialog.tree import Tree, read
from bot.problem import Problem, Span, nearest


class Duty(Shape):
    """What an action is where the condition holds; the first that holds counts, the last has none."""

    when: Condition | None = None
    level: Level
    by: Deadline
    decides: Decider


class Kept(Shape):
    """What the house must have at least: betraying words by language, contacts of the acute panel."""

    betraying: dict[str, list[str]] = {}
    acute: list[Name] = []


class DutiesFile(Shape):
    """laws: beginning of a source's id → where it binds. duties: action → what it is. order: groups, first first.

    start: fact → the value that it begins with. house: what the house must have.
    """

    laws: dict[Name, Condition] = {}
    duties: dict[Name, Annotated[list[Duty], Field(min_length=1)]] = {}
    order: list[list[Name]] = []
    start: dict[FactName, str] = {}
    house: Kept = Kept()


@dataclass(frozen=True, slots=True)
class _Judge:
    """The table with its conditions ready. Problems of the table itself are gathered on the way."""

    program: Program
    tree: Tree
    problems: list[Problem]

    def condition(self, text: str | None, *path: str | int) -> core.Condition | None:
        """A condition over shared facts; None (always) also when it has a fault, which is told."""
        if text is None:
            return None
        span = self.tree.span(path)
        facts = {f.name: Fact(slot, f.domain) for slot, f in enumerate(self.program.facts) if "." not in f.name}
        try:
            checker = Checker(facts)
            found = checker.condition(parse(text))
        except SyntaxFault as fault:
            where = Span(span.file, span.line, span.column + fault.at)
            self.problems.append(Problem("C001", where, fault.message, "see docs/format.md"))
            return None
        for fault_ in checker.faults:
            where = Span(span.file, span.line, span.column + fault_.at)
            self.problems.append(Problem(fault_.code, where, fault_.message, fault_.hint))
        return None if checker.faults else found

    def cases(self, conditions: Iterable[core.Condition | None]) -> Iterator[tuple[tuple[int, ...], str]]:
        """All values of the facts that decide, as facts by slot, and in words."""
        slots = sorted(frozenset().union(*(core.slots(c) for c in conditions if c is not None)))
        domains = [self.program.facts[slot].domain.values for slot in slots]
        for values in product(*(range(len(domain)) for domain in domains)):
            facts = list(self.program.start)
            for slot, value in zip(slots, values, strict=True):
                facts[slot] = value
            told = (f"{self.program.facts[s].name} is {d[v]}" for s, d, v in zip(slots, domains, values, strict=True))
            yield tuple(facts), " and ".join(told)


def problems(release: Release) -> list[Problem]:
    """Where actions and duties differ; [] where there is no table."""
    content = release.files.get(DUTIES)
    if content is None:
        return []
    tree, found = read(content.decode("utf-8-sig", "replace"), DUTIES)
    file, faults = shape(tree, DutiesFile) if tree else (None, [])
    if tree is None or file is None:
        return [*found, *faults]
    judge = _Judge(release.program, tree, found)
    laws = {name: judge.condition(text, "laws", name) for name, text in file.laws.items()}
    found += [problem for action in release.program.actions.values() for problem in _bound(judge, action, laws)]
    for name, duties in file.duties.items():
        action = release.program.actions.get(name)
        if action is None:
            where = tree.span(("duties", name), key=True)
            known = nearest(name, release.program.actions)
            found.append(Problem("N006", where, f"no action is called “{name}”", known))
        else:
            found += _kept(judge, action, duties)
    found += _ordered(release.program, tree, file.order)
    return [*found, *_begun(release.program, tree, file.start), *_housed(release.house, tree, file.house)]


def _bound(judge: _Judge, action: Action, laws: Mapping[str, core.Condition | None]) -> Iterator[Problem]:
    """R007: one for each law that is cited where it does not bind."""
    cited = {source for form in action.forms for source in form.action.basis}
    for source in sorted(cited):
        starts = [law for law in laws if source == law or source.startswith(f"{law}-")]
        law = max(starts, key=len, default=None)
        condition = laws[law] if law is not None else None
        if condition is None:
            continue
        binds = compile_condition(condition)
        for facts, told in judge.cases((condition, *(form.condition for form in action.forms))):
            if source in _form(action, facts).basis and not binds(facts):
                hint = "give it a variant for that case, before those that hold more widely"
                message = f"“{action.id}” cites {source} where {told}, and it does not bind there"
                yield Problem("R007", action.where, message, hint)
                break


def _kept(judge: _Judge, action: Action, duties: list[Duty]) -> Iterator[Problem]:
    """R008: the first case in which an action is not what its duty says."""
    conditions = [judge.condition(d.when, "duties", action.id, n, "when") for n, d in enumerate(duties)]
    tests: list[Test | None] = [compile_condition(c) if c is not None else None for c in conditions]
    for facts, told in judge.cases((*conditions, *(form.condition for form in action.forms))):
        duty = next((d for d, test in zip(duties, tests, strict=True) if test is None or test(facts)), None)
        form = _form(action, facts)
        if duty is None or (form.level, form.deadline, form.decides) == (duty.level, duty.by, duty.decides):
            continue
        message = (
            f"“{action.id}” is {form.level}, {form.deadline}, {form.decides}{f' where {told}' if told else ''}; "
            f"its duty says {duty.level}, {duty.by}, {duty.decides}"
        )
        yield Problem("R008", action.where, message, "mend the action, or the duty together with a lawyer")
        return


def _ordered(program: Program, tree: Tree, groups: list[list[str]]) -> Iterator[Problem]:
    """R009: an action of a group that can stand before one of an earlier group."""
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


def _begun(program: Program, tree: Tree, start: Mapping[str, str]) -> Iterator[Problem]:
    """R010. A fact's start value is the first of its values."""
    for name, value in start.items():
        where = tree.span(("start", name))
        if name not in program.slots:
            yield Problem("N003", where, f"no fact is called “{name}”", nearest(name, program.slots))
        elif (begins := program.value(program.start, name)) != value:
            hint = f"let “{value}” stand first among its values in facts.yaml"
            yield Problem("R010", where, f"“{name}” begins as {begins}, and should as {value}", hint)


def _housed(house: schema.House, tree: Tree, kept: Kept) -> Iterator[Problem]:
    """R011: one for each word or contact that is gone."""
    for language, needed in kept.betraying.items():
        for word in needed:
            if word not in house.betraying.get(language, []):
                where = tree.span(("house", "betraying", language))
                yield Problem("R011", where, f"house.yaml no longer knows that “{word}” betrays", "put it back")
    contacts = house.acute.contacts if house.acute else []
    for contact in kept.acute:
        if contact not in contacts:
            where = tree.span(("house", "acute"))
            yield Problem("R011", where, f"the acute panel of house.yaml has lost “{contact}”", "put it back")


def _form(action: Action, facts: tuple[int, ...]) -> schema.Action:
    return next(form.action for form in action.forms if form.when is None or form.when(facts))

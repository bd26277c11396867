"""Rules as data → what can be proved: which states a rule speaks of, and which of them offend."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.check.rule_schema import Rule, RulesFile
from bot.conditions import core
from bot.conditions.check import Checker, Fact
from bot.conditions.evaluate import Test, compile_condition
from bot.conditions.parse import SyntaxFault, parse
from bot.dialog.model import Action, Audience, Kind, Node, Program, Release
from bot.dialog.shape import shape
from bot.dialog.tree import Path, Tree, read
from bot.problem import Problem, Span, nearest


@dataclass(frozen=True, slots=True)
class Safety:
    """A rule ready to prove. facts: slots it looks at; actions: bits it looks at.

    speaks: whether the rule says anything of a state; holds: whether that is so. Both get the node, the facts
    (indexed by slot) and the actions. any_action: it asks only whether there is any action at all.
    """

    name: str
    says: str
    where: Span
    facts: frozenset[int]
    actions: int
    speaks: Callable[[Node, Sequence[int]], bool]
    holds: Callable[[Node, Sequence[int], int], bool]
    rows: tuple[str, ...] = ()
    any_action: bool = False


def read_rules(release: Release) -> tuple[tuple[Safety, ...], list[Problem]]:
    """All rules of a release, and the faults of their files."""
    found: dict[str, Safety] = {}
    problems: list[Problem] = []
    for name, content in release.files.items():
        if not name.startswith("rules/"):
            continue
        tree, faults = read(content.decode("utf-8-sig", "replace"), name)
        problems += faults
        file, faults = shape(tree, RulesFile) if tree else (None, [])
        problems += faults
        if tree is None or file is None:
            continue
        for key, rule in file.rules.items():
            if key in found:
                problems.append(
                    Problem(
                        "N001",
                        tree.span(("rules", key), key=True),
                        f"the rule “{key}” stands twice",
                        "rename one of them",
                    )
                )
            binder = _Binder(release, tree, ("rules", key), problems)
            found[key] = binder.bind(key, rule)
    return tuple(found.values()), problems


@dataclass(frozen=True, slots=True)
class _Binder:
    release: Release
    tree: Tree
    path: Path
    problems: list[Problem]

    @property
    def program(self) -> Program:
        return self.release.program

    def bind(self, name: str, rule: Rule) -> Safety:
        """Give a rule its meaning in this program."""
        when, trigger = self.condition(rule.when, "when")
        wanted, consequence = self.condition(rule.facts, "facts")
        actions = {key: self.actions(getattr(rule, key), key) for key in ("all", "any", "none", "first")}
        self.known("N005", "dialog", rule.dialogs, self.program.dialogs, "dialogs")
        self.known("N002", "step", rule.steps, {node.context for node in self.program.nodes}, "steps")
        self.known("N007", "source", rule.basis, self.release.sources, "basis")
        rivals = _rivals(self.program, actions["first"])
        bits = 0
        for action in (*(a for group in actions.values() for a in group), *rivals):
            bits |= 1 << action.bit
        graded = [*actions["all"]] if rule.as_ else []
        facts = frozenset().union(
            *(core.slots(c) for c in (trigger, consequence) if c is not None),
            *(core.slots(form.condition) for action in graded for form in action.forms if form.condition is not None),
        )
        return Safety(
            name=name,
            says=rule.says,
            where=self.tree.span(self.path, key=True),
            facts=facts,
            actions=bits,
            speaks=_speaks(rule, when),
            holds=_holds(rule, wanted, actions, rivals),
            any_action=rule.has_action is not None,
            rows=tuple(rule.rows),
        )

    def condition(self, text: str | None, key: str) -> tuple[Test | None, core.Condition | None]:
        if text is None:
            return None, None
        span = self.tree.span((*self.path, key))
        facts = {f.name: Fact(slot, f.domain) for slot, f in enumerate(self.program.facts) if "." not in f.name}
        try:
            tree = parse(text)
        except SyntaxFault as fault:
            self.problems.append(
                Problem("C001", Span(span.file, span.line, span.column + fault.at), fault.message, "see docs/format.md")
            )
            return None, None
        checker = Checker(facts)
        condition = checker.condition(tree)
        for found in checker.faults:
            self.problems.append(
                Problem(found.code, Span(span.file, span.line, span.column + found.at), found.message, found.hint)
            )
        return (None, None) if checker.faults else (compile_condition(condition), condition)

    def actions(self, names: list[str], key: str) -> tuple[Action, ...]:
        self.known("N006", "action", names, self.program.actions, key)
        return tuple(self.program.actions[name] for name in names if name in self.program.actions)

    def known(self, code: str, kind: str, names: list[str], known: Mapping[str, object] | set[str], key: str) -> None:
        for number, name in enumerate(names):
            if name not in known:
                self.problems.append(
                    Problem(
                        code,
                        self.tree.span((*self.path, key, number)),
                        f"no {kind} is called “{name}”",
                        nearest(name, known),
                    )
                )


def _speaks(rule: Rule, when: Test | None) -> Callable[[Node, Sequence[int]], bool]:
    dialogs, steps = frozenset(rule.dialogs), frozenset(rule.steps)

    def speaks(node: Node, facts: Sequence[int]) -> bool:
        if rule.at == "finish" and node.kind is not Kind.FINISH:
            return False
        if rule.at == "aloud" and not any(p.audience is not Audience.STAFF for p in node.passages):
            return False
        if (dialogs and node.dialog not in dialogs) or (steps and node.context not in steps):
            return False
        if rule.neutral is not None and node.neutral != (rule.neutral == "yes"):
            return False
        return when is None or when(facts)

    return speaks


def _holds(
    rule: Rule, wanted: Test | None, actions: Mapping[str, tuple[Action, ...]], rivals: tuple[Action, ...]
) -> Callable[[Node, Sequence[int], int], bool]:
    every, some = (sum(1 << a.bit for a in actions[key]) for key in ("all", "any"))
    never = sum(1 << a.bit for a in (*actions["none"], *rivals))
    first = sum(1 << a.bit for a in actions["first"])
    levels = frozenset(rule.as_)

    def holds(node: Node, facts: Sequence[int], gathered: int) -> bool:
        if wanted is not None and not wanted(facts):
            return False
        if gathered & every != every or gathered & never or (some and not gathered & some):
            return False
        if (first and not gathered & first) or (rule.has_action and not gathered):
            return False
        return not levels or all(_form(a, facts) in levels for a in actions["all"])

    return holds


def _rivals(program: Program, first: tuple[Action, ...]) -> tuple[Action, ...]:
    """Actions that could stand before these in an ending, judged by the orders they can have."""
    if not first:
        return ()
    limit = min(form.action.order for action in first for form in action.forms)
    return tuple(
        a for a in program.actions.values() if a not in first and min(f.action.order for f in a.forms) <= limit
    )


def _form(action: Action, facts: Sequence[int]) -> str:
    return next(form.action.level for form in action.forms if form.when is None or form.when(facts))

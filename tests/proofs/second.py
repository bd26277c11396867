"""The second checker: asks an answer set solver (clingo) for a conversation that breaks a rule.

A rule is read from its file, as its author wrote it; only its conditions go through the product's parser. It covers
the forms that speak of facts, actions and places; words on the screen and nearness are left to others.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import clingo
import yaml

from bot.check.prove import Verdict
from bot.conditions import core
from bot.conditions.check import Checker, Fact
from bot.conditions.parse import parse
from bot.dialog.model import Action, Audience, Kind, Node, Release
from tests.proofs.export import Export, told_apart

WALK = Path(__file__).with_name("walk.lp")
PLACES = ("after", "before", "not_before", "only")
ACTIONS = ("with", "all", "any", "none", "first")
WHERE = ("at", "dialogs", "steps", "neutral", "private", "when")
GRADES = {"as": "level", "by": "deadline"}
TOLD = ("says", "basis", "rows", "clauses")
COVERED = {*PLACES, *ACTIONS, *WHERE, *GRADES, *TOLD, "facts", "has_action", "ends_neutral"}

Rules = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Judged:
    """verdict, and how many answers the shortest conversation has that breaks the rule."""

    verdict: Verdict
    taps: int | None = None


def written(release: Release) -> dict[str, dict[str, Any]]:
    """Every rule that the second checker covers, as it is written."""
    return {
        name: rule
        for file, content in release.files.items()
        if file.startswith("rules/")
        for name, rule in (yaml.load(content, Loader=yaml.BaseLoader).get("rules") or {}).items()
        if rule.keys() <= COVERED
    }


class Second:
    """One program and some of its rules, grounded once."""

    def __init__(self, release: Release, rules: Rules) -> None:
        self.release, self.program, self.rules = release, release.program, rules
        self.export = Export(self.program, told_apart(self.program, self._read()))
        self.export.write()
        for name, rule in rules.items():
            self._rule(f'"{name}"', rule)
        self.control = clingo.Control(["--opt-mode=opt", "--warn=none"])
        self.control.load(str(WALK))
        self.control.add("base", [], "\n".join(self.export.lines))
        self.control.ground([("base", [])])

    def judge(self, name: str) -> Judged:
        """Look for a conversation that breaks a rule, and if there is none, for one that it speaks of."""
        taps = self._ask("query", name)
        if taps is not None:
            return Judged(Verdict.BROKEN, taps)
        return Judged(Verdict.VACUOUS if self._ask("wonder", name) is None else Verdict.HOLDS)

    def _ask(self, what: str, name: str) -> int | None:
        """The answers of a shortest conversation, None when there is none."""
        question = clingo.Function(what, [clingo.String(name)])
        self.control.assign_external(question, True)
        costs: list[int] = []
        found = self.control.solve(on_model=lambda model: costs.append(model.cost[0]))
        self.control.assign_external(question, False)
        assert found.exhausted
        return costs[-1] if found.satisfiable else None

    def _read(self) -> list[core.Condition]:
        """Every condition that a rule looks at."""
        own = [self._condition(rule[key]) for rule in self.rules.values() for key in ("when", "facts") if key in rule]
        graded = {name for rule in self.rules.values() for name in _graded(rule)}
        forms = (form for name in graded for form in self.program.actions[name].forms)
        return [*own, *(form.condition for form in forms if form.condition is not None)]

    def _condition(self, words: str) -> core.Condition:
        facts = {fact.name: Fact(slot, fact.domain) for slot, fact in enumerate(self.program.facts)}
        checker = Checker(facts)
        tree = checker.condition(parse(words))
        assert not checker.faults, words
        return tree

    def _rule(self, name: str, rule: Mapping[str, Any]) -> None:
        add, bits = self.export.add, {key: action.bit for key, action in self.program.actions.items()}
        add("rule", name)
        for (index, _, _), number in self.export.places.items():
            if _speaks(rule, self.program.nodes[index]):
                add("scope", name, number)
        if "when" in rule:
            add("ruleif", name, self.export.condition(self._condition(rule["when"])))
        if "facts" in rule:
            add("wants", name, self.export.condition(self._condition(rule["facts"])))
        for key in ACTIONS:
            for action in rule.get(key, ()):
                add("demand", name, key, bits[action])
        for key in PLACES:
            for place in rule.get(key, ()):
                add("demand", name, key, f'"{place}"')
        for key in ("has_action", "ends_neutral"):
            if key in rule:
                add("demand", name, key, 0)
        for key, grade in GRADES.items():
            for action in _graded(rule) if key in rule else ():
                add("graded", name, bits[action], grade)
            for allowed in rule.get(key, ()):
                add("allowed", name, grade, f'"{allowed}"')
        for action in _graded(rule):
            self._forms(self.program.actions[action])
        if {"first", "has_action"} & rule.keys():
            self._order()

    def _forms(self, action: Action) -> None:
        """What an action is for which facts."""
        for number, form in enumerate(action.forms):
            self.export.add("form", action.bit, number)
            if form.condition is not None:
                self.export.add("form", action.bit, number, self.export.condition(form.condition))
            for grade in GRADES.values():
                self.export.add("grade", action.bit, number, grade, f'"{getattr(form.action, grade)}"')

    def _order(self) -> None:
        """All actions, and which comes sooner in an ending."""
        actions = self.program.actions.values()
        for action in actions:
            self.export.add("action", action.bit)
        for one in actions:
            for other in actions:
                if (one.forms[-1].action.order, one.bit) < (other.forms[-1].action.order, other.bit):
                    self.export.add("sooner", one.bit, other.bit)


def _graded(rule: Mapping[str, Any]) -> tuple[str, ...]:
    """The actions of which a rule asks how strong or how soon they are."""
    return (*rule.get("all", ()), *rule.get("any", ())) if GRADES.keys() & rule.keys() else ()


def _speaks(rule: Mapping[str, Any], node: Node) -> bool:
    """Whether a rule can speak of a screen at all."""
    said = [passage for passage in node.passages if passage.audience is not Audience.STAFF]
    at = {
        "finish": node.kind is Kind.FINISH,
        "step": True,
        "turn": node.kind is not Kind.FINISH,
        "aloud": bool(said),
        "question": node.kind in (Kind.ASK, Kind.SEVERAL) and any(p.text.rstrip().endswith("?") for p in said),
    }
    return (
        node.waits
        and at[rule.get("at", "finish")]
        and node.dialog in rule.get("dialogs", [node.dialog])
        and node.context in rule.get("steps", [node.context])
        and rule.get("neutral", _word(node.neutral)) == _word(node.neutral)
        and rule.get("private", _word(node.private)) == _word(node.private)
    )


def _word(yes: bool) -> str:
    return "yes" if yes else "no"

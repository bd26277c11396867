"""Who catches a mutant: the first to name a fault that the shipped content does not have.

Asked in this order: the loader; the double entries; each rule, over conversations at random; all else that `fragestod
check` says apart from proofs and plans; the plans; the proofs of all rules. What is cheap comes first, and among the
rules those that caught the like before. What only warns (or tells a translator that a text has changed) counts when
nothing stops the build.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import cached_property
from typing import Any, TypeGuard

from bot.check import coverage, duties, gate, ledger
from bot.check.all import read_over
from bot.check.prove import Verdict, prove_all
from bot.check.rules import Safety, read_rules
from bot.check.sample import sample
from bot.dialog.load import load
from bot.dialog.model import Program, Release
from bot.engine.step import State
from bot.problem import Problem, Severity
from tests.mutants.mutants import LOCALES, Files, Mutant, flow, meaning
from tests.mutants.trees import read

WORD = re.compile(r"[a-z][a-z0-9_-]{2,}")
TODAY = date(2026, 11, 22)
"""The day on which age is judged: a campaign does not change because a night has passed."""
FLOW = {"says", "at", "basis", "rows", "clauses", "dialogs", "steps", "neutral", "private", "when", "after", "with"} | {
    "facts", "all", "any", "none", "has_action", "before", "not_before", "only", "within",
    "ends_neutral",
}  # fmt: skip
"""Keys of a rule that look at nothing but the flow, whatever words and the actions' own fields become."""


UNPROVED = "proofs were left out"
TABLES = frozenset(f"R{number:03}" for number in range(7, 23))
"""Codes of the double entries, dialogs/rules/duties.yaml and ledger.yaml."""


class Catcher(Enum):
    """What kind of check named the fault: a rule, a double entry, another code, the translations, a plan."""

    RULE = "rule"
    TABLE = "table"
    CODE = "code"
    TRANSLATION = "translation"
    PLAN = "plan"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Caught:
    """by, and the code, rule or plan that named the fault. warning: it is told, but does not stop the build."""

    by: Catcher
    name: str = ""
    warning: bool = False


class Judge:
    """Knows what the shipped content says of itself, and judges mutants against that.

    tables: False leaves the double entries out, to see what all else catches without them.
    """

    def __init__(self, shipped: Files, plans: Mapping[str, bytes], *, tables: bool = True) -> None:
        self.shipped, self.plans, self.tables = shipped, plans, tables
        release = load(shipped).release
        assert release is not None
        rules, faults = read_rules(release)
        self._safety = rules
        self._release, self._flow = release, flow(release.program)
        self._walked, self._met = flow(rules[0].program), tuple(sample(rules[0].program))
        self._gate = gate.problems(release.program)
        self._base = Counter(p.code for p in (*load(shipped).problems, *self._said(release, rules, faults)))
        self._rules = _written(shipped)

    def judge(self, mutant: Mutant, guesses: Iterable[str] = (), *, proofs: bool = True) -> Caught:
        """Who catches it.

        Args:
            mutant: the content with a fault.
            guesses: rules to ask first, the likeliest first.
            proofs: False leaves out what takes longest, and says so in the verdict.
        """
        loaded = load(mutant.files(self.shipped))
        release = loaded.release
        if release is None:
            return self._new(loaded.problems) or Caught(Catcher.NOBODY, "the loader says no and does not say why")
        if mutant.file.startswith(LOCALES):
            return self._new(self._said(release, self._safety, ())) or Caught(Catcher.NOBODY)
        told = self._new((*loaded.problems, *duties.problems(release), *ledger.problems(release)))
        if _stops(told):
            return told
        rules, faults = read_rules(release)
        likeliest = self._likeliest(self._touched(release, rules), mutant, guesses)
        met = self._states(likeliest[0].program) if likeliest else ()  # all rules are proved on one program
        if offended := next((rule for rule in likeliest if _offended(rule, met)), None):
            return Caught(Catcher.RULE, offended.name)
        told = self._new((*loaded.problems, *self._said(release, rules, faults)))
        if _stops(told):
            return told
        if planned := self._plan(release):
            return planned
        if told is None and meaning(release) == self._meaning:
            return Caught(Catcher.NOBODY)
        if not proofs:
            return told or Caught(Catcher.NOBODY, UNPROVED)
        return _stronger(told, self._proved(likeliest)) or Caught(Catcher.NOBODY)

    def is_equivalent(self, mutant: Mutant) -> bool:
        """Whether it does and says the very same, so that nothing is there to be caught."""
        release = load(mutant.files(self.shipped)).release
        return not mutant.file.startswith(LOCALES) and release is not None and meaning(release) == self._meaning

    @cached_property
    def _meaning(self) -> object:
        """What the shipped content does and says."""
        return meaning(self._release)

    def _new(self, problems: Iterable[Problem]) -> Caught | None:
        """The first fault that the shipped content does not have as often; an error before a warning."""
        problems = (problem for problem in problems if self.tables or problem.code not in TABLES)
        problems = sorted(problems, key=lambda problem: (problem.severity is Severity.WARNING, _is_stale(problem)))
        more = Counter(problem.code for problem in problems) - self._base
        fresh = next((problem for problem in problems if problem.code in more), None)
        if fresh is None:
            return None
        by = Catcher.TRANSLATION if _is_stale(fresh) else Catcher.TABLE if fresh.code in TABLES else Catcher.CODE
        return Caught(by, fresh.code, fresh.severity is Severity.WARNING)

    def _touched(self, release: Release, rules: tuple[Safety, ...]) -> tuple[Safety, ...]:
        """The rules whose verdict can have changed."""
        same = flow(release.program) == self._flow
        return tuple(rule for rule in rules if not (same and self._looks_at_flow_alone(rule.name)))

    def _states(self, program: Program) -> tuple[State, ...]:
        """States of conversations at random: those of the shipped content, where conversations go the same ways."""
        return self._met if flow(program) == self._walked else tuple(sample(program))

    def _said(self, release: Release, rules: tuple[Safety, ...], faults: Iterable[Problem]) -> tuple[Problem, ...]:
        """All that is said of a release apart from the proofs of its rules and the plans."""
        same = flow(release.program) == self._flow
        ways = self._gate if same else gate.problems(release.program)
        return (*faults, *read_over(release, rules, TODAY), *ways)

    def _proved(self, rules: Iterable[Safety]) -> Caught | None:
        """What proofs find that no conversation at random has shown; a rule that speaks of nothing any more warns."""
        vacuous = None
        for rule, proof in prove_all(rules):
            verdict = proof.verdict
            if verdict in (Verdict.BROKEN, Verdict.NOT_PROVEN):
                return Caught(Catcher.RULE, rule.name)
            if verdict is Verdict.VACUOUS and rule.name not in self._vacuous:
                vacuous = vacuous or Caught(Catcher.RULE, rule.name, warning=True)
        return vacuous

    def _looks_at_flow_alone(self, name: str) -> bool:
        rule = self._rules[name]
        return rule.keys() <= FLOW and rule.get("at", "finish") not in ("aloud", "question")

    @cached_property
    def _vacuous(self) -> frozenset[str]:
        """Rules that speak of nothing in the shipped content either."""
        proofs = prove_all(read_rules(self._release)[0])
        return frozenset(rule.name for rule, proof in proofs if proof.verdict is Verdict.VACUOUS)

    def _likeliest(self, rules: tuple[Safety, ...], mutant: Mutant, guesses: Iterable[str]) -> list[Safety]:
        guessed = {name: number for number, name in enumerate(guesses)}
        words = set(WORD.findall(mutant.name))

        def rank(rule: Safety) -> tuple[int, int]:
            shared = words & set(WORD.findall(str(self._rules[rule.name])))
            return guessed.get(rule.name, len(guessed)), -len(shared)

        return sorted(rules, key=rank)

    def _plan(self, release: Release) -> Caught | None:
        """A plan that is no longer said as it is written, or what the plans no longer reach."""
        fault = next((fault for fault in self._planned(release) if fault not in self._plans), None)
        return Caught(Catcher.PLAN, " ".join(fault)) if fault else None

    @cached_property
    def _plans(self) -> tuple[tuple[str, str], ...]:
        """What the plans say of the shipped content."""
        return self._planned(self._release)

    def _planned(self, release: Release) -> tuple[tuple[str, str], ...]:
        """The files and codes of what the plans say."""
        found = coverage.measure(release, self.plans)
        faults = (*(fault for plan in found.plans for fault in plan.faults), *coverage.problems(release, found))
        return tuple((fault.where.file, fault.code) for fault in faults)


def _offended(rule: Safety, met: Iterable[State]) -> bool:
    """Whether the rule is broken in one of the states that were met."""
    nodes = rule.program.nodes
    return any(
        rule.speaks(nodes[index], facts) and not rule.holds(nodes[index], facts, done) for index, facts, _, done in met
    )


def _stops(told: Caught | None) -> TypeGuard[Caught]:
    """Whether the build stops there."""
    return told is not None and not told.warning


def _stronger(before: Caught | None, after: Caught | None) -> Caught | None:
    """What stops the build counts; else a rule's word, else what was told first."""
    if before is None or after is None:
        return before or after
    return after if not after.warning or before.by is Catcher.TRANSLATION else before


def _is_stale(problem: Problem) -> bool:
    return problem.code.startswith("T1")


def _written(files: Files) -> dict[str, Mapping[str, Any]]:
    """Each rule as it is written."""
    return {
        key: rule
        for name, content in files.items()
        if name.startswith("rules/")
        for key, rule in read(content).get("rules", {}).items()
    }

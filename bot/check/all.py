"""Everything that is checked of a release once it compiles: words, translations, what has grown old, what a door can
carry, plans, the gate, and every rule in every state.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date

from bot.check import (
    LIMIT,
    assessments,
    budget,
    cases,
    chats,
    coverage,
    doors,
    duties,
    freshness,
    gate,
    headings,
    layer,
    learnt,
    ledger,
    matrix,
    numbered,
    packages,
    reserved,
    verdicts,
)
from bot.check.plans import passed
from bot.check.prove import Proof, Prover, Verdict, prove_all
from bot.check.rules import Safety, read_rules
from bot.dialog.load import load, no_collector
from bot.dialog.model import Release
from bot.dialog.routine_schema import ROUTINE
from bot.problem import Problem, has_errors, in_file_order
from bot.text import merge
from bot.text.catalogues import LOCALES, Ready, holds_said, readiness
from bot.text.entry import Entry
from bot.text.extract import entries
from bot.text.lint import release as lint
from bot.text.terms import TermBase

UNFINISHED = ("T101", "T102")
"""Told by `fragestod text stats` alone while a person's language is not shipped as whole: nobody relies on it yet."""


@dataclass(frozen=True, slots=True)
class Report:
    """All problems in file order, and each rule with its proof. tried: whether the rules were tried at all.

    untried: rules that nobody waited for; then plans and lengths are not judged either. unnoted: how many proofs had to
    find out what to look at (see `learnt`).
    """

    problems: tuple[Problem, ...]
    proofs: tuple[tuple[Safety, Proof], ...]
    tried: bool = True
    untried: tuple[str, ...] = ()
    unnoted: int = 0

    @property
    def states(self) -> int:
        """States explored, all rules together."""
        return sum(proof.states for _, proof in self.proofs)

    def named(self, verdict: Verdict) -> tuple[str, ...]:
        """The rules with a verdict, by name."""
        return tuple(rule.name for rule, proof in self.proofs if proof.verdict is verdict)


def examine(
    release: Release,
    progress: Callable[[str], None] = lambda name: None,
    plans: Mapping[str, bytes] | None = None,
    *,
    on: date | None = None,
    limit: int = LIMIT,
    quick: bool = False,
) -> Report:
    """Judge a release. An organisation's own routine in it is judged after the guides, which are judged without it.

    Args:
        release: what compiled.
        progress: told the name of each rule as its proof begins.
        plans: see `bot.plans.form.files`; None: neither they nor what they reach is judged.
        on: the day for which age is judged; None: age is not judged.
        limit: states after which the proof of a rule is given up.
        quick: leave out all that visits states, the gate and the rules.
    """
    if release.routine is not None:
        national = load({name: content for name, content in release.files.items() if name != ROUTINE}).release
        assert national is not None, "what a routine was added to compiles without it"
        report = examine(national, progress, plans, on=on, limit=limit, quick=quick)
        if report.untried:
            return report
        own = layer.problems(release, report.problems, progress, plans, on=on, limit=limit, quick=quick)
        return replace(report, problems=in_file_order((*report.problems, *own)))
    with no_collector():
        return _examined(release, progress, plans, on, limit, quick=quick)


def _examined(
    release: Release,
    progress: Callable[[str], None],
    plans: Mapping[str, bytes] | None,
    on: date | None,
    limit: int,
    *,
    quick: bool,
) -> Report:
    rules, problems = read_rules(release)
    program = rules[0].program if rules else release.program
    known = () if quick else passed(program, plans or {})
    prover = None if quick else Prover(program, limit, known, learnt.read(release, program))
    problems += gate.proved_by(prover) if prover else ()
    # A fault of words or of a double entry hides no conversation.
    tried = prover is not None and not has_errors(problems)
    problems += read_over(release, rules, on)
    proofs = tuple(_until_stopped(prove_all(_announced(rules, progress) if tried else (), limit, prover)))
    problems += (problem for rule, proof in proofs for problem in verdicts.problems(release, rule, proof))
    if tried and len(proofs) < len(rules):
        return Report(in_file_order(problems), proofs, tried, tuple(rule.name for rule in rules[len(proofs) :]))
    problems += _plans(release, plans) if plans is not None else ()
    problems += [] if quick else budget.problems(release)
    return Report(in_file_order(problems), proofs, tried, unnoted=len(prover.unnoted) if prover else 0)


def read_over(release: Release, rules: tuple[Safety, ...], on: date | None = None) -> Iterator[Problem]:
    """What is seen by reading a release alone, without a conversation: all but the gate, the rules and the plans.

    Args:
        release: what compiled.
        rules: its rules, from `read_rules`.
        on: as in `examine`.
    """
    yield from matrix.draw_up(release, rules).problems
    yield from headings.draw_up(release).problems
    yield from assessments.problems(release)
    yield from duties.problems(release)
    yield from reserved.problems(release)
    yield from numbered.problems(release)
    yield from ledger.problems(release)
    yield from learnt.problems(release)
    texts = entries(release)
    yield from lint.problems(release, texts)
    yield from _translations(release, texts)
    yield from cases.problems(release)
    yield from packages.problems(release)
    yield from doors.problems(release, texts)
    yield from chats.problems(release, texts)
    yield from freshness.problems(release, on) if on else ()


def _until_stopped(proofs: Iterator[tuple[Safety, Proof]]) -> Iterator[tuple[Safety, Proof]]:
    """The proofs until somebody stops them with Ctrl-C: what was found so far is worth telling."""
    with suppress(KeyboardInterrupt):
        yield from proofs


def _announced(rules: Iterable[Safety], progress: Callable[[str], None]) -> Iterator[Safety]:
    """The rules, each told of just before its proof begins."""
    for rule in rules:
        progress(rule.name)
        yield rule


def _plans(release: Release, files: Mapping[str, bytes]) -> Iterator[Problem]:
    """Plans that no longer run, and guides of which too little is reached."""
    found = coverage.measure(release, files)
    yield from (fault for plan in found.plans for fault in plan.faults)
    yield from coverage.problems(release, found)


def _translations(release: Release, texts: Iterable[Entry]) -> Iterator[Problem]:
    """What is wrong in each language's catalogue."""
    found, terms = tuple(texts), TermBase(release.terms)
    for name, content in release.files.items():
        if name.startswith(LOCALES):
            language = name.split("/")[1]
            told = merge.problems(found, content, name, language, release.house.betraying, terms)
            begun = holds_said(content, language) and readiness(content) is not Ready.YES
            yield from (problem for problem in told if not (begun and problem.code in UNFINISHED))

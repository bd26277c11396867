"""Rules as data → what can be proved: which states a rule speaks of, and which of them offend."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from bot.check.demands import HELPFUL, Bound, Demand, Kept, demands, groups, helpful, never, speaks, speaks_of
from bot.check.headings import HEADINGS
from bot.check.marks import Marked, mark, places
from bot.check.rule_schema import ASKS, Rule, RulesFile
from bot.conditions import core
from bot.conditions.check import Checker, Fact
from bot.conditions.evaluate import Test, compile_condition
from bot.conditions.parse import SyntaxFault, parse
from bot.dialog.model import Action, Node, Program, Release
from bot.dialog.shape import fitting
from bot.dialog.signatures import LEARNT
from bot.dialog.tree import Path, Tree, read
from bot.problem import Problem, Severity, Span, nearest

FOLDER, CLAUSES = "rules/", "rules/clauses.yaml"
DUTIES, LEDGER = "rules/duties.yaml", "rules/ledger.yaml"
"""Rules lie in the folder; in files of their own the clauses that they meet (`matrix`), the double entries: what duties
are (`duties`) and what guides, facts and house do (`ledger`), and what proofs have learnt (`learnt`)."""


@dataclass(frozen=True, slots=True)
class Safety:
    """A rule ready to prove. facts: slots it looks at; actions: bits it looks at.

    speaks: whether the rule says anything of a state; holds: whether that is so. Both get the node, the facts
    (indexed by slot) and the actions. fits: the nodes it can speak of at all; sees: what of such a node decides whether
    it holds there (None: it always does). rule: as it was written. program: what it is proved on, the release's own
    with marks (see `marks`); a conversation is the same. unmet: what it asks that does not hold in a state, in words.
    kept: of facts and actions, whether it holds in this state and all that may follow it. places: the steps or dialogs
    that hold all nodes it can speak of; () where that may be any.
    """

    name: str
    says: str
    where: Span
    facts: frozenset[int]
    actions: int
    speaks: Callable[[Node, Sequence[int]], bool]
    holds: Callable[[Node, Sequence[int], int], bool]
    fits: Callable[[Node], bool]
    sees: Callable[[Node], object]
    program: Program
    rows: tuple[str, ...] = ()
    rule: Rule | None = None
    unmet: Callable[[Node, Sequence[int], int], tuple[str, ...]] = lambda node, facts, done: ()
    kept: Kept = never
    places: tuple[str, ...] = ()


def read_rules(release: Release) -> tuple[tuple[Safety, ...], list[Problem]]:
    """All rules of a release, and the faults of their files."""
    found: dict[str, tuple[Rule, Tree]] = {}
    problems: list[Problem] = []
    partial: set[str] = set()
    for name, content in release.files.items():
        if not name.startswith(FOLDER) or name in (CLAUSES, DUTIES, HEADINGS, LEDGER, LEARNT):
            continue
        tree, faults = read(content.decode("utf-8-sig", "replace"), name)
        problems += faults
        file, faults = fitting(tree, RulesFile) if tree else (None, [])
        problems += faults
        partial |= {name} if faults else set()
        if tree is None or file is None:
            continue
        for key, rule in file.rules.items():
            if key in found:
                twice = f"the rule “{key}” stands twice"
                problems.append(Problem("N001", tree.span(("rules", key), key=True), twice, "rename one of them"))
            found[key] = (rule, tree)
    known = places(release.program)
    asked = (place for rule, _ in found.values() for place in (*rule.after, *rule.before, *rule.not_before))
    together = {HELPFUL: helpful(release)} if any(rule.open for rule, _ in found.values()) else {}
    for rule, _ in found.values():
        together |= groups(release.program, rule)
    marked = mark(release.program, (place for place in asked if place in known), together)
    steps, done = frozenset(node.context for node in release.program.nodes), _done(release.program)
    return (
        tuple(
            _Binder(release, marked, tree, ("rules", key), problems, tree.file in partial, steps, done).bind(key, rule)
            for key, (rule, tree) in found.items()
        ),
        problems,
    )


@dataclass(frozen=True, slots=True)
class _Binder:
    release: Release
    marked: Marked
    tree: Tree
    path: Path
    problems: list[Problem]
    is_partial: bool
    """Parts of the file have the wrong form and were left out; they have been told of."""
    steps: frozenset[str]
    done: int
    """All actions that any step does."""

    @property
    def program(self) -> Program:
        return self.release.program

    def bind(self, name: str, rule: Rule) -> Safety:
        """Give a rule its meaning in this program."""
        self.names(rule)
        if not rule.asks and not self.is_partial:
            where, hint = self.tree.span(self.path, key=True), f"say what must hold there: {', '.join(ASKS)}"
            self.problems.append(Problem("S002", where, f"{name} asks for nothing", hint))
        when, trigger = self.condition(rule.when, "when")
        wanted, consequence = self.condition(rule.facts, "facts")
        actions = {key: self.actions(getattr(rule, key), key) for key in ("all", "any", "none", "first")}
        gathered = self.actions(rule.with_, "with")
        marks = self.marked.slots
        after = frozenset(marks[place] for place in rule.after if place in marks)
        asked = demands(self.release, Bound(rule, trigger, wanted, consequence, actions, marks), speaks_of(rule))
        needed = sum(1 << action.bit for action in gathered)
        self.waits(name, gathered)
        return Safety(
            name=name,
            says=rule.says,
            where=self.tree.span(self.path, key=True),
            facts=frozenset().union(
                after, core.slots(trigger) if trigger is not None else (), *(demand.facts for demand in asked)
            ),
            actions=needed | _all_bits(asked),
            speaks=speaks(rule, when, after),
            holds=_holds(asked, needed),
            fits=speaks_of(rule),
            sees=_sees(asked),
            program=self.marked.program,
            unmet=lambda node, facts, done: tuple(d.asks for d in asked if not d.holds(node, facts, done)),
            rows=tuple(rule.rows),
            rule=rule,
            kept=_kept(asked, needed),
            places=tuple(rule.steps or rule.dialogs),
        )

    def names(self, rule: Rule) -> None:
        """Tell of every name that means nothing."""
        self.known("N005", "dialog", rule.dialogs, self.program.dialogs, "dialogs")
        self.known("N002", "step", rule.steps, self.steps, "steps")
        self.known("N007", "source", rule.basis, self.release.sources, "basis")
        passable = self.steps.union(self.program.dialogs)
        for key in ("after", "before", "not_before", "only"):
            self.known("N002", "dialog or step", getattr(rule, key), passable, key)
        if rule.within:
            self.known("N002", "dialog or step", rule.within.to, passable, "within", "to")

    def waits(self, name: str, gathered: tuple[Action, ...]) -> None:
        """R002 for a rule that waits for an action which nothing does."""
        for number, action in enumerate(gathered):
            if not self.done >> action.bit & 1:
                where = self.tree.span((*self.path, "with", number))
                message = f"{name} is vacuous: no step does “{action.id}”"
                hint = "write the content it speaks of, or mend its condition"
                self.problems.append(Problem("R002", where, message, hint, Severity.WARNING))

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

    def known(self, code: str, kind: str, names: list[str], known: Collection[str], *keys: str) -> None:
        for number, name in enumerate(names):
            if name not in known:
                where = self.tree.span((*self.path, *keys, number))
                self.problems.append(Problem(code, where, f"no {kind} is called “{name}”", nearest(name, known)))


def _done(program: Program) -> int:
    """All actions that any step does."""
    done = 0
    for node in program.nodes:
        done |= node.arrive.do
        for edge in (*node.edges, *node.options):
            done |= edge.change.do
    return done


def _sees(asked: Sequence[Demand]) -> Callable[[Node], object]:
    def sees(node: Node) -> object:
        found = tuple(demand.sees(node) for demand in asked)
        return None if all(each is None for each in found) else found

    return sees


def _all_bits(asked: list[Demand]) -> int:
    bits = 0
    for demand in asked:
        bits |= demand.actions
    return bits


def _kept(asked: Sequence[Demand], needed: int) -> Kept:
    """Whether all that is asked is kept, once the actions are gathered without which nothing is asked."""
    tests = tuple(demand.kept for demand in asked)
    if never in tests:
        return never
    return lambda facts, done: all(test(facts, done | needed) for test in tests)


def _holds(asked: list[Demand], needed: int) -> Callable[[Node, Sequence[int], int], bool]:
    tests = tuple(demand.holds for demand in asked)

    def holds(node: Node, facts: Sequence[int], gathered: int) -> bool:
        return gathered & needed != needed or all(test(node, facts, gathered) for test in tests)

    return holds

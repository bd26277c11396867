"""What names mean inside one dialog: facts, conditions, values, actions, contacts. Gathers problems."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from bot.conditions import core
from bot.conditions.check import Checker, Fact
from bot.conditions.domain import Domain
from bot.conditions.evaluate import Facts, Sum, Test, compile_amount, compile_condition
from bot.conditions.parse import SyntaxFault, parse
from bot.conditions.syntax import Expression, Name
from bot.dialog import schema
from bot.dialog.model import Audience, Change, Passage
from bot.dialog.tree import Path, Tree
from bot.problem import Problem, nearest

PLACEHOLDER = re.compile(r"\{([^{}]*)\}|[{}]")
OWN_PLACEHOLDERS = ("unit", "municipality")


@dataclass(frozen=True, slots=True)
class Names:
    """All names of a release that any file can refer to."""

    actions: Mapping[str, int]
    sources: frozenset[str]
    contacts: frozenset[str]
    dialogs: frozenset[str]


@dataclass(slots=True)
class Scope:
    """Resolves names of one file against what is declared; every fault lands in `problems`."""

    tree: Tree
    facts: Mapping[str, Fact]
    names: Names
    problems: list[Problem] = field(default_factory=list)

    def fault(self, code: str, path: Path, message: str, hint: str = "", *, key: bool = False) -> None:
        """Note a fault at a path of the file."""
        self.problems.append(Problem(code, self.tree.span(path, key=key), message, hint))

    def condition(self, text: str | None, path: Path) -> tuple[Test | None, core.Condition | None]:
        """Compile a condition; (None, None) when there is none or it is faulty."""
        if text is None:
            return None, None
        tree = self._parsed(text, path)
        if tree is None:
            return None, None
        checker = Checker(self.facts)
        condition = checker.condition(tree)
        self._gather(checker, path)
        return (None, None) if checker.faults else (compile_condition(condition), condition)

    def change(
        self,
        sets: Mapping[str, str],
        do: Iterable[str],
        path: Path,
        *,
        facts: Mapping[str, Fact] | None = None,
        key: str = "set",
    ) -> Change:
        """Resolve `set:` and `do:`. `facts`: where the left names live, when not here (a call's parameters)."""
        plain: list[tuple[int, int]] = []
        computed: list[tuple[int, Sum, frozenset[int]]] = []
        for name, text in sets.items():
            here = (*path, key, name)
            fact = (self.facts if facts is None else facts).get(name)
            if fact is None:
                self.fault(
                    "N003",
                    here,
                    f"no fact is called “{name}”",
                    nearest(name, facts if facts is not None else self.facts),
                    key=True,
                )
            elif text.startswith("="):
                value = self._computed(text[1:], fact.domain, here)
                if value is not None:
                    computed.append((fact.slot, *value))
            else:
                index = fact.domain.index(text)
                if index is None:
                    self.fault("N004", here, f"“{name}” is never “{text}”", nearest(text, fact.domain.values))
                else:
                    plain.append((fact.slot, index))
        return Change(tuple(plain), tuple(computed), self.actions(do, (*path, "do")))

    def actions(self, ids: Iterable[str], path: Path) -> int:
        """The bits of named actions."""
        mask = 0
        for number, name in enumerate(ids):
            bit = self.names.actions.get(name)
            if bit is None:
                self.fault("N006", (*path, number), f"no action is called “{name}”", nearest(name, self.names.actions))
            else:
                mask |= 1 << bit
        return mask

    def known(self, code: str, kind: str, ids: Iterable[str], known: Iterable[str], path: Path) -> None:
        """Each id must be one of the known ones."""
        for number, name in enumerate(ids):
            if name not in known:
                self.fault(code, (*path, number), f"no {kind} is called “{name}”", nearest(name, known))

    def text(self, text: str, path: Path, *, key: bool = False) -> None:
        """Placeholders of a text (or of a label, which is a key) must be contacts, {unit} or {municipality}."""
        if "{" not in text and "}" not in text:
            return
        for match in PLACEHOLDER.finditer(text):
            name, where = match[1], self.tree.inside(path, match.start(), key=key)
            if name is None:
                self.problems.append(
                    Problem("N008", where, f"“{match[0]}” has no partner", "write {name}, with both braces")
                )
            elif name not in self.names.contacts and name not in OWN_PLACEHOLDERS:
                known = (*self.names.contacts, *OWN_PLACEHOLDERS)
                what = f"“{{{name}}}” is neither a contact nor {{unit}} or {{municipality}}"
                self.problems.append(Problem("N008", where, what, nearest(name, known)))

    def passages(self, say: Iterable[schema.Passage], context: str, path: Path) -> tuple[Passage, ...]:
        """Resolve the texts of a step."""
        found = []
        for number, passage in enumerate(say):
            here = (*path, number)
            given = [(a, t) for a in Audience if (t := getattr(passage, a.value)) is not None]
            if len(given) != 1:
                self.fault(
                    "S010",
                    here,
                    "a text needs one audience: staff, aloud or shown",
                    "begin the line with “- staff:”, “- aloud:” or “- shown:”",
                )
                continue
            audience, text = given[0]
            self.text(text, (*here, audience.value))
            test, condition = self.condition(passage.when, (*here, "when"))
            if passage.point and audience is not Audience.SHOWN:
                what = "only what is shown can have something to point at"
                self.fault("S012", (*here, "point"), what, "begin the line with “- shown:”, or remove “point”")
            if passage.to != "person" and audience is not Audience.ALOUD:
                what = "only what is said aloud can be said to a colleague"
                self.fault("S012", (*here, "to"), what, "begin the line with “- aloud:”, or remove “to”")
            where = self.tree.span((*here, audience.value))
            found.append(Passage(audience, text, context, test, condition, where, tuple(passage.point), passage.to))
        return tuple(found)

    def _parsed(self, text: str, path: Path, before: int = 0) -> Expression | None:
        """Parse. `before`: characters of the value that stand before the text."""
        try:
            return parse(text)
        except SyntaxFault as fault:
            where = self.tree.inside(path, before + fault.at)
            self.problems.append(Problem("C001", where, fault.message, "see “Conditions” in docs/format.md"))
            return None

    def _computed(self, text: str, domain: Domain, path: Path) -> tuple[Sum, frozenset[int]] | None:
        tree = self._parsed(text, path, before=1)
        if tree is None:
            return None
        source = self.facts.get(tree.name) if isinstance(tree, Name) else None
        if source and isinstance(tree, Name) and (not source.domain.is_number or source.domain.has_unknown):
            return self._copy(source, domain, tree.name, path)
        checker = Checker(self.facts)
        amount = checker.amount(tree)
        self._gather(checker, path, before=1)
        if checker.faults:
            return None
        if not domain.is_number:
            self.fault(
                "C003",
                path,
                "a number is set where the fact has words",
                "its values are " + ", ".join(domain.values[:8]),
            )
            return None
        low, high = _interval(amount, self._spans())
        first = domain.first_number or 0
        top = int(domain.values[-1])
        if low < domain.low or high > top:
            self.fault(
                "C007",
                path,
                f"the result can be {low} to {high}, but the fact holds {domain.low} to {top}",
                f"widen the fact to {low}..{high}",
            )
            return None
        shift, total = first - domain.low, compile_amount(amount)
        return (lambda facts: total(facts) + shift), core.slots(amount)

    def _copy(self, source: Fact, domain: Domain, name: str, path: Path) -> tuple[Sum, frozenset[int]] | None:
        table = tuple(domain.index(value) for value in source.domain.values)
        missing = [v for v, index in zip(source.domain.values, table, strict=True) if index is None]
        if missing:
            self.fault(
                "C007",
                path,
                f"“{name}” can be “{missing[0]}”, which this fact never is",
                "give both facts the same values",
            )
            return None
        return _lookup(source.slot, tuple(index or 0 for index in table)), frozenset((source.slot,))

    def _spans(self) -> Mapping[int, Domain]:
        return {fact.slot: fact.domain for fact in self.facts.values()}

    def _gather(self, checker: Checker, path: Path, before: int = 0) -> None:
        for fault in checker.faults:
            where = self.tree.inside(path, before + fault.at)
            self.problems.append(Problem(fault.code, where, fault.message, fault.hint))


def _lookup(slot: int, table: tuple[int, ...]) -> Callable[[Facts], int]:
    return lambda facts: table[facts[slot]]


def _interval(amount: core.Amount, domains: Mapping[int, Domain]) -> tuple[int, int]:
    """The smallest and largest possible number."""
    match amount:
        case core.Constant(value=value):
            return value, value
        case core.Value(slot=slot, low=low, default=default):
            domain = domains[slot]
            high = int(domain.values[-1])
            return (min(low, default), max(high, default)) if domain.has_unknown else (low, high)
        case core.Count(parts=parts):
            return 0, len(parts)
        case core.Total(op=op, left=left, right=right):
            a, b = _interval(left, domains)
            c, d = _interval(right, domains)
            if op == "+":
                return a + c, b + d
            if op == "-":
                return a - d, b - c
            corners = (a * c, a * d, b * c, b * d)
            return min(corners), max(corners)

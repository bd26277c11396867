"""What tables held against the content share: conditions over facts, and the cases in which two of them differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.check.apart import Facts, cases
from bot.conditions import core
from bot.conditions.check import Checker, Fact
from bot.conditions.evaluate import compile_condition
from bot.conditions.parse import SyntaxFault, parse
from bot.dialog.model import Program
from bot.dialog.tree import Path, Tree
from bot.problem import Problem, Span


@dataclass(frozen=True, slots=True)
class Table:
    """A file of a table with the program that it is held against. Its own problems are gathered on the way."""

    program: Program
    tree: Tree
    problems: list[Problem]

    def condition(self, text: str, *path: str | int, key: bool = False, dialog: str = "") -> core.Condition | None:
        """A condition over shared facts, and those of a dialog; None when it has a fault, which is told.

        Args:
            text: as an author writes it.
            path: where it stands in the file.
            key: whether it is the key that stands there.
            dialog: whose own facts it may name.
        """
        try:
            checker = Checker(self._facts(dialog))
            found = checker.condition(parse(text))
        except SyntaxFault as fault:
            where = self._inside(path, key, fault.at)
            self.problems.append(Problem("C001", where, fault.message, "see docs/format.md"))
            return None
        for fault_ in checker.faults:
            where = self._inside(path, key, fault_.at)
            self.problems.append(Problem(fault_.code, where, fault_.message, fault_.hint))
        return None if checker.faults else found

    def _facts(self, dialog: str) -> dict[str, Fact]:
        """The facts that a condition may name; a dialog's own go before shared ones."""
        named = [(*fact.name.rpartition(".")[::2], slot, fact.domain) for slot, fact in enumerate(self.program.facts)]
        return {name: Fact(slot, domain) for own in ("", dialog) for of, name, slot, domain in named if of == own}

    def _inside(self, path: tuple[str | int, ...], key: bool, at: int) -> Span:
        span = self.tree.span(path, key=key)
        return Span(span.file, span.line, span.column + at)

    def place(self, path: Path, otherwise: Span) -> Span:
        """Where the table says it; else where the content does."""
        known = self.tree.data
        for part in path:
            if not isinstance(known, dict) or part not in known:
                return otherwise
            known = known[part]
        return self.tree.span(path)

    def cases(self, conditions: Iterable[core.Condition | None]) -> Iterator[tuple[Facts, str]]:
        """Facts by slot, and in words, for all values that the conditions tell apart; None is no condition."""
        for values, facts in cases(self.program, (condition for condition in conditions if condition is not None)):
            named = ((self.program.facts[slot], value) for slot, value in values.items())
            yield facts, " and ".join(f"{fact.name} is {fact.domain.values[value]}" for fact, value in named)

    def differ(self, one: core.Condition | None, other: core.Condition | None) -> str | None:
        """The first case in which one condition holds and the other does not, in words; None: they say the same."""
        first, second = (compile_condition(c) if c is not None else None for c in (one, other))
        for facts, told in self.cases((one, other)):
            if (first is None or first(facts)) != (second is None or second(facts)):
                return told
        return None

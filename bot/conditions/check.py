"""Names, values and types: syntax tree → core, with all faults of the condition at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.conditions import core
from bot.conditions.domain import UNKNOWN, Domain
from bot.conditions.evaluate import RELATION
from bot.conditions.syntax import (
    Arithmetic,
    Call,
    Comparison,
    Expression,
    Junction,
    Membership,
    Name,
    Negation,
    Number,
)
from bot.problem import nearest


@dataclass(frozen=True, slots=True)
class Fact:
    """A declared fact: where it stands in the state, and what it can be."""

    slot: int
    domain: Domain


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong at offset `at` of the condition's text. `code` is the problem code."""

    code: str
    message: str
    hint: str
    at: int


@dataclass(slots=True)
class Checker:
    """Turns syntax into core and gathers faults in `faults`. `known` are facts guarded by known()."""

    facts: Mapping[str, Fact]
    faults: list[Fault] = field(default_factory=list)

    def condition(self, tree: Expression, known: frozenset[str] = frozenset()) -> core.Condition:
        """Check that the tree is true or false."""
        match tree:
            case Junction(op="and", parts=parts) | Call(function="all", arguments=parts):
                return self._all(parts, known)
            case Junction(parts=parts):
                return core.Or(tuple(self.condition(p, known) for p in parts))
            case Negation(part=part):
                return core.Not(self.condition(part, known))
            case Membership():
                return self._membership(tree)
            case Comparison():
                return self._comparison(tree, known)
            case Call():
                return self._call(tree, known)
            case Name():
                return self._bare(tree)
            case _:
                return self._fault(
                    "C003", "a number stands where a condition is needed", "compare it, as in “… >= 3”", tree.at
                )

    def _all(self, parts: tuple[Expression, ...], known: frozenset[str]) -> core.Condition:
        """Each part may rely on what the parts before it guard."""
        checked: list[core.Condition] = []
        for part in parts:
            checked.append(self.condition(part, known))
            known |= _guards(part)
        return core.And(tuple(checked))

    def amount(self, tree: Expression, known: frozenset[str] = frozenset()) -> core.Amount:
        """Check that the tree is a whole number."""
        match tree:
            case Number(value=value):
                return core.Constant(value)
            case Arithmetic(op=op, left=left, right=right):
                return core.Total(op, self.amount(left, known), self.amount(right, known))
            case Call(function="count", arguments=arguments):
                return core.Count(tuple(self.condition(a, known) for a in arguments))
            case Call(function="default", arguments=(Name() as name, Number(value=value))):
                return self._value(name, value)
            case Name():
                fact = self._fact(tree)
                if fact and fact.domain.is_number and fact.domain.has_unknown and tree.name not in known:
                    self._fault(
                        "C005",
                        f"“{tree.name}” can be unknown here",
                        f"write “known({tree.name}) and …”, or default({tree.name}, 0)",
                        tree.at,
                    )
                return self._value(tree, 0)
            case Call(function="default"):
                self._fault("C006", "default(…) is not written so", "write default(fact, 0)", tree.at)
                return core.Constant(0)
            case _:
                self._fault(
                    "C003",
                    "a condition stands where a number is needed",
                    "use count(…) to count how many hold",
                    tree.at,
                )
                return core.Constant(0)

    def _value(self, name: Name, default: int) -> core.Amount:
        fact = self._fact(name)
        if fact is None:
            return core.Constant(0)
        if fact.domain.first_number is None:
            self._fault(
                "C003", f"“{name.name}” is not a number", "its values are " + ", ".join(fact.domain.values[:8]), name.at
            )
            return core.Constant(0)
        return core.Value(fact.slot, fact.domain.first_number, fact.domain.low, default)

    def _membership(self, tree: Membership) -> core.Condition:
        fact = self._fact(tree.fact)
        if fact is None:
            return core.Or(())
        texts = [(_text(v), v.at) for v in tree.values]
        indices = frozenset(i for text, at in texts if (i := self._index(fact, tree.fact.name, text, at)) is not None)
        if tree.negated:
            indices = frozenset(range(len(fact.domain.values))) - indices
        return core.Member(fact.slot, indices)

    def _comparison(self, tree: Comparison, known: frozenset[str]) -> core.Condition:
        left, right = tree.left, tree.right
        fact = self.facts.get(left.name) if isinstance(left, Name) else None
        if isinstance(left, Name) and isinstance(right, Name | Number):
            of_words = fact is not None and not fact.domain.is_number
            is_word = isinstance(right, Name) and right.name not in self.facts
            if tree.op in ("==", "!=") and (of_words or is_word):
                return self._membership(Membership(left, (right,), tree.op == "!=", tree.at))
            if fact and is_word:
                what = f"“{tree.op}” compares numbers, but “{_text(right)}” is a word"
                return self._fault("C002", what, "use == or in {…}", right.at)
        if fact and fact.domain.is_number and isinstance(right, Number):
            self._decided(tree.op, fact.domain, right)
        return core.Compare(tree.op, self.amount(left, known), self.amount(right, known))

    def _decided(self, op: str, domain: Domain, number: Number) -> None:
        """A comparison that gives the same whatever the fact is was not meant so."""
        low, high = domain.low, int(domain.values[-1])
        possible = {RELATION[op](value, number.value) for value in (low, high, min(max(number.value, low), high))}
        if len(possible) == 1 and low < high:
            always = "always holds" if True in possible else "can never hold"
            what = f"“{op} {number.text}” {always}: the number is {low} to {high}"
            self._fault("C004", what, "compare with a number between, or remove it", number.at)

    def _call(self, tree: Call, known: frozenset[str]) -> core.Condition:
        match tree:
            case Call(function="known", arguments=(Name() as name,)):
                fact = self._fact(name)
                if fact is None:
                    return core.Or(())
                if not fact.domain.has_unknown:
                    self._fault(
                        "C004",
                        f"“{name.name}” is never unknown",
                        "its values are " + ", ".join(fact.domain.values[:8]),
                        name.at,
                    )
                everything = range(len(fact.domain.values))
                return core.Member(fact.slot, frozenset(i for i in everything if fact.domain.values[i] != UNKNOWN))
            case Call(function="any", arguments=arguments):
                return core.Or(tuple(self.condition(a, known) for a in arguments))
            case Call(function="atleast", arguments=(Number(value=least), *rest)) if rest:
                if not 1 <= least <= len(rest):
                    always = "can never hold" if least > 0 else "always holds"
                    self._fault(
                        "C004", f"{least} of {len(rest)} {always}", f"write a number from 1 to {len(rest)}", tree.at
                    )
                return core.Compare(
                    ">=", core.Count(tuple(self.condition(a, known) for a in rest)), core.Constant(least)
                )
            case Call(function="count" | "default"):
                return self._fault("C003", f"{tree.function}(…) is a number", "compare it, as in “… >= 3”", tree.at)
            case _:
                usage = {"known": "known(fact)", "atleast": "atleast(2, a, b, c)"}[tree.function]
                return self._fault("C006", f"{tree.function}(…) is not written so", f"write {usage}", tree.at)

    def _bare(self, name: Name) -> core.Condition:
        fact = self._fact(name)
        if fact is None:
            return core.Or(())
        index = fact.domain.index("yes")
        if index is None:
            return self._fault(
                "C003",
                f"“{name.name}” is neither yes nor no",
                f"compare it, as in “{name.name} == {fact.domain.values[-1]}”",
                name.at,
            )
        return core.Member(fact.slot, frozenset((index,)))

    def _fact(self, name: Name) -> Fact | None:
        fact = self.facts.get(name.name)
        if fact is None:
            self._fault("N003", f"no fact is called “{name.name}”", nearest(name.name, self.facts), name.at)
        return fact

    def _index(self, fact: Fact, name: str, text: str, at: int) -> int | None:
        index = fact.domain.index(text)
        if index is None:
            self._fault("N004", f"“{name}” is never “{text}”", nearest(text, fact.domain.values), at)
        return index

    def _fault(self, code: str, message: str, hint: str, at: int) -> core.Condition:
        self.faults.append(Fault(code, message, hint, at))
        return core.Or(())


def _text(value: Name | Number) -> str:
    return value.name if isinstance(value, Name) else value.text


def _guards(tree: Expression) -> frozenset[str]:
    """Facts that are known wherever the tree holds."""
    match tree:
        case Call(function="known", arguments=(Name(name=name),)):
            return frozenset((name,))
        case Comparison(op="!=", left=Name(name=name), right=Name(name="unknown")):
            return frozenset((name,))
        case Junction(op="and", parts=parts) | Call(function="all", arguments=parts):
            return frozenset().union(*(_guards(p) for p in parts))
        case _:
            return frozenset()

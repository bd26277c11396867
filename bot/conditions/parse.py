"""Text of a condition → syntax tree, by precedence climbing: or < and < not < comparison < + - < *."""

from __future__ import annotations

import re
from collections.abc import Callable

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

TOKEN = re.compile(r"\s*(?:(?P<number>[0-9]+)|(?P<name>[A-Za-z_][A-Za-z0-9_]*)|(?P<sign>==|!=|<=|>=|[-<>+*(){},]))")
FUNCTIONS = ("all", "any", "atleast", "count", "default", "known")
RELATIONS = ("==", "!=", "<", "<=", ">", ">=")
RESERVED = frozenset((*FUNCTIONS, "and", "or", "not", "in"))
MAX_DEPTH = 40
MAX_LENGTH = 600
"""Characters; with the depth it bounds every walk over a tree."""


class SyntaxFault(Exception):
    """The text is not a condition. `at` is the offset of the first character that does not fit."""

    def __init__(self, message: str, at: int) -> None:
        super().__init__(message)
        self.message = message
        self.at = at


def parse(text: str) -> Expression:
    """Parse a whole condition or expression.

    Raises:
        SyntaxFault: with the offset where reading stopped. The loader turns it into a Problem.
    """
    if len(text) > MAX_LENGTH:
        raise SyntaxFault(f"{len(text)} characters are too long, {MAX_LENGTH} fit", MAX_LENGTH)
    parser = _Parser(text)
    tree = parser.disjunction()
    if parser.kind:
        raise SyntaxFault(f"“{parser.token}” is not expected here", parser.at)
    return tree


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.end = 0
        self.depth = 0
        self.advance()

    def advance(self) -> None:
        match = TOKEN.match(self.text, self.end)
        if match is None:
            rest = self.text[self.end :]
            self.at = self.end + len(rest) - len(rest.lstrip())
            if rest.strip():
                bad = self.text[self.at]
                hint = " (compare with ==)" if bad == "=" else ""
                raise SyntaxFault(f"“{bad}” has no meaning here{hint}", self.at)
            self.kind, self.token = "", ""
            return
        self.kind = match.lastgroup or ""
        self.token = match.group(self.kind)
        self.at = match.start(self.kind)
        self.end = match.end()

    def accept(self, token: str) -> bool:
        if self.token == token and self.kind:
            self.advance()
            return True
        return False

    def expect(self, token: str) -> None:
        if not self.accept(token):
            found = f"“{self.token}”" if self.kind else "the end"
            raise SyntaxFault(f"“{token}” is missing before {found}", self.at)

    def disjunction(self) -> Expression:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise SyntaxFault("the condition is nested too deeply", self.at)
        tree = self.junction("or", lambda: self.junction("and", self.negation))
        self.depth -= 1
        return tree

    def junction(self, word: str, part: Callable[[], Expression]) -> Expression:
        at = self.at
        parts = [part()]
        while self.accept(word):
            parts.append(part())
        return parts[0] if len(parts) == 1 else Junction(word, tuple(parts), at)

    def negation(self) -> Expression:
        at, turns = self.at, 0
        while self.accept("not"):
            turns += 1
        tree = self.comparison()
        return Negation(tree, at) if turns % 2 else tree

    def comparison(self) -> Expression:
        at = self.at
        left = self.sum()
        if self.token in RELATIONS:
            op = self.token
            self.advance()
            return Comparison(op, left, self.sum(), at)
        negated = False
        if self.token == "not":
            self.advance()
            negated = True
            if self.token != "in":
                raise SyntaxFault("“in” is missing after “not”", self.at)
        if self.accept("in"):
            if not isinstance(left, Name):
                raise SyntaxFault("only a fact can stand before “in”", at)
            return Membership(left, self.values(), negated, at)
        return left

    def values(self) -> tuple[Name | Number, ...]:
        self.expect("{")
        values = [self.word()]
        while self.accept(","):
            values.append(self.word())
        self.expect("}")
        return tuple(values)

    def word(self) -> Name | Number:
        tree = self.atom()
        if not isinstance(tree, Name | Number):
            raise SyntaxFault("only values can stand between { and }", tree.at)
        return tree

    def sum(self) -> Expression:
        at = self.at
        tree = self.product()
        while self.token in ("+", "-") and self.kind:
            op = self.token
            self.advance()
            tree = Arithmetic(op, tree, self.product(), at)
        return tree

    def product(self) -> Expression:
        at = self.at
        tree = self.atom()
        while self.accept("*"):
            tree = Arithmetic("*", tree, self.atom(), at)
        return tree

    def atom(self) -> Expression:
        at, token = self.at, self.token
        negative = self.accept("-")
        if self.kind == "number":
            digits = self.token
            self.advance()
            return Number(f"-{digits}" if negative else digits, at)
        if negative:
            raise SyntaxFault("a number is missing after “-”", self.at)
        if self.kind == "name":
            if token in RESERVED and token not in FUNCTIONS:
                raise SyntaxFault(f"“{token}” is not expected here", at)
            self.advance()
            if token in FUNCTIONS:
                return Call(token, self.arguments(), at)
            return Name(token, at)
        if self.accept("("):
            tree = self.disjunction()
            self.expect(")")
            return tree
        found = f"“{token}”" if token else "the end"
        raise SyntaxFault(f"a fact or number is missing before {found}", at)

    def arguments(self) -> tuple[Expression, ...]:
        self.expect("(")
        parts = [self.disjunction()]
        while self.accept(","):
            parts.append(self.disjunction())
        self.expect(")")
        return tuple(parts)

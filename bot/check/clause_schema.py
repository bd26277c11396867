"""What the list of clauses may say: dialogs/rules/clauses.yaml. Shapes only; `matrix` gives them meaning."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from bot.check.rule_schema import Row
from bot.dialog.schema import CHECK, FactName, Name, Shape, Text

Check = Annotated[str, StringConstraints(pattern=CHECK)]
"""The code of a problem, or a test."""


class Needs(Shape):
    """What content that met the clause would have: facts that a step sets, dialogs, actions that a step does."""

    facts: list[FactName] = []
    dialogs: list[Name] = []
    actions: list[Name] = []


class Clause(Shape):
    """One clause. says: in own words. checks: what holds it besides rules. waits: why nothing meets it yet."""

    says: Text
    checks: list[Check] = []
    waits: Text | None = None
    needs: Needs = Needs()


class ClausesFile(Shape):
    """All clauses by id."""

    clauses: Annotated[dict[Row, Clause], Field(min_length=1)]

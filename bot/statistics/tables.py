"""The tables: what stands in a cell, how often it is released, what it costs, and what its figures are worth.

A conversation adds one to one cell of each table of its mode. So the costs add up, and may be no more than
`CAP` (ε = 1.00) for a conversation: `bot.statistics.ledger` enforces it.

plus_minus is the half-width of a 95 % interval and floor the least figure that an empty cell reaches in at most 1 %,
both of the exact law of the two draws that every released figure carries; tests compute them anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from bot.engine.token import Mode
from bot.statistics.periods import Cadence

CAP = 100
"""Hundredths of ε that all tables of a mode together may cost a conversation."""


class Axis(Enum):
    """A dimension of a table; its closed list of values comes from the period's `Frame`.

    WEEKLY and MONTHLY are the groups of units by size; each group is in one of them, GROUPS has both. From CASE on they
    are those of practice; ASK, RECEIVE and NEXT the change in three own questions about confidence.
    """

    WEEKLY = "weekly"
    MONTHLY = "monthly"
    GROUPS = "groups"
    USE = "use"
    SUBJECT = "subject"
    VERSION = "version"
    FURTHEST = "furthest"
    SECTOR = "sector"
    DOOR = "door"
    LANGUAGE = "language"
    CHANNEL = "channel"
    CASE = "case"
    GATE = "gate"
    ASK = "ask"
    RECEIVE = "receive"
    NEXT = "next"


@dataclass(frozen=True, slots=True)
class Table:
    """hundredths: of ε. axes: in the order of the cells. plus_minus, floor: counts of conversations."""

    name: str
    mode: Mode
    cadence: Cadence
    hundredths: int
    axes: tuple[Axis, ...]
    plus_minus: int
    floor: int

    @property
    def key(self) -> str:
        """What tells it from all others: its name and how often it is released."""
        return f"{self.name}-{self.cadence.value}"

    def shown(self, value: int) -> int | None:
        """A released figure as it may be read: None below the floor. Sums are taken of the figures as they are."""
        return value if value >= self.floor else None


TABLES = (
    Table("use", Mode.LIVE, Cadence.WEEK, 40, (Axis.WEEKLY, Axis.USE), 10, 14),
    Table("use", Mode.LIVE, Cadence.MONTH, 40, (Axis.MONTHLY, Axis.USE), 10, 14),
    Table("subject", Mode.LIVE, Cadence.QUARTER, 20, (Axis.GROUPS, Axis.SUBJECT), 21, 27),
    Table("furthest", Mode.LIVE, Cadence.QUARTER, 15, (Axis.SUBJECT, Axis.VERSION, Axis.FURTHEST), 27, 36),
    Table("outcome", Mode.LIVE, Cadence.QUARTER, 15, (Axis.SECTOR, Axis.DOOR), 27, 36),
    Table("surroundings", Mode.LIVE, Cadence.QUARTER, 10, (Axis.LANGUAGE, Axis.CHANNEL), 41, 53),
    Table("rounds", Mode.PRACTICE, Cadence.QUARTER, 40, (Axis.GROUPS, Axis.CASE), 10, 14),
    Table("gates", Mode.PRACTICE, Cadence.QUARTER, 30, (Axis.GATE,), 14, 18),
    Table("ask", Mode.PRACTICE, Cadence.QUARTER, 10, (Axis.ASK,), 41, 53),
    Table("receive", Mode.PRACTICE, Cadence.QUARTER, 10, (Axis.RECEIVE,), 41, 53),
    Table("next", Mode.PRACTICE, Cadence.QUARTER, 10, (Axis.NEXT,), 41, 53),
)
RETIRED = (Table("practice", Mode.PRACTICE, Cadence.QUARTER, 40, (Axis.GROUPS, Axis.USE), 10, 14),)
"""Never opened any more; what was released of them can still be read."""
BY_KEY = {table.key: table for table in (*TABLES, *RETIRED)}

"""What all operations share, one call (who asks, and what), and what is answered."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from bot.accounts.api_tokens import ApiToken, ApiTokenStore
from bot.accounts.brakes import Allowance, Bucket
from bot.api.models import Query
from bot.directory.model import Directory, Unit
from bot.publish.report.document import Names
from bot.statistics.asked import Asked, Own
from bot.statistics.figures import Report
from bot.statistics.periods import SWEDEN
from bot.statistics.release import Figures
from bot.statistics.reports import Question
from bot.statistics.scope import Scope, rows_seen
from bot.statistics.shelf import Shelf

GUESSES, GUESSES_BACK = 300.0, 5.0
"""Tokens that do not work, at once and a second. None of 256 random bits is found; this bounds what a flood costs."""


class Reports(Protocol):
    """Answers from released tables. Every method may raise StorageError."""

    def answer(self, question: Question, asked: Asked) -> Report:
        """The answer to a question."""

    def names(self, language: str) -> Names:
        """Names of units and choices in a language of staff."""

    def renewed(self) -> Shelf:
        """The tables that are released by now."""

    def releases(self, after: int, most: int) -> list[tuple[Figures, str]]:
        """Released tables in the order of their release, each with its hash."""

    def rows(self) -> Mapping[int, str]:
        """Unit → the row under which it is counted."""

    def mark(self) -> str:
        """Another one as soon as any answer may be another."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What all operations share.

    directory: as it stands now. own: units' own monthly figures of the months of these days. is_away: whether an
    exception says that the database does not answer. fault: told of an exception that should not be. guesses: how many
    tokens that do not work may be tried. allowance: what one that works may cost.
    """

    tokens: ApiTokenStore
    reports: Reports
    directory: Callable[[], Directory]
    now: Callable[[], datetime]
    own: Callable[[date, date], tuple[Own, ...]] = lambda *_: ()
    is_away: Callable[[Exception], bool] = lambda _: False
    fault: Callable[[BaseException], None] = lambda _: None
    https: bool = False
    guesses: Bucket = field(default_factory=lambda: Bucket(GUESSES, GUESSES_BACK))
    allowance: Allowance = field(default_factory=Allowance)


@dataclass(frozen=True, slots=True)
class Call:
    """One request that may be answered. place: what stands in the path. language: of words."""

    desk: Desk
    token: ApiToken
    place: Mapping[str, str]
    query: Query
    language: str

    @property
    def today(self) -> date:
        """In Sweden, where periods begin and end."""
        return self.desk.now().astimezone(SWEDEN).date()

    @property
    def units(self) -> list[Unit]:
        """The units that the token may see, closed ones too, by number."""
        organisation = self.desk.directory().organisation
        every = organisation.units.values() if organisation else ()
        return sorted((unit for unit in every if self.token.sees(unit.id)), key=lambda unit: unit.id)

    @property
    def scope(self) -> Scope:
        """What the token may ask."""
        return Scope(self.token.sees_all, [unit.id for unit in self.units if not unit.closed])

    @property
    def rows(self) -> frozenset[str] | None:
        """Rows of units that the token may see, None for all."""
        if self.token.sees_all:
            return None
        return rows_seen((unit.id for unit in self.units), self.scope.units, self.desk.reports.rows())


@dataclass(frozen=True, slots=True)
class Answer:
    """What is answered: a body, or pieces of one that are made while they are sent. name: of the file, if it is one."""

    body: bytes | Iterator[bytes]
    name: str = ""

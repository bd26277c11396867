"""The reports of an installation: its released tables, its units and their names, brought to the questions.

One `Desk` serves many answers: what was parsed stays, since a released table never changes; only the list of names is
asked for anew. The chain's hashes are looked through by `fragestod audit`, not at every page.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from bot.conversation.edition import Edition
from bot.directory.roster import with_units
from bot.publish.report.document import Names, names_of
from bot.settings import Settings
from bot.statistics.asked import Asked, Own
from bot.statistics.figures import Report
from bot.statistics.frame import Size
from bot.statistics.reports import Question, answer
from bot.statistics.shelf import Shelf
from bot.storage import counts
from bot.storage.database import Database, open_database
from bot.storage.migrations import migrate
from bot.storage.units import Units

COLUMNS = ("unit", "month", "visits", "asked", "reports", "referrals")


class OwnError(Exception):
    """A file of own figures cannot be understood; says the line and what it should be."""


@dataclass
class Desk:
    """Where questions are brought. Impure: asks the database. edition: as it stands now, with all units."""

    database: Database
    edition: Callable[[], Edition]
    shelf: Shelf

    @property
    def sizes(self) -> tuple[Size, ...]:
        """The units as counting knows them; closed ones are counted no more and stand in no list."""
        organisation = self.edition().directory.organisation
        units = organisation.units.values() if organisation else ()
        return tuple(Size(unit.id, unit.sector, unit.staff) for unit in units if not unit.closed)

    def answer(self, question: Question, asked: Asked) -> Report:
        """The answer from what is released by now.

        Raises:
            StorageError: the database does not answer.
        """
        return answer(question, self.renewed(), self.sizes, asked)

    def renewed(self) -> Shelf:
        """The tables that are released by now.

        Raises:
            StorageError: the database does not answer.
        """
        self.shelf.renewed(counts.names(self.database))
        return self.shelf

    def names(self, language: str) -> Names:
        """Names of units and choices in a language of staff."""
        return names_of(self.edition(), language)


def new_desk(database: Database, edition: Callable[[], Edition]) -> Desk:
    """A desk on a database that is open already."""
    return Desk(database, edition, Shelf((), lambda names: counts.named(database, names)))


def open_desk(settings: Settings, edition: Edition) -> Desk:
    """The desk of an installation, with the units that coordinators made among those of its file. Impure.

    Raises:
        StorageError: the database cannot be opened.
    """
    database = open_database(settings.database)
    migrate(database, datetime.now(UTC).date())
    made = Units(database, lambda: 0).units()  # reads only, so that the clock is never asked
    directory = edition.directory
    edition.directory = replace(directory, organisation=with_units(directory.organisation, made))
    return new_desk(database, lambda: edition)


def read_own(file: Path) -> tuple[Own, ...]:
    """A unit's own monthly figures: semicolons, one line for each unit and month (YYYY-MM), an empty field for none.

    Raises:
        OwnError: a line cannot be understood.
    """
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.reader(lines, delimiter=";"))
    if not rows or tuple(rows[0]) != COLUMNS:
        raise OwnError(f"{file}:1: the first line must be {';'.join(COLUMNS)}")
    found = []
    for number, row in enumerate(rows[1:], 2):
        try:
            unit, month, *given = row
            found.append(Own(int(unit), _middle(month), *(int(value) if value else None for value in given)))
        except (ValueError, TypeError):
            example = "1;2026-09;800;90;4;"
            raise OwnError(f"{file}:{number}: write for instance {example} with whole numbers") from None
    return tuple(found)


def _middle(month: str) -> date:
    """A day in the month of whole weeks that a calendar month mostly is."""
    return date.fromisoformat(f"{month}-15")

"""The reports of an installation: its released tables, its units and their names, brought to the questions.

One `Desk` serves many answers: what was parsed stays, since a released table never changes; only the list of names is
asked for anew. The chain's hashes are looked through by `fragestod audit`, not at every page.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bot import __version__
from bot.conversation.edition import Edition
from bot.directory.roster import with_units
from bot.draw.reach import Guide, guides
from bot.problem import nearest
from bot.publish.report.document import Names, names_of
from bot.settings import Settings
from bot.statistics.asked import Asked, Own, Reader
from bot.statistics.figures import Report
from bot.statistics.frame import Size, group_units
from bot.statistics.own import COLUMNS, EXAMPLE, MOST, Fault, read_table
from bot.statistics.periods import parse_period
from bot.statistics.release import Figures
from bot.statistics.reports import Question, answer
from bot.statistics.shelf import Shelf
from bot.statistics.tables import BY_KEY
from bot.storage import counts
from bot.storage.database import Database, open_database
from bot.storage.migrations import migrate
from bot.storage.own import OwnFigures
from bot.storage.units import Units

FAULTS = {
    "head": f"the first line must name the columns {';'.join(COLUMNS)}, found “{{found}}”",
    "fields": f"write {len(COLUMNS)} fields, found {{found}}; for instance {EXAMPLE}",
    "unit": "there is no unit “{found}”; {known}",
    "month": "write the month as YYYY-MM, for instance 2026-09; found “{found}”",
    "future": "that month has not begun; take the line out",
    "number": f"write a whole number from 0 to {MOST}, or nothing; found “{{found}}”",
    "above": "more were asked ({found}) than there were visits; see that no two columns have changed places",
    "twice": "unit and month {found} stand in an earlier line too; keep one of them",
}
"""What is wrong with a file of own figures, and what to do."""


class OwnError(Exception):
    """A file of own figures cannot be understood; says every line, its column and what it should be."""


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

    def reader(self, asked: Asked) -> Reader:
        """What finds single figures in the tables that are released by now.

        Raises:
            StorageError: the database does not answer.
        """
        return Reader(self.renewed(), self.sizes, asked)

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

    def simulated(self, language: str) -> str:
        """The sentence that says that the data are made up, "" for real ones. Made-up figures begin in an empty folder,
        so the first released table tells.

        Raises:
            StorageError: the database does not answer.
        """
        made_up = any(figures.simulated for figures, _ in self.releases(0, 1))
        return self.names(language).words["simulated"] if made_up else ""

    def guides(self, subject: str, language: str) -> tuple[Guide, ...]:
        """The guides that a choice of the first page opens today, titled in a language of staff; () for none."""
        say = self.edition().catalogues.get
        found = guides(self.edition().program, subject)
        return tuple(replace(guide, title=say(language, "dialog", guide.title)[0]) for guide in found)

    def rows(self) -> Mapping[int, str]:
        """Unit → the row under which it is counted; units that have a row of their own, or share one."""
        return {unit: group.key for group in group_units(self.sizes) for unit in group.units}

    def releases(self, after: int, most: int) -> list[tuple[Figures, str]]:
        """Released tables in the order of their release, each with the hash of its document. after: how many to pass.

        Raises:
            StorageError: the database does not answer.
        """
        names = counts.names(self.database)[after : after + most]
        self.shelf.renewed({*self.shelf.names, *names})
        found: list[tuple[Figures, str]] = []
        for key, period in (name.split(" ", 1) for name in names):
            found += self.shelf.take(BY_KEY[key], [parse_period(period)]).values()
        return found

    def mark(self) -> str:
        """Another one as soon as any answer may be another: after a release, with other content, names, units, figures
        of units' own.

        Raises:
            StorageError: the database does not answer.
        """
        edition = self.edition()
        organisation = edition.directory.organisation
        units = organisation.units.values() if organisation else ()
        told = [(unit.id, unit.name, unit.sector, unit.municipality, unit.staff, unit.closed) for unit in units]
        own = OwnFigures(self.database, lambda: 0).last_version()  # reads only, so that the clock is never asked
        whole = (__version__, counts.last_hash(self.database), own, edition.release.id, told)
        return hashlib.sha256(repr(whole).encode()).hexdigest()


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


def read_own(file: Path, units: Collection[int], today: date) -> tuple[Own, ...]:
    """Units' own monthly figures from a file.

    Raises:
        OwnError: something in it cannot be so; names every line, column and remedy.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise OwnError(f"{file}: is not UTF-8; save it as “CSV UTF-8”") from None
    figures, faults = read_table(text, units, today)
    if faults:
        raise OwnError("\n".join(_told(file, fault, units) for fault in faults))
    return figures


def _told(file: Path, fault: Fault, units: Collection[int]) -> str:
    """A fault with its place and what to do."""
    known = nearest(fault.found, map(str, units)) if fault.key == "unit" else ""
    where = f"{file}:{fault.line}" + (f":{fault.column}" if fault.column else "")
    return f"{where}: " + FAULTS[fault.key].format(found=fault.found, known=known)


def kept_own(database: Database, first: date, last: date) -> tuple[Own, ...]:
    """What units have given of the months that these days and their periods touch."""
    return OwnFigures(database, lambda: 0).figures(first - timedelta(days=31), last + timedelta(days=31))

"""Rounds of self-assessments: what was asked, what an organisation and its units answered, and their plans.

Entries are never written over while a round is open: each change has a revision, so that of two who save at once the
second is shown both values and nothing is lost. When it is closed, only the newest of each is kept. Of a group only
counts are here. A value is a few names and numbers (`bot.assess.kept`), never words. No account stands beside an
answer; the log of acts says who began, linked and closed a round, and no answer.
"""

import hashlib
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Engine,
    Integer,
    MetaData,
    Row,
    String,
    Table,
    Text,
    delete,
    func,
    insert,
    select,
    update,
)

from bot.accounts.model import Act
from bot.assess.answers import Beside
from bot.assess.group import ENOUGH, Ballot
from bot.assess.kept import VALUE, Entries, Head, Kept, Part, Saved, thaw
from bot.assess.store import Link
from bot.dialog.assessment_schema import TOP, Key
from bot.dialog.schema import Sector
from bot.storage import acts
from bot.storage.database import asking, changing

_metadata = MetaData()
# id: SHA-256 of what it holds, so that rounds which ask the same share it.
_form = Table(
    "assess_form", _metadata, Column("id", String(64), primary_key=True), Column("content", Text, nullable=False)
)
# unit: 0 for the whole organisation. begun, ended: YYYY-MM in Sweden's calendar or a day off, ended NULL while open.
_round = Table(
    "assess_round",
    _metadata,
    Column("id", Integer, primary_key=True),
    Column("unit", Integer, nullable=False),
    Column("sector", String(10), nullable=False),
    Column("version", Integer, nullable=False),
    Column("form", String(64), nullable=False),
    Column("begun", String(7), nullable=False),
    Column("ended", String(7)),
    Column("revision", Integer, nullable=False),
    Column("raters", Integer, nullable=False),
    Column("gathered", Boolean, nullable=False),
    Column("link", String(16), nullable=False),
    Column("group_link", String(16), nullable=False),
)
# One value of a part (answer, plan, tool), by the name of a statement or an area.
_entry = Table(
    "assess_entry",
    _metadata,
    Column("round", Integer, primary_key=True, autoincrement=False),
    Column("part", String(10), primary_key=True),
    Column("name", String(4), primary_key=True),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("value", String(100), nullable=False),
)
# How many members of a group chose what. said: a level, unknown or not-ours.
_count = Table(
    "assess_count",
    _metadata,
    Column("round", Integer, primary_key=True, autoincrement=False),
    Column("statement", String(4), primary_key=True),
    Column("said", String(10), primary_key=True),
    Column("number", Integer, nullable=False),
)
PARTS: tuple[Part, ...] = ("answer", "plan", "tool")
ENDS_WITH_ROUND: tuple[Part, ...] = ("answer", "tool")
"""Parts that cannot be changed when the round is closed; a plan is what is done after."""
LINKS: Mapping[Link, str] = {"manager": "link", "group": "group_link"}


def create_tables(connection: Connection) -> None:
    """Migration of this room."""
    _metadata.create_all(connection)


class Assessments:
    """The tables of one installation; see `bot.assess.store.RoundStore`. Impure. now: seconds since 1970.

    Every method raises StorageError when the database does not answer.
    """

    def __init__(self, engine: Engine, now: Callable[[], int]) -> None:
        self._engine, self._now = engine, now

    def heads(self) -> tuple[Head, ...]:
        """All rounds, the oldest first."""
        with asking(self._engine) as connection:
            return tuple(_head(row) for row in connection.execute(select(_round).order_by(_round.c.id)))

    def round(self, number: int) -> Kept | None:
        """One round; None when there is none such."""
        with asking(self._engine) as connection:
            row = connection.execute(select(_round).where(_round.c.id == number)).first()
            if row is None:
                return None
            form = connection.scalar(select(_form.c.content).where(_form.c.id == row.form))
            entries: dict[Part, Entries] = {part: _newest(_history(connection, number, part)) for part in PARTS}
            ballots = _ballots(connection, number) if row.gathered else {}
            return Kept(_head(row), thaw(str(form)), entries, ballots)

    def begin(self, unit: int, sector: Sector, version: int, form: str, by: str) -> int:
        """The number of the open round of a unit and sector, which is made when there is none."""
        known = hashlib.sha256(form.encode()).hexdigest()
        with changing(self._engine) as connection:
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql("LOCK TABLE assess_round IN EXCLUSIVE MODE")
            same = _round.c.unit == unit, _round.c.sector == sector, _round.c.ended.is_(None)
            found = connection.scalar(select(_round.c.id).where(*same))
            if found is not None:
                return int(found)
            if connection.scalar(select(_form.c.id).where(_form.c.id == known)) is None:
                connection.execute(insert(_form).values(id=known, content=form))
            number = (connection.scalar(select(func.max(_round.c.id))) or 0) + 1
            row = {"id": number, "unit": unit, "sector": sector, "version": version, "form": known}
            free = {"revision": 0, "raters": 0, "gathered": False, "link": "", "group_link": ""}
            connection.execute(insert(_round).values(**row, **free, begun=self._month(), ended=None))
            acts.note(connection, self._now(), by, Act.ROUND_BEGUN, _about(number, unit))
        return number

    def save(self, number: int, part: Part, wanted: Entries, seen: int) -> Saved | None:
        """Keep what differs from what the writer saw; what somebody else has changed since is told and left alone."""
        assert all(VALUE.fullmatch(value) for value in wanted.values())
        with changing(self._engine) as connection:
            row = _locked(connection, number)
            if row is None or (row.ended and part in ENDS_WITH_ROUND):
                return None
            history = _history(connection, number, part)
            now, base = _newest(history), _newest(history, seen)
            touched = {
                name: value for name, value in wanted.items() if value not in (now.get(name, ""), base.get(name, ""))
            }
            clashes = {name: now[name] for name in touched if now.get(name, "") != base.get(name, "")}
            changed = {name: value for name, value in touched.items() if name not in clashes}
            if not changed:
                return Saved(row.revision, clashes)
            revision = row.revision + 1
            shared = {"round": number, "part": part, "revision": revision}
            connection.execute(insert(_entry), [{**shared, "name": n, "value": v} for n, v in changed.items()])
            connection.execute(update(_round).where(_round.c.id == number).values(revision=revision))
        return Saved(revision, clashes)

    def count(self, number: int, answers: Mapping[Key, int | Beside]) -> bool:
        """Add what one member of the group chose to the counts; False when members answer no more."""
        with changing(self._engine) as connection:
            row = _locked(connection, number)
            if row is None or row.ended or row.gathered:
                return False
            for key, said in answers.items():
                text = said.value if isinstance(said, Beside) else str(said)
                cell = _count.c.round == number, _count.c.statement == key, _count.c.said == text
                if not connection.execute(update(_count).where(*cell).values(number=_count.c.number + 1)).rowcount:
                    connection.execute(insert(_count).values(round=number, statement=key, said=text, number=1))
            connection.execute(update(_round).where(_round.c.id == number).values(raters=row.raters + 1))
        return True

    def gather(self, number: int, by: str) -> bool:
        """Members answer no more. Counts of too few to show are forgotten."""
        with changing(self._engine) as connection:
            row = _locked(connection, number)
            if row is None or row.ended or row.gathered:
                return False
            _end_group(connection, row)
            acts.note(connection, self._now(), by, Act.ROUND_GATHERED, _about(number, row.unit))
        return True

    def link(self, number: int, kind: Link, known: str, by: str) -> bool:
        """What a link is known by from now on; earlier ones are dead. "" ends it. False when the round is closed."""
        with changing(self._engine) as connection:
            row = _locked(connection, number)
            if row is None or row.ended or (kind == "group" and row.gathered):
                return False
            connection.execute(update(_round).where(_round.c.id == number).values(**{LINKS[kind]: known}))
            act = Act.ROUND_LINKED if known else Act.ROUND_UNLINKED
            acts.note(connection, self._now(), by, act, _about(number, row.unit))
        return True

    def close(self, number: int, by: str) -> bool:
        """Nothing is answered any more, its links are dead, and of each answer only the newest is kept."""
        with changing(self._engine) as connection:
            row = _locked(connection, number)
            if row is None or row.ended:
                return False
            _end_group(connection, row)
            for part in ENDS_WITH_ROUND:
                for name, (newest, _) in _last(_history(connection, number, part)).items():
                    older = _entry.c.round == number, _entry.c.part == part, _entry.c.name == name
                    connection.execute(delete(_entry).where(*older, _entry.c.revision < newest))
            connection.execute(update(_round).where(_round.c.id == number).values(ended=self._month(), link=""))
            acts.note(connection, self._now(), by, Act.ROUND_CLOSED, _about(number, row.unit))
        return True

    def drop(self, number: int, by: str) -> bool:
        """Forget an open round in which nothing was ever answered."""
        with changing(self._engine) as connection:
            row = _locked(connection, number)
            if row is None or row.ended or row.revision or row.raters:
                return False
            connection.execute(delete(_round).where(_round.c.id == number))
            acts.note(connection, self._now(), by, Act.ROUND_DROPPED, _about(number, row.unit))
        return True

    def _month(self) -> str:
        return datetime.fromtimestamp(self._now(), UTC).strftime("%Y-%m")


def _about(number: int, unit: int) -> str:
    return f"round {number}, unit {unit}" if unit else f"round {number}"


def _locked(connection: Connection, number: int) -> Row[Any] | None:
    """The round's row; of two who change it at one moment the second waits."""
    return connection.execute(select(_round).where(_round.c.id == number).with_for_update()).first()


def _end_group(connection: Connection, row: Row[Any]) -> None:
    """Nobody answers apart any more. Below five at a statement the counts would tell who answered what, so they go."""
    connection.execute(update(_round).where(_round.c.id == row.id).values(gathered=row.raters > 0, group_link=""))
    wanted = select(_count.c.statement).where(_count.c.round == row.id).group_by(_count.c.statement)
    few = list(connection.scalars(wanted.having(func.sum(_count.c.number) < ENOUGH)))
    connection.execute(delete(_count).where(_count.c.round == row.id, _count.c.statement.in_(few)))


def _head(row: Row[Any]) -> Head:
    return Head(
        row.id,
        row.unit,
        row.sector,
        row.version,
        row.begun,
        row.ended or "",
        row.revision,
        row.raters,
        row.gathered,
        row.link,
        row.group_link,
    )


def _history(connection: Connection, number: int, part: Part) -> list[tuple[int, str, str]]:
    """(revision, name, value) of a part, the oldest first."""
    wanted = select(_entry.c.revision, _entry.c.name, _entry.c.value)
    of_part = wanted.where(_entry.c.round == number, _entry.c.part == part)
    return [(row.revision, row.name, row.value) for row in connection.execute(of_part.order_by(_entry.c.revision))]


def _last(history: list[tuple[int, str, str]], seen: int | None = None) -> dict[str, tuple[int, str]]:
    return {name: (revision, value) for revision, name, value in history if seen is None or revision <= seen}


def _newest(history: list[tuple[int, str, str]], seen: int | None = None) -> dict[str, str]:
    """Values by name, as they stood at a revision, or now."""
    return {name: value for name, (_, value) in _last(history, seen).items()}


def _ballots(connection: Connection, number: int) -> dict[Key, Ballot]:
    """The counts of a group, by statement."""
    found: dict[Key, dict[str, int]] = {}
    for row in connection.execute(select(_count).where(_count.c.round == number)):
        found.setdefault(row.statement, {})[row.said] = row.number
    return {
        key: Ballot(
            tuple(counts.get(str(level), 0) for level in range(TOP + 1)),
            counts.get(Beside.UNKNOWN.value, 0),
            counts.get(Beside.NOT_OURS.value, 0),
        )
        for key, counts in found.items()
    }

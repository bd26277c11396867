"""Cycles of follow-up: what was asked, changed and settled beforehand, and what was learned (`bot.assess.cycle`)."""

from collections.abc import Callable
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    Integer,
    MetaData,
    Row,
    String,
    Table,
    delete,
    func,
    insert,
    select,
    update,
)

from bot.accounts.model import Act
from bot.assess.cycle import Cycle
from bot.storage import acts
from bot.storage.database import asking, changing

_metadata = MetaData()
_table = Table(
    "follow_cycle",
    _metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("unit", Integer, nullable=False),
    Column("counts", String(20), nullable=False),
    Column("question", String(60), nullable=False),
    Column("change", String(60), nullable=False),
    Column("changed", String(12), nullable=False),
    Column("periods", Integer, nullable=False),
    Column("more", Integer, nullable=False),
    Column("begun", String(10), nullable=False),
    Column("ended", String(10), nullable=False),
    Column("lesson", String(60), nullable=False),
    Column("next", String(60), nullable=False),
)
_NAMES = [field.name for field in fields(Cycle)]


def create_tables(connection: Connection) -> None:
    """Migration of this room."""
    _metadata.create_all(connection)


class CycleTable:
    """The table of one installation; see `bot.assess.cycle.CycleStore`. Impure. now: seconds since 1970.

    Every method raises StorageError when the database does not answer.
    """

    def __init__(self, engine: Engine, now: Callable[[], int]) -> None:
        self._engine, self._now = engine, now

    def cycles(self) -> tuple[Cycle, ...]:
        """All, the oldest first."""
        with asking(self._engine) as connection:
            return tuple(_cycle(row) for row in connection.execute(select(_table).order_by(_table.c.id)))

    def begin(self, cycle: Cycle, by: str) -> int:
        """Keep a new one; one like it that runs already is given instead, so that a form sent twice counts once."""
        like = {name: getattr(cycle, name) for name in ("unit", "counts", "change", "changed")}
        with changing(self._engine) as connection:
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql("LOCK TABLE follow_cycle IN EXCLUSIVE MODE")
            runs = select(_table.c.id).filter_by(ended="", **like)
            if (found := connection.scalar(runs)) is not None:
                return int(found)
            number = int(connection.scalar(select(func.max(_table.c.id))) or 0) + 1
            row = {name: getattr(cycle, name) for name in _NAMES}
            connection.execute(insert(_table).values(**{**row, "id": number, "begun": self._day(), "ended": ""}))
            acts.note(connection, self._now(), by, Act.CYCLE_BEGUN, _about(number, cycle.unit))
        return number

    def end(self, number: int, lesson: str, following: str, by: str) -> bool:
        """What was learned; False when it has ended already."""
        told = {"ended": self._day(), "lesson": lesson, "next": following}
        return self._change(number, by, Act.CYCLE_ENDED, lambda: update(_table).values(**told))

    def drop(self, number: int, by: str) -> bool:
        """Forget one that runs; False when there is none such."""
        return self._change(number, by, Act.CYCLE_DROPPED, lambda: delete(_table))

    def _change(self, number: int, by: str, act: Act, statement: Callable[[], Any]) -> bool:
        runs = _table.c.id == number, _table.c.ended == ""
        with changing(self._engine) as connection:
            unit = connection.scalar(select(_table.c.unit).where(*runs))
            if unit is None or not connection.execute(statement().where(*runs)).rowcount:
                return False
            acts.note(connection, self._now(), by, act, _about(number, unit))
        return True

    def _day(self) -> str:
        return datetime.fromtimestamp(self._now(), UTC).date().isoformat()


def _about(number: int, unit: int) -> str:
    return f"cycle {number}, unit {unit}" if unit else f"cycle {number}"


def _cycle(row: Row[Any]) -> Cycle:
    return Cycle(*(getattr(row, name) for name in _NAMES))

"""Units that coordinators make on their pages. Rows are never deleted: a number stands in links and is used once.

Sector, provider, municipality, kind and manner of asking never change: a conversation that has begun at the unit is
folded with them. Who moves or changes kind gets a new unit.
"""

from collections.abc import Callable, Collection
from datetime import UTC, datetime

from sqlalchemy import Column, Connection, Engine, Integer, MetaData, String, Table, func, insert, select, update

from bot.accounts.model import Act
from bot.directory.model import Unit
from bot.storage import acts
from bot.storage.database import asking, changing

FIRST, LAST = 1001, 65535
"""Numbers of units that are made here; smaller ones are left to organisation.yaml."""

_metadata = MetaData()
# staff, talks (expected a week): 0 when nobody has said. closed: ISO day, UTC, NULL while it is open.
_table = Table(
    "unit",
    _metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("name", String(80), nullable=False),
    Column("sector", String(10), nullable=False),
    Column("provider", String(10), nullable=False),
    Column("asks", String(10), nullable=False),
    Column("municipality", String(4), nullable=False),
    Column("kind", String(30), nullable=False),
    Column("staff", Integer, nullable=False),
    Column("talks", Integer, nullable=False),
    Column("closed", String(10)),
)


def create_tables(connection: Connection) -> None:
    """Migration 0005."""
    _metadata.create_all(connection)


class Units:
    """The table of one installation. Impure: every method is one transaction. now: seconds since 1970.

    Every method raises StorageError when the database does not answer.
    """

    def __init__(self, engine: Engine, now: Callable[[], int]) -> None:
        self._engine, self._now = engine, now

    def units(self) -> tuple[Unit, ...]:
        """All that were ever made, by number."""
        with asking(self._engine) as connection:
            rows = connection.execute(select(_table).order_by(_table.c.id)).all()
        return tuple(
            Unit(
                row.id,
                row.name,
                row.sector,
                row.provider,
                row.asks,
                row.municipality,
                kind=row.kind,
                staff=row.staff or None,
                talks=row.talks or None,
                closed=row.closed is not None,
                made_here=True,
            )
            for row in rows
        )

    def make(self, unit: Unit, taken: Collection[int], by: str) -> int | None:
        """Keep a new unit and give it a number, None when there is none left. taken: numbers of other units."""
        with changing(self._engine) as connection:
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql("LOCK TABLE unit IN EXCLUSIVE MODE")
            last = max(FIRST - 1, connection.scalar(select(func.max(_table.c.id))) or 0)
            number = next((free for free in range(last + 1, LAST + 1) if free not in taken), None)
            if number is None:
                return None
            connection.execute(insert(_table).values(id=number, closed=None, **_fixed(unit), **_free(unit)))
            acts.note(connection, self._now(), by, Act.UNIT_MADE, f"unit {number}")
        return number

    def change(self, unit: Unit, by: str) -> bool:
        """Give a unit another name, staff or expected talks; False when it is not open here."""
        return self._update(unit.id, _free(unit), Act.UNIT_CHANGED, by)

    def close(self, number: int, by: str) -> bool:
        """Close a unit: nobody can choose it any more, and talks that have begun go on; False when it is not open."""
        day = datetime.fromtimestamp(self._now(), UTC).date().isoformat()
        return self._update(number, {"closed": day}, Act.UNIT_CLOSED, by)

    def _update(self, number: int, values: dict[str, object], act: Act, by: str) -> bool:
        with changing(self._engine) as connection:
            is_open = _table.c.id == number, _table.c.closed.is_(None)
            if not connection.execute(update(_table).where(*is_open).values(**values)).rowcount:
                return False
            acts.note(connection, self._now(), by, act, f"unit {number}")
        return True


def _free(unit: Unit) -> dict[str, object]:
    return {"name": unit.name, "staff": unit.staff or 0, "talks": unit.talks or 0}


def _fixed(unit: Unit) -> dict[str, object]:
    return {
        "sector": unit.sector,
        "provider": unit.provider,
        "asks": unit.asks,
        "municipality": unit.municipality,
        "kind": unit.kind,
    }

"""Units' own monthly figures: visits, asked, reports to social services, consented referrals. Whole numbers alone.

Nothing is written over: what is changed together is kept under a version of its own and the newest holds, so that the
last change can be taken back, and the taking back too. The log of acts says who and which unit, and no number.
"""

from collections.abc import Callable, Collection, Iterable
from datetime import date

from sqlalchemy import Column, Connection, Engine, Integer, MetaData, String, Table, func, insert, select

from bot.accounts.model import Act
from bot.statistics.asked import Own
from bot.statistics.own import MEASURES
from bot.storage import acts
from bot.storage.database import asking, changing

_metadata = MetaData()
# month: YYYY-MM, of the calendar. version: grows with every change, over all units. A figure that is not given is NULL.
_table = Table(
    "own_figure",
    _metadata,
    Column("unit", Integer, primary_key=True, autoincrement=False),
    Column("month", String(7), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    *(Column(name, Integer) for name in MEASURES),
)
Key = tuple[int, str]


def create_tables(connection: Connection) -> None:
    """Migration of this room."""
    _metadata.create_all(connection)


class OwnFigures:
    """The table of one installation. Impure: every method is one transaction. now: seconds since 1970.

    Every method raises StorageError when the database does not answer.
    """

    def __init__(self, engine: Engine, now: Callable[[], int]) -> None:
        self._engine, self._now = engine, now

    def figures(self, first: date, last: date) -> tuple[Own, ...]:
        """What holds now of all units, for the months of these days, by unit and month."""
        within = _table.c.month.between(f"{first:%Y-%m}", f"{last:%Y-%m}")
        with asking(self._engine) as connection:
            found = _newest(connection, within)
        return tuple(
            own for _, own in sorted(found.items()) if any(getattr(own, name) is not None for name in MEASURES)
        )

    def version(self, unit: int) -> int:
        """The version of a unit's last change, 0 when there was none."""
        with asking(self._engine) as connection:
            return _version(connection, (unit,))

    def last_version(self) -> int:
        """The version of the last change of any unit, 0 when there was none."""
        with asking(self._engine) as connection:
            return connection.scalar(select(func.max(_table.c.version))) or 0

    def save(self, figures: Iterable[Own], by: str, seen: int | None = None) -> int | None:
        """Keep what differs from what holds, and give its version; 0 when nothing differs.

        seen: of one unit, the version that the writer saw: None is given back, and nothing kept, when another has been
        made since.
        """
        wanted = {(own.unit, f"{own.day:%Y-%m}"): own for own in figures}
        with changing(self._engine) as connection:
            _lock(connection)
            if seen is not None and _version(connection, {unit for unit, _ in wanted}) != seen:
                return None
            held = _newest(connection, _table.c.unit.in_({unit for unit, _ in wanted}))
            return self._add(connection, {key: own for key, own in wanted.items() if own != _held(held, key)}, by)

    def undo(self, version: int, by: str) -> bool:
        """Take a change back, for all units that it touched; False when one of them has been changed since."""
        with changing(self._engine) as connection:
            _lock(connection)
            touched = connection.execute(select(_table.c.unit, _table.c.month).where(_table.c.version == version)).all()
            units = {row.unit for row in touched}
            if not units or any(_version(connection, (unit,)) != version for unit in units):
                return False
            before = _newest(connection, _table.c.unit.in_(units) & (_table.c.version < version))
            self._add(connection, {(row.unit, row.month): _held(before, (row.unit, row.month)) for row in touched}, by)
        return True

    def touched(self, version: int) -> frozenset[int]:
        """The units that a change touched."""
        with asking(self._engine) as connection:
            return frozenset(connection.scalars(select(_table.c.unit).where(_table.c.version == version)))

    def _add(self, connection: Connection, changed: dict[Key, Own], by: str) -> int:
        if not changed:
            return 0
        version = (connection.scalar(select(func.max(_table.c.version))) or 0) + 1
        rows = [
            {"unit": unit, "month": month, "version": version, **{name: getattr(own, name) for name in MEASURES}}
            for (unit, month), own in changed.items()
        ]
        connection.execute(insert(_table), rows)
        units = sorted({unit for unit, _ in changed})
        about = f"unit {units[0]}" if len(units) == 1 else f"{len(units)} units"
        acts.note(connection, self._now(), by, Act.OWN_FIGURES, about)
        return version


def _lock(connection: Connection) -> None:
    """Of two who write at one moment the second waits; SQLite does so by itself."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("LOCK TABLE own_figure IN EXCLUSIVE MODE")


def _version(connection: Connection, units: Collection[int]) -> int:
    return connection.scalar(select(func.max(_table.c.version)).where(_table.c.unit.in_(units))) or 0


def _newest(connection: Connection, which: object) -> dict[Key, Own]:
    rows = connection.execute(select(_table).where(which).order_by(_table.c.version)).all()  # type: ignore[arg-type]
    return {
        (row.unit, row.month): _own(row.unit, row.month, *(getattr(row, name) for name in MEASURES)) for row in rows
    }


def _held(found: dict[Key, Own], key: Key) -> Own:
    """What holds for a month; no figures where nobody has given any."""
    return found.get(key) or _own(*key)


def _own(unit: int, month: str, *values: int | None) -> Own:
    return Own(unit, date.fromisoformat(f"{month}-15"), *values)

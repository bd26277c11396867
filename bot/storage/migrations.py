"""The database's shape, as named steps that are each applied once, in order.

A step is never changed after a release of the program; a new need is a new step at the end. All pending
steps are applied in one transaction under a lock, so that processes which start together agree and a
failed step leaves nothing behind.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Column, Connection, Engine, MetaData, String, Table, inspect, select, text

from bot.storage import StorageError, accounts, api_tokens, assessments, counts, cycles, letters, own, releases, units
from bot.storage.database import IN_MEMORY, asking, changing, open_database

# Any number will do, as long as no other program in the same PostgreSQL uses it ("fragesto" in ASCII).
LOCK = 0x667261676573746F


@dataclass(frozen=True, slots=True)
class Migration:
    """One step: its name (four digits and words) and what it does to an open transaction."""

    name: str
    apply: Callable[[Connection], None]


@dataclass(frozen=True, slots=True)
class State:
    """Names of steps, in order. `unknown` = applied by a newer program; then this one must not write."""

    applied: tuple[str, ...]
    pending: tuple[str, ...]
    unknown: tuple[str, ...]


MIGRATIONS: tuple[Migration, ...] = (
    Migration("0001-releases", releases.create_tables),
    Migration("0002-live", releases.create_live),
    Migration("0003-counts", counts.create_tables),
    Migration("0004-accounts", accounts.create_tables),
    Migration("0005-units", units.create_tables),
    Migration("0006-api-tokens", api_tokens.create_tables),
    Migration("0007-own-figures", own.create_tables),
    Migration("0008-letters", letters.create_tables),
    Migration("0009-inviters", accounts.name_inviters),
    Migration("0010-assessments", assessments.create_tables),
    Migration("0011-cycles", cycles.create_tables),
)

_metadata = MetaData()
# One row per applied step; day = ISO date, UTC.
_table = Table(
    "migration",
    _metadata,
    Column("name", String(60), primary_key=True),
    Column("day", String(10), nullable=False),
)


def state(engine: Engine, migrations: tuple[Migration, ...] = MIGRATIONS) -> State:
    """What has been applied and what is pending. Reads only; a database without tables is all pending.

    Raises:
        StorageError: the database does not answer.
    """
    with asking(engine) as connection:
        return _state(connection, migrations)


def migrate(engine: Engine, today: date, migrations: tuple[Migration, ...] = MIGRATIONS) -> tuple[str, ...]:
    """Apply all pending steps and return their names. Impure.

    Raises:
        StorageError: the database is of a newer program, or does not answer.
    """
    with changing(engine) as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        found = _state(connection, migrations)
        if found.unknown:
            raise StorageError(f"the database is of a newer program: it has {', '.join(found.unknown)}")
        _metadata.create_all(connection)
        for migration in migrations:
            if migration.name in found.pending:
                migration.apply(connection)
                connection.execute(_table.insert().values(name=migration.name, day=today.isoformat()))
    return found.pending


def _state(connection: Connection, migrations: tuple[Migration, ...]) -> State:
    done: set[str] = set()
    if inspect(connection).has_table(_table.name):
        done = set(connection.scalars(select(_table.c.name)))
    names = [migration.name for migration in migrations]
    return State(
        applied=tuple(name for name in names if name in done),
        pending=tuple(name for name in names if name not in done),
        unknown=tuple(sorted(done.difference(names))),
    )


def tables(engine: Engine) -> frozenset[str]:
    """The names of all tables in a database.

    Raises:
        StorageError: the database does not answer.
    """
    with asking(engine) as connection:
        return frozenset(inspect(connection).get_table_names())


def known_tables() -> frozenset[str]:
    """The names of all tables that this program makes."""
    engine = open_database(IN_MEMORY)
    try:
        migrate(engine, date.min)
        return tables(engine)
    finally:
        engine.dispose()


def rows(engine: Engine) -> dict[str, bytes]:
    """Table → everything that stands in it, as text; for a search.

    Raises:
        StorageError: the database does not answer.
    """
    found = {}
    with asking(engine) as connection:
        for name in inspect(connection).get_table_names():
            whole = connection.execute(select(Table(name, MetaData(), autoload_with=connection))).all()
            parts = (part if isinstance(part, bytes) else str(part).encode() for row in whole for part in row)
            found[f"table {name}"] = b"\n".join(parts)
    return found

"""Released tables: a chain of frozen documents, each written once and never changed. The ledger is read off them.

What is stored is what anybody may see; neither a day nor a time of writing stands beside it.
"""

from collections.abc import Mapping, Sequence

from sqlalchemy import Column, Connection, Engine, Integer, LargeBinary, MetaData, String, Table, func, select

from bot.statistics.release import FIRST, Released
from bot.storage.database import asking, changing

_metadata = MetaData()
# One row per released table; place counts from 1 without a gap.
_table = Table(
    "count_release",
    _metadata,
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("name", String(60), nullable=False, unique=True),
    Column("document", LargeBinary, nullable=False),
)


def create_tables(connection: Connection) -> None:
    """Migration 0003."""
    _metadata.create_all(connection)


def chain(engine: Engine) -> tuple[Released, ...]:
    """All releases, oldest first.

    Raises:
        StorageError: the database does not answer.
    """
    with asking(engine) as connection:
        rows = connection.execute(select(_table.c.name, _table.c.document).order_by(_table.c.place)).all()
    return tuple(Released(row.name, bytes(row.document)) for row in rows)


def last(engine: Engine) -> Released | None:
    """The newest release; None before there is one.

    Raises:
        StorageError: the database does not answer.
    """
    with asking(engine) as connection:
        row = connection.execute(
            select(_table.c.name, _table.c.document).order_by(_table.c.place.desc()).limit(1)
        ).first()
    return Released(row.name, bytes(row.document)) if row else None


def last_hash(engine: Engine) -> str:
    """What the next release has to name as the one before it.

    Raises:
        StorageError: the database does not answer.
    """
    found = last(engine)
    return found.hash if found else FIRST


def add(engine: Engine, release: Released) -> bool:
    """Put a release at the end of the chain; False, and nothing changes, when there is one of its name. Impure.

    Raises:
        StorageError: the database does not answer.
    """
    with changing(engine) as connection:
        if connection.scalar(select(_table.c.place).where(_table.c.name == release.name)) is not None:
            return False
        last = connection.scalar(select(func.max(_table.c.place))) or 0
        connection.execute(_table.insert().values(place=last + 1, name=release.name, document=release.document))
    return True


def add_all(engine: Engine, releases: Sequence[Released]) -> None:
    """Put a whole chain into a store that has none, as a copy from elsewhere. Impure.

    Raises:
        StorageError: the database does not answer, or holds releases of these names.
    """
    rows = [
        {"place": place, "name": release.name, "document": release.document}
        for place, release in enumerate(releases, 1)
    ]
    with changing(engine) as connection:
        connection.execute(_table.insert(), rows)


def names(engine: Engine) -> tuple[str, ...]:
    """What has been released, oldest first, without reading a document.

    Raises:
        StorageError: the database does not answer.
    """
    with asking(engine) as connection:
        return tuple(connection.scalars(select(_table.c.name).order_by(_table.c.place)))


AT_ONCE = 400
"""Names in one question; SQLite takes no more than 999 values in older builds."""


def named(engine: Engine, wanted: Sequence[str]) -> Mapping[str, bytes]:
    """The documents of these names, as many as there are. The index of names finds them, however long the chain is.

    Raises:
        StorageError: the database does not answer.
    """
    found: dict[str, bytes] = {}
    with asking(engine) as connection:
        for start in range(0, len(wanted), AT_ONCE):
            some = wanted[start : start + AT_ONCE]
            rows = connection.execute(select(_table.c.name, _table.c.document).where(_table.c.name.in_(some)))
            found.update((row.name, bytes(row.document)) for row in rows)
    return found

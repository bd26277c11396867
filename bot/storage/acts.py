"""The log of acts: who did what to the coordinators' pages, and when. People act in their job there; no conversation,
no count and no address can be written here. Kept for two years."""

from sqlalchemy import BigInteger, Column, Connection, Engine, Integer, MetaData, String, Table, delete, select

from bot.accounts.model import KEPT_ACTS, Act, Entry
from bot.storage.database import asking

_metadata = MetaData()
# One row per act; at = seconds since 1970, who and about = a name of an account, or “unit 1001”.
_table = Table(
    "act",
    _metadata,
    Column("id", Integer, primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("who", String(80), nullable=False),
    Column("act", String(20), nullable=False),
    Column("about", String(80), nullable=False),
)


def create_tables(connection: Connection) -> None:
    """Part of migration 0004."""
    _metadata.create_all(connection)


def note(connection: Connection, at: int, who: str, act: Act, about: str) -> None:
    """Write a line in an open transaction, and drop what is too old."""
    connection.execute(delete(_table).where(_table.c.at < at - KEPT_ACTS))
    connection.execute(_table.insert().values(at=at, who=who, act=act.value, about=about))


def last(engine: Engine, most: int) -> tuple[Entry, ...]:
    """The last acts, newest first.

    Raises:
        StorageError: the database does not answer.
    """
    with asking(engine) as connection:
        rows = connection.execute(select(_table).order_by(_table.c.id.desc()).limit(most)).all()
    return tuple(Entry(row.at, row.who, Act(row.act), row.about) for row in rows)

"""One way to open the database, whichever it is.

SQLite needs three habits: transactions that take the write lock at once (so that two processes wait for
each other instead of failing half-way), `secure_delete` (a deleted row is overwritten, not left in a free
page), and the rollback journal (a write-ahead log keeps earlier contents; see `docs/privacy.md`).
PostgreSQL needs none of them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeAlias

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

from bot.storage import StorageError

Database: TypeAlias = Engine
"""An open database, for those who hand it on and need not know what it is."""
BUSY_MILLISECONDS = 10_000
CONNECT_SECONDS = 3
"""A server that is away must not hold up the presses that can do without it."""


def parse_url(address: str) -> URL:
    """`address` as SQLAlchemy wants it; a plain `postgresql://` gets the driver that we ship."""
    url = make_url(address)
    return url.set(drivername="postgresql+psycopg") if url.drivername in {"postgresql", "postgres"} else url


def sqlite_file(address: str) -> Path | None:
    """The file behind a SQLite address; None for PostgreSQL and for a database in memory."""
    url = parse_url(address)
    return Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None


def open_database(address: str) -> Engine:
    """An engine for `address`. Impure for SQLite: makes folder (0700) and file (0600) when they are missing."""
    url = parse_url(address)
    if url.get_backend_name() != "sqlite":
        # A dropped connection is found and replaced before it is used.
        return create_engine(
            url, pool_pre_ping=True, hide_parameters=True, connect_args={"connect_timeout": CONNECT_SECONDS}
        )
    file = sqlite_file(address)
    if file is not None:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file.touch(mode=0o600)
    engine = create_engine(url, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


@contextmanager
def asking(engine: Engine) -> Iterator[Connection]:
    """A connection to read with.

    Raises:
        StorageError: the database does not answer.
    """
    try:
        with engine.connect() as connection:
            yield connection
    except DBAPIError as error:
        raise StorageError(f"the database does not answer ({type(error).__name__})") from error


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver's own BEGIN comes too late and never before CREATE TABLE; "begin" above sends it instead.
    connection.isolation_level = None
    for pragma in (
        f"busy_timeout={BUSY_MILLISECONDS}",
        "journal_mode=DELETE",
        "secure_delete=ON",
        "foreign_keys=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")

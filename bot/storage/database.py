"""One way to open the database, whichever it is.

SQLite needs three habits: transactions that take the write lock at once (so that two processes wait for
each other instead of failing half-way), `secure_delete` (a deleted row is overwritten, not left in a free
page), and the rollback journal (a write-ahead log keeps earlier contents; see `docs/privacy.md`).
PostgreSQL needs none of them.
"""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeAlias

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DBAPIError

from bot.storage import AddressError, StorageError

Database: TypeAlias = Engine
"""An open database, for those who hand it on and need not know what it is."""
IN_MEMORY = "sqlite://"
BUSY_MILLISECONDS = 10_000
CONNECT_SECONDS = 3
"""A server that is away must not hold up the presses that can do without it."""
SIDE_FILES = ("-journal", "-wal", "-shm")
"""Endings of what SQLite keeps beside its file: changes that it plays back into whatever file it finds there."""

# What an address may begin with → the driver that we ship for it.
_DRIVERS: Mapping[str, str] = MappingProxyType(
    {
        "sqlite": "sqlite",
        "postgres": "postgresql+psycopg",
        "postgresql": "postgresql+psycopg",
        "postgresql+psycopg": "postgresql+psycopg",
    }
)
_ADDRESSES = "write sqlite:////folder/file.db or postgresql://user:password@host/name, or leave it empty for SQLite"

_DAMAGED = ("is damaged", "stop the program and put a copy back: fragestod restore FILE --force")
_CLOSED = ("cannot be opened or written", "give it and its folder to the user that runs the program")
# SQLite's primary result codes (https://www.sqlite.org/rescode.html) → what they mean here, and what to do.
_SQLITE: Mapping[int, tuple[str, str]] = MappingProxyType(
    {
        sqlite3.SQLITE_NOTADB: _DAMAGED,
        sqlite3.SQLITE_CORRUPT: _DAMAGED,
        sqlite3.SQLITE_READONLY: _CLOSED,
        sqlite3.SQLITE_CANTOPEN: _CLOSED,
        sqlite3.SQLITE_PERM: _CLOSED,
        sqlite3.SQLITE_BUSY: ("is held by another program", "try again when that one is done"),
        sqlite3.SQLITE_FULL: ("has no room left on its disk", "make room"),
    }
)
_AWAY = "is the server running, and are name, password and address in FRAGESTOD_DATABASE right?"


def parse_url(address: str) -> URL:
    """`address` as SQLAlchemy wants it; a plain `postgresql://` gets the driver that we ship.

    Raises:
        AddressError: it is no address, of another kind of database, or asks SQLite for something of its own.
    """
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):
        raise AddressError("FRAGESTOD_DATABASE is not the address of a database", _ADDRESSES) from None
    if url.drivername not in _DRIVERS:
        raise AddressError(f"FRAGESTOD_DATABASE asks for {url.drivername}, which is not supported", _ADDRESSES)
    if url.drivername == "sqlite" and (url.host or url.query):
        raise AddressError("FRAGESTOD_DATABASE names more than a file to SQLite", _ADDRESSES)
    return url.set(drivername=_DRIVERS[url.drivername])


def sqlite_file(address: str) -> Path | None:
    """The file behind a SQLite address; None for PostgreSQL and for a database in memory."""
    url = parse_url(address)
    return Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None


def open_database(address: str) -> Engine:
    """An engine for `address`. Impure for SQLite: makes folder (0700) and file (0600) when they are missing.

    Raises:
        StorageError: the address is not one (see `parse_url`), or the file cannot be made.
    """
    url = parse_url(address)
    if url.get_backend_name() != "sqlite":
        # A dropped connection is found and replaced before it is used.
        return create_engine(
            url, pool_pre_ping=True, hide_parameters=True, connect_args={"connect_timeout": CONNECT_SECONDS}
        )
    file = sqlite_file(address)
    if file is not None:
        try:
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            file.touch(mode=0o600)
        except OSError as error:
            remedy = (
                "let this user write there, or name another place with --data, FRAGESTOD_DATA or FRAGESTOD_DATABASE"
            )
            raise StorageError(f"no database can be made at {file} ({error.strerror})", remedy) from error
    engine = create_engine(url, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


@contextmanager
def asking(engine: Engine) -> Iterator[Connection]:
    """A connection to read with.

    Raises:
        StorageError: the database does not answer, or is damaged.
    """
    try:
        with engine.connect() as connection:
            yield connection
    except DBAPIError as error:
        raise _failure(engine, error) from error


@contextmanager
def changing(engine: Engine) -> Iterator[Connection]:
    """A connection to write with: one transaction, which holds at the end or leaves nothing.

    Raises:
        StorageError: the database does not answer, or is damaged, or cannot be written.
    """
    try:
        with engine.begin() as connection:
            yield connection
    except DBAPIError as error:
        raise _failure(engine, error) from error


def damage(engine: Engine) -> str:
    """What SQLite finds wrong in its own file, in its own words; empty when all is well, and for PostgreSQL. Reads all.

    Raises:
        StorageError: the file is so damaged that it cannot be read at all.
    """
    if engine.dialect.name != "sqlite":
        return ""
    with asking(engine) as connection:
        found = [str(word) for word in connection.exec_driver_sql("PRAGMA quick_check(1)").scalars()]
    return "" if found == ["ok"] else "; ".join(found)


def _failure(engine: Engine, error: DBAPIError) -> StorageError:
    """What a driver's error means; the driver's own words may hold an address or data, so they are not repeated."""
    code = getattr(error.orig, "sqlite_errorcode", 0) & 0xFF  # the rest of an extended code tells which kind of it
    if code in _SQLITE:
        what, remedy = _SQLITE[code]
        return StorageError(f"the database {engine.url.database} {what}", remedy)
    return StorageError(f"the database does not answer ({type(error).__name__})", _AWAY)


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

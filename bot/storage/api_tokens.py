"""Tokens of the programming interface. Of a token its SHA-256 is kept, and the month in which it was last used.

A token is deleted when it is revoked or its account is closed; what happened stands in the log of acts.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

from sqlalchemy import Connection, Engine, Row, delete, func, select, update

from bot.accounts.api_tokens import MOST_TOKENS, ApiToken
from bot.accounts.model import Act, Refused
from bot.storage import acts
from bot.storage.account_tables import api_token as table
from bot.storage.accounts import open_account
from bot.storage.database import asking, changing


def create_tables(connection: Connection) -> None:
    """Migration 0006."""
    table.create(connection)


class ApiTokens:
    """The table of one installation. Impure. now: seconds since 1970.

    Every method raises StorageError when the database does not answer. What each does stands in
    `bot.accounts.api_tokens.ApiTokenStore`.
    """

    def __init__(self, engine: Engine, now: Callable[[], int]) -> None:
        self._engine, self._now = engine, now

    def make(
        self, token: str, name: str, account: int, units: frozenset[int], expires: date, by: str
    ) -> ApiToken | Refused:
        """Keep a new token."""
        mine = table.c.account == account
        with changing(self._engine) as connection:
            # The account's row is held, so that it cannot be closed, or get one token too many, at the same moment.
            holder = open_account(connection, account, hold=True)
            if holder is None:
                return Refused.GONE
            if connection.scalar(select(table.c.id).where(mine, table.c.name == name)) is not None:
                return Refused.TAKEN
            if (connection.scalar(select(func.count()).select_from(table).where(mine)) or 0) >= MOST_TOKENS:
                return Refused.FULL
            made = self._today()
            values = {
                "token": token,
                "account": account,
                "name": name,
                "units": " ".join(map(str, sorted(units))),
                "made": made.isoformat(),
                "expires": expires.isoformat(),
                "used": "",
            }
            number = connection.scalar(table.insert().values(**values).returning(table.c.id))
            acts.note(connection, self._now(), by, Act.TOKEN_MADE, name)
        assert number is not None
        return ApiToken(number, name, holder, units, made, expires)

    def tokens(self) -> tuple[ApiToken, ...]:
        """All that were not revoked, by account and name."""
        with asking(self._engine) as connection:
            rows = connection.execute(select(table)).all()
            found = [token for row in rows if (token := _read(connection, row)) is not None]
        return tuple(sorted(found, key=lambda token: (token.account.name, token.name)))

    def use(self, token: str) -> ApiToken | None:
        """The token that works today; notes the month."""
        today = self._today()
        with asking(self._engine) as connection:
            row = connection.execute(select(table).where(table.c.token == token)).first()
            found = _read(connection, row) if row is not None else None
        if found is None or today >= found.expires:
            return None
        month = today.isoformat()[:7]
        if found.used != month:
            with changing(self._engine) as connection:
                connection.execute(update(table).where(table.c.id == found.id).values(used=month))
        return found

    def revoke(self, number: int, by: str) -> bool:
        """Delete a token."""
        with changing(self._engine) as connection:
            name = connection.scalar(delete(table).where(table.c.id == number).returning(table.c.name))
            if name is None:
                return False
            acts.note(connection, self._now(), by, Act.TOKEN_REVOKED, name)
        return True

    def _today(self) -> date:
        return datetime.fromtimestamp(self._now(), UTC).date()


def _read(connection: Connection, row: Row[tuple[object, ...]]) -> ApiToken | None:
    """None when its account is closed."""
    holder = open_account(connection, row.account)
    if holder is None:
        return None
    units = frozenset(map(int, row.units.split()))
    made, expires = date.fromisoformat(row.made), date.fromisoformat(row.expires)
    return ApiToken(row.id, row.name, holder, units, made, expires, row.used)

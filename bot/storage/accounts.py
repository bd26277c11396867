"""Accounts of the coordinators' pages: who may enter, invitations, sessions. Apart from all counting.

Of passwords an argon2 hash is kept, of tokens and spare codes a SHA-256, of one-time codes the secret, sealed under the
installation's own key (`seal`). What may happen once (a link, a spare code, a one-time code) is taken away in the same
statement that finds it, so that two requests at one moment cannot both have it.
"""

from collections.abc import Callable

from sqlalchemy import Connection, Engine, Row, delete, func, select, update

from bot.accounts.model import IDLE, LONGEST, Account, Act, Credentials, Entry, Invitation, Refused, Role
from bot.storage import account_tables as tables
from bot.storage import acts, letters
from bot.storage.database import asking, changing
from bot.storage.seal import Seal

SEEN_EVERY = 60
"""Seconds between two writes of when a session was last used."""


def create_tables(connection: Connection) -> None:
    """Migration 0004."""
    tables.metadata.create_all(connection, tables=tables.FIRST)
    acts.create_tables(connection)


def name_inviters(connection: Connection) -> None:
    """Migration 0009: who made an invitation. Of open ones nobody can say it: they have to be made anew."""
    tables.invitation.drop(connection, checkfirst=True)
    tables.invitation.create(connection)


class Accounts:
    """The tables of one installation. Impure: every method is one transaction. now: seconds since 1970.

    Every method raises StorageError when the database does not answer. What each does stands in
    `bot.accounts.store.AccountStore`.
    """

    def __init__(self, engine: Engine, seal: Seal, now: Callable[[], int]) -> None:
        self._engine, self._seal, self._now = engine, seal, now

    def is_empty(self) -> bool:
        """Whether nobody has an account yet."""
        with asking(self._engine) as connection:
            return not connection.scalar(select(func.count()).select_from(tables.account))

    def accounts(self) -> tuple[Account, ...]:
        """All accounts, closed ones too, by name."""
        with asking(self._engine) as connection:
            rows = connection.execute(select(tables.account).order_by(tables.account.c.name)).all()
            return tuple(_read(connection, row) for row in rows)

    def invite(self, token: str, invitation: Invitation, by: str) -> Refused | None:
        """Keep an invitation; it takes the place of earlier ones for the same account or name."""
        with changing(self._engine) as connection:
            if invitation.account is None and invitation.name and _has(connection, invitation.name):
                return Refused.TAKEN
            name, act = invitation.name, Act.INVITED
            connection.execute(delete(tables.invitation).where(tables.invitation.c.expires <= self._now()))
            if invitation.account is not None:
                name = (
                    connection.scalar(select(tables.account.c.name).where(tables.account.c.id == invitation.account))
                    or ""
                )
                act = Act.RESET
                _end_invitations(connection, name)
                connection.execute(delete(tables.invitation).where(tables.invitation.c.account == invitation.account))
            else:
                connection.execute(delete(tables.invitation).where(tables.invitation.c.name == invitation.name))
            connection.execute(
                tables.invitation.insert().values(
                    token=token,
                    role=invitation.role.value,
                    name=name,
                    units=" ".join(map(str, sorted(invitation.units))),
                    account=invitation.account,
                    expires=invitation.expires,
                    inviter=by,
                )
            )
            acts.note(connection, self._now(), by, act, name)
        return None

    def invitation(self, token: str) -> Invitation | None:
        """What a link is for; None when it cannot be used any more."""
        with asking(self._engine) as connection:
            row = connection.execute(select(tables.invitation).where(tables.invitation.c.token == token)).first()
        return _invited(row) if row is not None and row.expires > self._now() else None

    def pending(self) -> tuple[tuple[str, Invitation], ...]:
        """The invitations that can still be used, the next to end first."""
        wanted = select(tables.invitation).where(tables.invitation.c.expires > self._now())
        with asking(self._engine) as connection:
            rows = connection.execute(wanted.order_by(tables.invitation.c.expires, tables.invitation.c.token)).all()
        return tuple((row.token, _invited(row)) for row in rows)

    def withdraw(self, token: str, by: str) -> bool:
        """End an invitation; False when it cannot be used any more."""
        usable = tables.invitation.c.token == token, tables.invitation.c.expires > self._now()
        with changing(self._engine) as connection:
            row = connection.execute(select(tables.invitation).where(*usable)).first()
            if row is None or not connection.execute(delete(tables.invitation).where(*usable)).rowcount:
                return False
            acts.note(connection, self._now(), by, Act.WITHDRAWN, row.name)
        return True

    def secret_for(self, token: str) -> str:
        """The secret of the one-time codes that goes with an invitation."""
        return self._seal.secret_for(token)

    def accept(self, token: str, name: str, credentials: Credentials) -> Account | Refused:
        """Use an invitation up: make the account, or give it its new password and codes."""
        with changing(self._engine) as connection:
            usable = tables.invitation.c.token == token, tables.invitation.c.expires > self._now()
            row = connection.execute(select(tables.invitation).where(*usable)).first()
            if row is None:
                return Refused.GONE
            invited = _invited(row)
            name = invited.name or name
            if invited.account is None and _has(connection, name):
                return Refused.TAKEN  # the link can still be used, with another name
            if not connection.execute(delete(tables.invitation).where(*usable)).rowcount:
                return Refused.GONE
            assert credentials.secret is not None
            values = {
                "password": credentials.password,
                "secret": self._seal.close(credentials.secret, name),
                "step": credentials.step,
            }
            if invited.account is not None:
                number = invited.account
                alive = tables.account.c.closed.is_(False)
                changed = update(tables.account).where(tables.account.c.id == number, alive).values(**values)
                if not connection.execute(changed).rowcount:
                    return Refused.GONE
                _end_invitations(connection, name)
            else:
                number = _make(connection, name, invited, values)
            connection.execute(delete(tables.account_session).where(tables.account_session.c.account == number))
            connection.execute(delete(tables.account_spare).where(tables.account_spare.c.account == number))
            for spare in sorted(credentials.recovery):
                connection.execute(tables.account_spare.insert().values(token=spare, account=number))
            acts.note(connection, self._now(), name, Act.RENEWED if invited.account else Act.JOINED, name)
            return _read(
                connection, connection.execute(select(tables.account).where(tables.account.c.id == number)).one()
            )

    def credentials(self, name: str) -> tuple[Account, Credentials] | None:
        """How an account that is not closed proves itself."""
        with asking(self._engine) as connection:
            row = connection.execute(
                select(tables.account).where(tables.account.c.name == name, tables.account.c.closed.is_(False))
            )
            found = row.first()
            if found is None or found.password is None:
                return None
            spares = frozenset(
                connection.scalars(
                    select(tables.account_spare.c.token).where(tables.account_spare.c.account == found.id)
                )
            )
            secret = self._seal.open(bytes(found.secret), found.name) if found.secret else None
            return _read(connection, found), Credentials(found.password, secret, found.step, spares)

    def sign_in(self, account: int, session: str, *, step: int | None = None, spare: str | None = None) -> bool:
        """Begin a session by a code's step or a spare code, which is used up."""
        now = self._now()
        with changing(self._engine) as connection:
            alive = tables.account.c.id == account, tables.account.c.closed.is_(False)
            if step is not None:
                used = connection.execute(
                    update(tables.account).where(*alive, tables.account.c.step < step).values(step=step)
                )
            else:
                used = connection.execute(
                    delete(tables.account_spare).where(
                        tables.account_spare.c.token == spare, tables.account_spare.c.account == account
                    )
                )
            if not used.rowcount:
                return False
            _begin(connection, account, session, now)
        return True

    def vouched(self, account: int, session: str) -> bool:
        """Begin a session for whom the organisation's provider vouches for."""
        with changing(self._engine) as connection:
            alive = tables.account.c.id == account, tables.account.c.closed.is_(False)
            if connection.scalar(select(tables.account.c.id).where(*alive).with_for_update()) is None:
                return False
            _begin(connection, account, session, self._now())
        return True

    def session(self, token: str) -> Account | None:
        """Whose session it is, None when it has ended."""
        now = self._now()
        with asking(self._engine) as connection:
            row = connection.execute(
                select(tables.account_session.c.began, tables.account_session.c.seen, *tables.account.c)
                .join(tables.account, tables.account.c.id == tables.account_session.c.account)
                .where(tables.account_session.c.token == token, tables.account.c.closed.is_(False))
            ).first()
            if row is None or now >= row.began + LONGEST or now >= row.seen + IDLE:
                return None
            account, seen = _read(connection, row), row.seen
        if now >= seen + SEEN_EVERY:
            with changing(self._engine) as connection:
                connection.execute(
                    update(tables.account_session).where(tables.account_session.c.token == token).values(seen=now)
                )
        return account

    def sign_out(self, token: str) -> None:
        """End a session."""
        with changing(self._engine) as connection:
            connection.execute(delete(tables.account_session).where(tables.account_session.c.token == token))

    def sign_out_everywhere(self, account: int) -> None:
        """End all sessions of an account."""
        with changing(self._engine) as connection:
            connection.execute(delete(tables.account_session).where(tables.account_session.c.account == account))

    def change(self, account: int, role: Role, units: frozenset[int], by: str) -> Refused | None:
        """Give an account another role."""
        with changing(self._engine) as connection:
            if role is not Role.ADMIN and _is_last_admin(connection, account):
                return Refused.LAST_ADMIN
            alive = tables.account.c.id == account, tables.account.c.closed.is_(False)
            if not connection.execute(update(tables.account).where(*alive).values(role=role.value)).rowcount:
                return Refused.GONE
            _set_units(connection, account, units if role is Role.UNITS else frozenset())
            name = connection.scalar(select(tables.account.c.name).where(tables.account.c.id == account)) or ""
            if role is not Role.ADMIN:
                _end_invitations(connection, name)
            acts.note(connection, self._now(), by, Act.CHANGED, name)
        return None

    def close(self, account: int, by: str) -> Refused | None:
        """Close an account: what it could be entered with is deleted."""
        with changing(self._engine) as connection:
            if _is_last_admin(connection, account):
                return Refused.LAST_ADMIN
            gone = {"closed": True, "password": None, "secret": None}
            alive = tables.account.c.id == account, tables.account.c.closed.is_(False)
            if not connection.execute(update(tables.account).where(*alive).values(**gone)).rowcount:
                return Refused.GONE
            for table in (tables.account_session, tables.account_spare, tables.invitation, tables.api_token):
                connection.execute(delete(table).where(table.c.account == account))
            letters.forget(connection, account)
            name = connection.scalar(select(tables.account.c.name).where(tables.account.c.id == account)) or ""
            _end_invitations(connection, name)
            acts.note(connection, self._now(), by, Act.CLOSED, name)
        return None

    def set_language(self, account: int, language: str) -> None:
        """The language of an account's pages."""
        with changing(self._engine) as connection:
            connection.execute(update(tables.account).where(tables.account.c.id == account).values(language=language))

    def spares(self, account: int) -> int:
        """How many spare codes are left."""
        with asking(self._engine) as connection:
            return (
                connection.scalar(
                    select(func.count())
                    .select_from(tables.account_spare)
                    .where(tables.account_spare.c.account == account)
                )
                or 0
            )

    def acts(self, most: int) -> tuple[Entry, ...]:
        """The last acts, newest first."""
        return acts.last(self._engine, most)


def open_account(connection: Connection, number: int, *, hold: bool = False) -> Account | None:
    """The account of a number in an open transaction; None when it is closed. hold: until the transaction's end."""
    found = select(tables.account).where(tables.account.c.id == number, tables.account.c.closed.is_(False))
    row = connection.execute(found.with_for_update() if hold else found).first()
    return _read(connection, row) if row is not None else None


def _begin(connection: Connection, account: int, session: str, now: int) -> None:
    """A new session; those that have ended for good are dropped."""
    connection.execute(delete(tables.account_session).where(tables.account_session.c.began <= now - LONGEST))
    connection.execute(tables.account_session.insert().values(token=session, account=account, began=now, seen=now))


def _read(connection: Connection, row: Row[tuple[object, ...]]) -> Account:
    units = connection.scalars(select(tables.account_unit.c.unit).where(tables.account_unit.c.account == row.id))
    return Account(row.id, row.name, Role(row.role), frozenset(units), row.language, row.closed)


def _invited(row: Row[tuple[object, ...]]) -> Invitation:
    return Invitation(Role(row.role), row.expires, row.name, frozenset(map(int, row.units.split())), row.account)


def _has(connection: Connection, name: str) -> bool:
    """Whether somebody has a name; that of a closed account can be given again."""
    found = select(tables.account.c.id).where(tables.account.c.name == name, tables.account.c.closed.is_(False))
    return connection.scalar(found) is not None


def _end_invitations(connection: Connection, inviter: str) -> None:
    """Let the links that an account made open nothing: who is shut out must not have left a door ajar."""
    connection.execute(delete(tables.invitation).where(tables.invitation.c.inviter == inviter))


def _make(connection: Connection, name: str, invited: Invitation, values: dict[str, object]) -> int:
    """A new account, or a closed one that opens again."""
    given = {**values, "role": invited.role.value, "closed": False, "language": "sv"}
    number = connection.scalar(select(tables.account.c.id).where(tables.account.c.name == name))
    if number is None:
        number = connection.scalar(tables.account.insert().values(name=name, **given).returning(tables.account.c.id))
        assert number is not None
    else:
        connection.execute(update(tables.account).where(tables.account.c.id == number).values(**given))
    _set_units(connection, number, invited.units)
    return int(number)


def _set_units(connection: Connection, account: int, units: frozenset[int]) -> None:
    connection.execute(delete(tables.account_unit).where(tables.account_unit.c.account == account))
    for unit in sorted(units):
        connection.execute(tables.account_unit.insert().values(account=account, unit=unit))


def _is_last_admin(connection: Connection, account: int) -> bool:
    admins = select(tables.account.c.id).where(
        tables.account.c.role == Role.ADMIN.value, tables.account.c.closed.is_(False)
    )
    # A lock, so that of two administrators who close one another at one moment one stays.
    return list(connection.scalars(admins.with_for_update())) == [account]

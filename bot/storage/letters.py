"""Who wants the weekly letter, and where: for each account an address that its holder wrote, the last week that was
sent, and what a link into a chat is known by. Apart from all counting; gone when its holder says so or the account is
closed. No number of a chat is here or anywhere."""

from sqlalchemy import Column, Connection, Engine, Integer, MetaData, String, Table, delete, insert, select, update

from bot.accounts.letters import Wish
from bot.storage.database import asking, changing

_metadata = MetaData()
# address: "" for none. week: ISO week of the last letter, such as 2026-W47. link: "" for none.
_table = Table(
    "letter",
    _metadata,
    Column("account", Integer, primary_key=True, autoincrement=False),
    Column("address", String(254), nullable=False),
    Column("week", String(8), nullable=False),
    Column("link", String(16), nullable=False),
)


def create_tables(connection: Connection) -> None:
    """Migration of this room."""
    _metadata.create_all(connection)


def forget(connection: Connection, account: int) -> None:
    """In an open transaction: nothing is kept of an account that is closed."""
    connection.execute(delete(_table).where(_table.c.account == account))


class Letters:
    """The table of one installation. Impure: every method is one transaction.

    Every method raises StorageError when the database does not answer.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def wish(self, account: int) -> Wish:
        """What an account's holder wants."""
        with asking(self._engine) as connection:
            row = connection.execute(select(_table).where(_table.c.account == account)).first()
        return Wish(row.address, row.link) if row else Wish()

    def want(self, account: int, address: str, week: str) -> None:
        """Letters to an address from the week after `week` on; "" ends them."""
        self._set(account, address=address, week=week)

    def set_link(self, account: int, link: str) -> None:
        """What the link into a chat is known by from now on; earlier links are dead. "" ends it."""
        self._set(account, link=link)

    def due(self, week: str) -> tuple[int, ...]:
        """The accounts whose letter of a week nobody has taken on."""
        wanted = select(_table.c.account).where(_table.c.address != "", _table.c.week < week)
        with asking(self._engine) as connection:
            return tuple(connection.scalars(wanted.order_by(_table.c.account)))

    def claim(self, account: int, week: str) -> str | None:
        """Take a letter on before it is sent: the week of the one before, None when somebody else has it."""
        with changing(self._engine) as connection:
            mine = _table.c.account == account, _table.c.address != "", _table.c.week < week
            before = connection.scalar(select(_table.c.week).where(*mine).with_for_update())
            if before is None or not connection.execute(update(_table).where(*mine).values(week=week)).rowcount:
                return None
        return str(before)

    def give_back(self, account: int, week: str, before: str) -> None:
        """What could not be sent may be tried again."""
        with changing(self._engine) as connection:
            mine = _table.c.account == account, _table.c.week == week
            connection.execute(update(_table).where(*mine).values(week=before))

    def _set(self, account: int, **values: str) -> None:
        with changing(self._engine) as connection:
            if not connection.execute(update(_table).where(_table.c.account == account).values(**values)).rowcount:
                whole = {"account": account, "address": "", "week": "", "link": "", **values}
                connection.execute(insert(_table).values(whole))

"""Tables of the coordinators' accounts and of what hangs on them."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
)

metadata = MetaData()
# password, secret: NULL when closed. step: of the last one-time code, 30 seconds each since 1970.
account = Table(
    "account",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(80), nullable=False, unique=True),
    Column("role", String(10), nullable=False),
    Column("language", String(10), nullable=False),
    Column("closed", Boolean, nullable=False),
    Column("password", String(200)),
    Column("secret", LargeBinary),
    Column("step", Integer, nullable=False),
)
account_unit = Table(
    "account_unit",
    metadata,
    Column("account", ForeignKey(account.c.id), primary_key=True),
    Column("unit", Integer, primary_key=True),
)
# units: numbers with blanks between. expires: seconds since 1970. inviter: an account's name, "" for the command line.
invitation = Table(
    "invitation",
    metadata,
    Column("token", String(64), primary_key=True),
    Column("role", String(10), nullable=False),
    Column("name", String(80), nullable=False),
    Column("units", String(4000), nullable=False),
    Column("account", ForeignKey(account.c.id)),
    Column("expires", BigInteger, nullable=False),
    Column("inviter", String(80), nullable=False),
)
# began, seen: seconds since 1970.
account_session = Table(
    "account_session",
    metadata,
    Column("token", String(64), primary_key=True),
    Column("account", ForeignKey(account.c.id), nullable=False),
    Column("began", BigInteger, nullable=False),
    Column("seen", BigInteger, nullable=False),
)
account_spare = Table(
    "account_spare",
    metadata,
    Column("token", String(64), primary_key=True),
    Column("account", ForeignKey(account.c.id), nullable=False),
)
# units: numbers with blanks between, "" for all that the account sees. made, expires: ISO days, UTC. used: a month,
# "" before the first use.
api_token = Table(
    "api_token",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("token", String(64), nullable=False, unique=True),
    Column("account", ForeignKey(account.c.id), nullable=False, index=True),
    Column("name", String(40), nullable=False),
    Column("units", String(4000), nullable=False),
    Column("made", String(10), nullable=False),
    Column("expires", String(10), nullable=False),
    Column("used", String(7), nullable=False),
    UniqueConstraint("account", "name"),
)

FIRST = (account, account_unit, invitation, account_session, account_spare)
"""Those of migration 0004."""

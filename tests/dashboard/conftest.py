"""The coordinators' pages on a real server, with real content, a real database, and a clock that can be put forward."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from html import unescape
from pathlib import Path

import pyotp
import pytest
import pytest_asyncio
from aiohttp import ClientSession, CookieJar
from argon2 import PasswordHasher
from playwright.async_api import Browser
from sqlalchemy import Engine

from bot.accounts.api_tokens import ApiToken, new_api_token
from bot.accounts.credentials import Passwords, digest, new_token
from bot.accounts.model import INVITATION_LIFE, Invitation, Role
from bot.api.desk import Desk as ApiDesk
from bot.api.door import routes as api_routes
from bot.api.door import unread
from bot.api.faults import HOME
from bot.app import StoredEditions
from bot.channels.web.app import create_app, serve
from bot.conversation.content import require_edition
from bot.conversation.edition import Edition
from bot.conversation.talk import Talks
from bot.dashboard.app import routes
from bot.dashboard.desk import Desk
from bot.dashboard.headers import PREFIX
from bot.dashboard.provider import Provider
from bot.dashboard.render import Renderer
from bot.operations.coordination import open_assessing
from bot.operations.reporting import new_desk
from bot.storage import StorageError
from bot.storage.accounts import Accounts
from bot.storage.api_tokens import ApiTokens
from bot.storage.contacts import ContactFile
from bot.storage.cycles import CycleTable
from bot.storage.database import open_database
from bot.storage.letters import Letters
from bot.storage.migrations import migrate
from bot.storage.own import OwnFigures
from bot.storage.seal import open_seal
from bot.storage.units import Units
from tests.channels.browser import launched
from tests.channels.web.small_house import OneKey

ROOT = Path(__file__).parents[2]
PASSWORD = "en lång mening om orkidéer"
FAST = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
"""The same argon2, made cheap: how dear it is, is not what these tests are about."""


@dataclass
class Person:
    """Somebody with an account and a client of their own."""

    name: str
    password: str
    secret: str
    client: ClientSession
    spares: tuple[str, ...] = ()

    def code(self, at: datetime) -> str:
        """What their app shows."""
        return pyotp.TOTP(self.secret).at(at)


@dataclass
class House:
    """A running installation. shift: how far its clock is put forward. faults: exceptions that should not be."""

    folder: Path
    engine: Engine
    edition: Edition
    public_url: str = ""
    provider: Provider | None = None
    shift: timedelta = timedelta()
    address: str = ""
    faults: list[BaseException] = field(default_factory=list)
    clients: list[ClientSession] = field(default_factory=list)
    _stop: asyncio.Event = field(default_factory=asyncio.Event)
    _running: asyncio.Task[None] | None = None

    def now(self) -> datetime:
        """The clock."""
        return datetime.now(UTC) + self.shift

    def seconds(self) -> int:
        """The clock, since 1970."""
        return int(self.now().timestamp())

    async def start(self) -> House:
        """Listen on a free port."""
        migrate(self.engine, date(2026, 11, 22))
        self.accounts = Accounts(self.engine, open_seal(self.folder / "keys"), self.seconds)
        self.tokens = ApiTokens(self.engine, self.seconds)
        self.units = Units(self.engine, self.seconds)
        self.contacts = self.folder / "local" / "contacts.yaml"
        self.editions = StoredEditions(self.engine, self.edition, self.now, self.faults.append, self.contacts)
        self.talks = Talks(self.editions, OneKey(), self.now, lambda: 7)
        self.desk = Desk(
            accounts=self.accounts,
            tokens=self.tokens,
            units=self.units,
            render=Renderer(lambda: self.editions.current.catalogues),
            directory=lambda: self.editions.current.directory,
            reload_units=self.editions.reload_units,
            now=self.now,
            release=lambda: self.editions.current.release,
            public_url=self.public_url,
            telegram_link=lambda unit: f"https://t.me/orkide_bot?start={unit}",
            passwords=FAST,
            provider=self.provider,
            reports=new_desk(self.engine, lambda: self.editions.current),
            own=OwnFigures(self.engine, self.seconds),
            contacts=ContactFile(self.engine, self.contacts, self.seconds),
            letters=Letters(self.engine),
            seal=open_seal(self.folder / "keys"),
            mails=True,
            chat_link=lambda token: f"https://t.me/orkide_bot?start=d{token}",
            assessing=open_assessing(self.engine, self.editions),
            cycles=CycleTable(self.engine, self.seconds),
        )
        listening: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self.api = ApiDesk(
            tokens=self.tokens,
            reports=new_desk(self.engine, lambda: self.editions.current),
            directory=lambda: self.editions.current.directory,
            now=self.now,
            own=OwnFigures(self.engine, self.seconds).figures,
            is_away=lambda error: isinstance(error, StorageError),
            fault=self.faults.append,
        )
        also = (*routes(self.desk), *api_routes(self.api))
        app = create_app(self.talks, fault=self.faults.append, also=also, refusals={HOME: unread(self.api)})
        self._running = asyncio.create_task(serve(app, "127.0.0.1", 0, self._stop, listening.set_result))
        self.address = (await listening).rstrip("/")
        return self

    async def end(self) -> None:
        """Stop; nothing may have broken."""
        for client in self.clients:
            await client.close()
        self._stop.set()
        if self._running:
            await self._running
        assert self.faults == []

    def token(self, account: str, units: frozenset[int] = frozenset(), days: int = 365) -> str:
        """A token of the programming interface, of an account that is there."""
        holder = next(each for each in self.accounts.accounts() if each.name == account)
        made, ends = new_api_token(), self.now().date() + timedelta(days=days)
        kept = self.tokens.make(digest(made), f"token {made[-8:]}", holder.id, units, ends, account)
        assert isinstance(kept, ApiToken)
        return made

    def client(self) -> ClientSession:
        """A browser without a screen: keeps cookies, and says where a form comes from as browsers do."""
        jar = CookieJar(unsafe=True)  # cookies of an address of numbers, too
        made = ClientSession(self.address, cookie_jar=jar, headers={"Origin": self.address})
        self.clients.append(made)
        return made

    def invite(self, role: Role = Role.ADMIN, units: frozenset[int] = frozenset(), name: str = "", by: str = "") -> str:
        """A link's token. by: the account that made it, "" for the command line."""
        token = new_token()
        invitation = Invitation(role, self.seconds() + INVITATION_LIFE, name, units)
        assert self.accounts.invite(digest(token), invitation, by) is None
        return token

    async def join(self, name: str, role: Role = Role.ADMIN, units: frozenset[int] = frozenset()) -> Person:
        """Somebody who uses an invitation, and is signed in."""
        token, client = self.invite(role, units, name), self.client()
        person = Person(name, PASSWORD, self.accounts.secret_for(token), client)
        form = {"password": PASSWORD, "again": PASSWORD, "code": person.code(self.now())}
        async with client.post(f"{PREFIX}/inbjudan/{token}", data=form) as answer:
            page = await answer.text()
            assert answer.status == 200, page
        person.spares = tuple(re.findall(r"<code>([A-Z0-9-]{19})</code>", page))
        assert len(person.spares) == 10
        return person

    async def mark(self, client: ClientSession, path: str = "/konto") -> str:
        """What the forms of a session carry."""
        async with client.get(PREFIX + path) as answer:
            found = re.search(r'name="mark" value="([0-9a-f]{32})"', await answer.text())
        return found[1] if found else ""


def plain(html: str) -> str:
    """A page's text, without its marks."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


@pytest.fixture(scope="session")
def _edition() -> Edition:
    """The shipped content with the example's organisation, compiled once."""
    return require_edition(ROOT / "dialogs", ROOT / "locales", ROOT / "docs" / "example-local")


@pytest.fixture
def edition(_edition: Edition) -> Iterator[Edition]:
    """The same, with the units of the file alone."""
    before = _edition.directory
    yield _edition
    _edition.directory = before


@pytest_asyncio.fixture(loop_scope="session")
async def house(tmp_path: Path, edition: Edition) -> AsyncIterator[House]:
    """A running installation of its own on SQLite."""
    engine = open_database(f"sqlite:///{tmp_path / 'fragestod.db'}")
    opened = await House(tmp_path, engine, edition).start()
    yield opened
    await opened.end()
    engine.dispose()


@pytest_asyncio.fixture(loop_scope="session", scope="session")
async def browser(chromium: str) -> AsyncIterator[Browser]:
    """One Chromium for all tests."""
    async with launched(chromium) as opened:
        yield opened

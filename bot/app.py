"""The only wiring: settings in, a ready set of conversations out. Doors are started by `cli`."""

from __future__ import annotations

import asyncio
import secrets
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sqlalchemy import Engine
from structlog.typing import FilteringBoundLogger

from bot.channels.telegram.account import Account
from bot.channels.web.app import create_app, serve
from bot.check.freshness import has_expired
from bot.conversation.alone import MemoryKeys
from bot.conversation.content import require_edition
from bot.conversation.edition import Edition, open_edition
from bot.conversation.talk import Keys, Talks
from bot.directory.kept import Kept, lay, read_kept
from bot.directory.roster import with_units
from bot.engine.token import Key
from bot.logs import Event, open_log, route_libraries
from bot.operations.counting import Counter, tell_counting
from bot.operations.loop import run_loop
from bot.operations.sharing import open_counting, settle_on_grid
from bot.settings import Settings, SettingsError
from bot.storage import StorageError, releases
from bot.storage.contacts import ContactFile
from bot.storage.database import open_database
from bot.storage.keys import KeyFolder, next_slot
from bot.storage.migrations import migrate
from bot.storage.processes import ProcessFolder, internal_address
from bot.storage.units import Units
from bot.storage.waiting import SharedWaiting

if TYPE_CHECKING:
    from bot.channels.telegram.app import TelegramDoor

RECALLS_EVERY = timedelta(seconds=30)
UNITS_EVERY = timedelta(seconds=30)
MAX_EDITIONS = 4


class FolderKeys:
    """Keys of a data folder, shared by all processes on it; made ready once a slot."""

    def __init__(self, folder: Path) -> None:
        self._folder = KeyFolder(folder)
        self._seen: tuple[tuple[int, bytes], ...] = ()
        self._keys: tuple[Key, ...] = ()

    def live(self, now: datetime) -> tuple[Key, ...]:
        """Newest first; the first seals."""
        found = self._folder.live(now)
        if found is not self._seen:
            self._keys = tuple(Key(secret) for _, secret in found)
            self._seen = found
        return self._keys

    def destroy_expired(self, now: datetime) -> int:
        """Destroy keys whose time is over."""
        return self._folder.destroy_expired(now)


class StoredEditions:
    """Editions of the shared store. Today's is written there before it is used; others are read when met.

    A store that is away or damaged ends no conversation that can do without it: what was last known of recalls holds
    until it answers again, and a release that cannot be read is one that is not there. fault: told of either.
    contacts: the file that coordinators write, None where there is none.
    """

    def __init__(
        self,
        engine: Engine,
        edition: Edition,
        now: Callable[[], datetime],
        fault: Callable[[Exception], object],
        contacts: Path | None = None,
    ) -> None:
        self._engine = engine
        self._contacts = ContactFile(engine, contacts) if contacts else None
        self._kept = Kept()
        self._now = now
        self._fault = fault
        self._recalled: frozenset[int] = frozenset()
        self._asked = datetime.min.replace(tzinfo=UTC)
        self._missing: dict[int, datetime] = {}
        releases.go_live(engine, releases.put(engine, edition.release.files, now().date()), now().date())
        self.current = edition
        self._editions = {edition.short: edition}
        self._own = edition.directory.organisation
        self.reload_units()

    def reload_units(self) -> None:
        """Read the units and contacts that coordinators have written; what was last known holds while the store is away
        or the file has a fault."""
        try:
            made = Units(self._engine, lambda: int(self._now().timestamp())).units()
            self._kept = self._read_contacts()
        except StorageError as error:
            self._fault(error)
            return
        organisation = lay(with_units(self._own, made), self._kept)
        self.current.directory = replace(self.current.directory, organisation=organisation)

    def _read_contacts(self) -> Kept:
        """What stands in the file of contacts.

        Raises:
            StorageError: it cannot be read, or has a fault.
        """
        if self._contacts is None:
            return Kept()
        kept, problems = read_kept(self._contacts.text(), self.current.directory)
        if kept is None:
            raise StorageError(f"{self._contacts.file} has {len(problems)} faults", "see fragestod check --local")
        return kept

    def find(self, short: int) -> Edition | None:
        """The edition with this id, loaded from the store when it is met for the first time."""
        edition = self._editions.get(short)
        if edition is None and self._may_ask(short):
            edition = self._load(short)
        return edition

    def is_recalled(self, short: int) -> bool:
        """Whether it was recalled; the list is read anew every half minute."""
        now = self._now()
        if now - self._asked >= RECALLS_EVERY:
            self._asked = now
            try:
                stored = releases.list_releases(self._engine)
            except StorageError as error:
                self._fault(error)
            else:
                self._recalled = frozenset(int(release.id[:6], 16) for release in stored if release.recalled)
        return short in self._recalled

    def _may_ask(self, short: int) -> bool:
        """An id that was not found is not looked up again at once."""
        now = self._now()
        missed = self._missing.get(short)
        return missed is None or now - missed >= RECALLS_EVERY

    def _load(self, short: int) -> Edition | None:
        edition = None
        try:
            name = releases.find(self._engine, f"{short:06x}")
            files = releases.get(self._engine, name) if name else None
            edition = open_edition(files)[0] if files else None
        except StorageError as error:
            self._fault(error)
        if edition is None:
            if len(self._missing) > 1000:
                self._missing.clear()
            self._missing[short] = self._now()
            return None
        if len(self._editions) >= MAX_EDITIONS:
            oldest = next(key for key in self._editions if key != self.current.short)
            del self._editions[oldest]
        self._editions[short] = edition
        return edition


def served_talks(settings: Settings, fault: Callable[[Exception], object] = lambda _: None) -> Talks:
    """Conversations of a server process on its data folder and database. fault: told when the store fails them.

    Raises:
        ContentError: when the content has faults.
        StorageError: when the store or the keys cannot be used.
    """
    edition = require_edition(settings.dialogs, settings.locales, settings.local)
    keys = FolderKeys(settings.data / "keys")
    try:
        keys.live(_utc())  # who cannot seal a button must not answer
    except OSError as error:
        remedy = "let this user write there, or name another folder with --data or FRAGESTOD_DATA"
        raise StorageError(f"no keys can be made in {settings.data} ({error.strerror})", remedy) from error
    engine = open_database(settings.database)
    migrate(engine, _utc().date())
    editions = StoredEditions(engine, edition, _utc, fault, settings.contacts)
    return Talks(editions, keys, _utc, lambda: secrets.randbits(40))


def serve_doors(settings: Settings) -> int:
    """Serve the web chat, and Telegram where there is a bot, until SIGTERM or SIGINT; then finish what runs.

    Raises:
        ContentError, StorageError: see `served_talks`.
    """
    log = open_log(sys.stderr, level=settings.log_level, process="web")
    talks = served_talks(settings, lambda error: log.error(Event.FAULT, error=error))
    route_libraries(log)
    if has_expired(talks.editions.current.release, _utc().date()):
        log.warning(Event.CONTENT_EXPIRED, channel="web")
    try:
        whole = run_loop(_served(settings, talks, log))
    except OSError as error:
        print(
            f"Cannot listen on {settings.host}:{settings.port}: {error.strerror}. "
            "Choose another with --port, or 0 for a free one.",
            file=sys.stderr,
        )
        return 1
    log.info(Event.STOPPED, channel="web")
    return 0 if whole else 1


def telegram_account(settings: Settings) -> Account | None:
    """The bot's account; None when no token is set."""
    if settings.telegram_token is None:
        return None
    secret = settings.telegram_secret if settings.telegram_webhook else None
    return Account(
        settings.telegram_token.get_secret_value(),
        str(settings.telegram_api),
        secret.get_secret_value() if secret else "",
    )


def _open_telegram(
    settings: Settings, talks: Talks, log: FilteringBoundLogger, letter: Callable[[str], str]
) -> TelegramDoor | None:
    account = telegram_account(settings)
    if account is None:
        return None
    from bot.channels.telegram.app import TelegramDoor  # no command but serve needs it

    def reach(reached: bool) -> None:
        if reached:
            log.info(Event.READY, channel="telegram")
        else:
            log.warning(Event.TELEGRAM_AWAY, channel="telegram")

    return TelegramDoor(
        talks,
        account,
        public_url=str(settings.public_url or ""),
        rate=settings.telegram_rate,
        fault=lambda error: log.error(Event.FAULT, error=error),
        reach=reach,
        letter=letter,
    )


def serve_counter(settings: Settings, ready: Callable[[str], None]) -> int:
    """Settle, until SIGTERM or SIGINT, what the doors of several processes have counted.

    Raises:
        ContentError, SettingsError, StorageError: it cannot begin.
    """
    if not settings.counting or not settings.valkey:
        raise SettingsError(
            "the counter works where several processes count: set FRAGESTOD_COUNTING=yes and FRAGESTOD_VALKEY. "
            "Where one process serves, it counts by itself"
        )
    log = open_log(sys.stderr, level=settings.log_level, process="counter")
    edition = require_edition(settings.dialogs, settings.locales, settings.local)
    array, engine = SharedWaiting(settings.valkey), open_database(settings.database)
    migrate(engine, _utc().date())
    route_libraries(log)

    def fault(error: Exception) -> None:
        log.error(Event.FAULT, error=error)

    editions = StoredEditions(engine, edition, _utc, fault, settings.contacts)
    talks = Talks(editions, MemoryKeys(), _utc, lambda: 0)
    counter = Counter(settings.data / "counting", engine, editions, _utc)

    async def run() -> None:
        stop, units = _stop_on_signals(), asyncio.create_task(_follow_units(editions))
        ready("settles every ten minutes, at full ten minutes of the clock; SIGTERM ends it")
        try:
            await settle_on_grid(counter, array, stop, tell_counting(talks, log), fault)
        finally:
            units.cancel()

    run_loop(run())
    log.info(Event.STOPPED)
    return 0


async def _served(settings: Settings, talks: Talks, log: FilteringBoundLogger) -> bool:
    """Serve until told to stop. False when one of the doors broke off before; then all stop, to be started again."""
    stop = _stop_on_signals()
    async with open_counting(settings, talks, log, _utc):
        return await _serve_until(stop, settings, talks, log)


def _stop_on_signals() -> asyncio.Event:
    """Set by SIGTERM and SIGINT."""
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    return stop


async def _serve_until(stop: asyncio.Event, settings: Settings, talks: Talks, log: FilteringBoundLogger) -> bool:
    https = settings.public_url is not None and settings.public_url.scheme == "https"
    from bot.api import door, faults  # no command but serve needs these
    from bot.operations.coordination import open_api, open_dashboard
    from bot.operations.rounds import go_rounds

    editions = talks.editions
    assert isinstance(editions, StoredEditions)  # see `served_talks`

    def fault_of(error: BaseException) -> None:
        log.error(Event.FAULT, error=error)

    def no_account() -> None:
        log.warning(Event.NO_ACCOUNT, channel="web")

    dashboard = open_dashboard(settings, editions, editions.reload_units, no_account, fault_of)
    telegram = _open_telegram(settings, talks, log, dashboard.in_chat)
    api = open_api(settings, editions, fault_of)
    also = (*(telegram.routes() if telegram else ()), *dashboard.routes, *door.routes(api))
    fellows = ProcessFolder(settings.data / "processes", partial(secrets.token_urlsafe, 32))
    refusals = {faults.HOME: door.unread(api)}
    app = create_app(talks, https=https, fault=fault_of, also=also, refusals=refusals, fellows=fellows)

    def announce(address: str) -> None:
        port = urlsplit(address).port or 0
        try:
            fellows.join(internal_address(settings.host, port, settings.internal))
        except StorageError as error:  # team sessions are away; all else works
            fault_of(error)
        print(address, flush=True)
        if telegram:
            way = "webhook" if settings.telegram_webhook else "asking (polling)"
            print(f"Telegram by {way}; fragestod telegram status tells how it stands", flush=True)
        dashboard.listening(port)

    keepers = [
        asyncio.create_task(_destroy_keys_on_schedule(talks.keys, log)),
        asyncio.create_task(_follow_units(editions)),
        asyncio.create_task(go_rounds(dashboard.rounds, fault_of)),
    ]
    asking = asyncio.create_task(telegram.run(stop)) if telegram else None
    if asking:
        asking.add_done_callback(lambda _: stop.set())
    fault: BaseException | None = None
    try:
        await serve(app, settings.host, settings.port, stop, announce)
    finally:
        fellows.leave()
        for keeper in keepers:
            keeper.cancel()
        stop.set()
        if telegram and asking:
            (fault,) = await asyncio.gather(asking, return_exceptions=True)
            await telegram.close()
    if fault:
        log.error(Event.FAULT, error=fault)
    return fault is None


async def _destroy_keys_on_schedule(keys: Keys, log: FilteringBoundLogger) -> None:
    """Keys die at the turn of each slot, press or no press."""
    while isinstance(keys, FolderKeys):
        now = _utc()
        try:
            destroyed = await asyncio.to_thread(keys.destroy_expired, now)
        except (OSError, StorageError) as error:  # told, and tried again at the next slot
            log.error(Event.FAULT, error=error)
        else:
            if destroyed:
                log.info(Event.KEYS_DESTROYED)
        await asyncio.sleep((next_slot(now) - now).total_seconds() + 1)


async def _follow_units(editions: StoredEditions) -> None:
    """What coordinators change in another process is seen here within half a minute."""
    while True:
        await asyncio.sleep(UNITS_EVERY.total_seconds())
        await asyncio.to_thread(editions.reload_units)


def _utc() -> datetime:
    return datetime.now(UTC)

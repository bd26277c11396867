"""The coordinators' pages of an installation and its programming interface, put together: accounts, tokens and units on
its database, links to let people in."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from ipaddress import ip_address
from pathlib import Path

from bot.accounts.credentials import digest, new_token
from bot.accounts.model import FIRST_LIFE, Account, Invitation, Role
from bot.api.desk import Desk as ApiDesk
from bot.assess.cycle import asked_in
from bot.assess.kept import due_again
from bot.channels.telegram.links import deep_link, letter_link
from bot.check.clause_schema import ClausesFile
from bot.check.rules import CLAUSES
from bot.conversation.edition import Editions
from bot.dashboard.app import Routes, routes
from bot.dashboard.assess_desk import Assessing
from bot.dashboard.cycle_desk import WHOLE
from bot.dashboard.cycles import ready_on
from bot.dashboard.desk import LANGUAGES, Desk
from bot.dashboard.headers import PREFIX
from bot.dashboard.provider import Provider
from bot.dashboard.render import Renderer
from bot.dialog.assessment import Form, read_form
from bot.dialog.cycle_schema import CONTEXT
from bot.dialog.shape import open_file
from bot.operations.ageing import ageing
from bot.operations.letters import InChat, Post, Writer
from bot.operations.reporting import new_desk
from bot.operations.rounds import Ahead, Round
from bot.publish.assessment.whole import Contributes
from bot.publish.report.document import names_of
from bot.publish.report.drawer import Drawer
from bot.publish.report.pictures import Pictures
from bot.settings import Settings
from bot.statistics.reports import Question
from bot.storage import StorageError
from bot.storage.accounts import Accounts
from bot.storage.api_tokens import ApiTokens
from bot.storage.assessments import Assessments
from bot.storage.contacts import ContactFile
from bot.storage.cycles import CycleTable
from bot.storage.database import Database, open_database
from bot.storage.letters import Letters
from bot.storage.own import OwnFigures
from bot.storage.seal import open_seal
from bot.storage.units import Units

PORT = "port"
"""The file of the data folder that says which port was last listened to, and on a second line the public address."""
KEEPERS = ("KUBERNETES_SERVICE_HOST", "container")
"""What Kubernetes and Podman say of themselves to programs whose output they keep. systemd gives no terminal."""
MARKS = (Path("/.dockerenv"), Path("/run/.containerenv"))
"""What lies in a container of Docker's or Podman's. With a terminal or without, its output is kept."""


@dataclass(frozen=True, slots=True)
class Dashboard:
    """The pages of an installation, what is done for them in rounds, and what a link in a chat shows: the letter.
    listening: to be told the port once it is known, so that printed links lead there."""

    routes: Routes
    rounds: tuple[Round, ...]
    in_chat: Callable[[str], str]
    listening: Callable[[int], None]


def open_dashboard(
    settings: Settings,
    editions: Editions,
    reload_units: Callable[[], None],
    tell_empty: Callable[[], None],
    fault: Callable[[Exception], object],
) -> Dashboard:
    """The pages. reload_units: let the doors of this process see the units at once. tell_empty: writes in the log that
    nobody has an account. fault: told of a database that is away when the process begins to listen.

    Raises:
        StorageError: the key that seals one-time codes cannot be used.
    """
    database = open_database(settings.database)
    accounts = open_accounts(settings, database)
    name = settings.telegram_name if settings.telegram_token else ""
    seal, render = open_seal(settings.data / "keys"), Renderer(lambda: editions.current.catalogues)
    address = str(settings.public_url or "").rstrip("/")

    def old(day: date, language: str) -> tuple[str, ...]:
        return ageing(editions.current.release, render, day, language)

    reports, letters, drawer = new_desk(database, lambda: editions.current), Letters(database), Drawer()
    pictures = Pictures(settings.data / "pictures", drawer.draw, png=drawer.dots)
    desk = Desk(
        accounts=accounts,
        tokens=open_tokens(database),
        units=Units(database, _seconds),
        render=render,
        directory=lambda: editions.current.directory,
        reload_units=reload_units,
        now=_now,
        public_url=address,
        counting=settings.counting,
        telegram_link=(lambda unit: deep_link(name, unit)) if name else None,
        ageing=old,
        release=lambda: editions.current.release,
        provider=_provider(settings),
        reports=reports,
        pictures=pictures,
        own=OwnFigures(database, _seconds),
        contacts=ContactFile(database, settings.contacts, _seconds),
        letters=letters,
        seal=seal,
        mails=bool(settings.smtp_host),
        chat_link=(lambda token: letter_link(name, token)) if name else None,
        assessing=open_assessing(database, editions),
        cycles=CycleTable(database, _seconds),
    )
    writer = Writer(lambda: editions.current, reports, render, old, address, partial(to_follow, desk))
    in_chat = InChat(accounts, letters, writer, seal, _now)
    post = Post(accounts, letters, writer, seal, _now, settings)

    def listening(port: int) -> None:
        _greet(settings, accounts, port, tell_empty, fault)

    draw = Ahead(new_desk(database, lambda: editions.current), pictures, _now, LANGUAGES).draw
    rounds = draw, *((post.round,) if settings.smtp_host else ())
    return Dashboard(routes(desk), rounds, in_chat.told, listening)


def _greet(
    settings: Settings,
    accounts: Accounts,
    port: int,
    tell_empty: Callable[[], None],
    fault: Callable[[Exception], object],
) -> None:
    """What is done when the process listens: note its port, and where nobody has an account, print the first link."""
    note_port(settings, port)
    try:
        if accounts.is_empty():
            tell_first_link(settings, accounts, tell_empty)
    except StorageError as error:  # who asks for help is answered without accounts
        fault(error)


def to_follow(desk: Desk, account: Account, day: date) -> tuple[tuple[str, list[str]], ...]:
    """What an account sees of the cycles of follow-up whose day has come, and of the self-assessments to do again."""
    organisation, language, render = desk.directory().organisation, account.language, desk.render
    units = organisation.units if organisation else {}
    names = {number: unit.name for number, unit in units.items() if account.sees(number)}
    if account.role.reaches(Role.ALL):
        names[WHOLE] = render.said(language, "whole")
    form = desk.assessing.form() if desk.assessing else None
    content = form.cycles if form else None
    cycles = [
        f"{render.text(language, CONTEXT, asked_in(content, cycle))} ({names[cycle.unit]})"
        for cycle in (ready_on(desk.cycles, day) if desk.cycles and content else [])
        if content and cycle.unit in names
    ]
    rounds = [
        f"{names[head.unit]}, {render.word(language, f'sector-{head.sector}')}, "
        f"{render.said(language, 'is-closed', month=head.ended)}"
        for head in (due_again(desk.assessing.rounds.heads(), day.isoformat()[:7]) if desk.assessing else [])
        if head.unit in names and not (head.unit in units and units[head.unit].closed)
    ]
    return (render.said(language, "cycles-due"), cycles), (render.said(language, "again-due"), rounds)


def open_api(settings: Settings, editions: Editions, fault: Callable[[BaseException], None]) -> ApiDesk:
    """What the programming interface works with. fault: told of an exception that should not be."""
    database = open_database(settings.database)
    return ApiDesk(
        tokens=open_tokens(database),
        reports=new_desk(database, lambda: editions.current),
        directory=lambda: editions.current.directory,
        now=lambda: datetime.now(UTC),
        own=OwnFigures(database, _seconds).figures,
        is_away=lambda error: isinstance(error, StorageError),
        fault=fault,
        https=settings.public_url is not None and settings.public_url.scheme == "https",
    )


def open_accounts(settings: Settings, database: Database) -> Accounts:
    """The accounts of an installation.

    Raises:
        StorageError: the key that seals their codes cannot be used.
    """
    return Accounts(database, open_seal(settings.data / "keys"), _seconds)


def open_assessing(database: Database, editions: Editions) -> Assessing:
    """What the pages of self-assessments need; the form of a release is read once."""
    known: dict[str, Form | None] = {}

    def form() -> Form | None:
        release = editions.current.release
        if release.id not in known:
            known.clear()
            known[release.id] = read_form(release.files)[0]
        return known[release.id]

    def contributes(language: str) -> Contributes:
        edition = editions.current
        say, dialogs = edition.catalogues.get, edition.program.dialogs
        opened, _ = open_file(edition.release.files, CLAUSES, ClausesFile)
        questions = names_of(edition, language).words
        return Contributes(
            {name: say(language, "dialog", found.title)[0] for name, found in dialogs.items()},
            {name: say(language, "clause", clause.says)[0] for name, clause in opened[1].clauses.items()}
            if opened
            else {},
            {each.value: questions[f"title-{each.value}"] for each in Question},
        )

    return Assessing(Assessments(database, _seconds), form, lambda: editions.current.catalogues, contributes)


def open_tokens(database: Database) -> ApiTokens:
    """The tokens of an installation's programming interface."""
    return ApiTokens(database, _seconds)


def tell_first_link(settings: Settings, accounts: Accounts, tell: Callable[[], None]) -> None:
    """Print a link that makes the first administrator; an earlier one is no longer good.

    Only where a person alone reads it, at a terminal of their own. What a service or a container prints is kept, also
    when it has a terminal, and a link in a kept log would let in whoever reads it. There `tell` writes in the log that
    there is no account, and `fragestod account invite` prints a link, whose output nobody keeps.
    """
    if not is_read_by_a_person():
        tell()
        return
    token = new_token()
    accounts.invite(digest(token), Invitation(Role.ADMIN, _seconds() + FIRST_LIFE), "")
    print(f"The first account, once and within a day: {invitation_link(settings, token)}", file=sys.stderr, flush=True)


def is_read_by_a_person() -> bool:
    """Whether somebody sits at the terminal, and nothing that we know of keeps what is printed there."""
    kept = any(name in os.environ for name in KEEPERS) or any(mark.exists() for mark in MARKS)
    return sys.stdin.isatty() and sys.stderr.isatty() and not kept


def _reached_at(host: str) -> str:
    """The address at which this machine reaches a server that listens there; all addresses of one kind are its own."""
    with suppress(ValueError):  # a name is reached by its name
        address = ip_address(host)
        if address.is_unspecified:
            return "127.0.0.1" if address.version == 4 else "::1"
    return host


def invitation_link(settings: Settings, token: str) -> str:
    """The address of an invitation: as the world sees it, else on this machine, at the port that was last listened to.
    What serves knows best; a command at another's prompt may lack its settings. Impure: reads what it noted."""
    host = _reached_at(settings.host)
    own = f"http://{f'[{host}]' if ':' in host else host}:{last_port(settings)}"
    return f"{str(settings.public_url or _last_address(settings) or own).rstrip('/')}{PREFIX}/inbjudan/{token}"


def note_port(settings: Settings, port: int) -> None:
    """Keep the port that this process listens to, and its public address, for commands that print links; where that
    fails they take what is set. Impure."""
    with suppress(OSError):
        file = settings.data / PORT
        file.touch(mode=0o600)
        file.write_text(f"{port}\n{settings.public_url or ''}\n", "ascii")


def last_port(settings: Settings) -> int:
    """The port that a process of the installation listened to last; what is set where none ever did. Reads the disk."""
    port, _ = _noted(settings)
    return int(port) if port.isdecimal() and 0 < int(port) < 1 << 16 else settings.port


def _last_address(settings: Settings) -> str:
    """The public address of the process that listened last, "" where it had none. Reads the disk."""
    _, address = _noted(settings)
    return address if address.startswith(("http://", "https://")) else ""


def _noted(settings: Settings) -> tuple[str, str]:
    try:
        port, _, rest = (settings.data / PORT).read_text("ascii").partition("\n")
    except (OSError, ValueError):
        return "", ""
    return port, rest.strip()


def _provider(settings: Settings) -> Provider | None:
    if settings.oidc_issuer is None or settings.oidc_secret is None:
        return None
    secret = settings.oidc_secret.get_secret_value()
    issuer = str(settings.oidc_issuer).rstrip("/")
    return Provider(issuer, settings.oidc_client, secret, settings.oidc_claim, _seconds)


def _now() -> datetime:
    return datetime.now(UTC)


def _seconds() -> int:
    return int(datetime.now(UTC).timestamp())

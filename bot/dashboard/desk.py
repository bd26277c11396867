"""What all pages share, and one visit: who asks, what they may see, and how a page is answered."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from aiohttp import web

from bot.accounts.api_tokens import ApiTokenStore
from bot.accounts.brakes import Brakes
from bot.accounts.credentials import Passwords, form_mark
from bot.accounts.letters import Wish
from bot.accounts.model import Account, Act, Role
from bot.accounts.sealed import Sealing
from bot.accounts.store import AccountStore
from bot.assess.cycle import CycleStore
from bot.dashboard.assess_desk import Assessing
from bot.dashboard.headers import HTML, PREFIX, headers, is_loopback
from bot.dashboard.provider import Provider
from bot.dashboard.render import Renderer
from bot.dashboard.workbooks import Workbooks
from bot.dialog.model import Release
from bot.directory.model import Directory, Unit
from bot.directory.places import swedish_order
from bot.draw.reach import Guide
from bot.publish.report.document import Names
from bot.publish.report.pictures import Pictures
from bot.statistics.asked import Asked, Own, Reader
from bot.statistics.figures import Report
from bot.statistics.reports import Question
from bot.statistics.shelf import Shelf
from bot.text.catalogues import SOURCE

SWEDEN = ZoneInfo("Europe/Stockholm")
LANGUAGES = ("sv", "en")
"""Languages of these pages."""
Form = Mapping[str, str]


class UnitStore(Protocol):
    """Units that are made on the pages. `by`: who did it."""

    def units(self) -> tuple[Unit, ...]:
        """All that were ever made."""

    def make(self, unit: Unit, taken: Collection[int], by: str) -> int | None:
        """Keep a new unit under a number of its own, None when there is none left."""

    def change(self, unit: Unit, by: str) -> bool:
        """Another name, staff or expected talks."""

    def close(self, number: int, by: str) -> bool:
        """Nobody can choose it any more."""


class LetterStore(Protocol):
    """Who wants the weekly letter, and where."""

    def wish(self, account: int) -> Wish:
        """What an account's holder wants."""

    def want(self, account: int, address: str, week: str) -> None:
        """Letters to an address from the week after `week` on; "" ends them."""

    def set_link(self, account: int, link: str) -> None:
        """What the link into a chat is known by from now on; "" ends it."""


class OwnStore(Protocol):
    """Units' own monthly figures. `by`: who did it."""

    def figures(self, first: date, last: date) -> tuple[Own, ...]:
        """What holds now of all units, for the months of these days."""

    def version(self, unit: int) -> int:
        """The version of a unit's last change, 0 when there was none."""

    def touched(self, version: int) -> frozenset[int]:
        """The units that a change touched."""

    def save(self, figures: Iterable[Own], by: str, seen: int | None = None) -> int | None:
        """Keep what is new; its version, 0 when nothing is new, None when another change than `seen` came between."""

    def undo(self, version: int, by: str) -> bool:
        """Take a change back; False when one of its units has been changed since."""


class ContactStore(Protocol):
    """The file of contacts that is written on the pages. `by`: who did it."""

    @property
    def is_writable(self) -> bool:
        """Whether it can be written at all."""

    def text(self) -> str:
        """The whole file, "" where nobody has written one."""

    def change(self, do: Callable[[str], str | None], act: Act, about: str, by: str) -> bool:
        """Replace the text by what `do` makes of it; False when it makes nothing of it."""


class Reports(Protocol):
    """Answers from released tables."""

    def answer(self, question: Question, asked: Asked) -> Report:
        """The answer to a question."""

    def reader(self, asked: Asked) -> Reader:
        """What finds single figures."""

    def names(self, language: str) -> Names:
        """Names of units and choices in a language of staff."""

    def simulated(self, language: str) -> str:
        """The sentence that says that the data are made up, "" for real ones."""

    def renewed(self) -> Shelf:
        """The tables that are released by now."""

    def mark(self) -> str:
        """Another one as soon as any answer may be another."""

    def rows(self) -> Mapping[int, str]:
        """Unit → the row under which it is counted."""

    def guides(self, subject: str, language: str) -> tuple[Guide, ...]:
        """The guides that a choice of the first page opens, () for none."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What all pages share.

    directory, release: as they stand now. reload_units: let the doors of this process see the units at once; other
    processes do within half a minute. public_url: as the world sees us, "" when unsaid. counting: whether talks are
    counted. telegram_link: unit → address of the bot; None where there is no bot. ageing: what of the content grows old
    on a day, in words of a language. provider: the organisation's own sign-in, None where there is none. reports: what
    has been released. pictures: those that were drawn. own: units' own monthly figures. contacts: the file of those
    that are written here. workbooks: of the whole data set. letters, seal: who wants the weekly letter, and what seals
    its links; mails: whether there is a mail server. chat_link: token → address that shows the letter in the chat, None
    where there is no bot. assessing: rounds of self-assessments. cycles: of follow-up.
    """

    accounts: AccountStore
    tokens: ApiTokenStore
    units: UnitStore
    render: Renderer
    directory: Callable[[], Directory]
    release: Callable[[], Release]
    reload_units: Callable[[], None]
    now: Callable[[], datetime]
    public_url: str = ""
    counting: bool = False
    telegram_link: Callable[[int], str] | None = None
    ageing: Callable[[date, str], tuple[str, ...]] = lambda _, __: ()
    provider: Provider | None = None
    passwords: Passwords = field(default_factory=Passwords)
    brakes: Brakes = field(default_factory=Brakes)
    reports: Reports | None = None
    pictures: Pictures = field(default_factory=Pictures)
    own: OwnStore | None = None
    contacts: ContactStore | None = None
    workbooks: Workbooks = field(default_factory=Workbooks)
    letters: LetterStore | None = None
    seal: Sealing | None = None
    mails: bool = False
    chat_link: Callable[[str], str] | None = None
    assessing: Assessing | None = None
    cycles: CycleStore | None = None

    @property
    def https(self) -> bool:
        """Whether the world reaches us over TLS."""
        return self.public_url.startswith("https://")


@dataclass(frozen=True, slots=True)
class Visit:
    """One request. account: None before sign-in. token: the session's. origin: scheme and host that it came to, as
    the request says it, so it may be a lie (see `base`).

    asked: the address's own fields (?s=en). form: what was posted. place: what stands in the path, such as a number.
    way: what a sign-in through a provider is known by, "" when none is under way.
    """

    desk: Desk
    account: Account | None
    token: str
    path: str
    origin: str
    asked: Form
    form: Form
    place: Form
    nav: tuple[tuple[str, str], ...] = ()
    way: str = ""

    @property
    def who(self) -> Account:
        """The account; only pages behind sign-in ask."""
        assert self.account is not None
        return self.account

    @property
    def language(self) -> str:
        """Of the page: the account's, else the one asked for, else Swedish."""
        wanted = self.account.language if self.account else self.asked.get("s", SOURCE)
        return wanted if wanted in LANGUAGES else SOURCE

    @property
    def today(self) -> datetime:
        """Swedish time."""
        return self.desk.now().astimezone(SWEDEN)

    @property
    def units(self) -> tuple[Unit, ...]:
        """The units that the account may see, closed ones too, by name."""
        organisation = self.desk.directory().organisation
        every = organisation.units.values() if organisation else ()
        return tuple(
            sorted((unit for unit in every if self.who.sees(unit.id)), key=lambda each: swedish_order(each.name))
        )

    @property
    def simulated(self) -> str:
        """The sentence that says that the data are made up, "" for real ones and before sign-in."""
        reports = self.desk.reports
        return reports.simulated(self.language) if self.account and reports else ""

    def unit(self) -> Unit:
        """The unit that the path names.

        Raises:
            web.HTTPNotFound: there is none such, or it is not theirs; the two look the same.
        """
        found = next((unit for unit in self.units if str(unit.id) == self.place.get("unit")), None)
        if found is None:
            raise web.HTTPNotFound
        return found

    @property
    def base(self) -> str:
        """Where links that others get begin: the public address, or this very machine; "" when neither is known.

        Anybody can write another host into a request, and a link made of it would hand an invitation to that host.
        """
        if self.desk.public_url:
            return self.desk.public_url.rstrip("/")
        return self.origin if is_loopback(self.origin) else ""

    def called(self, key: str, name: str) -> str:
        """A contact's or a role's name in the language of the page; what an organisation wrote stays as it is."""
        return self.desk.render.text(self.language, f"contact.{key}", name)

    def may(self, least: Role) -> bool:
        """Whether the account may do what a role may."""
        return self.account is not None and self.account.role.reaches(least)

    def page(self, template: str, *, status: int = 200, **values: object) -> web.Response:
        """A whole page from a template that extends base.html."""
        html = self.desk.render.page(
            template,
            self.language,
            visit=self,
            account=self.account,
            mark=form_mark(self.token) if self.account else "",
            prefix=PREFIX,
            **values,
        )
        return web.Response(status=status, body=html, headers=headers(HTML, https=self.desk.https))

    def go(self, path: str) -> web.Response:
        """On to another page of ours, after something was done. path: below the prefix."""
        answer = web.Response(status=303, headers=headers(HTML, https=self.desk.https))
        answer.headers["Location"] = PREFIX + path
        return answer


Page = Callable[[Visit], web.Response]

"""The weekly letter to coordinators: what is new, what is missing, what to call, what grows old. Sent by e-mail, or
shown in a chat when its link is pressed.

It holds what the account's own pages show and nothing else: figures as they are released, with their ± or the reason
why there is none, and nothing of a talk. A letter is taken on in the database before it is sent, so that of several
processes one sends it and a kill in between sends none twice; what could not be sent is tried again at the next round.
"""

from __future__ import annotations

import hashlib
import smtplib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from html import escape

from bot.accounts.letters import end_token, in_chat
from bot.accounts.model import Account, Role
from bot.accounts.sealed import Sealing
from bot.conversation.edition import Edition
from bot.dashboard.headers import PREFIX
from bot.dashboard.letters import week_of
from bot.dashboard.render import Renderer
from bot.dashboard.start import todo
from bot.operations.mail import Mail, connected, message
from bot.operations.reporting import Desk
from bot.publish.report.document import word
from bot.settings import Settings
from bot.statistics.asked import Asked
from bot.statistics.periods import SWEDEN, Cadence, periods_between
from bot.statistics.reports import BY_MONTH_ONLY, Question
from bot.storage.accounts import Accounts
from bot.storage.letters import Letters

HOUR = 7
"""From this hour on Monday, Swedish time, a week's letter is sent."""
MOST_LINES, MOST_UNITS = 12, 12
"""Lines of a part, and units that a letter has figures of; the pages have all."""
LONGEST_MONTH = 6
"""Weeks: the last month of a quarter of fourteen."""
MOST_SIGNS = 3800
"""Of a letter in a chat: Telegram takes 4,096."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter in words. parts: heading and lines. foot: what it ends with."""

    subject: str
    parts: tuple[tuple[str, tuple[str, ...]], ...]
    foot: str

    @property
    def text(self) -> str:
        """Plain text."""
        told = (f"{heading}\n" + "\n".join(f"- {line}" for line in lines) for heading, lines in self.parts)
        return "\n\n".join((*told, self.foot)) + "\n"


@dataclass
class Writer:
    """Writes letters of an installation. Impure: reads the database. ageing: what of the content grows old on a day,
    in a language.
    follow: what an account has to look at or do again on a day, under headings."""

    edition: Callable[[], Edition]
    reports: Desk
    render: Renderer
    ageing: Callable[[date, str], tuple[str, ...]]
    public_url: str
    follow: Callable[[Account, date], tuple[tuple[str, list[str]], ...]] = lambda _, __: ()

    def letter(self, account: Account, today: date) -> Letter:
        """The letter of an account as it stands on a day.

        Raises:
            StorageError: the database does not answer.
        """
        language = account.language

        def say(key: str, **values: object) -> str:
            return self.render.word(language, key, **values)

        def called(key: str, name: str) -> str:
            return self.render.text(language, f"contact.{key}", name)

        found = todo(self.edition().directory, account, today, self.ageing)
        missing = [
            f"{', '.join(lack.unit.name for lack in units)}: "
            f"{', '.join(called(role.key, role.name) for role in (*units[0].roles, *units[0].hourless))}"
            for units in found.missing
        ]
        calls = [
            f"{called(call.contact.key, call.name)}{f', {call.owner}' if call.owner else ''}: {call.contact.number}"
            for call in found.calls
        ]
        parts = (
            (say("letter-new"), list(self._figures(account, today, say))),
            *self.follow(account, today),
            (say("start-missing"), missing),
            (say("start-calls", until=found.until), calls),
            (say("start-places"), [place.name for place in found.unfilled]),
            (say("start-ageing"), list(found.ageing)),
            (say("start-unsized"), [unit.name for unit in found.unsized]),
        )
        told = tuple((heading, _cut(lines, say)) for heading, lines in parts if lines)
        if not any(lines for _, lines in parts[1:]):
            told = (*told, (say("start"), (say("letter-nothing", until=found.until),)))
        foot = f"{say('letter-open')}: {self.public_url}{PREFIX}" if self.public_url else say("title")
        return Letter(say("letter-subject", week=today.isocalendar().week), told, foot)

    def _figures(self, account: Account, today: date, say: Callable[..., str]) -> Iterator[str]:
        """Use in the last whole week, as the page of figures says it; in the last month that is released of what is
        counted by month."""
        last = today - timedelta(days=today.weekday() + 1)
        months = periods_between(last - timedelta(weeks=2 * LONGEST_MONTH), last, Cadence.MONTH)
        month = [each for each in months if each.released_on <= today][-1]
        names = self.reports.names(account.language)
        open_units = [size.unit for size in self.reports.sizes if account.sees(size.unit)]
        for unit in [0] if account.role.reaches(Role.ALL) else open_units[:MOST_UNITS]:
            asked = Asked(today, last - timedelta(days=6), last, unit=unit)
            report = self.reports.answer(Question.USE, asked)
            if any(note.key == BY_MONTH_ONLY for note in report.notes):
                asked = replace(asked, first=month.first, last=month.first, grain=Cadence.MONTH)
                report = self.reports.answer(Question.USE, asked)
            document = word(report, names)
            line = document.tables[0].lines[-1]
            mark = f" [{document.simulated}]" if document.simulated else ""
            yield say("letter-figure", name=document.about, figure=line.cells[0].text, when=line.name) + mark


def _cut(lines: list[str], say: Callable[..., str]) -> tuple[str, ...]:
    more = len(lines) - MOST_LINES
    return (*lines[:MOST_LINES], *((say("letter-more", n=more),) if more > 0 else ()))


@dataclass
class Post:
    """Sends what is due. Impure. send: how letters leave; it is handed all of a round."""

    accounts: Accounts
    letters: Letters
    writer: Writer
    seal: Sealing
    now: Callable[[], datetime]
    settings: Settings

    def round(self) -> int:
        """Send every letter of this week that nobody has taken on; how many were.

        Raises:
            StorageError: the database does not answer.
            OSError: the mail server does not; what was not sent is tried again.
        """
        now = self.now().astimezone(SWEDEN)
        week = week_of(now.date())
        if now.weekday() == 0 and now.hour < HOUR:
            return 0
        due, sent = self.letters.due(week), 0
        if not due:
            return 0
        alive = {account.id: account for account in self.accounts.accounts() if not account.closed}
        with connected(self.settings) as server:
            for number in due:
                address = self.letters.wish(number).address
                before = self.letters.claim(number, week) if number in alive else None
                if before is None or not address:
                    continue
                try:
                    mail = self.mail(alive[number], address, now.date())
                    server.send_message(message(mail, self.settings.smtp_from))
                except smtplib.SMTPRecipientsRefused:
                    continue  # the server knows no such address: it would know it no better in ten minutes
                except OSError:
                    self.letters.give_back(number, week, before)
                    raise
                sent += 1
        return sent

    def mail(self, account: Account, address: str, today: date) -> Mail:
        """An account's letter, ready to be sent."""
        letter = self.writer.letter(account, today)
        base = str(self.settings.public_url or "").rstrip("/")
        stop = f"{base}{PREFIX}/brev/slut/{end_token(self.seal, account.id)}"
        stopping = self.writer.render.word(account.language, "letter-stop")
        opening = self.writer.render.word(account.language, "letter-open")
        key = hashlib.sha256(f"{base} {account.id} {week_of(today)}".encode()).hexdigest()[:32]
        html = "".join(_html(letter.parts)) + _link(f"{base}{PREFIX}", opening) + _link(stop, stopping)
        whole = f'<!doctype html><html lang="{account.language}"><meta charset="utf-8"><title>{escape(letter.subject)}'
        text = f"{letter.text}{stopping}: {stop}\n"
        return Mail(address, letter.subject, text, f"{whole}</title><body>{html}</body></html>", key, stop)


def _html(parts: Iterable[tuple[str, tuple[str, ...]]]) -> Iterator[str]:
    for heading, lines in parts:
        yield f"<h2>{escape(heading)}</h2><ul>{''.join(f'<li>{escape(line)}</li>' for line in lines)}</ul>"


def _link(address: str, text: str) -> str:
    return f'<p><a href="{escape(address)}">{escape(text)}</a></p>'


@dataclass
class InChat:
    """The letter behind a link that somebody presses in a chat. Who presses is not known and not asked. Impure."""

    accounts: Accounts
    letters: Letters
    writer: Writer
    seal: Sealing
    now: Callable[[], datetime]

    def told(self, token: str) -> str:
        """The letter, or that the link is good no more, as plain text."""
        today = self.now().astimezone(SWEDEN).date()
        found = in_chat(self.seal, token, today)
        alive = {account.id: account for account in self.accounts.accounts() if not account.closed} if found else {}
        account = alive.get(found[0]) if found else None
        if found is None or account is None or self.letters.wish(account.id).link != found[1] or not found[1]:
            return self.writer.render.word("sv", "letter-chat-gone")
        letter = self.writer.letter(account, today)
        text = f"{letter.subject}\n\n{letter.text}"
        return text if len(text) <= MOST_SIGNS else f"{text[:MOST_SIGNS]}…\n\n{letter.foot}"

"""Sending a letter by the organisation's own mail server: SMTP over TLS, one connection a round. Impure."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate

from bot.settings import Settings

LONGEST_LINE = 998
"""Characters (RFC 5322, 2.1.1)."""
PATIENCE = 30
"""Seconds that the server may take for an answer."""


@dataclass(frozen=True, slots=True)
class Mail:
    """One letter. key: the same for the same letter, so that a server or reader that gets it twice knows. end: address
    of the page that ends the letters, in one press (RFC 8058)."""

    to: str
    subject: str
    text: str
    html: str
    key: str
    end: str


def message(mail: Mail, sender: str) -> EmailMessage:
    """The letter as it is sent, in plain text with simple HTML beside."""
    # A long address in a header would else be cut into encoded words, which no mail program reads as an address.
    made = EmailMessage(policy=SMTP.clone(max_line_length=LONGEST_LINE))
    made["From"], made["To"], made["Subject"] = sender, mail.to, mail.subject
    made["Date"] = formatdate(usegmt=True)
    made["Message-ID"] = f"<{mail.key}@{sender.rpartition('@')[2].rstrip('>')}>"
    made["Auto-Submitted"] = "auto-generated"
    made["List-Unsubscribe"] = f"<{mail.end}>"
    made["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    made.set_content(mail.text)
    made.add_alternative(mail.html, subtype="html")
    return made


@contextmanager
def connected(settings: Settings) -> Iterator[smtplib.SMTP]:
    """A connection to the mail server, signed in where it asks for that.

    Raises:
        OSError: it cannot be reached, or refuses (every error of smtplib is one).
    """
    assert settings.smtp_host
    safe = ssl.create_default_context()
    if settings.smtp_tls == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(settings.smtp_host, settings.smtp_port, timeout=PATIENCE, context=safe)
    else:
        server = smtplib.SMTP(settings.smtp_host, settings.smtp_port, timeout=PATIENCE)
    with server:
        if settings.smtp_tls == "starttls":
            server.starttls(context=safe)
        if settings.smtp_user and settings.smtp_password:
            server.login(settings.smtp_user, settings.smtp_password.get_secret_value())
        yield server

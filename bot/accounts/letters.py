"""The weekly letter as values: who wants it, and the sealed links that belong to it. Pure.

end of letters    seal(account), bound to “letter end”; good as long as the installation's key lives
into a chat       seal(account, day, what it is known by), bound to “letter chat”; 90 days, and a new one ends it
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from bot.accounts.sealed import Sealing, plain_of, token_of

CHAT_LIFE = timedelta(days=90)
MOST_ADDRESS = 254
"""RFC 5321, 4.5.3.1.3: a path of 256 with its brackets."""
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,63}")
END, CHAT = "letter end", "letter chat"


@dataclass(frozen=True, slots=True)
class Wish:
    """address: where the letter goes, "" for nowhere. link: what the link into a chat is known by, "" for none."""

    address: str = ""
    link: str = ""


def is_address(text: str) -> bool:
    """Whether a letter could go there: one address, of plain signs, so that no header can be written with it."""
    return len(text) <= MOST_ADDRESS and _ADDRESS.fullmatch(text) is not None


def end_token(seal: Sealing, account: int) -> str:
    """What ends an account's letters."""
    return token_of(seal, str(account), END)


def ended(seal: Sealing, token: str) -> int | None:
    """Whose letters a token ends; None when it is none."""
    plain = plain_of(seal, token, END)
    return int(plain) if plain and plain.isdigit() else None


def chat_token(seal: Sealing, account: int, link: str, day: date) -> str:
    """What a link into a chat holds: at most 64 signs of A–Z, a–z, 0–9, _ and -, as Telegram wants."""
    return token_of(seal, f"{account:x}.{day.toordinal():x}.{link}", CHAT)


def in_chat(seal: Sealing, token: str, today: date) -> tuple[int, str] | None:
    """Account and what the link is known by; None when it is none of ours or too old."""
    parts = (plain_of(seal, token, CHAT) or "").split(".")
    if len(parts) != 3:
        return None
    made = date.fromordinal(int(parts[1], 16))
    return (int(parts[0], 16), parts[2]) if made <= today < made + CHAT_LIFE else None

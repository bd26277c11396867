"""Tokens of the programming interface: made by a coordinator, shown once, kept as a digest, read-only.

A token never shows more than its account sees on the day it is used: who loses a unit, or whose account is closed,
loses it through their tokens too. It begins with a word of its own, so that programs that look through files for
secrets know one when they see it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from bot.accounts.credentials import new_token
from bot.accounts.model import Account, Refused, Role

START = "fragestod_"
USUAL_DAYS, MOST_DAYS = 365, 730
"""Days that a token works when nobody says otherwise, and at most."""
MOST_TOKENS = 20
"""Of one account: each is one place that somebody has to look after."""
MOST_NAME = 40
_FORM = re.compile(re.escape(START) + r"[A-Za-z0-9_-]{43}")


@dataclass(frozen=True, slots=True)
class ApiToken:
    """One token, without the secret itself. name: what it is used for. units: those it may show, empty for all that
    its account sees. expires: the first day on which it works no more. used: the month it was last used in, such as
    "2026-11", "" for never; no finer time is kept."""

    id: int
    name: str
    account: Account
    units: frozenset[int]
    made: date
    expires: date
    used: str = ""

    def sees(self, unit: int) -> bool:
        """Whether it may show a unit's figures."""
        return self.account.sees(unit) and (not self.units or unit in self.units)

    @property
    def sees_all(self) -> bool:
        """Whether it may show all units side by side."""
        return self.account.role.reaches(Role.ALL) and not self.units


class ApiTokenStore(Protocol):
    """Where tokens are kept. Every method is one transaction and may wait for the disk; what changes a token writes its
    own line in the log of acts, and `by` is who did it. Tokens are handed over as digests."""

    def make(
        self, token: str, name: str, account: int, units: frozenset[int], expires: date, by: str
    ) -> ApiToken | Refused:
        """Keep a new token. GONE: no such open account. TAKEN: the account has one of that name. FULL: too many."""

    def tokens(self) -> tuple[ApiToken, ...]:
        """All that were not revoked, also those that have ended, by account and name."""

    def use(self, token: str) -> ApiToken | None:
        """The token that works today, None when there is none such; notes the month."""

    def revoke(self, number: int, by: str) -> bool:
        """Delete a token; False when there is none such any more."""


def new_api_token() -> str:
    """A token of 256 random bits."""
    return START + new_token()


def is_api_token(text: str) -> bool:
    """Whether a text can be one at all, so that what cannot is never looked for."""
    return _FORM.fullmatch(text) is not None


def read_token_name(text: str) -> str | None:
    """A token's name as it is kept; None when it is empty, too long or holds what cannot be read."""
    name = " ".join(text.split())
    return name if 1 <= len(name) <= MOST_NAME and name.isprintable() else None

"""Accounts, invitations and acts as values. Times are whole seconds since 1970 (UTC)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

INVITATION_LIFE = 7 * 24 * 3600
FIRST_LIFE = 24 * 3600
"""Seconds that an invitation can be used; the first one, which makes an administrator, for a day."""
IDLE, LONGEST = 30 * 60, 10 * 3600
"""Seconds without a page, and seconds after sign-in, when a session ends: a coffee break, and a working day."""
KEPT_ACTS = 2 * 365 * 24 * 3600
"""Seconds that an act is kept."""
_NAME = re.compile(r"[a-z0-9åäöéü][a-z0-9åäöéü._@+-]{2,79}")


class Role(Enum):
    """What an account may see and do, least first."""

    UNITS = "units"
    """Coordinates some units."""
    ALL = "all"
    """Coordinates all units, and makes new ones."""
    ADMIN = "admin"
    """The same, and invites, changes and closes accounts."""

    def reaches(self, least: Role) -> bool:
        """Whether it may do what `least` may."""
        order = list(Role)
        return order.index(self) >= order.index(least)


@dataclass(frozen=True, slots=True)
class Account:
    """One account. name: what its holder signs in with. units: those of a coordinator of some; else empty.

    language: of the pages. closed: can no longer sign in.
    """

    id: int
    name: str
    role: Role
    units: frozenset[int] = frozenset()
    language: str = "sv"
    closed: bool = False

    def sees(self, unit: int) -> bool:
        """Whether a unit is among those it coordinates."""
        return self.role is not Role.UNITS or unit in self.units


@dataclass(frozen=True, slots=True)
class Invitation:
    """A link that can be used once. name: "" lets its holder choose. account: whose password and code it sets anew,
    None where it makes an account. expires: when it can no longer be used."""

    role: Role
    expires: int
    name: str = ""
    units: frozenset[int] = frozenset()
    account: int | None = None


@dataclass(frozen=True, slots=True)
class Credentials:
    """How a holder proves who it is. password: argon2 hash. secret: of the one-time codes, base32, None when it can
    no longer be opened. step: the last code's step, so that none works twice. recovery: digests of spare codes."""

    password: str
    secret: str | None
    step: int = 0
    recovery: frozenset[str] = frozenset()


class Act(Enum):
    """What is written in the log of acts: who did what to the pages. Nothing about conversations can be."""

    INVITED = "invited"
    JOINED = "joined"
    RENEWED = "renewed"
    RESET = "reset"
    CHANGED = "changed"
    CLOSED = "closed"
    UNIT_MADE = "unit-made"
    UNIT_CHANGED = "unit-changed"
    UNIT_CLOSED = "unit-closed"
    TOKEN_MADE = "token-made"
    TOKEN_REVOKED = "token-revoked"
    OWN_FIGURES = "own-figures"
    ROUND_BEGUN = "round-begun"
    ROUND_LINKED = "round-linked"
    ROUND_UNLINKED = "round-unlinked"
    ROUND_GATHERED = "round-gathered"
    ROUND_CLOSED = "round-closed"
    ROUND_DROPPED = "round-dropped"
    CYCLE_BEGUN = "cycle-begun"
    CYCLE_ENDED = "cycle-ended"
    CYCLE_DROPPED = "cycle-dropped"
    CONTACT_CHANGED = "contact-changed"
    CONTACT_CALLED = "contact-called"
    CONTACT_UNDONE = "contact-undone"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log. who: an account's name, "" for the command line. about: an account's name, a unit, a
    token's name, or whose contact and which."""

    at: int
    who: str
    act: Act
    about: str


class Refused(Enum):
    """Why an act was not done."""

    GONE = "gone"
    """The link was used, or is too old, or was never made."""
    TAKEN = "taken"
    """Somebody has the name."""
    LAST_ADMIN = "last-admin"
    """Nobody would be left to let others in."""
    FULL = "full"
    """The account has as many tokens as it may."""


def read_name(text: str) -> str | None:
    """A sign-in name as it is kept, in small letters; None when it is none (3 to 80 letters, digits, ._@+-)."""
    name = text.strip().lower()
    return name if _NAME.fullmatch(name) else None

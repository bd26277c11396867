"""Links into one round of a self-assessment, for who has no account: the manager who answers it, a group's members.

seal(round, what the link is known by), bound to “round manager” or “round group”; another one ends it. Pure.
"""

from __future__ import annotations

from bot.accounts.sealed import Sealing, plain_of, token_of


def round_token(seal: Sealing, kind: str, number: int, known: str) -> str:
    """What a link holds."""
    return token_of(seal, f"{number:x}.{known}", f"round {kind}")


def round_of(seal: Sealing, kind: str, token: str) -> tuple[int, str] | None:
    """The round, and what the link is known by; None when it is none of ours."""
    number, _, known = (plain_of(seal, token, f"round {kind}") or "").partition(".")
    return (int(number, 16), known) if known else None

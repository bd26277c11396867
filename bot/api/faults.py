"""What is said when the answer is no: problem details (RFC 9457), each with what to do about it. Pure.

`type` leads to the place on the interface's own page that tells of it. Nothing of what came in is repeated, but names
of fields.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum

from bot.api.models import FieldProblem, Problem

HOME = "/api"
"""How all addresses of the interface begin."""
PAGE = f"{HOME}/v1"
TYPE = "application/problem+json"


class Fault(Enum):
    """Status, title, and what to do."""

    GRAMMAR = (
        400,
        "The request cannot be read",
        "Send plain HTTP with headers of at most 8,000 bytes each; a token has 53 signs.",
    )
    FIELDS = 400, "The address cannot be understood", "Mend the fields that are named; /api/v1 tells what they may be."
    NO_TOKEN = 401, "A token is needed", "Send the header “Authorization: Bearer fragestod_…”."
    NOT_VALID = (
        401,
        "The token does not work",
        "It may have ended or been revoked: a coordinator makes another under /samordning/konto/nycklar.",
    )
    NOT_YOURS = (
        403,
        "The token may not show this",
        "Ask about a unit that /api/v1/units lists, or use a token for all units.",
    )
    MISSING = 404, "There is nothing here", "See /api/v1 for all addresses."
    METHOD = 405, "This is only to be read", "Use GET, HEAD or OPTIONS."
    TYPE = 406, "There is no such form of the answer", "Accept a media type that /api/v1 names, or */*."
    WAIT = 429, "Too much at once", "Wait as many seconds as Retry-After says, then ask again."
    BROKEN = 500, "A fault of ours", "Tell those who run the installation."
    AWAY = 503, "The figures are away", "Ask again in a minute."

    @property
    def status(self) -> int:
        """Of HTTP."""
        return int(self.value[0])

    @property
    def code(self) -> str:
        """Its name in an address."""
        return self.name.lower().replace("_", "-")


@dataclass
class Refusal(Exception):
    """The answer is no. wait: seconds, for WAIT and AWAY."""

    fault: Fault
    detail: str = ""
    errors: Sequence[FieldProblem] = ()
    wait: int = 0
    allow: tuple[str, ...] = field(default=())

    def body(self) -> bytes:
        """The problem as JSON."""
        status, title, remedy = self.fault.value
        told = Problem(
            type=f"{PAGE}#{self.fault.code}",
            title=title,
            status=status,
            detail=self.detail or f"{title}.",
            remedy=remedy,
            errors=list(self.errors),
        )
        return told.model_dump_json().encode() + b"\n"

    def headers(self) -> dict[str, str]:
        """Those that say more than the body."""
        found = {"Content-Type": TYPE, "Cache-Control": "no-store"}
        if self.wait:
            found["Retry-After"] = str(self.wait)
        if self.allow:
            found["Allow"] = ", ".join(self.allow)
        if self.fault.status == Fault.NO_TOKEN.status:
            more = ', error="invalid_token"' if self.fault is Fault.NOT_VALID else ""  # RFC 6750, section 3
            found["WWW-Authenticate"] = f'Bearer realm="fragestod"{more}'
        return found

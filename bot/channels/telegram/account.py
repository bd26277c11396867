"""The bot's own account. A module for itself, since who names it need not load the door."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Account:
    """api: address of the Bot API server. secret: the webhook's; "" asks Telegram instead (polling)."""

    token: str = field(repr=False)
    api: str = "https://api.telegram.org"
    secret: str = field(default="", repr=False)

    @property
    def base(self) -> str:
        """The server's address without a slash at its end."""
        return self.api.rstrip("/")

"""What the Bot API says when it refuses a call.

The texts are those of Telegram's own server program (tdlib/telegram-bot-api and TDLib, which it is built on) and of
reports in the trackers of python-telegram-bot, aiogram and pyTelegramBotAPI. docs/testing-telegram.md tells which were
read there and which are this stub's own: Telegram ignores an unknown field, for instance, and the stub does not.
"""

from __future__ import annotations


class Refusal(Exception):
    """A call that is not carried out. code: HTTP status and `error_code`. retry_after: seconds, with 429 only."""

    def __init__(self, code: int, description: str, retry_after: int | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.retry_after = retry_after

    def body(self) -> dict[str, object]:
        """The JSON that is answered."""
        answer: dict[str, object] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.retry_after is not None:
            answer["parameters"] = {"retry_after": self.retry_after}
        return answer


def bad_request(what: str) -> Refusal:
    """400. what: as Telegram writes it behind “Bad Request: ”."""
    return Refusal(400, f"Bad Request: {what}")


def forbidden(what: str) -> Refusal:
    """403: the bot may not speak there."""
    return Refusal(403, f"Forbidden: {what}")


def too_many(seconds: int) -> Refusal:
    """429: come back later."""
    return Refusal(429, f"Too Many Requests: retry after {seconds}", seconds)


NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)
QUERY_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
CANNOT_EDIT = "message can't be edited"
CANNOT_DELETE = "message can't be deleted for everyone"
EDIT_NOT_FOUND = "message to edit not found"
BLOCKED = "bot was blocked by the user"
NO_CHAT = "chat not found"
NO_METHOD = Refusal(404, "Not Found: method not found")
NO_BOT = Refusal(401, "Unauthorized")
NOT_FOUND = Refusal(404, "Not Found")
WEBHOOK_ACTIVE = Refusal(
    409,
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
)
OTHER_POLLER = Refusal(
    409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
)
OTHER_WEBHOOK = Refusal(409, "Conflict: terminated by setWebhook request")

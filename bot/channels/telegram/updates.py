"""What Telegram tells → one of a few things that can have happened. Total: whatever comes in, something comes out.

The same decoder reads what polling fetches and what a webhook is sent (https://core.telegram.org/bots/api#update).
Only what is needed is read: no name, no user's number, no time. Nothing here shows itself in a traceback or a log
(`repr=False`), since a text or a chat's number would.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

WANTED = ("message", "edited_message", "callback_query", "my_chat_member")
"""The kinds of update that Telegram is asked for. What is not asked for is never sent here."""

SERVICE = frozenset(
    (
        *("pinned_message", "message_auto_delete_timer_changed", "write_access_allowed", "chat_background_set"),
        *("boost_added", "successful_payment", "refunded_payment", "passport_data", "proximity_alert_triggered"),
        *("connected_website", "gift", "unique_gift", "paid_message_price_changed", "migrate_to_chat_id"),
        *("new_chat_members", "left_chat_member", "group_chat_created", "supergroup_chat_created"),
    )
)
"""What Telegram writes into a chat itself: nobody said it, and a bot may not delete it."""
_COMMAND = re.compile(r"/([^\s@]*)\S*(.*)", re.DOTALL)
"""A command's name, without the bot's, and what stands behind it."""


@dataclass(frozen=True, slots=True, repr=False)
class Pressed:
    """A button. query: to be answered, so that it stops turning. data: what the button carries."""

    chat: int
    message: int
    query: str
    data: str
    language: str


@dataclass(frozen=True, slots=True, repr=False)
class Commanded:
    """A command, such as `/start 3`: name "start" in small letters, argument "3"."""

    chat: int
    message: int
    name: str
    argument: str
    language: str


@dataclass(frozen=True, slots=True, repr=False)
class Replied:
    """The bot's message that a text replies to, as it comes with the reply. markup: its buttons, in Telegram's form."""

    message: int
    text: str
    markup: Mapping[str, Any]


@dataclass(frozen=True, slots=True, repr=False)
class Typed:
    """A text that is no command. replied: None when it is no reply to a message with buttons."""

    chat: int
    message: int
    text: str
    replied: Replied | None
    language: str


@dataclass(frozen=True, slots=True, repr=False)
class Sent:
    """What nobody here reads: a picture, a voice, a contact, a place, a file, an edited message.

    album: what holds pictures together that were sent at once, "" for none; one sentence is enough for all of them.
    """

    chat: int
    message: int
    language: str
    album: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class InGroup:
    """Anything in a group, above all that the bot was added to it."""

    chat: int
    language: str


@dataclass(frozen=True, slots=True, repr=False)
class InChannel:
    """Anything in a channel."""

    chat: int


@dataclass(frozen=True, slots=True, repr=False)
class Inline:
    """An inline query, or a button of what one left somewhere. query: to be answered. button: whether it is one."""

    query: str
    button: bool


@dataclass(frozen=True, slots=True, repr=False)
class Nothing:
    """What needs no answer: blocked, unblocked, left, a service message, anything unknown."""


Update: TypeAlias = Pressed | Commanded | Typed | Sent | InGroup | InChannel | Inline | Nothing

NOTHING = Nothing()


def read_update(raw: object) -> Update:
    """One update as JSON gives it → what has happened."""
    try:
        return _read(raw)
    except (AttributeError, KeyError, TypeError):  # a shape that Telegram does not document: nothing that is known
        return NOTHING


def _read(raw: Any) -> Update:
    if "callback_query" in raw:
        return _pressed(raw["callback_query"])
    if "message" in raw:
        return _said(raw["message"])
    if "edited_message" in raw:
        said = _said(raw["edited_message"])
        return Sent(said.chat, said.message, said.language) if isinstance(said, Commanded | Typed) else said
    if "my_chat_member" in raw:
        return _member(raw["my_chat_member"])
    if "channel_post" in raw or "edited_channel_post" in raw:
        return InChannel(_whole((raw.get("channel_post") or raw["edited_channel_post"])["chat"]["id"]))
    if "inline_query" in raw:
        return Inline(_word(raw["inline_query"]["id"]), button=False)
    return NOTHING


def _pressed(query: Any) -> Update:
    """A press. The message may be too old to be shown in the update; its numbers are there all the same."""
    message = query.get("message")
    if message is None:
        return Inline(_word(query["id"]), button=True)
    chat = message["chat"]
    if chat["type"] != "private":
        return _elsewhere(chat, query["from"])
    data = query.get("data")  # a game's button has none
    return Pressed(
        _whole(chat["id"]),
        _whole(message["message_id"]),
        _word(query["id"]),
        data if isinstance(data, str) else "",
        _language(query["from"]),
    )


def _said(message: Any) -> Update:
    chat, sender = message["chat"], message.get("from")
    if chat["type"] != "private":  # that the bot was added is told by my_chat_member, too; one farewell is enough
        return NOTHING if _is_service(message) else _elsewhere(chat, sender)
    where, number, language = _whole(chat["id"]), _whole(message["message_id"]), _language(sender)
    text = message.get("text")
    if not isinstance(text, str):
        album = message.get("media_group_id")
        sent = Sent(where, number, language, album if isinstance(album, str) else "")
        return NOTHING if _is_service(message) else sent
    if command := _COMMAND.match(text):
        return Commanded(where, number, command[1].lower(), command[2].strip(), language)
    return Typed(where, number, text, _replied(message.get("reply_to_message")), language)


def _is_service(message: Any) -> bool:
    """Whether Telegram itself wrote it. What is fetched comes with empty lists and noes for what is not there."""
    return any(message[name] not in (None, False, []) for name in SERVICE & message.keys())


def _replied(message: Any) -> Replied | None:
    """The message with buttons that was replied to. Only a bot's message has any, and only this bot is in the chat."""
    if not isinstance(message, dict) or not isinstance(message.get("reply_markup"), dict):
        return None
    text = message.get("text")
    return Replied(_whole(message["message_id"]), text if isinstance(text, str) else "", message["reply_markup"])


def _member(change: Any) -> Update:
    """The bot's own place in a chat has changed. In a private chat that is: blocked or unblocked."""
    chat, now = change["chat"], change["new_chat_member"]["status"]
    if chat["type"] == "private" or now in {"left", "kicked"}:
        return NOTHING
    return _elsewhere(chat, change["from"])


def _elsewhere(chat: Any, sender: Any) -> Update:
    where = _whole(chat["id"])
    return InChannel(where) if chat["type"] == "channel" else InGroup(where, _language(sender))


def _whole(value: object) -> int:
    if type(value) is not int:
        raise TypeError
    return value


def _word(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _language(sender: Any) -> str:
    """The language of the user's own program, such as "sv" or "en-GB"; "" when it is not told."""
    code = sender.get("language_code") if isinstance(sender, dict) else None
    return code if isinstance(code, str) else ""

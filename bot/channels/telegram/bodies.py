"""What is shown → the calls that show it. Pure.

A screen's JSON is made once and kept as long as the screen itself, with holes where the sealed token goes: of a turn
only the token is new.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from json.encoder import encode_basestring_ascii
from typing import Any
from weakref import WeakKeyDictionary

from bot.channels.telegram.calls import Call
from bot.channels.telegram.message import HOLE, KeyboardButton, Message, Shown

SEND = "sendMessage"
"""The one method here that does more when it is done twice."""
STUCK = 3
"""Messages that cannot be deleted, after which all older ones are taken for too old. Not one alone: dice stay, too."""
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_QUIET = b'"protect_content":true,"disable_notification":true,'
_HOLE = HOLE.encode()


def shown(message: Message) -> bytes:
    """A message as the end of a JSON body: what `edit` and `send` put their beginning before."""
    body: dict[str, Any] = {
        "text": message.text,
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
    }
    body["reply_markup"] = {"inline_keyboard": [[_button(button) for button in row] for row in message.rows]}
    return _encode(body).encode()[1:]


def _button(button: KeyboardButton) -> dict[str, str]:
    return {"text": button.label, **({"url": button.url} if button.url else {"callback_data": button.data})}


def send(chat: int, ending: bytes) -> Call:
    """A new message: without a sound, and not to be forwarded or saved."""
    return Call(SEND, b'{"chat_id":%d,%s%s' % (chat, _QUIET, ending))


def edit(chat: int, message: int, ending: bytes) -> Call:
    """A message anew, in its place. Where that cannot be done it is sent."""
    return Call(
        "editMessageText",
        b'{"chat_id":%d,"message_id":%d,%s' % (chat, message, ending),
        lambda: (send(chat, ending),),
    )


def answer(query: str) -> Call:
    """The button stops turning."""
    body = b'{"callback_query_id":%s}' % encode_basestring_ascii(query).encode()
    return Call("answerCallbackQuery", body, rides=True)


def answer_inline(query: str) -> Call:
    """Nothing is found, for nobody."""
    return Call(
        "answerInlineQuery", _body(inline_query_id=query, results=[], cache_time=0, is_personal=True), rides=True
    )


def delete(chat: int, message: int, *, rides: bool = False) -> Call:
    """A message is gone, where Telegram allows that: in a private chat, for 48 hours. rides: it need not be certain."""
    return Call("deleteMessage", _body(chat_id=chat, message_id=message), rides=rides)


def delete_all(chat: int, messages: Sequence[int], stuck: list[int] | None = None) -> Call:
    """Up to 100 messages are gone; those that are not there are passed over.

    With one that cannot be deleted Telegram deletes none (github.com/tdlib/td, delete_messages): then the newer half
    goes by itself, and the older one, until some have been met that stay.

    Args:
        chat: where they are.
        messages: their numbers, the oldest first.
        stuck: those that stay, as they are met.
    """
    met = [] if stuck is None else stuck

    def halves() -> Iterator[Call]:
        middle = len(messages) // 2
        if not middle:
            met.append(messages[0])
        for half in (messages[middle:], messages[:middle]) if middle else ():
            if len(met) < STUCK:
                yield delete_all(chat, half, met)

    return Call("deleteMessages", _body(chat_id=chat, message_ids=list(messages)), halves)


def leave(chat: int) -> Call:
    """Out of a group or channel."""
    return Call("leaveChat", _body(chat_id=chat))


def _body(**fields: Any) -> bytes:
    return _encode(fields).encode("utf-8", "replace")


class Screens:
    """Messages as the end of a JSON body. Of one that comes again as the same object, only the token is put in."""

    def __init__(self) -> None:
        self._kept: WeakKeyDictionary[Message, list[bytes]] = WeakKeyDictionary()

    def ending(self, given: Shown) -> bytes:
        """A message with its token."""
        pieces = self._kept.get(given.message)
        if pieces is None:
            pieces = self._kept[given.message] = shown(given.message).split(_HOLE)
        return given.sealed.encode().join(pieces)

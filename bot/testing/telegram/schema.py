"""The methods that the stub knows, with their fields, and the check of a call against them.

Bot API 10.0. Telegram reads scalars leniently (a number as text, "yes" for a boolean) and ignores unknown fields. The
stub takes what Telegram's manual promises and nothing else, since what is ignored there is a mistake here.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum

from bot.testing.telegram.refusals import NO_METHOD, bad_request

Fields = Mapping[str, object]


class Kind(Enum):
    """What a field holds. The value is Telegram's word for it."""

    INTEGER = "Integer"
    BOOLEAN = "Boolean"
    STRING = "String"
    CHAT = "Integer or String"
    OBJECT = "Object"
    ARRAY = "Array"
    FILE = "InputFile"


@dataclass(frozen=True, slots=True)
class Method:
    """A method: its name as written in the manual, and the kind of each field."""

    name: str
    fields: Mapping[str, Kind]


_SHORT = {
    "i": Kind.INTEGER,
    "b": Kind.BOOLEAN,
    "s": Kind.STRING,
    "c": Kind.CHAT,
    "o": Kind.OBJECT,
    "a": Kind.ARRAY,
    "f": Kind.FILE,
}
_SCOPE = "scope:o language_code:s"
_TEXT = "text:s parse_mode:s entities:a link_preview_options:o disable_web_page_preview:b"
_MESSAGE = "business_connection_id:s chat_id:c message_id:i inline_message_id:s"

_TABLE = {
    "getMe": "",
    "getUpdates": "offset:i limit:i timeout:i allowed_updates:a",
    "setWebhook": "url:s certificate:f ip_address:s max_connections:i allowed_updates:a drop_pending_updates:b "
    "secret_token:s",
    "deleteWebhook": "drop_pending_updates:b",
    "getWebhookInfo": "",
    "sendMessage": "business_connection_id:s chat_id:c message_thread_id:i direct_messages_topic_id:i "
    f"{_TEXT} disable_notification:b protect_content:b allow_paid_broadcast:b message_effect_id:s "
    "suggested_post_parameters:o reply_parameters:o reply_to_message_id:i allow_sending_without_reply:b reply_markup:o",
    "editMessageText": f"{_MESSAGE} {_TEXT} reply_markup:o",
    "editMessageReplyMarkup": f"{_MESSAGE} reply_markup:o",
    "answerCallbackQuery": "callback_query_id:s text:s show_alert:b url:s cache_time:i",
    "deleteMessage": "chat_id:c message_id:i",
    "deleteMessages": "chat_id:c message_ids:a",
    "answerInlineQuery": "inline_query_id:s results:a cache_time:i is_personal:b next_offset:s button:o",
    "getChat": "chat_id:c",
    "leaveChat": "chat_id:c",
    "setMyCommands": f"commands:a {_SCOPE}",
    "getMyCommands": _SCOPE,
    "deleteMyCommands": _SCOPE,
    "setMyName": "name:s language_code:s",
    "getMyName": "language_code:s",
    "setMyDescription": "description:s language_code:s",
    "getMyDescription": "language_code:s",
    "setMyShortDescription": "short_description:s language_code:s",
    "getMyShortDescription": "language_code:s",
    "setChatMenuButton": "chat_id:i menu_button:o",
    "getChatMenuButton": "chat_id:i",
    "logOut": "",
    "close": "",
}


def _method(name: str, fields: str) -> Method:
    pairs = (field.split(":") for field in fields.split())
    return Method(name, {field: _SHORT[kind] for field, kind in pairs})


METHODS = {name.lower(): _method(name, fields) for name, fields in _TABLE.items()}
"""By name in small letters: Telegram does not mind capitals."""


def find_method(name: str) -> Method:
    """The method with this name.

    Raises:
        Refusal: there is none.
    """
    found = METHODS.get(name.lower())
    if found is None:
        raise NO_METHOD
    return found


def read_fields(method: Method, given: Fields) -> dict[str, object]:
    """The fields of a call, each as the kind that it is; those that are empty are left out.

    given: values of a JSON body, or texts of a form.

    Raises:
        Refusal: a field is unknown or of another kind.
    """
    read: dict[str, object] = {}
    for name, value in given.items():
        kind = method.fields.get(name)
        if kind is None:
            raise bad_request(f'unknown field "{name}"')
        if value is None or value == "":
            continue
        read[name] = _READERS[kind](name, value)
    return read


def _wrong(name: str, kind: Kind) -> Exception:
    return bad_request(f'field "{name}" must be of type {kind.value}')


def _integer(name: str, value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and value.strip().lstrip("-").isdecimal():
        return int(value)
    raise _wrong(name, Kind.INTEGER)


def _boolean(name: str, value: object) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.lower() in {"true", "false"}:
        return value.lower() == "true"
    raise _wrong(name, Kind.BOOLEAN)


def _string(name: str, value: object) -> str:
    if isinstance(value, str):
        return value
    raise _wrong(name, Kind.STRING)


def _chat(name: str, value: object) -> int | str:
    if isinstance(value, str) and value.startswith("@"):
        return value
    try:
        return _integer(name, value)
    except Exception as wrong:
        raise bad_request("chat not found") from wrong


def _file(name: str, value: object) -> object:
    return value


def _decoded(name: str, value: object, kind: Kind, wanted: type) -> object:
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            what = "reply keyboard markup" if name == "reply_markup" else name
            raise bad_request(f"can't parse {what} JSON object") from None
    if not isinstance(value, wanted):
        if name == "reply_markup":
            raise bad_request("object expected as reply markup")
        raise _wrong(name, kind)
    return value


_READERS: dict[Kind, Callable[[str, object], object]] = {
    Kind.INTEGER: _integer,
    Kind.BOOLEAN: _boolean,
    Kind.STRING: _string,
    Kind.CHAT: _chat,
    Kind.FILE: _file,
    Kind.OBJECT: lambda name, value: _decoded(name, value, Kind.OBJECT, dict),
    Kind.ARRAY: lambda name, value: _decoded(name, value, Kind.ARRAY, list),
}

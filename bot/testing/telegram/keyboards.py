"""Inline keyboards: what the Bot API takes, and what is refused."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.testing.telegram.refusals import Refusal, bad_request

MAX_DATA = 64
"""Bytes of callback data (Bot API, InlineKeyboardButton)."""
MAX_BUTTONS, MAX_IN_ROW = 100, 8
"""Buttons of a keyboard and of one row; Telegram's manual does not tell them, its users' reports do."""
MAX_SIZE = 10_000
"""Bytes of the whole keyboard as JSON; also from reports (tginfo/Telegram-Limits #187)."""
MAX_LABEL = 255
"""Characters of a label that the stub takes; Telegram shows about 30 on a phone and cuts the rest."""
KINDS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
)
"""Fields of which a button has exactly one."""
MORE = frozenset(("text", "icon_custom_emoji_id", "style"))
URL = re.compile(r"(https?://[^\s/?#.]+(\.[^\s/?#.]+)+|tg://\S|https?://localhost).*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Button:
    """An inline button. kind: the field that says what it does; value: that field's text."""

    label: str
    kind: str
    value: str

    @property
    def data(self) -> str:
        """What comes back when it is pressed; empty for links and the like."""
        return self.value if self.kind == "callback_data" else ""

    def json(self) -> dict[str, str]:
        """As the Bot API shows it."""
        return {"text": self.label, self.kind: self.value}


Rows = tuple[tuple[Button, ...], ...]


def read_markup(markup: object) -> Rows:
    """A `reply_markup` → rows of buttons; none when it is no inline keyboard.

    Raises:
        Refusal: as Telegram refuses it.
    """
    if markup is None or markup == "":
        return ()
    if not isinstance(markup, Mapping):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" not in markup:
        return ()
    given = markup["inline_keyboard"]
    if not isinstance(given, list):
        raise bad_request('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array')
    if not all(isinstance(row, list) for row in given):
        raise bad_request('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays')
    rows = tuple(tuple(_button(button) for button in row) for row in given)
    size = len(json.dumps(given, ensure_ascii=False, separators=(",", ":")).encode())
    if sum(map(len, rows)) > MAX_BUTTONS or any(len(row) > MAX_IN_ROW for row in rows) or size > MAX_SIZE:
        raise bad_request("reply markup is too long")
    return tuple(row for row in rows if row)


def _button(given: object) -> Button:
    if not isinstance(given, Mapping):
        raise _fault("InlineKeyboardButton must be an Object")
    for name in given:
        if name not in MORE and name not in KINDS:
            raise _fault(f'unknown field "{name}"')
    label = given.get("text")
    if label is None:
        raise _fault('Can\'t find field "text"')
    if not isinstance(label, str):
        raise _fault('Field "text" must be of type String')
    if not label.strip():
        raise bad_request("BUTTON_TEXT_INVALID")
    if len(label) > MAX_LABEL:
        raise bad_request("BUTTON_TEXT_INVALID")
    kinds = [kind for kind in KINDS if given.get(kind) not in {None, ""}]
    if not kinds:
        raise _fault("Text buttons are unallowed in the inline keyboard")
    if len(kinds) > 1:
        raise bad_request("BUTTON_TYPE_INVALID")
    value = given[kinds[0]]
    if kinds[0] in {"url", "callback_data"} and not isinstance(value, str):
        raise _fault(f'Field "{kinds[0]}" must be of type String')
    return _limited(Button(label, kinds[0], str(value)))


def _limited(button: Button) -> Button:
    if button.kind == "callback_data" and len(button.value.encode()) > MAX_DATA:
        raise bad_request("BUTTON_DATA_INVALID")
    if button.kind == "url" and not URL.fullmatch(button.value):
        raise bad_request(f"inline keyboard button URL '{button.value}' is invalid: Wrong HTTP URL")
    return button


def _fault(what: str) -> Refusal:
    return bad_request(f"can't parse inline keyboard button: {what}")

"""A posted form → a press. Strict: what a page of ours would not send is not read at all.

Fields (all plain letters, so nothing is ever percent-encoded):
  t   the sealed token, 62 characters; empty on a page that has none
  c   the pressed button's move, two characters
  o   a ticked box's move, two characters, once for each tick
"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl

from bot.conversation.messages import Control, Press, read_move, write_move

BINDING = b"web"
MAX_BODY = 16 * 1024
"""Bytes. A page's own form is below 1 KiB; the rest is room for nobody knows what."""
MAX_TICKS = 64
FORM = "application/x-www-form-urlencoded"

_PLAIN = re.compile(r"t=([A-Za-z0-9_-]{62})&c=([A-Za-z0-9_-]{2})")
_SEALED = re.compile(rb"(?:[A-Za-z0-9_-]{62})?")
DONE = write_move(Control.DONE.value)


def is_form(content_type: str) -> bool:
    """Whether a Content-Type header names the one type that is read; a charset may follow."""
    return content_type == FORM or content_type.partition(";")[0].strip().lower() == FORM


def read_form(body: bytes) -> Press | None:
    """The press in a body, None when it is none.

    Ticks come with every button of a page with boxes: also one who jumps away, or changes the language, has said
    them. With DONE an empty set is a set too.
    """
    # Nearly every press looks like this: no ticks, fields in the page's order.
    plain = _PLAIN.fullmatch(body.decode("latin-1"))
    if plain is not None and plain[2] != DONE:
        return Press(plain[1], plain[2], BINDING, None)
    sealed = move = b""
    ticks = 0
    seen = set()
    for pair in body.split(b"&", MAX_TICKS + 2):
        name, equals, value = pair.partition(b"=")
        if not equals or (name != b"o" and name in seen):
            return None
        seen.add(name)
        if name == b"t" and _SEALED.fullmatch(value):
            sealed = value
        elif name == b"c" and len(value) == 2:
            move = value
        elif name == b"o" and (tick := _tick(value)) is not None:
            ticks |= 1 << tick
        else:
            return None
    if b"t" not in seen or b"c" not in seen or read_move(text := move.decode("latin-1")) is None:
        return None
    return Press(sealed.decode("ascii"), text, BINDING, ticks if ticks or text == DONE else None)


def _tick(value: bytes) -> int | None:
    number = read_move(value.decode("latin-1"))
    return number if number is not None and number < MAX_TICKS else None


def read_fields(body: bytes, names: str, needed: str, most: int) -> dict[str, str] | None:
    """The fields of a posted form; None when it is not one that a page of ours would send.

    names: the letters that fields are called by. needed: the one that is always there. most: characters of a value.
    """
    try:
        pairs = parse_qsl(
            body.decode("ascii"),
            keep_blank_values=True,
            strict_parsing=True,
            errors="strict",
            max_num_fields=len(names),
        )
    except ValueError:
        return None
    form = dict(pairs)
    fits = needed in form and len(form) == len(pairs) and all(name in names and len(name) == 1 for name in form)
    return form if fits and all(len(value) <= most for value in form.values()) else None

"""The text of a message: what a call gives, read and measured as Telegram does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.testing.telegram.entities import Entity, parse_html, units
from bot.testing.telegram.refusals import bad_request

MAX_TEXT = 4096
"""UTF-16 units of a text after its entities were read. Telegram says characters; the stricter reading holds here."""

Fields = Mapping[str, Any]


def read_text(fields: Fields) -> tuple[str, tuple[Entity, ...]]:
    """The text of a call and its entities, without white space at both ends.

    Raises:
        Refusal: it is empty, or its marks are wrong.
    """
    text = fields.get("text", "")
    if not text.strip():
        raise bad_request("message text is empty")
    mode = fields.get("parse_mode", "").lower()
    if mode not in {"", "none", "html"}:
        if mode in {"markdown", "markdownv2"}:
            raise bad_request("unsupported parse_mode (the stub reads HTML alone)")
        raise bad_request("unsupported parse_mode")
    if mode == "html":
        text, entities = parse_html(text)
    else:
        entities = tuple(_entity(given) for given in fields.get("entities", ()))
    text, entities = _trimmed(text, entities)
    if not text:
        raise bad_request("message text is empty")
    return text, entities


def _entity(given: object) -> Entity:
    if not isinstance(given, Mapping):
        raise bad_request("can't parse MessageEntity: expected an Object")
    for name in ("offset", "length"):
        if not isinstance(given.get(name), int):
            raise bad_request(f'can\'t parse MessageEntity: Field "{name}" must be of type Number')
    argument = given.get("url") or given.get("language") or given.get("custom_emoji_id") or ""
    return Entity(str(given.get("type")), int(given["offset"]), int(given["length"]), str(argument))


def _trimmed(text: str, entities: tuple[Entity, ...]) -> tuple[str, tuple[Entity, ...]]:
    """Telegram takes white space from both ends, and shortens entities by it."""
    kept = text.strip()
    before = units(text[: len(text) - len(text.lstrip())])
    most = units(kept)
    moved = []
    for entity in entities:
        start, end = max(0, entity.offset - before), min(most, entity.offset - before + entity.length)
        if start < end:
            moved.append(replace(entity, offset=start, length=end - start))
    return kept, tuple(moved)


def limit(text: str, complaint: str) -> None:
    """Refuse a text that is too long, in these words."""
    if units(text) > MAX_TEXT:
        raise bad_request(complaint)

"""Telegram's HTML → plain text and entities, with Telegram's own complaints.

Follows the reader of TDLib (`parse_html` in MessageEntity.cpp) step by step, since a text that passes here has to pass
there: which tags there are, what may stand in them, and that offsets in complaints are bytes while offsets of entities
are UTF-16 code units. `expandable` of a blockquote, which came later than the version that was read, is from the Bot
API's manual.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.testing.telegram.refusals import Refusal, bad_request

KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}
"""Tag → type of the entity."""
NAMED = {b"lt": "<", b"gt": ">", b"amp": "&", b"quot": '"'}
CHARACTER = re.compile(rb"&(?:#x([0-9a-fA-F]*)|#([0-9]*)|([a-zA-Z]*));?")
BARE = re.compile(rb"[A-Za-z0-9.-]*")
SPACE = b" \t\n\v\f\r"
VALUED = {"a": "href", "code": "class", "span": "class", "tg-emoji": "emoji-id"}
EXPANDABLE = "expandable"


@dataclass(frozen=True, slots=True)
class Entity:
    """A stretch of text that is special. offset, length: UTF-16 code units. argument: address, language or number."""

    type: str
    offset: int
    length: int
    argument: str = ""

    def json(self) -> dict[str, object]:
        """As the Bot API shows it."""
        more = {"text_link": "url", "pre": "language", "custom_emoji": "custom_emoji_id"}.get(self.type)
        shown: dict[str, object] = {"offset": self.offset, "length": self.length, "type": self.type}
        return {**shown, more: self.argument} if more and self.argument else shown


@dataclass(frozen=True, slots=True)
class Open:
    """A tag that waits for its end. at: UTF-16 offset in the text so far; start: index of the first part inside."""

    tag: str
    argument: str
    at: int
    start: int


def units(text: str) -> int:
    """Length in UTF-16 code units, as Telegram counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def parse_html(html: str) -> tuple[str, tuple[Entity, ...]]:
    """The text without its tags, and the entities by place.

    Raises:
        Refusal: as Telegram refuses it.
    """
    reader = _Reader(html.encode())
    reader.read()
    # The widest first where two begin together, as Telegram sorts them.
    return "".join(reader.text), tuple(sorted(reader.entities, key=lambda e: (e.offset, -e.length)))


def _fault(what: str) -> Refusal:
    return bad_request(f"can't parse entities: {what}")


class _Reader:
    """Walks through the bytes once."""

    def __init__(self, source: bytes) -> None:
        self.source = source
        self.at = 0
        self.length = 0
        self.text: list[str] = []
        self.entities: list[Entity] = []
        self.open: list[Open] = []

    def read(self) -> None:
        while self.at < len(self.source):
            if self.source[self.at : self.at + 2] == b"</":
                self.end_tag()
            elif self.source[self.at] == ord("<"):
                self.start_tag()
            else:
                self.plain()
        if self.open:
            raise _fault(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')

    def plain(self) -> None:
        """Text up to the next tag or character reference."""
        character, after = _character(self.source, self.at)
        if not character:
            stops = [found for mark in b"<&" if (found := self.source.find(mark, self.at + 1)) >= 0]
            after = min(stops, default=len(self.source))
            character = self.source[self.at : after].decode()
        self.at = after
        self.text.append(character)
        self.length += units(character)

    def start_tag(self) -> None:
        begin = self.at
        self.at += 1
        tag = self.until(SPACE + b">").decode().lower()
        if self.at >= len(self.source):
            raise _fault(f"Unclosed start tag at byte offset {begin}")
        if tag not in KINDS:
            raise _fault(f'Unsupported start tag "{tag}" at byte offset {begin}')
        argument = ""
        while (self.skip() or b"") != b">":
            name, value = self.attribute(tag, begin)
            argument = _argument(tag, name, value) or argument
        self.at += 1
        if tag == "span" and argument != "spoiler":
            raise _fault(f'Tag "span" must have class "tg-spoiler" at byte offset {begin}')
        self.open.append(Open(tag, argument, self.length, len(self.text)))

    def attribute(self, tag: str, begin: int) -> tuple[str, str]:
        """An attribute's name and value."""
        name = self.until(SPACE + b"=>").decode().lower()
        if not name:
            raise _fault(f'Empty attribute name in the tag "{tag}" at byte offset {begin}')
        following = self.skip()
        if following != b"=":
            if tag == "blockquote" and name == EXPANDABLE and following:
                return name, ""
            raise _fault(
                f'Expected equal sign in declaration of an attribute of the tag "{tag}" at byte offset {begin}'
            )
        self.at += 1
        quote = self.skip()
        if not quote:
            raise _fault(f'Unclosed start tag "{tag}" at byte offset {begin}')
        if quote not in {b"'", b'"'}:
            return name, self.bare()
        self.at += 1
        value: list[str] = []
        while self.at < len(self.source) and self.source[self.at : self.at + 1] != quote:
            character, self.at = _character(self.source, self.at)
            if not character:
                value.append(self.until(quote + b"&", past=1).decode())
            value.append(character)
        self.at += 1
        if self.at >= len(self.source):
            raise _fault(f"Unclosed start tag at byte offset {begin}")
        return name, "".join(value)

    def bare(self) -> str:
        """A value without quotes."""
        found = BARE.match(self.source, self.at)
        assert found  # it matches nothing, too
        begin, self.at = self.at, found.end()
        if self.source[self.at : self.at + 1] not in {*(bytes([space]) for space in SPACE), b">"}:
            raise _fault(f"Unexpected end of name token at byte offset {begin}")
        return found[0].decode().lower()

    def end_tag(self) -> None:
        begin = self.at
        if not self.open:
            raise _fault(f"Unexpected end tag at byte offset {begin}")
        self.at += 2
        tag = self.until(SPACE + b">").decode().lower()
        if self.skip() != b">":
            raise _fault(f"Unclosed end tag at byte offset {begin}")
        self.at += 1
        opened = self.open.pop()
        if tag and tag != opened.tag:
            raise _fault(f'Unmatched end tag at byte offset {begin}, expected "</{opened.tag}>", found "</{tag}>"')
        if self.length > opened.at:
            self.close(opened)

    def close(self, opened: Open) -> None:
        """The entity between a tag and its end."""
        kind, argument = KINDS[opened.tag], "" if opened.tag == "span" else opened.argument
        if kind == "text_link":
            argument = argument or "".join(self.text[opened.start :])
            if not re.match(r"(https?|tg|ton|mailto|tel)://?\S|(mailto|tel):\S|[\w-]+(\.[\w-]+)+", argument):
                return  # Telegram drops a link that leads nowhere, and says nothing
        if kind == "custom_emoji" and not argument.isdecimal():
            raise bad_request("invalid custom emoji identifier specified")
        if kind == "blockquote" and argument == EXPANDABLE:
            kind, argument = "expandable_blockquote", ""
        if kind == "pre" and self.entities:
            last = self.entities[-1]
            if (last.type, last.offset, last.length) == ("code", opened.at, self.length - opened.at) and last.argument:
                argument = self.entities.pop().argument
        self.entities.append(Entity(kind, opened.at, self.length - opened.at, argument))

    def until(self, marks: bytes, past: int = 0) -> bytes:
        """Bytes up to one of the marks or the end. past: take so many without looking."""
        begin = self.at
        self.at += past
        while self.at < len(self.source) and self.source[self.at] not in marks:
            self.at += 1
        return self.source[begin : self.at]

    def skip(self) -> bytes:
        """Go past white space; the byte that follows, empty at the end."""
        while self.at < len(self.source) and self.source[self.at] in SPACE:
            self.at += 1
        return self.source[self.at : self.at + 1]


def _character(source: bytes, at: int) -> tuple[str, int]:
    """The character that a reference stands for, and where it ends; empty when nothing such stands here."""
    found = CHARACTER.match(source, at)
    if not found:
        return "", at
    hexadecimal, decimal, name = found.groups()
    if name is not None:
        return NAMED.get(name, ""), found.end() if name in NAMED else at
    code = int(hexadecimal or b"0", 16) if hexadecimal is not None else int(decimal or b"0")
    if not 0 < code < 0x10FFFF or 0xD800 <= code <= 0xDFFF or len(found[0].rstrip(b";")) >= 10:
        return "", at
    return chr(code), found.end()


def _argument(tag: str, name: str, value: str) -> str:
    """What an attribute says of its tag; empty when nothing."""
    if tag == "blockquote" and name == EXPANDABLE:
        return EXPANDABLE
    if VALUED.get(tag) != name:
        return ""
    start = {"code": "language-", "span": "tg-"}.get(tag, "")
    return value.removeprefix(start) if value.startswith(start) else ""

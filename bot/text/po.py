"""PO text → messages. What editors of translations write is read at once; all else, and every fault, by Babel's reader.

Babel reads a file line by line, which was a third of what each start of the program costs. The plain form that editors
and `fragestod text merge` write (UTF-8, one singular text a message) is one regular expression; where a file has
anything that this does not know, Babel reads the whole of it and has the word.
"""

from __future__ import annotations

import io
import re
from codecs import BOM_UTF8
from functools import lru_cache
from typing import NamedTuple

_WORDS = r'"[^"\\\n]*(?:\\.[^"\\\n]*)*"(?:\n"[^"\\\n]*(?:\\.[^"\\\n]*)*")*'
_MESSAGE = re.compile(
    rf"""^(?:msgctxt[ ](?P<context>{_WORDS})\n)?(?P<at>msgid[ ])(?P<id>{_WORDS})\nmsgstr[ ](?P<string>{_WORDS})$""",
    re.MULTILINE | re.VERBOSE,
)
_LINE = re.compile(r'\s*(?:(?:msgctxt|msgid|msgid_plural|msgstr(?:\[\d\])?)\s+)?"(?:[^"\\]|\\.)*"\s*')
_BETWEEN = re.compile(r"\s*(?:#[^\n]*(?:\n\s*|\Z))*")
_FUZZY = re.compile(r"^#,.*\bfuzzy\b", re.MULTILINE)
_ESCAPED = re.compile(r"\\(.)")
_MEANS = {"n": "\n", "t": "\t", "r": "\r"}


class NotPoError(ValueError):
    """It is no PO text. line: where the reader stumbled, from 1, None when it cannot say."""

    def __init__(self, told: str, line: int | None) -> None:
        super().__init__(told)
        self.line = line


class Message(NamedTuple):
    """A message of a catalogue. id: its text; with a plural form (which is not used here) a tuple. string: its
    translation, "" when there is none. line: where it stands, from 1."""

    context: str
    id: str | tuple[str, ...]
    string: str | tuple[str, ...]
    fuzzy: bool
    line: int


@lru_cache(maxsize=32)
def messages(content: bytes) -> tuple[Message, ...]:
    """The messages of a PO file, without the header and what is obsolete.

    Read once for as long as it is the same: releases share catalogues, and an author saves one file at a time.

    Raises:
        NotPoError, UnicodeDecodeError, ValueError: when it is not a PO file.
    """
    sound = content.removeprefix(BOM_UTF8).replace(b"\r\n", b"\n")
    plain = _plain(sound)
    return _by_babel(sound) if plain is None else plain


def _plain(content: bytes) -> tuple[Message, ...] | None:
    """The messages of a file in the plain form, None for any other."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return None
    if "\r" in text or "charset=utf-8" not in text[:2000].lower():
        return None
    found: dict[tuple[str, str], Message] = {}
    end, line, number = 0, 1, 0
    for match in _MESSAGE.finditer(text):
        between = text[end : match.start()]
        if not _BETWEEN.fullmatch(between) or "#~" in between:
            return None
        line += text.count("\n", end, match.start("at"))
        end = match.start("at")
        context, key, string = match.group("context", "id", "string")
        message = Message(
            _unquoted(context) if context else "", _unquoted(key), _unquoted(string), bool(_FUZZY.search(between)), line
        )
        found[message.context, str(message.id)] = message
        number += 1
        line += text.count("\n", end, match.end())
        end = match.end()
    if number != len(found) or ("", "") not in found or not _BETWEEN.fullmatch(text[end:]):
        return None
    del found["", ""]
    return tuple(found.values())


def _unquoted(words: str) -> str:
    """What stands between the quotation marks of one or more lines."""
    text = words[1:-1] if "\n" not in words else "".join([part[1:-1] for part in words.split("\n")])
    return _ESCAPED.sub(lambda match: _MEANS.get(match[1], match[1]), text) if "\\" in text else text


def _by_babel(content: bytes) -> tuple[Message, ...]:
    from babel.messages.pofile import PoFileError, read_po  # costs every start, and is seldom needed

    _refuse(content)
    try:
        catalogue = read_po(io.BytesIO(content), abort_invalid=True)
    except PoFileError as error:
        raise NotPoError(str(error), error.lineno + 1) from error
    except LookupError as error:  # a charset that nobody knows
        raise NotPoError(str(error), None) from error
    return tuple(
        Message(message.context or "", _each(message.id), _each(message.string), message.fuzzy, message.lineno or 0)
        for message in catalogue
        if message.id
    )


def _refuse(content: bytes) -> None:
    """What Babel's reader would guess at: it cuts the last letter off where a quotation mark is missing, and lets the
    last of two messages of one text win.

    Raises:
        NotPoError: at the first such line.
    """
    text = content.decode("utf-8", "replace")
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip() and not line.lstrip().startswith("#") and not _LINE.fullmatch(line):
            raise NotPoError("a line is neither a note, a keyword nor a text in quotation marks", number)
    first: dict[tuple[str | None, str], int] = {}
    number, end = 1, 0
    for match in _MESSAGE.finditer(text):
        number, end = number + text.count("\n", end, match.start("at")), match.start("at")
        known = first.setdefault((match["context"], match["id"]), number)
        if known != number:
            raise NotPoError(f"a text stands twice, first on line {known}", number)


def _each(text: str | tuple[str, ...] | list[str] | None) -> str | tuple[str, ...]:
    return text or "" if isinstance(text, str) or text is None else tuple(text)

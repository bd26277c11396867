"""PO files in the form in which nearly all are saved, read at a sixth of the library's cost.

`entries` knows one strict form: a header, then entries of comments, context, id and one translation, in lines that
escape what gettext escapes. Whatever else a PO file may be (plurals, two entries of one key, another charset, a fault)
is not read here: the answer is None, and the library reads the file. A test holds the two against each other.
"""

from __future__ import annotations

import io
import re
from typing import NamedTuple

from babel.messages.pofile import read_po

LINE = r'"[^"\\\n]*+(?:\\[\\nrt"][^"\\\n]*+)*+"'
TEXT = rf"{LINE}\n(?:{LINE}\n)*+"
OLD = rf"{LINE}\n(?:\#~[ ]{LINE}\n)*+"
ENTRY = re.compile(
    rf"""
    ( (?: \#[^~\n\u2068\u2069][^\n\u2068\u2069]*+\n | \n | \#\n )*+ )  # \u2068 and \u2069 quote names of files
    (?: (?: msgctxt[ ]({TEXT}) )? ()msgid[ ]({TEXT}) msgstr[ ]({TEXT})
      | (?: \#~[ ]msgctxt[ ]{OLD} )? \#~[ ]msgid[ ]{OLD} \#~[ ]msgstr[ ]{OLD} )
    """,
    re.VERBOSE,
)
"""Comments, context, where the id begins, id, translation; the last four are None in an entry out of use."""
BETWEEN = re.compile(r'"\n"')
ESCAPED = re.compile(r'\\([\\nrt"])')
MEANT = {"n": "\n", "r": "\r", "t": "\t"}
UTF_8 = frozenset({"utf-8", "utf8"})


class Entry(NamedTuple):
    """One entry that is in use. context: "" without one. line: of its id, from 1."""

    context: str
    key: str
    text: str
    fuzzy: bool
    line: int


def entries(content: bytes) -> tuple[Entry, ...] | None:
    """The entries of a PO file without its header, in the file's order; None when it is not in the plain form.

    Raises:
        PoFileError, ValueError: when the library cannot read the header.
    """
    try:
        file = content.decode() if content.endswith(b"\n") else content.decode() + "\n"
    except UnicodeDecodeError:
        return None
    head = ENTRY.match(file)
    if head is None or head[2] or not head[4] or _unquoted(head[4]):
        return None
    if read_po(io.BytesIO(head[0].encode()), abort_invalid=True).charset.lower() not in UTF_8:
        return None
    found: dict[tuple[str, str], Entry] = {}
    end, counted, line = head.end(), 0, 1
    while entry := ENTRY.match(file, end):
        end = entry.end()
        comments, context, _, key, text = entry.groups()
        if key is None:
            continue
        begin = entry.start(3)
        line += file.count("\n", counted, begin)
        counted = begin
        name = _unquoted(context) if context else "", _unquoted(key)
        if not name[1] or name in found:
            return None
        found[name] = Entry(*name, _unquoted(text), "#," in comments and _is_fuzzy(comments), line)
    return None if file[end:].strip("\n") else tuple(found.values())


def _unquoted(lines: str) -> str:
    """Quoted lines → the text that they say."""
    text = lines[1:-2]
    if "\n" in text:
        text = BETWEEN.sub("", text)
    return ESCAPED.sub(lambda found: MEANT.get(found[1], found[1]), text) if "\\" in text else text


def _is_fuzzy(comments: str) -> bool:
    """Whether a line of flags has the flag."""
    lines = (line for line in comments.split("\n") if line.startswith("#,"))
    return any("fuzzy" in (flag.strip() for flag in line[2:].split(",")) for line in lines)

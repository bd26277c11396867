"""Entries → the gettext template that translators begin from; and how any catalogue is written down."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from bot.problem import Span
from bot.text.entry import Entry

NAME = "fragestod.pot"
WIDE = 1_000_000
"""Characters on a line: nothing is wrapped, so that a changed word is one changed line."""
OWN_HEADER = re.compile(rb'^"X-(?!Generator)[^"]*\\n"\n', re.MULTILINE)
"""Header lines of our own, such as X-Review, which the library drops when it reads."""


def template(found: Iterable[Entry], folder: str) -> Catalog:
    """Entries → a template. `folder`: where the dialogs lie, so that an editor can open the place."""
    catalogue = Catalog(project="Frågestöd", version="1", last_translator="none", language_team="none", fuzzy=False)
    catalogue.header_comment = "# Texts of Frågestöd. Swedish is the source; see docs/translation.md.\n#"
    for entry in found:
        places = [(_path(span, folder), span.line) for span in entry.where]
        catalogue.add(entry.text, context=entry.context, auto_comments=entry.comments, locations=places)
    return catalogue


def write(catalogue: Catalog, like: bytes = b"") -> bytes:
    """A catalogue as bytes that depend on its texts alone: no clock, no version of a tool.

    like: the file as it was; header lines of our own are kept from it.
    """
    buffer = io.BytesIO()
    write_po(buffer, catalogue, width=WIDE)
    head, mark, tail = buffer.getvalue().partition(b'"Content-Transfer-Encoding: 8bit\\n"\n')
    head = re.sub(rb'^"(POT-Creation-Date|Report-Msgid-Bugs-To): .*\n', b"", head, flags=re.MULTILINE)
    tail = re.sub(rb'\A"Generated-By: .*\n(?:"\\n"\n)?', b"", tail)
    return head + mark + b"".join(OWN_HEADER.findall(like)) + tail


def _path(span: Span, folder: str) -> str:
    return span.file if span.file.startswith("bot/") else f"{folder}/{span.file}"

"""Catalogues as they are written are read at once; all else, and every fault, by Babel's reader, to the same end."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.text import po
from tests.conftest import ROOT

HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
SMALL = ROOT / "locales/fi/LC_MESSAGES/fragestod.po"


@pytest.mark.parametrize(
    "text",
    [
        'msgctxt "a.b"\nmsgid "Hej"\nmsgstr "Hello"\n',
        '# note\n#: a.yaml:3\n#, fuzzy\nmsgctxt "a.b"\nmsgid "Hej"\nmsgstr "Hello"\n\nmsgid "Två"\nmsgstr ""\n',
        'msgid ""\n"rad ett\\n"\n"rad \\"två\\"\\\\\\t"\nmsgstr ""\n"line one\\n"\n"two"\n',
        'msgid "Hej"\nmsgstr "Hello"\n\n#, fuzzy\n#~ msgid "Borta"\n#~ msgstr "Gone"\n',
    ],
)
def test_the_plain_form_is_read_as_babel_reads_it(text: str) -> None:
    """Contexts, lines, escapes, fuzzy marks and what is obsolete."""
    content = (HEADER + text).encode()

    assert po._plain(content) == po._by_babel(content) != ()


def test_a_shipped_catalogue_is_in_the_plain_form() -> None:
    """So that the quick way is the one that is used."""
    content = Path(SMALL).read_bytes()

    assert po._plain(content) == po._by_babel(content)


@pytest.mark.parametrize(
    "text",
    [
        'msgid "Hej"\nmsgid_plural "Hejar"\nmsgstr[0] "Hello"\nmsgstr[1] "Hellos"\n',
        '#, fuzzy\n#~ msgid "Borta"\n#~ msgstr "Gone"\n\nmsgid "Hej"\nmsgstr "Hello"\n',
        'msgid  "Hej"\nmsgstr "Hello"\n',
    ],
)
def test_any_other_form_is_left_to_babel(text: str) -> None:
    """Plural forms and spaces are never half read."""
    content = (HEADER + text).encode()

    assert po._plain(content) is None
    assert po.messages(content) == po._by_babel(content) != ()


def test_a_mark_at_the_beginning_and_other_line_ends_do_no_harm() -> None:
    """As some editors save a file."""
    content = (HEADER + 'msgid "Hej"\nmsgstr "Hello"\n').encode()

    assert po.messages(b"\xef\xbb\xbf" + content.replace(b"\n", b"\r\n")) == po.messages(content)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('msgid "Hej"\nnonsense\n', 6),
        ('msgid "Hej"\nmsgstr "Hello\n', 6),
        ('msgid "Hej"\nmsgstr Hello\n', 6),
        ('msgid "Hej"\nmsgstr "Hello" you\n', 6),
        ('msgid "Hej"\nmsgstr "Hello \\"\n', 6),
        ('msgid "Hej"\nmsgstr "Hello"\n\nmsgid "Hej"\nmsgstr "Hi"\n', 8),
        ('msgid "Hej"\n', 5),
    ],
)
def test_a_fault_has_its_line(text: str, line: int) -> None:
    """What Babel would guess at (a lost mark, a second translation) is told, counted from 1."""
    with pytest.raises(po.NotPoError) as caught:
        po.messages((HEADER + text).encode())
    assert caught.value.line == line


def test_a_charset_that_nobody_knows_is_no_end() -> None:
    """It is a fault of the file."""
    with pytest.raises(po.NotPoError, match="klingon"):
        po.messages((HEADER.replace("utf-8", "klingon") + 'msgid "Hej"\nmsgstr "Hello"\n').encode())

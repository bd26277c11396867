"""The quick reader of PO files: what it reads, the library reads the same; what it does not know, it leaves alone."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from babel.messages.pofile import PoFileError, read_po
from hypothesis import given
from hypothesis import strategies as st

from bot.text.catalogues import shown
from bot.text.plain_po import entries

HEADER = (
    'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Plural-Forms: nplurals=2; plural=n;\\n"\n\n'
)
HELLO = 'msgctxt "hub.need"\nmsgid "Hej"\nmsgstr "Hello"\n'
LINES = (
    HEADER[:-1],
    HELLO[:-1],
    'msgctxt "a"',
    'msgid ""',
    'msgid "Då"',
    'msgid_plural "Hej"',
    'msgstr ""',
    'msgstr "x"',
    'msgstr[0] "x"',
    'msgstr[1] "y"',
    '"två\\n"',
    '"three \\"words\\" \\\\ \\t"',
    '"bad " quote"',
    '"unknown \\a escape"',
    '"open',
    "#",
    "# someone",
    "#. till personal",
    "#: dialogs/hub.yaml:3 b:x",
    "#: \u2068a b",
    "#, fuzzy",
    "#,python-format, fuzzy ",
    '#~ msgctxt "old"',
    '#~ msgid "Förr"',
    '#~ msgstr "Before"',
    '#~ "and more"',
    "#| msgid",
    "",
    "",
    "  ",
    "nonsense",
    "\x0c",
)


def _by_the_library(content: bytes) -> list[tuple[object, ...]]:
    """What an `Entry` holds, of each entry."""
    return [
        (message.context or "", message.id, message.string, message.fuzzy, message.lineno)
        for message in read_po(io.BytesIO(content), abort_invalid=True)
        if message.id
    ]


@given(st.lists(st.sampled_from(LINES), max_size=14), st.booleans(), st.sampled_from(("\n", "\r\n", "")))
def test_what_is_read_here_the_library_reads_the_same(lines: list[str], headed: bool, end: str) -> None:
    """Whatever lines stand in a file: None, or each entry, its words, its flag and its line as the library says."""
    content = ((HEADER if headed else "") + "\n".join(lines) + end).encode()

    found = entries(content)

    assert found is None or list(found) == _by_the_library(content)


def test_every_catalogue_that_ships_is_read_here(root: Path) -> None:
    """The shipped catalogues are in the plain form: none takes the slow way, and each says what the library says."""
    files = sorted((root / "locales").rglob("*.po"))

    assert len(files) > 5
    for file in files:
        content = file.read_bytes()
        found = entries(content)
        assert found is not None, file
        assert list(found) == _by_the_library(content), file


@pytest.mark.parametrize(
    "content",
    [
        HEADER + 'msgid "a"\nmsgid_plural "b"\nmsgstr[0] "x"\nmsgstr[1] "y"\n',
        HEADER + HELLO + HELLO.replace("Hello", "Good day"),
        HEADER + 'msgid "say "hi""\nmsgstr "x"\n',
        HEADER + HELLO.replace("\n", "\r\n"),
        HEADER + "  " + HELLO,
        HEADER + 'msgctxt "a"\n# here?\nmsgid "b"\nmsgstr "x"\n',
        HELLO,
        "\ufeff" + HEADER + HELLO,
    ],
    ids=["plural", "twice", "bare quotes", "windows", "indented", "comment inside", "no header", "mark of order"],
)
def test_another_form_is_left_to_the_library(content: str) -> None:
    """What the quick reader does not know it leaves alone; the library's answer, or its complaint, is the answer."""
    assert entries(content.encode()) is None
    try:
        all_of_it = _by_the_library(content.encode())
    except PoFileError:
        with pytest.raises(PoFileError):
            list(shown(content.encode()))
        return
    one_word = [entry for entry in all_of_it if isinstance(entry[1], str)]
    assert list(shown(content.encode())) == [((context, key), text, line) for context, key, text, _, line in one_word]


def test_another_charset_is_left_to_the_library() -> None:
    """A header of Latin 1 is believed: its letters are read as that, not refused and not mangled."""
    content = (HEADER.replace("utf-8", "latin-1") + HELLO.replace("Hello", "Héllo")).encode("latin-1")

    assert entries(content) is None
    assert [text for _, text, _ in shown(content)] == ["Héllo"]
    assert entries(content.decode("latin-1").encode()) is None

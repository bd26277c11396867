"""Places inside texts: the n-th character of a value is found in the file, however the value is written."""

import string

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dialog.offset import place
from bot.dialog.tree import read

LETTERS = string.ascii_letters + "åäö '\"\\#:-,{}[]!?"
TEXTS = st.text(LETTERS, min_size=1, max_size=60)


def found(source: str, path: tuple[str | int, ...]) -> str:
    """The characters of the source at the places of all characters of a value."""
    tree, problems = read(source, "some.yaml")
    assert tree is not None, problems
    value, lines = tree.at(path), source.split("\n")
    assert isinstance(value, str)
    spans = [tree.inside(path, n) for n in range(len(value))]
    return "".join(lines[span.line - 1][span.column - 1 : span.column] or "\n" for span in spans)


@settings(max_examples=200)
@given(TEXTS.map(str.strip).filter(bool), st.integers(0, 3))
def test_single_quotes_and_plain_texts(text: str, indent: int) -> None:
    """Every character is found, doubled quotes counted once."""
    source = "a: 1\n" + " " * 0 + "b:\n" + " " * (indent + 1) + "c: '" + text.replace("'", "''") + "'\n"
    assert found(source, ("b", "c")) == text


@settings(max_examples=200)
@given(TEXTS)
def test_double_quotes_with_escapes(text: str) -> None:
    """An escape stands for its character; its place is where it begins."""
    escaped = "".join(f"\\x{ord(c):02x}" if c in 'åäö"\\' else c for c in text)
    expected = "".join("\\" if c in 'åäö"\\' else c for c in text)
    assert found(f'b: "{escaped}"\n', ("b",)) == expected


@settings(max_examples=200)
@given(st.lists(st.sampled_from(("alone", "and", "mood", "==", "calm")), min_size=1, max_size=30), st.integers(12, 40))
def test_texts_folded_by_an_editor(words: list[str], width: int) -> None:
    """A text that was wrapped over many lines, in any of the styles, has each word at its place."""
    text = " ".join(words)
    for style in (None, "'", '"', ">", "|"):
        source = yaml.dump({"a": {"when": text}}, default_style=style, width=width, allow_unicode=True)
        tree, problems = read(source, "some.yaml")
        assert tree is not None, problems
        key = next(iter(tree.data)) if isinstance(tree.data, dict) else ""
        at = 0
        for word in words:
            span = tree.inside((key, "when"), at)
            assert source.split("\n")[span.line - 1][span.column - 1 :].startswith(word)
            at += len(word) + 1


@pytest.mark.parametrize(
    ("source", "offset", "expected"),
    [
        ("plain", 3, (1, 4)),
        ("'it''s'", 2, (1, 4)),
        ("'it''s'", 3, (1, 6)),
        ('"a\\u00e5b"', 2, (1, 9)),
        ('"a\\tb"', 2, (1, 5)),
        ("one\n  two", 3, (1, 4)),
        ("one\n  two", 4, (2, 3)),
        ("one  \n\n\n  two", 5, (4, 3)),
        ('"one\\\n  two"', 3, (2, 3)),
        (">-\n  one\n  two", 4, (3, 3)),
        ("|\n\n  one\n  two", 4, (4, 3)),
        ("|\n  one\n    two", 4, (3, 3)),
        ("one\r\n  two", 4, (2, 3)),
        ("plain", 5, (1, 6)),
        ("plain", 99, (1, 6)),
    ],
)
def test_each_style_has_its_way_of_counting(source: str, offset: int, expected: tuple[int, int]) -> None:
    """One line for each style; an offset behind the end is the end."""
    assert place(source, 0, offset) == expected

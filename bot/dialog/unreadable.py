"""Text that is no YAML → problems in an author's words. libyaml's own words are kept where none of ours fit."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import takewhile
from typing import Any

import yaml

from bot.problem import Problem, Span

INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]|\r(?!\n)")
"""What YAML forbids, and what it takes for a line's end where editors do not."""

INDENTATION = "begin the line in the same column as its neighbours; use spaces"
QUOTES = "put the whole text in quotes: '…'"
WORDS = {
    "mapping values are not allowed in this context": ("a “: ” stands inside a text", QUOTES + " or " + INDENTATION),
    "found character that cannot start any token": ("a text cannot begin with this character", QUOTES),
    "could not find expected ':'": ("a “:” is missing after this key", "write “key: value”; " + INDENTATION),
    "did not find expected key": ("this line does not fit the ones above it", INDENTATION),
    "did not find expected '-' indicator": (
        "this line does not fit the list above it",
        "begin it with “- ”; " + INDENTATION,
    ),
    "block sequence entries are not allowed in this context": (
        "a list cannot begin here",
        "begin it on a line of its own",
    ),
    "did not find expected ',' or ']'": ("a “[” is never closed, or a comma is missing", "write [a, b]"),
    "did not find expected ',' or '}'": (
        "a “{” is never closed, or a comma is missing",
        "write {key: value, key: value}",
    ),
    "found unexpected end of stream": (
        "a quotation mark is never closed",
        "write the same mark at the end of the text",
    ),
    "did not find expected node content": ("a value is missing before this character", QUOTES),
    "found unknown escape character": ("“\\” has a meaning of its own in double quotes", "use single quotes"),
    "found unknown directive name": ("a line cannot begin with “%”", "remove the line"),
    "did not find expected <document start>": ("this line does not fit the ones above it", INDENTATION),
}
"""libyaml's words → ours and the hint."""
AT_ITS_BEGINNING = (
    "found unexpected end of stream",
    "did not find expected ',' or ']'",
    "did not find expected ',' or '}'",
)
"""Faults that show only later: the place to look at is where the thing began."""


def has_foreign_breaks(text: str) -> bool:
    """Whether characters stand here that libyaml takes for a line's end, or leaves out, and editors do not."""
    return any(character in text for character in "\x85\u2028\u2029\ufeff") or text.count("\r") != text.count("\r\n")


def invisible(text: str, file: str) -> Iterator[Problem]:
    """Each character that may not stand in a file."""
    for match in INVISIBLE.finditer(text):
        line, column = text.count("\n", 0, match.start()) + 1, match.start() - text.rfind("\n", 0, match.start())
        what = f"an invisible character (U+{ord(match[0]):04X}) stands here"
        yield Problem("Y008", Span(file, line, column), what, "delete it; save the file as plain UTF-8 text")


def split_letters(text: str, file: str) -> Iterator[Problem]:
    """Whether letters are written as two characters, as a system for file names or a PDF gives them: they look like
    other letters, and are not the same. Told once, where the first stands."""
    if unicodedata.is_normalized("NFC", text):
        return
    wrong = [(number, line) for number, line in enumerate(text.split("\n"), 1) if _joined(line) != line]
    number, line = wrong[0]
    alike = takewhile(lambda pair: pair[0] == pair[1], zip(line, _joined(line), strict=False))
    column = sum(1 for _ in alike) + 1
    lines = "1 line" if len(wrong) == 1 else f"{len(wrong)} lines"
    message = f"a letter is written as two characters, on {lines}; this is the first"
    hint = "type it anew, or let the editor save the file with whole letters (Unicode NFC)"
    yield Problem("Y011", Span(file, number, column), message, hint)


def _joined(line: str) -> str:
    return unicodedata.normalize("NFC", line)


def explained(error: yaml.MarkedYAMLError, text: str, file: str) -> Problem:
    """What libyaml stumbled over, and where."""
    stumbled = str(error.problem)
    mark: Any = error.problem_mark or error.context_mark
    if stumbled in AT_ITS_BEGINNING and error.context_mark:
        mark = error.context_mark
    if mark is None:
        return Problem("Y001", Span(file), f"not valid YAML: {stumbled}")
    where = Span(file, mark.line + 1, mark.column + 1)
    if text[mark.index : mark.index + 1] == "\t":
        return Problem("Y001", where, "a tab stands here", "indent with spaces")
    if stumbled == "did not find expected key" and text[mark.index - 1 : mark.index] in ("'", '"'):
        return Problem("Y001", where, "the quotation mark before this ended the text", "write it twice ('') inside '…'")
    message, hint = WORDS.get(
        stumbled, ("not valid YAML: " + " ".join(filter(None, (error.context, stumbled))), INDENTATION)
    )
    return Problem("Y001", where, message, hint)

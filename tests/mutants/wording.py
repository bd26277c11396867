"""Faults in a translation: a PO file, a list of one text as its tree, is changed as a translator would."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from tests.mutants.guides import Shared
from tests.mutants.trees import Edit, Tree

LINES = r'(?:"[^\n]*"\n)+'
LANGUAGE = re.compile(r'^"Language: ([a-z]+)', re.MULTILINE)
ENTRY = re.compile(rf'^msgctxt "(?P<context>[^"]*)"\nmsgid (?P<id>{LINES})msgstr (?P<text>{LINES})', re.MULTILINE)


def _each(content: Tree, told: str, change: Callable[[re.Match[str]], str | None]) -> Iterator[Edit]:
    """An edit for each entry that the change can be made in. change: the entry → its new lines."""
    for match in ENTRY.finditer(content[0]):
        lines = change(match)
        if lines is not None and lines != match[0]:
            place = f"{match['context']}: {match['id'].strip()[:40]}"
            yield Edit(place, told, _replacing(match[0], lines))


def _is_whole(content: Tree) -> bool:
    """Whether the catalogue promises every text: in one that is ready for cards alone a text may be missing."""
    return not re.search(r'^"X-Ready: (no|shown)', content[0], re.MULTILINE)


def _replacing(old: str, new: str) -> Callable[[list[str]], None]:
    def change(content: Tree) -> None:
        content[0] = content[0].replace(old, new, 1)

    return change


def _text(match: re.Match[str], new: str) -> str:
    return match[0][: match.start("text") - match.start()] + new


def drop_translation(content: Tree, shared: Shared) -> Iterator[Edit]:
    """A translation is gone."""
    if _is_whole(content):
        yield from _each(content, "no translation", lambda match: _text(match, '""\n'))


def fuzzy_translation(content: Tree, shared: Shared) -> Iterator[Edit]:
    """A translation is only a guess."""
    if _is_whole(content):
        yield from _each(content, "marked fuzzy", lambda match: f"#, fuzzy\n{match[0]}")


def drop_entry(content: Tree, shared: Shared) -> Iterator[Edit]:
    """A text is not in the catalogue at all."""
    if _is_whole(content):
        yield from _each(content, "not in the catalogue", lambda match: "")


def break_translated_placeholder(content: Tree, shared: Shared) -> Iterator[Edit]:
    """A placeholder is translated, lost or misspelt."""
    yield from _each(content, "a placeholder lost", lambda match: _placed(match, ""))
    yield from _each(content, "a placeholder translated", lambda match: _placed(match, "{the number}"))


def _placed(match: re.Match[str], wrong: str) -> str:
    return _text(match, re.sub(r"\{[a-z-]+\}", wrong, match["text"], count=1))


def leak_translated_word(content: Tree, shared: Shared) -> Iterator[Edit]:
    """A word about the subject in the translation of what anyone may see."""
    language = LANGUAGE.search(content[0])
    word = shared.betraying[language[1]][0] if language else ""
    yield from _each(
        content,
        f"says “{word}”",
        lambda match: _text(match, f'{match["text"].rstrip()[:-1]} {word}."\n') if match["context"] in OPEN else None,
    )


OPEN = (
    "hub.need",
    "prepare.room",
    "prepare.free",
    "prepare.limits",
    "prepare.later",
    "company.end",
    "company.hang-up",
    "stop.end",
)
"""Steps that can be seen before the gate, or by somebody who comes in."""

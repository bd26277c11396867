"""The record of who has answered for what: signatures.yaml, in the dialogs or in an organisation's own folder.

A signature binds a person to the *content* of files as they were that day, not to their names: to a fingerprint of
each. What changes afterwards is no longer signed, and nobody has to remember to take a name away. Comments, blank
lines and quotes are no content; the order of steps is. Nothing is ever removed from the record: a signature of an
earlier content tells who answered for it then.

U001  a signature names a file that is not here (warning: it may have been renamed)
U002  a file has changed since it was signed, and nobody signed it anew (warning)
U003  a language signed for is missing, unknown, or given where none belongs
U004  a file needs no signature of this scope
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from bot.dialog.routine_schema import ROUTINE
from bot.dialog.schema import FINGERPRINT, LANGUAGE, Label, Shape
from bot.dialog.shape import open_record
from bot.dialog.tree import Path, Tree, read
from bot.problem import Problem, Severity, Span, nearest

FILE = "signatures.yaml"
ORGANISATION = "organisation.yaml"
NATIONAL = "directory/national.yaml"
AUDIENCES = "directory/audiences.yaml"
LEARNT = "rules/learnt.yaml"
"""Written by the check for itself (see `bot.check.learnt`); nobody answers for it."""
RETIRED = "reviewed"
"""A key of older guides that said who had reviewed them; it is no content."""


class Scope(Enum):
    """What a signature answers for: that it follows the law, is sound care, that the numbers answer, a translation."""

    LAW = "law"
    CLINIC = "clinic"
    NUMBERS = "numbers"
    LANGUAGE = "language"


class Standing(Enum):
    """How a file stands in one scope. CHANGED: it was signed, but not as it is now."""

    SIGNED = "signed"
    CHANGED = "changed"
    UNSIGNED = "unsigned"


@dataclass(frozen=True, slots=True)
class Signature:
    """One person's word. language: its code, "" in other scopes. files: path → fingerprint of what was read."""

    name: str
    role: str
    organisation: str
    day: dt.date
    scope: Scope
    language: str
    files: Mapping[str, str]
    where: Span


class SignatureFile(Shape):
    """One entry of the record."""

    name: Label
    role: Label
    organisation: Label
    date: dt.date
    scope: Literal["law", "clinic", "numbers", "language"]
    language: Annotated[str, StringConstraints(pattern=LANGUAGE)] | None = None
    files: Annotated[dict[str, Annotated[str, StringConstraints(pattern=FINGERPRINT)]], Field(min_length=1)]


class SignaturesFile(Shape):
    """The file signatures.yaml."""

    signatures: list[SignatureFile]


def needed(file: str) -> tuple[Scope, ...]:
    """The scopes in which somebody has to answer for a file, () where nobody has to."""
    if file.startswith(("guides/", "phrases/")) or file in ("actions.yaml", AUDIENCES, ROUTINE):
        return Scope.LAW, Scope.CLINIC
    if file == "sources.yaml" or (file.startswith("rules/") and file != LEARNT):
        return (Scope.LAW,)
    if file == "house.yaml":
        return (Scope.CLINIC,)
    return (Scope.NUMBERS,) if file in (NATIONAL, ORGANISATION) else ()


@lru_cache(maxsize=512)
def fingerprint(content: bytes) -> str:
    """What a signature is bound to: SHA-256, hex, of a YAML file's data, without comments and layout."""
    tree, _ = read(content.decode("utf-8-sig", "replace"), "")
    data = tree.data if tree else None
    if isinstance(data, dict):
        data = {key: value for key, value in data.items() if key != RETIRED}
    return hashlib.sha256(json.dumps(data, ensure_ascii=False).encode()).hexdigest()


def translation_fingerprint(content: bytes, texts: Iterable[tuple[str, str, str]]) -> str:
    """As `fingerprint`, with the translations of the file's texts: (context, Swedish, translation)."""
    data = [fingerprint(content), sorted(texts)]
    return hashlib.sha256(json.dumps(data, ensure_ascii=False).encode()).hexdigest()


def standing(signatures: Iterable[Signature], file: str, scope: Scope, now: str, language: str = "") -> Standing:
    """How a file stands whose fingerprint is `now`."""
    mine = [s.files[file] for s in _of(signatures, file, scope, language)]
    if not mine:
        return Standing.UNSIGNED
    return Standing.SIGNED if now in mine else Standing.CHANGED


def standing_of(
    signatures: Iterable[Signature], files: Mapping[str, bytes], names: Iterable[str], scope: Scope
) -> Standing:
    """How several files stand together: as the worst of them. Files that need no such signature do not count."""
    found = set()
    for name in names:
        if scope in needed(name) and name in files:
            mine = tuple(_of(signatures, name, scope, ""))
            found.add(standing(mine, name, scope, fingerprint(files[name])) if mine else Standing.UNSIGNED)
    for worst in (Standing.UNSIGNED, Standing.CHANGED):
        if worst in found:
            return worst
    return Standing.SIGNED


def is_signed(signatures: Iterable[Signature], files: Mapping[str, bytes]) -> bool:
    """Whether somebody has answered for every file in every scope that it needs, as it is now."""
    record = tuple(signatures)
    return all(standing_of(record, files, files, scope) is Standing.SIGNED for scope in Scope)


def read_signatures(files: Mapping[str, bytes], place: str = FILE) -> tuple[tuple[Signature, ...], list[Problem]]:
    """The record of a folder, () when it has none, and the faults of its form.

    Args:
        files: all files, path → content.
        place: what the record is called in problems.
    """
    opened, problems = open_record(files, FILE, SignaturesFile, place)
    if opened is None:
        return (), problems
    tree, file = opened
    problems += [fault for number, entry in enumerate(file.signatures) for fault in _faults(tree, number, entry)]
    return tuple(_signature(tree, number, entry) for number, entry in enumerate(file.signatures)), problems


def outdated(signatures: Iterable[Signature], files: Mapping[str, bytes]) -> Iterator[Problem]:
    """What of a record no longer fits the content: warnings, since a signature of an earlier content stays true."""
    record = tuple(signatures)
    told: set[tuple[str, Scope]] = set()
    for signature in reversed(record):
        for name in signature.files:
            if name not in files:
                message = f"“{name}” was signed, and is not here"
                hint = nearest(name, files) or "it may have been removed; the signature stays as what was true then"
                yield Problem("U001", signature.where, message, hint, Severity.WARNING)
            elif signature.scope is not Scope.LANGUAGE and (name, signature.scope) not in told:
                told.add((name, signature.scope))
                if standing(record, name, signature.scope, fingerprint(files[name])) is Standing.CHANGED:
                    message = f"{name} has changed since it was signed for {signature.scope.value} on {signature.day}"
                    hint = "let the difference be read (fragestod diff) and signed anew (fragestod sign)"
                    yield Problem("U002", signature.where, message, hint, Severity.WARNING)


def _of(signatures: Iterable[Signature], file: str, scope: Scope, language: str) -> Iterator[Signature]:
    return (s for s in signatures if s.scope is scope and s.language == language and file in s.files)


def _signature(tree: Tree, number: int, entry: SignatureFile) -> Signature:
    return Signature(
        name=entry.name,
        role=entry.role,
        organisation=entry.organisation,
        day=entry.date,
        scope=Scope(entry.scope),
        language=entry.language or "",
        files=dict(entry.files),
        where=tree.span(("signatures", number)),
    )


def _faults(tree: Tree, number: int, entry: SignatureFile) -> Iterator[Problem]:
    here: Path = ("signatures", number)
    scope = Scope(entry.scope)
    if (scope is Scope.LANGUAGE) != (entry.language is not None):
        where = tree.span((*here, "scope") if entry.language is None else (*here, "language"))
        hint = "add “language: en”" if entry.language is None else "remove it, or write “scope: language”"
        what = "which language was signed?" if entry.language is None else f"“{entry.scope}” has no language"
        yield Problem("U003", where, what, hint)
    for name in entry.files:
        if scope is not Scope.LANGUAGE and scope not in needed(name) and needed(name):
            where = tree.span((*here, "files", name), key=True)
            wanted = " or ".join(need.value for need in needed(name))
            yield Problem("U004", where, f"nobody signs {name} for {scope.value}", f"its scope is {wanted}")

"""Writing a signature, and telling what is signed. Pure: text in, text out; the command reads and writes the files.

The record is YAML that people read, so a new entry is added to its text, and what stands there stays as it is, to the
letter. What was written is read back before anybody trusts it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from bot.conversation.edition import Edition
from bot.dialog.signatures import (
    AUDIENCES,
    FILE,
    NATIONAL,
    ORGANISATION,
    Scope,
    Signature,
    Standing,
    fingerprint,
    needed,
    read_signatures,
    standing,
    translation_fingerprint,
)
from bot.publish.sheet import Block, Paragraph, Sheet, Table, Words, code, plain
from bot.text.catalogues import LOCALES
from bot.text.extract import entries

ALL = "all"
HEAD = "# Who has answered for what, as it stood that day. Written by `fragestod sign`; see docs/releases.md.\n"
NOBODY = re.compile(r"^# Nobody has signed anything yet\.\n", re.MULTILINE)
EMPTY = re.compile(r"^signatures:\s*\[\s*\]\s*$", re.MULTILINE)
SHORT = {"national": NATIONAL, "audiences": AUDIENCES, "organisation": ORGANISATION}


class SigningError(Exception):
    """What was asked for cannot be signed; the message says what can."""


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs, in which scope, on which day. language: "" but in the scope of languages."""

    name: str
    role: str
    organisation: str
    scope: Scope
    day: date
    language: str = ""


def named(names: Iterable[str], files: Iterable[str], scope: Scope) -> tuple[str, ...]:
    """The files that a person means: a guide's id, “actions”, a path, or “all” that the scope is needed for.

    Raises:
        SigningError: nothing is called so, or nobody signs it in this scope.
    """
    known = [name for name in files if name.endswith((".yaml", ".yml")) and name != FILE]
    found: list[str] = []
    for name in names:
        if name == ALL:
            found += [each for each in known if _fits(each, scope)]
            continue
        spelt = (name, f"guides/{name}.yaml", f"{name}.yaml", f"rules/{name}.yaml", SHORT.get(name, ""))
        path = next((each for each in spelt if each in known), None)
        if path is None:
            can = ", ".join(_spoken(each) for each in known if _fits(each, scope))
            raise SigningError(f"nothing is called “{name}”; for {scope.value} there is {can}, or all")
        if not _fits(path, scope):
            needs = " or ".join(need.value for need in needed(path)) or "nobody"
            raise SigningError(f"nobody signs {path} for {scope.value}; it needs {needs}")
        found.append(path)
    if not found:
        raise SigningError(f"there is nothing here that somebody signs for {scope.value}")
    return tuple(dict.fromkeys(found))


def _fits(file: str, scope: Scope) -> bool:
    if scope is Scope.LANGUAGE:
        return file.startswith("guides/") or file in ("actions.yaml", "house.yaml", NATIONAL, AUDIENCES)
    return scope in needed(file)


def _spoken(file: str) -> str:
    stem = file.rpartition("/")[2].removesuffix(".yaml")
    return stem if file.startswith(("guides/", "rules/")) or "/" not in file or stem in SHORT else file


def print_of(edition: Edition, files: Mapping[str, bytes], file: str, language: str = "") -> str:
    """What a signature of a file is bound to; in a language its translations count, too.

    Raises:
        SigningError: there is no such language here.
    """
    if not language:
        return fingerprint(files[file])
    if language not in edition.catalogues.texts:
        here = ", ".join(edition.catalogues.texts) or "no other than Swedish"
        raise SigningError(f"there is no language “{language}” here; there is {here}")
    texts = edition.catalogues.texts[language]
    own = [entry.key for entry in entries(edition.release) if any(place.file == file for place in entry.where)]
    return translation_fingerprint(files[file], ((*key, texts.get(key, "")) for key in own))


def signed(record: str, signer: Signer, prints: Mapping[str, str]) -> str:
    """The text of a record with one more signature at its end.

    Raises:
        SigningError: the record cannot be read, or this very signature stands there already.
    """
    before, faults = read_signatures({FILE: record.encode()})
    if faults:
        raise SigningError(f"the record cannot be read: {faults[0]}")
    for old in before:
        same = (old.name, old.scope, old.language) == (signer.name, signer.scope, signer.language)
        if same and all(old.files.get(file) == found for file, found in prints.items()):
            raise SigningError(f"{signer.name} signed this on {old.day} already, and it has not changed since")
    text = EMPTY.sub("signatures:", NOBODY.sub("", record or HEAD + "signatures: []\n")).rstrip("\n")
    text = "\n".join((text, *_entry(signer, prints))) + "\n"
    after, faults = read_signatures({FILE: text.encode()})
    if faults or after[:-1] != before or len(after) != len(before) + 1 or after[-1].files != dict(prints):
        told = faults[0] if faults else "its list of signatures has another form than “signatures:” and lines below it"
        raise SigningError(f"the record was left as it is: {told}")
    return text


def _entry(signer: Signer, prints: Mapping[str, str]) -> Iterator[str]:
    yield f"  - name: {_quoted(signer.name)}"
    yield f"    role: {_quoted(signer.role)}"
    yield f"    organisation: {_quoted(signer.organisation)}"
    yield f"    date: {signer.day.isoformat()}"
    yield f"    scope: {signer.scope.value}"
    if signer.language:
        yield f"    language: {signer.language}"
    yield "    files:"
    yield from (f"      {file}: {found}" for file, found in prints.items())


def _quoted(text: str) -> str:
    """A text between quotes, in which nothing is YAML's."""
    return json.dumps(" ".join(text.split()), ensure_ascii=False)


# --- what is signed -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Row:
    """How one file stands in one scope. last: the newest signature of it, of whatever content."""

    file: str
    scope: Scope
    language: str
    standing: Standing
    last: Signature | None


def rows(
    edition: Edition, files: Mapping[str, bytes], record: tuple[Signature, ...], language: str = ""
) -> tuple[Row, ...]:
    """Each file in each scope that it needs; with a language, each file that has texts, in that language."""
    found = []
    for file in files:
        if not file.endswith((".yaml", ".yml")) or file.startswith(LOCALES):
            continue
        scopes = (Scope.LANGUAGE,) if language and _fits(file, Scope.LANGUAGE) else () if language else needed(file)
        for scope in scopes:
            mine = [s for s in record if s.scope is scope and s.language == language and file in s.files]
            now = print_of(edition, files, file, language) if mine or language else ""
            found.append(
                Row(file, scope, language, standing(record, file, scope, now, language), mine[-1] if mine else None)
            )
    return tuple(found)


def as_sheet(found: tuple[Row, ...], foot: str) -> Sheet:
    """The status as a document: what is missing first."""
    order = (Standing.UNSIGNED, Standing.CHANGED, Standing.SIGNED)
    counts = {each: sum(row.standing is each for row in found) for each in order}
    told = (
        f"{counts[Standing.SIGNED]} of {len(found)} signed, {counts[Standing.CHANGED]} changed since they were signed."
    )
    if not any(row.last for row in found):
        told = f"Nobody has signed anything yet: {len(found)} signatures are missing."
    table = Table(("file", "scope", "standing", "last signed"), tuple(map(_row, found)))
    blocks: tuple[Block, ...] = (Paragraph(plain(told)), table)
    return Sheet("Who answers for what", blocks, foot)


def _row(row: Row) -> tuple[Words, ...]:
    last = row.last
    by = f"{last.day} by {last.name}, {last.role}, {last.organisation}" if last else ""
    scope = f"{row.scope.value} {row.language}".strip()
    return code(row.file), plain(scope), plain(row.standing.value), plain(by)


def as_json(found: tuple[Row, ...]) -> list[dict[str, object]]:
    """The status as plain data."""
    return [
        {
            "file": row.file,
            "scope": row.scope.value,
            "language": row.language or None,
            "standing": row.standing.value,
            "last": {"name": row.last.name, "role": row.last.role, "date": str(row.last.day)} if row.last else None,
        }
        for row in found
    ]

"""Two contents → what differs between them, field by field, in the authors' own words. Pure.

Compared is the data of the files, not their lines: comments, layout and the order of keys are no difference; the order
of steps and of texts is. A text that stands elsewhere in a list is still the same text.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from bot.dialog.readings import FILE as READINGS
from bot.dialog.routine_schema import ROUTINE
from bot.dialog.signatures import FILE as SIGNATURES
from bot.dialog.signatures import LEARNT
from bot.dialog.tree import read
from bot.text.catalogues import LOCALES, read_catalogues

TEXTS = frozenset(
    (
        "title",
        "ask",
        "staff",
        "aloud",
        "shown",
        "none",
        "why",
        "text",
        "details",
        "says",
        "name",
        "note",
        "label",
        "lines",
    )
)
"""Keys whose value is prose; a difference is shown word by word."""
ALIGNED = ("choices", "several")
"""Mappings whose keys are labels: one that is worded anew is a change, not a removal and an addition."""


class Area(Enum):
    """What kind of thing changed, in the order that it is told."""

    GUIDE = "guides"
    ROUTINE = "own routine"
    ACTION = "actions"
    CONTACT = "contacts"
    RULE = "rules"
    SOURCE = "sources"
    FACT = "facts"
    HOUSE = "house"
    OTHER = "other files"
    TRANSLATION = "translations"


class How(Enum):
    """Whether a thing is new, gone, or other than it was."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Field:
    """One place of a thing. before, after: None where it was not, or is no more. prose: worth a word diff."""

    path: tuple[str, ...]
    before: str | None
    after: str | None
    prose: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs. name: "dialog.step", an action's id, … fields: all of an added thing, too."""

    area: Area
    name: str
    how: How
    fields: tuple[Field, ...]


def compare(old: Mapping[str, bytes], new: Mapping[str, bytes]) -> tuple[Change, ...]:
    """All differences of two contents (path → file, catalogues under locales/), by area, then in file order."""
    before, after = _things(old), _things(new)
    found = [*_changes(before, after), *_translations(old, new)]
    order = list(Area)
    return tuple(sorted(found, key=lambda change: order.index(change.area)))


def _changes(before: Mapping[tuple[Area, str], Any], after: Mapping[tuple[Area, str], Any]) -> Iterator[Change]:
    for key in dict.fromkeys((*before, *after)):
        area, name = key
        if key not in before:
            yield Change(area, name, How.ADDED, tuple(_fields((), None, after[key])))
        elif key not in after:
            yield Change(area, name, How.REMOVED, tuple(_fields((), before[key], None)))
        elif fields := tuple(_fields((), before[key], after[key])):
            yield Change(area, name, How.CHANGED, fields)


def _things(files: Mapping[str, bytes]) -> dict[tuple[Area, str], Any]:
    """Everything that has a name of its own: (area, name) → its data."""
    found: dict[tuple[Area, str], Any] = {}
    for file, content in files.items():
        if not file.endswith((".yaml", ".yml")) or file in (SIGNATURES, READINGS, LEARNT):
            continue
        tree, _ = read(content.decode("utf-8-sig", "replace"), file)
        data = tree.data if tree else None
        for area, name, value in _named(file, data if isinstance(data, dict) else {}):
            found[area, name] = value
    return found


def _named(file: str, data: dict[str, Any]) -> Iterator[tuple[Area, str, Any]]:
    stem = file.rpartition("/")[2].partition(".")[0]
    if file.startswith("guides/"):
        head = {key: value for key, value in data.items() if key not in ("steps", "reviewed")}
        steps = _mapping(data, "steps")
        yield Area.GUIDE, stem, {**head, "order of steps": list(steps)}
        yield from ((Area.GUIDE, f"{stem}.{step}", value) for step, value in steps.items())
    elif file == ROUTINE:
        for key, step in _mapping(data, "steps").items():
            place = (step.get("before") or step.get("after") or "") if isinstance(step, dict) else ""
            yield Area.ROUTINE, f"{place.partition('.')[0]}.{key}", step
        yield from ((Area.ROUTINE, key, action) for key, action in _mapping(data, "actions").items())
        yield from ((Area.ROUTINE, f"{ROUTINE} {key}", data[key]) for key in data if key not in ("steps", "actions"))
    elif file == "house.yaml":
        yield from ((Area.HOUSE, key, {key: value}) for key, value in data.items())
    elif file == "directory/national.yaml":
        for part in ("contacts", "roles"):
            yield from ((Area.CONTACT, key, value) for key, value in _mapping(data, part).items())
    elif file == "directory/audiences.yaml":
        yield from ((Area.CONTACT, f"the house in {key}", value) for key, value in _mapping(data, "house").items())
        yield from ((Area.CONTACT, f"for {key}", value) for key, value in _mapping(data, "audiences").items())
    else:
        areas = {"actions": Area.ACTION, "rules": Area.RULE, "sources": Area.SOURCE, "facts": Area.FACT}
        for part, value in data.items():
            if part in areas and isinstance(value, dict):
                yield from ((areas[part], key, inner) for key, inner in value.items())
            else:
                yield Area.OTHER, f"{file} {part}", value


def _mapping(data: dict[str, Any], key: str) -> dict[str, Any]:
    found = data.get(key)
    return found if isinstance(found, dict) else {}


def _fields(path: tuple[str, ...], before: Any, after: Any) -> Iterator[Field]:
    if before == after and type(before) is type(after):
        if isinstance(before, dict) and list(before) != list(after) and path[-1:] and path[-1] in ALIGNED:
            yield Field((*path, "order"), ", ".join(before), ", ".join(after))
        return
    if isinstance(before, dict | None) and isinstance(after, dict | None) and (before or after):
        yield from _of_mapping(path, before or {}, after or {})
    elif _is_rows(before) and _is_rows(after) and (before or after):
        yield from _of_rows(path, before or [], after or [])
    else:
        prose = any(part in TEXTS for part in path[-2:])
        old, new = (_leaf(value, "\n" if prose else ", ") for value in (before, after))
        if old != new:
            yield Field(path, old, new, prose and old is not None and new is not None)


def _of_mapping(path: tuple[str, ...], before: dict[str, Any], after: dict[str, Any]) -> Iterator[Field]:
    renamed = _renamed(before, after) if path[-1:] and path[-1] in ALIGNED else {}
    for key in dict.fromkeys((*before, *after)):
        if key in renamed:
            yield Field((*path, "label"), key, renamed[key], True)
            yield from _fields((*path, renamed[key]), before[key], after[renamed[key]])
        elif key not in renamed.values():
            inner = _fields((*path, key), before.get(key), after.get(key))
            # An answer that does nothing is still an answer.
            yield from (
                inner if (before.get(key) or after.get(key)) else _bare((*path, key), key in before, key in after)
            )


def _bare(path: tuple[str, ...], was: bool, now: bool) -> Iterator[Field]:
    if was != now:
        yield Field(path, "goes on" if was else None, "goes on" if now else None)


def _renamed(before: dict[str, Any], after: dict[str, Any]) -> dict[str, str]:
    """Old label → new one: what does the same, in the same place if it does nothing, or is nearly the same words."""
    gone, come = [k for k in before if k not in after], [k for k in after if k not in before]
    pairs = {}
    for label in gone:
        body, place = before[label], list(before).index(label)
        same = [k for k in come if after[k] == body and (body or list(after).index(k) == place)]
        if found := same or difflib.get_close_matches(label, come, n=1):
            pairs[label] = found[0]
            come.remove(found[0])
    return pairs


def _is_rows(value: Any) -> bool:
    return value is None or (isinstance(value, list) and all(isinstance(row, dict) for row in value))


def _of_rows(path: tuple[str, ...], before: list[dict[str, Any]], after: list[dict[str, Any]]) -> Iterator[Field]:
    """Lists of texts, branches, forms: rows that stay are passed over, one worded anew is told as changed."""
    matcher = difflib.SequenceMatcher(None, [repr(row) for row in before], [repr(row) for row in after], autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            continue
        for number in range(max(b - a, d - c)):
            old = before[a + number] if a + number < b else None
            new = after[c + number] if c + number < d else None
            place = str(1 + (c + number if new is not None else a + number))
            yield from _fields((*path, place), old, new)


def _leaf(value: Any, between: str = ", ") -> str | None:
    """A value on one line, a list of prose on several; None for nothing."""
    if isinstance(value, list):
        return between.join(part if isinstance(part, str) else _leaf(part) or "" for part in value) or None
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_leaf(inner)}" for key, inner in value.items()) or None
    return None if value is None else str(value)


def _translations(old: Mapping[str, bytes], new: Mapping[str, bytes]) -> Iterator[Change]:
    """Translations that say something else of the same Swedish; what is new in Swedish is told there."""
    before, after = _catalogues(old), _catalogues(new)
    for language in dict.fromkeys((*before, *after)):
        was, now = before.get(language, {}), after.get(language, {})
        if not (was and now):
            how = How.ADDED if now else How.REMOVED
            yield Change(Area.TRANSLATION, language, how, (Field(("texts",), _count(was), _count(now)),))
            continue
        for key in was:
            if key in now and was[key] != now[key]:
                name = f"{language}: {key[0]}"
                yield Change(Area.TRANSLATION, name, How.CHANGED, (Field((key[1],), was[key], now[key], True),))


def _count(texts: Mapping[tuple[str, str], str]) -> str | None:
    return f"{len(texts)} texts" if texts else None


def _catalogues(files: Mapping[str, bytes]) -> Mapping[str, Mapping[tuple[str, str], str]]:
    found = {name.split("/")[1]: content for name, content in files.items() if name.startswith(LOCALES)}
    return read_catalogues(found)[0].texts


def words(changes: Iterable[Change]) -> int:
    """How many places of prose differ."""
    return sum(field.prose for change in changes for field in change.fields)

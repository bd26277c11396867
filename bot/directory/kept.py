"""Contacts that coordinators write on their pages: contacts.yaml, beside the organisation's own layer. Pure.

What stands there holds before organisation.yaml, place by place and role by role; taken away, the file's holds again.
The last change of each can be undone, since what it took away stands there, too. No person's name is in it, and who
changed what stands in the log of acts alone.

L020  the pages hold another number than organisation.yaml (warning)
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from bot.dialog.directory_schema import ContactsFile, LayersFile, LocalContactFile
from bot.dialog.shape import shape
from bot.dialog.tree import Path, Tree, read
from bot.directory.hours import describe, read_said
from bot.directory.local import local_contact
from bot.directory.local_check import check_layers
from bot.directory.model import Contact, Contacts, Directory, Layer, Organisation, dialable
from bot.problem import Problem, Severity, has_errors

FILE: Final = "contacts.yaml"
HEAD = "# Written by the coordinators' pages (docs/coordinators.md). Functions and numbers, never people.\n"
GROUPS: Final[Mapping[Layer, str]] = MappingProxyType(
    {Layer.UNIT: "units", Layer.REGION: "regions", Layer.MUNICIPALITY: "municipalities"}
)
"""Key of the file for each layer that has owners; the organisation's contacts stand under `contacts`."""


class Where(NamedTuple):
    """One contact's place. owner: a unit's id or a place's code, "" for the organisation. key: of a role or contact."""

    layer: Layer
    owner: str
    key: str

    @property
    def path(self) -> Path:
        """Where it stands in the file."""
        if self.layer is Layer.ORGANISATION:
            return ("contacts", self.key)
        return (GROUPS[self.layer], self.owner, self.key)


Entries = Mapping[Where, LocalContactFile]


@dataclass(frozen=True, slots=True)
class Kept:
    """The file as values. replaced: what stood at a place before its last change; missing there if nothing did."""

    now: Entries = field(default_factory=dict)
    replaced: Entries = field(default_factory=dict)

    def put(self, where: Where, entry: LocalContactFile | None) -> Kept:
        """With another contact at a place; None takes it away."""
        return Kept(_with(self.now, where, entry), _with(self.replaced, where, self.now.get(where)))

    def undo(self, where: Where) -> Kept:
        """With what was there before the last change; again brings the change back."""
        return self.put(where, self.replaced.get(where))

    def changed(self, where: Where) -> bool:
        """Whether there is a change that can be undone."""
        return where in self.now or where in self.replaced


def _with(entries: Entries, where: Where, entry: LocalContactFile | None) -> Entries:
    others = {place: each for place, each in entries.items() if place != where}
    return MappingProxyType({**others, where: entry} if entry else others)


def read_kept(
    text: str, directory: Directory, organisation: Organisation | None = None, name: str = FILE
) -> tuple[Kept | None, tuple[Problem, ...]]:
    """The file's text → values, None when a fault is an error, and all faults. directory: the national one.
    organisation: as organisation.yaml says it."""
    if not text.strip():
        return Kept(), ()
    tree, faults = read(text, name)
    file, more = shape(tree, ContactsFile) if tree else (None, [])
    if tree is None or file is None:
        return None, (*faults, *more)
    now = dict(_entries(file))
    problems = (*faults, *more, *check_layers(tree, file, directory), *_shadows(tree, now, organisation))
    kept = Kept(MappingProxyType(now), MappingProxyType(dict(_entries(file.replaced))))
    return (None if has_errors(problems) else kept), problems


def _shadows(tree: Tree, now: Entries, organisation: Organisation | None) -> Iterator[Problem]:
    for where, entry in now.items():
        own = contacts_at(organisation, where.layer, where.owner).get(where.key)
        if own and own.number and entry.number and dialable(own.number) != dialable(entry.number):
            hint = "keep one: change organisation.yaml, or take the page's own away"
            message = f"organisation.yaml says {own.number}, and this holds"
            yield Problem("L020", tree.span((*where.path, "number")), message, hint, Severity.WARNING)


def write_kept(kept: Kept) -> str:
    """Values → the file's text, one line for each contact; the same values give the same text."""
    lines = [*_lines(kept.now, "")]
    if kept.replaced:
        lines += ["replaced:", *_lines(kept.replaced, "  ")]
    return HEAD + "".join(f"{line}\n" for line in lines)


def lay(organisation: Organisation | None, kept: Kept) -> Organisation | None:
    """The organisation with what its coordinators have written, and with that alone: what an earlier `lay` put there
    is taken away first."""
    if organisation is None:
        return None

    def over(layer: Layer, owner: str, contacts: Contacts) -> Contacts:
        file = {key: first for key, each in contacts.items() if (first := each.instead_of if each.made_here else each)}
        mine = {where.key: entry for where, entry in kept.now.items() if where[:2] == (layer, owner)}
        made = {
            key: replace(local_contact(key, entry), made_here=True, instead_of=file.get(key))
            for key, entry in mine.items()
        }
        return MappingProxyType({**file, **made})

    def places(layer: Layer, known: Mapping[str, Contacts]) -> Mapping[str, Contacts]:
        codes = dict.fromkeys((*known, *(where.owner for where in kept.now if where.layer is layer)))
        return MappingProxyType({code: over(layer, code, known.get(code, {})) for code in codes})

    return replace(
        organisation,
        contacts=over(Layer.ORGANISATION, "", organisation.contacts),
        units=MappingProxyType(
            {
                number: replace(unit, contacts=over(Layer.UNIT, str(number), unit.contacts))
                for number, unit in organisation.units.items()
            }
        ),
        regions=places(Layer.REGION, organisation.regions),
        municipalities=places(Layer.MUNICIPALITY, organisation.municipalities),
    )


def contacts_at(organisation: Organisation | None, layer: Layer, owner: str) -> Contacts:
    """What is given at a place itself; owner as in `Where`."""
    if organisation is None:
        return {}
    if layer is Layer.ORGANISATION:
        return organisation.contacts
    if layer is Layer.UNIT:
        unit = organisation.units.get(int(owner))
        return unit.contacts if unit else {}
    return (organisation.regions if layer is Layer.REGION else organisation.municipalities).get(owner, {})


def as_entry(contact: Contact) -> LocalContactFile:
    """A contact as it would be written."""
    return LocalContactFile(
        name=contact.name or None,
        number=contact.number or None,
        also=contact.also,
        web=contact.web or None,
        hours=read_said(describe(contact.hours)) or "unknown",
        languages=contact.languages or "unknown",
        note=contact.note or None,
        checked=contact.checked,
        valid_until=contact.valid_until,
    )


def _entries(file: LayersFile) -> Iterator[tuple[Where, LocalContactFile]]:
    for key, entry in file.contacts.items():
        yield Where(Layer.ORGANISATION, "", key), entry
    for layer, group in GROUPS.items():
        for owner, contacts in getattr(file, group).items():
            for key, entry in contacts.items():
                yield Where(layer, owner, key), entry


def _lines(entries: Entries, margin: str) -> Iterator[str]:
    open_at: tuple[str | int, ...] = ()
    for where in sorted(entries, key=lambda where: tuple(map(str, where.path))):
        path = where.path
        for depth, key in enumerate(path[:-1]):
            if path[: depth + 1] != open_at[: depth + 1]:
                yield f"{margin}{'  ' * depth}{_scalar(key) if depth else key}:"
        open_at = path[:-1]
        fields = entries[where].model_dump(exclude_defaults=True)
        inside = ", ".join(f"{name}: {_scalar(value)}" for name, value in fields.items())
        yield f"{margin}{'  ' * len(open_at)}{where.key}: {{{inside}}}"


def _scalar(value: Any) -> str:
    """A value as YAML: JSON, which is YAML, but for days."""
    return value.isoformat() if isinstance(value, date) else json.dumps(value, ensure_ascii=False)

"""Facts that grow old: sources, numbers and reviews whose day has passed, or soon will. Pure: the day is an argument.

V001  a source is past its day                     V005  a review is too old
V002  a source soon is                             V006  a review soon is
V003  a number is past its day                     V007  no such day
V004  a number soon is                             V008  a day that has not come
                                                   V009  a source that ends before it was checked

How long ahead, how long a review holds and whether what has expired stops a build stands in house.yaml under
`freshness`. By default it is a warning, so that a mend of another kind can still be built the day after; a program
that serves never stops for a date.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from bot.dialog.directory_schema import LocalContactFile, NationalFile, OrganisationFile
from bot.dialog.model import Release
from bot.dialog.schema import Freshness
from bot.dialog.shape import shape
from bot.dialog.tree import Path, Tree, read
from bot.directory.local import trusted_until
from bot.problem import Problem, Severity, in_file_order

SOURCES = ("sources.yaml", "directory/sources.yaml")
NATIONAL = "directory/national.yaml"
NAMED = 6
"""How many of those that cite a source are named; the rest are counted."""


@dataclass(frozen=True, slots=True)
class _Judge:
    """What is old on a day."""

    rules: Freshness
    on: date

    def expiring(
        self, tree: Tree, path: Path, what: str, until: date, codes: tuple[str, str], hint: str
    ) -> list[Problem]:
        """The problem of something that holds until a day, [] when that is far. codes: past, soon."""
        if until < self.on:
            severity = Severity.ERROR if self.rules.expired == "error" else Severity.WARNING
            return [Problem(codes[0], tree.span(path), f"{what} was valid until {until}", hint, severity)]
        if until < self.on + timedelta(days=self.rules.soon):
            left = (until - self.on).days
            message = f"{what} is valid until {until}, {left} days more"
            return [Problem(codes[1], tree.span(path), message, hint, Severity.WARNING)]
        return []

    def not_come(self, tree: Tree, path: Path, what: str, day: date | None) -> list[Problem]:
        """The problem of a check that lies ahead."""
        if day is None or day <= self.on:
            return []
        hint = "write the day when it was done"
        return [Problem("V008", tree.span(path), f"{what} on {day}, which has not come", hint, Severity.WARNING)]


def problems(release: Release, on: date) -> tuple[Problem, ...]:
    """What of a release is old on a day, in file order."""
    judge = _Judge(release.house.freshness, on)
    trees = {
        name: tree
        for name, content in release.files.items()
        if name.endswith((".yaml", ".yml")) and (tree := read(content.decode("utf-8-sig", "replace"), name)[0])
    }
    cited = _cited(release, trees)
    found = [p for name in SOURCES if name in trees for p in _sources(judge, trees[name], cited)]
    national = release.directory.get("national")
    if isinstance(national, NationalFile) and NATIONAL in trees:
        found += _national(judge, trees[NATIONAL], national)
    for dialog in release.program.dialogs.values():
        found += _reviews(judge, trees[dialog.where.file])
    return in_file_order(found)


def of_organisation(tree: Tree, rules: Freshness, on: date) -> tuple[Problem, ...]:
    """Which of an organisation's own numbers are old on a day, in file order. One that nobody dated is told by L007."""
    file, faults = shape(tree, OrganisationFile)
    if file is None or faults:  # told when the layer is read
        return ()
    judge = _Judge(rules, on)
    groups: list[tuple[Path, Mapping[str, LocalContactFile]]] = [(("contacts",), file.contacts)]
    groups += [(("units", index, "contacts"), unit.contacts) for index, unit in enumerate(file.units)]
    groups += [(("municipalities", code), contacts) for code, contacts in file.municipalities.items()]
    own = [((*here, key), key, contact) for here, contacts in groups for key, contact in contacts.items()]
    hint = "call it, and write the new day"
    found = judge.not_come(tree, ("checked",), "checked", file.checked)
    by_file = file.valid_until or (trusted_until(file.checked) if file.checked else None)
    if by_file:
        path: Path = ("valid_until",) if file.valid_until else ("checked",)
        found += judge.expiring(tree, path, "what nobody dated on its own", by_file, ("V003", "V004"), hint)
    for here, key, contact in own:
        found += judge.not_come(tree, (*here, "checked"), f"“{key}” was checked", contact.checked)
        if last := contact.valid_until or (trusted_until(contact.checked) if contact.checked else None):
            path = (*here, "valid_until" if contact.valid_until else "checked")
            found += judge.expiring(tree, path, f"“{key}”", last, ("V003", "V004"), hint)
    return in_file_order(found)


def _sources(judge: _Judge, tree: Tree, cited: Mapping[str, list[str]]) -> Iterator[Problem]:
    data = tree.at(("sources",))
    for name in data if isinstance(data, dict) else ():
        here: Path = ("sources", name)
        checked, until = (_day(tree, (*here, key)) for key in ("checked", "valid_until"))
        for key, day in (("checked", checked), ("valid_until", until)):
            if day is None:
                hint = "write YYYY-MM-DD, a day of the calendar"
                yield Problem("V007", tree.span((*here, key)), f"there is no day {tree.at((*here, key))}", hint)
        if checked is not None and until is not None and until < checked:
            where = tree.span((*here, "valid_until"))
            yield Problem("V009", where, f"“{name}” ends before it was checked", "write a later day")
        yield from judge.not_come(tree, (*here, "checked"), f"“{name}” was checked", checked)
        if until is not None:
            hint = f"read it again and write the new day; cited by {_listed(cited.get(name, []))}"
            yield from judge.expiring(tree, (*here, "valid_until"), f"“{name}”", until, ("V001", "V002"), hint)


def _national(judge: _Judge, tree: Tree, national: NationalFile) -> Iterator[Problem]:
    for key, contact in national.contacts.items():
        here: Path = ("contacts", key)
        hint = "make sure that it is right, and write the new day"
        yield from judge.not_come(tree, (*here, "checked"), f"“{key}” was checked", contact.checked)
        yield from judge.expiring(tree, (*here, "valid_until"), f"“{key}”", contact.valid_until, ("V003", "V004"), hint)


def _reviews(judge: _Judge, tree: Tree) -> Iterator[Problem]:
    data = tree.data if isinstance(tree.data, dict) else {}
    given = data.get("reviewed")
    paths: list[Path] = [("reviewed",)] if isinstance(given, dict) else []
    if isinstance(given, list):
        paths = [("reviewed", number) for number in range(len(given))]
    for path in paths:
        day = _day(tree, (*path, "date"))
        if day is None:
            hint = "write YYYY-MM-DD, a day of the calendar"
            yield Problem("V007", tree.span((*path, "date")), f"there is no day {tree.at((*path, 'date'))}", hint)
            continue
        if day > judge.on:
            yield from judge.not_come(tree, (*path, "date"), "this was reviewed", day)
            continue
        until = day + timedelta(days=judge.rules.review)
        what, hint = f"this review of {day}", "let it be reviewed again"
        yield from judge.expiring(tree, (*path, "date"), what, until, ("V005", "V006"), hint)


def _day(tree: Tree, path: Path) -> date | None:
    """The last day that a text like 2027, 2027-02 or 2027-02-22 means, None when there is no such day."""
    parts = [int(part) for part in str(tree.at(path)).split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else 12
    try:
        return date(year, month, parts[2] if len(parts) > 2 else calendar.monthrange(year, month)[1])
    except ValueError:
        return None


def _cited(release: Release, trees: Mapping[str, Tree]) -> dict[str, list[str]]:
    """Source → who rests on it: steps, actions, rules and contacts, by name."""
    found: dict[str, list[str]] = {}

    def note(sources: Iterable[str], who: str) -> None:
        for source in sources:
            if who not in (names := found.setdefault(source, [])):
                names.append(who)

    for node in release.program.nodes:
        note(node.sources, node.context)
    for action in release.program.actions.values():
        for form in action.forms:
            note(form.action.basis, f"action {action.id}")
    for name, tree in trees.items():
        rules = tree.data.get("rules") if name.startswith("rules/") and isinstance(tree.data, dict) else None
        for key, rule in rules.items() if isinstance(rules, dict) else ():
            basis = rule.get("basis") if isinstance(rule, dict) else None
            note(basis if isinstance(basis, list) else (), f"rule {key}")
    national = release.directory.get("national")
    if isinstance(national, NationalFile):
        for key, contact in national.contacts.items():
            note(contact.sources, f"contact {key}")
    return found


def _listed(names: list[str]) -> str:
    if not names:
        return "nothing"
    rest = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return ", ".join(names[:NAMED]) + rest

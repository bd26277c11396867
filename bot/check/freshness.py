"""What grows old: sources, numbers and signatures whose day has passed, or soon will. Pure: the day is an argument.

V001  a source is past its day                     V005  a signature is too old
V002  a source soon is                             V006  a signature soon is
V003  a number is past its day                     V007  no such day
V004  a number soon is                             V008  a day that has not come
                                                   V009  a source that ends before it was checked

How long ahead, how long a signature holds and whether what has expired stops a build stands in house.yaml under
`freshness`. By default it is a warning, so that a mend of another kind can still be built the day after; a program
that serves never stops for a date.
"""

from __future__ import annotations

import calendar
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from bot.dialog.directory_schema import AudiencesFile, LocalContactFile, NationalFile, OrganisationFile
from bot.dialog.model import Release
from bot.dialog.routine_schema import ROUTINE
from bot.dialog.schema import Freshness
from bot.dialog.shape import shape
from bot.dialog.signatures import Scope, Signature, fingerprint, read_signatures
from bot.dialog.tree import Path, Tree, read
from bot.directory.kept import Kept, Where
from bot.directory.local import trusted_until
from bot.directory.model import Layer
from bot.problem import Problem, Severity, Span, in_file_order

SOURCES = ("sources.yaml", "directory/sources.yaml")
NATIONAL, RULES = "directory/national.yaml", "rules/"
EXPIRED = ("V001", "V003", "V005", "V010")
CALL = "call it, and write the new day"
NAMED = 6
"""How many of those that cite a source are named; the rest are counted."""


@dataclass(frozen=True, slots=True)
class Ageing(Problem):
    """What was valid until a day, or is for some days more. name: of the source, "" for anything else."""

    name: str = ""
    until: date = date.max


@dataclass(frozen=True, slots=True)
class _Judge:
    """What is old on a day."""

    rules: Freshness
    on: date

    def expiring(
        self, where: Span, what: str, until: date, codes: tuple[str, str], hint: str, name: str = ""
    ) -> list[Problem]:
        """The problem of something that holds until a day, [] when that is far. codes: past, soon."""
        if until < self.on:
            severity = Severity.ERROR if self.rules.expired == "error" else Severity.WARNING
            message = f"{what} was valid until {until}"
            return [Ageing(codes[0], where, message, hint, severity, name=name, until=until)]
        if until < self.on + timedelta(days=self.rules.soon):
            left = (until - self.on).days
            message = f"{what} is valid until {until}, {left} days more"
            return [Ageing(codes[1], where, message, hint, Severity.WARNING, name=name, until=until)]
        return []

    def not_come(self, where: Span, what: str, day: date | None) -> list[Problem]:
        """The problem of a check that lies ahead."""
        if day is None or day <= self.on:
            return []
        hint = "write the day when it was done"
        return [Problem("V008", where, f"{what} on {day}, which has not come", hint, Severity.WARNING)]


def problems(release: Release, on: date) -> tuple[Problem, ...]:
    """What of a release is old on a day, in file order."""
    judge = _Judge(release.house.freshness, on)
    trees = {
        name: tree
        for name, content in release.files.items()
        if name.startswith((*SOURCES, NATIONAL, RULES))
        and (tree := read(content.decode("utf-8-sig", "replace"), name)[0])
    }
    cited = _cited(release, trees)
    found = [p for name in SOURCES if name in trees for p in _sources(judge, trees[name], cited)]
    national = release.directory.get("national")
    if isinstance(national, NationalFile) and NATIONAL in trees:
        found += _national(judge, trees[NATIONAL], national)
    found += _reviews(judge, release.files)
    return in_file_order(found)


def has_expired(release: Release, on: date) -> bool:
    """Whether a source, a number, a signature or a routine is past its day: a word in the log, never a stop."""
    return any(problem.code in EXPIRED for problem in (*problems(release, on), *of_routine(release, on)))


def of_organisation(
    tree: Tree, rules: Freshness, on: date, instead: Collection[Where] = frozenset()
) -> tuple[Problem, ...]:
    """Which of an organisation's own numbers are old on a day, in file order. One that nobody dated is told by L007.

    instead: where coordinators have written another contact (see `of_contacts`); nobody is shown what the file says.
    """
    file, faults = shape(tree, OrganisationFile)
    if file is None or faults:  # told when the layer is read
        return ()
    judge = _Judge(rules, on)
    own: dict[Where, tuple[Path, LocalContactFile]] = {
        Where(Layer.ORGANISATION, "", key): (("contacts", key), each) for key, each in file.contacts.items()
    }
    for index, unit in enumerate(file.units):
        for key, each in unit.contacts.items():
            own[Where(Layer.UNIT, str(unit.id), key)] = (("units", index, "contacts", key), each)
    for layer, group in ((Layer.REGION, "regions"), (Layer.MUNICIPALITY, "municipalities")):
        for code, contacts in getattr(file, group).items():
            own |= {Where(layer, code, key): ((group, code, key), each) for key, each in contacts.items()}
    found = judge.not_come(tree.span(("checked",)), "this was checked", file.checked)
    by_file = file.valid_until or (trusted_until(file.checked) if file.checked else None)
    if by_file:
        path: Path = ("valid_until",) if file.valid_until else ("checked",)
        found += judge.expiring(tree.span(path), "what nobody dated on its own", by_file, ("V003", "V004"), CALL)
    for where, (here, contact) in own.items():
        if where not in instead:
            found += _called(judge, tree, here, contact)
    return in_file_order(found)


def of_contacts(tree: Tree, kept: Kept, rules: Freshness, on: date) -> tuple[Problem, ...]:
    """Which numbers that coordinators wrote on their pages are old on a day. tree: of contacts.yaml, as `kept` is."""
    judge = _Judge(rules, on)
    return in_file_order(
        problem for where, contact in kept.now.items() for problem in _called(judge, tree, where.path, contact)
    )


def _called(judge: _Judge, tree: Tree, here: Path, contact: LocalContactFile) -> Iterator[Problem]:
    """Whether a local number is to be called anew, by the days that stand with it."""
    key = here[-1]
    yield from judge.not_come(tree.span((*here, "checked")), f"“{key}” was checked", contact.checked)
    if last := contact.valid_until or (trusted_until(contact.checked) if contact.checked else None):
        where = tree.span((*here, "valid_until" if contact.valid_until else "checked"))
        yield from judge.expiring(where, f"“{key}”", last, ("V003", "V004"), CALL)


def of_routine(release: Release, on: date) -> tuple[Problem, ...]:
    """Whether an organisation's routine is to be looked over anew on a day; () without one."""
    content, routine = release.files.get(ROUTINE), release.routine
    tree = read(content.decode("utf-8-sig", "replace"), ROUTINE)[0] if content is not None else None
    if tree is None or routine is None:
        return ()
    judge = _Judge(release.house.freshness, on)
    hint = "let those who answer for it look it over, and write both days anew"
    found = judge.not_come(tree.span(("decided",)), "the routine was decided", routine.decided)
    found += judge.expiring(tree.span(("review",)), "the routine", routine.review, ("V010", "V011"), hint)
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
            continue
        yield from judge.not_come(tree.span((*here, "checked")), f"“{name}” was checked", checked)
        if until is not None:
            hint = f"read it again and write the new day; cited by {_listed(cited.get(name, []))}"
            where = tree.span((*here, "valid_until"))
            yield from judge.expiring(where, f"“{name}”", until, ("V001", "V002"), hint, name)


def _national(judge: _Judge, tree: Tree, national: NationalFile) -> Iterator[Problem]:
    for key, contact in national.contacts.items():
        here: Path = ("contacts", key)
        hint = "make sure that it is right, and write the new day"
        yield from judge.not_come(tree.span((*here, "checked")), f"“{key}” was checked", contact.checked)
        where = tree.span((*here, "valid_until"))
        yield from judge.expiring(where, f"“{key}”", contact.valid_until, ("V003", "V004"), hint)


def _reviews(judge: _Judge, files: Mapping[str, bytes]) -> Iterator[Problem]:
    """The newest signature of a file as it is now, in each scope, when it was written long ago."""
    newest: dict[tuple[str, Scope, str], Signature] = {}
    for signature in read_signatures(files)[0]:
        for name, print_then in signature.files.items():
            is_of_now = name in files and (signature.scope is Scope.LANGUAGE or fingerprint(files[name]) == print_then)
            key = (name, signature.scope, signature.language)
            if is_of_now and (key not in newest or newest[key].day < signature.day):
                newest[key] = signature
    named: dict[Span, tuple[Signature, list[str]]] = {}
    for (name, _, _), signature in newest.items():
        named.setdefault(signature.where, (signature, []))[1].append(name)
    for where, (signature, names) in named.items():
        what = f"the signature for {signature.scope.value} of {signature.day}"
        if signature.day > judge.on:
            yield from judge.not_come(where, what + " was written", signature.day)
            continue
        until = signature.day + timedelta(days=judge.rules.review)
        hint = f"let {_listed(names)} be read and signed anew"
        yield from judge.expiring(where, what, until, ("V005", "V006"), hint)


def _day(tree: Tree, path: Path) -> date | None:
    return last_day(str(tree.at(path)))


def last_day(text: str) -> date | None:
    """The last day that a text like 2027, 2027-02 or 2027-02-22 means, None when there is no such day."""
    parts = [int(part) for part in text.split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else 12
    try:
        return date(year, month, parts[2] if len(parts) > 2 else calendar.monthrange(year, month)[1])
    except ValueError:
        return None


def _cited(release: Release, trees: Mapping[str, Tree]) -> dict[str, list[str]]:
    """Source → who rests on it: steps, actions, rules, contacts, audiences and record phrases, by name."""
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
        rules = tree.data.get("rules") if name.startswith(RULES) and isinstance(tree.data, dict) else None
        for key, rule in rules.items() if isinstance(rules, dict) else ():
            basis = rule.get("basis") if isinstance(rule, dict) else None
            note(basis if isinstance(basis, list) else (), f"rule {key}")
    national = release.directory.get("national")
    if isinstance(national, NationalFile):
        for key, contact in national.contacts.items():
            note(contact.sources, f"contact {key}")
    audiences = release.directory.get("audiences")
    if isinstance(audiences, AudiencesFile):
        for key, audience in audiences.audiences.items():
            note(audience.sources, f"audience {key}")
    for phrase in release.phrases:
        note(phrase.sources, f"phrase {phrase.phrase}")
    return found


def _listed(names: list[str]) -> str:
    if not names:
        return "nothing"
    rest = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return ", ".join(names[:NAMED]) + rest

"""Whether the directory's files agree with each other. Pure: shapes and trees in, problems out.

The faults stand in a table at the top of `directory_schema`. What must hold on every day is decided here:
whoever is asked for, there is a line that answers at this hour (D002).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import cast

from bot.dialog.directory_schema import (
    FILES,
    FIXED,
    NUMBER,
    AudiencesFile,
    ContactFile,
    MunicipalitiesFile,
    NationalFile,
    NeighboursFile,
    RegionsFile,
    hours_fault,
)
from bot.dialog.schema import Shape, SourcesFile
from bot.dialog.shape import shape
from bot.dialog.tree import Tree, read
from bot.problem import Problem, in_file_order, nearest

POLICE = FIXED[1]
SAYS_SO = "bekräfta"  # the word that a note about an unverified number must carry


def read_directory(
    texts: Mapping[str, str], sources: Collection[str] = (), folder: str = "dialogs/directory"
) -> tuple[dict[str, Shape], list[Problem]]:
    """Read the directory from texts (file name without ending → YAML).

    Args:
        texts: the six files of `FILES`; one that is missing is a fault only through what it lacks.
        sources: ids declared elsewhere that contacts may also name.
        folder: what the files are called in problems.

    Returns:
        The shapes that could be read, by the same names, and all faults in file order.
    """
    shapes: dict[str, Shape] = {}
    trees: dict[str, Tree] = {}
    problems: list[Problem] = []
    for stem, model in FILES.items():
        if stem not in texts:
            continue
        tree, faults = read(texts[stem], f"{folder}/{stem}.yaml")
        problems += faults
        if tree is None:
            continue
        found, faults = shape(tree, model)
        problems += faults
        if found is not None:
            shapes[stem], trees[stem] = found, tree
    return shapes, [*in_file_order([*problems, *check(shapes, trees, sources)])]


def check(shapes: Mapping[str, Shape], trees: Mapping[str, Tree], sources: Collection[str] = ()) -> list[Problem]:
    """All faults between the directory's files; what could not be read is left out, not guessed."""
    problems: list[Problem] = []
    if "national" in shapes:
        national = cast("NationalFile", shapes["national"])
        known = set(sources)
        if "sources" in shapes:
            known |= set(cast("SourcesFile", shapes["sources"]).sources)
        for key, contact in national.contacts.items():
            problems += _contact(trees["national"], key, contact, known)
        problems += _chains(trees["national"], national)
        if "audiences" in shapes:
            audiences = cast("AudiencesFile", shapes["audiences"])
            problems += _audiences(trees["audiences"], audiences, national, known)
    if "municipalities" in shapes:
        places = cast("MunicipalitiesFile", shapes["municipalities"])
        if "regions" in shapes:
            problems += _counties(trees["municipalities"], places, cast("RegionsFile", shapes["regions"]))
        if "neighbours" in shapes:
            codes = {code for county in places.municipalities.values() for code in county}
            problems += _neighbours(trees["neighbours"], cast("NeighboursFile", shapes["neighbours"]), codes)
    return problems


def _contact(tree: Tree, key: str, contact: ContactFile, sources: Collection[str]) -> Iterator[Problem]:
    here = ("contacts", key)
    for place, source in enumerate(contact.sources):
        if source not in sources:
            where = tree.span((*here, "sources", place))
            hint = nearest(source, sources)
            yield Problem("D003", where, f"“{source}” is not a source", hint)
    if contact.trust == "not-verified" and SAYS_SO not in (contact.note or "").lower():
        hint = f"say in the note what is not confirmed (a word with “{SAYS_SO}”)"
        yield Problem("D004", tree.span((*here, "trust")), "not verified, and the note does not say so", hint)
    if contact.valid_until < contact.checked:
        where = tree.span((*here, "valid_until"))
        yield Problem("D008", where, "this day comes before “checked”", "write a later day")
    if not (contact.number or contact.web):
        where = tree.span(here, key=True)
        yield Problem("D009", where, f"“{key}” has neither number nor web", "add one of them")
    if fault := hours_fault(contact.hours):
        index, line = fault
        where = tree.span((*here, "hours") if index is None else (*here, "hours", index))
        hint = "write always, unknown, or lines like “mon-fri 08:30-16:00”"
        yield Problem("D010", where, f"“{line}” is not opening hours", hint)
    for number in filter(None, (contact.number, *contact.also)):
        if not NUMBER.match(number):
            where = tree.span((*here, "number"))
            yield Problem("D011", where, f"“{number}” cannot be dialled", "use digits, spaces and hyphens")


def _chains(tree: Tree, national: NationalFile) -> Iterator[Problem]:
    """Names in chains exist, no key means two things, and every chain ends at a line that never closes."""
    chains = _chain_of(national)
    for key, contact in national.contacts.items():
        if contact.successor is not None and contact.successor not in chains:
            where = tree.span(("contacts", key, "successor"))
            hint = nearest(contact.successor, chains)
            yield Problem("D001", where, f"“{contact.successor}” is no contact and no role", hint)
    for key in national.roles.keys() & national.contacts.keys():
        where = tree.span(("roles", key), key=True)
        yield Problem("D012", where, f"“{key}” is a contact too", "rename one of them")
    for key in FIXED:
        if key not in national.contacts or not _never_closes(national, key):
            where = tree.span(("contacts", key), key=True)
            hint = "add it with “hours: always”"
            yield Problem("D013", where, f"“{key}” must be a contact that is always open", hint)
    for group in ("contacts", "roles"):
        for key in getattr(national, group):
            for place, name in enumerate(chains[key]):
                if name not in chains:
                    where = tree.span((group, key, "fallback", place))
                    yield Problem("D001", where, f"“{name}” is no contact and no role", nearest(name, chains))
            for name in national.roles[key].asks if group == "roles" else ():
                if name not in chains:
                    where = tree.span((group, key, "asks", name), key=True)
                    yield Problem("D001", where, f"“{name}” is no contact and no role", nearest(name, chains))
            if group == "roles" and national.roles[key].belongs == "unit" and POLICE in _reached(key, chains):
                where = tree.span((group, key), key=True)
                hint = "let another role stand in, or a line that staff may ask for advice"
                yield Problem("D014", where, f"where nobody answers for “{key}”, the police stand in", hint)
            if not any(_never_closes(national, name) for name in _reached(key, chains)):
                where = tree.span((group, key), key=True)
                hint = "add a fallback that is always open, such as sos or police"
                yield Problem("D002", where, f"at some hours nobody answers for “{key}”", hint)


def _audiences(tree: Tree, file: AudiencesFile, national: NationalFile, sources: Collection[str]) -> Iterator[Problem]:
    """Whoever help is sought for, there is a line that never closes, and every name is known."""
    chains = _chain_of(national)
    lists: list[tuple[tuple[str, ...], tuple[str, ...]]] = [
        (("house", sector), keys) for sector, keys in file.house.items()
    ]
    lists += [(("audiences", key, "contacts"), audience.contacts) for key, audience in file.audiences.items()]
    for here, keys in lists:
        for place, name in enumerate(keys):
            if name not in chains:
                where = tree.span((*here, place))
                yield Problem("D001", where, f"“{name}” is no contact and no role", nearest(name, chains))
    for key, audience in file.audiences.items():
        for place, source in enumerate(audience.sources):
            if source not in sources:
                where = tree.span(("audiences", key, "sources", place))
                yield Problem("D003", where, f"“{source}” is not a source", nearest(source, sources))
        reached = set().union(*(_reached(name, chains) for name in audience.contacts)) - {"sos"}
        if not any(_never_closes(national, name) for name in reached):
            where = tree.span(("audiences", key), key=True)
            hint = "add a contact that is always open, beside sos"
            yield Problem("D002", where, f"at some hours nobody but 112 answers for “{key}”", hint)


def _chain_of(national: NationalFile) -> dict[str, list[str]]:
    chains = {key: list(contact.fallback) for key, contact in national.contacts.items()}
    return chains | {key: list(role.fallback) for key, role in national.roles.items()}


def _reached(key: str, chains: Mapping[str, list[str]]) -> set[str]:
    seen: set[str] = set()
    ahead = [key]
    while ahead:
        name = ahead.pop()
        if name not in seen:
            seen.add(name)
            ahead += chains.get(name, [])
    return seen


def _never_closes(national: NationalFile, key: str) -> bool:
    contact = national.contacts.get(key)
    return contact is not None and contact.hours == "always" and contact.number is not None


def _counties(tree: Tree, places: MunicipalitiesFile, regions: RegionsFile) -> Iterator[Problem]:
    """Codes sit under their county (the first two digits are the county's, by SCB's code), each once."""
    seen: set[str] = set()
    for county, codes in places.municipalities.items():
        if county not in regions.regions:
            where = tree.span(("municipalities", county), key=True)
            hint = nearest(county, regions.regions)
            yield Problem("D005", where, f"“{county}” is no county in regions.yaml", hint)
        for code, name in codes.items():
            where = tree.span(("municipalities", county, code), key=True)
            if code[:2] != county:
                hint = f"move it to “{code[:2]}”"
                yield Problem("D005", where, f"{code} {name} does not belong to county {county}", hint)
            if code in seen or name in seen:
                yield Problem("D006", where, f"{code} {name} stands twice", "remove one of them")
            seen |= {code, name}


def _neighbours(tree: Tree, file: NeighboursFile, codes: Collection[str]) -> Iterator[Problem]:
    for code, others in file.neighbours.items():
        for place, other in enumerate(others):
            where = tree.span(("neighbours", code, place))
            if code not in codes or other not in codes:
                stranger = other if code in codes else code
                yield Problem("D007", where, f"{stranger} is no municipality", "use SCB's four digits")
            elif code not in file.neighbours.get(other, []):
                hint = f"add {code} to {other}"
                yield Problem("D007", where, f"{other} does not name {code} in return", hint)

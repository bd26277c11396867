"""The content on disk → today's edition, with the organisation's own layer, or all that is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from bot.conversation.edition import Edition, open_edition
from bot.dialog.folder import look, read_folder, read_house
from bot.dialog.readings import FILE as READINGS
from bot.dialog.readings import ReadingFile, read_readings
from bot.dialog.routine_schema import ROUTINE
from bot.dialog.signatures import FILE as SIGNATURES
from bot.dialog.signatures import ORGANISATION, Signature, is_signed, read_signatures
from bot.dialog.tree import read
from bot.directory.asking import check_asking
from bot.directory.kept import FILE as CONTACTS
from bot.directory.kept import lay, read_kept
from bot.directory.local import read_organisation
from bot.directory.model import Organisation
from bot.problem import Problem, Span, has_errors
from bot.text.catalogues import CATALOGUE, LOCALES, is_catalogue

Entry = TypeVar("Entry")


class ContentError(Exception):
    """The content has faults; `problems` says which. The program does not start on faulty content."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


def read_content(dialogs: Path, locales: Path | None) -> dict[str, bytes]:
    """All sources of a release: dialogs, and catalogues under locales/. Reads the disk.

    Raises:
        OSError: one of them cannot be read.
    """
    files = read_folder(dialogs)
    if locales is not None:
        files |= {LOCALES + name: content for name, content in read_folder(locales).items() if is_catalogue(name)}
    return files


def open_content(dialogs: Path, locales: Path | None, local: Path | None) -> tuple[Edition | None, tuple[Problem, ...]]:
    """Today's edition with the organisation's layer, and all problems of both."""
    missing = tuple(
        Problem("F009", Span(str(folder)), "there is no such folder", f"give another with --{option}")
        for option, folder in (("dialogs", dialogs), ("locales", locales))
        if folder is not None and not folder.is_dir()
    )
    if missing:
        return None, missing
    files, unread = _read(dialogs, locales)
    own = read_routine(local) if local is not None else {}
    edition, problems = open_edition({**files, **own}, unread)
    if local is None:
        return edition, problems
    problems = tuple(_in_folder(problem, local) for problem in problems)
    readable = edition if edition is not None or not own else open_edition(files, unread)[0]
    if readable is None:
        return None, problems
    organisation, faults = read_local(local, readable)
    if edition is None or has_errors(faults):
        return None, (*problems, *faults)
    edition.directory = replace(edition.directory, organisation=organisation)
    return edition, (*problems, *faults)


def _read(dialogs: Path, locales: Path | None) -> tuple[dict[str, bytes], tuple[Problem, ...]]:
    """The same as `read_content`, with the faults of what cannot be read, and of what nobody reads."""
    house = read_house(dialogs)
    if locales is None:
        return house.files, house.faults
    said = look(locales, is_catalogue, _astray)
    files = {LOCALES + name: content for name, content in said.files.items()}
    return {**house.files, **files}, (*house.faults, *(fault.inside(Path(LOCALES)) for fault in said.faults))


def _astray(name: str) -> Problem | None:
    """What is wrong with a file among the translations that nobody reads; editors of translations make some."""
    if not name.lower().endswith(".po"):
        return None
    hint = f"a catalogue is called <language>/{CATALOGUE}"
    return Problem("N010", Span(name), "nothing reads this file", hint)


def read_routine(local: Path) -> dict[str, bytes]:
    """An organisation's own routine as a file of the release, {} when it has written none. Reads the disk."""
    file = local / ROUTINE
    return {ROUTINE: file.read_bytes()} if file.is_file() else {}


def _in_folder(problem: Problem, local: Path) -> Problem:
    """A problem of the routine with its file where it lies."""
    if problem.where.file != ROUTINE:
        return problem
    return replace(problem, where=replace(problem.where, file=str((local / ROUTINE).absolute())))


def read_local(folder: Path, edition: Edition) -> tuple[Organisation | None, tuple[Problem, ...]]:
    """An organisation's own layer with what its coordinators have written, None when it cannot be used, and all faults
    of it. Reads the disk."""
    file = (folder / ORGANISATION).absolute()
    if not file.is_file():
        hint = "copy docs/example-local/organisation.yaml and fill it in"
        return None, (Problem("L000", Span(str(file)), "the file is missing", hint),)
    content = file.read_bytes()
    tree, faults = read(content.decode("utf-8-sig", "replace"), str(file))
    signatures, more = read_own_signatures(folder)
    more += read_own_readings(folder)[1]
    if tree is None:
        return None, (*faults, *more)
    record = (*edition.signatures, *signatures)
    signed = is_signed(record, {**edition.release.files, ORGANISATION: content})
    organisation, also = read_organisation(
        tree, edition.directory, signatures, signed=signed, persons=edition.catalogues.persons
    )
    routine = _check_routine(folder, edition, organisation) if organisation else ()
    written = (folder / CONTACTS).absolute()
    text = written.read_text("utf-8-sig", "replace") if written.is_file() else ""
    kept, wrong = read_kept(text, edition.directory, organisation, str(written))
    whole = lay(organisation, kept) if kept else None
    return (None if has_errors((*more, *routine)) else whole), (*faults, *more, *also, *routine, *wrong)


def _check_routine(folder: Path, edition: Edition, organisation: Organisation) -> tuple[Problem, ...]:
    """What the routine says of units that organisation.yaml does not."""
    content, routine = edition.release.files.get(ROUTINE), edition.release.routine
    tree = read(content.decode("utf-8-sig", "replace"), ROUTINE)[0] if content is not None else None
    found = check_asking(tree, routine, organisation) if tree and routine else ()
    return tuple(_in_folder(problem, folder) for problem in found)


def read_own_signatures(folder: Path) -> tuple[tuple[Signature, ...], list[Problem]]:
    """The record that lies in an organisation's own folder, and its faults. Reads the disk."""
    return _own_record(folder, SIGNATURES, read_signatures)


def read_own_readings(folder: Path) -> tuple[tuple[ReadingFile, ...], list[Problem]]:
    """The record of lines read aloud that lies in an organisation's own folder, and its faults. Reads the disk."""
    return _own_record(folder, READINGS, read_readings)


def _own_record(
    folder: Path, name: str, entries: Callable[[Mapping[str, bytes], str], tuple[tuple[Entry, ...], list[Problem]]]
) -> tuple[tuple[Entry, ...], list[Problem]]:
    """A record in an organisation's own folder, () where there is none, and its faults."""
    file = (folder / name).absolute()
    if not file.is_file():
        return (), []
    content = file.read_bytes()
    _, faults = read(content.decode("utf-8-sig", "replace"), str(file))
    found, more = entries({name: content}, str(file))
    return found, [*faults, *more]


def require_edition(dialogs: Path, locales: Path | None, local: Path | None) -> Edition:
    """Today's edition.

    Raises:
        ContentError: when a problem is an error.
    """
    edition, problems = open_content(dialogs, locales, local)
    if edition is None or has_errors(problems):
        raise ContentError(problems)
    return edition

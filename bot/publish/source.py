"""Where a content is read from: a folder, or a revision of git. Impure: reads the disk and calls git.

A folder is a checkout (it holds dialogs/ and perhaps locales/), the dialogs themselves, or an organisation's own, which
means its routine over the dialogs that ship. Of a revision only the first two are read, into memory; nothing is
checked out.
"""

from __future__ import annotations

import io
import subprocess
import tarfile
from collections.abc import Mapping
from pathlib import Path

from bot.conversation.content import read_content
from bot.conversation.edition import open_edition
from bot.dialog.routine_schema import ROUTINE
from bot.dialog.signatures import ORGANISATION
from bot.plans.form import FOLDER, SUFFIX
from bot.plans.form import files as read_plan_files
from bot.problem import Severity
from bot.publish.difference import Content
from bot.publish.talks import read_plans
from bot.settings import find_content
from bot.text.catalogues import LOCALES

DIALOGS = "dialogs/"


class SourceError(Exception):
    """There is no such folder and no such revision; the message says what to give instead."""


def read_source(name: str, here: Path) -> Content:
    """The content that a name means.

    Args:
        name: a folder, or a revision as git knows it.
        here: the folder that the repository is looked for in.

    Raises:
        SourceError: it is neither.
    """
    folder = here / name
    if folder.is_dir():
        return content(name if name != "." else "this folder", *_folder(folder))
    return content(name, *_split(_revision(name, here)))


def content(name: str, files: Mapping[str, bytes], plans: Mapping[str, bytes]) -> Content:
    """A side of a difference. files: of a release. plans: path inside the dialogs → plan."""
    edition, problems = open_edition(files)
    faults = tuple(str(problem).splitlines()[0] for problem in problems if problem.severity is Severity.ERROR)
    return Content(name, files, edition.program if edition else None, read_plans(plans), faults)


def _folder(folder: Path) -> tuple[Mapping[str, bytes], Mapping[str, bytes]]:
    if (folder / ORGANISATION).is_file() or (folder / ROUTINE).is_file():
        files, plans = _folder(find_content(DIALOGS.rstrip("/")))
        own = folder / ROUTINE
        return {**files, **({ROUTINE: own.read_bytes()} if own.is_file() else {})}, plans
    dialogs = folder / DIALOGS if (folder / DIALOGS).is_dir() else folder
    locales = dialogs.resolve().parent / LOCALES
    files = read_content(dialogs, locales if locales.is_dir() else None)
    if not files:
        raise SourceError(f"there are no dialogs in {folder}")
    return files, read_plan_files(dialogs)


def _revision(name: str, here: Path) -> dict[str, bytes]:
    """All files of the two folders at a revision, by path from the top of the repository."""
    top = _git(here, "rev-parse", "--show-toplevel")
    found = _git(here, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}") if top else b""
    if not top or not found:
        raise SourceError(f"“{name}” is no folder, and no revision of a git repository here")
    root, revision = Path(top.decode().strip()), found.decode().strip()
    there = _git(root, "ls-tree", "--name-only", revision).decode().split("\n")
    wanted = [folder for folder in (DIALOGS, LOCALES) if folder.rstrip("/") in there]
    if DIALOGS not in wanted:
        raise SourceError(f"there are no dialogs at {name}")
    with tarfile.open(fileobj=io.BytesIO(_git(root, "archive", "--format=tar", revision, *wanted))) as archive:
        members = [member for member in archive if member.isreg()]
        return {member.name: opened.read() for member in members if (opened := archive.extractfile(member))}


def _split(files: Mapping[str, bytes]) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """The files of a release, and the plans."""
    inside = {path.removeprefix(DIALOGS): data for path, data in files.items() if path.startswith(DIALOGS)}
    plans = {path: data for path, data in inside.items() if path.startswith(f"{FOLDER}/") and path.endswith(SUFFIX)}
    kept = {path: data for path, data in inside.items() if path.endswith((".yaml", ".yml", ".po"))}
    return kept | {
        path: data for path, data in files.items() if path.startswith(LOCALES) and path.endswith(".po")
    }, plans


def _git(here: Path, *words: str) -> bytes:
    """What git answers, b"" when it refuses or is not there."""
    try:
        done = subprocess.run(["git", *words], cwd=here, capture_output=True, check=False)
    except OSError:
        return b""
    return done.stdout if done.returncode == 0 else b""

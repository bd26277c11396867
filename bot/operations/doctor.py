"""Looks at an installation and says what is wrong and what to do about it; changes nothing.

Each check returns one `Finding`. A check that cannot tell says so as a fault: unknown is never well.
"""

import os
import platform
import shutil
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from types import MappingProxyType

from bot.conversation.edition import Edition
from bot.problem import Problem, has_errors
from bot.settings import PREFIX, Settings
from bot.storage import StorageError
from bot.text.catalogues import LOCALES

LEAST_PYTHON = (3, 11)
LEAST_FREE_BYTES = 200 * 1024 * 1024  # a year of releases, ledger and tables takes a few megabytes
# When this version was made: a clock before it is certainly wrong.
MADE = datetime(2026, 11, 22, tzinfo=UTC)
# Settings that name a folder of content → what the report calls it.
FOLDERS: Mapping[str, str] = MappingProxyType({"dialogs": "dialogs", "locales": "translations", "local": "local layer"})
UNSURE = "see the words before; if unsure, report it"

Open = Callable[[Path, Path | None, Path | None], tuple[Edition | None, tuple[Problem, ...]]]
"""How a start opens its content: folders of dialogs, translations and the local layer → all that is wrong with them."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report. `remedy` is None when all is well."""

    what: str
    words: str
    remedy: str | None = None

    def __str__(self) -> str:
        line = f"{'fault' if self.remedy else 'ok   '}  {self.what}: {self.words}"
        return f"{line}\n       → {self.remedy}" if self.remedy else line


def _one(what: str, check: "Check", settings: Settings, now: datetime) -> tuple[Finding]:
    words, remedy = check(settings, now)
    return (Finding(what, words, remedy),)


def _guarded(what: str, find: Callable[[], Iterable[Finding]]) -> tuple[Finding, ...]:
    try:
        return tuple(find())
    except Exception as error:  # noqa: BLE001 - a check that dies is a finding, not the end of the report
        return (_untold(what, error),)


def _untold(what: str, error: Exception) -> Finding:
    """What stopped a check; only the store's own words, and a file's name, are known to hold no secret."""
    if isinstance(error, StorageError):
        return Finding(what, str(error), error.remedy or UNSURE)
    if isinstance(error, OSError) and error.filename is not None:
        return Finding(what, f"{error.filename}: {error.strerror}", "let the user that runs the program use it")
    return Finding(what, f"could not be told ({type(error).__name__})", UNSURE)


def _python(_settings: Settings, _now: datetime) -> tuple[str, str | None]:
    well = sys.version_info >= LEAST_PYTHON
    return platform.python_version(), None if well else "install Python 3.11 or newer"


def _clock(_settings: Settings, now: datetime) -> tuple[str, str | None]:
    well = now >= MADE
    return f"{now:%Y-%m-%d} (UTC)", None if well else "set the clock: buttons, keys and periods depend on it"


def _data(settings: Settings, _now: datetime) -> tuple[str, str | None]:
    folder = settings.data
    if not folder.exists():
        parent = next(path for path in folder.absolute().parents if path.exists())
        well = os.access(parent, os.W_OK)
        return f"{folder} will be made", None if well else f"make it, or let this user write in {parent}"
    if not folder.is_dir() or not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        return f"{folder} cannot be written", "give it to the user that runs the program"
    if folder.stat().st_mode & 0o007:
        return f"{folder} can be read by every user of this machine", f"chmod 700 {folder}"
    return str(folder), None


def _disk(settings: Settings, _now: datetime) -> tuple[str, str | None]:
    place = next(path for path in (settings.data.absolute(), *settings.data.absolute().parents) if path.exists())
    free = shutil.disk_usage(place).free
    return f"{free // 1024**2} MiB free", None if free >= LEAST_FREE_BYTES else "make room: 200 MiB are needed"


def _database(settings: Settings, _now: datetime) -> tuple[str, str | None]:
    from bot.storage import migrations
    from bot.storage.database import damage, open_database, sqlite_file

    file = sqlite_file(settings.database)
    if file is not None and not file.exists():
        return "SQLite, will be made at the first start", None
    engine = open_database(settings.database)
    try:
        state, harm = migrations.state(engine), damage(engine)
    finally:
        engine.dispose()
    if harm:
        return f"{file} is damaged: {harm}", "stop the program and put a copy back: fragestod restore FILE --force"
    if state.unknown:
        return f"is of a newer program ({', '.join(state.unknown)})", "start the newer program, or restore a backup"
    waiting = f", {len(state.pending)} to apply at the next start" if state.pending else ""
    return f"answers, {len(state.applied)} migrations applied{waiting}", None


def _keys(settings: Settings, now: datetime) -> tuple[str, str | None]:
    from bot.storage.keys import KeyFolder

    faults = KeyFolder(settings.data / "keys").faults(now)
    if faults:
        return "; ".join(faults), "stop the program, remove the files that are named, start it again"
    return "as they should be", None


def _counting(settings: Settings, _now: datetime) -> tuple[str, str | None]:
    if not settings.counting:
        return "off", None
    if not settings.valkey:
        return "by the one process that serves", None
    import asyncio

    from bot.storage.waiting import SharedWaiting

    async def ask() -> bool:
        array = SharedWaiting(settings.valkey)
        try:
            await array.check()
            return await array.is_settled()
        finally:
            await array.close()

    if asyncio.run(ask()):
        return "by several processes; Valkey answers and keeps nothing on disk, a counter settles", None
    return "Valkey answers and keeps nothing on disk, but nobody settles", "start fragestod counter"


Check = Callable[[Settings, datetime], tuple[str, str | None]]

CHECKS: tuple[tuple[str, Check], ...] = (
    ("Python", _python),
    ("clock", _clock),
    ("data folder", _data),
    ("disk", _disk),
    ("database", _database),
    ("keys", _keys),
    ("counting", _counting),
)


def _content(settings: Settings, open_content: Open) -> tuple[Finding, ...]:
    """Dialogs, translations and the local layer, opened as a start opens them."""
    edition, problems = open_content(settings.dialogs, settings.locales, settings.local)
    faults: dict[str, list[Problem]] = {name: [] for name in FOLDERS}
    for problem in problems:
        if has_errors((problem,)):
            faults[_folder(problem, settings)].append(problem)
    local = "none: national contacts alone"
    if settings.local is not None:
        organisation = edition.directory.organisation if edition else None
        local = f"{organisation.name}, {len(organisation.units)} units" if organisation else ""
    languages = ", ".join(edition.catalogues.languages) if edition else "readable" if settings.dialogs.is_dir() else ""
    told = {
        "dialogs": f"release {edition.release.id[:12]}" if edition else "sound",
        "locales": languages,
        "local": local,
    }
    return tuple(_judged(name, faults[name], told[name]) for name in faults)


def _folder(problem: Problem, settings: Settings) -> str:
    """The setting whose folder a problem lies in."""
    file = problem.where.file
    if file.startswith(LOCALES) or file == str(settings.locales):
        return "locales"
    inside = settings.local is not None and Path(file).is_relative_to(settings.local.absolute())
    return "local" if inside else "dialogs"


def _judged(name: str, faults: Sequence[Problem], told: str) -> Finding:
    """One folder: its faults, or what is in it; empty `told`: it could not be opened since another has faults."""
    remedy = f"mend what fragestod check names, or name another folder with {PREFIX}{name.upper()} or --{name}"
    if faults:
        count = "1 problem" if len(faults) == 1 else f"{len(faults)} problems, the first"
        return Finding(FOLDERS[name], f"{count}: {faults[0].where}: {faults[0].message}", remedy)
    if not told:
        return Finding(FOLDERS[name], "cannot be judged before the faults of the others are mended", remedy)
    return Finding(FOLDERS[name], told)


def examine(
    settings: Settings, now: datetime, open_content: Open, checks: tuple[tuple[str, Check], ...] = CHECKS
) -> tuple[Finding, ...]:
    """All findings, in the order of the checks, content last; none keeps another from being made."""
    return (
        *(finding for what, check in checks for finding in _guarded(what, partial(_one, what, check, settings, now))),
        *_guarded("content", partial(_content, settings, open_content)),
    )

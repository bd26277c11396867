"""Looks at an installation and says what is wrong and what to do about it; changes nothing.

Each check returns one `Finding`. A check that cannot tell says so as a fault: unknown is never well.
"""

import os
import platform
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.settings import Settings

LEAST_PYTHON = (3, 11)
LEAST_FREE_BYTES = 200 * 1024 * 1024  # a year of releases, ledger and tables takes a few megabytes
# When this version was made: a clock before it is certainly wrong.
MADE = datetime(2026, 11, 22, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report. `remedy` is None when all is well."""

    what: str
    words: str
    remedy: str | None = None

    def __str__(self) -> str:
        line = f"{'fault' if self.remedy else 'ok   '}  {self.what}: {self.words}"
        return f"{line}\n       → {self.remedy}" if self.remedy else line


def _guarded(what: str, check: "Check", settings: Settings, now: datetime) -> Finding:
    try:
        words, remedy = check(settings, now)
    except Exception as error:  # noqa: BLE001 - a check that dies is a finding, not the end of the report
        return Finding(
            what, f"could not be told ({type(error).__name__})", "see the words before; if unsure, report it"
        )
    return Finding(what, words, remedy)


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
    from bot.storage import StorageError, migrations
    from bot.storage.database import open_database, sqlite_file

    file = sqlite_file(settings.database)
    if file is not None and not file.exists():
        return "SQLite, will be made at the first start", None
    engine = open_database(settings.database)
    try:
        state = migrations.state(engine)
    except StorageError as error:
        return str(error), "is the server running, and are name, password and address in FRAGESTOD_DATABASE right?"
    finally:
        engine.dispose()
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


def _dialogs(settings: Settings, _now: datetime) -> tuple[str, str | None]:
    from bot.dialog.load import load, read_folder

    if not settings.dialogs.is_dir():
        return f"no folder {settings.dialogs}", "set FRAGESTOD_DIALOGS, or leave it empty for the shipped dialogs"
    loaded = load(read_folder(settings.dialogs))
    if loaded.release is None:
        return f"{len(loaded.problems)} problems", "fragestod check names each with its place"
    return f"release {loaded.release.id[:12]}", None


def _local(settings: Settings, _now: datetime) -> tuple[str, str | None]:
    if settings.local is None:
        return "none: national contacts alone", None
    well = Path(settings.local).is_dir()
    return str(settings.local), None if well else "set FRAGESTOD_LOCAL to a folder with organisation.yaml"


Check = Callable[[Settings, datetime], tuple[str, str | None]]

CHECKS: tuple[tuple[str, Check], ...] = (
    ("Python", _python),
    ("clock", _clock),
    ("data folder", _data),
    ("disk", _disk),
    ("database", _database),
    ("keys", _keys),
    ("dialogs", _dialogs),
    ("local layer", _local),
)


def examine(settings: Settings, now: datetime, checks: tuple[tuple[str, Check], ...] = CHECKS) -> tuple[Finding, ...]:
    """All findings, in the order of the checks; none keeps another from being made."""
    return tuple(_guarded(what, check, settings, now) for what, check in checks)

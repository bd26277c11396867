"""A real PostgreSQL on a free port, for as long as it is needed: for tests, and for what is measured beside SQLite."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.valkey import free_port


@contextmanager
def running_postgres() -> Iterator[str]:
    """Its SQLAlchemy address. Fails with a remedy where no PostgreSQL is installed."""
    binaries = _binaries()
    # PostgreSQL refuses to run as root; its folder must belong to the user it runs as.
    runner = ["runuser", "-u", _unprivileged_user(), "--"] if os.geteuid() == 0 else []
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    if runner:
        shutil.chown(folder, _unprivileged_user())
    port = free_port()

    def call(*words: str) -> None:
        done = subprocess.run([*runner, *words], cwd=folder, capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == 0, done.stdout + done.stderr

    data = str(folder / "data")
    call(str(binaries / "initdb"), "-D", data, "-U", "tests", "--auth=trust", "--encoding=UTF8", "--no-sync")
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off -c full_page_writes=off"
    call(str(binaries / "pg_ctl"), "-D", data, "-w", "-l", str(folder / "log"), "-o", options, "start")
    try:
        yield f"postgresql://tests@127.0.0.1:{port}/postgres"
    finally:
        call(str(binaries / "pg_ctl"), "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(folder)


def _binaries() -> Path:
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    found = shutil.which("initdb")
    if versions:
        return versions[-1].parent
    if found:
        return Path(found).parent
    raise AssertionError("PostgreSQL is missing: apt-get install postgresql (make test does so when it may)")


def _unprivileged_user() -> str:
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"

"""The program as a process of its own, in a house of its own: data, home, temporary files, output, all in one folder.

Nothing of the machine's environment reaches it, so whatever it writes anywhere stands below `Server.house`.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.conftest import ROOT

PATIENCE = 60.0  # seconds; two cores may be busy with other tests
SERVE = ("-m", "bot", "serve")


@dataclass(frozen=True)
class Installation:
    """What a server process is started with.

    database: "" for SQLite in the data folder. compiled: with aiohttp's compiled parser, where the machine has one.
    """

    house: Path
    dialogs: Path = ROOT / "dialogs"
    locales: Path = ROOT / "locales"
    local: Path | None = ROOT / "docs" / "example-local"
    database: str = ""
    compiled: bool = True

    @property
    def data(self) -> Path:
        """The data folder."""
        return self.house / "data"

    @property
    def environment(self) -> dict[str, str]:
        """All that the process knows of the machine."""
        known = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", "LANG": "C.UTF-8"}
        for name in ("HOME", "TMPDIR", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
            known[name] = str(self.house / name.lower())
            Path(known[name]).mkdir(parents=True, exist_ok=True)
        if self.database:
            known["FRAGESTOD_DATABASE"] = self.database
        if not self.compiled:
            known["AIOHTTP_NO_EXTENSIONS"] = "1"
        return known

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """A command of this installation, for instance `run("recall", "1f3a9c")`."""
        command = [sys.executable, "-P", "-m", "bot", *words, "--data", str(self.data)]
        return subprocess.run(
            command, cwd=self.house, env=self.environment, capture_output=True, text=True, timeout=PATIENCE
        )


@dataclass
class Server:
    """A running process. program: what Python is told to run; the rest of the words follow it."""

    installation: Installation
    process: subprocess.Popen[bytes]
    output: Path
    address: str = ""
    port: int = field(default=0)

    def kill(self) -> None:
        """End at once, without a last word (SIGKILL)."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()

    def stop(self) -> int:
        """Ask to end (SIGTERM) and wait; the exit code."""
        self.process.terminate()
        return self.process.wait(PATIENCE)

    def told(self) -> str:
        """All that it has written to standard output and error."""
        return "".join(file.read_text(errors="replace") for file in sorted(self.output.parent.glob("*.std*")))


def start(
    installation: Installation, *, port: int = 0, program: tuple[str, ...] = SERVE, detached: bool = False
) -> Server:
    """Start a server without waiting for it; the caller must end it. detached: it outlives who starts it."""
    house = installation.house
    house.mkdir(parents=True, exist_ok=True)
    output = house / f"{time.monotonic_ns()}.stdout"
    words = ["--data", str(installation.data), "--dialogs", str(installation.dialogs)]
    words += ["--locales", str(installation.locales), "--port", str(port)]
    words += ["--local", str(installation.local)] if installation.local else []
    with output.open("wb") as out, output.with_suffix(".stderr").open("wb") as error:
        process = subprocess.Popen(
            [sys.executable, "-P", *program, *words],
            cwd=house, env=installation.environment, stdin=subprocess.DEVNULL, stdout=out, stderr=error,
            start_new_session=detached,
        )  # fmt: skip
    return Server(installation, process, output)


def wait(server: Server, seconds: float = PATIENCE) -> Server:
    """Wait until the server has told its address."""
    end = time.monotonic() + seconds
    while not server.address:
        told = server.output.read_text()
        assert server.process.poll() is None, f"the server ended: {server.told()}"
        assert time.monotonic() < end, f"the server told no address: {server.told()}"
        if "http://" in told and told.endswith("\n"):
            server.address = next(word for word in told.split() if word.startswith("http://"))
            server.port = int(server.address.rstrip("/").rpartition(":")[2])
        else:
            time.sleep(0.02)
    return server


@contextmanager
def served(installation: Installation, *, port: int = 0, program: tuple[str, ...] = SERVE) -> Iterator[Server]:
    """A server that answers, ended at the end."""
    server = start(installation, port=port, program=program)
    try:
        yield wait(server)
    finally:
        server.kill()

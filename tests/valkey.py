"""A real Valkey on a free port of this machine, or Redis 7, which Debian 12 has in its place and speaks the same."""

from __future__ import annotations

import shutil
import socket
import subprocess
import tempfile
import time
from types import TracebackType

import pytest
from valkey import Valkey as Client

QUIET = {"save": "", "appendonly": "no", "slowlog-log-slower-than": "-1", "crash-log-enabled": "no"}
"""What docs/deployment.md tells to set."""


class Valkey:
    """A server as long as it is entered. settings: those of `QUIET` that are otherwise."""

    def __init__(self, **settings: str) -> None:
        self._settings = QUIET | {name.replace("_", "-"): value for name, value in settings.items()}
        self._port = free_port()
        self.address = f"valkey://127.0.0.1:{self._port}/0"
        self.folder = tempfile.mkdtemp(prefix="valkey-")

    def __enter__(self) -> Valkey:
        self.start()
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.kill()
        shutil.rmtree(self.folder)

    def start(self) -> None:
        """Begin, and wait until it answers."""
        words = [_program(), "--bind", "127.0.0.1", "--port", str(self._port), "--dir", self.folder]
        words += [word for name, value in self._settings.items() for word in (f"--{name}", value)]
        self._process = subprocess.Popen(words, stdout=subprocess.DEVNULL)
        end = time.monotonic() + 30
        while True:
            try:
                socket.create_connection(("127.0.0.1", self._port), timeout=1).close()
            except OSError:
                assert time.monotonic() < end and self._process.poll() is None, "the server did not start"
                time.sleep(0.02)
            else:
                return

    def numbers(self, slot: int) -> set[str]:
        """The conversations of a slot that wait there."""
        with Client.from_url(self.address, decode_responses=True) as client:
            return {str(number) for number in client.hkeys(f"fragestod:talks:{slot}")}

    def clients(self) -> set[str]:
        """The names of the connections that are open."""
        with Client.from_url(self.address, decode_responses=True) as client:
            return {str(each["name"]) for each in client.client_list()}

    def kill(self) -> None:
        """End at once; what it held is gone."""
        self._process.kill()
        self._process.wait()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _program() -> str:
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            return found
    pytest.fail("Valkey is missing: apt-get install valkey-server, or redis-server (make test does so when it may)")

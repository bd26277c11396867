"""What many tests share: a quiet environment, the command line, a real PostgreSQL, Debian's Chromium.

Nothing here is skipped when a program is missing: the test that needs it fails and says what to install.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling

from bot.cli import main
from tests.postgres import running_postgres
from tests.valkey import Valkey

ROOT = Path(__file__).resolve().parents[1]

hypothesis.settings.register_profile("house", deadline=None, database=None, derandomize=bool(os.environ.get("CI")))
hypothesis.settings.load_profile("house")

PROOFS = int(os.environ.get("PROOFS", "150"))
"""How many random cases a long proof holds: a sample in CI, 1,000 in `make audit`, whose word for “all” it is too."""
WHOLE = PROOFS >= 1000
"""Whether `make audit` asks for everything."""

Command = Callable[..., "subprocess.CompletedProcess[str]"]

TOGETHER = {
    f"tests/channels/telegram/test_{name}.py": "every screen of Telegram" for name in ("endings", "pages", "typed")
}
"""Test file → what it shares with others and is costly to make, so that one worker has them all."""


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadFileScheduling:
    """A worker takes whole files, and those `TOGETHER` as if they were one."""
    return _ByFile(config, log)


class _ByFile(LoadFileScheduling):  # type: ignore[misc]  # carries no types
    def _split_scope(self, nodeid: str) -> str:
        file = str(super()._split_scope(nodeid))
        return TOGETHER.get(file, file)


@pytest.fixture(scope="session", autouse=True)
def _quiet_environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test reads the settings or the data folder of the machine it runs on."""
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            if name.upper().startswith("FRAGESTOD_"):
                patch.delenv(name)
        patch.setenv("FRAGESTOD_DATA", str(tmp_path_factory.mktemp("data")))
        yield


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture
def fragestod(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Run the command line in a folder of its own: `fragestod("check", "--json")`.

    In this process: one of its own adds nearly two seconds of imports, and is for those who test how it starts.
    """
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FRAGESTOD_DATA", str(tmp_path / "data"))

    def call(*words: str, **_: object) -> "subprocess.CompletedProcess[str]":
        capsys.readouterr()
        try:
            code = main(words)
        except SystemExit as stopped:
            code = int(stopped.code or 0)
        said = capsys.readouterr()
        return subprocess.CompletedProcess(words, code, said.out, said.err)

    return call


@pytest.fixture
def fragestod_process(tmp_path: Path) -> Command:
    """The same as a process of its own, where it is the process that is tested."""

    def call(*words: str, **_: object) -> "subprocess.CompletedProcess[str]":
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "FRAGESTOD_DATA": str(tmp_path / "data")}
        command = [sys.executable, "-P", "-m", "bot", *words]
        return subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120, check=False
        )

    return call


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of the browser for Playwright's `executable_path`."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    pytest.fail("Chromium is missing: apt-get install chromium (make test does so when it may)")


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """SQLAlchemy address of a real PostgreSQL that lives as long as the tests do, on a free port."""
    with running_postgres() as address:
        yield address


@pytest.fixture(scope="session")
def valkey() -> Iterator[str]:
    """Address of a real Valkey (or Redis 7, which speaks the same) that keeps nothing, on a free port."""
    with Valkey() as server:
        yield server.address

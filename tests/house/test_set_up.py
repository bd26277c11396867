"""`.ci/set-up` on machines that lack something: it says what, and what to install, and stops."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

# What the script may use of a machine, besides Python.
TOOLS = ("sh", "cat", "chmod", "dirname", "ls")


class Machine:
    """A machine with a checkout and a PATH of our making."""

    def __init__(self, root: Path, folder: Path) -> None:
        self.checkout = folder / "checkout"
        self.path = folder / "bin"
        (self.checkout / ".ci").mkdir(parents=True)
        self.path.mkdir()
        shutil.copy(root / ".ci/set-up", self.checkout / ".ci/set-up")
        for name in TOOLS:
            (self.path / name).symlink_to(shutil.which(name) or f"/bin/{name}")
        self.has("id", "echo 1000")

    def has(self, name: str, script: str) -> None:
        """Put a program on the PATH."""
        (self.path / name).write_text(f"#!/bin/sh\n{script}\n")
        (self.path / name).chmod(0o755)

    def has_python(self, name: str) -> None:
        """Put a working Python on the PATH."""
        self.has(name, f'exec "{sys.executable}" "$@"')

    def is_set_up(self) -> None:
        """Make an environment that holds what the (empty) locks ask for."""
        (self.checkout / ".venv/bin").mkdir(parents=True)
        (self.checkout / ".venv/bin/python").symlink_to(sys.executable)
        for lock in ("requirements.lock", "requirements-dev.lock"):
            (self.checkout / lock).write_text("")
            stamp = "import hashlib, sys; print(hashlib.sha256(b'').hexdigest(), sys.version_info[:2])"
            told = subprocess.run([sys.executable, "-c", stamp], capture_output=True, text=True, check=True).stdout
            (self.checkout / ".venv" / lock).write_text(told)

    def set_up(self, kind: str) -> "subprocess.CompletedProcess[str]":
        """Run the script."""
        environment = {"PATH": str(self.path), "LANG": os.environ.get("LANG", "C.UTF-8")}
        return subprocess.run([".ci/set-up", kind], cwd=self.checkout, env=environment, capture_output=True, text=True)


@pytest.fixture
def machine(root: Path, tmp_path: Path) -> Machine:
    """A machine without Python, browser and administrator."""
    return Machine(root, tmp_path)


def test_missing_python_is_told(machine: Machine) -> None:
    """Without Python 3.11 or newer the script says so and makes nothing."""
    machine.has("python3", "exit 1")
    done = machine.set_up("run")

    assert done.returncode == 1
    assert "Python 3.11 or newer" in done.stderr
    assert not (machine.checkout / ".venv").exists()


def test_missing_venv_names_the_package(machine: Machine) -> None:
    """On a Debian without `venv` the package of just that Python version is named."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    machine.has(
        "python3", f'case "$2" in *ensurepip*) exit 1 ;; *) exec "{sys.executable}" "$@" ;; esac'
    )  # fmt: skip
    done = machine.set_up("run")

    assert done.returncode == 1
    assert f"apt-get install python{version}-venv" in done.stderr
    assert not (machine.checkout / ".venv").exists()


def test_empty_shim_is_passed_over(machine: Machine) -> None:
    """A newer Python that is only a name is not chosen; the next one that runs is."""
    machine.has("python3.14", "exit 127")
    machine.has("python3.13", 'test "$2" = "${2#*ensurepip}" && exit 0; echo chosen >&2; exit 1')
    done = machine.set_up("run")

    assert "chosen" not in done.stdout
    assert "python3.13 cannot make a virtual environment" in done.stderr


def test_missing_browser_is_named_to_who_may_not_install(machine: Machine) -> None:
    """Without the right to install, the tests do not start with a part missing: it is named."""
    machine.is_set_up()
    machine.has("initdb", "exit 0")
    done = machine.set_up("test")

    assert done.returncode == 1
    assert "which are missing: chromium" in done.stderr
    assert "sudo apt-get install chromium" in done.stderr


def test_missing_parts_are_installed_by_root(machine: Machine) -> None:
    """With root on a Debian the missing packages are installed, without a question."""
    machine.is_set_up()
    machine.has("id", "echo 0")
    machine.has("initdb", "exit 0")
    machine.has("apt-get", 'echo "$@" >> asked')
    done = machine.set_up("test")

    assert done.returncode == 0, done.stderr
    assert "install -y -qq --no-install-recommends chromium" in (machine.checkout / "asked").read_text()


@pytest.mark.parametrize(("known", "package"), [("exit 0", "valkey-server"), ("exit 1", "redis-server")])
def test_waiting_array_is_installed_by_the_name_it_has_there(machine: Machine, known: str, package: str) -> None:
    """Where the distribution has Valkey that is taken, and Redis 7 where it has not."""
    machine.is_set_up()
    machine.has("apt-cache", known)

    assert package in machine.set_up("test").stderr


def test_second_time_does_nothing(machine: Machine) -> None:
    """An environment that fits its lock is left alone, without asking any index."""
    machine.is_set_up()
    done = machine.set_up("dev")

    assert done.returncode == 0, done.stderr
    assert done.stdout + done.stderr == ""

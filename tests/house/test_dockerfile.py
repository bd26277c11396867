"""The Dockerfile, replayed without a container engine: its steps are followed in an empty folder.

Each stage is a folder; absolute paths that the file makes (/app, /build, /data, /source) are moved into
it; `python` is this machine's own. What the file says of images, users and ports is read, not run. An
instruction that is not known here fails the test, so that the replay cannot drift from the file.
"""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot import __version__

OWN_PATHS = ("app", "build", "data", "source")
Step = tuple[str, str]


@dataclass
class Stage:
    """One image in the making: where its root lies, and what its instructions have set."""

    root: Path
    workdir: str = "/"
    environment: dict[str, str] = field(default_factory=dict)
    settings: dict[str, str] = field(default_factory=dict)  # the last CMD, USER, EXPOSE, HEALTHCHECK

    def moved(self, text: str) -> str:
        """`text` with the image's own absolute paths moved under the stage's folder."""
        return re.sub(rf"(?<![\w./])/(?={'|'.join(OWN_PATHS)}\b)", f"{self.root}/", text)

    def place(self, path: str) -> Path:
        """The folder or file that `path` means inside the stage."""
        return Path(
            os.path.normpath(f"{self.root}/{path}" if path.startswith("/") else f"{self.root}{self.workdir}/{path}")
        )


def steps(text: str) -> list[Step]:
    """Instructions of a Dockerfile as (name, rest), comments and line breaks gone."""
    joined = re.sub(r"\\\n", " ", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE))
    return [(line.split(maxsplit=1)[0], line.split(maxsplit=1)[1]) for line in joined.splitlines() if line.strip()]


def replay(dockerfile: Path, folder: Path) -> Stage:
    """Follow all steps and return the last stage."""
    stages: dict[str, Stage] = {}
    stage = Stage(folder)
    for number, (name, rest) in enumerate(steps(dockerfile.read_text())):
        match name:
            case "ARG":
                assert not stages, "an argument inside a stage is not known to this replay"
            case "FROM":
                stage = Stage(folder / f"stage{len(stages)}")
                stage.root.mkdir(parents=True)
                stages[rest.partition(" AS ")[2] or str(number)] = stage
                assert rest.startswith("python:"), "only images with Python are known to this replay"
            case "WORKDIR":
                stage.workdir = rest
                stage.place(".").mkdir(parents=True, exist_ok=True)
            case "COPY":
                copy(rest, stages, stage, dockerfile.parent)
            case "RUN":
                run(stage, rest)
            case "ENV":
                key, _, value = rest.partition("=")
                stage.environment[key] = value
            case "USER" | "EXPOSE" | "HEALTHCHECK" | "CMD":
                stage.settings[name] = rest
            case _:
                pytest.fail(f"{name} is not known to this replay")
    return stage


def copy(rest: str, stages: dict[str, Stage], stage: Stage, context: Path) -> None:
    """COPY: from the checkout or an earlier stage. A folder's content is copied, as Docker does."""
    words = rest.split()
    flags = dict(word.removeprefix("--").split("=") for word in words if word.startswith("--"))
    assert flags.keys() <= {"from", "chown"}
    *sources, target = (word for word in words if not word.startswith("--"))
    for source in sources:
        found = stages[flags["from"]].place(source) if "from" in flags else context / source
        goal = stage.place(target)
        if found.is_dir():
            shutil.copytree(
                found, goal, symlinks=True, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__")
            )
        else:
            shutil.copy2(found, goal / found.name if target.endswith("/") else goal)
        if "from" in flags:
            repoint(goal, stages[flags["from"]].root, stage.root)


def repoint(folder: Path, before: Path, after: Path) -> None:
    """A copied environment names its old place in its commands; in an image both have the same path."""
    for script in folder.glob("bin/*"):
        if script.is_file() and not script.is_symlink() and str(before).encode() in (content := script.read_bytes()):
            script.write_bytes(content.replace(str(before).encode(), str(after).encode()))


def run(stage: Stage, command: str) -> None:
    """RUN, with the stage's paths moved."""
    done = subprocess.run(
        ["sh", "-c", stage.moved(command)], cwd=stage.place("."), env=environment_of(stage),
        capture_output=True, text=True, timeout=600,
    )  # fmt: skip
    assert done.returncode == 0, f"RUN {command}\n{done.stdout}{done.stderr}"


def environment_of(stage: Stage) -> dict[str, str]:
    """The image's environment: `python` is found as in the image, nothing of the tests' own leaks in."""
    base = stage.root.parent / "image-bin"
    base.mkdir(exist_ok=True)
    if not (base / "python").exists():
        # The interpreter behind the virtual environment; typeshed does not list this attribute.
        (base / "python").symlink_to(Path(sys._base_executable))  # type: ignore[attr-defined]
    outside = {name: value for name, value in os.environ.items() if name.startswith(("PIP_", "SSL_", "LANG"))}
    outside["PIP_NO_COMPILE"] = "1"  # bytecode is of use to an image that lives long
    path = f"{base}:/usr/local/bin:/usr/bin:/bin"
    inside = {name: stage.moved(value).replace("$PATH", path) for name, value in stage.environment.items()}
    return {**outside, "PATH": path, **inside}


@pytest.fixture(scope="module")
def image(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Stage:
    """The last stage, replayed once for all tests here."""
    return replay(root / "Dockerfile", tmp_path_factory.mktemp("image"))


@pytest.fixture(scope="module")
def served(image: Stage) -> "Iterator[Served]":
    """Address of the program as CMD starts it, on a port that is free here."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    environment = {**environment_of(image), "FRAGESTOD_PORT": str(port)}
    command = json.loads(image.settings["CMD"])
    command[0] = shutil.which(command[0], path=environment["PATH"]) or command[0]
    process = subprocess.Popen(command, cwd=image.place("/"), env=environment)
    try:
        yield Served(f"http://127.0.0.1:{port}", process)
    finally:
        process.terminate()
        process.wait(30)


@dataclass(frozen=True)
class Served:
    """A running program and where it answers."""

    address: str
    process: "subprocess.Popen[bytes]"

    def answer(self, path: str, seconds: float = 60) -> int:
        """Status of a page, asked until it answers, the program dies or `seconds` are over."""
        end = time.monotonic() + seconds
        while True:
            try:
                with urllib.request.urlopen(self.address + path, timeout=5) as response:
                    return int(response.status)
            except OSError:
                assert self.process.poll() is None, f"CMD ended with {self.process.returncode}"
                if time.monotonic() > end:
                    raise
                time.sleep(0.2)


def test_health_check_asks_the_port_that_is_served(image: Stage) -> None:
    """EXPOSE, HEALTHCHECK and the default port agree, and the check runs with what is in the image."""
    from bot.settings import Settings

    assert image.settings["EXPOSE"] == str(Settings.model_fields["port"].default)
    _, _, command = image.settings["HEALTHCHECK"].partition("CMD ")
    assert json.loads(command)[0] == "python"
    assert f":{image.settings['EXPOSE']}/readyz" in json.loads(command)[-1]


def test_image_runs_without_rights(image: Stage) -> None:
    """The user is a number without a name and is not root; only the data folder belongs to it."""
    assert re.fullmatch(r"[1-9][0-9]{3,}:[1-9][0-9]{3,}", image.settings["USER"])


def test_image_holds_the_program_and_no_tools(image: Stage) -> None:
    """The last stage has the installed program and its data folder; sources and build tools stay behind."""
    assert sorted(path.name for path in image.root.iterdir()) == ["app", "data"]
    packages = {path.name.partition("-")[0] for path in image.root.glob("app/lib/*/site-packages/*")}
    assert {"bot", "fragestod"} <= packages
    assert packages.isdisjoint({"hatchling", "pip", "pytest", "playwright"})


@pytest.fixture(scope="module")
def installed(image: Stage) -> Path:
    """The `bin` folder of an environment that was empty, with the locked packages and the wheel."""
    return image.place("/app/bin")


def call(installed: Path, folder: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    """Run the installed command in a folder that knows nothing of the checkout."""
    environment = {"PATH": "/usr/bin:/bin", "XDG_DATA_HOME": str(folder), "LANG": os.environ.get("LANG", "C.UTF-8")}
    return subprocess.run(
        [str(installed / "fragestod"), *words], cwd=folder, env=environment, capture_output=True, text=True, timeout=120
    )


def test_installed_command_says_its_version(installed: Path, tmp_path: Path) -> None:
    """`fragestod --version` works from another folder."""
    done = call(installed, tmp_path, "--version")

    assert done.stdout.strip() == f"fragestod {__version__}", done.stderr


def test_installed_command_talks(installed: Path, tmp_path: Path) -> None:
    """A talk can be played from another folder with the dialogs that came along; each turn is one object."""
    done = call(installed, tmp_path, "play", "hub", "--choose", "1", "--json")
    turns = [json.loads(line) for line in done.stdout.splitlines()]

    assert done.returncode == 0, done.stderr
    assert len(turns) == 2


def test_installed_command_explains_a_code(installed: Path, tmp_path: Path) -> None:
    """The page of a code is printed from another folder."""
    done = call(installed, tmp_path, "check", "--explain", "n004")

    assert done.stdout.startswith("# N004 "), done.stderr


def test_installed_command_writes_what_is_kept(installed: Path, tmp_path: Path) -> None:
    """A pocket card and the offline file are made from another folder, with the templates that came along."""
    for words, name, begin in (("card respond -o a.pdf", "a.pdf", b"%PDF-"), ("offline -o b.html", "b.html", b"<!doc")):
        done = call(installed, tmp_path, *words.split())

        assert done.returncode == 0, done.stderr
        assert (tmp_path / name).read_bytes().startswith(begin)


def test_installed_command_is_well(installed: Path, tmp_path: Path) -> None:
    """The doctor finds nothing to mend in a fresh installation."""
    done = call(installed, tmp_path, "doctor")

    assert done.returncode == 0, done.stdout + done.stderr


def test_replayed_image_serves_readyz(served: Served) -> None:
    """What the file describes starts, loads its own copy of the dialogs and says that it is ready."""
    assert served.answer("/readyz") == 200

"""The terminal as a process of its own: written paths as data, talks through a pipe and through a real terminal."""

from __future__ import annotations

import json
import os
import pty
import select
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.cli import main
from bot.conversation.content import require_edition
from tests.conftest import ROOT, Command

REFUSED = "! Det svaret finns inte här. Skriv numret framför ett svar, eller svarets ord."
CASES = ROOT / "tests" / "cases"
OUTSIDE = [CASES / "web" / "dialogs", *sorted((CASES / "guidelines").iterdir())]
PATIENCE = 30.0  # seconds; a busy machine may start a process slowly


def objects(output: str) -> list[dict[str, Any]]:
    """One turn for each line."""
    return [json.loads(line) for line in output.splitlines()]


def test_play_prints_one_object_a_turn(fragestod: Command) -> None:
    """A path is data: step, texts with audience, choices, the ending with its actions, a token that fits.

    The path is longer than the conversation, so the process says where it stopped and ends with 3.
    """
    done = fragestod("play", "hub", "--choose", ",".join(["1"] * 40), "--json")
    turns = objects(done.stdout)

    for turn in turns:
        assert turn["step"]
        assert {text["audience"] for text in turn["texts"]} <= {"staff", "aloud", "shown"}
        assert turn["token_length"] == 64
        assert bool(turn["choices"]) != bool(turn["outcome"]), turn["step"]
    assert [turn["kind"] for turn in turns].count("finish") == 1
    assert turns[-1]["kind"] == "finish"
    assert turns[-1]["outcome"]["actions"]
    assert all(action["text"] and action["level"] for action in turns[-1]["outcome"]["actions"])
    assert done.stderr.strip() == f"choice {len(turns)} (“1”) does not fit here"
    assert done.returncode == 3


@pytest.mark.parametrize("told", ["99", "vet ej", "1+2", "j9", "-1", "²", "j²", "\u0661"])
def test_wrong_choice_ends_with_3_and_says_which(told: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A path that no longer fits its dialog says at which choice, prints the turns before it, and exits 3."""
    code = main(["play", "hub", "--choose", f"1,{told},1", "--json"])
    output = capsys.readouterr()

    assert code == 3
    assert output.err.strip() == f"choice 2 (“{told}”) does not fit here"
    assert len(objects(output.out)) == 2


@pytest.mark.parametrize("told", ["1" * 5000, "j" + "1" * 5000])
def test_endless_number_is_a_choice_that_does_not_fit(told: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A number of any length is told as a wrong choice, by its beginning."""
    code = main(["play", "hub", "--choose", told])

    assert code == 3
    assert capsys.readouterr().err.strip() == f"choice 1 (“{told[:40]}…”) does not fit here"


WRONG_USE = (
    ("play", "nowhere"),
    ("play", "hub", "--said", "xx"),
    ("play", "hub", "--unit", "-5"),
    ("chat", "--lang", "xx"),
    ("chat", "--entry", "nowhere"),
    ("chat", "--unit", "99", "--local", str(ROOT / "docs" / "example-local")),
)


@pytest.mark.parametrize("words", WRONG_USE, ids=" ".join)
def test_wrong_use_ends_with_2_and_says_what_there_is(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    """An entry, a language or a unit that does not exist is told with those that do, and nothing begins."""
    code, told = main(words), capsys.readouterr().err

    assert code == 2
    assert any(known in told for known in ("there is hub", "there is sv, en", "see --local", "1 Vårdcentralen"))


@pytest.mark.parametrize("folder", OUTSIDE, ids=lambda path: "-".join(path.relative_to(CASES).parts[:2]))
def test_content_from_outside_is_played(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`--dialogs` takes any content in the format, whatever it is about."""
    content, empty = tmp_path / "content", tmp_path / "empty"
    shutil.copytree(folder, content, ignore=shutil.ignore_patterns("locales"))  # translations lie elsewhere
    empty.mkdir()
    entry = require_edition(content, None, None).program.entries[0]
    code = main(["play", entry, "--dialogs", str(content), "--locales", str(empty), "--choose", "1", "--json"])
    first, second = objects(capsys.readouterr().out)

    assert code == 0
    assert first["step"] != second["step"]
    assert second["token_length"] == 64


def test_missing_content_is_told_calmly(capsys: pytest.CaptureFixture[str]) -> None:
    """A folder that is not there is said in a sentence, and nothing starts."""
    assert main(["chat", "--dialogs", "not-here"]) == 2
    assert "there is no folder not-here" in capsys.readouterr().err


# --- chat ----------------------------------------------------------------------------------------------


def chat(tmp_path: Path, typed: bytes, **environment: str) -> subprocess.CompletedProcess[str]:
    """A talk through a pipe, to the end of what is typed."""
    done = subprocess.run(
        [sys.executable, "-P", "-m", "bot", "chat"],
        input=typed, cwd=tmp_path, capture_output=True, timeout=PATIENCE * 2,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
    )  # fmt: skip
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


NONSENSE = (
    b"hej\n",
    b"0\n",
    b"99999999999999999999999999\n",
    b"1+1\n",
    b"-1\n",
    b"\n",
    b"\x00\n",
    b"\xff\xfe\n",
    b"j0\n",
    "j²\n".encode(),
    b"1" * 5000 + b"\n",
    b"=)\n",
)


def test_nonsense_is_answered_and_changes_nothing(tmp_path: Path) -> None:
    """Whatever is typed, and in whatever bytes, the question stays and the talk goes on to the end of input."""
    done = chat(tmp_path, b"1\n" + b"".join(NONSENSE) + b"1\n", PYTHONIOENCODING="utf-8:strict")

    assert done.returncode == 0
    assert done.stderr == ""
    assert done.stdout.count(REFUSED) == len(NONSENSE)
    assert done.stdout.count("? Vad behöver du?") == 1 + len(NONSENSE)
    assert done.stdout.count("? Kan någon annan höra eller se er?") == 1


def test_the_words_of_an_answer_do_as_well_as_its_number(tmp_path: Path) -> None:
    """Who types what the screen offers, an answer or a jump, is not told to choose again."""
    done = chat(tmp_path, "socialtjänst\nNågon har berättat\nakut\n".encode())

    assert REFUSED not in done.stdout
    assert "? Kan någon annan höra eller se er?" in done.stdout
    assert "── Akut ─" in done.stdout


def test_back_and_restart_lead_where_they_say(tmp_path: Path) -> None:
    """`b` shows the question before again, `r` the first one, `q` ends."""
    done = chat(tmp_path, b"1\n1\nb\n1\nr\nq\n1\n")
    asked = [line for line in done.stdout.splitlines() if line.startswith("? ")]

    first, second, third = "? Var arbetar du?", "? Vad behöver du?", "? Kan någon annan höra eller se er?"
    assert asked == [first, second, third, second, third, first]
    assert (done.returncode, done.stderr) == (0, "")


def test_the_words_of_the_last_line_do_as_well_as_their_keys(tmp_path: Path) -> None:
    """“Tillbaka”, “Börja om” and “Slut” can be typed; 112 means Akut where no answer has that number."""
    done = chat(tmp_path, "1\n1\nTillbaka\n1\nbörja om\n112\nslut\n1\n".encode())
    asked = [line for line in done.stdout.splitlines() if line.startswith("? ")]

    first, second, third = "? Var arbetar du?", "? Vad behöver du?", "? Kan någon annan höra eller se er?"
    assert asked == [first, second, third, second, third, first]
    assert done.stdout.count("── Akut ─") == 1
    assert REFUSED not in done.stdout


def test_reader_that_walks_away_is_no_fault(tmp_path: Path) -> None:
    """A pipe that is closed at the other end ends the talk without a word."""
    command = f"printf '1\\n1\\n' | {sys.executable} -P -m bot chat | head -n 1"
    done = subprocess.run(
        ["sh", "-c", command], cwd=tmp_path, capture_output=True, text=True, timeout=PATIENCE * 2,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip

    assert done.stderr == ""


# In the child: the terminal becomes its own, so that Ctrl-C reaches it; then the program as ever.
AT_TERMINAL = """
import fcntl, runpy, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
runpy.run_module("bot", run_name="__main__")
"""


class Terminal:
    """`fragestod chat` at a real terminal: what is typed is echoed, Ctrl-C is a signal."""

    def __init__(self, folder: Path) -> None:
        self._screen, inside = pty.openpty()
        heeded = signal.signal(signal.SIGINT, signal.default_int_handler)  # what a shell runs in the background is deaf
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-c", AT_TERMINAL, "chat"],
            stdin=inside, stdout=inside, stderr=inside, cwd=folder, start_new_session=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        signal.signal(signal.SIGINT, heeded)
        os.close(inside)

    def read_until(self, wanted: str) -> str:
        """All that is shown until `wanted` has been shown."""
        shown, end = b"", time.monotonic() + PATIENCE
        while wanted.encode() not in shown:
            assert time.monotonic() < end, f"waited for {wanted!r}, saw {shown.decode(errors='replace')}"
            if select.select([self._screen], [], [], 1.0)[0]:
                shown += os.read(self._screen, 65536)
        return shown.decode(errors="replace")

    def type(self, keys: bytes) -> None:
        """Press keys."""
        os.write(self._screen, keys)

    def close(self) -> None:
        """End the process if it still runs."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        os.close(self._screen)


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    """A terminal that is closed after the test."""
    opened = Terminal(tmp_path)
    yield opened
    opened.close()


def test_ctrl_c_ends_the_talk_quietly(terminal: Terminal) -> None:
    """Ctrl-C in the middle of a line ends the talk: no traceback, nothing left to answer."""
    terminal.read_until("> ")
    terminal.type(b"1\n")
    terminal.read_until("? Vad behöver du?")
    terminal.type(b"half a line\x03")

    assert terminal.process.wait(PATIENCE) == 0


def test_end_of_input_at_a_terminal_ends_the_talk(terminal: Terminal) -> None:
    """Ctrl-D on an empty line ends the talk."""
    terminal.read_until("> ")
    terminal.type(b"\x04")

    assert terminal.process.wait(PATIENCE) == 0


def test_early_ctrl_c_shows_no_traceback(terminal: Terminal) -> None:
    """Who presses Ctrl-C while the program still starts sees no traceback either."""
    terminal.process.send_signal(signal.SIGINT)
    code = terminal.process.wait(PATIENCE)

    assert code in {0, 130, -signal.SIGINT}

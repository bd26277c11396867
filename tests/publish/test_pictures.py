"""Pictures are drawn once, in a process of its own, and kept: whole after a kill, shared by two, never too many."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from bot.publish.report.chart import Theme
from bot.publish.report.drawer import Drawer, DrawingError, dots, draw
from bot.publish.report.pictures import BESIDE, ENDING, LEFT_OVER, Pictures
from bot.statistics.reports import Question
from tests.conftest import ROOT
from tests.publish.reports import report

_, DOCUMENT = report(Question.USE)
TABLE = DOCUMENT.tables[0]
WRITER = """
import sys
from pathlib import Path
from bot.publish.report.pictures import Pictures
pictures, drawn = Pictures(Path(sys.argv[1])), "<svg >" + "x" * 8_000_000 + "</svg>"
pictures._write("same", drawn)
print("writing", flush=True)
while True:
    pictures._write("same", drawn)
"""


class Counting:
    """Draws at once, and counts."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, spec: str) -> str:
        self.count += 1
        return f"<svg >{len(spec)}</svg>"


def test_the_same_figures_are_drawn_once_after_a_restart_too(tmp_path: Path) -> None:
    """Memory first, then disk; another colour is another picture."""
    counting = Counting()
    first = Pictures(tmp_path, counting)
    light = first.svg(DOCUMENT, TABLE)
    assert first.svg(DOCUMENT, TABLE) == light and counting.count == 1
    assert Pictures(tmp_path, counting).svg(DOCUMENT, TABLE) == light and counting.count == 1
    first.svg(DOCUMENT, TABLE, Theme.DARK)
    assert counting.count == 2 and len(list(tmp_path.glob(f"*{ENDING}"))) == 2


def test_a_half_file_is_drawn_anew(tmp_path: Path) -> None:
    """What does not end as a picture is none, whoever left it; a disk that cannot be written costs nothing else."""
    counting = Counting()
    whole = Pictures(tmp_path, counting).svg(DOCUMENT, TABLE)
    (file,) = tmp_path.glob(f"*{ENDING}")
    for torn in ("", whole[:-7], "\x00" * len(whole)):
        file.write_text(torn)
        assert Pictures(tmp_path, counting).svg(DOCUMENT, TABLE) == whole == file.read_text()
    assert Pictures(Path("/proc/none"), counting).svg(DOCUMENT, TABLE) == whole


def test_a_kill_at_any_moment_leaves_whole_pictures_alone(tmp_path: Path) -> None:
    """Killed in the middle of writing, again and again: every file in place is whole; what was left beside goes."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = None
    for moment in range(8):
        process = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path)], env=environment, stdout=subprocess.PIPE, text=True
        )
        assert process.stdout is not None and process.stdout.readline() == "writing\n"
        time.sleep(0.05 + 0.037 * moment)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        (file,) = tmp_path.glob(f"*{ENDING}")
        assert file.read_text().endswith("</svg>") and file.stat().st_size > 8_000_000
    (tmp_path / f"killed{BESIDE}").write_text("<svg")
    Pictures(tmp_path, clock=lambda: time.time() + LEFT_OVER + 1).sweep()
    assert list(tmp_path.glob(f"*{BESIDE}")) == []


def test_two_side_by_side_and_never_too_much(tmp_path: Path) -> None:
    """Threads on two of them get the right picture each; over the limit what was asked for longest ago goes first."""
    both = [Pictures(tmp_path, Counting()) for _ in range(2)]
    tables = [report(question)[1] for question in (Question.USE, Question.ENDINGS, Question.SUBJECTS, Question.DOORS)]
    right = {each.title: Pictures(None, Counting()).svg(each, each.tables[0]) for each in tables}
    wrong: list[str] = []

    def ask(pictures: Pictures) -> None:
        for _ in range(20):
            wrong.extend(each.title for each in tables if pictures.svg(each, each.tables[0]) != right[each.title])

    threads = [threading.Thread(target=ask, args=(each,)) for each in both * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == [] and len(list(tmp_path.glob("*"))) == 4

    now, most = time.time(), len(right[tables[0].title].encode()) + 9
    bounded = Pictures(tmp_path, Counting(), most=most, clock=lambda: now + 99)
    bounded.svg(tables[0], tables[0].tables[0])  # asked for just now
    bounded.sweep()
    kept = [file.read_text() for file in tmp_path.glob("*")]
    assert right[tables[0].title] in kept and len(kept) == 1


@pytest.fixture(scope="module")
def drawer() -> Drawer:
    """One drawing process for the tests of this file."""
    return Drawer()


def test_drawing_is_done_elsewhere_and_is_the_same(drawer: Drawer) -> None:
    """Another process draws what this one would, letter by letter, so that no press waits for the library's lock."""
    found = Pictures(None, drawer.draw).svg(DOCUMENT, TABLE)

    assert drawer._process is not None and drawer._process.pid != os.getpid()
    assert found == Pictures(None, draw).svg(DOCUMENT, TABLE)
    assert drawer.dots(found) == dots(found) and dots(found).startswith(b"\x89PNG")


def test_a_drawing_process_that_was_killed_is_started_again(drawer: Drawer) -> None:
    """Whoever asks gets the picture; one that cannot be drawn is told, and the next can."""
    pictures = Pictures(None, drawer.draw)
    assert pictures.svg(DOCUMENT, TABLE) and drawer._process is not None
    drawer._process.kill()
    assert pictures.svg(DOCUMENT, TABLE, Theme.DARK).startswith("<svg")
    with pytest.raises(DrawingError):
        drawer.draw("{")
    assert drawer.draw('{"mark": "point"}').startswith("<svg")
    drawer.close()

"""Drawing in a process of its own: the drawing library holds Python's lock while it draws (measured: no other thread
ran for 0.3 seconds a picture and a second at its start), and presses of the chat must not wait for a chart.

As a program it reads one Vega-Lite specification a line, or a drawing that is to become dots, and writes what it made,
a line each, all as JSON, until its input ends; so it never outlives whoever started it. It imports nothing else of the
house, so that it is soon there.
"""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress

PATIENCE = 30.0
"""Seconds for one picture. Drawing takes well below one; a process that says nothing for so long is ended."""
TRIES = 2
VEGA_LITE = "5.21"
"""The version of the drawing language."""


def draw(spec: str) -> str:
    """The drawing of a specification, in this process; no other thread runs meanwhile."""
    from vl_convert import vegalite_to_svg  # loads an engine of its own: 0.2 s that no other export needs

    return str(vegalite_to_svg(spec, vl_version=VEGA_LITE, allowed_base_urls=[]))


def dots(svg: str) -> bytes:
    """A drawing as PNG, twice as fine as a screen, in this process; no other thread runs meanwhile."""
    from vl_convert import svg_to_png

    return bytes(svg_to_png(svg, scale=2))


class DrawingError(Exception):
    """A picture could not be drawn; the table beside it holds the same figures."""


class Drawer:
    """Draws in one process at a time, which is started when it is needed and again when it has gone. Threads share it:
    the second waits for the first. Impure."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[str] | None = None

    def draw(self, spec: str) -> str:
        """The drawing of a specification.

        Raises:
            DrawingError: it cannot be drawn, or no process could be had for it.
        """
        return self._answer({"spec": spec})

    def dots(self, svg: str) -> bytes:
        """A drawing as PNG, twice as fine as a screen.

        Raises:
            DrawingError: see `draw`.
        """
        return base64.b64decode(self._answer({"svg": svg}))

    def _answer(self, asked: Mapping[str, str]) -> str:
        with self._lock:
            for _ in range(TRIES):
                answer = self._ask(json.dumps(asked))
                if answer:
                    found: dict[str, str] = json.loads(answer)
                    if "drawn" not in found:
                        raise DrawingError(found.get("error", ""))
                    return found["drawn"]
                self.close()
        raise DrawingError("the drawing process ended")

    def close(self) -> None:
        """End the process; the next picture starts another."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()

    def _ask(self, asked: str) -> str:
        """One line out, one line in; "" when the process has gone."""
        process = self._process = self._process or _start()
        assert process.stdin is not None and process.stdout is not None
        alarm = threading.Timer(PATIENCE, process.kill)
        alarm.start()
        try:
            with suppress(BrokenPipeError):
                process.stdin.write(f"{asked}\n")
                process.stdin.flush()
                return process.stdout.readline()
        finally:
            alarm.cancel()
        return ""


def _start() -> subprocess.Popen[str]:
    """A process that draws, with the least claim on the machine. It gets none of the settings: they hold secrets."""
    kept = {name: value for name, value in os.environ.items() if not name.upper().startswith("FRAGESTOD_")}
    path = os.pathsep.join(filter(None, sys.path))
    return subprocess.Popen(
        [sys.executable, "-m", "bot.publish.report.drawer"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**kept, "PYTHONPATH": path},
    )


def main() -> None:
    """Draw what stands in the input, line by line."""
    os.nice(5)
    for line in sys.stdin:
        try:
            asked = json.loads(line)
            drawn = draw(asked["spec"]) if "spec" in asked else base64.b64encode(dots(asked["svg"])).decode()
            answer = {"drawn": drawn}
        except Exception as error:  # noqa: BLE001 - told to whoever asked, who lives on
            answer = {"error": type(error).__name__}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()

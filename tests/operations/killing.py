"""What counts is killed at any moment, again and again, and held against what was carried to it.

`python -m tests.operations.killing` kills a thousand times each way, fifty at a time; it goes on where it was stopped.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from bot.statistics.release import read
from bot.statistics.waiting import SLOT, slot_of
from bot.storage import counts
from bot.storage.cells import CellFile
from bot.storage.database import open_database
from tests.conftest import ROOT
from tests.operations.counter_process import EACH
from tests.operations.sharing_process import HOUR, Clock, door_name
from tests.valkey import Valkey

BATCH, KILLS = 50, 1000
EARLY, SAVES = 0.1, 8
"""How often a process is killed while it starts; after how many saves otherwise, on average."""
RECORD = ROOT / "build" / "counter-kills.json"
HERE = Path(__file__).parent


class Mother:
    """A process that begets those that are killed: it has read all modules, so that they begin at once."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def say(self, line: str) -> str:
        """What it answers."""
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()
        return self._process.stdout.readline().strip()


@contextmanager
def mother(program: str, *words: str) -> Iterator[Mother]:
    """Such a process."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, str(HERE / program), *words]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, text=True
    ) as process:
        assert process.stdin
        yield Mother(process)
        process.stdin.close()


def stands(folder: Path) -> int:
    """All that was ever counted: what is open, and what was released."""
    database = open_database(f"sqlite:///{folder / 'store.db'}")
    chain = counts.chain(database)
    database.dispose()
    names = {release.name for release in chain}
    book = CellFile(folder / "counting").read()
    assert book is not None
    opened = [s for s in book.sheets if f"{s.table.key} {s.period.name}" not in names]
    released = [read(r.document) for r in chain if r.name.startswith("surroundings")]
    return sum(sum(s.values) for s in opened if s.table.name == "surroundings") + sum(sum(r.values) for r in released)


def lines(file: Path) -> list[str]:
    """What a process wrote; a line that a kill cut off is none."""
    return file.read_text().split("\n")[:-1] if file.exists() else []


def alone(folder: Path, kills: int, seed: int) -> int:
    """One process that counts by itself. Returns how many saves were done between the kills.

    What had settled by the last save is there to the last conversation; what waited is lost; none is there twice.
    """
    source, before, saved = random.Random(seed), 0, 0
    (folder / "log").touch()
    with mother("counter_process.py", str(folder)) as begetter:
        for _ in range(kills):
            starts = lines(folder / "log").count("start")
            child = int(begetter.say("go"))
            early, enough = source.random() < EARLY, source.randrange(2 * SAVES)
            while not early and since(folder / "log", starts).count("saved") < enough:
                time.sleep(0.002)
            time.sleep(source.random() * 0.05)
            os.kill(child, signal.SIGKILL)
            begetter.say(f"reap {child}")
            last = since(folder / "log", starts)
            now = stands(folder) if (folder / "counting").exists() and "start" in lines(folder / "log") else 0
            done = last.count("saved")
            assert now - before in (EACH * max(0, done - 6), EACH * max(0, done - 5)), (now, before, done)
            before, saved = now, saved + done
    return saved


def since(log: Path, starts: int) -> list[str]:
    """What was written since the last start; [] when there were no more starts than these."""
    run = lines(log)
    return run[len(run) - run[::-1].index("start") :] if run.count("start") > starts else []


@dataclass
class Carried:
    """What the doors brought: conversation → slot. unsure: may be there or not (a door was too slow for its hour)."""

    sure: dict[str, int] = field(default_factory=dict)
    unsure: dict[str, int] = field(default_factory=dict)

    def settled(self, until: int) -> tuple[int, int]:
        """Least and most that must have been counted of what began before a minute."""
        least = sum(slot < until for slot in self.sure.values())
        return least, least + sum(slot < until for slot in self.unsure.values())


def shared(folder: Path, kills: int, seed: int, server: Valkey) -> tuple[int, int]:
    """Two doors and a counter, each killed in turn; the array lives on. After each kill of the counter the cells hold
    exactly what the doors had carried and time has settled. Returns how many were counted, and how many were unsure.
    """
    source, known = random.Random(seed), Carried()
    (folder / "ticks").touch()
    with mother("sharing_process.py", str(folder), server.address) as begetter:
        children = {name: int(begetter.say(name.partition("-")[0])) for name in ("counter", "door-1", "door-2")}
        try:
            for number in range(kills):
                for _ in range(source.randrange(1, 4)):
                    time.sleep(source.random() * 0.04)
                    _tick(folder)
                name = tuple(children)[number % len(children)]
                time.sleep(source.random() * 0.02)
                os.kill(children[name], signal.SIGKILL)
                begetter.say(f"reap {children[name]}")
                if name != "counter":
                    _ask(folder, children[name], known, server)
                elif (folder / "counting" / "cells.b").exists():  # before it no save has ended, so none is held
                    _hold(folder, known, set(children.values()))
                children[name] = int(begetter.say(name.partition("-")[0]))
            last = len(lines(folder / "saves"))
            while len(lines(folder / "saves")) < last + 2:
                _tick(folder)
                time.sleep(0.1)
        finally:
            for child in children.values():
                with suppress(ProcessLookupError):  # it was killed, and what was found then is told
                    os.kill(child, signal.SIGKILL)
                    begetter.say(f"reap {child}")
        for name in ("door-1", "door-2"):
            _ask(folder, children[name], known, server)
        return _hold(folder, known, set())


def _tick(folder: Path) -> None:
    """Ten minutes pass, unless the counter has been away for an hour: what waits longer may be lost, as
    docs/statistics.md says, and a machine that has no time to start it is no fault of the program."""
    saved = lines(folder / "saves")
    ticks = folder / "ticks"
    if ticks.stat().st_size - (int(saved[-1]) if saved else 0) < 6:
        with ticks.open("ab") as clock:
            clock.write(b".")


def _note(file: Path, known: Carried) -> dict[str, int]:
    """Take what a door has noted; what it began and did not say to have carried is returned. That holds the one, too,
    that turns to oneself and could not say so before the kill."""
    open_: dict[str, int] = {}
    for line in lines(file):
        word, minute, *numbers = line.split()
        slot = slot_of(int(minute))
        if word == "began":
            open_ = dict.fromkeys(numbers, slot)
            continue
        (known.sure if word == "carried" else known.unsure).update(dict.fromkeys(numbers, slot))
        open_ = {}
    return open_


def _ask(folder: Path, child: int, known: Carried, server: Valkey) -> None:
    """What a killed door had under way is in the array or not: the array is asked. Of a door that was too slow for its
    hour some may have settled there already."""
    while door_name(child) in server.clients():
        time.sleep(0.002)  # what the dead had sent is still being read
    young = slot_of(int(Clock(folder)().timestamp()) // 60) - HOUR * SLOT
    for number, slot in _note(folder / f"door-{child}", known).items():
        if slot <= young:
            known.unsure[number] = slot
        elif number in server.numbers(slot):
            known.sure[number] = slot


def _hold(folder: Path, known: Carried, running: set[int]) -> tuple[int, int]:
    """The cells against what was carried. What a door that still runs began long ago may stand there, too."""
    slow = [slot for child in running for slot in _note(folder / f"door-{child}", known).values()]
    book = CellFile(folder / "counting").read()
    assert book is not None
    least, most = known.settled(book.settled)
    most += sum(slot < book.settled for slot in slow)
    now = stands(folder)
    assert least <= now <= most, (least, now, most)
    return now, most - least


def batches(kind: str, folder: Path, seed: int) -> dict[str, int]:
    """One batch of kills; its figures."""
    if kind == "alone":
        return {"kills": BATCH, "saves": alone(folder, BATCH, seed)}
    with Valkey() as server:
        counted, unsure = shared(folder, BATCH, seed, server)
    return {"kills": BATCH, "counted": counted, "unsure": unsure}


def main() -> int:
    """Kill for some minutes; 0 when all is done."""
    parser = argparse.ArgumentParser(prog="python -m tests.operations.killing", description=__doc__)
    parser.add_argument("--minutes", type=float, default=9, help="begin no new batch after so long (default 9)")
    parser.add_argument("--kills", type=int, default=KILLS, help=f"moments each way (default {KILLS})")
    args = parser.parse_args()
    program = hashlib.sha256(b"".join(map(Path.read_bytes, sorted(_sources())))).hexdigest()
    kept = json.loads(RECORD.read_text()) if RECORD.exists() else {}
    done: dict[str, dict[str, int]] = kept.get("done", {}) if kept.get("program") == program else {}
    wanted = [(kind, seed) for seed in range(-(-args.kills // BATCH)) for kind in ("alone", "shared")]
    end = time.monotonic() + args.minutes * 60
    left = [each for each in wanted if f"{each[0]} {each[1]}" not in done]
    for kind, seed in left:
        if time.monotonic() > end:
            break
        with tempfile.TemporaryDirectory() as folder:
            done[f"{kind} {seed}"] = batches(kind, Path(folder), seed)
        RECORD.parent.mkdir(exist_ok=True)
        RECORD.write_text(json.dumps({"program": program, "done": done}))
        print(f"{kind} {seed}: {done[f'{kind} {seed}']}", flush=True)
    left = [each for each in left if f"{each[0]} {each[1]}" not in done]
    for kind in ("alone", "shared"):
        found = [figures for name, figures in done.items() if name.startswith(kind)]
        print(f"{kind}: {({key: sum(each[key] for each in found) for key in found[0]}) if found else 'nothing yet'}")
    if left:
        print(f"{len(left)} batches are left: run this again.", file=sys.stderr)
    return 1 if left else 0


def _sources() -> Iterator[Path]:
    """What the figures depend on."""
    for room in ("statistics", "storage", "operations"):
        yield from (ROOT / "bot" / room).glob("*.py")
    yield from HERE.glob("*_process.py")
    yield Path(__file__)


if __name__ == "__main__":
    sys.exit(main())

"""Proves the rules in a process of its own, so that the page stays quick, and hands each proof over as it is found.

A process can be ended in the middle of a proof; a thread cannot. It gets the files and nothing else, and is ended and
begun anew when they change.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, SpawnContext
from multiprocessing.process import BaseProcess

from bot.check import gate, learnt
from bot.check import prove as proving
from bot.check.all import examine
from bot.check.plans import passed
from bot.check.rules import read_rules
from bot.dialog.load import load
from bot.problem import Problem

NICE = 5
"""How much the proofs stand back for everything else on the machine."""


@dataclass(frozen=True, slots=True)
class Task:
    """files: of a release that compiles. plans: by path. on: the day for which age is judged. known: rules that need
    no new proof."""

    files: Mapping[str, bytes]
    plans: Mapping[str, bytes]
    on: date
    known: frozenset[str]


@dataclass(frozen=True, slots=True)
class Judged:
    """Problems of the whole: words, translations, age, plans; with `gate` those of the gate as well."""

    problems: tuple[Problem, ...]
    gate: bool


@dataclass(frozen=True, slots=True)
class Proved:
    """A rule and its proof."""

    rule: str
    proof: proving.Proof


Message = Judged | Proved


class Prover:
    """At most one process at a time."""

    def __init__(self, tell: Callable[[Message], None]) -> None:
        self._tell = tell
        self._process: BaseProcess | None = None

    async def prove(self, task: Task) -> None:
        """Run a task to its end, or until `stop` or the next task ends it."""
        self.stop()
        context = _context()
        ours, theirs = context.Pipe(duplex=False)
        process = context.Process(target=work, args=(task, theirs), daemon=True)
        await asyncio.to_thread(process.start)
        self._process = process
        theirs.close()
        try:
            while self._process is process:
                message: Message = await asyncio.to_thread(ours.recv)
                if self._process is process:
                    self._tell(message)
        except EOFError:
            pass  # it has told all, or it was ended
        finally:
            ours.close()
            if process.is_alive():
                process.kill()
            await asyncio.to_thread(process.join)

    def stop(self) -> None:
        """End what runs."""
        process, self._process = self._process, None
        if process is not None and process.is_alive():
            process.kill()


@cache
def _context() -> ForkServerContext | SpawnContext:
    """How processes begin: as copies of one that has read this program already, so that proofs begin a second or two
    earlier after each save; where the system cannot copy a process, each reads it anew."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    return context


def work(task: Task, out: Connection) -> None:
    """What the process does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the page, which then ends this process
    if hasattr(os, "nice"):
        os.nice(NICE)
    release = load(task.files).release
    if release is None:
        return
    quick = examine(release, plans=task.plans, on=task.on, quick=True).problems
    out.send(Judged(quick, gate=False))
    rules, _ = read_rules(release)
    program = rules[0].program if rules else release.program
    prover = proving.Prover(program, known=passed(program, task.plans), noted=learnt.read(release, program))
    out.send(Judged((*quick, *gate.proved_by(prover)), gate=True))
    wanted = (rule for rule in rules if rule.name not in task.known)
    for rule, proof in proving.prove_all(wanted, prover=prover):
        out.send(Proved(rule.name, proof))

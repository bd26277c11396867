"""The plans of a folder of dialogs as a gate: each one still runs, and says what it said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.dialog.model import Program
from bot.engine.step import State
from bot.plans.form import Plan, read
from bot.plans.replay import Replay, replay
from bot.problem import Problem


@dataclass(frozen=True, slots=True)
class Replayed:
    """A plan and what came of it. faults: of its form, then of its conversation. replay: None without a beginning."""

    file: str
    plan: Plan | None
    replay: Replay | None
    faults: tuple[Problem, ...]


def replayed(program: Program, files: Mapping[str, bytes]) -> tuple[Replayed, ...]:
    """Each plan, replayed. files: path inside the folder of dialogs → content (see `bot.plans.form.files`)."""
    return tuple(_replayed(program, file, content) for file, content in files.items())


def passed(program: Program, files: Mapping[str, bytes]) -> tuple[State, ...]:
    """The states that plans come to. files: as in `replayed`."""
    found = (each.replay.states for each in replayed(program, files) if each.replay is not None)
    return tuple(dict.fromkeys(state for states in found for state in states))


def _replayed(program: Program, file: str, content: bytes) -> Replayed:
    plan, faults = read(content, file)
    if plan is None or faults:
        return Replayed(file, plan, None, tuple(faults))
    found = replay(program, plan)
    return Replayed(file, plan, found, found.problems)

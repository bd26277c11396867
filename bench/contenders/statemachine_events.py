"""python-statemachine: one machine for all; the conversation is a JSON string between events."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from statemachine import State, StateMachine

from bench.abstract import ANSWERS, DIALOG, END, FACTS, PATHS


def machine() -> Any:
    """The abstract dialog: an event for each answer number; a transition that sets a fact does it on the way."""
    states = [State(f"s{number}", initial=number == 0, value=number) for number in range(END + 1)]
    body: dict[str, Any] = {f"s{number}": state for number, state in enumerate(states)}
    for choice in range(ANSWERS):
        ways = None
        for number, step in enumerate(DIALOG):
            answer = step.answers[choice]
            way = states[number].to(states[answer.target], on=setter(answer.sets))
            ways = way if ways is None else ways | way
        body[f"answer{choice}"] = ways
    # A machine that reached a final state serves nobody else, so the end has a way back that is never taken.
    body["again"] = states[END].to(states[0])
    made = type("Talk", (StateMachine,), body)()
    made.facts = [0] * FACTS
    return made


def setter(sets: tuple[int, int] | None) -> Callable[..., None] | None:
    """What an answer does."""
    if sets is None:
        return None
    slot, value = sets

    def set_fact(machine: Any) -> None:
        machine.facts[slot] = value

    return set_fact


def prepare() -> Callable[[int], int]:
    """Whole conversations; the unit is one event."""
    shared = machine()
    names = [f"answer{number}" for number in range(ANSWERS)]
    first = json.dumps({"state": 0, "facts": [0] * FACTS})

    def run(count: int) -> int:
        units = 0
        for number in range(count):
            path, text = PATHS[number % len(PATHS)], first
            for answer in path:
                kept = json.loads(text)
                shared.current_state_value = kept["state"]
                shared.facts = kept["facts"]
                shared.send(names[answer])
                text = json.dumps({"state": shared.current_state_value, "facts": shared.facts})
            units += len(path)
        return units

    return run

"""transitions: one machine and one model for all; the conversation is a JSON string between events."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from transitions import Machine

from bench.abstract import ANSWERS, DIALOG, END, FACTS, PATHS


class Model:
    """Where the machine keeps the state it is at; the facts are beside it. The library gives it state and trigger."""

    state: str
    trigger: Callable[[str], bool]

    def __init__(self) -> None:
        self.facts = [0] * FACTS

    def set_fact(self, slot: int, value: int) -> None:
        """What an answer does."""
        self.facts[slot] = value


def machine(model: Model) -> Machine:
    """The abstract dialog: a trigger for each answer number, a callback where an answer sets a fact."""
    events = []
    for number, step in enumerate(DIALOG):
        for choice, answer in enumerate(step.answers):
            event: dict[str, Any] = {"trigger": f"answer{choice}", "source": f"s{number}", "dest": f"s{answer.target}"}
            if answer.sets:
                slot, value = answer.sets
                event["after"] = lambda slot=slot, value=value: model.set_fact(slot, value)
            events.append(event)
    states = [f"s{number}" for number in range(END + 1)]
    return Machine(model, states=states, transitions=events, initial="s0", auto_transitions=False)


def prepare() -> Callable[[int], int]:
    """Whole conversations; the unit is one event."""
    model = Model()
    shared = machine(model)
    names = [f"answer{number}" for number in range(ANSWERS)]
    first = json.dumps({"state": "s0", "facts": [0] * FACTS})

    def run(count: int) -> int:
        units = 0
        for number in range(count):
            path, text = PATHS[number % len(PATHS)], first
            for answer in path:
                kept = json.loads(text)
                shared.set_state(kept["state"], model)
                model.facts = kept["facts"]
                model.trigger(names[answer])
                text = json.dumps({"state": model.state, "facts": model.facts})
            units += len(path)
        return units

    return run

"""A second, slow reading of the dialog format: straight from the files, with generators for calls.

It shares no code with the compiler or the engine, so that the two can be held against each other. It knows
only what `programs.releases` writes.
"""

import json
from collections.abc import Generator, Mapping
from typing import Any

from tests.engine.programs import CONDITIONS, FACTS, number

Talk = Generator[str, tuple[str, Any], None]
"""Yields the step that waits; is sent ("choose", label), ("tick", labels) or ("jump", dialog)."""

COUNTIES = {"Nord": {"Alby": "0114", "Berg": "0115"}, "Syd": {"Dal": "0305"}}


class Left(Exception):
    """A jump that ends the talk as it was: the way out of nested generators, no error."""


class Naive:
    """One conversation. `facts`: values as text, shared ones by name, a dialog's own as "dialog.name"."""

    def __init__(self, files: Mapping[str, bytes], given: str) -> None:
        trees = {name: json.loads(content) for name, content in files.items()}
        self.dialogs = {tree["dialog"]: tree for tree in trees.values() if "dialog" in tree}
        self.jumps = {jump["dialog"]: jump for jump in trees["house.yaml"]["jumps"]}
        self.facts = {name: _first(values) for name, values in FACTS.items()} | {"alone": given}
        self.actions: set[str] = set()

    def talk(self) -> Talk:
        """The whole conversation, jumps that leave included."""
        dialog = "main"
        while True:
            try:
                yield from self.dialog(dialog, {})
            except Left as jump:
                dialog = str(jump)

    def dialog(self, name: str, given: Mapping[str, str]) -> Talk:
        """One dialog, called or begun: its own facts start anew."""
        dialog = self.dialogs[name]
        for own, values in {**dialog.get("parameters", {}), **dialog.get("facts", {})}.items():
            self.facts[f"{name}.{own}"] = given.get(own, _first(values))
        steps: dict[str, Any] = dialog["steps"]
        order = list(steps)
        at = 0
        while at < len(order):
            key = order[at]
            if not self.holds(steps[key]):
                at += 1
                continue
            self.change(steps[key], name)
            going = yield from self.step(name, key, steps[key])
            if going == "again":
                continue
            at = order.index(going) if going else at + 1

    def step(self, name: str, key: str, step: dict[str, Any]) -> Generator[str, tuple[str, Any], str | None]:
        """One step. Returns where to go, None for the next step, "again" after a jump that came back."""
        if "route" in step:
            return str(next(line["go"] for line in step["route"] if self.holds(line)))
        if "call" in step:
            yield from self.dialog(step["call"], step["with"])
            for mine, its in step["results"].items():
                self.facts[mine] = self.facts[f"{step['call']}.{its}"]
            return None
        if "pick" in step:
            return (yield from self.pick(f"{name}.{key}", step["pick"]))
        word, answer = yield f"{name}.{key}"
        if word == "jump":
            return (yield from self.jump(answer))
        if "finish" in step:
            raise AssertionError("the end was passed")
        if "number" in step:
            self.facts[step["number"]] = "unknown" if answer == "Vet inte" else answer
        for label in answer if "several" in step else [answer]:
            chosen = (step.get("choices") or step.get("several") or {}).get(label, {})
            self.change(chosen, name)
            if "go" in chosen:
                return str(chosen["go"])
        return None

    def pick(self, spot: str, fact: str) -> Generator[str, tuple[str, Any], str | None]:
        """A municipality: from all, or by its county."""
        every = {place: code for places in COUNTIES.values() for place, code in places.items()}
        word, answer = yield spot
        if word == "choose" and answer == "Välj bland alla kommuner":
            while True:  # a jump that comes back comes back to the list it was taken from
                word, county = yield f"{spot}#county"
                if word == "choose":
                    break
                yield from self.jump(county)
            code = next(code for place, code in every.items() if place in COUNTIES[county])[:2]
            while True:
                word, answer = yield f"{spot}#{code}"
                if word == "choose":
                    break
                yield from self.jump(answer)
        if word == "jump":
            return (yield from self.jump(answer))
        self.facts[fact] = every.get(answer, "unknown")
        return None

    def jump(self, dialog: str) -> Generator[str, tuple[str, Any], str]:
        """A dialog that was one tap away."""
        if self.jumps[dialog].get("kind") == "go":
            raise Left(dialog)
        yield from self.dialog(dialog, {})
        return "again"

    def holds(self, what: Mapping[str, Any]) -> bool:
        """Whether the `when` of a step, answer or line holds."""
        text = what.get("when")
        if text is None:
            return True
        if text == "why != second or alone":
            return self.facts["sub.why"] != "second" or self.facts["alone"] == "yes"
        if text == "not seen":
            return self.facts["aside.seen"] == "no"
        return CONDITIONS[text](self.facts)

    def change(self, what: Mapping[str, Any], dialog: str) -> None:
        """Do `set` and `do`."""
        before = dict(self.facts)
        for name, value in what.get("set", {}).items():
            here = name if name in self.facts else f"{dialog}.{name}"
            computed = str(int(before["items"]) + number(before["nights"], 1))
            self.facts[here] = computed if value.startswith("=") else value
        self.actions |= set(what.get("do", []))


def _first(values: object) -> str:
    if isinstance(values, list):
        return str(values[0])
    return {"boolean": "no", "municipality": "unknown"}.get(str(values), str(values).partition(".")[0])

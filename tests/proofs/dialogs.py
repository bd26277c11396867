"""Random small contents: a few facts, dialogs with steps of every kind that a rule can stumble over, and one rule."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, TypeAlias

from tests.engine.programs import SOURCES, contact
from tests.proofs.conditions import Domains, Said, condition

Json: TypeAlias = dict[str, Any]
ACTIONS = ("call", "write", "rest", "wait")
WORDS = ("Ett rött hus.", "En blå båt.", "Har du tid?", "Ser du en båt?")
PHRASES = ("rött hus", "båt", "tid")
LEVELS, DEADLINES = ("must", "should", "may"), ("now", "days")
AUDIENCES = ("staff", "aloud", "shown")


@dataclass(frozen=True)
class Content:
    """Files of a release, and the same as trees. said: what each condition in them means, by its words."""

    files: Mapping[str, bytes]
    trees: Mapping[str, Json]
    said: Mapping[str, Said]

    @property
    def rule(self) -> Json:
        """The one rule."""
        return dict(self.trees["rules/own.yaml"]["rules"]["P01"])


class _Writer:
    """Draws parts of a content and remembers what its conditions mean."""

    def __init__(self, random: Random, domains: Domains) -> None:
        self.random, self.domains = random, domains
        self.said: dict[str, Said] = {}

    def maybe(self) -> bool:
        return self.random.random() < 1 / 2

    def seldom(self) -> bool:
        return self.random.random() < 1 / 4

    def one(self, values: Sequence[str]) -> str:
        return self.random.choice(values)

    def some(self, values: Sequence[str], most: int, least: int = 1) -> list[str]:
        return self.random.sample(list(values), self.random.randint(least, min(most, len(values))))

    def when(self, more: Domains | None = None) -> str:
        said = condition(self.random, {**self.domains, **(more or {})})
        self.said[said.words] = said
        return said.words

    def change(self) -> Json:
        found: Json = {}
        if self.maybe():
            found["set"] = {name: self.value(name) for name in self.some(sorted(self.domains), 2)}
        if self.maybe():
            found["do"] = self.some(ACTIONS, 2)
        return found

    def value(self, name: str) -> str:
        """A value, or an expression that copies another fact with the same values."""
        same = [other for other in self.domains if other != name and self.domains[other] == self.domains[name]]
        if same and self.maybe():
            return f"={self.one(same)}"
        return self.one(self.domains[name])

    def texts(self) -> list[Json]:
        return [self.text() for _ in range(self.random.randint(0, 2))]

    def text(self) -> Json:
        return {self.one(AUDIENCES): self.one(WORDS), **({"when": self.when()} if self.maybe() else {})}

    def answer(self, later: Sequence[str], *, free: bool, tick: bool = False) -> Json:
        found = self.change()
        if not free and self.maybe():
            found["when"] = self.when()
        if later and not free and not tick and self.maybe():
            found["go"] = self.one(later)
        return found

    def step(self, later: Sequence[str], *, calls: bool) -> Json:
        kinds = ["say", "ask", "ask", "several", *(["route"] if later else []), *(["call"] if calls else [])]
        kind = self.one(kinds)
        found = self.change()
        if self.seldom():
            found["when"] = self.when()
        if kind == "say":
            return {**found, "say": [self.text(), *self.texts()]}
        if kind == "ask":
            choices = {f"Svar {n}": self.answer(later, free=n == 0) for n in range(self.random.randint(2, 3))}
            return {**found, "say": self.texts(), "ask": "Vad?", "choices": choices}
        if kind == "several":
            ticks = {f"Ruta {n}": self.answer((), free=False, tick=True) for n in range(2)}
            return {**found, "say": self.texts(), "ask": "Vilka?", "several": ticks, "none": "Inget"}
        if kind == "route":
            lines = [{"when": self.when(), "go": self.one(later)} for _ in range(self.random.randint(0, 2))]
            return {**found, "route": [*lines, {"go": later[0]}]}
        return {**found, "call": "sub", "with": {"why": self.one(("first", "second"))}, "results": self.taken_home()}

    def taken_home(self) -> Json:
        fitting = [name for name, values in self.domains.items() if {"a", "b"} <= set(values)]
        return {self.one(sorted(fitting)): "felt"} if fitting and self.maybe() else {}

    def dialog(self, prefix: str, most: int, *, calls: bool) -> Json:
        ids = [f"{prefix}{n}" for n in range(self.random.randint(1, most))]
        return {name: self.step(ids[n + 1 :], calls=calls) for n, name in enumerate(ids)}

    def ends(self) -> Json:
        """One ending, or two and what decides between them."""
        last = {"finish": "done", **self.change(), "say": self.texts(), **({"neutral": "yes"} if self.seldom() else {})}
        if self.maybe():
            return {"end": last}
        fork = {"route": [{"when": self.when(), "go": "other"}, {"go": "end"}]}
        return {"fork": fork, "other": {"finish": "else", **self.change(), "say": self.texts()}, "end": last}


def content(random: Random) -> Content:
    """A valid content with one rule of any form."""
    words = [["a", "b"], ["a", "b"], ["a", "b", "c"], ["x", "y", "a", "b"], ["0", "1", "2"]]
    domains = {f"f{n}": random.choice(words) for n in range(random.randint(1, 4))}
    writer = _Writer(random, domains)
    entries = ["main", "second"] if writer.seldom() else ["main"]
    guides = {name: _entry(writer, letter) for name, letter in zip(entries, "su", strict=False)} | {
        "sub": _sub(writer),
        "aside": {"steps": writer.dialog("w", 1, calls=False)},
        "out": {"steps": {**({"bye": writer.step((), calls=False)} if writer.maybe() else {}), **writer.ends()}},
    }
    jumps = [
        {"dialog": "aside", "label": "Titta", "kind": "call", "times": random.randint(1, 2)},
        {"dialog": "out", "label": "Sluta", "kind": "go", **({"when": writer.when()} if writer.maybe() else {})},
    ]
    places = [*guides, *(f"{name}.{key}" for name, guide in guides.items() for key in _seen(guide["steps"]))]
    trees: dict[str, Json] = {
        "house.yaml": {
            "given": writer.some(sorted(domains), 2, 0), "entries": entries, "jumps": jumps[: random.randint(0, 2)]
        },
        "facts.yaml": {"facts": {n: "0..2" if "0" in values else values for n, values in domains.items()}},
        "actions.yaml": {"actions": {name: _action(writer) for name in ACTIONS}},
        "sources.yaml": SOURCES,
        "directory/national.yaml": {
            "contacts": {"sos": contact("112"), "police": contact("114 14"), "line": contact("116 016")},
            "roles": {},
        },
        **{
            f"guides/{name}.yaml": {"dialog": name, "title": name, "private": writer.one(("no", "yes")), **guide}
            for name, guide in guides.items()
        },
        "rules/own.yaml": {"rules": {"P01": _rule(writer, guides, places)}},
    }  # fmt: skip
    files = {name: json.dumps(tree, ensure_ascii=False).encode() for name, tree in trees.items()}
    return Content(files, trees, writer.said)


def _seen(steps: Json) -> list[str]:
    """Steps that wait to be read: no others can be seen to be passed."""
    return [key for key, step in steps.items() if "route" not in step and "call" not in step]


def _entry(writer: _Writer, letter: str) -> Json:
    return {"entry": "yes", "steps": {**writer.dialog(letter, 4, calls=True), **writer.ends()}}


def _sub(writer: _Writer) -> Json:
    """A dialog that is called: parameter, own fact, result."""
    own = {"why": ["none", "first", "second"]}
    choices = {"Ett": {"set": {"felt": "a"}}, "Två": {"set": {"felt": "b"}, **writer.change()}}
    asked = {"ask": "Hur?", "choices": choices | {"Tre": {}}, **({"when": writer.when(own)} if writer.maybe() else {})}
    steps = {**writer.dialog("t", 2, calls=False), "felt": asked}
    return {"parameters": own, "facts": {"felt": ["a", "b"]}, "results": ["felt"], "steps": steps}


def _action(writer: _Writer) -> Json:
    found: Json = {
        "order": str(writer.random.randint(1, 3)), "level": writer.one(LEVELS), "text": writer.one(WORDS[:2]),
        "deadline": writer.one(DEADLINES), "decides": "staff", "door": "plan",
        "contacts": writer.some(("sos", "line"), 1, 0),
    }  # fmt: skip
    if writer.maybe():
        variant = {"when": writer.when(), "level": writer.one(LEVELS), "deadline": writer.one(DEADLINES)}
        found["variants"] = [variant | ({"text": writer.one(WORDS[:2])} if writer.maybe() else {})]
    return found


def _rule(writer: _Writer, guides: Mapping[str, Json], places: Sequence[str]) -> Json:
    """Where it speaks: perhaps everywhere. What must hold: one or two demands."""
    rule: Json = {
        "says": "Det ska vara så.",
        "at": writer.one(("finish", "finish", "step", "turn", "aloud", "question")),
    }
    steps = [place for place in places if "." in place]
    where: dict[str, Callable[[], object]] = {
        "dialogs": lambda: writer.some(sorted(guides), 2),
        "steps": lambda: writer.some(steps, 3),
        "neutral": lambda: writer.one(("yes", "no")),
        "private": lambda: writer.one(("yes", "no")),
        "when": writer.when,
        "after": lambda: writer.some(places, 2),
        "with": lambda: writer.some(ACTIONS, 1),
    }
    for key in writer.some(sorted(where), 2, 0):
        rule[key] = where[key]()
    what: dict[str, Callable[[], Json]] = {
        "facts": lambda: {"facts": writer.when()},
        "all": lambda: {"all": writer.some(ACTIONS, 2)},
        "any": lambda: {"any": writer.some(ACTIONS, 2)},
        "none": lambda: {"none": writer.some(ACTIONS, 2)},
        "first": lambda: {"first": writer.some(ACTIONS, 2)},
        "as": lambda: {writer.one(("all", "any")): writer.some(ACTIONS, 2), "as": writer.some(LEVELS, 2)},
        "by": lambda: {writer.one(("all", "any")): writer.some(ACTIONS, 2), "by": writer.some(DEADLINES, 1)},
        "has_action": lambda: {"has_action": "yes"},
        "open": lambda: {"open": "yes"},
        "ends_neutral": lambda: {"ends_neutral": "yes"},
        "before": lambda: {"before": writer.some(places, 2)},
        "not_before": lambda: {"not_before": writer.some(places, 2)},
        "only": lambda: {"only": writer.some(places, 3)},
        "within": lambda: {"within": {"taps": str(writer.random.randint(1, 2)), "to": writer.some(places, 2)}},
        "tells": lambda: {"tells": writer.some(PHRASES, 1), "audiences": writer.some(AUDIENCES, 2, 0)},
        "forbids": lambda: {"forbids": writer.some(PHRASES, 2), "audiences": writer.some(AUDIENCES, 2, 0)},
        "offers": lambda: {"offers": writer.some(("Svar 1", "Svar 2", "Två", "Ruta 1"), 2)},
    }
    for key in writer.some(sorted(what), 2):
        rule |= what[key]()
    return rule

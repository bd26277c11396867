"""Random contents whose dialogs call each other three deep, leave by jumps from inside, and mostly do nothing: there
what the prover passes over and puts together is tried. The small ones of `dialogs` hold every form of a rule.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from random import Random

from tests.engine.programs import ACTIONS, DIRECTORY, SOURCES
from tests.proofs.conditions import Domains, condition
from tests.proofs.dialogs import Json

DONE = tuple(ACTIONS)
INSIDE = {
    "main": ("mid", "low", "idle", "shut", "shut"),
    "second": ("mid", "still", "lone", "shut"),
    "mid": ("low", "idle", "still", "deep", "shut"),
    "low": ("deep", "still"),
    "out": ("deep", "idle"),
    "aside": ("low", "idle"),
}
"""Who calls whom."""


def deep(random: Random) -> dict[str, bytes]:
    """Files of a release with one rule over some of its facts."""
    words = (["a", "b"], ["a", "b", "c"], ["x", "y", "z"])
    domains = {f"f{number}": random.choice(words) for number in range(random.randint(2, 4))}
    guides: dict[str, Json] = {
        name: {"entry": "yes", "steps": {**_steps(random, domains, name), "end": _end(random, domains)}}
        for name in ("main", "second")
    }
    guides |= {name: {"steps": _steps(random, domains, name)} for name in ("mid", "low", "aside")}
    if random.random() < 1 / 3:  # who calls it never gets an answer
        guides["low"]["steps"]["end"] = _end(random, domains)
    guides["still"] = {"steps": {"seen": {"say": [{"staff": "Ja."}]}, "seen-too": {"say": [{"staff": "Ja."}]}}}
    guides["idle"] = {"steps": {"seen": {"say": [{"staff": "Ja."}]}}}
    guides["lone"] = {"steps": {"seen": {"say": [{"staff": "Nej."}]}}}  # as idle, for who looks at neither
    guides["shut"] = {  # only who passes by its screen comes back from it
        "steps": {
            "seen": {"say": [{"staff": "Ja."}], "go": "stop", "when": _asked(random, domains)},
            "leave": {"route": [{"go": "return"}]},
            "stop": {"finish": "done"},
        }
    }
    guides["deep"] = {
        "parameters": {"why": ["none", "first"]},
        "facts": {"felt": ["a", "b"]},
        "results": ["felt"],
        "steps": {
            "tell": {"ask": "Vad?", "choices": {"Ja": {"set": {"felt": "b"}}, "Nej": {}}, **_when(random, domains)},
            **_steps(random, {**domains, "why": ["none", "first"]}, "deep", 2),
        },
    }
    guides["out"] = {"steps": {**_steps(random, domains, "out"), "end": _end(random, domains)}}
    guides["gone"] = {"steps": {"end": _end(random, domains)}}
    jumps: list[Json] = [
        {"dialog": "out", "label": "Ut", "kind": "go", **_when(random, domains)},
        {"dialog": "gone", "label": "Bort", "kind": "go", **_when(random, domains)},
        {"dialog": "aside", "label": "Se", "kind": "call", "times": "1", **_when(random, domains)},
    ]
    rule: Json = {"says": "Så.", "at": random.choice(("finish", "step", "turn")), "facts": _asked(random, domains)}
    if random.random() < 1 / 2:
        rule |= {"dialogs": random.sample(sorted(guides), 3)}
    if random.random() < 1 / 2:
        rule |= {"all": random.sample(DONE, 1)}
    trees: dict[str, Json] = {
        "house.yaml": {
            "given": random.sample(sorted(domains), 1),
            "entries": ["main", "second"],
            "jumps": [jump for jump in jumps if random.random() < 3 / 4],
        },
        "facts.yaml": {"facts": domains},
        "actions.yaml": {"actions": ACTIONS},
        "sources.yaml": SOURCES,
        **DIRECTORY,
        **{f"guides/{name}.yaml": {"dialog": name, "title": name, **guide} for name, guide in guides.items()},
        "rules/own.yaml": {"rules": {"P01": rule}},
    }
    return {name: json.dumps(tree, ensure_ascii=False).encode() for name, tree in trees.items()}


def _steps(random: Random, domains: Domains, dialog: str, most: int = 4) -> Json:
    ids = [f"s{number}" for number in range(random.randint(1, most))]
    return {name: _step(random, domains, dialog, ids[n + 1 :]) for n, name in enumerate(ids)}


def _step(random: Random, domains: Domains, dialog: str, later: Sequence[str]) -> Json:
    kind = random.choice(
        ("say", "ask", "ask", *(["route"] if later else []), *(["call", "call"] if dialog in INSIDE else []))
    )
    found = {**(_change(random, domains) if random.random() < 1 / 4 else {}), **_when(random, domains)}
    if kind == "say":
        return {**found, "say": [{"staff": "Ja."}]}
    if kind == "ask":
        choices = {f"Svar {n}": _answer(random, domains, later, free=n == 0) for n in range(random.randint(2, 4))}
        return {**found, "ask": "Vad?", "choices": choices}
    if kind == "route":
        lines = [{"when": _asked(random, domains), "go": random.choice(later)} for _ in range(random.randint(1, 3))]
        return {**found, "route": [*lines, {"go": later[0]}]}
    called = random.choice(INSIDE[dialog])
    if called != "deep":
        return {**found, "call": called}
    home = {name: "felt" for name in sorted(domains) if {"a", "b"} <= set(domains[name]) and random.random() < 1 / 3}
    return {**found, "call": called, "with": {"why": random.choice(("none", "first"))}, "results": home}


def _answer(random: Random, domains: Domains, later: Sequence[str], *, free: bool) -> Json:
    found = _change(random, domains) if random.random() < 1 / 3 else {}
    if not free:
        found |= _when(random, domains)
        if later and random.random() < 1 / 2:
            found["go"] = random.choice(later)
    return found


def _change(random: Random, domains: Domains) -> Json:
    if random.random() < 1 / 3:
        return {"do": [random.choice(DONE)]}
    name = random.choice([name for name in domains if name != "why"])
    return {"set": {name: random.choice(domains[name])}}


def _when(random: Random, domains: Domains) -> Json:
    return {"when": _asked(random, domains)} if random.random() < 1 / 3 else {}


def _asked(random: Random, domains: Domains) -> str:
    return condition(random, domains).words


def _end(random: Random, domains: Domains) -> Json:
    return {"finish": "done", "do": [DONE[0]], **(_change(random, domains) if random.random() < 1 / 2 else {})}

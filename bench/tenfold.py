"""The shipped dialogs ten times over, no copy like another: what the check costs when the content has grown.

Each copy of a guide has its own name and its own facts, calls the copies of its own part, and differs: answers stand in
another order, and steps are added. Each part has an entry of its own. Rules speak of all copies.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

import yaml

PARTS = 10
STEPS = 0.03
"""How many steps get one more before them, one that shows nothing: a screen would not fit in a button."""
PLACES = ("dialogs", "steps", "after", "not_before")


def tenfold(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Content → content with ten parts."""
    guides = {n: yaml.load(c, yaml.CBaseLoader) for n, c in files.items() if n.startswith("guides/")}
    house: dict[str, Any] = yaml.load(files["house.yaml"], yaml.CBaseLoader)
    names = {guide["dialog"] for guide in guides.values()} - _jumped(guides.values(), house)
    found = {name: content for name, content in files.items() if not name.startswith(("guides/", "locales/"))}
    for name, guide in guides.items():
        found[name] = files[name]
        if guide["dialog"] in names:
            for part in range(1, PARTS):
                found[f"guides/{guide['dialog']}-{part}.yaml"] = _written(_copied(guide, names, part))
    entries = [name if part == 0 else f"{name}-{part}" for name in house["entries"] for part in range(PARTS)]
    found["house.yaml"] = _written({**house, "entries": entries})
    for name in [name for name in found if name.startswith("rules/")]:
        file = yaml.load(found[name], yaml.CBaseLoader)
        if "rules" in file:
            spoken = ((key, _spoken(rule, names)) for key, rule in file["rules"].items())
            found[name] = _written({**file, "rules": {key: rule for key, rule in spoken if rule is not None}})
        if "learnt" in file:
            noted = {rule: _all_parts(facts, names) for rule, facts in file["learnt"].items()}
            found[name] = _written({"learnt": noted})
    return found


def _jumped(guides: Any, house: Mapping[str, Any]) -> set[str]:
    """The dialogs that a jump leads to, and what they alone call: these stay one for all parts."""
    calls = {g["dialog"]: {s["call"] for s in g["steps"].values() if s and "call" in s} for g in guides}
    inside = _reached(calls, [jump["dialog"] for jump in house["jumps"]])
    return inside - _reached(
        {n: c for n, c in calls.items() if n not in inside or n in house["entries"]}, house["entries"]
    )


def _reached(calls: Mapping[str, set[str]], first: list[str]) -> set[str]:
    found: set[str] = set()
    waiting = list(first)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += calls.get(name, ())
    return found


def _copied(guide: Mapping[str, Any], names: set[str], part: int) -> dict[str, Any]:
    chance = random.Random(f"{guide['dialog']} {part}")
    steps: dict[str, Any] = {}
    for name, step in guide["steps"].items():
        if chance.random() < STEPS and "route" not in step:
            steps[f"more-{name}"] = {"route": [{"go": name}]}
        new = dict(step)
        if new.get("call") in names:
            new["call"] = f"{new['call']}-{part}"
        for key in ("choices", "several"):
            if key in new:
                options = list(new[key].items())
                chance.shuffle(options)
                new[key] = dict(options)
        steps[name] = new
    led = {name: step if name.startswith("more-") else _led(step, set(steps)) for name, step in steps.items()}
    return {**guide, "dialog": f"{guide['dialog']}-{part}", "steps": led}


def _led(part: Any, steps: set[str]) -> Any:
    """With every “go” led through the step that was added before its target."""
    if isinstance(part, dict):
        return {
            key: f"more-{value}" if key == "go" and f"more-{value}" in steps else _led(value, steps)
            for key, value in part.items()
        }
    return [_led(item, steps) for item in part] if isinstance(part, list) else part


def _spoken(rule: Mapping[str, Any], names: set[str]) -> dict[str, Any] | None:
    """The rule with every place said for every part; where places of all parts would have to be passed, of the first.
    None where it speaks of what the parts share, and asks for what each has of its own: that cannot be said."""
    asked = [*rule.get("before", ()), *rule.get("only", ()), *rule.get("within", {}).get("to", ())]
    if any(place.partition(".")[0] in names for place in asked):
        own = sorted(names & set(rule.get("dialogs", names)))
        return {**rule, "dialogs": own} if own else None
    return {key: _all_parts(value, names) if key in PLACES else value for key, value in rule.items()}


def _all_parts(places: list[str], names: set[str]) -> list[str]:
    """Dialogs, steps or facts of dialogs, with those of all copies."""
    found = list(places)
    for place in places:
        dialog, dot, rest = place.partition(".")
        if dialog in names:
            found += [f"{dialog}-{part}{dot}{rest}" for part in range(1, PARTS)]
    return found


def _written(data: Any) -> bytes:
    return yaml.dump(data, Dumper=yaml.CDumper, allow_unicode=True, sort_keys=False, width=1000).encode()

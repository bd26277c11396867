"""Faults in what the guides share: actions, facts, the house, sources, contacts."""

from __future__ import annotations

from collections.abc import Iterator

from tests.mutants.guides import DENIAL, Shared, other
from tests.mutants.trees import Edit, Path, Tree, cut, leaves, put

WEAKER = {"must": "may", "must-not": "should", "should": "may", "may": "must", "rule": "may"}
"""Level → the one it is mistaken for: a duty becomes a choice, a choice a duty."""
LATER = {"now": "days", "before-leaving": "days", "same-day": "days", "days": "organisation", "organisation": "now"}
HIGHER = {"anyone": "manager", "self": "manager", "staff": "manager", "clinician": "person", "manager": "anyone"}
PAST = "2025-01-01"


def forms(tree: Tree) -> Iterator[tuple[Path, Tree]]:
    """Every action and every variant of one."""
    for name, action in tree["actions"].items():
        yield ("actions", name), action
        for number, variant in enumerate(action.get("variants", ())):
            yield ("actions", name, "variants", number), variant


def _mistaken(tree: Tree, key: str, wrong: dict[str, str]) -> Iterator[Edit]:
    for path, form in forms(tree):
        value = form.get(key)
        if value in wrong:
            yield put((*path, key), wrong[value], f"{key} is {wrong[value]} instead of {value}")


def weaken_level(tree: Tree, shared: Shared) -> Iterator[Edit]:
    """A duty becomes a choice, or the other way around."""
    yield from _mistaken(tree, "level", WEAKER)


def change_deadline(tree: Tree, shared: Shared) -> Iterator[Edit]:
    """What cannot wait may wait."""
    yield from _mistaken(tree, "deadline", LATER)


def change_decider(tree: Tree, shared: Shared) -> Iterator[Edit]:
    """Somebody else is asked to decide."""
    yield from _mistaken(tree, "decides", HIGHER)


def drop_basis(tree: Tree, shared: Shared) -> Iterator[Edit]:
    """A duty without the law that makes it one."""
    for path, form in forms(tree):
        if form.get("basis"):
            yield put((*path, "basis"), [], f"rests on nothing instead of {', '.join(form['basis'])}")


def drop_denial(tree: Tree, shared: Shared) -> Iterator[Edit]:
    """A “not” or a “never” is forgotten in what has to be done."""
    for path, form in forms(tree):
        texts: list[tuple[Path, str]] = [(("text",), form["text"])] if "text" in form else []
        texts += [(("details", number), text) for number, text in enumerate(form.get("details", ()))]
        for place, text in texts:
            if match := DENIAL.search(text):
                changed = text[: match.start()] + text[match.end() :]
                yield put((*path, *place), changed, f"“{text[:40]}…” without “{match[0].strip()}”")


def swap_basis(tree: Tree, shared: Shared) -> Iterator[Edit]:
    """A duty rests on a law that says something else."""
    for path, form in forms(tree):
        for number, source in enumerate(form.get("basis", ())):
            place = (*path, "basis", number)
            if instead := other(place, source, [s for s in shared.sources if s not in form["basis"]]):
                yield put(place, instead, f"rests on {instead} instead of {source}")


def swap_order(tree: Tree, shared: Shared) -> Iterator[Edit]:
    """What comes first comes last."""
    for name, action in tree["actions"].items():
        yield put(("actions", name, "order"), str(999 - int(action["order"])), f"order was {action['order']}")


def drop_variant(tree: Tree, shared: Shared) -> Iterator[Edit]:
    """What is otherwise in a sector is not told there."""
    for path, form in forms(tree):
        if "variants" in path:
            yield cut(path, f"the same also where {form['when']}")


def negate_variant(tree: Tree, shared: Shared) -> Iterator[Edit]:
    """What is said where it does not hold."""
    for path, form in forms(tree):
        if "variants" in path:
            yield put((*path, "when"), f"not ({form['when']})", f"“{form['when']}” turned around")


def unknown_contact(tree: Tree, shared: Shared) -> Iterator[Edit]:
    """Somebody who is not in the directory."""
    for path, form in forms(tree):
        for number, contact in enumerate(form.get("contacts", ())):
            yield put((*path, "contacts", number), f"{contact}-old", f"turns to {contact}-old")


def drop_contacts(tree: Tree, shared: Shared) -> Iterator[Edit]:
    """Nobody to turn to."""
    for path, form in forms(tree):
        if form.get("contacts"):
            yield put((*path, "contacts"), [], f"turns to nobody instead of {', '.join(form['contacts'])}")


def drop_definition(tree: Tree, shared: Shared) -> Iterator[Edit]:
    """An action that guides still do is gone."""
    for name in tree["actions"]:
        yield cut(("actions", name), "is gone")


def drop_fact_value(tree: Tree, shared: Shared) -> Iterator[Edit]:
    """A fact cannot have a value any more."""
    for name, values in tree["facts"].items():
        if isinstance(values, list):
            for number, value in enumerate(values):
                yield cut(("facts", name, number), f"{name} cannot be {value}")


def change_start(tree: Tree, shared: Shared) -> Iterator[Edit]:
    """A fact is taken for known before anybody has asked."""
    for name, values in tree["facts"].items():
        if isinstance(values, list):
            yield put(("facts", name), [*values[1:], values[0]], f"begins as {values[1]} instead of {values[0]}")


def change_jump(tree: Tree, shared: Shared) -> Iterator[Edit]:
    """What is one tap away is gone, comes back, does not, or is there at other times."""
    for number, jump in enumerate(tree["jumps"]):
        path = ("jumps", number)
        kind = "call" if jump.get("kind", "go") == "go" else "go"
        yield cut(path, f"no jump to {jump['dialog']}")
        yield put((*path, "kind"), kind, f"the jump to {jump['dialog']} is a {kind}")
        if "when" in jump:
            yield cut((*path, "when"), f"the jump to {jump['dialog']} without “{jump['when']}”")
            yield put((*path, "when"), f"not ({jump['when']})", f"“{jump['when']}” turned around")
        else:
            yield put((*path, "when"), "alone == yes", f"the jump to {jump['dialog']} only when alone")


def change_house(tree: Tree, shared: Shared) -> Iterator[Edit]:
    """The acute panel, the cover, the words that betray, what the door may give."""
    for key in ("acute", "cover", "unsigned", "subject", "given"):
        if key in tree:
            yield cut((key,), f"no {key}")
    for number, contact in enumerate(tree["acute"]["contacts"]):
        yield cut(("acute", "contacts", number), f"the acute panel without {contact}")
    for number, name in enumerate(tree["given"]):
        yield cut(("given", number), f"the door cannot give {name}")
    for language, words in tree["betraying"].items():
        yield cut(("betraying", language), f"no betraying words in {language}")
        for number, word in enumerate(words):
            yield cut(("betraying", language, number), f"“{word}” betrays nothing")
    for part in ("acute", "cover"):
        word = other(("house", part), "", shared.betraying["sv"])
        for path, text in leaves(tree[part], (part,)):
            if path[-1] != "when" and "contacts" not in path:
                yield put(path, f"{text} {word}", f"{part} says “{word}”")


def expire_source(tree: Tree, shared: Shared) -> Iterator[Edit]:
    """A source whose time is over."""
    for name in tree["sources"]:
        yield put(("sources", name, "valid_until"), PAST, f"{name} was valid until {PAST}")


def drop_source(tree: Tree, shared: Shared) -> Iterator[Edit]:
    """A source that others rest on is gone, or has no day."""
    for name in tree["sources"]:
        yield cut(("sources", name), f"{name} is gone")
        yield cut(("sources", name, "checked"), f"nobody knows when {name} was read")


def expire_contact(tree: Tree, shared: Shared) -> Iterator[Edit]:
    """A contact that nobody has looked after."""
    for name in tree["contacts"]:
        yield put(("contacts", name, "valid_until"), PAST, f"{name} was valid until {PAST}")


def misdial(tree: Tree, shared: Shared) -> Iterator[Edit]:
    """A digit of a number is wrong."""
    for name, contact in tree["contacts"].items():
        if "number" in contact:
            last = int(contact["number"][-1])
            wrong = f"{contact['number'][:-1]}{(last + 1) % 10}"
            yield put(("contacts", name, "number"), wrong, f"{name} has {wrong} instead of {contact['number']}")


def close_at_night(tree: Tree, shared: Shared) -> Iterator[Edit]:
    """A line is said to be open when it is closed, or the other way around."""
    for name, contact in tree["contacts"].items():
        hours = "mon-fri 09:00-15:00" if contact["hours"] == "always" else "always"
        yield put(("contacts", name, "hours"), hours, f"{name} answers “{hours}”")


def break_contact(tree: Tree, shared: Shared) -> Iterator[Edit]:
    """A contact that is gone, or cannot be reached: no number, hours that nobody can read, no source."""
    for name, contact in tree["contacts"].items():
        path = ("contacts", name)
        yield cut(path, f"{name} is gone")
        if "number" in contact:
            yield put((*path, "number"), "ring oss", f"{name} has no number")
        yield put((*path, "hours"), "dygnet runt", f"{name} is open “dygnet runt”")
        yield put((*path, "sources"), ["hearsay"], f"{name} rests on hearsay")

"""Faults that an author can make in a guide: each operator finds every place where it can be made.

An operator is told the tree of one guide and what all guides share, and yields edits. Choices among many (which
other action, which other step) follow from the place alone, so that the same content always gives the same mutants.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tests.mutants.trees import Edit, Path, Tree, at, cut, named, put, swap

ACTS = ("do", "set", "when")
"""Keys that a step, a choice, a tick and a line of a route may have alike."""
MEMBERS = re.compile(r"\{([^{}]+,[^{}]+)\}")
DENIAL = re.compile(r" (inte|aldrig|inget|ingen)\b")
EQUAL = re.compile(r"\b([a-z][a-z0-9_]*) (==|!=) ([a-z0-9_]+)")


@dataclass(frozen=True)
class Shared:
    """What the guides share: facts with their values, actions, sources, language → words that betray the subject."""

    facts: Mapping[str, Sequence[str]]
    actions: Sequence[str]
    sources: Sequence[str]
    betraying: Mapping[str, Sequence[str]]

    def domain(self, tree: Tree, name: str) -> Sequence[str]:
        """The values of a fact as one guide sees it, () when they are not a plain list."""
        own = {**tree.get("parameters", {}), **tree.get("facts", {})}
        values = own.get(name, self.facts.get(name, ()))
        if values == "boolean":
            return ("no", "yes")
        return values if isinstance(values, list) else ()


def steps(tree: Tree) -> Iterator[tuple[Path, str, Tree]]:
    """Every step: path, id, itself."""
    for key, step in tree["steps"].items():
        yield ("steps", key), key, step


def parts(tree: Tree) -> Iterator[tuple[Path, Tree]]:
    """Everything that can set, do and have a condition: steps, choices, ticks, lines of a route."""
    for path, _, step in steps(tree):
        yield path, step
        for kind in ("choices", "several"):
            for label, part in (step.get(kind) or {}).items():
                if part:
                    yield (*path, kind, label), part
        for number, line in enumerate(step.get("route", ())):
            yield (*path, "route", number), line


def passages(tree: Tree) -> Iterator[tuple[Path, Tree]]:
    """Every text with its audience."""
    for path, _, step in steps(tree):
        for number, passage in enumerate(step.get("say", ())):
            yield (*path, "say", number), passage


def conditions(tree: Tree) -> Iterator[tuple[Path, str]]:
    """Every condition of a step, answer or line of a route."""
    for path, part in parts(tree):
        if "when" in part:
            yield (*path, "when"), part["when"]


def other(place: Path, current: str, choices: Sequence[str]) -> str | None:
    """One of the choices that is not the current one, always the same for a place."""
    rest = [choice for choice in choices if choice != current]
    return rest[zlib.crc32(named(place).encode()) % len(rest)] if rest else None


def drop_action(tree: Tree, shared: Shared) -> Iterator[Edit]:
    """An action is forgotten."""
    for path, part in parts(tree):
        for number, action in enumerate(part.get("do", ())):
            yield cut((*path, "do", number), f"no longer does {action}")


def swap_action(tree: Tree, shared: Shared) -> Iterator[Edit]:
    """An action is mistaken for another."""
    for path, part in parts(tree):
        for number, action in enumerate(part.get("do", ())):
            place = (*path, "do", number)
            if instead := other(place, action, shared.actions):
                yield put(place, instead, f"does {instead} instead of {action}")


def swap_target(tree: Tree, shared: Shared) -> Iterator[Edit]:
    """An answer, or a line of a route, leads to another later step."""
    order = list(tree["steps"])
    for path, part in parts(tree):
        if "go" in part:
            later = order[order.index(str(path[1])) + 1 :]
            if instead := other(path, part["go"], [*later, "return"]):
                yield put((*path, "go"), instead, f"goes to {instead} instead of {part['go']}")


def drop_target(tree: Tree, shared: Shared) -> Iterator[Edit]:
    """A way on is forgotten, so that the next step follows."""
    for path, part in parts(tree):
        if "go" in part and "route" not in path:
            yield cut((*path, "go"), f"no longer goes to {part['go']}")


def drop_condition(tree: Tree, shared: Shared) -> Iterator[Edit]:
    """A condition is forgotten: what it kept back is always there."""
    for path, condition in conditions(tree):
        yield cut(path, f"without “{condition}”")


def negate_condition(tree: Tree, shared: Shared) -> Iterator[Edit]:
    """A condition is turned around."""
    for path, condition in conditions(tree):
        yield put(path, f"not ({condition})", f"“{condition}” turned around")


def loosen_condition(tree: Tree, shared: Shared) -> Iterator[Edit]:
    """One of several demands of a condition is forgotten, or one of them is enough."""
    for path, condition in conditions(tree):
        demands = condition.split(" and ")
        if len(demands) < 2 or "(" in condition:
            continue
        for number, demand in enumerate(demands):
            rest = " and ".join(demands[:number] + demands[number + 1 :])
            yield put(path, rest, f"“{condition}” without “{demand}”")
        yield put(path, " or ".join(demands), f"“{condition}” with “or”")


def tighten_condition(tree: Tree, shared: Shared) -> Iterator[Edit]:
    """A value is left out of those that a condition lists."""
    for path, condition in conditions(tree):
        if match := MEMBERS.search(condition):
            values = [value.strip() for value in match[1].split(",")]
            for value in values:
                rest = ", ".join(v for v in values if v != value)
                yield put(path, condition.replace(match[0], f"{{{rest}}}", 1), f"“{condition}” without {value}")


def swap_condition_value(tree: Tree, shared: Shared) -> Iterator[Edit]:
    """A condition asks for another value."""
    for path, condition in conditions(tree):
        for match in EQUAL.finditer(condition):
            if instead := other((*path, match[0]), match[3], shared.domain(tree, match[1])):
                begin, end = match.span(3)
                changed = condition[:begin] + instead + condition[end:]
                yield put(path, changed, f"“{condition}” became “{changed}”")


def drop_answer(tree: Tree, shared: Shared) -> Iterator[Edit]:
    """An answer or a tick is gone."""
    for path, _, step in steps(tree):
        for kind in ("choices", "several"):
            for label in step.get(kind) or ():
                yield cut((*path, kind, label), f"“{label}” cannot be answered")


def swap_value(tree: Tree, shared: Shared) -> Iterator[Edit]:
    """A fact is set to another value."""
    for path, part in parts(tree):
        for name, value in part.get("set", {}).items():
            place = (*path, "set", name)
            if instead := other(place, value, shared.domain(tree, name)):
                yield put(place, instead, f"sets {name} to {instead} instead of {value}")


def drop_value(tree: Tree, shared: Shared) -> Iterator[Edit]:
    """A fact is no longer set."""
    for path, part in parts(tree):
        for name, value in part.get("set", {}).items():
            yield cut((*path, "set", name), f"no longer sets {name} to {value}")


def skip_step(tree: Tree, shared: Shared) -> Iterator[Edit]:
    """A step is passed by: its place is kept, but nothing is said, asked or called there."""
    order = list(tree["steps"])
    for path, key, step in steps(tree):
        if "route" in step or "finish" in step:
            continue
        following = order[order.index(key) + 1] if order.index(key) + 1 < len(order) else "return"
        kept = {name: step[name] for name in ("when", "set", "do") if name in step}
        what = f"calls {step['call']}" if "call" in step else "stops there"
        yield put(path, {**kept, "route": [{"go": step.get("go", following)}]}, f"no longer {what}")


def swap_steps(tree: Tree, shared: Shared) -> Iterator[Edit]:
    """Two steps that follow each other change places."""
    order = list(tree["steps"])
    for first, second in pairwise(order):
        yield swap(("steps",), first, second, f"{second} comes before {first}")


def flip_private(tree: Tree, shared: Shared) -> Iterator[Edit]:
    """The gate is taken away from a dialog, or set before one that needs none."""
    private = tree.get("private", "no")
    yield put(("private",), "no" if private == "yes" else "yes", f"private was {private}")


def flip_neutral(tree: Tree, shared: Shared) -> Iterator[Edit]:
    """An ending is neutral that was not, or the other way around."""
    for path, _, step in steps(tree):
        if "finish" in step:
            neutral = step.get("neutral", "no")
            yield put((*path, "neutral"), "no" if neutral == "yes" else "yes", f"neutral was {neutral}")


def change_parameter(tree: Tree, shared: Shared) -> Iterator[Edit]:
    """A called dialog is told something else, or what it found is not taken home."""
    for path, _, step in steps(tree):
        for name, value in step.get("with", {}).items():
            instead = {"yes": "no", "no": "yes"}.get(value)
            if instead:
                yield put((*path, "with", name), instead, f"{name} is {instead} instead of {value}")
        for name in step.get("results", {}):
            yield cut((*path, "results", name), f"{name} is not taken home")


def change_audience(tree: Tree, shared: Shared) -> Iterator[Edit]:
    """What is for staff is said aloud, or what should be said is for staff only."""
    for path, passage in passages(tree):
        for audience, wrong in (("staff", "aloud"), ("staff", "shown"), ("aloud", "staff"), ("shown", "staff")):
            if audience in passage:
                changed = {wrong if key == audience else key: value for key, value in passage.items()}
                yield put(path, changed, f"{audience} became {wrong}")


def drop_text(tree: Tree, shared: Shared) -> Iterator[Edit]:
    """A text is gone."""
    for path, passage in passages(tree):
        text = next(value for key, value in passage.items() if key != "when")
        yield cut(path, f"“{text[:40]}…” is gone")


def drop_not(tree: Tree, shared: Shared) -> Iterator[Edit]:
    """A “not” or a “never” is forgotten, so that a sentence says the opposite."""
    for path, passage in passages(tree):
        audience = next(key for key in passage if key != "when")
        if match := DENIAL.search(passage[audience]):
            changed = passage[audience][: match.start()] + passage[audience][match.end() :]
            yield put((*path, audience), changed, f"“{passage[audience][:40]}…” without “{match[0].strip()}”")


def drop_text_condition(tree: Tree, shared: Shared) -> Iterator[Edit]:
    """A text that is only for some is there for all."""
    for path, passage in passages(tree):
        if "when" in passage:
            yield cut((*path, "when"), f"without “{passage['when']}”")


def negate_text_condition(tree: Tree, shared: Shared) -> Iterator[Edit]:
    """A text is shown to those it is not for."""
    for path, passage in passages(tree):
        if "when" in passage:
            yield put((*path, "when"), f"not ({passage['when']})", f"“{passage['when']}” turned around")


def leak_word(tree: Tree, shared: Shared) -> Iterator[Edit]:
    """A word about the subject slips into what can be seen before the gate."""
    if tree.get("private", "no") == "yes":
        return
    word = other(("word", tree["dialog"]), "", shared.betraying["sv"])
    for path, passage in passages(tree):
        audience = next(key for key in passage if key != "when")
        yield put((*path, audience), f"{passage[audience]} Det gäller {word}.", f"says “{word}”")
    for path, _, step in steps(tree):
        for key in ("title", "ask", "why"):
            if key in step:
                yield put((*path, key), f"{step[key]} ({word})", f"{key} says “{word}”")


def break_placeholder(tree: Tree, shared: Shared) -> Iterator[Edit]:
    """A number's placeholder is misspelt, or written as a number."""
    for path, passage in passages(tree):
        audience = next(key for key in passage if key != "when")
        for mark in re.findall(r"\{[a-z-]+\}", passage[audience]):
            for wrong in (f"{mark[:-1]}s}}", mark[:-1], "112"):
                changed = passage[audience].replace(mark, wrong, 1)
                yield put((*path, audience), changed, f"{mark} became {wrong}")


def unknown_source(tree: Tree, shared: Shared) -> Iterator[Edit]:
    """A step rests on a source that nobody has written down."""
    for path, _, step in steps(tree):
        for number, source in enumerate(step.get("sources", ())):
            yield put((*path, "sources", number), f"{source}-old", f"rests on {source}-old")


def drop_sector(tree: Tree, shared: Shared) -> Iterator[Edit]:
    """A dialog is no longer meant for a sector that comes there."""
    for number, sector in enumerate(at(tree, ("for",))):
        yield cut(("for", number), f"no longer for {sector}")

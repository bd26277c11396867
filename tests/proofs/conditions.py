"""Random conditions, and what they mean: read by a person, not by the product's parser or evaluator.

A condition is kept as a function over facts as text, beside the words an author would write.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import TypeAlias

Facts: TypeAlias = Mapping[str, str]
Domains: TypeAlias = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Said:
    """A condition: its words, and whether it holds of facts."""

    words: str
    holds: Callable[[Facts], bool]


def condition(random: Random, domains: Domains, depth: int = 2) -> Said:
    """A condition over some of these facts."""
    kinds = ["is", "is not", "in", "not in"]
    kinds += ["number"] if any(_is_number(values) for values in domains.values()) else []
    kinds += ["and", "or", "not", "count"] if depth else []
    kind = random.choice(kinds)
    if kind in {"and", "or", "not", "count"}:
        parts = [condition(random, domains, depth - 1) for _ in range(1 if kind == "not" else 2)]
        return _joined(kind, parts, random.randint(1, 2))
    if kind == "number":
        name = random.choice([name for name, values in domains.items() if _is_number(values)])
        limit = random.randint(0, 3)
        return Said(f"{name} + 1 > {limit}", lambda facts: int(facts[name]) + 1 > limit)
    name = random.choice(sorted(domains))
    if kind in {"is", "is not"}:
        value = random.choice(domains[name])
        if kind == "is":
            return Said(f"{name} == {value}", lambda facts: facts[name] == value)
        return Said(f"{name} != {value}", lambda facts: facts[name] != value)
    few = random.sample(list(domains[name]), random.randint(1, 2))
    listed = f"{name} {kind} {{{', '.join(few)}}}"
    return Said(listed, lambda facts: (facts[name] in few) is (kind == "in"))


def _joined(kind: str, parts: Sequence[Said], wanted: int) -> Said:
    words = [f"({part.words})" for part in parts]
    if kind == "not":
        return Said(f"not {words[0]}", lambda facts: not parts[0].holds(facts))
    if kind == "and":
        return Said(" and ".join(words), lambda facts: all(part.holds(facts) for part in parts))
    if kind == "or":
        return Said(" or ".join(words), lambda facts: any(part.holds(facts) for part in parts))
    return Said(
        f"count({', '.join(part.words for part in parts)}) == {wanted}",
        lambda facts: sum(part.holds(facts) for part in parts) == wanted,
    )


def _is_number(values: Sequence[str]) -> bool:
    return all(value.isdigit() for value in values)

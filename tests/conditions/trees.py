"""Random conditions as text, each with its meaning as a plain Python function: the reference to compare with.

The grammar is built level by level, so precedence is known without brackets; the meaning reads values as text.
Reading an unknown number unguarded raises `UnguardedError`: what the checker accepts must never do so.
"""

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from hypothesis import strategies as st

from bot.conditions.check import Fact
from bot.conditions.domain import Domain, numbers, words

T = TypeVar("T")
Values = Mapping[str, str]
DOMAINS: dict[str, Domain] = {
    "mood": words(("unknown", "calm", "upset", "angry")),
    "alone": words(("no", "yes")),
    "told": words(("unknown", "no", "yes")),
    "nights": numbers(0, 5),
    "score": numbers(0, 4, unknown=True),
    "weight": numbers(-3, 3, unknown=True),
    "place": words(("unknown", "0114", "0180", "1280")),
}
FACTS = {name: Fact(slot, domain) for slot, (name, domain) in enumerate(DOMAINS.items())}
NUMBERS = ("nights", "score", "weight")
COMPARE = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


class UnguardedError(Exception):
    """A number was read that is unknown."""


@dataclass(frozen=True)
class Written(Generic[T]):
    """A text and what it means."""

    text: str
    means: Callable[[Values], T]


def _read(name: str) -> Callable[[Values], int]:
    def read(values: Values) -> int:
        if values[name] == "unknown":
            raise UnguardedError(name)
        return int(values[name])

    return read


@st.composite
def amounts(draw: st.DrawFn, depth: int) -> Written[int]:
    """A sum of products."""
    found = draw(_product(depth))
    for _ in range(draw(st.integers(0, 2))):
        sign, other = draw(st.sampled_from("+-")), draw(_product(depth))
        found = _joined(found, sign, other, operator.add if sign == "+" else operator.sub)
    return found


@st.composite
def _product(draw: st.DrawFn, depth: int) -> Written[int]:
    found = draw(_number(depth))
    if draw(st.integers(0, 3)) == 0:
        found = _joined(found, "*", draw(_number(depth)), operator.mul)
    return found


def _joined(one: Written[int], sign: str, two: Written[int], does: Callable[[int, int], int]) -> Written[int]:
    return Written(f"{one.text}{sign} {two.text}", lambda v: does(one.means(v), two.means(v)))


@st.composite
def _number(draw: st.DrawFn, depth: int) -> Written[int]:
    kind = draw(st.sampled_from(("literal", "name", "default", *(("count", "brackets") if depth else ()))))
    name, value = draw(st.sampled_from(NUMBERS)), draw(st.integers(-2, 6))
    if kind == "literal":
        return Written(str(value), lambda _: value)
    if kind == "name":
        return Written(name, _read(name))
    if kind == "default":
        return Written(f"default({name}, {value})", lambda v: value if v[name] == "unknown" else int(v[name]))
    if kind == "count":
        parts = draw(st.lists(conditions(depth - 1), min_size=1, max_size=3))
        return Written(f"count({_listed(parts)})", lambda v: sum([part.means(v) for part in parts]))
    inner = draw(amounts(depth - 1))
    return Written(f"({inner.text})", inner.means)


@st.composite
def conditions(draw: st.DrawFn, depth: int = 2) -> Written[bool]:
    """Alternatives of parts that must all hold; evaluated from left to right, no further than needed."""
    ways = draw(st.lists(_together(depth), min_size=1, max_size=2))
    return Written(" or ".join(way.text for way in ways), lambda v: any(way.means(v) for way in ways))


@st.composite
def _together(draw: st.DrawFn, depth: int) -> Written[bool]:
    parts = draw(st.lists(_negated(depth), min_size=1, max_size=2))
    return Written(" and ".join(part.text for part in parts), lambda v: all(part.means(v) for part in parts))


@st.composite
def _negated(draw: st.DrawFn, depth: int) -> Written[bool]:
    inner, turns = draw(_single(depth)), draw(st.sampled_from((0, 0, 0, 1, 2)))
    return Written("not " * turns + inner.text, (lambda v: not inner.means(v)) if turns == 1 else inner.means)


@st.composite
def _single(draw: st.DrawFn, depth: int) -> Written[bool]:
    kinds = ("member", "bare", "known", "guarded", *(("compare", "any", "all", "atleast", "brackets") if depth else ()))
    kind = draw(st.sampled_from(kinds))
    if kind == "member":
        return draw(_member())
    if kind == "bare":
        fact = draw(st.sampled_from(("alone", "told")))
        return Written(fact, lambda v: v[fact] == "yes")
    if kind == "known":
        fact = draw(st.sampled_from([n for n, domain in DOMAINS.items() if domain.has_unknown]))
        return Written(f"known({fact})", lambda v: v[fact] != "unknown")
    if kind == "guarded":
        return draw(_guarded())
    if kind == "compare":
        one, op, two = draw(amounts(depth - 1)), draw(st.sampled_from(sorted(COMPARE))), draw(amounts(depth - 1))
        return Written(f"{one.text} {op} {two.text}", lambda v: COMPARE[op](one.means(v), two.means(v)))
    if kind == "brackets":
        inner = draw(conditions(depth - 1))
        return Written(f"( {inner.text})", inner.means)
    parts = draw(st.lists(conditions(depth - 1), min_size=1, max_size=3))
    if kind == "atleast":
        least = draw(st.integers(1, len(parts)))
        return Written(f"atleast({least}, {_listed(parts)})", lambda v: sum([p.means(v) for p in parts]) >= least)
    every = all if kind == "all" else any
    return Written(f"{kind}({_listed(parts)})", lambda v: every(part.means(v) for part in parts))


@st.composite
def _member(draw: st.DrawFn) -> Written[bool]:
    fact = draw(st.sampled_from(sorted(DOMAINS)))
    chosen = draw(st.lists(st.sampled_from(DOMAINS[fact].values), min_size=1, max_size=3))
    form = draw(st.sampled_from(("in", "not in", "==", "!=")))
    if form in ("in", "not in"):
        return Written(f"{fact} {form} {{{', '.join(chosen)}}}", lambda v: (v[fact] in chosen) == (form == "in"))
    plain = (
        _read(fact) if chosen[0] not in ("unknown", *DOMAINS["mood"].values, "no", "yes") and fact in NUMBERS else None
    )
    if plain:
        return Written(f"{fact} {form} {chosen[0]}", lambda v: (plain(v) == int(chosen[0])) == (form == "=="))
    return Written(f"{fact} {form} {chosen[0]}", lambda v: (v[fact] == chosen[0]) == (form == "=="))


@st.composite
def _guarded(draw: st.DrawFn) -> Written[bool]:
    """An unknown number read behind its guard, as in “known(score) and score >= 2”."""
    fact, op = draw(st.sampled_from(("score", "weight"))), draw(st.sampled_from(sorted(COMPARE)))
    bound = draw(st.integers(0, 3))
    guard = draw(st.sampled_from((f"known({fact})", f"{fact} != unknown")))
    form = draw(st.sampled_from(("({} and {})", "all({}, {})")))
    return Written(
        form.format(guard, f"{fact} {op} {bound}"),
        lambda v: v[fact] != "unknown" and COMPARE[op](int(v[fact]), bound),
    )


def _listed(parts: list[Written[bool]]) -> str:
    return ", ".join(part.text for part in parts)


def states() -> st.SearchStrategy[tuple[int, ...]]:
    """Value indices of all facts, by slot."""
    return st.tuples(*(st.integers(0, len(domain.values) - 1) for domain in DOMAINS.values()))


def spoken(state: tuple[int, ...]) -> dict[str, str]:
    """The same as text."""
    return {name: domain.values[index] for (name, domain), index in zip(DOMAINS.items(), state, strict=True)}

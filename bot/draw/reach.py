"""How far talks came, on the tree of the guides that a row of the first page opens: its stages from top to bottom.

Counted is the deepest stage that a talk reached, never a step or a path, so figures stand at stages; the guides of each
stage stand beside them, with a line to each guide that may come next. The tree comes from the program that runs.
Figures come worded, with their ± or the reason why there is none: nothing is computed here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import get_args
from xml.sax.saxutils import escape

from bot.conditions.core import And, Condition, Member, Not, Or
from bot.dialog import schema
from bot.dialog.model import Kind, Node, Program
from bot.draw.measure import SANS, Style, wrapped

STAGES: tuple[str, ...] = get_args(schema.Stage)
"""Shallow first; a figure's row is named by its place here."""
DEEP = 2
"""How many calls below the first page are drawn: the guides that carry the talk, without those that they look things up
in."""
WIDTH, LEFT, BOX, GAP, PAD, LINE = 720, 236, 148, 12, 12, 17
BAR = 190
"""Width of the longest bar."""
NAME, TEXT, TITLE = Style("name", 14, SANS, bold=True), Style("text", 13, SANS), Style("title", 12.5, SANS)
COLOURS: Mapping[str, Mapping[str, str]] = {
    "light": {"paper": "#ffffff", "ink": "#1b2426", "soft": "#4e5a5c", "hair": "#c9c6bd", "bar": "#0072b2"},
    "dark": {"paper": "#1b2325", "ink": "#ece9e2", "soft": "#b3bcbc", "hair": "#4d5a5c", "bar": "#56b4e9"},
}


@dataclass(frozen=True, slots=True)
class Guide:
    """A guide of the tree. leads: the guides that may come after it or
    out of it, by id."""

    id: str
    title: str
    stage: int
    leads: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Band:
    """A stage and its figures in words. reached, wide: as numbers for the bar, None where nothing is shown. lines: the
    figures as they are read. marked: where most left."""

    name: str
    lines: tuple[str, ...]
    reached: float | None
    wide: float
    marked: bool


def guides(program: Program, subject: str) -> tuple[Guide, ...]:
    """The guides that a row of the first page opens, in the order in which they are met; () when there is no such row.

    A guide that only carries the talk on and ends deeper than where it begins (“Vägen vidare”) is no box of its own:
    what it calls first stands in its place.
    """
    if program.subject is None or subject not in program.facts[program.subject].domain.values:
        return ()
    chosen = (program.subject, program.facts[program.subject].domain.values.index(subject))
    starts = [edge.target for node in program.nodes for edge in node.edges if chosen in edge.change.sets]
    follows: dict[str, list[str]] = {}
    opens = {"": _calls(program, starts, chosen, follows)}
    met: list[str] = []
    waiting = [
        (name, 1) for name in dict.fromkeys([*opens[""], *(each for found in follows.values() for each in found)])
    ]
    while waiting:
        name, depth = waiting.pop(0)
        if name in met:
            continue
        met.append(name)
        mine: dict[str, list[str]] = {}
        opens[name] = _calls(program, [program.dialogs[name].first], chosen, mine) if depth < DEEP else []
        for each, nexts in mine.items():
            follows[each] = [*follows.get(each, []), *nexts]
        inner = [*opens[name], *mine, *(each for found in mine.values() for each in found)]
        waiting += [(each, depth + 1) for each in dict.fromkeys(inner)]
    stages = {name: STAGES.index(program.dialogs[name].stage) for name in met}
    carriers = {name for name in met if any(stages[each] < stages[name] for each in opens[name])}

    def ends(names: Sequence[str], seen: frozenset[str] = frozenset()) -> Iterator[str]:
        for name in names:
            if name not in carriers:
                yield name
            elif name not in seen:
                yield from ends(opens[name], seen | {name})

    return tuple(
        Guide(
            name,
            program.dialogs[name].title,
            stages[name],
            tuple(dict.fromkeys(ends([*opens[name], *follows.get(name, [])]))),
        )
        for name in met
        if name not in carriers
    )


def _calls(
    program: Program, starts: Sequence[int], chosen: tuple[int, int], follows: dict[str, list[str]]
) -> list[str]:
    """The dialogs that come first from some nodes of a dialog. follows: is told, for each that is called there, which
    may come next in that dialog."""
    first = _until_call(program, starts, chosen)
    waiting, done = list(first), set[int]()
    while waiting:
        call = waiting.pop(0)
        if call in done:
            continue
        done.add(call)
        nexts = _until_call(program, list(_next(program.nodes[call], chosen)), chosen)
        name = program.nodes[program.nodes[call].entry].dialog
        follows[name] = [*follows.get(name, []), *(program.nodes[program.nodes[each].entry].dialog for each in nexts)]
        waiting += nexts
    return list(dict.fromkeys(program.nodes[program.nodes[each].entry].dialog for each in first))


def _until_call(program: Program, starts: Sequence[int], chosen: tuple[int, int]) -> list[int]:
    """The first nodes on the ways from here that call a dialog."""
    seen: set[int] = set()
    found: list[int] = []
    waiting = list(starts)
    while waiting:
        at = waiting.pop(0)
        if at in seen or not 0 <= at < len(program.nodes):
            continue
        seen.add(at)
        node = program.nodes[at]
        held = _holds(node.condition, chosen)
        if node.kind is Kind.CALL and held is not False:
            found.append(at)
            if held is None:
                waiting.append(node.after)
        else:
            waiting += _next(node, chosen)
    return found


def _next(node: Node, chosen: tuple[int, int]) -> Iterator[int]:
    """Where the talk may go from a node, as far as the chosen row tells."""
    if node.condition is not None and _holds(node.condition, chosen) is not True:
        yield node.after
    for _, target, condition in node.branches:
        held = _holds(condition, chosen)
        if held is not False:
            yield target
        if held is True:
            return
    for edge in node.edges:
        if _holds(edge.condition, chosen) is not False:
            yield edge.target


def _holds(condition: Condition | None, chosen: tuple[int, int]) -> bool | None:
    """Whether a condition holds when nothing is known but the chosen row; None when that does not tell."""
    match condition:
        case None:
            return True
        case Member(slot=slot, values=values):
            return chosen[1] in values if slot == chosen[0] else None
        case Not(part=part):
            held = _holds(part, chosen)
            return None if held is None else not held
        case And(parts=parts):
            held_all = [_holds(part, chosen) for part in parts]
            return False if False in held_all else None if None in held_all else True
        case Or(parts=parts):
            held_any = [_holds(part, chosen) for part in parts]
            return True if True in held_any else None if None in held_any else False
    return None


def svg(title: str, described: str, bands: Sequence[Band], tree: Sequence[Guide], theme: str) -> str:
    """The drawing. title, described: for who does not see it; a table with all figures stands beside."""
    colour = COLOURS[theme]
    longest = max((band.reached + band.wide for band in bands if band.reached is not None), default=0)
    places: dict[str, tuple[float, float, float]] = {}
    parts: list[str] = []
    y = float(PAD)
    for stage, band in enumerate(bands):
        body, bottom = _band(band, y, longest, colour)
        boxes, lowest = _boxes([guide for guide in tree if guide.stage == stage], y, places, colour)
        bottom = max(bottom, lowest)
        rule = f'<path d="M0 {bottom:.0f}H{WIDTH}" stroke="{colour["hair"]}"/>'
        parts += [*body, rule if stage + 1 < len(bands) else "", *boxes]
        y = bottom + PAD
    lines = list(_lines(tree, places, colour))
    frame = f'<rect width="{WIDTH}" height="{y:.0f}" fill="{colour["paper"]}"/>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{y:.0f}" viewBox="0 0 {WIDTH} {y:.0f}" '
        f'role="img" font-family="Liberation Sans, Arial, sans-serif"><title>{escape(title)}</title>'
        f"<desc>{escape(described)}</desc>{frame}{''.join(lines)}{''.join(parts)}</svg>"
    )


def _band(band: Band, y: float, longest: float, colour: Mapping[str, str]) -> tuple[list[str], float]:
    """A stage's name, its bar with the interval, and its figures below each other; where it ends."""
    at = y + 16
    weight = f' text-decoration="underline" text-decoration-color="{colour["bar"]}"' if band.marked else ""
    parts = [_text(PAD, at, band.name, NAME, colour["ink"], f' font-weight="700"{weight}')]
    if band.reached is not None and longest:
        scale = BAR / longest
        low, high = max(0.0, band.reached - band.wide) * scale, (band.reached + band.wide) * scale
        parts.append(
            f'<rect x="{PAD}" y="{at + 8:.0f}" width="{max(band.reached * scale, 1):.1f}" height="9" '
            f'fill="{colour["bar"]}"/><path d="M{PAD + low:.1f} {at + 12.5:.1f}H{PAD + high:.1f}M{PAD + low:.1f} '
            f'{at + 9.5:.1f}v6M{PAD + high:.1f} {at + 9.5:.1f}v6" stroke="{colour["ink"]}" stroke-width="1.5"/>'
        )
    at += 20
    for told in band.lines:
        for line in wrapped(told, TEXT, LEFT - PAD):
            at += LINE
            parts.append(_text(PAD, at, line, TEXT, colour["soft"]))
    return parts, at + PAD


def _boxes(
    here: Sequence[Guide], y: float, places: dict[str, tuple[float, float, float]], colour: Mapping[str, str]
) -> tuple[list[str], float]:
    """The guides of a stage, side by side and then below; where they end. places: middle, top and bottom of each."""
    parts: list[str] = []
    along = (WIDTH - LEFT - PAD + GAP) // (BOX + GAP)
    top, bottom = y + 4, y
    for start in range(0, len(here), along):
        row = here[start : start + along]
        titles = [list(wrapped(guide.title, TITLE, BOX - 2 * 8)) for guide in row]
        height = 12 + LINE * max(map(len, titles))
        for place, (guide, lines) in enumerate(zip(row, titles, strict=True)):
            x = LEFT + place * (BOX + GAP)
            places[guide.id] = (x + BOX / 2, top, top + height)
            parts.append(
                f'<rect x="{x}" y="{top:.0f}" width="{BOX}" height="{height}" rx="7" fill="{colour["paper"]}" '
                f'stroke="{colour["soft"]}"/>'
            )
            parts += [
                _text(x + 8, top + 5 + LINE * number, line, TITLE, colour["ink"])
                for number, line in enumerate(lines, 1)
            ]
        bottom = top + height + PAD
        top = bottom + 2
    return parts, bottom


def _lines(
    tree: Sequence[Guide], places: Mapping[str, tuple[float, float, float]], colour: Mapping[str, str]
) -> Iterator[str]:
    """From each guide to those that may come next: out below and in above, or back up."""
    for guide in tree:
        for name in guide.leads:
            if name not in places or name == guide.id:
                continue
            (x, top, bottom), (to, into, below) = places[guide.id], places[name]
            if into > bottom:
                path = f"M{x} {bottom}C{x} {bottom + 24} {to} {into - 24} {to} {into}"
            elif below < top:
                path = f"M{x} {top}C{x} {top - 24} {to} {below + 24} {to} {below}"
            else:
                path = f"M{x} {bottom}C{x} {bottom + 16} {to} {below + 16} {to} {below}"
            yield f'<path d="{path}" fill="none" stroke="{colour["hair"]}" stroke-width="1.5"/>'


def _text(x: float, y: float, text: str, style: Style, fill: str, more: str = "") -> str:
    return f'<text x="{x}" y="{y:.0f}" font-size="{style.size}" fill="{fill}"{more}>{escape(text)}</text>'

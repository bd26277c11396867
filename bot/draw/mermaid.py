"""A dialog as a Mermaid flowchart, for places that draw Mermaid themselves: issues, wikis, reviews.

Every text stands in quotes and every sign with a meaning of its own is written as an entity (Mermaid's documentation,
"Flowcharts – Basic Syntax": special characters that break syntax, entity codes).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.dialog.model import Kind
from bot.draw.outline import RETURN, Outline, Step, Way, asked, leads

SHAPES = {
    Kind.ROUTE: ("{{", "}}"),
    Kind.CALL: ("[[", "]]"),
    Kind.FINISH: ("([", "])"),
    Kind.SAY: ("(", ")"),
}
"""Kind of step → the brackets that give its shape; all others are plain boxes."""
SIGNS = {"#": "#35;", '"': "#quot;", "<": "#lt;", ">": "#gt;", "`": "#96;", "&": "#amp;", ";": "#59;"}
BREAK = "<br/>"


def mermaid(outline: Outline) -> str:
    """The flowchart, ending with a line break."""
    return "\n".join(_lines(outline)) + "\n"


def _lines(outline: Outline) -> Iterator[str]:
    yield "flowchart TD"
    yield f"  accTitle: {_plain(outline.title)}"
    yield f"  accDescr: The steps of {outline.id}, from the first to the last, and where each answer leads."
    for step in outline.steps:
        left, right = SHAPES.get(step.kind, ("[", "]"))
        yield f'  {_name(step.id)}{left}"{_heading(step)}"{right}'
    if outline.returns:
        yield f'  {_name(RETURN)}(["{_text(leads(RETURN))}"])'
    for step in outline.steps:
        yield from _arrows(step)
    for kind, look in (
        ("finish", "stroke-width:3px"),
        ("route", "stroke-dasharray:4 3"),
        ("own", "stroke-dasharray:1 3"),
    ):
        members = [_name(step.id) for step in outline.steps if kind == ("own" if step.own else step.kind.value)]
        if members:
            yield f"  classDef {kind} {look}"
            yield f"  class {','.join(members)} {kind}"


def _heading(step: Step) -> str:
    parts = (step.id, step.question or step.title, asked(step))
    return BREAK.join(_text(part) for part in parts if part)


def _arrows(step: Step) -> Iterator[str]:
    """One arrow for each place that the step leads to; ways to the same place share it."""
    labels: dict[str, list[str]] = {}
    for way in step.ways:
        if way.target:
            labels.setdefault(way.target, []).append(_label(step, way))
    if step.condition:
        labels.setdefault(step.follows, []).append(_text("skipped"))
    for target, found in labels.items():
        label = BREAK.join(dict.fromkeys(text for text in found if text))
        arrow = f'-->|"{label}"|' if label else "-->"
        yield f"  {_name(step.id)} {arrow} {_name(target)}"


def _label(step: Step, way: Way) -> str:
    if step.kind is Kind.ROUTE and len(step.ways) > 1:
        return _text(way.condition or "otherwise")
    return _text(f"{way.label} (if {way.condition})" if way.condition else way.label)


def _name(step: str) -> str:
    """A step's name in the flowchart: never a word that Mermaid reserves, such as “end”."""
    return "step_" + step.replace("-", "_")


def _text(text: str) -> str:
    return "".join(SIGNS.get(sign, sign) for sign in " ".join(text.split()))


def _plain(text: str) -> str:
    """A text for a line that ends where it ends, and takes no entities."""
    return re.sub(r"[#;{}\"<>]", " ", " ".join(text.split()))

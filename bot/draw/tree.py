"""A dialog as printable text: every step, text and answer, with audiences, conditions and where each way leads.

Plain characters that a terminal, an e-mail and a printer can all show; nothing relies on colour.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

from bot.dialog.model import Kind
from bot.draw.outline import AUDIENCES, Outline, Step, Way, asked, leads

WIDTH = 96
"""Characters to a line; fits A4 in ten points."""
MARK = max(len(word) for word in AUDIENCES.values()) + 2


def tree(outline: Outline) -> str:
    """The whole dialog, ending with a line break."""
    return "\n".join(_lines(outline)) + "\n"


def _lines(outline: Outline) -> Iterator[str]:
    head = f"{outline.title}  ({outline.id})"
    yield head
    yield "=" * len(head)
    notes = [outline.where.file]
    notes += ["may be started at the door"] if outline.entry else []
    notes += ["only where two people are alone and understand each other"] if outline.private else []
    yield from _wrapped("", " · ".join(notes))
    for step in outline.steps:
        yield ""
        yield from _step(step)
    if outline.returns:
        yield ""
        yield "■ back to the caller"
    if outline.jumps:
        yield ""
        yield "One tap away at every step:"
        for jump in outline.jumps:
            back = ", and back" if jump.back else ""
            yield from _wrapped("  ", f"{jump.label}  → {jump.dialog}{back}{_when(jump.condition)}")


def _step(step: Step) -> Iterator[str]:
    yield from _wrapped("■ ", f"{step.id}  {step.title}" if step.title else step.id)
    if step.condition:
        yield from _wrapped("│ ", f"only if {step.condition}; otherwise → {leads(step.follows)}")
    if what := asked(step):
        yield from _wrapped("│ ", what)
    for change in _changes(step.does):
        yield from _wrapped("│ ", f"on arrival {change}")
    for said in step.said:
        mark = AUDIENCES[said.audience]
        yield from _wrapped(f"│ {mark:<{MARK}}", said.text, rest="│ " + " " * MARK)
        if said.condition:
            yield from _wrapped("│ " + " " * MARK, f"(if {said.condition})")
    if step.question:
        yield from _wrapped(f"│ {'ask':<{MARK}}", step.question, rest="│ " + " " * MARK)
    for number, way in enumerate(step.ways):
        last = number == len(step.ways) - 1
        yield from _wrapped("└─ " if last else "├─ ", _way(step, way), rest="     " if last else "│    ")


def _way(step: Step, way: Way) -> str:
    label = f"[ ] {way.label}" if way.target is None else way.label
    if step.kind is Kind.ROUTE and len(step.ways) > 1:
        condition = f"if {way.condition}" if way.condition else "otherwise"
    else:
        condition = f"(if {way.condition})" if way.condition else ""
    arrow = f"→ {leads(way.target)}" if way.target else ""
    return "  ".join(part for part in (label, condition, *_changes(way.does), arrow) if part)


def _changes(does: Iterable[str]) -> list[str]:
    joined = "; ".join(does)
    return [f"[{joined}]"] if joined else []


def _when(condition: str) -> str:
    return f"  (if {condition})" if condition else ""


def _wrapped(first: str, text: str, rest: str = "") -> list[str]:
    after = rest or ("│ " if first.startswith("│") else " " * len(first))
    lines: list[str] = []
    for paragraph in text.splitlines():
        start = first if not lines else after
        lines += textwrap.wrap(
            paragraph,
            WIDTH,
            initial_indent=start,
            subsequent_indent=after,
            break_long_words=False,
            break_on_hyphens=False,
        )
    return lines

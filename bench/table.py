"""Results as text and as Markdown. Pure."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

SCALES = ((1.0, "s"), (1e-3, "ms"), (1e-6, "µs"))


@dataclass(frozen=True)
class Row:
    """One contender. amount: seconds for one unit of work, or bytes. times: how many times as fast as it ours is."""

    name: str
    amount: str
    spread: str
    times: float | None


@dataclass(frozen=True)
class Target:
    """What was promised. reached, wanted: ratios; at_most: whether smaller is better."""

    text: str
    reached: float
    wanted: float
    at_most: bool = False

    @property
    def is_met(self) -> bool:
        """Whether the promise holds in this run."""
        return self.reached <= self.wanted if self.at_most else self.reached >= self.wanted

    def __str__(self) -> str:
        relation = "≤" if self.at_most else "≥"
        return f"{'met' if self.is_met else 'NOT MET'}: {self.text}: {self.reached:.2f} ({relation} {self.wanted:g})"


@dataclass(frozen=True)
class Section:
    """One comparison. unit: what one unit of work is; the first row is this program."""

    title: str
    unit: str
    rows: tuple[Row, ...]
    targets: tuple[Target, ...]


def seconds(times: Sequence[float]) -> str:
    """The median in a unit that fits."""
    return _scaled(statistics.median(times))


def spread(times: Sequence[float]) -> str:
    """The middle half, from the lower to the upper quartile."""
    if len(times) < 4:
        return "–"
    low, _, high = statistics.quantiles(times, n=4)
    return f"{_scaled(low)} – {_scaled(high)}"


def text(sections: Sequence[Section]) -> str:
    """For a terminal."""
    lines = []
    for section in sections:
        width = max(len(row.name) for row in section.rows)
        lines += [f"{section.title} ({section.unit})"]
        lines += [
            f"  {row.name:{width}}  {row.amount:>9}  {_times(row):>9}  {row.spread}".rstrip() for row in section.rows
        ]
        lines += [f"  {target}" for target in section.targets]
        lines.append("")
    return "\n".join(lines)


def markdown(sections: Sequence[Section]) -> str:
    """For docs/performance.md."""
    lines = []
    for section in sections:
        lines += [f"## {section.title}", "", f"One unit: {section.unit}.", ""]
        lines += ["| | Median | Middle half | Ours is … times as fast |", "| --- | ---: | ---: | ---: |"]
        lines += [f"| {row.name} | {row.amount} | {row.spread} | {_times(row)} |" for row in section.rows]
        lines += ["", *(f"- {target}" for target in section.targets), ""]
    return "\n".join(lines)


def _times(row: Row) -> str:
    return "" if row.times is None else f"{row.times:.2f}"


def _scaled(amount: float) -> str:
    for scale, name in SCALES:
        if amount >= scale:
            return f"{amount / scale:.3g} {name}"
    return f"{amount * 1e9:.0f} ns"

"""The tables of a round, each once: page, PDF, Excel and CSV show the same rows. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.publish.assessment.document import Words
from bot.publish.assessment.whole import Whole

Cell = str | int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table. widths: of the columns beside each other. numbers: columns that hold numbers. note: said above it."""

    key: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[int, ...]
    numbers: tuple[int, ...] = ()
    note: str = ""

    def as_data(self) -> dict[str, object]:
        """As plain data, every cell as text."""
        rows = [[str(cell) for cell in row] for row in self.rows]
        return {"columns": list(self.columns), "rows": rows, "widths": list(self.widths), "numbers": list(self.numbers)}


def sums(words: Words, whole: Whole) -> list[list[str]]:
    """How much stands in each list, with a heading."""
    named = ("strengths", "unmet", "below", "on-paper", "unknown", "unanswered")
    counts = [[words.word(name), str(len(getattr(whole.result, name.replace("-", "_"))))] for name in named]
    return [[words.word("shows"), words.word("count")], *counts]


def sheets(words: Words, whole: Whole) -> Iterator[Sheet]:
    """All tables that hold anything, in the order that they are read."""
    for sheet in (areas(words, whole), changes(words, whole), moved(words, whole), plan(words, whole)):
        if sheet.rows:
            yield sheet
    yield statements(words, whole)
    yield matrix(words, whole)
    if whole.tool:
        rows = tuple((words.word("tool-area", n=name), value) for name, value in whole.tool)
        named = (words.word("sector"), words.word("percent"))
        yield Sheet("tool", words.word("tool-areas"), named, rows, (3, 1), (1,), words.word("tool-note"))


def areas(words: Words, whole: Whole) -> Sheet:
    """Areas with the sums behind each percent."""
    names = ["sector", "percent", "reached", "possible", "statements", "unmet-short", "unknown"]
    rows: list[tuple[Cell, ...]] = []
    for area in whole.areas:
        figure: Cell = "–" if area.percent is None else area.percent
        row = (
            area.title,
            figure,
            area.reached,
            area.possible,
            f"{area.answered}/{area.asked}",
            area.unmet,
            area.unknown,
        )
        rows.append((*row, area.average.percent if area.average else "–") if whole.units else row)
    named = [*names, "average"] if whole.units else names
    columns = tuple(words.word(name) for name in named)
    note = words.word("average-note", n=whole.units) if whole.units else ""
    widths = (3, *(1 for _ in columns[1:]))
    return Sheet("areas", words.word("profile"), columns, tuple(rows), widths, tuple(range(1, len(columns))), note)


def changes(words: Words, whole: Whole) -> Sheet:
    """Areas then and now."""
    rows = tuple(
        (each.title, _or_dash(each.then), _or_dash(each.now), _signed(each.points), each.why) for each in whole.changes
    )
    columns = tuple(words.word(name) for name in ("sector", "then-column", "now-column", "change", "why"))
    title = words.word("since-title", month=whole.last)
    return Sheet("changes", title, columns, rows, (3, 1, 1, 1, 3), (1, 2, 3), words.word("since-note"))


def moved(words: Words, whole: Whole) -> Sheet:
    """Statements that went up or down."""
    rows = tuple((each.key, each.says, each.then, each.now, _signed(each.levels), each.why) for each in whole.moved)
    columns = ("", *(words.word(name) for name in ("statement", "then-column", "now-column", "change", "why")))
    return Sheet("moved", words.word("moved"), columns, rows, (1, 5, 2, 2, 1, 3), (4,))


def plan(words: Words, whole: Whole) -> Sheet:
    """The plan."""
    rows = tuple(
        (each.key, each.says, each.measure, each.role, each.month, each.status, each.follow) for each in whole.plan
    )
    names = ("statement", "measure", "role", "month-column", "status", "follow")
    return Sheet("plan", words.word("plan"), ("", *(words.word(name) for name in names)), rows, (1, 4, 4, 2, 2, 2, 3))


def statements(words: Words, whole: Whole) -> Sheet:
    """Every statement with answer, proof and how its weight came about."""
    rows = tuple(
        (each.key, each.area, each.says, each.force, each.answer, each.evidence, each.sum) for each in whole.said
    )
    names = ("sector", "statement", "force", "answer", "evidence", "weight-column")
    columns = ("", *(words.word(name) for name in names))
    return Sheet("statements", words.word("areas-nav"), columns, rows, (1, 2, 5, 1, 2, 2, 3))


def matrix(words: Words, whole: Whole) -> Sheet:
    """The clause matrix."""
    rows = tuple(
        (
            each.key,
            f"{each.basis} ({each.force})",
            each.says,
            each.answer,
            "; ".join(each.guides) or "–",
            "; ".join(each.clauses) or "–",
            each.question or "–",
            each.evidence or "–",
        )
        for each in whole.claims
    )
    names = ("demand", "statement", "rating", "guides", "rules", "statistic", "evidence")
    columns = ("", *(words.word(name) for name in names))
    note = words.word("matrix-note")
    return Sheet("matrix", words.word("matrix"), columns, rows, (1, 3, 3, 2, 2, 3, 2, 2), (), note)


def _or_dash(figure: int | None) -> Cell:
    return "–" if figure is None else figure


def _signed(figure: int | None) -> Cell:
    return "–" if figure is None else f"{figure:+d}" if figure else 0

"""How far each language has come: a table of counts, as text or as plain data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass

from bot.dialog.model import Audience
from bot.problem import Problem, Severity
from bot.text.catalogues import Ready, holds_said, readiness, reviewer, shown
from bot.text.entry import Entry
from bot.text.merge import wanted_in

MEASURES: Mapping[str, str] = {"missing": "T101", "fuzzy": "T102", "stale": "T103", "too_long": "T105"}
"""What is counted, and the code of the problem that tells it (see `merge`)."""
COLUMNS = ("texts", "translated", "percent", *MEASURES)


@dataclass(frozen=True, slots=True)
class State:
    """One language. All numbers are counts of texts.

    texts: those that it should hold. translated: shown in this language. audiences: (texts, translated) of what is
    said, shown and read by staff. faults: problems that are errors. reviewed: its header says by whom.
    ready: how much of a person's language is shipped as whole, by its header.
    """

    language: str
    texts: int
    translated: int
    missing: int
    fuzzy: int
    stale: int
    too_long: int
    faults: int
    audiences: Mapping[str, tuple[int, int]]
    reviewed: bool
    ready: Ready = Ready.NO

    @property
    def percent(self) -> int:
        """Share that is translated, rounded down so that 100 means all."""
        return 100 * self.translated // self.texts if self.texts else 100

    @property
    def is_complete(self) -> bool:
        """Whether every text is translated and nothing is wrong."""
        return self.translated == self.texts and not self.faults

    @property
    def keeps_its_word(self) -> bool:
        """Whether what is shipped as whole is so."""
        shown = self.audiences.get(Audience.SHOWN.value, (0, 0))
        match self.ready:
            case Ready.YES:
                return self.is_complete
            case Ready.SHOWN:
                return shown[0] == shown[1] and not self.faults
            case Ready.NO:
                return True

    def as_json(self) -> dict[str, object]:
        """The state as plain data, for tools."""
        return {**asdict(self), "ready": self.ready.value, "percent": self.percent, "complete": self.is_complete}


def measure(found: Sequence[Entry], content: bytes, language: str, problems: Iterable[Problem]) -> State:
    """Count one catalogue. `problems`: what `merge.problems` says of it."""
    problems = tuple(problems)
    codes = Counter(problem.code for problem in problems)
    unreadable = bool(codes["T100"])
    texts = set() if unreadable else {key for key, _, _ in shown(content)}
    found = wanted_in(found, b"" if unreadable else content, language)
    audiences = {
        audience.value: (len(group), sum(entry.key in texts for entry in group))
        for audience in Audience
        if (group := [entry for entry in found if entry.audience is audience])
    }
    counts = {name: codes[code] for name, code in MEASURES.items()}
    return State(
        language=language,
        texts=len(found),
        translated=sum(entry.key in texts for entry in found),
        **counts | {"missing": len(found) if unreadable else counts["missing"]},
        faults=sum(problem.severity is Severity.ERROR for problem in problems),
        audiences=audiences,
        reviewed=bool(reviewer(content)) and not unreadable,
        ready=readiness(content) if holds_said(content, language) and not unreadable else Ready.NO,
    )


def table(states: Iterable[State]) -> str:
    """The counts as lines of text, one language a line, then its audiences."""
    rows = [("language", *(name.replace("_", " ") for name in COLUMNS), "reviewed", "ready")]
    for state in states:
        counts = (str(getattr(state, name)) for name in COLUMNS)
        rows.append((state.language, *counts, "yes" if state.reviewed else "no", _told(state)))
        for audience, (texts, done) in state.audiences.items():
            share = str(100 * done // texts)
            rows.append((f"  {audience}", str(texts), str(done), share, *("" for _ in MEASURES), "", ""))
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if column == 0 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )


def _told(state: State) -> str:
    return "" if state.ready is Ready.NO else state.ready.value

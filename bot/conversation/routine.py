"""How an organisation's own routine shows on a screen: the mark of its steps, and how the unit asks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from bot.dialog.routine_schema import Asking, RoutineFile
from bot.directory.model import Unit

Word = Callable[[str], str]
"""One of the doors' own words in the language of staff."""


def mark(routine: RoutineFile, word: Word, today: date) -> str:
    """Whose a step is, and since when; also that its day of review has passed."""
    late = f" {word('own-routine-late')} {routine.review}." if routine.review < today else ""
    return f"{word('own-routine')} {routine.decided}.{late}"


def told(asking: Asking, unit: Unit, word: Word) -> str:
    """How a unit asks, one sentence each: whom, by whom, how often, where it is written."""
    return " ".join(_sentences(asking, unit, word))


def _sentences(asking: Asking, unit: Unit, word: Word) -> Iterator[str]:
    yield word(f"asks-{unit.asks.replace('_', '-')}")
    if asking.cases:
        cases = ", ".join(word(f"case-{_key(case)}") for case in asking.cases)
        yield f"{word('asks-cases')} {cases}."
    yield f"{word('asked-by')} {', '.join(word(f'asker-{_key(who)}') for who in asking.by)}."
    yield f"{word('asked-often')} {word(f'often-{_key(asking.often)}')}."
    yield f"{word('asked-written')} {word(f'written-{_key(asking.written)}')}."


def _key(value: str) -> str:
    return value.replace("_", "-")

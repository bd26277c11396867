"""Whether right lines look otherwise than the rest: length, sentences, questions, and so on, over all decisions.

For each trait the mean over the right lines of a decision is held against the mean over all its lines. If a line were
right by lot, the difference would have mean 0 and the variance of a sample drawn without putting back; summed over all
decisions it is nearly normal. A trait whose sum is further out than `LIMIT` tells the right line to who looks at form.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol


class Line(Protocol):
    """What is seen of a line, and whether it is right."""

    @property
    def text(self) -> str:
        """Its words."""

    @property
    def spoken(self) -> bool:
        """Whether it is said, not done."""

    @property
    def is_right(self) -> bool:
        """Whether the live guides say it."""


class Decision(Protocol):
    """A scene of a case, or a flashcard."""

    @property
    def lines(self) -> Sequence[Line]:
        """What can be chosen."""


LIMIT = 2.58
"""Standard errors: one even trait in a hundred lies further out by chance."""
WORD = re.compile(r"\w+")
TRAITS: Mapping[str, Callable[[Line], float]] = {
    "length": lambda line: len(line.text),
    "words": lambda line: len(WORD.findall(line.text)),
    "sentences": lambda line: len(re.findall(r"[.?…](?:\s|$)", line.text)),
    "questions": lambda line: "?" in line.text,
    "commas": lambda line: "," in line.text,
    "exclamations": lambda line: "!" in line.text,
    "ju and väl": lambda line: len(re.findall(r"\b(?:ju|väl)\b", line.text)),
    "long words": lambda line: max(map(len, WORD.findall(line.text)), default=0),
    "said": lambda line: line.spoken,
    "du": lambda line: len(re.findall(r"\b(?:du|dig|din|ditt|dina)\b", line.text, re.IGNORECASE)),
    "jag": lambda line: len(re.findall(r"\b(?:jag|mig|vi|oss)\b", line.text, re.IGNORECASE)),
}
"""What can be seen of a line without understanding it. Lengths are counted as ranks in their scene."""
RANKED = frozenset(("length", "words", "long words"))


@dataclass(frozen=True, slots=True)
class Hint:
    """A trait and how far it lies from chance, in standard errors; above 0: right lines have more of it."""

    trait: str
    errors: float

    @property
    def tells(self) -> bool:
        """Whether it gives the right line away."""
        return abs(self.errors) > LIMIT


def hints(decisions: Iterable[Decision]) -> tuple[Hint, ...]:
    """Every trait, over all decisions."""
    scenes = tuple(decisions)
    return tuple(Hint(trait, _errors(scenes, trait)) for trait in TRAITS)


def _errors(scenes: Iterable[Decision], trait: str) -> float:
    total = variance = 0.0
    for scene in scenes:
        values = [float(TRAITS[trait](line)) for line in scene.lines]
        if trait in RANKED:
            values = [_rank(value, values) for value in values]
        right = [value for value, line in zip(values, scene.lines, strict=True) if line.is_right]
        count, drawn = len(values), len(right)
        if not 0 < drawn < count:
            continue
        mean = sum(values) / count
        spread = sum((value - mean) ** 2 for value in values) / count
        total += sum(right) / drawn - mean
        variance += spread / drawn * (count - drawn) / (count - 1)
    return total / math.sqrt(variance) if variance else 0.0


def _rank(value: float, values: list[float]) -> float:
    """Its place among the values, equal ones shared."""
    return sum(other < value for other in values) + (sum(other == value for other in values) - 1) / 2

"""Labelled sentences → how often the lint is right, and how much it misses.

A corpus is a YAML file: a language, and lists of sentences, each with its audience, the codes that a careful reader
gives it, and why. `development` is to tune on; `held_out` and `other_words` are to measure on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from pydantic import Field

from bot.dialog.model import Audience
from bot.dialog.schema import Shape, Text, WordCode
from bot.dialog.shape import shape
from bot.dialog.tree import read
from bot.problem import Problem, in_file_order
from bot.text.lint.faults import faults
from bot.text.lint.words import SAYS

MEASURED = frozenset({*SAYS, "T016"}) - {"T025"}
"""Codes of words; those of length need no judgement, so nothing is labelled for them. T025 looks for terms in every
language, and no two of these corpora can be written for it: tests/text/test_grades.py holds its sentences."""


class Labelled(Shape):
    """A sentence, for whom it is, the codes that it should get, and the reason of the label."""

    text: Text
    to: Literal["staff", "aloud", "shown"]
    codes: list[WordCode] = Field(default_factory=list)
    why: Text


class Corpus(Shape):
    """A file of labelled sentences of one language."""

    language: Literal["sv", "en"]
    development: list[Labelled]
    held_out: list[Labelled] = Field(default_factory=list)
    other_words: list[Labelled] = Field(default_factory=list)

    @property
    def parts(self) -> Mapping[str, list[Labelled]]:
        """Name → sentences."""
        return {"development": self.development, "held-out": self.held_out, "other words": self.other_words}


@dataclass(frozen=True, slots=True)
class Score:
    """right: labelled and found. wrong: found, not labelled. missed: labelled, not found. Counts of sentences."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(self.right + other.right, self.wrong + other.wrong, self.missed + other.missed)

    @property
    def precision(self) -> float | None:
        """Share of what was found that is labelled; None when nothing was found."""
        found = self.right + self.wrong
        return self.right / found if found else None

    @property
    def recall(self) -> float | None:
        """Share of what is labelled that was found; None when nothing is labelled."""
        labelled = self.right + self.missed
        return self.right / labelled if labelled else None


def read_corpus(content: bytes, file: str) -> tuple[Corpus | None, tuple[Problem, ...]]:
    """A corpus, or None and every fault of its file."""
    tree, problems = read(content.decode("utf-8-sig", "replace"), file)
    if tree is None:
        return None, in_file_order(problems)
    corpus, faults_of_shape = shape(tree, Corpus)
    return corpus, in_file_order((*problems, *faults_of_shape))


def scores(sentences: Iterable[Labelled], language: str) -> dict[str, Score]:
    """Code → its score over some sentences, codes in order."""
    total = dict.fromkeys(sorted(MEASURED), Score())
    for sentence in sentences:
        found, labelled = found_in(sentence, language), frozenset[str](sentence.codes)
        for code in found | labelled:
            total[code] += Score(code in found & labelled, code not in labelled, code not in found)
    return total


def whole(total: Mapping[str, Score]) -> Score:
    """All codes together."""
    return sum(total.values(), Score())


def found_in(sentence: Labelled, language: str) -> frozenset[str]:
    """The codes of words that the lint gives a sentence."""
    found = faults(sentence.text, Audience(sentence.to), language)
    return MEASURED.intersection(fault.code for fault in found)


def mistakes(sentences: Iterable[Labelled], language: str) -> Iterator[tuple[Labelled, frozenset[str], frozenset[str]]]:
    """Each sentence that was judged otherwise than labelled: wrongly found codes, missed codes."""
    for sentence in sentences:
        found, labelled = found_in(sentence, language), frozenset[str](sentence.codes)
        if found != labelled:
            yield sentence, found - labelled, labelled - found

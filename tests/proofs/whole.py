"""Asks the second checker about everything, from the hub; an answer is kept, so that a run can be stopped at any time.

Answers lie in build/second.jsonl with a hash of the dialogs, the rule and the checker's program, so none is believed of
other content. The prover is quick and is asked anew each time.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import groupby
from pathlib import Path

from bot.check.prove import Verdict
from bot.dialog.load import release_id
from tests.conftest import ROOT
from tests.proofs.agree import HUB, VARIANTS, Variant, begun, content, first
from tests.proofs.second import Judged, Second, written

STATE = ROOT / "build" / "second.jsonl"
AT_ONCE = 12
"""Rules that are grounded together: the dialogs have to be for each group, and each rule makes them larger."""
JUDGING = (
    "bot/conditions/**/*.py",
    "bot/dialog/**/*.py",
    "tests/proofs/export.py",
    "tests/proofs/second.py",
    "tests/proofs/*.lp",
)
"""The code that can change an answer."""
DIALOGS = ("guides/", "rules/", "actions.yaml", "facts.yaml", "house.yaml")
"""Files whose content a conversation or a rule is made of."""


@dataclass(frozen=True)
class Question:
    """A rule, the bolt that is loosened, and the files there are then."""

    rule: str
    variant: Variant | None
    files: Mapping[str, bytes]

    @cached_property
    def key(self) -> str:
        """What the answer depends on, as a hash."""
        files = {name: text for name, text in self.files.items() if name.startswith(DIALOGS)}
        return hashlib.sha256(f"{program_hash()} {release_id(files)} {self.rule}".encode()).hexdigest()

    @property
    def told(self) -> str:
        """The question in a few words."""
        return f"{self.rule}, {self.variant.edit.told}" if self.variant else self.rule


class Memory:
    """Answers of the second checker, by the key of the question, on disk at once."""

    def __init__(self, path: Path = STATE) -> None:
        self.path = path
        lines = path.read_text("utf-8").splitlines() if path.is_file() else ()
        self.known = {kept["key"]: Judged(Verdict(kept["verdict"]), kept["taps"]) for kept in map(json.loads, lines)}

    def __contains__(self, question: Question) -> bool:
        return question.key in self.known

    def keep(self, question: Question, judged: Judged) -> None:
        """Remember an answer."""
        self.known[question.key] = judged
        self.path.parent.mkdir(exist_ok=True)
        line = {"key": question.key, "asked": question.told, "verdict": judged.verdict.value, "taps": judged.taps}
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")

    def differing(self, questions: Iterable[Question]) -> Iterator[tuple[Question, Judged, Judged]]:
        """Of these, which were answered, the ones to which the prover says something else, with what both say."""
        for group in _alike(questions):
            says = first(begun(group[0].files, HUB), {question.rule for question in group})
            for question in group:
                if (second := self.known[question.key]) != says[question.rule]:
                    yield question, says[question.rule], second


@cache
def program_hash() -> str:
    """A hash of the second checker's code."""
    digest = hashlib.sha256()
    for path in sorted(path for pattern in JUDGING for path in ROOT.glob(pattern)):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def questions() -> list[Question]:
    """Everything that is asked: every rule that both can read, then each loosened bolt about its rule.

    A rule that holds is answered in seconds of processor time, a shortest conversation in minutes.
    """
    shipped = content()
    asked = [Question(rule, None, shipped) for rule in written(begun(shipped, HUB))]
    return asked + [Question(variant.rule, variant, content(variant)) for variant in VARIANTS]


def go_on(memory: Memory, asked: Sequence[Question], seconds: float, show: Callable[[int], None]) -> None:
    """Ask what was not answered yet; no group is begun after so many seconds. show: told how many are answered."""
    end = time.monotonic() + seconds
    left = [question for question in asked if question not in memory]
    groups = (same[at : at + AT_ONCE] for same in _alike(left) for at in range(0, len(same), AT_ONCE))
    for group in groups:
        if time.monotonic() > end:
            return
        release, names = begun(group[0].files, HUB), {question.rule for question in group}
        second = Second(release, {name: rule for name, rule in written(release).items() if name in names})
        for question in group:
            memory.keep(question, second.judge(question.rule))
            show(sum(question in memory for question in asked))


def _alike(asked: Iterable[Question]) -> Iterator[list[Question]]:
    """Those that stand together and are about the same files."""
    for _, same in groupby(asked, key=lambda question: question.variant):
        yield list(same)

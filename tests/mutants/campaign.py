"""Judges a sample of mutants, remembers each verdict, and writes what came of it.

A verdict is kept in build/mutants.jsonl with a hash of the content, the plans, the fault and the program that judged
it, so that a campaign can be stopped at any time, goes on where it was, and never believes an old verdict.
"""

from __future__ import annotations

import hashlib
import json
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from multiprocessing import TimeoutError as RanOut
from multiprocessing import get_context
from pathlib import Path

import yaml

from bot.dialog.load import release_id
from bot.plans.form import files as read_plans
from tests.mutants.judge import UNPROVED, Catcher, Caught, Judge
from tests.mutants.mutants import OPERATORS, Mutant, candidates, sample, shipped

ROOT = Path(__file__).resolve().parents[2]
STATE = ROOT / "build" / "mutants.jsonl"
EACH = 8
"""Mutants of each operator in a whole campaign."""
ARGUED = Path(__file__).with_name("survivors.yaml")
COLUMNS = (Catcher.RULE, Catcher.TABLE, Catcher.CODE, Catcher.TRANSLATION, Catcher.PLAN)
"""Who can catch a mutant, in the order of the table."""
FEWEST = 4
"""Words of an argument."""
JUDGING = ("check", "conditions", "dialog", "directory", "engine", "plans", "text")
"""Rooms of bot/ whose code can change a verdict."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of one mutant. equivalent: it does and says the very same, so that there is nothing to catch."""

    mutant: Mutant
    caught: Caught
    equivalent: bool = False


class Memory:
    """Verdicts that were reached before, by the hash of what was judged; who caught what, by mutant and by operator."""

    def __init__(self, path: Path, program: str) -> None:
        self.path, self.program = path, program
        self.known: dict[str, Caught] = {}
        self._last: dict[str, str] = {}
        self._often: dict[str, Counter[str]] = defaultdict(Counter)
        for line in path.read_text("utf-8").splitlines() if path.is_file() else ():
            kept = json.loads(line)
            caught = Caught(Catcher(kept["by"]), kept["name"], kept["warning"])
            self.known[kept["key"]] = caught
            self._learn(kept["mutant"], caught)

    def key(self, files: Mapping[str, bytes], mutant: Mutant) -> str:
        """What a verdict depends on, as a hash: the program, the content without the fault, and the fault."""
        return hashlib.sha256(f"{self.program} {release_id(files)} {mutant.name}".encode()).hexdigest()

    def is_unproved(self, key: str) -> bool:
        """Whether it survived, but the proofs were left out."""
        return self.known[key].name == UNPROVED

    def guesses(self, mutant: Mutant) -> list[str]:
        """Rules that are likely to catch it, the likeliest first."""
        last = self._last.get(mutant.name)
        often = self._often[f"{mutant.operator} {mutant.file}"] + Counter()
        return [*([last] if last else []), *(name for name, _ in often.most_common() if name != last)]

    def keep(self, key: str, mutant: Mutant, caught: Caught) -> None:
        """Remember a verdict, on disk at once."""
        self.known[key] = caught
        self._learn(mutant.name, caught)
        self.path.parent.mkdir(exist_ok=True)
        with self.path.open("a", encoding="utf-8") as file:
            line = {"key": key, "mutant": mutant.name, "by": caught.by.value, "name": caught.name}
            file.write(json.dumps({**line, "warning": caught.warning}, ensure_ascii=False) + "\n")

    def _learn(self, name: str, caught: Caught) -> None:
        if caught.by is Catcher.RULE:
            operator, _, rest = name.partition(": ")
            self._last[name] = caught.name
            self._often[f"{operator} {rest.partition(' ')[0]}"][caught.name] += 1


def program_hash(root: Path = ROOT) -> str:
    """A hash of the code that judges."""
    digest = hashlib.sha256()
    places = [root / "bot" / room for room in JUDGING] + [root / "tests" / "mutants"]
    for path in sorted(path for place in places for path in place.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def campaign(
    each: int = EACH, seconds: float = 540, jobs: int = 1, *, proofs: bool = True, tables: bool = True
) -> tuple[list[Verdict], int]:
    """Judge for so many seconds.

    Args:
        each: mutants of each operator.
        seconds: after so long the rest is left for another run.
        jobs: processes that judge at once.
        proofs: False leaves out the proofs of all rules, which only survivors need, for a later run.
        tables: False leaves out the double entries, to see what all else catches.

    Returns:
        The verdicts there are, and how many mutants are still to be judged, or to be proved.
    """
    files, plans = shipped(ROOT), read_plans(ROOT / "dialogs")
    judge = Judge(files, plans, tables=tables)
    memory = Memory(STATE, program_hash() if tables else f"{program_hash()} without tables")
    sampled = sample(candidates(files), each)
    keys = [memory.key({**files, **plans}, mutant) for mutant in sampled]
    todo = [n for n, key in enumerate(keys) if key not in memory.known or (proofs and memory.is_unproved(key))]
    for number, caught in _judged(judge, memory, sampled, todo, seconds, jobs, proofs=proofs):
        memory.keep(keys[number], sampled[number], caught)
        survived = sum(memory.known[key].by is Catcher.NOBODY for key in keys if key in memory.known)
        _show(f"{sum(key in memory.known for key in keys)} of {len(sampled)} mutants judged, {survived} survived")
    _show("")
    known = [(mutant, memory.known[key]) for mutant, key in zip(sampled, keys, strict=True) if key in memory.known]
    verdicts = [Verdict(m, c, c.by is Catcher.NOBODY and judge.is_equivalent(m)) for m, c in known]
    left = [key for key in keys if key not in memory.known or memory.is_unproved(key)]
    return verdicts, len(left)


def _judged(
    judge: Judge,
    memory: Memory,
    mutants: Sequence[Mutant],
    todo: Sequence[int],
    seconds: float,
    jobs: int,
    *,
    proofs: bool,
) -> Iterator[tuple[int, Caught]]:
    """Verdicts as they are reached, with the number of the mutant. Forks, so that each process has all it needs."""
    end = time.monotonic() + seconds
    _AT_WORK[:] = [lambda n: (n, judge.judge(mutants[n], memory.guesses(mutants[n]), proofs=proofs))]
    with get_context("fork").Pool(jobs) as pool:
        verdicts = pool.imap_unordered(_work, todo)
        for _ in todo:
            if (rest := end - time.monotonic()) <= 0:
                return
            try:
                yield verdicts.next(timeout=rest)
            except RanOut:
                return


_AT_WORK: list[Callable[[int], tuple[int, Caught]]] = []
"""What the processes of a pool do; set before they are forked."""


def _work(number: int) -> tuple[int, Caught]:
    return _AT_WORK[0](number)


def _show(text: str) -> None:
    if sys.stderr.isatty():
        print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)


def arguments() -> dict[str, str]:
    """Survivor → why it may live (survivors.yaml)."""
    return dict(yaml.safe_load(ARGUED.read_text("utf-8")) or {}) if ARGUED.is_file() else {}


def unsound(argued: Mapping[str, str], mutants: Iterable[Mutant]) -> list[str]:
    """Survivors that are argued with a tick instead of a sentence, or that are no mutants any more."""
    names = {mutant.name for mutant in mutants}
    return [name for name, why in argued.items() if name not in names or len(why.split()) < FEWEST]


def table(verdicts: Sequence[Verdict]) -> str:
    """Operator × who caught it, as Markdown. What is no fault is left out."""
    faults = [verdict for verdict in verdicts if not verdict.equivalent]
    lines = [f"| Fault | mutants | {' | '.join(f'by {c.value}' for c in COLUMNS)} | nobody | named by |"]
    lines.append(f"| --- | {'---: | ' * (len(COLUMNS) + 2)}--- |")
    for _, finder in OPERATORS:
        operator = finder.__name__.replace("_", "-")
        own = [v for v in faults if v.mutant.operator == operator]
        lines.append(_row(f"{operator}: {(finder.__doc__ or '').splitlines()[0].rstrip('.')}", own))
    lines.append(_row("**all**", faults, names=False))
    return "\n".join(lines)


def _row(told: str, verdicts: Sequence[Verdict], *, names: bool = True) -> str:
    by = Counter(verdict.caught.by for verdict in verdicts)
    named = Counter(verdict.caught.name for verdict in verdicts if verdict.caught.by is not Catcher.NOBODY)
    told_by = " ".join(f"{name}{f'×{n}' if n > 1 else ''}" for name, n in sorted(named.items())) if names else ""
    counts = [by[catcher] for catcher in (*COLUMNS, Catcher.NOBODY)]
    return f"| {told} | {len(verdicts)} | {' | '.join(str(count) for count in counts)} | {told_by} |"

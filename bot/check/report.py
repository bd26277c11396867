"""What a check found, in words for people and as data for tools."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace

from bot.check.all import Report
from bot.check.conversations import Conversations, bounds
from bot.check.prove import Verdict
from bot.dialog.model import Program
from bot.dialog.readings import Heard, ReadingFile, heard, lines_to_say
from bot.problem import Problem, Severity

ALIKE = 5
"""Warnings of one code in one file that a person is shown; the rest are counted. Errors are all shown."""
UNNOTED = 20
"""From so many proofs on that had to find out what to look at, it is said how to spare the next check that."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What one folder came to. All numbers are counts; rules are named.

    elsewhere: errors in files that nobody asked for. tried: whether rules were proved at all. untried: rules that
    were not come to, since somebody stopped the check. unnoted: see `Report`. states: explored for all rules together.
    conversations: bounds of their number, as text, since most tools have no number so large. heard: how many of the
    lines to say a person has read aloud.
    """

    folder: str
    errors: int
    warnings: int
    elsewhere: int = 0
    dialogs: int = 0
    screens: int = 0
    actions: int = 0
    tried: bool = False
    proved: tuple[str, ...] = ()
    vacuous: tuple[str, ...] = ()
    not_proven: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()
    untried: tuple[str, ...] = ()
    unnoted: int = 0
    states: int = 0
    conversations: tuple[str, str] | None = None
    heard: Heard | None = None

    @property
    def rules(self) -> int:
        """How many were to be proved."""
        return sum(map(len, (self.proved, self.vacuous, self.not_proven, self.broken, self.untried)))

    def as_json(self) -> dict[str, object]:
        """As plain data."""
        found = self.heard
        counts = {"lines": found.lines, "read": found.read, "stumbled": len(found.stumbled)} if found else None
        return asdict(replace(self, heard=None)) | {"heard": counts}


def summed(
    folder: str,
    problems: Iterable[Problem],
    program: Program | None,
    report: Report | None,
    readings: Iterable[ReadingFile] = (),
) -> Summary:
    """Count. program, report: None when the folder has faults that keep it from compiling. readings: of its lines."""
    counts = Counter(problem.severity for problem in problems)
    errors, warnings = counts[Severity.ERROR], counts[Severity.WARNING]
    if program is None or report is None:
        return Summary(folder, errors, warnings)
    count = bounds(program) if report.tried else None
    return Summary(
        folder=folder,
        errors=errors,
        warnings=warnings,
        dialogs=len(program.dialogs),
        screens=sum(node.waits for node in program.nodes),
        actions=len(program.actions),
        tried=report.tried,
        proved=report.named(Verdict.HOLDS),
        vacuous=report.named(Verdict.VACUOUS),
        not_proven=report.named(Verdict.NOT_PROVEN),
        broken=report.named(Verdict.BROKEN),
        untried=report.untried,
        unnoted=report.unnoted,
        states=report.states,
        conversations=(str(count.at_least), str(count.at_most)) if count else None,
        heard=heard(lines_to_say(program), readings),
    )


def told(problems: Iterable[Problem]) -> Iterator[str]:
    """Each problem, with warnings that are alike cut short."""
    seen, hidden = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for problem in problems:
        alike = (problem.where.file, problem.code)
        seen[alike] += 1
        if problem.severity is Severity.ERROR or seen[alike] <= ALIKE:
            yield str(problem)
        else:
            hidden[alike] += 1
    for (file, code), count in hidden.items():
        yield f"… and {count} more {code} in {file}; --json tells them all"


def closing(summary: Summary) -> Iterator[str]:
    """What was proved, what was not, and what to do next."""
    if summary.screens:
        counts = ((summary.dialogs, "dialog"), (summary.screens, "screen"), (summary.actions, "action"))
        yield f"{summary.folder}: " + ", ".join(_many(*count) for count in counts)
    if summary.heard and summary.heard.lines:
        yield summary.heard.told
    if summary.tried:
        groups = {
            "broken": summary.broken,
            "vacuous": summary.vacuous,
            "not proven": summary.not_proven,
            "stopped, so not tried": summary.untried,
        }
        explored = _many(summary.states, "state")
        if not summary.rules:
            yield f"{summary.folder}: there is no rule in rules/, so nothing is proved, and this check fails"
        else:
            yield f"{len(summary.proved)} of {_many(summary.rules, 'rule')} proved on every path, {explored} explored"
        if summary.unnoted >= UNNOTED:
            yield f"{summary.unnoted} proofs had to find out what to look at; “fragestod check --learn” spares the next"
        if summary.conversations:
            least, most = map(int, summary.conversations)
            yield f"conversations: {Conversations(least, most)}"
        for what, names in groups.items():
            if names:
                yield f"{what}: {', '.join(names)}"
    else:
        yield f"{summary.folder}: no rule was tried, so none is proved"
    faults = [_many(n, what) for n, what in ((summary.errors, "error"), (summary.warnings, "warning")) if n]
    if summary.untried:
        yield f"{' and '.join(faults) or 'no problems'} so far; plans and lengths were not looked at"
        return
    if summary.elsewhere:
        mend = "" if summary.tried else "; mend them, and the rules are tried"
        yield f"{' and '.join(faults) or 'no problems'} here, {_many(summary.elsewhere, 'error')} in other files{mend}"
    else:
        yield " and ".join(faults) or "no problems"


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"

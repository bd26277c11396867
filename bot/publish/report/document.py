"""A report in a language: every label, figure, reason and note as text beside its number. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.conversation.edition import Edition
from bot.dialog.model import Program
from bot.directory.places import swedish_order
from bot.statistics.figures import Figure, Kind, Label, Note, Panel, Report, Shape, Why
from bot.text.catalogues import SOURCE
from bot.text.languages import NAMES
from bot.text.reports import CONTEXT, WORDS

METHOD = ("method-use", "method-noise", "method-floor", "method-frozen")
BY_NAME = ("compare", "quiet")
"""Panels whose rows are units: in the order of names, so that no figure ranks them."""
MARK = 12
"""Signs of the mark by which the same answer is known again."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure and how it is read. text: the figure with its ±, or the reason that there is none."""

    figure: Figure
    text: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A row: its name, and a cell for each column."""

    name: str
    cells: tuple[Cell, ...]
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A panel in words. alt: what its picture shows, for who does not see it. units: of each column."""

    key: str
    shape: Shape
    title: str
    alt: str
    head: str
    columns: tuple[str, ...]
    units: tuple[str, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A report in words. simulated: the sentence that says so, "" for real figures. mark: of the releases that it was
    read from and of the question, so that two prints can be held against each other."""

    question: str
    language: str
    title: str
    about: str
    days: str
    simulated: str
    tables: tuple[Table, ...]
    notes: tuple[str, ...]
    method: tuple[str, ...]
    sources: str
    mark: str
    words: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Names:
    """What the figures do not know: names of units by number, of the first page's rows by value. words: those of
    reports, and the titles of practice cases."""

    units: Mapping[int, str]
    subjects: Mapping[str, str]
    words: Mapping[str, str]
    language: str = SOURCE


def names_of(edition: Edition, language: str) -> Names:
    """The names of today's content and organisation, in a language of staff."""

    def say(context: str, text: str) -> str:
        return edition.catalogues.get(language, context, text)[0]

    organisation = edition.directory.organisation
    units = {number: unit.name for number, unit in organisation.units.items()} if organisation else {}
    words = {key: say(CONTEXT, text) for key, text in WORDS.items()}
    words |= {f"case-{case.id}": say(case.context, case.data.title) for case in edition.release.cases}
    return Names(units, _subjects(edition.program, say), words, language)


def word(report: Report, names: Names) -> Document:
    """The report in words."""
    say = names.words
    title = say[f"title-{report.question}"]
    return Document(
        report.question,
        names.language,
        title,
        label_text(report.about, names),
        say["days"].format(first=report.first.isoformat(), last=report.last.isoformat()),
        say["simulated"] if report.simulated else "",
        tuple(_table(panel, names) for panel in report.panels),
        tuple(_note(note, names) for note in report.notes),
        tuple(say[key] for key in METHOD),
        say["sources"].format(count=len(report.sources), mark=_mark(report)),
        _mark(report),
        say,
    )


def _mark(report: Report) -> str:
    told = [report.question, report.about.name, report.first.isoformat(), report.last.isoformat()]
    told += [f"{name} {mark}" for name, mark in report.sources]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:MARK]


def _table(panel: Panel, names: Names) -> Table:
    say = names.words
    lines = [
        Line(
            label_text(row.label, names),
            tuple(_cell(figure, say) for figure in row.figures),
            row.label.name == panel.mark,
        )
        for row in panel.rows
    ]
    if panel.key in BY_NAME:
        lines.sort(key=lambda line: swedish_order(line.name))
    kind = panel.rows[0].label.kind if panel.rows else Kind.PERIOD
    title = say[f"panel-{panel.key}"]
    return Table(
        panel.key,
        panel.shape,
        title,
        say["alt"].format(title=title, shape=say[f"alt-{panel.shape.value}"]),
        say.get(f"head-{kind.value}", ""),
        tuple(label_text(column, names) for column in panel.columns),
        tuple(say[f"unit-{panel.measure(place).value}"] for place in range(len(panel.columns))),
        tuple(lines),
    )


def _cell(figure: Figure, say: Mapping[str, str]) -> Cell:
    if figure.value is None:
        why = figure.why or Why.UNRELEASED
        reason = say[f"why-{why.value}"].format(when=figure.when.isoformat() if figure.when else "")
        return Cell(figure, reason, reason)
    if figure.plus_minus is None:
        return Cell(figure, number(figure.value))
    return Cell(figure, f"{number(figure.value)} ± {number(figure.plus_minus)}")


def number(value: float) -> str:
    """A number as it is read; whole ones without a comma."""
    return f"{value:.0f}" if value == round(value) else f"{value:.1f}".replace(".", ",")


def _note(note: Note, names: Names) -> str:
    said = [label_text(label, names) for label in note.labels] + [number(value) for value in note.numbers]
    when = note.when.isoformat() if note.when else ""
    return names.words[f"note-{note.key}"].format(*said, when=when)


def label_text(label: Label, names: Names) -> str:
    """A label in words."""
    special: Mapping[Kind, Callable[[str, Names], str]] = {
        Kind.PERIOD: _period,
        Kind.GROUP: _group,
        Kind.SUBJECT: lambda name, known: known.subjects.get(name) or known.words.get(f"subject-{name}", name),
        Kind.LANGUAGE: lambda name, known: NAMES.get(name) or known.words.get(f"language-{name}", name),
        Kind.MEASURE: lambda name, known: known.words[name],
    }
    if label.kind in special:
        return special[label.kind](label.name, names)
    return names.words.get(f"{label.kind.value}-{label.name}", label.name)


def _group(name: str, names: Names) -> str:
    kind, _, rest = name.partition("-")
    if kind == "unit":
        return names.units.get(int(rest)) or names.words["group-unit"].format(number=rest)
    if kind == "small":
        return names.words["group-small"].format(sector=names.words[f"sector-{rest}"])
    return names.words[f"group-{name}"]


def _period(name: str, names: Names) -> str:
    """A period's name, such as "2026-w47" or "2026-w40-w53", in words."""
    year, first, *rest = name.replace("w", "").split("-")
    if rest:
        return names.words["weeks"].format(week=int(first), last=int(rest[0]), year=year)
    return names.words["week"].format(week=int(first), year=year)


def _subjects(program: Program, say: Callable[[str, str], str]) -> Mapping[str, str]:
    """Each value of the first page's rows → the row's own words."""
    if program.subject is None:
        return {}
    values = program.facts[program.subject].domain.values
    found: dict[str, str] = {}
    for node in program.nodes:
        for edge in node.edges:
            for slot, value in edge.change.sets:
                if slot == program.subject and edge.label:
                    found.setdefault(values[value], say(node.id, edge.label))
    return found

"""A report as JSON for programs: codes and numbers beside the words, by the schema in `report.schema.json`.

`format` is 1; a field may be added, and none changes its meaning without another number.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from bot.publish.report.document import Document
from bot.statistics.figures import Figure, Label, Panel, Report

FORMAT = 1
SCHEMA = Path(__file__).with_name("report.schema.json")


def as_data(report: Report, document: Document) -> dict[str, Any]:
    """The report as plain data."""
    return {
        "format": FORMAT,
        "question": report.question,
        "title": document.title,
        "language": document.language,
        "about": {"code": report.about.name, "name": document.about},
        "first": report.first.isoformat(),
        "last": report.last.isoformat(),
        "simulated": report.simulated,
        "panels": [
            _panel(panel, {"title": table.title, "alt": table.alt})
            for panel, table in zip(report.panels, document.tables, strict=True)
        ],
        "notes": [{"code": note.key, "text": text} for note, text in zip(report.notes, document.notes, strict=True)],
        "method": list(document.method),
        "sources": [{"name": name, "sha256": mark} for name, mark in report.sources],
        "mark": document.mark,
    }


def as_json(report: Report, document: Document) -> str:
    """The report as JSON text, the same bytes for the same answer."""
    return json.dumps(as_data(report, document), ensure_ascii=False, indent=1) + "\n"


def _panel(panel: Panel, words: dict[str, str]) -> dict[str, Any]:
    return {
        "code": panel.key,
        **words,
        "shape": panel.shape.value,
        "columns": [
            {**_label(column), "measure": panel.measure(place).value} for place, column in enumerate(panel.columns)
        ],
        "rows": [
            {**_label(row.label), "marked": row.label.name == panel.mark, "figures": [_figure(f) for f in row.figures]}
            for row in panel.rows
        ],
    }


def _label(label: Label) -> dict[str, str]:
    return {"kind": label.kind.value, "code": label.name}


def _figure(figure: Figure) -> dict[str, Any]:
    """The value is null where nothing is shown, and then `why` is not."""
    return {
        "value": figure.value,
        "plus_minus": None if figure.value is None else figure.plus_minus,
        "why": figure.why.value if figure.value is None and figure.why else None,
        "released_on": figure.when.isoformat() if figure.when else None,
    }

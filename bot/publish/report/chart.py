"""Pictures of a report's tables: Vega-Lite drawn on this machine, with nothing from anywhere else.

A picture stands beside its table and never instead of it. Every figure has its interval; what is withheld is written as
such. Series differ by sign and place too, not by colour alone; the colours follow Okabe and Ito (2008), in a light and
a dark set with at least 3:1 to their ground.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from html import escape
from math import inf
from textwrap import wrap
from typing import Any

from bot.publish.report.document import Document, Table
from bot.publish.report.drawer import VEGA_LITE, draw
from bot.statistics.figures import Shape, Why

MOST_ROWS = 60
"""Rows in a picture; the table has them all."""
FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
"""The first comes with the drawing library; the others are as wide, so that a drawing fits where it is shown, too."""
TOO_FEW = (Why.FLOOR, Why.FEW)
"""What a picture writes a word for; what is not there for another reason leaves its place empty."""
STEP = 22
Draw = Callable[[str], str]
MARKS = ("circle", "square", "diamond", "triangle-up", "triangle-down", "cross")


class Theme(Enum):
    """Light for paper and day, dark for a dark screen."""

    LIGHT = "light"
    DARK = "dark"


class Width(Enum):
    """Wide for a desk and paper; narrow fits a phone of 360 pixels with its letters as large as they are."""

    WIDE = "wide"
    NARROW = "narrow"


@dataclass(frozen=True, slots=True)
class _Room:
    """Pixels. width: of the plot itself, or of all of it where that is to fit; names: of the rows' names; letters:
    characters of a line of the title and below it, 0 for as many as there are; columns: of the legend; padding: around
    it all, for letters that are wider where they are shown."""

    width: int
    fit: bool
    names: int
    letters: tuple[int, int]
    columns: int
    padding: int


_ROOM: Mapping[Width, _Room] = {
    Width.WIDE: _Room(640, False, 260, (0, 0), 3, 5),
    Width.NARROW: _Room(324, True, 116, (36, 42), 1, 14),
}
_GROUND: Mapping[Theme, Mapping[str, Any]] = {
    Theme.LIGHT: {
        "paper": "#ffffff",
        "ink": "#1b2426",
        "hair": "#dcdad3",
        "series": ["#0072b2", "#a84300", "#007a5a", "#8f4a78", "#6b6b00", "#4e5a5c"],
    },
    Theme.DARK: {
        "paper": "#1b2325",
        "ink": "#ece9e2",
        "hair": "#3d4a4c",
        "series": ["#56b4e9", "#e69f00", "#2fc79a", "#dd9ac2", "#f0e442", "#b3bcbc"],
    },
}


def spec(document: Document, table: Table, theme: Theme = Theme.LIGHT, width: Width = Width.WIDE) -> dict[str, Any]:
    """The picture's Vega-Lite specification; its data are inside."""
    ground, room = _GROUND[theme], _ROOM[width]
    along = table.shape is Shape.LINE
    subtitle = [f"{document.about} · {document.days}", *([document.simulated] if document.simulated else [])]
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "description": table.alt,
        "title": {
            "text": _lines([table.title], room.letters[0]),
            "subtitle": _lines(subtitle, room.letters[1]),
            "anchor": "start",
        },
        "background": ground["paper"],
        "padding": room.padding,
        "width": room.width,
        **({"autosize": {"type": "fit-x", "contains": "padding"}} if room.fit else {}),
        "height": 260 if along else {"step": STEP if len(_columns(table)) < 2 else 11},
        "data": {"values": list(_points(document, table))},
        "layer": _along(table, room) if along else _across(table, room),
        "config": _config(ground),
    }


def _lines(texts: list[str], letters: int) -> list[str]:
    """Texts in as many lines as they need."""
    return [line for text in texts for line in wrap(text, letters)] if letters else texts


def svg(
    document: Document,
    table: Table,
    theme: Theme = Theme.LIGHT,
    drawn: Draw = draw,
    width: Width = Width.WIDE,
) -> str:
    """The picture as SVG, with its words for who does not see it. drawn: how a specification becomes a drawing."""
    head, _, rest = drawn(json.dumps(spec(document, table, theme, width))).partition(">")
    title = f"<title>{escape(table.title)}</title><desc>{escape(table.alt)}</desc>"
    return f'{head} role="img" aria-label="{escape(table.alt)}">{title}{rest}'


def png(document: Document, table: Table, theme: Theme = Theme.LIGHT) -> bytes:
    """The picture as PNG, twice as fine as a screen."""
    from vl_convert import vegalite_to_png

    found = vegalite_to_png(
        json.dumps(spec(document, table, theme)), vl_version=VEGA_LITE, scale=2, allowed_base_urls=[]
    )
    return bytes(found)


def has_picture(table: Table) -> bool:
    """Whether there is anything to draw."""
    return bool(_columns(table))


def _columns(table: Table) -> list[int]:
    """The columns that a picture shows: those of the first one's measure that have any figure at all."""
    same = [place for place, unit in enumerate(table.units) if unit == table.units[0]]
    return [place for place in same if any(line.cells[place].figure.value is not None for line in table.lines)]


def _points(document: Document, table: Table) -> Iterator[dict[str, Any]]:
    for line in table.lines[:MOST_ROWS]:
        for place in _columns(table) or [0]:
            figure = line.cells[place].figure
            wide, value = figure.plus_minus or 0, figure.value
            least = (
                0 if value is not None and value >= 0 else -inf
            )  # there are no fewer than none; of a difference there are
            yield {
                "row": line.name,
                "series": table.columns[place],
                "value": value,
                "low": None if value is None else max(least, value - wide),
                "high": None if value is None else value + wide,
                "marked": line.marked,
                "lacking": document.words["short-floor"] if figure.why in TOO_FEW else "",
            }


def _rows(table: Table) -> list[str]:
    """Names of rows in their order, which layers would each sort in their own way."""
    return [line.name for line in table.lines[:MOST_ROWS]]


def _series(table: Table, room: _Room) -> dict[str, Any]:
    names = [table.columns[place] for place in _columns(table)]
    legend = {"title": None, "orient": "top", "labelLimit": 300, "columns": room.columns} if len(names) > 1 else None
    return {"field": "series", "type": "nominal", "sort": names, "scale": {"domain": names}, "legend": legend}


def _along(table: Table, room: _Room) -> list[dict[str, Any]]:
    """Time runs to the right; a figure that is withheld leaves a gap."""
    series = _series(table, room)
    x = {
        "field": "row",
        "type": "ordinal",
        "sort": _rows(table),
        "title": None,
        "axis": {"labelAngle": -45, "labelOverlap": "greedy"},
    }
    beside = {"field": "series", "type": "nominal", "sort": series["sort"]}
    y = {"field": "value", "type": "quantitative", "title": table.units[0]}
    shared = {"x": x, "xOffset": beside, "color": series}
    return [
        {
            "transform": [{"filter": "datum.marked"}],
            "mark": {"type": "rule", "strokeDash": [5, 4], "strokeWidth": 2},
            "encoding": {"x": x},
        },
        {
            "mark": {"type": "rule", "strokeWidth": 1.5},
            "encoding": {**shared, "y": {**y, "field": "low"}, "y2": {"field": "high"}},
        },
        {"mark": {"type": "line", "strokeWidth": 1, "opacity": 0.7}, "encoding": {**shared, "y": y}},
        {
            "mark": {"type": "point", "filled": True, "size": 45, "opacity": 1},
            "encoding": {
                **shared,
                "y": y,
                "shape": {**series, "scale": {"domain": series["sort"], "range": list(MARKS)}},
            },
        },
    ]


def _across(table: Table, room: _Room) -> list[dict[str, Any]]:
    """Rows below each other: bars, or dots where a bar would make a ladder of them."""
    series = _series(table, room)
    y = {"field": "row", "type": "nominal", "sort": _rows(table), "title": None, "axis": {"labelLimit": room.names}}
    beside = {"field": "series", "type": "nominal", "sort": series["sort"]}
    x = {"field": "value", "type": "quantitative", "title": table.units[0]}
    shared = {"y": y, "yOffset": beside}
    body = (
        {"type": "point", "filled": True, "size": 55, "opacity": 1}
        if table.shape is Shape.DOTS
        else {"type": "bar", "opacity": 0.75}
    )
    return [
        {"mark": body, "encoding": {**shared, "x": x, "color": series}},
        {
            "mark": {"type": "rule", "strokeWidth": 1.5},
            "encoding": {**shared, "x": {**x, "field": "low"}, "x2": {"field": "high"}},
        },
        {
            "transform": [{"filter": "datum.lacking != ''"}],
            "mark": {"type": "text", "align": "left", "dx": 3, "fontSize": 9},
            "encoding": {**shared, "x": {"datum": 0}, "text": {"field": "lacking"}},
        },
    ]


def _config(ground: Mapping[str, Any]) -> dict[str, Any]:
    words = {"labelColor": ground["ink"], "titleColor": ground["ink"], "labelFont": FONT, "titleFont": FONT}
    return {
        "font": FONT,
        "locale": {"number": {"decimal": ",", "thousands": "\u00a0", "grouping": [3], "currency": ["", ""]}},
        "axis": {**words, "gridColor": ground["hair"], "domainColor": ground["ink"], "tickColor": ground["ink"]},
        "legend": {**words, "symbolStrokeWidth": 2},
        "title": {"color": ground["ink"], "subtitleColor": ground["ink"], "font": FONT, "subtitleFont": FONT},
        "range": {"category": ground["series"]},
        "rule": {"color": ground["ink"]},
        "text": {"color": ground["ink"], "font": FONT},
        "view": {"stroke": None},
    }

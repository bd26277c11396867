"""A layout as SVG: for a file of its own, for a page that brings the style, or cut into sheets of paper.

Nothing is fetched: fonts are the reader's own. Text stays text, so that it can be found, copied and read aloud.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from itertools import pairwise
from math import inf
from xml.sax.saxutils import escape, quoteattr

from bot.draw.layout import CARD, GAP, MARGIN, PAD, Card, Lane, Layout, Row, Word
from bot.draw.palette import palette

CORNER, EDGE = 8.0, 4.0
SHEET = 1.38
"""Height of a sheet's printed part for a width of 1: A4 and A3 with a finger's breadth around (ISO 216)."""
LEAST_WIDTH = 600.0
"""Of a sheet, in units: a narrow drawing is not blown up to fill the paper."""
LEAST_FILLED = 0.5
"""A sheet is cut between two answers of a card when the last cut between cards would leave more than this empty."""
DESCRIBED = (
    "Each box is a step, in the order of the file. Lines at the right lead from an answer to a step further down."
)


def style() -> str:
    """The style sheet of drawings, light and dark, with the colours that it takes."""
    return palette() + files("bot.draw").joinpath("drawing.css").read_text(encoding="utf-8")


def svg(layout: Layout) -> str:
    """A file of its own."""
    size = f'width="{layout.width:.0f}" height="{layout.height:.0f}"'
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<svg xmlns="http://www.w3.org/2000/svg" class="drawing alone" {size} '
        f'viewBox="0 0 {layout.width:.0f} {layout.height:.0f}" role="graphics-document" lang="sv" '
        f'aria-labelledby="title described">\n<title id="title">{escape(layout.title)}</title>\n'
        f'<desc id="described" lang="en">{DESCRIBED}</desc>\n<style>\n{style()}</style>\n'
        + "\n".join(_body(layout, ""))
        + "\n</svg>\n"
    )


def part(layout: Layout, link: str, here: str = "") -> str:
    """For a page that has the style, and a heading of its own: all from the first card on.

    link: the address of a step, with {} for its id. here: the step that is marked, "" for none.
    """
    top = layout.cards[0].top - EDGE
    view = f"{MARGIN - EDGE:.0f} {top:.0f} {layout.width - MARGIN + EDGE:.0f} {layout.height - top:.0f}"
    return (
        f'<svg class="drawing" viewBox="{view}" width="{layout.width:.0f}">\n'
        + "\n".join(_body(layout, link, top, here=here))
        + "\n</svg>"
    )


def sheets(layout: Layout, paper: str, mark: str = "") -> str:
    """An HTML page that prints as sheets of paper ("A4" or "A3"), each a piece of the drawing. mark: on each sheet."""
    width = max(layout.width, LEAST_WIDTH)
    cuts = _cuts(layout, width * SHEET)
    found = []
    foot = escape(" · ".join(filter(None, (layout.title, mark))))
    for number, (top, bottom) in enumerate(pairwise(cuts), 1):
        view = f"{(layout.width - width) / 2:.1f} {top:.1f} {width:.0f} {width * SHEET:.1f}"
        clip = f'<clipPath id="cut{number}"><path d="M0 {top:.1f}H{layout.width:.0f}V{bottom:.1f}H0z"/></clipPath>'
        found.append(
            f'<section><svg class="drawing alone" viewBox="{view}">{clip}<g clip-path="url(#cut{number})">'
            + "\n".join(_body(layout, "", top, bottom))
            + f"</g></svg><p>{foot} · {number} ({len(cuts) - 1})</p></section>"
        )
    head = f"<title>{escape(layout.title)}</title><style>{style()}\n@page {{ size: {paper}; margin: 10mm; }}</style>"
    return (
        f'<!DOCTYPE html>\n<html lang="sv"><head><meta charset="utf-8">{head}</head>\n<body class="sheets">\n'
        + "\n".join(found)
        + "\n</body></html>\n"
    )


def _cuts(layout: Layout, room: float) -> list[float]:
    """Where the drawing is cut, from 0 to its height: between cards, or between answers of a card that is too long."""
    cards = [card.top - GAP / 2 for card in layout.cards[1:]]
    anywhere = sorted([*cards, *(row.top for card in layout.cards for row in card.rows)])
    cuts = [0.0]
    while layout.height - cuts[-1] > room:
        least, most = cuts[-1] + room * LEAST_FILLED, cuts[-1] + room
        good = [y for y in cards if least < y <= most] or [y for y in anywhere if cuts[-1] < y <= most]
        cuts.append(good[-1] if good else most)
    return [*cuts, layout.height]


def _body(layout: Layout, link: str, top: float = 0, bottom: float = inf, here: str = "") -> Iterator[str]:
    """All parts, those farthest back first; of cards and words only those that show between two heights."""
    for fall in layout.falls:
        x = MARGIN + 34
        dashed = " skipped" if fall.skipped else ""
        yield f'<path class="fall{dashed}" d="M{x} {fall.top:.1f}V{fall.bottom - 5:.1f}"/>'
        yield f'<path class="tip" d="M{x - 4.5} {fall.bottom - 7:.1f}h9l-4.5 7z"/>'
    for lane in sorted(layout.lanes, key=lambda lane: -lane.number):
        yield from _lane(lane)
    for card in layout.cards:
        if card.bottom > top and card.top < bottom:
            yield _card(card, link, here)
    yield from (_word(word) for word in layout.words if top < word.y < bottom)


def _lane(lane: Lane) -> Iterator[str]:
    right, x, end = MARGIN + CARD, lane.x, lane.end
    path = "".join(f"M{right} {y:.1f}H{x - CORNER}Q{x} {y:.1f} {x} {y + CORNER:.1f}" for y in lane.sources)
    path += f"M{x} {lane.sources[0] + CORNER:.1f}V{end - CORNER:.1f}Q{x} {end:.1f} {x - CORNER} {end:.1f}H{right + 6}"
    look = "back" if lane.target == "return" else f"hue{lane.hue}"
    yield f'<path class="halo" d="{path}"/><path class="lane {look}" d="{path}"/>'
    yield f'<path class="tip {look}" d="M{right + 8} {end - 4.5:.1f}v9l-7 -4.5z"/>'


def _card(card: Card, link: str, here: str) -> str:
    box = f'<rect x="{MARGIN}" y="{card.top:.1f}" width="{CARD}" height="{card.bottom - card.top:.1f}" rx="10"/>'
    if card.look == "call":  # a bar at either side, as flowcharts mark what runs elsewhere
        down = f"{card.top:.1f}v{card.bottom - card.top:.1f}"
        box += f'<path class="bar" d="M{MARGIN + 5} {down}M{MARGIN + CARD - 5} {down}"/>'
    shown = [box, *(_word(word) for word in card.words), *(_row(row) for row in card.rows)]
    group = f'<g class="card {card.look}">' + "".join(shown) + "</g>"
    if not link or card.look == "return":
        return group
    address = quoteattr(link.replace("{}", card.id))
    mark = ' class="here" aria-current="step"' if card.id == here else ""
    return f'<a href={address} id="step-{card.id}"{mark} aria-label={quoteattr(card.told)}>{group}</a>'


def _row(row: Row) -> str:
    line = f'<path class="rule" d="M{MARGIN} {row.top:.1f}h{CARD}"/>'
    tick = f'<rect class="tick" x="{MARGIN + PAD}" y="{row.top + 9:.1f}" width="11" height="11" rx="2"/>'
    return line + (tick if row.tick else "") + "".join(_word(word) for word in row.words)


def _word(word: Word) -> str:
    anchor = ' text-anchor="end"' if word.end else ""
    return f'<text class="{word.look}" x="{word.x:.1f}" y="{word.y:.1f}"{anchor}>{escape(word.text)}</text>'

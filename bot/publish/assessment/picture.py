"""The profile of a round as a drawing: a bar for each area with its figures as text, so that colour says nothing alone.

Narrow enough for a phone; on paper and in a PDF the same. A line across a bar is the average of the own units. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from bot.publish.assessment.document import Words
from bot.publish.assessment.whole import Area, Whole, percent
from bot.publish.report.chart import Theme

WIDTH, ROW, BAR = 320, 56, 12
FONT = "'Liberation Sans', 'DejaVu Sans', 'Libertinus Serif', sans-serif"
INKS = {
    Theme.LIGHT: {"ink": "#1b2426", "soft": "#4e5a5c", "line": "#7a8586", "bar": "#14524f", "paper": "#ffffff"},
    Theme.DARK: {"ink": "#ece9e2", "soft": "#b3bcbc", "line": "#7d8a8b", "bar": "#8fd3c9", "paper": "#1b2325"},
}
"""As in bot/draw/palette.css; a drawing that is kept as a file carries its own."""


def profile_svg(words: Words, whole: Whole, theme: Theme = Theme.LIGHT) -> str:
    """The drawing."""
    ink, height = INKS[theme], ROW * len(whole.areas) + (30 if whole.units else 8)
    label = escape(f"{words.word('profile')}: {whole.alt}")
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}"'
    rows = (part for place, area in enumerate(whole.areas) for part in _row(words, area, place * ROW, ink))
    parts = (
        f'{head} role="img" aria-label="{label}" font-family="{FONT}" font-size="13"><title>{label}</title>',
        f'<rect width="{WIDTH}" height="{height}" fill="{ink["paper"]}"/>',
        *rows,
        *(_legend(words, whole, height, ink) if whole.units else ()),
    )
    return f"{''.join(parts)}</svg>"


def _row(words: Words, area: Area, top: int, ink: dict[str, str]) -> Iterator[str]:
    """Name and percent, the bar, and below it what a mean would hide."""
    wide, y = WIDTH - 2, top + 24
    yield f'<text x="1" y="{top + 17}" fill="{ink["ink"]}">{escape(area.title)}</text>'
    yield f'<text x="{WIDTH - 1}" y="{top + 17}" text-anchor="end" fill="{ink["ink"]}">'
    yield f"{'–' if area.percent is None else f'{area.percent} %'}</text>"
    dashed = ' stroke-dasharray="4 3"' if area.percent is None else ""
    yield f'<rect x="1" y="{y}" width="{wide}" height="{BAR}" fill="none" stroke="{ink["line"]}"{dashed}/>'
    if area.percent:
        yield f'<rect x="1" y="{y}" width="{wide * area.percent / 100:.1f}" height="{BAR}" fill="{ink["bar"]}"/>'
    if area.average:
        yield _mark(1 + wide * area.average.percent / 100, y, ink)
    hidden = [percent(words, None)] if area.percent is None else []
    hidden += [words.word("unmet-here", n=area.unmet)] if area.unmet else []
    hidden += [words.word("unknown-here", n=area.unknown)] if area.unknown else []
    yield f'<text x="1" y="{y + BAR + 14}" font-size="12" fill="{ink["soft"]}">{escape(" · ".join(hidden))}</text>'


def _mark(x: float, y: float, ink: dict[str, str]) -> str:
    """A line across a bar, with an edge so that it shows on the bar and beside it."""
    path = f'd="M{x:.1f} {y - 4}v{BAR + 8}"'
    return (
        f'<path {path} stroke="{ink["paper"]}" stroke-width="6"/><path {path} stroke="{ink["ink"]}" stroke-width="3"/>'
    )


def _legend(words: Words, whole: Whole, height: int, ink: dict[str, str]) -> Iterator[str]:
    yield _mark(6, height - 22, ink)
    text = escape(words.word("average-mark", n=whole.units))
    yield f'<text x="16" y="{height - 11}" font-size="12" fill="{ink["soft"]}">{text}</text>'

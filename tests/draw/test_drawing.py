"""The drawing: every line ends where it should, nothing overlaps, and a browser finds every text inside its box."""

from __future__ import annotations

import re
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from playwright.async_api import Page

from bot.draw.layout import CARD, MARGIN, lay_out
from bot.draw.outline import RETURN, Outline
from bot.draw.svg import LEAST_FILLED, LEAST_WIDTH, SHEET, sheets, style, svg
from tests.contrast import colours, contrast, shared

OUTSIDE = """() => [...document.querySelectorAll(".card")].flatMap((card) => {
  const box = card.querySelector("rect").getBBox();
  const goals = [...card.querySelectorAll("text")].map((text) => [text.textContent, text.getBBox()]);
  const out = goals.filter(([, at]) => at.x < box.x || at.x + at.width > box.x + box.width + 0.5
    || at.y < box.y || at.y + at.height > box.y + box.height + 0.5);
  const over = goals.flatMap(([a, one], i) => goals.slice(i + 1).filter(([, other]) =>
    one.x + 1 < other.x + other.width && other.x + 1 < one.x + one.width
    && one.y + 5 < other.y + other.height && other.y + 5 < one.y + one.height).map(([b]) => `${a} / ${b}`));
  return [...out.map(([text]) => text), ...over];
})"""

NAMES = """() => [...document.querySelectorAll(".card")].map((card) => card.querySelector("text").textContent)"""


def test_every_way_is_drawn_to_the_step_it_leads_to(outline: Outline) -> None:
    """From its own row, either straight down to the next card or along the lane that ends at its step."""
    layout = lay_out(outline)
    cards = {card.id: card for card in layout.cards}
    lanes = {lane.target: lane for lane in layout.lanes}
    falls = {fall.top: fall.bottom for fall in layout.falls}
    order = [card.id for card in layout.cards]
    for step in outline.steps:
        card = cards[step.id]
        assert [row.target for row in card.rows] == [way.target for way in step.ways]
        for row in card.rows:
            if row.target is None:
                continue
            goal = cards[row.target]
            if order.index(row.target) == order.index(step.id) + 1:
                assert falls[card.bottom] == goal.top
            else:
                assert row.port in lanes[row.target].sources
                assert goal.top < lanes[row.target].end < goal.bottom


def test_steps_stand_in_file_order_and_lanes_keep_apart(outline: Outline) -> None:
    """Cards never touch; lanes in one column share no height, and those of neighbouring columns no hue."""
    layout = lay_out(outline)
    steps = [step.id for step in outline.steps]
    assert [card.id for card in layout.cards] == [*steps, *([RETURN] if outline.returns else [])]
    assert all(one.bottom < other.top for one, other in pairwise(layout.cards))
    for number in {lane.number for lane in layout.lanes}:
        column = sorted((lane.sources[0], lane.end) for lane in layout.lanes if lane.number == number)
        assert all(one[1] < other[0] for one, other in pairwise(column))
        assert all(lane.x > MARGIN + CARD for lane in layout.lanes)
    hues = {lane.number: lane.hue for lane in layout.lanes}
    assert all(hues[number] != hues.get(number + 1) for number in hues)


@pytest.mark.asyncio(loop_scope="session")
async def test_every_text_stands_inside_its_box_and_on_no_other(page: Page, outline: Outline) -> None:
    """Measured in a browser, with the fonts that it has."""
    await page.set_content(svg(lay_out(outline)).partition("?>")[2])

    assert await page.evaluate(OUTSIDE) == []


def test_the_file_stands_alone_and_names_itself(outline: Outline) -> None:
    """Well-formed, with title and description, and nothing in it is fetched from anywhere."""
    text = svg(lay_out(outline))
    root = ET.fromstring(text)

    assert root[0].text == outline.title
    assert root.attrib["aria-labelledby"].split() == [root[0].attrib["id"], root[1].attrib["id"]]
    assert not re.findall(r"url\((?!#)|href=|@import|<image|<script", text)
    assert text.count("http") == 1  # the name of the format


@pytest.mark.asyncio(loop_scope="session")
async def test_it_prints_on_sheets_and_no_step_is_cut_that_fits_one(page: Page, outline: Outline) -> None:
    """As many pages as sheets; each step stands on one alone, unless it is longer than half a sheet."""
    layout = lay_out(outline)
    await page.set_content(sheets(layout, "A4"))
    pdf = await page.pdf(prefer_css_page_size=True)
    count = await page.locator("section").count()

    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == count
    shown: list[str] = await page.evaluate(NAMES)
    room = max(layout.width, LEAST_WIDTH) * SHEET
    whole = [card.words[0].text for card in layout.cards if card.bottom - card.top < room * LEAST_FILLED]
    assert whole
    assert [name for name in shown if name in whole] == whole


def _schemes() -> dict[str, dict[str, str]]:
    """The colours of drawings: light, dark and print, each over those that all pages share."""
    light, dark, printed = map(colours, re.findall(r"\.drawing \{([^}]*)\}", style()))
    return {
        "light": shared()["light"] | light,
        "dark": shared()["dark"] | dark,
        "print": shared()["light"] | printed,
    }


@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
def test_colours_can_be_told_apart(scheme: str) -> None:
    """Texts 4.5:1 against card and paper, lines 3:1, on any screen and in print (WCAG 2.2: 1.4.3, 1.4.11)."""
    found = _schemes()[scheme]
    lines = [name for name in found if name.startswith("lane")] + ["line", "lead"]

    assert len(lines) == 8
    for ground in ("paper", "sheet"):
        assert all(contrast(found[text], found[ground]) >= 4.5 for text in ("ink", "soft", "lead"))
        assert all(contrast(found[line], found[ground]) >= 3 for line in lines)

"""Mermaid itself, of the version that is current, judges what we write for it."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest
from playwright.async_api import Page

from bot.draw.mermaid import mermaid
from bot.draw.outline import Outline, leads, outlines
from tests.draw.conftest import write

DRAW = """async (text) => {
  await mermaid.parse(text);
  const { svg } = await mermaid.render("drawn", text);
  document.body.innerHTML = svg;
  const said = (all) => [...document.querySelectorAll(all)].map((one) => one.textContent);
  const arrows = document.querySelectorAll("path.flowchart-link").length;
  return { nodes: said(".node"), labels: said(".edgeLabel p"), arrows };
}"""
NASTY = """\
dialog: end
title: '"Slut"; #35 <b>'
steps:
  end:
    ask: 'Är "det" [så] {här}? <b>#1</b> & `kod`; 100 % | rör'
    choices:
      '"Ja" | (nej)': {go: class}
      'subgraph -->': {}
  graph:
    say:
      - staff: x
  class:
    say:
      - staff: y
"""


@pytest.mark.asyncio(loop_scope="session")
async def test_mermaid_draws_every_dialog_with_all_its_steps_and_arrows(page: Page, outline: Outline) -> None:
    """It parses, and the picture has a box for each step and an arrow from each to each place that may come next."""
    await _open(page)
    drawn = await page.evaluate(DRAW, mermaid(outline))

    assert len(drawn["nodes"]) == len(outline.steps) + outline.returns
    assert drawn["arrows"] == sum(len(step.targets) for step in outline.steps)
    for step in outline.steps:
        assert any(node.startswith(step.id) for node in drawn["nodes"]), step.id
    if outline.returns:
        assert leads("return") in drawn["nodes"]


@pytest.mark.asyncio(loop_scope="session")
async def test_no_sign_and_no_word_of_an_author_breaks_the_flowchart(page: Page, tmp_path: Path) -> None:
    """Quotes, brackets, markup, Mermaid's own words and signs come out as they were written."""
    await _open(page)
    outline = outlines(write(tmp_path, "end", NASTY))["end"]
    drawn = await page.evaluate(DRAW, mermaid(outline))

    assert 'Är "det" [så] {här}? <b>#1</b> & `kod`; 100 % | rör' in drawn["nodes"][0]
    assert '"Ja" | (nej)' in drawn["labels"]
    assert "subgraph -->" in drawn["labels"]


async def _open(page: Page) -> None:
    if await page.evaluate("() => typeof mermaid") == "undefined":
        await page.add_script_tag(path=str(files("mermaidx").joinpath("assets", "mermaid.js")))

"""The page with an organisation's own folder: its steps stand in the drawing, and lead to its file."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from tests.channels.browser import OpenPage, watched
from tests.channels.preview.conftest import DESK, PATIENCE, PHONE, Garden, make_garden
from tests.channels.preview.test_using import axe, press

pytestmark = pytest.mark.asyncio(loop_scope="session")
ORGANISATION = """\
organisation: Trädgården
checked: 2026-11-22
units:
  - {id: 1, name: Växthuset, sector: health, provider: public, asks: on_signs, municipality: "0114"}
"""
ROUTINE = """\
decided: 2026-11-02
review: 2030-11-02
steps:
  our-can:
    after: garden.leaves
    title: Vår kanna
    say:
      - staff: Kannan står vid dörren.
"""


@pytest_asyncio.fixture(loop_scope="session")
async def own(tmp_path: Path) -> AsyncIterator[Garden]:
    """A served garden with a routine over it."""
    local = tmp_path / "local"
    local.mkdir()
    (local / "organisation.yaml").write_text(ORGANISATION, "utf-8")
    (local / "routine.yaml").write_text(ROUTINE, "utf-8")
    served = await Garden(make_garden(tmp_path / "dialogs"), local).start()
    yield served
    await served.end()


@pytest_asyncio.fixture(loop_scope="session")
async def open_own(browser: Browser, own: Garden) -> AsyncIterator[OpenPage]:
    """A function that opens its page."""
    async with watched(browser, PATIENCE, viewport=DESK, base_url=own.address) as open_one:
        await own.settled()
        yield open_one


async def test_an_own_step_stands_in_the_drawing_and_leads_to_its_file(own: Garden, open_own: OpenPage) -> None:
    """The card says whose it is; the panel shows its texts, the lines of routine.yaml, and opens them in the editor."""
    page: Page = await open_own("/guide/garden")
    card = page.locator("#step-our-can")
    await expect(card).to_contain_text("your own routine")
    await card.click()

    await expect(page.locator("#panel-title")).to_contain_text("our-can")
    panel = page.locator("#panel")
    await expect(panel).to_contain_text("Your own routine")
    await expect(panel).to_contain_text("Kannan står vid dörren.")
    assert own.local is not None
    editor = await page.locator(".editor").get_attribute("href")
    assert editor == f"vscode://file{own.local / 'routine.yaml'}:4:3"
    assert await axe(page) == []


async def test_a_talk_passes_it_and_says_whose_it_is(open_own: OpenPage) -> None:
    """As at a door, with the day of the decision."""
    page: Page = await open_own("/play/garden/leaves")
    await page.get_by_role("button", name="Play").click()
    await press(page, "Klar / Inget av detta")

    await expect(page.locator("#panel-title")).to_contain_text("Vår kanna")
    await expect(page.locator("#panel")).to_contain_text("Er rutin, beslutad 2026-11-02.")


async def test_a_fault_of_the_routine_leads_to_its_line(own: Garden, open_own: OpenPage) -> None:
    """Saved in the own file, shown with the rest, and chosen by one press; also in the hand."""
    page: Page = await open_own("/guide/garden", viewport=PHONE)
    assert own.local is not None
    file = own.local / "routine.yaml"
    file.write_text(ROUTINE.replace("garden.leaves", "garden.leafs"), "utf-8")
    await page.locator("#problems .found a").first.click()

    await expect(page.locator("#panel-title")).to_have_text("Line 5")
    await expect(page.locator(".code [aria-current]")).to_contain_text("after: garden.leafs")

"""The shipped dialogs and the fixture of orchids, outlined; and a browser that measures what was drawn."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Page, async_playwright

from bot.dialog.folder import read_folder
from bot.draw.outline import Outline, outlines
from tests.conftest import ROOT

SHIPPED = outlines(read_folder(ROOT / "dialogs"))
ORCHIDS = outlines(read_folder(ROOT / "tests" / "cases" / "web" / "dialogs"))
EVERY = [*SHIPPED.values(), *ORCHIDS.values()]


def named(outline: Outline) -> str:
    """An outline's name, for the list of tests."""
    return outline.id


@pytest.fixture(params=EVERY, ids=named)
def outline(request: pytest.FixtureRequest) -> Outline:
    """Each dialog that ships, and each of the fixture."""
    found = request.param
    assert isinstance(found, Outline)
    return found


@pytest_asyncio.fixture(loop_scope="session", scope="session")
async def page(chromium: str) -> AsyncIterator[Page]:
    """One page of a real browser; it may load nothing from anywhere."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=["--headless", "--no-sandbox"])
        context = await browser.new_context()
        await context.route("**/*", lambda route: route.abort())
        yield await context.new_page()
        await browser.close()


def write(folder: Path, name: str, text: str) -> dict[str, bytes]:
    """A folder of dialogs with one guide."""
    guide = folder / "guides" / f"{name}.yaml"
    guide.parent.mkdir(parents=True, exist_ok=True)
    guide.write_text(text, encoding="utf-8")
    return read_folder(folder)

"""Walking through a talk as a person would: by the words on the buttons."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from axe_core_python.async_playwright import Axe
from playwright.async_api import Page

TITLE = "#title"
TO_THE_END = ("I växthuset", "Ja", "Vidare", "+Rötterna är torra", "Klar", "Ja", "Upplands Väsby")
TO_A_NEUTRAL_END = ("I växthuset", "Nej")


async def title(page: Page) -> str:
    """The heading of the turn."""
    return (await page.locator(TITLE).text_content() or "").strip()


async def tap(page: Page, label: str) -> None:
    """Press the button with this label and wait for the next turn; "+label" ticks a box, "" does nothing."""
    if label.startswith("+"):
        await page.get_by_label(label[1:], exact=True).check()
        return
    before = await token(page)
    await page.get_by_role("button", name=label, exact=True).click()
    await page.wait_for_function("before => document.querySelector('[name=t]')?.value !== before", arg=before)


async def tap_plain(page: Page, label: str) -> None:
    """The same where no script may run: the browser itself waits for the page that comes."""
    if label.startswith("+"):
        await page.get_by_label(label[1:], exact=True).check()
        return
    async with page.expect_navigation():
        await page.get_by_role("button", name=label, exact=True).click()


async def walk(page: Page, labels: tuple[str, ...], *, script: bool = True) -> AsyncIterator[str]:
    """The title of each turn, before the next button is pressed."""
    yield await title(page)
    for label in labels:
        await (tap if script else tap_plain)(page, label)
        if not label.startswith("+"):
            yield await title(page)


async def go(page: Page, labels: tuple[str, ...], *, script: bool = True) -> list[str]:
    """Walk to the last turn; all titles on the way."""
    return [found async for found in walk(page, labels, script=script)]


async def token(page: Page) -> str:
    """The sealed token of the turn on the screen."""
    return await page.locator("[name=t]").input_value()


async def axe_faults(page: Page) -> list[str]:
    """What axe-core finds, best practices included, one line for each element."""
    found: dict[str, Any] = await Axe().run(page)
    return [
        f"{fault['id']}: {node['html'][:160]} {node.get('failureSummary', '')[:200]}"
        for fault in found["violations"]
        for node in fault["nodes"]
    ]

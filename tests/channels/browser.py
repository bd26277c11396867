"""A real browser whose complaints fail the test."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from playwright.async_api import Browser, BrowserContext, Page, async_playwright

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
OpenPage = Callable[..., Any]


@asynccontextmanager
async def launched(executable: str, *, remembers: bool = False) -> AsyncIterator[Browser]:
    """One Chromium. remembers: its memory of left pages is on, as it is for people (playwright would turn it off)."""
    left_out = ["--disable-back-forward-cache"] if remembers else []
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=executable, args=FLAGS, ignore_default_args=left_out)
        yield opened
        await opened.close()


@asynccontextmanager
async def watched(browser: Browser, patience: float, **usual: Any) -> AsyncIterator[OpenPage]:
    """A function that opens pages; whatever the browser complains of on them fails the test at the end.

    patience: milliseconds, a safety net for a machine with other work and no promise of speed.
    usual: options of a page's context where the test gives no others.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    async def open_one(path: str = "/", *, script: bool = True, allow: str = "", **options: Any) -> Page:
        """allow: complaints that hold this text are expected."""
        context = await browser.new_context(**{"java_script_enabled": script, **usual, **options})
        context.set_default_timeout(patience)
        contexts.append(context)

        def note(text: str) -> None:
            if not (allow and allow in text):
                complaints.append(text)

        context.on("console", lambda message: note(message.text) if message.type in ("error", "warning") else None)
        context.on("weberror", lambda fault: note(str(fault.error)))
        page = await context.new_page()
        await page.goto(path)
        return page

    yield open_one
    for context in contexts:
        await context.close()
    assert complaints == []

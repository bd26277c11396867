"""After Hide and after Leave the browser's Back never shows a talk, over the content that ships."""

from __future__ import annotations

import pytest
from playwright.async_api import Page

from bot.conversation.talk import Talks
from bot.text.lint.betrayal import betraying
from tests.channels.browser import OpenPage
from tests.channels.web.walk import assert_covered, go_back, held, seen, title
from tests.walks import keys
from tests.walks.people import PEOPLE, Person, Stop, betrayals, route

pytestmark = pytest.mark.asyncio(loop_scope="session")

NURSE, _, SOCIAL_WORKER = PEOPLE


@pytest.mark.parametrize(("person", "way"), [(NURSE, "hide"), (SOCIAL_WORKER, "leave")], ids=["hide", "leave"])
async def test_back_never_shows_a_talk(
    open_page: OpenPage, talks: Talks, person: Person, way: str, script: bool
) -> None:
    """From the outcome of a whole talk: three times Back, and nothing that was said is on any page."""
    stops = route(talks, person)
    page: Page = await open_page(person.path, script=script, allow="ERR_", reduced_motion="reduce")
    for stop in stops[:-1]:
        await keys.answer(page, stop, script=script)
    assert await title(page) == stops[-1].title

    if way == "hide":
        await page.locator("label.tool").click()
        await assert_covered(page)
    else:
        await page.locator("#leave").click()
        await page.wait_for_url("**/paus")

    for _ in range(3):
        await go_back(page)
        found = await held(page)
        assert [line for line in lines(stops[1:]) if line in found] == []
        assert betraying(await seen(page), betrayals(talks)) is None


def lines(stops: tuple[Stop, ...]) -> list[str]:
    """All that the screens say, in lower case."""
    return [line.text.text.lower() for stop in stops for line in stop.turn.view.lines]

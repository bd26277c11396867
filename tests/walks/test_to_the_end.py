"""A nurse, a dentist and a social worker go from the hub to an outcome, by keyboard, over the content that ships.

CI takes half of the ways: every two of person, language and script meet. `make audit` (PROOFS=1000) takes all.
"""

from __future__ import annotations

import pytest
from playwright.async_api import Page

from bot.conversation.talk import Talks
from bot.text.lint.betrayal import betraying
from tests.channels.browser import OpenPage
from tests.channels.web.walk import axe_faults
from tests.conftest import WHOLE
from tests.walks import keys
from tests.walks.people import ENGLISH, PEOPLE, SWEDISH, Person, Stop, betrayals, route
from tests.walks.screen import assert_neutral, assert_said, look

pytestmark = pytest.mark.asyncio(loop_scope="session")

WAYS = [
    pytest.param(person, language, script, id=f"{person.name}-{language}-{'script' if script else 'no-script'}")
    for place, person in enumerate(PEOPLE)
    for language in (SWEDISH, ENGLISH)
    for script in (True, False)
    if WHOLE or (place + (language == ENGLISH) + script) % 2
]
SCHEMES = {SWEDISH: "light", ENGLISH: "dark"}
MOST_TAPS = 2  # from the hub to a sentence to say (the design's promise)

LISTEN = """() => { window.heard = []; new MutationObserver(() => {
  const text = document.getElementById('status').textContent; if (text) heard.push(text);
}).observe(document.getElementById('status'), {childList: true, characterData: true, subtree: true}); }"""


@pytest.mark.parametrize(("person", "language", "script"), WAYS)
async def test_keys_lead_from_the_hub_to_an_outcome(
    open_page: OpenPage, talks: Talks, person: Person, language: str, script: bool
) -> None:
    """Each screen says what it must, is announced once, betrays nothing, has Acute and Hide, and passes axe."""
    said = person.english if language == ENGLISH else SWEDISH
    stops = route(talks, person, language, said)
    page: Page = await open_page(person.path, script=script, color_scheme=SCHEMES[language], reduced_motion="reduce")
    if language == ENGLISH:
        await keys.speak(page, ENGLISH, said, script=script)
    if script:
        await page.evaluate(LISTEN)

    aloud = []
    for place, stop in enumerate(stops):
        seen = await look(page)
        aloud.append(seen.aloud)
        assert_said(seen, stop, talks)
        assert_neutral(seen, stop, talks)
        assert not script or await axe_faults(page) == [], stop.title
        await assert_guarded(page, talks, script=script)
        await assert_announced(page, stop, new=place > 0, script=script)
        if place + 1 < len(stops):
            await keys.answer(page, stop, script=script)

    assert True in aloud[: MOST_TAPS + 1]
    assert await page.context.cookies() == []


async def assert_guarded(page: Page, talks: Talks, *, script: bool) -> None:
    """Acute and Hide work by one key, and neither betrays the subject.

    Hide comes last: with script the way back from it leads to the heading, where digits choose.
    """
    told = await keys.acute(page) + await keys.hide(page, script=script)
    assert betraying(told, betrayals(talks)) is None


async def assert_announced(page: Page, stop: Stop, *, new: bool, script: bool) -> None:
    """With script a new turn is said once, by its title; a page that comes whole says nothing by itself."""
    if not script:
        assert await page.locator("#status").text_content() == ""
        return
    heard: list[str] = await page.evaluate("() => heard.splice(0)")
    assert len(heard) == new
    assert all(text.startswith(stop.title) for text in heard)

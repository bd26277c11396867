"""Record phrases in the browser: built from ticks, never sent, never kept; plain text where no script may run."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Page, Request

from bot.channels.web.page import Pages
from bot.channels.web.statics import FOLDER
from bot.conversation.messages import Press, Turn
from bot.conversation.talk import Talks
from tests.channels.browser import OpenPage
from tests.channels.web.conftest import Served
from tests.channels.web.small_house import open_talks
from tests.channels.web.test_walks import SIZES, TOO_SMALL_OR_NEAR
from tests.channels.web.walk import TO_A_NEUTRAL_END, TO_THE_END, axe_faults, go, seen

pytestmark = pytest.mark.asyncio(loop_scope="session")

UNIT = "/?e=1"
WORKSTATION = {"viewport": {"width": 1280, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
TOLD, DECLINED = "Ägaren fick frågan om orkidén och berättade: [egna ord].", "ville inte svara"
SHELF, RECORD = "Text till journal eller akt", "Orkidéns journal"


async def opened(page: Page, *, script: bool = True) -> Page:
    """The ending with the record's sentences open."""
    await go(page, TO_THE_END, script=script)
    await page.get_by_text(SHELF, exact=True).click()
    await page.get_by_text(RECORD, exact=True).click()
    return page


async def tick(page: Page, words: str) -> None:
    """Tick the sentence that holds these words."""
    await page.locator("label", has_text=words).locator("input").check()


async def built(page: Page) -> list[str]:
    """The text, line by line."""
    return [text.strip() for text in await page.locator(".phrase[open] .typed p").all_text_contents()]


async def test_ticks_build_the_text(open_page: OpenPage) -> None:
    """What is ticked stands below in the order of the record; of the answers to the question only one can stand."""
    page = await opened(await open_page(UNIT))
    await page.get_by_text("Inget är kryssat än.").first.wait_for()

    for words in ("Rötterna är torra.", TOLD, DECLINED):
        await tick(page, words)

    assert await built(page) == ["Ägaren fick frågan om orkidén och ville inte svara.", "Rötterna är torra."]
    assert not await page.get_by_text("Inget är kryssat än.").first.is_visible()
    await page.locator("label", has_text="Rötterna är torra.").locator("input").uncheck()
    assert await built(page) == ["Ägaren fick frågan om orkidén och ville inte svara."]


async def test_what_is_built_is_never_sent_and_never_kept(open_page: OpenPage, served: Served) -> None:
    """Building and copying ask the server for nothing; the next press carries none of it; no place keeps it."""
    page = await opened(await open_page(UNIT, permissions=["clipboard-write"], **WORKSTATION))
    sent: list[str] = []

    async def note(request: Request) -> None:
        sent.append(f"{request.method} {request.url} {request.post_data or ''}")

    page.on("request", note)
    address, length, asked = page.url, await page.evaluate("() => history.length"), len(served.asked)

    for words in (TOLD, "Gula blad", "Vattnad"):
        await tick(page, words)
    await page.get_by_role("button", name="Kopiera ändå").click()
    await page.get_by_text("Kopierat.").wait_for()

    assert sent == [] and len(served.asked) == asked
    assert page.url == address and await page.evaluate("() => history.length") == length
    kept = "async () => [localStorage.length + sessionStorage.length, (await indexedDB.databases()).length]"
    assert await page.evaluate(kept) == [0, 0] and await page.context.cookies() == []
    await page.locator("#back").click()
    await page.wait_for_function("() => document.getElementById('title').textContent.trim() !== 'Det här gör du'")
    assert len(sent) == 1
    assert not re.search(r"orkid|%C3%A4gar|vattn|egna|plant", sent[0], re.IGNORECASE)


async def test_without_script_the_sentences_are_plain_text(open_page: OpenPage) -> None:
    """Every sentence can be read and typed from; nothing offers what would not work."""
    page = await opened(await open_page(UNIT, script=False), script=False)

    for words in (TOLD, DECLINED, "Ägaren fick inte frågan.", "Gula blad: [antal].", "Vattnad den [datum]."):
        assert await page.get_by_text(words).first.is_visible()
    for gone in (".phrase input", ".phrase button", ".built", ".script-only"):
        assert await page.locator(gone).locator("visible=true").count() == 0
    assert await page.locator("form .phrases").count() == 0


async def test_on_a_phone_the_text_is_large_and_copying_waits(open_page: OpenPage) -> None:
    """Large text to type from is the default; copying lies behind one more tap, below its warning."""
    page = await opened(await open_page(UNIT, **PHONE))
    await tick(page, "Rötterna är torra.")

    size = await page.locator(".phrase[open] .typed p").evaluate("e => parseFloat(getComputedStyle(e).fontSize)")
    assert size >= 26
    assert not await page.get_by_role("button", name="Kopiera ändå").is_visible()
    await page.get_by_text("Kopiera i stället", exact=True).locator("visible=true").click()
    assert await page.get_by_text("kan hamna på dina andra enheter").locator("visible=true").is_visible()


async def test_copying_warns_first_and_copies_what_is_read(open_page: OpenPage) -> None:
    """On a workstation the warning stands above the button; the clipboard gets the text and nothing else."""
    allowed = ["clipboard-read", "clipboard-write"]
    page = await opened(await open_page(UNIT, permissions=allowed, **WORKSTATION))
    await tick(page, TOLD)
    await tick(page, "Rötterna är torra.")
    warning = await page.get_by_text("kan hamna på dina andra enheter").locator("visible=true").bounding_box()
    button = page.get_by_role("button", name="Kopiera ändå")
    box = await button.bounding_box()
    assert warning is not None and box is not None and warning["y"] < box["y"]

    await button.click()
    await page.get_by_text("Kopierat.").wait_for()

    assert await page.evaluate("() => navigator.clipboard.readText()") == f"{TOLD}\nRötterna är torra."


async def test_a_copy_that_is_refused_says_so(open_page: OpenPage) -> None:
    """The text is selected instead, and the words say what to do."""
    page = await opened(await open_page(UNIT, **WORKSTATION))
    await page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')) }")
    await tick(page, "Rötterna är torra.")

    await page.get_by_role("button", name="Kopiera ändå").click()
    await page.get_by_text("Det gick inte att kopiera.").wait_for()

    assert await page.evaluate("() => getSelection().toString().trim()") == "Rötterna är torra."


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_axe_finds_nothing_in_the_phrases(open_page: OpenPage, scheme: str) -> None:
    """With sentences ticked, in both colour schemes."""
    page = await opened(await open_page(UNIT, color_scheme=scheme, reduced_motion="reduce"))
    await tick(page, TOLD)
    await tick(page, "Gula blad")

    assert await axe_faults(page) == []


@pytest.mark.parametrize("size", ["a phone", "400 % zoom", "a workstation"])
async def test_boxes_are_large_and_apart(open_page: OpenPage, size: str) -> None:
    """Every sentence, fold and button is as large and as far from the next as elsewhere, and none is cut off."""
    page = await opened(await open_page(UNIT, reduced_motion="reduce", **SIZES[size]))
    await page.evaluate(
        "() => document.querySelectorAll('.phrase[open] details').forEach((fold) => { fold.open = true })"
    )

    assert await page.evaluate(TOO_SMALL_OR_NEAR) == []
    assert await page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")


async def test_hide_covers_the_phrases_and_leaving_takes_them(open_page: OpenPage) -> None:
    """They are part of the turn: nothing of them can be seen under the cover, or is left on the page after it."""
    page = await opened(await open_page(UNIT))
    await tick(page, TOLD)
    await page.keyboard.press("Escape")
    assert "orkidé" not in (await seen(page)).lower()

    await page.evaluate("() => dispatchEvent(new PageTransitionEvent('pagehide'))")

    assert await page.locator(".phrases").count() == 0


async def test_a_neutral_ending_offers_no_phrases(open_page: OpenPage, script: bool) -> None:
    """Somebody came in: the screen says nothing of a record."""
    page: Page = await open_page(UNIT, script=script)
    await go(page, TO_A_NEUTRAL_END, script=script)

    assert await page.locator(".phrases").count() == 0


async def test_they_are_not_printed(open_page: OpenPage) -> None:
    """Paper lies about."""
    page = await opened(await open_page(UNIT))
    await page.emulate_media(media="print")

    assert not await page.locator(".phrases").is_visible()


# --- without a browser ------------------------------------------------------------------------------------------------


def ending(talks: Talks, unit: int = 1, staff: str = "sv") -> Turn:
    """The ending of a talk."""
    turn = talks.begin(b"web", unit=unit, staff=staff)
    for move in ("AA", "AA", "AA", "hD", "AA", "AC"):
        ticks = 0b110 if move == "hD" else None
        turn = talks.press(Press(turn.sealed, move, b"web", ticks))
        assert not turn.refused and turn.safe is None
    return turn


def html(talks: Talks, turn: Turn) -> str:
    """The <main> of a turn."""
    return Pages(talks, lambda: 0.0).fragment(turn).decode()


async def test_a_sector_gets_its_own_records() -> None:
    """A clinic sees the record, social services their file, and who has no unit sees both."""
    talks = open_talks()
    pages = {unit: html(talks, ending(talks, unit)) for unit in (0, 1, 2)}

    found = {unit: [title in page for title in (RECORD, "Orkidéns akt")] for unit, page in pages.items()}
    assert found == {0: [True, True], 1: [True, False], 2: [False, True]}


async def test_a_sector_that_staff_have_named_is_as_good_as_a_unit() -> None:
    """Who has no unit says the sector first of all, and is not offered the records of others."""
    talks = open_talks()
    page = html(talks, ending(talks, unit=0)._replace(sector="social"))

    assert RECORD not in page
    assert "Orkidéns akt" in page


async def test_the_record_stays_swedish_and_its_meaning_stands_beside() -> None:
    """Staff who read English see what they write; the text that is built is the Swedish one."""
    talks = open_talks()
    page = html(talks, ending(talks, staff="en"))

    assert '<span class="sentence" lang="sv" dir="ltr">Rötterna är torra.</span>' in page
    assert '<span class="meaning">The roots are dry.</span>' in page
    assert '<span class="meaning">' not in html(talks, ending(talks))


async def test_what_nobody_has_signed_is_said_beside_them() -> None:
    """The phrases are content that a lawyer and a clinician have to answer for."""
    talks = open_talks()
    book = talks.phrasebook("sv", 1)

    assert [text.text for text in book.unsigned] == [
        "Ingen jurist har läst det här.",
        "Ingen från vården har läst det här.",
    ]
    assert "Ingen jurist har läst det här." in html(talks, ending(talks)).partition('class="more phrases"')[2]


async def test_no_phrase_is_offered_before_the_two_are_alone() -> None:
    """Neither on the way to the gate nor on a question inside it."""
    talks = open_talks()
    turn = talks.begin(b"web", unit=1)
    for move in ("AA", "AA"):
        assert 'class="more phrases"' not in html(talks, turn)
        turn = talks.press(Press(turn.sealed, move, b"web"))
    assert 'class="more phrases"' not in html(talks, turn)


async def test_no_other_door_shows_them() -> None:
    """Telegram would keep what was chosen; so of all doors the web alone knows the phrases."""
    doors = FOLDER.parents[1]
    known = {path.relative_to(doors).parts[0] for path in doors.rglob("*.py") if "phrasebook" in path.read_text()}

    assert known == {"web"}


async def test_the_script_has_no_way_to_send_or_keep() -> None:
    """Its text names nothing that asks a server, stores, or changes the address."""
    script = (FOLDER / "phrases.js").read_text()
    ways = (
        "fetch|XMLHttp|sendBeacon|WebSocket|EventSource|Storage|indexedDB|cookie|caches|location|history|submit|import"
    )

    assert re.findall(ways, script) == []

"""The page that finds a contact: neutral until nobody looks on, nothing in an address, the same ways out as a talk."""

from __future__ import annotations

import re
from urllib.parse import urlencode

import pytest
from aiohttp import ClientSession
from playwright.async_api import Page

from bot.channels.web.find import FIELDS, MOST, address, read_find
from tests.channels.browser import OpenPage
from tests.channels.web.conftest import Served
from tests.channels.web.test_answers import assert_guarded
from tests.channels.web.test_walks import TOO_SMALL_OR_NEAR
from tests.channels.web.walk import assert_covered, axe_faults, held, seen

pytestmark = pytest.mark.asyncio(loop_scope="session")

PAGE = "/hitta?e=1"
GARDENER = {"w": "gardener", "p": "upplands vasby", "e": "1"}
FORM = "application/x-www-form-urlencoded"


async def found(client: ClientSession, **fields: str) -> str:
    """The page for what was asked for."""
    async with client.post("/hitta", data=fields) as answer:
        assert answer.status == 200
        assert_guarded(answer)
        assert answer.headers["Cache-Control"] == "no-store"
        return await answer.text()


async def ask(page: Page, *, alone: bool = True, whom: str = "Den som odlar", place: str = "Upplands Väsby") -> None:
    """Fill in the form and send it."""
    await page.get_by_label("Vem gäller det?").select_option(whom)
    await page.get_by_label("Kommun, namn eller kod").fill(place)
    await page.get_by_label("Ingen annan ser skärmen").set_checked(alone)
    await page.get_by_role("button", name="Visa kontakter").click()
    await page.locator(".outcome, .refused").first.wait_for()


async def test_the_page_tells_nothing_before_somebody_says_that_they_are_alone(client: ClientSession) -> None:
    """Neutral names to choose from, no contact of the subject, no source; the ordinary title and headers."""
    async with client.get(PAGE) as answer:
        page = await answer.text()
        assert answer.status == 200
        assert_guarded(answer)

    assert "<title>Arbetsstöd</title>" in page
    assert "Den som odlar" in page
    assert "orkidé" not in page.lower() and "Trädgårdslinjen" not in page
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style| style=| on\w+=|https?://", page)


async def test_while_others_may_see_only_neutral_contacts_are_shown(client: ClientSession) -> None:
    """Somebody who answers is always there; the rest waits, and the page says so. With the tick everything comes."""
    held_back, whole = await found(client, **GARDENER), await found(client, **GARDENER, a="1")

    for word in ("Trädgårdslinjen", "orkidé", "Vattna"):
        assert word.lower() not in held_back.lower()
        assert word.lower() in whole.lower()
    assert "Fler kontakter visas när ingen annan ser skärmen." in held_back
    assert "Fler kontakter visas" not in whole
    assert 'href="tel:112"' in held_back


async def test_contacts_come_in_order_with_all_that_is_known(client: ClientSession) -> None:
    """The unit's own, the municipality's by where the person lives, lines with cost, traces, source and trust."""
    page = await found(client, **GARDENER, a="1")

    names = re.findall(r'<p class="who">(.*?)</p>', page[page.index("<main") : page.index("</main>")])
    assert names == [
        "En kollega",
        "Trädgårdslinjen",
        "Mottagningen, Upplands Väsby",
        "SOS Alarm",
        "Polisen",
        "Rådgivningen",
    ]
    for said in (
        "Gäller: Upplands Väsby, ons",
        "Er egen kontakt",
        "gratis",
        "syns inte på räkningen",
        "numret är inte bekräftat",
        "numret är inte kontrollerat på länge",
        "ingen har provringt",
        "Handbok om orkidéer",
        "Ingen har provringt numren.",
    ):
        assert said in page


async def test_another_hour_and_another_place_find_others(client: ClientSession) -> None:
    """At night the line is closed and says when it opens; in a municipality without numbers that is said."""
    night = await found(client, **{**GARDENER, "p": "Uppsala"}, a="1", d="2026-11-25", k="23:30")

    assert "Öppet då" in night and "Öppet nu" not in night
    assert re.search(r"stängt nu</span>, öppnar tors 26/11 8\.00", night)
    assert "Kommunens nummer är inte inlagt. Saknas: Mottagningen" in night


async def test_what_is_not_understood_is_said_at_its_field(client: ClientSession) -> None:
    """All at once, with the nearest name, tied to the field for screen readers; what was typed stands there still."""
    page = await found(client, w="", p="Upsala", d="2026-02-31", l="xx", f="x", e="77")

    for id_, word in (
        ("w", "Välj vem det gäller."),
        ("p", "Ingen kommun heter så. Menade du <bdi>Uppsala</bdi>?"),
        ("d", "Den tiden går inte att läsa."),
        ("l", "Det språket går inte att läsa."),
        ("f", "Det området finns inte."),
        ("e", "Den enheten finns inte."),
    ):
        assert f'<p class="refused" id="{id_}-fault">{word}' in page
        assert f'aria-describedby="{id_}-fault"' in page
    assert 'value="Upsala"' in page and "tel:020" not in page


async def test_nothing_of_a_wish_stands_in_an_address(client: ClientSession, served: Served) -> None:
    """The form is posted; words in the address are not read, and no link carries what was chosen."""
    async with client.get("/hitta?w=gardener&p=Uppsala&a=1&e=2") as answer:
        plain = await answer.text()
    page = await found(client, **GARDENER, a="1")

    assert '<option value="gardener" selected>' not in plain and 'value="Uppsala" ' not in plain
    assert '<form id="find" method="post" action="/hitta"' in page
    assert not re.search(r'(?:href|src|action)="[^"]*(?:gardener|vasby)', page, re.IGNORECASE)
    assert set(served.asked) == {"GET /hitta", "POST /hitta"}


@pytest.mark.parametrize(
    "query",
    ["?e=1", "?e=99", "?e=-1", "?e=²", "?e=" + "9" * 400, "?s=ar", "?s=<b>", "?s=" + "x" * 999, "?e=1&s=en&e=2"],
)
async def test_an_address_may_say_anything(client: ClientSession, query: str) -> None:
    """Unit and language where they are known, else none; nothing of it comes back unescaped."""
    async with client.get("/hitta" + query) as answer:
        page = await answer.text()
        assert answer.status == 200

    assert "<b>" not in page
    assert ('<html lang="en"' in page) == ("s=en" in query)
    assert ('<html lang="ar" dir="rtl"' in page) == ("s=ar" in query)


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        ("w=gardener&w=neighbour", FORM, 400),
        ("w=gardener&z=1", FORM, 400),
        ("w", FORM, 400),
        ("", FORM, 400),
        ("w=&p=" + "a" * (MOST + 1), FORM, 400),
        ("w=&p=%ff%fe", FORM, 400),
        ("w=&p=å", FORM, 400),
        ("&".join(f"{name}=1" for name in FIELDS * 2), FORM, 400),
        ("w=gardener", "text/plain", 415),
        ("w=&p=" + "a" * 20_000, FORM, 413),
    ],
)
async def test_a_form_that_the_page_would_not_send_is_refused(
    client: ClientSession, body: str, kind: str, status: int
) -> None:
    """Calmly, with our own page, and nothing of what came in."""
    async with client.post("/hitta", data=body.encode(), headers={"Content-Type": kind}) as answer:
        assert answer.status == status
        assert_guarded(answer)
        assert "gardener" not in await answer.text()


async def test_a_form_is_read_as_browsers_write_it() -> None:
    """Plus signs and percent signs are spaces and letters; the address of the page carries unit and language alone."""
    fields = {"w": "gardener", "p": "Upplands Väsby", "a": "1", "d": "", "k": ""}

    assert read_find(urlencode(fields).encode()) == fields
    assert [address(0, "sv"), address(7, "sv"), address(7, "en")] == ["/hitta", "/hitta?e=7", "/hitta?e=7&s=en"]


async def test_what_is_typed_is_never_markup(client: ClientSession) -> None:
    """A place that is a tag comes back as letters."""
    page = await found(client, w="gardener", p='"><script>alert(1)</script>')

    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


async def test_a_talk_leads_to_the_page_and_stays_where_it_is(open_page: OpenPage, script: bool) -> None:
    """The link stands below every turn, opens beside the talk, and bears the unit."""
    page: Page = await open_page("/?e=1", script=script)
    async with page.context.expect_page() as opening:
        await page.get_by_role("link", name="Hitta kontakt").click()
    beside = await opening.value
    await beside.locator("#find").wait_for(state="attached")

    assert beside.url.endswith("/hitta?e=1")
    assert "Var är du?" in await seen(page) or await page.locator(".cover h1").is_visible()


async def test_a_contact_is_found_with_and_without_script(open_page: OpenPage, script: bool) -> None:
    """The form is filled in and sent; numbers can be tapped; what was chosen stands in the form for the next time."""
    page: Page = await open_page(PAGE, script=script)
    await ask(page)

    assert page.url.endswith(PAGE if script else "/hitta")
    assert await page.get_by_role("link", name="020-123 45 67").get_attribute("href") == "tel:0201234567"
    assert await page.get_by_label("Vem gäller det?").input_value() == "gardener"
    assert await page.get_by_label("Ingen annan ser skärmen").is_checked()
    details = page.locator(".contact.open .more").nth(1)
    await details.locator("summary").click()
    assert "syns i telefonens samtalslista" in await details.inner_text()


async def test_a_mistake_is_mended_in_place(open_page: OpenPage, script: bool) -> None:
    """A misspelt place is told with its nearest; mended, the contacts come."""
    page: Page = await open_page(PAGE, script=script)
    await ask(page, place="Upsala")
    assert "Menade du Uppsala?" in await seen(page)

    await ask(page, place="Uppsala")
    await page.locator(".outcome").wait_for()

    assert "Gäller: Uppsala" in await page.locator("main").inner_text()


async def test_hide_acute_and_leave_are_as_on_every_page(open_page: OpenPage, script: bool) -> None:
    """One tap covers what was found and one brings it back; Akut has 112; leaving leaves nothing."""
    page: Page = await open_page(PAGE, script=script)
    await ask(page)
    await page.locator("label.tool").click()
    told = await assert_covered(page)
    assert "handhygien" in told and "trädgård" not in told and "öppet" not in told
    await page.locator(".show").click()
    assert await page.get_by_text("Trädgårdslinjen").first.is_visible()

    await page.locator("#acute summary").click()
    assert await page.locator("#acute .tel").first.get_attribute("href") == "tel:112"
    await page.locator("#acute summary").click()
    await page.locator("#leave").click()
    await page.wait_for_url("**/paus")

    assert "trädgård" not in await held(page)


async def test_with_script_back_leads_away_and_not_to_what_was_found(open_page: OpenPage) -> None:
    """As in a talk: no entry of the browser's history holds a posted form."""
    page: Page = await open_page(PAGE)
    await ask(page)
    assert page.url.endswith(PAGE)
    await page.evaluate("() => { setTimeout(() => history.back()) }")
    await page.wait_for_url("**/paus")

    assert "trädgård" not in await held(page)


async def test_escape_covers_the_page_from_a_field(open_page: OpenPage) -> None:
    """Wherever the focus is; and digits that are typed in a field answer nothing."""
    page: Page = await open_page(PAGE)
    await page.get_by_label("Kommun, namn eller kod").press_sequentially("0114")
    assert await page.get_by_label("Kommun, namn eller kod").input_value() == "0114"

    await page.keyboard.press("Escape")

    assert "handhygien" in await assert_covered(page)


async def test_the_keyboard_alone_finds_a_contact(open_page: OpenPage, script: bool) -> None:
    """Type, tick with Space, send with Enter."""
    page: Page = await open_page(PAGE, script=script)
    await page.get_by_label("Vem gäller det?").focus()
    await page.keyboard.type("Den som")
    await page.keyboard.press("Tab")
    await page.keyboard.type("Uppsala")
    await page.get_by_label("Ingen annan ser skärmen").focus()
    await page.keyboard.press("Space")
    await page.keyboard.press("Enter")
    await page.locator(".outcome").wait_for()

    assert "Trädgårdslinjen" in await page.locator("main").inner_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_axe_finds_nothing_on_the_page(open_page: OpenPage, scheme: str) -> None:
    """Empty, wrong, found, unfolded, covered and in English: no violation, best practices and contrast included."""
    page: Page = await open_page(PAGE, color_scheme=scheme, reduced_motion="reduce")
    faults = {"empty": await axe_faults(page)}
    await ask(page, place="Upsala")
    faults["wrong"] = await axe_faults(page)
    await ask(page)
    await page.locator(".outcome").wait_for()
    for fold in await page.locator("main .more > summary").all():
        await fold.click()
    faults["found"] = await axe_faults(page)
    await page.locator("label.tool").click()
    faults["covered"] = await axe_faults(page)
    await page.locator(".show").click()
    await page.get_by_label("Språk för dig").select_option("English")
    await page.get_by_role("button", name="Visa kontakter").click()
    await page.locator("html[lang=en]").wait_for()
    faults["english"] = await axe_faults(page)

    assert {where: found for where, found in faults.items() if found} == {}


@pytest.mark.parametrize("width", [320, 390, 1280])
async def test_the_page_fits_a_phone_and_a_thumb(open_page: OpenPage, width: int) -> None:
    """No sideways scrolling at 320 pixels; everything to press is at least 48 pixels high and wide."""
    page: Page = await open_page(PAGE, viewport={"width": width, "height": 700})
    await ask(page)
    await page.locator(".outcome").wait_for()
    for fold in await page.locator("main .more > summary").all():
        await fold.click()

    assert await page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    assert await page.evaluate(TOO_SMALL_OR_NEAR) == []
    for field in await page.locator("main :is(select, input:not([type=checkbox]))").all():
        box = await field.bounding_box()
        assert box is not None
        assert box["height"] >= 48


async def test_what_was_found_prints_without_the_form(open_page: OpenPage) -> None:
    """On paper the contacts stand alone."""
    page: Page = await open_page(PAGE)
    await ask(page)
    await page.emulate_media(media="print")

    assert await page.get_by_text("Trädgårdslinjen").first.is_visible()
    assert not await page.locator("#find").is_visible()


async def test_what_a_reader_is_told_is_short_and_neutral(open_page: OpenPage) -> None:
    """A screen reader may be heard: how many answer, and no name."""
    page: Page = await open_page(PAGE)
    await ask(page)
    await page.locator(".outcome").wait_for()

    assert await page.locator("#status").text_content() == "Hitta kontakt. Öppet nu: 5"

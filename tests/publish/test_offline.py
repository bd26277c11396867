"""The offline file: walked in a browser as a file, with script forbidden, and read as text."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page

from bot.conversation.messages import Text
from bot.publish.offline import offline, offline_html
from tests.channels.browser import OpenPage, launched, watched
from tests.channels.web.walk import axe_faults, seen
from tests.conftest import ROOT, Command
from tests.publish.orchids import changed, panel, reader

pytestmark = pytest.mark.asyncio(loop_scope="session")

PHONE = {"width": 390, "height": 844}


def html(unit: int = 1, lang: str = "sv", said: str = "") -> str:
    """The orchid house's file."""
    of = reader(unit, lang, said)
    return offline_html(offline(of, panel(of)), of.render.word)


@pytest_asyncio.fixture(loop_scope="session", scope="module")
async def browser(chromium: str) -> AsyncIterator[Browser]:
    """One Chromium for these tests."""
    async with launched(chromium) as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="session")
async def open_page(browser: Browser) -> AsyncIterator[OpenPage]:
    """A function that opens pages; whatever the browser complains of fails the test."""
    async with watched(browser, 20_000, viewport=PHONE, offline=True) as open_one:
        yield open_one


@pytest.fixture
def file(tmp_path: Path) -> str:
    """The address of the file on the disk."""
    path = tmp_path / "arbetsstod.html"
    path.write_text(html(), encoding="utf-8")
    return path.as_uri()


async def test_it_works_from_the_disk_without_network_and_script(open_page: OpenPage, file: str) -> None:
    """All folds open; sentences with their audience, contacts with numbers to press."""
    page: Page = await open_page(file, script=False)

    assert await page.title() == "Arbetsstöd"
    assert await page.get_by_text("112", exact=True).first.is_visible()
    await page.get_by_text("Meningar att säga", exact=True).click()
    await page.locator("summary", has_text="Samtalet").click()
    assert await page.get_by_text("Hur mår dina orkidéer?").is_visible()
    assert await page.get_by_text("Ingen jurist har läst det här.").is_visible()
    await page.get_by_text("Kontakter", exact=True).click()
    assert await page.get_by_role("link", name="08-465 004 41").first.is_visible()
    assert await page.locator("a[href='tel:0701740610']").first.is_visible()


async def test_the_first_page_is_neutral(open_page: OpenPage, file: str) -> None:
    """Before a fold is opened nothing seen or heard tells the subject, or any guide's name."""
    page: Page = await open_page(file, script=False)
    words = (await seen(page)).lower()

    assert "orkidé" not in words and "samtalet" not in words and "trädgårdslinjen" not in words
    assert "arbetsstöd" in words and "akut" in words


async def test_the_shipped_first_page_betrays_nothing(open_page: OpenPage, fragestod: Command, tmp_path: Path) -> None:
    """With the real content, a unit's own contacts and both languages."""
    for language in ("sv", "en"):
        local = str(ROOT / "docs" / "example-local")
        done = fragestod("offline", "--unit", "1", "--local", local, "--lang", language, "-o", f"{language}.html")
        assert done.returncode == 0, done.stderr
        page: Page = await open_page((tmp_path / f"{language}.html").as_uri(), script=False)
        words = (await seen(page)).lower()
        assert re.findall(r"våld|utsatt|misshand|\bhot|övergrepp|kvinnofrid|violence|abuse|assault|threat", words) == []
        assert "112" in words and "08-465 004 40" in words
        await page.locator("summary").first.click()
        assert await page.locator("details[open] details summary").count() >= 10


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_axe_finds_nothing(open_page: OpenPage, tmp_path: Path, scheme: str) -> None:
    """Closed and with all folds open, in both colour schemes. The policy is left out here, since axe is a script."""
    path = tmp_path / "page.html"
    path.write_text(re.sub(r"<meta http-equiv=[^>]*>", "", html()), encoding="utf-8")
    page: Page = await open_page(path.as_uri(), color_scheme=scheme)

    assert await axe_faults(page) == []
    await page.evaluate("() => document.querySelectorAll('details').forEach((fold) => { fold.open = true })")
    assert await axe_faults(page) == []
    paper = await page.evaluate("() => getComputedStyle(document.body).backgroundColor")
    assert (max(map(int, re.findall(r"\d+", paper))) < 60) == (scheme == "dark")


async def test_what_is_closed_is_not_printed(open_page: OpenPage, file: str) -> None:
    """Paper is neutral unless somebody chose otherwise; what was opened comes along."""
    page: Page = await open_page(file, script=False)
    await page.emulate_media(media="print")
    assert not await page.get_by_text("Meningar att säga", exact=True).is_visible()
    assert await page.get_by_text("112", exact=True).first.is_visible()

    await page.emulate_media(media="screen")
    await page.get_by_text("Meningar att säga", exact=True).click()
    await page.locator("summary", has_text="Samtalet").click()
    await page.emulate_media(media="print")

    assert await page.get_by_text("Hur mår dina orkidéer?").is_visible()
    assert not await page.get_by_text("Kontakter", exact=True).is_visible()


@pytest.mark.parametrize("width", [320, 1280])
async def test_it_fits_its_window_and_the_finger(open_page: OpenPage, file: str, width: int) -> None:
    """Nothing is wider than the window, and whatever can be pressed is at least 48 px each way."""
    page: Page = await open_page(file, viewport={"width": width, "height": 640})
    for fold in await page.locator("main > details > summary").all():
        await fold.click()

    boxes = [await each.bounding_box() for each in await page.locator("summary, a").locator("visible=true").all()]
    assert boxes and all(box and box["height"] >= 48 and box["width"] >= 48 for box in boxes)
    wide = await page.locator("html").evaluate("e => e.scrollWidth")
    assert wide <= width


# --- as text ----------------------------------------------------------------------------------------------------------


async def test_it_needs_nothing_and_runs_nothing() -> None:
    """No script, picture, address of the web or form; a policy that forbids them, and the one style that it allows."""
    page = html()

    assert (
        re.findall(
            r"<(?:script|img|link|iframe|form|input|button|object|video)|\bon[a-z]+=|javascript:|https?://", page
        )
        == []
    )
    assert "default-src &#39;none&#39;; style-src &#39;sha256-" in page
    assert "style=" not in page


async def test_it_says_until_when_it_is_good() -> None:
    """Without script it cannot know the day, so it tells the last one, and what to do after it, before all else."""
    page = html()
    made = offline(reader(), panel(reader()))

    assert f'<time datetime="{made.until}">{made.until}</time>' in page
    assert page.index("Är datumet passerat?") < page.index('id="acute"')
    assert f'<time datetime="{made.made}">' in page and made.code in page


async def test_it_is_the_units_own() -> None:
    """Its name and numbers; another unit's are not in it; without a unit the country's are."""
    assert "Mottagning Ett" in html(1) and "070-174 06 10" in html(1)
    assert "Mottagning Två" in html(2) and "070-174 06 10" not in html(2)
    assert "020-123 45 67" in html(0) and "Mottagning" not in html(0)


async def test_it_says_who_answers_instead_and_what_to_ask_for() -> None:
    """The page cannot know the hour: beside what closes, or is filled in by nobody, stands who does answer."""
    edition = changed(
        {
            "directory/national.yaml": (
                "neutral: yes, fallback: [social-night]}",
                "neutral: yes, fallback: [police], asks: {police: Be att få tala med jouren.}}",
            )
        }
    )
    for unit in (1, 2):
        of = reader(unit, edition=edition)
        made = offline(of, panel(of))
        instead = {note.key: other for note, other in made.contacts}
        assert instead["police"] is instead["sos"] is None
        other = instead["social"]
        assert other and other.number == "114 14" and other.asks and other.asks.text == "Be att få tala med jouren."
        page = offline_html(made, of.render.word)
        assert page.index("Mottagningen") < page.index("Svarar ingen? Ring") < page.index("Be att få tala med jouren.")
    assert any(note.missing for note, _ in made.contacts)


async def test_a_units_name_is_never_markup() -> None:
    """Whatever an organisation or an author writes is shown as it is written."""
    of = reader(edition=changed({"guides/talk.yaml": ("Hur mår dina orkidéer?", "Hur mår <b>du</b> & din växt?")}))
    page = offline_html(offline(of, panel(of)), of.render.word)

    assert "Hur mår &lt;b&gt;du&lt;/b&gt; &amp; din växt?" in page


async def test_languages_are_marked() -> None:
    """An English page says which of its sentences are Swedish."""
    page = html(1, "en", "sv")

    assert '<html lang="en" dir="ltr"' in page
    assert '<p lang="sv" dir="ltr">Hur mår dina orkidéer?</p>' in page


async def test_a_page_from_right_to_left_says_so() -> None:
    """The page runs the other way, and its telephone numbers do not."""
    of = reader(lang="ar")
    page = offline_html(offline(of, panel(of)), lambda key: Text(of.render.word(key).text, "ar"))

    assert '<html lang="ar" dir="rtl"' in page
    assert '<a class="tel" dir="ltr"' in page


async def test_the_command_tells_what_it_wrote(fragestod: Command, tmp_path: Path) -> None:
    """Name of the file, unit and last day; a unit or a language that is not there is told, and nothing is written."""
    done = fragestod("offline")
    assert done.returncode == 0
    assert re.match(r"arbetsstod\.html: no unit, good until 20\d\d-\d\d-\d\d; open it", done.stdout)
    assert (tmp_path / "arbetsstod.html").is_file()

    for words, said in (
        (("--unit", "7"), "there is no unit 7"),
        (("--said", "xx"), "there is no language “xx”"),
    ):
        wrong = fragestod("offline", *words, "-o", "no.html")
        assert wrong.returncode == 2 and said in wrong.stderr and not (tmp_path / "no.html").exists()

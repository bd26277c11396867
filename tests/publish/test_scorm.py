"""The package for a learning platform: what the platform reads, and that it is told one thing, by the learner alone."""

from __future__ import annotations

import io
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp import web
from playwright.async_api import Page, expect

from bot.cli import main
from bot.publish.scorm import ADL, IMS, PAGE, TIME
from tests.channels.browser import launched, watched
from tests.channels.web.walk import axe_faults

PLATFORM = """<!doctype html><html lang="sv"><link rel="icon" href="data:,"><title>Platform</title><script>
const told = [];
function api(names, fields) {
  let state = 0;
  const kept = {};
  const say = (...call) => { told.push(call.join(" ")); return "true"; };
  return {
    [names[0]]: (none) => (state === 0 && none === "" ? ((state = 1), say("begin")) : "false"),
    [names[1]]: (name, value) =>
      state === 1 && fields[name]?.includes(value) ? ((kept[name] = value), say(name, value)) : "false",
    [names[2]]: (name) => kept[name] ?? "not attempted",
    [names[3]]: (none) => (state === 1 && none === "" ? say("keep") : "false"),
    [names[4]]: (none) => (state === 1 && none === "" ? ((state = 2), say("end")) : "false"),
  };
}
%s
</script><iframe title="lesson" src="/scorm.html" style="width:100%%;height:30rem"></iframe>"""
OLD = """window.API = api(["LMSInitialize", "LMSSetValue", "LMSGetValue", "LMSCommit", "LMSFinish"],
  { "cmi.core.lesson_status": ["passed", "completed", "failed", "incomplete", "browsed", "not attempted"] });"""
NEW = """window.API_1484_11 = api(["Initialize", "SetValue", "GetValue", "Commit", "Terminate"],
  { "cmi.completion_status": ["completed", "incomplete", "not attempted", "unknown"] });"""


def package(folder: Path, *more: str) -> zipfile.ZipFile:
    """The package as the command writes it."""
    file = folder / "practice.zip"
    assert main(["practice", "--scorm", str(file), "--address", "https://practice.example", *more]) == 0
    return zipfile.ZipFile(io.BytesIO(file.read_bytes()))


def test_the_platform_finds_one_lesson_and_every_file(tmp_path: Path) -> None:
    """Manifest at the root; each file that it names is there, and no other."""
    made = package(tmp_path, "elin", "--lang", "en")
    root = ET.fromstring(made.read("imsmanifest.xml"))
    (resource,) = root.iter(f"{{{IMS}}}resource")
    (item,) = root.iter(f"{{{IMS}}}item")
    named = [file.get("href") for file in root.iter(f"{{{IMS}}}file")]

    assert (resource.get("href"), resource.get(f"{{{ADL}}}scormtype")) == (PAGE, "sco")
    assert item.get("identifierref") == resource.get("identifier")
    assert root.findtext(f"{{{IMS}}}metadata/{{{IMS}}}schemaversion") == "1.2"
    assert {"imsmanifest.xml", *named} == set(made.namelist())
    assert 'href="https://practice.example/ovning/elin?s=en"' in made.read(PAGE).decode()
    assert {each.date_time for each in made.infolist()} == {TIME}


def test_an_address_that_nobody_reaches_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without an address of the installation there is nothing to open."""
    assert main(["practice", "--scorm", str(tmp_path / "x.zip"), "--address", "javascript:alert(1)"]) == 2
    assert "--address" in capsys.readouterr().err


@pytest_asyncio.fixture(loop_scope="session")
async def served(tmp_path: Path) -> AsyncIterator[str]:
    """A platform that shows the package in a frame: /old, /new, and /none without an API."""
    package(tmp_path).extractall(tmp_path)
    for name, has in (("old", OLD), ("new", NEW), ("none", "")):
        (tmp_path / name).with_suffix(".html").write_text(PLATFORM % has)
    app = web.Application()
    app.router.add_static("/", tmp_path)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


@pytest.mark.asyncio(loop_scope="session")
async def test_the_platform_is_told_that_it_is_done_and_nothing_else(chromium: str, served: str) -> None:
    """In SCORM 1.2 and 2004: incomplete until the button is pressed. Without a platform the link is there anyway."""
    async with launched(chromium) as browser, watched(browser, 20_000, base_url=served) as opened:
        for form, status in (("old", "cmi.core.lesson_status"), ("new", "cmi.completion_status")):
            page: Page = await opened(f"/{form}.html")
            lesson = page.frame_locator("iframe")
            await lesson.get_by_role("button", name="Jag har övat klart").click()
            await expect(lesson.locator("#state")).to_have_text("Det är noterat att du är klar.")
            await page.locator("iframe").evaluate("(frame) => { frame.src = 'about:blank'; }")
            await page.wait_for_function("told.at(-1) === 'end'")
            said = await page.evaluate("told")
            assert said == ["begin", f"{status} incomplete", f"{status} completed", "keep", "end"]
        alone: Page = await opened("/scorm.html")
        await expect(alone.locator("#state")).to_contain_text("ingen kursplats")
        await expect(alone.locator("#done")).to_be_hidden()
        assert await alone.locator("a").get_attribute("rel") == "noopener noreferrer"
        assert await axe_faults(alone) == []

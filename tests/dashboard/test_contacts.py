"""Contacts on the pages: written, called, undone, told by field, in the chat at once, and only by those who may."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from aiohttp import ClientSession
from playwright.async_api import Browser

from bot.accounts.model import Act, Role
from bot.conversation.content import open_content
from bot.conversation.finding import Findings
from bot.conversation.wish import Wish
from bot.dashboard.headers import PREFIX
from bot.problem import has_errors
from tests.channels.browser import watched
from tests.channels.web.walk import axe_faults
from tests.dashboard.conftest import ROOT, House, plain
from tests.dashboard.test_walk import menu

pytestmark = pytest.mark.asyncio(loop_scope="session")
UNIT = PREFIX + "/kontakter/enhet-1"
LAWYER = UNIT + "/unit-lawyer"
WRITTEN = {"number": "0123-45 67", "hours": "vardagar 8–16.30\nlör 10-14", "note": "", "name": ""}


async def fields(client: ClientSession, path: str) -> dict[str, str]:
    """The hidden fields of a form."""
    async with client.get(path) as answer:
        page = await answer.text()
        assert answer.status == 200, page
    return dict(re.findall(r'<input type="hidden" name="(mark|seen)" value="(\w*)"', page))


async def write(client: ClientSession, path: str, **changed: str) -> tuple[int, str]:
    """Fill in a contact's form and press save: status and what the page says."""
    form = {**await fields(client, path), **WRITTEN, **changed}
    async with client.post(path, data=form) as answer:
        return answer.status, plain(await answer.text())


async def press(client: ClientSession, do: str, role: str = "unit-lawyer") -> str:
    """A button of the unit's page."""
    form = {**await fields(client, UNIT), "do": do, "role": role}
    form.pop("seen", None)
    async with client.post(UNIT, data=form) as answer:
        assert answer.status == 200
        return plain(await answer.text())


def number(house: House, role: str = "unit-lawyer") -> str:
    """What the chat's directory holds for unit 1 itself, "" when it holds nothing."""
    unit = house.editions.current.directory.unit(1)
    assert unit is not None
    return unit.contacts[role].number if role in unit.contacts else ""


async def test_a_contact_is_written_called_undone_and_taken_away(house: House) -> None:
    """Each press holds in the chat at once, and who did it stands in the log; another process reads the same file."""
    boss = await house.join("boss")
    status, told = await write(boss.client, LAWYER)
    assert status == 200 and "Sparat: Jurist" in told and "Skrivet här." in told
    assert "vardagar 8–16.30; lör 10–14" in told and "Ingen har sagt när numret ringdes." in told
    assert number(house) == "0123-45 67" and house.contacts.stat().st_mode & 0o777 == 0o600
    found = house.talks.find(Wish("staff", unit="1", alone=True), "sv")
    assert isinstance(found, Findings)
    assert "0123-45 67" in [each.note.number for each in (*found.answering, *found.closed)]

    told = await press(boss.client, "called")
    assert f"Kontrollerat {house.now():%Y-%m-%d}." in told
    _, told = await write(boss.client, LAWYER, number="0123-45 68")
    assert number(house) == "0123-45 68" and "Ingen har sagt när numret ringdes." in told
    assert f"Kontrollerat {house.now():%Y-%m-%d}." in await press(boss.client, "undo")
    assert number(house) == "0123-45 67"
    assert "Här gäller det som står för alla enheter" in await press(boss.client, "drop")
    assert number(house) == ""
    assert "0123-45 67" in await press(boss.client, "undo")

    acts = [(entry.who, entry.act, entry.about) for entry in house.accounts.acts(6) if entry.who == "boss"]
    about = "unit 1 unit-lawyer"
    order = (Act.CONTACT_UNDONE, Act.CONTACT_CHANGED, Act.CONTACT_UNDONE, Act.CONTACT_CHANGED, Act.CONTACT_CALLED)
    assert acts[:5] == [("boss", act, about) for act in order]


async def test_what_stands_in_the_file_can_be_called_and_changed_here(house: House) -> None:
    """A number of organisation.yaml gets today's day; what it says is kept, and told when the page says otherwise."""
    boss = await house.join("boss")
    told = await press(boss.client, "called", "unit-counsellor")
    unit = house.editions.current.directory.unit(1)
    assert unit is not None
    held = unit.contacts["unit-counsellor"]
    assert held.checked == house.now().date() and held.name == "Kuratorn" and held.instead_of is not None
    assert (held.number, held.hours) == (held.instead_of.number, held.instead_of.hours)
    await write(boss.client, UNIT + "/unit-counsellor", called="yes")
    assert "Gäller i stället för 08-465 004 31" in await press(boss.client, "called", "unit-counsellor")
    assert "Ur organisation.yaml." in told


@pytest.mark.parametrize(
    ("changed", "field", "says"),
    [
        ({"number": "0123-45 67 anknytning 8"}, "number", "Numret går inte att ringa"),
        ({"number": ""}, "number", "Skriv ett nummer, eller hur man gör."),
        ({"hours": "ibland"}, "hours", "Tiderna går inte att läsa"),
        ({"note": "Fråga efter Lisa"}, "note", "“Lisa” ser ut som ett personnamn"),
        ({"name": "Dr Holm"}, "name", "“Holm” ser ut som ett personnamn"),
        ({"note": "x" * 201}, "note", "Högst 200 tecken"),
    ],
)
async def test_a_fault_is_told_beside_its_field_and_keeps_what_was_written(
    house: House, changed: dict[str, str], field: str, says: str
) -> None:
    """What `fragestod check --local` refuses is refused; nothing is written, and nothing that was typed is lost."""
    boss = await house.join("boss")
    form = {**await fields(boss.client, LAWYER), **WRITTEN, **changed}
    async with boss.client.post(LAWYER, data=form) as answer:
        page = await answer.text()
    assert answer.status == 422 and not house.contacts.exists()
    found = re.search(rf'<span class="fault" id="{field}-fault">([^<]*)', page)
    assert found and says in found[1] and f'id="{field}"' in page
    assert "vardagar 8–16.30" in page or field == "hours"


async def test_a_place_may_be_called_after_a_person(house: House) -> None:
    """Who says that it is a place is believed."""
    boss = await house.join("boss")
    status, told = await write(boss.client, LAWYER, name="Maria Ungdom", place="yes")
    assert status == 200 and "Maria Ungdom." in told


async def test_two_who_change_the_same_contact_do_not_overwrite_each_other(house: House) -> None:
    """The second is told what stands there now, and keeps what they typed."""
    boss = await house.join("boss")
    early = await fields(boss.client, LAWYER)
    await write(boss.client, LAWYER, number="0123-45 69")
    async with boss.client.post(LAWYER, data={**early, **WRITTEN}) as answer:
        told = await answer.text()
    assert answer.status == 422 and "Nu står: 0123-45 69" in plain(told) and 'value="0123-45 67"' in told
    assert number(house) == "0123-45 69"


async def test_a_coordinator_of_one_unit_writes_for_that_one_alone(house: House) -> None:
    """Other units, all units, municipalities and regions are not there for them."""
    some = await house.join("some", Role.UNITS, frozenset({1}))
    assert (await write(some.client, LAWYER))[0] == 200
    async with some.client.get(PREFIX + "/kontakter") as answer:
        told = plain(await answer.text())
    assert "Vårdcentralen Exempel" in told and "Tandkliniken" not in told and "Alla enheter" not in told
    mark = await house.mark(some.client)
    for place in ("enhet-2", "alla", "kommun-0180", "region-01", "enhet-01", "enhet-", "kommun-9999", "enhet-1-1"):
        for path, form in (
            (f"/kontakter/{place}", {"do": "called", "role": "social"}),
            (f"/kontakter/{place}/social", {}),
        ):
            async with some.client.get(PREFIX + path) as answer:
                assert answer.status == 404, path
            async with some.client.post(PREFIX + path, data={**WRITTEN, **form, "mark": mark}) as answer:
                assert answer.status == 404, path


async def test_what_the_pages_write_passes_the_check_of_the_command_line(house: House, tmp_path: Path) -> None:
    """Everybody's, a municipality's and a region's contacts, beside an organisation's own file: no error, and used."""
    boss = await house.join("boss")
    for place, role in (("alla", "unit-lawyer"), ("kommun-0180", "social"), ("region-01", "psychiatry")):
        assert (await write(boss.client, f"{PREFIX}/kontakter/{place}/{role}"))[0] == 200
    local = tmp_path / "own"
    local.mkdir()
    (local / "organisation.yaml").write_bytes((ROOT / "docs/example-local/organisation.yaml").read_bytes())
    (local / "contacts.yaml").write_bytes(house.contacts.read_bytes())
    edition, problems = open_content(ROOT / "dialogs", None, local)
    assert edition is not None and not has_errors(problems)
    organisation = edition.directory.organisation
    assert organisation is not None
    assert organisation.municipalities["0180"]["social"].number == "0123-45 67"
    assert organisation.regions["01"]["psychiatry"].number == organisation.contacts["unit-lawyer"].number
    (local / "contacts.yaml").write_text("contacts: {unit-lawyer: {number: x}}\n", encoding="utf-8")
    edition, problems = open_content(ROOT / "dialogs", None, local)
    assert edition is None and "L005" in {problem.code for problem in problems}


async def test_a_file_that_cannot_be_used_or_written_is_told_and_ends_nothing(house: House) -> None:
    """A fault made by hand: the last known holds, and the page says so. A closed folder: no buttons."""
    boss = await house.join("boss")
    await write(boss.client, LAWYER)
    whole = house.contacts.read_text("utf-8")
    house.contacts.write_text("contacts: [", encoding="utf-8")
    async with boss.client.get(UNIT) as answer:
        told = plain(await answer.text())
    assert "fragestod check --local" in told and "Ringt i dag" not in told
    house.editions.reload_units()
    assert number(house) == "0123-45 67" and [type(fault).__name__ for fault in house.faults] == ["StorageError"]
    house.faults.clear()
    house.contacts.write_text(whole, encoding="utf-8")
    if os.geteuid():
        house.contacts.parent.chmod(0o500)
        async with boss.client.get(UNIT) as answer:
            assert "Programmet får inte skriva" in plain(await answer.text())
        house.contacts.parent.chmod(0o700)


async def test_contacts_in_a_browser_in_english(house: House, browser: Browser) -> None:
    """From the list to a saved number by what the screen says, on a phone, in the dark; axe finds nothing."""
    person = await house.join("telefonen")
    faults = {}
    options = {"viewport": {"width": 360, "height": 740}, "base_url": house.address, "color_scheme": "dark"}
    async with watched(browser, 20_000, **options) as open_page:
        page = await open_page(f"{PREFIX}/in", allow="422")
        await page.fill("#name", person.name)
        await page.fill("#password", person.password)
        await page.fill("#code", person.spares[0])
        await page.keyboard.press("Enter")
        await page.wait_for_url(f"**{PREFIX}")
        await menu(page, "English")
        await page.goto(PREFIX + "/kontakter")
        faults["list"] = await axe_faults(page)
        await page.click("text=Tandkliniken Exempel")
        faults["place"] = await axe_faults(page)
        assert "Manager on call" in await page.inner_text("main") and "Chef" not in await page.inner_text("main")
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        await page.click("#unit-manager-on-call >> text=Write")
        await page.fill("#number", "0123-45 6x")
        await page.fill("#hours", "weekdays 16-20")
        await page.click("text=Save")
        faults["fault"] = await axe_faults(page)
        await page.fill("#number", "0123-45 67")
        await page.check("#called")
        await page.click("text=Save")
        assert "weekdays 16–20" in await page.inner_text("#unit-manager-on-call")
        assert "Checked" in await page.inner_text("#unit-manager-on-call")
        faults["saved"] = await axe_faults(page)
        await page.goto(PREFIX + "/kontakter/kommun-0180")
        faults["municipality"] = await axe_faults(page)
    assert {place: found for place, found in faults.items() if found} == {}

"""Self-assessments on the pages: answered alone, by a link, by a group, by two at once; left, and taken up again."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from html import unescape

import pytest
from aiohttp import ClientSession

from bot.accounts.model import Role
from bot.assess import keyed
from bot.assess.answers import Beside, Given
from bot.assess.kept import Kept, Planned
from bot.dashboard.headers import PREFIX
from bot.dialog.assessment import Form
from bot.directory.model import Unit
from bot.operations.coordination import to_follow
from tests.assess.forms import shipped
from tests.dashboard.conftest import House, Person, plain

pytestmark = pytest.mark.asyncio(loop_scope="session")
A = f"{PREFIX}/skattning"


async def get(client: ClientSession, path: str) -> tuple[int, str]:
    """A page, as it is sent."""
    async with client.get(path) as answer:
        return answer.status, await answer.text()


async def post(client: ClientSession, path: str, **form: str) -> tuple[int, str]:
    """A form, and the page that it leads to."""
    _, page = await get(client, f"{PREFIX}/konto")
    mark = re.search(r'name="mark" value="(\w+)"', page)
    data = {"mark": mark[1] if mark else "", **form}
    async with client.post(path, data=data) as answer:
        return answer.status, plain(await answer.text())


async def begun(house: House, person: Person, whose: str = "1-health") -> str:
    """The address of the round that the person began, or that was open."""
    data = {"mark": await house.mark(person.client), "whose": whose}
    async with person.client.post(A, data=data) as answer:
        assert answer.status == 200
        return answer.url.path


def kept(house: House, path: str) -> Kept:
    """A round as it is kept."""
    assert house.desk.assessing
    found = house.desk.assessing.rounds.round(int(path.rsplit("/", 1)[1]))
    assert found is not None
    return found


async def link(person: Person, round_: str, kind: str) -> str:
    """A round's link, made now."""
    await post(person.client, round_, do="link", kind=kind)
    _, page = await get(person.client, round_)
    found = re.search(rf'id="{kind}-link">([^<]+)<', page)
    assert found
    return str(re.sub(r"^https?://[^/]+", "", unescape(found[1])))


async def test_an_interrupted_round_goes_on_where_it_was_left(house: House) -> None:
    """Statement by statement, another day: the first open one comes next, and what was said stands in the form."""
    boss = await house.join("boss")
    at = await begun(house, boss)
    status, page = await post(boss.client, f"{at}/fraga/H1", do="next", seen="0", H1="2", **{"H1-paper": "routine"})
    assert status == 200 and "Påstående 2 av 12" in page
    fields = {"H2": "not-ours", "H2-reason": "elsewhere", "H2-paper": "plan", "H2-month": "2026-03"}
    status, page = await post(boss.client, f"{at}/fraga/H2", do="stop", seen="1", **fields)
    assert "Sparat." in page and "Besvarat: 2 av 12." in page

    again = await begun(house, boss)
    _, page = await get(boss.client, again)
    assert again == at and f'href="{at}/fraga/H3"' in page
    _, page = await get(boss.client, f"{at}/fraga/H1")
    assert 'id="H1-is-2" name="H1" value="2" checked' in page and '<option value="routine" selected>' in page
    assert kept(house, at).sheet == {"H1": Given(2, "routine"), "H2": Given(Beside.NOT_OURS, reason="elsewhere")}


async def test_a_month_as_people_write_it_and_one_that_is_none(house: House) -> None:
    """2026/3 is March; a month that is none is told and nothing of the page is lost or saved."""
    boss = await house.join("boss")
    at = await begun(house, boss)
    fields = {"H1": "2", "H1-month": "2026/3", "H2": "4"}
    assert (await post(boss.client, f"{at}/alla", seen="0", **fields))[0] == 200
    assert kept(house, at).sheet == {"H1": Given(2, month="2026-03"), "H2": Given(4)}
    mark = await house.mark(boss.client)
    data = {"mark": mark, "seen": "1", **fields, "H2": "3", "H1-month": "i våras"}
    async with boss.client.post(f"{at}/alla", data=data) as answer:
        page = await answer.text()
    assert answer.status == 422 and "Skriv månaden som 2026-03." in page and 'value="i våras"' in page
    assert 'id="H2-is-3" name="H2" value="3" checked' in page and kept(house, at).sheet["H2"] == Given(4)


async def test_a_month_that_has_not_come_shows_nothing(house: House) -> None:
    """This month can be when it was decided, the next one cannot; nothing of the page is lost or saved."""
    boss = await house.join("boss")
    at = await begun(house, boss)
    ahead = f"{house.now().date() + timedelta(days=40):%Y-%m}"
    data = {"mark": await house.mark(boss.client), "seen": "0", "H1": "2", "H1-month": ahead}
    async with boss.client.post(f"{at}/alla", data=data) as answer:
        page = await answer.text()
    assert answer.status == 422 and "Månaden har inte kommit än." in page and f'value="{ahead}"' in page
    assert kept(house, at).sheet == {}
    now = f"{house.now():%Y-%m}"
    assert (await post(boss.client, f"{at}/alla", seen="0", H1="2", **{"H1-month": now}))[0] == 200
    assert kept(house, at).sheet == {"H1": Given(2, month=now)}


async def test_the_matrix_says_each_clause_in_the_language_of_the_page(house: House) -> None:
    """What the decision table says stands in English on an English page and in its file."""
    boss = await house.join("boss")
    at = await closed(house, boss, "1-health", H1="2")
    clause = (
        "Barn som lever med våld: orosanmälan genast",
        "Children who live with violence: a report of concern at once",
    )
    for language, there, elsewhere in (("sv", *clause), ("en", *reversed(clause))):
        await post(boss.client, f"{PREFIX}/sprak", language=language)
        for path in ("/krav", "/fil/kravmatris.csv"):
            page = (await get(boss.client, f"{at}{path}"))[1]
            assert there in page and elsewhere not in page


async def test_of_two_who_save_at_once_the_second_sees_both(house: House) -> None:
    """What only one touched is saved for both; where both chose, the page shows both and asks, and then saves."""
    boss, other = await house.join("boss"), await house.join("other")
    at = await begun(house, boss)
    await post(boss.client, f"{at}/alla", seen="0", H1="3", H2="1")
    status, page = await post(other.client, f"{at}/alla", seen="0", H1="1", H3="2")

    assert status == 409 and "Sparat av någon annan: 3 Infört. Du valde: 1 Påbörjat." in page
    assert {key: given.said for key, given in kept(house, at).sheet.items()} == {"H1": 3, "H2": 1, "H3": 2}
    status, page = await post(other.client, f"{at}/alla", seen="2", H1="1", H2="1", H3="2")
    assert status == 200 and kept(house, at).sheet["H1"].said == 1


async def test_a_manager_answers_by_the_link_until_it_ends(house: House) -> None:
    """Without account: answer, save, come back. Withdrawn, made anew or closed, the old link says so, and who had
    chosen something reads it there; a forged one is no page, nor is the group's used as the manager's."""
    boss, manager = await house.join("boss"), house.client()
    at = await begun(house, boss, "2-dental")
    first = await link(boss, at, "manager")
    status, page = await post(manager, first, seen="0", T1="2", T2="unknown")
    assert (
        status == 200 and "2 av 8 är besvarade" in page and "Tandkliniken Exempel" in page and "allmän handling" in page
    )
    assert 'value="2" checked' in (await get(manager, first))[1]
    second, group = await link(boss, at, "manager"), await link(boss, at, "group")
    others = await link(boss, await begun(house, boss), "manager")
    forged = second[:-9] + second[-9:].swapcase()
    swapped = group.replace("/grupp/", "/svar/")
    dead = [(await get(manager, path))[0] for path in (first, forged, swapped)]
    assert dead == [410, 404, 404] and (await get(manager, second))[0] == 200 == (await get(manager, others))[0]

    await post(boss.client, at, do="unlink")
    assert (await get(manager, second))[0] == 410
    third = await link(boss, at, "manager")
    await post(boss.client, at, do="close", sure="yes")
    status, page = await post(manager, third, seen="1", T1="4")
    assert status == 410 and "Det här sparades inte." in page and "4 Uppföljt" in page
    assert kept(house, at).sheet["T1"].said == 2


@pytest.mark.parametrize("raters", [4, 6])
async def test_a_group_answers_apart_and_agrees(house: House, raters: int) -> None:
    """A form sent twice counts once. Six who disagree see how many chose what, four only that they were four; then they
    agree, and the agreed level is the round's."""
    boss, members = await house.join("boss"), house.client()
    at = await begun(house, boss)
    shared = await link(boss, at, "group")
    for place in range(raters):
        _, page = await get(members, shared)
        once = re.search(r'name="once" value="(\w+)"', page)
        assert once and "checked" not in re.sub(r'value="" checked|value=""[^>]* checked', "", page)
        for _ in range(2):
            skipped = {"H3": "2"} if place else {"H4": "1"}
            status, page = await post(members, shared, once=once[1], H1=str(place % 4), H2="unknown", **skipped)
            assert status == 200 and "Dina svar är inräknade" in page
    assert (await post(members, shared, once="x"))[0] == 422
    _, page = await post(boss.client, f"{at}", do="link", kind="manager")
    assert f"Har svarat: {raters}." in page and "Mitten" not in page

    _, page = await post(boss.client, at, do="gather", sure="yes")
    assert ("Vi ser olika på detta" in page) == (raters == 6) and f"Ni var {raters}" in page
    status, page = await post(members, shared, once="late", H1="3")
    assert status == 410 and "3 Infört" in page and kept(house, at).head.raters == raters
    _, page = await get(boss.client, f"{at}/fraga/H1")
    assert ("0 Saknas: 2 1 Påbörjat: 2 2 Beslutat: 1" in plain(page)) == (raters == 6)
    assert ("Så svarade gruppen" in page) == (raters == 6)
    assert ("2 Beslutat: 5" in plain((await get(boss.client, f"{at}/fraga/H3"))[1])) == (raters == 6)
    assert (await get(boss.client, f"{at}/fraga/H4"))[0] == 200
    await post(boss.client, f"{at}/fraga/H1", do="stop", seen="0", H1="1")
    assert kept(house, at).sheet == {"H1": Given(1)}


async def test_what_is_not_theirs_is_not_there(house: House) -> None:
    """A coordinator of unit 2 sees and begins rounds of unit 2 alone; odd numbers and statements are no pages."""
    boss, some = await house.join("boss"), await house.join("some", Role.UNITS, frozenset({2}))
    whole, theirs = await begun(house, boss, "0-health"), await begun(house, boss)
    own = await begun(house, some, "2-dental")
    tries = [await get(some.client, f"{path}{page}") for path in (whole, theirs) for page in ("", "/alla", "/papper")]
    tries += [await get(boss.client, f"{A}/{odd}") for odd in ("0", "99", "01", "²", "x", "9" * 30)]
    tries += [await get(some.client, f"{own}/fraga/{key}") for key in ("H1", "T9", "")]
    _, page = await get(some.client, A)
    posted = [await post(some.client, A, whose=each) for each in ("1-health", "0-dental", "2-health", "")]

    assert {status for status, _ in tries} == {404} and {status for status, _ in posted} == {400}
    assert theirs not in page and whole not in page and own in page and "1-health" not in page
    assert (await get(house.client(), theirs))[1].count("Logga in")


async def test_another_tools_areas_stand_beside(house: House) -> None:
    """Percent by the area's number there; what is no percent is told and not saved."""
    boss = await house.join("boss")
    at = await begun(house, boss)
    status, page = await post(boss.client, at, do="tool", seen="0", **{"tool-1": "57", "tool-3": "101"})
    assert status == 422 and "helt tal från 0 till 100" in page and kept(house, at).entries["tool"] == {}
    status, page = await post(boss.client, at, do="tool", seen="0", **{"tool-1": "57 %", "tool-3": "09"})
    assert "Sparat." in page and kept(house, at).entries["tool"] == {"1": "57", "3": "9"}


async def test_an_empty_round_is_dropped_and_a_closed_one_stands(house: House) -> None:
    """Nothing of a round begun by mistake is left; a closed one tells who comes late and changes no more."""
    boss = await house.join("boss")
    at = await begun(house, boss)
    await post(boss.client, at, do="drop")
    assert (await get(boss.client, at))[0] == 404
    at = await begun(house, boss)
    await post(boss.client, f"{at}/alla", seen="0", H1="3")
    status, page = await post(boss.client, at, do="close")
    assert status == 422 and "Kryssa i rutan först." in page and not kept(house, at).head.ended
    _, page = await post(boss.client, at, do="close", sure="yes")
    assert "stängd" in page
    _, page = await post(boss.client, f"{at}/fraga/H1", do="next", seen="1", H1="4")
    assert "Det här sparades inte." in page and "4 Uppföljt" in page and kept(house, at).sheet["H1"] == Given(3)
    _, page = await post(boss.client, at, do="link", kind="manager")
    assert "Omgången är stängd. Inget ändrades." in page


async def closed(house: House, person: Person, whose: str, **answers: str) -> str:
    """A round that was answered and closed."""
    at = await begun(house, person, whose)
    status, page = await post(person.client, f"{at}/alla", seen="0", **answers)
    assert status == 200, page
    await post(person.client, at, do="close", sure="yes")
    return at


async def test_a_year_later_the_result_tells_what_has_changed(house: House) -> None:
    """Up and down on the second result, none of it on the first; what stands firm comes before gaps."""
    boss = await house.join("boss")
    first = await closed(house, boss, "1-health", H1="1", H2="3", H9="2")
    house.shift = timedelta(days=365)
    boss = await house.join("later")
    second = await closed(house, boss, "1-health", H1="4", H2="2", H4="1", H10="unknown")
    page = plain((await get(boss.client, f"{second}/resultat"))[1])

    assert "Jämfört med omgången som stängdes 2026-11" in page and "1 Påbörjat 4 Uppföljt +3" in page
    assert "3 Infört 2 Beslutat -1" in page and "4 · 2 · 3 = 24 (krav; en lucka kan sätta någon i fara genast)" in page
    assert page.index("Det här står stadigt (1)") < page.index("Krav som inte är uppfyllda (1)")
    assert page.index("Krav som inte är uppfyllda (1)") < page.index("Under rådet (1)") < page.index("Ni vet inte (1)")
    assert "Enligt er egen skattning." in page and "lagbrott" not in page
    assert "Förra gången (2026-11): 3 Infört" in (await get(boss.client, f"{second}/fraga/H2"))[1]
    assert "ingen tidigare omgång" in (await get(boss.client, f"{first}/resultat"))[1]


async def test_files_and_pictures_are_those_of_the_page(house: House) -> None:
    """Each file has its kind; the CSV of answers is read again as the same answers; a strange name is no file."""
    boss = await house.join("boss")
    at = await closed(house, boss, "1-health", H1="2", H2="not-ours", **{"H1-paper": "routine", "H1-month": "2026-03"})
    starts = {"resultat.pdf": b"%PDF", "namnd.pdf": b"%PDF", "resultat.xlsx": b"PK", "kravmatris.csv": b"\xef\xbb\xbf"}
    for name, start in starts.items():
        async with boss.client.get(f"{at}/fil/{name}") as answer:
            assert answer.status == 200 and (await answer.read()).startswith(start)
    async with boss.client.get(f"{at}/fil/svar.csv") as answer:
        sheet, faults = keyed.read(await answer.text("utf-8"), kept(house, at).form.frame, kept(house, at).assessment)
    assert (sheet, faults) == (kept(house, at).sheet, ())
    assert [(await get(boss.client, f"{at}{path}"))[0] for path in ("/bild", "/bild?tema=dark", "/krav")] == [200] * 3
    assert (await get(boss.client, f"{at}/fil/annat.pdf"))[0] == 404


async def test_a_plan_goes_on_after_the_round_and_two_who_plan_lose_nothing(house: House) -> None:
    """Only measures of the statement and functions of the list; a month that is none is told; both values are shown."""
    boss, other = await house.join("boss"), await house.join("other")
    at = await closed(house, boss, "1-health", H1="1", H2="0")
    row = {"H2-measure": "ask-all", "H2-role": "", "H2-month": "2027-3", "H2-status": "begun"}
    status, page = await post(boss.client, f"{at}/plan", seen="1", **row)
    assert status == 200 and "Sparat." in page
    assert kept(house, at).plan == {"H2": Planned("ask-all", "unit-head", "2027-03", "begun")}
    for wrong in ({"H2-month": "våren"}, {"H2-measure": "photo-steps"}, {"H2-role": "anna"}, {"H2-status": "x"}):
        assert (await post(boss.client, f"{at}/plan", seen="2", **{**row, **wrong}))[0] == 422
    _, page = await post(boss.client, f"{at}/plan", seen="2", **{**row, "H2-month": "2027-13"})
    assert "Skriv månaden som 2026-03." in page and "passar inte påståendet" not in page
    mine = {**row, "H2-status": "done", "H1-measure": "write-routine"}
    status, page = await post(other.client, f"{at}/plan", seen="1", **mine)
    assert status == 409 and "Enhetschef, 2027-03, påbörjad. Du valde:" in page
    assert set(kept(house, at).plan) == {"H1", "H2"} and kept(house, at).plan["H2"].status == "begun"


async def test_the_average_of_own_units_is_shown_from_three(house: House) -> None:
    """Of the newest closed rounds of the sector; who sees one unit alone sees the average, and no name."""
    boss = await house.join("boss")
    for number in range(3):
        unit = Unit(0, f"Orkidé {number}", "health", "public", "on_signs", "0180", kind="primary_care", staff=30)
        made = house.units.make(unit, (1, 2, 3), "boss")
        house.editions.reload_units()
        await closed(house, boss, f"{made}-health", H1=str(number + 1))
        some = await house.join(f"some{number}", Role.UNITS, frozenset({1}))
        page = plain((await get(some.client, f"{await begun(house, some)}/resultat"))[1])
        assert ("Medel är medelvärdet" in page) == (number == 2) and "Orkidé" not in page


async def test_a_round_ends_with_the_statements_it_began_with(house: House) -> None:
    """While it is open it says which statements have another meaning today; the next round cannot be compared there."""
    boss, form = await house.join("boss"), shipped()
    assert house.desk.assessing
    at = await begun(house, boss)
    today = form.assessments["health"]
    update = {"says": "Så låter det nu.", "since": today.version + 1}
    asked = {**today.statements, "H1": today.statements["H1"].model_copy(update=update)}
    renewed = today.model_copy(update={"version": today.version + 1, "statements": asked})
    object.__setattr__(house.desk.assessing, "form", lambda: Form(form.frame, {"health": renewed}, {}))
    _, page = await post(boss.client, f"{at}/alla", seen="0", H1="2", H2="1")
    assert "Påståendena har ändrats" in page and "Ny mening sedan dess: H1." in page
    assert "Så låter det nu." not in plain((await get(boss.client, f"{at}/fraga/H1"))[1])

    await post(boss.client, at, do="close", sure="yes")
    second = await closed(house, boss, "1-health", H1="4", H2="3")
    assert [(await get(boss.client, f"{second}/fraga/{k}"))[1].count("Förra gången") for k in ("H1", "H2")] == [0, 1]
    page = plain((await get(boss.client, f"{second}/resultat"))[1])
    assert "2 Beslutat 4 Uppföljt – Påståendet har fått ny mening och börjar om." in page and "+2" in page
    assert "Så låter det nu." in page and "Så låter det nu." not in (await get(boss.client, f"{at}/resultat"))[1]


async def test_the_form_on_paper_asks_what_the_page_asks(house: House) -> None:
    """The same statements in the same order, a box for each answer, and a letter for all that belongs to one."""
    boss = await house.join("boss")
    at = await begun(house, boss, "2-dental")
    paper, page = [plain((await get(boss.client, f"{at}/{which}"))[1]) for which in ("papper", "alla")]
    found = kept(house, at)
    asked = [statement.says for statement in found.assessment.statements.values()]
    for text in (paper, page):
        assert sorted(asked, key=text.index) == asked
    frame = found.form.frame
    options = (frame.papers, frame.uses, frame.changes, frame.reasons, frame.soon)
    assert all(label in paper and label in page for labels in options for label in labels.values())
    assert paper.count("Visas av: ________") == len(asked) and paper.count("0 Saknas") == len(asked)


async def test_a_year_later_it_is_time_again(house: House) -> None:
    """On the first page and in the letter, from the month on, until the next round is begun; each sees their own."""
    person = await house.join("samordnaren")
    round_ = await begun(house, person)
    await post(person.client, round_, do="close", sure="yes")
    (account,) = house.accounts.accounts()
    ended = date.fromisoformat(kept(house, round_).head.ended + "-01")
    later = ended.replace(year=ended.year + 1)
    assert to_follow(house.desk, account, later - timedelta(days=1))[1][1] == []
    heading, lines = to_follow(house.desk, account, later)[1]
    assert "att göra om" in heading and len(lines) == 1 and f"{ended:%Y-%m}" in lines[0]
    assert to_follow(house.desk, replace(account, role=Role.UNITS, units=frozenset({2})), later)[1][1] == []

    house.shift = timedelta(days=400)
    person = await house.join("efterträdaren")
    async with person.client.get(PREFIX) as start:
        assert lines[0] in plain(await start.text()).replace(" ,", ",")
    await begun(house, person)
    assert to_follow(house.desk, account, later + timedelta(days=60))[1][1] == []


async def test_a_gap_is_taken_up_at_a_meeting(house: House) -> None:
    """Beside what can be done about a gap stand the ten minutes that are about it, at the round's own unit; the address
    names the statement and not what was answered."""
    boss = await house.join("boss")
    page = (await get(boss.client, f"{await closed(house, boss, '1-health', H1='4', H2='0')}/resultat"))[1]
    found = re.findall(r'href="(/ovning/apt/[^"]*)"', page)
    assert found == ["/ovning/apt/jealous-but-kind/blad?g=H2&amp;e=1"]

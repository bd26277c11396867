"""What the pages say and do: off until an account exists, units seen at once, forecast, signs, languages, headers."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from pyotp import TOTP

from bot.accounts.model import Role
from bot.conversation.edition import Edition
from bot.conversation.messages import Press, write_move
from bot.dashboard.app import PAGES
from bot.dashboard.headers import PREFIX
from bot.dashboard.start import themes
from bot.directory.model import ALWAYS, Contact, Organisation
from bot.operations.ageing import ageing
from bot.text.desk import WORDS
from tests.dashboard.conftest import PASSWORD, ROOT, House, plain

pytestmark = pytest.mark.asyncio(loop_scope="session")
NEW_UNIT = {
    "name": "Mottagningen", "sector": "health", "kind": "psychiatry", "provider": "public", "asks": "everybody",
    "municipality": "Umeå", "staff": "30", "talks": "20",
}  # fmt: skip


async def test_nothing_is_there_until_somebody_has_an_account(house: House) -> None:
    """Before the first account every page is missing, sign-in too; the chat is as it always was."""
    client, link = house.client(), house.invite()
    for page in PAGES:
        path = PREFIX + page.path.replace("{unit}", "1").replace("{token}", "x" * 43)
        async with client.get(path) as answer:
            assert answer.status == 404, path
    async with client.get("/") as answer:
        assert answer.status == 200
    async with client.get(f"{PREFIX}/inbjudan/{link}") as answer:
        assert answer.status == 200


async def test_a_unit_is_in_the_chat_as_soon_as_it_is_made(house: House) -> None:
    """No restart: the link begins at the unit, the counting frame knows it, a closed one can be chosen no more."""
    boss = await house.join("boss")
    mark = await house.mark(boss.client)
    async with boss.client.post(PREFIX + "/enheter", data={**NEW_UNIT, "mark": mark}) as answer:
        assert answer.url.path == PREFIX + "/enheter/1001"
    assert house.talks.begin(b"web", unit=1001).unit == 1001
    assert [unit.id for unit in house.talks.units()] == [1, 2, 3, 1001]

    async with boss.client.post(PREFIX + "/enheter/1001", data={"mark": mark, "do": "close"}) as answer:
        assert answer.status == 200
    assert house.talks.begin(b"web", unit=1001).unit == 0
    assert [unit.id for unit in house.talks.units()] == [1, 2, 3, 1001], "places are moves of open pages, and stay"
    async with boss.client.get("/") as answer:
        assert "Mottagningen" not in await answer.text()


async def test_a_talk_that_has_begun_at_a_unit_goes_on_when_it_is_closed(house: House) -> None:
    """Closing changes no conversation: the same press gives the same turn before and after."""
    boss = await house.join("boss")
    mark = await house.mark(boss.client)
    await boss.client.post(PREFIX + "/enheter", data={**NEW_UNIT, "mark": mark})
    begun = house.talks.begin(b"web", unit=1001)
    press = Press(begun.sealed, write_move(0), b"web", None)
    before = house.talks.press(press)
    await boss.client.post(PREFIX + "/enheter/1001", data={"mark": mark, "do": "close"})
    after = house.talks.press(press)
    same = [getattr(before.view, each.name) == getattr(after.view, each.name) for each in fields(before.view)]
    assert after.unit == before.unit == 1001 and all(same)


async def test_what_cannot_be_a_unit_is_told_field_by_field_and_keeps_what_was_written(house: House) -> None:
    """All faults at once; the form still holds what was typed."""
    boss = await house.join("boss")
    mark = await house.mark(boss.client)
    wrong = {**NEW_UNIT, "mark": mark, "name": "X", "municipality": "Atlantis", "staff": "-3", "kind": "dental_adult"}
    async with boss.client.post(PREFIX + "/enheter", data=wrong) as answer:
        page = await answer.text()
    assert answer.status == 422 and house.units.units() == ()
    for key in ("unit-name-fault", "unit-place-fault", "unit-number-fault", "unit-kind-fault"):
        assert WORDS[key] in page
    assert 'value="Atlantis"' in page and 'value="-3"' in page


async def test_a_small_unit_is_told_whom_it_is_shown_with_and_whom_it_could_join(house: House) -> None:
    """“Ni är sex”: its figures stand with others, which never, and with whom it would have its own."""
    boss = await house.join("boss")
    mark = await house.mark(boss.client)
    for name, staff in (("Lilla", "6"), ("Mellan", "5"), ("Stora", "40")):
        unit = {**NEW_UNIT, "mark": mark, "name": name, "staff": staff, "talks": "1"}
        await boss.client.post(PREFIX + "/enheter", data=unit)
    async with boss.client.get(PREFIX + "/enheter/1001") as answer:
        told = plain(await answer.text())
    assert "Era siffror visas tillsammans med: Vårdcentralen Exempel, Mellan." in told
    assert "Bli en enhet tillsammans med Mellan, så får ni egna siffror." in told
    assert "Bli en enhet tillsammans med Mellan, Stora, så får ni egna siffror varje vecka." in told
    assert (
        "Användning, varje månad Okänt, för alla har inte sagt" in told
        and "er och de andra i gruppen" in told
        and "± 10" in told
    )
    assert "Räkningen är inte påslagen" in told
    async with boss.client.get(PREFIX + "/enheter/1003") as answer:
        told = plain(await answer.text())
    assert "Enheten räknas för sig." in told and "Ibland (" in told and "Bli en enhet" not in told


async def test_start_page_always_tells_what_can_be_done(house: House) -> None:
    """Missing contacts and numbers that nobody has called; a coordinator of one unit sees that unit's alone."""
    boss = await house.join("boss")
    some = await house.join("some", Role.UNITS, frozenset({2}))
    async with boss.client.get(PREFIX) as answer:
        told = plain(await answer.text())
    assert "Kontakter som saknas" in told and "Vårdcentralen Exempel : " in told
    assert "Kvinnofridslinjen : 116 016 (ingen har ringt, gäller till " in told and "SOS Alarm" not in told
    async with some.client.get(PREFIX) as answer:
        told = plain(await answer.text())
    assert "Tandkliniken Exempel : " in told and "Vårdcentralen" not in told and "Kvinnofrid" not in told
    nobody = await house.join("nobody", Role.UNITS, frozenset({999}))
    async with nobody.client.get(PREFIX) as answer:
        assert WORDS["start-no-mine"] in await answer.text()


async def test_an_empty_house_and_a_whole_one_have_something_true_to_do(house: House) -> None:
    """Without a unit: make one. With everything filled in and called: it says so, with somebody to practise with."""
    boss = await house.join("boss")
    whole = house.editions.current.directory
    object.__setattr__(house.desk, "directory", lambda: replace(whole, organisation=None))
    async with boss.client.get(PREFIX) as answer:
        told = plain(await answer.text())
    assert WORDS["start-no-units"] in told and WORDS["start-practise"] in told and "Kontakter som saknas" not in told

    today = house.now().date()
    called = {key: replace(each, verified=today, valid_until=date.max) for key, each in whole.contacts.items()}
    line = Contact("", "", number="0123-45 67", hours=ALWAYS, checked=today, valid_until=date.max)
    every = {key: replace(line, key=key) for key in whole.roles}
    assert whole.organisation is not None
    unit = replace(whole.organisation.units[1], staff=30, neighbours=(), contacts=every)
    full = Organisation("Orkidé", {1: unit}, contacts=every)
    object.__setattr__(house.desk, "directory", lambda: replace(whole, contacts=called, organisation=full))
    async with boss.client.get(PREFIX) as answer:
        page = await answer.text()
    told = plain(page)
    assert "Allt är ifyllt" in told and "Kontakter som saknas" not in told and "Nummer att ringa" not in told
    case = re.search(r'href="(/ovning/[a-z-]+)"', page)
    assert case
    async with boss.client.get(case[1]) as answer:
        assert answer.status == 200


async def test_each_month_has_its_own_patients_to_practise_with(edition: Edition) -> None:
    """One of each sector that is coordinated; over the months all have their turn, and none twice in a row."""
    cases = edition.release.cases
    months = [date(2026 + month // 12, month % 12 + 1, 1) for month in range(len(cases))]
    shown = [themes(cases, {"health", "social"}, month) for month in months]
    assert all([case.data.sector for case in each] == ["health", "social"] for each in shown)
    assert {case.id for each in shown for case in each} == {c.id for c in cases if c.data.sector != "dental"}
    assert all(before[0] is not after[0] for before, after in pairwise(shown))
    assert len(themes(cases, (), months[0])) == 3 and themes((), (), months[0]) == ()


async def test_units_that_lack_the_same_stand_in_one_line(house: House) -> None:
    """Forty units without a contact are one thing to do, not forty; each is a link."""
    boss = await house.join("boss")
    mark = await house.mark(boss.client)
    for name in ("Norr", "Söder"):
        await boss.client.post(PREFIX + "/enheter", data={**NEW_UNIT, "mark": mark, "name": name})
    async with boss.client.get(PREFIX) as answer:
        told = plain(await answer.text())
    assert "Norr , Söder : " in told


async def test_units_stand_by_name_wherever_they_are_listed(house: House) -> None:
    """Unit 2 before unit 10, in the order of Swedish, on each page that lists them and side by side."""
    boss = await house.join("boss")
    for name in ("Enhet 10", "Ängen", "Enhet 2", "Åsen"):
        made = {**NEW_UNIT, "name": name, "mark": await house.mark(boss.client)}
        async with boss.client.post(f"{PREFIX}/enheter", data=made) as answer:
            assert answer.status == 200
    for path in ("/enheter", "/siffror/use", "/egna", "/kontakter", "/uppfoljning", ""):
        async with boss.client.get(PREFIX + path) as answer:
            assert answer.status == 200, path
            found = re.findall(r"Enhet \d+|Åsen|Ängen", await answer.text())
        assert list(dict.fromkeys(found)) == ["Enhet 2", "Enhet 10", "Åsen", "Ängen"], path


async def test_what_grows_old_in_the_content_is_on_the_start_page(house: House) -> None:
    """What `fragestod check --on` would name stands there for those who see all units, oldest first, in their language,
    by its title or name; a long list is folded."""
    boss = await house.join("boss")
    release, render, later = house.edition.release, house.desk.render, date(2028, 6, 1)
    assert house.desk.ageing(house.now().date(), "sv") == ()
    object.__setattr__(house.desk, "ageing", lambda _, language: ageing(release, render, later, language))
    lines = {language: ageing(release, render, later, language) for language in ("sv", "en")}
    assert len(lines["sv"]) == len(lines["en"]) > 8
    for language, words in (("sv", "gällde till 2"), ("en", "was valid until 2")):
        async with boss.client.get(f"{PREFIX}?s={language}") as answer:
            told = plain(await answer.text())
        if language == "sv":
            assert all(line in told for line in lines["sv"])
        assert all(words in line for line in lines[language])
    days = [line.rpartition(" ")[2] for line in lines["sv"]]
    assert days == sorted(days)
    assert {source.title for source in release.sources.values()} & {
        line.partition(" gällde")[0] for line in lines["sv"]
    }


async def test_the_invitation_page_of_a_phone_that_was_lost(house: House) -> None:
    """An administrator's new link sets password and code anew; the old ones are good no more."""
    boss, some = await house.join("boss"), await house.join("some", Role.ALL)
    account = next(each for each in house.accounts.accounts() if each.name == "some")
    form = {"mark": await house.mark(boss.client), "do": "reset", "account": str(account.id)}
    async with boss.client.post(PREFIX + "/konton", data=form) as answer:
        found = re.search(r"inbjudan/([\w-]{43})", await answer.text())
    assert found
    client, secret = house.client(), house.accounts.secret_for(found[1])
    again = {
        "password": "en alldeles ny mening",
        "again": "en alldeles ny mening",
        "code": TOTP(secret).at(house.now()),
    }
    async with client.post(f"{PREFIX}/inbjudan/{found[1]}", data=again) as answer:
        assert answer.status == 200
    async with some.client.get(PREFIX, allow_redirects=False) as answer:
        assert answer.status == 303, "the session of before has ended"
    house.shift += timedelta(minutes=2)
    old = {"name": "some", "password": PASSWORD, "code": some.code(house.now())}
    async with house.client().post(PREFIX + "/in", data=old) as answer:
        assert answer.status == 403
    async with client.get(PREFIX) as answer:
        assert answer.status == 200


async def test_an_invitation_that_nobody_used_is_seen_and_withdrawn(house: House) -> None:
    """It stands on the page without its link; once withdrawn the link opens nothing, and the log says who did it."""
    boss, link = await house.join("boss"), house.invite(Role.ALL, name="hjalpen", by="boss")
    async with boss.client.get(PREFIX + "/konton") as answer:
        page = await answer.text()
    handle = re.search(r'name="invitation" value="([0-9a-f]{16})"', page)
    assert handle and "hjalpen : Alla enheter" in plain(page) and link not in page
    form = {"mark": await house.mark(boss.client), "do": "withdraw", "invitation": handle[1]}
    for told in ("", WORDS["people-gone-link"]):
        async with boss.client.post(PREFIX + "/konton", data=form) as answer:
            page = plain(await answer.text())
            assert "hjalpen :" not in page and told in page
    async with house.client().get(f"{PREFIX}/inbjudan/{link}") as answer:
        assert answer.status == 404
    async with boss.client.get(PREFIX + "/logg") as answer:
        assert "boss drog tillbaka inbjudan till hjalpen" in plain(await answer.text())


async def test_a_host_that_was_made_up_stands_in_no_link(house: House) -> None:
    """Without a public address links are for this machine alone: no invitation, link, code or sign for another host."""
    boss = await house.join("boss")
    mark, evil = await house.mark(boss.client), "elak.example"
    head = {"Host": evil, "Origin": f"http://{evil}"}
    forms = ({"do": "invite", "name": "hjalpen", "role": "all", "units": ""}, {"do": "reset", "account": "1"})
    for form in forms:
        async with boss.client.post(PREFIX + "/konton", data={**form, "mark": mark}, headers=head) as answer:
            page = await answer.text()
            assert answer.status == 422 and WORDS["link-refused"] in page and evil not in page
    assert house.accounts.pending() == ()
    for path, status in (("/enheter/1", 200), ("/enheter/1/skylt", 404), ("/enheter/1/kod.svg", 404)):
        async with boss.client.get(PREFIX + path, headers=head) as answer:
            assert answer.status == status and evil not in await answer.text()
    object.__setattr__(house.desk, "public_url", "http://stod.example")
    async with boss.client.get(PREFIX + "/enheter/1", headers=head) as answer:
        page = await answer.text()
        assert "http://stod.example/?e=1" in page and evil not in page


async def test_signing_out_everywhere_and_renewing_need_more_than_an_open_desk(house: House) -> None:
    """A session that was left open cannot take the account over; its holder can end all."""
    boss = await house.join("boss")
    mark = await house.mark(boss.client)
    renew = {"mark": mark, "do": "renew", "password": "fel", "code": "123456"}
    async with boss.client.post(PREFIX + "/konto", data=renew) as answer:
        assert answer.status == 403
    right = {**renew, "password": PASSWORD, "code": boss.spares[3]}
    async with boss.client.post(PREFIX + "/konto", data=right) as answer:
        assert "/inbjudan/" in answer.url.path and answer.status == 200
    async with boss.client.post(PREFIX + "/konto", data={"mark": mark, "do": "leave"}) as answer:
        assert answer.url.path == PREFIX + "/in"
    async with boss.client.get(PREFIX, allow_redirects=False) as answer:
        assert answer.status == 303


async def test_no_page_is_kept_framed_or_fed_from_elsewhere(house: House) -> None:
    """Headers of every page; nothing in a page is fetched from anywhere else, and nothing is script."""
    boss = await house.join("boss")
    for path in ("", "/enheter", "/enheter/1", "/konton", "/logg", "/konto", "/in", "/enheter/1/skylt"):
        async with boss.client.get(PREFIX + path) as answer:
            page = await answer.text()
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "script-src" not in policy and "frame-ancestors 'none'" in policy
        assert answer.headers["Cache-Control"] == "no-store" and answer.headers["X-Content-Type-Options"] == "nosniff"
        assert not re.search(r"<script|javascript:|style=|\son\w+=\"|(?:src|href)=\"(?:https?:)?//", page), path


async def test_every_word_is_in_english_too_and_every_key_is_used(house: House) -> None:
    """Nothing falls back to Swedish on an English page, and no word lies there for nothing."""
    catalogues = house.editions.current.catalogues
    lacking = [key for key, text in WORDS.items() if catalogues.get("en", "desk", text)[1]]
    pages = [path for path in (ROOT / "bot" / "dashboard").rglob("*") if path.suffix in (".html", ".py")]
    written = "".join(
        path.read_text()
        for path in (*pages, *(ROOT / "bot" / "operations" / f"{name}.py" for name in ("ageing", "letters")))
    )
    made = re.compile(
        r"(act|due|kind|layer|sector|provider|asks|role|size|table|verdict|whose)-"
        r"|figures-(week|month|quarter|pdf|xlsx|csv|json)$"
        r"|contacts-other-(organisation|region)$|contact-(number|hours)-fault$"
        r"|months-(\w+-fault|visits|asked|reports|referrals|month|unit|saved|same|undone|changed|pasted)$"
    )
    unused = [key for key in WORDS if f'"{key}"' not in written and f"'{key}'" not in written and not made.match(key)]
    assert lacking == [] and unused == []


async def test_the_guard_asks_each_page_for_its_role() -> None:
    """No page but sign-in and invitation is without a role: a new page is guarded unless somebody says otherwise."""
    open_to_all = [page.path for page in PAGES if page.least is None]
    links = ["/inbjudan/{token}", "/skattning/svar/{token}", "/skattning/grupp/{token}", "/brev/slut/{token}"]
    assert open_to_all == ["/in", "/oidc", "/oidc/svar", *links]

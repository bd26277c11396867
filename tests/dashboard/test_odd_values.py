"""Values that no form or link of the pages would write."""

from __future__ import annotations

import pytest

from bot.dashboard.headers import PREFIX
from bot.statistics.reports import Question
from tests.dashboard.conftest import House

pytestmark = pytest.mark.asyncio(loop_scope="session")
ODD = ("²", "²²²²", "\u0661", "-1", "1e3", "9" * 5000, "\0", "\U0001d7cf", " 1")
EDGES = (("0001-01-01", "0001-01-02"), ("9999-12-30", "9999-12-31"), ("2019-12-31", "2020-01-01"), ("²", "²"))


async def test_days_at_the_edges_of_the_calendar_give_the_usual_days(house: House) -> None:
    """Every question, asked about the first or last days there are, is answered with the days that are usual for it."""
    boss, found = await house.join("boss"), {}
    for question in Question:
        for first, last in EDGES:
            asked = {"fran": first, "till": last, "dag": first}
            async with boss.client.get(f"{PREFIX}/siffror/{question.value}", params=asked) as answer:
                page = await answer.text()
                found[question, first] = answer.status == 200 and f'value="{first}"' not in page
    assert [where for where, calm in found.items() if not calm] == []


async def test_odd_numbers_in_addresses_and_forms_of_own_figures_break_nothing(house: House) -> None:
    """Raised digits, digits of other scripts and endless ones are no numbers: a calm page, and nothing is saved."""
    boss, found = await house.join("boss"), {}
    mark, own = await house.mark(boss.client), f"{PREFIX}/enheter/1/egna"
    for odd in ODD:
        for path, name in ((f"{PREFIX}/egna", "andring"), (own, "ar")):
            async with boss.client.get(path, params={name: odd}) as answer:
                found[name, odd[:9]] = answer.status
        for path, name, do in (
            (own, "ar", "paste"), (own, "from", "paste"), (own, "seen", "save"), (own, "version", "undo"),
            (f"{PREFIX}/egna", "version", "undo"),
        ):  # fmt: skip
            form = {"mark": mark, "do": do, "visits-03": "8", "text": "7", name: odd}
            async with boss.client.post(path, data=form) as answer:
                found[f"{do} {name}", odd[:9]] = answer.status
    assert {where: status for where, status in found.items() if status >= 500} == {}
    assert house.desk.own is not None and house.accounts.acts(1)[0].about == "boss"

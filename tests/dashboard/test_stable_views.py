"""T8: the same view, again and again and in every form, shows one value for each figure."""

from __future__ import annotations

import csv
import io
import json
import random
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import openpyxl
import pypdf
import pytest

from bot.accounts.model import Role
from bot.dashboard.headers import PREFIX
from bot.publish.report.document import number
from bot.statistics.figures import Count, Figure
from bot.statistics.noise import draw
from bot.storage import counts
from tests.dashboard.conftest import House, plain
from tests.statistics.shown import at, released
from tests.statistics.small import FULL, chance

pytestmark = pytest.mark.asyncio(loop_scope="session")
TIMES, PARTS = (100, 10) if FULL else (2, 1)
FIRST = ("34 ± 20", "38 ± 10")
"""What the noise of this seed makes of the first figures."""
DAYS = "2026-09-28", "2026-11-15"
FIGURE = re.compile(r"\d+(?:,\d)? ± \d+(?:,\d)?")
Shown = tuple[str, ...]
"""All figures of a view that are shown, with their ±, in its order."""


def in_words(value: Any, wide: Any) -> str:
    """A figure of a file, as pages have it."""
    return f"{number(float(value))} ± {number(float(wide))}"


def of_page(body: bytes) -> Shown:
    """What stands in its tables."""
    tables = re.findall(r"<tbody>.*?</tbody>", body.decode(), re.DOTALL)
    return tuple(FIGURE.findall(plain(" ".join(tables))))


def of_csv(body: bytes) -> Shown:
    """Value and ± of each line."""
    rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig")), delimiter=";"))[1:]
    return tuple(f"{row[6]} ± {row[7]}" for row in rows if len(row) > 7 and row[6])


def of_excel(body: bytes) -> Shown:
    """Of all sheets but the last, which is about the figures: every third cell and its neighbour."""
    sheets = openpyxl.load_workbook(io.BytesIO(body)).worksheets[:-1]
    rows = [row[1:] for sheet in sheets for row in sheet.iter_rows(min_row=3, values_only=True)]
    pairs = [row[place : place + 2] for row in rows for place in range(0, len(row) - 1, 3)]
    return tuple(in_words(value, wide) for value, wide in pairs if value is not None)


def of_json(body: bytes) -> Shown:
    """Of the file and of the interface."""
    panels = json.loads(body)["panels"]
    figures = [figure for panel in panels for row in panel["rows"] for figure in row["figures"]]
    return tuple(in_words(each["value"], each["plus_minus"]) for each in figures if each["value"] is not None)


def of_pdf(body: bytes) -> Shown:
    """The text of all sheets; pictures hold none."""
    text = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(body)).pages)
    return tuple(FIGURE.findall(" ".join(text.split())))


VIEWS: Mapping[str, Callable[[bytes], Shown]] = {
    "page": of_page, "csv": of_csv, "xlsx": of_excel, "json": of_json, "pdf": of_pdf, "api": of_json,
}  # fmt: skip


async def seen(house: House, times: int) -> set[Shown]:
    """All answers that were ever given, in every form, again and again."""
    below = chance(8)
    counts.add_all(house.engine, released(lambda _: [*at(1, 40), *at(2, 30)], 7, lambda cost: draw(cost, below)))
    person = await house.join("anna", Role.ALL)
    keys, client = {"Authorization": f"Bearer {house.token('anna')}"}, house.client()
    asked = "?fran={}&till={}".format(*DAYS)
    found: set[Shown] = set()
    for _ in range(times):
        for view, read in VIEWS.items():
            path = f"{PREFIX}/siffror/use" + (asked if view == "page" else f"/fil/{view}{asked}")
            if view == "api":
                path = "/api/v1/figures/use?from={}&to={}".format(*DAYS)
            async with (client if view == "api" else person.client).get(path, headers=keys) as answer:
                assert answer.status == 200, view
                found.add(read(await answer.read()))
    return found


@pytest.mark.parametrize("part", range(PARTS))
async def test_a_view_shows_one_value_whatever_its_form(house: House, part: int) -> None:
    """Through page, CSV, Excel, JSON, PDF and the interface: the same figures and no others, in each part of all times;
    what was released is the same in all."""
    found = await seen(house, TIMES)

    assert len(found) == 1 and len(figures := found.pop()) > 10
    assert figures[:2] == FIRST, part


async def test_noise_that_is_drawn_when_somebody_looks_is_seen(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """T8's mutant: a figure that gets its noise at each view."""
    sound, source = Count.figure.fget, random.Random(8)  # type: ignore[attr-defined]

    def drawn(count: Count) -> Figure:
        return sound(replace(count, value=count.value + source.randrange(-2, 3)))  # type: ignore[no-any-return]

    monkeypatch.setattr(Count, "figure", property(drawn))

    assert len(await seen(house, 1)) > 1

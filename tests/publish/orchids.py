"""The orchid house read for paper: at a unit, in a language, on a Wednesday."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time

from bot.conversation.edition import Edition, open_edition
from bot.conversation.render import Renderer
from bot.conversation.talk import Panel, Talks
from bot.dialog.folder import read_folder
from bot.publish.kept import Reader
from tests.channels.web.small_house import CASES, WEEKDAY, OneEdition, OneKey, open_house

DAY = WEEKDAY.date()


def reader(unit: int = 1, lang: str = "sv", said: str = "", day: date = DAY, edition: Edition | None = None) -> Reader:
    """What cards and files are read from."""
    house = edition or open_house()
    place = house.directory.unit(unit)
    return Reader(Renderer(house, house.directory, lang, said or lang, place, datetime.combine(day, time(11))))


def panel(of: Reader) -> Panel:
    """The acute panel at the reader's unit."""
    render = of.render
    talks = Talks(OneEdition(render.edition), OneKey(), lambda: WEEKDAY, lambda: 1)
    return talks.panel(render.staff, render.unit.id if render.unit else 0)


def changed(changes: Mapping[str, tuple[str, str]]) -> Edition:
    """The house with a word replaced in some of its files, and its organisation."""
    files = dict(read_folder(CASES / "dialogs"))
    for name, (old, new) in changes.items():
        assert old.encode() in files[name], f"“{old}” does not stand in {name}"
        files[name] = files[name].replace(old.encode(), new.encode())
    edition, problems = open_edition(files)
    assert edition is not None, problems
    edition.directory = replace(edition.directory, organisation=open_house().directory.organisation)
    return edition

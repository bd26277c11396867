"""What somebody typed or chose when looking for a contact → what is looked for, or what could not be understood.

Pure. Nothing is kept: a wish lives as long as its answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from difflib import get_close_matches
from enum import Enum

from bot.conversation.edition import Edition
from bot.conversation.messages import Text
from bot.directory import places
from bot.directory.find import Search
from bot.directory.holidays import FIRST_YEAR
from bot.directory.model import Audience, Directory, Unit
from bot.text import tongues
from bot.text.catalogues import SOURCE

SECTORS = ("health", "dental", "social")
LAST_YEAR = 2299
NOON = time(12)
_DAY = r"(?P<year>\d{4})-(?P<month>\d\d?)-(?P<day>\d\d?)"
_CLOCK = r"(?:kl\.? ?)?(?P<hour>\d\d?)(?:[.:](?P<minute>\d\d))?"
_TIME = re.compile(rf"{_DAY}(?:[T ]+{_CLOCK})?")
_CLOCK_ALONE = re.compile(_CLOCK)


class Asked(Enum):
    """A part of a wish. The value is the doors' word for what is wrong with it."""

    WHO = "find-who-fault"
    PLACE = "find-place-fault"
    TIME = "find-time-fault"
    LANGUAGE = "find-language-fault"
    SECTOR = "find-sector-fault"
    UNIT = "find-unit-fault"


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asks for, as it was typed.

    who: an audience's key or name. place: a municipality's name or code, "" for the unit's own. time: "2026-12-24
    22:00", a day, a clock, or "" for now. language: the person's, by code or name. sector: one of `SECTORS`. unit: its
    number as text. alone: nobody else sees the screen; otherwise only what anybody may see is shown.
    """

    who: str
    place: str = ""
    time: str = ""
    language: str = ""
    sector: str = ""
    unit: str = ""
    alone: bool = False


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """A part of a wish that fits nothing. near: what may have been meant, best first."""

    asked: Asked
    given: str
    near: tuple[str, ...] = ()


def understand(edition: Edition, wish: Wish, staff: str, now: datetime) -> Search | tuple[NotUnderstood, ...]:
    """Read a wish.

    Args:
        staff: language of the one who asks; an audience's name may be given in it, or in Swedish.
        now: Swedish wall-clock time, without a zone.

    Returns:
        What is looked for, or everything that could not be understood, in the order of `Asked`.
    """
    directory = edition.directory
    who = _who(edition, wish.who, staff)
    place = _place(directory, wish.place)
    at = read_time(wish.time, now)
    language = tongues.read_language(wish.language)
    spoken = (
        language
        if language is not None
        else NotUnderstood(Asked.LANGUAGE, wish.language, tongues.resembling(wish.language))
    )
    moment = at or NotUnderstood(Asked.TIME, wish.time)
    sector = wish.sector if wish.sector in ("", *SECTORS) else NotUnderstood(Asked.SECTOR, wish.sector, SECTORS)
    unit = _unit(directory, wish.unit)
    if (
        isinstance(who, NotUnderstood)
        or isinstance(place, NotUnderstood)
        or isinstance(moment, NotUnderstood)
        or isinstance(spoken, NotUnderstood)
        or isinstance(sector, NotUnderstood)
        or isinstance(unit, NotUnderstood)
    ):
        parts = (who, place, moment, spoken, sector, unit)
        return tuple(part for part in parts if isinstance(part, NotUnderstood))
    return Search(who, moment, unit, place, sector, spoken)


def audiences(edition: Edition, language: str) -> tuple[tuple[str, Text], ...]:
    """Key and neutral name of everybody that help can be sought for, in the order to offer them."""
    found = []
    for audience in edition.directory.audiences.values():
        text, fallback = edition.catalogues.get(language, f"audience.{audience.key}", audience.name)
        found.append((audience.key, Text(text, SOURCE if fallback else language, fallback)))
    return tuple(found)


def read_time(text: str, now: datetime) -> datetime | None:
    """A day, a clock or both → Swedish wall-clock time; without a day it is today. None when it cannot be read.

    A day alone means its noon, when lines that are open in daytime are.
    """
    wanted = text.strip()
    if not wanted:
        return now
    match = _TIME.fullmatch(wanted) or _CLOCK_ALONE.fullmatch(wanted)
    if match is None:
        return None
    found = match.groupdict()
    try:
        day = date(int(found["year"]), int(found["month"]), int(found["day"])) if found.get("year") else now.date()
        clock = time(int(found["hour"]), int(found["minute"] or 0)) if found["hour"] else NOON
    except ValueError:
        return None
    return datetime.combine(day, clock) if FIRST_YEAR <= day.year <= LAST_YEAR else None


def _who(edition: Edition, text: str, staff: str) -> Audience | NotUnderstood:
    """By key, or by name in Swedish or in the language of staff."""
    known = edition.directory.audiences
    names = {name.text.casefold(): key for language in (SOURCE, staff) for key, name in audiences(edition, language)}
    wanted = text.strip().casefold()
    found = known.get(wanted) or known.get(names.get(wanted, ""))
    return found or NotUnderstood(Asked.WHO, text, _close(wanted, (*known, *names)))


def _place(directory: Directory, text: str) -> str | NotUnderstood | None:
    """A municipality's code, None when none was asked for."""
    if not text.strip():
        return None
    found = places.look_up(directory, text)
    if len(found) == 1:
        return found[0].code
    near = tuple(place.name for place in found) or places.resembling(directory, text)
    return NotUnderstood(Asked.PLACE, text, near)


def _unit(directory: Directory, text: str) -> Unit | NotUnderstood | None:
    """The unit, None when none was asked for."""
    wanted = text.strip()
    if wanted in ("", "0"):
        return None
    found = directory.unit(int(wanted)) if wanted.isascii() and wanted.isdigit() else None
    known = directory.organisation.units.values() if directory.organisation else ()
    return found or NotUnderstood(Asked.UNIT, text, tuple(f"{unit.id} {unit.name}" for unit in known))


def _close(text: str, names: Iterable[str]) -> tuple[str, ...]:
    return tuple(get_close_matches(text, tuple(dict.fromkeys(names)), n=3, cutoff=0.5))

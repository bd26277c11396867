"""Who, where and when → whom to reach, best first. What every door calls to find a contact.

The order is `resolve`'s for each of the audience's contacts: the unit's own first, then those that suit the person,
then 112 and 114 14, which never close. Pure: time and place are arguments. A contact found here never replaces a
duty; that is for the dialogs' actions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from itertools import chain

from bot.dialog.directory_schema import FIXED, OTHERS
from bot.directory.model import Audience, Belongs, Directory, Layer, Unit
from bot.directory.resolve import Reached, resolve

SWEDISH = "sv"
INTERPRETER = "unit-interpreter"


class Why(Enum):
    """Why a contact stands in the list."""

    HOUSE = "house"
    PLACE = "place"
    LANGUAGE = "language"
    SUITS = "suits"
    STANDS_IN = "stands-in"
    ALWAYS = "always"


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for.

    at: Swedish wall-clock time, without a zone. municipality: code, None for the unit's own. sector: "" for the
    unit's own. language: ISO 639 code, "others" for any that has no code here, "" for what the audience speaks.
    """

    audience: Audience
    at: datetime
    unit: Unit | None = None
    municipality: str | None = None
    sector: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """One contact, and why it is here."""

    reached: Reached
    why: Why


def find(directory: Directory, search: Search) -> tuple[Found, ...]:
    """All contacts for a search: those that answer first, then the closed, then the roles that nobody has filled.

    At least one answers, whatever the place and the hour, and it is not 112 alone; one past its day says so itself
    (`Reached.expired`). No contact stands twice.
    """
    language = search.language or search.audience.language
    house = [r for r in _reach(directory, search, _house(directory, search, language)) if not r.stands_in]
    suited = _reach(directory, search, _suited(directory, search.audience, language))
    fixed = _reach(directory, search, FIXED)
    found: dict[tuple[str, Layer | None, str], Found] = {}
    for reached in chain(house, suited, fixed):
        key = (reached.key, reached.layer, reached.place)
        found.setdefault(key, Found(reached, _why(directory, search.audience, language, reached)))
    return tuple(sorted(found.values(), key=_rank))


def _reach(directory: Directory, search: Search, keys: Iterable[str]) -> tuple[Reached, ...]:
    return resolve(directory, keys, unit=search.unit, municipality=search.municipality, at=search.at)


def _rank(found: Found) -> tuple[bool, bool]:
    return not found.reached.open_now, found.reached.missing


def _house(directory: Directory, search: Search, language: str) -> Iterator[str]:
    """The unit's own roles; an interpreter first, where one is needed."""
    if not search.audience.house:
        return
    if language != SWEDISH:
        yield INTERPRETER
    sector = search.sector or (search.unit.sector if search.unit else "")
    everybody = chain.from_iterable(directory.house.values())
    yield from directory.house.get(sector, dict.fromkeys(everybody))


def _suited(directory: Directory, audience: Audience, language: str) -> list[str]:
    """The audience's contacts, those known to speak the language first.

    Who is known not to speak Swedish is left out unless it speaks what is looked for: such a line is for those who do.
    """
    known = directory.contacts
    wanted = [
        key
        for key in audience.contacts
        if key not in known
        or not (speaks := known[key].speaks)
        or SWEDISH in speaks
        or _speaks(directory, key, language)
    ]
    if language == SWEDISH:
        return wanted
    return sorted(wanted, key=lambda key: not _speaks(directory, key, language))


def _speaks(directory: Directory, key: str, language: str) -> bool:
    """Whether a contact is known to speak a language. No sign language is among the "others"."""
    contact = directory.contacts.get(key)
    speaks = contact.speaks if contact else ()
    return language in speaks or (OTHERS in speaks and language not in (SWEDISH, "swl"))


def _why(directory: Directory, audience: Audience, language: str, reached: Reached) -> Why:
    role = directory.roles.get(reached.key)
    own = reached.layer in (Layer.UNIT, Layer.ORGANISATION)
    if role.belongs is Belongs.UNIT if role else own:
        return Why.HOUSE
    if reached.stands_in:
        return Why.STANDS_IN
    if reached.key in FIXED and reached.key not in audience.contacts:
        return Why.ALWAYS
    if language != SWEDISH and _speaks(directory, reached.key, language):
        return Why.LANGUAGE
    return Why.PLACE if role is not None else Why.SUITS

"""What the pages of self-assessments share: who keeps rounds, which round a visit may see, and its words."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from aiohttp import web

from bot.accounts.model import Role
from bot.assess.kept import WHOLE, Head, Kept
from bot.assess.store import RoundStore
from bot.dialog.assessment import Form
from bot.publish.assessment.document import Words
from bot.publish.assessment.whole import Contributes
from bot.text.catalogues import Catalogues

if TYPE_CHECKING:
    from bot.dashboard.desk import Visit

MOST_SENT = 1000


class Once:
    """Random words that forms carried, so that a form sent twice counts once. In memory, the newest alone; they tell
    nothing of who sent what. Threads share it. Another process does not know them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._seen: OrderedDict[str, None] = OrderedDict()

    def first(self, word: str) -> bool:
        """Whether it comes for the first time."""
        with self._lock:
            if word in self._seen:
                return False
            self._seen[word] = None
            while len(self._seen) > MOST_SENT:
                self._seen.popitem(last=False)
        return True


@dataclass(frozen=True, slots=True)
class Assessing:
    """rounds: who keeps them. form: what is asked today, None where the content has no self-assessment. catalogues:
    today's translations. contributes: what this program has for the statements, in a language."""

    rounds: RoundStore
    form: Callable[[], Form | None]
    catalogues: Callable[[], Catalogues]
    contributes: Callable[[str], Contributes]
    once: Once = field(default_factory=Once)

    def words(self, kept: Kept, language: str) -> Words:
        """The words of a round in a language."""
        return Words(kept.form, kept.assessment, self.catalogues(), language)


def assessing(visit: Visit) -> Assessing:
    """Raises:
    web.HTTPNotFound: the installation keeps no rounds.
    """
    if visit.desk.assessing is None:
        raise web.HTTPNotFound
    return visit.desk.assessing


def may_see(visit: Visit, head: Head) -> bool:
    """Whether a round is the account's: of a unit it sees, or of the whole organisation where it sees all."""
    return visit.may(Role.ALL) if head.unit == WHOLE else any(unit.id == head.unit for unit in visit.units)


def round_in(visit: Visit) -> Kept:
    """The round that the path names.

    Raises:
        web.HTTPNotFound: there is none such, or it is not theirs; the two look the same.
    """
    number = visit.place.get("round", "")
    found = None
    if number.isascii() and number.isdigit() and len(number) <= 9 and str(int(number)) == number:
        found = assessing(visit).rounds.round(int(number))
    if found is None or not may_see(visit, found.head):
        raise web.HTTPNotFound
    return found


def whose(visit: Visit, head: Head) -> str:
    """Whom a round is about."""
    if head.unit == WHOLE:
        return visit.desk.render.said(visit.language, "whole")
    organisation = visit.desk.directory().organisation
    unit = organisation.units.get(head.unit) if organisation else None
    return unit.name if unit else str(head.unit)


def round_before(visit: Visit, head: Head) -> Kept | None:
    """The last closed round of the same unit and sector that began earlier."""
    rounds = assessing(visit).rounds
    same = [each for each in rounds.heads() if (each.unit, each.sector) == (head.unit, head.sector)]
    found = next((each for each in reversed(same) if each.ended and each.id < head.id), None)
    return rounds.round(found.id) if found else None

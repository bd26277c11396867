"""The practice pages: the cases, a round, what can be learnt of it, and the way out. Plain forms;
script only where something is kept in the own browser, or a page keeps up by itself.

/ovning          all cases; `?t=` a skill; a posted form is a press
/ovning/{case}   a new round
/ovning/stod     "Sluta och få stöd"
/ovning/apt      ten minutes of a staff meeting (`bot.channels.web.packages`)
/ovning/grupp    a team session (`bot.channels.web.team`)
/ovning/kort     flashcards, in plain order; with script one at a time, when each is due
/ovning/min      what somebody keeps of it: in the own browser, never here
/ovning/intyg    what the check code of a certificate says

Each takes `?s=`, the language, and `?e=`, the unit whose practice it counts as.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import partial
from itertools import groupby
from typing import Final
from urllib.parse import urlencode

from aiohttp import web
from jinja2 import Environment

from bot.channels.web.forms import BINDING as REAL
from bot.channels.web.forms import is_form, read_fields, read_form
from bot.channels.web.headers import Headers
from bot.channels.web.packages import PackageDoor
from bot.channels.web.team import TeamDoor
from bot.channels.web.texts import Speech
from bot.conversation.fellows import Fellows
from bot.conversation.messages import FIRST_STAFF_LANGUAGE, Press, write_move
from bot.conversation.round_view import Card, Screen, Stage, in_groups
from bot.conversation.rounds import STAY, UNCOUNTED, rounds_of
from bot.conversation.talk import Talks
from bot.dialog.case_model import SKILLS
from bot.practice.certificate import MOST_CHARACTERS, mark, read
from bot.practice.confidence import MOST, QUESTIONS, Answers
from bot.text.catalogues import LANGUAGES, SOURCE
from bot.text.languages import NAMES

ADDRESS: Final = "/ovning"
BINDING: Final = b"practice-web"
_ANSWER: Final = re.compile(rb"&(ask|receive|next)=([0-9]{0,2})(?=&|$)")


class PracticeDoor:
    """The handlers. Their refusals are made to pages by `Door.calm`."""

    def __init__(self, talks: Talks, templates: Environment, html: Headers, fellows: Fellows) -> None:
        self._talks = talks
        self._rounds = rounds_of(talks)
        self._templates = templates
        self._html = html
        self.packages = PackageDoor(talks, self._rounds, self._page, self._unit)
        self.team = TeamDoor(self._rounds, self._page, html, fellows)

    async def cases(self, request: web.Request) -> web.Response:
        """All cases, or those that train one skill."""
        staff = self._rounds.language(request.query.get("s", ""))
        skill = request.query.get("t", "")
        skill = skill if skill in SKILLS else ""
        cards = [card for card in self._rounds.cards(staff) if not skill or skill in card.trains]
        shown: dict[str, object] = {"groups_of": _grouped(cards), "skill": skill, "skills": SKILLS}
        return self._page("practice_list.html", staff, self._unit(request), **shown)

    async def begin(self, request: web.Request) -> web.Response:
        """A new round of a case."""
        staff, unit = request.query.get("s", ""), self._unit(request)
        screen = self._rounds.begin(request.match_info["case"], BINDING, staff, unit)
        if screen is None:
            raise web.HTTPNotFound
        return self._shown(screen)

    async def press(self, request: web.Request) -> web.Response:
        """A press in, a screen out."""
        if not is_form(request.headers.get("Content-Type", "")):
            raise web.HTTPUnsupportedMediaType
        pressed = read_round(await request.read())
        if pressed is None:
            raise web.HTTPBadRequest
        return self._shown(self._rounds.press(*pressed))

    async def flashcards(self, request: web.Request) -> web.Response:
        """All flashcards. When each comes again is worked out in the browser."""
        staff, unit = self._rounds.language(request.query.get("s", "")), self._unit(request)
        return self._page("practice_cards.html", staff, unit, f"{ADDRESS}/kort", cards=self._rounds.flashcards(staff))

    async def mine(self, request: web.Request) -> web.Response:
        """The own page: the same for all, since what it shows is in the browser."""
        staff, unit = self._rounds.language(request.query.get("s", "")), self._unit(request)
        shown: dict[str, object] = {
            "cards": [card for card in self._rounds.cards(staff) if not card.tutorial],
            "mark": mark,
            "marks": json.dumps({card.id: mark(card.id) for card in self._rounds.flashcards(staff)}),
            "skills": SKILLS,
            "today": self._talks.local_time().date().isoformat(),
            "release": self._talks.editions.current.release.id[:12],
        }
        return self._page("practice_mine.html", staff, unit, f"{ADDRESS}/min", **shown)

    async def certificate(self, request: web.Request) -> web.Response:
        """Where the check code of a certificate is typed."""
        return self._checked(self._rounds.language(request.query.get("s", "")), "")

    async def check(self, request: web.Request) -> web.Response:
        """What a check code says."""
        if not is_form(request.headers.get("Content-Type", "")):
            raise web.HTTPUnsupportedMediaType
        form = read_fields(await request.read(), "ks", "k", MOST_CHARACTERS)
        if form is None:
            raise web.HTTPBadRequest
        return self._checked(self._rounds.language(form.get("s", "")), form["k"].strip())

    def _checked(self, staff: str, typed: str) -> web.Response:
        found, cards = read(typed), {mark(card.id): card for card in self._rounds.cards(staff)}
        shown: dict[str, object] = {
            "typed": typed,
            "found": found,
            "cases": [cards.get(number) for number in found.marks] if found else [],
        }
        return self._page("practice_certificate.html", staff, 0, f"{ADDRESS}/intyg", **shown)

    async def support(self, request: web.Request) -> web.Response:
        """The page for who stops. It is the same for all, whatever they practised."""
        staff = self._rounds.language(request.query.get("s", ""))
        contacts = self._rounds.support(staff)
        return self._page("practice_support.html", staff, self._unit(request), f"{ADDRESS}/stod", contacts=contacts)

    def _shown(self, screen: Screen) -> web.Response:
        if screen.stage is Stage.LOST:
            return self._page("practice_lost.html", screen.staff, screen.unit)
        languages = self._rounds.languages()
        moves = [(code, NAMES.get(code, code), _move(LANGUAGES.index(code))) for code in languages]
        return self._page(
            "practice_round.html",
            screen.staff,
            screen.unit,
            screen=screen,
            moves=moves,
            first=write_move(0),
            stay=write_move(STAY),
            uncounted=write_move(UNCOUNTED),
            questions=QUESTIONS,
            most=MOST,
            real=self._real(screen),
        )

    def _real(self, screen: Screen) -> str:
        """The token of a real talk near the step that was practised, "" before the end. In a form, not in an address:
        a browser keeps those, and they would tell the subject."""
        if screen.debrief is None or screen.card is None:
            return ""
        sector, guide = screen.card.sector, screen.debrief.guide
        return self._talks.begin(REAL, unit=screen.unit, staff=screen.staff, sector=sector, toward=guide).sealed

    def _unit(self, request: web.Request) -> int:
        asked = request.query.get("e", "")
        return self._rounds.unit(int(asked)) if asked.isascii() and asked.isdigit() and len(asked) <= 5 else 0

    def _page(self, template: str, staff: str, unit: int, here: str = ADDRESS, /, **values: object) -> web.Response:
        known = {
            "s": Speech(staff, self._rounds.word),
            "languages": [(code, NAMES.get(code, code)) for code in self._rounds.languages()],
            "unreviewed": staff in self._talks.editions.current.catalogues.unreviewed,
            "here": here,
            "at": partial(address, staff, unit),
        }
        page = self._templates.get_template(template).render({**known, **values})
        return web.Response(body=page.encode(), headers=self._html)


def address(staff: str, unit: int, path: str = ADDRESS, **more: str) -> str:
    """Where a page of practice lies for who reads a language at a unit. Neither is about a person."""
    asked = {**({"e": str(unit)} if unit else {}), **({"s": staff} if staff != SOURCE else {}), **more}
    return path + ("?" + urlencode(asked) if asked else "")


def read_round(body: bytes) -> tuple[Press, Answers] | None:
    """A posted form: the press, and what was said of own confidence; None when no page of ours would send it."""
    said = dict(_ANSWER.findall(body))
    numbers = [int(text) if (text := said.get(name.encode(), b"")) else None for name in QUESTIONS]
    pressed = read_form(_ANSWER.sub(b"", body))
    if pressed is None or any(number is not None and number > MOST for number in numbers):
        return None
    ask, receive, after = numbers
    return pressed._replace(binding=BINDING), (ask, receive, after)


def _move(language: int) -> str:
    return write_move(FIRST_STAFF_LANGUAGE + language)


def _grouped(cards: Iterable[Card]) -> list[tuple[str, list[Card]]]:
    """The cards under their headings, without headings that have none."""
    return [(heading, list(group)) for heading, group in groupby(in_groups(cards), key=lambda card: card.heading)]

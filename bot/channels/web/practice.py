"""The practice pages: the cases, a round, what can be learnt of it, and the way out. Plain forms; no script at all.

/ovning          all cases; `?t=` a skill, `?s=` the language; a posted form is a press
/ovning/{case}   a new round
/ovning/stod     "Sluta och få stöd"
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from aiohttp import web
from jinja2 import Environment

from bot.channels.web.forms import is_form, read_form
from bot.channels.web.headers import Headers
from bot.channels.web.texts import Speech
from bot.conversation.messages import FIRST_STAFF_LANGUAGE, write_move
from bot.conversation.round_view import Card, Screen, Stage
from bot.conversation.rounds import Rounds
from bot.conversation.talk import Talks
from bot.dialog.case_model import SKILLS
from bot.text.catalogues import LANGUAGES, SOURCE
from bot.text.languages import NAMES

ADDRESS: Final = "/ovning"
BINDING: Final = b"practice-web"
HEADINGS: Final = ("tutorial", "sector-health", "sector-dental", "sector-social")
"""The groups of the list, by their words; what teaches the page stands first."""


class PracticeDoor:
    """The handlers. Their refusals are made to pages by `Door.calm`."""

    def __init__(self, talks: Talks, templates: Environment, html: Headers) -> None:
        self._talks = talks
        self._rounds = Rounds(talks.editions, talks.keys, talks.now, talks.number)
        self._templates = templates
        self._html = html

    async def cases(self, request: web.Request) -> web.Response:
        """All cases, or those that train one skill."""
        staff = self._rounds.language(request.query.get("s", ""))
        skill = request.query.get("t", "")
        skill = skill if skill in SKILLS else ""
        cards = [card for card in self._rounds.cards(staff) if not skill or skill in card.trains]
        return self._page("practice_list.html", staff, groups_of=_grouped(cards), skill=skill, skills=SKILLS)

    async def begin(self, request: web.Request) -> web.Response:
        """A new round of a case."""
        screen = self._rounds.begin(request.match_info["case"], BINDING, request.query.get("s", ""))
        if screen is None:
            raise web.HTTPNotFound
        return self._shown(screen)

    async def press(self, request: web.Request) -> web.Response:
        """A press in, a screen out."""
        if not is_form(request.headers.get("Content-Type", "")):
            raise web.HTTPUnsupportedMediaType
        pressed = read_form(await request.read())
        if pressed is None:
            raise web.HTTPBadRequest
        return self._shown(self._rounds.press(pressed._replace(binding=BINDING)))

    async def support(self, request: web.Request) -> web.Response:
        """The page for who stops. It is the same for all, whatever they practised."""
        staff = self._rounds.language(request.query.get("s", ""))
        contacts = self._rounds.support(staff)
        return self._page("practice_support.html", staff, f"{ADDRESS}/stod", contacts=contacts)

    def _shown(self, screen: Screen) -> web.Response:
        if screen.stage is Stage.LOST:
            return self._page("practice_lost.html", screen.staff)
        languages = self._rounds.languages()
        moves = [(code, NAMES.get(code, code), _move(LANGUAGES.index(code))) for code in languages]
        return self._page("practice_round.html", screen.staff, screen=screen, moves=moves, first=write_move(0))

    def _page(self, template: str, staff: str, here: str = ADDRESS, **values: object) -> web.Response:
        known = {
            "s": Speech(staff, self._rounds.word),
            "languages": [(code, NAMES.get(code, code)) for code in self._rounds.languages()],
            "unreviewed": staff in self._talks.editions.current.catalogues.unreviewed,
            "here": here,
            "query": f"?s={staff}" if staff != SOURCE else "",
        }
        page = self._templates.get_template(template).render({**known, **values})
        return web.Response(body=page.encode(), headers=self._html)


def _move(language: int) -> str:
    return write_move(FIRST_STAFF_LANGUAGE + language)


def _grouped(cards: Iterable[Card]) -> list[tuple[str, list[Card]]]:
    """The cards under their headings, without headings that have none."""
    groups: dict[str, list[Card]] = {heading: [] for heading in HEADINGS}
    for card in cards:
        groups["tutorial" if card.tutorial else f"sector-{card.sector}"].append(card)
    return [(heading, group) for heading, group in groups.items() if group]

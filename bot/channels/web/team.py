"""Team sessions on the web: one address, plain posted forms, nothing of a session in any address.

Fields: a what is done, r the room's code, k the leader's key, v a phone's ticket, q the question, c a move or a case,
s the language of the page. A form about a room of another process goes there (`relay`).
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping

from aiohttp import web

from bot.channels.web.forms import is_form, read_fields
from bot.channels.web.headers import Headers
from bot.channels.web.relay import PROOF, Relay
from bot.conversation.fellows import Fellows
from bot.conversation.rooms import FORWARD, Room, Rooms, clean
from bot.conversation.round_view import Stage
from bot.conversation.rounds import Rounds
from bot.text.catalogues import SOURCE

ADDRESS = "/ovning/grupp"
FIELDS = "arkvqcs"
MOST = 40
"""Characters of a field."""
Page = Callable[..., web.Response]
Form = Mapping[str, str]


class TeamDoor:
    """The handlers. page: makes a page of practice from a template. html: headers of one that is passed on."""

    def __init__(self, rounds: Rounds, page: Page, html: Headers, fellows: Fellows) -> None:
        self._rounds, self._page, self._html = rounds, page, html
        self._rooms = Rooms(rounds, lambda: secrets.token_urlsafe(16), secrets.randbelow, lambda: fellows.letter)
        self.relay = Relay(fellows)

    async def start(self, request: web.Request) -> web.Response:
        """Where a leader chooses a case, and a phone comes in."""
        return self._start(self._rounds.language(request.query.get("s", "")))

    async def post(self, request: web.Request) -> web.Response:
        """Whatever is done in a session."""
        if not is_form(request.headers.get("Content-Type", "")):
            raise web.HTTPUnsupportedMediaType
        body = await request.read()
        form = read_team(body)
        if form is None:
            raise web.HTTPBadRequest
        if self.relay.is_from_us(request.headers.get(PROOF, ""), body):
            answer = self._answer(form)
            assert isinstance(answer.body, bytes)  # `_page` makes it of bytes
            answer.headers[PROOF] = self.relay.answered(answer.body)
            return answer
        elsewhere = await self._elsewhere(form, body)
        return self._answer(form) if elsewhere is None else elsewhere

    async def _elsewhere(self, form: Form, body: bytes) -> web.Response | None:
        """The answer of the process that holds the room; None where that is this one, or no process."""
        fellow = await self.relay.holder(form.get("k", "") if form["a"] == "open" else clean(form.get("r", "")))
        if fellow is None:
            return None
        page = await self.relay.pass_on(fellow, ADDRESS, body)
        if page is None:
            return self._page("practice_away.html", self._rounds.language(form.get("s", "")), 0, ADDRESS, fields=form)
        return web.Response(body=page, headers=self._html)

    def _answer(self, form: Form) -> web.Response:
        """The page after a form, of a room of this process or of none."""
        staff = self._rounds.language(form.get("s", ""))
        if form["a"] == "open":
            opened = self._rooms.open(form.get("c", ""), staff, form.get("k", ""))
            return self._led(opened) if opened else self._start(staff, "team-no-room")
        if form["a"] in ("join", "vote", "wait"):
            return self._phone(form, staff)
        room = self._rooms.led(form.get("r", ""), form.get("k", ""))
        if room is None:
            return self._start(staff, "team-gone")
        if form["a"] == "close":
            self._rooms.close(room)
            return self._start(staff, "team-closed")
        if form["a"] == "bars":
            self._rooms.show(room, _number(form))
        elif form["a"] == "go":
            self._rooms.go(room, _number(form), form.get("c", FORWARD))
        return self._led(room)

    def _phone(self, form: Form, staff: str) -> web.Response:
        room = self._rooms.find(form.get("r", ""))
        ticket = form.get("v", "")
        if room is not None and ticket not in room.tickets:
            ticket = self._rooms.join(room) or ""
        if room is None or not ticket:
            typed = form.get("r", "") if form["a"] == "join" else ""
            return self._start(staff, "team-unknown" if typed else "team-gone", typed)
        if form["a"] == "vote":
            self._rooms.vote(room, ticket, _number(form), form.get("c", ""))
        shown = {"room": room, "ticket": ticket, "mine": room.votes.get(ticket, ""), "choice": Stage.CHOICE}
        return self._page("practice_phone.html", staff, 0, ADDRESS, **shown)

    def _led(self, room: Room) -> web.Response:
        shown = {"room": room, "screen": room.screen, "counts": room.counts if room.bars else None, "first": FORWARD}
        return self._page("practice_wall.html", room.screen.staff, 0, ADDRESS, **shown)

    def _start(self, staff: str = SOURCE, told: str = "", typed: str = "") -> web.Response:
        cards = [card for card in self._rounds.cards(staff) if not card.tutorial]
        shown = {"cards": cards, "key": self._rooms.key(), "told": told, "typed": typed}
        return self._page("practice_team.html", staff, 0, ADDRESS, **shown)


def read_team(body: bytes) -> Form | None:
    """The fields of a posted form; None when no page of ours would send it."""
    return read_fields(body, FIELDS, "a", MOST)


def _number(form: Form) -> int:
    """The question that a form is about; -1, which none is, where it names none."""
    given = form.get("q", "")
    return int(given) if given.isascii() and given.isdigit() else -1

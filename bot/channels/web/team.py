"""Team sessions on the web: one address, plain posted forms, nothing of a session in any address.

Fields: a what is done, r the room's code, k the leader's key, v a phone's ticket, q the question, c a move or a case,
s the language of the page.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping

from aiohttp import web

from bot.channels.web.forms import is_form, read_fields
from bot.conversation.rooms import FORWARD, Room, Rooms
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
    """The handlers. page: makes a page of practice from a template."""

    def __init__(self, rounds: Rounds, page: Page) -> None:
        self._rounds, self._page = rounds, page
        self._rooms = Rooms(rounds, lambda: secrets.token_urlsafe(16), secrets.randbelow)

    async def start(self, request: web.Request) -> web.Response:
        """Where a leader chooses a case, and a phone comes in."""
        return self._start(self._rounds.language(request.query.get("s", "")))

    async def post(self, request: web.Request) -> web.Response:
        """Whatever is done in a session."""
        if not is_form(request.headers.get("Content-Type", "")):
            raise web.HTTPUnsupportedMediaType
        form = read_team(await request.read())
        if form is None:
            raise web.HTTPBadRequest
        staff = self._rounds.language(form.get("s", ""))
        if form["a"] == "open":
            opened = self._rooms.open(form.get("c", ""), staff)
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
            self._rooms.show(room)
        elif form["a"] == "go":
            self._rooms.go(room, form.get("c", FORWARD))
        return self._led(room)

    def _phone(self, form: Form, staff: str) -> web.Response:
        room = self._rooms.find(form.get("r", ""))
        ticket = form.get("v", "")
        if room is not None and ticket not in room.tickets:
            ticket = self._rooms.join(room) or ""
        if room is None or not ticket:
            return self._start(staff, "team-gone")
        question = form.get("q", "")
        if form["a"] == "vote" and question.isascii() and question.isdigit():
            self._rooms.vote(room, ticket, int(question), form.get("c", ""))
        shown = {"room": room, "ticket": ticket, "mine": room.votes.get(ticket, ""), "choice": Stage.CHOICE}
        return self._page("practice_phone.html", staff, 0, ADDRESS, **shown)

    def _led(self, room: Room) -> web.Response:
        shown = {"room": room, "screen": room.screen, "counts": room.counts if room.bars else None, "first": FORWARD}
        return self._page("practice_wall.html", room.screen.staff, 0, ADDRESS, **shown)

    def _start(self, staff: str = SOURCE, told: str = "") -> web.Response:
        cards = [card for card in self._rounds.cards(staff) if not card.tutorial]
        return self._page("practice_team.html", staff, 0, ADDRESS, cards=cards, told=told)


def read_team(body: bytes) -> Form | None:
    """The fields of a posted form; None when no page of ours would send it."""
    return read_fields(body, FIELDS, "a", MOST)

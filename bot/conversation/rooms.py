"""Team sessions: a leader shows a case on the wall, colleagues vote on their phones what to say next. In memory alone.

A room is a round, uncounted, and the votes on its present question; both are gone when the leader closes it, after two
hours, and when the process ends. Nobody has a name, and nobody can see who is there: a phone has a random ticket, known
to that phone and to the room, so that it votes once. Who steps out leaves nothing behind. Bars are shown from `LEAST`
votes on; below that they would tell who said what, and the leader reads the lines aloud instead.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.conversation.fellows import LETTERS
from bot.conversation.messages import Press, write_move
from bot.conversation.round_view import Screen, Stage
from bot.conversation.rounds import Rounds

LEAST = 5
LIFE = timedelta(hours=2)
MOST_ROOMS, MOST_TICKETS = 64, 200
"""Rooms of one process, and phones of one room."""
CODE = 6
"""Letters of a room's code. The first names the process that holds the room (`bot.conversation.fellows`)."""
BINDING = b"practice-team"
FORWARD = write_move(0)


@dataclass(slots=True)
class Room:
    """One session. key: what only the leader's page knows. question: counts up, so that a late vote is not one on the
    next. votes: ticket → move. bars: the leader has shown them."""

    code: str
    key: str
    began: datetime
    screen: Screen
    question: int = 0
    bars: bool = False
    tickets: set[str] = field(default_factory=set)
    votes: dict[str, str] = field(default_factory=dict)

    @property
    def counts(self) -> tuple[int, ...] | None:
        """Votes for each line as it stands on the wall; None while they are fewer than `LEAST`."""
        if len(self.votes) < LEAST:
            return None
        given = list(self.votes.values())
        return tuple(given.count(line.move) for line in self.screen.lines)


class Rooms:
    """All rooms of one process. secret: a new random text of 22 letters. letter: a random index below a number.

    own: the letter of the process, "" while it has none and can hold no room.
    """

    def __init__(
        self, rounds: Rounds, secret: Callable[[], str], letter: Callable[[int], int], own: Callable[[], str]
    ) -> None:
        self._rounds = Rounds(rounds.editions, rounds.keys, rounds.now, rounds.number)  # counts nothing
        self._secret, self._letter, self._own = secret, letter, own
        self._rooms: dict[str, Room] = {}

    def key(self) -> str:
        """A key for a room that somebody may open. It begins with the letter of this process, which then holds it."""
        return self._own() + self._secret()

    def open(self, case: str, staff: str, key: str = "") -> Room | None:
        """A new room; None where there is no such case, or no room left.

        key: of a page that offers to open one. Said again it gives the same room: a page that is loaded anew sends its
        form again, and phones have joined.
        """
        self._end_old()
        opened = self._opened(case, key)
        if opened is not None:
            return opened
        screen, own = self._rounds.begin(case, BINDING, staff), self._own()
        if len(self._rooms) >= MOST_ROOMS:
            self._end_unused()
        if screen is None or not own or len(self._rooms) >= MOST_ROOMS:
            return None
        code = own + "".join(LETTERS[self._letter(len(LETTERS))] for _ in range(CODE - len(own)))
        if code in self._rooms:
            return self.open(case, staff, key)
        room = self._rooms[code] = Room(code, key or self.key(), self._rounds.now(), screen)
        return room

    def find(self, code: str) -> Room | None:
        """The room with this code; None where it is closed, or never was."""
        self._end_old()
        return self._rooms.get(clean(code))

    def led(self, code: str, key: str) -> Room | None:
        """The same for its leader alone."""
        room = self.find(code)
        return room if room and hmac.compare_digest(room.key.encode(), key.encode()) else None

    def join(self, room: Room) -> str | None:
        """A ticket for one phone; None where the room is full."""
        if len(room.tickets) >= MOST_TICKETS:
            return None
        ticket = self._secret()
        room.tickets.add(ticket)
        return ticket

    def vote(self, room: Room, ticket: str, question: int, move: str) -> bool:
        """One vote for each ticket and question; a later one replaces it. False where it means nothing (any more)."""
        known = ticket in room.tickets and question == room.question and not room.bars
        if known and any(line.move == move for line in room.screen.lines):
            room.votes[ticket] = move
            return True
        return False

    def show(self, room: Room, question: int) -> None:
        """The leader ends the voting on a question."""
        room.bars = room.bars or question == room.question

    def go(self, room: Room, question: int, move: str) -> None:
        """The leader takes a line, or goes on, and what was voted is forgotten. Said again, of a question that has
        passed, it does nothing: a page that is loaded anew sends its form again."""
        if question != room.question:
            return
        screen = self._rounds.press(Press(room.screen.sealed, move, BINDING))
        if screen.stage is not Stage.LOST and not screen.refused:
            room.screen, room.bars, room.question = screen, False, room.question + 1
            room.votes.clear()

    def close(self, room: Room) -> None:
        """Nothing of it is left."""
        self._rooms.pop(room.code, None)

    def _opened(self, case: str, key: str) -> Room | None:
        with_key = (room for room in self._rooms.values() if hmac.compare_digest(room.key.encode(), key.encode()))
        return next((room for room in with_key if room.screen.card and room.screen.card.id == case), None)

    def _end_unused(self) -> None:
        """The oldest room that nobody has joined or begun makes room: else who opens many shuts everybody out."""
        unused = (room for room in self._rooms.values() if not room.tickets and not room.question)
        if (oldest := next(unused, None)) is not None:
            self.close(oldest)

    def _end_old(self) -> None:
        now = self._rounds.now()
        for room in [room for room in self._rooms.values() if now - room.began >= LIFE]:
            self.close(room)


def clean(code: str) -> str:
    """A code as it was meant, however it was typed: small letters, and spaces or hyphens between them."""
    return re.sub(r"[\s-]", "", code).upper()

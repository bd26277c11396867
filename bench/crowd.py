"""Telegram and its users, as small as they can be: posts updates to a webhook and answers the bot's calls at once.

Both ends live in one process on a core of their own, so that they cost the measured server nothing. An update is done
when the edit has come and was answered, the query's answer has come (as a call, or in the webhook's own answer), and
the webhook was answered.
"""

from __future__ import annotations

import asyncio
import re
from abc import abstractmethod
from collections.abc import Callable, Sequence
from time import perf_counter
from typing import cast

USER = re.compile(rb"4000\d{6}")
"""A user's number, in whatever form a library sends it: the chat, and the end of the query's id."""
FIRST_USER = 4_000_000_000
EDITED, ANSWERED, TAKEN = 1, 2, 4
DONE = EDITED | ANSWERED | TAKEN
CALLS = {b"editmessagetext": EDITED, b"answercallbackquery": ANSWERED}


def _answer(body: bytes) -> bytes:
    return b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)


MESSAGE = (
    b'{"ok":true,"result":{"message_id":7,"date":1800000000,"edit_date":1800000001,"chat":{"id":4000000000,"type":'
    b'"private","first_name":"N"},"from":{"id":7000000001,"is_bot":true,"first_name":"B","username":"b_bot"},"text":"'
    + b"En lugn stund. " * 20
    + b'"}}'
)
TRUE = b'{"ok":true,"result":true}'
ME = (
    b'{"ok":true,"result":{"id":7000000001,"is_bot":true,"first_name":"B","username":"b_bot","can_join_groups":false,'
    b'"can_read_all_group_messages":false,"supports_inline_queries":false}}'
)
ANSWERS = {
    **dict.fromkeys((b"editmessagetext", b"sendmessage"), _answer(MESSAGE)),
    **dict.fromkeys((b"answercallbackquery", b"deletemessage"), _answer(TRUE)),
    b"getme": _answer(ME),
}


def user_of(body: bytes) -> int:
    """Whose call it is: the user's place."""
    found = USER.search(body)
    assert found, body
    return int(found[0]) - FIRST_USER


class _Http(asyncio.Protocol):
    """Whole HTTP messages out of a stream: head and body."""

    def __init__(self) -> None:
        self.buffer = b""
        self.transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)  # uvloop's says only that it is a base

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        while (end := self.buffer.find(b"\r\n\r\n")) >= 0:
            head = self.buffer[:end].lower()
            place = head.find(b"content-length:")
            length = int(head[place + 15 :].split(b"\r\n", 1)[0]) if place >= 0 else 0
            if len(self.buffer) < end + 4 + length:
                return
            body, self.buffer = self.buffer[end + 4 : end + 4 + length], self.buffer[end + 4 + length :]
            self.came(head, body)

    @abstractmethod
    def came(self, head: bytes, body: bytes) -> None:
        """What one side does when the other has said something."""


class BotApi(_Http):
    """One connection of the bot's: each call is answered as if it had been done.

    heard: told of each call, its method in small letters and its body.
    """

    def __init__(self, heard: Callable[[bytes, bytes], object]) -> None:
        super().__init__()
        self.heard = heard

    def came(self, head: bytes, body: bytes) -> None:
        """Answer, then tell."""
        method = head.split(b" ", 2)[1].rsplit(b"/", 1)[1]
        assert self.transport is not None
        self.transport.write(ANSWERS[method])
        self.heard(method, body)


class Line(_Http):
    """One connection to the webhook: Telegram's, with one update at a time."""

    def __init__(self) -> None:
        super().__init__()
        self.answered: Callable[[bytes], None] = lambda _: None

    def send(self, request: bytes, answered: Callable[[bytes], None]) -> None:
        """Post."""
        assert self.transport is not None
        self.answered = answered
        self.transport.write(request)

    def came(self, head: bytes, body: bytes) -> None:
        """The webhook's answer."""
        assert head.startswith(b"http/1.1 200"), head
        self.answered(body)


class Crowd:
    """So many users, who each press one button again and again."""

    def __init__(self, users: int) -> None:
        self._users = users
        self._posts: Sequence[bytes] = ()
        self._state = [DONE] * users
        self._since = [0.0] * users
        self._ended: list[asyncio.Future[float] | None] = [None] * users
        self._lines: list[Line] = []

    async def connect(self, port: int, posts: Sequence[bytes]) -> None:
        """A connection to the webhook for each user. posts: each user's press, as it is sent."""
        loop = asyncio.get_running_loop()
        self._posts = posts
        self._lines = [(await loop.create_connection(Line, "127.0.0.1", port))[1] for _ in range(self._users)]

    def disconnect(self) -> None:
        """End them."""
        for line in self._lines:
            assert line.transport is not None
            line.transport.close()

    async def press(self, user: int, at: float) -> float:
        """One update from the moment `at` to its end: seconds."""
        ended: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        self._state[user], self._since[user], self._ended[user] = 0, at, ended
        self._lines[user].send(self._posts[user], lambda body: self._taken(user, body))
        return await ended

    def called(self, method: bytes, body: bytes) -> None:
        """A call came."""
        if method in CALLS:
            self._step(user_of(body), CALLS[method])

    def _taken(self, user: int, body: bytes) -> None:
        self._step(user, TAKEN | ANSWERED if b"answerCallbackQuery" in body else TAKEN)

    def _step(self, user: int, how: int) -> None:
        self._state[user] |= how
        ended = self._ended[user]
        if self._state[user] == DONE and ended is not None:
            self._ended[user] = None
            ended.set_result(perf_counter() - self._since[user])

    async def saturate(self, count: int) -> float:
        """All users at once, each with the next update as soon as the last one is done: seconds for `count` updates."""
        left = iter(range(count))

        async def one(user: int) -> None:
            for _ in left:
                await self.press(user, perf_counter())

        begin = perf_counter()
        await asyncio.gather(*(one(user) for user in range(self._users)))
        return perf_counter() - begin

    async def trickle(self, count: int, rate: float) -> list[float]:
        """Updates at a steady rate, whether or not earlier ones are done: how long each took from when it was due."""
        free = list(range(self._users))
        taken: list[float] = []
        tasks: set[asyncio.Task[None]] = set()

        async def one(user: int, due: float) -> None:
            taken.append(await self.press(user, due))
            free.append(user)

        begin = perf_counter()
        for number in range(count):
            due = begin + number / rate
            if (wait := due - perf_counter()) > 0:
                await asyncio.sleep(wait)
            while not free:  # all users wait: the next update waits, too, and its time runs
                await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            task = asyncio.create_task(one(free.pop(), due))
            tasks.add(task)
            task.add_done_callback(tasks.discard)
        await asyncio.gather(*tasks)
        return taken

"""Ten thousand requests of ill will at a running server, with people in conversation in between."""

from __future__ import annotations

import gzip
import json
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path

import pytest

from bot.testing.user import WebUser
from tests.system.hostile import BROKEN, MARK, WHOLE, Make, request
from tests.system.server import Installation, Server, served
from tests.system.wire import Answer, Wire

SEED, REQUESTS, FEWER, BATCH = 20_261_122, 10_000, 1000, 20
WHOLE_SHARE = 0.8
PEOPLE, STUCK, PINGS = 3, 20, 5
REFUSALS = frozenset((400, 404, 405, 411, 413, 414, 415, 417, 426, 431))
MOST_GROWTH = 100_000  # kB of memory; a leak of one large body a request would be ten times that


@dataclass
class Siege:
    """What came of it.

    requests: how many are to be sent. answers: how often each status came, "" for a line that was closed or waits for
    more. wrong: what should not be. growth: of the process's memory, in kB.
    """

    requests: int
    answers: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    pressed: int = 0
    growth: int = 0
    log: str = ""

    def judge(self, answer: Answer | None, sent: bytes) -> None:
        """A calm turn, a refusal of our own, or a closed line."""
        self.answers[str(answer.status) if answer else ""] += 1
        if answer is None:
            return
        guarded = answer.headers.get("server") == "web" and "content-security-policy" in answer.headers
        calm = guarded and (answer.status in REFUSALS or answer.status == 200)
        if not calm or MARK.encode() in answer.body or "set-cookie" in answer.headers:
            self.wrong.append(f"{answer} after {sent[:300]!r}")


class Talkers:
    """People in the middle of their conversations, who press once in a while."""

    def __init__(self, address: str) -> None:
        self._users = [WebUser(address, swap=True) for _ in range(PEOPLE)]
        self._chance = random.Random(SEED)
        self.tokens: list[str] = []
        for user in self._users:
            user.open()
            assert user.page.token, user.body
            self.tokens.append(user.page.token)

    def press(self) -> int:
        """Everybody takes one step. Raises when one of them is not answered well."""
        for user in self._users:
            if user.page.is_ending:
                user.open()
            ticks = [box.move for box in user.page.boxes if self._chance.random() < 0.5]
            user.send(user.page.token, self._chance.choice(user.page.answers).move, ticks)
            assert user.status == 200
            assert not user.page.is_safe
            self.tokens.append(user.page.token)
        return PEOPLE

    def close(self) -> None:
        """Go home."""
        for user in self._users:
            user.close()


@pytest.fixture(scope="module", params=[True, False], ids=["compiled", "pure"])
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The real program in a house of its own; some machines have only the parser that is written in Python."""
    with served(Installation(tmp_path_factory.mktemp("house"), compiled=request.param)) as server:
        yield server


@pytest.fixture(scope="module")
def siege(server: Server) -> Siege:
    """All requests, in groups, with a press by everybody after each group."""
    found, chance = Siege(REQUESTS if server.installation.compiled else FEWER), random.Random(SEED)
    whole, broken, sent = cycle(WHOLE), cycle(BROKEN), 0
    with closing(Talkers(server.address)) as talkers, ExitStack() as stuck:
        for _ in range(STUCK):
            stuck.enter_context(closing(_stick(server.port, talkers.tokens)))
        memory = _memory(server)
        while sent < found.requests:
            if chance.random() < WHOLE_SHARE:
                sent += _send_in_turn(server.port, [next(whole) for _ in range(BATCH)], chance, talkers.tokens, found)
            else:
                sent += _send_alone(server.port, [next(broken) for _ in range(BATCH)], chance, talkers.tokens, found)
            found.pressed += talkers.press()
        found.growth = _memory(server) - memory
    found.log = server.told()
    return found


def _send_in_turn(port: int, makes: Sequence[Make], chance: random.Random, tokens: Sequence[str], siege: Siege) -> int:
    """Whole requests one after the other on one line, as long as the other side holds it."""
    with ExitStack() as lines:
        wire = lines.enter_context(closing(Wire(port)))
        for make in makes:
            sent = make(chance, tokens)
            wire.send(sent)
            answer = wire.receive(bodiless=sent.startswith(b"HEAD"))
            siege.judge(answer, sent)
            if answer is None or answer.headers.get("connection") == "close":
                wire = lines.enter_context(closing(Wire(port)))
    return len(makes)


def _send_alone(port: int, makes: Sequence[Make], chance: random.Random, tokens: Sequence[str], siege: Siege) -> int:
    """Broken requests, each on a line of its own, head and body apart; what comes back meanwhile is judged."""
    with ExitStack() as lines:
        talking = {make(chance, tokens): lines.enter_context(closing(Wire(port))) for make in makes}
        for sent, wire in talking.items():
            wire.send(sent[: _end_of_head(sent)])
        _wait(port)
        for sent, wire in talking.items():
            wire.send(sent[_end_of_head(sent) :])
        _wait(port)
        for sent, wire in talking.items():
            for answer in wire.arrived() or (None,):
                siege.judge(answer, sent)
    return len(talking)


def _end_of_head(sent: bytes) -> int:
    """Where the body begins; 0 when nothing parts them."""
    return sent.find(b"\r\n\r\n") + 4 if b"\r\n\r\n" in sent else 0


def _wait(port: int) -> None:
    """Until others, who came later, have been answered a few times."""
    with closing(Wire(port)) as other:
        for _ in range(PINGS):
            other.send(b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n")
            assert other.receive()


def _stick(port: int, tokens: Sequence[str]) -> Wire:
    """Somebody who begins a form, and never ends it."""
    wire = Wire(port)
    head = "POST / HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 80\r\n\r\n"
    wire.send(f"{head}t={tokens[0][:30]}".encode())
    return wire


def _memory(server: Server) -> int:
    """The process's memory in kB."""
    status = Path(f"/proc/{server.process.pid}/status").read_text()
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    assert found
    return int(found[1])


def test_every_hostile_request_is_answered_calmly(siege: Siege) -> None:
    """No fault, no cookie, and nothing of what was sent: refusals of our own, turns, or a closed line."""
    assert sum(siege.answers.values()) >= siege.requests
    assert siege.answers["200"] > siege.requests / 10
    assert siege.answers["400"] > siege.requests / 10
    assert siege.wrong == []


def test_conversations_go_on_under_fire(siege: Siege) -> None:
    """Whoever was in conversation meanwhile was answered each time."""
    assert siege.pressed >= PEOPLE * siege.requests / BATCH


def test_log_stays_empty_under_fire(siege: Siege, server: Server) -> None:
    """No traceback and no fault in the output: nothing but the address, and that no coordinator has an account."""
    address, *told = sorted(siege.log.splitlines())
    assert address == server.address and [json.loads(line)["event"] for line in told] == ["no-account"]


def test_memory_stays_bounded_under_fire(siege: Siege) -> None:
    """The process does not keep what it was sent."""
    assert siege.growth < MOST_GROWTH


def test_packed_form_is_not_unpacked(siege: Siege, server: Server) -> None:
    """A form that is packed is refused even when it is right: nothing small on the way may grow large here."""
    assert siege.pressed
    with closing(Wire(server.port)) as wire:
        form = gzip.compress(b"t=&c=AA")
        wire.send(request("POST", "/", b"t=&c=AA") + request("POST", "/", form, "Content-Encoding: gzip"))
        answers = [wire.receive(), wire.receive()]

    assert [answer and answer.status for answer in answers] == [200, 400]


def test_server_is_well_afterwards(siege: Siege, server: Server) -> None:
    """It is ready for the next person, and stops when it is told."""
    assert siege.pressed
    with WebUser(server.address) as user:
        user.ask("GET", "/readyz")
        assert user.status == 200
    assert server.stop() == 0

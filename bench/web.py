"""A web turn beside a bare handler: one server process, one small client that keeps its connections."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter

from bench.rounds import ROOT, WARM_UP, Effort, Times, alternate


@dataclass(frozen=True)
class Served:
    """The server's two ports, and the form that is posted to both."""

    ours: int
    bare: int
    form: str


@contextmanager
def server() -> Iterator[Served]:
    """The server process; it ends when its input does."""
    command = [sys.executable, "-m", "bench.contenders.web_server"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    try:
        assert process.stdout
        yield Served(**json.loads(process.stdout.readline()))
    finally:
        process.communicate()


class Connection:
    """One connection that is kept. Sends a request as it is, reads one answer whole."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, request: bytes) -> bytes:
        """The body of the answer."""
        self.socket.sendall(request)
        got = b""
        while (end := got.find(b"\r\n\r\n")) < 0:
            got += self.socket.recv(1 << 16)
        head, body = got[:end].lower(), got[end + 4 :]
        assert head.startswith(b"http/1.1 200"), head
        length = int(head.split(b"content-length:", 1)[1].split(b"\r\n", 1)[0])
        while len(body) < length:
            body += self.socket.recv(1 << 16)
        return body


def post(form: str, *, swap: bool) -> bytes:
    """The request that posts the form."""
    lines = [
        "POST / HTTP/1.1",
        "Host: localhost",
        "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {len(form)}",
    ]
    if swap:
        lines.append("X-Swap: 1")
    return "\r\n".join((*lines, "", form)).encode()


def measure(effort: Effort) -> Times:
    """Seconds for one turn: wall-clock time with the client's part, and the server's own processor time ("cpu")."""
    with server() as served:
        door, other = Connection(served.ours), Connection(served.bare)
        times: dict[str, list[float]] = {}
        for kind, swap in (("page", False), ("part", True)):
            request = post(served.form, swap=swap)
            assert door.ask(request) == other.ask(request)
            count = max(1, round(effort.slice / 0.001))
            both = {"ours": _timed(door, other, request, count), "bare": _timed(other, other, request, count)}
            for _ in range(WARM_UP if effort.slice else 0):
                for timed in both.values():
                    timed()
            used: dict[str, list[float]] = {name: [] for name in both}
            wall = alternate({name: _split(timed, used[name]) for name, timed in both.items()}, effort.rounds)
            for name in both:
                times[f"{kind} {name}"] = list(wall[name])
                times[f"{kind} {name} cpu"] = used[name]
        return times


def _timed(connection: Connection, meter: Connection, request: bytes, count: int) -> Callable[[], tuple[float, float]]:
    ask_meter = b"GET /used HTTP/1.1\r\nHost: localhost\r\n\r\n"

    def once() -> tuple[float, float]:
        before = float(meter.ask(ask_meter))
        begin = perf_counter()
        for _ in range(count):
            connection.ask(request)
        seconds = perf_counter() - begin
        return seconds / count, (float(meter.ask(ask_meter)) - before) / count

    return once


def _split(timed: Callable[[], tuple[float, float]], used: list[float]) -> Callable[[], float]:
    def once() -> float:
        wall, cpu = timed()
        used.append(cpu)
        return wall

    return once

"""A bare connection: bytes out, answers in. For requests that no library of good manners would send."""

from __future__ import annotations

import io
import re
import socket
from contextlib import suppress
from dataclasses import dataclass
from itertools import takewhile
from typing import BinaryIO

PATIENCE = 20.0  # seconds
BEGINNING = re.compile(rb"(?=HTTP/1\.[01] [0-9]{3} )")
"""Of an answer; lengths are no help, since the answer to a HEAD tells one of a body that does not come."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer. headers: names in small letters. body: b"" for one without a length."""

    status: int
    headers: dict[str, str]
    body: bytes


class Wire:
    """A connection to a port of this machine."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        self._file = self._socket.makefile("rb")

    def close(self) -> None:
        """Hang up."""
        self._file.close()
        self._socket.close()

    def send(self, sent: bytes) -> None:
        """Send bytes; that the other side has hung up is seen when it is listened to."""
        with suppress(ConnectionError):
            self._socket.sendall(sent)

    def receive(self, *, bodiless: bool = False) -> Answer | None:
        """Wait for the next answer; None when the other side has hung up. bodiless: the answer to a HEAD."""
        with suppress(ConnectionError):
            return read_answer(self._file, bodiless=bodiless)
        return None

    def arrived(self) -> list[Answer]:
        """All answers that have come until now, without waiting; the last that can be asked of a line."""
        parts = []
        self._socket.setblocking(False)
        with suppress(OSError):
            while part := self._socket.recv(1 << 16):
                parts.append(part)
        answers = (read_answer(io.BytesIO(answer)) for answer in BEGINNING.split(b"".join(parts)))
        return [answer for answer in answers if answer is not None]


def read_answer(file: BinaryIO, *, bodiless: bool = False) -> Answer | None:
    """The next answer of a stream; None at its end."""
    status = file.readline()
    lines = takewhile(lambda line: line not in {b"\r\n", b""}, iter(file.readline, None))
    headers = {
        name.lower(): value.strip() for name, _, value in (line.decode("latin-1").partition(":") for line in lines)
    }
    if not status:
        return None
    body = b"" if bodiless else file.read(int(headers.get("content-length", "0")))
    return Answer(int(status.split()[1]), headers, body)

"""Somebody with a browser: opens the web chat, presses buttons by their words, ticks boxes, goes back.

    with WebUser("http://127.0.0.1:8080/") as user:
        user.open(unit=1)
        user.press("Tandvård")
        user.press("Klar", ticks=["Barn", 3])
        print(user.page.title)

Synchronous; one connection, kept open, and made anew when the server has closed it. Nothing is checked here: what
came is in `status`, `body` and `page`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from http.client import HTTPConnection, HTTPException
from types import TracebackType
from urllib.parse import urlsplit

from bot.conversation.messages import Control, write_move
from bot.testing.page import Page, read_page

FORM = "application/x-www-form-urlencoded"
TIMEOUT = 20.0
"""Seconds."""
BROKEN = (OSError, HTTPException)
"""What is raised when no whole answer comes."""


class WebUser:
    """One browser window.

    address: where the chat is, without a path. headers: sent with every request. source: the address that the user
    comes from, for machines that have several. swap: ask for the turn alone, as the
    page's script does, instead of the whole page.
    """

    def __init__(
        self, address: str, *, headers: Mapping[str, str] | None = None, source: str = "", swap: bool = False
    ) -> None:
        where = urlsplit(address)
        self._connection = HTTPConnection(
            where.hostname or "127.0.0.1", where.port, timeout=TIMEOUT, source_address=(source, 0) if source else None
        )
        self.headers = dict(headers or {})
        self.swap = swap
        self.status = 0
        self.body = ""
        self.page: Page = read_page("")

    def __enter__(self) -> WebUser:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection; the page stays."""
        self._connection.close()

    def open(self, *, unit: int = 0) -> Page:
        """Begin at the first screen."""
        return self.ask("GET", f"/?e={unit}" if unit else "/")

    def press(self, wanted: str | int, *, ticks: Iterable[str | int] = ()) -> Page:
        """Press a button by its label, or an answer by its number (from 1), with these boxes ticked.

        Raises:
            NoSuchButtonError: the page has no such button or box.
        """
        boxes = [self.page.box(tick).move for tick in ticks]
        return self.send(self.page.token, self.page.button(wanted).move, boxes)

    def back(self) -> Page:
        """Go one answer back."""
        return self.send(self.page.token, write_move(Control.BACK.value))

    def restart(self) -> Page:
        """Begin anew, in the same unit and languages."""
        return self.send(self.page.token, write_move(Control.RESTART.value))

    def again(self) -> Page:
        """Ask for the turn on the screen once more; nothing changes."""
        return self.send(self.page.token, write_move(Control.STAY.value))

    def send(self, token: str, move: str, boxes: Iterable[str] = (), *, more: str = "") -> Page:
        """Post a form, whatever it says. boxes: moves of ticked boxes. more: put behind it as it is."""
        form = f"t={token}&c={move}" + "".join(f"&o={box}" for box in boxes) + more
        return self.ask("POST", "/", form)

    def ask(self, method: str, path: str, form: str | None = None) -> Page:
        """Any request. The page stays as it was when the answer is no turn.

        Raises:
            BROKEN: no whole answer came, from two connections.
        """
        headers = {**self.headers, **({"X-Swap": "1"} if self.swap and form is not None else {})}
        if form is not None:
            headers.setdefault("Content-Type", FORM)
        try:
            self._exchange(method, path, form, headers)
        except BROKEN:
            # The server has closed a connection that had been idle, as it may; a browser opens another one, too.
            self._exchange(method, path, form, headers)
        if self.status == 200:
            self.page = read_page(self.body)
        return self.page

    def _exchange(self, method: str, path: str, form: str | None, headers: Mapping[str, str]) -> None:
        try:
            self._connection.request(method, path, form, dict(headers))
            answer = self._connection.getresponse()
            self.status, self.body = answer.status, answer.read().decode()
        except BROKEN:
            self._connection.close()  # the next request makes a new one
            raise

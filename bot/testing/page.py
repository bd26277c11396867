"""A page of the web chat as a person meets it: what it says, what can be pressed, and the sealed token.

Reads whole pages and the <main> alone. Only the <main> counts as the turn; what stands around it (hide, languages,
acute panel) is the same everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from html.parser import HTMLParser
from typing import TypeVar

BLOCKS = frozenset(("p", "li", "h1", "h2", "h3", "legend", "summary", "div", "ul", "ol", "section", "form", "details"))
TOKEN = re.compile(r'(<input type="hidden" name="t" value=")([A-Za-z0-9_-]*)"')


class NoSuchButtonError(Exception):
    """The page has no such button or box; the message lists those that it has."""


@dataclass(frozen=True, slots=True)
class Said:
    """A line of text. audience: staff, aloud or shown; "" for headings, actions and all else."""

    audience: str
    text: str


@dataclass(frozen=True, slots=True)
class Button:
    """What can be pressed. move: two characters. answer: answers the turn; the rest are jumps and the like."""

    label: str
    move: str
    answer: bool


@dataclass(frozen=True, slots=True)
class Box:
    """What can be ticked."""

    label: str
    move: str
    ticked: bool


@dataclass(frozen=True, slots=True)
class Page:
    """One turn. token: "" on a safe turn. acute: the move that leads to the acute steps, "" when none does.

    code: the report code of an ending (release and step, see `bot.conversation.report_code`), else "".
    refused: the last press did not fit, and nothing changed. numbers: digits that can be dialled by a touch.
    """

    token: str
    title: str
    texts: tuple[Said, ...]
    buttons: tuple[Button, ...]
    boxes: tuple[Box, ...]
    can_back: bool
    acute: str
    code: str
    refused: bool
    numbers: tuple[str, ...]

    @property
    def answers(self) -> tuple[Button, ...]:
        """The buttons that answer the turn, in order. An ending has only the one that begins anew."""
        return tuple(button for button in self.buttons if button.answer)

    @property
    def is_safe(self) -> bool:
        """Whether this is the calm page for a press that led nowhere."""
        return not self.token

    @property
    def is_ending(self) -> bool:
        """Whether the conversation is over."""
        return bool(self.code)

    @property
    def words(self) -> str:
        """All that the turn says, one line each, buttons last."""
        lines = [said.text for said in self.texts]
        return "\n".join([*lines, *(box.label for box in self.boxes), *(button.label for button in self.buttons)])

    def button(self, wanted: str | int) -> Button:
        """The button with this label, or the answer with this number (from 1).

        Raises:
            NoSuchButtonError: there is none.
        """
        if isinstance(wanted, int):
            return _numbered(self.answers, wanted)
        return _labelled(self.buttons, wanted)

    def box(self, wanted: str | int) -> Box:
        """The box with this label or number (from 1).

        Raises:
            NoSuchButtonError: there is none.
        """
        return _numbered(self.boxes, wanted) if isinstance(wanted, int) else _labelled(self.boxes, wanted)


def read_page(html: str) -> Page:
    """HTML → page. Screens come again and again with another token, so a screen is parsed once."""
    token = TOKEN.search(html)
    page = _parse(TOKEN.sub(r'\1"', html, count=1))
    return replace(page, token=token[2]) if token else page


@lru_cache(maxsize=1024)
def _parse(html: str) -> Page:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.page()


class _Reader(HTMLParser):
    """Gathers the parts of the <main> while the parser walks through the page."""

    def __init__(self) -> None:
        super().__init__()
        self.main: dict[str, str] | None = None
        self.title = self.code = self._audience = ""
        self.texts: list[Said] = []
        self.numbers: list[str] = []
        self.buttons: list[Button] = []
        self.boxes: list[Box] = []
        self._words: list[str] = []
        self._around: dict[str, str] = {}
        self._press: dict[str, str] | None = None
        self._inside = self.refused = False

    def page(self) -> Page:
        """What was gathered; a page without a <main> is an empty one."""
        main = self.main or {}
        return Page(
            token="",
            title=self.title,
            texts=tuple(self.texts),
            buttons=tuple(self.buttons),
            boxes=tuple(self.boxes),
            can_back=main.get("data-back") == "1",
            acute=main.get("data-acute", ""),
            code=self.code,
            refused=self.refused,
            numbers=tuple(self.numbers),
        )

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a block, a button or a box."""
        given = {name: value or "" for name, value in attrs}
        if tag == "main":
            self.main, self._inside = given, True
        if not self._inside:
            return
        if tag in BLOCKS:
            self._end_block()
            self._around = given
        elif tag == "button" or (tag == "input" and given.get("name") == "o"):
            self._end_block()
            self._press = given
        elif given.get("href", "").startswith("tel:"):
            self.numbers.append(given["href"].removeprefix("tel:"))
        if "passage" in given.get("class", "").split():
            self._audience = given["class"].replace("passage", "").strip()

    def handle_endtag(self, tag: str) -> None:
        """End what began."""
        if tag == "main":
            self._inside = False
        elif tag == "button" and self._press is not None:
            label, given, self._press = self._take(), self._press, None
            if given.get("name") == "c":  # the others are the script's, such as Print
                self.buttons.append(Button(label, given["value"], "choice" in given.get("class", "").split()))
        elif tag == "label" and self._press is not None:
            self.boxes.append(Box(self._take(), self._press["value"], "checked" in self._press))
            self._press = None
        elif tag in BLOCKS:
            self._end_block()
            if tag == "div":
                self._audience = ""

    def handle_data(self, data: str) -> None:
        """Words of the turn."""
        if self._inside:
            self._words.append(data)

    def _take(self) -> str:
        text = " ".join("".join(self._words).split())
        self._words.clear()
        return text

    def _end_block(self) -> None:
        """What was said since the last block becomes a line; the labels of audiences are no lines."""
        text, around = self._take(), self._around
        self._around = {}
        kind = around.get("class", "")
        if not text or kind in {"label", "code on-paper"}:
            return
        if kind == "code":
            self.code = text.split()[-1]
        if around.get("id") == "title":
            self.title = text
        self.refused = self.refused or kind == "refused"
        self.texts.append(Said(self._audience, text))


Named = TypeVar("Named", Button, Box)


def _numbered(things: Sequence[Named], number: int) -> Named:
    if 1 <= number <= len(things):
        return things[number - 1]
    raise NoSuchButtonError(f"there is no number {number}; there are {len(things)}")


def _labelled(things: Sequence[Named], label: str) -> Named:
    for thing in things:
        if thing.label == label:
            return thing
    raise NoSuchButtonError(f"there is no “{label}”; there is {', '.join(thing.label for thing in things)}")

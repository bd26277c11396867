"""A language that runs from right to left: every line says so, whatever it begins with, and Swedish lines do not."""

from __future__ import annotations

import unicodedata
from functools import cache

import pytest

from bot.channels.telegram.markup import plain
from bot.channels.telegram.message import Message, Order, Verb
from bot.channels.telegram.pages import Pages
from bot.conversation.edition import Edition, open_edition
from bot.conversation.messages import Text
from bot.text.extract import entries
from tests.channels.telegram.talked import CHAT, pages_with, pressed, shipped

MARK = "\u200f"
INVENTED = "\u0643\u0644\u0645\u0629"  # a word, before the Swedish text that it stands for
HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"X-Review: none\\n"\n"X-Holds: all\\n"\n\n'


@cache
def arabic() -> Edition:
    """The content that ships, with an invented catalogue in which each text begins with an Arabic word."""
    shown = shipped()
    written = "".join(
        f"msgctxt {_quoted(each.context)}\nmsgid {_quoted(each.text)}\nmsgstr {_quoted(_said(each.text))}\n\n"
        for each in entries(shown.release)
    )
    files = dict(shown.release.files) | {"locales/ar/LC_MESSAGES/fragestod.po": (HEAD + written).encode()}
    edition, problems = open_edition(files)
    assert edition is not None, problems
    edition.directory = shown.directory
    return edition


def _said(text: str) -> str:
    return "\n".join(
        f"- {INVENTED} {line.removeprefix('- ')}" if line.startswith("- ") else f"{INVENTED} {line}"
        for line in text.split("\n")
    )


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


@pytest.fixture(scope="module")
def pages() -> Pages:
    """The pages of an organisation that has opened Telegram."""
    return pages_with(arabic())


def shown(pages: Pages) -> list[Message]:
    """Screens, an ending and what needs no token, in Arabic."""
    begun = pages.ask(Order(Verb.BEGIN, "ar", 1), CHAT)
    steps = [begun, pressed(pages, begun, "1")]
    steps.append(pressed(pages, steps[-1], f"{INVENTED} Akut"))
    standing = [pages.ask(Order(verb, "ar", 1), CHAT) for verb in Verb if verb is not Verb.BEGIN]
    found = [pages.ask(Order(Verb.FIND, "ar", 1, 1, alone=True), CHAT)]
    return [each.message for each in (*steps, *standing, *found)]


def first_strong(line: str) -> str:
    """The first character of a line that has a direction."""
    return next((letter for letter in line if unicodedata.bidirectional(letter) in ("L", "R", "AL")), "")


def test_every_line_runs_the_way_of_its_language(pages: Pages) -> None:
    """Telegram is told no direction: it takes that of the first character that has one."""
    lines = [line for message in shown(pages) for line in plain(message.text).splitlines() if INVENTED in line]
    assert len(lines) > 100
    for line in lines:
        start = line.index(INVENTED)
        assert first_strong(line) == MARK or (first_strong(line[:start]) and line[start - 1] == MARK), line


def test_every_number_keeps_its_order_from_right_to_left(pages: Pages) -> None:
    """Between marks that isolate it: otherwise its groups change places."""
    numbers = [number for message in shown(pages) for number in ("112", "116 016", "114 14") if number in message.text]
    assert len(numbers) > 3
    for message in shown(pages):
        assert "<b>112</b>" not in message.text.replace("\u2066<b>112</b>\u2069", "")
        assert "+46" not in message.text.replace("\u2066+46", "")


def test_what_falls_back_to_swedish_runs_from_left_to_right(pages: Pages) -> None:
    """A text that nobody has translated stands in Swedish, and runs as Swedish does."""
    speech = pages.screens.speech("ar")
    assert MARK not in "".join(speech.prose(Text("Ring nu.\n- Säg till.", "sv", fallback=True)))
    assert speech.word("chat-help").startswith(MARK)

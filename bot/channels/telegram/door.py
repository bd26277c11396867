"""One update → the calls to make, in their order. Nothing is sent here and nothing is remembered.

A press is told by the numbers in its data alone, so every process plans the same calls for it, as often as it comes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from bot.channels.telegram import bodies
from bot.channels.telegram.calls import Call
from bot.channels.telegram.links import LETTER
from bot.channels.telegram.markup import escape
from bot.channels.telegram.message import COMMANDS, NO_UNIT, PRESSED, Message, Order, Verb, read_order
from bot.channels.telegram.pages import Pages
from bot.channels.telegram.typed import chosen
from bot.channels.telegram.updates import Commanded, InChannel, InGroup, Inline, Nothing, Pressed, Sent, Typed, Update
from bot.engine.token import SEALED_CHARACTERS
from bot.practice.sitting import SIGN
from bot.text.catalogues import SOURCE

Plan: TypeAlias = tuple[Call, ...]

BEFORE = 99
"""Messages before a typed /hide that go with it: with itself 100, Telegram's limit for one call."""
UNIT_DIGITS = 5
"""Digits of a unit's number at most, in `/start 3`."""


def binding(chat: int) -> bytes:
    """What a token of this chat is sealed with: in another chat it opens nothing."""
    return b"telegram:%d" % chat


class Door:
    """Plans. languages: those that exist here. letter: token of a link → a coordinator's letter as plain text."""

    def __init__(self, pages: Pages, languages: tuple[str, ...], letter: Callable[[str], str] | None = None) -> None:
        self._pages = pages
        self._letter = letter
        self._languages = languages
        self._screens = bodies.Screens()

    def plan(self, update: Update) -> Plan:
        """The calls for one update."""
        match update:
            case Pressed(chat, message, query, data, language):
                return bodies.edit(chat, message, self._after(chat, data, language)), bodies.answer(query)
            case Commanded():
                return self._commanded(update)
            case Typed(chat, message, text, replied, language):
                if replied and (meant := chosen(replied.text, replied.markup, text)):
                    ending = self._after(chat, meant, language)
                    return bodies.edit(chat, replied.message, ending), bodies.delete(chat, message)
                return self._not_read(chat, message, language)
            case Sent(chat=chat, message=message, language=language):
                return self._not_read(chat, message, language)
            case InGroup(chat, language):
                farewell = bodies.shown(self._pages.standing.left_group(self._language(language)))
                return bodies.send(chat, farewell), bodies.leave(chat)
            case InChannel(chat):
                return (bodies.leave(chat),)
            case Inline(query, button):
                return (bodies.answer(query) if button else bodies.answer_inline(query),)
            case Nothing():
                return ()

    def is_slow(self, update: Update) -> bool:
        """Whether planning asks the database: a letter does, and nothing else. Then it must not hold up the presses."""
        if self._letter is None or not isinstance(update, Commanded):
            return False
        return update.name == "start" and update.argument.startswith(LETTER)

    def _after(self, chat: int, data: str, language: str) -> bytes:
        """What a button leads to. One that was never ours leads to the first message."""
        if len(data) == PRESSED:
            sealed, move = data[:SEALED_CHARACTERS], data[SEALED_CHARACTERS:]
            return self._screens.ending(self._pages.press(sealed, move, binding(chat)))
        order = read_order(data) or Order(Verb.WELCOME, self._language(language))
        return self._screens.ending(self._pages.ask(order, binding(chat)))

    def _commanded(self, said: Commanded) -> Plan:
        """A command: its page, as a new message, since what came before may be long gone. The command goes."""
        chat, language = said.chat, self._language(said.language)
        if self._letter is not None and self.is_slow(said):
            told = bodies.shown(Message(escape(self._letter(said.argument[len(LETTER) :]))))
            return bodies.send(chat, told), bodies.delete(chat, said.message, rides=True)
        verb = COMMANDS.get(said.name, Verb.HELP)
        order = Order(verb, language, _unit(said))
        if (
            verb is Verb.PRACTICE and said.argument
        ):  # which cards are due is known to a browser, which makes the command
            order = Order(Verb.CARDS, language, sitting=said.argument.removeprefix(SIGN))
        ending = self._screens.ending(self._pages.ask(order, binding(chat)))
        if verb is Verb.HIDE:
            before = range(max(1, said.message - BEFORE), said.message + 1)
            return bodies.delete_all(chat, before), bodies.send(chat, ending)
        return bodies.send(chat, ending), bodies.delete(chat, said.message, rides=True)

    def _not_read(self, chat: int, message: int, language: str) -> Plan:
        """What was written or sent goes, and a sentence tells why. First it goes."""
        told = bodies.shown(self._pages.standing.unread(self._language(language)))
        return bodies.delete(chat, message), bodies.send(chat, told)

    def _language(self, code: str) -> str:
        """The language that exists here for one of a user's program, such as "en-GB"; else Swedish."""
        if code in self._languages:
            return code
        short = code.partition("-")[0]
        return short if short in self._languages else SOURCE


def _unit(said: Commanded) -> int:
    """The unit's number behind /start; whether there is such a unit is seen where it is looked up."""
    number = said.argument
    if said.name != "start" or not number:
        return 0
    fits = number.isascii() and number.isdigit() and len(number) <= UNIT_DIGITS
    return (int(number) if fits else 0) or NO_UNIT

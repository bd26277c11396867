"""What exists at Telegram: the bot, chats and their messages. Plain values that methods and people change.

Messages of private chats and small groups are numbered together, as Telegram does it: the numbers just below a message
may belong to another chat.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.testing.telegram.entities import Entity
from bot.testing.telegram.keyboards import Rows

BOT_ID, BOT_NAME, BOT_USERNAME = 7_000_000_001, "Stub", "stub_bot"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with Telegram, or the bot."""

    id: int
    first_name: str
    language_code: str = ""
    username: str = ""
    is_bot: bool = False

    def json(self) -> dict[str, object]:
        """As the Bot API shows it."""
        shown: dict[str, object] = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name}
        if self.username:
            shown["username"] = self.username
        if self.language_code:
            shown["language_code"] = self.language_code
        return shown


BOT = Person(BOT_ID, BOT_NAME, username=BOT_USERNAME, is_bot=True)


@dataclass(frozen=True, slots=True)
class Message:
    """A message. sender: None in a channel. content: what it holds beside or instead of text, by field name of the
    Bot API (photo, voice, …). date, edited: Unix seconds, edited 0 when it never was."""

    id: int
    chat: int
    sender: Person | None
    date: int
    text: str = ""
    entities: tuple[Entity, ...] = ()
    rows: Rows = ()
    reply_to: int = 0
    edited: int = 0
    silent: bool = False
    protected: bool = False
    content: tuple[tuple[str, object], ...] = ()

    @property
    def is_from_bot(self) -> bool:
        """Whether the bot wrote it."""
        return self.sender is not None and self.sender.is_bot

    @property
    def labels(self) -> tuple[str, ...]:
        """Labels of its buttons, row by row."""
        return tuple(button.label for row in self.rows for button in row)


@dataclass(slots=True)
class Chat:
    """A chat. type: private, group, supergroup, channel. blocked: the user has blocked the bot.
    member: the bot is in it."""

    id: int
    type: str
    title: str
    messages: dict[int, Message] = field(default_factory=dict)
    blocked: bool = False
    member: bool = True

    def json(self) -> dict[str, object]:
        """As the Bot API shows it."""
        name = "first_name" if self.type == "private" else "title"
        return {"id": self.id, name: self.title, "type": self.type}


@dataclass(slots=True)
class World:
    """Everything. now: Unix seconds. history: keep messages; without it nothing of a chat is kept, and every message
    can be edited."""

    now: Callable[[], float]
    history: bool = True
    chats: dict[int, Chat] = field(default_factory=dict)
    profile: dict[tuple[str, ...], object] = field(default_factory=dict)
    _number: int = 0
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    def number(self) -> int:
        """The next message number."""
        self._number += 1
        return self._number

    def seconds(self) -> int:
        """Now, in whole Unix seconds."""
        return int(self.now())

    def keep(self, message: Message) -> Message:
        """Put a message in its chat, new or changed."""
        if self.history:
            self.chats[message.chat].messages[message.id] = message
        self.ring()
        return message

    def drop(self, chat: int, number: int) -> None:
        """Delete a message."""
        self.chats[chat].messages.pop(number, None)
        self.ring()

    def ring(self) -> None:
        """Wake all who wait for a change."""
        self._changed.set()
        self._changed = asyncio.Event()

    async def until(self, holds: Callable[[], bool], seconds: float) -> bool:
        """Wait until something holds, looking anew at each change; False when it does not within so many seconds."""
        try:
            async with asyncio.timeout(seconds):
                while not holds():
                    await self._changed.wait()
        except TimeoutError:
            return holds()
        return True

    def json(self, message: Message, *, inner: bool = False) -> dict[str, object]:
        """A message as the Bot API shows it. inner: it stands inside another one, as what was answered."""
        chat = self.chats.get(message.chat) or Chat(message.chat, "private", "")
        shown: dict[str, object] = {"message_id": message.id, "date": message.date, "chat": chat.json()}
        if message.sender is not None:
            shown["from"] = message.sender.json()
        answered = chat.messages.get(message.reply_to)
        if answered is not None and not inner:
            shown["reply_to_message"] = self.json(answered, inner=True)
        if message.edited:
            shown["edit_date"] = message.edited
        if message.text:
            shown["text"] = message.text
        if message.entities:
            shown["entities"] = [entity.json() for entity in message.entities]
        if message.protected:
            shown["has_protected_content"] = True
        shown.update(message.content)
        if message.rows:
            shown["reply_markup"] = {"inline_keyboard": [[button.json() for button in row] for row in message.rows]}
        return shown

"""People with Telegram, by a script: they write, press buttons by their words, send pictures, block the bot.

user = api.user(language_code="sv")
await user.send("/start 3")
await user.sees("Vad behöver du?")
await user.turn("Tandvård")            # press, and wait until the bot has answered
await user.press("Back", user.messages[0])   # a button of an old message
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.testing.telegram.events import command, member_change, write
from bot.testing.telegram.keyboards import Button
from bot.testing.telegram.world import Chat, Message, Person

if TYPE_CHECKING:
    from bot.testing.telegram.server import BotApi

PATIENCE = 10.0
"""Seconds that a person waits for something to happen."""
PREVIEW = 60
"""Characters that a chat list shows of the newest message."""
FILE = {"file_id": "file-of-nobody", "file_unique_id": "unique"}


class NoSuchButtonError(Exception):
    """The message has no such button; the text lists those that it has."""


class NotSeenError(AssertionError):
    """What somebody waited for did not come; the text says what there was instead."""


@dataclass(frozen=True, slots=True)
class Query:
    """A pressed button. id: of its callback query."""

    api: BotApi
    id: str

    @property
    def is_answered(self) -> bool:
        """Whether its clock has ended."""
        return self.id not in self.api.queries.waiting

    async def answered(self, seconds: float = PATIENCE) -> str:
        """Wait for the bot's answer; its text.

        Raises:
            NotSeenError: none came.
        """
        if not await self.api.world.until(lambda: self.is_answered, seconds):
            raise NotSeenError(f"the press was not answered within {seconds} s")
        return self.api.queries.answers.get(self.id, "")


class User:
    """Somebody's private chat with the bot."""

    def __init__(self, api: BotApi, person: Person) -> None:
        self.api = api
        self.person = person

    @property
    def id(self) -> int:
        """The person's id, which is that of the private chat, too."""
        return self.person.id

    @property
    def chat(self) -> Chat:
        """The private chat; it begins to exist when the person writes first."""
        chats = self.api.world.chats
        if self.id not in chats:
            chat = Chat(self.id, "private", self.person.first_name)
            if not self.api.world.history:
                return chat
            chats[self.id] = chat
        return chats[self.id]

    @property
    def messages(self) -> list[Message]:
        """The bot's messages that are there, oldest first, as they read now."""
        return [message for message in self.chat.messages.values() if message.is_from_bot]

    @property
    def newest(self) -> Message:
        """The bot's newest message.

        Raises:
            NotSeenError: there is none.
        """
        if not self.messages:
            raise NotSeenError("the bot has written nothing")
        return self.messages[-1]

    @property
    def preview(self) -> str:
        """What the chat list shows: the beginning of the newest message, whoever wrote it."""
        newest = list(self.chat.messages.values())[-1:]
        return " ".join(newest[0].text.split())[:PREVIEW] if newest else ""

    async def send(self, text: str, *, reply_to: Message | None = None) -> Message:
        """Write."""
        return write(self.api, self.chat, self.person, text, command(text), reply_to.id if reply_to else 0)

    async def reply(self, message: Message, text: str) -> Message:
        """Answer a message by Telegram's reply."""
        return await self.send(text, reply_to=message)

    async def edit(self, message: Message, text: str) -> Message:
        """Change what one wrote."""
        edited = replace(message, text=text, edited=self.api.world.seconds())
        self.api.world.keep(edited)
        self.api.updates.add("edited_message", self.api.world.json(edited), chat=self.id)
        return edited

    async def photo(self, caption: str = "") -> Message:
        """Send a picture."""
        return self._sent("photo", [{**FILE, "width": 90, "height": 90, "file_size": 1000}], caption)

    async def voice(self) -> Message:
        """Send a spoken message."""
        return self._sent("voice", {**FILE, "duration": 3, "mime_type": "audio/ogg"})

    async def document(self, caption: str = "") -> Message:
        """Send a file."""
        return self._sent("document", {**FILE, "file_name": "file.pdf", "mime_type": "application/pdf"}, caption)

    async def contact(self) -> Message:
        """Send somebody's number."""
        return self._sent("contact", {"phone_number": "+46700000000", "first_name": "Nobody"})

    async def location(self) -> Message:
        """Send where one is."""
        return self._sent("location", {"latitude": 0.0, "longitude": 0.0})

    async def sticker(self) -> Message:
        """Send a sticker."""
        shape = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
        return self._sent("sticker", {**FILE, **shape})

    async def dice(self) -> Message:
        """Throw dice: the one thing that a bot cannot delete at once."""
        return self._sent("dice", {"emoji": "🎲", "value": 3})

    async def inline(self, query: str) -> Query:
        """Ask the bot from another chat."""
        asked = Query(self.api, self.api.queries.ask())
        payload: dict[str, object] = {"id": asked.id, "from": self.person.json(), "query": query, "offset": ""}
        self.api.updates.add("inline_query", payload, chat=self.id)
        return asked

    async def press(self, label: str, message: Message | None = None) -> Query:
        """Press a button by its words, of the newest message that has it or of this one; nothing is waited for.

        Raises:
            NoSuchButtonError: there is no such button, or it is a link.
        """
        where, button = self.find(label, message)
        if not button.data:
            raise NoSuchButtonError(f"“{label}” is a link to {button.value}")
        return await self.press_data(button.data, where)

    async def press_data(self, data: str, message: Message) -> Query:
        """Send a button's data, whatever it is, as a changed program could."""
        asked = Query(self.api, self.api.queries.ask())
        now = self.chat.messages.get(message.id)
        gone = {"message_id": message.id, "chat": self.chat.json(), "date": 0}
        kept = self.api.world.history
        shown = self.api.world.json(now) if now else gone if kept else self.api.world.json(message)
        payload: dict[str, object] = {
            "id": asked.id,
            "from": self.person.json(),
            "message": shown,
            "chat_instance": str(self.id * 7),
            "data": data,
        }
        if self.api.updates.add("callback_query", payload, chat=self.id, queue=self.id + (3 << 33)) is None:
            self.api.queries.waiting.pop(asked.id)
        return asked

    async def turn(self, label: str, message: Message | None = None, seconds: float = PATIENCE) -> Message:
        """Press and wait until the bot has answered and gone quiet; the bot's newest message.

        Raises:
            NoSuchButtonError: there is no such button.
            NotSeenError: no answer came.
        """
        query = await self.press(label, message)
        await query.answered(seconds)
        await self.api.quiet(seconds)
        return self.newest

    def find(self, label: str, message: Message | None = None) -> tuple[Message, Button]:
        """The button with these words and its message; the newest message that has it when none is given.

        Raises:
            NoSuchButtonError: there is none.
        """
        places = [message] if message is not None else self.messages[::-1]
        for place in places:
            for row in place.rows:
                for button in row:
                    if button.label == label:
                        return place, button
        offered = ", ".join(f"“{name}”" for name in (places[0].labels if places else ()))
        raise NoSuchButtonError(f"there is no button “{label}”; the newest message has {offered or 'none'}")

    async def sees(self, text: str, seconds: float = PATIENCE) -> Message:
        """Wait until the bot's newest message holds a text.

        Raises:
            NotSeenError: it did not come.
        """
        await self.until(lambda: bool(self.messages) and text in self.newest.text, f"no “{text}”", seconds)
        return self.newest

    async def until(self, holds: Callable[[], bool], what: str, seconds: float = PATIENCE) -> None:
        """Wait until something holds.

        Raises:
            NotSeenError: it did not.
        """
        if not await self.api.world.until(holds, seconds):
            shown = self.messages[-1].text if self.messages else "nothing"
            raise NotSeenError(f"{what} within {seconds} s; the newest message says: {shown}")

    async def block(self) -> None:
        """Block the bot."""
        self._blocks(blocked=True)

    async def unblock(self) -> None:
        """Let the bot write again."""
        self._blocks(blocked=False)

    def _blocks(self, *, blocked: bool) -> None:
        self.chat.blocked = blocked
        old, new = ("member", "kicked") if blocked else ("kicked", "member")
        self.api.updates.add("my_chat_member", member_change(self.api, self.chat, self.person, old, new), chat=self.id)

    def _sent(self, kind: str, content: object, caption: str = "") -> Message:
        more = (("caption", caption),) if caption else ()
        return write(self.api, self.chat, self.person, content=((kind, content), *more))

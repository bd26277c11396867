"""Groups, supergroups and channels, by a script."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.testing.telegram.events import command, member_change, write
from bot.testing.telegram.people import User
from bot.testing.telegram.world import BOT, Chat, Message

if TYPE_CHECKING:
    from bot.testing.telegram.server import BotApi


class Group:
    """A group, supergroup or channel."""

    def __init__(self, api: BotApi, chat: Chat) -> None:
        self.api = api
        self.chat = chat

    @property
    def messages(self) -> list[Message]:
        """The bot's messages."""
        return [message for message in self.chat.messages.values() if message.is_from_bot]

    async def add_bot(self, by: User) -> None:
        """Somebody adds the bot."""
        self.chat.member = True
        self.api.updates.add(
            "my_chat_member", member_change(self.api, self.chat, by.person, "left", "member"), chat=self.chat.id
        )
        if self.chat.type != "channel":
            write(self.api, self.chat, by.person, content=(("new_chat_members", [BOT.json()]),))

    async def remove_bot(self, by: User) -> None:
        """Somebody throws the bot out."""
        self.chat.member = False
        self.api.updates.add(
            "my_chat_member", member_change(self.api, self.chat, by.person, "member", "kicked"), chat=self.chat.id
        )

    async def send(self, by: User, text: str) -> Message:
        """Somebody writes."""
        return write(self.api, self.chat, by.person, text, command(text))

    async def post(self, text: str) -> Message:
        """Something is posted in a channel."""
        return write(self.api, self.chat, None, text)

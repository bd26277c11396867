"""What each method does to the world. Fields come checked (`schema`); what Telegram refuses raises `Refusal`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from bot.testing.telegram.keyboards import read_markup
from bot.testing.telegram.profile import PROFILE
from bot.testing.telegram.queries import Queries
from bot.testing.telegram.refusals import (
    BLOCKED,
    CANNOT_DELETE,
    CANNOT_EDIT,
    EDIT_NOT_FOUND,
    NO_CHAT,
    NOT_MODIFIED,
    bad_request,
    forbidden,
)
from bot.testing.telegram.texts import limit, read_text
from bot.testing.telegram.world import BOT, Chat, Message, World

MAX_ANSWER = 200
"""Characters of a callback query's answer."""
MAX_DELETED = 100
"""Messages that one deleteMessages takes."""
DELETABLE = 48 * 3600
"""Seconds after which the bot cannot delete a message any more."""
THROWN = 24 * 3600
"""Seconds before which nobody's dice can be deleted in a private chat (Bot API, deleteMessage)."""

Fields = Mapping[str, Any]


class Methods:
    """The methods that act on chats. Each takes its fields and returns the `result`."""

    def __init__(self, world: World, queries: Queries) -> None:
        self.world = world
        self.queries = queries
        self.table: dict[str, Callable[[Fields], object]] = {
            "getMe": self.get_me,
            "sendMessage": self.send,
            "editMessageText": self.edit_text,
            "editMessageReplyMarkup": self.edit_markup,
            "answerCallbackQuery": self.answer_query,
            "answerInlineQuery": self.answer_inline,
            "deleteMessage": self.delete,
            "deleteMessages": self.delete_many,
            "getChat": lambda fields: self.chat(fields, write=False).json(),
            "leaveChat": self.leave,
            "logOut": lambda fields: True,
            "close": lambda fields: True,
            **{name: self._profile(change) for name, change in PROFILE.items()},
        }

    def call(self, name: str, fields: Fields) -> object:
        """Carry out a method by its name in the manual.

        Raises:
            Refusal: it is not carried out.
        """
        return self.table[name](fields)

    def get_me(self, fields: Fields) -> dict[str, object]:
        """Who the bot is."""
        more = ("can_join_groups", "can_read_all_group_messages", "supports_inline_queries")
        return {**BOT.json(), **dict.fromkeys(more, False), "can_join_groups": True}

    def chat(self, fields: Fields, *, write: bool = True) -> Chat:
        """The chat of a call. write: the bot wants to speak there."""
        if "chat_id" not in fields:
            raise bad_request("chat_id is empty")
        chat = self.world.chats.get(fields["chat_id"])
        if chat is None and not self.world.history and isinstance(fields["chat_id"], int):
            return Chat(fields["chat_id"], "private", "")
        if chat is None:
            raise bad_request(NO_CHAT)
        if write and chat.blocked:
            raise forbidden(BLOCKED)
        if write and not chat.member:
            raise forbidden(f"bot is not a member of the {chat.type} chat")
        return chat

    def send(self, fields: Fields) -> dict[str, object]:
        """A new message of the bot."""
        text, entities = read_text(fields)
        rows = read_markup(fields.get("reply_markup"))
        chat = self.chat(fields)
        answered = fields.get("reply_parameters", {}).get("message_id", fields.get("reply_to_message_id", 0))
        if answered and answered not in chat.messages and self.world.history:
            if not fields.get("reply_parameters", fields).get("allow_sending_without_reply"):
                raise bad_request("message to be replied not found")
            answered = 0
        limit(text, "message is too long")
        message = Message(
            id=self.world.number(),
            chat=chat.id,
            sender=BOT,
            date=self.world.seconds(),
            text=text,
            entities=entities,
            rows=rows,
            reply_to=answered,
            silent=fields.get("disable_notification", False),
            protected=fields.get("protect_content", False),
        )
        return self.world.json(self.world.keep(message))

    def edit_text(self, fields: Fields) -> dict[str, object]:
        """Another text, and with it another keyboard: none given takes the old one away."""
        text, entities = read_text(fields)
        rows = read_markup(fields.get("reply_markup"))
        message = self.editable(fields)
        limit(text, "MESSAGE_TOO_LONG")
        return self.changed(message, replace(message, text=text, entities=entities, rows=rows))

    def edit_markup(self, fields: Fields) -> dict[str, object]:
        """Another keyboard."""
        rows = read_markup(fields.get("reply_markup"))
        message = self.editable(fields)
        return self.changed(message, replace(message, rows=rows))

    def editable(self, fields: Fields) -> Message:
        """The bot's message that a call names."""
        if "chat_id" not in fields and "message_id" not in fields:
            if "inline_message_id" not in fields:
                raise bad_request("message identifier is not specified")
            raise bad_request("MESSAGE_ID_INVALID")
        chat = self.chat(fields)
        if "message_id" not in fields:
            raise bad_request("message identifier is not specified")
        number = fields["message_id"]
        if not self.world.history:
            return Message(number, chat.id, BOT, self.world.seconds())
        message = chat.messages.get(number)
        if message is None:
            raise bad_request(EDIT_NOT_FOUND)
        if not message.is_from_bot:
            raise bad_request(CANNOT_EDIT)
        return message

    def changed(self, before: Message, after: Message) -> dict[str, object]:
        """Keep what was edited."""
        if before == after and self.world.history:
            raise bad_request(NOT_MODIFIED)
        return self.world.json(self.world.keep(replace(after, edited=self.world.seconds())))

    def answer_query(self, fields: Fields) -> bool:
        """The end of the button's clock."""
        if len(fields.get("text", "")) > MAX_ANSWER:
            raise bad_request("MESSAGE_TOO_LONG")
        self.queries.answer(fields.get("callback_query_id", ""), fields.get("text", ""))
        self.world.ring()
        return True

    def answer_inline(self, fields: Fields) -> bool:
        """What is offered in inline mode."""
        self.queries.answer(fields.get("inline_query_id", ""), "")
        return True

    def delete(self, fields: Fields) -> bool:
        """Take a message away."""
        if "chat_id" not in fields:
            raise bad_request("chat identifier is not specified")
        if "message_id" not in fields:
            raise bad_request("message identifier is not specified")
        chat = self.chat(fields)
        message = chat.messages.get(fields["message_id"])
        if message is None and self.world.history:
            raise bad_request("message to delete not found")
        if message is not None:
            if not self._may_delete(message):
                raise bad_request(CANNOT_DELETE)
            self.world.drop(chat.id, message.id)
        return True

    def delete_many(self, fields: Fields) -> bool:
        """Take messages away; those that are not there are passed over. With one that is too old all stay (TDLib)."""
        if "chat_id" not in fields:
            raise bad_request("chat identifier is not specified")
        numbers = fields.get("message_ids")
        if not numbers:
            raise bad_request("message identifiers are not specified")
        if len(numbers) > MAX_DELETED:
            raise bad_request("too many message identifiers specified")
        if not all(isinstance(number, int) and number > 0 for number in numbers):
            raise bad_request("invalid message identifier specified")
        chat = self.chat(fields)
        found = [message for number in numbers if (message := chat.messages.get(number))]
        if not all(map(self._may_delete, found)):
            raise bad_request(CANNOT_DELETE)
        for message in found:
            self.world.drop(chat.id, message.id)
        return True

    def leave(self, fields: Fields) -> bool:
        """Go out of a group."""
        chat = self.chat(fields)
        if chat.type == "private":
            raise bad_request("chat member status can't be changed in private chats")
        chat.member = False
        self.world.ring()
        return True

    def _may_delete(self, message: Message) -> bool:
        age = self.world.now() - message.date
        thrown = any(kind == "dice" for kind, _ in message.content) and self.world.chats[message.chat].type == "private"
        return age <= DELETABLE and not (thrown and age <= THROWN)

    def _profile(self, change: Callable[[World, Fields], object]) -> Callable[[Fields], object]:
        return lambda fields: change(self.world, fields)

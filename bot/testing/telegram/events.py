"""What people do, as it stands in chats and comes to the bot."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.testing.telegram.entities import Entity, units
from bot.testing.telegram.world import BOT, Chat, Message, Person

if TYPE_CHECKING:
    from bot.testing.telegram.server import BotApi

COMMAND = re.compile(r"/[A-Za-z0-9_]{1,32}(@[A-Za-z0-9_]+)?(?=\s|$)")


def command(text: str) -> tuple[Entity, ...]:
    """The entity of a command that a text begins with."""
    found = COMMAND.match(text)
    return (Entity("bot_command", 0, units(found[0])),) if found else ()


def write(
    api: BotApi,
    chat: Chat,
    sender: Person | None,
    text: str = "",
    entities: tuple[Entity, ...] = (),
    reply_to: int = 0,
    content: tuple[tuple[str, object], ...] = (),
) -> Message:
    """A person's message: it stands in the chat and comes to the bot."""
    world = api.world
    message = Message(
        id=world.number(),
        chat=chat.id,
        sender=sender,
        date=world.seconds(),
        text=text,
        entities=entities,
        reply_to=reply_to,
        content=content,
    )
    world.keep(message)
    kind = "channel_post" if chat.type == "channel" else "message"
    api.updates.add(kind, world.json(message), chat=chat.id)
    return message


def member_change(api: BotApi, chat: Chat, by: Person, old: str, new: str) -> dict[str, object]:
    """The bot's standing in a chat changed: the payload of `my_chat_member`."""

    def member(status: str) -> dict[str, object]:
        more: dict[str, object] = {"until_date": 0} if status == "kicked" else {}
        return {"user": BOT.json(), "status": status, **more}

    return {
        "chat": chat.json(),
        "from": by.json(),
        "date": api.world.seconds(),
        "old_chat_member": member(old),
        "new_chat_member": member(new),
    }

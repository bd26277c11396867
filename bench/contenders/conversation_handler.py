"""python-telegram-bot's ConversationHandler: an update that was read already goes through process_update.

Each step is a state; an answer sets a fact in the user's data and leads to the next state. Nothing is sent.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, TypeAlias

from telegram import CallbackQuery, Chat, Message, Update, User
from telegram.ext import Application, BaseHandler, CallbackQueryHandler, CommandHandler, ConversationHandler
from telegram.request import BaseRequest

from bench.abstract import DIALOG, END, PATHS

Handler: TypeAlias = BaseHandler[Update, Any, Any]
ME = b'{"ok":true,"result":{"id":1,"is_bot":true,"first_name":"B","username":"b_bot"}}'


class Nowhere(BaseRequest):
    """The one question that the library asks when it starts is answered here."""

    @property
    def read_timeout(self) -> float:
        """Seconds."""
        return 1.0

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_request(self, *_: Any, **__: Any) -> tuple[int, bytes]:
        """What the bot is called."""
        return 200, ME


async def begin(*_: Any) -> int:
    """A new conversation."""
    return 0


def step(number: int) -> Callable[..., Any]:
    """A state's handler."""

    async def pressed(update: Update, context: Any) -> int:
        assert update.callback_query and update.callback_query.data
        answer = DIALOG[number].answers[int(update.callback_query.data)]
        if answer.sets:
            slot, value = answer.sets
            context.user_data[slot] = value
        return ConversationHandler.END if answer.target == END else answer.target

    return pressed


def prepare() -> Callable[[int], int]:
    """Whole conversations; the unit is one update (each press, and the start)."""
    starts: list[Handler] = [CommandHandler("start", begin)]
    states: dict[object, list[Handler]] = {
        number: [CallbackQueryHandler(step(number), pattern="^[0-9]$")] for number in range(END)
    }
    talk = ConversationHandler(starts, states, fallbacks=[])
    builder = Application.builder().token("1:t").request(Nowhere()).get_updates_request(Nowhere())
    application = builder.updater(None).build()
    application.add_handler(talk)
    loop = asyncio.new_event_loop()
    loop.run_until_complete(application.initialize())
    user, chat = User(5, "S", is_bot=False), Chat(5, "private")
    now = datetime.now(UTC)
    started = Message.de_json(
        {
            "message_id": 1,
            "date": int(now.timestamp()),
            "chat": chat.to_dict(),
            "from": user.to_dict(),
            "text": "/start",
            "entities": [{"type": "bot_command", "offset": 0, "length": 6}],
        },
        application.bot,
    )
    start = Update(1, message=started)
    shown = Message(2, now, chat, text="?")
    presses = [Update(2, callback_query=CallbackQuery("1", user, "1", shown, str(n))) for n in range(10)]

    async def walk(path: tuple[int, ...]) -> None:
        await application.process_update(start)
        for answer in path:
            await application.process_update(presses[answer])

    def run(count: int) -> int:
        units = 0
        for number in range(count):
            path = PATHS[number % len(PATHS)]
            loop.run_until_complete(walk(path))
            units += 1 + len(path)
        return units

    return run

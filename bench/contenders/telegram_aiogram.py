"""aiogram 3 behind its own aiohttp webhook: a handler that edits the message and answers the query, both as calls."""

from __future__ import annotations

import asyncio

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message
from aiogram.webhook.aiohttp_server import SimpleRequestHandler, setup_application
from aiohttp import web

from bench.contenders.telegram_bare import USED, read_given, serve


async def main() -> None:
    """Serve."""
    given = read_given()
    api = TelegramAPIServer.from_base(f"http://127.0.0.1:{given['api']}")
    bot, dispatcher = Bot("7000000001:token", session=AiohttpSession(api=api)), Dispatcher()
    screen = given["screen"]

    async def press(query: CallbackQuery) -> None:
        assert isinstance(query.message, Message)
        markup = InlineKeyboardMarkup(inline_keyboard=screen["keyboard"])
        await query.message.edit_text(screen["text"], parse_mode="HTML", reply_markup=markup)
        await query.answer()

    dispatcher.callback_query.register(press)
    app = web.Application()
    app.add_routes([USED])
    SimpleRequestHandler(dispatcher, bot).register(app, "/webhook")
    setup_application(app, dispatcher, bot=bot)
    await serve(app)


if __name__ == "__main__":
    asyncio.run(main())

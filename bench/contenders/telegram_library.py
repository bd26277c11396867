"""python-telegram-bot with its documented custom webhook, here on aiohttp: updates go into its queue.

See https://docs.python-telegram-bot.org, examples, customwebhookbot. The library has its own dependencies alone.
"""

from __future__ import annotations

import asyncio
from typing import Any

from aiohttp import web
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import Application, CallbackQueryHandler

from bench.contenders.telegram_bare import USED, read_given, serve


async def main() -> None:
    """Serve."""
    given = read_given()
    screen = given["screen"]
    base = f"http://127.0.0.1:{given['api']}/bot"
    application = Application.builder().token("7000000001:token").base_url(base).updater(None).build()

    async def press(update: Update, _: Any) -> None:
        query = update.callback_query
        assert query
        rows = [[InlineKeyboardButton(**button) for button in row] for row in screen["keyboard"]]
        await query.edit_message_text(screen["text"], parse_mode="HTML", reply_markup=InlineKeyboardMarkup(rows))
        await query.answer()

    application.add_handler(CallbackQueryHandler(press))

    async def webhook(request: web.Request) -> web.Response:
        await application.update_queue.put(Update.de_json(await request.json(), application.bot))
        return web.Response()

    app = web.Application()
    app.add_routes([USED, web.post("/webhook", webhook)])
    async with application:
        await application.start()
        await serve(app)
        await application.stop()


if __name__ == "__main__":
    asyncio.run(main())

"""The real python-telegram-bot works with the stub as it does with Telegram."""

from typing import Any

from aiohttp import web
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import Application, CallbackQueryHandler, CommandHandler, ContextTypes

from bot.testing.telegram import BotApi

Context = ContextTypes.DEFAULT_TYPE


def keyboard(*labels: str) -> InlineKeyboardMarkup:
    """One button a row; the label is the data, too."""
    return InlineKeyboardMarkup([[InlineKeyboardButton(label, callback_data=label)] for label in labels])


async def begin(update: Update, context: Context) -> None:
    """Answers /start with two buttons."""
    assert update.message is not None
    await update.message.reply_text(f"Hello {context.args}", reply_markup=keyboard("one", "two"))


async def turn(update: Update, context: Context) -> None:
    """Answers a press by changing the message."""
    query = update.callback_query
    assert query is not None and query.data is not None
    await query.edit_message_text(f"You pressed <b>{query.data}</b>", parse_mode="HTML", reply_markup=keyboard("back"))
    await query.answer("ok")


async def test_a_talk_by_long_polling(api: BotApi, application: Application[Any, Any, Any, Any, Any, Any]) -> None:
    """/start, a press, an edited message and an answered query, all by getUpdates."""
    application.add_handlers([CommandHandler("start", begin), CallbackQueryHandler(turn)])
    assert application.updater is not None
    await application.updater.start_polling(poll_interval=0)
    await application.start()
    user = api.user("Ada", language_code="sv")
    await user.send("/start 3")
    await user.sees("Hello ['3']")
    message = await user.turn("two")
    assert message.text == "You pressed two" and message.labels == ("back",)
    assert [entity.json() for entity in message.entities] == [{"type": "bold", "offset": 12, "length": 3}]
    assert api.log.counts["editMessageText"] == api.log.counts["answerCallbackQuery"] == 1


async def test_a_talk_by_webhook(api: BotApi, application: Application[Any, Any, Any, Any, Any, Any]) -> None:
    """The same through the library's documented custom webhook: updates are posted and put in its queue."""
    application.add_handlers([CommandHandler("start", begin), CallbackQueryHandler(turn)])

    async def take(request: web.Request) -> web.Response:
        await application.update_queue.put(Update.de_json(await request.json(), application.bot))
        return web.Response()

    app = web.Application()
    app.router.add_post("/hook", take)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    await application.start()
    await application.bot.set_webhook(f"http://127.0.0.1:{runner.addresses[0][1]}/hook")
    user = api.user("Ada", language_code="sv")
    await user.send("/start")
    await user.sees("Hello []")
    assert (await user.turn("one")).text == "You pressed one"
    await api.webhook.stop()
    await runner.cleanup()


async def test_who_the_bot_is(api: BotApi, bot: Bot) -> None:
    """The library learns the bot's name from the stub."""
    assert bot.username == "stub_bot" and (await bot.get_me()).is_bot

"""People by a script do what people do in Telegram, and see what they would see."""

import asyncio
import gc
from typing import Any

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import RetryAfter

from bot.testing.telegram import BotApi, Limits, Message, NoSuchButtonError, NotSeenError, Refusal, User


def keyboard(*labels: str) -> InlineKeyboardMarkup:
    """One button a row; the label is the data, too."""
    return InlineKeyboardMarkup([[InlineKeyboardButton(label, callback_data=label)] for label in labels])


async def begun(api: BotApi, bot: Bot) -> User:
    """A user with one message of the bot; what was written before is confirmed."""
    user = api.user("Ada", language_code="sv")
    await user.send("/start 3")
    await bot.send_message(user.id, "Hello  there", reply_markup=keyboard("one", "two"))
    await bot.get_updates(offset=-1)
    await bot.get_updates(offset=2**31)
    return user


async def last(bot: Bot) -> dict[str, Any]:
    """The newest update."""
    return dict((await bot.get_updates(offset=-1))[0].to_dict())


async def test_command_comes_with_its_entity_and_the_language(api: BotApi, bot: Bot) -> None:
    """A command is marked as one; who writes is told with the language of the program."""
    await api.user("Ada", language_code="sv").send("/start 3")
    message = (await last(bot))["message"]
    assert message["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]
    assert message["from"]["language_code"] == "sv" and message["chat"]["type"] == "private"


async def test_reply_brings_the_buttons(api: BotApi, bot: Bot) -> None:
    """A reply holds the message that it answers, with its buttons, as Telegram's own server writes it."""
    user = await begun(api, bot)
    await user.reply(user.newest, "1")
    answered = (await last(bot))["message"]["reply_to_message"]
    assert answered["reply_markup"]["inline_keyboard"][0][0]["callback_data"] == "one"


async def test_press_brings_the_message_as_it_is_now(api: BotApi, bot: Bot) -> None:
    """A press brings the message; of one that is gone only its number is left, with the date 0."""
    user = await begun(api, bot)
    old = user.newest
    await user.press("one")
    query = (await last(bot))["callback_query"]
    assert query["data"] == "one" and query["message"]["text"] == "Hello  there" and query["chat_instance"]
    await bot.delete_message(user.id, old.id)
    await user.press("two", old)
    gone = (await last(bot))["callback_query"]["message"]
    assert gone["message_id"] == old.id and gone["date"] == 0 and "text" not in gone


async def test_button_that_is_not_there(api: BotApi, bot: Bot) -> None:
    """A label that no message has is refused and those that there are get told; a link is no press."""
    user = await begun(api, bot)
    with pytest.raises(NoSuchButtonError, match=r"“three”.*“one”, “two”"):
        await user.press("three")
    link = InlineKeyboardMarkup([[InlineKeyboardButton("web", url="https://example.se")]])
    await bot.send_message(user.id, "b", reply_markup=link)
    with pytest.raises(NoSuchButtonError, match="is a link"):
        await user.press("web")
    await user.press("one")  # an older message still has it


async def test_what_somebody_waits_for(api: BotApi, bot: Bot) -> None:
    """Waiting ends when the text comes; when it does not, it is told what there is instead."""
    user = await begun(api, bot)
    waiting = asyncio.create_task(user.sees("later"))
    await asyncio.sleep(0)
    await bot.send_message(user.id, "now or later")
    assert (await waiting).text == "now or later"
    with pytest.raises(NotSeenError, match="the newest message says: now or later"):
        await user.sees("never", seconds=0.01)
    query = await user.press("one")
    with pytest.raises(NotSeenError, match="not answered"):
        await query.answered(seconds=0.01)
    with pytest.raises(NotSeenError, match="the bot has written nothing"):
        api.user().newest.text.strip()


async def test_chat_list_shows_the_newest_message(api: BotApi, bot: Bot) -> None:
    """The chat list shows the first 60 characters of the newest message, on one line."""
    user = await begun(api, bot)
    assert user.preview == "Hello there"
    await bot.edit_message_text("word " * 50, user.id, user.newest.id)
    assert user.preview == ("word " * 50)[:60]
    assert api.user().preview == ""


@pytest.mark.parametrize("kind", ["photo", "voice", "document", "contact", "location", "sticker"])
async def test_what_else_is_sent(api: BotApi, bot: Bot, kind: str) -> None:
    """Pictures, voices, files, contacts, places and stickers arrive as the library knows them."""
    user = await begun(api, bot)
    await getattr(user, kind)()
    updates = await bot.get_updates(offset=-1)
    assert updates[0].message is not None and getattr(updates[0].message, kind)


async def test_changes_and_other_places(api: BotApi, bot: Bot) -> None:
    """Edited messages, groups, channels, inline queries and blocking come as their own updates."""
    user = await begun(api, bot)
    await user.edit(await user.send("a"), "b")
    assert (await last(bot))["edited_message"]["text"] == "b"
    group, channel = api.group("Team"), api.group("News", kind="channel")
    await group.add_bot(user)
    kinds = [next(iter(u.to_dict().keys() - {"update_id"})) for u in await bot.get_updates(offset=-2)]
    assert kinds == ["my_chat_member", "message"]
    assert (await last(bot))["message"]["new_chat_members"][0]["is_bot"]
    await group.send(user, "/start@stub_bot")
    assert (await last(bot))["message"]["chat"]["type"] == "group"
    await bot.send_message(group.chat.id, "bye")
    assert [message.text for message in group.messages] == ["bye"]
    await group.remove_bot(user)
    assert (await last(bot))["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    await channel.add_bot(user)
    await channel.post("news")
    assert (await last(bot))["channel_post"]["text"] == "news"
    query = await user.inline("words")
    assert (await last(bot))["inline_query"]["query"] == "words"
    assert await bot.answer_inline_query(query.id, [])
    await user.block()
    assert (await last(bot))["my_chat_member"]["new_chat_member"]["status"] == "kicked"


async def test_flood_limits(clock: Any) -> None:
    """One message a second in a chat, 30 a second altogether; answers to queries do not count."""
    limits = Limits(clock)
    limits.check("sendMessage", 1)
    with pytest.raises(Refusal, match="Too Many Requests: retry after 1"):
        limits.check("editMessageText", 1)
    limits.check("answerCallbackQuery", 1)
    clock.seconds += 1
    limits.check("editMessageText", 1)
    for chat in range(2, 31):
        limits.check("sendMessage", chat)
    with pytest.raises(Refusal, match="retry after 1"):
        limits.check("sendMessage", 99)
    clock.seconds += 0.04
    limits.check("sendMessage", 99)


async def test_flood_limits_reach_the_library(clock: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bot that sends too fast is refused until the clock has gone on."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    async with BotApi(now=clock, limits=Limits(clock)) as api, Bot(api.token, base_url=f"{api.address}/bot") as bot:
        user = api.user()
        await user.send("hello")
        await bot.send_message(user.id, "a")
        with pytest.raises(RetryAfter):
            await bot.send_message(user.id, "b")
        clock.seconds += 1
        await bot.send_message(user.id, "c")
        assert [message.text for message in user.messages] == ["a", "c"]
        assert api.log.refused["sendMessage"] == 1


async def test_nothing_is_kept_without_history() -> None:
    """Without history the stub keeps nothing of a chat, yet presses and edits go on as before."""
    async with BotApi(history=False) as api, Bot(api.token, base_url=f"{api.address}/bot") as bot:
        gc.collect()
        for number in range(3):
            user = api.user()
            message = Message(number + 1, user.id, None, 0, "shown")
            await user.press_data("x", message)
            update = (await bot.get_updates(offset=-1))[0]
            assert update.callback_query is not None and update.callback_query.message is not None
            assert await bot.edit_message_text("a", user.id, message.id)
            assert await bot.edit_message_text("a", user.id, message.id), "nothing is kept to compare it with"
            await bot.answer_callback_query(update.callback_query.id)
            await bot.get_updates(offset=update.update_id + 1)
        assert not api.world.chats and not api.queries.waiting and not api.queries.answers
        assert not api.log.calls and api.log.counts["editMessageText"] == 6 and api.updates.is_empty

"""What Telegram refuses, the stub refuses, with Telegram's words; the real library raises its own exceptions."""

import inspect
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import aiohttp
import pytest
from telegram import Bot, BotCommand, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, RetryAfter
from telegram.request import HTTPXRequest

from bot.testing.telegram import BotApi, Fault, Message, User, bad_request
from bot.testing.telegram.keyboards import MAX_SIZE
from bot.testing.telegram.schema import METHODS

MARKUP = {"inline_keyboard": [[{"text": "one", "callback_data": "1"}]]}


async def ask(api: BotApi, method: str, fields: Mapping[str, Any] | None = None, *, token: str = "") -> tuple[int, Any]:
    """A raw call with a JSON body: status and answer."""
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{api.address}/bot{token or api.token}/{method}", json=fields or {}) as answer,
    ):
        return answer.status, await answer.json()


async def refused(api: BotApi, method: str, fields: Mapping[str, Any]) -> str:
    """Why a call is refused; the status and the code in the body are one."""
    status, answer = await ask(api, method, fields)
    assert answer["ok"] is False and answer["error_code"] == status, answer
    return str(answer["description"])


async def begun(api: BotApi) -> tuple[User, Message]:
    """A user who has written, and the message that the bot answered with."""
    user = api.user()
    await user.send("/start")
    status, answer = await ask(api, "sendMessage", {"chat_id": user.id, "text": "Hello", "reply_markup": MARKUP})
    assert status == 200, answer
    return user, user.newest


async def test_unknown_method_and_token(api: BotApi) -> None:
    """An unknown method is 404, a wrong token 401; capitals of a method do not matter."""
    assert await ask(api, "sendMesage") == (
        404,
        {"ok": False, "error_code": 404, "description": "Not Found: method not found"},
    )
    assert (await ask(api, "getMe", token="1:other"))[1]["description"] == "Unauthorized"
    assert (await ask(api, "GETME"))[0] == 200
    async with HTTPXRequest() as request:
        with pytest.raises(InvalidToken):
            await Bot("1:other", base_url=f"{api.address}/bot", request=request).get_me()


@pytest.mark.parametrize(
    ("method", "fields", "why"),
    [
        ("sendMessage", {"text": "a"}, "Bad Request: chat_id is empty"),
        ("sendMessage", {"chat_id": 5, "text": "a"}, "Bad Request: chat not found"),
        ("sendMessage", {"chat_id": "@nobody", "text": "a"}, "Bad Request: chat not found"),
        ("sendMessage", {"chat_id": "me", "text": "a"}, "Bad Request: chat not found"),
        ("sendMessage", {"chat_id": 5}, "Bad Request: message text is empty"),
        ("sendMessage", {"chat_id": 5, "text": " \n"}, "Bad Request: message text is empty"),
        ("sendMessage", {"chat_id": 5, "text": "<b> </b>", "parse_mode": "HTML"}, "Bad Request: message text is empty"),
        ("sendMessage", {"chat_id": 5, "txt": "a"}, 'Bad Request: unknown field "txt"'),
        ("sendMessage", {"chat_id": 5, "text": 3}, 'Bad Request: field "text" must be of type String'),
        (
            "sendMessage",
            {"chat_id": 5, "text": "a", "disable_notification": "yes"},
            'Bad Request: field "disable_notification" must be of type Boolean',
        ),
        ("sendMessage", {"chat_id": 5, "text": "a", "parse_mode": "BBCode"}, "Bad Request: unsupported parse_mode"),
        (
            "sendMessage",
            {"chat_id": 5, "text": "a", "entities": [3]},
            "Bad Request: can't parse MessageEntity: expected an Object",
        ),
        ("editMessageText", {"text": "a"}, "Bad Request: message identifier is not specified"),
        ("editMessageText", {"text": "a", "inline_message_id": "x"}, "Bad Request: MESSAGE_ID_INVALID"),
        (
            "editMessageText",
            {"chat_id": 5, "message_id": "x", "text": "a"},
            'Bad Request: field "message_id" must be of type Integer',
        ),
        ("deleteMessage", {"message_id": 1}, "Bad Request: chat identifier is not specified"),
        ("deleteMessage", {"chat_id": 1}, "Bad Request: message identifier is not specified"),
        ("deleteMessages", {"chat_id": 1}, "Bad Request: message identifiers are not specified"),
        (
            "deleteMessages",
            {"chat_id": 1, "message_ids": list(range(1, 102))},
            "Bad Request: too many message identifiers specified",
        ),
        ("deleteMessages", {"chat_id": 1, "message_ids": ["a"]}, "Bad Request: invalid message identifier specified"),
        ("deleteMessages", {"chat_id": 1, "message_ids": 7}, 'Bad Request: field "message_ids" must be of type Array'),
        (
            "answerCallbackQuery",
            {"callback_query_id": "1"},
            "Bad Request: query is too old and response timeout expired or query ID is invalid",
        ),
        ("answerCallbackQuery", {"callback_query_id": "1", "text": "a" * 201}, "Bad Request: MESSAGE_TOO_LONG"),
        ("setMyCommands", {}, "Bad Request: can't parse commands JSON object"),
        ("setMyCommands", {"commands": [{"command": "Akut", "description": "a"}]}, "Bad Request: BOT_COMMAND_INVALID"),
        (
            "setMyCommands",
            {"commands": [{"command": "a" * 33, "description": "a"}]},
            "Bad Request: BOT_COMMAND_INVALID",
        ),
        (
            "setMyCommands",
            {"commands": [{"command": "a", "description": ""}]},
            "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID",
        ),
        (
            "setMyCommands",
            {"commands": [{"command": "a", "description": "a" * 257}]},
            "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID",
        ),
        (
            "setMyCommands",
            {"commands": [{"command": "a"}]},
            "Bad Request: can't parse BotCommand: Can't find field \"description\"",
        ),
        ("setMyCommands", {"commands": ["a"]}, "Bad Request: can't parse BotCommand: expected an Object"),
        (
            "setMyCommands",
            {"commands": [{"command": "a", "description": "a"}] * 101},
            "Bad Request: BOT_COMMANDS_TOO_MUCH",
        ),
        (
            "setMyCommands",
            {"commands": [], "scope": {"type": "all"}},
            "Bad Request: can't parse BotCommandScope: unsupported type specified",
        ),
        (
            "setMyCommands",
            {"commands": [], "scope": {"type": "chat"}},
            "Bad Request: can't parse BotCommandScope: Can't find field \"chat_id\"",
        ),
        ("setMyCommands", {"commands": [], "language_code": "sv-SE"}, "Bad Request: invalid language code specified"),
        ("setMyName", {"name": "a" * 65}, "Bad Request: BOT_TITLE_TOO_LONG"),
        ("setMyDescription", {"description": "a" * 513}, "Bad Request: BOT_DESCRIPTION_TOO_LONG"),
        ("setMyShortDescription", {"short_description": "a" * 121}, "Bad Request: BOT_DESCRIPTION_TOO_LONG"),
        (
            "setChatMenuButton",
            {"menu_button": {"type": "x"}},
            "Bad Request: can't parse menu button: Unsupported type specified",
        ),
        (
            "setChatMenuButton",
            {"menu_button": {"type": "web_app"}},
            "Bad Request: can't parse menu button: Can't find field \"text\"",
        ),
        ("setWebhook", {"url": "ftp://example.se"}, "Bad Request: invalid webhook URL specified"),
        (
            "setWebhook",
            {"url": "https://example.se", "secret_token": "å"},
            "Bad Request: secret token contains unallowed characters",
        ),
        (
            "setWebhook",
            {"url": "https://example.se", "max_connections": 101},
            "Bad Request: max_connections must be between 1 and 100",
        ),
        ("leaveChat", {"chat_id": 5}, "Bad Request: chat not found"),
    ],
)
async def test_call_that_cannot_be(api: BotApi, method: str, fields: Mapping[str, Any], why: str) -> None:
    """A call with a field that is missing, unknown, of another kind or too long is refused with the known words."""
    assert await refused(api, method, fields) == why


@pytest.mark.parametrize(
    ("button", "why"),
    [
        ({"text": "a", "callback_data": "å" * 32 + "a"}, "BUTTON_DATA_INVALID"),
        ({"text": " ", "callback_data": "1"}, "BUTTON_TEXT_INVALID"),
        ({"text": "a" * 300, "callback_data": "1"}, "BUTTON_TEXT_INVALID"),
        ({"text": "a", "callback_data": "1", "url": "https://example.se"}, "BUTTON_TYPE_INVALID"),
        ({"text": "a", "url": "example"}, "inline keyboard button URL 'example' is invalid: Wrong HTTP URL"),
        ({"text": "a"}, "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"),
        ({"callback_data": "1"}, "can't parse inline keyboard button: Can't find field \"text\""),
        ({"text": 1, "callback_data": "1"}, 'can\'t parse inline keyboard button: Field "text" must be of type String'),
        (
            {"text": "a", "callback_data": 1},
            'can\'t parse inline keyboard button: Field "callback_data" must be of type String',
        ),
        ({"text": "a", "data": "1"}, 'can\'t parse inline keyboard button: unknown field "data"'),
        ("a", "can't parse inline keyboard button: InlineKeyboardButton must be an Object"),
    ],
)
async def test_button_that_cannot_be(api: BotApi, button: object, why: str) -> None:
    """A button that Telegram would not take is refused with the known words; 64 bytes of data are taken."""
    user, _ = await begun(api)
    fields = {"chat_id": user.id, "text": "a", "reply_markup": {"inline_keyboard": [[button]]}}
    assert await refused(api, "sendMessage", fields) == f"Bad Request: {why}"
    good = {"inline_keyboard": [[{"text": "a", "callback_data": "å" * 32}]]}
    assert (await ask(api, "sendMessage", {"chat_id": user.id, "text": "a", "reply_markup": good}))[0] == 200


@pytest.mark.parametrize(
    ("markup", "why"),
    [
        ("{", "can't parse reply keyboard markup JSON object"),
        ([], "object expected as reply markup"),
        ({"inline_keyboard": {}}, 'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array'),
        ({"inline_keyboard": [{}]}, 'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays'),
        ({"inline_keyboard": [[{"text": "a", "callback_data": "1"}]] * 101}, "reply markup is too long"),
        ({"inline_keyboard": [[{"text": "a", "callback_data": "1"}] * 9]}, "reply markup is too long"),
        (
            {"inline_keyboard": [[{"text": "a" * 99, "callback_data": "1"}]] * (MAX_SIZE // 120)},
            "reply markup is too long",
        ),
    ],
)
async def test_keyboard_that_cannot_be(api: BotApi, markup: object, why: str) -> None:
    """A keyboard of another shape, or with too many buttons, is refused with the known words."""
    user, _ = await begun(api)
    fields = {"chat_id": user.id, "text": "a", "reply_markup": markup}
    assert await refused(api, "sendMessage", fields) == f"Bad Request: {why}"


async def test_text_that_is_too_long(api: BotApi) -> None:
    """4,096 characters are taken after entities were read, one more is refused, with other words for an edit."""
    user, message = await begun(api)
    good = "<b>" + "å" * 4094 + "😀</b>"
    fields = {"chat_id": user.id, "text": good, "parse_mode": "HTML"}
    assert (await ask(api, "sendMessage", fields))[0] == 200
    assert await refused(api, "sendMessage", {**fields, "text": "a" + good}) == "Bad Request: message is too long"
    edit = {**fields, "message_id": message.id, "text": "a" + good}
    assert await refused(api, "editMessageText", edit) == "Bad Request: MESSAGE_TOO_LONG"


async def test_edit_that_changes_nothing(api: BotApi, bot: Bot) -> None:
    """The same text with the same buttons is “not modified”; another button is a change."""
    user, message = await begun(api)
    with pytest.raises(BadRequest, match="Message is not modified: specified new message content and reply markup are"):
        await bot.edit_message_text(
            "Hello", user.id, message.id, reply_markup=InlineKeyboardMarkup.de_json(MARKUP, bot)
        )
    await bot.edit_message_text("Hello", user.id, message.id)
    assert user.newest.rows == ()


async def test_edit_of_what_is_not_the_bots(api: BotApi, bot: Bot) -> None:
    """A message that is gone cannot be found; one that the user wrote cannot be edited."""
    user, message = await begun(api)
    own = await user.send("hello")
    with pytest.raises(BadRequest, match="Message can't be edited"):
        await bot.edit_message_text("a", user.id, own.id)
    await bot.delete_message(user.id, message.id)
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await bot.edit_message_text("a", user.id, message.id)
    with pytest.raises(BadRequest, match="Message to delete not found"):
        await bot.delete_message(user.id, message.id)


async def test_query_is_answered_once_and_in_time(api: BotApi, bot: Bot, clock: Any) -> None:
    """A query that is too old, or was answered before, is refused with the words that bots know."""
    user, _ = await begun(api)
    first, second = await user.press("one"), await user.press("one")
    await bot.answer_callback_query(first.id, "done")
    assert await first.answered() == "done" and not second.is_answered
    with pytest.raises(BadRequest, match="Query is too old and response timeout expired or query id is invalid"):
        await bot.answer_callback_query(first.id)
    clock.seconds += 31
    with pytest.raises(BadRequest, match="Query is too old"):
        await bot.answer_callback_query(second.id)


async def test_bot_that_is_blocked(api: BotApi, bot: Bot) -> None:
    """A user who has blocked the bot cannot be written to until it is let in again."""
    user, message = await begun(api)
    await user.block()
    for call in (bot.send_message(user.id, "a"), bot.edit_message_text("a", user.id, message.id)):
        with pytest.raises(Forbidden, match="Forbidden: bot was blocked by the user"):
            await call
    await user.unblock()
    await bot.send_message(user.id, "back")
    assert user.newest.text == "back"


async def test_messages_that_are_too_old_stay(api: BotApi, bot: Bot, clock: Any) -> None:
    """After 48 hours a message cannot be deleted, nor others in one call with it; what is not there is passed over."""
    user, message = await begun(api)
    clock.seconds += 48 * 3600 + 1
    with pytest.raises(BadRequest, match="Message can't be deleted for everyone"):
        await bot.delete_message(user.id, message.id)
    fresh = await bot.send_message(user.id, "fresh")
    with pytest.raises(BadRequest, match="Message can't be deleted for everyone"):
        await bot.delete_messages(user.id, [message.id, fresh.message_id])
    await bot.delete_messages(user.id, [fresh.message_id, 999])
    assert [kept.text for kept in user.messages] == ["Hello"]


async def test_thrown_dice_stay_for_a_day(api: BotApi, bot: Bot, clock: Any) -> None:
    """In a private chat dice cannot be deleted in their first 24 hours, nor others in one call with them."""
    user, message = await begun(api)
    thrown = await user.dice()
    for call in (bot.delete_message(user.id, thrown.id), bot.delete_messages(user.id, [message.id, thrown.id])):
        with pytest.raises(BadRequest, match="Message can't be deleted for everyone"):
            await call
    clock.seconds += 24 * 3600 + 1
    await bot.delete_messages(user.id, [message.id, thrown.id])
    assert {message.id, thrown.id}.isdisjoint(user.chat.messages)


async def test_numbers_below_a_message_may_be_another_chats(api: BotApi, bot: Bot) -> None:
    """Private chats are numbered together: deleting the numbers before a message leaves other chats alone."""
    first, message = await begun(api)
    second, _ = await begun(api)
    typed = await second.send("/end")
    await bot.delete_messages(second.id, range(1, typed.id + 1))
    assert not second.messages and first.newest == message


async def test_answer_to_a_message_that_is_gone(api: BotApi, bot: Bot) -> None:
    """Answering a message that is gone is refused, unless the bot said that it does not matter."""
    user, _ = await begun(api)
    with pytest.raises(BadRequest, match="Message to be replied not found"):
        await bot.send_message(user.id, "a", reply_to_message_id=999)
    await bot.send_message(user.id, "a", reply_to_message_id=999, allow_sending_without_reply=True)
    assert user.newest.text == "a" and not user.newest.reply_to


async def test_group_that_the_bot_has_left(api: BotApi, bot: Bot) -> None:
    """In a group the bot may speak while it is a member; a private chat cannot be left."""
    user, _ = await begun(api)
    group = api.group()
    await group.add_bot(user)
    await bot.send_message(group.chat.id, "Hello all")
    assert await bot.leave_chat(group.chat.id) and not group.chat.member
    with pytest.raises(Forbidden, match="bot is not a member of the group chat"):
        await bot.send_message(group.chat.id, "a")
    with pytest.raises(BadRequest, match="Chat member status can't be changed in private chats"):
        await bot.leave_chat(user.id)


async def test_refusals_carry_the_seconds_to_wait(api: BotApi, bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    """429 tells how long to wait, in the text and as a parameter; the library reads it."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")  # without it the library warns that the seconds will change their type
    user, _ = await begun(api)
    api.faults.add(Fault.FLOOD, "sendMessage", seconds=7)
    with pytest.raises(RetryAfter) as caught:
        await bot.send_message(user.id, "a")
    assert caught.value.retry_after == timedelta(seconds=7)
    assert api.log.calls[-1].description == "Too Many Requests: retry after 7"
    await bot.send_message(user.id, "a")


async def test_any_refusal_on_demand(api: BotApi, bot: Bot) -> None:
    """A test may have any call refused with any words."""
    user, message = await begun(api)
    api.faults.refuse("editMessageText", bad_request("message can't be edited"), nth=2)
    await bot.edit_message_text("a", user.id, message.id)
    with pytest.raises(BadRequest, match="Message can't be edited"):
        await bot.edit_message_text("b", user.id, message.id)
    assert user.newest.text == "a"


async def test_what_the_library_sends_is_taken(api: BotApi, bot: Bot) -> None:
    """Options that the library encodes in its own way arrive as they were meant."""
    user, _ = await begun(api)
    await bot.send_message(
        user.id,
        "<b>a</b>",
        parse_mode="HTML",
        disable_notification=True,
        protect_content=True,
        link_preview_options=LinkPreviewOptions(is_disabled=True),
        reply_markup=InlineKeyboardMarkup([[InlineKeyboardButton("web", url="https://example.se/")]]),
    )
    assert user.newest.silent and user.newest.protected and user.newest.labels == ("web",)
    await bot.set_my_commands([BotCommand("akut", "Akut")], language_code="sv")
    assert [c.command for c in await bot.get_my_commands(language_code="sv")] == ["akut"]
    assert not await bot.get_my_commands()
    await bot.delete_my_commands(language_code="sv")
    assert not await bot.get_my_commands(language_code="sv")
    await bot.set_my_description("neutral", "sv")
    assert (await bot.get_my_description("sv")).description == "neutral"
    assert (await bot.get_my_description()).description == ""
    assert (await bot.get_my_name()).name == "Stub"
    await bot.set_chat_menu_button()
    assert (await bot.get_chat_menu_button()).type == "default"


async def test_a_call_may_stand_in_its_address_or_bring_a_file(api: BotApi, bot: Bot) -> None:
    """GET with a query, JSON, a form and a form with files are all calls; what is no call at all is 404."""
    user, _ = await begun(api)
    async with aiohttp.ClientSession() as session:
        address = f"{api.address}/bot{api.token}"
        query = {"chat_id": str(user.id), "text": "a & b", "disable_notification": "true"}
        assert (await session.get(f"{address}/sendMessage", params=query)).status == 200
        assert user.newest.text == "a & b" and user.newest.silent
        assert (await session.put(f"{address}/getMe")).status == 404
        assert (await session.get(f"{api.address}/elsewhere")).status == 404
        broken = await session.post(f"{address}/getMe", data="{", headers={"Content-Type": "application/json"})
        assert (await broken.json())["description"] == "Bad Request: can't parse JSON object"
    await bot.set_webhook("https://example.se/hook", certificate=b"a certificate")
    assert (await bot.get_webhook_info()).has_custom_certificate


async def test_getupdates_and_a_webhook_exclude_each_other(api: BotApi, bot: Bot) -> None:
    """While a webhook is set, getUpdates is refused with the known words."""
    await bot.set_webhook("http://127.0.0.1:1/nobody", secret_token="s")
    info = await bot.get_webhook_info()
    assert info.url == "http://127.0.0.1:1/nobody" and info.max_connections == 40
    with pytest.raises(Conflict, match="can't use getUpdates method while webhook is active"):
        await bot.get_updates()
    await bot.delete_webhook()
    assert await bot.get_updates() == ()


async def test_methods_and_fields_are_those_of_the_library(api: BotApi) -> None:
    """Each method of the stub is one of the library's, and each of the library's parameters is one of its fields."""
    # Of the library: how it sends, and shorthands that it takes apart before it sends.
    own = {"self", "api_kwargs", "read_timeout", "write_timeout", "connect_timeout", "pool_timeout", "current_offset"}
    for method in METHODS.values():
        snake = "".join(f"_{c.lower()}" if c.isupper() else c for c in method.name)
        wanted = set(inspect.signature(getattr(Bot, snake)).parameters) - own - {"auto_pagination"}
        assert wanted <= set(method.fields) | {"entities"}, (method.name, wanted - set(method.fields))

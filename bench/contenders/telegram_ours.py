"""This program's Telegram door behind its webhook, without limits of pace."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from bench.abstract import PATHS, guide
from bench.contenders.telegram_bare import USED, read_given, serve
from bot.channels.telegram.account import Account
from bot.channels.telegram.app import TelegramDoor
from bot.channels.telegram.door import binding
from bot.channels.telegram.message import Message
from bot.channels.telegram.pages import Pages
from bot.channels.telegram.webhook import path
from bot.channels.web.app import create_app
from bot.conversation.alone import terminal_talks
from bot.conversation.edition import open_edition
from bot.conversation.messages import Control, Press, write_move
from bot.conversation.talk import Talks
from bot.directory.model import Organisation
from bot.operations.loop import run_loop

MIDDLE = 10
"""The press that is measured: the eleventh of the first path."""
SECRET = "a-secret-of-no-installation"


def ours() -> Talks:
    """Conversations over the abstract dialog, at an organisation that has them in Telegram."""
    edition, problems = open_edition({"guides/abstract.yaml": guide().encode()})
    assert edition, problems
    edition.directory = replace(edition.directory, organisation=Organisation("Abstract", {}, telegram=True))
    return terminal_talks(edition)


def keyboard(message: Message) -> list[list[dict[str, str]]]:
    """A message's buttons as Telegram has them."""
    return [[{"text": each.label, "callback_data": each.data} for each in row] for row in message.rows]


def update(talks: Talks, pages: Pages, chat: int) -> dict[str, Any]:
    """A user in the middle of a conversation presses a button."""
    turn = talks.begin(binding(chat))
    for answer in PATHS[0][:MIDDLE]:
        turn = talks.press(Press(turn.sealed, write_move(answer), binding(chat)))
    screen = pages.press(turn.sealed, write_move(Control.STAY.value), binding(chat)).whole
    user = {"id": chat, "is_bot": False, "first_name": "Somebody", "language_code": "sv"}
    message = {
        "message_id": 7,
        "from": {"id": 7_000_000_001, "is_bot": True, "first_name": "B", "username": "b_bot"},
        "chat": {"id": chat, "type": "private", "first_name": "Somebody"},
        "date": 1_800_000_000,
        "text": re.sub("<[^>]+>", "", screen.text),
        "entities": [{"type": "bold", "offset": 0, "length": 10}],
        "reply_markup": {"inline_keyboard": keyboard(screen)},
    }
    data = turn.sealed + write_move(PATHS[0][MIDDLE])
    query = {"id": f"77{chat}", "from": user, "message": message, "chat_instance": "1", "data": data}
    return {"update_id": chat, "callback_query": query}


async def main() -> None:
    """Tell port, address, the updates and the screen that they lead to; then serve until the end of input."""
    given = read_given()
    talks = ours()
    account = Account("7000000001:token", f"http://127.0.0.1:{given['api']}", SECRET)
    door = TelegramDoor(talks, account, rate=0, fault=_raise, reach=lambda _: None)
    pages = Pages(talks)
    updates = [update(talks, pages, given["first"] + number) for number in range(given["users"])]
    data = updates[0]["callback_query"]["data"]
    shown = pages.press(data[:-2], data[-2:], binding(given["first"])).whole
    await serve(
        create_app(talks, also=(*door.routes(), USED)),
        path=path(SECRET),
        headers={"X-Telegram-Bot-Api-Secret-Token": SECRET},
        updates=updates,
        screen={"text": shown.text, "keyboard": keyboard(shown)},
    )
    await door.close()


def _raise(error: BaseException) -> None:
    raise error


if __name__ == "__main__":
    run_loop(main())

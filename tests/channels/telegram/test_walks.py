"""Every guide to every outcome in Telegram: by polling and by webhook, in Swedish and in English.

The written conversations are the way; the Bot API stub is Telegram, and the real python-telegram-bot asks it for
updates and sets its webhook.
"""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from bot.conversation.edition import Edition
from bot.conversation.talk import Talks
from bot.dialog.flow import calls, closure
from bot.dialog.model import WAITING, Kind, Program
from bot.testing.telegram import BotApi
from tests.channels.telegram.doors import running
from tests.channels.telegram.walker import (
    Script,
    begin,
    everything,
    expected,
    letters,
    must_show,
    new_talks,
    press,
    scripts,
    set_webhook,
    telegram_edition,
)

LANGUAGES = ("sv", "en")


@pytest.fixture(scope="module")
def edition() -> Edition:
    """The content that ships, with real talks in Telegram."""
    return telegram_edition()


@pytest.mark.parametrize("way", ["polling", "webhook"])
@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_guide_to_every_outcome(api: BotApi, edition: Edition, way: str, language: str) -> None:
    """Each written conversation reaches its ending by buttons, says on the way what it has to say, in one message; or a
    guide that Telegram does not show, and says where it stands.

    In Swedish by polling all are held; the other ways hold as few as pass every step that all of them pass.
    """
    talks, oracle = new_talks(edition), new_talks(edition)
    async with running(api, talks, webhook=way == "webhook") as door:
        if way == "webhook":
            await set_webhook(api, door.address)
        every = scripts(edition.program)
        for script in every if (way, language) == ("polling", "sv") else _fewest(every):
            await _walk(api, talks, oracle, script, language, edition.program)
    assert api.log.refused == {}


def test_conversations_reach_every_guide_and_outcome(edition: Edition) -> None:
    """What is walked leaves out no guide and no ending that can be had in Telegram."""
    program = edition.program
    walked = {node for script in scripts(program) for node in script.nodes}
    graph = calls(program.nodes, program.dialogs)
    first = (program.entries[0], *(jump.dialog for jump in program.jumps))
    led_to = frozenset[str]().union(*(closure(name, graph) for name in first))
    had = [node for node in program.nodes if node.dialog in led_to and program.dialogs[node.dialog].telegram]
    endings = {node.id for node in had if node.kind is Kind.FINISH}
    guides = {node.dialog for node in had if node.kind in WAITING}
    assert endings - walked == set()
    assert guides - {node.partition(".")[0] for node in walked} == set()


def _fewest(every: Sequence[Script]) -> list[Script]:
    """Conversations that together pass all steps, chosen by how many new ones each brings."""
    chosen: list[Script] = []
    missing = {node for script in every for node in script.nodes}
    while missing:
        chosen.append(max(every, key=lambda script: len(missing & set(script.nodes))))
        missing -= set(chosen[-1].nodes)
    return chosen


async def _walk(api: BotApi, talks: Talks, oracle: Talks, script: Script, language: str, program: Program) -> None:
    user = api.user(language_code=language)
    message = await begin(user, script.unit, talks)
    for number, turn in enumerate(expected(oracle, script, language)):
        if number:
            message = await press(user, script.moves[number - 1])
        if not program.dialogs[turn.view.step.partition(".")[0]].telegram:
            assert talks.word("chat-web-only", language).text in message.text
            assert letters(turn.view.title.text) not in letters(message.text)
            break
        whole = message.text if turn.view.outcome is None else await everything(user)
        shown = letters(whole)
        for text in must_show(turn):
            assert letters(text) in shown, (script.name, turn.view.step, text, whole)
    assert len(user.messages) == 1, "a conversation is one message"

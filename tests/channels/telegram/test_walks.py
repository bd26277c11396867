"""Every guide to every outcome in Telegram: by polling and by webhook, in Swedish and in English.

The written conversations are the way; the Bot API stub is Telegram, and the real python-telegram-bot asks it for
updates and sets its webhook.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, takewhile

import pytest

from bot.conversation.edition import Edition
from bot.conversation.messages import Press, Turn
from bot.conversation.talk import Talks
from bot.dialog.flow import calls, closure
from bot.dialog.model import WAITING, Kind, Program
from bot.testing.telegram import BotApi, Message
from tests.channels.telegram.doors import running
from tests.channels.telegram.walker import (
    ORACLE,
    Script,
    begin,
    everything,
    letters,
    must_show,
    new_talks,
    press,
    scripts,
    set_webhook,
    telegram_edition,
)
from tests.conftest import WHOLE

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

    As few are held as pass every step that all of them pass; `make audit` holds all, each way.
    """
    talks, oracle = new_talks(edition), new_talks(edition)
    async with running(api, talks, webhook=way == "webhook") as door:
        if way == "webhook":
            await set_webhook(api, door.address)
        every = scripts(edition.program)
        walked = every if WHOLE else _fewest(every)
        for _, held in groupby(
            sorted(walked, key=lambda script: (script.unit, script.moves)), lambda script: script.unit
        ):
            walker = Walker(api, talks, oracle, edition.program, language)
            for script in held:
                await walker.walk(script)
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


@dataclass(frozen=True, slots=True)
class Seen:
    """A screen that a user has come to. turn: what it has to show. message: what it showed. here: it is not only on the
    web."""

    turn: Turn
    message: Message
    here: bool


class Walker:
    """One user at one unit, who walks many conversations one after the other.

    What a conversation shares with the one before is not walked again: the user goes back to the screen where they
    part, as one does who finds an older screen of it, and presses another of its buttons.
    """

    def __init__(self, api: BotApi, talks: Talks, oracle: Talks, program: Program, language: str) -> None:
        self.user = api.user(language_code=language)
        self.talks, self.oracle, self.program = talks, oracle, program
        self.language = language
        self.passed: tuple[str, ...] = ()
        self.seen: list[Seen] = []

    async def walk(self, script: Script) -> None:
        """One conversation, up to its ending or to where it goes on on the web."""
        if not self.seen:
            message = await begin(self.user, script.unit, self.talks)
            first = self.oracle.begin(ORACLE, unit=script.unit, staff=self.language)
            self.seen.append(await self._look(script, first, message))
        pairs = zip(self.passed, script.moves, strict=False)
        shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
        del self.seen[shared + 1 :]
        for move in script.moves[len(self.seen) - 1 :]:
            last = self.seen[-1]
            if not last.here:
                break
            message = await press(self.user, move, last.message)
            turn = self.oracle.press(Press(last.turn.sealed, move, ORACLE))
            assert not turn.refused and turn.safe is None, (script.name, move)
            self.seen.append(await self._look(script, turn, message))
        self.passed = script.moves

    async def _look(self, script: Script, turn: Turn, message: Message) -> Seen:
        """Read what has come."""
        here = self.program.dialogs[turn.view.step.partition(".")[0]].telegram
        if here:
            whole = message.text if turn.view.outcome is None else await everything(self.user)
            shown = letters(whole)
            for text in must_show(turn):
                assert letters(text) in shown, (script.name, turn.view.step, text, whole)
        else:
            assert self.talks.word("chat-web-only", self.language).text in message.text
            assert letters(turn.view.title.text) not in letters(message.text)
        assert len(self.user.messages) == 1, "a conversation is one message"
        return Seen(turn, message, here)

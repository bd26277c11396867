"""A user who goes through written conversations in Telegram, by the labels of buttons, and reads what is shown.

What has to be shown is asked of a second use case with keys of its own, which never goes through Telegram.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from telegram import Bot

from bot.channels.telegram.message import OwnMove
from bot.channels.telegram.updates import WANTED
from bot.channels.telegram.webhook import path
from bot.conversation.alone import MemoryKeys, OneEdition
from bot.conversation.edition import Edition
from bot.conversation.messages import FIRST_JUMP, Control, Press, Turn, write_move
from bot.conversation.talk import Observe, Talks, count_nothing
from bot.dialog.flow import own_answers
from bot.dialog.model import Kind, Program
from bot.engine.answers import Place
from bot.engine.token import Header
from bot.plans.form import Plan
from bot.plans.replay import replay
from bot.statistics.contribution import Contribution, Withdrawn, contribution, gather
from bot.testing.telegram import BotApi, Message, User
from tests.channels.telegram.doors import SECRET
from tests.plans.shipped import WEEKDAY, numbers, planned_edition, plans

ORACLE = b"oracle"
LANGUAGE = "sv"
OTHERS = re.compile(r"[\W\d_]+")
DONE, NONE = Control.DONE.value, Control.NONE.value


class Contributions:
    """What conversations contribute, as counting sees it."""

    def __init__(self, edition: Edition) -> None:
        self._program = edition.program
        self._seen: list[tuple[int, Contribution | Withdrawn | None]] = []

    def observe(self, header: Header, place: Place, channel: str) -> None:
        """A press."""
        self._seen.append((header.number, contribution(self._program, header, place, "telegram")))

    def all(self) -> list[Contribution]:
        """One for each conversation that counts."""
        return list(gather(self._seen).values())


LONG = 60.0
"""Seconds that a user waits for the right screen; two cores may be busy with other tests."""


@dataclass(frozen=True, slots=True)
class Script:
    """A conversation. unit: the number of the unit where it is held. moves: two characters each. nodes: the screens
    that it passes, the ending last."""

    name: str
    unit: int
    moves: tuple[str, ...]
    nodes: tuple[str, ...]


def telegram_edition() -> Edition:
    """The content that ships; each beginning of a plan has a unit, and real talks may be had in Telegram."""
    return planned_edition(telegram=True, signed=True)


def new_talks(edition: Edition, observe: Observe = count_nothing) -> Talks:
    """Conversations with a clock that stands still and keys of their own, numbered from 1."""
    numbers = iter(range(1, 1 << 40))
    return Talks(OneEdition(edition), MemoryKeys(), lambda: WEEKDAY, lambda: next(numbers), observe)


async def set_webhook(api: BotApi, address: str) -> None:
    """Set the door's webhook through the real library."""
    async with Bot(api.token, base_url=f"{api.address}/bot") as bot:
        await bot.delete_webhook()
        await bot.set_webhook(address + path(SECRET), secret_token=SECRET, allowed_updates=WANTED)


def scripts(program: Program, units: Mapping[frozenset[tuple[str, str]], int] | None = None) -> list[Script]:
    """Every plan that ships, as presses. units: numbers of the units where they are held, by what is known of them;
    those of `telegram_edition` without it. A plan for which there is none is left out, and one that does not begin at
    the hub: nothing in a chat leads to another entry."""
    held = numbers() if units is None else units
    known = [(plan, frozenset(plan.given.items())) for plan in plans() if plan.entry == program.entries[0]]
    return [_script(program, plan, held[given]) for plan, given in known if given in held]


async def begin(user: User, unit: int, talks: Talks) -> Message:
    """Write /start and press the button that begins."""
    await user.send(f"/start {unit}" if unit else "/start")
    label = talks.word("begin", user.person.language_code).text
    await user.until(lambda: bool(user.messages) and label in user.newest.labels, f"no button “{label}”")
    return await user.turn(label)


async def press(user: User, move: str, screen: Message | None = None) -> Message:
    """Press the button that carries this move, by its label. screen: what the user sees, or saw before and comes back
    to; the newest message when none is given."""
    seen = screen or user.newest
    offered = [button for row in seen.rows for button in row if button.data[62:] == move]
    assert offered, f"no button for {move!r}; there is {seen.labels}"
    return await user.turn(offered[0].label, seen)


async def everything(user: User) -> str:
    """All parts of what is shown now, what a neutral ending keeps back too."""
    opened, after = write_move(OwnMove.OPEN.value), OwnMove.PART.value + 1
    if _has(user.newest, opened):
        await press(user, opened)
    text = user.newest.text
    while _has(user.newest, write_move(after)):
        text += (await press(user, write_move(after))).text
        after += 1
    return text


class Walk:
    """One user's way through a script, who waits for each screen and goes on whatever happened meanwhile.

    texts: what each screen has to show, letters alone.
    """

    def __init__(self, api: BotApi, talks: Talks, script: Script, texts: Sequence[Sequence[str]]) -> None:
        self.api = api
        self.script = script
        self.texts = texts
        self.user = api.user(language_code=LANGUAGE)
        self.begins = talks.word("begin", LANGUAGE).text

    async def whole(self, rest: Callable[[], Awaitable[object]]) -> None:
        """From the first message to the ending. rest: what the user does before each press."""
        await self.user.send(f"/start {self.script.unit}")
        await self.welcomed()
        for number in range(len(self.script.moves) + 1):
            await rest()
            query = await self.user.press(self.label(number), self.message)
            await query.answered(LONG)  # a tick changes little on the screen: its answer tells that it was taken
            await self.shown(number)

    @property
    def message(self) -> Message:
        """The message that the talk is in. A first message that is sent twice may come below it."""
        return next((m for m in reversed(self.user.messages) if self.begins not in m.labels), self.user.newest)

    async def welcomed(self) -> None:
        """Wait for the first message."""
        await self.user.until(lambda: bool(self.user.messages) and self.begins in self.user.newest.labels, "it", LONG)

    async def shown(self, number: int) -> None:
        """Wait for a screen, 0 the first."""
        await self.user.until(lambda: self.shows(number), f"screen {number} of {self.script.name}", LONG)

    def label(self, number: int) -> str:
        """The words of the button that leads to a screen."""
        if not number:
            return self.begins
        message, move = self.message, self.script.moves[number - 1]
        offered = [button.label for row in message.rows for button in row if button.data[62:] == move]
        assert offered, f"no button for {move!r}; there is {message.labels}"
        return offered[0]

    def shows(self, number: int) -> bool:
        """Whether the newest message is this screen. An ending can be longer than a message: its title tells it."""
        shown = letters(self.message.text) if self.user.messages else ""
        last = number == len(self.script.moves)
        return all(text in shown for text in (self.texts[number][:1] if last else self.texts[number]))


def expected_texts(talks: Talks, script: Script) -> Sequence[Sequence[str]]:
    """What each screen of a script has to show, letters alone."""
    return [[letters(text) for text in must_show(turn)] for turn in expected(talks, script, LANGUAGE)]


def contributions(edition: Edition, script: Script) -> list[Contribution]:
    """What a conversation by this script contributes, told by one that never went through Telegram; nothing where cards
    are only shown."""
    found = Contributions(edition)
    expected_texts(new_talks(edition, found.observe), script)
    return found.all()


def expected_contribution(edition: Edition, script: Script) -> Contribution:
    """The same of a script that contributes."""
    return contributions(edition, script)[0]


def expected(talks: Talks, script: Script, language: str) -> Iterator[Turn]:
    """Every turn of a conversation as it has to be."""
    turn = talks.begin(ORACLE, unit=script.unit, staff=language)
    yield turn
    for move in script.moves:
        turn = talks.press(Press(turn.sealed, move, ORACLE))
        assert not turn.refused and turn.safe is None, (script.name, move)
        yield turn


def must_show(turn: Turn) -> Iterator[str]:
    """The texts of a turn that have to be read in Telegram."""
    view = turn.view
    yield view.title.text
    yield from (line.text.text for line in view.lines)
    if view.outcome is None:
        yield from (view.question.text,) if view.question else ()
    else:
        yield from (action.text.text for action in view.outcome.actions)


def letters(text: str) -> str:
    """Letters alone: marks, numbers and line breaks are the door's own affair."""
    return OTHERS.sub("", text.casefold())


def _script(program: Program, plan: Plan, unit: int) -> Script:
    done = replay(program, plan)
    assert not done.problems, done.problems
    moves: list[str] = []
    for state, answer in zip(done.states, done.answers, strict=False):
        moves += (write_move(move) for move in _moves(program, state[0], answer))
    return Script(plan.name, unit, tuple(moves), tuple(program.nodes[state[0]].id for state in done.states))


def _moves(program: Program, place: int, answer: int) -> Sequence[int]:
    """The moves that make an answer: one, or the ticks and what ends them."""
    node = program.nodes[place]
    if answer >= own_answers(node):
        return (FIRST_JUMP + answer - own_answers(node),)
    if node.kind is not Kind.SEVERAL:
        return (answer,)
    ticks = [number for number in range(len(node.options)) if answer >> number & 1]
    return (*ticks, DONE) if ticks or node.none is None else (NONE,)


def _has(message: Message, move: str) -> bool:
    return any(button.data[62:] == move for row in message.rows for button in row)

"""The fault matrix: each thing that can go wrong × first message, start, middle and last step, by polling and webhook.

`python -m tests.channels.telegram.troubles` walks all of it and writes the table into docs/reliability.md.
"""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from bot.channels.telegram.queue import Lanes
from bot.channels.telegram.transport import PATIENCE
from bot.conversation.edition import Edition
from bot.statistics.contribution import Contribution
from bot.testing.telegram import BotApi, Fault, User, bad_request, forbidden
from bot.testing.telegram.refusals import BLOCKED, QUERY_TOO_OLD
from tests.channels.telegram.doors import running
from tests.channels.telegram.walker import (
    LONG,
    Contributions,
    Walk,
    expected_contribution,
    expected_texts,
    new_talks,
    scripts,
    telegram_edition,
)
from tests.conftest import ROOT

DOCUMENT = ROOT / "docs" / "reliability.md"
MARKS = ("<!-- faults -->", "<!-- end of faults -->")
PLAN = "health-plain-no"
EDIT, SEND, ANSWER, PRESSED = "editMessageText", "sendMessage", "answerCallbackQuery", "callback_query"


class Stage(Enum):
    """When it goes wrong. The value heads a column."""

    FIRST = "first message"
    START = "start"
    MIDDLE = "middle"
    LAST = "last step"


class Way(Enum):
    """How updates come."""

    POLLING = "polling"
    WEBHOOK = "webhook"


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that goes wrong. plan: arranges it for a user's next press (or first message, when `first`).

    pressed: what the user does besides pressing: "" nothing, "twice" a second tap, "again" presses anew since nothing
    came, "redelivered" nothing, but the update comes once more. answered: whether the press has to be answered.
    """

    name: str
    plan: Callable[[BotApi, User, str], None]
    first: bool = True
    pressed: str = ""
    answered: bool = True


def _fault(fault: Fault, *, seconds: float = 1.0, times: int = 1) -> Callable[[BotApi, User, str], None]:
    return lambda api, user, method: api.faults.add(fault, method, seconds=seconds, times=times, chat=user.id)


def _on_answer(fault: Fault) -> Callable[[BotApi, User, str], None]:
    return lambda api, user, method: api.faults.add(fault, ANSWER, chat=None)


def _update(fault: Fault) -> Callable[[BotApi, User, str], None]:
    def plan(api: BotApi, user: User, method: str) -> None:
        api.faults.add(fault, "message" if method == SEND else PRESSED, chat=user.id)

    return plan


def _refused(words: str) -> Callable[[BotApi, User, str], None]:
    return lambda api, user, method: api.faults.refuse(method, bad_request(words), chat=user.id)


def _blocked(api: BotApi, user: User, method: str) -> None:
    api.faults.refuse(method, forbidden(BLOCKED), chat=user.id)


def _too_old(api: BotApi, user: User, method: str) -> None:
    api.faults.refuse(ANSWER, bad_request(QUERY_TOO_OLD))


def _nothing(api: BotApi, user: User, method: str) -> None:
    """All goes well."""


TROUBLES = (
    Trouble("429 with `retry_after`", _fault(Fault.FLOOD)),
    Trouble("500", _fault(Fault.ERROR)),
    Trouble("500 three times in a row", _fault(Fault.ERROR, times=3)),
    Trouble("502 with a page of HTML", _fault(Fault.BAD_GATEWAY)),
    Trouble("connection closed, nothing done", _fault(Fault.LOST_BEFORE)),
    Trouble("connection closed, but it was done", _fault(Fault.LOST_AFTER)),
    Trouble("timed out, but it was done", _fault(Fault.HANGS, seconds=PATIENCE + 1)),
    Trouble("slow", _fault(Fault.SLOW)),
    Trouble("“message is not modified”: a second tap", _nothing, first=False, pressed="twice"),
    Trouble("“query is too old”", _too_old, first=False, answered=False),
    Trouble("the query's answer is lost", _on_answer(Fault.LOST_BEFORE), first=False, answered=False),
    Trouble("“message can't be edited”", _refused("message can't be edited"), first=False),
    Trouble("“bot was blocked”, unblocked later", _blocked, pressed="again"),
    Trouble("update comes twice at once", _update(Fault.DUPLICATED)),
    Trouble("update comes again after it was done", _nothing, pressed="redelivered"),
    Trouble("update comes after a later one", _update(Fault.DELAYED), pressed="twice"),
)


@dataclass(frozen=True, slots=True)
class Cell:
    """How one trouble at one stage ended: the word for the table."""

    trouble: str
    stage: Stage
    way: Way
    ended: str


@dataclass(frozen=True, slots=True)
class Walked:
    """The whole matrix by a way. faults: what the door told that should not be. counted: the contributions of all
    conversations; one: what each has to contribute."""

    cells: tuple[Cell, ...]
    faults: tuple[BaseException, ...]
    counted: tuple[Contribution, ...]
    one: Contribution


class Sufferer:
    """One user who meets one trouble. lanes: those of the door, to wait in until it has done what it took."""

    def __init__(self, walk: Walk, lanes: Lanes) -> None:
        self.walk = walk
        self.lanes = lanes
        self.api = walk.api
        self.user = walk.user

    async def meet(self, trouble: Trouble, stage: Stage) -> str:
        """The whole conversation with the trouble on the way; how it ended."""
        last = len(self.walk.script.moves)
        troubled = {Stage.FIRST: -1, Stage.START: 0, Stage.MIDDLE: last // 2, Stage.LAST: last}[stage]
        ended = await self._first(trouble if troubled < 0 else None)
        for number in range(last + 1):
            told = await self._press(number, trouble if number == troubled else None)
            ended = told or ended
        return ended

    async def _first(self, trouble: Trouble | None) -> str:
        text = f"/start {self.walk.script.unit}"
        if trouble is not None:
            trouble.plan(self.api, self.user, SEND)
        await self.user.send(text)
        sent = self.api.updates.newest
        if trouble is not None and trouble.pressed in {"twice", "again"}:
            await self._happened()
            await self.user.send(text)
        await self.walk.welcomed()
        if trouble is None:
            return ""
        if trouble.pressed == "redelivered" and sent is not None:
            self.api.updates.again(sent)
        await self._taken()
        if len(self.user.messages) > 1:
            return "comes twice"
        return "when written again" if trouble.pressed == "again" else "once"

    async def _press(self, number: int, trouble: Trouble | None) -> str:
        """Press the button that leads to screen `number`."""
        before, label = self.walk.message, self.walk.label(number)
        if trouble is not None:
            trouble.plan(self.api, self.user, EDIT)
        query = await self.user.press(label, before)
        pressed = self.api.updates.newest
        if trouble is not None and trouble.pressed in {"twice", "again"}:
            if trouble.pressed == "again":
                await self._happened()
            query = await self.user.press(label, before)
        await self.walk.shown(number)
        if trouble is None:
            return ""
        if trouble.pressed == "redelivered" and pressed is not None:
            self.api.updates.again(pressed)
        await self._taken()
        if trouble.answered:
            await query.answered(LONG)
        assert self.walk.shows(number), "the right screen did not stay"
        if self.walk.message.id != before.id:
            return "new message"
        return "when pressed again" if trouble.pressed == "again" else "same message"

    async def _happened(self) -> None:
        """Wait until this user's planned fault has happened."""
        await self.user.until(lambda: not self._planned(), "the fault did not happen", LONG)

    async def _taken(self) -> None:
        """Wait until the bot has taken all updates of this user, and done them."""
        await self.user.until(lambda: not self._waits(), "an update was not taken", LONG)
        await self.lanes.run(self.user.id, lambda: asyncio.sleep(0))

    def _planned(self) -> bool:
        return any(plan.chat == self.user.id for plan in self.api.faults.planned)

    def _waits(self) -> bool:
        return any(update.chat == self.user.id for update in self.api.updates.pending.values())


async def walk_matrix(edition: Edition, way: Way) -> Walked:
    """All troubles at all stages, side by side, each met by a user of its own."""
    script = next(script for script in scripts(edition.program) if script.name == PLAN)
    counted = Contributions(edition)
    talks, texts = new_talks(edition, counted.observe), expected_texts(new_talks(edition), script)
    async with BotApi(second=0.02, lifetime=600) as api, running(api, talks, webhook=way is Way.WEBHOOK) as door:
        met = [(t, s) for t in TROUBLES for s in Stage if t.first or s is not Stage.FIRST]
        # Answers name no chat: these troubles meet one user after the other.
        apart = [(t, s) for t, s in met if not t.answered]
        ended: dict[tuple[str, Stage], str] = {}

        async def one(trouble: Trouble, stage: Stage) -> None:
            walk = Walk(api, talks, script, texts)
            ended[trouble.name, stage] = await Sufferer(walk, door.door.service.lanes).meet(trouble, stage)

        for trouble, stage in apart:
            await one(trouble, stage)
        async with asyncio.TaskGroup() as group:
            for trouble, stage in met:
                if trouble.answered:
                    group.create_task(one(trouble, stage))
        cells = tuple(Cell(t.name, s, way, ended[t.name, s]) for t, s in met)
        faults = tuple(door.faults)
    return Walked(cells, faults, tuple(counted.all()), expected_contribution(edition, script))


async def walk_both(edition: Edition) -> list[Walked]:
    """The matrix by both ways, side by side."""
    return await asyncio.gather(*(walk_matrix(edition, way) for way in Way))


def table(cells: tuple[Cell, ...]) -> str:
    """The matrix as a table; where both ways end alike it is said once."""
    rows = [f"| What goes wrong | {' | '.join(stage.value for stage in Stage)} |", "| --- " * (len(Stage) + 1) + "|"]
    for trouble in TROUBLES:
        found = [_cell([c for c in cells if c.trouble == trouble.name and c.stage is stage]) for stage in Stage]
        rows.append(f"| {trouble.name} | {' | '.join(found)} |")
    return "\n".join(rows)


def written() -> str:
    """The table as it stands in the document."""
    found = re.search(f"{MARKS[0]}\n\n(.*)\n\n{MARKS[1]}", DOCUMENT.read_text(), re.DOTALL)
    return found[1] if found else ""


def write(text: str, file: Path = DOCUMENT) -> None:
    """Put the table into the document; the words around it stay."""
    whole = re.sub(
        f"{MARKS[0]}.*{MARKS[1]}", lambda _: f"{MARKS[0]}\n\n{text}\n\n{MARKS[1]}", file.read_text(), flags=re.DOTALL
    )
    file.write_text(whole)


def _cell(cells: list[Cell]) -> str:
    ended = dict.fromkeys(cell.ended for cell in cells)
    if len(ended) <= 1:
        return next(iter(ended), "–")
    return "; ".join(f"{cell.way.value}: {cell.ended}" for cell in cells)


async def _main() -> int:
    print(f"{len(TROUBLES)} faults, each at up to {len(Stage)} steps, by polling and by webhook: about half a minute.")
    walked = await walk_both(telegram_edition())
    write(table(tuple(cell for found in walked for cell in found.cells)))
    print(f"The table stands in {DOCUMENT.relative_to(ROOT)}.")
    return 0


if __name__ == "__main__":
    sys.exit(asyncio.run(_main()))

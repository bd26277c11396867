"""aiogram-dialog: a click through its dispatcher with memory storage, driven by its own test client.

Each window is a step: its text, a button for each answer that sets a fact and switches windows. Nothing is sent.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from aiogram import Dispatcher
from aiogram.filters import CommandStart
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.memory import MemoryStorage
from aiogram_dialog import Dialog, DialogManager, StartMode, Window, setup_dialogs
from aiogram_dialog.test_tools import BotClient, MockMessageManager
from aiogram_dialog.test_tools.keyboard import InlineButtonPositionLocator
from aiogram_dialog.widgets.kbd import Button, Column
from aiogram_dialog.widgets.text import Const

from bench.abstract import DIALOG, END, PATHS, Answer

Steps = type("Steps", (StatesGroup,), {f"s{number}": State() for number in range(END + 1)})


def state(number: int) -> State:
    """The window of a step."""
    found: State = getattr(Steps, f"s{number}")
    return found


def button(number: int, answer: Answer) -> Button:
    """One answer."""

    async def clicked(_: Any, __: Any, manager: DialogManager) -> None:
        if answer.sets:
            slot, value = answer.sets
            manager.dialog_data[f"f{slot}"] = value
        await manager.switch_to(state(answer.target))

    return Button(Const(answer.label), id=f"a{number}", on_click=clicked)


def windows() -> list[Window]:
    """All steps and the end."""
    shown = []
    for number, step in enumerate(DIALOG):
        answers = Column(*(button(choice, answer) for choice, answer in enumerate(step.answers)))
        shown.append(Window(Const(f"{step.text}\n\n{step.question}"), answers, state=state(number)))
    return [*shown, Window(Const("Klart."), state=state(END))]


async def start(_: Any, dialog_manager: DialogManager) -> None:
    """A new conversation."""
    await dialog_manager.start(state(0), mode=StartMode.RESET_STACK)


def prepare() -> Callable[[int], int]:
    """Whole conversations; the unit is one turn (each click, and the start)."""
    messages = MockMessageManager()
    dispatcher = Dispatcher(storage=MemoryStorage())
    dispatcher.include_router(Dialog(*windows()))
    dispatcher.message.register(start, CommandStart())
    setup_dialogs(dispatcher, message_manager=messages)
    client = BotClient(dispatcher)
    loop = asyncio.new_event_loop()
    locators = [InlineButtonPositionLocator(row, 0) for row in range(3)]

    async def walk(path: tuple[int, ...]) -> None:
        await client.send("/start")
        for answer in path:
            await client.click(messages.last_message(), locators[answer])
        assert messages.last_message().text == "Klart."
        messages.reset_history()

    def run(count: int) -> int:
        units = 0
        for number in range(count):
            path = PATHS[number % len(PATHS)]
            loop.run_until_complete(walk(path))
            units += 1 + len(path)
        return units

    loop.run_until_complete(dispatcher.emit_startup())
    return run

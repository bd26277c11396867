"""What stands around a turn: unit and languages, the three buttons, the acute panel, the cover.

It is the same for all who stand at the same unit with the same languages, so it is kept for a minute; numbers
and opening hours are never older than that.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from jinja2 import Environment

from bot.channels.web.find import address as find_address
from bot.channels.web.practice import address as practice_address
from bot.channels.web.texts import Speech
from bot.conversation.messages import (
    FIRST_SAID_LANGUAGE,
    FIRST_STAFF_LANGUAGE,
    FIRST_UNIT,
    Control,
    Turn,
    write_move,
)
from bot.conversation.talk import Talks
from bot.text.catalogues import LANGUAGES
from bot.text.languages import NAMES, UNWRITTEN

LIFE = 60.0
"""Seconds that a shell is kept."""
MOST = 1024
MAIN, BACK, STEPS = "\ue001", "\ue002", "\ue003"
"""Holes: the <main>, whether Back is off, and the button that leads on from the acute panel."""


@dataclass(frozen=True, slots=True)
class Shell:
    """A page without its <main>. acute: the panel's title, by which its own jump is known.

    before, after: bytes around the <main>; `after` for each (can go back, move of the acute jump).
    """

    made: float
    acute: str
    before: bytes
    tail: str
    steps: str
    after: dict[tuple[bool, str], bytes]

    def ending(self, can_back: bool, move: str) -> bytes:
        """What follows the <main>."""
        kept = self.after.get((can_back, move))
        if kept is None:
            steps = self.steps.replace(MAIN, move) if move else self.steps.replace(f'value="{MAIN}"', "hidden")
            html = self.tail.replace(BACK, "" if can_back else " disabled").replace(STEPS, steps)
            kept = self.after[can_back, move] = html.encode()
        return kept


class Shells:
    """Renders shells and keeps them for a minute. clock: seconds that only rise."""

    def __init__(self, talks: Talks, templates: Environment, clock: Callable[[], float]) -> None:
        self._talks = talks
        self._template = templates.get_template("shell.html")
        self._clock = clock
        self._kept: dict[tuple[str, str, int, str], Shell] = {}

    def around(self, turn: Turn) -> Shell:
        """The shell of a turn."""
        key = (turn.staff, turn.said, turn.unit, turn.mode)
        kept = self._kept.get(key)
        now = self._clock()
        if kept is None or now - kept.made >= LIFE:
            if len(self._kept) >= MOST:
                self._kept.clear()
            kept = self._kept[key] = self._render(turn, now)
        return kept

    def _render(self, turn: Turn, now: float) -> Shell:
        talks, speech = self._talks, Speech(turn.staff, self._talks.word)
        panel = talks.panel(turn.staff, turn.unit)
        units = talks.units()
        html = self._template.render(
            s=speech,
            panel=panel,
            unit=turn.unit,
            units=[(unit, write_move(FIRST_UNIT + place)) for place, unit in enumerate(units, 1) if not unit.closed],
            nowhere=write_move(FIRST_UNIT),
            unit_name=next((unit.name for unit in units if unit.id == turn.unit), ""),
            tongues=(
                ("language-staff", turn.staff, _options(FIRST_STAFF_LANGUAGE, talks.languages())),
                ("language-said", turn.said, _options(FIRST_SAID_LANGUAGE, talks.said_languages(turn.mode))),
            ),
            unwritten=UNWRITTEN,
            find=find_address(turn.unit, turn.staff),
            practice=practice_address(turn.staff, turn.unit),
            restart=write_move(Control.RESTART.value),
            back=write_move(Control.BACK.value),
            holes={"main": MAIN, "back": BACK, "steps": STEPS},
        )
        before, tail = html.split(MAIN)
        button = f'<button type="submit" form="turn" name="c" value="{MAIN}" id="steps" class="choice go">'
        steps = f"{button}{speech.word('acute-steps')}</button>"
        return Shell(now, panel.acute.text, before.encode(), tail, steps, {})


def _options(first: int, here: tuple[str, ...]) -> list[tuple[str, str, str]]:
    """(code, own name, move) of each language."""
    return [(code, NAMES.get(code, code), write_move(first + LANGUAGES.index(code))) for code in here]

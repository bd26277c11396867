"""A turn → the <main> of its page, as bytes around the sealed token.

Jinja renders a screen once; after that a turn only joins bytes. Screens that hold for the moment only
(outcomes: numbers and hours) are rendered each time.
"""

from __future__ import annotations

from jinja2 import Environment

from bot.channels.web.phrases import Phrases
from bot.channels.web.texts import Speech
from bot.conversation.messages import Button, Control, Text, Turn, read_move, write_move
from bot.conversation.reading import refusal, tells
from bot.conversation.talk import Talks

HOLE = "\ue000"
"""Where the token goes: a character of private use, which stands in no text."""
MOST = 2048
"""Finished screens kept. At some 3 KiB each that is 6 MiB at the most; all are dropped when it is full."""

Pieces = tuple[bytes, bytes, str]
"""Before the token, after it, and the move of the jump that stands in the acute panel ("" for none)."""


class Fragments:
    """Renders turns and keeps what it made, keyed by screen and never by whom."""

    def __init__(self, talks: Talks, templates: Environment) -> None:
        self._talks = talks
        self._template = templates.get_template("main.html")
        self._kept: dict[tuple[object, ...], Pieces] = {}
        self._phrases = Phrases(talks, templates)

    def main(self, turn: Turn, acute: str) -> Pieces:
        """The pieces of a turn's <main>.

        Args:
            acute: the acute panel's title. The jump that bears it stands in the panel, not here as well.
        """
        view = turn.view
        if not view.lasting:
            return self._render(turn, acute)
        key = (view, turn.ticks, turn.can_back, turn.refused, turn.staff, turn.said, turn.unit, turn.mode)
        kept = self._kept.get(key)
        if kept is None:
            if len(self._kept) >= MOST:
                self._kept.clear()
            kept = self._kept[key] = self._render(turn, acute)
        return kept

    def _render(self, turn: Turn, acute: str) -> Pieces:
        view = turn.view
        speech = Speech(turn.staff, self._talks.word)
        unread = self._talks.editions.current.catalogues.unreviewed
        jump = next((jump.move for jump in view.jumps if jump.label.text == acute), "")
        html = self._template.render(
            s=speech,
            turn=turn,
            view=view,
            hole=HOLE,
            refused=refusal(turn),
            announcement=_announcement(turn, speech),
            phrases=self._phrases.beside(turn),
            acute_move=jump,
            choices=[choice for choice in view.choices if choice.near],
            jumps=[jump for jump in view.jumps if jump.label.text != acute],
            restart=Button(write_move(Control.RESTART.value), self._talks.word("start-over", turn.staff)),
            unreviewed=not unread.isdisjoint((turn.staff, turn.said)),
            fallback=any(line.text.fallback for line in view.lines),
            tells=tells(view),
            ticked=lambda choice: turn.ticks >> (read_move(choice.move) or 0) & 1,
        )
        before, after = html.split(HOLE)
        return before.encode(), after.encode(), jump


def _announcement(turn: Turn, speech: Speech) -> str:
    """What a screen reader says when the turn comes. It may be heard in the room: title and count, no advice."""
    view = turn.view
    title = _sentence(view.title)
    if turn.safe:
        return title
    parts = [speech.plain(refusal(turn)), title] if turn.refused else [title]
    count = sum(choice.near for choice in view.choices) + (view.none is not None)
    if view.outcome is None and count > 1:
        parts.append(f"{speech.plain('answers')} {count}")
    return " ".join(parts)


def _sentence(text: Text) -> str:
    return text.text if text.text[-1:] in ".?!" else f"{text.text}."

"""The record phrases beside a turn: where they are offered, and their HTML.

They are the same for all who stand in the same sector with the same language, so they are rendered once a day. The
server never learns which were chosen: there is no form around them, and phrases.js sends nothing.
"""

from __future__ import annotations

from datetime import date

from jinja2 import Environment
from markupsafe import Markup

from bot.channels.web.texts import Speech
from bot.conversation.messages import Turn, View
from bot.conversation.reading import tells
from bot.conversation.talk import Talks

NOTHING = Markup("")
MOST = 256
"""Renderings kept; all are dropped when it is full."""


class Phrases:
    """Renders the phrases and keeps them by release, language, unit and day."""

    def __init__(self, talks: Talks, templates: Environment) -> None:
        self._talks = talks
        self._template = templates.get_template("phrases.html")
        self._kept: dict[tuple[str, str, int, str, date], Markup] = {}

    def beside(self, turn: Turn) -> Markup:
        """The phrases, or nothing where they are not offered."""
        if not offered(turn.view):
            return NOTHING
        talks = self._talks
        key = (talks.editions.current.release.id, turn.staff, turn.unit, turn.sector, talks.now().date())
        kept = self._kept.get(key)
        if kept is None:
            book = talks.phrasebook(turn.staff, turn.unit, turn.sector)
            html = self._template.render(s=Speech(turn.staff, talks.word), book=book) if book.phrases else ""
            if len(self._kept) >= MOST:
                self._kept.clear()
            kept = self._kept[key] = Markup(html)  # noqa: S704 - a template of ours made it, and escaped what it holds
        return kept


def offered(view: View) -> bool:
    """Whether a screen offers them: at an ending that shows what was said, and where documentation is the subject.

    Never to staff who read for their own sake.
    """
    return not view.personal and tells(view) and (view.outcome is not None or view.stage == "document")

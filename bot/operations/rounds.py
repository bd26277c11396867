"""What an installation does by itself for its coordinators: pictures are drawn before anybody asks for them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import product

from bot.operations.reporting import Desk, kept_own
from bot.publish.report.chart import Theme, Width, has_picture
from bot.publish.report.document import word
from bot.publish.report.drawer import DrawingError
from bot.publish.report.pictures import Pictures
from bot.statistics.asked import Asked
from bot.statistics.periods import SWEDEN, Cadence
from bot.statistics.reports import Question
from bot.statistics.scope import usual_days
from bot.storage import StorageError

EVERY = timedelta(minutes=10)
FIRST = timedelta(seconds=20)
"""After a start, so that the first answers are given before anything else is done."""
Round = Callable[[], object]


async def go_rounds(rounds: Sequence[Round], fault: Callable[[Exception], object]) -> None:
    """Each round in a thread, soon after the start and then every ten minutes, until it is cancelled. One that fails is
    told, and tried again the next time."""
    pause = FIRST
    while True:
        await asyncio.sleep(pause.total_seconds())
        pause = EVERY
        for each in rounds:
            try:
                await asyncio.to_thread(each)
            except (OSError, StorageError, DrawingError) as error:
                fault(error)


@dataclass
class Ahead:
    """Draws what is asked for most: each question of the whole organisation over its usual days, in both colours and
    widths. A unit's own are drawn when somebody asks. Impure."""

    reports: Desk
    pictures: Pictures
    now: Callable[[], datetime]
    languages: Sequence[str]
    _seen: tuple[object, ...] = field(default=())

    def draw(self) -> int:
        """Draw what a release or a new day has changed since the last time; how many pictures were looked at."""
        today = self.now().astimezone(SWEDEN).date()
        seen = (self.reports.renewed().names, today)
        if seen == self._seen:
            return 0
        count = sum(self._question(question, language, today) for question in Question for language in self.languages)
        self._seen = seen
        return count

    def _question(self, question: Question, language: str, today: date) -> int:
        first, last = usual_days(question, today)
        own = kept_own(self.reports.database, first, last) if question is Question.VISITS else ()
        asked = Asked(today, first, last, Cadence.WEEK, own=own)
        document = word(self.reports.answer(question, asked), self.reports.names(language))
        tables = [table for table in document.tables if has_picture(table)]
        for table in tables:
            for theme, width in product(Theme, Width):
                self.pictures.svg(document, table, theme, width)
        return len(tables) * len(Theme) * len(Width)

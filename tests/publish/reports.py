"""Reports in words to draw exports from: a quarter of a small organisation, with a unit that has a hostile name."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.publish.report.document import Document, Names, word
from bot.statistics.asked import Asked
from bot.statistics.figures import Report
from bot.statistics.reports import Question, answer
from bot.text.reports import WORDS
from tests.statistics.shown import QUARTER, at, released, shelf
from tests.statistics.small import SIZES

HOSTILE = '=HYPERLINK("http://example.org";"Klicka")'
NAMES = Names({1: "Åsa vårdcentral", 2: HOSTILE}, {"ask": "Ställa frågor"}, WORDS)
ASKED = Asked(QUARTER.released_on, QUARTER.first, QUARTER.released_on - timedelta(days=1))


def report(question: Question = Question.USE, *, simulated: bool = False, **asked: object) -> tuple[Report, Document]:
    """An answer and its words."""
    chain = released(lambda _: [*at(1, 40), *at(2, 20)], simulated=simulated)
    found = answer(question, shelf(chain), SIZES, replace(ASKED, **asked))  # type: ignore[arg-type]
    return found, word(found, NAMES)

"""Whether an organisation's own words tell staff that a duty falls away.

A routine cannot take a duty away (docs/routine.md), and each stays in every ending. But a sentence of its own can say
that nobody needs to report, and staff who read it first may stop there. Words can be chosen round this; who signs reads
them.

L021  an own text says that a duty falls away or can wait, a warning
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bot.problem import Problem, Severity
from bot.text.entry import Entry

_REPORT = r"(?:göra |skriva |lämna |skicka )?(?:en |någon )?(?:oros)?anmäl(?:a|an|er|ning\w*)?\b"
DENIED = re.compile(
    rf"\b(?:behöver|ska|bör|måste|kan) (?:du |ni |man |vi )?(?:inte|aldrig) {_REPORT}"
    r"|\b(?:vi|ni|du|man) (?:anmäler|orosanmäler) (?:inte|aldrig)\b(?! anonymt)"
    r"|\b(?:oros)?anmäl (?:inte|aldrig)\b(?! anonymt| dig)"
    r"|\bgör ingen (?:oros)?anmälan|\bingen (?:oros)?anmälan (?:behövs|krävs|görs)"
    r"|\b(?:vänta|dröj|avvakta) med (?:att anmäla|(?:oros)?anmälan|112|att ringa 112)"
    r"|\b(?:ring|larma) (?:inte|aldrig) (?:112|\{sos\})|\b112 (?:behövs|rings) inte"
    r"|\b(?:skriv|för) inte (?:in )?(?:något |det )?i journalen|\bhoppa över\b",
    re.IGNORECASE,
)
HINT = "the duty stands in the ending all the same; say what your routine adds to it"


def problems(own: Iterable[Entry]) -> Iterator[Problem]:
    """L021. own: the organisation's own texts, in Swedish."""
    for entry in own:
        if found := DENIED.search(entry.text):
            message = f"“{found[0]}” tells staff that a duty falls away or can wait"
            yield Problem("L021", entry.where[0], message, HINT, Severity.WARNING)

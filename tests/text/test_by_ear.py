"""Lines that are heard once: what sounds like a question is one, and what cannot be heard is not relied on."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.dialog.readings import Line, lines_to_say
from tests.channels.telegram.talked import shipped

SENTENCE = re.compile(r"[^.?!]+[.?!]")
VERB_FIRST = re.compile(
    r"\s*(Ber|Blir|Bor|Får|Gör|Har|Hör|Kan|Kommer|Känner|Misstänker|Måste|Ringer|Ser|Ska|Skriver|Säger|Tar|Vill|Är)\b"
)
"""A statement that begins with its verb leaves out “om”, and a frightened ear takes it for a question."""
UNHEARD = re.compile(r"[()/;:–…]|\b(t\.ex|bl\.a|m\.m|osv|dvs|ca)\b")
"""Signs and shortenings that nobody hears or says."""
THRICE = re.compile(r"\b(de|dem)\b.*\b(de|dem)\b.*\b(de|dem)\b", re.IGNORECASE)
"""“De” and “dem” sound as one."""


def _said(text: str) -> Iterator[str]:
    return (match[0] for match in SENTENCE.finditer(text))


def _failing(lines: tuple[Line, ...]) -> list[str]:
    return [
        line.text
        for line in lines
        if UNHEARD.search(line.text)
        or THRICE.search(line.text)
        or any(VERB_FIRST.match(each) and each.endswith(".") for each in _said(line.text))
    ]


def test_no_line_to_say_leans_on_what_is_only_seen() -> None:
    """No condition without “om”, no brackets or shortenings, no three words that sound alike."""
    assert _failing(lines_to_say(shipped().program)) == []

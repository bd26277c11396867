"""No item of a questionnaire on violence stands in any text, in Swedish or English, staff's or a patient's.

The items belong to their authors, so they do not stand here either: `tests/cases/instruments.txt` holds the SHA-256,
its first twelve signs, of each run of six words of HITS, WAST, AAS, PVS, HARK, STaT, NorAQ, the Danger Assessment,
DASH, FREDA and the national centre's guide; of an item of five words, the whole of it. Most were written down from
memory, so a clean run is no proof that none is there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from hashlib import sha256

import pytest

from bot.text.po import messages
from tests.conftest import ROOT

RUN, SHORT = 6, 5
WORD = re.compile(r"\w+")


@cache
def known() -> frozenset[str]:
    """The prints of all runs."""
    return frozenset((ROOT / "tests/cases/instruments.txt").read_text().split())


def printed(run: str) -> str:
    """The print of a run of words."""
    return sha256(run.encode()).hexdigest()[:12]


def found(text: str) -> Iterator[str]:
    """The runs of words of a text that an item has; five words only where they are a sentence."""
    for sentence in re.split(r"[.?!:;\n]", text.casefold()):
        words = WORD.findall(sentence)
        runs = [words] if len(words) == SHORT else [words[at : at + RUN] for at in range(len(words) - RUN + 1)]
        yield from (run for each in runs if printed(run := " ".join(each)) in known())


def test_no_text_has_an_item_of_a_questionnaire() -> None:
    """All texts of the program, the Swedish ones and their English translations."""
    content = (ROOT / "locales/en/LC_MESSAGES/fragestod.po").read_bytes()
    texts = {text for each in messages(content) for text in (each.id, each.string) if isinstance(text, str)}

    assert len(texts) > 20_000
    assert sorted(run for text in texts for run in found(text)) == []


def test_an_item_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Within a longer text, with other marks and letters than the item's own; one word changed is enough to miss it."""
    assert len(known()) > 700
    prints = frozenset(printed(item) for item in ("växer orkidén i ditt fönster", "har orkidén någon gång fått vatten"))
    monkeypatch.setattr(f"{__name__}.known", lambda: prints)

    assert list(found("Läs: “Växer orkidén i ditt fönster?” Vänta.")) == ["växer orkidén i ditt fönster"]
    assert list(found("Har orkidén någon gång fått vatten av dig?")) == ["har orkidén någon gång fått vatten"]
    assert list(found("Växer orkidén i ert fönster?")) == []

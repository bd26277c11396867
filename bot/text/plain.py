"""What Swedish words may not do: betray, promise, blame, reconcile, carry numbers, be hard to read.

The rules are those of the content (design: own words, safe words); each is a fault with a code.

T001  a word that betrays the subject, where others may see it
T002  a promise of secrecy; staff must report children at risk (SoL 19:1), so no promise can be kept
T003  “varför” to the person: it asks for an excuse
T004  couple counselling or mediation, which is not offered while there is violence or fear
T005  a telephone number in a text; numbers come from the directory alone, where they have a date
T006  hard to read (LIX), warning
T007  longer than a screen holds

Nothing here understands a sentence: the checks find words, people judge them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from bot.dialog.directory_schema import NationalFile
from bot.dialog.model import Audience, Release
from bot.problem import Problem, Severity
from bot.text.entry import Entry, Kind
from bot.text.extract import entries

INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
SHORT = 3
"""A word of at most so many letters is looked for as a whole word with these endings, since it hides in others."""
ENDINGS = "s|et|ets|en|ens|a|ad|at|ar|as|ats|ade|ades|ande|else|elsen|elser|elserna|full|fullt|fulla"

SENTENCE = re.compile(r"[.!?:]+(?=\s|$)|\n+")
DENIED = re.compile(r"\b(inte|inga|inget|ingen|aldrig|utan|undvik|nej)\b", re.IGNORECASE)
PROMISES = re.compile(
    r"\bjag lovar\b|\bjag (?:säger|berättar|för) (?:det |detta )?(?:inget|inte|ingenting|aldrig) (?:till|för|vidare)"
    r"|\bingen (?:annan )?(?:får|kommer att få) veta\b|\bstannar mellan (?:oss|er)\b"
    r"|\b(?:allt|det|detta)\b.{0,30}\bstannar här\b"
    r"|\b(?:helt|strikt|absolut) (?:hemligt|konfidentiellt|tyst)",
    re.IGNORECASE,
)
REFUSES_PROMISE = re.compile(r"\b(?:kan|får) inte lova\b|\blova (?:inte|aldrig|inget)\b", re.IGNORECASE)
WHY = re.compile(r"\bvarför\b(?! (?:jag|vi)\b)", re.IGNORECASE)
COUPLES = re.compile(r"\bpar(?:terapi|samtal|rådgivning|behandling)|\bmedl(?:a|ar|ing|are)\b|\bförson", re.IGNORECASE)
DIGITS = re.compile(r"(?<![\d:./-])\+?\d(?:[\d -]*\d)?(?!\d|[:./-]\d)")
DATE = re.compile(r"\d{4}(-\d{2}){1,2}|\d{4} ?- ?\d{4}")
UNKNOWN_NUMBER = 6
"""Digits from which a number that no contact has is taken for a telephone number; a leading 0 or + is enough too."""

WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
FEW_WORDS = 100
"""LIX says nothing about shorter texts (see the sheet on asking and responding, wording rules)."""
HARDEST: Mapping[bool, int] = {True: 30, False: 35}
"""Highest LIX of what is said or shown, and of what staff read. A house rule: under 30 is very easy, 30–40 easy."""


def betraying(text: str, words: Iterable[str]) -> str | None:
    """The first word of a text that betrays the subject, None when there is none.

    Args:
        text: in any language.
        words: those of house.yaml. Up to three letters match a whole word with Swedish endings (“hot” is in
            hotet and hotade, not in hotell); longer ones match anywhere in a word.
    """
    found = _betrayals(tuple(words)).search(unicodedata.normalize("NFC", text).translate(INVISIBLE).casefold())
    return found[0] if found else None


@cache
def _betrayals(words: tuple[str, ...]) -> re.Pattern[str]:
    parts = []
    for word in words:
        stem = re.escape(unicodedata.normalize("NFC", word).casefold())
        parts.append(rf"\b{stem}(?:{ENDINGS})?\b" if len(word) <= SHORT else rf"\w*{stem}\w*")
    return re.compile("|".join(parts) or r"(?!)")


def problems(release: Release) -> list[Problem]:
    """All faults of the Swedish words of a release."""
    found = entries(release)
    words = release.house.betraying.get("sv", [])
    numbers = _numbers(release)
    return [
        *(problem for entry in found for problem in _wording(entry, words)),
        *(problem for entry in found for problem in _digits(entry, numbers)),
        *_hard(found),
    ]


def _wording(entry: Entry, words: Iterable[str]) -> Iterator[Problem]:
    where = entry.where[0]
    if entry.open and (word := betraying(entry.text, words)):
        hint = "say it neutrally, or move the step to a dialog with “private: yes”"
        yield Problem("T001", where, f"“{word}” can be seen before the two are alone", hint)
    if len(entry.text) > entry.limit:
        yield Problem("T007", where, f"{len(entry.text)} characters; {entry.limit} fit", "say it shorter, or in two")
    for sentence in SENTENCE.split(entry.text):
        if (match := PROMISES.search(sentence)) and not REFUSES_PROMISE.search(sentence):
            hint = "secrecy has limits; say what you must do and that you tell the person first if you can"
            yield Problem("T002", where, f"“{match[0]}” promises secrecy", hint)
        if entry.audience is not Audience.STAFF and WHY.search(sentence):
            yield Problem("T003", where, "“varför” asks the person for an excuse", "ask what happened, or how it is")
        if (match := COUPLES.search(sentence)) and not DENIED.search(sentence):
            hint = "offer each a way of their own; joint talks are not offered while there is violence or fear"
            yield Problem("T004", where, f"“{match[0]}” proposes a joint talk", hint)


def _numbers(release: Release) -> dict[str, str]:
    """Digits → the contact that has them."""
    national = release.directory.get("national")
    if not isinstance(national, NationalFile):
        return {}
    return {
        re.sub(r"\D", "", number): key
        for key, contact in reversed(national.contacts.items())
        for number in (contact.number, *contact.also)
        if number
    }


def _digits(entry: Entry, known: Mapping[str, str]) -> Iterator[Problem]:
    if entry.context.startswith("contact."):  # the directory itself
        return
    for match in DIGITS.finditer(DATE.sub("", entry.text)):
        plain = re.sub(r"\D", "", match[0])
        if plain in known:
            hint = f"write {{{known[plain]}}}; today's number stands there when it is shown"
        elif len(plain) >= UNKNOWN_NUMBER or (len(plain) > 1 and match[0].startswith(("0", "+"))):
            hint = "put it in the directory, and its key in braces here"
        else:
            continue
        yield Problem("T005", entry.where[0], f"“{match[0]}” is a telephone number", hint)


def _hard(found: Iterable[Entry]) -> Iterator[Problem]:
    """One warning for each guide and audience that is hard to read; all actions count as one guide."""
    groups: dict[tuple[str, bool], list[Entry]] = {}
    for entry in found:
        if entry.kind in {Kind.PASSAGE, Kind.WHY, Kind.QUESTION, Kind.ACTION} and "." in entry.context:
            guide = entry.context.partition(".")[0]
            groups.setdefault((guide, entry.audience is not Audience.STAFF), []).append(entry)
    for (_, said), group in groups.items():
        value = lix(entry.text for entry in group)
        if value is not None and value > HARDEST[said]:
            whom = "what is said or shown" if said else "what staff read"
            hint = f"{HARDEST[said]} at most: shorter sentences, shorter words"
            message = f"LIX of {whom} here is {value:.0f}"
            yield Problem("T006", group[0].where[0], message, hint, Severity.WARNING)


def lix(texts: Iterable[str]) -> float | None:
    """Words per sentence plus percent of words with more than six letters; None under 100 words in all."""
    words = sentences = long = 0
    for text in texts:
        for sentence in SENTENCE.split(text):
            found = WORD.findall(sentence)
            words += len(found)
            sentences += bool(found)
            long += sum(len(word) > 6 for word in found)
    return words / sentences + 100 * long / words if words >= FEW_WORDS else None

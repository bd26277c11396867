"""The words of record phrases: what may not stand in a record, and that the answers to the question stay apart.

T023  a word that does not belong in a record     T024  two answers that read alike, or no place for own words

A record is read by others than its writer: by the person, by a guardian, by a party, and so perhaps by the one who
hurts. So no phrase leads to a name, an address or a shelter; none grades (that would be a score about a person); none
doubts or blames; and none puts words in quotation marks, which only the one who heard them may do. Where the words
come from: the content's own rule of what not to write, and its wording rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from bot.dialog.model import Release
from bot.dialog.phrase_schema import BLANK, FOLDER, Phrase
from bot.dialog.tree import Path, Tree, read
from bot.problem import Problem, Span
from bot.text.catalogues import LOCALES, SOURCE, shown

QUOTES = '“”„"»«'
WORDS: Mapping[str, str] = {
    "sv": r"""
        namn\w*|heter|personnummer\w*|\w*adress\w*|telefonnummer\w*|(?:ny )?skola\w*
        skydd\w* boende\w*|\w*boende\w*|\w*jour(?:en|er|erna)?|jourlägenhet\w*|gömställe\w*|gömmer
        grov\w*|grövre|allvarlig\w*|svår\w*|lindrig\w*|lätta?|livsfarlig\w*|livshotande|kraftig\w*|brutal\w*|mild\w*
        extrem\w*|(?:hög|låg|stor|liten|ökad|förhöjd|akut) risk\w*|risk(?:nivå|bedöm)\w*|farlighet\w*|poäng\w*|nivå\w*
        påstå\w*|sägs ha|troligen|sannolikt|förmodligen|misstänk\w*|misstanke\w*|uppenbar\w*|tydlig\w*|överdriv\w*
        offer|offret|offrets|förövar\w*|gärnings\w*|misshand\w*|skyldig|skulden
    """,
    "en": r"""
        names?|called|social security|personal identity|address\w*|(?:tele)?phone numbers?|(?:new )?school\w*
        shelter\w*|refuge\w*|safe house\w*|hiding
        severe\w*|serious\w*|grave\w*|mild\w*|slight\w*|minor injur\w*|brutal\w*|extreme\w*|life-threatening|lethal\w*
        (?:high|low|great|small|increased|elevated|acute) risk\w*|risk level\w*|risk assess\w*|scores?|points|levels?
        alleg\w*|claims?|claimed|probabl\w*|presumabl\w*|suspect\w*|suspicion\w*|obvious\w*|clear\w*|exaggerat\w*
        victim\w*|perpetrator\w*|offender\w*|battered|assault\w*|guilty
    """,
}
"""Language → alternatives of a regular expression, whole words on small letters. Another language is judged by its
quotation marks alone."""
FOUND: Mapping[str, re.Pattern[str]] = {
    language: re.compile(rf"\b(?:{'|'.join(map(str.strip, words.strip().splitlines()))})\b", re.IGNORECASE)
    for language, words in WORDS.items()
}
BELONGS_NOT = "write what was seen, said or done; no name, place, degree, doubt, blame or quotation mark"
APART = "say what differs: told, told unasked, no, did not want to answer, not asked"
NO_PLACE = "end the sentence with “: [egna ord]”"


def problems(release: Release) -> Iterator[Problem]:
    """All faults of a release's record phrases, in Swedish and in each catalogue that can be read."""
    trees = _trees(release.files)
    for phrase in release.phrases:
        tree = trees[phrase.phrase]
        for path, text in sentences(phrase):
            yield from _judged(text, SOURCE, tree.span(path))
        yield from _apart(phrase, tree)
    wanted = {(phrase.context, text) for phrase in release.phrases for _, text in sentences(phrase)}
    for name, content in release.files.items():
        if wanted and name.startswith(LOCALES):
            with suppress(ValueError):  # told by `merge`
                for key, text, line in shown(content):
                    if key in wanted:
                        yield from _judged(text, name.split("/")[1], Span(name, line, 1))


def sentences(phrase: Phrase) -> Iterator[tuple[Path, str]]:
    """What is meant to be written into the record, each with its place; not what staff are told about it."""
    yield from ((("question", key), text) for key, text in phrase.question.sentences())
    for name, part in phrase.parts.items():
        yield from ((("parts", name, "lines", place), text) for place, text in enumerate(part.lines))


def _judged(text: str, language: str, where: Span) -> Iterator[Problem]:
    quote = next((sign for sign in text if sign in QUOTES), "")
    words = FOUND.get(language.partition("-")[0])
    match = words.search(text) if words else None
    if found := quote or (match[0] if match else ""):
        yield Problem("T023", where, f"“{found}” does not belong in a record", BELONGS_NOT)


def _apart(phrase: Phrase, tree: Tree) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for key, text in phrase.question.sentences():
        where, plain = tree.span(("question", key)), text.casefold()
        if plain in seen:
            message = f"this reads as “{seen[plain]}” does"
            yield Problem("T024", where, message, APART)
        seen.setdefault(plain, key)
    for key in ("told", "unasked"):
        if not BLANK.search(getattr(phrase.question, key)):
            where = tree.span(("question", key))
            yield Problem("T024", where, "there is no place for the person's own words", NO_PLACE)


def _trees(files: Mapping[str, bytes]) -> dict[str, Tree]:
    """Phrase → its file, read once more for the places."""
    found = {}
    for name, content in files.items():
        tree = read(content.decode("utf-8-sig"), name)[0] if name.startswith(FOLDER) else None
        if tree is not None:
            data: Any = tree.data
            found[data["phrase"]] = tree
    return found

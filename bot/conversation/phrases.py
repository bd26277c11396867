"""The record phrases as a door shows them: what is written into the record, and what it means. Pure.

A record in Sweden is written in Swedish, so the sentences stay Swedish whatever language staff read; where that is
another one, its translation stands beside each as help. Nothing of what is chosen ever comes here: the browser builds
the text by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.conversation.messages import SourceNote, Text
from bot.conversation.render import Renderer
from bot.dialog import phrase_schema
from bot.text.catalogues import SOURCE

SOURCES = "sources.yaml"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence in Swedish, and what it means in the language of staff; None where that is Swedish or missing."""

    text: str
    meaning: Text | None


@dataclass(frozen=True, slots=True)
class Part:
    """Sentences about one thing. one: only one of them can be true."""

    label: Text
    sentences: tuple[Sentence, ...]
    one: bool


@dataclass(frozen=True, slots=True)
class Phrase:
    """One kind of record. read: to staff, before the sentences."""

    id: str
    title: Text
    read: tuple[Text, ...]
    parts: tuple[Part, ...]
    sources: tuple[SourceNote, ...]


@dataclass(frozen=True, slots=True)
class Phrasebook:
    """All phrases for one sector, as they are offered. unsigned: what nobody has signed of them, to staff."""

    phrases: tuple[Phrase, ...]
    unsigned: tuple[Text, ...]


def phrasebook(render: Renderer, sector: str) -> Phrasebook:
    """The phrases for a sector; "" gives those of all sectors, since nobody has said which it is."""
    own = [phrase for phrase in render.edition.release.phrases if not sector or sector in phrase.for_]
    files = [f"{phrase_schema.FOLDER}{phrase.phrase}.yaml" for phrase in own]
    return Phrasebook(tuple(_phrase(render, phrase) for phrase in own), render.unsigned((*files, SOURCES)))


def _phrase(render: Renderer, phrase: phrase_schema.Phrase) -> Phrase:
    def text(source: str) -> Text:
        return render.text(phrase.context, source, render.staff)

    def sentences(texts: Iterator[str]) -> tuple[Sentence, ...]:
        meant = ((source, text(source)) for source in texts)
        return tuple(Sentence(source, None if said.lang == SOURCE else said) for source, said in meant)

    question = Part(
        render.word("phrases-question"), sentences(each for _, each in phrase.question.sentences()), one=True
    )
    parts = (Part(text(part.label), sentences(iter(part.lines)), one=False) for part in phrase.parts.values())
    return Phrase(
        id=phrase.phrase,
        title=text(phrase.title),
        read=tuple(text(line) for line in phrase.read),
        parts=(question, *parts),
        sources=render.sources(phrase.sources),
    )

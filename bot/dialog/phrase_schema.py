"""What a record phrase may say: dialogs/phrases/<name>.yaml. Shapes only; `bot.text.lint.record` judges its words.

A record phrase is a set of neutral sentences that staff choose from and write into a record by their own hand. What
only they can know stands in square brackets: “[egna ord]”, “[datum]”.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from bot.dialog.schema import FactName, Label, Name, Sector, Shape, Text

FOLDER = "phrases/"
BLANK = re.compile(r"\[([^\[\]]+)\]")
"""A place for what only the writer knows, and what is to be written there."""


class Question(Shape):
    """What became of the question. All five stand apart, so that silence is never read as a no.

    told: it was asked and the person told something. unasked: the person told before anybody had asked. no: asked, and
    the answer was no. declined: asked, and the person did not want to answer. not_asked: it was not asked, and why.
    """

    told: Text
    unasked: Text
    no: Text
    declined: Text
    not_asked: Text

    def sentences(self) -> Iterator[tuple[str, str]]:
        """Key and sentence, in order."""
        return ((name, getattr(self, name)) for name in type(self).model_fields)


class Part(Shape):
    """Sentences about one thing; any number of them may fit."""

    label: Label
    lines: Annotated[list[Text], Field(min_length=1)]


class Phrase(Shape):
    """One file. read: to staff, before the sentences: who may read that record, and what stays out of it.

    order: place among the phrases of a sector, small first.
    """

    phrase: Name
    title: Label
    for_: Annotated[list[Sector], Field(alias="for", min_length=1)]
    order: Annotated[int, Field(ge=0, le=999)]
    read: Annotated[list[Text], Field(min_length=1)]
    question: Question
    parts: dict[FactName, Part]
    sources: Annotated[list[Name], Field(min_length=1)]

    @property
    def context(self) -> str:
        """The gettext context of its texts."""
        return f"phrase.{self.phrase}"

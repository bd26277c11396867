"""Texts of practice cases and flashcards in one language, as doors and papers show them. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from bot.conversation.edition import Edition
from bot.conversation.messages import SourceNote, Text
from bot.conversation.round_view import BeatText, Card, CardLine, FlashcardView, LineText, Told
from bot.dialog.case_model import Beat, Case, Line, context
from bot.dialog.flashcard import Flashcard
from bot.practice.path import Choice, seen
from bot.text.catalogues import SOURCE
from bot.text.practice import CONTEXT, WORDS


@dataclass(frozen=True, slots=True)
class CaseWords:
    """Texts of an edition in one language. day: for which the age of sources is judged."""

    edition: Edition
    language: str
    day: date = date.max

    def text(self, where: str, text: str) -> Text:
        """A text of the content. where: its gettext context."""
        found, fallback = self.edition.catalogues.get(self.language, where, text)
        return Text(found, SOURCE if fallback else self.language, fallback)

    def word(self, key: str) -> Text:
        """One of the practice pages' own words."""
        return self.text(CONTEXT, WORDS[key])

    def card(self, case: Case) -> Card:
        """A case as it is offered."""
        data = case.data
        title, place = self.text(case.context, data.title), self.text(case.context, data.place)
        return Card(case.id, title, place, data.sector, data.minutes, case.skills, data.tutorial == "yes")

    def flashcard(self, card: Flashcard) -> FlashcardView:
        """A flashcard as it is shown."""
        here, data = card.context, card.data
        patient = self.text(here, data.patient).text
        return FlashcardView(
            card.id,
            self.text(here, data.title),
            self.beats(here, card.beats, patient),
            tuple(
                CardLine(self.text(here, line.text), line.spoken, line.is_right, self.text(here, line.data.why))
                for line in card.lines
            ),
            self.text("dialog", self.edition.program.dialogs[data.live].title),
        )

    def beats(self, where: str, beats: Iterable[Beat], patient: str) -> tuple[BeatText, ...]:
        """What is seen and heard. patient: the name before what is heard."""
        return tuple(self.beat(where, beat, patient) for beat in beats)

    def beat(self, where: str, beat: Beat, patient: str) -> BeatText:
        """What is heard from somebody else than the patient begins with a name: “Lo: Jag väntar.”."""
        text = self.text(where, beat.text)
        name, colon, words = text.text.partition(": ")
        if not beat.spoken:
            return BeatText(text, "")
        if colon and " " not in name:
            return BeatText(replace(text, text=words), name)
        return BeatText(text, patient)

    def scene(self, case: Case, where: str, beats: Iterable[Beat], facts: tuple[int, ...]) -> tuple[BeatText, ...]:
        """What of it is seen and heard where these facts hold."""
        return self.beats(where, seen(beats, facts), self.text(case.context, case.data.patient).text)

    def told(self, case: Case, choice: Choice) -> Told:
        """A decision, looked back on."""
        line, here = choice.line, context(case.id, choice.scene.id)
        better = None if line.is_right else self.line(here, choice.scene.line(line.better))
        return Told(
            skill=choice.scene.data.skill,
            scene=self.scene(case, here, choice.scene.beats, choice.before),
            chosen=self.line(here, line),
            then=self.scene(case, here, line.then, choice.after),
            felt=self.text(here, line.data.felt),
            why=self.text(here, line.data.why),
            better=better,
            missed=tuple(line.data.misses),
            sources=tuple(map(self.source, choice.scene.data.sources)),
        )

    def line(self, where: str, line: Line, move: str = "") -> LineText:
        """A line; see `LineText`."""
        return LineText(self.text(where, line.text), line.spoken, move)

    def source(self, name: str) -> SourceNote:
        """A source, and whether it is past its day."""
        source = self.edition.release.sources[name]
        old = self.day != date.max and source.valid_until < self.day.isoformat()
        return SourceNote(source.title, source.url, source.checked, source.trust, old)

"""A place in a conversation → the screen that doors show: texts in their languages, buttons, outcome.

Pure. Placeholders take today's numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from bot.conditions.core import slots
from bot.conversation import routine
from bot.conversation.edition import Edition
from bot.conversation.messages import (
    FIRST_JUMP,
    ActionNote,
    Button,
    ContactNote,
    Control,
    Line,
    Outcome,
    Point,
    SourceNote,
    Text,
    View,
    write_move,
)
from bot.dialog import schema
from bot.dialog.directory_schema import DAYS
from bot.dialog.model import Action, Audience, Edge, Kind, Node, Passage
from bot.dialog.routine_schema import ROUTINE
from bot.dialog.signatures import NATIONAL, Scope, Standing, standing_of
from bot.directory.asking import asking_of
from bot.directory.hours import describe
from bot.directory.model import Directory, Trust, Unit
from bot.directory.places import near
from bot.directory.resolve import Reached, resolve
from bot.engine.answers import Place
from bot.engine.outcome import outcome
from bot.engine.step import jumps, visible
from bot.text import cards
from bot.text.catalogues import SOURCE
from bot.text.languages import NAMES, UNWRITTEN
from bot.text.ui import CONTEXT, WORDS

PLACEHOLDER = re.compile(r"\{([^{}]+)\}")
BEHIND = ("actions.yaml", "sources.yaml", NATIONAL, ROUTINE)
"""Files that an outcome rests on besides its guide."""
HOUR_WORDS = (*DAYS, "holiday", "daily", "weekdays", "always", "unknown")


@dataclass(frozen=True)
class Renderer:
    """Renders one screen. today: the newest directory, whose numbers are shown whatever the release.

    staff, said: language codes. at: Swedish wall-clock time, without a zone. held: `said` is not what was chosen,
    since the person's language is held back here.
    """

    edition: Edition
    today: Directory
    staff: str
    said: str
    unit: Unit | None
    at: datetime
    held: bool = False

    def view(self, place: Place) -> View:
        """The screen of a place, made anew; `Edition.views` keeps those that do not depend on the moment."""
        node = self.edition.program.nodes[place.state[0]]
        return self._build(node, place, lasting=node.kind is not Kind.FINISH)

    def text(self, context: str, text: str, language: str, municipality: str = "") -> Text:
        """A text in a language, with numbers and names filled in."""
        found, fallback = self.edition.catalogues.get(language, context, text)
        if "{" in found:
            found = PLACEHOLDER.sub(lambda match: self._fill(match[1], municipality) or match[0], found)
        return Text(found, "sv" if fallback else language, fallback)

    def word(self, key: str) -> Text:
        """One of the doors' own words, for staff."""
        return self.text(CONTEXT, WORDS[key], self.staff)

    def line(self, audience: Audience, context: str, text: str, municipality: str, *, person: bool = True) -> Line:
        """A text in the language of its audience; what the person reads or hears has that of staff beside it.
        person: False when somebody else hears it."""
        language = self.said if person and audience is not Audience.STAFF else self.staff
        own = self.text(context, text, language, municipality)
        beside = None if own.lang == self.staff else self.text(context, text, self.staff, municipality)
        return Line(audience, own, beside if beside is None or beside.lang != own.lang else None)

    def passage(self, passage: Passage, municipality: str) -> Line:
        """A passage of a step, with what the person can point at."""
        person = passage.is_for_person
        line = self.line(passage.audience, passage.context, passage.text, municipality, person=person)
        return replace(line, points=tuple(self._points(passage.points)))

    def _points(self, signs: Iterable[str]) -> Iterator[Point]:
        for sign in signs:
            if sign == cards.LANGUAGES_SIGN:
                yield from (Point("", Text(name, code)) for code, name in (NAMES | UNWRITTEN).items() if code != SOURCE)
            else:
                yield Point(sign, self.text(cards.CONTEXT, cards.PICTURES[sign], self.said))

    def contacts(self, keys: Iterable[str], municipality: str, reserved: Iterable[str] = ()) -> tuple[ContactNote, ...]:
        """Whom to reach now. reserved: who stands in for nobody, see `bot.directory.resolve`."""
        code = self._code(municipality)
        found = resolve(self.today, keys, unit=self.unit, municipality=code, at=self.at, reserved=frozenset(reserved))
        return tuple(self.contact(reached) for reached in found)

    def _build(self, node: Node, place: Place, *, lasting: bool) -> View:
        _, facts, _, actions = place.state
        where = self._municipality(facts)
        context = node.context
        passages = [p for p in node.passages if p.when is None or p.when(facts)]
        title_context = context if node.title != self.edition.program.dialogs[node.dialog].title else "dialog"
        several = node.kind is Kind.SEVERAL
        return View(
            step=node.id,
            kind=node.kind,
            private=node.private,
            title=self.text(title_context, node.title, self.staff, where),
            lines=tuple(self.passage(passage, where) for passage in passages),
            question=self.text(context, node.question, self.staff, where) if node.question else None,
            choices=self._choices(node, facts, context, where),
            done=Button(write_move(Control.DONE.value), self.word("done")) if several else None,
            none=Button(write_move(Control.NONE.value), self.text(context, node.none, self.staff))
            if node.none
            else None,
            jumps=self._jumps(place),
            why=self.text(context, node.why, self.staff, where) if node.why else None,
            sources=self.sources(node.sources),
            neutral=node.neutral,
            outcome=self._outcome(node, facts, actions, where) if node.kind is Kind.FINISH else None,
            lasting=lasting,
            code=self.edition.codes[node.context],
            stage=node.stage,
            personal=node.kind is Kind.FINISH and self.edition.program.is_personal(facts),
            held=self.held,
            web_only=not self.edition.program.dialogs[node.dialog].telegram,
            own=self.own_mark(node),
            asking=self._asking(node),
        )

    def own_mark(self, node: Node) -> Text | None:
        """Whose an own step is: staff must not take it for one of the guides'. None for a step of the guides."""
        own = self.edition.release.routine if node.own else None
        return Text(routine.mark(own, self._plain, self.at.date()), self.staff) if own else None

    def _asking(self, node: Node) -> Text | None:
        """How this unit asks, where a guide about asking begins and nobody else sees the screen."""
        own, begins = self.edition.release.routine, self.edition.program.dialogs[node.dialog].first == node.index
        asking = asking_of(own, self.unit) if own and self.unit and begins and _is_asking(node) else None
        if not (own and self.unit and asking):
            return None
        told = f"{routine.mark(own, self._plain, self.at.date())} {routine.told(asking, self.unit, self._plain)}"
        return Text(told, self.staff)

    def _plain(self, key: str) -> str:
        return self.word(key).text

    def _choices(self, node: Node, facts: tuple[int, ...], context: str, where: str) -> tuple[Button, ...]:
        if node.kind is Kind.SAY:
            return (Button(write_move(0), self.word("continue")),)
        mask = visible(node, facts)
        edges = node.options if node.kind is Kind.SEVERAL else node.edges
        shown = [i for i in range(len(edges)) if mask >> i & 1] if node.kind is not Kind.FINISH else []
        if node.pick == "near":
            return self._near(node, shown, context)
        return tuple(Button(write_move(i), self._label(edges[i], context, where)) for i in shown)

    def _near(self, node: Node, shown: list[int], context: str) -> tuple[Button, ...]:
        """Near municipalities, the unit's own first, then "all" and "do not know"; the rest is kept behind."""
        place = {self.today.municipalities[code].name: n for n, code in enumerate(near(self.today, self.unit))}
        first = [i for i in shown if i > 1 and node.edges[i].label in place]
        order = [*sorted(first, key=lambda i: place[node.edges[i].label or ""]), 1, 0]
        return tuple(Button(write_move(i), self._label(node.edges[i], context, "")) for i in order)

    def _label(self, edge: Edge, context: str, where: str) -> Text:
        if not edge.translate:
            return Text(edge.label or "", "sv")
        return self.text(context, edge.label or "", self.staff, where)

    def _jumps(self, place: Place) -> tuple[Button, ...]:
        program = self.edition.program
        offered = jumps(program, place.state)
        return tuple(
            Button(write_move(FIRST_JUMP + i), self.text("house", program.jumps[i].label, self.staff)) for i in offered
        )

    def sources(self, ids: Iterable[str]) -> tuple[SourceNote, ...]:
        """Sources as they are shown."""
        return tuple(self._source(self.edition.release.sources[name]) for name in ids)

    def _source(self, source: schema.Source) -> SourceNote:
        expired = source.valid_until < self.at.date().isoformat()
        return SourceNote(source.title, source.url, source.checked, source.trust, expired)

    def _outcome(self, node: Node, facts: tuple[int, ...], actions: int, where: str) -> Outcome:
        listed = outcome(self.edition.program, facts, actions)
        notes = tuple(self._action(action.id, form, where) for action, form in listed)
        guide = self.edition.program.dialogs[node.dialog].where.file
        private = self._takes_private(facts, (action for action, _ in listed))
        assumed = (self.word("provider-unknown"),) if private else ()
        # Who came for their own sake is offered no practice.
        card = "" if self.edition.program.is_personal(facts) else self._card(form for _, form in listed)
        return Outcome(notes, self.unsigned((guide, *BEHIND)), assumed, card)

    def _card(self, forms: Iterable[schema.Action]) -> str:
        """The flashcard that practises the first of these that has one; none where help is called for now."""
        for form in forms:
            if form.door == "emergency":
                return ""
            for card in self.edition.release.flashcards:
                if not set(card.data.rows).isdisjoint(form.rows or ()):
                    return card.id
        return ""

    def _takes_private(self, facts: tuple[int, ...], actions: Iterable[Action]) -> bool:
        """Whether what is shown differs between public and private, and nobody has said which this is: then what
        holds for the private is shown, which is the narrower (OSL 10 kap. has no counterpart in PSL 6 kap.)."""
        slot = self.edition.program.slots.get("provider")
        if slot is None or self.edition.program.facts[slot].domain.values[facts[slot]] != "unknown":
            return False
        return any(slot in slots(form.condition) for action in actions for form in action.forms if form.condition)

    def _action(self, name: str, action: schema.Action, where: str) -> ActionNote:
        context = f"action.{name}"
        return ActionNote(
            id=name,
            level="own" if self.edition.program.actions[name].own else action.level,
            text=self.text(context, action.text, self.staff, where),
            details=tuple(self.text(context, detail, self.staff, where) for detail in action.details),
            deadline=action.deadline,
            decides=action.decides,
            basis=self.sources(action.basis),
            contacts=self.contacts(action.contacts, where, action.reserves) if action.contacts else (),
            door=action.door,
            order=action.order,
        )

    def unsigned(self, files: Iterable[str]) -> tuple[Text, ...]:
        """What nobody answers for in these files of the release as they stand here, to staff."""
        words = self.edition.release.house.unsigned
        return tuple(self._words_for(words, tuple(files))) if words else ()

    def _words_for(self, words: schema.Unsigned, shown: tuple[str, ...]) -> Iterator[Text]:
        organisation = self.today.organisation
        record = (*self.edition.signatures, *(organisation.signatures if organisation else ()))
        for scope in (Scope.LAW, Scope.CLINIC, Scope.NUMBERS):
            found = standing_of(record, self.edition.release.files, shown, scope)
            if found is not Standing.SIGNED:
                note = self.text("house", getattr(words, scope.value), self.staff)
                changed = f" {self.word('changed-since-signed').text}" if found is Standing.CHANGED else ""
                yield replace(note, text=note.text + changed)

    def contact(self, reached: Reached) -> ContactNote:
        """One contact as it is shown."""
        contact = reached.contact
        hours = "" if reached.missing else describe(contact.hours, self._hour_words)
        if contact.hours.known and not contact.hours_confirmed:
            hours = f"{hours}, {self.word('hours-not-confirmed').text}"
        name = self._own(reached, contact.name)
        if reached.place:
            name = replace(name, text=f"{name.text}, {reached.place}")
        notes = [self.word(f"gap-{reached.gap.name.lower().replace('_', '-')}")] if reached.gap else []
        notes += [self._own(reached, contact.note)] if contact.note else []
        note = replace(notes[0], text=" ".join(part.text for part in notes)) if notes else None
        return ContactNote(
            key=reached.key,
            name=name,
            number=reached.number,
            tel=reached.tel,
            web=contact.web,
            hours=Text(hours, self.staff),
            open=reached.open_now,
            note=note,
            trust=reached.trust.value,
            expired=reached.expired,
            missing=reached.missing,
            hours_known=contact.hours.known,
            stands_in=reached.stands_in,
            asks=self.text(f"contact.{reached.instead_of}", reached.asks, self.staff) if reached.asks else None,
            opens=self.moment(reached.opens_at) if reached.opens_at else None,
        )

    def moment(self, at: datetime) -> Text:
        """“mån 23/11 8.30”."""
        word = self.word(f"hours-{DAYS[at.weekday()]}")
        return Text(f"{word.text} {at.day}/{at.month} {at.hour}.{at.minute:02}", word.lang)

    @cached_property
    def _hour_words(self) -> Mapping[str, str]:
        return {key: self.word(f"hours-{key}").text for key in HOUR_WORDS}

    def _own(self, reached: Reached, text: str) -> Text:
        """A contact's name or note; what an organisation wrote itself has no translation to miss."""
        found = self.text(f"contact.{reached.key}", text, self.staff)
        return replace(found, fallback=False) if reached.trust is Trust.LOCAL else found

    def _fill(self, name: str, municipality: str) -> str:
        if name == "unit":
            return self.unit.name if self.unit else ""
        if name == "municipality":
            return municipality
        found = resolve(self.today, (name,), unit=self.unit, municipality=self._code(municipality), at=self.at)
        return next((reached.number for reached in found if reached.key == name and reached.number), "")

    def _municipality(self, facts: tuple[int, ...]) -> str:
        """The name of the municipality that was chosen, "" for none."""
        slot = self.edition.program.slots.get("municipality")
        if slot is None or facts[slot] == 0:
            return ""
        code = self.edition.program.facts[slot].domain.values[facts[slot]]
        place = self.today.municipalities.get(code)
        return place.name if place else ""

    def _code(self, name: str) -> str | None:
        return (
            next((code for code, place in self.today.municipalities.items() if place.name == name), None)
            if name
            else None
        )


def _is_asking(node: Node) -> bool:
    return node.private and node.stage == "ask"

"""What is kept outside the program: what a guide has one say and demands, whom to call, and how long that holds. Pure.

Paper and files know no talk. So a duty stands with the answer that it follows, a text is left out only where the unit
alone makes it untrue, and of a contact the hours are told, never whether it is open.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property

from bot.check.freshness import last_day
from bot.conditions.core import slots
from bot.conversation.messages import ContactNote, Line, Text
from bot.conversation.render import BEHIND, PLACEHOLDER, Renderer
from bot.conversation.report_code import release_signs
from bot.dialog import schema
from bot.dialog.model import Audience, Change, Edge, Node, Passage
from bot.directory.resolve import EMERGENCY, Reached, resolve
from bot.engine.outcome import form

LONGEST = timedelta(days=92)
"""What cannot be recalled is good for a quarter at most: then its numbers have been called anew (docs/local.md)."""
HOURS = (time(10), time(2))
"""A day and a night of a Wednesday: what stands in for a closed line differs between the two."""
BINDING = ("must", "must-not")


@dataclass(frozen=True, slots=True)
class Duty:
    """What the law demands or forbids. after: the answer that it follows, None where it follows none."""

    after: Text | None
    level: str
    text: Text
    deadline: str


@dataclass(frozen=True, slots=True)
class Scene:
    """One step of a guide: its title, its question where a duty follows an answer, and what it holds.

    own: whose the step is, where it is the organisation's own (docs/routine.md).
    """

    title: Text
    question: Text | None
    said: tuple[Line, ...]
    duties: tuple[Duty, ...]
    own: Text | None = None


@dataclass(frozen=True, slots=True)
class Guide:
    """One guide. code: of its first screen, else of the release with a number. file: among the release's.

    contacts: keys that its duties and sentences name. sources: that its steps and duties rest on.
    """

    id: str
    title: Text
    code: str
    file: str
    scenes: tuple[Scene, ...]
    contacts: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Numbers:
    """Whom to call, and until which days these numbers are trusted."""

    contacts: tuple[ContactNote, ...]
    until: tuple[date, ...]


@dataclass(frozen=True)
class Reader:
    """Reads an edition for one unit, in the languages of a renderer."""

    render: Renderer

    @property
    def guides(self) -> tuple[str, ...]:
        """All guides for the unit's sector by name, in the content's order; without a unit all there are."""
        unit, dialogs = self.render.unit, self.render.edition.program.dialogs
        return tuple(name for name, dialog in dialogs.items() if unit is None or unit.sector in dialog.sectors)

    @property
    def release_code(self) -> str:
        """The signs that the codes of all screens of the release begin with."""
        return release_signs(self.render.edition.release.id)

    def guide(self, name: str) -> Guide:
        """What one guide has one say and demands. A step without either is left out."""
        edition = self.render.edition
        dialog = edition.program.dialogs[name]
        mine = (node for node in edition.program.nodes if node.dialog == name and "#" not in node.id)
        nodes = [node for node in mine if self._can_be(node)]
        told: set[Duty] = set()
        scenes = [(node, scene) for node in nodes if (scene := self._scene(node, dialog.title, told))]
        actions = [action for node, _ in scenes for action, _ in self._binding(node)]
        texts = [p.text for node, _ in scenes for p in self._passages(node)] + [action.text for action in actions]
        named = [key for text in texts for key in PLACEHOLDER.findall(text) if key not in ("unit", "municipality")]
        return Guide(
            id=name,
            title=self.render.text("dialog", dialog.title, self.render.staff),
            code=next((edition.codes[n.context] for n in nodes if n.context in edition.codes), None)
            or self._silent(name),
            file=dialog.where.file,
            scenes=tuple(scene for _, scene in scenes),
            contacts=tuple(dict.fromkeys((*named, *(key for action in actions for key in action.contacts)))),
            sources=tuple(dict.fromkeys(s for node, _ in scenes for s in (*node.sources, *self._basis(node)))),
        )

    def _silent(self, name: str) -> str:
        """The code of a guide without a screen: its place among them, so that no two cards have one name."""
        seen = {context.partition(".")[0] for context in self.render.edition.codes}
        silent = [guide for guide in self.render.edition.program.dialogs if guide not in seen]
        return f"{self.release_code}-{silent.index(name) + 1}"

    def numbers(self, keys: Iterable[str], *, missing: bool = False) -> Numbers:
        """Whom to call for these keys, by day and by night. missing: also what nobody has filled in, which says so."""
        wanted = tuple(keys)
        found: dict[tuple[str, str], Reached] = {}
        for at in self._hours:
            for reached in resolve(self.render.today, wanted, unit=self.render.unit, municipality=None, at=at):
                if missing or not reached.missing:
                    found.setdefault((reached.key, reached.number), reached)
        until = [reached.contact.valid_until for reached in found.values()]
        return Numbers(tuple(map(self.render.contact, found.values())), tuple(day for day in until if day))

    def instead(self, key: str) -> ContactNote | None:
        """Who answers where this contact or role is closed or missing, with what to ask for there.

        None for who always answers, and where only 112 is left: that is no place for a need that is no emergency.
        """
        return next(
            (
                self.render.contact(reached)
                for at in self._hours
                for reached in resolve(self.render.today, (key,), unit=self.render.unit, municipality=None, at=at)
                if reached.stands_in and reached.answers and reached.key != EMERGENCY
            ),
            None,
        )

    def unsigned(self, guides: Iterable[Guide]) -> tuple[Text, ...]:
        """What nobody has signed of these guides and of what they rest on."""
        return self.render.unsigned((*(guide.file for guide in guides), *BEHIND))

    def good_until(self, guides: Iterable[Guide], numbers: Numbers) -> date:
        """The last day that it may be used: a quarter, less where a source, a number or an own routine ends before.

        What has ended already does not count: it is marked where it stands.
        """
        today, kept = self.render.at.date(), tuple(guides)
        release = self.render.edition.release
        ends = [last_day(release.sources[name].valid_until) for guide in kept for name in guide.sources]
        if release.routine and any(scene.own for guide in kept for scene in guide.scenes):
            ends.append(release.routine.review)
        return min((today + LONGEST, *(day for day in (*ends, *numbers.until) if day is not None and day >= today)))

    # --- a step ------------------------------------------------------------------------------------------------

    @cached_property
    def _given(self) -> dict[int, int]:
        """Facts that the unit settles: slot → value index. How two meet differs from talk to talk."""
        edition = self.render.edition
        given = dict(zip(edition.program.given, edition.given(self.render.unit), strict=False))
        given.pop(edition.program.slots.get("channel", -1), None)
        return given

    @cached_property
    def _facts(self) -> tuple[int, ...]:
        """The facts as a talk at the unit begins."""
        return tuple(self._given.get(slot, value) for slot, value in enumerate(self.render.edition.program.start))

    def _scene(self, node: Node, dialog_title: str, told: set[Duty]) -> Scene | None:
        """told: duties that an earlier step of the guide has told already; those of this one are added."""
        said = tuple(Line(p.audience, self._text(node, p.text, self._language(p))) for p in self._passages(node))
        duties = tuple(dict.fromkeys(duty for duty in self._duties(node) if duty not in told))
        told.update(duties)
        if not said and not duties:
            return None
        title = self.render.text(
            node.context if node.title != dialog_title else "dialog", node.title, self.render.staff
        )
        asked = node.question if any(duty.after for duty in duties) else None
        question = self._text(node, asked, self.render.staff) if asked else None
        return Scene(title, question, said, duties, self.render.own_mark(node))

    def _text(self, node: Node, text: str, language: str) -> Text:
        return self.render.text(node.context, text, language)

    def _language(self, passage: Passage) -> str:
        return self.render.said if passage.is_for_person else self.render.staff

    def _passages(self, node: Node) -> list[Passage]:
        return [p for p in node.passages if p.audience is not Audience.STAFF and self._can_be(p)]

    def _can_be(self, part: Node | Passage | Edge) -> bool:
        """Whether some talk at this unit comes to it, as far as the unit alone decides."""
        if part.condition is None or part.when is None or not slots(part.condition) <= self._given.keys():
            return True
        return part.when(self._facts)

    def _changes(self, node: Node) -> Iterator[tuple[Edge | None, Change]]:
        yield None, node.arrive
        yield from ((edge, edge.change) for edge in (*node.edges, *node.options) if self._can_be(edge))

    def _duties(self, node: Node) -> Iterator[Duty]:
        for edge, change in self._changes(node):
            after = self._text(node, edge.label, self.render.staff) if edge and edge.label else None
            for name, action in self._of(change):
                text = self.render.text(f"action.{name}", action.text, self.render.staff)
                yield Duty(after, action.level, text, action.deadline)

    def _of(self, change: Change) -> Iterator[tuple[str, schema.Action]]:
        """The binding actions of a change, as they are at this unit."""
        for action in self.render.edition.program.by_bit:
            if change.do >> action.bit & 1:
                shown = form(action, self._facts)
                if shown.level in BINDING:
                    yield action.id, shown

    def _binding(self, node: Node) -> Iterator[tuple[schema.Action, str]]:
        return ((action, name) for _, change in self._changes(node) for name, action in self._of(change))

    def _basis(self, node: Node) -> Iterator[str]:
        return (source for action, _ in self._binding(node) for source in action.basis)

    @cached_property
    def _hours(self) -> tuple[datetime, ...]:
        today = self.render.at.date()
        wednesday = today + timedelta(days=(2 - today.weekday()) % 7)
        return tuple(datetime.combine(wednesday, hour) for hour in HOURS)

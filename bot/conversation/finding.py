"""A wish → contacts as every door shows them.

`Talks.find` is the one way in: the command `fragestod find`, the web page and a chat's /find all call it, and each
only lays out what comes back. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from bot.conversation.edition import Edition
from bot.conversation.messages import ContactNote, SourceNote, Text
from bot.conversation.render import Renderer
from bot.conversation.wish import NotUnderstood, Wish, understand
from bot.dialog.signatures import AUDIENCES, NATIONAL
from bot.directory.find import Found, Search, Why, find
from bot.directory.model import Layer
from bot.text.lint.betrayal import betraying


@dataclass(frozen=True, slots=True)
class FoundContact:
    """One contact with all that is known of it.

    whom: who may call. traces: what a call costs and where it shows, for the country's lines alone. languages: in
    words. called: the day somebody called the number, None when nobody has. checked: the day its facts were gathered,
    None when nobody has said.
    """

    note: ContactNote
    why: Why
    whom: Text
    traces: tuple[Text, ...]
    languages: Text
    sources: tuple[SourceNote, ...]
    checked: date | None
    called: date | None


@dataclass(frozen=True, slots=True)
class Lacking:
    """Roles without a number, and why they have none."""

    gap: Text
    names: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Findings:
    """What a search found. answering: at least one, best first. closed: also those whose hours nobody knows.

    whom: for whom; plainly when alone, else the neutral name. note: what staff must not forget. place: the
    municipality's name, "" when nothing tells. at: Swedish wall-clock time; is_now: nobody asked for another.
    held_back: something was not shown because others may see the screen. sources: what the order rests on. unsigned:
    what nobody answers for yet.
    """

    whom: Text
    note: Text | None
    place: str
    at: datetime
    is_now: bool
    answering: tuple[FoundContact, ...]
    closed: tuple[FoundContact, ...]
    lacking: tuple[Lacking, ...]
    held_back: bool
    sources: tuple[SourceNote, ...]
    unsigned: tuple[Text, ...]


def look_for(edition: Edition, wish: Wish, staff: str, now: datetime) -> Findings | tuple[NotUnderstood, ...]:
    """Find contacts, or tell what of the wish could not be understood.

    Args:
        edition: today's; its directory has the newest numbers.
        staff: language of the one who asks.
        now: Swedish wall-clock time, without a zone.
    """
    search = understand(edition, wish, staff, now)
    if not isinstance(search, Search):
        return search
    render = Renderer(edition, edition.directory, staff, staff, search.unit, search.at)
    return _Screen(render, wish.alone).findings(search, is_now=search.at == now)


@dataclass(frozen=True, slots=True)
class _Screen:
    """Where it is shown: in which language, and whether nobody else sees it."""

    render: Renderer
    alone: bool

    def findings(self, search: Search, *, is_now: bool) -> Findings:
        render, audience = self.render, search.audience
        found = find(render.today, search)
        visible = [each for each in found if self.may_show(each)]
        filled = [each for each in visible if not each.reached.missing]
        context = f"audience.{audience.key}"
        at_home = search.unit.municipality if search.unit else ""
        place = render.today.municipalities.get(search.municipality or at_home)
        return Findings(
            whom=render.text(context, audience.told if self.alone else audience.name, render.staff),
            note=render.text(context, audience.note, render.staff) if audience.note and self.alone else None,
            place=place.name if place else "",
            at=search.at,
            is_now=is_now,
            answering=tuple(self.contact(each) for each in filled if each.reached.open_now),
            closed=tuple(self.contact(each) for each in filled if not each.reached.open_now),
            lacking=self.lacking(each for each in visible if each.reached.missing),
            held_back=len(visible) < len(found),
            sources=render.sources(audience.sources) if self.alone else (),
            unsigned=render.unsigned((AUDIENCES, NATIONAL)) if self.alone else (),
        )

    def may_show(self, found: Found) -> bool:
        """Whether anybody may see it. What an organisation wrote itself is read for words that tell the subject."""
        directory, contact = self.render.today, found.reached.contact
        holder = directory.roles.get(contact.key) or directory.contacts.get(contact.key)
        words = [word for listed in self.render.edition.release.house.betraying.values() for word in listed]
        written = f"{contact.name} {contact.note} {contact.web}"
        return self.alone or (holder is not None and holder.neutral and not betraying(written, words))

    def contact(self, found: Found) -> FoundContact:
        contact, render = found.reached.contact, self.render
        return FoundContact(
            note=render.contact(found.reached),
            why=found.why,
            whom=self.own(contact.key, contact.audience),
            traces=tuple(render.word(key) for key in _traces(found)),
            languages=self.own(contact.key, contact.languages)
            if contact.languages
            else render.word("languages-unknown"),
            sources=render.sources(contact.sources) if self.alone else (),
            checked=contact.checked,
            called=contact.verified,
        )

    def lacking(self, found: Iterable[Found]) -> tuple[Lacking, ...]:
        """Roles without a number, together by why."""
        groups: dict[str, list[Text]] = {}
        for reached in (each.reached for each in found):
            if reached.gap:
                word = f"gap-{reached.gap.name.lower().replace('_', '-')}"
                groups.setdefault(word, []).append(self.own(reached.key, reached.contact.name))
        return tuple(Lacking(self.render.word(word), tuple(names)) for word, names in groups.items())

    def own(self, key: str, text: str) -> Text:
        """A contact's own text, in the reader's language."""
        return self.render.text(f"contact.{key}", text, self.render.staff)


def _traces(found: Found) -> Iterator[str]:
    """Words for what a call costs and where it shows. Of a number of the organisation's own nobody has said."""
    contact = found.reached.contact
    if found.reached.layer is not Layer.NATIONAL:
        return
    if contact.number:
        yield f"free-{contact.free.value}"
        yield f"bill-{contact.on_bill.value}"
        yield f"log-{contact.call_log.value}"
    else:
        yield "web-trace"
    yield f"anonymous-{contact.anonymous.value}"

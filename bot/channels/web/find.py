"""The page that finds a contact: a form whose fields are posted and never stand in an address, and what it found.

Until somebody ticks that nobody else sees the screen, it shows neutral names and neutral contacts alone.

Fields: w whom it is about, p place, d day, k clock, l the person's language, f sector, e unit, s the language of the
page, a "1" when nobody else sees the screen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from jinja2 import Environment

from bot.channels.web.forms import read_fields
from bot.channels.web.texts import Speech
from bot.conversation.finding import Findings
from bot.conversation.talk import Talks
from bot.conversation.wish import SECTORS, Asked, NotUnderstood, Wish
from bot.directory.places import swedish_order
from bot.text.catalogues import SOURCE
from bot.text.languages import NAMES
from bot.text.tongues import OFFERED

ADDRESS = "/hitta"
FIELDS = "wpdklfesa"
MOST = 60
"""Characters of a field: the longest name of a place has 19."""
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

Form = Mapping[str, str]


def address(unit: int, staff: str) -> str:
    """Where the page lies for those who stand at a unit. Neither is about a person."""
    asked = [f"e={unit}"] if unit else []
    asked += [f"s={staff}"] if staff != SOURCE else []
    return ADDRESS + ("?" + "&".join(asked) if asked else "")


def read_find(body: bytes) -> Form | None:
    """The fields of a posted form; None when it is not one that the page would send."""
    return read_fields(body, FIELDS, "w", MOST)


@dataclass(frozen=True, slots=True)
class FindPage:
    """Makes the page."""

    talks: Talks
    templates: Environment

    def blank(self, unit: str, staff: str) -> bytes:
        """The page before anything was asked for."""
        return self._render({"e": unit, "s": staff}, None, ())

    def answer(self, form: Form) -> bytes:
        """The page with what was found, or with what could not be understood."""
        found = self.talks.find(_wish(form), self._staff(form))
        return self._render(form, found, ()) if isinstance(found, Findings) else self._render(form, None, found)

    def _staff(self, form: Form) -> str:
        asked = form.get("s", "")
        return asked if asked in self.talks.languages() else SOURCE

    def _render(self, form: Form, found: Findings | None, faults: tuple[NotUnderstood, ...]) -> bytes:
        talks, staff = self.talks, self._staff(form)
        units = talks.units()
        unit = next((unit.id for unit in units if str(unit.id) == form.get("e", "")), 0)
        known = talks.editions.current.directory.municipalities.values()
        page = self.templates.get_template("find.html").render(
            s=Speech(staff, talks.word),
            panel=talks.panel(staff, unit),
            form={name: form.get(name, "") for name in FIELDS},
            found=found,
            wrong={fault.asked: fault for fault in faults},
            Asked=Asked,
            audiences=talks.audiences(staff),
            places=sorted((place.name for place in known), key=swedish_order),
            units=[known for known in units if not known.closed],
            sectors=SECTORS,
            tongues=OFFERED,
            languages=[(code, NAMES.get(code, code)) for code in talks.languages()],
            staff=staff,
            unreviewed=staff in talks.editions.current.catalogues.unreviewed,
            day=DAYS[found.at.weekday()] if found else "",
            start=f"/?e={unit}" if unit else "/",
        )
        return page.encode()


def _wish(form: Form) -> Wish:
    return Wish(
        who=form.get("w", ""),
        place=form.get("p", ""),
        time=f"{form.get('d', '')} {form.get('k', '')}".strip(),
        language=form.get("l", ""),
        sector=form.get("f", ""),
        unit=form.get("e", ""),
        alone=form.get("a") == "1",
    )

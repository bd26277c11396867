"""A contact as a form says it → the contact, or which fields cannot be so. Pure.

What the command line would refuse is refused here, too, by the very same check; a person's name is, as well.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date

from bot.dialog.directory_schema import LocalContactFile
from bot.directory.hours import read_said
from bot.directory.kept import Kept, Where, as_entry, read_kept, write_kept
from bot.directory.model import Contact, Directory
from bot.directory.persons import person_in
from bot.problem import Severity

MOST = {"name": 60, "number": 30, "note": 200, "hours": 400}
"""Characters of each field."""
FIELDS = {"L005": "number", "L006": "hours"}
"""Which field a fault of the directory's check is about."""
Faults = dict[str, tuple[str, str]]
"""Field → the word's key, and what was found there."""


def shown(contact: Contact | None, hours: str) -> Mapping[str, str]:
    """The fields of a form that has not been touched. hours: in words."""
    if contact is None:
        return {}
    lines = hours.replace("; ", "\n")
    return {"name": contact.name, "number": contact.number, "note": contact.note, "hours": lines}


def version(contact: Contact | None) -> str:
    """What tells one state of a contact from another."""
    text = as_entry(contact).model_dump_json() if contact else ""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def read_contact(
    form: Mapping[str, str], where: Where, before: LocalContactFile, today: date, directory: Directory
) -> tuple[LocalContactFile | None, Faults]:
    """A contact with what the form says; what it does not ask about stays. Another number is one that nobody has
    called, unless the form says that somebody has, today."""
    faults: Faults = {}
    text = {field: " ".join(form.get(field, "").split()) for field in ("name", "number", "note")}
    text["hours"] = form.get("hours", "").replace("\r", "").strip()
    for field, most in MOST.items():
        if len(text[field]) > most or not text[field].replace("\n", "").isprintable():
            faults[field] = ("contact-long-fault", str(most))
    for field in ("name", "note"):
        if (person := person_in(text[field])) and form.get("place") != "yes":
            faults[field] = ("contact-person-fault", person)
    if faults:
        return None, faults
    days = {"checked": before.checked, "valid_until": before.valid_until}
    if form.get("called") == "yes":
        days = {"checked": today, "valid_until": None}
    elif text["number"] != (before.number or ""):
        days = {"checked": None, "valid_until": None}
    fields = {field: text[field] or None for field in ("name", "number", "note")}
    entry = before.model_copy(update={**fields, **days, "hours": read_said(text["hours"])})
    _, problems = read_kept(write_kept(Kept({where: entry})), directory)
    for problem in problems:
        if problem.severity is Severity.ERROR:
            field = FIELDS.get(problem.code, "number")
            faults[field] = (f"contact-{field}-fault" if fields["number"] or field == "hours" else "contact-empty", "")
    return (None if faults else entry), faults

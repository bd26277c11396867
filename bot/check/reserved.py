"""Whether an action that keeps the police out, or lets the manager decide, can show the police as the one who answers.

A short list begins with who was asked for, and says beside it who answers instead (`bot.conversation.reading.calls`).
At night that is whatever the chains of the directory lead to. So the chains are followed here as
`bot.directory.resolve` follows them, with every line closed that ever closes and every role unfilled: the worst hour
of the worst place.

R025  an action that reserves the police comes to 112 or 114 14 before anybody else who always answers
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.dialog import schema
from bot.dialog.directory_schema import FIXED, NationalFile
from bot.dialog.model import Release
from bot.problem import Problem

EMERGENCY, POLICE = FIXED


def problems(release: Release) -> Iterator[Problem]:
    """R025, once for an action."""
    national = release.directory.get("national")
    if not isinstance(national, NationalFile):
        return
    for action in release.program.actions.values():
        if any(is_reserved(form.action) and not _kept(form.action, national) for form in action.forms):
            message = f"“{action.id}” keeps the police for another to decide, and at night its list begins with them"
            hint = "name the unit's manager first, or write “reserves: [police]” and a contact that is always open"
            yield Problem("R025", action.where, message, hint)


def is_reserved(form: schema.Action) -> bool:
    """Whether whom to turn to is forbidden, or for the manager to decide."""
    return bool(form.contacts) and (form.decides == "manager" or form.level == "must-not" or POLICE in form.reserves)


def _kept(form: schema.Action, national: NationalFile) -> bool:
    """Whether somebody other than the police answers first for what the action names, and stands before them."""
    if form.contacts[0] in FIXED:
        return False
    for key in form.contacts:
        for name in _chain(key, national, form):
            contact = national.contacts.get(name)
            if name != EMERGENCY and contact and contact.hours == "always" and contact.number:
                return name != POLICE
    return False


def _chain(key: str, national: NationalFile, form: schema.Action) -> Iterator[str]:
    """A key and who stands in for it, nearest first."""
    ahead, seen = [key], {*form.reserves} - {key}
    for name in ahead:  # the loop goes on through what is added here
        if name not in seen:
            seen.add(name)
            yield name
            holder = national.roles.get(name) or national.contacts.get(name)
            ahead += holder.fallback if holder else ()

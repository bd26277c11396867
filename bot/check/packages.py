"""Packages of practice: that the thread can be told, and that its questions were written for the case as it is.

X008  the thread is shorter than it says, or nobody comes to it by the guides' own lines
X009  the decisions were changed since the package was read (warning)
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.dialog.assessment import read_form
from bot.dialog.model import Release
from bot.dialog.package import mark
from bot.practice.thread import thread
from bot.problem import Problem, Severity, nearest


def problems(release: Release) -> Iterator[Problem]:
    """All faults of the packages of a release."""
    form, _ = read_form(release.files)
    for package in release.packages:
        case, data = package.case, package.data
        asked = form.assessments.get(case.data.sector) if form else None
        for key in data.statements if asked else ():
            if asked and key not in asked.statements:
                message = f"the self-assessment of {case.data.sector} has no statement “{key}”"
                yield Problem("N002", package.where, message, nearest(key, asked.statements))
        places = thread(case, data.begins, data.decisions)
        if len(places) < data.decisions:
            message = f"by right lines alone “{case.id}” has {len(places)} of {data.decisions} decisions from there on"
            yield Problem("X008", package.where, message, "begin at another scene, or take fewer “decisions:”")
            continue
        now = mark(case.scene_at[place.state[0]] for place in places)
        if now != data.read:
            message = f"“{case.id}” was changed in these decisions since “{package.id}” was read"
            hint = f'read it again, mend its questions, and write “read: "{now}"”'
            yield Problem("X009", package.where, message, hint, Severity.WARNING)

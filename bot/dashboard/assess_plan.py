"""The plan of a round: for each gap a measure from the list, the function that does it, a month and how it stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from aiohttp import web

from bot.assess.answers import MONTH
from bot.assess.kept import STATUSES, Kept, Planned, Status, as_planned, can_be, from_planned
from bot.assess.result import judge
from bot.dashboard.assess_answers import HERE, Clash
from bot.dashboard.assess_desk import assessing, round_in, whose
from bot.dashboard.assess_form import read_month
from bot.dashboard.desk import Visit
from bot.dialog.assessment_schema import Key
from bot.publish.assessment.document import Words

PARTS = ("measure", "role", "month", "status")
"""Fields of a row, after the statement and a hyphen."""


def show(visit: Visit) -> web.Response:
    """The plan."""
    kept = round_in(visit)
    return _page(visit, kept, _fields(kept), kept.head.revision)


def take(visit: Visit) -> web.Response:
    """Save it; a plan goes on when its round is closed."""
    kept, form = round_in(visit), visit.form
    keys = [key for key in kept.assessment.statements if f"{key}-measure" in form]
    fields = {f"{key}-{part}": form.get(f"{key}-{part}", "")[:40] for key in keys for part in PARTS}
    seen = form.get("seen", "")
    revision = int(seen) if seen.isascii() and seen.isdigit() and len(seen) <= 9 else 0
    rows = {key: _row(kept, fields, key) for key in keys}
    faults = {}
    for key, row in rows.items():
        if row and not can_be(kept.form.frame, kept.assessment.statements[key], row):
            faults[key] = "month-fault" if row.month and not MONTH.fullmatch(row.month) else "fit-fault"
    if faults:
        return _page(visit, kept, fields, revision, faults)
    wanted = {key: from_planned(row) for key, row in rows.items()}
    saved = assessing(visit).rounds.save(kept.head.id, "plan", wanted, revision)
    if saved is None:
        raise web.HTTPNotFound
    if not saved.clashes:
        return visit.go(f"{HERE}/{kept.head.id}/plan?sagt=saved")
    words = assessing(visit).words(kept, visit.language)
    clashes = {
        key: Clash(*(_told(words, each) for each in (as_planned(value), rows[key])))
        for key, value in saved.clashes.items()
    }
    return _page(visit, kept, fields, saved.revision, clashes=clashes)


def _page(
    visit: Visit,
    kept: Kept,
    fields: Mapping[str, str],
    revision: int,
    faults: Mapping[Key, str] | None = None,
    clashes: Mapping[Key, Clash] | None = None,
) -> web.Response:
    result = judge(kept.form.frame, kept.assessment, kept.sheet)
    first = [rated.key for rated in result.first]
    then = [rated.key for rated in result.then]
    then += [key for key in kept.plan if key not in (*first, *then)]
    return visit.page(
        "assess_plan.html",
        status=422 if faults else 409 if clashes else 200,
        kept=kept,
        words=assessing(visit).words(kept, visit.language),
        whose=whose(visit, kept.head),
        first=first,
        then=then,
        fields=fields,
        revision=revision,
        faults=faults or {},
        clashes=clashes or {},
        statuses=STATUSES,
        told="saved" if visit.asked.get("sagt") == "saved" and not visit.form else "",
    )


def _fields(kept: Kept) -> dict[str, str]:
    return {f"{key}-{part}": getattr(planned, part) for key, planned in kept.plan.items() for part in PARTS}


def _row(kept: Kept, fields: Mapping[str, str], key: Key) -> Planned | None:
    """A row as the form says it; None without a measure. Who does it is the measure's own role where nobody chose."""
    measure = fields[f"{key}-measure"]
    if not measure:
        return None
    known = kept.form.frame.measures.get(measure)
    role = fields[f"{key}-role"] or (known.role if known else "")
    status = cast("Status", fields[f"{key}-status"] or STATUSES[0])
    return Planned(measure, role, read_month(fields[f"{key}-month"]), status)


def _told(words: Words, planned: Planned | None) -> str:
    """A row in words."""
    if planned is None:
        return words.word("clash-none")
    frame = words.form.frame
    says, role = words.of_frame(frame.measures[planned.measure].says), words.of_frame(frame.roles[planned.role])
    return ", ".join(filter(None, (says, role, planned.month, words.word(f"status-{planned.status}"))))

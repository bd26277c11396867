"""Rounds of self-assessments: the list, beginning one, and one round's own page: its links, its group and its end."""

from __future__ import annotations

import secrets
from collections.abc import Iterator

from aiohttp import web

from bot.accounts.model import Role
from bot.accounts.round_links import round_token
from bot.assess.group import ENOUGH, view
from bot.assess.kept import MOST_TOOL_AREAS, WHOLE, Head, Kept, due_again, freeze
from bot.assess.store import Link
from bot.dashboard.assess_desk import assessing, may_see, round_in, whose
from bot.dashboard.desk import Visit
from bot.dashboard.headers import PREFIX
from bot.dialog.assessment_schema import Key
from bot.dialog.schema import Sector

HERE = "/skattning"
TOLD = ("saved", "is-shut", "clash")
FOR_GOOD = ("gather", "close")
"""What cannot be taken back, and is asked about once more."""
PATHS: dict[Link, str] = {"manager": "svar", "group": "grupp"}


def show(visit: Visit) -> web.Response:
    """The rounds that the account sees, the newest first, and the form to begin one."""
    heads = [head for head in assessing(visit).rounds.heads() if may_see(visit, head)]
    rounds = [(head, whose(visit, head)) for head in reversed(heads)]
    return visit.page("assess.html", rounds=rounds, offered=[(f"{u}-{s}", n, s) for u, s, n in _offered(visit)])


def again(visit: Visit) -> list[tuple[Head, str]]:
    """The rounds of the account to do again, as a year has passed, each with whose it is."""
    shared = visit.desk.assessing
    closed = {unit.id for unit in visit.units if unit.closed}
    found = due_again(shared.rounds.heads(), visit.today.date().isoformat()[:7]) if shared else []
    return [(head, whose(visit, head)) for head in found if may_see(visit, head) and head.unit not in closed]


def begin(visit: Visit) -> web.Response:
    """Begin a round, or go on with the one that is open."""
    shared, form = assessing(visit), assessing(visit).form()
    found = next(((u, s) for u, s, _ in _offered(visit) if f"{u}-{s}" == visit.form.get("whose")), None)
    if form is None or found is None:
        raise web.HTTPBadRequest
    unit, sector = found
    version = form.assessments[sector].version
    number = shared.rounds.begin(unit, sector, version, freeze(form, sector), visit.who.name)
    return visit.go(f"{HERE}/{number}")


def show_one(visit: Visit) -> web.Response:
    """One round."""
    return _page(visit, round_in(visit))


def take_one(visit: Visit) -> web.Response:
    """Make or end a link, gather the group's answers, keep another tool's areas, close or drop: as the button says."""
    kept, rounds, by = round_in(visit), assessing(visit).rounds, visit.who.name
    number, done, do = kept.head.id, True, visit.form.get("do")
    if do in FOR_GOOD and visit.form.get("sure") != "yes":
        return _page(visit, kept, unsure=str(do))
    match do:
        case "link" | "unlink":
            kind: Link = "group" if visit.form.get("kind") == "group" else "manager"
            done = rounds.link(number, kind, secrets.token_hex(8) if do == "link" else "", by)
        case "gather":
            done = rounds.gather(number, by)
        case "tool":
            return _take_tool(visit, kept)
        case "close":
            done = rounds.close(number, by)
        case "drop":
            done = rounds.drop(number, by)
            return visit.go(HERE if done else f"{HERE}/{number}")
        case _:
            raise web.HTTPBadRequest
    return visit.go(f"{HERE}/{number}" if done else f"{HERE}/{number}?sagt=is-shut")


def _take_tool(visit: Visit, kept: Kept) -> web.Response:
    names = [str(place) for place in range(1, MOST_TOOL_AREAS + 1)]
    fields = {name: visit.form.get(f"tool-{name}", "").strip().removesuffix("%").strip()[:9] for name in names}
    if not all(_is_percent(text) for text in fields.values()):
        return _page(visit, kept, fields)
    seen = visit.form.get("seen", "")
    revision = int(seen) if seen.isascii() and seen.isdigit() and len(seen) <= 9 else 0
    wanted = {name: str(int(text)) if text else "" for name, text in fields.items()}
    saved = assessing(visit).rounds.save(kept.head.id, "tool", wanted, revision)
    told = "is-shut" if saved is None else "clash" if saved.clashes else "saved"
    return visit.go(f"{HERE}/{kept.head.id}?sagt={told}")


def _is_percent(text: str) -> bool:
    return not text or (text.isascii() and text.isdigit() and int(text) <= 100)


def _page(visit: Visit, kept: Kept, wrong: dict[str, str] | None = None, unsure: str = "") -> web.Response:
    head, words = kept.head, assessing(visit).words(kept, visit.language)
    told = visit.asked.get("sagt", "")
    return visit.page(
        "assess_round.html",
        status=422 if wrong or unsure else 200,
        kept=kept,
        words=words,
        whose=whose(visit, head),
        next=next((key for key in kept.assessment.statements if key not in kept.sheet), ""),
        links={kind: _address(visit, kept, kind) for kind in PATHS},
        apart=[(key, words.says(key)) for key in _apart(kept)],
        enough=ENOUGH,
        older=_older(visit, kept),
        tool=wrong or kept.entries["tool"],
        tool_areas=range(1, MOST_TOOL_AREAS + 1),
        tool_wrong=wrong is not None,
        told=told if told in TOLD else "",
        unsure=unsure,
    )


def _address(visit: Visit, kept: Kept, kind: Link) -> str:
    """The address of a round's link; "" when there is none."""
    known = kept.head.link if kind == "manager" else kept.head.group_link
    if not known or visit.desk.seal is None or not visit.base:
        return ""
    return f"{visit.base}{PREFIX}{HERE}/{PATHS[kind]}/{round_token(visit.desk.seal, kind, kept.head.id, known)}"


def _apart(kept: Kept) -> Iterator[Key]:
    """The statements that a group sees so differently that they are worth a talk."""
    return (key for key, ballot in kept.ballots.items() if view(ballot, kept.sheet.get(key)).apart)


def _older(visit: Visit, kept: Kept) -> list[Key] | None:
    """The statements that have got another meaning since the round began; None when it asks what is asked today."""
    form = assessing(visit).form()
    today = form.assessments.get(kept.head.sector) if form else None
    if today is None or today.version == kept.head.version:
        return None
    return [key for key, found in today.statements.items() if found.since > kept.head.version]


def _offered(visit: Visit) -> Iterator[tuple[int, Sector, str]]:
    """(unit, sector, name) of all that the account may rate."""
    form = assessing(visit).form()
    sectors = form.assessments if form else {}
    for unit in visit.units:
        if not unit.closed:
            yield from ((unit.id, sector, unit.name) for sector in sectors if sector == unit.sector)
    if visit.may(Role.ALL):
        whole = visit.desk.render.said(visit.language, "whole")
        yield from ((WHOLE, sector, whole) for sector in sectors)

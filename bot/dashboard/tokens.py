"""Tokens of the programming interface: one's own, made, shown once and revoked. An administrator sees everybody's."""

from __future__ import annotations

import re
from datetime import timedelta

from aiohttp import web

from bot.accounts.api_tokens import MOST_DAYS, USUAL_DAYS, ApiToken, new_api_token, read_token_name
from bot.accounts.credentials import digest
from bot.accounts.model import Refused, Role
from bot.dashboard.desk import Visit

_REFUSED = {Refused.TAKEN: "tokens-taken", Refused.FULL: "tokens-full", Refused.GONE: "people-gone"}


def show(visit: Visit) -> web.Response:
    """The tokens, and the form to make one."""
    return _page(visit)


def take(visit: Visit) -> web.Response:
    """Make or revoke one, as the pressed button says."""
    acts = {"make": _make, "revoke": _revoke}
    act = acts.get(visit.form.get("do", ""))
    if act is None:
        raise web.HTTPBadRequest
    return act(visit)


def _make(visit: Visit) -> web.Response:
    name = read_token_name(visit.form.get("name", ""))
    if name is None:
        return _page(visit, "tokens-name-fault")
    words = visit.form.get("units", "").replace(",", " ").split()
    mine = {str(unit.id): unit.id for unit in visit.units}
    if not mine.keys() >= set(words):
        return _page(visit, "tokens-units-fault")
    days = visit.form.get("days", "").strip()
    if not re.fullmatch(r"[0-9]{1,4}", days, re.ASCII) or not 1 <= int(days) <= MOST_DAYS:
        return _page(visit, "tokens-days-fault")
    token, expires = new_api_token(), visit.today.date() + timedelta(days=int(days))
    units = frozenset(mine[word] for word in words)
    made = visit.desk.tokens.make(digest(token), name, visit.who.id, units, expires, visit.who.name)
    if isinstance(made, Refused):
        return _page(visit, _REFUSED[made])
    return visit.page("token.html", token=token, name=name, expires=expires, api=f"{visit.base}/api/v1")


def _revoke(visit: Visit) -> web.Response:
    found = next((each for each in _seen(visit) if str(each.id) == visit.form.get("token")), None)
    if found is None or not visit.desk.tokens.revoke(found.id, visit.who.name):
        raise web.HTTPNotFound
    return visit.go("/konto/nycklar")


def _seen(visit: Visit) -> list[ApiToken]:
    """Those that the account may see and revoke."""
    return [each for each in visit.desk.tokens.tokens() if visit.may(Role.ADMIN) or each.account.id == visit.who.id]


def _page(visit: Visit, fault: str = "") -> web.Response:
    form = visit.form if fault else {"days": str(USUAL_DAYS)}
    status = 422 if fault else 200
    return visit.page(
        "tokens.html", status=status, tokens=_seen(visit), today=visit.today.date(), form=form, fault=fault
    )

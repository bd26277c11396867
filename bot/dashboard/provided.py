"""The two pages of a sign-in through the organisation's own provider: the way there, and the way back."""

from __future__ import annotations

from aiohttp import web

from bot.accounts.credentials import digest, is_same, new_token
from bot.dashboard.desk import Visit
from bot.dashboard.headers import PREFIX, set_cookie
from bot.dashboard.provider import Provider, ProviderError, Way

BACK = "/oidc/svar"
COOKIE = "desk_way"
LIFE = 600
"""Seconds that somebody has to sign in at the provider."""


def leave(visit: Visit) -> web.Response:
    """To the provider."""
    provider, way = _provider(visit), Way(new_token())
    try:
        address = provider.address(way, _answer_to(visit))
    except ProviderError:
        return visit.page("sign_in.html", status=503, fault="oidc-away", seconds=0)
    answer = visit.go("/in")
    answer.headers["Location"] = address
    # Lax, for the provider's page leads back here; it opens nothing by itself, and is gone with the answer.
    answer.set_cookie(
        COOKIE, way.secret, path=PREFIX + "/oidc", secure=visit.desk.https, httponly=True, samesite="Lax", max_age=LIFE
    )
    return answer


def come_back(visit: Visit) -> web.Response:
    """From the provider. The page leads on by itself: a session's cookie is not sent with what another site began."""
    provider, way = _provider(visit), Way(visit.way)
    name = None
    if visit.way and is_same(visit.asked.get("state", ""), way.mark("state")):
        try:
            name = provider.name(way, visit.asked.get("code", ""), _answer_to(visit))
        except ProviderError:
            name = None
    found = visit.desk.accounts.credentials(name) if name else None
    token = new_token()
    if found is None or not visit.desk.accounts.vouched(found[0].id, digest(token)):
        answer = visit.page("sign_in.html", status=403, fault="oidc-wrong", seconds=0)
    else:
        answer = visit.page("on.html")
        set_cookie(answer, token, https=visit.desk.https)
    answer.del_cookie(COOKIE, path=PREFIX + "/oidc", secure=visit.desk.https, httponly=True, samesite="Lax")
    return answer


def _provider(visit: Visit) -> Provider:
    if visit.desk.provider is None:
        raise web.HTTPNotFound
    return visit.desk.provider


def _answer_to(visit: Visit) -> str:
    return visit.base + PREFIX + BACK

"""Routes of the coordinators' pages, and the guard before each: who asks, may they, is the form ours.

A page is a plain function from `Visit` to answer. It runs in a thread, for it may wait for the database, and the
presses of the chat must not wait for it. What is not allowed looks like what is not there.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import parse_qsl

from aiohttp import web

from bot.accounts.credentials import digest, form_mark, is_same
from bot.accounts.model import Role
from bot.dashboard import (
    assess_answers,
    assess_plan,
    assess_result,
    assess_rounds,
    contacts,
    cycles,
    figures,
    letters,
    months,
    people,
    provided,
    signing,
    start,
    tokens,
    unit_pages,
    whole,
)
from bot.dashboard.desk import Desk, Form, Page, Visit
from bot.dashboard.headers import PREFIX, cookie_name, headers, is_own_form

MOST_FIELDS, MOST_SIGNS = 64, 4000
"""Fields of a form, and characters of one."""
SHEET_FIELDS = 256
"""Fields of a form with all statements: seven for each, and a sector has fewer than thirty."""


@dataclass(frozen=True, slots=True)
class Route:
    """One page. path: below the prefix. show, take: for GET and POST, None where there is none. least: the role that it
    needs, None for pages before sign-in. nav: key of the word in the navigation, "" when it does not stand there. most:
    characters of one field of its form. foreign: its form may come from elsewhere, and nothing in it is read. fields:
    most fields of its form."""

    path: str
    show: Page | None
    take: Page | None = None
    least: Role | None = Role.UNITS
    nav: str = ""
    most: int = MOST_SIGNS
    foreign: bool = False
    fields: int = MOST_FIELDS


PAGES: Final = (
    Route("", start.show, nav="nav-start"),
    Route("/enheter", unit_pages.show_all, unit_pages.make, nav="nav-units"),
    Route("/enheter/{unit}", unit_pages.show_one, unit_pages.take_one),
    Route("/enheter/{unit}/skylt", unit_pages.show_sign),
    Route("/enheter/{unit}/kod.svg", unit_pages.show_code),
    Route("/enheter/{unit}/egna", months.show_year, months.take_year),
    Route("/kontakter", contacts.show_all, nav="nav-contacts"),
    Route("/kontakter/{place}", contacts.show_place, contacts.take_place),
    Route("/kontakter/{place}/{role}", contacts.show_one, contacts.take_one),
    Route("/siffror", figures.show, nav="nav-figures"),
    Route("/siffror/allt", whole.show),
    Route("/siffror/allt/excel", whole.show_making),
    Route("/siffror/allt/{kind}", whole.show_file),
    Route("/siffror/{question}", figures.show_question),
    Route("/siffror/{question}/fil/{kind}", figures.show_file),
    Route("/siffror/{question}/bild/{table}", figures.show_picture),
    Route("/egna", months.show, months.take, nav="nav-months", most=months.MOST_SIGNS),
    Route("/skattning", assess_rounds.show, assess_rounds.begin, nav="nav-assess"),
    Route("/skattning/{round}", assess_rounds.show_one, assess_rounds.take_one),
    Route("/skattning/{round}/fraga/{key}", assess_answers.show_one, assess_answers.take_one),
    Route("/skattning/{round}/alla", assess_answers.show_all, assess_answers.take_all, fields=SHEET_FIELDS),
    Route("/skattning/{round}/papper", assess_answers.show_paper),
    Route("/skattning/{round}/resultat", assess_result.show),
    Route("/skattning/{round}/plan", assess_plan.show, assess_plan.take, fields=SHEET_FIELDS),
    Route("/skattning/{round}/krav", assess_result.show_matrix),
    Route("/skattning/{round}/namnd", assess_result.show_board),
    Route("/skattning/{round}/bild", assess_result.show_picture),
    Route("/skattning/{round}/fil/{file}", assess_result.show_file),
    Route("/uppfoljning", cycles.show, cycles.begin, nav="nav-follow"),
    Route("/uppfoljning/ny", cycles.show_new),
    Route("/uppfoljning/{cycle}", cycles.show_one, cycles.take_one),
    Route("/uppfoljning/{cycle}/bild", cycles.show_picture),
    Route("/konton", people.show, people.take, Role.ADMIN, "nav-people"),
    Route("/logg", people.show_acts, None, Role.ADMIN, "nav-log"),
    Route("/konto", people.show_own, people.take_own, nav="nav-own"),
    Route("/konto/nycklar", tokens.show, tokens.take),
    Route("/brev", None, letters.take),
    Route("/sprak", None, people.set_language),
    Route("/ut", None, signing.sign_out),
    Route("/in", signing.show, signing.take, None),
    Route("/oidc", provided.leave, None, None),
    Route(provided.BACK, provided.come_back, None, None),
    Route("/inbjudan/{token}", signing.show_invitation, signing.accept, None),
    Route("/skattning/svar/{token}", assess_answers.show_linked, assess_answers.take_linked, None, fields=SHEET_FIELDS),
    Route("/skattning/grupp/{token}", assess_answers.show_group, assess_answers.take_group, None),
    Route("/brev/slut/{token}", letters.show_end, letters.end, None, foreign=True),
)
"""All pages, in the order of the navigation. A new page is a function and a line here."""


Routes = tuple[web.RouteDef, ...]


def routes(desk: Desk) -> Routes:
    """The routes of all pages, for the server that carries them. Anything else below the prefix is not there."""
    door = _Door(desk)
    made = [web.get(address, door.file) for address in desk.render.files]
    for page in PAGES:
        made.append(web.get(PREFIX + page.path, door.guarded(page, page.show), allow_head=False))
        made.append(web.post(PREFIX + page.path, door.guarded(page, page.take)))
    return tuple(made)


class _Door:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._opened = False

    async def file(self, request: web.Request) -> web.StreamResponse:
        """The style or the icon, whose address changes with it."""
        kind, body = self._desk.render.files[request.path]
        return web.Response(body=body, headers=headers(kind, https=self._desk.https, keep=True))

    def guarded(self, page: Route, handler: Page | None) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        """The guard around one page."""

        async def answer(request: web.Request) -> web.StreamResponse:
            form = {} if page.foreign else await self._form(request, page)
            return await asyncio.to_thread(self._answer, page, handler, request, form)

        return answer

    def _answer(self, page: Route, handler: Page | None, request: web.Request, form: Form) -> web.Response:
        desk = self._desk
        if not self._is_open(page):
            raise web.HTTPNotFound
        token = request.cookies.get(cookie_name(https=desk.https), "")
        account = desk.accounts.session(digest(token)) if token else None
        visit = Visit(
            desk,
            account,
            token,
            page.path,
            f"{'https' if desk.https else 'http'}://{request.headers.get('Host', '')}",
            dict(request.query),
            form,
            dict(request.match_info),
            way=request.cookies.get(provided.COOKIE, ""),
        )
        if page.least is None:
            if handler is None:
                raise web.HTTPMethodNotAllowed(request.method, ("GET",))
            # The pages before sign-in look the same for everybody.
            return handler(replace(visit, account=None))
        if account is None:
            return visit.go("/in")
        if not account.role.reaches(page.least):
            raise web.HTTPNotFound
        if handler is None:
            raise web.HTTPMethodNotAllowed(request.method, ("POST",) if page.take else ("GET",))
        if request.method == "POST" and not is_same(form.get("mark", ""), form_mark(token)):
            raise web.HTTPForbidden
        return handler(replace(visit, nav=_nav(visit)))

    def _is_open(self, page: Route) -> bool:
        """Until there is an account nothing is here but the way to the first one."""
        if not self._opened:
            self._opened = not self._desk.accounts.is_empty()
        return self._opened or page.path.startswith("/inbjudan")

    async def _form(self, request: web.Request, page: Route) -> Form:
        """The posted fields; those of a form of ours are few, short and named once."""
        if request.method != "POST":
            return {}
        if not is_own_form(request, self._desk.public_url):
            raise web.HTTPForbidden
        if request.content_type != "application/x-www-form-urlencoded":
            raise web.HTTPUnsupportedMediaType
        try:
            body = (await request.read()).decode("ascii")
            pairs = parse_qsl(
                body, keep_blank_values=True, strict_parsing=True, errors="strict", max_num_fields=page.fields
            )
        except ValueError:
            raise web.HTTPBadRequest from None
        form = dict(pairs)
        if len(form) != len(pairs) or any(len(value) > page.most or "\0" in value for value in form.values()):
            raise web.HTTPBadRequest
        return form


def _nav(visit: Visit) -> tuple[tuple[str, str], ...]:
    """(address, key of the word) of the pages that the account may see."""
    return tuple((PREFIX + page.path, page.nav) for page in PAGES if page.nav and page.least and visit.may(page.least))

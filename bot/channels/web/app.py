"""Routes and limits of the web door, and how it is served. Wiring only: it holds no conversation.

Never read here: cookies, forwarded addresses, the browser's name. Never logged: addresses, paths, forms.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping
from functools import partial
from types import MappingProxyType
from typing import Final, cast

from aiohttp import web
from aiohttp.http_exceptions import PayloadEncodingError
from multidict import CIMultiDictProxy

from bot.channels.web.find import read_find
from bot.channels.web.forms import BINDING, MAX_BODY, is_form, read_form
from bot.channels.web.headers import HTML, TEXT, Headers, headers
from bot.channels.web.page import Pages
from bot.channels.web.papers import PaperDoor
from bot.channels.web.practice import PracticeDoor
from bot.channels.web.protocol import QuietProtocol
from bot.channels.web.statics import read_static
from bot.conversation.fellows import Alone, Fellows
from bot.conversation.talk import Talks

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Fault = Callable[[BaseException], None]
Refuse = Callable[[int], web.Response]

_GET = ("GET", "HEAD")
ROUTES: Final = {
    "/": (*_GET, "POST"),
    "/hitta": (*_GET, "POST"),
    "/kort": _GET,
    "/ovning": (*_GET, "POST"),
    "/ovning/stod": _GET,
    "/ovning/grupp": (*_GET, "POST"),
    "/ovning/apt": _GET,
    "/ovning/kort": _GET,
    "/ovning/min": _GET,
    "/ovning/intyg": (*_GET, "POST"),
    "/paus": _GET,
    "/tillganglighet": _GET,
    "/healthz": _GET,
    "/readyz": _GET,
}
"""Address → what it may be asked with."""

BAD_BODY: Final = (web.RequestPayloadError, PayloadEncodingError)
"""Not the body that its own headers promise. Which of the two it is depends on which parser aiohttp works with."""
CARDS = "cards"
"""The dialog that /kort begins at."""
SHUTDOWN = 5.0
"""Seconds that running answers get when the program stops."""


class Door:
    """The handlers. fault: told of an exception that should not be. refusals, fellows: see `create_app`."""

    def __init__(
        self,
        talks: Talks,
        *,
        https: bool,
        clock: Callable[[], float],
        fault: Fault,
        refusals: Mapping[str, Refuse],
        fellows: Fellows,
    ) -> None:
        self.talks = talks
        self.pages = Pages(talks, clock)
        self.fault = fault
        self.refusals = refusals
        self.html = headers(HTML, https=https)
        self.text = headers(TEXT, https=https)
        self.papers = PaperDoor(talks, https=https)
        self.practice = PracticeDoor(talks, self.pages.templates, self.html, fellows)
        # Leave also clears what a browser may have kept of earlier pages, where it knows how.
        self.gone = Headers({**self.html, "Clear-Site-Data": '"cache"'})
        self.static = {
            file.address: (file.body, headers(file.content_type, https=https, keep=True))
            for file in read_static().values()
        }

    async def begin(self, request: web.Request) -> web.Response:
        """The first screen. `?e=` is the unit's number; whatever else stands there is not read."""
        return self._begun(request, "")

    async def cards(self, request: web.Request) -> web.Response:
        """Cards to turn to the person: the same chat, begun at their dialog; without it, at the first screen."""
        return self._begun(request, CARDS)

    def _begun(self, request: web.Request, entry: str) -> web.Response:
        unit = request.query.get("e", "")
        chosen = int(unit) if unit.isascii() and unit.isdigit() and len(unit) <= 5 else 0
        turn = self.talks.begin(BINDING, entry=entry, unit=chosen)
        return web.Response(body=self.pages.whole(turn), headers=self.html)

    async def press(self, request: web.Request) -> web.Response:
        """A press in, a turn out."""
        given: CIMultiDictProxy[str] = request.headers
        if not is_form(given.get("Content-Type", "")):
            raise web.HTTPUnsupportedMediaType
        pressed = read_form(await request.read())
        if pressed is None:
            raise web.HTTPBadRequest
        turn = self.talks.press(pressed)
        body = self.pages.fragment(turn) if "X-Swap" in given else self.pages.whole(turn)
        return web.Response(body=body, headers=self.html)

    async def look(self, request: web.Request) -> web.Response:
        """The page that finds a contact. `?e=` is the unit's number, `?s=` the language of the page."""
        asked = request.query
        return web.Response(body=self.pages.find.blank(asked.get("e", "")[:5], asked.get("s", "")), headers=self.html)

    async def find(self, request: web.Request) -> web.Response:
        """What was looked for in, contacts out."""
        if not is_form(request.headers.get("Content-Type", "")):
            raise web.HTTPUnsupportedMediaType
        form = read_find(await request.read())
        if form is None:
            raise web.HTTPBadRequest
        return web.Response(body=self.pages.find.answer(form), headers=self.html)

    async def pause(self, _: web.Request) -> web.Response:
        """The neutral page that Leave goes to."""
        return web.Response(body=self.pages.pause(), headers=self.gone)

    async def statement(self, _: web.Request) -> web.Response:
        """The accessibility statement."""
        return web.Response(body=self.pages.statement(), headers=self.html)

    async def file(self, request: web.Request) -> web.Response:
        """The style, the script or the icon."""
        found = self.static.get(request.path)
        if found is None:
            raise web.HTTPNotFound
        return web.Response(body=found[0], headers=found[1])

    async def alive(self, _: web.Request) -> web.Response:
        """The process answers."""
        return web.Response(body=b"ok\n", headers=self.text)

    async def ready(self, _: web.Request) -> web.Response:
        """There is content to talk with."""
        try:
            self.talks.begin(BINDING, mode="look")
        except Exception as error:  # noqa: BLE001 - whatever it is, the answer is "not ready"
            self.fault(error)
            return web.Response(status=503, body=b"not ready\n", headers=self.text)
        return web.Response(body=b"ok\n", headers=self.text)

    async def missing(self, request: web.Request) -> web.Response:
        """Whatever no other handler takes: an unknown address, or a known one asked in a wrong way."""
        methods = ROUTES.get(request.path)
        if methods is None:
            raise web.HTTPNotFound
        raise web.HTTPMethodNotAllowed(request.method, methods)

    def refuse(self, status: int) -> web.Response:
        """A refusal as a page of our own, with our own headers and nothing of what came in."""
        word = "page-fault" if status >= 500 else "page-missing" if status == 404 else "page-wrong"
        return web.Response(status=status, body=self.pages.problem(word), headers=self.html)

    def unread(self, status: int, address: str) -> web.Response:
        """The answer to what never reached a handler, in the form of the door that it was meant for."""
        return next((made for start, made in self.refusals.items() if address.startswith(start)), self.refuse)(status)

    def calm(self, handler: Handler) -> Handler:
        """Every refusal of a handler is a page of our own, too.

        Around each handler and not a middleware: that would cost each turn a tenth of its time.
        """

        async def answer(request: web.Request) -> web.StreamResponse:
            try:
                return await handler(request)
            except web.HTTPException as refusal:
                page = self.refuse(refusal.status)
                if "Allow" in refusal.headers:
                    page.headers["Allow"] = refusal.headers["Allow"]
                return page
            except BAD_BODY:
                return self.refuse(400)
            except (ConnectionError, asyncio.CancelledError):
                raise  # nobody is left to answer
            except Exception as error:  # noqa: BLE001 - a fault of ours: told to the log without its text
                self.fault(error)
                return self.refuse(500)

        return answer


DOOR: Final = web.AppKey("door", Door)


async def expect(_: web.Request) -> None:
    """Pass over an Expect header: a form is small enough to be sent unasked, and aiohttp's refusal repeats it."""


def ignore(_: BaseException) -> None:
    """The listener to faults that does nothing."""


def create_app(
    talks: Talks,
    *,
    https: bool = False,
    clock: Callable[[], float] = time.monotonic,
    fault: Fault = ignore,
    also: Iterable[web.RouteDef] = (),
    refusals: Mapping[str, Refuse] = MappingProxyType({}),
    fellows: Fellows | None = None,
) -> web.Application:
    """Wire the door. `https`: the public address is one over TLS; see `Door` for the rest.

    also: routes of other doors on the same server. What they refuse by raising looks like our own refusals.
    refusals: how an address begins → the answer of its door, by status, to a request that nobody can parse.
    fellows: the processes that serve beside this one; None where there is no other.
    """
    door = Door(talks, https=https, clock=clock, fault=fault, refusals=refusals, fellows=fellows or Alone())
    app = web.Application(client_max_size=MAX_BODY)

    async def hang_up(_: web.Application) -> None:
        await door.practice.team.relay.close()

    app.on_cleanup.append(hang_up)
    routes = (
        (web.get, "/", door.begin),
        (web.post, "/", door.press),
        (web.get, "/hitta", door.look),
        (web.post, "/hitta", door.find),
        (web.get, "/kort", door.cards),
        (web.get, "/ovning", door.practice.cases),
        (web.post, "/ovning", door.practice.press),
        (web.get, "/ovning/stod", door.practice.support),
        (web.get, "/ovning/grupp", door.practice.team.start),
        (web.post, "/ovning/grupp", door.practice.team.post),
        (web.get, "/ovning/apt", door.practice.packages.themes),
        (web.get, "/ovning/apt/{name}", door.practice.packages.wall),
        (web.get, "/ovning/apt/{name}/blad", door.practice.packages.sheet),
        (web.get, "/ovning/kort", door.practice.flashcards),
        (web.get, r"/ovning/ledare/{name:[a-z0-9-]+}.pdf", door.papers.sheet),
        (web.get, "/ovning/min", door.practice.mine),
        (web.get, "/ovning/intyg", door.practice.certificate),
        (web.post, "/ovning/intyg", door.practice.check),
        (web.get, "/ovning/{case}", door.practice.begin),
        (web.get, "/paus", door.pause),
        (web.get, "/tillganglighet", door.statement),
        (web.get, "/healthz", door.alive),
        (web.get, "/readyz", door.ready),
        (web.get, "/static/{name}", door.file),
        (partial(web.route, "*"), "/{path:.*}", door.missing),
    )
    app[DOOR] = door
    for each in also:
        app.router.add_route(each.method, each.path, door.calm(cast("Handler", each.handler)), expect_handler=expect)
    app.add_routes([route(path, door.calm(handler), expect_handler=expect) for route, path, handler in routes])
    return app


async def serve(
    app: web.Application,
    host: str,
    port: int,
    stop: asyncio.Event,
    announce: Callable[[str], None] = print,
) -> None:
    """Listen until `stop` is set, then let running answers finish. `announce` is told the address once."""
    runner = web.AppRunner(app, handle_signals=False, shutdown_timeout=SHUTDOWN)
    await runner.setup()
    server, loop = runner.server, asyncio.get_running_loop()
    assert server is not None  # it is there from setup to cleanup
    try:
        listening = await loop.create_server(lambda: QuietProtocol(app[DOOR].unread, server, loop), host, port)
        bound = listening.sockets[0].getsockname()[1]  # port 0 has become a real one
        announce(f"http://{f'[{host}]' if ':' in host else host}:{bound}/")
        await stop.wait()
        listening.close()
    finally:
        await runner.cleanup()

"""Routes of the author's page, and how it is served: to this machine, by this machine, and to nothing else.

Nothing is read but the author's folders and nothing written but a plan. A page from elsewhere can neither read nor
press anything here: the host must be this machine's own name, and a form must come from our own page.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from importlib.resources import files
from urllib.parse import urlsplit

from aiohttp import web
from multidict import MultiDictProxy

from bot.channels.preview import playing
from bot.channels.preview.desk import Desk
from bot.channels.preview.pages import Keeping, Pages, Panel
from bot.channels.preview.playing import Begin, Played
from bot.channels.preview.saving import keep
from bot.dialog.model import Program
from bot.draw.svg import style
from bot.problem import Span

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",  # a form without script would else not tell which page it comes from
    "X-Content-Type-Options": "nosniff",
}
HOSTS = frozenset(("127.0.0.1", "localhost", "::1"))
MAX_BODY = 64 * 1024
PATIENCE = 15.0
"""Seconds after which a silent stream says that it is still there."""
MAX_TICK = 63
KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
Form = MultiDictProxy[str | bytes | bytearray | web.FileField]
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Door:
    """The handlers."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.static = _static()
        self.pages = Pages(desk, {name: f"/static/{name}" for name in self.static})
        self.ended = asyncio.Event()

    async def begin(self, _: web.Request) -> web.Response:
        """The first guide."""
        return self._page(Panel("guide.html"))

    async def guide(self, request: web.Request) -> web.Response:
        """A guide."""
        name = request.match_info["guide"]
        return self._found(self.pages.guide(name), f"the guide “{name}”")

    async def step(self, request: web.Request) -> web.Response:
        """A step of a guide."""
        guide, step = request.match_info["guide"], request.match_info["step"]
        return self._found(self.pages.step(guide, step), f"the step “{step}” of “{guide}”")

    async def line(self, request: web.Request) -> web.Response:
        """A line of a file."""
        name = request.query.get("file", "")
        where = Span(name, _number(request.query.get("line")), _number(request.query.get("column")))
        return self._found(self.pages.line(where), f"the file “{name}”")

    async def rule(self, request: web.Request) -> web.Response:
        """A rule."""
        name = request.match_info["rule"]
        return self._found(self.pages.rule(name), f"the rule “{name}”")

    async def facts(self, request: web.Request) -> web.Response:
        """The form before a talk."""
        guide, step = request.match_info["guide"], request.match_info["step"]
        return self._found(self.pages.facts(guide, step), f"the step “{step}” of “{guide}”")

    async def play(self, request: web.Request) -> web.Response:
        """A screen of a talk. The form says where it stands; `answer` is what was pressed."""
        form: Form = await request.post()
        edition = self.desk.sight.edition
        begin = _begin(form)
        answers = _answers(form)
        played = playing.play(edition.program, begin, answers) if edition else None
        if edition is None or played is None:
            return self._found(None, f"the step “{begin.step}” of “{begin.dialog}”")
        language = str(form.get("language", ""))
        language = language if language in edition.catalogues.languages else edition.catalogues.languages[0]
        return self._page(self.pages.talk(begin, played, language, self._keeping(form, edition.program, begin, played)))

    def _keeping(self, form: Form, program: Program, begin: Begin, played: Played) -> Keeping:
        """Write the talk down when that was asked for, and keep it when that was."""
        if "plan" not in form:
            return Keeping()
        about, name = str(form.get("about", "")).strip(), str(form.get("name", "")).strip()
        plan = playing.plan(program, begin, played, name, about)
        told = keep(self.desk.folders, name, plan) if plan and form["plan"] == "save" else ""
        return Keeping(plan, about, name, told)

    async def events(self, request: web.Request) -> web.StreamResponse:
        """The version of each new sight, as server-sent events, until the browser or the program leaves."""
        stream = web.StreamResponse(headers={**HEADERS, "Content-Type": "text/event-stream"})
        await stream.prepare(request)
        version = -1
        with suppress(ConnectionError):  # the browser has left
            while not self.ended.is_set():
                try:
                    version = await asyncio.wait_for(self.desk.changed(version), PATIENCE)
                    await stream.write(f"data: {version}\n\n".encode())
                except TimeoutError:
                    await stream.write(b": still here\n\n")
        return stream

    async def file(self, request: web.Request) -> web.Response:
        """The style or the script."""
        name = request.match_info["name"]
        if name not in self.static:
            raise web.HTTPNotFound
        body, kind = self.static[name]
        return web.Response(body=body, headers={**HEADERS, "Content-Type": f"{kind}; charset=utf-8"})

    def _found(self, panel: Panel | None, what: str) -> web.Response:
        return self._page(panel) if panel else self._page(self.pages.missing(what), 404)

    def _page(self, panel: Panel, status: int = 200) -> web.Response:
        headers = {**HEADERS, "Content-Type": "text/html; charset=utf-8"}
        return web.Response(status=status, text=self.pages.page(panel), headers=headers)


DOOR = web.AppKey("door", Door)


@web.middleware
async def only_here(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse what does not come from our own page on this machine."""
    host = urlsplit(f"//{request.host}").hostname
    origin = request.headers.get("Origin")
    if host not in HOSTS or (request.method == "POST" and origin != f"http://{request.host}"):
        return web.Response(status=403, text="This page is for this machine alone.\n", headers=HEADERS)
    return await handler(request)


def create_app(desk: Desk) -> web.Application:
    """Wire the page."""
    app = web.Application(client_max_size=MAX_BODY, middlewares=[only_here])
    door = app[DOOR] = Door(desk)
    app.add_routes(
        [
            web.get("/", door.begin),
            web.get("/guide/{guide}", door.guide),
            web.get("/guide/{guide}/{step}", door.step),
            web.get("/play/{guide}/{step}", door.facts),
            web.post("/play", door.play),
            web.get("/line", door.line),
            web.get("/rule/{rule}", door.rule),
            web.get("/events", door.events),
            web.get("/static/{name}", door.file),
        ]
    )
    return app


async def serve(desk: Desk, port: int, stop: asyncio.Event, announce: Callable[[str], None]) -> None:
    """Follow the files and show them until `stop` is set. `announce` is told the address once.

    Raises:
        OSError: the port is taken.
    """
    app = create_app(desk)
    runner = web.AppRunner(app, handle_signals=False, shutdown_timeout=1.0, access_log=None)
    await runner.setup()
    following: asyncio.Task[None] | None = None
    try:
        site = web.TCPSite(runner, "127.0.0.1", port)
        await site.start()
        following = asyncio.create_task(desk.follow())
        announce(f"http://127.0.0.1:{runner.addresses[0][1]}/")
        waiting = asyncio.create_task(stop.wait())
        done, _ = await asyncio.wait((waiting, following), return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        if following in done:
            following.result()  # it never ends by itself: whatever it raises is a fault of ours
    finally:
        app[DOOR].ended.set()
        if following is not None:
            following.cancel()
        await runner.cleanup()


def _static() -> Mapping[str, tuple[bytes, str]]:
    """The style sheets and the script, by name. Reads the disk."""
    found = {"drawing.css": (style().encode(), KINDS[".css"])}
    for file in files("bot.channels.preview").joinpath("static").iterdir():
        kind = KINDS.get(file.name[file.name.rfind(".") :])
        if kind:
            found[file.name] = (file.read_bytes(), kind)
    return found


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 8 else 0


def _begin(form: Mapping[str, object]) -> Begin:
    facts = {key.removeprefix("fact."): str(value) for key, value in form.items() if key.startswith("fact.") and value}
    return Begin(str(form.get("dialog", "")), str(form.get("step", "")), facts, str(form.get("caller", "")))


def _answers(form: Form) -> list[int]:
    """The answers so far and the one that was pressed: a number, the boxes that are ticked, or one answer fewer."""
    answers = [_number(part) for part in str(form.get("answers", "")).split(".") if part]
    pressed = str(form.get("answer", ""))
    if pressed == playing.BACK:
        return answers[:-1]
    if pressed == playing.TICKS:
        return [*answers, sum(1 << min(_number(str(tick)), MAX_TICK) for tick in set(form.getall("tick", [])))]
    return [*answers, _number(pressed)] if pressed else answers

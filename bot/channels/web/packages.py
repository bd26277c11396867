"""Ten minutes of a staff meeting on the web: themes, the leader's page, and the pages for the wall.

/ovning/apt              all themes
/ovning/apt/{name}       the wall; `?n=` the page, from 0; `?l=` the line whose outcome is shown
/ovning/apt/{name}/blad  the leader's page

Both take `?g=`, a statement of the self-assessment that is to be taken up.

A page follows from its address alone: a theme, a number, a line that is read aloud. Nothing is sent or kept, no phone
is needed, and a page that is loaded anew is the same. Each takes `?s=` and `?e=` as all of practice does.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from aiohttp import web

from bot.channels.web.forms import BINDING as REAL
from bot.conversation.case_words import CaseWords
from bot.conversation.messages import write_move
from bot.conversation.packages import DecisionView, OptionView, PackageView, view
from bot.conversation.render import Renderer
from bot.conversation.rounds import STAY, Rounds
from bot.conversation.talk import Talks
from bot.dialog.package import Package
from bot.publish.kept import Reader
from bot.publish.leader_package import asked, package_page

ADDRESS = "/ovning/apt"
Page = Callable[..., web.Response]
Unit = Callable[[web.Request], int]


@dataclass(frozen=True, slots=True)
class Slide:
    """One page for the wall. decision: the one that is taken, None elsewhere. number: of the decision or question."""

    kind: str
    number: int = 0
    decision: DecisionView | None = None


class PackageDoor:
    """The handlers. page: makes a page of practice from a template. unit: the number of an open unit, or 0."""

    def __init__(self, talks: Talks, rounds: Rounds, page: Page, unit: Unit) -> None:
        self._talks, self._rounds, self._page, self._unit = talks, rounds, page, unit

    async def themes(self, request: web.Request) -> web.Response:
        """All of them, by sector."""
        staff, unit = self._asked(request)
        shown = [self._view(package, staff, unit) for package in self._talks.editions.current.release.packages]
        groups = [(sector, [each for each in shown if each.card.sector == sector]) for sector in SECTORS]
        return self._page("practice_themes.html", staff, unit, ADDRESS, groups=[group for group in groups if group[1]])

    async def wall(self, request: web.Request) -> web.Response:
        """One page for the wall."""
        staff, unit = self._asked(request)
        about = request.query.get("g", "")
        package = self._view(self._package(request), staff, unit, about)
        shown = slides(package)
        number = min(_number(request, "n"), len(shown) - 1)
        slide = shown[number]
        values: dict[str, object] = {"p": package, "n": number, "last": len(shown) - 1, "slide": slide, "about": about}
        if slide.kind == "close":  # the same step of a real talk; in a form, for an address would stay in the browser
            near = {"sector": package.card.sector, "toward": package.guide}
            values |= {"real": self._talks.begin(REAL, unit=unit, staff=staff, **near).sealed, "stay": write_move(STAY)}
        values |= {"option": _option(slide, request), "asked": asked}
        return self._page("practice_meeting.html", staff, unit, f"{ADDRESS}/{package.id}", **values)

    async def sheet(self, request: web.Request) -> web.Response:
        """The leader's page."""
        staff, unit = self._asked(request)
        edition, package = self._talks.editions.current, self._package(request)
        place = edition.directory.unit(unit) if unit else None
        at = self._talks.local_time()
        about = request.query.get("g", "")
        made = package_page(Reader(Renderer(edition, edition.directory, staff, staff, place, at)), package, about)
        here = f"{ADDRESS}/{package.id}/blad"
        return self._page("practice_sheet.html", staff, unit, here, sheet=made, name=package.id, about=about)

    def _asked(self, request: web.Request) -> tuple[str, int]:
        return self._rounds.language(request.query.get("s", "")), self._unit(request)

    def _package(self, request: web.Request) -> Package:
        name = request.match_info["name"]
        found = next((each for each in self._talks.editions.current.release.packages if each.id == name), None)
        if found is None:
            raise web.HTTPNotFound
        return found

    def _view(self, package: Package, staff: str, unit: int, about: str = "") -> PackageView:
        edition = self._talks.editions.current
        place = edition.directory.unit(unit) if unit else None
        return view(CaseWords(edition, staff, self._talks.local_time().date()), package, place, about)


SECTORS = ("health", "dental", "social")


def slides(package: PackageView) -> tuple[Slide, ...]:
    """The pages for the wall in order: opening, decisions, questions, the own routine, the end."""
    decisions = [Slide("decision", number, each) for number, each in enumerate(package.decisions, 1)]
    questions = [Slide("question", number) for number in range(len(package.questions))]
    return (Slide("open"), *decisions, *questions, Slide("routine"), Slide("close"))


def _option(slide: Slide, request: web.Request) -> OptionView | None:
    """The line whose outcome is to be shown; None where none is, or there is no such line."""
    line = _number(request, "l")
    options = slide.decision.options if slide.decision else ()
    return options[line - 1] if 0 < line <= len(options) else None


def _number(request: web.Request, name: str) -> int:
    given = request.query.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) <= 2 else 0

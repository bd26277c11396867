"""The page: the guides, one of them drawn, the faults, the rules, and a panel with what was asked for.

Every address gives a whole page that works without script; the script only follows the files and keeps the place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from bot.channels.preview import playing
from bot.channels.preview.desk import ORDER, Desk, Ruled, Sight
from bot.channels.preview.explained import explain
from bot.channels.preview.folders import Excerpt
from bot.channels.preview.playing import Begin, Played
from bot.conversation.messages import FIRST_JUMP, read_move
from bot.dialog.flow import own_answers
from bot.dialog.model import Audience, Kind
from bot.dialog.routine_schema import ROUTINE
from bot.draw.layout import lay_out
from bot.draw.outline import AUDIENCES, Outline, Step, leads
from bot.draw.svg import part
from bot.engine.step import start, step
from bot.plans import replay
from bot.problem import Problem, Span

FOLDER = Path(__file__).parent / "templates"
MOST = 50
"""Problems shown; the rest are counted."""
MARKS = {audience: AUDIENCES[audience] for audience in Audience}


@dataclass(frozen=True, slots=True)
class Panel:
    """What was asked for: its template and what that needs."""

    template: str
    needs: Mapping[str, object] = field(default_factory=dict)
    guide: str = ""
    step: str = ""


@dataclass(frozen=True, slots=True)
class Keeping:
    """What is being written down as a plan: its text (None: it is not), what was typed, and what came of it."""

    plan: str | None = None
    about: str = ""
    name: str = ""
    told: str = ""


class Pages:
    """Draws pages; pictures are kept as long as their outline is the same."""

    def __init__(self, desk: Desk, static: Mapping[str, str]) -> None:
        self.desk = desk
        self._pictures: dict[tuple[str, str], tuple[Outline, Markup]] = {}
        self._templates = Environment(
            loader=FileSystemLoader(FOLDER),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self._templates.globals.update(
            static=static, line_address=line_address, marks=MARKS, leads=leads, order=ORDER, Kind=Kind
        )

    def page(self, panel: Panel) -> str:
        """A whole page."""
        sight = self.desk.sight
        guide = panel.guide if panel.guide in sight.outlines else next(iter(self._entries(sight)), "")
        outline = sight.outlines.get(guide)
        return self._templates.get_template("page.html").render(
            sight=sight,
            outline=outline,
            picture=self._picture(outline, panel.step if panel.guide == guide else "") if outline else "",
            panel=panel,
            faulty={Path(problem.where.file).stem for problem in sight.errors},
            most=MOST,
            entries=list(self._entries(sight)),
            **panel.needs,
        )

    def _entries(self, sight: Sight) -> list[str]:
        """The guides, those that may be started at the door first."""
        return sorted(sight.outlines, key=lambda name: (not sight.outlines[name].entry, name))

    def _picture(self, outline: Outline, here: str) -> Markup:
        known = self._pictures.get((outline.id, here))
        if known is None or known[0] != outline:
            if len(self._pictures) > 200:
                self._pictures.clear()
            drawn = part(lay_out(outline), f"/guide/{outline.id}/{{}}", here)
            known = self._pictures[outline.id, here] = outline, Markup(drawn)  # noqa: S704 - escaped by `part`
        return known[1]

    # --- panels ------------------------------------------------------------------------------------------------

    def guide(self, guide: str) -> Panel | None:
        """A guide with no step chosen; None when there is none of that name."""
        outline = self.desk.sight.outlines.get(guide)
        return Panel("guide.html", {}, guide) if outline else None

    def step(self, guide: str, name: str) -> Panel | None:
        """A step in full."""
        found = self._step(guide, name)
        if found is None:
            return None
        return Panel("step.html", {"step": found, "excerpt": self.excerpt(found.where)}, guide, name)

    def line(self, where: Span) -> Panel | None:
        """A line of a file."""
        excerpt = self.excerpt(where)
        if excerpt is None:
            return None
        here = [p for p in self.desk.sight.problems if (p.where.file, p.where.line) == (where.file, where.line)]
        meanings = [found for code in dict.fromkeys(problem.code for problem in here) if (found := explain(code))]
        return Panel("line.html", {"excerpt": excerpt, "here": here, "meanings": meanings}, *self._at(where))

    def rule(self, name: str) -> Panel | None:
        """A rule, its proof, and the shortest talk that breaks it."""
        found = next((ruled for ruled in self.desk.sight.rules if ruled.rule.name == name), None)
        if found is None:
            return None
        known, chat, ending = self._chat(found)
        guide, _, step = ending.partition(".")
        return Panel("rule.html", {"ruled": found, "known": known, "chat": chat, "ending": ending}, guide, step)

    def facts(self, guide: str, name: str) -> Panel | None:
        """The form that chooses what a talk begins with."""
        edition, found = self.desk.sight.edition, self._step(guide, name)
        if edition is None or found is None:
            return None
        near, rest = playing.own_facts(edition.program, guide)
        callers = playing.callers(edition.program, guide)
        places = {code: place.name for code, place in edition.directory.municipalities.items()}
        needs = {"step": found, "near": near, "rest": rest, "callers": callers, "places": places}
        return Panel("facts.html", {**needs, "languages": edition.catalogues.languages}, guide, name)

    def talk(self, begin: Begin, played: Played, language: str, keeping: Keeping) -> Panel:
        """A screen of a talk."""
        edition = self.desk.sight.edition
        assert edition is not None  # nothing is played without one
        program, node = edition.program, edition.program.nodes[played.state[0]]
        view, own = playing.view(edition, played, language, self.desk.now()), own_answers(node)
        needs: dict[str, object] = {
            "begin": begin,
            "played": played,
            "view": view,
            "choices": [(read_move(button.move), button.label) for button in view.choices],
            "jumps": [(own + (read_move(b.move) or 0) - FIRST_JUMP, b.label) for b in view.jumps],
            "said": playing.said(program, played),
            "now": playing.changed(program, played.state),
            "gathered": [a.id for a in program.by_bit if played.state[3] >> a.bit & 1],
            "language": language,
            "keepable": playing.may_be_plan(program, begin),
            "keeping": keeping,
        }
        return Panel("talk.html", needs, node.dialog, node.context.partition(".")[2])

    def missing(self, what: str) -> Panel:
        """What was asked for is not there."""
        return Panel("missing.html", {"what": what})

    # --- pieces -----------------------------------------------------------------------------------------------

    def excerpt(self, where: Span) -> Excerpt | None:
        """The lines around a place."""
        return self.desk.folders.excerpt(where.file, where.line, where.column)

    def _step(self, guide: str, name: str) -> Step | None:
        outline = self.desk.sight.outlines.get(guide)
        return next((step for step in outline.steps if step.id == name), None) if outline else None

    def _at(self, where: Span) -> tuple[str, str]:
        """The guide and step that a line belongs to, "" where it belongs to none."""
        for outline in self.desk.sight.outlines.values():
            if outline.where.file == where.file:
                above = [s.id for s in outline.steps if s.where.file == where.file and s.where.line <= where.line]
                return outline.id, above[-1] if above else ""
        own = [(s.where.line, o.id, s.id) for o in self.desk.sight.outlines.values() for s in o.steps if s.own]
        own = sorted(each for each in own if where.file.endswith(ROUTINE) and each[0] <= where.line)
        return own[-1][1:] if own else ("", "")

    def _chat(self, ruled: Ruled) -> tuple[list[tuple[str, str]], list[tuple[str, str]], str]:
        """The shortest talk that breaks a rule: what the door knew, questions and answers, and the step where it does;
        empty when no talk does."""
        program, proof = ruled.rule.program, ruled.proof
        if proof is None or not proof.entry:
            return [], [], ""
        state = start(program, proof.entry, proof.given)[0]
        known, chat = playing.changed(program, state), []
        for answer in proof.answers:
            chat.append((replay.heading(program.nodes[state[0]]), replay.label(program, state, answer)))
            state = step(program, state, answer)[0]
        return known, chat, program.nodes[state[0]].context


def line_address(problem: Problem | None = None, where: Span | None = None) -> str:
    """The page's own address of a line in a file."""
    place = problem.where if problem else where
    assert place is not None
    return "/line?" + urlencode({"file": place.file, "line": place.line, "column": place.column})

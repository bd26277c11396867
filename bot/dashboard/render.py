"""Templates and words of the pages. Everything is escaped; a name that is missing is a fault, never an empty place."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.dashboard.headers import CSS, PREFIX, SVG
from bot.directory.hours import SWEDISH, describe
from bot.directory.model import Hours
from bot.draw.palette import palette
from bot.text import assessing, ui
from bot.text.catalogues import Catalogues
from bot.text.desk import CONTEXT, WORDS

FOLDER = Path(__file__).parent


class Renderer:
    """Pages from templates. catalogues: today's translations. files: address → type and bytes of what pages need."""

    def __init__(self, catalogues: Callable[[], Catalogues]) -> None:
        self._catalogues = catalogues
        self.files = {
            _address(name, body): (kind, body)
            for name, kind, body in (
                ("style.css", CSS, palette().encode() + (FOLDER / "static/style.css").read_bytes()),
                ("icon.svg", SVG, (FOLDER / "static/icon.svg").read_bytes()),
            )
        }
        style, icon = self.files
        self._environment = Environment(
            loader=FileSystemLoader(FOLDER / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self._environment.globals.update(style=style, icon=icon)
        self._environment.filters["moment"] = moment

    def word(self, language: str, key: str, /, **values: object) -> str:
        """One of the pages' own words, with values for its {places}."""
        return self._in(language, CONTEXT, WORDS[key], values)

    def said(self, language: str, key: str, /, **values: object) -> str:
        """One of the words of self-assessments."""
        return self._in(language, assessing.CONTEXT, assessing.WORDS[key], values)

    def text(self, language: str, context: str, text: str) -> str:
        """A text of the content in a language; as it is where nobody has translated it."""
        return self._in(language, context, text, {})

    def hours(self, language: str, hours: Hours) -> str:
        """Opening hours in words."""
        return describe(hours, {key: self.text(language, ui.CONTEXT, ui.WORDS[f"hours-{key}"]) for key in SWEDISH})

    def page(self, template: str, language: str, **values: object) -> bytes:
        """A page as bytes. In a template `w("key", n=3)` is a word, `a("key")` one of self-assessments."""
        word, said = partial(self.word, language), partial(self.said, language)
        return self._environment.get_template(template).render(w=word, a=said, language=language, **values).encode()

    def _in(self, language: str, context: str, text: str, values: Mapping[str, object]) -> str:
        found, _ = self._catalogues().get(language, context, text)
        return found.format(**values) if values else found


def _address(name: str, body: bytes) -> str:
    """Where a file lies: with a hash of what it holds, so that it may be kept."""
    stem, _, kind = name.partition(".")
    return f"{PREFIX}/static/{stem}-{hashlib.sha256(body).hexdigest()[:12]}.{kind}"


def moment(seconds: int) -> str:
    """Day and time in Sweden of seconds since 1970."""
    return datetime.fromtimestamp(seconds, UTC).astimezone(ZoneInfo("Europe/Stockholm")).strftime("%Y-%m-%d %H.%M")

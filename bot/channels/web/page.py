"""A turn → bytes: the whole page, or the <main> alone for a page that swaps it in place."""

from __future__ import annotations

from collections.abc import Callable

from bot.channels.web.find import FindPage
from bot.channels.web.fragment import Fragments
from bot.channels.web.shell import Shells
from bot.channels.web.templates import open_templates
from bot.channels.web.texts import Speech
from bot.conversation.messages import Turn
from bot.conversation.talk import Talks
from bot.text.catalogues import SOURCE


class Pages:
    """All pages of the door. clock: seconds that only rise; decides when numbers are read anew."""

    def __init__(self, talks: Talks, clock: Callable[[], float]) -> None:
        self._talks = talks
        self.templates = open_templates()
        self._fragments = Fragments(talks, self.templates)
        self._shells = Shells(talks, self.templates, clock)
        self.find = FindPage(talks, self.templates)

    def fragment(self, turn: Turn) -> bytes:
        """The <main> alone."""
        before, after, _ = self._fragments.main(turn, self._shells.around(turn).acute)
        return b"".join((before, turn.sealed.encode(), after))

    def whole(self, turn: Turn) -> bytes:
        """The whole page."""
        shell = self._shells.around(turn)
        before, after, jump = self._fragments.main(turn, shell.acute)
        return b"".join((shell.before, before, turn.sealed.encode(), after, shell.ending(turn.can_back, jump)))

    def pause(self) -> bytes:
        """Where Leave goes."""
        return self._plain("pause.html", panel=self._talks.panel(SOURCE))

    def statement(self) -> bytes:
        """The accessibility statement, from the organisation's own file."""
        organisation = self._talks.editions.current.directory.organisation
        access = organisation.accessibility if organisation else None
        return self._plain("statement.html", owner=organisation.name if organisation else "", access=access)

    def problem(self, key: str) -> bytes:
        """A page that says one sentence: the word with this key."""
        return self._plain("problem.html", key=key)

    def _plain(self, template: str, **values: object) -> bytes:
        return self.templates.get_template(template).render(s=Speech(SOURCE, self._talks.word), **values).encode()

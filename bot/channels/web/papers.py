"""Leaders' papers as files: set when they are first asked for, one at a time, and kept for the day.

What can be asked for is a closed list (cases and packages in each language), so nobody can make this work without end.
"""

from __future__ import annotations

import asyncio
from datetime import date, datetime
from functools import partial

from aiohttp import web

from bot.channels.web.headers import headers
from bot.conversation.render import Renderer
from bot.conversation.talk import Talks
from bot.publish.kept import Reader
from bot.publish.leader import sheets

PDF = "application/pdf"
Key = tuple[str, str, date, str]
"""Release, language, day, and case or package."""


class PaperDoor:
    """The handler of `/ovning/ledare/{name}.pdf`, for `?s=` a language."""

    def __init__(self, talks: Talks, *, https: bool) -> None:
        self._talks = talks
        self._headers = headers(PDF, https=https)
        self._headers["Content-Disposition"] = 'inline; filename="ovning.pdf"'
        self._kept: dict[Key, bytes] = {}
        self._setting = asyncio.Lock()

    async def sheet(self, request: web.Request) -> web.Response:
        """The leader's sheet of a case, or of a package."""
        edition, at = self._talks.editions.current, self._talks.local_time()
        names = sheets(edition.release)
        asked, name = request.query.get("s", ""), request.match_info["name"]
        staff = asked if asked in edition.catalogues.languages else edition.catalogues.languages[0]
        if name not in names:
            raise web.HTTPNotFound
        key = (edition.release.id, staff, at.date(), name)
        async with self._setting:
            if key not in self._kept:
                self._kept = {known: file for known, file in self._kept.items() if known[2] == key[2]}
                self._kept[key] = await asyncio.to_thread(partial(self._set, staff, at, name))
        return web.Response(body=self._kept[key], headers=self._headers)

    def _set(self, staff: str, at: datetime, name: str) -> bytes:
        from bot.publish.leader_pdf import leader_pdf, sheet_of  # most processes never print

        edition = self._talks.editions.current
        reader = Reader(Renderer(edition, edition.directory, staff, staff, None, at))
        return leader_pdf(sheet_of(reader, name), reader.render.word)

"""A real server process over the content that ships, and the phone's browser of the web tests."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest

from bot.conversation.alone import MemoryKeys, OneEdition
from bot.conversation.content import require_edition
from bot.conversation.talk import Talks
from tests.channels.web.conftest import browser, open_page, script
from tests.conftest import ROOT
from tests.system.server import Installation, Server, start, wait
from tests.walks.people import WEEKDAY

__all__ = ["browser", "open_page", "script"]


@dataclass
class House:
    """A server that can be away for a while and come back, on the same port and data folder."""

    installation: Installation
    server: Server

    @property
    def address(self) -> str:
        """Where the chat is."""
        return self.server.address

    @contextmanager
    def away(self) -> Iterator[None]:
        """Ended as an administrator would, and then back where it was."""
        assert self.server.stop() == 0
        try:
            yield
        finally:
            self.server = wait(start(self.installation, port=self.server.port))


@pytest.fixture(scope="session")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """The content that ships, with the example organisation; its links open live conversations before a sign-off."""
    folder = tmp_path_factory.mktemp("walks")
    local = shutil.copytree(ROOT / "docs" / "example-local", folder / "local")
    file = local / "organisation.yaml"
    told = file.read_text(encoding="utf-8")
    file.write_text(told.replace("require_sign_off: yes", "require_sign_off: no"), encoding="utf-8")
    return Installation(folder / "house", local=local)


@pytest.fixture(scope="module")
def served(installation: Installation) -> Iterator[House]:
    """A running server process."""
    house = House(installation, wait(start(installation)))
    yield house
    house.server.kill()
    assert "Traceback" not in house.server.told()


@pytest.fixture(scope="session")
def talks(installation: Installation) -> Talks:
    """The same content without a door: it tells what each screen must say."""
    edition = require_edition(installation.dialogs, installation.locales, installation.local)
    return Talks(OneEdition(edition), MemoryKeys(), lambda: WEEKDAY, lambda: 1)

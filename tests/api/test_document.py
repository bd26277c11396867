"""The OpenAPI document says what the server does: tried by schemathesis on a process of its own, with all its checks.

A sample with a fixed seed here, many more in `make audit`.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.accounts.api_tokens import ApiToken, new_api_token
from bot.accounts.credentials import digest
from bot.accounts.model import Account, Credentials, Invitation, Role
from bot.api.document import document
from bot.operations.coordination import open_accounts, open_tokens
from bot.settings import read_settings
from bot.storage import counts
from bot.storage.database import open_database
from bot.storage.migrations import migrate
from tests.conftest import WHOLE, Command
from tests.statistics.shown import at, released
from tests.system.server import Installation, Server, served

EXAMPLES = 150 if WHOLE else 4
"""Random requests of each kind to each operation; those at the edges of each field are always all tried."""


def token_in(data: Path, role: Role = Role.ALL) -> str:
    """A token of an account in a data folder, which gets figures to show."""
    settings = read_settings(data=data)
    engine = open_database(settings.database)
    migrate(engine, datetime.now(UTC).date())
    counts.add_all(engine, released(lambda _: [*at(1, 40), *at(2, 20, subject="told")], 5, simulated=True))
    accounts, made = open_accounts(settings, engine), new_api_token()
    assert accounts.invite("link", Invitation(role, 2**33, "anna"), "") is None
    anna = accounts.accept("link", "anna", Credentials("hash", "A" * 32))
    assert isinstance(anna, Account)
    ends = datetime.now(UTC).date() + timedelta(days=9)
    assert isinstance(open_tokens(engine).make(digest(made), "R", anna.id, frozenset(), ends, "anna"), ApiToken)
    engine.dispose()
    return made


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """An installation of its own."""
    return Installation(tmp_path_factory.mktemp("api") / "house")


@pytest.fixture(scope="module")
def token(house: Installation) -> str:
    """A token for all its units."""
    return token_in(house.data)


@pytest.fixture(scope="module")
def server(house: Installation, token: str) -> Iterator[Server]:
    """The program as a process."""
    with served(house) as running:
        yield running


def test_every_answer_is_documented_and_none_breaks_the_server(server: Server, token: str, tmp_path: Path) -> None:
    """No 5xx and no undocumented status, type, header or body; what is wrong is refused, what is right is taken, no
    method but those documented, and nothing without a token."""
    command = [
        sys.executable, "-m", "schemathesis.cli", "run", f"{server.address}api/v1/openapi.json",
        "--checks", "all", "--seed", "1", "--max-examples", str(EXAMPLES), "--continue-on-failure",
        "--generation-database", "none", "--no-color", "--header", f"Authorization: Bearer {token}",
    ]  # fmt: skip
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=3000)
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]
    tested = re.search(r"Tested: (\d+)", done.stdout)
    # The description itself is the one that it reads and does not try.
    assert tested is not None and int(tested[1]) == len(document()["paths"]) - 1, done.stdout
    assert "fault" not in server.told()


def test_the_reference_is_what_the_program_does(root: Path, fragestod: Command) -> None:
    """docs/api-reference.md is what the command prints; mend it by running that."""
    assert (root / "docs" / "api-reference.md").read_text() == fragestod("api", "reference").stdout

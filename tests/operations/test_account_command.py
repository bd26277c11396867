"""`fragestod account`: whoever runs the installation can let people in, and back in."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from bot.accounts.credentials import digest
from bot.accounts.model import Account, Credentials
from bot.operations import coordination
from bot.settings import read_settings
from bot.storage.accounts import Accounts
from bot.storage.database import open_database
from bot.storage.migrations import migrate
from tests.conftest import Command


@pytest.fixture
def accounts(fragestod: Command, tmp_path: Path) -> Accounts:
    """The accounts of an installation that has been served."""
    engine = open_database(read_settings().database)
    migrate(engine, date(2026, 11, 22))
    return coordination.open_accounts(read_settings(), engine)


def used(accounts: Accounts, link: str, name: str = "anna") -> Account:
    """Who comes in by a printed link."""
    token = re.search(r"/samordning/inbjudan/([\w-]{43})$", link.strip())
    assert token
    made = accounts.accept(digest(token[1]), name, Credentials("hash", "A" * 32))
    assert isinstance(made, Account)
    return made


def test_a_locked_out_administrator_gets_in_by_the_command_line(accounts: Accounts, fragestod: Command) -> None:
    """Invite, list, reset: each link works once, and only the link stands in the output that can be kept."""
    assert "No account yet" in fragestod("account", "list").stdout
    done = fragestod("account", "invite", "anna")
    assert done.returncode == 0 and done.stdout.count("\n") == 1
    assert used(accounts, done.stdout).name == "anna"
    assert fragestod("account", "list").stdout == "anna  admin\n"
    assert used(accounts, fragestod("account", "reset", "anna").stdout).name == "anna"


def test_units_and_their_role_go_together(accounts: Accounts, fragestod: Command) -> None:
    """A coordinator of some units needs units; nobody else has any."""
    assert fragestod("account", "invite", "bosse", "--role", "units").returncode == 2
    assert fragestod("account", "invite", "bosse", "--units", "1").returncode == 2
    done = fragestod("account", "invite", "bosse", "--role", "units", "--units", "1", "1001")
    assert used(accounts, done.stdout).units == frozenset({1, 1001})
    assert fragestod("account", "list").stdout == "bosse  units: 1 1001\n"


def test_what_cannot_be_done_is_told_with_a_remedy(accounts: Accounts, fragestod: Command) -> None:
    """No such account, a name that is taken, the last administrator, no name at all."""
    used(accounts, fragestod("account", "invite", "anna").stdout)
    for words, told in (
        (("reset", "eva"), "fragestod account list"),
        (("close", "anna"), "invite another first"),
        (("invite", "anna"), "fragestod account reset"),
        (("invite", "a b"), "3 to 80 letters"),
    ):
        done = fragestod("account", *words)
        assert done.returncode in (1, 2) and told in done.stderr, words


def test_a_misspelt_data_folder_makes_no_installation(fragestod: Command, tmp_path: Path) -> None:
    """Only serving makes a database."""
    done = fragestod("account", "list", "--data", str(tmp_path / "elsewhere"))

    assert done.returncode == 2 and "start fragestod serve once" in done.stderr
    assert not (tmp_path / "elsewhere").exists()


def test_a_printed_link_leads_where_the_program_listens(accounts: Accounts, fragestod: Command, tmp_path: Path) -> None:
    """At the port that was last listened to, also where any free one was asked for; an odd file is passed over."""
    settings = read_settings(port=0)
    coordination.note_port(settings, 43211)
    assert fragestod("account", "invite", "anna").stdout.startswith("http://127.0.0.1:43211/samordning/")
    assert "anna  invited as admin, until " in fragestod("account", "list").stdout
    noted = settings.data / "port"
    noted.write_text(f"{noted.read_text()}no address")
    assert coordination.invitation_link(settings, "x").startswith("http://127.0.0.1:43211/")
    noted.write_text("x")
    assert coordination.last_port(read_settings(port=8099)) == 8099
    everywhere = read_settings(host="0.0.0.0", port=8099)
    assert coordination.invitation_link(everywhere, "x").startswith("http://127.0.0.1:8099/")


def test_a_link_of_a_service_leads_to_its_public_address(
    accounts: Accounts, fragestod: Command, tmp_path: Path
) -> None:
    """A shell on its machine has none of the service's settings; the link is good for others all the same."""
    for address in ("https://fraga.example.se", "https://example.org/samtal/"):
        coordination.note_port(read_settings(public_url=address), 8080)
        link = fragestod("account", "invite").stdout
        assert link.startswith(f"{address.rstrip('/')}/samordning/inbjudan/"), "as the service would print it"
    coordination.note_port(read_settings(), 8080)
    assert fragestod("account", "invite").stdout.startswith("http://127.0.0.1:8080/"), "it has none any more"


@pytest.mark.parametrize("kept", ["", "stdin", "stderr", "KUBERNETES_SERVICE_HOST", "container", ".dockerenv"])
def test_the_first_link_is_printed_for_a_person_and_never_into_a_kept_log(
    accounts: Accounts, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, kept: str
) -> None:
    """At a person's own terminal the link is printed, and works; a pipe, a service or a container gets a line in the
    log, and no link is made."""
    mark, told = tmp_path / ".dockerenv", []
    monkeypatch.setattr(coordination, "MARKS", (mark,))
    for name in coordination.KEEPERS:
        monkeypatch.delenv(name, raising=False)
    for name in ("stdin", "stderr"):
        monkeypatch.setattr(f"sys.{name}.isatty", lambda name=name: name != kept)
    if kept in coordination.KEEPERS:
        monkeypatch.setenv(kept, "1")
    if kept == mark.name:
        mark.touch()
    coordination.tell_first_link(read_settings(), accounts, lambda: told.append("empty"))
    printed = capsys.readouterr().err

    if kept:
        assert (printed, told, accounts.acts(9)) == ("", ["empty"], ())
    else:
        assert told == [] and used(accounts, printed).role.value == "admin"

"""Changed content in mid-conversation: who has begun ends with the old words, and everybody gets today's numbers."""

from __future__ import annotations

import re
import shutil
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.app import StoredEditions, require_edition
from bot.conversation.messages import Control, write_move
from bot.storage import releases
from bot.storage.database import open_database
from bot.storage.migrations import migrate
from bot.testing.page import Page
from bot.testing.user import WebUser
from bot.text.ui import WORDS
from tests.conftest import ROOT
from tests.system.server import Installation, served

UNIT = 1
BEGINNING = 4  # answers before the deploy
NUMBER = re.compile(r'(number: "[^"]*)(\d)"')
CONTROLS = [write_move(control.value) for control in Control]


# --- the same content, changed as authors change it: other words, other order, other numbers ---------------------


def other_number(text: str) -> str:
    """A number with another last digit."""
    return f"{text[:-1]}{(int(text[-1]) + 1) % 10}"


def change_dialog(text: str) -> str:
    """Every question and answer in other words, every list of answers the other way round."""
    dialog: dict[str, Any] = yaml.load(text, yaml.BaseLoader)
    for step in dialog["steps"].values():
        if "ask" in step:
            step["ask"] = f"Nu: {step['ask']}"
        if "choices" in step:
            step["choices"] = {f"Nytt {label}": edge for label, edge in reversed(step["choices"].items())}
    return yaml.safe_dump(dialog, allow_unicode=True, sort_keys=False)


def deploy(installation: Installation, folder: Path) -> Installation:
    """The same installation with a changed copy of its content and of its local layer."""
    assert installation.local is not None
    dialogs = Path(shutil.copytree(installation.dialogs, folder / "dialogs"))
    local = Path(shutil.copytree(installation.local, folder / "local"))
    for guide in sorted((dialogs / "guides").glob("*.yaml")):
        guide.write_text(change_dialog(guide.read_text()))
    for file in (dialogs / "directory" / "national.yaml", local / "organisation.yaml"):
        file.write_text(NUMBER.sub(lambda found: f'{other_number(found[1] + found[2])}"', file.read_text()))
    return replace(installation, dialogs=dialogs, local=local)


# --- what a person does and sees ------------------------------------------------------------------------------------


def answer(user: WebUser) -> Page:
    """Take the first answer, with the first box ticked where there are boxes."""
    return user.press(1, ticks=[1] if user.page.boxes else [])


def begin(user: WebUser) -> None:
    """Come into the middle of a conversation."""
    user.open(unit=UNIT)
    for _ in range(BEGINNING):
        answer(user)


def finish(user: WebUser) -> list[Page]:
    """All pages from here to the end."""
    seen = [user.page]
    while not user.page.is_ending:
        seen.append(answer(user))
        assert len(seen) < 60
    return seen


def said(page: Page) -> str:
    """All words of a page but its numbers and what depends on the hour."""
    return re.sub(r"\d[\d -]*\d|öppet nu|stängt nu", "…", page.words)


def test_conversation_ends_in_its_own_words_with_todays_numbers(installation: Installation, tmp_path: Path) -> None:
    """After a deploy an open talk keeps its questions and their order to the end; all its numbers are today's."""
    with served(installation) as server, WebUser(server.address, swap=True) as user:
        begin(user)
        middle = user.page
        before = finish(user)
    with served(deploy(installation, tmp_path / "new")) as server, WebUser(server.address, swap=True) as user:
        user.page = middle
        after = [user.again(), *finish(user)[1:]]

    assert [said(page) for page in after] == [said(page) for page in before]
    assert after[-1].code == before[-1].code
    assert after[-1].numbers == tuple(other_number(number) for number in before[-1].numbers)
    # From the country's directory, from the organisation's own layer, and within a sentence.
    assert {"116017", "0701740611"} <= set(after[-1].numbers)
    assert any("Ring 113" in line.text for line in after[-1].texts if line.audience == "staff")


def test_new_conversation_has_the_new_words(sqlite: Installation, tmp_path: Path) -> None:
    """Who begins after a deploy meets the new questions only, under the new release's code."""
    with served(sqlite) as server, WebUser(server.address, swap=True) as user:
        user.open(unit=UNIT)
        old = finish(user)
    with served(deploy(sqlite, tmp_path / "new")) as server, WebUser(server.address, swap=True) as user:
        user.open(unit=UNIT)
        new = finish(user)
    asked = [button.label for page in new[:-1] for button in page.answers if len(page.answers) > 1]

    assert asked
    assert all(label.startswith("Nytt ") for label in asked)
    assert new[-1].code[:6] != old[-1].code[:6]


def test_every_button_of_a_recalled_release_leads_to_the_safe_turn(installation: Installation, tmp_path: Path) -> None:
    """`fragestod recall` with the code of an ending stops all talks of that release, and of no other."""
    with served(installation) as server, WebUser(server.address, swap=True) as user:
        user.open(unit=UNIT)
        pages = finish(user)
    deployed = deploy(installation, tmp_path / "new")
    with served(deployed) as server, WebUser(server.address, swap=True) as user:
        done = deployed.run("recall", pages[-1].code[:6])
        assert done.returncode == 0, done.stderr
        for page in pages:
            for move in [*(button.move for button in page.buttons), *CONTROLS]:
                shown = user.send(page.token, move, [box.move for box in page.boxes[:1]])
                assert (user.status, shown.is_safe) == (200, True)
                assert WORDS["recalled"] in shown.words
        user.open(unit=UNIT)
        assert not answer(user).is_safe


def test_recall_of_a_release_that_nobody_knows_is_told(sqlite: Installation) -> None:
    """A misspelt code recalls nothing and says so."""
    done = sqlite.run("recall", "ffffff")

    assert done.returncode == 1
    assert "no single release" in done.stderr


def test_recall_reaches_running_processes_within_half_a_minute(tmp_path: Path) -> None:
    """A process that is in the middle of its work hears of a recall without a restart."""
    clock = [datetime(2026, 11, 25, 10, 0, tzinfo=UTC)]
    engine = open_database(f"sqlite:///{tmp_path / 'store.db'}")
    migrate(engine, clock[0].date())
    edition = require_edition(ROOT / "dialogs", None, None)
    editions = StoredEditions(engine, edition, lambda: clock[0], _raise)

    assert not editions.is_recalled(edition.short)
    releases.recall(engine, edition.release.id, clock[0].date())
    clock[0] += timedelta(seconds=30)
    assert editions.is_recalled(edition.short)
    engine.dispose()


def _raise(error: Exception) -> None:
    raise error


@pytest.mark.parametrize("loss", ["never-stored", "damaged"])
def test_release_that_cannot_be_had_leads_to_the_safe_turn(sqlite: Installation, tmp_path: Path, loss: str) -> None:
    """A button whose release the store does not have, or has with other bytes, gets a calm page and no fault."""
    with served(sqlite) as server, WebUser(server.address, swap=True) as user:
        begin(user)
        page = user.page
    if loss == "damaged":
        with sqlite3.connect(sqlite.data / "fragestod.db") as database:
            archive: bytes = database.execute("SELECT archive FROM release").fetchone()[0]
            database.execute("UPDATE release SET archive = ?", (archive.replace(b"Vad", b"Hur"),))
        database.close()
    else:
        (sqlite.data / "fragestod.db").unlink()
    with served(deploy(sqlite, tmp_path / "new")) as server, WebUser(server.address, swap=True) as user:
        shown = user.send(page.token, page.answers[0].move)
        assert (user.status, shown.is_safe) == (200, True)
        assert WORDS["unknown-release"] in shown.words

"""Changed content in mid-conversation: who has begun ends with the old words, and everybody gets today's numbers."""

from __future__ import annotations

import re
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.app import StoredEditions
from bot.cli import main
from bot.conversation.content import require_edition
from bot.conversation.messages import Control, write_move
from bot.storage import releases
from bot.storage.database import open_database
from bot.storage.migrations import migrate
from bot.testing.page import Page
from bot.testing.user import WebUser
from bot.text.ui import WORDS
from tests.conftest import ROOT
from tests.system.conftest import DATABASES, install
from tests.system.server import Installation, served

UNIT = 1
MIDDLE = 4  # answers before the deploy
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


@dataclass(frozen=True)
class Story:
    """A conversation to its end, then a deploy, then the same from its middle and one from its beginning.

    house: the installation's folder as it was before the deploy.
    """

    deployed: Installation
    house: Path
    before: list[Page]
    after: list[Page]
    fresh: list[Page]


@pytest.fixture(scope="module", params=DATABASES)
def story(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Story:
    """The story on each kind of database."""
    folder = tmp_path_factory.mktemp("story")
    installation = install(request, folder / "house")
    with served(installation) as server, WebUser(server.address, swap=True) as user:
        user.open(unit=UNIT)
        before = finish(user)
    house = Path(shutil.copytree(installation.house, folder / "house before"))
    deployed = deploy(installation, folder / "new")
    with served(deployed) as server, WebUser(server.address, swap=True) as user:
        user.page = before[MIDDLE]
        after = [user.again(), *finish(user)[1:]]
        user.open(unit=UNIT)
        return Story(deployed, house, before, after, finish(user))


def test_conversation_ends_in_its_own_words(story: Story) -> None:
    """After a deploy an open talk keeps its questions, its answers and their order to the end."""
    assert [said(page) for page in story.after] == [said(page) for page in story.before[MIDDLE:]]
    assert story.after[-1].code == story.before[-1].code


def test_conversation_ends_with_todays_numbers(story: Story) -> None:
    """All numbers are today's: from the country's directory, from the organisation's own layer, within a sentence."""
    end = story.after[-1]

    assert end.numbers == tuple(other_number(number) for number in story.before[-1].numbers)
    assert {"116017", "0701740611"} <= set(end.numbers)
    assert any("Ring 113" in line.text for line in end.texts if line.audience == "staff")


def test_new_conversation_has_the_new_words(story: Story) -> None:
    """Who begins after a deploy meets the new questions only, under the new release's code."""
    asked = [button.label for page in story.fresh[:-1] for button in page.answers if len(page.answers) > 1]

    assert asked
    assert all(label.startswith("Nytt ") for label in asked)
    assert story.fresh[-1].code[:5] != story.before[-1].code[:5]


def test_every_button_of_a_recalled_release_leads_to_the_safe_turn(story: Story) -> None:
    """`fragestod recall` with the code of an ending stops all talks of that release, and of no other."""
    with served(story.deployed) as server, WebUser(server.address, swap=True) as user:
        done = story.deployed.run("recall", story.before[-1].code)
        assert done.returncode == 0, done.stderr
        for page in story.before:
            for move in [*(button.move for button in page.buttons), *CONTROLS]:
                shown = user.send(page.token, move, [box.move for box in page.boxes[:1]])
                assert (user.status, shown.is_safe) == (200, True)
                assert WORDS["recalled"] in shown.words
        user.page = story.fresh[1]
        assert not answer(user).is_safe


def test_recall_of_a_release_that_nobody_knows_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A misspelt code recalls nothing and says so."""
    assert main(["recall", "ffffff", "--data", str(tmp_path)]) == 1
    assert "no release was ever served" in capsys.readouterr().err


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


@pytest.mark.parametrize("story", ["sqlite"], indirect=True)
@pytest.mark.parametrize("loss", ["never-stored", "damaged"])
def test_release_that_cannot_be_had_leads_to_the_safe_turn(story: Story, tmp_path: Path, loss: str) -> None:
    """A button whose release the store does not have, or has with other bytes, gets a calm page and no fault."""
    lost = replace(story.deployed, house=Path(shutil.copytree(story.house, tmp_path / "house")))
    with closing(sqlite3.connect(lost.data / "fragestod.db")) as database, database:
        if loss == "damaged":
            archive: bytes = database.execute("SELECT archive FROM release").fetchone()[0]
            database.execute("UPDATE release SET archive = ?", (archive.replace(b"Vad", b"Hur"),))
        else:
            database.execute("DELETE FROM release")
    page = story.before[MIDDLE]
    with served(lost) as server, WebUser(server.address, swap=True) as user:
        shown = user.send(page.token, page.answers[0].move)
        assert (user.status, shown.is_safe) == (200, True)
        assert WORDS["unknown-release"] in shown.words

"""What staff are told when a content is recalled, and the commands that tell what was ever live."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest

from bot.conversation.content import read_content
from bot.conversation.edition import open_edition
from bot.conversation.report_code import release_signs
from bot.dialog.load import release_id
from bot.publish.as_text import as_text
from bot.publish.document import Times
from bot.publish.notice import WORDS, Recalled, as_sheet
from bot.storage import releases
from bot.storage.database import Database, open_database
from bot.storage.migrations import migrate
from tests.conftest import ROOT, Command
from tests.publish.conftest import Change

FIRST, SECOND, THIRD = date(2026, 11, 22), date(2026, 12, 1), date(2026, 12, 9)
PLACES = re.compile(r"{\w+}")


def notice(side: Change, before: bool = True, after: bool = True, reason: str = "") -> str:
    """The notice of a content whose second step was worded wrongly, between two that were not."""
    wrong = side("guides/main.yaml", "Hur har du det hemma?", "Varför är det så hemma?").files
    sound = side().files
    mended = side("actions.yaml", "    level: should\n", "    level: must\n").files
    live = Times(((FIRST, SECOND), (SECOND, None)))
    return as_text(as_sheet(Recalled(wrong, live, THIRD, sound if before else None, mended if after else None, reason)))


def test_notice_says_the_same_in_both_languages() -> None:
    """Every sentence has its like in the other language, with the same places to fill."""
    swedish, english = WORDS["sv"], WORDS["en"]

    assert swedish.keys() == english.keys()
    for key, text in swedish.items():
        assert PLACES.findall(text) == PLACES.findall(english[key]), key


def test_notice_tells_days_code_and_what_to_do(side: Change) -> None:
    """From which day to which, how to know that it concerns one, what to do, and why when that is said."""
    text = notice(side, reason="En mening lade skulden på personen.")

    assert "från 2026-11-22 till 2026-12-01 och från 2026-12-01 till i dag" in " ".join(text.split())
    assert "from 2026-11-22 to 2026-12-01 and from 2026-12-01 until today" in " ".join(text.split())
    assert "Skäl: En mening lade skulden på personen." in text
    assert WORDS["sv"]["stop"] in " ".join(text.split())
    assert "Skäl" not in notice(side)
    one_day = as_text(as_sheet(Recalled(side().files, Times(((FIRST, FIRST),)), THIRD, None, None)))
    assert "Det visades den 2026-11-22." in " ".join(one_day.split())


def test_notice_names_steps_and_actions_that_differ(side: Change) -> None:
    """What was said otherwise than before and after stands there by the words that a person saw."""
    text = " ".join(notice(side).split())
    after = text.partition("innehållet efter")[2]

    assert "steget main.say “Vad svarar personen?”: har andra ord eller leder annorlunda" in text
    assert "åtgärden call-help “Ring {sos}.”" in after
    assert "åtgärden call-help" not in text.partition("innehållet efter")[0]


def test_notice_says_when_there_is_nothing_to_compare_with(side: Change) -> None:
    """The first content and the newest one have no neighbour; that is said, and nothing is invented."""
    text = notice(side, before=False, after=False)

    assert WORDS["sv"]["first"] in text
    assert WORDS["en"]["last"] in " ".join(text.split())


@pytest.fixture
def store(tmp_path: Path) -> Database:
    """A store in the data folder that the command line of the tests uses."""
    engine = open_database(f"sqlite:///{tmp_path / 'data' / 'fragestod.db'}")
    migrate(engine, FIRST)
    return engine


@pytest.fixture
def live(store: Database) -> tuple[str, str]:
    """Two releases that were live, the second one with other words in one step."""
    files = read_content(ROOT / "dialogs", None)
    guide = files["guides/danger.yaml"].decode()
    other = {**files, "guides/danger.yaml": guide.replace("title: Är det bråttom?", "title: Hinner ni?").encode()}
    assert other != files
    ids = []
    for day, content in ((FIRST, other), (SECOND, files)):
        ids.append(releases.put(store, content, day))
        releases.go_live(store, ids[-1], day)
    store.dispose()
    return ids[0], ids[1]


def test_what_was_live_is_listed_with_its_days(fragestod: Command, live: tuple[str, str]) -> None:
    """Each release with the start of its id, the start of its codes, and from which day to which."""
    lines = fragestod("release", "list").stdout.splitlines()

    assert lines[0] == f"{live[0][:12]}  {release_signs(live[0])}  2026-11-22 to 2026-12-01"
    assert lines[1] == f"{live[1][:12]}  {release_signs(live[1])}  2026-12-01 to now"
    assert [each["id"] for each in json.loads(fragestod("release", "list", "--json").stdout)] == list(live)


def test_empty_store_says_what_fills_it(fragestod: Command) -> None:
    """Before the first start there is nothing to list, and the words say so."""
    listed = fragestod("release", "list")
    assert (listed.returncode, "fragestod serve stores one" in listed.stdout) == (0, True)
    assert fragestod("release", "show").returncode == 1


def test_day_and_code_find_the_document(fragestod: Command, live: tuple[str, str]) -> None:
    """What was live that day, what is live now, and what a code stands for are the same document."""
    old = fragestod("release", "show", "--on", "2026-11-25")
    assert "Hinner ni?" in old.stdout
    assert "Hinner ni?" not in fragestod("release", "show").stdout
    assert fragestod("release", "show", release_signs(live[0])).stdout == old.stdout
    assert fragestod("release", "show", live[0][:6]).stdout == old.stdout

    both = fragestod("release", "show", "--on", "2026-12-01")
    assert (both.returncode, live[0][:12] in both.stderr, live[1][:12] in both.stderr) == (1, True, True)
    none = fragestod("release", "show", "--on", "2020-01-01")
    assert (none.returncode, "no release was live on 2020-01-01" in none.stderr) == (1, True)


def test_code_leads_to_step_and_release(fragestod: Command, live: tuple[str, str]) -> None:
    """Who reads a code from paper learns the step and the days; a misread one is told to be none."""
    edition, _ = open_edition(read_content(ROOT / "dialogs", None))
    assert edition is not None
    code = edition.codes["danger.door"]
    done = fragestod("release", "code", code.lower().replace("-", " "))

    assert done.returncode == 0, done.stderr
    assert f"release {live[1][:12]}, live 2026-12-01 to now" in done.stdout
    assert "step danger.door: Är det bråttom?" in done.stdout
    wrong = fragestod("release", "code", code[:-1] + ("3" if code[-1] != "3" else "4"))
    assert (wrong.returncode, "read it once more" in wrong.stderr) == (2, True)


def test_recall_is_rehearsed_without_a_trace(fragestod: Command, live: tuple[str, str], store: Database) -> None:
    """--dry-run prints what staff would be told and recalls nothing."""
    done = fragestod("recall", live[0][:8], "--dry-run", "--reason", "Fel rubrik.")

    assert done.returncode == 0, done.stderr
    assert "Skäl: Fel rubrik." in done.stdout
    assert "guiden danger “Hinner ni?”: har andra ord" in " ".join(done.stdout.split())
    assert "Nothing was recalled" in done.stderr
    assert not releases.is_recalled(store, live[0])


def test_content_of_the_same_day_is_told_in_the_order_it_came(fragestod: Command, store: Database) -> None:
    """Served in the morning, changed and recalled in the afternoon: what was there before is said to be before."""
    files = read_content(ROOT / "dialogs", None)
    guide = files["guides/danger.yaml"].decode()
    for title in ("Hinner ni?", "Är tiden knapp?", "Är det snart?"):  # some have a hash before the first, some after
        other = {**files, "guides/danger.yaml": guide.replace("title: Är det bråttom?", f"title: {title}").encode()}
        releases.go_live(store, releases.put(store, files, FIRST), FIRST)
        last = releases.put(store, other, FIRST)
        releases.go_live(store, last, FIRST)
        store.dispose()

        told = fragestod("recall", last[:8], "--dry-run").stdout
        assert WORDS["sv"]["last"] in " ".join(told.split())
        assert WORDS["sv"]["first"] not in told
        assert fragestod("release", "list").stdout.splitlines()[-1].startswith(last[:12])


def test_release_takes_only_days_and_languages_that_there_are(fragestod: Command, live: tuple[str, str]) -> None:
    """A day that is none, or a language that the release has not, is told in plain words."""
    day = fragestod("release", "show", "--on", "tomorrow")
    assert (day.returncode, "“tomorrow” is no day; write YYYY-MM-DD" in day.stderr) == (2, True)
    language = fragestod("release", "show", live[0][:8], "--lang", "xx")
    assert (language.returncode, language.stdout) == (2, "")
    assert "there is no language “xx” in this release; there is none but Swedish" in language.stderr


def test_recall_prints_what_staff_must_be_told(fragestod: Command, live: tuple[str, str], store: Database) -> None:
    """The notice comes with the recall, in both languages, and the reason is kept nowhere."""
    done = fragestod("recall", release_signs(live[0]), "--reason", "Planted reason.")

    assert done.returncode == 0, done.stderr
    assert "Till alla som använder Frågestöd" in done.stdout
    assert "To everybody who uses Frågestöd" in done.stdout
    assert releases.is_recalled(store, live[0])
    assert b"Planted" not in Path(str(store.url.database)).read_bytes()


def test_sheet_of_a_drawing_bears_the_signs_of_its_content(fragestod: Command) -> None:
    """Each printed sheet tells which content it shows, as the screens of that content do."""
    files = read_content(ROOT / "dialogs", ROOT / "locales")
    page = fragestod("draw", "acute", "--sheets").stdout

    assert f"· {release_signs(release_id(files))} · 1 (" in page

"""What a chat program can show: told in every language, and nothing of it wrong in what ships."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.check.chats import problems
from bot.dialog import schema
from bot.dialog.folder import read_folder
from bot.dialog.load import load
from bot.dialog.model import Release
from bot.problem import Severity
from bot.text.chat import DESCRIPTIONS, LABELS, LEAD, ROOM, all_fit, fits, width
from bot.text.extract import entries
from bot.text.ui import WORDS

ROOT = Path(__file__).parents[2]
ENGLISH = "locales/en/LC_MESSAGES/fragestod.po"


def shipped(**changed: tuple[str, str]) -> Release:
    """The content that ships, with texts changed in the files that end with these names."""
    files = dict(read_folder(ROOT / "dialogs"))
    files |= {f"locales/{name}": content for name, content in read_folder(ROOT / "locales").items()}
    files[ENGLISH] = (ROOT / ENGLISH).read_bytes()
    for name, (before, after) in changed.items():
        mine = [path for path in files if Path(path).stem == name]
        file = ENGLISH if ENGLISH in mine else mine[0]
        text = files[file].decode()
        assert before in text
        files[file] = text.replace(before, after, 1).encode()
    release = load(files).release
    assert release is not None
    return release


def told(release: Release) -> list[tuple[str, str, str]]:
    """Code, file and what is said of it."""
    return [(found.code, Path(found.where.file).stem, found.message) for found in problems(release, entries(release))]


def test_nothing_that_ships_is_wrong_in_a_chat() -> None:
    """In Swedish and in English: a neutral beginning, no button cut off, no description too long."""
    assert told(shipped()) == []


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("Work support.", "every message begins with these 13 characters; a list of chats shows 60"),
        (
            "Work support about violence. Press a button, or reply to the message.",
            "every message begins with “violence”, and a list of chats shows it",
        ),
    ],
)
def test_a_beginning_that_tells_is_an_error_in_the_language_that_has_it(line: str, message: str) -> None:
    """Whoever looks at the phone sees 60 characters of the last message, whatever screen it is."""
    english = _translated(WORDS[LEAD])
    assert told(shipped(fragestod=(english, line))) == [("M006", "fragestod", message)]
    found = next(problems(release, entries(release)) for release in [shipped(fragestod=(english, line))])
    assert next(found).severity is Severity.ERROR


def test_a_beginning_may_betray_behind_what_a_list_shows() -> None:
    """What stands after 60 characters is seen only by who opens the chat."""
    line = "Work support. Press a button, or reply to the message with its number, says the victim."
    assert told(shipped(fragestod=(_translated(WORDS[LEAD]), line))) == []


@pytest.mark.parametrize(
    ("file", "before", "after"),
    [
        ("house", "label: Jag måste sluta nu", "label: Jag måste sluta nu och gå vidare till nästa"),
        ("audiences", "name: Vuxen\n", "name: Vuxen som vill ha råd om hur det kan bli sedan\n"),
        ("fragestod", 'msgstr "I must stop now"', 'msgstr "I have to stop now, and go on to the next person"'),
        ("fragestod", 'msgstr "Menu"', 'msgstr "More of this and that"'),
    ],
)
def test_a_button_that_would_be_cut_off_is_told(file: str, before: str, after: str) -> None:
    """A jump, a name to choose, one of the doors' own words, in each language; three in a row have less room."""
    if file == "fragestod" and before not in (ROOT / ENGLISH).read_text():
        before = f'msgstr "{_translated("Jag måste sluta nu")}"'
    assert [(code, stem) for code, stem, _ in told(shipped(**{file: (before, after)}))] == [("M007", file)]


def test_a_description_that_telegram_does_not_take_is_an_error() -> None:
    """It would be found out only when the bot is set up."""
    english = f'msgid "{WORDS["profile-short"]}"\nmsgstr "{_translated(WORDS["profile-short"])}"'
    assert english in (ROOT / ENGLISH).read_text()
    longer = english[:-1] + " And so on, day after day." * 5 + '"'
    assert [code for code, _, _ in told(shipped(fragestod=(english, longer)))] == ["M008"]


def test_no_text_is_so_long_that_it_is_cut_inside() -> None:
    """Each text of an author, and each translation, fits whole into one part of a message."""
    most = max(int(limit) for limit in re.findall(r"max_length=(\d+)", repr(schema.Text)))
    assert most < ROOM


def test_the_tables_name_words_that_there_are() -> None:
    """A word that is renamed does not fall out of the check unseen."""
    assert {LEAD, *DESCRIPTIONS, *LABELS} <= set(WORDS)


def test_widths_grow_with_letters_and_shrink_with_columns() -> None:
    """What fits on a narrow button fits on a broad one; broad letters take more than narrow ones."""
    assert width("mmmm") > width("nnnn") > width("iiii")
    assert fits("Tillbaka", 3) and fits("Tillbaka", 2)
    assert fits("Det här vet jag redan", 1) and not fits("Det här vet jag redan", 2)
    assert all_fit(("Ja", "Nej"), 3) and not all_fit(("Ja", "Det här vet jag redan"), 3)


def _translated(swedish: str) -> str:
    """What the English catalogue has for one of the doors' words or a jump."""
    found = re.search(rf'^msgid "{re.escape(swedish)}"\nmsgstr "(.*)"$', (ROOT / ENGLISH).read_text(), re.MULTILINE)
    assert found is not None
    return found[1]

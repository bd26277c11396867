import io
import json
from pathlib import Path

import pytest
from babel.messages import pofile

from bot.dialog.model import Release
from bot.text.catalogues import CATALOGUE, Ready, readiness
from bot.text.commands import extract, merge_all, stats
from bot.text.extract import entries
from bot.text.languages import PERSONS
from bot.text.merge import merge, problems, wanted_in
from bot.text.stats import State, measure, table
from bot.text.template import template

ROOT = Path(__file__).resolve().parents[2]
WORDS = {"en": ["violence"]}


def state(release: Release, *changes: tuple[str, str]) -> State:
    """The state of a begun English catalogue after changes to its text."""
    found = entries(release)
    content = merge(template(found, "dialogs"), b"", "en").decode()
    for old, new in changes:
        assert old in content
        content = content.replace(old, new)
    data = content.encode()
    return measure(found, data, "en", problems(found, data, "en.po", "en", WORDS))


def test_counts_tell_translated_and_missing(small: Release) -> None:
    """Numbers are texts, not words or files."""
    one = state(small, ('msgid "Hur är läget?"\nmsgstr ""', 'msgid "Hur är läget?"\nmsgstr "How are you?"'))

    assert (one.texts, one.translated, one.missing) == (len(entries(small)), 1, len(entries(small)) - 1)
    assert one.audiences["aloud"] == (1, 1)
    assert one.audiences["shown"] == (2, 0)
    assert one.percent == 100 // len(entries(small))


def test_fuzzy_stale_and_too_long_are_counted_apart(small: Release) -> None:
    """A fuzzy text is not translated; one that is too long is a fault; a stale one is nobody's."""
    one = state(
        small,
        ('msgid "Hur är läget?"\nmsgstr ""', 'msgid "Hur var läget?"\nmsgstr "How were you?"'),
        ('msgctxt "talk.first"\nmsgid "Bra"\nmsgstr ""', '#, fuzzy\nmsgctxt "talk.first"\nmsgid "Bra"\nmsgstr "Fine"'),
        ('msgid "Sådär"\nmsgstr ""', f'msgid "Sådär"\nmsgstr "{"s" * 61}"'),
    )

    assert (one.fuzzy, one.stale, one.too_long, one.translated, one.faults) == (1, 1, 1, 1, 1)
    assert one.missing == one.texts - 2


def test_an_unreadable_catalogue_has_nothing(small: Release) -> None:
    """A broken file counts as all missing, with a fault."""
    data = b'msgid "a\n'
    one = measure(entries(small), data, "en", problems(entries(small), data, "en.po", "en", WORDS))

    assert (one.translated, one.missing, one.faults, one.is_complete) == (0, one.texts, 1, False)


def test_a_hundred_percent_is_written_only_when_all_is_there(small: Release) -> None:
    """99.9 is 99."""
    whole = State("en", 1000, 999, 1, 0, 0, 0, 0, {}, reviewed=True)

    assert whole.percent == 99
    assert not whole.is_complete


@pytest.mark.parametrize("language", ["de", "fi"])
def test_a_language_that_was_just_begun_is_not_reviewed(folders: tuple[Path, Path], language: str) -> None:
    """Neither one that the program knows nor one that it does not: nobody has read it, so nobody answers for it."""
    merge_all(*folders, begin=language)
    content = (folders[1] / language / "LC_MESSAGES/fragestod.po").read_bytes()

    assert measure((), content, language, ()).reviewed is False
    by_somebody = content.replace(b"X-Review: none", b"X-Review: nurse and lawyer, 2027-01")
    assert measure((), by_somebody, language, ()).reviewed is True


def test_the_table_has_a_line_for_each_language_and_audience(small: Release) -> None:
    """A person can read it without a tool."""
    lines = table([state(small)]).splitlines()

    assert " ".join(lines[0].split()) == "language texts translated percent missing fuzzy stale too long reviewed ready"
    assert [line.split()[0] for line in lines[1:]] == ["en", "staff", "aloud", "shown"]
    assert lines[1].split()[-1] == "no"


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """A folder of small dialogs and one of no languages yet."""
    dialogs, locales = tmp_path / "dialogs", tmp_path / "locales"
    (dialogs / "guides").mkdir(parents=True)
    (dialogs / "guides" / "talk.yaml").write_text(
        "dialog: talk\ntitle: Prata\nentry: yes\nsteps:\n  end: {finish: done, say: [{aloud: Hej.}]}\n"
    )
    (dialogs / "house.yaml").write_text("entries: [talk]\nbetraying: {en: [violence]}\n")
    return dialogs, locales


def test_extract_writes_the_template(folders: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    """`fragestod text extract` tells how many texts there are."""
    assert extract(*folders, as_json=True) == 0

    told = json.loads(capsys.readouterr().out)
    assert told["texts"] > 2
    assert b'msgid "Hej."' in (folders[1] / "fragestod.pot").read_bytes()


def test_strict_stats_fail_until_english_is_complete(
    folders: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    """`fragestod text stats --strict` names each missing text; without strict it only counts."""
    merge_all(*folders, begin="en")
    capsys.readouterr()

    assert stats(*folders) == 0
    assert stats(*folders, strict=True) == 1
    assert "T101 no translation of “Hej.”" in capsys.readouterr().out

    file = folders[1] / "en/LC_MESSAGES/fragestod.po"
    catalog = pofile.read_po(io.BytesIO(file.read_bytes()), locale="en")
    for message in catalog:  # its own words, so that every {place} stays
        message.string = message.string or message.id
    whole = io.BytesIO()
    pofile.write_po(whole, catalog)
    file.write_bytes(whole.getvalue())
    assert stats(*folders, strict=True, as_json=True) == 0


def test_without_english_strict_fails(folders: tuple[Path, Path]) -> None:
    """No catalogue is not a complete one."""
    assert stats(*folders, strict=True) == 1


def test_dialogs_that_do_not_compile_stop_the_commands(
    folders: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    """The faults are told and no file is touched."""
    (folders[0] / "house.yaml").write_text("entries: [nowhere]\n")

    assert [extract(*folders), merge_all(*folders, begin="en"), stats(*folders)] == [1, 1, 1]
    assert "house.yaml:1:" in capsys.readouterr().err
    assert not folders[1].exists()


def test_the_shipped_template_holds_the_texts_of_the_shipped_dialogs(tmp_path: Path) -> None:
    """Whoever changes a dialog runs `fragestod text merge`; only line numbers may lag behind."""
    assert extract(ROOT / "dialogs", tmp_path) == 0

    def texts(path: Path) -> list[str]:
        return [line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]

    assert texts(ROOT / "locales/fragestod.pot") == texts(tmp_path / "fragestod.pot")


@pytest.mark.parametrize("language", PERSONS)
def test_each_language_of_persons_promises_every_line(language: str) -> None:
    """What is said aloud may not fall behind in silence: a line without its translation stops a change."""
    assert readiness((ROOT / "locales" / language / CATALOGUE).read_bytes()) is Ready.YES


@pytest.mark.parametrize(
    ("ready", "shown", "aloud", "kept"),
    [
        ("no", "", "", True),
        ("shown", "Vänta", "", True),
        ("shown", "", "Hej?", False),
        ("yes", "Vänta", "", False),
        ("yes", "Vänta", "Hej?", True),
    ],
)
def test_what_is_shipped_as_whole_is_whole(small: Release, ready: str, shown: str, aloud: str, kept: bool) -> None:
    """A person's language holds only what is said and shown; what its header promises of that has to be there."""
    found = wanted_in(entries(small), b"", "sv-x-easy")
    text = merge(template(found, "dialogs"), b"", "sv-x-easy").decode()
    text = text.replace('är läget?"\nmsgstr ""', f'är läget?"\nmsgstr "{aloud}"').replace(
        "X-Ready: no", f"X-Ready: {ready}"
    )
    data = text.replace('din tid."\nmsgstr ""', f'din tid."\nmsgstr "{shown}"').encode()

    one = measure(
        entries(small), data, "sv-x-easy", problems(entries(small), data, "x.po", "sv-x-easy", {"sv": ["hot"]})
    )

    assert {entry.audience.value for entry in found} == {"aloud", "shown"}
    assert one.texts == len(found)
    assert one.keeps_its_word == kept

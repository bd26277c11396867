"""A signature is written beside those that stand there, binds what was read, and is never made for who said nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from shutil import copytree
from subprocess import CompletedProcess

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.conversation.content import open_content
from bot.conversation.edition import open_edition
from bot.dialog.folder import read_folder
from bot.dialog.signatures import FILE, Scope, fingerprint, read_signatures
from bot.publish.signing import Signer, SigningError, named, print_of, signed
from tests.conftest import ROOT, Command

SHIPPED = (ROOT / "dialogs" / FILE).read_text("utf-8")
FILES = (
    "guides/ask.yaml",
    "actions.yaml",
    "sources.yaml",
    "rules/safety.yaml",
    "directory/national.yaml",
    "facts.yaml",
)
HASH = {"actions.yaml": "a" * 64}
Sign = Callable[..., "CompletedProcess[str]"]


def signer(name: str = "A B", scope: Scope = Scope.LAW, language: str = "") -> Signer:
    """Somebody."""
    return Signer(name, "jurist", "Exempel", scope, date(2026, 12, 1), language)


def test_first_signature_replaces_the_words_that_nobody_has_signed() -> None:
    """The empty record says so; with a signature in it, it no longer does, and its first line stays."""
    text = signed(SHIPPED, signer(), HASH)

    assert "Nobody has signed" in SHIPPED
    assert "Nobody has signed" not in text
    assert text.startswith(SHIPPED.splitlines()[0])
    assert read_signatures({FILE: text.encode()})[0][0].files == HASH


def test_signature_leaves_what_stands_there_to_the_letter() -> None:
    """Earlier entries, their order and the comments between them are not touched."""
    first = signed(SHIPPED, signer("A B"), HASH) + "  # A note of ours.\n"
    second = signed(first, signer("C D"), HASH)

    assert second.startswith(first)
    assert [s.name for s in read_signatures({FILE: second.encode()})[0]] == ["A B", "C D"]


@given(some.text(min_size=1, max_size=40).filter(lambda text: text.isprintable() and text.strip()))
def test_any_name_comes_back(name: str) -> None:
    """Quotes, colons, hashes, brackets: a name is a text, whatever is in it."""
    text = signed(SHIPPED, signer(name), HASH)

    assert read_signatures({FILE: text.encode()})[0][0].name == " ".join(name.split())


def test_same_signature_is_not_written_twice() -> None:
    """Who signed this content in this scope already is told the day; another scope or content is another word."""
    text = signed(SHIPPED, signer(), HASH)

    with pytest.raises(SigningError, match="on 2026-12-01 already"):
        signed(text, signer(), HASH)
    for other, prints in ((signer(scope=Scope.CLINIC), HASH), (signer(), {"actions.yaml": "b" * 64})):
        assert len(read_signatures({FILE: signed(text, other, prints).encode()})[0]) == 2


@pytest.mark.parametrize("record", ["signatures: [", "signatures: [{name: A B}]", "signatures: yes", "other: []"])
def test_record_that_cannot_be_read_is_left_as_it_is(record: str) -> None:
    """Nothing is added to a file that is not understood."""
    with pytest.raises(SigningError):
        signed(record, signer(), HASH)


def test_files_are_named_as_people_name_them() -> None:
    """A guide by its id, the rest by their name, all that a scope needs by “all”."""
    assert named(["ask", "actions"], FILES, Scope.LAW) == ("guides/ask.yaml", "actions.yaml")
    assert named(["guides/ask.yaml", "ask"], FILES, Scope.CLINIC) == ("guides/ask.yaml",)
    assert named(["safety"], FILES, Scope.LAW) == ("rules/safety.yaml",)
    assert named(["national"], FILES, Scope.NUMBERS) == ("directory/national.yaml",)
    assert named(["all"], FILES, Scope.CLINIC) == ("guides/ask.yaml", "actions.yaml")


@pytest.mark.parametrize(
    ("name", "scope", "told"),
    [
        ("asking", Scope.LAW, "for law there is ask, actions, sources, safety, or all"),
        ("all", Scope.LANGUAGE, "nothing here that somebody signs for language"),
        ("facts", Scope.LAW, "nobody signs facts.yaml for law; it needs nobody"),
        ("ask", Scope.NUMBERS, "it needs law or clinic"),
    ],
)
def test_what_cannot_be_signed_is_told_with_what_can(name: str, scope: Scope, told: str) -> None:
    """A misspelt guide or a scope that does not fit is answered with the choices."""
    with pytest.raises(SigningError, match=told):
        named([name], FILES if scope is not Scope.LANGUAGE else ("facts.yaml",), scope)


def test_signature_of_a_language_lapses_with_its_translation() -> None:
    """The Swedish alone does not make a translation: other English words are another fingerprint."""
    files = read_folder(ROOT / "dialogs")
    po = (ROOT / "locales/en/LC_MESSAGES/fragestod.po").read_bytes()
    path = "locales/en/LC_MESSAGES/fragestod.po"

    def prints_with(content: bytes) -> dict[str, str]:
        edition, _ = open_edition({**files, path: content})
        assert edition is not None
        return {name: print_of(edition, files, name, "en") for name in ("guides/ask.yaml", "guides/respond.yaml")}

    msgid = 'msgid "Ett nej är ett nej"\nmsgstr "'
    other = po.decode().replace(msgid, f"{msgid}Well: ")
    assert other != po.decode()
    before, after = prints_with(po), prints_with(other.encode())

    assert [name for name in before if before[name] != after[name]] == ["guides/respond.yaml"]
    assert before["guides/ask.yaml"] != fingerprint(files["guides/ask.yaml"])
    edition, _ = open_edition(files)
    assert edition is not None
    with pytest.raises(SigningError, match="no language “en” here"):
        print_of(edition, files, "guides/ask.yaml", "en")


@pytest.fixture
def dialogs(tmp_path: Path) -> Path:
    """A copy of the content that ships."""
    return Path(copytree(ROOT / "dialogs", tmp_path / "dialogs"))


@pytest.fixture
def sign(fragestod: Command, dialogs: Path) -> Sign:
    """Sign in the copy as somebody."""

    def call(*words: str) -> CompletedProcess[str]:
        who = ("--name", "A B", "--role", "jurist", "--organisation", "Exempel")
        return fragestod("sign", *words, *who, "--dialogs", str(dialogs))

    return call


def test_status_says_that_nobody_has_signed(fragestod: Command, dialogs: Path) -> None:
    """The content that ships: each file that somebody must answer for, all of them unsigned."""
    done = fragestod("sign", "status", "--dialogs", str(dialogs))
    assert done.returncode == 0
    assert "Nobody has signed anything yet" in done.stdout
    assert "guides/ask.yaml" in done.stdout

    assert fragestod("sign", "status", "--strict", "--dialogs", str(dialogs)).returncode == 1
    rows = json.loads(fragestod("sign", "status", "--json", "--dialogs", str(dialogs)).stdout)
    assert {row["standing"] for row in rows} == {"unsigned"}
    assert all(row["last"] is None for row in rows)


def test_signed_guide_stays_signed_until_a_word_changes(fragestod: Command, sign: Sign, dialogs: Path) -> None:
    """From the command to the status: signed, still signed after a comment, changed after a word."""
    assert sign("ask", "--scope", "law").returncode == 0

    def standing() -> str:
        rows = json.loads(fragestod("sign", "status", "--json", "--dialogs", str(dialogs)).stdout)
        found = [row for row in rows if (row["file"], row["scope"]) == ("guides/ask.yaml", "law")]
        return str(found[0]["standing"])

    guide = dialogs / "guides" / "ask.yaml"
    assert standing() == "signed"
    guide.write_text("# One more comment.\n" + guide.read_text("utf-8"), "utf-8")
    assert standing() == "signed"
    guide.write_text(guide.read_text("utf-8").replace("title: Fråga\n", "title: Frågor\n"), "utf-8")
    assert standing() == "changed"


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("ask",), 2, "a signature needs --scope"),
        (("ask", "--scope", "language"), 2, "--language"),
        (("ask", "--scope", "law", "--date", "2999-01-01"), 1, "has not come yet"),
        (("asking", "--scope", "law"), 1, "nothing is called “asking”"),
        (("ask", "--scope", "numbers"), 1, "nobody signs guides/ask.yaml for numbers"),
    ],
)
def test_half_a_signature_is_none(sign: Sign, dialogs: Path, words: tuple[str, ...], code: int, told: str) -> None:
    """What lacks something, or lies in the future, writes nothing and says what is missing."""
    done = sign(*words)

    assert done.returncode == code
    assert told in done.stderr
    assert (dialogs / FILE).read_text("utf-8") == SHIPPED


def test_faulty_content_cannot_be_signed(sign: Sign, dialogs: Path) -> None:
    """Nobody signs what cannot be shown."""
    (dialogs / "guides" / "ask.yaml").write_text("dialog: ask\n", "utf-8")

    assert sign("actions", "--scope", "law").returncode == 1
    assert (dialogs / FILE).read_text("utf-8") == SHIPPED


def test_organisation_signs_in_its_own_folder_and_then_opens(
    fragestod: Command, sign: Sign, dialogs: Path, tmp_path: Path
) -> None:
    """Links that wait for signatures open live when all is signed, in the organisation's own record, and only then."""
    local = copytree(ROOT / "docs" / "example-local", tmp_path / "local")
    content = ("--local", str(local))

    def opens_live() -> bool:
        edition, _ = open_content(dialogs, None, Path(local))
        assert edition is not None
        assert edition.directory.organisation is not None
        return edition.directory.organisation.may_open_live

    for scope in ("law", "clinic", "numbers"):
        assert not opens_live()
        assert sign("all", "--scope", scope, *content).returncode == 0
    assert opens_live()
    done = fragestod("sign", "status", "--strict", "--dialogs", str(dialogs), *content)

    assert done.returncode == 0, done.stdout
    assert (dialogs / FILE).read_text("utf-8") == SHIPPED
    assert (Path(local) / FILE).is_file()
    house = dialogs / "house.yaml"
    house.write_text(house.read_text("utf-8").replace("label: Akut,", "label: Akut nu,"), "utf-8")
    assert not opens_live()

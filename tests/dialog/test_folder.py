"""A folder on disk: what is read of it, and what is told of the rest."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.conversation.content import open_content, read_content
from bot.dialog.folder import read_folder, read_house
from bot.plans.form import files as plan_files
from bot.problem import Severity

GUIDE = "dialog: {0}\ntitle: {0}\nentry: yes\nsteps:\n  end:\n    finish: done\n"


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A folder with one guide."""
    (tmp_path / "guides").mkdir()
    (tmp_path / "guides" / "good.yaml").write_text(GUIDE.format("good"), "utf-8")
    return tmp_path


def put(house: Path, name: str) -> None:
    """A file of this name."""
    path = house / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("x", "utf-8")


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("guides/other.YAML", "its name must end in .yaml, in small letters"),
        ("guides/other.Yml", "its name must end in .yml, in small letters"),
        ("guides/other.yaml.txt", "its name must end in .yaml, in small letters"),
        ("plans/one.PLAN", "its name must end in .plan, in small letters"),
        ("guides/one.plan", "plans lie in plans/"),
        ("guides/en.po", "translations lie in locales/, not among the dialogs"),
    ],
)
def test_a_file_that_was_meant_and_is_not_read_is_an_error(house: Path, name: str, hint: str) -> None:
    """A guide, plan or catalogue under another name never passes for one that was checked."""
    put(house, name)
    found = read_house(house).faults

    assert [(p.code, p.where.file, p.hint, p.severity) for p in found] == [("N010", name, hint, Severity.ERROR)]


def test_other_files_are_told_as_warnings(house: Path) -> None:
    """A note, or a guide without any ending, does not stop the build; an author's page and the schema may lie there."""
    for name in ("guides/notes.txt", "guides/other", "README.md", "dialog.schema.json"):
        put(house, name)

    told = [(p.code, p.where.file, p.severity) for p in read_house(house).faults]
    assert told == [("N010", name, Severity.WARNING) for name in ("guides/notes.txt", "guides/other")]


@pytest.mark.parametrize("name", [".good.yaml", "._good.yaml", ".#good.yaml", "good.yaml~", ".git/x.yaml"])
def test_what_editors_and_systems_make_is_passed_over(house: Path, name: str) -> None:
    """No copy, lock or hidden folder is read as content, nor told of."""
    put(house, f"guides/{name}")

    assert read_house(house).faults == ()
    assert list(read_folder(house)) == list(read_house(house).files) == ["guides/good.yaml"]


def dangling(path: Path) -> None:
    """A link that leads nowhere."""
    path.symlink_to("nowhere.yaml")


def loop(path: Path) -> None:
    """A link to itself."""
    path.symlink_to(path.name)


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (dangling, "No such file or directory"),
        (loop, "Too many levels of symbolic links"),
        (Path.mkdir, "it is no file"),
        (os.mkfifo, "it is no file"),
    ],
)
@pytest.mark.parametrize("name", ["guides/odd.yaml", "plans/odd.plan"])
def test_what_cannot_be_read_is_told_with_all_else(
    house: Path, make: Callable[[Path], None], why: str, name: str
) -> None:
    """A broken link, a folder or a pipe in a file's place is a problem beside the others, and nothing waits for it."""
    (house / "plans").mkdir()
    make(house / name)
    put(house, "guides/other.YAML")
    (house / "guides" / "good.yaml").write_text(GUIDE.format("good") + "    do: [call-nobody]\n", "utf-8")

    edition, problems = open_content(house, None, None)
    assert edition is None
    told = sorted((p.code, p.where.file) for p in problems)
    assert told == sorted([("N006", "guides/good.yaml"), ("N010", "guides/other.YAML"), ("Y010", name)])
    assert next(p.message for p in problems if p.code == "Y010") == f"this cannot be read: {why}"


def test_what_the_user_may_not_read_is_told(house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file or folder that is closed to the user of the program; the tests may run as one to whom none is."""

    def closed(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "read_bytes", closed)
    assert [(p.code, str(p.where)) for p in read_house(house).faults] == [("Y010", "guides/good.yaml")]

    def shut(top: Path, onerror: Callable[[OSError], None]) -> list[tuple[str, list[str], list[str]]]:
        onerror(PermissionError(13, "Permission denied", str(top / "guides")))
        return []

    monkeypatch.setattr(os, "walk", shut)
    assert [(p.code, str(p.where)) for p in read_house(house).faults] == [("Y010", "guides")]
    with pytest.raises(PermissionError):
        read_folder(house)


def test_a_link_to_a_folder_is_told(house: Path) -> None:
    """What lies behind it is not read, and no circle is walked."""
    (house / "guides" / "more").symlink_to("..")

    assert [(p.code, str(p.where), p.hint) for p in read_house(house).faults] == [
        ("N010", "guides/more", "put the files themselves here")
    ]


def test_a_broken_link_stops_what_writes(house: Path) -> None:
    """Who signs or merges translations is never given a folder without the file that cannot be read."""
    dangling(house / "guides" / "odd.yaml")

    with pytest.raises(FileNotFoundError):
        read_folder(house)


def test_only_a_languages_own_catalogue_is_read(house: Path, tmp_path: Path) -> None:
    """A second one in the folder, or one at another place, is told and does not stand in for the first."""
    locales = tmp_path / "locales"
    own = "en/LC_MESSAGES/fragestod.po"
    for name in (own, "en/LC_MESSAGES/old.po", "fi/fragestod.po", "ar.PO", "fragestod.pot", "en/LC_MESSAGES/x.mo"):
        put(locales, name)
    files = read_content(house / "guides", locales)
    problems = open_content(house / "guides", locales, None)[1]

    assert [name for name in files if name.startswith("locales/")] == [f"locales/{own}"]
    assert {p.where.file for p in problems if p.code == "N010"} == {
        "locales/ar.PO",
        "locales/en/LC_MESSAGES/old.po",
        "locales/fi/fragestod.po",
    }


def test_hidden_plans_are_not_read(house: Path) -> None:
    """An editor's copy of a plan is no plan."""
    put(house, "plans/one.plan")
    put(house, "plans/.one.plan")

    assert list(plan_files(house)) == ["plans/one.plan"]
    assert plan_files(house / "guides") == {}

"""Settings: one table, read once, every row explained, nothing silently ignored."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bot.settings import PREFIX, Settings, SettingsError, find_content, read_settings


def test_every_setting_has_a_row_in_the_docs(root: Path) -> None:
    """docs/deployment.md names each setting exactly once, and none that does not exist."""
    page = (root / "docs/deployment.md").read_text()
    rows = re.findall(r"^\| `(FRAGESTOD_[A-Z_]+)` \|", page, flags=re.MULTILINE)

    assert sorted(rows) == sorted(PREFIX + name.upper() for name in Settings.model_fields)


def test_every_setting_says_what_it_is() -> None:
    """Each field carries its own explanation."""
    assert all(field.description for field in Settings.model_fields.values())


def test_given_wins_over_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A command's option beats the environment; what is not given falls through."""
    monkeypatch.setenv("FRAGESTOD_PORT", "9000")

    assert read_settings().port == 9000
    assert read_settings(port=None).port == 9000
    assert read_settings(port=0).port == 0


def test_database_follows_the_data_folder(tmp_path: Path) -> None:
    """Without an address of its own the database is a SQLite file in the data folder."""
    assert read_settings(data=tmp_path).database == f"sqlite:///{tmp_path}/fragestod.db"
    assert read_settings(data=tmp_path, database="postgresql://x/y").database == "postgresql://x/y"


def test_misspelt_setting_is_refused_with_the_nearest_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """A setting that would be silently ignored stops the start and names what was probably meant."""
    monkeypatch.setenv("FRAGESTOD_DTABASE", "x")

    with pytest.raises(SettingsError, match="did you mean FRAGESTOD_DATABASE"):
        read_settings()


@pytest.mark.parametrize(("name", "value"), [("PORT", "planted"), ("PORT", "65536"), ("LOG_LEVEL", "planted")])
def test_impossible_value_is_refused_without_showing_it(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    """The message names the setting and the rule, never the value, which could be a secret."""
    monkeypatch.setenv(PREFIX + name, value)

    with pytest.raises(SettingsError, match=PREFIX + name) as raised:
        read_settings()
    assert "planted" not in str(raised.value)


def test_secret_comes_from_a_file_and_is_never_shown(tmp_path: Path) -> None:
    """A secret in the container engine's folder is read, and printing the settings does not show it."""
    (tmp_path / "fragestod_telegram_token").write_text("4711:planted\n")

    settings = read_settings(secrets=tmp_path, database="postgresql://name:planted@server/base")
    assert settings.telegram_token is not None
    assert settings.telegram_token.get_secret_value() == "4711:planted"
    assert "planted" not in repr(settings) + str(settings)
    assert "planted" not in repr(read_settings(secrets=tmp_path, valkey="valkey://name:planted@server/0"))


def test_empty_secret_file_means_none(tmp_path: Path) -> None:
    """A container engine wants every secret file to exist; an empty one opens no door."""
    (tmp_path / "fragestod_telegram_token").write_text("\n")

    assert read_settings(secrets=tmp_path).telegram_token is None


def test_checkout_content_is_used_as_it_stands(root: Path) -> None:
    """In a checkout an author's edit is seen at once: content is read beside the package."""
    assert find_content("dialogs") == root / "dialogs"
    assert find_content("locales") == root / "locales"


def test_named_folder_wins_over_the_checkout(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """FRAGESTOD_DIALOGS and --dialogs choose other dialogs, the option first."""
    monkeypatch.setenv("FRAGESTOD_DIALOGS", str(tmp_path / "environment"))

    assert read_settings().dialogs == tmp_path / "environment"
    assert read_settings(dialogs=tmp_path / "option").dialogs == tmp_path / "option"


def test_installed_copy_finds_the_content_it_came_with(root: Path, tmp_path: Path) -> None:
    """Away from a checkout the content inside the package is used, and data goes to the user's own folder."""
    shutil.copytree(root / "bot", tmp_path / "bot", ignore=shutil.ignore_patterns("__pycache__"))
    program = "from bot.settings import find_content, default_data; print(find_content('dialogs'), default_data())"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, env={"XDG_DATA_HOME": "/nowhere"}, capture_output=True, text=True
    )

    assert done.stdout.split() == [str(tmp_path / "bot/content/dialogs"), "/nowhere/fragestod"], done.stderr

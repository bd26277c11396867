"""A small set of dialogs with one text of each kind, and the real ones."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.dialog.folder import read_folder
from bot.dialog.load import load
from bot.dialog.model import Release

ROOT = Path(__file__).resolve().parents[2]

HOUSE = """\
entries: [talk]
jumps:
  - {dialog: aside, label: Sluta nu}
betraying:
  sv: [våld, hot]
  en: [violence]
acute:
  title: Akut
  say:
    - staff: Ring genast.
cover:
  title: Kaffe
  lines: [Häll upp.]
unsigned:
  law: Lagen är inte granskad.
  clinic: Vården har inte granskat.
  numbers: Numren är inte provringda.
"""
TALK = """\
dialog: talk
title: Prata
entry: yes
steps:
  first:
    title: Börja
    say:
      - aloud: Hur är läget?
      - shown: Du får ta din tid.
      - staff: Vänta in svaret.
    ask: Vad svarar personen?
    choices:
      Bra: {go: end}
      Sådär: {}
    why: Tystnad gör att fler berättar.
  tick:
    ask: Vad stämmer?
    several:
      Trött: {}
      Hungrig: {}
    none: Inget av detta
  end:
    finish: done
"""
ASIDE = """\
dialog: aside
title: En annan gång
entry: yes
private: yes
steps:
  end:
    finish: stopped
    say:
      - staff: Om våld har vi talat.
"""
ACTIONS = """\
actions:
  call-back:
    order: 1
    level: may
    text: Ring upp.
    details:
      - Helst i dag.
    deadline: days
    decides: staff
    door: plan
    variants:
      - when: place == home
        text: Ring inte hem.
"""
FACTS = """\
facts:
  place: [unknown, home]
"""
FILES = {
    "house.yaml": HOUSE,
    "facts.yaml": FACTS,
    "actions.yaml": ACTIONS,
    "guides/aside.yaml": ASIDE,
    "guides/talk.yaml": TALK,
}

Build = Callable[..., Release]


@pytest.fixture(scope="session")
def build() -> Build:
    """The small dialogs compiled; a word to replace and what to put there, file by file: `build(("Bra", "Dåligt"))`."""

    def compiled(*changes: tuple[str, str]) -> Release:
        files = dict(FILES)
        for old, new in changes:
            assert any(old in text for text in files.values()), f"“{old}” stands nowhere"
            files = {name: text.replace(old, new) for name, text in files.items()}
        loaded = load({name: text.encode() for name, text in files.items()})
        assert loaded.release, [str(problem) for problem in loaded.problems]
        return loaded.release

    return compiled


@pytest.fixture(scope="session")
def small(build: Build) -> Release:
    """The small dialogs as they are."""
    return build()


@pytest.fixture(scope="session")
def real() -> Release:
    """The dialogs of this checkout."""
    loaded = load(read_folder(ROOT / "dialogs"))
    assert loaded.release, [str(problem) for problem in loaded.problems]
    return loaded.release

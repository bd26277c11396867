"""A small house, and changed copies of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from bot.dialog.folder import read_folder
from bot.publish.difference import Content
from bot.publish.source import content
from tests.conftest import ROOT

GUIDE = """\
dialog: main
title: Ett samtal
entry: yes
steps:
  begin:
    ask: Är ni själva?
    choices:
      Ja: {set: {alone: yes}}
      Nej: {go: later}
  say:
    say:
      - aloud: Hur har du det hemma?
      - staff: Vänta in svaret.
    ask: Vad svarar personen?
    choices:
      Bra: {}
      Inte bra: {do: [call-help]}
  end:
    title: Klart
    finish: done
  later:
    title: En annan gång
    finish: later
"""
PLAN = """\
# Ett samtal som går bra.
@ main
? Är ni själva?
> Ja
? Vad svarar personen?
> Inte bra
? Klart
! call-help
"""

Change = Callable[..., Content]


@pytest.fixture(scope="session")
def files() -> Mapping[str, bytes]:
    """The small house's files, with one guide."""
    base = read_folder(ROOT / "tests" / "cases" / "broken" / "base")
    return {**base, "guides/main.yaml": GUIDE.encode()}


@pytest.fixture
def side(files: Mapping[str, bytes]) -> Change:
    """The house with `old` → `new` in one of its files, as a side of a difference."""

    def call(file: str = "", old: str = "", new: str = "", *, plan: str = PLAN, name: str = "new") -> Content:
        changed = dict(files)
        if file:
            text = files[file].decode()
            assert text.count(old) == 1, f"{text.count(old)} × {old}"
            changed[file] = text.replace(old, new).encode()
        return content(name, changed, {"plans/good.plan": plan.encode()} if plan else {})

    return call

"""Everything that is checked of a release once it compiles: the words, and what must hold in every state."""

from __future__ import annotations

from bot.check import gate
from bot.dialog.model import Release
from bot.problem import Problem, in_file_order
from bot.text import plain


def examine(release: Release) -> tuple[Problem, ...]:
    """All problems of a release, in file order."""
    return in_file_order([*plain.problems(release), *gate.problems(release.program)])

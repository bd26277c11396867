"""What does not fit a file's form is told in words, never by the pattern that it did not match."""

from collections.abc import Iterator
from importlib import import_module
from typing import Any

from bot.dialog.schema import Shape, SourcesFile
from bot.dialog.shape import FORMS, fitting
from bot.dialog.tree import read
from tests.house.test_rules import ROOT, modules


def shapes() -> Iterator[type[Shape]]:
    """Every form of a file, and of a part of one."""
    for path in modules("bot"):
        if "(Shape)" in path.read_text("utf-8"):
            import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    waiting = [Shape]
    while waiting:
        found = waiting.pop().__subclasses__()
        yield from found
        waiting += found


def patterns(data: Any) -> Iterator[str]:
    """All patterns of a JSON Schema, those of keys too."""
    if isinstance(data, dict):
        if isinstance(data.get("pattern"), str):
            yield data["pattern"]
        yield from data.get("patternProperties", {})
        data = data.values()
    for part in data if not isinstance(data, str | int | float | bool | None) else ():
        yield from patterns(part)


def test_every_pattern_is_said_in_words() -> None:
    """An author is no programmer: “^[A-Z]…” says nothing to a nurse."""
    found = {pattern for shape in shapes() for pattern in patterns(shape.model_json_schema())}

    assert found - set(FORMS) == set()
    assert set(FORMS) - found == set()


def test_digits_are_those_of_ascii() -> None:
    """Figures of another script look like a day to the pattern, and to nothing that reads it."""
    assert [pattern for pattern in FORMS if r"\d" in pattern or r"\w" in pattern] == []
    other = "".join(chr(0x660 + int(sign)) if sign.isdigit() else sign for sign in "2027-01-01")
    tree, _ = read(f"sources: {{book: {{title: A, trust: older, checked: {other}, valid_until: 2027-01-01}}}}\n", "x")
    assert tree is not None
    assert [problem.code for problem in fitting(tree, SourcesFile)[1]] == ["S008"]

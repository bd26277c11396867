"""The real directory, and the worked example of an organisation's own layer."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bot.dialog.directory_check import read_directory
from bot.dialog.schema import Shape
from bot.dialog.tree import read
from bot.directory.build import build
from bot.directory.local import read_organisation
from bot.directory.model import Directory, Organisation
from bot.problem import Problem

LayerReader = Callable[[str], tuple[Organisation | None, list[Problem]]]


@pytest.fixture(scope="session")
def texts(root: Path) -> dict[str, str]:
    """The directory's files: name without ending → YAML."""
    return {path.stem: path.read_text("utf-8") for path in (root / "dialogs/directory").glob("*.yaml")}


@pytest.fixture(scope="session")
def shapes(texts: dict[str, str], root: Path) -> dict[str, Shape]:
    """The directory's files, read; they must be free of faults."""
    sources, _ = read((root / "dialogs/sources.yaml").read_text("utf-8"), "sources.yaml")
    named = sources.at(("sources",)) if sources else None
    assert isinstance(named, dict)
    found, problems = read_directory(texts, named)
    assert problems == []
    return found


@pytest.fixture(scope="session")
def national(shapes: dict[str, Shape]) -> Directory:
    """The directory without an organisation."""
    return build(shapes)


@pytest.fixture(scope="session")
def example(root: Path) -> str:
    """The worked example's YAML."""
    return (root / "docs/example-local/organisation.yaml").read_text("utf-8")


@pytest.fixture(scope="session")
def layer(national: Directory) -> LayerReader:
    """Read a local layer from YAML."""

    def call(text: str) -> tuple[Organisation | None, list[Problem]]:
        tree, problems = read(text, "organisation.yaml")
        assert tree is not None, problems
        organisation, faults = read_organisation(tree, national, persons=("fi",))
        return organisation, [*problems, *faults]

    return call


@pytest.fixture(scope="session")
def directory(national: Directory, layer: LayerReader, example: str) -> Directory:
    """The directory with the worked example's organisation."""
    organisation, _ = layer(example)
    assert organisation is not None
    return replace(national, organisation=organisation)

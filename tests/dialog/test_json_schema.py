"""The JSON Schema for editors: fresh, valid, true to the real files, and never stricter than the loader."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from jsonschema import Draft202012Validator

from bot.cli import main
from bot.commands.schema import RULES
from bot.dialog import schema
from bot.dialog.json_schema import FILE, HELP, as_data, as_text
from bot.dialog.shape import fitting
from bot.dialog.tree import read
from tests.dialog.catalogue import BROKEN, cases, files_of
from tests.dialog.test_any_input import STEPS

ROOT = Path(__file__).resolve().parents[2]
DIALOGS = ROOT / "dialogs"
DEFINITIONS = {
    "dialogs/house.yaml": "House",
    "dialogs/facts.yaml": "FactsFile",
    "dialogs/actions.yaml": "ActionsFile",
    "dialogs/sources.yaml": "SourcesFile",
    "dialogs/terms.yaml": "TermsFile",
    "dialogs/directory/sources.yaml": "SourcesFile",
    "dialogs/directory/national.yaml": "NationalFile",
    "dialogs/directory/audiences.yaml": "AudiencesFile",
    "dialogs/rules/clauses.yaml": "ClausesFile",
    "dialogs/rules/ledger.yaml": "LedgerFile",
    "dialogs/rules/[!lhdc]*.yaml": "RulesFile",
    "dialogs/practice/[!fp]*.yaml": "Case",
    "dialogs/practice/flashcards.yaml": "Deck",
    "docs/example-local/organisation.yaml": "OrganisationFile",
    "docs/example-routine/routine.yaml": "RoutineFile",
}
"""Files from the root → what they are in the schema."""
GUIDES = sorted((DIALOGS / "guides").glob("*.yaml"))


class EditorLoader(yaml.CSafeLoader):
    """YAML 1.2 as editors read it: true and false alone are truth values, and no text is a date."""

    yaml_implicit_resolvers = {
        letter: [
            (tag, form)
            for tag, form in resolvers
            if tag not in ("tag:yaml.org,2002:bool", "tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:merge")
        ]
        for letter, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


def as_editors_read(file: Path) -> Any:
    """A file with numbers as numbers."""
    return yaml.load(file.read_text("utf-8"), EditorLoader)


@cache
def validator(definition: str = "") -> Draft202012Validator:
    """The schema of guides, or one of its definitions."""
    data = as_data(RULES)
    alone = {"$schema": data["$schema"], "$defs": data["$defs"], "$ref": f"#/$defs/{definition}"}
    return Draft202012Validator(alone if definition else data)


def test_the_file_is_fresh() -> None:
    """What editors use is what the models say now; write it anew with “fragestod schema”."""
    assert (DIALOGS / FILE).read_text("utf-8") == as_text(RULES)


def test_the_schema_is_one() -> None:
    """By the standard's own schema, and the same each time it is made."""
    Draft202012Validator.check_schema(as_data(RULES))
    assert as_text(RULES) == as_text(RULES)


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.stem)
def test_real_guides_are_valid(guide: Path) -> None:
    """No editor marks a guide that the loader takes."""
    assert [error.message for error in validator().iter_errors(as_editors_read(guide))] == []


@pytest.mark.parametrize("name", DEFINITIONS)
def test_the_other_files_are_valid(name: str) -> None:
    """Each is a definition in the same file; what an organisation copies is not marked in its editor either."""
    files = sorted(ROOT.glob(name))

    assert files
    for file in files:
        errors = validator(DEFINITIONS[name]).iter_errors(as_editors_read(file))
        assert [f"{file.name} {'/'.join(map(str, error.path))} {error.message}" for error in errors] == []


def test_the_page_for_editors_names_them_all() -> None:
    """A first line for every kind of file, with a definition that there is."""
    page = (ROOT / "docs/editor.md").read_text("utf-8")
    named = set(re.findall(r"dialog\.schema\.json#/\$defs/(\w+)`", page))

    assert named == set(DEFINITIONS.values()) | {"Phrase", "Assessment"}
    assert named <= set(as_data(RULES)["$defs"])


@pytest.mark.parametrize(
    "name",
    [
        "unknown-key",
        "missing-keys",
        "wrong-type",
        "wrong-choice-of-word",
        "names-wrongly-written",
        "reviewed-wrongly",
        "too-long",
    ],
)
def test_broken_shapes_are_marked_in_the_editor(name: str) -> None:
    """Unknown and missing keys, wrong kinds, words and forms are seen before the loader runs."""
    assert not validator().is_valid(as_editors_read(BROKEN / f"{name}.yaml"))


@pytest.mark.parametrize(
    ("key", "needed"), [("choices", "ask"), ("none", "several"), ("with", "call"), ("neutral", "finish")]
)
def test_keys_that_need_another_are_marked(key: str, needed: str) -> None:
    """A key of a step that means nothing without another is marked when the other is missing."""
    values = {"choices": {"Ja": None, "Nej": None}, "none": "Inget", "with": {"a": "b"}, "neutral": "yes"}
    guide = {"dialog": "a", "title": "A", "steps": {"one": {key: values[key]}}}
    messages = [error.message for error in validator().iter_errors(guide)]
    assert messages == [f"'{needed}' is a dependency of '{key}'"]


@settings(max_examples=150)
@given(STEPS)
def test_the_schema_is_never_stricter_than_the_loader(steps: dict[str, Any]) -> None:
    """Steps whose shape the loader takes are valid, unless a key misses the one it needs."""
    guide = {"dialog": "guide", "title": "Ett fall", "steps": steps}
    tree, _ = read(json.dumps(guide), "guide.yaml")
    assert tree is not None
    _, problems = fitting(tree, schema.Dialog)
    errors = [e for e in validator().iter_errors(guide) if e.validator != "dependentRequired"]
    assert not errors or problems or _has_empty(steps)


def _has_empty(steps: dict[str, Any]) -> bool:
    return any(value is None for step in steps.values() for value in step.values())


def test_every_key_of_a_step_and_a_dialog_is_explained() -> None:
    """An editor has words for each key that an author may write there."""
    for name, model in (("Dialog", schema.Dialog), ("Step", schema.Step)):
        assert set(HELP[name]) == {field.alias or key for key, field in model.model_fields.items()}


def test_every_case_that_is_sound_in_shape_is_valid() -> None:
    """Faults that only the loader can see (names, conditions, flow) are not marked by the schema."""
    for case in cases().values():
        for name, content in files_of(case).items():
            tree, problems = read(content.decode("utf-8", "replace"), name)
            if name.startswith("guides/") and tree is not None and not problems and not tree.has_empty:
                _, faults = fitting(tree, schema.Dialog)
                alone = [e for e in validator().iter_errors(tree.data) if e.validator != "dependentRequired"]
                assert bool(faults) == bool(alone), (case.name, faults, alone)


def test_the_command_writes_and_checks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It writes the file beside the dialogs; with --check it only says whether that was needed."""
    assert main(["schema", "--check", "--dialogs", str(tmp_path)]) == 1
    assert "fragestod schema" in capsys.readouterr().err
    assert main(["schema", "--dialogs", str(tmp_path)]) == 0
    assert main(["schema", "--check", "--dialogs", str(tmp_path)]) == 0
    assert (tmp_path / FILE).read_text("utf-8") == as_text(RULES)

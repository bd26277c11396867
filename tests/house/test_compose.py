"""docker-compose.yml: valid by the specification's own schema, and as closed as the docs say."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from bot.storage.waiting import REQUIRED


@pytest.fixture
def compose(root: Path) -> dict[str, Any]:
    """The file as Compose reads it."""
    content: dict[str, Any] = yaml.safe_load((root / "docker-compose.yml").read_text())
    return content


@pytest.fixture
def schema(root: Path) -> jsonschema.Draft7Validator:
    """The Compose Specification's schema (see tests/cases/compose/README.md)."""
    return jsonschema.Draft7Validator(json.loads((root / "tests/cases/compose/compose-spec.json").read_text()))


def test_file_is_valid_by_the_compose_schema(compose: dict[str, Any], schema: jsonschema.Draft7Validator) -> None:
    """Every key is one that the specification knows, with a value of its kind."""
    # A top-level name came to the specification after this copy of its schema.
    compose.pop("name")

    assert [error.message for error in schema.iter_errors(compose)] == []


def test_schema_sees_a_misspelt_key(compose: dict[str, Any], schema: jsonschema.Draft7Validator) -> None:
    """The check can fail: a misspelt protection is found."""
    compose.pop("name")
    compose["services"]["web"]["read_onyl"] = True

    assert [error.message for error in schema.iter_errors(compose)] != []


def test_every_service_is_closed(compose: dict[str, Any]) -> None:
    """Each container has a read-only root, no capabilities to speak of, no way to more rights, and a health check."""
    for service in compose["services"].values():
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert "no-new-privileges:true" in service["security_opt"]
        assert service["healthcheck"]["test"][0] == "CMD"
        assert not service.get("privileged")


def test_health_is_what_the_program_says_itself(compose: dict[str, Any]) -> None:
    """A web process counts as healthy when /readyz answers, and there are two of them."""
    web = compose["services"]["web"]

    assert "/readyz" in web["healthcheck"]["test"][-1]
    assert web["deploy"]["replicas"] == 2


def test_database_cannot_be_reached_from_outside(compose: dict[str, Any]) -> None:
    """The database publishes no port and sits on a network without a way out."""
    database = compose["services"]["database"]

    assert "ports" not in database
    assert [compose["networks"][name]["internal"] for name in database["networks"]] == [True]


def test_what_waits_is_kept_nowhere(compose: dict[str, Any]) -> None:
    """The Valkey server is set as the program asks for, has no volume, and cannot be reached from outside; the counter
    works on the same server, database and folder as the web processes."""
    waiting, counter, web = (compose["services"][name] for name in ("waiting", "counter", "web"))
    words = waiting["command"]
    told = {name.removeprefix("--"): value for name, value in zip(words[1::2], words[2::2], strict=True)}

    assert {name: told[name] for name in REQUIRED} == {name: value for name, (value, _) in REQUIRED.items()}
    assert "volumes" not in waiting and "ports" not in waiting and waiting["networks"] == ["inside"]
    assert counter["environment"]["FRAGESTOD_VALKEY"] == web["environment"]["FRAGESTOD_VALKEY"]
    assert counter["volumes"] == web["volumes"] and set(counter["secrets"]) <= set(web["secrets"])
    assert counter["command"][:2] == ["fragestod", "counter"]


def test_web_listens_on_this_machine_alone(compose: dict[str, Any]) -> None:
    """Without the proxy profile nothing is open to the network."""
    assert all(port.startswith("127.0.0.1:") for port in compose["services"]["web"]["ports"])


def test_secrets_are_files_outside_git(compose: dict[str, Any], root: Path) -> None:
    """No secret stands in the file or in the environment, and git ignores the folder they lie in."""
    files = [secret["file"] for secret in compose["secrets"].values()]
    ignored = subprocess.run(
        ["git", "check-ignore", *files], cwd=root, capture_output=True, text=True
    ).stdout.split()  # fmt: skip

    assert ignored == files
    named = [name for service in compose["services"].values() for name in service.get("environment", {})]
    assert [name for name in named if re.search("PASSWORD$|TOKEN|SECRET|DATABASE", name)] == []


def test_secret_names_are_settings(compose: dict[str, Any]) -> None:
    """Each secret of the web process is found by the settings under the name it has there."""
    from bot.settings import PREFIX, Settings

    known = {f"{PREFIX.lower()}{name}" for name in Settings.model_fields}
    assert set(compose["services"]["web"]["secrets"]) <= known

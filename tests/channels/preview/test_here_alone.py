"""The page is for this machine and for its author: nobody else can read or press anything."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from aiohttp import ClientSession

from tests.channels.preview.conftest import Garden, make_garden
from tests.conftest import ROOT, Command

FORM = {"dialog": "garden", "step": "place", "answers": "", "answer": ""}


@pytest.mark.asyncio(loop_scope="session")
async def test_a_page_from_elsewhere_can_neither_read_nor_press(garden: Garden) -> None:
    """A host that is not this machine's own name, and a form from another page, are refused; so is one from nowhere."""
    own = garden.address.rstrip("/")
    await garden.settled()
    async with ClientSession() as client:
        for headers, status in (({"Host": "evil.example"}, 403), ({"Host": "127.0.0.1.evil.example"}, 403), ({}, 200)):
            async with client.get(own, headers=headers) as answer:
                assert answer.status == status, headers
        for headers, status in (({}, 403), ({"Origin": "http://evil.example"}, 403), ({"Origin": own}, 200)):
            async with client.post(f"{own}/play", data=FORM, headers=headers) as answer:
                assert answer.status == status, headers


@pytest.mark.asyncio(loop_scope="session")
@pytest.mark.parametrize(
    "name", ["../../secret.yaml", "/etc/passwd", "guides/../../secret.yaml", "guides/garden.txt", ""]
)
async def test_no_file_outside_the_authors_folders_is_shown(garden: Garden, name: str) -> None:
    """However its name is written."""
    (garden.folder.parent / "secret.yaml").write_text("secret: yes", encoding="utf-8")
    (garden.folder / "guides" / "garden.txt").write_text("secret: yes", encoding="utf-8")
    await garden.settled()
    async with (
        ClientSession(garden.address) as client,
        client.get("/line", params={"file": name, "line": "1", "column": "1"}) as answer,
    ):
        assert answer.status == 404
        assert "secret: yes" not in await answer.text()


@pytest.mark.asyncio(loop_scope="session")
async def test_the_page_runs_nothing_that_is_not_its_own(garden: Garden) -> None:
    """No script or style in the page, nothing from elsewhere, in no frame, kept by nobody."""
    async with ClientSession(garden.address) as client, client.get("/") as answer:
        policy, text = answer.headers["Content-Security-Policy"], await answer.text()
        kept = answer.headers["Cache-Control"]

    assert "default-src 'none'" in policy and "'unsafe" not in policy and "frame-ancestors 'none'" in policy
    assert kept == "no-store"
    assert "<style" not in text and " style=" not in text and "<script>" not in text and " on" + "click" not in text


@pytest.mark.asyncio(loop_scope="session")
async def test_an_author_with_nonsense_in_a_form_gets_a_page(garden: Garden) -> None:
    """Whatever a form holds: a page, and no fault of ours."""
    await garden.settled()
    own = garden.address.rstrip("/")
    strange: tuple[dict[str, str], ...] = (
        {**FORM, "step": "none"},
        {**FORM, "answers": "9.9.x"},
        {**FORM, "answer": "ticks", "tick": "999999"},
        {**FORM, "answer": "-1"},
        {**FORM, "fact.light": "purple", "fact.none": "yes"},
        {**FORM, "caller": "none.none", "language": "xx", "plan": "save", "name": "x"},
        {**FORM, "answers": "1.0.0", "plan": "save", "name": "../x"},
        {},
    )
    async with ClientSession() as client:
        for form in strange:
            async with client.post(f"{own}/play", data=form, headers={"Origin": own}) as answer:
                assert answer.status in (200, 404), form
    assert list(garden.folder.rglob("*.plan")) == []


@pytest.mark.asyncio(loop_scope="session")
async def test_no_process_is_left_behind(garden: Garden) -> None:
    """Edits that follow each other end the proofs that run; when the page ends, so does the last of them."""
    for number in range(3):
        garden.edit(
            "guides/soil.yaml", "set: {soil: wet}", f"set: {{soil: wet}}, do: [{'move-it, ' * (number % 2)}give-water]"
        )
        await asyncio.sleep(0.3)
        garden.edit("guides/soil.yaml", f", do: [{'move-it, ' * (number % 2)}give-water]", "")
        await asyncio.sleep(0.3)
    await garden.end()
    assert _children() == []


def _children() -> list[str]:
    """Provers of this process that still run."""
    listed = subprocess.run(
        ["ps", "-o", "args=", "--ppid", str(os.getpid())], capture_output=True, text=True, check=True
    )
    return [line for line in listed.stdout.splitlines() if "spawn_main" in line]


def test_the_command_tells_its_address_and_stops_when_told(tmp_path: Path) -> None:
    """`--port 0` takes a free port; SIGTERM ends it with nothing on the error stream."""
    folder = make_garden(tmp_path / "dialogs")
    command = [sys.executable, "-P", "-m", "bot", "preview", "--port", "0", "--dialogs", str(folder)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    ) as running:
        assert running.stdout is not None
        told = running.stdout.readline()
        running.send_signal(signal.SIGTERM)
        _, errors = running.communicate(timeout=60)

    assert told.startswith("The dialogs are shown at http://127.0.0.1:")
    assert (running.returncode, errors) == (0, "")


def test_wrong_use_is_told_with_what_is_right(fragestod: Command) -> None:
    """A folder that is not there, and an editor's address that leads nowhere or is no address."""
    folder = fragestod("preview", "--dialogs", "nowhere")
    assert (folder.returncode, folder.stderr) == (
        2,
        "there is no folder nowhere; give another with --dialogs or FRAGESTOD_DIALOGS\n",
    )
    for editor in ("emacs", "javascript://{path}", "vscode://file", "x://{path}/{", "x://{path}/{home}"):
        wrong = fragestod("preview", "--editor", editor)
        assert wrong.returncode == 2
        assert f"“{editor}” is neither one of vscode" in wrong.stderr

"""`fragestod telegram`: what is registered, how it stands, what is taken away, and links to units."""

import asyncio
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from bot.channels.telegram.links import deep_link
from bot.channels.telegram.webhook import path
from bot.cli import main
from bot.testing.telegram import BotApi, Fault
from tests.channels.telegram.doors import SECRET


class Shell:
    """The command as a person runs it, against the test's own stub."""

    def __init__(self, api: BotApi, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self.capsys = capsys
        self.patch = monkeypatch
        self.set("TELEGRAM_TOKEN", api.token)
        self.set("TELEGRAM_API", api.address)

    def set(self, name: str, value: str) -> None:
        """A setting."""
        self.patch.setenv(f"FRAGESTOD_{name}", value)

    async def run(self, *words: str) -> tuple[int, str]:
        """Exit code, and all that was printed."""
        code = await asyncio.to_thread(main, ["telegram", *words])
        told = self.capsys.readouterr()
        return code, told.out + told.err


@pytest.fixture
def shell(api: BotApi, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    """A shell with the bot's token."""
    return Shell(api, monkeypatch, capsys)


async def test_setup_registers_everything_and_status_finds_nothing_missing(api: BotApi, shell: Shell) -> None:
    """After setup with a webhook: commands in each language, descriptions, menu, webhook with its secret."""
    shell.set("TELEGRAM_SECRET", SECRET)
    shell.set("PUBLIC_URL", "https://fraga.example.se")
    code, told = await shell.run("setup")
    status = await shell.run("status")

    assert code == 0 and "webhook: set" in told
    assert (api.webhook.url, api.webhook.secret) == (f"https://fraga.example.se{path(SECRET)}", SECRET)
    assert "for everybody, sv, en" in status[1]
    assert "not this installation's" not in status[1] and "No commands" not in status[1]
    assert api.log.counts["setMyCommands"] == api.log.counts["setMyDescription"] == 3
    assert api.log.counts["setMyName"] == 0 and not api.log.refused


async def test_setup_without_a_secret_takes_a_webhook_away(api: BotApi, shell: Shell) -> None:
    """Without a secret the installation asks Telegram, which a webhook would forbid."""
    await api.call("setWebhook", {"url": "https://other.example.se/x"})
    before = await shell.run("status")
    code, told = await shell.run("setup")

    assert before[0] == 1 and "A webhook is set" in before[1]
    assert code == 0 and "polling" in told and api.webhook.url == ""


async def test_setup_twice_is_as_setup_once(api: BotApi, shell: Shell) -> None:
    """Everything may be registered again; nothing is refused."""
    assert [(await shell.run("setup", "--rename"))[0] for _ in range(2)] == [0, 0]
    assert not api.log.refused


async def test_remove_takes_away_what_was_registered(api: BotApi, shell: Shell) -> None:
    """After remove, no webhook, command, description or menu is left."""
    await shell.run("setup")
    code, told = await shell.run("remove")

    assert code == 0 and "gone" in told
    assert await api.call("getChatMenuButton", {}) == {"ok": True, "result": {"type": "default"}}
    assert "commands  none" in (await shell.run("status"))[1]


@pytest.mark.filterwarnings("ignore:Deprecated since version v22.2")  # the library warns of itself, with each 429
async def test_a_wrong_token_and_a_server_that_is_away_are_told_calmly(api: BotApi, shell: Shell) -> None:
    """What Telegram refuses is told with what to do, and never shows the token."""
    for fault in (Fault.LOST_BEFORE, Fault.BAD_GATEWAY, Fault.FLOOD):
        api.faults.add(fault, "setMyCommands", seconds=7)
        code, told = await shell.run("setup")
        assert code == 1 and api.token not in told and "Traceback" not in told
    shell.set("TELEGRAM_TOKEN", "1:wrong")
    code, told = await shell.run("status")

    assert code == 1 and "@BotFather" in told and "1:wrong" not in told


async def test_without_a_token_every_part_says_how_to_get_one(shell: Shell) -> None:
    """Who has no bot yet is told how to make one."""
    shell.patch.delenv("FRAGESTOD_TELEGRAM_TOKEN")

    for part in ("setup", "status", "remove", "links"):
        code, told = await shell.run(part)
        assert code == 2 and "/newbot" in told


async def test_links_name_each_unit_and_hold_its_number_alone(shell: Shell, root: Path, tmp_path: Path) -> None:
    """Each unit has a link and a drawing of its code; the drawing's title is the link, for those who do not see it."""
    local = str(root / "docs/example-local")
    code, told = await shell.run("links", "--local", local, "--svg", str(tmp_path), "--codes")
    links = re.findall(r"^(https://\S+)  (\S.*)$", told, flags=re.MULTILINE)

    assert code == 0
    assert [link for link, _ in links] == [f"https://t.me/stub_bot?start={number}" for number in (1, 2, 3)]
    for number in (1, 2, 3):
        drawing = ET.fromstring((tmp_path / f"unit-{number}.svg").read_text())
        assert drawing[0].text == deep_link("stub_bot", number)
    assert "█" in told


async def test_links_need_no_connection_when_the_name_is_given(api: BotApi, shell: Shell) -> None:
    """With --name Telegram is not asked; a name that cannot be one is refused."""
    shell.patch.delenv("FRAGESTOD_TELEGRAM_TOKEN")

    assert await shell.run("links", "--name", "@fraga_bot") == (0, (await shell.run("links", "--name", "fraga_bot"))[1])
    assert (await shell.run("links", "--name", "no bot"))[0] == 2
    assert not api.log.calls

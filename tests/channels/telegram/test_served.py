"""`fragestod serve` with a bot: the whole program as it is installed, in a process of its own."""

import asyncio
import json
import os
import signal
import sys
from pathlib import Path

import pytest

from bot.channels.telegram.webhook import path
from bot.testing.telegram import BotApi, Fault
from tests.channels.telegram.doors import SECRET


async def serve(
    api: BotApi, folder: Path, settings: dict[str, str] | None = None, run: tuple[str, ...] = ("-m", "bot")
) -> tuple[asyncio.subprocess.Process, str]:
    """The program, once it listens, and its address."""
    given = {"TELEGRAM_TOKEN": api.token, "TELEGRAM_API": api.address, **(settings or {})}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, *run, "serve", "--port", "0", "--data", str(folder)),
        env={**os.environ, **{f"FRAGESTOD_{name}": value for name, value in given.items()}},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    return process, (await process.stdout.readline()).decode().strip()


async def stop(process: asyncio.subprocess.Process) -> list[dict[str, object]]:
    """End it kindly; what it logged."""
    process.send_signal(signal.SIGTERM)
    _, logged = await process.communicate()
    assert process.returncode == 0, logged.decode()
    return read_log(logged)


def read_log(told: bytes) -> list[dict[str, object]]:
    """The lines of the log, but the one that says that no coordinator has an account yet."""
    lines = [json.loads(line) for line in told.decode().splitlines()]
    return [line for line in lines if line["event"] != "no-account"]


@pytest.mark.parametrize("webhook", [False, True], ids=["polling", "webhook"])
async def test_the_program_serves_telegram_and_its_log_names_nobody(
    api: BotApi, tmp_path: Path, *, webhook: bool
) -> None:
    """A token is all that polling needs, with a secret and an address it is a webhook. Neither who talks, nor what they
    wrote, nor the token stands in the log, also when calls fail; a stop ends the program well."""
    more = {"TELEGRAM_SECRET": SECRET, "PUBLIC_URL": "https://fraga.example.se"} if webhook else {}
    process, address = await serve(api, tmp_path, more)
    if webhook:
        await api.call("setWebhook", {"url": address.rstrip("/") + path(SECRET), "secret_token": SECRET})
    user = api.user("Anna Planted", language_code="sv")
    await user.send("/start")
    await user.sees("Arbetsstöd", 30)
    await api.quiet()
    api.faults.add(Fault.BAD_GATEWAY, "editMessageText", times=2)
    await user.turn("Akut", seconds=30)
    await user.sees("112")
    await user.send("planted words")
    await user.until(lambda: len(user.messages) == 2, "no sentence")
    await api.quiet()
    logged = await stop(process)
    told = json.dumps(logged)

    assert [line["event"] for line in logged] == ["stopped"]
    assert str(user.id) not in told and "lanted" not in told and api.token not in told


async def test_a_program_that_no_longer_asks_ends_and_says_so(api: BotApi, tmp_path: Path) -> None:
    """A fault that ends the asking ends the program, with a code that has it started again: it never sits deaf."""
    broken = (
        "from bot.channels.telegram.polling import Poller\n"
        "async def run(self, stop, grace): raise RuntimeError('planted')\n"
        "Poller.run = run\n"
        "from bot.cli import main\n"
        "import sys; sys.exit(main(sys.argv[1:]))"
    )
    process, _ = await serve(api, tmp_path, run=("-c", broken))
    _, logged = await asyncio.wait_for(process.communicate(), 60)

    assert process.returncode == 1
    assert [line["event"] for line in read_log(logged)] == ["fault", "stopped"]
    assert "planted" not in logged.decode()

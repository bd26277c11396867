"""A killed process loses nothing, and a chat that has gone leaves nothing: samples of what `make audit` does whole."""

from __future__ import annotations

from pathlib import Path

from tests.channels.telegram.killing import kill
from tests.channels.telegram.memory import MOST, grow

SEED, KILLS, CHATS = 4, 3, 3_000


async def test_killed_processes_lose_no_press(tmp_path: Path) -> None:
    """Three processes, three kills at random moments: every press is answered, and each talk counts once and right."""
    found = await kill(tmp_path / "house", SEED, KILLS)
    assert found.talks >= KILLS
    assert not found.missing, "conversations that nobody counted"
    assert not found.more, "conversations that were counted otherwise or twice"
    assert not found.told


async def test_memory_after_many_chats(tmp_path: Path) -> None:
    """Memory is what it was after the first thousand chats; each was answered, and nothing else was called."""
    reached, calls = await grow(tmp_path / "house", CHATS)
    reached.process.end()
    assert abs(reached.growth) <= MOST, reached
    assert calls == {b"editmessagetext": CHATS * 3 // 4, b"deletemessage": CHATS // 4, b"sendmessage": CHATS // 4}

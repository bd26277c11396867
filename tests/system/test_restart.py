"""The server remembers no conversation: it may be killed at any moment, and any process may answer any press."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text

from bot.storage.database import open_database, parse_url
from bot.testing.page import Page
from bot.testing.user import BROKEN, WebUser
from tests.system.server import PATIENCE, Installation, served, start, wait

BEGINNING = 5  # answers before something happens
LONGEST = 60
LOSING = """
from bot import cli
from bot.operations import coordination
from bot.storage.database import open_database, parse_url
from sqlalchemy import text
def note_port(settings, port):
    other = parse_url(settings.database).set(database="postgres").render_as_string(hide_password=False)
    engine = open_database(other).execution_options(isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("DROP DATABASE system WITH (FORCE)"))
coordination.note_port = note_port
cli.main()
"""
"""The program, whose database goes away at the moment when it has told its address."""
Press = Callable[[], object]


def answer(user: WebUser) -> Page:
    """Take the first answer, with the first box ticked where there are boxes."""
    return user.press(1, ticks=[1] if user.page.boxes else [])


def converse(user: WebUser, insist: Callable[[Press], object] = lambda press: press()) -> list[str]:
    """A whole conversation, screen by screen. insist: how a press is made."""
    insist(lambda: user.open(unit=1))
    seen = []
    while not user.page.is_ending:
        seen.append(f"{user.page.title} {[button.label for button in user.page.answers]}")
        assert len(seen) < LONGEST, seen
        insist(lambda: answer(user))
    return [*seen, user.page.title]


def test_open_page_goes_on_after_a_kill(installation: Installation) -> None:
    """A page that is open when the process is killed goes on where it was, as if nothing had happened."""
    with served(installation) as server, WebUser(server.address, swap=True) as user:
        user.open(unit=1)
        for _ in range(BEGINNING):
            answer(user)
        asked = user.page
        expected, body = answer(user), user.body
        server.kill()
        with pytest.raises(ConnectionRefusedError):
            user.again()
        with served(installation, port=server.port):
            user.page = asked
            assert answer(user) == expected
            assert user.body == body
            assert user.back().texts == asked.texts
            while not user.page.is_ending:
                answer(user)


def test_two_processes_answer_one_conversation_in_turn(installation: Installation) -> None:
    """Whichever process a press reaches, the next screen is the same to the last byte, to the end of the talk."""
    first, second = start(installation), start(installation)  # at once: they also make keys and tables together
    try:
        with WebUser(wait(first).address) as one, WebUser(wait(second).address) as other:
            one.open(unit=1)
            users = [one, other]
            while not one.page.is_ending:
                asked, users = users[0].page, users[::-1]
                for user in users:
                    user.page = asked
                    answer(user)
                assert one.body == other.body
    finally:
        first.kill()
        second.kill()


@pytest.mark.parametrize("installation", ["postgres"], indirect=True)
def test_database_that_is_away_ends_no_conversation(installation: Installation) -> None:
    """Without its database the process still answers all of today's release, and says in the log what it lacks."""
    other = parse_url(installation.database).set(database="postgres").render_as_string()
    with served(installation) as server, WebUser(server.address) as user:
        engine = open_database(other).execution_options(isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text("DROP DATABASE system WITH (FORCE)"))
        engine.dispose()
        user.open(unit=1)
        while not user.page.is_ending:
            answer(user)
            assert user.status == 200
        assert '"error": "StorageError"' in server.told()


@pytest.mark.parametrize("installation", ["postgres"], indirect=True)
def test_database_that_goes_away_at_the_start_ends_no_process(installation: Installation) -> None:
    """Who has just been told the address is answered, though the database went away in that moment."""
    with served(installation, program=("-c", LOSING, "serve")) as server, WebUser(server.address) as user:
        end = time.monotonic() + PATIENCE
        while '"error": "StorageError"' not in server.told():
            assert server.process.poll() is None and time.monotonic() < end, server.told()
            time.sleep(0.05)
        user.open(unit=1)
        assert answer(user).answers


def test_people_who_press_during_a_kill_go_on(sqlite: Installation) -> None:
    """Four people press all the time while the server is killed twice. Each has the conversation that it would be."""
    missed = []

    def insist(press: Press) -> None:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            try:
                press()
            except BROKEN as error:
                missed.append(error)
                time.sleep(0.05)
            else:
                return time.sleep(0.1)  # nobody reads faster
        pytest.fail("nobody has answered")

    def sit(address: str) -> list[str]:
        with WebUser(address) as user:
            return converse(user, insist)

    with served(sqlite) as server, ThreadPoolExecutor(4) as people:
        with WebUser(server.address) as user:
            calm = converse(user)
        talks = [people.submit(sit, server.address) for _ in range(4)]
        running = server
        try:
            for _ in range(2):
                time.sleep(0.3)
                running.kill()
                running = wait(start(sqlite, port=server.port))
            assert [talk.result() for talk in talks] == [calm] * 4
        finally:
            running.kill()
    assert missed

"""The weekly letter: to a real mail server over TLS, never twice, ended in one press; and in a chat by a link."""

from __future__ import annotations

import json
import ssl
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path
from typing import Any, cast

import pytest
import pytest_asyncio
from aiosmtpd.controller import Controller
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from playwright.async_api import Browser

from bot.accounts.letters import in_chat
from bot.accounts.model import Role
from bot.channels.telegram.door import Door
from bot.channels.telegram.pages import Pages
from bot.channels.telegram.updates import Commanded
from bot.dashboard.headers import PREFIX
from bot.dashboard.letters import week_of
from bot.operations.letters import InChat, Post, Writer
from bot.operations.reporting import new_desk
from bot.settings import Settings
from bot.storage import counts
from bot.storage.letters import Letters
from bot.storage.seal import open_seal
from tests.channels.browser import watched
from tests.channels.web.walk import axe_faults
from tests.dashboard.conftest import House, Person, plain
from tests.statistics.shown import at, released
from tests.valkey import free_port

pytestmark = pytest.mark.asyncio(loop_scope="session")
MONDAY = datetime(2026, 11, 16, 8, 0, tzinfo=UTC)
"""The week after week 46 of the made-up figures."""


@dataclass
class Box:
    """A mail server's mailbox. refuse: what it answers to an address."""

    port: int = 0
    letters: list[EmailMessage] = field(default_factory=list)
    refuse: str = ""
    raw: bytes = b""

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802 - aiosmtpd's
        if self.refuse:
            return self.refuse
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's
        assert session.ssl is not None, "nothing is sent in the clear"
        self.raw = envelope.content
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for this machine, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    names = x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))])
    begun = datetime.now(UTC) - timedelta(days=1)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(begun)
        .not_valid_after(begun + timedelta(days=9))
        .add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("tls") / "server.pem"
    plain_key = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(made.public_bytes(serialization.Encoding.PEM) + plain_key)
    return file


@pytest.fixture
def box(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Box]:
    """A real mail server that wants TLS."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    found = Box(free_port())
    controller = Controller(found, hostname="127.0.0.1", port=found.port, tls_context=context, require_starttls=True)
    controller.start()
    yield found
    controller.stop()


def post(house: House, port: int, now: datetime = MONDAY, **more: Any) -> Post:
    """What a process sends with."""
    known: dict[str, Any] = {"smtp_host": "localhost", "smtp_from": "stod@example.org", "smtp_port": port, **more}
    settings = Settings(public_url="https://stod.example.org", **known)
    reports = new_desk(house.engine, lambda: house.editions.current)
    writer = Writer(
        lambda: house.editions.current, reports, house.desk.render, lambda _, __: (), "https://stod.example.org"
    )
    seal = open_seal(house.folder / "keys")
    return Post(house.accounts, Letters(house.engine), writer, seal, lambda: now, settings)


@pytest_asyncio.fixture(loop_scope="session")
async def anna(house: House) -> AsyncIterator[Person]:
    """Somebody who wants the letter, since the week before."""
    person = await house.join("anna")
    Letters(house.engine).want(1, "anna@example.org", week_of(MONDAY.date() - timedelta(weeks=1)))
    yield person


async def test_a_letter_comes_once_a_week_whatever_number_of_processes(house: House, anna: Person, box: Box) -> None:
    """Of two processes that look at one moment one sends; nothing before Monday morning, one more a week later."""
    counts.add_all(house.engine, released(lambda _: at(1, 40), simulated=True))
    assert post(house, box.port, MONDAY.replace(hour=4)).round() == 0
    with ThreadPoolExecutor() as threads:
        sent = list(threads.map(lambda _: post(house, box.port).round(), range(2)))
    assert sum(sent) == 1 == len(box.letters) and post(house, box.port, MONDAY + timedelta(days=3)).round() == 0
    assert post(house, box.port, MONDAY + timedelta(weeks=1)).round() == 1
    first, second = box.letters

    assert first["To"] == "anna@example.org" and first["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert first["Message-ID"] != second["Message-ID"] and "anna" not in first["Message-ID"]
    kinds = {part.get_content_type(): part.get_content() for part in first.iter_parts()}
    assert kinds.keys() == {"text/plain", "text/html"}
    for text in (kinds["text/plain"], plain(kinds["text/html"])):
        assert "Hela organisationen: 40 ± 20" in text and "Påhittade siffror" in text
        assert "Kontakter som saknas" in text and "Tandkliniken Exempel" in text
    assert "anna" not in kinds["text/plain"] + kinds["text/html"]


async def test_a_figure_below_its_floor_stands_in_no_letter(house: House, anna: Person) -> None:
    """What the page withholds the letter withholds, with the same reason."""
    counts.add_all(house.engine, released(lambda _: at(1, 7), simulated=True))
    told = post(house, 1).writer.letter(next(iter(house.accounts.accounts())), MONDAY.date()).text

    assert "för få för att visas" in told and "7" not in told.partition("(v.")[0]


async def test_a_unit_that_is_counted_by_month_is_told_of_its_last_month(house: House) -> None:
    """Not “counted by month” each week of the year: the figure of weeks 40 to 43, the last month that is over."""
    counts.add_all(house.engine, released(lambda _: at(99, 20), simulated=True))
    await house.join("enhetens", Role.UNITS, frozenset({2}))
    told = post(house, 1).writer.letter(next(iter(house.accounts.accounts())), MONDAY.date()).text

    assert "80 ± 20 (v. 40" in told and "räknas per månad" not in told


async def test_a_letter_says_which_follow_up_to_look_at(house: House, anna: Person) -> None:
    """As the first page does; and where there is none no heading stands."""
    writer, account = post(house, 1).writer, next(iter(house.accounts.accounts()))
    assert "Uppföljningar att titta på" not in writer.letter(account, MONDAY.date()).text
    told = replace(
        writer, follow=lambda _, __: (("Uppföljningar att titta på", ["Får fler frågan? (Orkidén)"]),)
    ).letter(account, MONDAY.date())

    assert ("Uppföljningar att titta på", ("Får fler frågan? (Orkidén)",)) in told.parts


async def test_what_fails_is_tried_again_and_a_kill_sends_none_twice(house: House, anna: Person, box: Box) -> None:
    """A server that is away or busy: tried at the next round. Taken on and killed before it was sent: never twice. An
    address that the server does not know is not tried again before the next week."""
    with pytest.raises(OSError, match="refused"):
        post(house, 1).round()
    box.refuse = "451 later"
    post(house, box.port).round()
    box.refuse = ""
    Letters(house.engine).want(1, "anna@example.org", "2026-W46")
    assert post(house, box.port).round() == 1

    assert Letters(house.engine).claim(1, "2026-W48") == "2026-W47"  # and here the process is killed
    assert post(house, box.port, MONDAY + timedelta(weeks=1)).round() == 0
    box.refuse = "550 no such user"
    assert post(house, box.port, MONDAY + timedelta(weeks=2)).round() == 0
    box.refuse = ""
    assert post(house, box.port, MONDAY + timedelta(weeks=2)).round() == 0 and len(box.letters) == 1


async def test_nothing_is_sent_over_an_open_way(house: House, anna: Person, box: Box, monkeypatch: Any) -> None:
    """A server whose certificate nobody vouches for gets nothing, and the letter is still due."""
    monkeypatch.delenv("SSL_CERT_FILE")
    with pytest.raises(ssl.SSLError):
        post(house, box.port).round()
    with pytest.raises(ValueError, match="not sent without TLS"):
        post(house, box.port, smtp_tls="none", smtp_user="a", smtp_password="b")
    assert box.letters == [] and Letters(house.engine).due("2026-W47") == (1,)


async def test_letters_begin_and_end_on_the_pages(house: House, browser: Browser, box: Box) -> None:
    """Wanted under one's own account; ended by the link in the letter: opening it does nothing, one press does, without
    signing in, also by a mail program from elsewhere. An account that is closed leaves no address."""
    person = await house.join("anna")
    await house.join("boss")
    mark, letters = await house.mark(person.client), Letters(house.engine)
    async with person.client.post(
        f"{PREFIX}/brev", data={"mark": mark, "do": "want", "address": "a@b\nBcc: c"}
    ) as answer:
        assert answer.status == 422 and letters.wish(1).address == ""
    async with person.client.post(f"{PREFIX}/brev", data={"mark": mark, "do": "want", "address": "a@b.se"}) as answer:
        assert "Brevet går till a@b.se" in plain(await answer.text())
    letters.want(1, "a@b.se", "2026-W46")
    assert post(house, box.port).round() == 1
    path = box.letters[0]["List-Unsubscribe"].strip("<>").removeprefix("https://stod.example.org")
    assert path.startswith(f"{PREFIX}/brev/slut/") and b"List-Unsubscribe: <https" in box.raw
    async with watched(browser, 20_000, base_url=house.address) as open_page:
        page = await open_page(path)
        assert await axe_faults(page) == [] and letters.wish(1).address == "a@b.se"
        await page.click("main button")
        assert "Det kommer inga fler brev" in await page.inner_text("main")
    assert letters.wish(1).address == ""

    letters.want(1, "a@b.se", "2026-W46")
    stranger = house.client()
    form = {"List-Unsubscribe": "One-Click"}
    async with stranger.post(path, data=form, headers={"Origin": "https://mail.example.org"}) as answer:
        assert answer.status == 200 and letters.wish(1).address == ""
    async with stranger.post(path[:-1] + ("A" if path[-1] != "A" else "g"), data=form) as answer:
        assert answer.status == 404
    letters.want(1, "a@b.se", "2026-W46")
    assert house.accounts.close(1, "boss") is None and letters.wish(1).address == ""


async def test_a_link_shows_the_letter_in_a_chat(house: House) -> None:
    """For ninety days, to whoever presses it; a new link, its removal and a closed account end it. Nothing that tells
    of the chat is kept."""
    person, boss = await house.join("some", Role.UNITS, frozenset({2})), await house.join("boss")
    mark = await house.mark(person.client)
    made = []
    for _ in range(2):
        async with person.client.post(f"{PREFIX}/brev", data={"mark": mark, "do": "link"}) as answer:
            made.append((await answer.text()).partition("?start=d")[2].partition('"')[0])
    sender, letters = post(house, 1), Letters(house.engine)
    chat = InChat(house.accounts, letters, sender.writer, sender.seal, house.now)
    shown = chat.told(made[1])
    assert "Tandkliniken Exempel" in shown and "Vårdcentralen Exempel" not in shown
    assert "gäller inte längre" in chat.told(made[0]) and "gäller inte längre" in chat.told("d" * 40)
    assert in_chat(sender.seal, made[1], house.now().date() + timedelta(days=91)) is None

    door = Door(cast("Pages", None), ("sv",), chat.told)
    update = Commanded(123456789, 5, "start", f"d{made[1]}", "sv")
    assert door.is_slow(update) and not door.is_slow(replace(update, argument="3"))
    send, gone = door.plan(update)
    assert send.method == "sendMessage" and "Tandkliniken" in json.loads(send.body)["text"] and gone.rides
    with house.engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT * FROM letter").all()
    assert not any("123456789" in str(row) for row in rows)
    async with person.client.post(f"{PREFIX}/brev", data={"mark": mark, "do": "unlink"}) as answer:
        assert answer.status == 200 and "gäller inte längre" in chat.told(made[1])
    assert boss.client is not None

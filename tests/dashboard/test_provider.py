"""Signing in through the organisation's own provider, against a provider of our own on loopback."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import ClientSession, web
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey
from yarl import URL

from bot.accounts.model import Role
from bot.conversation.edition import Edition
from bot.dashboard.headers import PREFIX
from bot.dashboard.provider import Provider
from bot.storage.database import open_database
from tests.dashboard.conftest import House

pytestmark = pytest.mark.asyncio(loop_scope="session")
SECRET = "a secret of client and provider"


@dataclass
class Issuer:
    """A provider. codes: code → what the browser asked with. spoil: changes to its word. key, kind: what signs it."""

    address: str = ""
    key: RSAKey | OctKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one"}))
    kind: str = "RS256"
    published: RSAKey | None = None
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    spoil: dict[str, Any] = field(default_factory=dict)
    now: int = 0
    asked: int = 0

    async def discovery(self, _: web.Request) -> web.Response:
        """What it says of itself."""
        ends = {f"{name}_endpoint": f"{self.address}/{name}" for name in ("authorization", "token")}
        return web.json_response({"issuer": self.address, "jwks_uri": f"{self.address}/keys", **ends})

    async def keys(self, _: web.Request) -> web.Response:
        """Its public keys."""
        key = self.published or self.key
        assert isinstance(key, RSAKey)
        return web.json_response({"keys": [key.as_dict(private=False)]})

    async def token(self, request: web.Request) -> web.Response:
        """A code, its verifier and the client's secret → a signed word. Each code once."""
        self.asked += 1
        form, expected = await request.post(), base64.b64encode(f"client:{SECRET}".encode()).decode()
        asked = self.codes.pop(str(form.get("code")), None)
        challenge = hashlib.sha256(str(form.get("code_verifier")).encode()).digest()
        if (
            asked is None
            or request.headers.get("Authorization") != f"Basic {expected}"
            or base64.urlsafe_b64encode(challenge).rstrip(b"=").decode() != asked["code_challenge"]
            or form.get("redirect_uri") != asked["redirect_uri"]
        ):
            return web.json_response({"error": "invalid_grant"}, status=400)
        claims = {
            "iss": self.address,
            "aud": "client",
            "sub": "7",
            "iat": self.now,
            "exp": self.now + 300,
            "nonce": asked["nonce"],
            "email": "Anna@Region.example",
            "email_verified": True,
        }
        claims = {name: value for name, value in {**claims, **self.spoil}.items() if value is not None}
        return web.json_response({"id_token": self.sign(claims), "access_token": "x", "token_type": "Bearer"})

    def sign(self, claims: dict[str, Any]) -> str:
        """The word, signed as `kind` says."""
        if self.kind == "none":
            parts = ({"alg": "none"}, claims)
            return ".".join(base64.urlsafe_b64encode(json.dumps(p).encode()).rstrip(b"=").decode() for p in parts) + "."
        return jwt.encode({"alg": self.kind, "kid": "one"}, claims, self.key, algorithms=[self.kind])


@pytest_asyncio.fixture(loop_scope="session")
async def issuer() -> AsyncIterator[Issuer]:
    """It, listening."""
    made, app = Issuer(), web.Application()
    app.add_routes(
        [
            web.get("/.well-known/openid-configuration", made.discovery),
            web.get("/keys", made.keys),
            web.post("/token", made.token),
        ]
    )
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    made.address = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield made
    await runner.cleanup()


@pytest_asyncio.fixture(loop_scope="session")
async def open_house(tmp_path: Path, edition: Edition, issuer: Issuer) -> AsyncIterator[House]:
    """An installation that believes the provider, with one account for an address."""
    engine = open_database(f"sqlite:///{tmp_path / 'fragestod.db'}")
    house = House(tmp_path, engine, edition)
    house.provider = Provider(issuer.address, "client", SECRET, "email", house.seconds)
    await house.start()
    issuer.now = house.seconds()
    await house.join("anna@region.example", Role.ALL)
    yield house
    await house.end()
    engine.dispose()


async def leave(house: House, issuer: Issuer, client: ClientSession, code: str = "code") -> dict[str, str]:
    """Press the link; what the provider is asked, which then hands out a code."""
    async with client.get(PREFIX + "/oidc", allow_redirects=False) as answer:
        assert answer.status == 303
        asked = dict(URL(answer.headers["Location"]).query)
    issuer.codes[code] = asked
    return asked


async def come_back(client: ClientSession, state: str, code: str = "code") -> int:
    """The provider's page leads back; the answer's status."""
    async with client.get(PREFIX + "/oidc/svar", params={"state": state, "code": code}) as answer:
        return answer.status


async def test_whom_the_provider_vouches_for_is_let_in(open_house: House, issuer: Issuer) -> None:
    """There, back, and in: state, nonce and verifier go along; the address is compared in small letters."""
    client = open_house.client()
    async with client.get(PREFIX + "/in") as page:
        assert PREFIX + "/oidc" in await page.text()
    asked = await leave(open_house, issuer, client)
    assert asked["response_type"] == "code" and asked["code_challenge_method"] == "S256"
    assert asked["redirect_uri"] == f"{open_house.address}{PREFIX}/oidc/svar" and len(asked["nonce"]) == 64
    assert await come_back(client, asked["state"]) == 200
    async with client.get(PREFIX) as page:
        assert "anna@region.example" in await page.text()


@pytest.mark.parametrize(
    "spoil",
    [
        {"nonce": "0" * 64},
        {"nonce": None},
        {"aud": "another"},
        {"aud": None},
        {"iss": "https://evil.example"},
        {"exp": 1},
        {"exp": None},
        {"email_verified": False},
        {"email_verified": None},
        {"email": None},
        {"email": "eva@region.example"},
        {"email": ["anna@region.example"]},
        {"azp": "another"},
    ],
    ids=str,
)
async def test_a_word_that_is_not_for_us_lets_nobody_in(
    open_house: House, issuer: Issuer, spoil: dict[str, Any]
) -> None:
    """A nonce, audience or issuer of others, too old, an address that nobody has verified, nobody with an account."""
    client, issuer.spoil = open_house.client(), spoil
    asked = await leave(open_house, issuer, client)
    assert await come_back(client, asked["state"]) == 403
    async with client.get(PREFIX, allow_redirects=False) as page:
        assert page.status == 303


@pytest.mark.parametrize("how", ["none", "shared secret", "another key"])
async def test_a_signature_that_is_not_the_providers_lets_nobody_in(
    open_house: House, issuer: Issuer, how: str
) -> None:
    """No signature, one made with the client's secret, or with a key of somebody else."""
    issuer.published = issuer.key if isinstance(issuer.key, RSAKey) else None
    if how == "none":
        issuer.kind = "none"
    elif how == "shared secret":
        issuer.kind, issuer.key = "HS256", OctKey.import_key(SECRET * 2)
    else:
        issuer.key = RSAKey.generate_key(2048, {"kid": "one"})
    client = open_house.client()
    asked = await leave(open_house, issuer, client)
    assert await come_back(client, asked["state"]) == 403


async def test_an_answer_works_once_and_in_the_browser_that_asked(open_house: House, issuer: Issuer) -> None:
    """A planted answer (another's state or code), one without the cookie, and a second use are for nothing."""
    client, other = open_house.client(), open_house.client()
    asked, theirs = await leave(open_house, issuer, client), await leave(open_house, issuer, other, "theirs")
    for browser, state, code in ((other, asked["state"], "code"), (open_house.client(), asked["state"], "code")):
        assert await come_back(browser, state, code) == 403
    assert issuer.asked == 0, "the provider is not even asked"
    asked = await leave(open_house, issuer, client)
    assert await come_back(client, asked["state"], "theirs") == 403
    asked = await leave(open_house, issuer, client)
    assert await come_back(client, asked["state"]) == 200
    assert await come_back(client, asked["state"]) == 403
    assert theirs["state"] != asked["state"]


async def test_a_closed_account_and_a_provider_that_is_away_let_nobody_in(open_house: House, issuer: Issuer) -> None:
    """Closing holds whatever the provider says; one that is away is told calmly."""
    await open_house.join("boss")
    account = next(each for each in open_house.accounts.accounts() if each.name != "boss")
    open_house.accounts.close(account.id, "boss")
    client = open_house.client()
    asked = await leave(open_house, issuer, client)
    assert await come_back(client, asked["state"]) == 403
    object.__setattr__(
        open_house.desk, "provider", Provider("http://127.0.0.1:1", "client", SECRET, "email", open_house.seconds)
    )
    async with client.get(PREFIX + "/oidc") as page:
        assert page.status == 503

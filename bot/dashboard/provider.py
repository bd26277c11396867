"""Signing in through the organisation's own provider: OpenID Connect, the authorization code flow with PKCE.

Nothing is kept between the two requests: a random cookie holds what `state`, `nonce` and the verifier follow from, so
the answer can only be used by the browser that asked. The provider's word is believed when its signature, issuer,
audience, time and nonce are right (OpenID Connect Core 1.0, section 3.1.3.7); whoever it names needs an account here,
made by invitation. Whether there is a second factor is then the provider's affair.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

import httpx
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, KeySetSerialization

ALGORITHMS = ("RS256", "PS256", "ES256")
"""Signatures that are believed; never “none”, and never one that is made with a shared secret."""
PATIENCE = 5.0
"""Seconds that the provider has for an answer."""
LEEWAY = 60
"""Seconds that its clock may differ."""


class ProviderError(Exception):
    """The provider is away, or what it says is not to be believed. The message is for us and holds nothing of it."""


@dataclass(frozen=True, slots=True)
class Way:
    """What one sign-in is known by. secret: the cookie's, 256 random bits."""

    secret: str

    def mark(self, purpose: str) -> str:
        """A value that follows from the secret, and does not tell it: of "state", "nonce" or "verifier"."""
        return hmac.new(self.secret.encode(), purpose.encode(), hashlib.sha256).hexdigest()


@dataclass(slots=True)
class Provider:
    """One provider. issuer: its address. claim: which of its words is the name of an account here ("email", say).

    Impure: asks the provider, and remembers what it says of itself until the program ends.
    """

    issuer: str
    client: str
    secret: str
    claim: str
    now: Callable[[], int]
    _told: Mapping[str, Any] = field(default_factory=dict)

    def address(self, way: Way, answer_to: str) -> str:
        """Where the browser is sent.

        Raises:
            ProviderError: the provider does not answer.
        """
        return str(
            prepare_grant_uri(
                self._discovered()["authorization_endpoint"],
                client_id=self.client,
                response_type="code",
                redirect_uri=answer_to,
                scope="openid email profile",
                state=way.mark("state"),
                nonce=way.mark("nonce"),
                code_challenge=create_s256_code_challenge(way.mark("verifier")),
                code_challenge_method="S256",
            )
        )

    def name(self, way: Way, code: str, answer_to: str) -> str:
        """Whom the provider vouches for, in small letters.

        Raises:
            ProviderError: it does not answer, or its word is not to be believed.
        """
        told = self._discovered()
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": answer_to,
            "code_verifier": way.mark("verifier"),
        }
        given = self._ask("POST", told["token_endpoint"], data=form, auth=(self.client, self.secret))
        keys = self._ask("GET", told["jwks_uri"])
        try:
            token = jwt.decode(
                str(given.get("id_token", "")),
                KeySet.import_key_set(cast("KeySetSerialization", keys)),
                algorithms=ALGORITHMS,
            )
            jwt.JWTClaimsRegistry(
                now=self.now(),
                leeway=LEEWAY,
                iss={"essential": True, "value": self.issuer},
                aud={"essential": True, "value": self.client},
                exp={"essential": True},
                iat={"essential": True},
                nonce={"essential": True, "value": way.mark("nonce")},
            ).validate(token.claims)
        except (JoseError, ValueError, KeyError, TypeError) as error:
            raise ProviderError("the provider's word is not to be believed") from error
        claims = token.claims
        if self.claim == "email" and claims.get("email_verified") is not True:
            raise ProviderError("the provider has not verified the address")
        if claims.get("azp", self.client) != self.client or not isinstance(claims.get(self.claim), str):
            raise ProviderError("the provider names nobody")
        return str(claims[self.claim]).strip().lower()

    def _discovered(self) -> Mapping[str, Any]:
        """What the provider says of itself (OpenID Connect Discovery 1.0, section 4)."""
        if not self._told:
            told = self._ask("GET", f"{self.issuer.rstrip('/')}/.well-known/openid-configuration")
            ends = [told.get(name) for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")]
            secure = "https://" if self.issuer.startswith("https://") else "http"
            if told.get("issuer") != self.issuer or not all(isinstance(e, str) and e.startswith(secure) for e in ends):
                raise ProviderError("the provider says that it is another")
            self._told = told
        return self._told

    def _ask(self, method: str, address: str, **more: Any) -> dict[str, Any]:
        try:
            answer = httpx.request(method, address, timeout=PATIENCE, follow_redirects=False, trust_env=False, **more)
            found = answer.raise_for_status().json()
        except (httpx.HTTPError, ValueError) as error:
            raise ProviderError("the provider does not answer") from error
        if not isinstance(found, dict):
            raise ProviderError("the provider answers with something else")
        return found

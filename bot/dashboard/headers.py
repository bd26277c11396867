"""Headers of every page, the session's cookie, and whether a form comes from our own pages.

`Referrer-Policy: same-origin` and not `no-referrer`, for with the latter browsers send `Origin: null` with a form
(Fetch standard, “append a request Origin header”), and the origin is what is looked at here.
"""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from aiohttp import web
from multidict import CIMultiDict

PREFIX = "/samordning"
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HTML, CSS, SVG = "text/html; charset=utf-8", "text/css; charset=utf-8", "image/svg+xml; charset=utf-8"
KEPT = "public, max-age=31536000, immutable"
YEAR = 365 * 24 * 3600
"""Seconds."""


def headers(content_type: str, *, https: bool, keep: bool = False) -> CIMultiDict[str]:
    """All headers of an answer. keep: its address carries a hash of what it holds, which is of nobody."""
    made: CIMultiDict[str] = CIMultiDict(
        {
            "Content-Type": content_type,
            "Cache-Control": KEPT if keep else "no-store",
            "Content-Security-Policy": POLICY,
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
            "Referrer-Policy": "same-origin",
            "Server": "web",
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "DENY",
            "X-Robots-Tag": "noindex, nofollow, noarchive",
        }
    )
    if https:
        made["Strict-Transport-Security"] = f"max-age={YEAR}"
    return made


def cookie_name(*, https: bool) -> str:
    """What the session's cookie is called. Browsers take a name with this prefix over TLS alone."""
    return "__Secure-desk" if https else "desk"


def set_cookie(answer: web.Response, token: str, *, https: bool) -> None:
    """Hand out a session. The path keeps the cookie away from the chat, which knows no sessions."""
    answer.set_cookie(
        cookie_name(https=https), token, path=PREFIX, secure=https, httponly=True, samesite="Strict", max_age=None
    )


def drop_cookie(answer: web.Response, *, https: bool) -> None:
    """Take it back."""
    answer.del_cookie(cookie_name(https=https), path=PREFIX, secure=https, httponly=True, samesite="Strict")


def is_loopback(origin: str) -> bool:
    """Whether an address is of the very machine that asks."""
    host = urlsplit(origin).hostname or ""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def is_own_form(request: web.BaseRequest, public_url: str) -> bool:
    """Whether a form was sent by a page of ours: browsers tell its origin, and nobody else's page can tell ours."""
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    origin = request.headers.get("Origin", "")
    parts = urlsplit(origin)
    ours = {request.headers.get("Host", ""), urlsplit(public_url).netloc} - {""}
    return site == "same-origin" and parts.scheme in ("http", "https") and parts.netloc in ours

"""Headers of every answer, made once.

Nothing may be kept by a browser, framed, guessed at, or fetched from elsewhere. There are no cookies.
"""

from __future__ import annotations

from multidict import CIMultiDict

CONTENT_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; font-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_POWERS = ("camera", "microphone", "geolocation", "display-capture", "payment", "usb", "midi", "serial", "hid")
_POWERS_MORE = ("accelerometer", "gyroscope", "magnetometer", "browsing-topics", "idle-detection")
HTML, TEXT = "text/html; charset=utf-8", "text/plain; charset=utf-8"
KEPT_FOREVER = "public, max-age=31536000, immutable"
YEAR = 365 * 24 * 3600
"""Seconds."""

Headers = CIMultiDict[str]


def headers(content_type: str, *, https: bool, keep: bool = False) -> Headers:
    """All headers of one kind of answer.

    Args:
        https: the world reaches us over TLS, so browsers may be told never to try without (HSTS).
        keep: the address carries a hash of the content, which is neutral, so it may be kept.
    """
    made: Headers = CIMultiDict(
        {
            "Content-Type": content_type,
            "Cache-Control": KEPT_FOREVER if keep else "no-store",
            "Content-Security-Policy": CONTENT_POLICY,
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Permissions-Policy": ", ".join(f"{power}=()" for power in _POWERS + _POWERS_MORE),
            "Referrer-Policy": "no-referrer",
            "Server": "web",
            "X-Content-Type-Options": "nosniff",
            "X-Robots-Tag": "noindex, nofollow, noarchive",
        }
    )
    if https:
        made["Strict-Transport-Security"] = f"max-age={YEAR}"
    return made

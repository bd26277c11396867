"""Requests that nobody of good will sends, as bytes. All from a seeded chance, so that each run is the same.

The whole ones keep to the grammar of HTTP and can follow each other on one connection; the broken ones do not, and
each gets a connection of its own.
"""

from __future__ import annotations

import gzip
import random
import string
import zlib
from collections.abc import Callable, Sequence

from bot.conversation.messages import ALPHABET

Make = Callable[[random.Random, Sequence[str]], bytes]
"""Chance and real tokens → the bytes of one request."""

MARK = "planted-mark"
"""Stands in many requests, and may stand in no answer to them."""
FORM = "application/x-www-form-urlencoded"
TYPES = (
    "application/json",
    "text/plain",
    "multipart/form-data",
    "text/xml",
    "",
    "a",
    ";",
    f"{FORM}x",
    "é/ü",
    f"{FORM}, a/b",
)
BOMB = (gzip.compress(b"t=" + b"A" * 30_000_000, 9), "gzip")
"""Thirty megabytes in thirty kilobytes."""
METHODS = ("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "HEAD", "PURGE", "X" * 40, "get", "BREW")
PATHS = (
    "/../../etc/passwd",
    "/static/../app.py",
    "/static/%2e%2e%2fapp.py",
    "//etc/passwd",
    "/static/",
    "/static/%00",
    "/.git/config",
    "/data/keys/41000.key",
    "/%",
    "/%ff%fe",
    "/paus/",
    "/PAUS",
    "/static/..%5c..%5cwin.ini",
    "*",
    "/;x",
    "/static/app.js%0d%0aSet-Cookie:a=b",
)
HEADERS = (
    "Expect: 100-continue",
    f"Expect: {MARK}",
    "Range: bytes=0-1,2-3",
    "If-Match: *",
    "X-Swap: 1\r\nX-Swap: 2",
    "Cookie: a=b; c=" + "d" * 4000,
    "Host: b\r\nHost: c",
    "Accept: " + "text/html," * 300,
    "Accept-Encoding: gzip;q=x",
    "Authorization: Basic =====",
    "X-Forwarded-For: " + "1.2.3.4," * 200,
    "Connection: keep-alive, close, keep-alive",
    "Trailer: x",
    "Origin: null",
    "\r\n".join(f"X-{n}: {n}" for n in range(120)),
)


def request(method: str, path: str, body: bytes = b"", *headers: str, version: str = "1.1", kind: str = FORM) -> bytes:
    """A request with a right length; all else is as wrong as it is asked to be."""
    lines = [f"{method} {path} HTTP/{version}", "Host: a", f"User-Agent: {MARK}", *headers]
    if body or method == "POST":
        lines += [f"Content-Type: {kind}", f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, "", ""]).encode() + body


def _letters(chance: random.Random, count: int, letters: str = ALPHABET) -> str:
    return "".join(chance.choice(letters) for _ in range(count))


def _form(token: str, move: str, more: str = "") -> bytes:
    return f"t={token}&c={move}{more}".encode()


def _random_token(chance: random.Random, _: Sequence[str]) -> bytes:
    length = chance.choice((0, 1, 61, 62, 62, 62, 63, 200))
    return request("POST", "/", _form(_letters(chance, length), _letters(chance, 2)))


def _altered_token(chance: random.Random, tokens: Sequence[str]) -> bytes:
    token, place = chance.choice(tokens), chance.randrange(62)
    return request("POST", "/", _form(token[:place] + chance.choice(ALPHABET) + token[place + 1 :], "AA"))


def _random_move(chance: random.Random, tokens: Sequence[str]) -> bytes:
    more = "".join(f"&o={_letters(chance, 2)}" for _ in range(chance.choice((0, 0, 1, 5))))
    move = chance.choice((_letters(chance, 2), "A" + _letters(chance, 1), "h" + _letters(chance, 1), "hD"))
    return request("POST", "/", _form(chance.choice(tokens), move, more), *chance.choice(((), ("X-Swap: 1",))))


def _random_ticks(chance: random.Random, tokens: Sequence[str]) -> bytes:
    count = chance.choice((1, 3, 20, 62, 65, 300))
    return request(
        "POST", "/", _form(chance.choice(tokens), "hD", "".join(f"&o=A{_letters(chance, 1)}" for _ in range(count)))
    )


def _malformed_form(chance: random.Random, tokens: Sequence[str]) -> bytes:
    token = chance.choice(tokens)
    bodies = (
        "",
        "&",
        "=",
        "&&&&",
        "t",
        "t=&c=",
        f"t={token}",
        "c=AA",
        f"t={token}&c=AA&t={token}",
        f"t={token}&c=AA&c=AB",
        f"t={token}&c=%41%41",
        f"t={token}&c=A%00",
        f"t={token}\x00&c=AA",
        f"t={token}&c=AA\r\n",
        f"t={token}&c=AA&",
        f"T={token}&C=AA",
        f"t[]={token}&c[]=AA",
        "%74=" + token + "&c=AA",
        f"t={token};c=AA",
        "%",
        "%zz=%zz",
        "t=" + "%41" * 62 + "&c=AA",
        f"t={MARK}&c={MARK}",
    )
    return request("POST", "/", chance.choice(bodies).encode())


def _random_body(chance: random.Random, _: Sequence[str]) -> bytes:
    return request("POST", "/", chance.randbytes(chance.choice((1, 10, 100, 5000))))


def _large_form(chance: random.Random, tokens: Sequence[str]) -> bytes:
    filler = chance.choice(("&o=AA", "&x=y", "%41", "a"))
    return request("POST", "/", _form(chance.choice(tokens), "AA", filler * chance.choice((100, 3000))))


def _wrong_type(chance: random.Random, tokens: Sequence[str]) -> bytes:
    return request("POST", "/", _form(chance.choice(tokens), "AA"), kind=chance.choice(TYPES))


def _multipart(chance: random.Random, tokens: Sequence[str]) -> bytes:
    edge = _letters(chance, chance.choice((1, 20, 69)), string.ascii_letters)
    head = f'--{edge}\r\nContent-Disposition: form-data; name="t"; filename="../../{MARK}"\r\n\r\n'
    part = f"{head}{chance.choice(tokens)}\r\n"
    return request("POST", "/", f"{part * 3}--{edge}--\r\n".encode(), kind=f"multipart/form-data; boundary={edge}")


def _wrong_method(chance: random.Random, _: Sequence[str]) -> bytes:
    return request(chance.choice(METHODS), chance.choice(("/", "/hitta", "/paus", "/nowhere", "/static/app.js")))


def _wrong_path(chance: random.Random, _: Sequence[str]) -> bytes:
    return request("GET", chance.choice(PATHS))


def _deep_query(chance: random.Random, _: Sequence[str]) -> bytes:
    queries = (
        "e=" + "9" * 40,
        "e=-1",
        "e=%EF%BC%91",
        "e=1&e=2",
        "e=1e1",
        "e=",
        "e[]=1",
        "e=%00",
        "&" * 500,
        "a=b&" * 1500,
        "[a]" * 2000,
        "e=65536",
    )
    return request(
        "GET", f"/?{chance.choice((*queries, _letters(chance, 300, string.printable[:94])))}".replace(" ", "+")
    )


def _odd_header(chance: random.Random, tokens: Sequence[str]) -> bytes:
    return request("POST", "/", _form(chance.choice(tokens), "AA"), chance.choice(HEADERS))


def _websocket(chance: random.Random, _: Sequence[str]) -> bytes:
    key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="
    return request(
        "GET",
        chance.choice(("/", "/ws")),
        b"",
        "Upgrade: websocket",
        "Connection: Upgrade",
        key,
        "Sec-WebSocket-Version: 13",
    )


def _packed(chance: random.Random, tokens: Sequence[str]) -> bytes:
    body = _form(chance.choice(tokens), "AA")
    packed, name = chance.choice(
        (
            (gzip.compress(body), "gzip"),
            (zlib.compress(body), "deflate"),
            (body, "gzip"),
            (body, "br"),
            (body, MARK),
            BOMB,
        )
    )
    return request("POST", "/", packed, f"Content-Encoding: {name}")


def _chunked(chance: random.Random, tokens: Sequence[str]) -> bytes:
    body, size = _form(chance.choice(tokens), "AA"), chance.choice((1, 7, 64))
    chunks = [body[place : place + size] for place in range(0, len(body), size)]
    sent = b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks) + b"0\r\n\r\n"
    head = f"POST / HTTP/1.1\r\nHost: a\r\nContent-Type: {FORM}\r\nTransfer-Encoding: chunked\r\n\r\n"
    return head.encode() + sent


WHOLE: tuple[Make, ...] = (
    _random_token,
    _altered_token,
    _random_move,
    _random_ticks,
    _malformed_form,
    _random_body,
    _large_form,
    _wrong_type,
    _multipart,
    _wrong_method,
    _wrong_path,
    _deep_query,
    _odd_header,
    _websocket,
    _packed,
    _chunked,
)


def _old_version(chance: random.Random, tokens: Sequence[str]) -> bytes:
    return request(
        "POST", "/", _form(chance.choice(tokens), "AA"), version=chance.choice(("1.0", "0.9", "2.0", "1.11", "9", ""))
    )


def _too_large(chance: random.Random, _: Sequence[str]) -> bytes:
    return request("POST", "/", b"t=" + b"A" * chance.choice((17_000, 70_000, 400_000)))


def _large_head(chance: random.Random, _: Sequence[str]) -> bytes:
    length = chance.choice((8_000, 8_200, 70_000))
    return chance.choice(
        (
            request("GET", "/", b"", f"X-A: {'b' * length}"),
            request("GET", f"/?{'c' * length}"),
            request("GET", "/", b"", f"{'D' * length}: e"),
        )
    )


def _wrong_length(chance: random.Random, tokens: Sequence[str]) -> bytes:
    lengths = ("-1", "1e3", "0x10", "99999999999999999999", "5, 6", " ", "+64", "9999", "\uff11")
    head = f"POST / HTTP/1.1\r\nHost: a\r\nContent-Type: {FORM}\r\nContent-Length: {chance.choice(lengths)}\r\n"
    more = chance.choice(
        ("", "Transfer-Encoding: chunked\r\n", "Transfer-Encoding: xchunked\r\n", "Content-Length: 3\r\n")
    )
    return f"{head}{more}\r\n".encode() + _form(chance.choice(tokens), "AA")


def _wrong_chunks(chance: random.Random, tokens: Sequence[str]) -> bytes:
    head = f"POST / HTTP/1.1\r\nHost: a\r\nContent-Type: {FORM}\r\nTransfer-Encoding: chunked\r\n\r\n"
    chunks = (
        "zz\r\n",
        "-5\r\nhello\r\n",
        "fffffffffffffffff\r\n",
        "5\r\nhelloo\r\n",
        "5;" + "a" * 9000 + "\r\n",
        "0\r\nX: y",
        "\r\n\r\n",
    )
    return (head + chance.choice(chunks)).encode() + _form(chance.choice(tokens), "AA")


def _wrong_head(chance: random.Random, _: Sequence[str]) -> bytes:
    lines = (
        b"GET / HTTP/1.1\r\nHost a\r\n\r\n",
        b"GET / HTTP/1.1\r\n: a\r\n\r\n",
        b"GET / HTTP/1.1\r\nA\0B: c\r\n\r\n",
        b"GET / HTTP/1.1\nHost: a\n\n",
        b"GET / HTTP/1.1\r\nHost: a\r\n folded: b\r\n\r\n",
        b"GET /\r\n\r\n",
        b"GET\r\n\r\n",
        b"\r\n\r\n",
        b"GET  /  HTTP/1.1\r\n\r\n",
        b"GET http://other.example/" + MARK.encode() + b" HTTP/1.1\r\n\r\n",
        b"GET http://[::1 HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET / HTTP/1.1\r\nUpgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMAAABk\r\n\r\n",
        b"CONNECT other.example:443 HTTP/1.1\r\nHost: a\r\n\r\n",
        b"OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n",
        b"G\xe9T / HTTP/1.1\r\n\r\n",
        b"GET /\xff HTTP/1.1\r\nHost: a\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Type: \xff\xfe\r\nContent-Length: 1\r\n\r\na",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"<" + MARK.encode() + b"> / HTTP/1.1\r\n\r\n",
        b"GET / " + MARK.encode() + b"/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + MARK.encode() + b"\r\n\r\n",
    )
    return chance.choice(lines)


def _noise(chance: random.Random, _: Sequence[str]) -> bytes:
    return chance.choice((b"", b"\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03", b"\0")) + chance.randbytes(
        chance.choice((1, 50, 2000))
    )


def _cut_short(chance: random.Random, tokens: Sequence[str]) -> bytes:
    sent = chance.choice(WHOLE)(chance, tokens)
    return sent[: chance.randrange(1, len(sent))]


def _many_at_once(chance: random.Random, tokens: Sequence[str]) -> bytes:
    return b"".join(chance.choice(WHOLE)(chance, tokens) for _ in range(5)) + _wrong_head(chance, tokens)


BROKEN: tuple[Make, ...] = (
    _old_version,
    _too_large,
    _large_head,
    _wrong_length,
    _wrong_chunks,
    _wrong_head,
    _noise,
    _cut_short,
    _many_at_once,
)

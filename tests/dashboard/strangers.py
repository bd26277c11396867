"""What a stranger tries, as data: who they are, what they send. Each has to fail; see test_strangers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote

Form = Mapping[str, str]
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Case:
    """One attempt. who: "nobody", or whose session it uses: "some" coordinates unit 1 alone, "boss" everything (then it
    is another page that presses for them), "closed" and "idle" once had one. path: from the root. form: None for GET.

    {…} in path, form and headers stands for what the house knows: {mark} of the session, {used}, {late}, {digest} of
    links, {left} by an administrator who was closed,
    {code}, {old} and {spent} codes, {boss} and {closed} accounts' numbers, {token} of the boss's session.
    cookie: sent instead of a session. body, kind: sent instead of a form. origin: whether a form says where it is from.
    """

    name: str
    path: str
    who: str = "nobody"
    form: Form | None = None
    method: str = ""
    headers: Form = field(default_factory=dict)
    cookie: str = ""
    body: str = ""
    kind: str = FORM
    origin: bool = True


D = "/samordning"
PAGES = (
    "",
    "/enheter",
    "/enheter/1",
    "/enheter/1001",
    "/enheter/1/skylt",
    "/enheter/1/kod.svg",
    "/kontakter",
    "/kontakter/enhet-1",
    "/kontakter/enhet-1/unit-lawyer",
    "/siffror/allt",
    "/siffror/allt/csv",
    "/konton",
    "/logg",
    "/konto",
    "/konto/nycklar",
    "/skattning",
    "/skattning/1",
    "/skattning/1/alla",
    "/skattning/1/resultat",
    "/skattning/1/fil/resultat.pdf",
)
TAKES = (
    "/skattning",
    "/skattning/1",
    "/skattning/1/alla",
    "/skattning/1/plan",
    "/enheter",
    "/enheter/1001",
    "/kontakter/enhet-1",
    "/kontakter/enhet-1/unit-lawyer",
    "/konton",
    "/konto",
    "/konto/nycklar",
    "/sprak",
    "/ut",
)
UNIT = {
    "name": "Egen enhet",
    "sector": "health",
    "kind": "",
    "provider": "public",
    "asks": "on_signs",
    "municipality": "Umeå",
    "staff": "3",
    "talks": "",
}
WITHDRAW = {"do": "withdraw", "invitation": "{digest_half}"}
INVITE = {"do": "invite", "name": "stranger", "role": "admin", "units": ""}
CLOSE = {"do": "close", "account": "{boss}"}
CONTACT = {"number": "0123-45 67", "hours": "dygnet runt", "note": "", "name": "", "seen": ""}
KEY = {"do": "make", "name": "stranger", "units": "", "days": "365"}
API = "/api/v1"


def cases() -> Iterator[Case]:
    """All of them."""
    for family in (nobody, cookies, other_units, roles, other_pages, links, guesses, paths, heads, methods, programs):
        for case in family():
            yield Case(**{**vars(case), "name": f"{family.__name__}: {case.name}"})


def nobody() -> Iterator[Case]:
    """Without a session, and with one that has ended."""
    for who in ("nobody", "closed", "idle"):
        for page in PAGES:
            yield Case(f"{who} opens {page or '/'}", D + page, who)
    for page in TAKES:
        yield Case(f"posts to {page}", D + page, form={"mark": "0" * 32, **UNIT, **INVITE})
        yield Case(f"closed posts to {page}", D + page, "closed", {"mark": "0" * 32, **UNIT, **INVITE})


def cookies() -> Iterator[Case]:
    """Sessions that are no sessions."""
    forged = (
        "0",
        "x" * 43,
        "A" * 43,
        "x" * 6000,
        "null",
        "undefined",
        "true",
        "1",
        "admin",
        "boss",
        "' OR 1=1 --",
        "%27%20OR%201",
        "{digest}",
        "{token}x",
        "x{token}",
        "{half}",
        "{swapped}",
        "{hash}",
        "{mark}",
        "{used}",
        "{late}",
        "eyJhbGciOiJub25lIn0.e30.",
        "../keys",
        "%00",
    )
    for text in forged:
        yield Case(f"cookie {text[:40]} ({len(text)})", D + "/konton", cookie=text)
    yield Case("cookie under the other name", D + "/konton", headers={"Cookie": "__Secure-desk={token}"})
    yield Case("cookie in another header", D + "/konton", headers={"X-Cookie": "desk={token}"})
    yield Case("session as bearer", D + "/konton", headers={"Authorization": "Bearer {token}"})
    yield Case("session in the address", D + "/konton?desk={token}")


def other_units() -> Iterator[Case]:
    """A coordinator of unit 1 at units that are not theirs."""
    for unit in ("2", "3", "1001", "1002", "65535", "0"):
        for page in ("", "/skylt", "/kod.svg"):
            yield Case(f"opens {unit}{page}", f"{D}/enheter/{unit}{page}", "some")
    for unit in ("1", "2", "1001"):
        for do in ("change", "close"):
            yield Case(f"{do} {unit}", f"{D}/enheter/{unit}", "some", {"mark": "{mark}", "do": do, **UNIT})
    for odd in ("01", "+1", "1.0", "1e0", "-1", "1%20", "%201", "1%00", "1%2F..%2F2", "2%23", "%31%30%30%31", "\u0661"):
        yield Case(f"unit written {odd}", f"{D}/enheter/{quote(odd, safe='%+')}", "some")
    yield Case("asks for another by a field", f"{D}/enheter/2?unit=1", "some")
    for place in (
        "alla",
        "enhet-2",
        "enhet-1001",
        "enhet-0",
        "enhet-01",
        "kommun-0180",
        "region-01",
        "enhet-1%2F..%2Falla",
    ):
        form = {"mark": "{mark}", "do": "called", "role": "unit-manager", **CONTACT}
        yield Case(f"calls at {place}", f"{D}/kontakter/{place}", "some", form)
        yield Case(f"writes at {place}", f"{D}/kontakter/{place}/unit-manager", "some", form)
    yield Case(
        "writes what is the same everywhere", f"{D}/kontakter/enhet-1/sos", "some", {"mark": "{mark}", **CONTACT}
    )
    yield Case("makes one", f"{D}/enheter", "some", {"mark": "{mark}", **UNIT})
    yield Case("makes one with a number", f"{D}/enheter", "some", {"mark": "{mark}", "id": "1", **UNIT})


def roles() -> Iterator[Case]:
    """A coordinator of some units who would like to be more."""
    for page in ("/konton", "/logg"):
        yield Case(f"opens {page}", D + page, "some")
        yield Case(f"opens {page} as said", f"{D}{page}?role=admin", "some")
    for do in ("invite", "withdraw", "change", "reset", "close"):
        for account in ("{boss}", "{some}"):
            form = {"mark": "{mark}", "do": do, "account": account, "role": "admin", "name": "stranger", "units": "1"}
            yield Case(f"{do} {account}", D + "/konton", "some", form)
    for number in ("{boss_key}", "0", "-1", ""):
        form = {"mark": "{mark}", "do": "revoke", "token": number}
        yield Case(f"revokes the key {number}", D + "/konto/nycklar", "some", form)
    for units in ("2", "1 1001", "*", "-1", "1;2"):
        yield Case(f"makes a key for {units}", D + "/konto/nycklar", "some", {**KEY, "mark": "{mark}", "units": units})
    for page in ("/sprak", "/konto", "/enheter/1"):
        form = {"mark": "{mark}", "role": "admin", "account": "{boss}", "units": "1 2 3", "language": "xx"}
        yield Case(f"role in a form of {page}", D + page, "some", form)
    for head in ("X-Role", "X-Forwarded-User", "Remote-User", "X-Remote-User", "X-Auth-Request-User", "X-Admin"):
        yield Case(f"says so in {head}", D + "/konton", "some", headers={head: "boss"})


def other_pages() -> Iterator[Case]:
    """The administrator's browser, used by somebody else's page (CSRF)."""
    wrong = {
        "no mark": {},
        "an empty mark": {"mark": ""},
        "a guessed mark": {"mark": "0" * 32},
        "somebody's mark": {"mark": "{some_mark}"},
    }
    for told, mark in wrong.items():
        for page, form in (
            ("/konton", INVITE), ("/konton", CLOSE), ("/konton", WITHDRAW),
            ("/enheter", UNIT), ("/konto/nycklar", KEY), ("/ut", {}),
            ("/kontakter/enhet-1/unit-manager", CONTACT),
        ):  # fmt: skip
            yield Case(f"{told}, {page} {form.get('do', '')}", D + page, "boss", {**form, **mark})
    marked = {**INVITE, "mark": "{mark}"}
    origins = (
        "null",
        "https://evil.example",
        "http://127.0.0.1",
        "http://127.0.0.1:1",
        "{address}.evil.example",
        "{address}@evil.example",
        "file://",
        "http://localhost",
        "evil",
        "http://evil.example#{host}",
        "ftp://{host}",
        "javascript://{host}",
    )
    for origin in origins:
        yield Case(f"from {origin}", D + "/konton", "boss", marked, headers={"Origin": origin})
    yield Case("without an origin", D + "/konton", "boss", marked, origin=False)
    for site in ("cross-site", "same-site", "none"):
        yield Case(f"Sec-Fetch-Site {site}", D + "/konton", "boss", marked, headers={"Sec-Fetch-Site": site})
    for kind in ("text/plain", "application/json", "multipart/form-data; boundary=x", "application/xml", ""):
        yield Case(f"as {kind or 'nothing'}", D + "/konton", "boss", marked, kind=kind)
    for path in ("/konton?do=close&account={boss}&mark={mark}", "/ut", "/sprak?language=en", "/ut?mark={mark}"):
        yield Case(f"by an address {path[:8]}", D + path, "boss", method="ACT")
    yield Case("sign-in from elsewhere", D + "/in", form={"name": "boss"}, headers={"Origin": "https://evil.example"})


def links() -> Iterator[Case]:
    """Invitations that were used, have ended, or were never made."""
    join = {
        "name": "stranger",
        "password": "en lång mening om gräs",
        "again": "en lång mening om gräs",
        "code": "{link_code}",
    }
    for link in (
        "{used}",
        "{late}",
        "{left}",
        "{digest}",
        "{live_half}",
        "{live}x",
        "{live_other}",
        "x" * 43,
        "{token}",
        "0",
        "%00",
        "..%2F..",
        "' OR 1",
    ):
        path = f"{D}/inbjudan/{link if link.startswith('{') else quote(link, safe='%')}"
        yield Case(f"opens {link[:40]}", path)
        yield Case(f"uses {link[:40]}", path, form=join)
    for told, change in (
        ("a wrong code", {"code": "000000"}),
        ("no code", {"code": ""}),
        ("a short password", {"password": "a", "again": "a"}),
        ("two passwords", {"again": "en annan mening"}),
        ("no name", {"name": ""}),
        ("markup for a name", {"name": "<script>"}),
        ("a name that is taken", {"name": "boss"}),
        ("a code of another link", {"code": "{used_code}"}),
    ):
        yield Case(f"open link, {told}", D + "/inbjudan/{live}", form={**join, **change})


def guesses() -> Iterator[Case]:
    """Signing in without being able to."""
    right = {"name": "boss", "password": "{password}", "code": "{code}"}
    changes: dict[str, Form] = {
        "nobody's name": {"name": "nobody"},
        "no name": {"name": ""},
        "wrong password": {"password": "fel"},
        "no password": {"password": ""},
        "password in capitals": {"password": "{PASSWORD}"},
        "a blank after it": {"password": "{password} "},
        "no code": {"code": ""},
        "guessed code": {"code": "123456"},
        "an old code": {"code": "{old}"},
        "a used code": {"code": "{spent}"},
        "a used spare code": {"code": "{spent_spare}"},
        "somebody's code": {"code": "{some_code}"},
        "somebody's spare code": {"code": "{some_spare}"},
        "closed account": {"name": "closed", "code": "{closed_code}"},
        "a name with %": {"name": "b%"},
        "a name with _": {"name": "bos_"},
        "quotes": {"name": "boss' --"},
        "a pattern": {"name": "*"},
        "zero byte": {"name": "boss\0"},
        "digits of another script": {"code": "\u0661" * 6},
        "a code with sign": {"code": "+{code}"},
        "two codes": {"code": "{code}{code}"},
        "the hash as password": {"password": "{hash_of_password}"},
    }
    for told, change in changes.items():
        yield Case(told, D + "/in", form={**right, **change})
    for told, body in (
        ("fields twice", "name=boss&name=boss&password=x&code=1"),
        ("no form at all", "\x00\x01"),
        ("an endless field", "name=" + "a" * 9000),
        ("too much", "name=" + "a" * 40000),
        ("many fields", "&".join(f"f{n}=1" for n in range(900))),
        ("broken percent", "name=%zz&password=%"),
        ("fields as lists", "name[]=boss&password[]=x&code[]=1"),
        ("nothing", ""),
    ):
        yield Case(told, D + "/in", form={}, body=body)


def paths() -> Iterator[Case]:
    """Ways round the guard."""
    for path in (
        "//samordning/konton",
        "/samordning//konton",
        "/samordning/konton/",
        "/samordning/./konton",
        "/samordning/x/../konton",
        "/samordning/%2e%2e/samordning/konton",
        "/samordning/%6bonton/",
        "/SAMORDNING/konton",
        "/samordning/konton;a=b",
        "/samordning/konton%00",
        "/samordning/konton%20",
        "/samordning/konton.html",
        "/samordning/konton%3Fx",
        "/samordning%2Fkonton",
        "/samordning/static/../konton",
        "/samordning/static/style.css",
        "/samordning/static/%2e%2e%2fapp.py",
        "/samordning/static/..%2f..%2f..%2fetc%2fpasswd",
        "/samordning/in/../konton",
        "/samordning/inbjudan/",
        "/samordning/inbjudan/../konton",
        "/samordning/admin",
        "/samordning/.env",
        "/samordning/enheter/../konton",
        "/samordning/enheter/1/skylt/../../../konton",
        "/samordning/templates/base.html",
    ):
        yield Case(path, path)
    for path in ("/enheter/1/skylt?s=../../base", "/enheter/1/skylt?d=file", "/enheter/1/kod.svg?d=//evil.example"):
        yield Case(path, D + path, "some")


def heads() -> Iterator[Case]:
    """Headers that some servers believe."""
    for head, value in (
        ("X-Original-URL", "/samordning/konton"),
        ("X-Rewrite-URL", "/samordning/konton"),
        ("X-Forwarded-For", "127.0.0.1"),
        ("X-Real-IP", "127.0.0.1"),
        ("Forwarded", "for=127.0.0.1"),
        ("Authorization", "Basic Ym9zczpib3Nz"),
        ("X-Custom-IP", "::1"),
        ("X-Forwarded-Host", "evil.example"),
        ("Referer", "{address}/samordning/konton"),
        ("X-Requested-With", "XMLHttpRequest"),
    ):
        yield Case(f"{head}: {value[:20]}", D + "/konton", headers={head: value})
    for method in ("PUT", "DELETE", "POST"):
        yield Case(
            f"override {method}", D + "/enheter/1", "some", headers={"X-HTTP-Method-Override": method}, method="ACT"
        )


def methods() -> Iterator[Case]:
    """Methods that no page has."""
    for method in ("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "HEAD"):
        yield Case(method, D + "/konton", "boss", method=method)


def programs() -> Iterator[Case]:
    """The programming interface: tokens that are none, that have ended, and that may not show what is asked."""
    wrong = {
        "no token": "",
        "an empty one": "Bearer ",
        "a guess": "Bearer fragestod_" + "A" * 43,
        "half a token": "Bearer {api_half}",
        "a token and more": "Bearer {api}x",
        "two tokens": "Bearer {api}, Bearer {api}",
        "in other letters": "Bearer {api_swapped}",
        "its digest": "Bearer {api_digest}",
        "its digest, dressed": "Bearer fragestod_{api_digest}",
        "a revoked one": "Bearer {api_revoked}",
        "one that has ended": "Bearer {api_expired}",
        "one whose account is closed": "Bearer {api_closed}",
        "as another scheme": "Basic {api}",
        "without a scheme": "{api}",
        "a session": "Bearer {token}",
        "an invitation": "Bearer {live}",
        "a password": "Basic Ym9zczpib3Nz",
        "quotes": "Bearer ' OR 1=1 --",
        "null": "Bearer null",
        "very long": "Bearer " + "x" * 6000,
    }
    for told, given in wrong.items():
        heads = {"Authorization": given} if given else {}
        for path in ("/units", "/data.jsonl"):
            yield Case(f"{told}, {path}", API + path, headers=heads)
    yield Case("token in the address", API + "/units?access_token={api}")
    yield Case("token in the path", API + "/units/{api}")
    yield Case("token as a cookie", API + "/units", cookie="{api}")
    yield Case("token in another header", API + "/units", headers={"X-Api-Key": "{api}"})
    yield Case("a session's cookie is no token", API + "/units", "boss")
    yield Case("a token is no session", D + "/konton", cookie="{api}")
    some = {"Authorization": "Bearer {api_some}"}
    for unit in ("2", "3", "1001", "65535", "0", "-1", "1e0", "1,2", "1%202", "%31%30%30%31", "1&unit=1001"):
        yield Case(f"figures of {unit}", f"{API}/figures/use?unit={unit}", headers=some)
    for question in ("compare", "..", "%2e%2e", "use%00", "USE", "use/../compare", "*"):
        yield Case(f"question {question}", f"{API}/figures/{question}?unit=1", headers=some)
    for path in (
        "//units", "/./units", "/x/../units", "/%2e%2e/v1/units", "/units/", "/units;a=b", "/units%00", "/units%20",
        "/units.json", "/UNITS", "/figures", "/figures/", "/figures/use/fil/csv", "/data", "/data.xlsx", "/static/x",
        "/openapi.json/../units", "/schema/units", "/../../samordning/konton", "/..%2f..%2fetc%2fpasswd", "/tokens",
    ):  # fmt: skip
        yield Case(f"path {path}", API + path)
    for path in ("/api", "/api/", "/api/v2/units", "/api/v1units", "/API/V1/units"):
        yield Case(path, path, headers=some)
    for more in (
        "?all=1",
        "?units=1001",
        "?account=boss",
        "?limit=-1",
        "?limit=99999",
        "?after=x",
        "?limit=1&limit=500",
    ):
        yield Case(f"units{more}", f"{API}/units{more}", headers=some)
    for method in ("POST", "PUT", "DELETE", "PATCH", "TRACE", "PROPFIND", "COPY"):
        yield Case(f"{method} a unit", API + "/units", method=method, headers=some)
    for head in ("X-HTTP-Method-Override", "X-Forwarded-User", "X-Original-URL", "X-Rewrite-URL", "X-Token"):
        yield Case(f"says so in {head}", API + "/units", headers={head: "/api/v1/openapi.json"})

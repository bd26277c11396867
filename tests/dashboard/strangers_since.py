"""More that a stranger tries: at every page there is, taken from the list of pages itself, so that none is forgotten;
and at what is of units: their rounds, follow-ups, own figures, contacts, pictures, the whole data set."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from bot.dashboard.app import PAGES
from tests.dashboard.strangers import CONTACT, INVITE, UNIT, Case, D

# What stands in an address, of the unit that is not theirs: {theirs}, {round} and {cycle} are known to the house.
FILLED = {
    "{unit}": "{theirs}", "{round}": "{round}", "{cycle}": "{cycle}", "{key}": "H1", "{place}": "enhet-{theirs}",
    "{role}": "unit-manager", "{question}": "compare", "{kind}": "xlsx", "{table}": "compare", "{file}": "resultat.pdf",
    "{token}": "x" * 43,
}  # fmt: skip
FIELDS = {**UNIT, **CONTACT, **INVITE, "do": "close", "sure": "yes", "whose": "{theirs}-health", "seen": "0", "H1": "4"}
OF_UNITS = ("{unit}", "{round}", "{cycle}", "{place}")


def address(path: str) -> str:
    """A page's address."""
    for name, value in FILLED.items():
        path = path.replace(name, value)
    return D + path


def cases() -> Iterator[Case]:
    """All of them."""
    for family in (every_page, of_units, links, figures, odd_numbers, forms_from_elsewhere):
        for case in family():
            yield Case(**{**vars(case), "name": f"{family.__name__}: {case.name}"})


def every_page() -> Iterator[Case]:
    """Each page behind sign-in, opened and posted to without a session, with one that has ended, and, of an
    administrator's, by another page."""
    for page in PAGES:
        if page.least is None:
            continue
        at = address(page.path)
        for who in ("nobody", "closed", "idle"):
            if page.show:
                yield Case(f"{who} opens {page.path}", at, who)
            if page.take:
                yield Case(f"{who} posts to {page.path}", at, who, {"mark": "0" * 32, **FIELDS})
        if page.take:
            yield Case(f"somebody's page posts to {page.path}", at, "boss", {"mark": "{some_mark}", **FIELDS})
            yield Case(
                f"another site posts to {page.path}", at, "boss", {"mark": "{mark}", **FIELDS},
                headers={"Origin": "https://evil.example"},
            )  # fmt: skip


def of_units() -> Iterator[Case]:
    """A coordinator of unit 1 at every page of another unit, and doing there all that can be done."""
    doings = ("close", "drop", "link", "gather", "tool", "end", "undo", "paste", "called", "remove")
    for page in PAGES:
        if page.least is None or not any(name in page.path for name in OF_UNITS):
            continue
        at = address(page.path)
        if page.show:
            yield Case(f"opens {page.path}", at, "some")
            yield Case(f"opens {page.path} as said", f"{at}?enhet=1&vem=1&unit=1", "some")
        for do in doings if page.take else ():
            form = {**FIELDS, "mark": "{mark}", "do": do, "version": "{version}", "lardom": "keep", "kind": "manager"}
            yield Case(f"{do} at {page.path}", at, "some", form)
    for whose in ("{theirs}-health", "0-health", "2-dental", "1-social", "1-dental", "x", "-1-health", "1001"):
        yield Case(f"begins a round of {whose}", D + "/skattning", "some", {"mark": "{mark}", "whose": whose})
    for vem in ("{theirs}", "0", "2", "x", "-1", ""):
        wish = {
            "vem": vem,
            "fraga": "opened-after-practice",
            "andring": "train-asking",
            "nar": "2026-w45",
            "mer": "200",
        }
        yield Case(f"follows up {vem}", D + "/uppfoljning", "some", {"mark": "{mark}", **wish})
        yield Case(f"looks how {vem} is", f"{D}/uppfoljning/ny?vem={vem}&fraga=opened-after-practice", "some")
    for version in ("{version}", "0{version}"):
        form = {"mark": "{mark}", "do": "undo", "version": version}
        yield Case(f"takes back {version}", D + "/egna", "some", form)
    table = "enhet;månad;besök\r\n{theirs};2026-01;9\r\n"
    yield Case("own figures of another", D + "/egna", "some", {"mark": "{mark}", "do": "import", "text": table})


def links() -> Iterator[Case]:
    """Links of rounds and letters that were ended, cut, mixed up or made up."""
    for kind in ("svar", "grupp"):
        for link in (
            "{ended_link}", "{answer_half}", "{answer}x", "{answer_other}", "{digest}", "{live}", "{token}", "{chat}",
            "x" * 43, "0", "%00", "..%2F..", "{round}", "' OR 1",
        ):  # fmt: skip
            at = f"{D}/skattning/{kind}/{link if link.startswith('{') else quote(link, safe='%')}"
            yield Case(f"opens {kind} {link}", at)
            yield Case(f"answers {kind} {link}", at, form={"seen": "0", "H1": "4", "done": "yes"})
    yield Case("a manager's link in a group's place", D + "/skattning/grupp/{answer}")
    yield Case("answers as a group by a manager's link", D + "/skattning/grupp/{answer}", form={"H1": "4"})
    for link in ("{chat}", "{answer}", "{live}", "{token}", "x" * 43, "1", "{boss}", "%00"):
        yield Case(f"opens the end of letters {link}", f"{D}/brev/slut/{link}")
        yield Case(f"ends letters by {link}", f"{D}/brev/slut/{link}", form={"List-Unsubscribe": "One-Click"})
    for form in ({"do": "want", "address": "a@evil.example"}, {"do": "link"}, {"do": "end"}, {"do": "unlink"}):
        yield Case(f"the boss's letter, {form['do']}", D + "/brev", form={**form, "mark": "{some_mark}"})
        yield Case(f"the boss's letter, {form['do']}, unmarked", D + "/brev", "boss", form)


def figures() -> Iterator[Case]:
    """Figures, pictures and files of units that are not theirs, and questions for those who see all."""
    for unit in ("{theirs}", "2", "65535", "-1", "1e0", "01", "1%202", "1&enhet={theirs}&x=", "%31%30%30%31"):
        asked = f"?enhet={unit}"
        if unit.startswith("1&"):
            continue  # the first of two counts, as everywhere
        for rest in ("", "/fil/csv", "/fil/xlsx", "/fil/json", "/fil/pdf", "/bild/use"):
            yield Case(f"use{rest} of {unit}", f"{D}/siffror/use{rest}{asked}", "some")
    for rest in ("", "/fil/csv", "/bild/compare", "/bild/quiet"):
        yield Case(f"all units side by side{rest}", f"{D}/siffror/compare{rest}", "some")
    for odd in ("..", "%2e%2e", "use%00", "USE", "allt%2Fcsv", "*", "use/../compare"):
        yield Case(f"question {odd}", f"{D}/siffror/{odd}", "some")
    for kind in ("json", "pdf", "exe", "..", "csv%00", "CSV", "excel.html", "xlsx/x"):
        yield Case(f"everything as {kind}", f"{D}/siffror/allt/{kind}", "boss")
    for kind in ("exe", "..%2f..%2fapp.py", "csv%00", "svg", ""):
        yield Case(f"a file of {kind}", f"{D}/siffror/use/fil/{kind}?enhet=1", "some")
    for table in ("..", "nothing", "use%00", "..%2fuse", "compare"):
        yield Case(f"a picture of {table}", f"{D}/siffror/use/bild/{table}?enhet=1", "some")


def odd_numbers() -> Iterator[Case]:
    """Numbers written so that they might be taken for others."""
    for odd in (
        "0",
        "-1",
        "01",
        "+1",
        "1.0",
        "1e0",
        "9" * 30,
        "%00",
        "1%20",
        "\u0661",
        "²",
        "1;2",
        "1'--",
        "..",
        "ny2",
    ):
        text = quote(odd, safe="%")
        for path in ("/skattning/{}", "/skattning/{}/resultat", "/skattning/{}/fil/resultat.pdf", "/uppfoljning/{}"):
            yield Case(f"{path} {odd}", D + path.format(text), "some")


def forms_from_elsewhere() -> Iterator[Case]:
    """Forms of another kind, with fields twice, or far too large, at the pages that take large ones."""
    for path in (
        "/skattning/{round}/alla",
        "/skattning/{round}/plan",
        "/egna",
        "/kontakter/enhet-{theirs}/unit-manager",
    ):
        for told, body, kind in (
            ("fields twice", "mark={mark}&mark={mark}&seen=0&seen=1", "application/x-www-form-urlencoded"),
            ("JSON", '{"mark": "{mark}"}', "application/json"),
            ("parts", "--x\r\n\r\n--x--", "multipart/form-data; boundary=x"),
            ("text", "mark={mark}", "text/plain"),
            ("many fields", "&".join(f"f{n}=1" for n in range(3000)), "application/x-www-form-urlencoded"),
            ("a broken sign", "mark=%zz", "application/x-www-form-urlencoded"),
            ("a zero byte", "mark=%00&seen=0", "application/x-www-form-urlencoded"),
            ("too much", "text=" + "a" * 1_000_000, "application/x-www-form-urlencoded"),
        ):
            yield Case(f"{told} at {path}", D + path, "boss", {}, body=body, kind=kind)

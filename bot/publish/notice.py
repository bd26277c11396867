"""What staff must be told when a release is recalled, in plain Swedish and English. Pure.

It tells how to know whether one has met it (the first signs of the code), when it was shown, what was said otherwise
than before and after, and what to do. It asks nobody to name a person.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.conversation.report_code import release_signs
from bot.dialog.load import release_id
from bot.dialog.tree import read
from bot.publish.compare import Area, Change, How, compare
from bot.publish.document import Times
from bot.publish.sheet import Block, Heading, Items, Paragraph, Sheet, plain, strong

WORDS: Mapping[str, Mapping[str, str]] = {
    "sv": {
        "title": "Till alla som använder Frågestöd",
        "recalled": "Ett innehåll i Frågestöd är återkallat den {day}. Det visades {live}.",
        "never": "Det visades aldrig härifrån.",
        "from": "från {first} till {last}",
        "still": "från {first} till i dag",
        "on": "den {first}",
        "and": " och ",
        "reason": "Skäl: {reason}",
        "yours": "Gäller det dig? Koden på skärmen eller på papperet börjar då med {code}.",
        "do": "Gör så här",
        "stop": "Använd inte utskrifter med den koden. Lägg dem i sekretessavfallet.",
        "again": "Ett samtal som pågår slutar på en lugn sida. Börja ett nytt samtal.",
        "unsure": "Har du följt råden och är osäker? Tala med din chef i dag, utan att säga vem det gäller.",
        "duty": "En plikt som du redan har fullgjort, till exempel en anmälan, tas inte tillbaka.",
        "before": "Det som är annorlunda jämfört med innehållet före ({id})",
        "after": "Det som är annorlunda jämfört med innehållet efter ({id})",
        "same": "Inget steg och ingen åtgärd skiljer sig.",
        "first": "Det fanns inget innehåll före.",
        "last": "Det finns inget nyare innehåll än. Nya samtal kan inte börja förrän det finns.",
        "step": "steget",
        "guide": "guiden",
        "action": "åtgärden",
        "added": "finns bara här",
        "removed": "saknas här",
        "changed": "har andra ord eller leder annorlunda",
    },
    "en": {
        "title": "To everybody who uses Frågestöd",
        "recalled": "Content that Frågestöd showed was recalled on {day}. It was shown {live}.",
        "never": "It was never shown from here.",
        "from": "from {first} to {last}",
        "still": "from {first} until today",
        "on": "on {first}",
        "and": " and ",
        "reason": "Reason: {reason}",
        "yours": "Does it concern you? The code on the screen or on paper then begins with {code}.",
        "do": "What to do",
        "stop": "Do not use printouts with that code. Put them with the confidential waste.",
        "again": "A talk that is under way ends on a calm page. Begin a new one.",
        "unsure": "Did you follow it and are unsure? Talk to your manager today, without saying whom it was about.",
        "duty": "A duty that you have already met, such as a report, is not taken back.",
        "before": "What differs from the content before ({id})",
        "after": "What differs from the content after ({id})",
        "same": "No step and no action differs.",
        "first": "There was no content before.",
        "last": "There is no newer content yet. No new talk can begin before there is.",
        "step": "step",
        "guide": "guide",
        "action": "action",
        "added": "stands only here",
        "removed": "is missing here",
        "changed": "is worded or leads otherwise",
    },
}


@dataclass(frozen=True, slots=True)
class Recalled:
    """A release that is taken back. before, after: the contents that were live next to it, None where there was none.
    reason: in the words of who recalls it, "" for none."""

    files: Mapping[str, bytes]
    times: Times
    day: date
    before: Mapping[str, bytes] | None
    after: Mapping[str, bytes] | None
    reason: str = ""


def as_sheet(recalled: Recalled) -> Sheet:
    """The notice in both languages, Swedish first."""
    name = release_id(recalled.files)
    blocks = tuple(block for language in WORDS for block in _blocks(recalled, WORDS[language]))
    return Sheet(f"Frågestöd, {name[:12]}", blocks, f"release {name[:12]} · {recalled.day}", "sv")


def as_json(recalled: Recalled) -> dict[str, object]:
    """The facts of the notice as plain data."""
    return {
        "release": release_id(recalled.files),
        "code": release_signs(release_id(recalled.files)),
        "recalled": str(recalled.day),
        "live": [{"first": str(first), "last": str(last) if last else None} for first, last in recalled.times.live],
        "reason": recalled.reason or None,
        "differs": {
            side: [{"what": _kind(c), "name": c.name, "how": c.how.value} for c in _changes(recalled, other)]
            for side, other in (("before", recalled.before), ("after", recalled.after))
            if other is not None
        },
    }


def _blocks(recalled: Recalled, words: Mapping[str, str]) -> Iterator[Block]:
    yield Heading(1, words["title"])
    live = words["and"].join(
        words["still" if last is None else "on" if last == first else "from"].format(first=first, last=last)
        for first, last in recalled.times.live
    )
    told = words["recalled"].format(day=recalled.day, live=live) if live else words["never"]
    yield Paragraph(strong(told))
    if recalled.reason:
        yield Paragraph(plain(words["reason"].format(reason=recalled.reason)))
    yield Paragraph(plain(words["yours"].format(code=release_signs(release_id(recalled.files)))))
    yield Heading(2, words["do"])
    yield Items(tuple(plain(words[key]) for key in ("stop", "again", "unsure", "duty")))
    for side, other, none in (("before", recalled.before, "first"), ("after", recalled.after, "last")):
        if other is None:
            yield Paragraph(plain(words[none]))
            continue
        yield Heading(2, words[side].format(id=release_id(other)[:12]))
        items = tuple(plain(_said(change, recalled.files, other, words)) for change in _changes(recalled, other))
        yield Items(items) if items else Paragraph(plain(words["same"]))


def _changes(recalled: Recalled, other: Mapping[str, bytes]) -> list[Change]:
    """Guides, steps and actions of the recalled content that are not as in the other one."""
    return [change for change in compare(other, recalled.files) if change.area in (Area.GUIDE, Area.ACTION)]


def _kind(change: Change) -> str:
    return "action" if change.area is Area.ACTION else "step" if "." in change.name else "guide"


def _said(change: Change, mine: Mapping[str, bytes], other: Mapping[str, bytes], words: Mapping[str, str]) -> str:
    title = _title(change, mine if change.how is not How.REMOVED else other)
    return f"{words[_kind(change)]} {change.name}{f' “{title}”' if title else ''}: {words[change.how.value]}"


def _title(change: Change, files: Mapping[str, bytes]) -> str:
    """What a person saw above it: a guide's or step's title or question, an action's text."""
    guide, _, step = change.name.partition(".")
    if change.area is Area.ACTION:
        return str(_inside(files, "actions.yaml", "actions", change.name).get("text", ""))
    data = _inside(files, f"guides/{guide}.yaml", *(("steps", step) if step else ()))
    return str(data.get("title") or data.get("ask") or "")


def _inside(files: Mapping[str, bytes], file: str, *path: str) -> dict[str, Any]:
    content = files.get(file)
    tree = read(content.decode("utf-8-sig", "replace"), file)[0] if content is not None else None
    data: Any = tree.data if tree else None
    for key in path:
        data = data.get(key) if isinstance(data, dict) else None
    return data if isinstance(data, dict) else {}

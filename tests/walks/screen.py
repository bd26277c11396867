"""What a screen of the real content must be, held against what the engine says it is."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.async_api import Page

from bot.conversation.messages import Text
from bot.conversation.talk import Talks
from bot.text.lint.betrayal import betraying
from tests.walks.people import Stop, betrayals


@dataclass(frozen=True, slots=True)
class Seen:
    """A screen as it stands in the browser. passages, labels: [audience, text, language]. kept: how much is stored."""

    address: str
    tab: str
    lang: str
    title: list[str]
    words: str
    passages: list[list[str]]
    labels: list[list[str]]
    hide: bool
    kept: list[int]

    @property
    def aloud(self) -> bool:
        """Whether there is a sentence to say."""
        return any(audience == "aloud" for audience, *_ in self.passages)


# Only what is visible counts. A text's language is that of the nearest element that tells one.
LOOK = """() => {
  const visible = (e) => e.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const read = (e) => [e.textContent.replace(/\\s+/g, " ").trim(), e.closest("[lang]").lang];
  const all = (what) => [...document.querySelectorAll(`main .passage ${what}`)].filter(visible)
    .map((e) => [e.closest(".passage").classList[1], ...read(e)]);
  const title = document.getElementById("title");
  return {
    address: location.pathname + location.search, tab: document.title, lang: document.documentElement.lang,
    title: read(title.querySelector("[lang]") ?? title), words: document.body.innerText,
    passages: all(":is(p:not(.label), li)"), labels: all(".label"),
    hide: visible(document.querySelector("label.tool")) && !document.getElementById("hide").disabled,
    kept: [localStorage.length, sessionStorage.length, document.cookie.length, name.length],
  };
}"""


async def look(page: Page) -> Seen:
    """All of it at once."""
    return Seen(**await page.evaluate(LOOK))


def assert_said(seen: Seen, stop: Stop, talks: Talks) -> None:
    """Title, texts and labels are the engine's, in their languages, in order."""
    turn = stop.turn
    assert (seen.lang, seen.tab) == (turn.staff, talks.word("page-title", turn.staff).text)
    assert seen.title == list(_spoken(turn.view.title)[0])
    said = [(line.audience.value, text) for line in turn.view.lines for text in (line.text, line.beside) if text]
    assert seen.passages == [[audience, *part] for audience, text in said for part in _spoken(text)], stop.title
    for audience, label, lang in seen.labels:
        assert (label, lang) == (talks.word(audience, turn.staff).text, turn.staff)
    assert {audience for audience, *_ in seen.passages} == {audience for audience, *_ in seen.labels}


def assert_neutral(seen: Seen, stop: Stop, talks: Talks) -> None:
    """Address, tab and stores tell nothing on any screen; before the gate and after an interruption no word does."""
    assert seen.hide
    assert seen.kept == [0, 0, 0, 0]
    assert seen.address in {"/", f"/?e={stop.turn.unit}"}
    words = betrayals(talks)
    assert betraying(seen.tab, words) is None
    if not stop.turn.view.private or stop.turn.view.neutral:
        assert betraying(seen.words, words) is None


def _spoken(text: Text) -> list[tuple[str, str]]:
    """The lines of a text, each with its language."""
    return [(" ".join(line.removeprefix("- ").split()), text.lang) for line in text.text.splitlines() if line.strip()]

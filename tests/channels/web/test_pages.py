"""What a page holds and what it holds back, and that a screen is rendered once."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest

from bot.channels.web import fragment, shell
from bot.channels.web.page import Pages
from bot.channels.web.statics import FOLDER
from bot.channels.web.texts import shaped
from bot.conversation.messages import Button, Control, Line, Press, Text, Turn, write_move
from bot.conversation.reading import Block, blocks, groups
from bot.conversation.talk import Talks
from bot.dialog.model import Audience
from bot.text import practice
from bot.text.catalogues import LANGUAGES
from bot.text.languages import direction
from bot.text.ui import WORDS
from tests.channels.web.small_house import open_talks
from tests.contrast import contrast, shared

DONE, BACK, RESTART = (write_move(c.value) for c in (Control.DONE, Control.BACK, Control.RESTART))


def walk(talks: Talks, *moves: str | tuple[str, int], unit: int = 1, said: str = "sv", staff: str = "sv") -> Turn:
    """The turn after these moves; (DONE, mask) sends ticks."""
    turn = talks.begin(b"web", unit=unit, staff=staff, said=said)
    for move in moves:
        wanted, ticks = move if isinstance(move, tuple) else (move, None)
        turn = talks.press(Press(turn.sealed, wanted, b"web", ticks))
        assert not turn.refused and turn.safe is None
    return turn


PRIVATE = ("AA", "AA")
SEVERAL = (*PRIVATE, "AA")
WISH = (*SEVERAL, (DONE, 0b110))
NEAR = (*WISH, "AA")
END = (*NEAR, "AC")
NEUTRAL = ("AA", "AB")


@pytest.fixture
def talks() -> Talks:
    """The orchid house."""
    return open_talks()


@pytest.fixture
def pages(talks: Talks) -> Pages:
    """Pages whose clock stands still."""
    return Pages(talks, lambda: 0.0)


def html(pages: Pages, turn: Turn) -> str:
    """The <main> of a turn."""
    return pages.fragment(turn).decode()


def test_each_audience_is_named_before_its_text(talks: Talks, pages: Pages) -> None:
    """The word comes first, so nobody needs to see a colour."""
    page = html(pages, walk(talks, *PRIVATE))

    for audience, label in (("staff", "Till dig:"), ("aloud", "Säg:"), ("shown", "Visa:")):
        assert f'<div class="passage {audience}">\n<p class="label">{label}</p>' in page


def test_sources_are_named_only_where_the_two_are_alone(talks: Talks, pages: Pages) -> None:
    """Titles of sources tell the subject: not on the way to the gate, not on a neutral ending's face."""
    before, inside = html(pages, walk(talks, "AA")), html(pages, walk(talks, *PRIVATE))

    assert "orkidé" not in before.lower()
    assert "Handbok om orkidéer" in inside and "datumet har gått ut" in inside
    assert "https://example.invalid/handbok" in inside and "<a href" not in inside


def test_a_neutral_ending_keeps_everything_behind_one_tap(talks: Talks, pages: Pages) -> None:
    """Who comes in sees an ordinary page: list, contacts and sources wait in a closed fold."""
    page = html(pages, walk(talks, *NEUTRAL))
    seen = re.sub(r"<details class=\"more\"><summary>(.*?)</summary>.*</details>", r"\1", page, flags=re.DOTALL)

    assert "Att göra, när du är själv" in seen
    assert "tel:" not in seen and "Fråga inte mer i dag." not in seen and "orkidé" not in seen.lower()
    assert "tel:" in page


def test_the_ending_tells_strength_deadline_decider_basis_and_contacts(talks: Talks, pages: Pages) -> None:
    """Each action in its order, with all that belongs to it."""
    page = html(pages, walk(talks, *END))

    assert re.findall(r'<h3 class="what">(.*?)</h3>', page) == [
        "Vattna orkidén.",
        "Flytta den till ljuset.",
        "Byt kruka.",
    ]
    for said in ("Ska – lagen kräver det", "Nu, inom minuter", "du själv, var och en för sig", "Handbok om orkidéer"):
        assert said in page
    assert '<a class="tel" dir="ltr" href="tel:0846500440">08-465 004 40</a>' in page
    assert "Ingen jurist har läst det här." in page
    assert "Kod vid avvikelse" in page
    assert f'value="{RESTART}" class="choice go">Nytt samtal' in page


def test_contacts_say_whether_they_answer_now() -> None:
    """Open, closed, unknown, not checked and past its day are all said; a missing one says what is missing."""
    night = open_talks(now=lambda: datetime(2026, 11, 25, 22, 0, tzinfo=UTC))
    day = open_talks()
    by_day = html(Pages(day, lambda: 0.0), walk(day, *END))
    by_night = html(Pages(night, lambda: 0.0), walk(night, *END))

    assert 'vardagar 8–16.30 · <span class="state">öppet nu' in by_day
    assert 'vardagar 8–16.30 · <span class="state">stängt nu' in by_night
    assert "numret är inte kontrollerat på länge" in by_day
    assert '<p class="hours">tiderna är inte kända</p>' in by_day
    assert "Kommunens nummer är inte inlagt." in html(Pages(day, lambda: 0.0), walk(day, *NEAR, "AD"))


def test_far_municipalities_are_not_in_the_first_list(talks: Talks, pages: Pages) -> None:
    """A button that is not near waits behind "another"; keys and counts do not see it either."""
    turn = walk(talks, *NEAR)
    far = Button(write_move(9), Text("Fjärran", "sv"), near=False)
    page = html(pages, turn._replace(view=replace(turn.view, choices=(*turn.view.choices, far))))

    assert "Välj bland alla kommuner" in page and "Fjärran" not in page


def test_long_lists_stand_in_columns(talks: Talks, pages: Pages) -> None:
    """More than eight choices get the class that lays them out in two columns."""
    turn = walk(talks, *NEAR)
    many = tuple(Button(write_move(n), Text(f"Ort {n}", "sv")) for n in range(9))

    assert 'class="choices many"' in html(pages, turn._replace(view=replace(turn.view, choices=many)))
    assert 'class="choices many"' not in html(pages, turn)


def test_the_acute_jump_stands_in_the_acute_panel_alone(talks: Talks, pages: Pages) -> None:
    """The word is on the screen once; the panel leads on, step by step, where the talk offers it."""
    page = pages.whole(walk(talks, *PRIVATE)).decode()
    end = pages.whole(walk(talks, *END)).decode()

    assert page.count(">Akut<") == 2  # the button and the panel's heading
    assert 'value="gA" id="steps"' in page
    assert 'hidden id="steps"' in end


def test_back_is_off_only_at_the_start(talks: Talks, pages: Pages) -> None:
    """The button is always there; at the first screen it leads nowhere."""
    start, later = pages.whole(walk(talks)).decode(), pages.whole(walk(talks, "AA")).decode()

    assert f'value="{BACK}" id="back" class="tool" disabled>Tillbaka' in start
    assert f'value="{BACK}" id="back" class="tool">Tillbaka' in later


def test_ticks_sent_before_stand_ticked_after_back(talks: Talks, pages: Pages) -> None:
    """Back to a choose-several shows what was chosen."""
    page = html(pages, walk(talks, *WISH, BACK))

    assert page.count(" checked>") == 2


def test_done_without_a_tick_says_what_to_choose(talks: Talks, pages: Pages) -> None:
    """Where "none of these" is an answer of its own, an empty form is not taken for it."""
    turn = walk(talks, *SEVERAL)
    page = html(pages, talks.press(Press(turn.sealed, DONE, b"web", 0)))

    assert "Välj minst en sak, eller det sista svaret." in page


def test_texts_in_another_language_say_so(talks: Talks, pages: Pages) -> None:
    """What is said in Arabic runs from right to left and is told to the screen reader; Swedish around it is not."""
    page = pages.whole(walk(talks, *PRIVATE, said="ar")).decode()

    assert '<html lang="sv" dir="ltr"' in page
    assert '<p lang="ar" dir="rtl">كيف حال أزهار الأوركيد لديك؟</p>' in page
    assert "Ingen översättning finns." in page
    assert "Översättningen är gjord av dator och inte granskad." in page
    assert '<p class="label">Säg:</p>' in page


def test_a_page_in_english_marks_what_is_left_in_swedish(talks: Talks, pages: Pages) -> None:
    """A missing translation is visible, and read with the right voice."""
    page = pages.whole(walk(talks, *SEVERAL, staff="en", said="en")).decode()

    assert '<html lang="en" dir="ltr"' in page
    assert "What do you see?" in page
    assert '<span lang="sv" dir="ltr">Rötterna är torra</span>' in page
    assert "gjord av dator" not in page


def test_a_page_for_staff_who_read_arabic_runs_from_right_to_left(talks: Talks, pages: Pages) -> None:
    """The whole page turns, not the texts alone."""
    assert '<html lang="ar" dir="rtl"' in pages.whole(walk(talks, staff="ar")).decode()


def test_a_number_keeps_its_order_in_a_text_from_right_to_left(talks: Talks, pages: Pages) -> None:
    """Without this, 08-465 004 41 would be shown as 41 004 08-465, and somebody would call it."""
    turn = walk(talks, *PRIVATE, staff="ar")
    line = Line(Audience.STAFF, Text("اتصل 08-465 004 41 & 112.", "ar"))

    page = html(pages, turn._replace(view=replace(turn.view, lines=(line,))))
    panel = pages.whole(turn).decode()

    assert 'اتصل <bdi dir="ltr">08-465 004 41</bdi> &amp; 112.' in page
    assert '<a class="tel" dir="ltr" href="tel:112">112</a>' in panel
    assert shaped("08-465 004 41", "sv") == "08-465 004 41"


def test_every_language_has_a_direction() -> None:
    """Three of the languages there can be run from right to left."""
    assert {code for code in LANGUAGES if direction(code) == "rtl"} == {"ar", "fa", "ckb"}


def test_a_text_is_never_markup(talks: Talks, pages: Pages) -> None:
    """Whatever stands in a text is shown as text, in the page and in its attributes."""
    turn = walk(talks, *PRIVATE)
    evil = Text('<img src=x onerror="alert(1)">', "sv")
    foreign = replace(evil, lang='x" onload="y')
    view = replace(turn.view, title=evil, lines=(Line(Audience.ALOUD, foreign),), why=evil)

    page = html(pages, turn._replace(view=view))

    assert "<img" not in page and 'onload="y"' not in page


def test_lines_with_a_dash_become_a_list() -> None:
    """The author's own way to write a list."""
    assert blocks("Ett\n- två\n- tre\n\nfyra") == (
        Block(False, ("Ett",)),
        Block(True, ("två", "tre")),
        Block(False, ("fyra",)),
    )


def test_neighbours_of_one_audience_share_a_frame() -> None:
    """Three sentences to say are one thing to say."""
    said, aside = (Line(a, Text("x", "sv")) for a in (Audience.ALOUD, Audience.STAFF))

    found = [(audience.value, len(texts)) for audience, texts in groups((said, said, aside, said))]

    assert found == [("aloud", 2), ("staff", 1), ("aloud", 1)]


def test_what_is_announced_is_title_and_count_and_never_advice(talks: Talks, pages: Pages) -> None:
    """A screen reader may be heard in the room."""
    said = re.search(r'data-say="([^"]*)"', html(pages, walk(talks, "AA")))
    private = re.search(r'data-say="([^"]*)"', html(pages, walk(talks, *PRIVATE)))

    assert said is not None and said[1] == "Vem hör er? Antal svar: 2"
    assert private is not None and private[1] == "Om orkidéer."


def test_a_lasting_screen_is_rendered_once(talks: Talks, pages: Pages) -> None:
    """Two conversations at the same screen share its bytes and differ in nothing but the token."""
    one = walk(talks, "AA")
    other = one._replace(sealed="z" * 62)

    first, second = html(pages, one), html(pages, other)

    assert first.replace(one.sealed, other.sealed) == second
    kept = pages._fragments._kept
    assert len(kept) == 1


def test_an_ending_is_never_kept(talks: Talks, pages: Pages) -> None:
    """Numbers and hours are of the moment."""
    html(pages, walk(talks, *END))

    assert not pages._fragments._kept


def test_what_is_kept_is_bounded(talks: Talks, pages: Pages, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many screens, units and languages, the memory has an end."""
    monkeypatch.setattr(fragment, "MOST", 8)
    monkeypatch.setattr(shell, "MOST", 4)
    turn = walk(talks)

    for unit in range(50):
        pages.whole(turn._replace(unit=unit, view=replace(turn.view)))

    assert len(pages._fragments._kept) <= 8
    assert len(pages._shells._kept) <= 4


def test_numbers_around_the_turn_are_at_most_a_minute_old() -> None:
    """The acute panel follows the clock."""
    now, clock = datetime(2026, 11, 25, 10, 0, tzinfo=UTC), 0.0
    talks = open_talks(now=lambda: now)
    pages = Pages(talks, lambda: clock)
    turn = talks.begin(b"web", unit=1)
    before = pages.whole(turn)
    now = datetime(2099, 11, 25, 10, 0, tzinfo=UTC)
    clock = 59.0
    assert pages.whole(turn) == before

    clock = 60.0

    assert "numret är inte kontrollerat på länge" in pages.whole(turn).decode()


class Shape(HTMLParser):
    """Notes the elements that are open, and faults in their nesting."""

    VOID = frozenset(("meta", "link", "input", "br", "hr", "img"))

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.ids += [value or "" for name, value in attrs if name == "id"]
        if tag == "p" and "p" in self.open:
            self.faults.append("p in p")
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}>")


@pytest.mark.parametrize("moves", [(), PRIVATE, SEVERAL, WISH, NEAR, END, NEUTRAL], ids=str)
def test_pages_are_well_formed(talks: Talks, pages: Pages, moves: tuple[str | tuple[str, int], ...]) -> None:
    """Each element is closed, each id stands once."""
    shape = Shape()
    shape.feed(pages.whole(walk(talks, *moves)).decode())

    assert shape.faults == [] and shape.open == []
    assert len(shape.ids) == len(set(shape.ids))


def test_every_word_of_the_templates_exists() -> None:
    """A key that no word has would be found by a user; here it is found before."""
    files = [path for path in FOLDER.parent.glob("**/*") if path.suffix in (".html", ".py")]
    for words, practised in ((WORDS, False), (practice.WORDS, True)):
        texts = "".join(path.read_text() for path in files if path.name.startswith("practice") is practised)
        used = set(re.findall(r"(?:word|plain)\(\"([a-z-]+)\"", texts))
        used |= set(re.findall(r"plain\('([a-z-]+)'\)", texts))

        assert {key for key in used if not key.endswith("-")} <= set(words)


def test_the_style_knows_no_left_and_no_right() -> None:
    """Logical properties alone, so that a page can run from right to left."""
    style = re.sub(r"/\*.*?\*/", "", (FOLDER / "style.css").read_text(), flags=re.DOTALL)

    assert not re.search(
        r"[\s:-](left|right)\b|(?<![\w-])(width|height|top|bottom)\s*:",
        re.sub(r"\((?:min|max)-(?:width|height)[^)]*\)", "", style),
    )
    assert "url(" not in style and "@import" not in style


def test_the_script_keeps_nothing_and_calls_nobody_else() -> None:
    """No storage, no cookies, no markup from text, no address but our own."""
    script = (FOLDER / "app.js").read_text()

    for word in (
        "localStorage",
        "sessionStorage",
        "cookie",
        "indexedDB",
        "caches",
        "innerHTML",
        "eval(",
        "http:",
        "https:",
        "sendBeacon",
    ):
        assert word not in re.sub(r"/\*.*?\*/", "", script, flags=re.DOTALL)


TEXT = "ink-paper ink-sheet ink-said ink-aside soft-paper soft-sheet soft-aside lead-sheet lead-said on-lead-lead "
TEXT += "on-alarm-alarm doubt-paper doubt-sheet paper-ink"
FRAMES = "line-paper line-sheet line-aside lead-paper alarm-paper doubt-paper"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_colours_can_be_told_apart_in_both_themes(theme: str) -> None:
    """Text at least 5.5:1 (the law's norm asks for 4.5), frames and marks at least 3:1."""
    colours = shared()[theme]

    for pairs, least in ((TEXT, 5.5), (FRAMES, 3.0)):
        for pair in pairs.split():
            front, _, back = pair.rpartition("-")
            assert contrast(colours[front], colours[back]) >= least, pair

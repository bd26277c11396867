"""Telegram's HTML is read as Telegram reads it, complaints included."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.testing.telegram import Refusal
from bot.testing.telegram.entities import Entity, parse_html, units


@pytest.mark.parametrize(
    ("html", "text", "entities"),
    [
        ("plain", "plain", []),
        ("a<b>b</b>c", "abc", ["bold 1 1"]),
        ("<strong>1</strong><em>2</em><ins>3</ins>", "123", ["bold 0 1", "italic 1 1", "underline 2 1"]),
        ("<del>1</del><s>2</s>", "12", ["strikethrough 0 1", "strikethrough 1 1"]),
        ("😀<i>å</i>", "😀å", ["italic 2 1"]),
        ("<b>a<i>b</i></b>", "ab", ["bold 0 2", "italic 1 1"]),
        ("&lt;b&gt; &amp;&quot; &#229; &#xE5; &nbsp; &", '<b> &" å å &nbsp; &', []),
        ("<b></b>x", "x", []),
        ("<B CLASS='x'>a</B >", "a", ["bold 0 1"]),
        ('<tg-spoiler>a</tg-spoiler><span class="tg-spoiler">b</span>', "ab", ["spoiler 0 1", "spoiler 1 1"]),
        ("<blockquote>a</blockquote>", "a", ["blockquote 0 1"]),
        ("<blockquote expandable>a</blockquote>", "a", ["expandable_blockquote 0 1"]),
        ("<a href='https://example.se/?a=1&amp;b'>x</a>", "x", ["text_link 0 1 https://example.se/?a=1&b"]),
        ("<a href='tel:+46812345'>x</a>", "x", ["text_link 0 1 tel:+46812345"]),
        ("<a>example.se</a><a href='nowhere'>y</a>", "example.sey", ["text_link 0 10 example.se"]),
        ('<pre><code class="language-python">x</code></pre>', "x", ["pre 0 1 python"]),
        ("<code>y</code>", "y", ["code 0 1"]),
        ('<tg-emoji emoji-id="5368">👍</tg-emoji>', "👍", ["custom_emoji 0 2 5368"]),
    ],
)
def test_what_html_means(html: str, text: str, entities: list[str]) -> None:
    """Tags become entities in UTF-16 units, character references their characters, all else stays text."""
    found, read = parse_html(html)
    assert found == text
    assert [f"{e.type} {e.offset} {e.length} {e.argument}".strip() for e in read] == entities


@pytest.mark.parametrize(
    ("html", "why"),
    [
        ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("å<p>a</p>", 'Unsupported start tag "p" at byte offset 2'),
        ("a < b > c", 'Unsupported start tag "" at byte offset 2'),
        ("a <b", "Unclosed start tag at byte offset 2"),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("<b>a</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("<b><i>a</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("<b>a</b", "Unclosed end tag at byte offset 4"),
        ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<a href>x</a>", 'Expected equal sign in declaration of an attribute of the tag "a" at byte offset 0'),
        ("<a =x>y</a>", 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<a href=x_y>z</a>", "Unexpected end of name token at byte offset 8"),
        ("<a href='x", "Unclosed start tag at byte offset 0"),
        ("<a href=", 'Unclosed start tag "a" at byte offset 0'),
    ],
)  # fmt: skip
def test_html_that_cannot_be(html: str, why: str) -> None:
    """HTML that Telegram refuses is refused with its words and the byte where it went wrong."""
    with pytest.raises(Refusal) as caught:
        parse_html(html)
    assert caught.value.description == f"Bad Request: can't parse entities: {why}"


def test_custom_emoji_needs_its_number() -> None:
    """A custom emoji without its number is refused."""
    with pytest.raises(Refusal, match="invalid custom emoji identifier specified"):
        parse_html("<tg-emoji>a</tg-emoji>")


@given(st.text(alphabet="<>/&;#x1ab bi='\"å😀"))
def test_any_text_is_read_or_refused(html: str) -> None:
    """Whatever comes is read or refused, and entities lie within the text."""
    text, entities = "", tuple[Entity, ...]()
    with suppress(Refusal):
        text, entities = parse_html(html)
    assert all(0 <= e.offset < e.offset + e.length <= units(text) for e in entities)


def test_entity_as_it_is_shown() -> None:
    """Links, languages and emoji numbers stand in fields of their own."""
    assert Entity("text_link", 0, 1, "tel:1").json() == {"type": "text_link", "offset": 0, "length": 1, "url": "tel:1"}
    assert Entity("pre", 0, 1, "py").json()["language"] == "py"
    assert Entity("bold", 2, 3).json() == {"type": "bold", "offset": 2, "length": 3}

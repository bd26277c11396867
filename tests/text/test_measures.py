"""Length and readability, by hand."""

import pytest

from bot.dialog.model import Audience
from bot.text.lint.faults import faults
from bot.text.lint.measures import LONGEST_SENTENCE, LONGEST_TEXT, ari, lix, longest_sentence, words_in

HALF, STOP = "\u200c", "\u06d4"
"""The Persian half space and the Arabic full stop, which look like nothing and like a hyphen."""


def test_lix_is_words_per_sentence_plus_percent_of_long_words() -> None:
    """Ten sentences of ten words, one of them long in each: 10 + 10. Six letters are not long."""
    assert lix(["en två tre fyra fem sex sju åtta nio fjorton."] * 5 + ["sextio " * 9 + "sjuttio!"] * 5) == 20


def test_ari_counts_letters_and_words() -> None:
    """Ten sentences of ten words of four letters: 4.71 × 4 + 0.5 × 10 − 21.43."""
    assert ari(["word " * 9 + "word."] * 10) == pytest.approx(2.41)


@pytest.mark.parametrize("measure", [lix, ari])
def test_a_measure_says_nothing_of_few_words(measure: type) -> None:
    """Where there are fewer than twenty words, one long word decides."""
    assert measure(["ord " * 19]) is None
    assert measure(["ord " * 20]) is not None


@pytest.mark.parametrize("audience", Audience)
def test_a_sentence_and_a_text_have_a_longest(audience: Audience) -> None:
    """The limit itself is allowed; one word more is a fault, and the message tells the limit."""
    fits = "ord " * (LONGEST_SENTENCE[audience] - 1) + "ord."
    long = f"{'ord ' * LONGEST_SENTENCE[audience]}ord."
    many = "Ord. " * LONGEST_TEXT[audience]

    assert list(faults(fits, audience, "sv")) == []
    assert [(f.code, f.found) for f in faults(long, audience, "sv")] == [
        ("T014", f"{LONGEST_SENTENCE[audience] + 1} words in one sentence; {LONGEST_SENTENCE[audience]} at most")
    ]
    assert list(faults(many, audience, "sv")) == []
    assert [f.code for f in faults(many + "Ord.", audience, "sv")] == ["T015"]


def test_sentences_end_at_marks_and_lines() -> None:
    """A point or a colon inside a number is no end; a new line is."""
    assert longest_sentence("Ring 8.30 i dag om lagen (2018:1937) gäller. Eller i kväll\nom du vill det själv") == 6


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("ti", "ሕጂ ቃንዛ ኣለኩም ድዩ፧ ሓገዝ ይመጽእ ኣሎ። ንገሩኒ፦ ኣብዚ ኣለኹ፨ ደውሉ", 4),
        ("ar", "هل يمكنك الكلام الآن؟ أجب بنعم أو لا فقط. شكرًا", 5),
        ("fa", f"آیا الان می{HALF}توانید حرف بزنید؟ اینجا می{HALF}مانم{STOP} بله", 5),
        ("ckb", "ئایا دەتوانیت قسە بکەیت؟ تەنها بڵێ بەڵێ یان نەخێر.", 5),
        ("uk", "Як зв’язатися з Вами? Скажіть «я не можу?» Тоді я покладу слухавку.", 4),
        ("pl", "Czy można rozmawiać? Proszę powiedzieć „pomyłka.” Wtedy się rozłączę.", 3),
    ],
)
def test_sentences_end_as_each_language_writes(language: str, text: str, words: int) -> None:
    """Each script has its own marks at the end of a sentence; none of them joins two sentences to one too long."""
    assert longest_sentence(text) == words
    assert "T014" not in [fault.code for fault in faults(f"{text} " * 4, Audience.ALOUD, language)]


@pytest.mark.parametrize("word", [f"می{HALF}توانید", "لأنّه", "зв’язатися", "п'ять", "vet-inte"])
def test_a_word_is_one_in_each_script(word: str) -> None:
    """The Persian half space, Arabic vowel signs, apostrophes and hyphens hold a word together."""
    assert words_in(word) == 1

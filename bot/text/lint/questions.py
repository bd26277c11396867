"""How a question is built: leading ones (T009) and two in one (T010).

A question that is put as a statement (“Du är rädd?”), denied at its beginning (“Är du inte …?”) or followed by a tag
(“…, eller hur?”) has its answer in it. Two questions on one line get one answer, and nobody knows to which.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from bot.text.lint.voices import Sentence, Voice
from bot.text.lint.words import Fault


@dataclass(frozen=True, slots=True)
class Grammar:
    """Expressions of one language on small letters.

    leading: a question with this leads. stated: a question that begins so is a statement, and leads too, unless the
    question comes only after it (“Det låter tungt, vill du berätta?”). clause: it begins with a clause that is neither.
    told: a sentence that is no question leads with this. ours: a question of the speaker to themselves (“Varför frågar
    vi?”). second: where another question begins inside one.
    """

    leading: re.Pattern[str]
    stated: re.Pattern[str]
    clause: re.Pattern[str]
    told: re.Pattern[str]
    ours: re.Pattern[str]
    second: re.Pattern[str]


SV_VERB = (
    r"(?:är|har|blir|kan|vill|vet|finns|får|ska|var|hade|slår|känner|vågar|brukar|behöver|bor|kommer|går|tycker|tror"
    r"|händer|gör|hände|mår|sover|ser|måste|skulle|kunde|fick)"
)
SV_WHO = r"(?:du|ni|det|de|den|hen|han|hon|någon|något|din|ditt|dina|vi|jag|barnen|barnet)"
SV_ASK = r"(?:vad|vem|vilka|vilken|vilket|hur|när|var|varför)"
EN_AUX = r"(?:are|is|was|were|do|does|did|have|has|had|can|could|will|would|should|shall|may)"
EN_VERB = rf"{EN_AUX}(?:n['’]t)?"
EN_WHO = (
    r"(?:you|they|it|he|she|anyone|anybody|someone|somebody|tonight|today|tomorrow|this|that|your \w+|the \w+|there"
    r"|we|i)"
)
EN_ASK = r"(?:what|who|whom|which|how|when|where|why)"

GRAMMARS: Mapping[str, Grammar] = {
    "sv": Grammar(
        leading=re.compile(
            r"(?:,| )(?:eller hur|inte sant)\W*$"
            r"|, ?(?:va|inte|väl|eller|visst|eller vad|stämmer det|hoppas jag|antar jag)\W*$"
            r"|^(?:men |och )?(?:visst|nog|säkert|självklart|förstås|alltså|så|du menar|jag antar|är det inte så)\b"
            rf"|^(?:men |och )?(?!{SV_ASK}\b)\w+ {SV_WHO}(?: \w+)?? (?:väl |ju )?(?:inte|aldrig)\b"
            r"|\b\w+ (?:du|ni|det|hen|han|hon|någon|ingen) (?:väl|ju|nog|alltså)\b|\b(?:förstås|naturligtvis|såklart)\b"
        ),
        stated=re.compile(
            r"^(?:men |och )?(?:(?:du|ni|det|den|allt|ingen|inget|inga|alla|din|ditt|dina|han|hon|hen|de)\b(?!,)"
            r"|(?:hemma|då|nu|i dag|idag) (?:är|har|blir|mår|går|känns)\b)"
        ),
        clause=re.compile(rf"^(?:om|när|nu när|eftersom|innan|medan|sedan) {SV_WHO}\b"),
        told=re.compile(
            r"\b(?:det|du|ni|hen|din partner) måste (?:ha|vara|väl)\b"
            r"|^du (?:är|blir|har) väl\b|, det (?:ser|hör|vet) jag\W*$"
        ),
        ours=re.compile(r"^(?:varför \w+|(?:vad|hur) (?:frågar|gör|menar|skriver|vill)) (?:jag|vi)\b"),
        second=re.compile(
            rf"(?:\boch|\bsamt|\bmen|,)(?: i så fall)? (?:sedan )?{SV_ASK}(?: länge| ofta)?\W*$"
            rf"|(?:\boch|\bsamt|\bmen|,)(?: i så fall)? {SV_ASK}"
            r" (?!(?:du|ni|jag|vi|hen|han|hon|de|den|det|din|ditt|som|än)\b)\w+"
            rf"|(?:\boch|\bsamt|, men|,)(?: och)? {SV_VERB} {SV_WHO}\b"
            rf"|\beller (?!(?:är|var) det\b|ska (?:vi|jag)\b|vill du (?:vänta|att)\b){SV_VERB} {SV_WHO}\b"
        ),
    ),
    "en": Grammar(
        leading=re.compile(
            rf", ?{EN_VERB}(?: not)? (?:you|they|it|he|she|there)(?: not)?\W*$"
            r"|, ?(?:right|correct|no|yes|or not|eh|then|of course|true)\W*$"
            r"|, ?i (?:hope|suppose|trust|guess|think|take it)\W*$"
            r"|^(?:but |and )?(?:surely|so|of course|naturally|clearly|i assume|i take it|you mean)\b"
            rf"|^(?:but |and )?{EN_AUX}n['’]t\b|^{EN_VERB} {EN_WHO} (?:not|never)\b"
            r"|\b(?:obviously|naturally|of course)\b"
        ),
        stated=re.compile(
            r"^(?:but |and )?(?:you|they|it|home|no|everything|nobody|your|he|she|there|all|nothing)\b(?!,)"
        ),
        clause=re.compile(rf"^(?:if|when|now that|since|before|while|after) {EN_WHO}\b"),
        told=re.compile(
            r"\b(?:it|that|this|you|they|your partner|\w+ \w+) must (?:have|be)\b(?! (?:allowed|able|told))"
            r"|, i can (?:see|tell|hear)(?: that| it)?\W*$"
        ),
        ours=re.compile(r"^(?:why (?:do|are|am|will|would|should|did|must)|what do) (?:i|we)\b"),
        second=re.compile(
            rf"(?:\band|\bas well as|\bbut|,)(?: if so)? (?:for |since )?{EN_ASK}(?: long| often)?\W*$"
            rf"|(?:\band|\bas well as|\bbut|,)(?: if so)? {EN_ASK}"
            r" (?!(?:you|i|we|they|he|she|it|your|the|is there|ever)\b)\w+"
            rf"|(?:\band|, but|,)(?: and)? {EN_VERB} {EN_WHO}\b"
            rf"|\bor (?!(?:is|was|are) (?:it|they)\b|(?:shall|should) (?:we|i)\b){EN_VERB} {EN_WHO}\b"
        ),
    ),
}


def leading(sentence: Sentence, grammar: Grammar) -> Iterator[Fault]:
    """T009, when words to the person have their answer in them."""
    small = sentence.text.lower()
    if sentence.voice is not Voice.SAID:
        return
    if sentence.is_question:
        leads = grammar.leading.search(small) or (grammar.stated.search(small) and not grammar.second.search(small))
    else:
        leads = grammar.told.search(small)
    if leads:
        yield Fault("T009", sentence.text)


def double(found: list[Sentence], grammar: Grammar, *, to_staff: bool) -> Iterator[Fault]:
    """T010, once for each line with two questions.

    Args:
        found: the sentences of one text.
        grammar: of its language.
        to_staff: it is the question that staff answer on the screen.
    """
    asked = [s for s in found if s.is_question and (to_staff or s.voice is Voice.SAID)]
    for _, group in groupby(asked, key=lambda s: (s.voice, s.line)):
        line = [s for s in group if not grammar.ours.search(s.text.lower())]
        if len(line) > 1 or any(_asks_again(s.text.lower(), grammar) for s in line):
            yield Fault("T010", " ".join(s.text for s in line))


def _asks_again(small: str, grammar: Grammar) -> bool:
    """Whether a second question begins inside; what follows a statement or a clause is the first."""
    begins = grammar.stated.search(small) or grammar.clause.search(small)
    return not begins and grammar.second.search(small) is not None

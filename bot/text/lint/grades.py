"""Words that grade a person's risk, or score it, in every language that is held. T025.

Frågestöd shows signs and duties and leaves to whoever talks with the person how urgent it is. A level or a score would
make it a medical device (docs/intended-use.md), and a number looks surer than it is. To name a risk (“at risk of being
taken abroad”), or the social services' own risk assessment, is no grade.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.text.lint.voices import Voice
from bot.text.lint.words import Words

_DEGREE_SV = (
    r"(?:(?:hög|låg|stor|liten|små|förhöjd|ökad|medel\w*|måttlig|betydande|påtaglig|allvarlig|extrem|akut|röd|rött|gul"
    r"|grön|high|medium|low|severe)(?:a|t)?|\d)\b"
)
_DEGREE_EN = (
    r"(?:high|low|great|big|large|small|medium|moderate|severe|extreme|serious|increased|elevated|heightened|acute|red"
    r"|orange|amber|yellow|green|\d)\b"
)
_MANY_SV = "(?:två|tre|fyra|fem|sex|sju)"
_MANY_EN = "(?:two|three|four|five|six|seven)"
_WORDS: Mapping[str, str] = {
    "sv": rf"""
        (?:risk|faro|farlighets|hot|hotbilds|våldsrisk|allvarlighets|allvars|svårighets)(?:
        niv|poäng|grad|klass|skal|tal|index|profil|mått|betyg)\w*
        poäng\w*|score\w*|scoring\w*|graderas?\b|(?:tre|fyra|fem|sju|tio)gradig\w*|sannolikhet\w*|på en skala
        (?:hög|höga|låg|låga|stor|stora|liten|små|medelhög|medelstor|måttlig|allvarlig|extrem|förhöjd|ökad|betydande
        |påtaglig)(?:a|t)? (?:risk|hotbild)\w*
        (?:hög|stor|låg|liten|extrem|måttlig)(?:a|t)? fara\b|(?:hög|låg|medel)risk\w*|risk (?:\d|noll)
        (?:risken|faran|hotbilden|hotet)(?: för [\w ]{{1,40}}?)?(?:
        [ ](?:är|var|bedöms|som|vara|verkar|blir|mycket|ganska|extremt))* {_DEGREE_SV}
        (?:risk|fara|hot|hotbild|riskbedömning|bedömning|utfall|resultat|summa)(?:en|et|n)?(?:
        [ ]?[:=] ?(?:mycket )?{_DEGREE_SV})
        (?:nivå|grad) (?:av )?(?:\d|ett|{_MANY_SV}|fara|risk)|(?:prioritet|betyg) \d|kategori (?:\d|[a-e]\b)
        (?:röd|gul|grön|orange|farlig|livsfarlig)(?:a|t)? (?:nivå|zon|kod|flagg)|(?:rött|gult|grönt) läge
        (?:rött|gult|grönt|röd|gul|grön)[:.]|\d+ (?:av|/) \d+ (?:tecken|ja|svar|frågor|kryss)
        \d+ ?(?:%|procents?) (?:risk|fara|chans)\w*|(?:minst|fler än|över) {_MANY_SV} (?:tecken|ja|kryss)\b
        (?:{_MANY_SV}|\d+) eller (?:fler|flera|mer) (?:ja|tecken|kryss|svar)
        (?:räkna|summera|addera)(?: ihop| samman)? (?:ja|tecknen|svaren|kryssen|hur många)
    """,
    "en": rf"""
        (?:high|low|great|big|large|small|medium|moderate|severe|extreme|serious|increased|elevated|heightened)(?:
        [ -]risk\w*)
        (?:high|great|extreme|low|moderate) danger\b|scor(?:e|es|ed|ing)\b|\d+ points?\b|on a scale
        (?:risks?|danger|threat)(?: of [\w ]{{1,40}}?)?(?:
        [ ](?:is|are|was|seems?|looks?|very|quite|extremely|judged|to|be))+ {_DEGREE_EN}
        (?:risk|danger|threat|result|outcome|assessment|total) ?[:=] ?(?:very )?{_DEGREE_EN}|likelihood|probability
        (?:risk|danger|threat|severity)[ -](?:
        levels?|scores?|grades?|class(?:es)?|points?|scales?|ratings?|index|profile)
        (?:level|degree|grade) of (?:risk|danger)
        \d+ (?:of|/) \d+ (?:signs|answers|questions)|(?:level|priority) \d|category (?:\d|[a-e]\b)
        (?:red|yellow|green|amber) (?:level|zone|code|alert|flag)|(?:red|yellow|green|amber)[:.]
        \d+ ?(?:%|per ?cent) (?:risk|chance|danger)|(?:at least|more than) {_MANY_EN} (?:signs|yes|ticks)\b
        (?:{_MANY_EN}|\d+) or more (?:signs|yes|ticks|answers)
        count (?:up )?(?:the|how many) (?:signs|answers|ticks|yes)
    """,
    "fi": r"""
        riskita\w+|riskipiste\w*|riskiluok\w*|vaarata\w+|pistemäär\w*|pistettä
        (?:suuri|suure\w+|korke\w+|matal\w+|pieni|piene\w+|kohtalai\w+|vakava\w*) riski\w*
    """,
    "so": r"heerka khatar\w*|dhibcaha khatar\w*|khatar(?:ta)? (?:sare|weyn|hoose|yar|dhexdhexaad)\w*",
    "ti": r"(?:ደረጃ|ነጥቢ|መጠን) ሓደጋ|(?:ልዑል|ትሑት|ዓቢ|ማእከላይ|ንኡስ) ሓደጋ",
    "uk": r"""
        рів\w+ (?:ризику|небезпеки)|бал(?:и|ів|ами) ризику|шкал\w+ ризику
        (?:висок|низьк|велик|мал|середн|помірн|серйозн)\w+ ризик\w*
    """,
    "fa": r"(?:سطح|میزان|درجه|امتیاز) (?:خطر|ریسک)|(?:خطر|ریسک) (?:زیاد|بالا|کم|پایین|متوسط|شدید)|امتیاز",
    "pl": r"""
        poziom\w* (?:ryzyka|zagrożenia)|punkt\w* ryzyka|skal\w+ ryzyka|punktacj\w+
        (?:wysoki|niski|duż|mał|średni|umiarkowan|poważn)\w* ryzyk\w+
    """,
    "ar": r"""
        (?:مستوى|درجة|نقاط|مقياس) (?:ال)?(?:خطر|خطورة|مخاطر)
        (?:ال)?(?:خطر|مخاطر) (?:ال)?(?:عالي?|عالية|مرتفعة?|منخفضة?|متوسطة?)
    """,
    "ckb": r"(?:ئاستی|پلەی|خاڵی) مەترسی|مەترسی(?:یەکی)? (?:زۆر|بەرز|نزم|کەم|مامناوەند)",
}
GRADES: Mapping[str, re.Pattern[str] | None] = {
    language: Words(always=words).by_voice[Voice.SAID] for language, words in _WORDS.items()
}
"""Language → what grades; a variant (“sv-x-easy”) has its language's."""


def graded(text: str, language: str) -> str:
    """The first words of a text that grade a risk, in its own language or in English; "" where none do."""
    small = text.casefold()
    for known in dict.fromkeys((language.partition("-")[0], "en")):
        if (words := GRADES.get(known)) and (found := words.search(small)):
            return found[0]
    return ""

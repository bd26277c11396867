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

_WORDS: Mapping[str, str] = {
    "sv": r"""
        (?:risk|faro|hot|våldsrisk)(?:niv|poäng|grad|klass|skal|tal)\w*|poäng\w*|score\w*|scoring\w*
        (?:hög|höga|låg|låga|stor|stora|liten|små|medelhög|medelstor|måttlig|allvarlig|extrem)(?:a|t)? risk\w*
        (?:hög|låg|medel)risk\w*
        risken (?:(?:är|bedöms som|verkar|blir) (?:\w+ )?)?(?:hög|låg|stor|liten|måttlig|medel)\w*
        (?:nivå|grad) (?:av )?(?:\d|fara|risk)|(?:röd|gul|grön) nivå|på en skala|\d+ av \d+ tecken
    """,
    "en": r"""
        (?:high|low|great|big|large|small|medium|moderate|severe|extreme|serious)[ -]risk\w*
        risks? (?:is|are|seems?|looks?) (?:\w+ )?(?:high|low|great|big|small|medium|moderate|severe|extreme|serious)
        (?:risk|danger|threat)[ -](?:levels?|scores?|grades?|class(?:es)?|points?|scales?|ratings?)
        (?:level|degree|grade) of (?:risk|danger)|scor(?:e|es|ed|ing)|\d+ points?|on a scale|\d+ of \d+ signs
        (?:red|yellow|green) level
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
    """The first words of a text that grade a risk; "" where none do."""
    words = GRADES.get(language.partition("-")[0])
    found = words.search(text.casefold()) if words else None
    return found[0] if found else ""

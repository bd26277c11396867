"""A person's risk is neither graded nor scored in any language, and what only sounds so is left alone (clause I19)."""

import pytest

from bot.dialog.model import Audience
from bot.text.catalogues import SOURCE
from bot.text.languages import NAMES
from bot.text.lint.faults import faults
from bot.text.lint.grades import GRADES

GRADED = [
    ("sv", "Tre tecken betyder stor risk."),
    ("sv", "Här är risken hög."),
    ("sv", "Personens risknivå är gul."),
    ("sv", "Räkna ihop poängen."),
    ("sv", "Hög-score betyder fara."),
    ("sv", "Det är en högriskpatient."),
    ("sv", "Bedöm faran på en skala."),
    ("sv", "Faran är stor."),
    ("sv", "Stor fara."),
    ("sv", "Risken för nytt våld bedöms vara hög."),
    ("sv", "Förhöjd risk för grovt våld."),
    ("sv", "Riskbedömning: medel"),
    ("sv", "Risk: 3 av 5"),
    ("sv", "Risk: HIGH"),
    ("sv", "Hotbild: mycket hög"),
    ("sv", "Danger level red."),
    ("sv", "Rött: ring polisen."),
    ("sv", "Gult läge."),
    ("sv", "Allvarlighetsgrad tre."),
    ("sv", "Kategori A."),
    ("sv", "Prioritet 1."),
    ("sv", "80 % risk för nytt våld."),
    ("sv", "Sannolikheten är stor."),
    ("sv", "Räkna ja-svaren."),
    ("sv", "Fem eller fler ja: ring polisen."),
    ("sv", "Minst tre tecken: ring polisen."),
    ("sv-x-easy", "Det är stor risk."),
    ("en", "Three signs mean a high risk."),
    ("en", "A high-risk patient."),
    ("en", "The risk is very high."),
    ("en", "Write the risk level."),
    ("en", "A score above ten."),
    ("en", "7 points or more."),
    ("en", "The danger is great."),
    ("en", "The risk of new violence is severe."),
    ("en", "Outcome: very high"),
    ("en", "Red: call the police."),
    ("en", "Three or more signs: call the police."),
    ("en", "Count how many signs there are."),
    ("en", "A 40 per cent chance of new violence."),
    ("fi", "Riskitaso on korkea."),
    ("fi", "Tässä on suuri riski."),
    ("so", "Heerka khatarta waa sare."),
    ("ti", "ደረጃ ሓደጋ ልዑል እዩ።"),
    ("uk", "Рівень ризику високий."),
    ("uk", "Це високий ризик."),
    ("fa", "سطح خطر بالا است."),
    ("pl", "Poziom ryzyka jest wysoki."),
    ("pl", "To duże ryzyko."),
    ("ar", "مستوى الخطر مرتفع."),
    ("ckb", "ئاستی مەترسی بەرزە."),
]
PLAIN = [
    ("sv", "Utgå från utredningen och en aktuell riskbedömning."),
    ("sv", "Frågestöd räknar inget och mäter ingen risk."),
    ("sv", "Den som riskerar att föras ut ur Sverige."),
    ("sv", "Vad en förälder får veta beror på den ungas mognad och risk för skada."),
    ("sv", "En lång väntan kan öka faran."),
    ("sv", "Risken för hennes liv är högre nu."),
    ("sv", "Ring alltid vid fara: 112 svarar."),
    ("sv", "Fråga om faran är över."),
    ("sv", "Allvarlig fara för barnets liv."),
    ("sv", "Hot: skriv orden som de sades."),
    ("sv", "Minst två personer. Två eller fler barn."),
    ("sv", "Räkna med att det tar tid."),
    ("en", "The danger is over, and two or more children are safe."),
    ("en", "Base it on the inquiry and a current risk assessment."),
    ("en", "Anyone at risk of being taken abroad."),
    ("en", "Something definite points to severe harm."),
    ("en", "The young person's maturity and risk of harm."),
    ("pl", "Punkt, do którego można zadzwonić."),
    ("uk", "Оцінка ризику соціальної служби."),
    ("fi", "Sosiaalipalvelut arvioivat riskin."),
]


def codes(text: str, language: str) -> set[str]:
    """What the lint finds in a sentence for staff."""
    return {fault.code for fault in faults(text, Audience.STAFF, language)}


@pytest.mark.parametrize(("language", "text"), GRADED)
def test_a_grade_or_score_of_risk_is_found(language: str, text: str) -> None:
    """Whoever writes or translates that a risk is great, or a level or a score, is told of it."""
    assert "T025" in codes(text, language)


@pytest.mark.parametrize(("language", "text"), PLAIN)
def test_to_name_a_risk_is_no_grade(language: str, text: str) -> None:
    """A risk of something, the social services' own assessment, and what only sounds alike pass."""
    assert "T025" not in codes(text, language)


def test_every_language_that_is_held_is_looked_at() -> None:
    """No catalogue can hold a grade that nobody looks for."""
    held = {code.partition("-")[0] for code in (SOURCE, *NAMES)}

    assert held <= set(GRADES)

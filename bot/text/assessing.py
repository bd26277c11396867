"""The words of self-assessments' results, in Swedish. Translated like all else, with the context "assessing".

What is shown is what those who answered say of their own work: “enligt er egen skattning”, never “lagbrott”.
"""

from __future__ import annotations

CONTEXT = "assessing"

WORDS: dict[str, str] = {
    "own": "Enligt er egen skattning.",
    "statement": "Påstående",
    "must": "krav",
    "should": "råd",
    "open": "utan vikt",
    "profile": "Områden",
    "profile-none": "inget svar som räknas",
    "strengths": "Det här står stadigt",
    "strengths-none": "Inget står på steg 4, eller på steg 3 med något att visa upp.",
    "unmet": "Krav som inte är uppfyllda",
    "unmet-none": "Inget krav står under steg 2.",
    "below": "Under rådet",
    "below-none": "Inget råd står under steg 2.",
    "on-paper": "Krav som är uppfyllda bara på papper",
    "on-paper-none": "Inget krav står på steg 2.",
    "unknown": "Ni vet inte",
    "unknown-none": "Inget svar är “vet inte”.",
    "first": "Börja här",
    "first-none": "Inget att börja med.",
    "then": "Sedan",
    "then-none": "Inget mer.",
    "beside": "Gäller inte er",
    "beside-none": "Allt gäller er.",
    "unanswered": "Inte besvarat än",
    "unanswered-none": "Allt är besvarat.",
    "weight": "vikt",
    "can-do": "Det kan ni göra",
    "basis": "Vilar på",
    "method-level": "Varje svar är ett steg, 0 till 4. Vet inte räknas som 0 och visas för sig. "
    "Det som inte gäller er räknas inte.",
    "method-area": "Områdets procent: krav väger 2, råd väger 1. "
    "Summan av vikt gånger steg delas med det högsta som går att nå.",
    "method-first": "V"
    "ikten: 4 minus steget, gånger 2 för krav eller 1 för råd, gånger hur nära faran ligger, 1 till 3.",
    "method-tool": "Steg och vikter är Frågestöds eget förslag. Det här är inte Socialstyrelsens verktyg.",
    "method-public": "Det ni sparar kan vara en allmän handling. Skriv inget om en person.",
}

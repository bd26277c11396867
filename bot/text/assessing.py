"""The words of self-assessments, in Swedish: pages and results. Translated like all else, with the context "assessing".

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
    "method-level": "Varje svar är ett steg, 0 till 4. Vet inte räknas som 0 och visas för sig. Det som inte gäller "
    "er räknas inte.",
    "method-area": "Områdets procent: krav väger 2, råd väger 1. Summan av vikt gånger steg delas med det högsta som "
    "går att nå.",
    "method-first": "Vikten: 4 minus steget, gånger 2 för krav eller 1 för råd, gånger hur nära faran ligger, 1 till "
    "3.",
    "method-tool": "Steg och vikter är Frågestöds eget förslag. Det här är inte Socialstyrelsens verktyg.",
    "method-public": "Det ni sparar kan vara en allmän handling. Skriv inget om en person.",
    # --- the list of rounds
    "assess": "Självskattning",
    "intro": "Skatta ert eget arbete, påstående för påstående. Ni ser vad som står stadigt, vad som saknas och var ni "
    "kan börja. Skattningen gäller organisationen, aldrig en person.",
    "tool": "Socialstyrelsen har ett eget verktyg för självskattning. Det här ersätter inte det, och hur de två "
    "hänger ihop är inte känt. Har ni använt det kan ni skriva in resultatet för varje område bredvid ert eget.",
    "public": "Svaren ni sparar här kan vara en allmän handling. Det finns inga rutor för fritext, så skriv egna "
    "åtgärder i den tomma kolumnen i Excel.",
    "unsigned": "Ingen kliniker, jurist eller samordnare har prövat påståendena än.",
    "rounds": "Omgångar",
    "rounds-none": "Ingen omgång är påbörjad.",
    "whose": "Vem skattar",
    "whole": "Hela organisationen",
    "sector": "Område",
    "begun": "Började",
    "state": "Läge",
    "is-open": "pågår",
    "is-closed": "stängd {month}",
    "begin": "Börja en omgång",
    "begin-help": "Pågår redan en omgång för samma enhet och område öppnas den.",
    "begin-none": "Det finns ingen enhet att skatta än.",
    # --- one round
    "of": "{title}: {whose}",
    "answered": "Besvarat: {n} av {of}.",
    "go-on": "Fortsätt svara",
    "go-through": "Se svaren",
    "all": "Alla på en sida",
    "paper": "Blankett att skriva ut",
    "result": "Resultat",
    "older": "Påståendena har ändrats sedan omgången började. Den här omgången går klart med de gamla. Nästa omgång "
    "får de nya.",
    "changed-since": "Ny mening sedan dess: {keys}.",
    "manager": "Länk till chefen",
    "manager-help": "Med länken svarar en chef på hela omgången utan konto, på en kvart. Den gäller tills ni drar "
    "tillbaka den eller stänger omgången. Alla som har länken kan se och ändra svaren.",
    "link-make": "Gör en länk",
    "link-new": "Gör en ny länk, den gamla slutar gälla",
    "link-end": "Dra tillbaka länken",
    "group": "Svara var för sig först",
    "group-help": "Bjud in tre till åtta som arbetar på olika nivåer. Var och en svarar för sig genom länken. Sedan "
    "samlar ni svaren och kommer överens om ett steg. Det enda som sparas är hur många som valde varje steg. Var ni "
    "färre än fem tas också det bort när svaren samlas.",
    "group-raters": "Har svarat: {n}.",
    "group-gather": "Samla svaren",
    "group-gather-help": "När ni har samlat svaren går det inte att svara mer genom länken.",
    "group-few": "Ni var {n} som svarade var för sig. Under fem visas inga antal, för då syns vem som svarade vad. "
    "Prata om varje påstående och kom överens om ett steg.",
    "group-shown": "Ni var {n} som svarade var för sig. Antalen står vid varje påstående.",
    "apart": "Vi ser olika på detta",
    "apart-none": "Ni ser ungefär lika på allt.",
    "apart-help": "Här skiljer det två steg eller mer, eller någon menar att det inte gäller er. Börja samtalet här.",
    "chosen": "Så svarade gruppen",
    "median": "Mitten: {level}",
    "tool-areas": "Resultat ur Socialstyrelsens verktyg",
    "tool-areas-help": "Skriv procent för varje område, i den ordning som områdena står där. Hur de hör ihop med "
    "områdena här är inte känt, så de visas bredvid och räknas inte in.",
    "tool-area": "Område {n} där",
    "tool-fault": "Skriv ett helt tal från 0 till 100, eller inget.",
    "close": "Stäng omgången",
    "close-help": "När omgången är stängd går svaren inte att ändra och länkarna slutar gälla. Planen går att "
    "fortsätta med.",
    "drop": "Ta bort den tomma omgången",
    "saved": "Sparat.",
    "is-shut": "Omgången är stängd. Inget ändrades.",
    # --- answering
    "question": "Påstående {n} av {of}",
    "areas-nav": "Påståenden",
    "has-answer": "besvarat",
    "no-answer": "Inget svar än",
    "rests-on": "Vilar på: {basis}",
    "next-step": "Det här kan ni göra härnäst",
    "proof-paper": "Vad är beslutat?",
    "proof-use": "Vad visar att det används?",
    "proof-change": "Vad ändrade ni?",
    "month": "Månad för beslutet eller uppföljningen",
    "month-help": "Skriv år och månad, som 2026-03. Kan lämnas tomt.",
    "month-fault": "Skriv månaden som 2026-03.",
    "reason": "Varför gäller det inte er?",
    "soon": "Hur snart kan det ändras?",
    "choose": "Välj, eller lämna tomt",
    "save": "Spara",
    "save-next": "Spara och gå vidare",
    "save-stop": "Spara och gå till omgången",
    "before": "Förra",
    "back": "Till omgången",
    "faults": "Något går inte att läsa. Inget är sparat än.",
    "clash": "Någon annan har svarat samtidigt. Det som bara du ändrade är sparat. Det som ni båda ändrade visas här.",
    "clash-one": "Sparat av någon annan: {theirs}. Du valde: {yours}. Välj det som ska gälla och spara igen.",
    "clash-none": "inget svar",
    "fit-fault": "Svaret passar inte påståendet. Välj igen.",
    # --- through a link, and on paper
    "link-intro": "Du svarar för {whose}. Det tar en kvart. Du kan spara, stänga och komma tillbaka genom länken.",
    "link-saved": "Sparat: {n} av {of} är besvarade. Du kan stänga sidan.",
    "group-intro": "Svara som du själv ser det, utan att fråga de andra. Ditt svar läggs ihop med de andras. Ingen "
    "kan se vad just du svarade. Du kan hoppa över det du vill.",
    "group-send": "Lämna mina svar",
    "group-thanks": "Tack. Dina svar är inräknade och går inte att ändra.",
    "group-empty": "Välj minst ett svar.",
    "paper-how": "Kryssa i ett steg för varje påstående. Under det skriver ni bokstaven för det som gäller. Skriv "
    "inga namn. Den som samordnar skriver sedan in svaren på sidan Alla på en sida, i samma ordning.",
    "paper-letters": "Bokstäver",
    "paper-level": "Visas av, steg {level}",
    "paper-proof": "Visas av",
    "paper-month": "Månad",
    "paper-reason": "Gäller inte oss",
    "paper-soon": "Hur snart",
}

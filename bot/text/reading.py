"""The words of reading lines aloud, in Swedish. Translated like all else, with the context "reading"."""

from __future__ import annotations

CONTEXT = "reading"

WORDS: dict[str, str] = {
    "begin": "Läs varje mening högt, som till någon som är rädd. Läs bara det som någon annan har skrivit.",
    "keys": "Enter: den går bra att säga. s: jag snubblade. b: förra meningen. q: sluta.",
    "aloud": "Säg:",
    "shown": "Visa:",
    "inside": "Säg till en kollega eller en annan verksamhet:",
    "after": "Efter svaret:",
    "why": "Varför snubblade du?",
    "long": "För lång för ett andetag",
    "unclear": "Svår att förstå när man bara hör den",
    "stiff": "Så pratar ingen",
    "unkind": "Den låter inte vänlig",
    "astray": "Den svarar inte på det som sades nyss",
    "promise": "Den lovar för mycket",
    "fault": "Det gick inte att förstå. Skriv något av det som står här.",
    "all-read": "Allt här är läst.",
}

"""The few words of a card that is turned to the person: what stands under each picture.

They are translated like what is said and shown, with the context "card". Only the pictures that content uses need them.
"""

from __future__ import annotations

CONTEXT = "card"
LANGUAGES_SIGN = "languages"
"""What stands for the names of all languages; it has no word and no picture of its own."""
PICTURES = {
    "yes": "Ja",
    "no": "Nej",
    "stop": "Stopp",
    "afraid": "Rädd",
    "pain": "Ont",
    "home": "Hemma",
    "alone": "Själv",
}
"""Picture → its word."""

"""Whether a text looks as if it names a person. Contacts are functions, never people.

A help to who writes, no proof: the names are some of the most common in Sweden (SCB, name statistics, 2024), without
those that are words, months or towns, too. A place can be called after a person; then its writer says so.
"""

from __future__ import annotations

import re
from typing import Final

_COMMON: Final = """
Adam Ahmad Ahmed Albin Alexander Alexandra Ali Alice Amanda Amina Anders Andreas Anette Anita Ann-Christin
Ann-Marie Anna Anna-Karin Anna-Lena Anneli Annika Anton Arne Arvid Astrid August Axel Barbro Benjamin Bengt Berit
Birgit Birgitta Bosse Britt Britta Camilla Carina Carl Caroline Cecilia Charlotta Charlotte Christer Christian
Christina Christoffer Clara Dan Daniel David Ebba Elias Elin Elisabeth Ella Ellen Elsa Emelie Emil Emilia Emma Erik
Erika Eva Evelina Fatima Felix Filip Folke Frida Fredrik Gabriel Georg Gerd Gun Gunilla Gunnar Gustaf Gustav Göran
Hampus Hanna Hannah Hans Hassan Helena Helene Henrik Hugo Håkan Ibrahim Ida Inga Ingegerd Inger Ingmar Ingrid
Ingvar Irene Isabelle Isak Jakob Jan-Erik Jenny Jens Jessica Jimmy Joakim Johan Johanna Johannes John Johnny Jonas
Jonathan Josef Josefin Julia Jörgen Kajsa Kalle Karin Karl Karolina Katarina Kenneth Kent Kerstin Kevin Kjell
Klara Kristina Kristoffer Lars Lars-Erik Lasse Leif Lena Lennart Lina Linda Linnea Linnéa Linus Lisa Lisbeth Lotta
Louise Lucas Ludvig Madeleine Magdalena Magnus Maja Malin Marcus Margareta Maria Marianne Marie Markus Martin
Martina Mathias Matilda Mats Mattias Melker Michael Mikael Moa Mohamed Mohammad Mohammed Monica Monika Mustafa
Natalie Nathalie Niklas Nils Nora Ola Olivia Olle Olof Omar Oskar Oscar Oliver Patrik Pernilla Peter Petra Pia
Pär Rebecka Richard Rickard Robert Roger Roland Rolf Samuel Sandra Sanna Sara Sebastian Simon Sofia Sofie Sonja
Stefan Stina Sture Susanne Sven Svante Therese Thomas Tobias Tomas Tommy Torbjörn Tore Tove Ulf Ulla Ulrika Urban
Vendela Veronica Victor Victoria Viktor Viktoria Viola Wilhelm William Yusuf Yvonne Åke Åsa
"""
GIVEN: Final = frozenset(_COMMON.split())
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_TITLED = re.compile(r"\b(?i:dr|doktor|herr|fru|fröken|prof)\.? (?P<name>[A-ZÅÄÖ]\w+)")


def person_in(text: str) -> str:
    """The word of a text that looks like a person's name, "" when none does: a common given name, a surname in -sson,
    or what stands after a title."""
    if titled := _TITLED.search(text):
        return titled["name"]
    for found in _WORD.finditer(text):
        word = found[0]
        if word[0].isupper() and (
            "-".join(part.capitalize() for part in word.split("-")) in GIVEN or _is_surname(word)
        ):
            return word
    return ""


def _is_surname(word: str) -> bool:
    return len(word) > 5 and word.casefold().endswith("sson")

"""What a program would like: media type and language by its preferences, and whether what it has is still fresh.

RFC 9110, sections 12.4.2 (weights), 12.5.1 (Accept), 12.5.4 (Accept-Language) and 13.1.2 (If-None-Match). What cannot
be read is passed over, as if it had not been said. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_WEIGHT = re.compile(r"(?:0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)")
_TAG = re.compile(r'(?:W/)?("[\x21\x23-\x7e\x80-\xff]*")')


def best_type(accept: str, offered: Sequence[str]) -> str | None:
    """The media type that is liked best, the first where nothing is said; None when none of them is wanted."""
    wanted = list(_weighted(accept))
    if not wanted:
        return offered[0]
    weights = [_weight_of(kind, wanted) for kind in offered]
    return offered[weights.index(max(weights))] if max(weights) > 0 else None


def best_language(accept: str, offered: Sequence[str]) -> str:
    """The language that is liked best; the first where none of them is. “sv-FI” is served by “sv”."""
    found, most = offered[0], 0.0
    for name, weight in _weighted(accept):
        plain = name.partition("-")[0]
        if weight > most and (plain in offered or name == "*"):
            found, most = (offered[0] if name == "*" else plain), weight
    return found


def is_fresh(if_none_match: str, tag: str) -> bool:
    """Whether what the program has is what it would get. tag: of the answer, in quotation marks."""
    return if_none_match.strip() == "*" or tag in _TAG.findall(if_none_match)


def _weighted(text: str) -> Iterator[tuple[str, float]]:
    """(name, weight), names in small letters."""
    for part in text.split(","):
        name, *rest = (word.strip().lower() for word in part.split(";"))
        weight = next((word[2:] for word in rest if word.startswith("q=")), "1")
        if name and _WEIGHT.fullmatch(weight):
            yield name, float(weight)


def _weight_of(kind: str, wanted: Sequence[tuple[str, float]]) -> float:
    """The weight of the most exact range that a media type falls in."""
    plain = kind.partition(";")[0]
    for name in (plain, f"{plain.partition('/')[0]}/*", "*/*"):
        for each, weight in wanted:
            if each == name:
                return weight
    return 0.0

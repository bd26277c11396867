"""How well two colours can be told apart, and the colours that every page shares."""

from __future__ import annotations

import re

from bot.draw.palette import palette


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb, WCAG 2.2."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio, 1–21, WCAG 2.2."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def shared() -> dict[str, dict[str, str]]:
    """The shared colours by scheme (light, dark) and name."""
    roots = re.findall(r":root \{(.*?)\}", palette(), re.DOTALL)
    return {scheme: colours(block) for scheme, block in zip(("light", "dark"), roots, strict=True)}


def colours(block: str) -> dict[str, str]:
    """The colours that a block of a style sheet names."""
    return dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6});", block))

"""The colours that every page and drawing shares, so that all change together."""

from __future__ import annotations

from importlib.resources import files


def palette() -> str:
    """The colours as custom properties of the root, light and dark; to stand before a style sheet. Reads the disk."""
    return files("bot.draw").joinpath("palette.css").read_text(encoding="utf-8")

"""The interface stands in the same house as the coordinators' pages."""

from tests.dashboard.conftest import _edition, browser, edition, house

__all__ = ["_edition", "browser", "edition", "house"]

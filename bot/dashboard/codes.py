"""Codes to scan, as drawings to put into a page or to hand out as a file. Pure."""

from __future__ import annotations

import io

import segno
from markupsafe import Markup


def drawn_code(text: str) -> Markup:
    """The code as a drawing inside a page. What it holds stands beside it as text, so it is hidden from screen readers.

    White below and black above in every theme: phones read no code that is turned inside out.
    """
    made = segno.make_qr(text, error="m").svg_inline(
        scale=4, border=4, svgclass="code", lineclass=None, dark="#000", light="#fff", omitsize=True
    )
    return Markup(made.replace("<svg ", '<svg aria-hidden="true" ', 1))  # noqa: S704 - drawn by us, no text in it


def code_file(text: str) -> bytes:
    """The code as a file for paper, sharp at every size."""
    made = io.BytesIO()
    segno.make_qr(text, error="m").save(
        made, kind="svg", scale=10, border=4, svgclass=None, lineclass=None, dark="#000", light="#fff"
    )
    return made.getvalue()

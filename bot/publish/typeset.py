"""A value as a PDF that a screen reader can read: tagged, with title and language (PDF/UA-1, ISO 14289-1).

Typst sets it from a template. The words go in as data (`sys.inputs.data`), never as markup, so a text can do nothing
there but be read. The day is given and not that of the clock: the same value gives the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import typst


class PdfError(Exception):
    """It cannot be set: for instance, no font here has the letters of its language. Says what Typst said."""


def typeset(template: Path, data: Mapping[str, object], day: date) -> bytes:
    """The value as a file. day: what the file says that it was made.

    Raises:
        PdfError: see there.
    """
    made = datetime(day.year, day.month, day.day, tzinfo=UTC)
    try:
        compiler = typst.Compiler(template, sys_inputs={"data": json.dumps(data, ensure_ascii=False)})
        found = compiler.compile(format="pdf", pdf_standards=["ua-1"], timestamp=made)
    except typst.TypstError as error:
        raise PdfError(error.message) from None
    assert isinstance(found, bytes)  # one document is one file
    return found

"""Practice as a package for a learning platform: SCORM 1.2, three small files in a zip.

The package holds a page with a link to practice, which opens in a window of its own, and a button by which the learner
says that it is done. Only that reaches the platform ("completed"): no choice, no score, no name. Nothing reaches the
server of practice from the platform. Practice may be framed by nobody, so it cannot run inside the platform's page.

The manifest follows SCORM 1.2 (IMS Content Packaging 1.1.2); the script speaks to an API of SCORM 2004 as well.
"""

from __future__ import annotations

import io
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Callable
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.conversation.messages import Text
from bot.text.languages import direction

FOLDER = Path(__file__).parent
PAGE, SCRIPT, MANIFEST = "scorm.html", "scorm.js", "imsmanifest.xml"
IMS, ADL = "http://www.imsproject.org/xsd/imscp_rootv1p1p2", "http://www.adlnet.org/xsd/adlcp_rootv1p2"
TIME = (1980, 1, 1, 0, 0, 0)
"""Of each file in the zip: the same content gives the same bytes."""
Word = Callable[[str], Text]


def scorm(address: str, title: str, language: str, word: Word) -> bytes:
    """The package. Reads the template and the script from the disk.

    Args:
        address: of practice, or of one case, as the learner's browser reaches it.
        title: shown by the platform.
        language: of title and words.
        word: the practice pages' own words in that language.
    """
    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    page = environment.get_template(PAGE).render(
        address=address, title=title, language=language, direction=direction(language), word=word, script=SCRIPT
    )
    files = {MANIFEST: manifest(title), PAGE: page.encode(), SCRIPT: (FOLDER / SCRIPT).read_bytes()}
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, body in files.items():
            package.writestr(zipfile.ZipInfo(name, TIME), body, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def manifest(title: str) -> bytes:
    """What the platform reads first: one lesson, one page."""
    ET.register_namespace("", IMS)
    ET.register_namespace("adlcp", ADL)
    root = ET.Element(f"{{{IMS}}}manifest", identifier="fragestod-practice", version="1")

    def add(to: ET.Element, name: str, text: str = "", /, **more: str) -> ET.Element:
        made = ET.SubElement(to, f"{{{IMS}}}{name}", more)
        made.text = text or None
        return made

    described = add(root, "metadata")
    add(described, "schema", "ADL SCORM")
    add(described, "schemaversion", "1.2")
    lesson = add(add(root, "organizations", default="practice"), "organization", identifier="practice")
    add(lesson, "title", title)
    add(add(lesson, "item", identifier="start", identifierref="page"), "title", title)
    page = add(add(root, "resources"), "resource", identifier="page", type="webcontent", href=PAGE)
    page.set(f"{{{ADL}}}scormtype", "sco")
    for name in (PAGE, SCRIPT):
        add(page, "file", href=name)
    made: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return made

"""The style, the script and the icon, read once. Their addresses carry a hash of what they hold."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.draw.palette import palette

FOLDER = Path(__file__).parent / "static"
KINDS = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class Static:
    """One file. address: its path on the site, for instance /static/style-0123456789ab.css."""

    address: str
    content_type: str
    body: bytes


def read_static(folder: Path = FOLDER) -> Mapping[str, Static]:
    """All files of the folder by plain name (style.css), styles with the colours that they take. Reads the disk."""
    return {path.name: _read(path) for path in sorted(folder.iterdir()) if path.suffix in KINDS}


def _read(path: Path) -> Static:
    body = path.read_bytes()
    if path.suffix == ".css":
        body = palette().encode() + body
    mark = hashlib.sha256(body).hexdigest()[:12]
    return Static(f"/static/{path.stem}-{mark}{path.suffix}", KINDS[path.suffix], body)

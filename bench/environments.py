"""An environment for each peer, made on demand from the index that pip is set up with."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def pins() -> dict[str, tuple[str, ...]]:
    """Peer → what its environment holds, from peers.txt."""
    lines = (line.split() for line in (HERE / "peers.txt").read_text().splitlines() if not line.startswith("#"))
    return {line[0].partition("==")[0]: tuple(line) for line in lines if line}


def interpreter(peer: str) -> Path:
    """The peer's Python; its environment is made when it is missing or holds other versions. Impure.

    Raises:
        OSError, subprocess.CalledProcessError: it could not be made.
    """
    wanted = "\n".join(pins()[peer])
    folder = HERE / ".venvs" / peer
    python, note = folder / "bin" / "python", folder / "made-of.txt"
    if not note.exists() or note.read_text() != wanted:
        if folder.exists():
            shutil.rmtree(folder)
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        subprocess.run(
            [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *pins()[peer]], check=True
        )
        note.write_text(wanted)
    return python

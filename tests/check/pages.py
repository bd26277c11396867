"""The examples of docs/codes, run as an author would: a sound house, the page's files over it, and the command.

A page has “## Wrong” with files, a line “`fragestod check …` says” and a block of what is said there, and “## Mended”
with files. `tests/cases/broken/base` lies under them. Run this module to write anew what is said, and the list of all
codes in docs/codes/README.md: python -m tests.check.pages [CODE …]
"""

import contextlib
import io
import os
import re
import shlex
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.pofile import normalize

from bot import cli
from bot.check.pages import every
from bot.dialog.folder import read_folder
from bot.dialog.load import load
from bot.text.extract import entries
from bot.text.merge import wanted_in

ROOT = Path(__file__).resolve().parents[2]
CODES = ROOT / "docs" / "codes"
BASE = ROOT / "tests" / "cases" / "broken" / "base"
PART = re.compile(r"^## (Wrong|Mended)(?:: .*)?\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
FILE = re.compile(
    r"^`(?P<path>[^`\n]+)`(?:, saved as (?P<encoding>[\w-]+))?(?:, where (?P<mark>.) is U\+(?P<point>[0-9A-F]{4}))?"
    r"(?:, written (?P<times>[\d,]+) times)?"
    r"\n\n```\w*\n(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
SAYS = re.compile(r"^`fragestod (?P<words>check[^`]*)` says\n\n```text\n(?P<said>.*?)^```$", re.MULTILINE | re.DOTALL)
LIST = re.compile(r"(?<=<!-- codes -->\n).*?(?=<!-- end -->)", re.DOTALL)
DAY = "2026-11-22"
"""The day on which examples are judged when their command names no other; the base was checked then."""


@dataclass(frozen=True)
class Part:
    """One example. files: path → content. words: of the command. said: what the page says that it says."""

    is_wrong: bool
    files: dict[str, bytes]
    words: tuple[str, ...]
    said: str


def parts(text: str) -> list[Part]:
    """The examples of a page, in order."""
    found = []
    for kind, body in PART.findall(text):
        says = SAYS.search(body)
        words = tuple(shlex.split(says["words"])) if says else ("check",)
        files = {match["path"]: _bytes(match) for match in FILE.finditer(body)}
        found.append(Part(kind == "Wrong", files, words, says["said"] if says else ""))
    return found


def _bytes(match: re.Match[str]) -> bytes:
    text = match["text"]
    if match["mark"]:
        text = text.replace(match["mark"], chr(int(match["point"], 16)))
    times = int((match["times"] or "1").replace(",", ""))
    return (text * times).encode(match["encoding"] or "utf-8")


def run(part: Part) -> list[str]:
    """What the command says of an example, a problem each."""
    with tempfile.TemporaryDirectory() as name, _in_folder(Path(name)) as folder:
        shutil.copytree(BASE, folder / "dialogs")
        (folder / "locales").mkdir()
        for path, content in part.files.items():
            file = folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        for file in folder.glob("locales/*/LC_MESSAGES/*.po"):
            _complete(file, read_folder(folder / "dialogs"))
        words = [*part.words, "--dialogs", "dialogs", "--locales", "locales"]
        words += ["--local", "local"] if (folder / "local").is_dir() else []
        words += [] if "--on" in part.words else ["--on", DAY]
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            cli.main(words)
    told = [block for block in re.split(r"\n(?! )", out.getvalue()) if re.match(r"\S+: (error|warning) ", block)]
    own = [block for block in told if not block.startswith(str(ROOT))]  # not the program's own words
    return [block.replace(name, "…").rstrip("\n") for block in own]


def _complete(catalogue: Path, dialogs: dict[str, bytes]) -> None:
    """Translate what a page leaves out, word for word, so that it shows only the texts that it is about."""
    release = load(dialogs).release
    content = catalogue.read_bytes()
    there = content.decode("utf-8", "replace")
    for entry in wanted_in(entries(release), content, catalogue.parents[1].name) if release else ():
        lines = f"msgctxt {normalize(entry.context)}\nmsgid {normalize(entry.text)}\n"
        if lines not in there:
            content += f"\n{lines}msgstr {normalize(entry.text)}\n".encode()
    catalogue.write_bytes(content)


@contextlib.contextmanager
def _in_folder(folder: Path) -> Iterator[Path]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield folder
    finally:
        os.chdir(before)


def write(file: Path) -> None:
    """Write anew what the examples of a page say."""
    text = file.read_text("utf-8")
    wrong = iter([part for part in parts(text) if part.is_wrong])
    file.write_text(SAYS.sub(lambda match: _said(match, next(wrong)), text), "utf-8")


def _said(match: re.Match[str], part: Part) -> str:
    lines = "".join(f"{problem}\n" for problem in run(part))
    return f"`fragestod {match['words']}` says\n\n```text\n{lines}```"


def listed() -> str:
    """The lines of all codes, as they stand in the README."""
    return (
        "\n"
        + "".join(f"- [{page.code}]({page.code}.md) {page.name.replace('-', ' ')}\n" for page in every(CODES))
        + "\n"
    )


def with_list(text: str) -> str:
    """The README with the list brought up to date."""
    return LIST.sub(lambda _: listed(), text)


if __name__ == "__main__":
    for chosen in [CODES / f"{code}.md" for code in sys.argv[1:]] or sorted(CODES.glob("[A-Z]*[0-9].md")):
        write(chosen)
    readme = CODES / "README.md"
    readme.write_text(with_list(readme.read_text("utf-8")), "utf-8")

"""Coverage as data, as lines for a terminal, and as one page with the guides' own lines, those not reached marked."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from bot.check.coverage import Coverage, Item, Sort, percent, placed
from bot.dialog.model import Release

HEADINGS = ("steps", "answers", "outcomes", "values")
STYLE = """
body { font: 1rem/1.5 system-ui, sans-serif; margin: 2rem; max-width: 75rem; color: #1b1b1b; background: #fff }
table { border-collapse: collapse } th, td { text-align: left; padding: .2rem .8rem; border-bottom: 1px solid #ccc }
pre { font: .85rem/1.5 ui-monospace, monospace; overflow-x: auto; border: 1px solid #ccc; padding: .5rem }
.missing { background: #ffe1d6 } .part { background: #fff6cc } .note { color: #6b2a00 } .n { color: #666 }
"""


def as_json(release: Release, coverage: Coverage) -> dict[str, object]:
    """Counts [reached, all] for each file and in all, and everything that is not reached, with its place."""
    return {
        "plans": len(coverage.plans),
        "files": {file: _counts(coverage, file) for file in coverage.files},
        "all": _counts(coverage, None),
        "missing": [
            {"file": where.file, "line": where.line, "column": where.column, "sort": item.sort.value, "what": item.what}
            for where, item in placed(release, coverage)
        ],
    }


def as_lines(release: Release, coverage: Coverage, *, every: bool = False) -> Iterator[str]:
    """A table, a row a file, and what is not reached. every: conditions too, not only steps and answers."""
    width = max((len(file) for file in coverage.files), default=0)
    yield f"{'':{width}}" + "".join(f"{heading:>19}" for heading in HEADINGS)
    for file in (*coverage.files, None):
        counts = (coverage.count(file, sort) for sort in Sort)
        yield f"{file or 'in all':{width}}" + "".join(f"{a:>7} of {b:<4}{percent((a, b)):>3}%" for a, b in counts)
    missing = [
        (where, item) for where, item in placed(release, coverage) if every or item.sort in (Sort.STEP, Sort.ANSWER)
    ]
    yield ""
    yield f"Not reached by any of {len(coverage.plans)} plans: {len(missing)}" if missing else "Everything is reached."
    yield from (f"  {where}: {item.what}" for where, item in missing)
    if not every:
        rest = sum(not i.reached for i in coverage.items) - len(missing)
        yield f"{rest} outcomes and values of conditions are not reached; --all lists them" if rest else ""


def as_page(release: Release, coverage: Coverage) -> str:
    """One page of HTML, without script and without anything from elsewhere."""
    missing: dict[str, dict[int, list[Item]]] = {}
    for where, item in placed(release, coverage):
        missing.setdefault(where.file, {}).setdefault(where.line, []).append(item)
    rows = "".join(_row(coverage, file) for file in coverage.files)
    files = "".join(_file(release, file, missing.get(file, {})) for file in coverage.files)
    return (
        '<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8"><title>What the plans reach</title>'
        f"<style>{STYLE}</style></head>\n<body><main><h1>What {len(coverage.plans)} plans reach</h1>\n"
        f"<p>Marked lines: no plan comes to the step or gives the answer (red), "
        f"or a condition there was not seen both ways and with each of its values (yellow).</p>\n"
        f"<table><thead><tr><th>File</th>{''.join(f'<th>{heading}</th>' for heading in HEADINGS)}</tr></thead>\n"
        f"<tbody>{rows}</tbody></table>\n{files}</main></body>\n</html>\n"
    )


def _counts(coverage: Coverage, file: str | None) -> dict[str, list[int]]:
    return {sort.value: list(coverage.count(file, sort)) for sort in Sort}


def _row(coverage: Coverage, file: str) -> str:
    cells = "".join(f"<td>{a} of {b}, {percent((a, b))} %</td>" for a, b in (coverage.count(file, s) for s in Sort))
    return f'<tr><th scope="row"><a href="#{escape(file)}">{escape(file)}</a></th>{cells}</tr>\n'


def _file(release: Release, file: str, missing: dict[int, list[Item]]) -> str:
    lines = release.files[file].decode("utf-8-sig").splitlines()
    shown = "".join(_line(number, line, missing.get(number, [])) for number, line in enumerate(lines, 1))
    return f'<h2 id="{escape(file)}">{escape(file)}</h2>\n<pre tabindex="0">{shown}</pre>\n'


def _line(number: int, line: str, missing: list[Item]) -> str:
    text = f'<span class="n">{number:>4}</span> {escape(line)}'
    if not missing:
        return f"{text}\n"
    kind = "missing" if any(item.sort in (Sort.STEP, Sort.ANSWER) for item in missing) else "part"
    said = "; ".join(dict.fromkeys(item.what for item in missing))
    return f'<span class="{kind}">{text}</span> <span class="note">← not reached: {escape(said)}</span>\n'

"""A sheet as one page that needs nothing else: no script, no picture, no address to ask. Pure but for the style file.

Printed, each page bears the foot (release, day) so that a sheet that got loose can be told.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path

from bot.publish.sheet import Block, Chat, Heading, Items, Line, Mark, Paragraph, Sheet, Table, Voice, Words

STYLE = Path(__file__).with_name("sheet.css")
TAGS = {Mark.REMOVED: "del", Mark.ADDED: "ins", Mark.STRONG: "strong", Mark.CODE: "code"}
LABELS = {
    Voice.STAFF: "staff",
    Voice.ALOUD: "aloud",
    Voice.SHOWN: "shown",
    Voice.TITLE: "",
    Voice.QUESTION: "question",
    Voice.ANSWER: "answer",
    Voice.ACTION: "to do",
    Voice.REMARK: "",
}
SWEDISH = {Voice.STAFF, Voice.ALOUD, Voice.SHOWN, Voice.TITLE, Voice.QUESTION, Voice.ANSWER, Voice.ACTION}
POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""The page may load nothing at all; its one style stands in it."""


def as_html(sheet: Sheet) -> str:
    """The whole page."""
    body = "\n".join(part for block in sheet.blocks for part in _block(block))
    title, foot = escape(sheet.title), escape(sheet.foot)
    return (
        f'<!doctype html>\n<html lang="{sheet.language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="robots" content="noindex, nofollow, noarchive">\n'
        f"<title>{title}</title>\n<style>\n{STYLE.read_text('utf-8')}</style>\n</head>\n<body>\n"
        f'<main>\n<div class="all">\n<h1>{title}</h1>\n{body}\n</div>\n'
        f"<footer><p>{foot}</p></footer>\n</main>\n</body>\n</html>\n"
    )


def _block(block: Block) -> Iterator[str]:
    match block:
        case Heading(level, text):
            yield f"<h{level + 1}>{escape(text)}</h{level + 1}>"
        case Paragraph(words):
            yield f"<p>{_said(words)}</p>"
        case Items(items):
            yield "<ul>" + "".join(f"<li>{_said(words)}</li>" for words in items) + "</ul>"
        case Chat(lines):
            yield '<div class="chat">' + "".join(_line(line) for line in lines) + "</div>"
        case Table():
            yield _table(block)


def _line(line: Line) -> str:
    label = LABELS[line.voice]
    spoken = f'<span class="who">{label}</span> ' if label else ""
    language = ' lang="sv"' if line.voice in SWEDISH else ""
    mark = f' {line.mark.value}"><span class="unseen">{line.mark.value}: </span>' if line.mark in TAGS else '">'
    return f'<p class="{line.voice.value}{mark}{spoken}<span{language}>{_said(line.words)}</span></p>'


def _table(table: Table) -> str:
    head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in table.head)
    rows = "".join(f"<tr>{''.join(f'<td>{_said(cell)}</td>' for cell in row)}</tr>" for row in table.rows)
    kind = ' class="blank"' if table.blank else ""
    return f"<table{kind}><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _said(words: Words) -> str:
    parts = []
    for piece in words:
        text = escape(piece.text).replace("\n", "<br>")
        tag = TAGS.get(piece.mark)
        parts.append(f"<{tag}>{text}</{tag}>" if tag else text)
    return "".join(parts)

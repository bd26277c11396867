"""The weekly letter: wanting it, a link into a chat, and ending it in one press without signing in.

Whoever ends it has only the link out of a letter, so that page is open to all and does nothing but that. Opening it
does nothing either: programs that look through letters open every address in them.
"""

from __future__ import annotations

import secrets
from datetime import date

from aiohttp import web

from bot.accounts.letters import CHAT_LIFE, chat_token, ended, is_address
from bot.dashboard.desk import Visit


def take(visit: Visit) -> web.Response:
    """Begin or end letters, make a link into a chat or end it: what the pressed button says."""
    desk, who, do = visit.desk, visit.who.id, visit.form.get("do")
    if desk.letters is None or desk.seal is None:
        raise web.HTTPNotFound
    if do == "want" and desk.mails:
        address = visit.form.get("address", "").strip()
        if not is_address(address):
            return own_page(visit, status=422, fault="letter-fault")
        desk.letters.want(who, address, week_of(visit.today.date()))
    elif do == "end":
        desk.letters.want(who, "", "")
    elif do == "link" and desk.chat_link:
        known = secrets.token_hex(8)
        desk.letters.set_link(who, known)
        today = visit.today.date()
        link = desk.chat_link(chat_token(desk.seal, who, known, today))
        return own_page(visit, link=link, until=today + CHAT_LIFE)
    elif do == "unlink":
        desk.letters.set_link(who, "")
    else:
        raise web.HTTPBadRequest
    return visit.go("/konto")


def own_page(
    visit: Visit, *, status: int = 200, fault: str = "", link: str = "", until: date | None = None
) -> web.Response:
    """One's own account. link: into a chat, shown once."""
    desk = visit.desk
    wish = desk.letters.wish(visit.who.id) if desk.letters else None
    left = desk.accounts.spares(visit.who.id)
    return visit.page("own.html", status=status, spares=left, fault=fault, wish=wish, link=link, until=until)


def show_end(visit: Visit) -> web.Response:
    """One button that ends the letters."""
    _account(visit)
    return visit.page("letter_end.html", done=False)


def end(visit: Visit) -> web.Response:
    """No more letters; a mail program may press for its holder (RFC 8058)."""
    assert visit.desk.letters is not None
    visit.desk.letters.want(_account(visit), "", "")
    return visit.page("letter_end.html", done=True)


def week_of(day: date) -> str:
    """The ISO week of a day, such as 2026-W47; they sort as they follow."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def _account(visit: Visit) -> int:
    """Whose letters the path's token ends.

    Raises:
        web.HTTPNotFound: it is none of ours.
    """
    seal = visit.desk.seal
    found = ended(seal, visit.place["token"]) if seal and visit.desk.letters else None
    if found is None:
        raise web.HTTPNotFound
    return found

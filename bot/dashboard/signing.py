"""Signing in and out, and using an invitation: the only pages before sign-in.

What an unknown name, a wrong password and a wrong code get is one and the same, and takes the same time. A session's
token is made at sign-in and nowhere else, so no token that was planted before is ever one.
"""

from __future__ import annotations

from math import ceil

from aiohttp import web

from bot.accounts.credentials import (
    code_address,
    digest,
    is_good,
    matching_step,
    new_spares,
    new_token,
    spare_digest,
)
from bot.accounts.model import Account, Credentials, Invitation, Refused, read_name
from bot.dashboard.codes import drawn_code
from bot.dashboard.desk import Visit
from bot.dashboard.headers import drop_cookie, set_cookie

NOBODYS_SECRET = "A" * 32


def show(visit: Visit) -> web.Response:
    """The form to sign in with."""
    return visit.page("sign_in.html", fault="", seconds=0)


def take(visit: Visit) -> web.Response:
    """Sign in with name, password, and a one-time code or a spare one."""
    desk, now = visit.desk, visit.desk.now().timestamp()
    name = visit.form.get("name", "").strip().lower()[:80]
    wait = desk.brakes.wait(name, now)
    if wait > 0:
        page = visit.page("sign_in.html", status=429, fault="sign-in-wait", seconds=ceil(wait))
        page.headers["Retry-After"] = str(ceil(wait))
        return page
    token = new_token()
    account = proven(visit, name, visit.form.get("password", ""), visit.form.get("code", ""), token)
    if account is None:
        return visit.page("sign_in.html", status=403, fault="sign-in-wrong", seconds=0)
    if visit.token:
        desk.accounts.sign_out(digest(visit.token))
    answer = visit.go("")
    set_cookie(answer, token, https=desk.https)
    return answer


def proven(visit: Visit, name: str, password: str, code: str, token: str) -> Account | None:
    """Whose password and code these are, with a session begun for the token; None when they are nobody's."""
    desk, now = visit.desk, visit.desk.now().timestamp()
    desk.brakes.failed(name, now)  # before the check, so that attempts at one moment wait for one another
    found = desk.accounts.credentials(name)
    fits = desk.passwords.fits(found[1].password if found else None, password)
    step = matching_step(found[1].secret if found else NOBODYS_SECRET, code.replace(" ", ""), int(now))
    spare = spare_digest(code)
    if found is None or not fits or (step is None and spare not in found[1].recovery):
        return None
    account = found[0]
    if not desk.accounts.sign_in(account.id, digest(token), step=step, spare=spare if step is None else None):
        return None
    desk.brakes.passed(name)
    return account


def sign_out(visit: Visit) -> web.Response:
    """End this session."""
    visit.desk.accounts.sign_out(digest(visit.token))
    answer = visit.go("/in")
    drop_cookie(answer, https=visit.desk.https)
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer


def show_invitation(visit: Visit) -> web.Response:
    """What the link is for: a name where there is none yet, a password, and the code for an app."""
    return _invitation_page(visit, _invited(visit), "")


def accept(visit: Visit) -> web.Response:
    """Use the link up, begin a session, and show the spare codes once."""
    invited, form = _invited(visit), visit.form
    link, accounts = visit.place["token"], visit.desk.accounts
    name = invited.name or read_name(form.get("name", ""))
    secret, now = accounts.secret_for(link), visit.desk.now().timestamp()
    if name is None:
        return _invitation_page(visit, invited, "join-name-fault")
    password = form.get("password", "")
    if not is_good(password, name):
        return _invitation_page(visit, invited, "join-password-fault")
    if password != form.get("again", ""):
        return _invitation_page(visit, invited, "join-again-fault")
    step = matching_step(secret, form.get("code", "").replace(" ", ""), int(now))
    if step is None:
        return _invitation_page(visit, invited, "join-code-fault")
    spares = new_spares()
    recovery = frozenset(digest(spare) for spare in spares)
    # One step less is kept, so that the session below can use this code up.
    given = Credentials(visit.desk.passwords.hash(password), secret, step - 1, recovery)
    account = accounts.accept(digest(link), name, given)
    if account is Refused.TAKEN:
        return _invitation_page(visit, invited, "join-taken-fault")
    if not isinstance(account, Account):
        raise web.HTTPNotFound
    visit.desk.brakes.passed(name)
    token = new_token()
    accounts.sign_in(account.id, digest(token), step=step)
    page = visit.page("spares.html", spares=spares)
    set_cookie(page, token, https=visit.desk.https)
    return page


def _invited(visit: Visit) -> Invitation:
    """The invitation behind the address.

    Raises:
        web.HTTPNotFound: it was used, is too old, or never was.
    """
    found = visit.desk.accounts.invitation(digest(visit.place["token"]))
    if found is None:
        raise web.HTTPNotFound
    return found


def _invitation_page(visit: Visit, invited: Invitation, fault: str) -> web.Response:
    secret = visit.desk.accounts.secret_for(visit.place["token"])
    label = invited.name or "samordnare"
    spaced = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
    return visit.page(
        "join.html",
        status=422 if fault else 200,
        invited=invited,
        name=invited.name or visit.form.get("name", ""),
        code=drawn_code(code_address(secret, label)),
        secret=spaced,
        fault=fault,
    )

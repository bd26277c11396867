"""Accounts: inviting, changing and closing them, the log of acts, and one's own account."""

from __future__ import annotations

import re

from aiohttp import web

from bot.accounts.credentials import digest, new_token
from bot.accounts.model import INVITATION_LIFE, Account, Invitation, Refused, Role, read_name
from bot.dashboard.desk import LANGUAGES, Visit
from bot.dashboard.headers import PREFIX, drop_cookie
from bot.dashboard.letters import own_page
from bot.dashboard.signing import proven

SHOWN_ACTS = 300
_REFUSED = {Refused.TAKEN: "people-taken", Refused.LAST_ADMIN: "people-last", Refused.GONE: "people-gone"}


def show(visit: Visit) -> web.Response:
    """All accounts and open invitations, and the form to invite with."""
    return _page(visit)


def take(visit: Visit) -> web.Response:
    """Invite, change, reset or close, as the pressed button says."""
    acts = {"invite": _invite, "withdraw": _withdraw, "change": _change, "reset": _reset, "close": _close}
    act = acts.get(visit.form.get("do", ""))
    if act is None:
        raise web.HTTPBadRequest
    return act(visit)


def show_acts(visit: Visit) -> web.Response:
    """Who did what, newest first."""
    return visit.page("log.html", acts=visit.desk.accounts.acts(SHOWN_ACTS))


def show_own(visit: Visit) -> web.Response:
    """One's own account."""
    return own_page(visit)


def take_own(visit: Visit) -> web.Response:
    """Sign out everywhere, or set password and codes anew."""
    desk = visit.desk
    if visit.form.get("do") == "leave":
        desk.accounts.sign_out_everywhere(visit.who.id)
        answer = visit.go("/in")
        drop_cookie(answer, https=desk.https)
        return answer
    name, now = visit.who.name, desk.now().timestamp()
    passed = None
    if desk.brakes.wait(name, now) <= 0:
        # A session that is left open on a desk must not be enough to take the account over.
        proof = new_token()
        passed = proven(visit, name, visit.form.get("password", ""), visit.form.get("code", ""), proof)
        desk.accounts.sign_out(digest(proof))
    if passed is None:
        return own_page(visit, status=403, fault="sign-in-wrong")
    token = _renewal(visit, visit.who)
    return visit.go(f"/inbjudan/{token}")


def set_language(visit: Visit) -> web.Response:
    """The language of one's pages."""
    wanted = visit.form.get("language", "")
    if wanted not in LANGUAGES:
        raise web.HTTPBadRequest
    visit.desk.accounts.set_language(visit.who.id, wanted)
    return visit.go("")


def _invite(visit: Visit) -> web.Response:
    name = read_name(visit.form.get("name", ""))
    role, units = _role(visit), _units(visit)
    if name is None:
        return _page(visit, "join-name-fault")
    if role is Role.UNITS and not units:
        return _page(visit, "people-units-fault")
    if not visit.base:
        return _page(visit, "link-refused")
    token = new_token()
    expires = int(visit.desk.now().timestamp()) + INVITATION_LIFE
    refused = visit.desk.accounts.invite(digest(token), Invitation(role, expires, name, units), visit.who.name)
    return _page(visit, _REFUSED[refused]) if refused else _link(visit, name, token, expires)


def _withdraw(visit: Visit) -> web.Response:
    """End an invitation that has not been used."""
    wanted = visit.form.get("invitation", "")
    found = next((token for token, _ in visit.desk.accounts.pending() if _handle(token) == wanted), None)
    if found is None or not visit.desk.accounts.withdraw(found, visit.who.name):
        return _page(visit, "people-gone-link")
    return visit.go("/konton")


def _handle(token: str) -> str:
    """What an invitation is called in a form: part of its token's digest, which opens nothing."""
    return token[:16]


def _change(visit: Visit) -> web.Response:
    role, units = _role(visit), _units(visit)
    if role is Role.UNITS and not units:
        return _page(visit, "people-units-fault")
    refused = visit.desk.accounts.change(_account(visit).id, role, units, visit.who.name)
    return _page(visit, _REFUSED[refused]) if refused else visit.go("/konton")


def _reset(visit: Visit) -> web.Response:
    account = _account(visit)
    if not visit.base:
        return _page(visit, "link-refused")
    expires = int(visit.desk.now().timestamp()) + INVITATION_LIFE
    return _link(visit, account.name, _renewal(visit, account), expires)


def _close(visit: Visit) -> web.Response:
    refused = visit.desk.accounts.close(_account(visit).id, visit.who.name)
    return _page(visit, _REFUSED[refused]) if refused else visit.go("/konton")


def _renewal(visit: Visit, account: Account) -> str:
    """A link's token that sets password and codes of an account anew."""
    token, expires = new_token(), int(visit.desk.now().timestamp()) + INVITATION_LIFE
    invitation = Invitation(account.role, expires, account.name, account.units, account.id)
    visit.desk.accounts.invite(digest(token), invitation, visit.who.name)
    return token


def _account(visit: Visit) -> Account:
    wanted = visit.form.get("account", "")
    found = next((each for each in visit.desk.accounts.accounts() if str(each.id) == wanted and not each.closed), None)
    if found is None:
        raise web.HTTPNotFound
    return found


def _role(visit: Visit) -> Role:
    found = next((role for role in Role if role.value == visit.form.get("role")), None)
    if found is None:
        raise web.HTTPBadRequest
    return found


def _units(visit: Visit) -> frozenset[int]:
    """The units that were written, by their numbers; what is no unit is left out."""
    numbers = {int(word) for word in re.findall(r"[0-9]{1,5}", visit.form.get("units", ""))}
    return frozenset(numbers & {unit.id for unit in visit.units})


def _page(visit: Visit, fault: str = "") -> web.Response:
    accounts = visit.desk.accounts.accounts()
    pending = [(_handle(token), each) for token, each in visit.desk.accounts.pending()]
    form = visit.form if fault else {}
    status = 422 if fault else 200
    return visit.page("people.html", status=status, accounts=accounts, pending=pending, form=form, fault=fault)


def _link(visit: Visit, name: str, token: str, expires: int) -> web.Response:
    return visit.page("link.html", name=name, link=f"{visit.base}{PREFIX}/inbjudan/{token}", expires=expires)

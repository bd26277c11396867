"""Made-up people who tell the web chat more than it asks for, in every place where a request has room."""

from __future__ import annotations

import json
import random
from urllib.parse import quote

from bot.conversation.messages import Control, write_move
from bot.testing.page import Button, Page
from bot.testing.user import WebUser

SYLLABLES = ("ba", "du", "fö", "ge", "hå", "jy", "ki", "lä", "mo", "nu", "re", "sy")
LONGEST = 60  # presses; most talks end after ten


def make_marks(chance: random.Random) -> dict[str, str]:
    """What may be left behind by nobody, by kind. The dates do not exist and the addresses lead nowhere."""

    def word() -> str:
        return "".join(chance.choice(SYLLABLES) for _ in range(5))

    digits = f"{chance.randrange(10**10):010}"
    return {
        "name": f"{word().capitalize()} {word().capitalize()}",
        "number": f"19{digits[:2]}{digits[2]}332-{digits[3:7]}",
        "chat": f"-100{digits}",
        "street": f"{word().capitalize()}stigen {digits[:3]}",
        "phone": f"070-17406{digits[:5]}",
        "mail": f"{word()}@{word()}.example".translate(str.maketrans("åäö", "aao")),
        "browser": f"Mozilla/5.0 (Planted {digits})",
        "referer": f"https://intern.example/arende/{digits}",
        "cookie": f"session={digits}{digits[::-1]}",
        "forwarded": f"2001:db8:{digits[:4]}:{digits[4:8]}::{digits[8:]}",
    }


def headers(marks: dict[str, str]) -> dict[str, str]:
    """Everything that browsers, proxies and people may put above a form."""
    return {
        "User-Agent": marks["browser"],
        "Referer": marks["referer"],
        "Cookie": marks["cookie"],
        "From": marks["mail"],
        "X-Forwarded-For": marks["forwarded"],
        "X-Real-Ip": marks["forwarded"],
        "Forwarded": f'for="[{marks["forwarded"]}]"',
        "X-Telegram-Chat": marks["chat"],
        "X-Request-Id": quote(marks["name"]),
        "Authorization": f"Bearer {marks['number']}",
    }


def odd_request(user: WebUser, marks: dict[str, str], chance: random.Random) -> int:
    """One request with marks in it, most of a kind that no page of ours sends; its status. The user's page stays."""
    page, mark = user.page, quote(chance.choice(sorted(marks.values())))
    kind = chance.randrange(7)
    if kind == 0:
        user.send(page.token, write_move(Control.STAY.value), more=f"&namn={mark}")
    elif kind == 1:
        user.ask("POST", f"/?vem={mark}", f"t={page.token}&c={write_move(Control.STAY.value)}")
    elif kind == 2:
        user.ask("GET", f"/{mark}?sok={mark}#{mark}")
    elif kind == 3:
        user.ask("DELETE", f"/patient/{mark}")
    elif kind == 4:
        user.send(page.token, mark)
    elif kind == 5:
        user.ask("POST", "/hitta", f"w=adult&p={mark}&l={mark}&a=1")
        user.page = page
    else:
        user.headers["Content-Type"] = "application/json"
        user.ask("POST", "/", json.dumps(marks))
        del user.headers["Content-Type"]
    return user.status


def choose(page: Page, chance: random.Random) -> tuple[Button, list[str]]:
    """A button of the page, a jump now and then, and some boxes."""
    ticks = [box.move for box in page.boxes if chance.random() < 0.4]
    return chance.choice(page.buttons if chance.random() < 0.1 else page.answers), ticks


def talk(user: WebUser, chance: random.Random) -> tuple[set[str], set[str]]:
    """One conversation to its end, telling too much on the way; the tokens that came and the answers given."""
    marks = make_marks(chance)
    user.headers = headers(marks)
    user.ask("GET", f"/?e={chance.randrange(4)}&namn={quote(marks['name'])}&nr={marks['number']}")
    tokens, answers = {user.page.token}, set[str]()
    for _ in range(LONGEST):
        if user.page.is_ending:
            return tokens, answers
        if chance.random() < 0.1:
            assert odd_request(user, marks, chance) < 500
        if chance.random() < 0.05:
            user.back()
        button, ticks = choose(user.page, chance)
        user.send(user.page.token, button.move, ticks)
        assert user.status == 200
        assert not user.page.is_safe
        tokens.add(user.page.token)
        answers.add(button.label)
    raise AssertionError(f"a conversation of {LONGEST} presses has not ended")

"""/find: whom one can look for, and who answers now. Needs no token: who it is about stands in the button alone.

The search is that of every door (`Talks.find`); a place other than the unit's own, or another hour, is asked for on
the web, since nothing that is typed here is read.
"""

from __future__ import annotations

from dataclasses import replace

from bot.channels.telegram.keyboard import Row, rows
from bot.channels.telegram.markup import Speech, escape
from bot.channels.telegram.message import KeyboardButton, Order
from bot.channels.telegram.parts import Block, Group
from bot.conversation.finding import Findings, FoundContact
from bot.conversation.talk import Talks
from bot.conversation.wish import Wish


def people(talks: Talks, order: Order, address: str) -> list[Row]:
    """A button for everybody that contacts can be found for; their names are neutral.

    address: of the web door, for those who are not chosen here; "" leaves them out.
    """
    known = talks.editions.current.directory.audiences
    made = []
    for number, (key, name) in enumerate(talks.audiences(order.language), 1):
        if known[key].telegram:
            made.append(KeyboardButton(name.text, replace(order, who=number).data))
        elif address:
            made.append(KeyboardButton(name.text, url=address))
    return rows(made)


def search(talks: Talks, order: Order) -> Findings | None:
    """Contacts for whom the order names, now, at its unit. None when there is no such person, or not here."""
    known = talks.editions.current.directory.audiences
    keys = [key for key, _ in talks.audiences(order.language)]
    if not 0 < order.who <= len(keys) or not known[keys[order.who - 1]].telegram:
        return None
    unit = order.unit if order.unit in {unit.id for unit in talks.units()} else 0
    found = talks.find(Wish(keys[order.who - 1], unit=str(unit), alone=order.alone), order.language)
    return found if isinstance(found, Findings) else None


def groups(found: Findings, speech: Speech) -> list[Group]:
    """What was found: who answers, who is closed, what is not filled in."""
    head = [Block((speech.strong(found.whom),))]
    head += [Block(speech.prose(found.note))] if found.note else []
    when = f"{found.at:%Y-%m-%d %H:%M}"
    head.append(Block((f"{speech.word('find-at')}: {', '.join(filter(None, (escape(found.place), when)))}",)))
    head.append(Block((f"<b>{speech.word('find-open-now')}</b>",)))
    listed: list[Group] = [head, *([_contact(each, speech)] for each in found.answering)]
    if found.closed:
        listed.append([Block((f"<b>{speech.word('find-not-open')}</b>",)), _contact(found.closed[0], speech)])
        listed += [[_contact(each, speech)] for each in found.closed[1:]]
    foot = [
        Block((f"{speech.say(each.gap)} {speech.word('find-missing')} {', '.join(map(speech.say, each.names))}.",))
        for each in found.lacking
    ]
    foot += [Block((speech.word("find-held-back"),))] if found.held_back else []
    foot += [Block(speech.sources(found.sources), *speech.folded("sources"))] if found.sources else []
    return [*listed, foot]


def _contact(found: FoundContact, speech: Speech) -> Block:
    """A contact: how to reach it, why it, and what a call tells others."""
    why = f"<i>{speech.word(f'why-{found.why.value}')}</i>\n"
    told = [speech.contact(replace(found.note, stands_in=False), full=True), why, f"{speech.say(found.whom)}\n"]
    told += [f"{', '.join(map(speech.say, found.traces))}\n"] if found.traces else []
    told.append(f"{speech.word('language')}: {speech.say(found.languages)}\n")
    checked = f", {speech.word('checked')} {found.checked}" if found.checked else ""
    return Block((*told, f"{speech.word(f'trust-{found.note.trust}')}{checked}\n"))

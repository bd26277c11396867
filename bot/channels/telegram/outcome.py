"""An ending → what to do, each thing under the condition on which it is done.

Telegram keeps what it shows. So the list is no record of one person: it says what is done if somebody needs that
kind of help (the action's `door`), and begins by saying that it is general.
"""

from __future__ import annotations

from dataclasses import replace

from bot.channels.telegram.markup import Speech
from bot.channels.telegram.parts import Block, Group
from bot.conversation.ending import parts
from bot.conversation.messages import ActionNote, ContactNote, Outcome


def outcome_groups(outcome: Outcome, code: str, speech: Speech) -> list[Group]:
    """The list, an action a group; at the foot what nobody has signed, and the code for a deviation report."""
    general = [Block((f"<b>{speech.word('actions')}</b>\n", speech.word("actions-general")))]
    listed: list[Group] = []
    for part in parts(outcome):
        told = [_action(action, brief, speech) for action, brief in part.listed]
        head = [Block((f"<b>{speech.word(part.word)} ({len(told)})</b>\n",))] if part.word else []
        listed += [[*head, *told[0]], *told[1:]]
    foot = [Block(speech.prose(note)) for note in (*outcome.assumed, *outcome.unsigned)]
    foot.append(Block((f"{speech.word('report-code')}: {code}",)))
    return [*([general, *listed] if listed else []), foot]


def _action(action: ActionNote, brief: tuple[ContactNote, ...], speech: Speech) -> list[Block]:
    decides = f"{speech.word('decides')} {speech.word(f'decides-{action.decides}')}"
    how = f"{speech.word(f'level-{action.level}')} · {speech.word(f'deadline-{action.deadline}')} · {decides}"
    pieces = [
        f"{speech.word(f'if-{action.door}')}\n",
        f"{speech.strong(action.text)}\n",
        f"<i>{how}</i>\n",
        *(piece for detail in action.details for piece in speech.prose(replace(detail, text=f"- {detail.text}"))),
        *(speech.contact(note) for note in brief),
    ]
    rest = [note for note in action.contacts if note not in brief or note.note or (note.web and note.number)]
    found = [Block(tuple(pieces))]
    if rest:
        found.append(Block(tuple(speech.contact(note, full=True) for note in rest), *speech.folded("contacts")))
    if action.basis:
        found.append(Block(speech.sources(action.basis), *speech.folded("basis")))
    return found

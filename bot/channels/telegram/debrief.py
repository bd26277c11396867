"""After the last scene: reactions, analysis, summary. Each begins a message of its own, as a pause between them."""

from __future__ import annotations

from collections.abc import Iterator

from bot.channels.telegram.markup import Speech
from bot.channels.telegram.parts import Block, Group
from bot.channels.telegram.rehearsed import Voice, beats, chosen, confidence, counting, framed, labelled
from bot.conversation.round_view import Debrief, Screen, Told


def sections(screen: Screen, found: Debrief, voice: Voice) -> list[list[Group]]:
    """The three parts, each as groups of blocks."""
    own = voice.own
    path = [_decision(number, told, own) for number, told in enumerate(found.path, 1)]
    return [
        [[Block((own.strong(found.title),)), *beats(found.scene, own)], _reactions(own)],
        [[*_analysis(found, own), Block((f"<b>{own.word('path')}</b>",))], *path],
        [_summary(found, own), [*confidence(screen, own), *counting(screen, own)]],
    ]


def _reactions(own: Speech) -> list[Block]:
    return [Block((f"<b>1. {own.word('reactions')}</b>\n", own.word("reactions-text")))]


def _analysis(found: Debrief, own: Speech) -> Iterator[Block]:
    score = found.score
    gates = (f"• {own.word(f'gate-{gate}')}\n" for gate in score.missed)
    kept = own.word("gates-missed" if score.missed else "gates-kept")
    yield Block((f"<b>2. {own.word('analysis')}</b>",))
    yield Block((f"<b>{own.word('gates')}</b>\n", f"{kept}\n", *gates))
    marks = (
        (own.word("mended" if shown is None else "shown" if shown else "not-shown"), text)
        for text, shown in found.features
    )
    yield Block((f"<b>{own.word('features')}</b>\n", *(f"• {mark} {own.say(text)}\n" for mark, text in marks)))
    if score.mended:
        yield Block((own.word("mended-text"),))
    rows = [(own.word(f"skill-{each.skill}"), each.right, each.met) for each in score.skills]
    rows.append((own.word("style"), score.style, score.style_most))
    told = (f"• {name}: {some} {own.word('of')} {most}\n" for name, some, most in rows)
    yield Block((f"<b>{own.word('profile')}</b> ({own.word('as-guide')})\n", *told))


def _decision(number: int, told: Told, own: Speech) -> list[Block]:
    """A choice, looked back on; what was right needs no reasons twice."""
    verdict = own.word("otherwise" if told.better else "as-guides")
    head = Block((f"<b>{number}. {own.word(f'skill-{told.skill}')}</b> – {verdict}",))
    if not told.better:
        return [head, chosen(told.chosen, own)]
    better = framed("better", told.better.text, own)
    return [head, chosen(told.chosen, own), better, labelled("why", told.why, own)]


def _summary(found: Debrief, own: Speech) -> list[Block]:
    lessons = tuple(f"• {own.say(lesson)}\n" for lesson in found.lessons)
    return [
        Block((f"<b>3. {own.word('summary')}</b>\n", *lessons)),
        labelled("next", found.next, own),
        Block((f"{own.word('live')} {own.strong(found.live)}",)),
    ]

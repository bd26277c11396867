"""What is kept on paper: sentences and duties of a guide, with the answer that they follow, and how long it holds."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.dialog.model import Audience
from bot.publish.kept import LONGEST, Duty, Reader
from tests.publish.orchids import DAY, changed, reader

TALK = "guides/talk.yaml"


def duties(of: str) -> list[Duty]:
    """All duties of a guide of the orchid house."""
    return [duty for scene in reader().guide(of).scenes for duty in scene.duties]


def test_only_what_is_said_or_shown_is_taken() -> None:
    """Advice to staff stays on the screen; a card may be seen by the person."""
    said = [line for scene in reader().guide("talk").scenes for line in scene.said]

    assert {line.audience for line in said} == {Audience.ALOUD, Audience.SHOWN}
    assert "Hur mår dina orkidéer?" in [line.text.text for line in said]
    assert not any("råd" in line.text.text for line in said)


def test_a_duty_stands_with_the_answer_that_it_follows() -> None:
    """On paper nobody has answered: “water it” alone would be said of every orchid."""
    found = [(duty.after.text if duty.after else None, duty.level, duty.text.text) for duty in duties("talk")]

    assert found == [
        ("Bladen är gula", "must", "Vattna orkidén."),
        ("Rötterna är torra", "must", "Vattna orkidén."),
    ]
    assert [scene.question.text for scene in reader().guide("talk").scenes if scene.question] == [
        "Kryssa det som stämmer"
    ]


def test_only_what_binds_is_a_duty() -> None:
    """Advice, what is allowed and the product's own rules are no duties on paper either."""
    texts = {duty.text.text for duty in duties("talk")}

    assert texts.isdisjoint({"Flytta den till ljuset.", "Byt kruka.", "Vänta och se."})
    assert [duty.level for duty in duties("stop")] == ["must-not"]


def test_a_duty_is_told_once() -> None:
    """A second step with the same duty after the same answer adds nothing."""
    twice = changed(
        {"guides/stop.yaml": ("  end:\n", "  first:\n    do: [new-time]\n    say: [{staff: Hej.}]\n  end:\n")}
    )

    assert len([duty for scene in reader(edition=twice).guide("stop").scenes for duty in scene.duties]) == 1


def test_a_duty_is_as_it_is_at_the_unit() -> None:
    """A variant for the unit's own sector is what stands on its card."""
    variant = "    variants:\n      - when: sector == social\n        text: Vattna i samråd.\n"
    house = {
        "actions.yaml": ("    door: social\n", f"    door: social\n{variant}"),
        "facts.yaml": ("facts:\n", "facts:\n  sector: [unknown, health, dental, social]\n"),
        "house.yaml": ("entries: [door]\n", "entries: [door]\ngiven: [sector]\n"),
    }
    edition = changed(house)

    def texts(unit: int) -> set[str]:
        scenes = reader(unit, edition=edition).guide("talk").scenes
        return {duty.text.text for scene in scenes for duty in scene.duties}

    assert texts(1) == {"Vattna orkidén."} and texts(2) == {"Vattna i samråd."}


def test_a_sentence_is_left_out_only_where_the_unit_makes_it_untrue() -> None:
    """What an answer decides is kept, since nobody has answered; what the sector decides follows the unit."""
    lines = ("{aloud: Till kontoret., when: sector == social}", "{aloud: Om det doftar., when: scent == yes}")
    house = {
        TALK: ("      - aloud: Hur mår dina orkidéer?\n", "".join(f"      - {line}\n" for line in lines)),
        "facts.yaml": ("facts:\n", "facts:\n  sector: [unknown, health, dental, social]\n"),
        "house.yaml": ("entries: [door]\n", "entries: [door]\ngiven: [sector]\n"),
    }
    edition = changed(house)

    def said(unit: int) -> set[str]:
        return {line.text.text for scene in reader(unit, edition=edition).guide("talk").scenes for line in scene.said}

    assert {"Till kontoret.", "Om det doftar."} - said(2) == set()
    assert "Om det doftar." in said(1) and "Till kontoret." not in said(1)
    assert "Till kontoret." in said(0)


def test_numbers_are_the_units_by_day_and_by_night() -> None:
    """The office by day and who stands in for it at night; a role that nobody has filled is left out."""
    found = reader().numbers(("social",)).contacts
    nobody = reader(2).numbers(("unit-alarm",)).contacts

    assert [note.number for note in found if note.number.startswith("08")] == ["08-465 004 40", "08-465 004 41"]
    assert nobody and not any(note.missing for note in nobody)


def test_it_holds_for_a_quarter_at_most() -> None:
    """Paper and files cannot be recalled, so their numbers are trusted no longer than until they are called anew."""
    guide = reader().guide("talk")

    assert reader().good_until((guide,), reader().numbers(("sos",))) == DAY + LONGEST
    assert timedelta(days=85) < LONGEST < timedelta(days=95)


@pytest.mark.parametrize(("file", "old"), [("sources.yaml", "2099-01-01"), ("directory/national.yaml", "2099-01-01")])
def test_it_holds_no_longer_than_what_it_rests_on(file: str, old: str) -> None:
    """A source of a duty, or a number, that ends next month ends the paper then; one that has ended is only marked."""
    ends = DAY + timedelta(days=30)
    edition = changed({file: (old, ends.isoformat())})

    def until(of: Reader) -> date:
        guide = of.guide("talk")
        return of.good_until((guide,), of.numbers(guide.contacts))

    assert until(reader(edition=edition)) == until(reader(day=ends, edition=edition)) == ends
    after = ends + timedelta(days=1)
    assert until(reader(day=after, edition=edition)) == after + LONGEST


def test_a_guide_of_another_sector_is_not_offered() -> None:
    """Social services get no card of a guide that was written for health care alone."""
    edition = changed({"guides/talk.yaml": ("stage: ask\n", "stage: ask\nfor: [health]\n")})

    assert "talk" in reader(1, edition=edition).guides
    assert "talk" not in reader(2, edition=edition).guides
    assert "talk" in reader(0, edition=edition).guides

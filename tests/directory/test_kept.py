"""Contacts that coordinators write: the file as text and as values, laid over the organisation's own, and undone."""

from __future__ import annotations

from itertools import chain

import pytest

from bot.dialog.directory_schema import LocalContactFile
from bot.directory.hours import describe, parse, read_said
from bot.directory.kept import Kept, Where, as_entry, contacts_at, lay, read_kept, write_kept
from bot.directory.model import Contact, Directory, Layer, Organisation
from bot.directory.persons import person_in
from tests.directory.conftest import LayerReader

MANAGER = Where(Layer.UNIT, "1", "unit-manager")
SOCIAL = Where(Layer.MUNICIPALITY, "0180", "social")
LAWYER = Where(Layer.ORGANISATION, "", "unit-lawyer")
NEW = LocalContactFile(number="0123-45 67", hours=["mon-fri 08:00-16:00"], note="Säg “röd” i växeln: #1, 'genast'")


@pytest.fixture(scope="module")
def organisation(layer: LayerReader, example: str) -> Organisation:
    """The worked example's."""
    found, _ = layer(example)
    assert found is not None
    return found


def test_every_contact_is_written_and_read_as_it_is(directory: Directory, organisation: Organisation) -> None:
    """Values → text → values gives the same, with all fields and signs, what was replaced too; no other text for it."""
    kept = Kept()
    for number, unit in organisation.units.items():
        for key, contact in unit.contacts.items():
            kept = kept.put(Where(Layer.UNIT, str(number), key), as_entry(contact))
    for where in (MANAGER, SOCIAL, LAWYER):
        kept = kept.put(where, NEW)
    text = write_kept(kept)
    again, problems = read_kept(text, directory)
    assert again is not None and write_kept(again) == text
    assert dict(again.now) == dict(kept.now) and dict(again.replaced) == dict(kept.replaced) and again.replaced
    assert {problem.code for problem in problems} == {"L009"}


def test_what_is_laid_over_can_be_taken_away_whole(organisation: Organisation) -> None:
    """The page's contact holds where it stands; without it the file's is there again, to the last field."""
    kept = Kept().put(MANAGER, NEW).put(SOCIAL, NEW).put(Where(Layer.UNIT, "4711", "unit-manager"), NEW)
    laid = lay(organisation, kept)
    assert laid is not None
    held = laid.units[1].contacts["unit-manager"]
    file = organisation.units[1].contacts["unit-manager"]
    assert (held.number, held.made_here, held.instead_of) == ("0123-45 67", True, file)
    assert held.checked is None and held.valid_until is None, "a day of the file is not a day of this number"
    assert laid.units[1].contacts["unit-alarm"] == organisation.units[1].contacts["unit-alarm"]
    assert contacts_at(laid, Layer.MUNICIPALITY, "0180")["social"].number == "0123-45 67"
    assert set(laid.units) == set(organisation.units)
    assert lay(laid, Kept()) == organisation and lay(lay(laid, kept), kept) == laid


def test_a_change_is_undone_and_brought_back(organisation: Organisation) -> None:
    """Undo swaps: the value before, also where it was nothing; again brings the change back."""
    other = replace_number(NEW, "0123-45 68")
    kept = Kept().put(MANAGER, NEW).put(MANAGER, other)
    assert kept.undo(MANAGER).now[MANAGER] == NEW
    assert kept.undo(MANAGER).undo(MANAGER) == kept
    first = Kept().put(MANAGER, NEW)
    assert first.undo(MANAGER).now == {} and first.undo(MANAGER).undo(MANAGER) == first
    gone = lay(organisation, first.undo(MANAGER))
    assert gone == organisation


def replace_number(entry: LocalContactFile, number: str) -> LocalContactFile:
    """The same with another number."""
    return entry.model_copy(update={"number": number})


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("contacts:\n  unit-lawyer: {number: 0123-4x}\n", "L005"),
        ('units:\n  "1":\n    unit-manager: {number: 0123-45, hours: [mån 8-16]}\n', "L006"),
        ('units:\n  "1":\n    sos: {number: 0123-45, hours: always}\n', "L004"),
        ('regions:\n  "99":\n    psychiatry: {number: 0123-45, hours: always}\n', "L002"),
        ("contacts:\n  social: {number: 0123-45, hours: always}\n", "L010"),
        ("kontakter: {}\n", "S001"),
    ],
)
def test_a_faulty_file_is_not_used(directory: Directory, text: str, code: str) -> None:
    """The same codes as in organisation.yaml, and no values."""
    kept, problems = read_kept(text, directory)
    assert kept is None and code in {problem.code for problem in problems}


def test_a_number_that_both_say_otherwise_is_told(directory: Directory, organisation: Organisation) -> None:
    """L020 for another number, not for the same one written otherwise."""
    own = organisation.units[1].contacts["unit-manager"]
    for entry, codes in ((NEW, {"L020"}), (replace_number(as_entry(own), own.number.replace(" ", "")), {"L009"})):
        _, problems = read_kept(write_kept(Kept().put(MANAGER, entry)), directory, organisation)
        assert {problem.code for problem in problems} == codes


def test_hours_in_words_are_read_as_they_were_said(directory: Directory, organisation: Organisation) -> None:
    """What `describe` says of each line of the directory is read back to the same hours."""
    layers = (organisation.contacts, *(unit.contacts for unit in organisation.units.values()))
    every: list[Contact] = list(chain(directory.contacts.values(), *(layer.values() for layer in layers)))
    every += chain(*(contacts.values() for contacts in organisation.municipalities.values()))
    assert len(every) > 40
    assert [each.key for each in every if parse(read_said(describe(each.hours))) != each.hours] == []


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("vardagar 8–16.30", ["mon-fri 08:00-16:30"]),
        ("Måndag–torsdag kl. 08.30-16.30\nfredagar 8-15", ["mon-thu 08:30-16:30", "fri 08:00-15:00"]),
        ("lör, sön och röda dagar 10–14", ["sat,sun,holiday 10:00-14:00"]),
        ("alla dagar 16.30–08", ["daily 16:30-08:00"]),
        ("fre 16–0", ["fri 16:00-24:00"]),
        ("weekdays 8:30-16; every day 20-22", ["mon-fri 08:30-16:00", "daily 20:00-22:00"]),
        ("Dygnet runt", "always"),
        ("  ", "unknown"),
        ("ibland", ["ibland"]),
        ("mån 8-16 ungefär", ["mån 8-16 ungefär"]),
    ],
)
def test_hours_as_people_write_them(said: str, written: str | list[str]) -> None:
    """Swedish and English, commas and dashes; what cannot be read is left for the check."""
    assert read_said(said) == written


def test_a_persons_name_is_seen_and_a_function_is_not() -> None:
    """Common names, surnames in -sson and titles; nothing in functions, notes and places like the directory's."""
    for text in ("Anna", "Fråga ANNA-KARIN", "dr Holm", "ring Eriksson i växeln", "Mohammed på natten", "fru Ek"):
        assert person_in(text), text
    for text in ("Kuratorn", "Akuten på Karolinska", "Tryck på larmknappen", "Jouren i Eriksberg", "Ring 1177", ""):
        assert not person_in(text), text


def test_nobody_is_named_in_what_ships(directory: Directory) -> None:
    """The lists of names do not take the country's own contacts for people."""
    texts = chain.from_iterable((each.name, each.note) for each in directory.contacts.values())
    assert [text for text in texts if person_in(text)] == []

"""What is kept outside the program tells an organisation's own steps from those of the guides."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from functools import cache

import pypdf

from bot.conversation.content import require_edition
from bot.conversation.edition import Edition, open_edition
from bot.dialog.folder import read_folder
from bot.dialog.routine_schema import ROUTINE
from bot.publish.as_text import as_text
from bot.publish.card import card
from bot.publish.card_pdf import card_pdf
from bot.publish.document import Document, Times, as_sheet
from bot.publish.offline import offline, offline_html
from tests.channels.web.small_house import CASES, open_house
from tests.conftest import ROOT
from tests.publish.orchids import panel, reader

OWN = """\
decided: 2026-11-02
review: 2026-12-01
steps:
  our-shelf:
    before: talk.wish
    title: Vår hylla
    translated: {en: Our shelf}
    say:
      - aloud: Vill du låna en hylla av oss?
        translated: {en: Would you like to borrow a shelf from us?}
    do: [lend-shelf]
actions:
  lend-shelf:
    text: Låna ut hyllan.
"""
MARK = "Er rutin, beslutad 2026-11-02."


@cache
def house() -> Edition:
    """The orchid house with a routine of its own, at a health unit."""
    edition, problems = open_edition({**read_folder(CASES / "dialogs"), ROUTINE: OWN.encode()})
    assert edition is not None, problems
    edition.directory = replace(edition.directory, organisation=open_house().directory.organisation)
    return edition


def test_a_card_says_which_step_is_the_organisations_own() -> None:
    """The mark stands under the step's heading, once, and the steps of the guide bear none."""
    of = reader(edition=house())
    pages = pypdf.PdfReader(io.BytesIO(card_pdf(card(of, "talk"), of.render.word))).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())

    assert f"Vår hylla {MARK} Säg: Vill du låna en hylla av oss?" in text
    assert text.count("Er rutin") == 1


def test_a_step_for_another_sector_is_left_out() -> None:
    """Paper for one unit holds what can be said there, and nothing else."""
    example = require_edition(ROOT / "dialogs", ROOT / "locales", ROOT / "docs" / "example-routine")
    units = example.directory.organisation.units if example.directory.organisation else {}
    health = next(number for number, unit in units.items() if unit.sector == "health")
    other = next(number for number, unit in units.items() if unit.sector != "health")

    def titles(unit: int) -> list[str]:
        return [scene.title.text for scene in reader(unit, edition=example).guide("plan-ahead").scenes]

    assert "Vår kurator" in titles(health)
    assert "Vår kurator" not in titles(other)


def test_the_offline_file_says_which_step_is_the_organisations_own() -> None:
    """The same mark, between the step's heading and what is said."""
    of = reader(edition=house())
    page = offline_html(offline(of, panel(of)), of.render.word)

    assert f'<h2>Vår hylla</h2>\n<p class="own">{MARK}</p>' in page
    assert page.count('class="own"') == 1


def test_paper_with_an_own_step_holds_until_its_review_at_most() -> None:
    """A routine that ought to be looked over is not carried about for months after; other guides are not shortened."""
    of = reader(edition=house())

    assert card(of, "talk").until == date(2026, 12, 1)
    assert card(reader(), "talk").until > date(2026, 12, 1)
    late = reader(edition=house(), day=date(2026, 12, 2))
    assert card(late, "talk").until > date(2026, 12, 2)
    assert "skulle ha setts över senast 2026-12-01" in str(card(late, "talk").guide.scenes)


def test_a_release_tells_the_own_steps_apart_and_in_full() -> None:
    """Each stands in a part of its own, and where it comes in the guide is named; its translations are there, too."""
    files = dict(house().release.files)
    swedish = as_text(as_sheet(Document(files, house().program, Times())))
    english = as_text(as_sheet(Document(files, house().program, Times(), language="en")))

    assert "before this stands the organisation's own step “our-shelf”" in swedish
    _, _, own = swedish.partition("The organisation's own routine")
    for told in ("decided: 2026-11-02", "talk.our-shelf", "Vill du låna en hylla av oss?", "Låna ut hyllan."):
        assert told in own
    assert "[en] Would you like to borrow a shelf from us?" in english
    assert "own routine" not in as_text(as_sheet(Document(open_house().release.files, open_house().program, Times())))

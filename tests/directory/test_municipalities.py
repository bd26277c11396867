"""Places: all of Sweden, each once, under its right county; and who lies next to whom."""

from collections import Counter
from dataclasses import replace

import pytest

from bot.directory.model import Directory
from bot.directory.places import look_up, near, resembling, swedish_order

# How many municipalities each county has had since 2007 (SCB, Län och kommuner i kodnummerordning).
COUNTS = {
    "01": 26, "03": 8, "04": 9, "05": 13, "06": 13, "07": 8, "08": 12, "09": 1, "10": 5, "12": 33, "13": 6,
    "14": 49, "17": 16, "18": 12, "19": 10, "20": 15, "21": 10, "22": 7, "23": 8, "24": 15, "25": 14,
}  # fmt: skip


def test_all_290_municipalities_stand_under_their_county(national: Directory) -> None:
    """Each county has as many municipalities as it should, 290 in all, none twice."""
    found = national.municipalities.values()

    assert len(found) == 290
    assert Counter(place.region for place in found) == COUNTS
    assert len({place.name for place in found}) == 290
    assert all(place.code.startswith(place.region) for place in found)


def test_known_codes_carry_the_right_names(national: Directory) -> None:
    """A sample over the country, with the codes that changed last (Heby 2007, Knivsta 2003) among them."""
    known = {
        "0114": "Upplands Väsby", "0180": "Stockholm", "0184": "Solna", "0330": "Knivsta", "0331": "Heby",
        "0380": "Uppsala", "0580": "Linköping", "0980": "Gotland", "1280": "Malmö", "1480": "Göteborg",
        "1715": "Kil", "2161": "Ljusdal", "2361": "Härjedalen", "2480": "Umeå", "2514": "Kalix", "2584": "Kiruna",
    }  # fmt: skip

    assert {code: national.municipalities[code].name for code in known} == known


def test_every_county_has_its_region(national: Directory) -> None:
    """21 counties, each with a region of its own name."""
    assert set(national.regions) == set(COUNTS)
    assert len({region.name for region in national.regions.values()}) == 21
    assert national.regions["23"].name == "Region Jämtland Härjedalen"


def test_neighbours_are_mutual_and_near(national: Directory) -> None:
    """Who names a neighbour is named back, nobody names itself, and all but Gotland have one."""
    around = national.neighbours

    assert set(around) == set(national.municipalities)
    assert all(code in around[other] for code, others in around.items() for other in others)
    assert all(code not in others for code, others in around.items())
    assert [code for code, others in around.items() if not others] == ["0980"]


def test_neighbours_known_from_the_map(national: Directory) -> None:
    """Borders that anyone can check: on land, over a county border, and for an island."""
    around = national.neighbours

    assert {"0184", "0183", "0182", "0126", "0163"} <= set(around["0180"])
    assert around["0980"] == ()
    assert "1443" in around["1489"]  # Alingsås and Bollebygd
    assert set(around["2523"]) >= {"2510", "2584", "2513"}  # Gällivare: Jokkmokk, Kiruna, Överkalix
    assert set(around["1407"]) == {"1480"}  # Öckerö, by ferry from Göteborg


def test_names_stand_in_swedish_order_and_numbers_by_their_size() -> None:
    """As in a Swedish list, and as people count; what begins with a number stands first."""
    names = [
        "Övre 2",
        "enhet 10",
        "Ängen",
        "3 gården",
        "Enhet 2 b",
        "Åsen",
        "Enhet 2",
        "10 gården",
        "Zinken",
        "²-huset",
    ]

    assert sorted(names, key=swedish_order)[:6] == [
        "3 gården", "10 gården", "Enhet 2", "Enhet 2 b", "enhet 10", "Zinken",
    ]  # fmt: skip
    assert sorted(names[:1] + names[2:3] + names[5:6], key=swedish_order) == ["Åsen", "Ängen", "Övre 2"]


def test_near_places_come_first_in_swedish_order(directory: Directory) -> None:
    """The unit's own municipality, then its neighbours by name with å, ä, ö last."""
    unit = directory.unit(1)
    assert unit is not None
    names = [directory.municipalities[code].name for code in near(directory, unit)]

    assert names[0] == "Stockholm"
    assert names[1:] == sorted(names[1:])
    assert near(directory, None) == ()

    falun = replace(unit, municipality="2080")
    assert [directory.municipalities[code].name for code in near(directory, falun)][-1] == "Säter"


def test_a_unit_may_name_its_own_neighbours(directory: Directory) -> None:
    """The unit's own list replaces the map's; an empty one leaves the unit's own municipality alone."""
    unit = directory.unit(2)
    assert unit is not None

    assert set(near(directory, unit)) == {"0184", "0180", "0183", "0162"}
    assert near(directory, replace(unit, neighbours=())) == ("0184",)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("0180", "0180"),
        (" stockholm ", "0180"),
        ("Stockholms kommun", "0180"),
        ("Göteborgs stad", "1480"),
        ("Malmo", "1280"),
        ("UMEÅ KOMMUN", "2480"),
        ("upplands bro", "0139"),
        ("Borås stad", "1490"),
        ("Hofors kommun", "2104"),
        ("Håbo", "0305"),
        ("Habo", "0643"),
        ("Håbo kommun", "0305"),
    ],
)
def test_a_municipality_is_found_as_people_write_it(national: Directory, typed: str, code: str) -> None:
    """Code, capitals, what kind of place it is, a genitive, no dots; and Håbo is not Habo."""
    assert [place.code for place in look_up(national, typed)] == [code]


def test_every_municipality_is_found_by_its_own_name_and_code(national: Directory) -> None:
    """Forgiveness for one never takes another's place."""
    for place in national.municipalities.values():
        for typed in (place.code, place.name, place.name.upper(), f"{place.name} kommun"):
            assert look_up(national, typed) == (place,), typed


def test_a_name_without_dots_that_fits_two_is_answered_with_both(national: Directory) -> None:
    """Nobody's number is guessed: where both lack a name written so, both are offered."""
    both = {
        code: replace(national.municipalities[code], name=name) for code, name in (("0180", "Åby"), ("0184", "Äby"))
    }

    assert len(look_up(replace(national, municipalities=both), "aby")) == 2


def test_a_misspelt_municipality_is_answered_with_the_nearest(national: Directory) -> None:
    """And something quite else with nothing."""
    assert resembling(national, "Stocholm")[0] == "Stockholm"
    assert resembling(national, "Ume")[0] == "Umeå"
    assert look_up(national, "Stocholm") == ()
    assert resembling(national, "Quito") == ()

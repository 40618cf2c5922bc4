from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pytest

from rowsmith.tools.chance.arrays import Bits
from rowsmith.tools.errors import PlanError
from rowsmith.tools.semantics import semantic_kind
from rowsmith.tools.semantics.arrow_text import listed
from rowsmith.tools.semantics.facts import countries, places

SHAPES = {
    "de_DE": r"\d{5}",
    "en_US": r"\d{5}",
    "en_GB": r"[A-Z]{1,2}\d{1,2} \d[A-Z]{2}",
    "nl_NL": r"\d{4} [A-Z]{2}",
    "en_CA": r"[A-Z]\d[A-Z] \d[A-Z]\d",
    "pl_PL": r"\d{2}-\d{3}",
    "pt_PT": r"\d{4}-\d{3}",
    "sv_SE": r"\d{3} \d{2}",
}


@pytest.mark.parametrize(("locale", "shape"), SHAPES.items())
def test_postcodes_have_their_shape(locale: str, shape: str, bits: Callable[..., Bits]) -> None:
    drawn = listed(semantic_kind("postcode", locale).draw(bits(400)))
    assert all(re.fullmatch(shape, code) for code in drawn)


def test_a_city_lies_in_its_country(bits: Callable[..., Bits]) -> None:
    land = pa.array(["Portugal", "Spain", "DE", "uk"] * 50)
    cities = semantic_kind("city").draw(bits(200), {"country": land})
    back = semantic_kind("country").draw(
        bits(200, 3), {"city": cities, "country_code": pa.array(["PT", "ES", "DE", "GB"] * 50)}
    )
    assert listed(back) == ["Portugal", "Spain", "Germany", "United Kingdom"] * 50
    codes = semantic_kind("country_code3").draw(bits(200), {"country": land})
    assert listed(codes) == ["PRT", "ESP", "DEU", "GBR"] * 50


def test_cities_are_those_of_the_locale(bits: Callable[..., Bits]) -> None:
    columns = places().columns
    own = {city for city, code in zip(columns["city"], columns["country_code"], strict=True) if code == "DE"}
    assert set(listed(semantic_kind("city", "german").draw(bits(500)))) <= own


def test_known_cities_have_their_facts(bits: Callable[..., Bits]) -> None:
    cities = pa.array(["Munich", "Köln", "Hamburg"] * 20)
    fits = {"city": cities}
    assert listed(semantic_kind("state", "de").draw(bits(60), fits))[:3] == [
        "Bayern",
        "Nordrhein-Westfalen",
        "Hamburg",
    ]
    assert all(
        code[:2] in {"80", "81"} for code in listed(semantic_kind("postcode").draw(bits(60), fits))[0::3]
    )
    assert set(listed(semantic_kind("timezone").draw(bits(60), fits))) == {"Europe/Berlin"}
    latitudes = semantic_kind("latitude").draw(bits(60), fits).to_numpy(zero_copy_only=False)
    assert np.abs(latitudes[0::3] - 48.135).max() < 0.05


def test_positions_lie_together(bits: Callable[..., Bits]) -> None:
    north = semantic_kind("latitude", "nl").draw(bits(300))
    east = semantic_kind("longitude", "nl").draw(bits(300, 5), {"latitude": north})
    pairs = np.column_stack([north.to_numpy(), east.to_numpy()])
    home = np.flatnonzero(np.array(places().columns["country_code"]) == "NL")
    cities = np.column_stack([places().numbers("latitude", home), places().numbers("longitude", home)])
    away = np.abs(pairs[:, None, :] - cities[None, :, :]).max(axis=2).min(axis=1)
    assert away.max() < 0.1


def test_an_address_holds_what_is_given(bits: Callable[..., Bits]) -> None:
    given = {
        "street_address": pa.array(["1 High Street", None]),
        "city": pa.array(["Leeds", "Leeds"]),
        "postcode": pa.array(["LS1 4AB", None]),
    }
    drawn = listed(semantic_kind("address", "en_GB").draw(bits(2), given))
    assert drawn[0] == "1 High Street, Leeds LS1 4AB"
    assert re.search(r", Leeds LS\d{1,2} \d[A-Z]{2}$", drawn[1])


@pytest.mark.parametrize(
    ("locale", "shape"),
    [
        ("en_US", r"[1-9]\d{0,3} .+"),
        ("de_DE", r".+ [1-9]\d{0,2}[ab]?"),
        ("es_ES", r".+, [1-9]\d{0,2}"),
        ("en_IN", r"[1-9][\d/]*, .+"),
    ],
)
def test_streets_and_numbers_stand_in_the_countrys_order(
    locale: str, shape: str, bits: Callable[..., Bits]
) -> None:
    drawn = listed(semantic_kind("street_address", locale).draw(bits(300)))
    assert all(re.fullmatch(shape, line) for line in drawn)
    given = listed(semantic_kind("street_address", locale).draw(bits(2), {"street": pa.array(["Elm", None])}))
    assert "Elm" in given[0]


def test_cities_can_be_unique_within_a_country() -> None:
    land = pa.array(["Japan", "Norway"] * 10)
    cities = semantic_kind("city").at(np.repeat(np.arange(10), 2), {"country": land})
    assert len(cities.unique()) == 20
    with pytest.raises(PlanError, match="fits country"):
        semantic_kind("city").at(np.array([500]), {"country": pa.array(["Norway"])})


@pytest.mark.parametrize(
    ("name", "role"), [("postcode", "city"), ("street_address", "street"), ("address", "street_address")]
)
def test_unique_and_fitting_can_be_too_much(name: str, role: str) -> None:
    with pytest.raises(PlanError, match="unique"):
        semantic_kind(name).at(np.arange(2), {role: pa.array(["a", "a"])})


def test_every_country_has_a_city_and_a_telephone(bits: Callable[..., Bits]) -> None:
    codes = countries().columns["country_code"]
    assert set(codes) == set(places().columns["country_code"])
    land = pa.array(codes)
    numbers = listed(semantic_kind("phone").draw(bits(len(codes)), {"country_code": land}))
    for number, calling in zip(numbers, countries().columns["calling_code"], strict=True):
        assert number.startswith(f"+{calling} ")

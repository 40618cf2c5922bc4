from __future__ import annotations

import ipaddress
import re
import uuid
from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pytest

from rowsmith.tools.chance.arrays import Bits
from rowsmith.tools.semantics import semantic_kind
from rowsmith.tools.semantics.arrow_text import listed
from rowsmith.tools.semantics.facts import table


def pairs(name: str, one: str, other: str) -> set[tuple[str, str]]:
    columns = table(name).columns
    return set(zip(columns[one], columns[other], strict=True))


@pytest.mark.parametrize(
    ("kind", "role", "relation", "column"),
    [
        ("car_model", "car_make", "car", "car_model"),
        ("dish", "cuisine", "dish", "dish"),
        ("diagnosis", "icd10", "icd10", "diagnosis"),
        ("scientific_name", "species", "species", "scientific_name"),
        ("airport_city", "airport_code", "airport", "city"),
        ("port_code", "country", "port", "port_code"),
        ("job_title", "department", "job", "job_title"),
        ("strength", "drug_name", "drug", "strength"),
    ],
)
def test_facts_agree(kind: str, role: str, relation: str, column: str, bits: Callable[..., Bits]) -> None:
    known = table(relation)
    given = known.column(role, np.arange(len(known)).repeat(3))
    drawn = semantic_kind(kind).draw(bits(len(given)), {role: given})
    found = set(zip(listed(given), listed(drawn), strict=True))
    assert found <= pairs(relation, role, column)


def test_products_fit_their_category(bits: Callable[..., Bits]) -> None:
    categories = pa.array(["jewelry", "Ceramics", "textiles", "pastries"] * 100)
    kind = semantic_kind("product_name")
    drawn = listed(kind.draw(bits(400), {"product_category": categories}))
    sold = pairs("product", "category", "product")
    for place, category in enumerate(["Jewellery", "Ceramics", "Textiles", "Pastry"]):
        words = tuple(product for known, product in sold if known == category)
        assert all(name.endswith(words) for name in drawn[place::4])
    made = kind.at(np.arange(0, 8000, 20), {"product_category": categories})
    assert len(made.unique()) == 400


def test_adjectives_do_not_begin_products() -> None:
    adjectives = set(table("adjective").columns["adjective"])
    assert not [
        product for product in table("product").columns["product"] if product.split()[0] in adjectives
    ]


def test_addresses_of_machines_are_well_formed(bits: Callable[..., Bits]) -> None:
    for text in listed(semantic_kind("ipv4").draw(bits(500))):
        assert ipaddress.IPv4Address(text).is_global
    for text in listed(semantic_kind("ipv6").draw(bits(100))):
        assert ipaddress.IPv6Address(text) in ipaddress.IPv6Network("2001:db8::/32")
    for text in listed(semantic_kind("uuid").draw(bits(100))):
        assert uuid.UUID(text).version == 4
    assert all(
        re.fullmatch(r"02(:[0-9a-f]{2}){5}", text)
        for text in listed(semantic_kind("mac_address").draw(bits(50)))
    )


def test_player_names_have_no_blanks_and_grow_digits() -> None:
    kind = semantic_kind("gamertag")
    assert kind.size is not None
    one, again = listed(kind.at(np.array([11, 11 + kind.size])))
    assert again == f"{one}0"
    assert " " not in one


def test_weights_show(bits: Callable[..., Bits]) -> None:
    drawn = listed(semantic_kind("blood_type").draw(bits(5000)))
    assert abs(drawn.count("O+") / 5000 - 0.38) < 0.03


@pytest.mark.parametrize(
    ("locale", "shape"),
    [
        ("en_GB", r"[A-Z]{2}\d{2} [A-Z]{3}"),
        ("de_DE", r"[A-Z]{1,2}-[A-Z]{2} \d{2,4}"),
        ("fi_FI", r"[A-Z]{3}-\d{3}"),
    ],
)
def test_plates_have_the_countrys_shape(locale: str, shape: str, bits: Callable[..., Bits]) -> None:
    assert all(
        re.fullmatch(shape, plate) for plate in listed(semantic_kind("license_plate", locale).draw(bits(200)))
    )


def test_social_security_numbers_are_never_issued(bits: Callable[..., Bits]) -> None:
    assert all(
        re.fullmatch(r"9\d\d-(7\d|80)-\d{4}", number)
        for number in listed(semantic_kind("ssn").draw(bits(200)))
    )

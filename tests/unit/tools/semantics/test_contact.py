from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rowsmith.tools.chance.arrays import Bits
from rowsmith.tools.semantics import semantic_kind
from rowsmith.tools.semantics.arrow_text import listed
from rowsmith.tools.semantics.names import ascii_letters

SHAPE = re.compile(r"[a-z][a-z0-9._-]*@[a-z0-9.-]+\.[a-z]{2,}")
ANY_NAME = st.one_of(
    st.none(), st.text(max_size=12), st.sampled_from(["Ann Lee", "A. Lee", "Jörg Weiß", "Li 2"])
)


def test_an_address_is_made_of_the_name(bits: Callable[..., Bits]) -> None:
    names = pa.array(["Jürgen Weiß", "Łucja Żak", "Dr. Åse Ørn"] * 30)
    drawn = listed(semantic_kind("email", "de_DE").draw(bits(90), {"person_name": names}))
    assert all(re.match(r"(juergen|j)[._-]?weiss", address) for address in drawn[0::3])
    assert all(re.match(r"(lucja|l)[._-]?zak", address) for address in drawn[1::3])
    assert all(re.match(r"(ase|a)[._-]?orn", address) for address in drawn[2::3])
    assert all(SHAPE.fullmatch(address) for address in drawn)


def test_no_mail_can_reach_anyone(bits: Callable[..., Bits]) -> None:
    for name in ("email", "company_email"):
        hosts = {address.split("@")[1] for address in listed(semantic_kind(name).draw(bits(3000)))}
        assert all(
            host in {"example.com", "example.org", "example.net"} or host.endswith((".example", ".test"))
            for host in hosts
        )


@given(
    st.lists(ANY_NAME, min_size=1, max_size=120),
    st.integers(0, 2**63),
    st.sampled_from(["email", "username"]),
)
def test_unique_addresses_whatever_the_names(names: list[str | None], key: int, kind: str) -> None:
    rows = np.arange(len(names))
    given_names = {"person_name": pa.array(names, type=pa.string())}
    made = semantic_kind(kind).at(rows, given_names, np.uint64(key))
    assert len(made.unique()) == len(names)
    assert made.null_count == 0


@pytest.mark.parametrize("kind", ["email", "username", "company_email"])
def test_one_name_for_a_whole_table(kind: str) -> None:
    rows = np.arange(30_000)
    same = {"first_name": pa.array(["Ann"] * 30_000), "last_name": pa.array(["Lee"] * 30_000)}
    same["company"] = pa.array(["Lee & Sons"] * 30_000)
    made = semantic_kind(kind).at(rows, same)
    assert len(made.unique()) == 30_000
    assert max(len(text.split("@")[0]) for text in listed(made)) <= 13


def test_the_look_depends_on_the_key_but_not_on_the_block() -> None:
    kind = semantic_kind("email")
    one = listed(kind.at(np.arange(500), key=np.uint64(1)))
    assert listed(kind.at(np.arange(200, 300), key=np.uint64(1))) == one[200:300]
    assert listed(kind.at(np.arange(500), key=np.uint64(2))) != one


def test_a_domain_may_be_given(bits: Callable[..., Bits]) -> None:
    kind = semantic_kind("email@northwind-demo.com")
    assert all(address.endswith("@northwind-demo.com") for address in listed(kind.draw(bits(50))))
    made = kind.at(np.arange(400), {"person_name": pa.array(["Ann Lee"] * 400)})
    assert len(made.unique()) == 400


def test_work_addresses_follow_the_company(bits: Callable[..., Bits]) -> None:
    given_columns = {
        "company": pa.array(["Björk & Sons AB", None]),
        "person_name": pa.array(["Ann Lee", "Bo Ek"]),
    }
    drawn = listed(semantic_kind("company_email").draw(bits(2), given_columns))
    assert drawn[0].endswith("@bjorksonsab.example")
    assert SHAPE.fullmatch(drawn[1])
    given_host = {"domain_name": pa.array(["acme.test", "acme.test"])}
    assert all(
        address.endswith("@acme.test")
        for address in listed(semantic_kind("company_email").draw(bits(2), given_host))
    )


def test_a_user_name_may_follow_the_address(bits: Callable[..., Bits]) -> None:
    given_addresses = {"email": pa.array(["ann.lee@example.com", None])}
    drawn = listed(semantic_kind("username").draw(bits(2), given_addresses))
    assert drawn[0] == "ann.lee"
    assert drawn[1]


@given(st.text(max_size=20))
def test_only_plain_letters_are_left(text: str) -> None:
    assert re.fullmatch(r"[a-z]+", listed(ascii_letters(pa.array([text]), "de_DE"))[0])


@pytest.mark.parametrize("locale", ["en_US", "en_GB", "de_DE", "fr_FR", "ja_JP", "pt_BR"])
def test_international_numbers_have_their_shape(locale: str, bits: Callable[..., Bits]) -> None:
    drawn = listed(semantic_kind("phone_e164", locale).draw(bits(200)))
    assert all(re.fullmatch(r"\+[1-9]\d{7,14}", number) for number in drawn)


def test_british_subscribers_can_all_differ() -> None:
    kind = semantic_kind("phone_e164", "uk")
    assert kind.size is not None
    assert kind.size > 10**6
    assert all(number.startswith("+44") for number in listed(kind.at(np.arange(1000))))


def test_a_number_fits_the_country(bits: Callable[..., Bits]) -> None:
    land = pa.array(["Germany", "FR", "Kenya", "Atlantis"] * 20)
    drawn = listed(semantic_kind("phone").draw(bits(80), {"country": land}))
    starts = [{number.split(" ")[0] for number in drawn[place::4]} for place in range(4)]
    assert starts == [{"+49"}, {"+33"}, {"+254"}, {"+1"}]
    assert len(semantic_kind("phone").at(np.arange(80), {"country": land}).unique()) == 80

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pytest

from rowsmith.tools.chance.arrays import Bits
from rowsmith.tools.errors import PlanError
from rowsmith.tools.semantics import semantic_kind
from rowsmith.tools.semantics.arrow_text import listed
from rowsmith.tools.semantics.facts import first_names, last_names
from rowsmith.tools.semantics.names import first_and_last


def names_of(gender: str, locale: str) -> set[str]:
    columns = first_names(locale).columns
    pairs = zip(columns["first_name"], columns["gender"], strict=True)
    return {name for name, known in pairs if known == gender}


@pytest.mark.parametrize("spelling", ["female", "F", "woman", "Frau"])
def test_names_fit_the_gender(spelling: str, bits: Callable[..., Bits]) -> None:
    drawn = semantic_kind("person_name", "de_DE").draw(bits(200), {"gender": pa.array([spelling] * 200)})
    assert {name.split()[0] for name in listed(drawn)} <= names_of("female", "de_DE")
    first = semantic_kind("first_name", "de_DE").draw(bits(200), {"gender": pa.array([spelling] * 200)})
    assert set(listed(first)) <= names_of("female", "de_DE")


def test_gender_fits_the_name(bits: Callable[..., Bits]) -> None:
    names = semantic_kind("first_name", "de_DE").draw(bits(300))
    told = listed(semantic_kind("gender", "de_DE").draw(bits(300, 1), {"first_name": names}))
    for name, gender in zip(listed(names), told, strict=True):
        assert name in names_of(gender, "de_DE")
    whole = semantic_kind("person_name", "de_DE").draw(bits(300))
    told = listed(semantic_kind("gender", "de_DE").draw(bits(300, 1), {"person_name": whole}))
    assert all(
        name.split()[0] in names_of(gender, "de_DE") for name, gender in zip(listed(whole), told, strict=True)
    )


def test_polish_surnames_have_a_gender(bits: Callable[..., Bits]) -> None:
    drawn = listed(semantic_kind("person_name", "pl_PL").draw(bits(500)))
    women = names_of("female", "pl_PL") - names_of("male", "pl_PL")
    assert not [name for name in drawn if name.split()[0] in women and name.endswith("ski")]
    assert [name for name in drawn if name.split()[0] in women and name.endswith("ska")]


def test_parts_come_from_the_whole(bits: Callable[..., Bits]) -> None:
    whole = pa.array(["Ann Lee", "Dr. Ida  von Berg ", None])
    first = listed(semantic_kind("first_name").draw(bits(3), {"person_name": whole}))
    last = listed(semantic_kind("last_name").draw(bits(3), {"person_name": whole}))
    assert first[:2] == ["Ann", "Ida"]
    assert last[:2] == ["Lee", "Berg"]
    assert first[2] in first_names("en_US").columns["first_name"]
    assert last[2] in last_names("en_US").columns["last_name"]
    assert listed(semantic_kind("initials").draw(bits(3), {"person_name": whole})) == ["AL", "IB", "XX"]


def test_the_whole_comes_from_parts(bits: Callable[..., Bits]) -> None:
    given = {"first_name": pa.array(["Ann", None]), "last_name": pa.array(["Lee", "Moe"])}
    drawn = listed(semantic_kind("person_name").draw(bits(2), given))
    assert drawn[0] == "Ann Lee"
    assert drawn[1].endswith(" Moe")


def test_names_fit_the_country(bits: Callable[..., Bits]) -> None:
    land = pa.array(["Japan", "Germany", "AT", None] * 50)
    drawn = listed(semantic_kind("person_name").draw(bits(200), {"country": land}))
    firsts = {place: {name.split()[0] for name in drawn[place::4]} for place in range(4)}
    assert firsts[0] <= set(first_names("ja_JP").columns["first_name"])
    assert firsts[1] | firsts[2] <= set(first_names("de_DE").columns["first_name"])
    assert firsts[3] <= set(first_names("en_US").columns["first_name"])


def test_titles_suit_the_gender(bits: Callable[..., Bits]) -> None:
    drawn = listed(semantic_kind("prefix").draw(bits(200), {"gender": pa.array(["male", "female"] * 100)}))
    assert set(drawn[0::2]) == {"Mr.", "Dr."}
    assert set(drawn[1::2]) == {"Ms.", "Mrs.", "Dr."}
    assert set(listed(semantic_kind("prefix", "de_DE").draw(bits(200)))) == {"Herr", "Frau", "Dr."}


def test_unique_names_stay_distinct_across_genders() -> None:
    kind = semantic_kind("person_name")
    index = np.arange(20_000) * 13
    mixed = pa.array(["female", "male", None, "other"] * 5000)
    assert len(kind.at(index, {"gender": mixed}).unique()) == len(index)
    assert {name.split()[0] for name in listed(kind.at(index, {"gender": mixed}))[0::4]} <= names_of(
        "female", "en_US"
    )


def test_middle_initials_come_when_names_run_out() -> None:
    kind = semantic_kind("person_name", "da_DK")
    assert kind.size is not None
    plain, longer = listed(kind.at(np.array([5, kind.size + 5])))
    first, last = plain.split(" ", 1)
    assert longer == f"{first} A. {last}"


@pytest.mark.parametrize(
    ("name", "role"),
    [("person_name", "first_name"), ("person_name", "country"), ("last_name", "person_name")],
)
def test_unique_and_fitting_can_be_too_much(name: str, role: str) -> None:
    with pytest.raises(PlanError, match="unique"):
        semantic_kind(name).at(np.arange(2), {role: pa.array(["Ann", "Ann"])})


def test_names_are_taken_apart() -> None:
    first, last = first_and_last(pa.array(["Prof. Dr. Eva Maria Klein", "Cher", "  A   B ", None, "Mr. X"]))
    assert listed(first)[:3] == ["Eva", "Cher", "A"]
    assert listed(last)[:3] == ["Klein", "Cher", "B"]
    assert listed(first)[3] is None

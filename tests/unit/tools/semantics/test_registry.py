from __future__ import annotations

import pytest

from rowsmith.tools.semantics import KindNames, kind_named, kinds, semantic_kind
from rowsmith.tools.semantics.registry import aliases


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("Full Name", "person_name"),
        ("home_zip", "postcode"),
        ("mobileNumber", "mobile"),
        ("ship_to_country", "country"),
        ("buyer_first_name", "first_name"),
        ("email", "email"),
        ("Reg. plate", "license_plate"),
    ],
)
def test_a_columns_name_means_a_kind(word: str, kind: str) -> None:
    assert kind_named(word) == kind


@pytest.mark.parametrize("word", ["created_at", "name", "status", "", "title", "___"])
def test_a_name_may_mean_nothing(word: str) -> None:
    assert kind_named(word) is None


def test_aliases_mean_kinds_and_hide_none() -> None:
    names = {line.name for line in kinds()}
    assert set(aliases().values()) <= names
    assert not set(aliases()) & names


def test_an_alias_is_a_kind() -> None:
    assert semantic_kind("zip", "german").size == semantic_kind("postcode", "de_DE").size


def test_names_hold_all_that_can_be_built() -> None:
    names = KindNames()
    assert list(names) == [line.name for line in kinds()]
    assert len(names) == len(kinds())
    assert all(name in names for name in ("email", "zip", "email@acme.example", "mail@acme.example"))
    assert not [name for name in ("nothing", "city@acme.example", "", 3) if name in names]

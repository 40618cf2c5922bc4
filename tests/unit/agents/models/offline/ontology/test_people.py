"""People and things."""

from __future__ import annotations

import pytest

from rowsmith.agents.models.offline.ontology.people import is_person


@pytest.mark.parametrize(
    "noun", ["manager", "author", "dentist", "librarian", "trainee", "student", "fireman"]
)
def test_people(noun: str) -> None:
    assert is_person(noun, ())


@pytest.mark.parametrize("noun", ["depot", "printer", "warehouse", "sensor", "tree", "river", "project"])
def test_things(noun: str) -> None:
    assert not is_person(noun, ())


def test_what_has_a_birth_date_is_one() -> None:
    assert is_person("head", ("birth_date",))

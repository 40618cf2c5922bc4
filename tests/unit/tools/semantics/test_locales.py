from __future__ import annotations

import pytest

from rowsmith.tools.semantics import find_locale, resolve_locale
from rowsmith.tools.semantics.facts import countries
from rowsmith.tools.semantics.locales import fallbacks, locale_of_country, locales


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("german", "de_DE"),
        ("DE", "de_DE"),
        ("de", "de_DE"),
        ("de-DE", "de_DE"),
        ("français", "fr_FR"),
        ("uk", "en_GB"),
        ("US", "en_US"),
        ("no_NO", "nb_NO"),
        ("pt", "pt_PT"),
        ("Brazil", "pt_BR"),
        ("en_IN", "en_IN"),
        ("Japanese", "ja_JP"),
    ],
)
def test_locales_have_many_names(text: str, code: str) -> None:
    found = find_locale(text)
    assert (found.code, found.exact, found.note) == (code, True, None)


def test_a_neighbour_steps_in_and_says_so() -> None:
    found = find_locale("fr_XX")
    assert found.code == "fr_FR"
    assert not found.exact
    assert found.note == "There are no values for the locale fr_XX; fr_FR is used."


def test_nobody_knows_klingon() -> None:
    found = find_locale("tlh")
    assert found.code == resolve_locale("tlh") == "en_US"
    assert found.note == "There are no values for the locale tlh; en_US is used."


def test_fallbacks_end_with_english() -> None:
    assert fallbacks("pt_BR") == ("pt_BR", "pt_PT", "en_US")
    assert fallbacks("en_US") == ("en_US",)
    assert fallbacks("xx") == ("xx", "en_US")


def test_countries_of_locales_are_countries() -> None:
    known = set(countries().columns["country_code"])
    assert set(locale_of_country()) <= known
    assert all(locale.country in known for locale in locales().values())
    assert locale_of_country()["DE"] == "de_DE"
    assert locale_of_country()["AT"] == "de_DE"

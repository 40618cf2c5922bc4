"""Quotes are found where they stand, and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rowsmith.agents.coverage import Span
from rowsmith.agents.models.language.quotes import Finder, Quote, nearest, occurrences

SAID = "Clinics have 1 to 5 doctors – each doctor has 1 to 5 rooms.\nDoctors' rooms are “unique”."


def found(quote: str, text: str = SAID) -> list[str]:
    return [text[start:end] for start, end in occurrences(quote, text)]


@pytest.mark.parametrize(
    ("quote", "stands"),
    [
        ("each doctor", "each doctor"),
        ('"each doctor"', "each doctor"),
        ("EACH  doctor", "each doctor"),
        ("doctors - each", "doctors – each"),
        ("rooms. Doctors’ rooms", "rooms.\nDoctors' rooms"),
        ('are "unique"', "are “unique”"),
        ("each docter has 1 to 5", "each doctor has 1 to 5"),
    ],
)
def test_slips_of_the_pen(quote: str, stands: str) -> None:
    assert found(quote)[0].strip("”.") == stands.strip("”.")


@pytest.mark.parametrize("quote", ["", " … ", "1 to 6", "patients pay cash", "x" * 500])
def test_what_is_not_there(quote: str) -> None:
    assert found(quote) == []


def test_the_order_of_quotes_tells_which_place_is_meant() -> None:
    finder = Finder([SAID])
    first = finder.find(Quote("1 to 5"))
    assert first == Span(0, 13, 19)
    assert finder.find(Quote("each doctor")) is not None
    assert finder.find(Quote("1 to 5")) == Span(0, 46, 52)
    assert finder.find(Quote("1 to 5", occurrence=1)) == first
    assert finder.find(Quote("1 to 5", occurrence=9)) == first


def test_a_quote_of_another_message() -> None:
    finder = Finder(["10 cats", "20 dogs"])
    assert finder.find(Quote("20 dogs", message=0)) == Span(1, 0, 7)
    assert finder.find(Quote("10 cats", message=7)) == Span(0, 0, 7)
    assert finder.find(Quote("30 cows")) is None


def test_the_nearest_words_are_whole() -> None:
    place = nearest("doctor has 2 to 5 rooms", SAID)
    assert place is not None
    assert SAID[slice(*place)] == "doctor has 1 to 5 rooms"
    assert nearest("longer than the message", "short") is None


@given(st.text(min_size=1), st.data())
def test_a_copied_quote_is_always_found(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    quote = text[start:end]
    places = list(occurrences(quote, text))
    for first, last in places:
        assert 0 <= first <= last <= len(text)
    if quote.strip("\"' …\n\t’‘`´“”„«»"):
        assert places

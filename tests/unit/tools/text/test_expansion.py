from __future__ import annotations

import pytest

from rowsmith.tools.errors import PlanError
from rowsmith.tools.text.expansion import Vocabulary, article, capital, expanded

LISTS = {
    "adj": ("odd", "big", "unique", "honest"),
    "thing": ("cat", "odd"),
    "nest": ("a {adj} day", "so be it"),
}
WORDS = Vocabulary(LISTS, "home", "en_US")


def test_all_combinations_without_one_word_twice() -> None:
    assert sorted(expanded("{adj} {thing}", WORDS, 100)) == [
        "big cat",
        "big odd",
        "honest cat",
        "honest odd",
        "odd cat",
        "unique cat",
        "unique odd",
    ]


def test_a_few_are_spread_over_all() -> None:
    few = list(expanded("{weekday} {month}", WORDS, 20))
    assert len(set(few)) == 20
    assert len({text.split()[0] for text in few}) == 7


def test_articles_and_capitals() -> None:
    made = list(expanded("{a:adj^} {Noun}", WORDS, 10))
    assert made == ["An odd Home", "A big Home", "A unique Home", "An honest Home"]


def test_lists_may_hold_templates() -> None:
    made = list(expanded("What {nest}.", WORDS, 10))
    assert made == [
        "What a odd day.",
        "What a big day.",
        "What a unique day.",
        "What a honest day.",
        "What so be it.",
    ]


def test_no_doubled_full_stop() -> None:
    assert all(not text.endswith("..") for text in expanded("At {clock}.", WORDS, 20))


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("apple", "an"),
        ("hour", "an"),
        ("house", "a"),
        ("unit", "a"),
        ("uncle", "an"),
        ("European", "a"),
        ("one-way", "a"),
        ("MRI", "a"),
    ],
)
def test_the_article_follows_the_sound(word: str, expected: str) -> None:
    assert article(word) == expected
    assert capital(word)[0].isupper()


def test_faulty_templates_are_refused() -> None:
    with pytest.raises(PlanError, match="slot that can't be read"):
        list(expanded("{Not A Slot}", WORDS, 1))
    with pytest.raises(PlanError, match="no pool of values called nowhere"):
        list(expanded("{nowhere}", WORDS, 1))

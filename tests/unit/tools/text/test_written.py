"""What `template_for` promises."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rowsmith.tools.chance.arrays import Bits
from rowsmith.tools.errors import PlanError
from rowsmith.tools.semantics.arrow_text import listed
from rowsmith.tools.text import template_for
from rowsmith.tools.text.tables import template_sets

ABOUTS = [
    {"*": f"{form} of a doohickey", "-": form}.get(subject, f"{form} of a {subject}")
    for form, sets in template_sets().items()
    if form not in ("answer_text", "body")
    for made in sets
    for subject in made.subjects[:1]
]
VARIED = {
    "name of a hotel": 0.7,
    "name of a band": 0.6,
    "title of a book": 0.7,
    "title of an online course": 0.6,
    "review of a hotel": 0.6,
    "review of a product": 0.6,
    "first message of a support ticket": 0.6,
    "comment on a blog post": 0.5,
    "name of a company": 0.7,
    "title of a podcast episode": 0.7,
    "note of a meeting": 0.5,
    "bio of an author": 0.6,
    "name of a guild": 0.25,
    "name of a boss in a fantasy game": 0.6,
}


def counts(column: pa.Array[Any]) -> list[int]:
    return [len(text.split()) for text in listed(column)]


@pytest.mark.parametrize("about", ABOUTS)
def test_every_set_gives_clean_texts(about: str, bits: Callable[..., Bits]) -> None:
    kind = template_for(about)
    drawn = listed(kind.draw(bits(300)))
    assert None not in drawn
    for text in drawn:
        assert text == text.strip()
        assert not re.search(r"[{}]|\s\s|\.\.|\s[.,!?]|\^|\ba [aeio]\w|\ban [bcdfgklmnpqrstvwz]", text), text
    assert kind.size == kind.room(1)
    assert len(kind.at(np.arange(kind.size or 0)).unique()) == kind.size


@pytest.mark.parametrize(("about", "share"), VARIED.items())
def test_texts_vary(about: str, share: float, bits: Callable[..., Bits]) -> None:
    drawn = template_for(about).draw(bits(2000))
    assert len(drawn.unique()) / 2000 > share


@pytest.mark.parametrize(
    "about",
    ["name of a guild in a fantasy game", "title of an online course", "short review of a stay", "note"],
)
@given(low=st.integers(1, 12), more=st.integers(0, 10))
@settings(max_examples=6, deadline=None)
def test_words_are_kept(about: str, low: int, more: int) -> None:
    kind = template_for(about, words=(low, low + more))
    random = np.random.default_rng(low).integers(0, 2**64, 80, dtype=np.uint64)
    assert all(low <= count <= low + more for count in counts(kind.draw(random)))
    index = np.arange(0, 4 * (kind.size or 1), max(1, (kind.size or 1) // 40))
    made = kind.at(index)
    assert len(made.unique()) == len(index)
    assert all(low <= count <= low + more for count in counts(made))


@pytest.mark.parametrize("sentences", [(1, 1), (2, 2), (3, 5)])
@pytest.mark.parametrize(
    "about", ["review of a hotel", "description of a job", "pitch of a project", "body of a blog post"]
)
def test_sentences_are_kept(about: str, sentences: tuple[int, int], bits: Callable[..., Bits]) -> None:
    drawn = listed(template_for(about, sentences=sentences).draw(bits(200)))
    for text in drawn:
        ends = re.findall(r"[.!?](?= [A-Z0-9]|$)", text)
        assert sentences[0] <= len(ends) <= sentences[1], text


def test_ratings_choose_the_mood(bits: Callable[..., Bits]) -> None:
    stars = pa.array([1, 2, 3, 4, 5, None] * 50)
    kind = template_for("short review of the product", {"stars": stars})
    drawn = listed(kind.draw(bits(300), {"stars": stars}))
    bad = [text for place, text in enumerate(drawn) if place % 6 in (0, 1)]
    good = [text for place, text in enumerate(drawn) if place % 6 in (3, 4)]
    assert not any(re.search("recommended|perfect|love|Worth every", text) for text in bad)
    assert not any(re.search("money back|broke|disappoint|Do not buy", text) for text in good)
    assert not set(bad) & set(good)


@pytest.mark.parametrize(("top", "low", "high"), [(10, 2, 9), (100, 20, 95), (1, 0.1, 0.9)])
def test_the_scale_is_seen(top: float, low: float, high: float, bits: Callable[..., Bits]) -> None:
    sample = pa.array([0.0, top])
    kind = template_for("review of a film", {"score": sample})
    bad = listed(kind.draw(bits(50), {"score": pa.array([low] * 50)}))
    good = listed(kind.draw(bits(50), {"score": pa.array([high] * 50)}))
    five = template_for("review of a film", {"score": pa.array([5.0])})
    assert set(good) <= set(listed(five.draw(bits(20_000), {"score": pa.array([5.0] * 20_000)})))
    assert not set(bad) & set(good)


def test_words_may_tell_the_mood_too(bits: Callable[..., Bits]) -> None:
    feeling = pa.array(["positive", "negative"] * 100)
    kind = template_for("customer feedback on a course", {"sentiment": feeling})
    drawn = listed(kind.draw(bits(200), {"sentiment": feeling}))
    assert not set(drawn[0::2]) & set(drawn[1::2])
    angry = set(listed(template_for("review of a course", tone="angry").draw(bits(200))))
    happy = set(listed(template_for("review of a course", tone="enthusiastic").draw(bits(200))))
    assert not angry & happy


def test_categories_choose_the_words(bits: Callable[..., Bits]) -> None:
    levels = pa.array(["Beginner", "intermediate", "ADVANCED", "other"] * 100)
    kind = template_for("title of an online course", {"difficulty": levels}, words=(3, 8))
    drawn = listed(kind.draw(bits(400), {"difficulty": levels}))
    assert any("Introduction to" in text for text in drawn[0::4])
    assert not any(re.search("Advanced|Mastering|Expert", text) for text in drawn[0::4] + drawn[1::4])
    assert not any(re.search("Beginner|First Steps|Introduction|Basics", text) for text in drawn[2::4])


def test_who_speaks_wins_over_what_it_is_about(bits: Callable[..., Bits]) -> None:
    given_columns = {
        "ticket.priority": pa.array(["low", "urgent"] * 100),
        "sender": pa.array(["agent"] * 200),
    }
    kind = template_for("message in a support ticket", given_columns)
    drawn = listed(kind.draw(bits(200), given_columns))
    assert not any(re.search("We can't work|urgent|Hello, I", text) for text in drawn)
    nobody = listed(template_for("message in a support ticket").draw(bits(2000)))
    assert not any("Thank you for contacting us" in text for text in nobody)


def test_other_values_may_stand_in_the_text(bits: Callable[..., Bits]) -> None:
    cities = pa.array(["Lisboa", "Vila Nova de Gaia", None, "Ulm"] * 100)
    kind = template_for("name of a hotel", {"city": cities}, words=(2, 4))
    drawn = kind.draw(bits(400), {"city": cities})
    texts = listed(drawn)
    assert 30 < sum("Lisboa" in text for text in texts[0::4]) < 90
    assert not any("Vila" in text for text in texts)
    assert all(2 <= count <= 4 for count in counts(drawn))


def test_values_are_not_put_into_texts_of_several_sentences(bits: Callable[..., Bits]) -> None:
    names = pa.array(["Blue Mug"] * 200)
    one = listed(template_for("review of a product", {"title": names}).draw(bits(200), {"title": names}))
    two = listed(
        template_for("review of a product", {"title": names}, sentences=(2, 2)).draw(
            bits(200), {"title": names}
        )
    )
    assert any("Blue Mug" in text for text in one)
    assert not any("Blue Mug" in text for text in two)


def test_distinct_texts_whatever_the_values() -> None:
    rarity = pa.array(["common", "epic", None, "legendary", "odd"] * 400)
    kind = template_for("name of an item in a fantasy game", {"rarity": rarity})
    made = kind.at(np.arange(2000), {"rarity": rarity})
    assert len(made.unique()) == 2000


@pytest.mark.parametrize(
    ("about", "end"), [("name of a treatment", " II"), ("review of a hotel", r" \(2\)[.!?]")]
)
def test_used_up_texts_get_a_number(about: str, end: str) -> None:
    kind = template_for(about)
    size = kind.size or 0
    index = np.array([1, 1 + 3 * size, 1 + 40 * size])
    many = kind.at(np.concatenate([np.arange(size), np.arange(size) + size]))
    assert len(many.unique()) == 2 * size
    assert len(kind.at(index).unique()) == 3
    assert any(re.search(f"{end}$", text) for text in listed(many)[size:])


def test_room_grows_tenfold_up_to_a_million() -> None:
    kind = template_for("name of a dental treatment")
    size = kind.size or 0
    assert [kind.room(wanted) for wanted in (1, size, size + 1, 10 * size + 1)] == [
        size,
        size,
        10 * size,
        100 * size,
    ]
    assert kind.room(10**9) == kind.limit == 10**6
    with pytest.raises(PlanError, match="only 1000000"):
        kind.at(np.array([10**6]))


def test_facts_stand_in_every_text(bits: Callable[..., Bits]) -> None:
    kind = template_for("note on a delivery", contains=["ring twice", "Gate 7"])
    drawn = listed(kind.draw(bits(100)))
    assert all("ring twice" in text and "Gate 7" in text for text in drawn)
    assert all(text[-1] in ".!?" for text in drawn)


def test_a_row_does_not_know_its_block(bits: Callable[..., Bits]) -> None:
    genres = pa.array(["jazz", "metal", None, "techno"] * 50)
    kind = template_for("name of a band", {"genre": genres})
    whole = listed(kind.draw(bits(200), {"genre": genres}))
    part = kind.draw(bits(200)[60:90], {"genre": genres.slice(60, 30)})
    assert listed(part) == whole[60:90]
    again = template_for("name of a band", {"genre": pa.array(["x"])})
    assert listed(again.draw(bits(200), {"genre": genres})) == whole


def test_encoded_values_fit_as_plain_ones(bits: Callable[..., Bits]) -> None:
    genres = pa.array(["jazz", "metal"] * 50)
    kind = template_for("name of a band", {"genre": genres})
    plain = listed(kind.draw(bits(100), {"genre": genres}))
    assert listed(kind.draw(bits(100), {"genre": genres.dictionary_encode()})) == plain


def test_other_languages_are_told() -> None:
    assert template_for("review of a hotel", locale="german").note == "Texts by templates are in English."
    assert template_for("review of a hotel").note is None


@pytest.mark.parametrize("bounds", [{"words": (0, 3)}, {"words": (5, 2)}, {"sentences": (0, 0)}])
def test_impossible_bounds_are_refused(bounds: dict[str, tuple[int, int]]) -> None:
    with pytest.raises(PlanError, match="A text can't have"):
        template_for("name", words=bounds.get("words"), sentences=bounds.get("sentences"))

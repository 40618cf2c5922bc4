"""No word of the person's is passed over in silence."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from rowsmith.agents.coverage import Span, coverage, covers, is_glue, uncovered, words

SHOP = "500 customers, each with 1 to 5 orders. Some of them are VIPs!"


@dataclass(frozen=True)
class Held:
    span: tuple[int, int]
    message: int = 0


def held(quote: str, text: str = SHOP, message: int = 0) -> Held:
    start = text.index(quote)
    return Held((start, start + len(quote)), message)


def quotes(messages: list[str], gaps: list[Span]) -> list[str]:
    return [messages[gap.message][gap.start : gap.end] for gap in gaps]


def test_what_nothing_holds_is_listed_phrase_by_phrase() -> None:
    gaps = uncovered([SHOP], [held("1 to 5 orders")])
    assert quotes([SHOP], gaps) == ["500 customers, each", "Some of them are VIPs"]


def test_a_held_word_ends_a_phrase() -> None:
    assert quotes([SHOP], uncovered([SHOP], [held("customers"), held("orders")])) == [
        "500",
        "each with 1 to 5",
        "Some of them are VIPs",
    ]


def test_glue_alone_is_no_gap() -> None:
    said = "Please, the customers and their orders."
    assert uncovered([said], [held("customers", said), held("orders", said)]) == []
    assert is_glue("The")
    assert not is_glue("never")


def test_a_sentence_and_a_line_end_a_phrase_but_no_number_does() -> None:
    said = "price 4.99 or 1,000.50 on 2024-01-31\nsold twice"
    assert quotes([said], uncovered([said], [])) == ["price 4.99 or 1,000.50 on 2024-01-31", "sold twice"]


def test_spans_belong_to_their_message() -> None:
    messages = ["10 cats", "10 dogs"]
    gaps = uncovered(messages, [Held((0, 7), 1)])
    assert gaps == [Span(0, 0, 7)]


def test_part_of_a_word_is_enough() -> None:
    assert covers(Held((4, 6)), Span(0, 0, 5))
    assert not covers(Held((5, 6)), Span(0, 0, 5))


def test_coverage_is_the_share_of_understood_words() -> None:
    said = "Hello there! 10 red cats, and purple ones."
    cats, purple, hello = held("10 red cats", said), held("purple", said), held("Hello", said)
    assert coverage([said], [cats, purple], [], [hello]) == 0.8
    assert coverage([said], [cats], [purple], [hello]) == 0.6
    assert coverage([said], [cats, purple, held("ones", said)], [], [hello]) == 1.0
    assert coverage([said], [], [], [hello]) == 0.0


def test_nothing_asked_is_all_covered() -> None:
    assert coverage([], [], [], []) == 1.0
    assert coverage(["the and"], [], [], []) == 1.0


@given(st.lists(st.text(max_size=60), max_size=3), st.data())
def test_every_word_is_held_or_listed(messages: list[str], data: st.DataObject) -> None:
    spans = [
        Held(tuple(sorted(data.draw(st.tuples(*[st.integers(0, len(text))] * 2)))), number)
        for number, text in enumerate(messages)
    ]
    gaps = uncovered(messages, spans)
    for word in words(messages):
        listed = any(gap.message == word.message and gap.start <= word.start < gap.end for gap in gaps)
        is_held = any(covers(one, word) for one in spans)
        assert listed or is_held or is_glue(messages[word.message][word.start : word.end])
        assert not (listed and is_held)

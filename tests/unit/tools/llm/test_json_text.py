from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rowsmith.tools.llm.json_text import NoJson, extract_json

VALUE = {"a": [1, {"b": "x // no comment, } no end"}], "c": None}
TEXT = json.dumps(VALUE)

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
).filter(lambda value: isinstance(value, dict))


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        f"  \n{TEXT}\n",
        f"\ufeff{TEXT}",
        f"```json\n{TEXT}\n```",
        f"```\n{TEXT}\n```",
        f"Sure! Here it is:\n\n```JSON\n{TEXT}\n```\nHope that helps {{really}}.",
        f"Here you are: {TEXT} Good luck!",
        f"I thought of {{1}} first, then: {TEXT}",
        f"<think>maybe {{'a': 1}}?</think>{TEXT}",
        f"maybe {{}}?</think>\n{TEXT}",
        '{\n // the list\n "a": [1, {"b": "x // no comment, } no end"},], /* end */ "c": null,\n}',
        f'```json\n{{"small": 1}}\n```\nbetter:\n```json\n{TEXT}\n```',
        f"so: {TEXT[:-1]},}} done",
    ],
)
def test_json_is_found(text: str) -> None:
    assert extract_json(text) == VALUE


def test_a_list_is_json_too() -> None:
    assert extract_json("It is [1, 2]") == [1, 2]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "empty"),
        ("<think>hm</think>", "empty"),
        ("I can't do that.", "only words"),
        ('{"a": 1', "line 1, column"),
        ('{"a": 1, "a": 2}', "'a' stands twice"),
        ('{"a": NaN}', "NaN is no JSON number"),
        ("[" * 100_000, "can't be used|broken"),
        ("{'a': 1}", "broken"),
        ('{"a": ' + "9" * 5_000 + "}", "can't be used"),
    ],
)
def test_what_is_wrong_is_said(text: str, words: str) -> None:
    with pytest.raises(NoJson, match=words):
        extract_json(text)


@given(JSON)
def test_what_goes_in_comes_out(value: object) -> None:
    text = json.dumps(value)
    assert extract_json(text) == value
    assert extract_json(f"```json\n{json.dumps(value, indent=1)}\n```") == value


@given(st.text())
def test_any_text_ends_in_json_or_a_reason(text: str) -> None:
    try:
        extract_json(text)
    except NoJson as error:
        reason = str(error)
    else:
        return
    assert reason.endswith(".")


def test_much_text_is_read_quickly() -> None:
    with pytest.raises(NoJson):
        extract_json("{ not json /* " * 300_000)

"""Wrong answers go back with their errors, at most twice."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from rowsmith.tools.errors import InvalidAnswer, Refused
from rowsmith.tools.llm.answers import LONGEST_ECHO, MOST_ERRORS, ask, read_answer
from rowsmith.tools.llm.cache import AnswerCache
from rowsmith.tools.llm.messages import Message, Usage
from tests.fakes.chat_server import Said, answer, body_of, stream
from tests.unit.tools.llm.conftest import Bench, BenchMaker

QUESTION = [Message("system", "Plan."), Message("user", "Two tables")]


class Integer(BaseModel):
    model_config = ConfigDict(extra="forbid")
    kind: Literal["integer"] = "integer"
    low: int


class Category(BaseModel):
    model_config = ConfigDict(extra="forbid")
    kind: Literal["category"] = "category"
    values: list[str]


class Column(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: str
    unit: Literal["kg", "g"] = "kg"
    sampler: Annotated[Integer | Category, Field(discriminator="kind")]


class Drafted(BaseModel):
    model_config = ConfigDict(extra="forbid")
    columns: tuple[Column, ...]


GOOD = json.dumps({"columns": [{"name": "age", "unit": "kg", "sampler": {"kind": "integer", "low": 0}}]})
BAD = json.dumps({"columns": [{"name": "age", "unit": "kg", "sampler": {"kind": "integr", "low": 0}}]})


def sent(made: Bench, number: int) -> list[dict[str, str]]:
    return TypeAdapter(list[dict[str, str]]).validate_python(made.server.requests[number]["messages"])


def test_a_good_answer_at_once(bench: BenchMaker) -> None:
    made = bench(answer(GOOD))
    drafted, usage = ask(made.client, QUESTION, Drafted, name="draft")
    assert drafted.columns[0].name == "age"
    assert usage == Usage(1, 10, 5)


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "I'd rather talk.",
        BAD,
        GOOD[:-9],
        GOOD.replace('"age"', "5"),
        GOOD.replace('"name": "age", ', ""),
        GOOD.replace('"name"', '"extra": 1, "name"'),
        GOOD.replace('"kg"', '"stone"'),
    ],
)
def test_a_wrong_answer_goes_back_and_is_mended(bench: BenchMaker, wrong: str) -> None:
    made = bench(answer(wrong), answer(GOOD))
    drafted, usage = ask(made.client, QUESTION, Drafted, name="draft")
    assert drafted.columns[0].name == "age"
    assert usage == Usage(2, 20, 10)
    back = sent(made, 1)
    assert [message["role"] for message in back] == ["system", "user", "assistant", "user"]
    assert back[2]["content"] == (wrong or "(nothing)")


def test_an_answer_with_invalid_utf8_is_asked_again(bench: BenchMaker) -> None:
    spoilt = json.dumps(body_of(GOOD)).encode().replace(b"age", b"\xe4ge")
    made = bench(Said(spoilt), answer(GOOD))
    assert ask(made.client, QUESTION, Drafted, name="draft")[0].columns[0].name == "age"
    assert made.server.calls == 2


def test_a_cut_answer_is_told_to_be_shorter(bench: BenchMaker) -> None:
    made = bench(answer(GOOD[:30], finish="length"), answer(GOOD))
    ask(made.client, QUESTION, Drafted, name="draft")
    assert "cut off at the token limit" in sent(made, 1)[3]["content"]


def test_only_the_last_wrong_answer_goes_back(bench: BenchMaker) -> None:
    made = bench(answer("first"), answer("second"), answer(GOOD))
    ask(made.client, QUESTION, Drafted, name="draft")
    assert len(sent(made, 2)) == 4
    assert sent(made, 2)[2]["content"] == "second"


def test_after_two_returns_it_is_over(bench: BenchMaker) -> None:
    made = bench(answer(BAD))
    with pytest.raises(InvalidAnswer, match=r"wrong 3 times.*no kind 'integr'") as caught:
        ask(made.client, QUESTION, Drafted, name="draft")
    assert made.server.calls == 3
    assert (caught.value.where, caught.value.exit_code) == ("draft", 4)
    assert made.client.budget.bill().usage.calls == 3


def test_no_returns_when_none_are_wanted(bench: BenchMaker) -> None:
    made = bench(answer(BAD))
    with pytest.raises(InvalidAnswer, match="wrong 1 times"):
        ask(made.client, QUESTION, Drafted, name="draft", retries=0)
    assert made.server.calls == 1


def test_the_callers_faults_go_back_too(bench: BenchMaker) -> None:
    made = bench(answer(GOOD), answer(GOOD.replace("age", "weight")))

    def faults(drafted: Drafted) -> list[str]:
        return (
            ["columns.age: a person has an age, a parcel has a weight."]
            if drafted.columns[0].name == "age"
            else []
        )

    drafted, _ = ask(made.client, QUESTION, Drafted, name="draft", validate=faults)
    assert drafted.columns[0].name == "weight"
    assert "- columns.age: a person has an age" in sent(made, 1)[3]["content"]


def test_a_refusal_is_not_argued_with(bench: BenchMaker) -> None:
    made = bench(answer(None, refusal="No."))
    with pytest.raises(Refused):
        ask(made.client, QUESTION, Drafted, name="draft")
    assert made.server.calls == 1


def test_a_long_wrong_answer_is_clipped(bench: BenchMaker) -> None:
    made = bench(answer("x" * 300_000), answer(GOOD))
    ask(made.client, QUESTION, Drafted, name="draft")
    assert len(sent(made, 1)[2]["content"]) == LONGEST_ECHO + 1


def test_it_can_be_watched(bench: BenchMaker) -> None:
    heard: list[str] = []
    made = bench(stream(GOOD[:10], GOOD[10:]))
    ask(made.client, QUESTION, Drafted, name="draft", on_delta=lambda delta: heard.append(delta.text))
    assert "".join(heard) == GOOD


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (BAD, "columns[0].sampler: there is no kind 'integr'. Did you mean integer?"),
        (GOOD.replace('"name": "age", ', ""), "columns[0].name: this field is missing."),
        (
            GOOD.replace('"name"', '"nmae": 1, "name"'),
            "columns[0].nmae: there is no such field; leave it out.",
        ),
        (GOOD.replace('"kg"', '"stone"'), "columns[0].unit: must be 'kg' or 'g', not \"stone\"."),
        (GOOD.replace("0}", '"' + "y" * 200 + '"}'), "given was"),
        ("[]", "The answer: "),
    ],
)
def test_errors_are_said_plainly(text: str, words: str) -> None:
    found, errors = read_answer(text, Drafted)
    assert found is None
    assert any(words in error for error in errors), errors


def test_many_errors_are_counted() -> None:
    _, errors = read_answer(json.dumps({"columns": [{}] * 40}), Drafted)
    assert len(errors) == MOST_ERRORS + 1
    assert errors[-1] == "There are 60 more errors of this kind."


def test_the_same_wrong_answer_again_is_not_taken_from_the_cache(bench: BenchMaker, tmp_path: Path) -> None:
    made = bench(answer(BAD), cache=AnswerCache(tmp_path))
    with pytest.raises(InvalidAnswer, match="wrong 3 times"):
        ask(made.client, QUESTION, Drafted, name="draft")
    assert made.server.calls == 3

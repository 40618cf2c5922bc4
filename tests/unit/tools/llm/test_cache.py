from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import BaseModel

from rowsmith.tools.errors import InvalidAnswer, TargetError
from rowsmith.tools.llm.answers import ask
from rowsmith.tools.llm.cache import AnswerCache
from rowsmith.tools.llm.messages import Delta, Message, Usage
from rowsmith.tools.llm.strict_schema import strict_schema
from tests.fakes.chat_server import answer
from tests.unit.tools.llm.conftest import BenchMaker

HELLO = [Message("user", "Hello")]


class Greeting(BaseModel):
    words: str


def test_the_same_question_is_paid_once(bench: BenchMaker, tmp_path: Path) -> None:
    made = bench(answer("Hi"), answer("Changed"), cache=AnswerCache(tmp_path))
    heard: list[Delta] = []
    first = made.client.complete(HELLO, name="greet")
    second = made.client.complete(HELLO, name="greet", on_delta=heard.append)
    assert (second.text, second.cached, second.usage) == (first.text, True, Usage())
    assert heard == [Delta("Hi")]
    assert made.server.calls == 1
    assert made.client.budget.bill().saved == Usage(1, 10, 5)


def test_another_question_is_not(bench: BenchMaker, tmp_path: Path) -> None:
    made = bench(answer("Hi"), cache=AnswerCache(tmp_path))
    made.client.complete(HELLO, name="greet")
    made.client.complete([Message("system", "Hello")], name="greet")
    made.client.complete(HELLO, name="greet", schema=strict_schema(Greeting))
    assert made.server.calls == 3


def test_fresh_asks_and_keeps(bench: BenchMaker, tmp_path: Path) -> None:
    old = bench(answer("Old"), cache=AnswerCache(tmp_path))
    old.client.complete(HELLO, name="greet")
    new = bench(answer("New"), cache=AnswerCache(tmp_path, fresh=True))
    assert new.client.complete(HELLO, name="greet").text == "New"
    assert old.client.complete(HELLO, name="greet").text == "New"


def test_cut_and_empty_answers_are_not_kept(bench: BenchMaker, tmp_path: Path) -> None:
    made = bench(answer("cut", finish="length"), answer(""), answer("Hi"), cache=AnswerCache(tmp_path))
    said = [made.client.complete(HELLO, name="greet").text for _ in range(4)]
    assert said == ["cut", "", "Hi", "Hi"]
    assert made.server.calls == 3


def test_answers_that_proved_useless_are_forgotten(bench: BenchMaker, tmp_path: Path) -> None:
    made = bench(answer("no"), answer("no"), answer('{"words": "Hi"}'), cache=AnswerCache(tmp_path))
    with pytest.raises(InvalidAnswer):
        ask(made.client, HELLO, Greeting, name="greet", retries=1)
    assert ask(made.client, HELLO, Greeting, name="greet")[0].words == "Hi"
    assert made.server.calls == 3


def test_a_damaged_entry_is_asked_anew(bench: BenchMaker, tmp_path: Path) -> None:
    made = bench(answer("Hi"), cache=AnswerCache(tmp_path))
    made.client.complete(HELLO, name="greet")
    (entry,) = tmp_path.rglob("*.json")
    entry.write_text('{"text": ')
    assert made.client.complete(HELLO, name="greet").text == "Hi"
    assert made.server.calls == 2


def test_any_text_survives(tmp_path: Path) -> None:
    cache = AnswerCache(tmp_path)
    text = "Ünïcode 🐫 \u2028 \x00 end"
    cache.put("ab12", text, Usage(1, 2, 3))
    assert cache.get("ab12") == (text, Usage(1, 2, 3))
    cache.forget("ab12")
    assert cache.get("ab12") is None
    assert [file for file in tmp_path.rglob("*") if file.is_file()] == []


def test_a_folder_that_is_a_file(tmp_path: Path) -> None:
    place = tmp_path / "taken"
    place.write_text("")
    with pytest.raises(TargetError) as caught:
        AnswerCache(place)
    assert caught.value.where == str(place)


def test_an_entry_that_cannot_be_written(tmp_path: Path) -> None:
    cache = AnswerCache(tmp_path)
    (tmp_path / "ab").write_text("")
    with pytest.raises(TargetError):
        cache.put("ab12", "Hi", Usage())
    (tmp_path / "cd").mkdir()
    (tmp_path / "cd" / "cd12.json").mkdir()
    with pytest.raises(TargetError):
        cache.forget("cd12")

"""A server that refuses a format is asked in the next looser one, from then on."""

from __future__ import annotations

import json

import pytest
from pydantic import BaseModel

from rowsmith.tools.errors import ModelError
from rowsmith.tools.llm.answers import ask
from rowsmith.tools.llm.capability import AnswerFormat, Capabilities, Capability
from rowsmith.tools.llm.client import ChatClient
from rowsmith.tools.llm.messages import Message
from rowsmith.tools.llm.server import OpenAIServer
from rowsmith.tools.llm.strict_schema import strict_schema
from rowsmith.tools.llm.wire import Reply
from tests.fakes.chat_server import ChatServer, answer, failure
from tests.unit.tools.llm.conftest import Bench, BenchMaker

HELLO = [Message("system", "Be brief."), Message("user", "Hello")]
NO_SCHEMA = failure(400, "This response_format type is unavailable now")
NO_JSON = failure(400, "unknown value", param="response_format")


class Greeting(BaseModel):
    words: str


class OpenMap(BaseModel):
    entries: dict[str, int]


SCHEMA = strict_schema(Greeting)


def formats(server: ChatServer) -> list[object]:
    found = [request.get("response_format") for request in server.requests]
    return [one.get("type") if isinstance(one, dict) else one for one in found]


def system_words(made: Bench, number: int) -> str:
    messages = made.server.requests[number]["messages"]
    assert isinstance(messages, list)
    return json.dumps(messages[0])


def test_from_strict_to_json_mode(bench: BenchMaker) -> None:
    made = bench(NO_SCHEMA, answer('{"words": "Hi"}'))
    found, usage = ask(made.client, HELLO, Greeting, name="greet")
    assert found == Greeting(words="Hi")
    assert usage.calls == 1
    assert formats(made.server) == ["json_schema", "json_object"]
    assert "JSON Schema" in system_words(made, 1)
    assert "Be brief." in system_words(made, 1)


def test_from_json_mode_to_a_fenced_block(bench: BenchMaker) -> None:
    made = bench(NO_SCHEMA, NO_JSON, answer('Here:\n```json\n{"words": "Hi"}\n```'))
    assert ask(made.client, [HELLO[1]], Greeting, name="greet")[0].words == "Hi"
    assert formats(made.server) == ["json_schema", "json_object", None]
    assert "fenced block" in system_words(made, 2)


def test_what_was_found_is_remembered(bench: BenchMaker) -> None:
    made = bench(NO_SCHEMA, NO_JSON, answer('{"words": "Hi"}'))
    ask(made.client, HELLO, Greeting, name="greet")
    ask(made.client, HELLO, Greeting, name="greet")
    assert formats(made.server)[3:] == [None]


def test_and_shared_between_clients(bench: BenchMaker) -> None:
    made, known = bench(NO_SCHEMA, answer('{"words": "Hi"}')), Capabilities()
    for _ in range(2):
        server = OpenAIServer(made.client.endpoint)
        with ChatClient(made.client.endpoint, server, capabilities=known) as client:
            ask(client, HELLO, Greeting, name="greet")
    assert formats(made.server) == ["json_schema", "json_object", "json_object"]


def test_a_fault_of_one_schema_is_no_fault_of_the_server(bench: BenchMaker) -> None:
    class Other(BaseModel):
        words: str
        more: str = ""

    made = bench(failure(400, "Invalid schema for response_format 'greet'"), answer('{"words": "Hi"}'))
    ask(made.client, HELLO, Greeting, name="greet")
    ask(made.client, HELLO, Other, name="other")
    ask(made.client, HELLO, Greeting, name="greet")
    assert formats(made.server) == ["json_schema", "json_object", "json_schema", "json_object"]


def test_a_refusal_of_everything_is_an_error(bench: BenchMaker) -> None:
    made = bench(failure(400, "response_format? strict? no"))
    with pytest.raises(ModelError, match="400"):
        made.client.complete(HELLO, name="greet", schema=SCHEMA)
    assert made.server.calls == 3


def test_a_schema_that_strict_mode_cannot_state_goes_in_json_mode(bench: BenchMaker) -> None:
    made = bench(answer('{"entries": {"a": 1}}'))
    assert ask(made.client, HELLO, OpenMap, name="map")[0].entries == {"a": 1}
    assert formats(made.server) == ["json_object"]


def test_the_name_of_the_token_limit(bench: BenchMaker) -> None:
    refused = failure(400, "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.")
    made = bench(refused, answer("Hi"))
    made.client.complete(HELLO, name="greet", max_tokens=9)
    made.client.complete(HELLO, name="greet", max_tokens=9)
    assert [request.get("max_completion_tokens") for request in made.server.requests] == [None, 9, 9]


def test_no_token_limit_at_all(bench: BenchMaker) -> None:
    refusals = [failure(400, f"Unknown field {name}") for name in ("max_tokens", "max_completion_tokens")]
    made = bench(*refusals, answer("Hi"))
    made.client.complete(HELLO, name="greet", max_tokens=9)
    assert not {"max_tokens", "max_completion_tokens"} & set(made.server.requests[2])


@pytest.mark.parametrize(
    ("status", "message"),
    [
        (400, "max_tokens is too large: this model supports at most 4096"),
        (400, "bad role"),
        (500, "response_format"),
    ],
)
def test_other_refusals_teach_nothing(status: int, message: str) -> None:
    assert Capability().without(Reply(status, {"error": {"message": message}})) is None


def test_nothing_is_looser_than_text() -> None:
    told = Reply(400, {"error": {"message": "response_format"}})
    assert Capability(AnswerFormat.TEXT).without(told) is None

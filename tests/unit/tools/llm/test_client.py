"""One question, one answer, whatever the server does."""

from __future__ import annotations

import datetime as dt
import json
from email.utils import format_datetime

import pytest
from pydantic import BaseModel

from rowsmith.tools.errors import (
    ContextExceeded,
    InvalidAnswer,
    ModelError,
    ModelTimeout,
    ModelUnreachable,
    RateLimited,
    Refused,
    Unauthenticated,
)
from rowsmith.tools.llm.client import ChatClient
from rowsmith.tools.llm.endpoint import Endpoint
from rowsmith.tools.llm.messages import Delta, Message, Usage
from rowsmith.tools.llm.retry import RetryPolicy
from rowsmith.tools.llm.server import OpenAIServer
from rowsmith.tools.llm.strict_schema import strict_schema
from tests.fakes.chat_server import Said, answer, body_of, failure, stream
from tests.unit.tools.llm.conftest import KEY, BenchMaker

HELLO = [Message("system", "Be brief."), Message("user", "Hello")]


class Greeting(BaseModel):
    words: str


SCHEMA = strict_schema(Greeting)


def test_a_plain_answer(bench: BenchMaker) -> None:
    made = bench(answer("Hi"))
    completion = made.client.complete(HELLO, name="greet")
    assert (completion.text, completion.usage) == ("Hi", Usage(1, 10, 5))
    assert made.server.paths == ["/v1/chat/completions"]
    assert made.server.requests[0]["messages"] == [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "Hello"},
    ]
    assert made.server.seen_headers[0]["authorization"] == f"Bearer {KEY}"


def test_the_schema_goes_along_in_strict_form(bench: BenchMaker) -> None:
    made = bench(answer('{"words": "Hi"}'))
    made.client.complete(HELLO, name="greet", schema=SCHEMA, max_tokens=50)
    assert made.server.requests[0]["response_format"] == {
        "type": "json_schema",
        "json_schema": {"name": "greet", "strict": True, "schema": SCHEMA},
    }
    assert made.server.requests[0]["max_tokens"] == 50


@pytest.mark.parametrize("status", [500, 502, 503, 409, 408])
def test_a_passing_failure_is_retried(bench: BenchMaker, status: int) -> None:
    made = bench(failure(status), failure(status), answer("Hi"))
    assert made.client.complete(HELLO, name="greet").text == "Hi"
    assert made.server.calls == 3
    assert 1.0 <= made.waits[0] <= 2.0
    assert 2.0 <= made.waits[1] <= 3.0


def test_a_lasting_failure_ends_after_the_attempts(bench: BenchMaker) -> None:
    made = bench(failure(503, "overloaded"))
    with pytest.raises(ModelUnreachable, match="answered 503: overloaded"):
        made.client.complete(HELLO, name="greet")
    assert made.server.calls == 3


@pytest.mark.parametrize(
    ("status", "error"),
    [(400, ModelError), (401, Unauthenticated), (403, Unauthenticated), (404, ModelError), (422, ModelError)],
)
def test_a_wrong_call_is_not_repeated(bench: BenchMaker, status: int, error: type[ModelError]) -> None:
    made = bench(failure(status, "no"))
    with pytest.raises(error) as caught:
        made.client.complete(HELLO, name="greet")
    assert type(caught.value) is error
    assert made.server.calls == 1
    assert made.waits == []


@pytest.mark.parametrize("headers", [{"Retry-After": "7"}, {"retry-after-ms": "7000"}])
@pytest.mark.parametrize("status", [429, 503])
def test_the_server_says_how_long_to_wait(bench: BenchMaker, status: int, headers: dict[str, str]) -> None:
    made = bench(failure(status, headers=headers), answer("Hi"))
    assert made.client.complete(HELLO, name="greet").text == "Hi"
    assert made.waits == [7.0]


def test_the_wait_may_be_a_date(bench: BenchMaker) -> None:
    moment = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=30)
    made = bench(failure(429, headers={"Retry-After": format_datetime(moment, usegmt=True)}), answer("Hi"))
    made.client.complete(HELLO, name="greet")
    assert 25.0 < made.waits[0] <= 30.0


def test_429_without_a_wait_backs_off(bench: BenchMaker) -> None:
    made = bench(failure(429, "slow down"), answer("Hi"))
    made.client.complete(HELLO, name="greet")
    assert 1.0 <= made.waits[0] <= 2.0


def test_a_wait_beyond_the_deadline_is_not_made(bench: BenchMaker) -> None:
    made = bench(failure(429, "come back tomorrow", headers={"Retry-After": "86400"}))
    with pytest.raises(RateLimited) as caught:
        made.client.complete(HELLO, name="greet")
    assert caught.value.retry_after == 86400.0
    assert (made.server.calls, made.waits) == (1, [])


def test_an_empty_account_is_not_retried(bench: BenchMaker) -> None:
    made = bench(failure(429, "You exceeded your current quota", code="insufficient_quota"))
    with pytest.raises(ModelError, match="nothing left to spend") as caught:
        made.client.complete(HELLO, name="greet")
    assert not isinstance(caught.value, RateLimited)
    assert made.server.calls == 1


@pytest.mark.parametrize("message", ["This model's maximum context length is 8192 tokens", "too many tokens"])
def test_a_question_that_is_too_long(bench: BenchMaker, message: str) -> None:
    made = bench(failure(400, message))
    with pytest.raises(ContextExceeded):
        made.client.complete(HELLO, name="greet")
    assert made.server.calls == 1


def test_silence_is_a_timeout_and_retried(bench: BenchMaker) -> None:
    made = bench(Said(b"{}", delay=3.0), answer("Hi"), timeout=0.2)
    assert made.client.complete(HELLO, name="greet").text == "Hi"
    assert made.server.calls == 2


def test_lasting_silence_is_an_error(bench: BenchMaker) -> None:
    made = bench(Said(b"{}", delay=3.0), timeout=0.1, attempts=2)
    with pytest.raises(ModelTimeout):
        made.client.complete(HELLO, name="greet")
    assert made.server.calls == 2


def test_a_cut_connection_is_retried(bench: BenchMaker) -> None:
    whole = answer("Hi")
    made = bench(Said(whole.content, cut=20), whole)
    assert made.client.complete(HELLO, name="greet").text == "Hi"
    assert made.server.calls == 2


def test_nobody_there() -> None:
    endpoint = Endpoint("http://127.0.0.1:9/v1", "", "fake-model")
    waits: list[float] = []
    retry = RetryPolicy(attempts=2, sleep=waits.append)
    with (
        ChatClient(endpoint, OpenAIServer(endpoint), retry=retry) as client,
        pytest.raises(ModelUnreachable, match="Connection error") as caught,
    ):
        client.complete(HELLO, name="greet")
    assert len(waits) == 1
    assert caught.value.where == "http://127.0.0.1:9/v1"


def test_a_web_page_instead_of_an_answer(bench: BenchMaker) -> None:
    made = bench(Said(b"<html>Log in</html>", content_type="text/html; charset=utf-8"))
    with pytest.raises(InvalidAnswer, match="text/html"):
        made.client.complete(HELLO, name="greet")
    assert made.server.calls == 1


def test_a_wrong_content_type_around_a_good_answer(bench: BenchMaker) -> None:
    made = bench(Said(json.dumps(body_of("Hi")).encode(), content_type="text/plain"))
    assert made.client.complete(HELLO, name="greet").text == "Hi"


@pytest.mark.parametrize("content", [b'{"choices": [', b'{"choices": "\xff\xfe"}', b"[1]"])
def test_broken_json_on_the_wire_is_retried(bench: BenchMaker, content: bytes) -> None:
    made = bench(Said(content), answer("Hi"))
    assert made.client.complete(HELLO, name="greet").text == "Hi"
    assert made.server.calls == 2


@pytest.mark.parametrize("content", [b"{}", b'{"choices": []}', b'{"choices": [{"text": "old style"}]}'])
def test_json_that_is_no_chat_completion(bench: BenchMaker, content: bytes) -> None:
    made = bench(Said(content))
    with pytest.raises(InvalidAnswer):
        made.client.complete(HELLO, name="greet")
    assert made.server.calls == 1


def test_an_error_under_status_200(bench: BenchMaker) -> None:
    made = bench(Said(b'{"error": {"message": "no provider", "code": 503}}'), answer("Hi"))
    assert made.client.complete(HELLO, name="greet").text == "Hi"
    assert made.server.calls == 2


def test_an_empty_answer_is_an_answer(bench: BenchMaker) -> None:
    assert bench(answer(None)).client.complete(HELLO, name="greet").text == ""


def test_an_answer_in_parts(bench: BenchMaker) -> None:
    body = body_of("")
    body["choices"] = [
        {"message": {"content": [{"type": "text", "text": "H"}, {"type": "text", "text": "i"}]}}
    ]
    assert bench(Said(json.dumps(body).encode())).client.complete(HELLO, name="greet").text == "Hi"


@pytest.mark.parametrize("said", [answer(None, refusal="I can't."), answer("", finish="content_filter")])
def test_a_refusal_is_no_answer(bench: BenchMaker, said: Said) -> None:
    made = bench(said)
    with pytest.raises(Refused):
        made.client.complete(HELLO, name="greet")
    assert made.server.calls == 1
    assert made.client.budget.bill().usage.calls == 1


def test_a_truncated_answer_says_so(bench: BenchMaker) -> None:
    assert bench(answer("Hi th", finish="length")).client.complete(HELLO, name="greet").truncated


def test_a_huge_answer_is_given_up(bench: BenchMaker) -> None:
    made = bench(answer("x" * 5_000_000))
    with pytest.raises(InvalidAnswer, match=r"5\.0 MB"):
        made.client.complete(HELLO, name="greet")
    assert made.server.calls == 1


def test_tokens_are_estimated_where_the_server_does_not_count(bench: BenchMaker) -> None:
    usage = bench(answer("12345678", counted=False)).client.complete(HELLO, name="greet").usage
    assert usage == Usage(1, 4, 2, estimated=1)


def test_text_that_utf8_cannot_hold(bench: BenchMaker) -> None:
    made = bench(Said(b'{"choices": [{"message": {"content": "a\\ud800b"}}]}'))
    assert made.client.complete([Message("user", "x\udcff")], name="greet").text == "a?b"
    assert made.server.requests[0]["messages"] == [{"role": "user", "content": "x?"}]


def test_options_go_along_but_decide_nothing(bench: BenchMaker) -> None:
    made = bench(answer("Hi"))
    endpoint = Endpoint(made.server.base_url, "", "fake-model", options={"temperature": 0, "model": "other"})
    with OpenAIServer(endpoint) as server:
        ChatClient(endpoint, server).complete(HELLO, name="greet")
    assert made.server.requests[0]["temperature"] == 0
    assert made.server.requests[0]["model"] == "fake-model"


class TestStreaming:
    def test_pieces_arrive_as_they_come(self, bench: BenchMaker) -> None:
        made, heard = bench(stream("He", "llo")), list[Delta]()
        completion = made.client.complete(HELLO, name="greet", on_delta=heard.append)
        assert heard == [Delta("He"), Delta("llo")]
        assert (completion.text, completion.usage) == ("Hello", Usage(1, 7, 3))
        assert made.server.requests[0]["stream"] is True
        assert made.server.requests[0]["stream_options"] == {"include_usage": True}

    def test_a_second_attempt_is_marked(self, bench: BenchMaker) -> None:
        broken = stream("He", "llo")
        made, heard = (
            bench(Said(broken.content, content_type=broken.content_type, cut=150), broken),
            list[Delta](),
        )
        assert made.client.complete(HELLO, name="greet", on_delta=heard.append).text == "Hello"
        assert [delta.attempt for delta in heard][-2:] == [2, 2]
        assert made.server.calls == 2

    def test_a_stream_that_stalls(self, bench: BenchMaker) -> None:
        whole = stream("He", "llo")
        stalled = Said(whole.content, content_type=whole.content_type, stall=3.0)
        made = bench(stalled, whole, timeout=0.2)
        assert made.client.complete(HELLO, name="greet", on_delta=lambda _: None).text == "Hello"
        assert made.server.calls == 2

    def test_a_stream_that_takes_too_long_in_all(self, bench: BenchMaker) -> None:
        whole = stream("He", "llo")
        made = bench(Said(whole.content, content_type=whole.content_type, stall=0.1))
        endpoint = Endpoint(made.server.base_url, "", "fake-model", longest=0.05)
        retry = RetryPolicy(attempts=1)
        with (
            ChatClient(endpoint, OpenAIServer(endpoint), retry=retry) as client,
            pytest.raises(ModelTimeout, match=r"0\.05 seconds"),
        ):
            client.complete(HELLO, name="greet", on_delta=lambda _: None)

    def test_a_stream_that_ends_early(self, bench: BenchMaker) -> None:
        made = bench(stream("He", finish=None, done=False), stream("Hello"))
        assert made.client.complete(HELLO, name="greet", on_delta=lambda _: None).text == "Hello"
        assert made.server.calls == 2

    @pytest.mark.parametrize("line", [b"data: {broken\n\n", b"data: \xff\xfe\n\n"])
    def test_a_stream_of_rubbish(self, bench: BenchMaker, line: bytes) -> None:
        made = bench(Said(line, content_type="text/event-stream"), stream("Hi"))
        assert made.client.complete(HELLO, name="greet", on_delta=lambda _: None).text == "Hi"
        assert made.server.calls == 2

    def test_an_error_in_the_stream(self, bench: BenchMaker) -> None:
        line = b'data: {"error": {"message": "out of memory"}}\n\n'
        made = bench(Said(line, content_type="text/event-stream"), stream("Hi"))
        assert made.client.complete(HELLO, name="greet", on_delta=lambda _: None).text == "Hi"
        assert made.server.calls == 2

    def test_a_server_that_does_not_stream(self, bench: BenchMaker) -> None:
        made, heard = bench(answer("Hi")), list[Delta]()
        assert made.client.complete(HELLO, name="greet", on_delta=heard.append).text == "Hi"
        assert heard == [Delta("Hi")]

    def test_a_server_that_does_not_count_streams(self, bench: BenchMaker) -> None:
        made = bench(
            failure(400, "Unrecognized request argument: stream_options"), stream("Hi", counted=False)
        )
        completion = made.client.complete(HELLO, name="greet", on_delta=lambda _: None)
        assert completion.usage.estimated == 1
        assert "stream_options" not in made.server.requests[1]

    def test_a_failure_before_the_stream(self, bench: BenchMaker) -> None:
        made = bench(failure(429, headers={"Retry-After": "2"}), stream("Hi"))
        assert made.client.complete(HELLO, name="greet", on_delta=lambda _: None).text == "Hi"
        assert made.waits == [2.0]

    def test_a_stream_without_end(self, bench: BenchMaker) -> None:
        made = bench(stream(*["x" * 500_000] * 9))
        with pytest.raises(InvalidAnswer, match="MB"):
            made.client.complete(HELLO, name="greet", on_delta=lambda _: None)


class TestSecrets:
    def test_the_key_is_never_shown(self, bench: BenchMaker) -> None:
        made = bench(failure(401, f"Incorrect API key provided: {KEY}"))
        with pytest.raises(Unauthenticated) as caught:
            made.client.complete(HELLO, name="greet")
        assert KEY not in str(caught.value)
        assert "***" in str(caught.value)
        assert KEY not in repr(made.client.endpoint)

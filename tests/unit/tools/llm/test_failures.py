"""Every exception of `openai` has a twin in the error tree."""

from __future__ import annotations

import inspect

import httpx2
import openai
import pytest
from openai import _exceptions as foreign
from openai.types.chat import ChatCompletion

from rowsmith.tools.errors import ModelError, RateLimited
from rowsmith.tools.llm.endpoint import Endpoint
from rowsmith.tools.llm.failures import LONGEST_QUOTE, STATUSES, TWINS, failure, message_of, status_failure
from rowsmith.tools.llm.messages import JsonObject
from rowsmith.tools.llm.wire import Reply

ENDPOINT = Endpoint("http://localhost:1/v1", "sk-very-secret-0123456789", "fake-model")
REQUEST = httpx2.Request("POST", "http://localhost:1/v1/chat/completions")
EXCEPTIONS = [
    found
    for _, found in inspect.getmembers(foreign, inspect.isclass)
    if issubclass(found, Exception) and found.__module__.startswith("openai")
]


def made(kind: type[Exception]) -> Exception:
    if issubclass(kind, openai.OAuthError):
        return kind(response=httpx2.Response(401, request=REQUEST), body=None)
    if issubclass(kind, openai.APIStatusError):
        status = getattr(kind, "status_code", 500)
        response = httpx2.Response(status if isinstance(status, int) else 500, request=REQUEST)
        return kind("said", response=response, body=None)
    if issubclass(kind, openai.APIResponseValidationError):
        return kind(response=httpx2.Response(200, request=REQUEST), body=None)
    if issubclass(kind, openai.APITimeoutError):
        return kind(request=REQUEST)
    if issubclass(kind, openai.APIConnectionError):
        return kind(message="said", request=REQUEST)
    if issubclass(kind, openai.APIError):
        return kind("said", REQUEST, body=None)
    if issubclass(kind, openai.LengthFinishReasonError):
        return kind(completion=ChatCompletion.construct(usage=None))
    if issubclass(kind, openai.ContentFilterFinishReasonError):
        return kind()
    if issubclass(kind, openai.WebSocketConnectionClosedError):
        return kind("said", unsent_messages=["one"])
    return kind("said")


def test_the_exceptions_are_seen() -> None:
    assert len(EXCEPTIONS) >= 20


@pytest.mark.parametrize("kind", EXCEPTIONS, ids=lambda kind: kind.__name__)
def test_each_has_its_twin(kind: type[Exception]) -> None:
    assert kind.__name__ in TWINS
    if kind is openai.APIStatusError:
        return
    assert type(failure(made(kind), ENDPOINT)) is TWINS[kind.__name__]


def test_no_twin_is_left_over() -> None:
    assert set(TWINS) == {kind.__name__ for kind in EXCEPTIONS}


def test_a_kind_that_comes_later_is_still_ours() -> None:
    class LaterError(openai.APIConnectionError):
        pass

    error = LaterError(message="said", request=REQUEST)
    assert type(failure(error, ENDPOINT)) is TWINS["APIConnectionError"]


@pytest.mark.parametrize("status", [*STATUSES, 400, 404, 418, 500, 599])
def test_a_status_alone_is_enough(status: int) -> None:
    error = status_failure(Reply(status, {"error": {"message": "said"}}, 3.0), ENDPOINT)
    assert isinstance(error, ModelError)
    assert error.retry_after == 3.0
    assert f"answered {status}: said" in error.message
    assert error.exit_code == 4


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"error": {"message": "m", "code": "c"}}, "m"),
        ({"error": {"code": "c"}}, "c"),
        ({"error": "text"}, "text"),
        ({"detail": "d"}, "d"),
        ({"error": {}}, ""),
    ],
)
def test_the_servers_words_are_found(body: JsonObject, words: str) -> None:
    assert message_of(body) == words


def test_long_words_are_clipped_and_secrets_blotted() -> None:
    said = f"{ENDPOINT.api_key} " + "x" * 5_000
    error = status_failure(Reply(429, {"error": {"message": said}}), ENDPOINT)
    assert isinstance(error, RateLimited)
    assert len(error.message) <= LONGEST_QUOTE + 1
    assert ENDPOINT.api_key not in str(error)

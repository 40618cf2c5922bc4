"""Whether a model can be used, step by step, and what to do where it can't."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pydantic import BaseModel

from rowsmith.tools.errors import ModelError, Unauthenticated, did_you_mean
from rowsmith.tools.llm.answers import ask
from rowsmith.tools.llm.capability import AnswerFormat, Capabilities
from rowsmith.tools.llm.client import ChatClient
from rowsmith.tools.llm.endpoint import Endpoint
from rowsmith.tools.llm.messages import Message
from rowsmith.tools.llm.presets import Address
from rowsmith.tools.llm.prices import Price, price_of
from rowsmith.tools.llm.retry import RetryPolicy
from rowsmith.tools.llm.server import OpenAIServer

MOST_NAMED = 8
FORMATS = {
    AnswerFormat.STRICT: "It takes JSON Schema, so answers come in the right form at once.",
    AnswerFormat.JSON: "It knows JSON mode but no JSON Schema: wrong answers are sent back more often.",
    AnswerFormat.TEXT: "It knows neither JSON Schema nor JSON mode: answers are read from plain text.",
}


@dataclass(frozen=True)
class Probe:
    """One step: `is_good` None where it could not be found out; `hint` says what to do."""

    name: str
    is_good: bool | None
    says: str
    hint: str | None = None


class Pong(BaseModel):
    """`word` is the word that was asked for."""

    word: str


QUESTION = (
    Message("system", "You test a connection. Answer in JSON."),
    Message("user", 'Answer with {"word": "ready"}.'),
)


def probe(endpoint: Endpoint, address: Address, price: Price | None = None) -> Iterator[Probe]:
    """The steps in their order; a step that fails ends them."""
    key = _key(endpoint, address)
    yield key
    if key.is_good is False:
        return
    with OpenAIServer(endpoint) as server:
        try:
            names: Sequence[str] | None = server.models()
        except ModelError as error:
            yield _reach_failed(error, address)
            return
        yield Probe("reach", True, f"{address.title} answers at {endpoint.address}.")
        yield _model(endpoint, address, names)
        yield from _answers(endpoint, server, address)
    price = price or price_of(endpoint.model)
    yield _price(endpoint, price)


def _key(endpoint: Endpoint, address: Address) -> Probe:
    if endpoint.api_key:
        return Probe("key", True, "A key is set.")
    if address.needs_key:
        return Probe("key", False, f"{address.title} wants a key and none is set.", address.start)
    return Probe("key", None, "No key is set; most local servers want none.")


def _reach_failed(error: ModelError, address: Address) -> Probe:
    hint = error.hint if isinstance(error, Unauthenticated) else address.start
    return Probe("key" if isinstance(error, Unauthenticated) else "reach", False, error.message, hint)


def _model(endpoint: Endpoint, address: Address, names: Sequence[str] | None) -> Probe:
    if names is None:
        return Probe("model", None, "The server does not list its models.")
    if endpoint.model in names:
        return Probe("model", True, f"It has {endpoint.model}.")
    near = did_you_mean(endpoint.model, names) if len(names) <= MOST_NAMED else None
    return Probe(
        "model",
        None,
        f"{endpoint.model} is not among its {len(names)} models.",
        near or address.get_model.replace("MODEL", endpoint.model),
    )


def _answers(endpoint: Endpoint, server: OpenAIServer, address: Address) -> Iterator[Probe]:
    capabilities = Capabilities()
    asked = ChatClient(endpoint, server, retry=RetryPolicy(attempts=2), capabilities=capabilities)
    try:
        _, usage = ask(asked, QUESTION, Pong, name="doctor")
        yield Probe("answer", True, f"{endpoint.model} answered.")
        yield Probe("form", True, FORMATS[capabilities.of(endpoint).answers])
        pieces: list[str] = []
        asked.complete(QUESTION, name="doctor", on_delta=lambda delta: pieces.append(delta.text))
    except ModelError as error:
        hint = error.hint or address.get_model.replace("MODEL", endpoint.model)
        yield Probe("answer", False, error.message, hint)
        return
    yield (
        Probe("stream", True, "Answers can be watched as they arrive.")
        if len(pieces) > 1
        else Probe("stream", None, "Answers arrive in one piece.")
    )
    yield (
        Probe("count", True, "It counts tokens.")
        if not usage.estimated
        else Probe("count", None, "It does not count tokens; budgets go by an estimate.")
    )


def _price(endpoint: Endpoint, price: Price | None) -> Probe:
    if price is None:
        return Probe(
            "price",
            None,
            f"No price is known for {endpoint.model}.",
            "Give one with --prices to limit costs.",
        )
    return Probe(
        "price", True, f"${price.prompt:g} per million tokens asked, ${price.completion:g} answered."
    )

"""From a model's name to a model that answers."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from rowsmith.agents.models.language.model import LanguageModel
from rowsmith.tools.errors import Unauthenticated
from rowsmith.tools.llm.budget import Budget
from rowsmith.tools.llm.connect import connect
from rowsmith.tools.llm.endpoint import Endpoint
from rowsmith.tools.llm.messages import OnDelta
from rowsmith.tools.llm.presets import address_of
from rowsmith.tools.llm.prices import Price, price_of


def language_model(
    name: str,
    *,
    base_url: str | None = None,
    api_key: str | None = None,
    max_cost: float | None = None,
    max_tokens: int | None = None,
    max_seconds: float | None = None,
    prices: Mapping[str, Price] | None = None,
    cache: Path | None = None,
    record: Path | None = None,
    fresh: bool = False,
    timeout: float = 120.0,
    on_delta: OnDelta | None = None,
) -> LanguageModel:
    """A model behind any server that speaks the chat completions protocol.

    Args:
        name: the model's name as the server knows it.
        base_url: the server's address or the name of a known one ("ollama"), OpenAI's where it is None.
        api_key: may be absent where a base URL is given, for local servers want none.
        max_cost: US dollars; the run stops before the call that would break it.
        max_tokens: of prompts and answers together.
        max_seconds: from now on until the last answer.
        prices: what models cost, before the built-in prices.
        cache: the folder of paid answers.
        record: the folder that every exchange is written to, secrets blotted out.
        fresh: asks even what the cache knows.
        timeout: seconds that one call may stay silent; large plans take small machines minutes.
        on_delta: called with each piece of an answer as it arrives.

    Raises:
        Unauthenticated: neither a key nor a base URL.
        UsageError: an address or a key that can't be used.
    """
    if not api_key and not base_url:
        raise Unauthenticated(
            f"No key is set for {name}.",
            where="OPENAI_API_KEY",
            hint="Set it, or OPENAI_BASE_URL for a local server, or use --model offline.",
        )
    endpoint = endpoint_of(name, base_url, api_key, timeout=timeout)
    budget = Budget(
        name,
        max_cost=max_cost,
        max_tokens=max_tokens,
        max_seconds=max_seconds,
        price=price_of(name, prices),
    )
    return LanguageModel(
        connect(endpoint, budget=budget, cache=cache, record=record, fresh=fresh), on_delta=on_delta
    )


def endpoint_of(name: str, base_url: str | None, api_key: str | None, *, timeout: float = 120.0) -> Endpoint:
    """Where a model is reached. Raises UsageError for an address or a key that can't be used."""
    address, key = address_of(base_url), api_key or ""
    return Endpoint(
        address.base_url, key, name, timeout=timeout, headers=address.headers(key), query=address.query
    )

"""Where a model is reached, and what must never be seen of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import SplitResult, parse_qsl, quote, urlsplit

from rowsmith.tools.errors import UsageError
from rowsmith.tools.llm.messages import JsonObject

REDACTED = "***"
SHORTEST_SECRET = 8
"""Shorter keys ("none", "ollama") are placeholders of local servers; hiding them would garble plain words."""


@dataclass(frozen=True)
class Endpoint:
    """A server of the chat completions protocol and the model to use there.

    Args:
        base_url: up to and without /chat/completions, such as http://localhost:11434/v1.
        api_key: empty where the server wants none.
        model: the model's name as the server knows it.
        timeout: seconds that one call may stay silent.
        longest: seconds that one streamed answer may take in all.
        headers: sent along with every call.
        query: parameters of every call's address, such as Azure's api-version.
        options: fields of the request's body beyond those that Rowsmith sets, such as temperature.

    Raises:
        UsageError: the address, the key or the model's name can't be used.
    """

    base_url: str
    api_key: str = field(repr=False)
    model: str
    timeout: float = 120.0
    longest: float = 900.0
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    query: Mapping[str, str] = field(default_factory=dict, repr=False)
    options: JsonObject = field(default_factory=dict)

    def __post_init__(self) -> None:
        _usable_address(self.base_url)
        if not self.model.strip():
            raise UsageError("No model is named.", where="model", hint="Name one with --model.")
        if not (self.api_key.isascii() and self.api_key.isprintable()) or " " in self.api_key:
            raise UsageError(
                "The API key holds characters that no key has.",
                where="api_key",
                hint="Copy it again, without quotes, spaces or line ends.",
            )
        if self.timeout <= 0 or self.longest <= 0:
            raise UsageError("A timeout must be above 0 seconds.", where="timeout")

    @property
    def address(self) -> str:
        """The server's address without user, password and parameters: safe to show."""
        parts = urlsplit(self.base_url)
        host = parts.hostname or ""
        port = f":{parts.port}" if parts.port else ""
        return f"{parts.scheme}://{host}{port}{parts.path.rstrip('/')}"

    def __repr__(self) -> str:
        return f"Endpoint({self.address}, model={self.model!r}, timeout={self.timeout:g})"

    def redact(self, text: str) -> str:
        """The text with every secret of this endpoint blotted out."""
        for secret in sorted(set(self._secrets()), key=len, reverse=True):
            text = text.replace(secret, REDACTED)
        return text

    def _secrets(self) -> Iterator[str]:
        parts = urlsplit(self.base_url)
        passed = [value for _, value in parse_qsl(parts.query)]
        found = [
            self.api_key,
            parts.password or "",
            *passed,
            *self.headers.values(),
            *self.query.values(),
        ]
        for secret in found:
            if len(secret) >= SHORTEST_SECRET:
                yield secret
                yield quote(secret, safe="")


def _usable_address(base_url: str) -> None:
    if _split(base_url) is None:
        raise UsageError(
            "The base URL is not an address of a server.",
            where="base_url",
            hint="It looks like https://api.openai.com/v1 or http://localhost:11434/v1.",
        )


def _split(base_url: str) -> SplitResult | None:
    try:
        parts = urlsplit(base_url)
        _ = parts.port
    except ValueError:
        return None
    return parts if parts.scheme in {"http", "https"} and parts.hostname else None

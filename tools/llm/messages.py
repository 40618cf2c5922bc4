"""What goes to a language model and what comes back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from pydantic import JsonValue

JsonObject: TypeAlias = dict[str, JsonValue]
JsonSchema: TypeAlias = JsonObject
Role: TypeAlias = Literal["system", "user", "assistant"]


@dataclass(frozen=True)
class Message:
    role: Role
    text: str


@dataclass(frozen=True)
class Usage:
    """What was spent; `estimated` counts the calls whose server did not say how many tokens they took."""

    calls: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    estimated: int = 0

    @property
    def tokens(self) -> int:
        return self.prompt_tokens + self.completion_tokens

    def __add__(self, other: Usage) -> Usage:
        return Usage(
            self.calls + other.calls,
            self.prompt_tokens + other.prompt_tokens,
            self.completion_tokens + other.completion_tokens,
            self.estimated + other.estimated,
        )


@dataclass(frozen=True)
class Completion:
    """A model's answer.

    Args:
        text: the answer itself, as the model wrote it; may be empty.
        usage: what this answer cost; nothing where it came from the cache.
        finish_reason: "stop", or "length" where the answer was cut at the token limit.
        cached: whether it was answered without asking the server.
    """

    text: str
    usage: Usage
    finish_reason: str = "stop"
    cached: bool = False

    @property
    def truncated(self) -> bool:
        return self.finish_reason == "length"


@dataclass(frozen=True)
class Delta:
    """A piece of an answer as it arrives.

    A broken answer is asked for again: text of an earlier `attempt` (from 1) then no longer counts.
    """

    text: str
    attempt: int = 1


OnDelta: TypeAlias = Callable[[Delta], None]

CHARACTERS_PER_TOKEN = 4
"""The usual rule of thumb for English and JSON; there is no tokenizer for an unknown model."""


def clean_text(text: str) -> str:
    """The text with what UTF-8 can't hold (lone surrogates) replaced by "?"."""
    return text.encode("utf-8", "replace").decode("utf-8")


def estimate_tokens(*texts: str) -> int:
    """A rough count of tokens, rounded up."""
    return -(-sum(map(len, texts)) // CHARACTERS_PER_TOKEN)

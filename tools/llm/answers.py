"""Typed answers: a model's text read, judged, and sent back with its errors until it fits."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from importlib.resources import files
from typing import Protocol, TypeVar

from pydantic import BaseModel, JsonValue, ValidationError
from pydantic_core import ErrorDetails

from rowsmith.tools.errors import InvalidAnswer, did_you_mean
from rowsmith.tools.llm.json_text import NoJson, extract_json
from rowsmith.tools.llm.messages import Completion, JsonSchema, Message, OnDelta, Usage
from rowsmith.tools.llm.strict_schema import strict_schema

T = TypeVar("T", bound=BaseModel)

MOST_ERRORS = 20
LONGEST_ECHO = 60_000
"""Characters of a wrong answer that go back; what is longer would drown its own errors."""
LONGEST_VALUE = 80


class Chat(Protocol):
    """What `ask` needs of a client."""

    def complete(
        self,
        messages: Sequence[Message],
        *,
        name: str,
        schema: JsonSchema | None = None,
        max_tokens: int | None = None,
        on_delta: OnDelta | None = None,
    ) -> Completion:
        """See `ChatClient.complete`."""
        ...

    def forget(self, messages: Sequence[Message], schema: JsonSchema | None) -> None:
        """See `ChatClient.forget`."""
        ...


def ask(
    client: Chat,
    messages: Sequence[Message],
    answer_type: type[T],
    *,
    name: str,
    retries: int = 2,
    validate: Callable[[T], list[str]] | None = None,
    max_tokens: int | None = None,
    on_delta: OnDelta | None = None,
) -> tuple[T, Usage]:
    """A valid answer and what it cost, wrong attempts included.

    Args:
        client: who answers.
        messages: the question.
        answer_type: what the answer must be.
        name: the task's name, for the server and for errors.
        retries: how often a wrong answer goes back with its errors.
        validate: further faults of a well-formed answer, one plain sentence each; they go back as well.
        max_tokens: the most that one answer may have.
        on_delta: called with each piece of an answer as it arrives.

    Raises:
        InvalidAnswer: the last answer was wrong too; it says why.
        ModelError: the model can't be used.
    """
    schema = strict_schema(answer_type)
    conversation, asked, spent = list(messages), list[list[Message]](), Usage()
    errors: list[str] = []
    for _ in range(retries + 1):
        if conversation in asked:
            client.forget(conversation, schema)
        asked.append(conversation)
        completion = client.complete(
            conversation, name=name, schema=schema, max_tokens=max_tokens, on_delta=on_delta
        )
        spent += completion.usage
        answer, errors = read_answer(completion.text, answer_type)
        if answer is not None and validate:
            errors = validate(answer)
        if answer is not None and not errors:
            return answer, spent
        conversation = [*messages, *_sent_back(completion, errors)]
    for question in asked:
        client.forget(question, schema)
    raise InvalidAnswer(
        f"The model's answer was wrong {len(asked)} times. {' '.join(errors[:3])}",
        where=name,
        hint="Try again, say it in simpler words, or use a stronger model.",
    )


def read_answer(text: str, answer_type: type[T]) -> tuple[T | None, list[str]]:
    """The answer, or None and what is wrong with it in plain words."""
    try:
        value = extract_json(text)
        return answer_type.model_validate_json(json.dumps(value)), []
    except NoJson as error:
        return None, [str(error)]
    except ValidationError as error:
        return None, plain_errors(error)


def plain_errors(error: ValidationError) -> list[str]:
    """One sentence per misfit, with its place; at most `MOST_ERRORS`, then how many more there are."""
    details = error.errors(include_url=False)
    told = [_told(detail) for detail in details[:MOST_ERRORS]]
    rest = len(details) - len(told)
    return [*told, f"There are {rest} more errors of this kind."] if rest > 0 else told


def _told(detail: ErrorDetails) -> str:
    place = _place(detail["loc"])
    return f"{place}: {_what(detail)}"


def _place(steps: tuple[int | str, ...]) -> str:
    """tables[2].columns[0].sampler.low; the whole answer where nothing narrower is meant."""
    text = ""
    for step in steps:
        text += f"[{step}]" if isinstance(step, int) else f".{step}"
    return text.removeprefix(".") or "The answer"


def _what(detail: ErrorDetails) -> str:
    given, context = _given(detail["input"]), detail.get("ctx", {})
    match detail["type"]:
        case "missing":
            return "this field is missing."
        case "extra_forbidden":
            return "there is no such field; leave it out."
        case "union_tag_invalid":
            tags = [tag.strip(" '") for tag in str(context["expected_tags"]).split(",")]
            hint = did_you_mean(str(context["tag"]), tags) or ""
            return f"there is no kind {context['tag']!r}. {hint}".strip()
        case "literal_error" | "enum":
            return f"must be {context['expected']}, not {given}."
        case _:
            return f"{detail['msg'].rstrip('.')}; given was {given}."


def _given(value: JsonValue) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE]}…"


def _sent_back(completion: Completion, errors: list[str]) -> list[Message]:
    """The wrong answer and what to mend; only the last one goes back, so that the question stays short."""
    echo = completion.text
    if len(echo) > LONGEST_ECHO:
        echo = f"{echo[:LONGEST_ECHO]}…"
    name = "cut_answer.txt" if completion.truncated else "wrong_answer.txt"
    words = files("rowsmith.tools.llm.data").joinpath(name).read_text(encoding="utf-8").strip()
    listed = "\n".join(f"- {error}" for error in errors)
    return [Message("assistant", echo or "(nothing)"), Message("user", words.replace("{errors}", listed))]

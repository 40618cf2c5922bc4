"""Answers that were paid for once: a folder of files, each named by the content of its question."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path

from pydantic import BaseModel, ValidationError

from rowsmith.tools.errors import TargetError
from rowsmith.tools.llm.messages import JsonSchema, Message, Usage
from rowsmith.tools.llm.wire import digest


class _Entry(BaseModel):
    text: str
    prompt_tokens: int
    completion_tokens: int


class AnswerCache:
    """Answers by the SHA-256 of model, messages and schema; safe between threads and processes.

    Args:
        folder: is made where it is not there.
        fresh: nothing is read, new answers are still written.

    Raises:
        TargetError: the folder can't be made or an answer can't be written.
    """

    def __init__(self, folder: Path, *, fresh: bool = False) -> None:
        self._folder, self._fresh = folder, fresh
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise _unwritable(folder, error) from error

    def key(self, model: str, messages: Sequence[Message], schema: JsonSchema | None) -> str:
        return digest([model, [[message.role, message.text] for message in messages], schema])

    def get(self, key: str) -> tuple[str, Usage] | None:
        """The answer's text and what it once cost; None where it is not there or can't be read."""
        if self._fresh:
            return None
        try:
            entry = _Entry.model_validate_json(self._file(key).read_bytes())
        except (OSError, ValidationError):
            return None
        return entry.text, Usage(1, entry.prompt_tokens, entry.completion_tokens)

    def put(self, key: str, text: str, usage: Usage) -> None:
        entry = {
            "text": text,
            "prompt_tokens": usage.prompt_tokens,
            "completion_tokens": usage.completion_tokens,
        }
        file = self._file(key)
        part = file.with_suffix(f".{os.getpid()}.part")
        try:
            file.parent.mkdir(exist_ok=True)
            part.write_text(json.dumps(entry, ensure_ascii=True), encoding="ascii")
            part.replace(file)
        except OSError as error:
            raise _unwritable(file, error) from error

    def forget(self, key: str) -> None:
        """Drop an answer that proved useless, so that the next run asks anew."""
        try:
            self._file(key).unlink(missing_ok=True)
        except OSError as error:
            raise _unwritable(self._file(key), error) from error

    def _file(self, key: str) -> Path:
        return self._folder / key[:2] / f"{key}.json"


def _unwritable(path: Path, error: OSError) -> TargetError:
    return TargetError(
        f"The answer cache can't be written: {error.strerror or error}.",
        where=str(path),
        hint="Free some space, or choose another folder.",
    )

"""Flags over environment over rowsmith.toml: the only reader of the environment and of settings files."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from rowsmith.tools.errors import UsageError, did_you_mean

FILE_NAME = "rowsmith.toml"
OFFLINE = "offline"

ENVIRONMENT = {
    "model": "ROWSMITH_MODEL",
    "base_url": "OPENAI_BASE_URL",
    "api_key": "OPENAI_API_KEY",
    "max_cost": "ROWSMITH_MAX_COST",
    "max_tokens": "ROWSMITH_MAX_TOKENS",
    "rounds": "ROWSMITH_ROUNDS",
    "threads": "ROWSMITH_THREADS",
    "timeout": "ROWSMITH_TIMEOUT",
    "max_time": "ROWSMITH_MAX_TIME",
    "record": "ROWSMITH_RECORD",
    "replay": "ROWSMITH_REPLAY",
    "prices": "ROWSMITH_PRICES",
    "cache": "ROWSMITH_CACHE",
}
"""Which environment variable sets which field."""

FLAGS = ("fresh", "stream", "review")
"""Fields that are true or false."""


@dataclass(frozen=True)
class Settings:
    """How Rowsmith runs. `model` None means: the default model where a key or base URL is set, else offline.

    `timeout` are the seconds that one call of a model may stay silent, `max_time` the seconds of all calls;
    `record` and `replay` are folders of recorded exchanges; `fresh` asks even what the answer cache knows;
    `stream` has answers arrive piece by piece, for a person who watches; with `review` the model reads a sample of the rows; `cache` is the folder of paid answers, the dataset's own where it is None; `prices` is a file of prices that come before the built-in ones.
    """

    model: str | None = None
    base_url: str | None = None
    api_key: str | None = field(default=None, repr=False)
    max_cost: float | None = None
    max_tokens: int | None = None
    rounds: int = 4
    threads: int = 1
    timeout: float = 120.0
    max_time: float | None = None
    record: str | None = None
    replay: str | None = None
    fresh: bool = False
    stream: bool = False
    review: bool = False
    prices: str | None = None
    cache: str | None = None

    @property
    def offline(self) -> bool:
        """Whether descriptions are read by the built-in rules."""
        if self.model is not None:
            return self.model == OFFLINE
        return self.api_key is None and self.base_url is None and self.replay is None


def load_settings(
    flags: Mapping[str, object] | None = None,
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> Settings:
    """The settings in force. Raises UsageError for an unknown key or a value of the wrong kind."""
    said: dict[str, object] = dict(_from_file((folder or Path.cwd()) / FILE_NAME))
    environment = os.environ if environment is None else environment
    said.setdefault("cache", _cache_folder(environment))
    said |= {name: environment[key] for name, key in ENVIRONMENT.items() if environment.get(key)}
    said |= {name: value for name, value in (flags or {}).items() if value is not None}
    return replace(
        Settings(), **{name: _converted(name, value) for name, value in said.items() if value is not None}
    )


def _cache_folder(environment: Mapping[str, str]) -> str | None:
    """Where answers are kept for all datasets of a person, by the XDG Base Directory Specification."""
    if caches := environment.get("XDG_CACHE_HOME"):
        return str(Path(caches) / "rowsmith" / "answers")
    home = environment.get("HOME")
    return str(Path(home) / ".cache" / "rowsmith" / "answers") if home else None


def _from_file(path: Path) -> Mapping[str, object]:
    if not path.is_file():
        return {}
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"The settings can't be read ({error}).", where=str(path)) from error
    known = [one.name for one in fields(Settings) if one.name != "api_key"]
    for name in found:
        if name == "api_key":
            raise UsageError(
                "A key does not belong in a settings file.", where=str(path), hint="Set OPENAI_API_KEY."
            )
        if name not in known:
            raise UsageError(
                f"There is no setting {name!r}.", where=str(path), hint=did_you_mean(name, known)
            )
    return found


def _converted(name: str, value: object) -> Any:
    kinds: dict[str, type[int] | type[float]] = {
        "max_cost": float,
        "max_tokens": int,
        "rounds": int,
        "threads": int,
        "timeout": float,
        "max_time": float,
    }
    if name in FLAGS and isinstance(value, bool):
        return value
    kind = kinds.get(name)
    if kind is None:
        return str(value)
    try:
        return kind(str(value))
    except ValueError as error:
        raise UsageError(f"{name} is a number, not {value!r}.", where=ENVIRONMENT.get(name, name)) from error

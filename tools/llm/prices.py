"""What models cost, from a file; a model that it does not name has no known price."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from rowsmith.tools.errors import UsageError
from rowsmith.tools.llm.messages import Usage

DATE_SUFFIX = re.compile(r"-(\d{4}-\d{2}-\d{2}|\d{8}|latest)$")


class _Price(BaseModel):
    model_config = ConfigDict(extra="forbid")
    prompt: float = Field(ge=0)
    completion: float = Field(ge=0)


class _Prices(BaseModel):
    model_config = ConfigDict(extra="forbid")
    note: str = ""
    models: dict[str, _Price]


@dataclass(frozen=True)
class Price:
    """US dollars per million tokens."""

    prompt: float
    completion: float

    def of(self, usage: Usage) -> float:
        """US dollars."""
        return (usage.prompt_tokens * self.prompt + usage.completion_tokens * self.completion) / 1e6


def price_of(model: str, own: Mapping[str, Price] | None = None) -> Price | None:
    """The model's price, None where it is unknown.

    Args:
        model: as the server knows it; a vendor before a slash and a date at the end do not count.
        own: prices that come before the built-in ones, by exact name.
    """
    if own and model in own:
        return own[model]
    name = DATE_SUFFIX.sub("", model.rpartition("/")[2].lower())
    return _built_in().get(name)


def read_prices(file: Path) -> dict[str, Price]:
    """The prices of a person's own file, in the form of the built-in one. Raises UsageError."""
    try:
        return _prices(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        said = str(error).splitlines()[0]
        raise UsageError(
            f"The prices can't be read ({said}).",
            where=str(file),
            hint='It looks like {"models": {"my-model": {"prompt": 0.5, "completion": 1.5}}}, in dollars per '
            "million tokens.",
        ) from error


@cache
def _built_in() -> dict[str, Price]:
    return _prices(files("rowsmith.tools.llm.data").joinpath("prices.json").read_text(encoding="utf-8"))


def _prices(text: str) -> dict[str, Price]:
    prices = _Prices.model_validate_json(text)
    return {name: Price(price.prompt, price.completion) for name, price in prices.models.items()}

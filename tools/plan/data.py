"""What every part of a plan is: frozen data that allows no unknown key."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import Annotated, Literal, Self, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

Scalar = str | bool | int | float | None
"""A value written out: a category's value, a cell, a constant. Never SQL."""

Bound = int | float | str
"""A number, or a string: an ISO date or time, a duration ("21 days"), or else an SQL expression."""

Sql = Annotated[str, Field(min_length=1)]
"""One scalar DuckDB expression over the row and its paths."""

Firmness = Literal["exactly", "about", "at_least", "at_most", "under", "between"]


LONGEST_NAME = 128
OUTSIDE_NAMES = frozenset(".\"'`[]{}(),;\\")


def _speakable(name: str) -> str:
    if not name or name != name.strip() or len(name) > LONGEST_NAME:
        raise ValueError(
            f"{name[:LONGEST_NAME]!r} can't be a name: 1 to {LONGEST_NAME} characters, no outer spaces"
        )
    wrong = sorted({letter for letter in name if letter in OUTSIDE_NAMES or not letter.isprintable()})
    if wrong:
        raise ValueError(f"{name!r} can't be a name: it holds {' '.join(map(repr, wrong))}")
    return name


Name = Annotated[str, AfterValidator(_speakable)]
"""The name of a table, a column or a constant: what a path can hold between its dots."""


def distinct(values: Iterable[Hashable], what: str) -> None:
    """Raise ValueError at the first value that stands twice; 1, 1.0 and true are the same."""
    seen: set[Hashable] = set()
    for value in values:
        if value in seen:
            raise ValueError(f"{what} {value!r} stands twice")
        seen.add(value)


def each_once(field: str, what: str) -> AfterValidator:
    """The validator of a tuple of parts whose `field` tells them apart."""

    def check(parts: tuple[Data, ...]) -> tuple[Data, ...]:
        distinct((getattr(part, field) for part in parts), what)
        return parts

    return AfterValidator(check)


class Data(BaseModel):
    """A part of a plan: no methods that do work, no unknown keys, never changed in place.

    Null stands for "absent" wherever a field has a default.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, allow_inf_nan=False)

    @model_validator(mode="before")
    @classmethod
    def _absent(cls, form: object) -> object:
        if not isinstance(form, Mapping):
            return form
        fields = cls.model_fields
        return {k: v for k, v in form.items() if v is not None or k not in fields or fields[k].is_required()}


D = TypeVar("D", bound=Data)


def changed(part: D, **fields: object) -> D:
    """The part with some fields changed, held to what the model asks; parts inside are taken as they are."""
    kept = {name: getattr(part, name) for name in type(part).model_fields}
    return type(part).model_validate(kept | fields)


class Quantity(Data):
    """How many, and how firmly.

    `value` is the number said, and the lower end where the firmness is "between"; `high` is its upper end.
    Counts are whole numbers, shares lie in [0, 1].
    """

    firmness: Firmness = "exactly"
    value: float
    high: float | None = None

    @model_validator(mode="after")
    def _two_ends(self) -> Self:
        if (self.firmness == "between") != (self.high is not None):
            raise ValueError("between, and only that, has two ends")
        return self


Share = float | Quantity
"""A bare number is drawn per row and holds on average; a Quantity is met as its firmness says."""

"""What every part of a plan is: frozen data that allows no unknown key."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Scalar = str | bool | int | float | None
"""A value written out: a category's value, a cell, a constant. Never SQL."""

Bound = int | float | str
"""A number, or a string: an ISO date or time, a duration ("21 days"), or else an SQL expression."""

Sql = Annotated[str, Field(min_length=1)]
"""One scalar DuckDB expression over the row and its paths."""

Firmness = Literal["exactly", "about", "at_least", "at_most", "under", "between"]


class Data(BaseModel):
    """A part of a plan: no methods that do work, no unknown keys, never changed in place."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Quantity(Data):
    """How many, and how firmly.

    `value` is the number said, and the lower end where the firmness is "between"; `high` is its upper end.
    Counts are whole numbers, shares lie in [0, 1].
    """

    firmness: Firmness = "exactly"
    value: float
    high: float | None = None


Share = float | Quantity
"""A bare number is drawn per row and holds on average; a Quantity is met as its firmness says."""

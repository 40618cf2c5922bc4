"""A column: its name, its sampler, and what is done to the sampler's values."""

from __future__ import annotations

from typing import Annotated, Literal, Self, TypeVar

from pydantic import AfterValidator, Field, model_validator

from rowsmith.tools.plan.data import Data, Name, Share, Sql, distinct, each_once
from rowsmith.tools.plan.samplers import Sampler

ErrorKind = Literal["typo", "format", "case", "stale", "swapped"]


class Nulls(Data):
    """Null with a chance, under a condition, or both; the fields mean what they mean for a boolean."""

    kind: Literal["nulls"] = "nulls"
    share: Share | None = None
    where: Sql | None = None
    of: Sql | None = None
    weight: Sql | None = None
    exact: bool = False

    @model_validator(mode="after")
    def _says_which(self) -> Self:
        if self.share is None and self.where is None:
            raise ValueError("nulls need a share, a condition, or both")
        return self


class Unique(Data):
    """No value twice in the table, or `within` a group; `to` coarsens moments: "day", "month"."""

    kind: Literal["unique"] = "unique"
    within: tuple[str, ...] = ()
    to: str | None = None


class Rank(Data):
    column: Sql
    rank: float


class Follows(Data):
    """Rank correlations with earlier columns, own or of a parent (a path)."""

    kind: Literal["follows"] = "follows"
    columns: Annotated[tuple[Rank, ...], each_once("column", "The column")]


class Outliers(Data):
    """A share of the values multiplied by `times`, flagged in the column `label`."""

    kind: Literal["outliers"] = "outliers"
    share: float
    times: float = 10.0
    label: str | None = None


class Errors(Data):
    """A share of the values spoilt on purpose, flagged in the column `label`."""

    kind: Literal["errors"] = "errors"
    share: float
    kinds: tuple[ErrorKind, ...]
    label: str | None = None


class Hidden(Data):
    """Helps other columns and is not in the output."""

    kind: Literal["hidden"] = "hidden"
    value: bool = True


class Was(Data):
    """The name under which the cells were first drawn: a rename keeps them."""

    kind: Literal["was"] = "was"
    value: Name


class Note(Data):
    kind: Literal["note"] = "note"
    value: str


Modifier = Annotated[
    Nulls | Unique | Follows | Outliers | Errors | Hidden | Was | Note, Field(discriminator="kind")
]

M = TypeVar("M", Nulls, Unique, Follows, Outliers, Errors, Hidden, Was, Note)


MODIFIER_KINDS: tuple[str, ...] = (
    "nulls",
    "unique",
    "follows",
    "outliers",
    "errors",
    "hidden",
    "was",
    "note",
)
"""The kinds in the order in which a column lists them."""


def _in_order(modifiers: tuple[Modifier, ...]) -> tuple[Modifier, ...]:
    distinct((one.kind for one in modifiers), "The modifier")
    return tuple(sorted(modifiers, key=lambda one: MODIFIER_KINDS.index(one.kind)))


class Column(Data):
    name: Name
    sampler: Sampler
    modifiers: Annotated[tuple[Modifier, ...], AfterValidator(_in_order)] = ()

    def modifier(self, kind: type[M]) -> M | None:
        """The column's modifier of that kind, None where it has none."""
        return next((found for found in self.modifiers if isinstance(found, kind)), None)

    @property
    def hidden(self) -> bool:
        found = self.modifier(Hidden)
        return found is not None and found.value

    @property
    def origin(self) -> str:
        """The name that addresses its cells: the first one that it had."""
        found = self.modifier(Was)
        return found.value if found else self.name

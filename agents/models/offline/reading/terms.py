"""What statements are made of: places, conditions, the words they came from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from rowsmith.agents.models.offline.text.quantity import plain

Span: TypeAlias = "tuple[int, int]"


Word: TypeAlias = "str | float | bool"


Op = Literal["=", "<>", "<", "<=", ">", ">=", "filled", "empty"]


@dataclass(frozen=True, slots=True)
class Place:
    """An attribute of an entity."""

    entity: str
    attribute: str

    def __str__(self) -> str:
        return f"{self.entity}.{self.attribute}"


@dataclass(frozen=True, slots=True)
class Condition:
    """Which rows: the attribute at `place` compared with one of `values`; "=" and "<>" may have several."""

    place: Place
    op: Op
    values: tuple[Word, ...] = ()

    def negated(self) -> Condition:
        other: dict[Op, Op] = {
            "=": "<>",
            "<>": "=",
            "<": ">=",
            ">=": "<",
            ">": "<=",
            "<=": ">",
            "filled": "empty",
            "empty": "filled",
        }
        return Condition(self.place, other[self.op], self.values)

    def __str__(self) -> str:
        values = "|".join(word(value) for value in self.values)
        return f"{self.place} {self.op}{' ' + values if values else ''}"


def word(value: Word) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return plain(value) if isinstance(value, int | float) else value


def suffix(when: Condition | None) -> str:
    return f" when {when}" if when else ""

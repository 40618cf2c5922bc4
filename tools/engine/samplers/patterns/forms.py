"""A pattern as its forms: each a fixed run of characters and slots, with how likely it is."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, product
from typing import TypeAlias

from rowsmith.tools.errors import PlanError
from rowsmith.tools.plan.patterns import Characters, Either, Node, Repeat, Row, Slot

_MOST_FORMS = 1024
Cell: TypeAlias = "Characters | Slot"


@dataclass(frozen=True, slots=True)
class Form:
    """One way in which a pattern can be met.

    Attributes:
        cells: what stands at each place.
        chance: how likely this form is among the pattern's.
    """

    cells: tuple[Cell, ...]
    chance: float

    @property
    def size(self) -> int:
        """How many texts it makes, slots counted as one."""
        return math.prod(len(cell.choices) for cell in self.cells if isinstance(cell, Characters))


def forms_of(node: Node, where: str) -> list[Form]:
    """All forms of a pattern; alternatives and counts are equally likely.

    Raises:
        PlanError: more than 1024 forms.
    """
    if _count(node) > _MOST_FORMS:
        raise PlanError(
            f"The pattern has more than {_MOST_FORMS} forms.", where=where, hint="Use fewer options."
        )
    return list(_forms(node))


def _count(node: Node) -> int:
    match node:
        case Either(options):
            return sum(map(_count, options))
        case Row(parts):
            return math.prod(map(_count, parts))
        case Repeat(item, least, most):
            own = _count(item)
            return most - least + 1 if own == 1 else sum(own**times for times in range(least, most + 1))
        case _:
            return 1


def _forms(node: Node) -> Iterator[Form]:
    match node:
        case Either(options):
            for option in options:
                yield from (Form(f.cells, f.chance / len(options)) for f in _forms(option))
        case Row(parts):
            yield from _chained([list(_forms(part)) for part in parts], 1.0)
        case Repeat(item, least, most):
            own = list(_forms(item))
            for times in range(least, most + 1):
                yield from _chained([own] * times, 1 / (most - least + 1))
        case _:
            yield Form((node,), 1.0)


def _chained(parts: list[list[Form]], chance: float) -> Iterator[Form]:
    for chosen in product(*parts):
        cells = tuple(cell for form in chosen for cell in form.cells)
        yield Form(cells, chance * math.prod(form.chance for form in chosen))


def alike(forms: list[Form]) -> bool:
    """Whether two different choices may give the same text."""
    if any(isinstance(cell, Slot) for form in forms for cell in form.cells):
        return len(forms) > 1 or not _told_apart(forms[0])
    lengths: dict[int, list[list[int]]] = {}
    for form in forms:
        lengths.setdefault(len(form.cells), []).append([_mask(cell) for cell in form.cells])
    return any(_meet(one, two) for same in lengths.values() for one, two in combinations(same, 2))


def _mask(cell: Cell) -> int:
    """A bit for each character that may stand there."""
    return sum(1 << ord(c) for c in set(cell.choices)) if isinstance(cell, Characters) else 0


def _meet(one: list[int], two: list[int]) -> bool:
    return all(a & b for a, b in zip(one, two, strict=True))


def _told_apart(form: Form) -> bool:
    """Whether every choice stands before the first or after the last value of the row, which have any length."""
    slots = [place for place, cell in enumerate(form.cells) if isinstance(cell, Slot)]
    between = form.cells[slots[0] : slots[-1]]
    return all(isinstance(cell, Slot) or len(cell.choices) == 1 for cell in between)

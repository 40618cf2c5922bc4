"""Text that matches a regular expression, with values of the row put in."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rowsmith.tools.chance.alias import CumulativeTable
from rowsmith.tools.chance.arrays import Bits, Integers
from rowsmith.tools.chance.streams import mix
from rowsmith.tools.engine.assembly import joined
from rowsmith.tools.engine.casting import as_text
from rowsmith.tools.engine.protocols import Rows, Sampler, Scope
from rowsmith.tools.engine.samplers.countable import not_countable
from rowsmith.tools.engine.samplers.patterns.forms import Form, alike, forms_of
from rowsmith.tools.engine.samplers.patterns.render import (
    Fill,
    Run,
    Slots,
    counted_numbers,
    drawn_numbers,
    rendered,
    runs_of,
    slots_of,
)
from rowsmith.tools.engine.vector import TEXT, Type, Vector
from rowsmith.tools.errors import PlanError
from rowsmith.tools.plan import samplers as model
from rowsmith.tools.plan.expressions import Resolved
from rowsmith.tools.plan.patterns import Slot, parse_pattern

_LARGEST = 2**62
_SPELLING = np.uint64(0x5350454C4C494E47)
_FORMAT = re.compile(r"(0?)(\d*)d?")


def compile_pattern(said: model.Pattern, scope: Scope) -> Sampler:
    """Texts of a pattern's forms."""
    forms = forms_of(parse_pattern(said.regex, scope.where), scope.where)
    slots = {slot: scope.resolve(slot.sql) for form in forms for slot in slots_of(form.cells)}
    for slot in slots:
        if not _FORMAT.fullmatch(slot.format):
            hint = "There is {year:04} for leading zeros and {year:4} for leading spaces."
            raise PlanError(f"The format {slot.format!r} is not known.", where=scope.where, hint=hint)
    return Pattern(forms, slots, scope.where)


@dataclass(frozen=True)
class Pattern:
    """Texts that match a pattern."""

    forms: list[Form]
    slots: dict[Slot, Resolved]
    where: str

    @property
    def type(self) -> Type:
        return TEXT

    def room(self, wanted: int) -> int | None:
        """How many texts there are beside the values put in; 2**62 where more.

        Raises:
            PlanError: two ways through the pattern may give the same text.
        """
        if alike(self.forms):
            raise not_countable("two ways through the pattern may give the same text", self.where)
        return min(sum(form.size for form in self.forms), _LARGEST)

    def nth(self, index: Integers, rows: Rows) -> Vector:
        """The text of each index in [0, room)."""
        ends = np.array(
            [min(end, _LARGEST) for end in accumulate(f.size for f in self.forms)], dtype=np.int64
        )
        form = np.searchsorted(ends, index, side="right")
        start = np.concatenate([[0], ends[:-1]])[form]
        numbers = index - start
        slots = self._slots(rows)
        return self._woven(form, lambda which, some: self._counted(which, numbers[some]), slots, len(index))

    def draw(self, rows: Rows, bits: Bits) -> Vector:
        slots = self._slots(rows)
        if len(self.forms) == 1:
            return Vector(TEXT, rendered(self.forms[0], len(rows), drawn_numbers(bits), slots))
        spelling = mix(bits, _SPELLING)
        form = self._table.invert(bits)
        return self._woven(form, lambda number, index: drawn_numbers(spelling[index]), slots, len(rows))

    def _slots(self, rows: Rows) -> Slots:
        return {slot: written(rows.evaluate(sql), slot.format) for slot, sql in self.slots.items()}

    @cached_property
    def _table(self) -> CumulativeTable:
        return CumulativeTable.from_weights([form.chance for form in self.forms])

    def _counted(self, number: int, index: Integers) -> Fill:
        runs = [run for run in runs_of(self.forms[number]) if isinstance(run, Run)]
        return counted_numbers(index, [run.size for run in runs])

    def _woven(
        self, form: Integers, fill: Callable[[int, Integers], Fill], slots: Slots, length: int
    ) -> Vector:
        parts: list[tuple[Integers, Vector]] = []
        for number, one in enumerate(self.forms):
            rows = np.flatnonzero(form == number)
            if len(rows):
                own = {slot: array.take(rows) for slot, array in slots.items()}
                parts.append((rows, Vector(TEXT, rendered(one, len(rows), fill(number, rows), own))))
        return joined(TEXT, length, parts)


def written(vector: Vector, form: str) -> pa.Array[Any]:
    """The values as text, padded to the format's width."""
    text = as_text(vector)
    found = _FORMAT.fullmatch(form)
    if found is None or not found[2]:
        return text
    return pc.utf8_lpad(text, int(found[2]), "0" if found[1] else " ")

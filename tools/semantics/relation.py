"""Small tables of facts that belong together: cities with their countries, models with their makes.

A kind that reads one column of such a table agrees with any other of its columns: the rows whose cells match
the given values are the candidates, one of them is drawn by weight.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from rowsmith.tools.chance.arrays import Bits, Integers
from rowsmith.tools.semantics.arrow_text import Column, Fits, Text, dictionary, encoded, text_array
from rowsmith.tools.semantics.groups import UNKNOWN, Groups


def folded(value: str) -> str:
    """The value for comparison: no case, no accents, no outer blanks."""
    decomposed = unicodedata.normalize("NFKD", value.strip().casefold())
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


@dataclass(frozen=True)
class Relation:
    """A table of facts.

    Attributes:
        columns: its columns, all of one length.
        weights: int64[k], how likely each row is compared with the others.
        synonyms: for a column, other spellings of its values, folded.
    """

    columns: Mapping[str, Sequence[str]]
    weights: Integers
    synonyms: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    _groupings: dict[tuple[str, ...], Groups] = field(default_factory=dict, repr=False)

    def __len__(self) -> int:
        return len(self.weights)

    @cached_property
    def _values(self) -> dict[str, list[str]]:
        return {name: list(dict.fromkeys(cells)) for name, cells in self.columns.items()}

    @cached_property
    def _codes(self) -> dict[str, Integers]:
        coded: dict[str, Integers] = {}
        for name, cells in self.columns.items():
            place = {value: code for code, value in enumerate(self._values[name])}
            coded[name] = np.array([place[cell] for cell in cells], dtype=np.int64)
        return coded

    @cached_property
    def _texts(self) -> dict[str, Text]:
        return {name: text_array(values) for name, values in self._values.items()}

    def distinct(self, name: str) -> Text:
        """string[d]: the column's distinct values in their order."""
        return self._texts[name]

    def column(self, name: str, rows: Integers) -> Column:
        """dictionary[n]: the cells of these rows."""
        return encoded(self._texts[name], self._codes[name][rows])

    def numbers(self, name: str, rows: Integers) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        """float64[n]: the cells of these rows as numbers."""
        values = np.array([float(value) for value in self._values[name]], dtype=np.float64)
        return values[self._codes[name][rows]]

    def codes(self, name: str, given: Column) -> Integers:
        """Which of the column's distinct values each given value means; -1 for null and for none of them."""
        values, places = dictionary(given)
        meanings = self._meanings[name]
        spelled = [meanings.get(folded(str(value)), UNKNOWN) for value in values.to_pylist()]
        return np.array([*spelled, UNKNOWN], dtype=np.int64)[places]

    @cached_property
    def _meanings(self) -> dict[str, dict[str, int]]:
        meanings: dict[str, dict[str, int]] = {}
        for name, values in self._values.items():
            known: dict[str, int] = {}
            for code, value in enumerate(values):
                known.setdefault(folded(value), code)
            for spelling, value in self.synonyms.get(name, {}).items():
                if folded(value) in known:
                    known.setdefault(spelling, known[folded(value)])
            meanings[name] = known
        return meanings

    def _grouping(self, roles: tuple[str, ...]) -> Groups:
        """The rows grouped by the combined codes of these columns; all in one group without columns."""
        if roles not in self._groupings:
            codes = [self._codes[role] for role in roles] or [np.zeros(len(self), dtype=np.int64)]
            self._groupings[roles] = Groups.of(self._combined(codes, roles or ("",)), self.weights)
        return self._groupings[roles]

    def _combined(self, codes: Sequence[Integers], roles: tuple[str, ...]) -> Integers:
        total = codes[0]
        for code, role in zip(codes[1:], roles[1:], strict=True):
            total = np.where((total < 0) | (code < 0), UNKNOWN, total * len(self._values[role]) + code)
        return total

    def draw(self, bits: Bits, fits: Fits, usual: Mapping[str, str] | None = None) -> Integers:
        """One row of the table for each row: by weight among those that agree with `fits`.

        Args:
            bits: uint64[n].
            fits: given values by column; unknown columns are passed over. The first named counts most: where
                the combination does not occur, the last is dropped, and so on.
            usual: what holds where nothing is given or nothing given is known, such as the locale's country.
        """
        given = {role: self.codes(role, values) for role, values in fits.items() if role in self.columns}
        expected = {role: self._code(role, value) for role, value in (usual or {}).items()}
        if not given:
            return self._draw_usual(bits, expected)
        known = {**given, **{role: np.array([code]) for role, code in expected.items() if role not in given}}
        rows = np.full(len(bits), UNKNOWN, dtype=np.int64)
        for length in range(len(known), 0, -1):
            roles = tuple(known)[:length]
            if not self._fill(rows, bits, roles, self._combined([known[role] for role in roles], roles)):
                return rows
        left = np.flatnonzero(rows == UNKNOWN)
        rows[left] = self._draw_usual(bits[left], expected)
        return rows

    def _code(self, role: str, value: str) -> int:
        return self._meanings[role].get(folded(value), UNKNOWN)

    def _draw_usual(self, bits: Bits, expected: Mapping[str, int]) -> Integers:
        """Rows that have what is expected; any rows if there are none."""
        for role, code in expected.items():
            group = self._grouping((role,)).find(np.array([code]))
            if group[0] != UNKNOWN:
                return self._grouping((role,)).draw(bits, group)
        return self._grouping(()).draw(bits, np.zeros(1, dtype=np.int64))

    def _fill(self, rows: Integers, bits: Bits, roles: tuple[str, ...], wanted: Integers) -> bool:
        """Draws for the rows that are open and whose group is known; tells whether any are left."""
        groups = self._grouping(roles)
        found = groups.find(wanted)
        chosen = np.flatnonzero((rows == UNKNOWN) & (found != UNKNOWN))
        if len(chosen) == len(rows):
            rows[:] = groups.draw(bits, found)
            return False
        rows[chosen] = groups.draw(bits[chosen], found[chosen] if len(found) > 1 else found)
        return bool((rows == UNKNOWN).any())


def relation_from(lines: Sequence[str], synonyms: Mapping[str, Mapping[str, str]] | None = None) -> Relation:
    """The relation of a tab-separated file: a line of names, then the rows; `weight` is optional."""
    header, *rows = [line.split("\t") for line in lines]
    columns = {name: [row[place] for row in rows] for place, name in enumerate(header)}
    weights = columns.pop("weight", None) or ["1"] * len(rows)
    return Relation(columns, np.array([int(weight) for weight in weights], dtype=np.int64), synonyms or {})

"""Full names taken apart and spelled in plain letters, as e-mail addresses want them."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rowsmith.tools.semantics.arrow_text import Column, Text, changed, joined, plain
from rowsmith.tools.semantics.pools import exists, read_lines

_TITLES = r"^(?:\p{L}+\. )+"
_PLACE = "x"


@lru_cache(maxsize=1)
def _spellings() -> tuple[tuple[str, str], ...]:
    """Letters that do not come apart into a plain one and an accent, and how they are written without."""
    cells = [line.split("\t") for line in read_lines("world", "spelling.tsv")]
    return tuple((letter, plain_letters) for letter, plain_letters in cells)


@lru_cache(maxsize=8)
def _readings(locale: str) -> dict[str, str]:
    """Names written in another script and how they are read in Latin letters."""
    if not exists("local", f"reading.{locale}.tsv"):
        return {}
    return dict(line.split("\t") for line in read_lines("local", f"reading.{locale}.tsv"))


def ascii_letters(values: Text, locale: str) -> Text:
    """string[n] in a to z only; "x" where nothing is left of a name."""
    if readings := _readings(locale):
        values = _read(values, readings)
    letters = pc.utf8_lower(values)
    letters = changed(letters, pc.invert(pc.string_is_ascii(letters)), lambda part: _latin(part, locale))
    is_plain = pc.ascii_is_alpha(letters)
    return changed(letters, pc.invert(is_plain), _only_letters)


def _read(values: Text, readings: dict[str, str]) -> Text:
    at = pc.index_in(values, value_set=pa.array(list(readings), type=pa.string()))
    return pc.coalesce(pa.array(list(readings.values()), type=pa.string()).take(at), values)


def _latin(values: Text, locale: str) -> Text:
    if locale.startswith("de"):
        for umlaut, letters in (("ä", "ae"), ("ö", "oe"), ("ü", "ue")):
            values = pc.replace_substring(values, umlaut, letters)
    for letter, plain_letters in _spellings():
        values = pc.replace_substring(values, letter, plain_letters)
    return pc.utf8_normalize(values, form="NFKD")


def _only_letters(values: Text) -> Text:
    letters = pc.replace_substring_regex(values, r"[^a-z]+", "")
    return pc.if_else(pc.equal(pc.binary_length(letters), 0), _PLACE, letters)


def by_value(column: Column, locale: str) -> Text:
    """`ascii_letters` of a column, worked out once for each of its distinct values."""
    whole = column if pa.types.is_dictionary(column.type) else pc.dictionary_encode(column)
    assert isinstance(whole, pa.DictionaryArray)  # noqa: S101 - what dictionary_encode returns
    return ascii_letters(plain(whole.dictionary), locale).take(whole.indices)


def first_and_last(full_names: Column) -> tuple[Column, Column]:
    """The first and the last word of each name, without titles; null stays null."""
    names = plain(full_names)
    names = changed(names, pc.match_substring(names, ". "), lambda part: pc.replace_substring_regex(part, _TITLES, ""))
    names = pc.utf8_trim_whitespace(names)
    words = pc.split_pattern(names, " ")
    counts = pc.fill_null(pc.list_value_length(words), 0).to_numpy(zero_copy_only=False)
    values, offsets = words.flatten(), np.concatenate([[0], np.cumsum(counts)])
    first, last = offsets[:-1], offsets[1:] - 1
    return _picked(values, first, counts), _picked(values, last, counts)


def _picked(values: Column, rows: np.ndarray[tuple[int], np.dtype[np.int64]], counts: object) -> Column:
    return values.take(pa.array(np.asarray(rows, dtype=np.int64), mask=np.equal(counts, 0)))


def initial(values: Text) -> Text:
    """The first letter of each value."""
    return pc.utf8_slice_codeunits(values, 0, 1)


def full_name(first: Text, last: Text, *, surname_first: bool) -> Text:
    return joined(last, " ", first) if surname_first else joined(first, " ", last)

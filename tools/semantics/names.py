"""Full names taken apart and spelled in plain letters, as e-mail addresses want them."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pyarrow as pa

from rowsmith.tools.chance.arrays import Integers
from rowsmith.tools.semantics.arrow_text import (
    Column,
    Text,
    changed,
    dictionary,
    integers,
    joined,
    kernel,
    plain,
    taken_or_null,
)
from rowsmith.tools.semantics.pools import read_lines

_TITLES = r"^(?:\p{L}+\. )+"
_PLACE = "x"


@lru_cache(maxsize=1)
def _spellings() -> tuple[tuple[str, str], ...]:
    """Letters that do not come apart into a plain one and an accent, and how they are written without."""
    cells = [line.split("\t") for line in read_lines("world", "spelling.tsv")]
    return tuple((letter, plain_letters) for letter, plain_letters in cells)


def ascii_letters(values: Text, locale: str) -> Text:
    """string[n] in a to z only; "x" where nothing is left of a name."""
    letters = kernel("utf8_lower", values)
    letters = changed(
        letters, kernel("invert", kernel("string_is_ascii", letters)), lambda part: _latin(part, locale)
    )
    return changed(letters, kernel("invert", kernel("ascii_is_alpha", letters)), _only_letters)


def _latin(values: Text, locale: str) -> Text:
    if locale.startswith("de"):
        for umlaut, letters in (("ä", "ae"), ("ö", "oe"), ("ü", "ue")):
            values = kernel("replace_substring", values, umlaut, letters)
    for letter, plain_letters in _spellings():
        values = kernel("replace_substring", values, letter, plain_letters)
    return kernel("utf8_normalize", values, form="NFKD")


def _only_letters(values: Text) -> Text:
    letters = kernel("replace_substring_regex", values, r"[^a-z]+", "")
    return kernel("if_else", kernel("equal", letters, ""), _PLACE, letters)


def letters_of(column: Column, locale: str) -> tuple[Text, Integers]:
    """The column's distinct values in plain letters, and which of them each row has; -1 for null."""
    values, places = dictionary(column)
    return ascii_letters(values, locale), places


def first_and_last(full_names: Column) -> tuple[Column, Column]:
    """The first and the last word of each name, without titles; null stays null."""
    names = plain(full_names)
    words = kernel("split_pattern", names, " ")
    counts = integers(kernel("list_value_length", words), 0)
    if (counts > 2).any():
        words = kernel("split_pattern", changed(names, pa.array(counts > 2), _tidied), " ")
        counts = integers(kernel("list_value_length", words), 0)
    values, ends = kernel("list_flatten", words), np.cumsum(counts)
    at_first, at_last = (np.where(counts == 0, -1, rows) for rows in (ends - counts, ends - 1))
    return taken_or_null(values, at_first), taken_or_null(values, at_last)


def _tidied(names: Text) -> Text:
    """Without doubled blanks and without titles such as "Dr."."""
    single = kernel("utf8_trim_whitespace", kernel("replace_substring_regex", names, r"\s+", " "))
    return kernel("replace_substring_regex", single, _TITLES, "")


def initial(values: Text) -> Text:
    """The first letter of each value."""
    return kernel("utf8_slice_codeunits", values, 0, 1)


def full_name(first: Text, last: Text) -> Text:
    return joined(first, " ", last)

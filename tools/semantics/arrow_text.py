"""Columns of text as Arrow: joining, decoding and weaving without a Python loop over rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rowsmith.tools.chance.arrays import Integers, Reals

Column: TypeAlias = "pa.Array[Any]"
Text: TypeAlias = "pa.Array[Any]"
Fits: TypeAlias = "Mapping[str, pa.Array[Any]]"


def kernel(name: str, *columns: Any, **options: Any) -> Column:
    """What Arrow's compute kernel of that name gives; its stubs know neither all kernels nor all arguments."""
    made: Column = getattr(pc, name)(*columns, **options)
    return made


def integers(column: Column, null: int = -1) -> Integers:
    """int64[n]; `null` stands where the column has none."""
    filled = kernel("fill_null", column.cast(pa.int64()), null)
    return np.asarray(filled.to_numpy(zero_copy_only=False), dtype=np.int64)


def reals(column: Column, null: float) -> Reals:
    """float64[n]; `null` stands where the column has none."""
    filled = kernel("fill_null", column.cast(pa.float64()), null)
    return np.asarray(filled.to_numpy(zero_copy_only=False), dtype=np.float64)


def dictionary(column: Column) -> tuple[Text, Integers]:
    """The column's distinct values as plain strings, and which of them each row has; -1 for null."""
    whole = column if pa.types.is_dictionary(column.type) else kernel("dictionary_encode", plain(column))
    assert isinstance(whole, pa.DictionaryArray)  # noqa: S101 - what dictionary_encode returns
    return plain(whole.dictionary), integers(whole.indices)


def listed(column: Column) -> list[Any]:
    """The column's values as Python objects, None for null."""
    return list(column.to_pylist())


def text_array(values: Sequence[str]) -> Text:
    """string[n] of these values."""
    return pa.array(list(values), type=pa.string())


def plain(column: Column | pa.ChunkedArray[Any]) -> Text:
    """The column as one array of plain strings, whatever its type: numbers are written out."""
    whole = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    if pa.types.is_dictionary(whole.type):
        whole = whole.cast(whole.type.value_type)
    return whole if pa.types.is_string(whole.type) else whole.cast(pa.string())


def encoded(values: Text, rows: Integers) -> Column:
    """dictionary<int32, string>[n]: the values at these positions."""
    return pa.DictionaryArray.from_arrays(rows.astype(np.int32), values)


def taken(values: Text, rows: Integers) -> Text:
    """string[n]: the values at these positions."""
    return kernel("take", values, pa.array(rows))


def taken_or_null(values: Text, rows: Integers) -> Text:
    """string[n]: the values at these positions, null at -1."""
    return kernel("take", values, pa.array(rows, mask=rows < 0))


def joined(*parts: Text | str) -> Text:
    """string[n]: the parts of each row one after the other; a str is the same in every row."""
    return kernel("binary_join_element_wise", *parts, "")


def woven(choice: Integers, makers: Sequence[Callable[[Integers], Text]]) -> Text:
    """string[n]: row r comes from ``makers[choice[r]]``, which is given all its row numbers at once."""
    counts = np.bincount(choice, minlength=len(makers))
    order = np.argsort(choice, kind="stable")
    if counts.max(initial=0) == len(choice) and len(choice):
        return makers[int(choice[0])](order)
    ends = np.cumsum(counts)
    pieces = [
        make(order[end - size : end]) for make, size, end in zip(makers, counts, ends, strict=True) if size
    ]
    back = np.empty(len(order), dtype=np.int64)
    back[order] = np.arange(len(order))
    return taken(pa.concat_arrays(pieces), back) if pieces else text_array([])


def changed(column: Text, where: Column, change: Callable[[Text], Text]) -> Text:
    """The column with `change` applied to the rows where the mask is true; nulls in the mask count as false."""
    mask = kernel("fill_null", where, False)
    if not pc.any(mask).as_py():
        return column
    return kernel("replace_with_mask", column, mask, change(kernel("filter", column, mask)))

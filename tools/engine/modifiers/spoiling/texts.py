"""Texts as people mistype them and systems mangle them. Every text that is not null comes out different."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from rowsmith.tools.chance.arrays import Bits, Flags, Integers
from rowsmith.tools.chance.streams import mix, uniform_integers
from rowsmith.tools.semantics.arrow_text import Text, joined, plain

_TRIES = 6
_EMPTY = pa.scalar("")
_SEPARATORS = r"[\s\-./()_+]+"


def mistyped(texts: Text, bits: Bits) -> Text:
    """Two neighbouring characters change places; where none differ the last one is doubled."""
    known = plain(texts.fill_null(""))
    offsets, data = _buffers(known)
    length = np.diff(offsets)
    left = np.flatnonzero(length > 1)
    for attempt in range(_TRIES):
        if not len(left):
            break
        place = uniform_integers(mix(bits[left], np.uint64(attempt)), length[left] - 1) + offsets[:-1][left]
        one, other = data[place], data[place + 1]
        fits = (one != other) & (one < 128) & (other < 128)
        data[place[fits]], data[place[fits] + 1] = other[fits], one[fits]
        left = left[~fits]
    made = pa.StringArray.from_buffers(
        len(known), pa.py_buffer(offsets.astype(np.int32).tobytes()), pa.py_buffer(data.tobytes())
    )
    return _changed(texts, made, _doubled(known))


def _buffers(texts: Text) -> tuple[Integers, npt.NDArray[np.uint8]]:
    _, offsets, data = texts.buffers()
    if offsets is None or data is None:
        return np.zeros(len(texts) + 1, dtype=np.int64), np.zeros(0, dtype=np.uint8)
    ends = np.frombuffer(offsets.to_pybytes(), dtype=np.int32)[texts.offset : texts.offset + len(texts) + 1]
    octets = np.frombuffer(data.to_pybytes(), dtype=np.uint8)[ends[0] : ends[-1]]
    return (ends - ends[0]).astype(np.int64), octets.copy()


def _doubled(texts: Text) -> Text:
    return joined(texts, pc.if_else(pc.equal(texts, _EMPTY), "x", pc.utf8_slice_codeunits(texts, -1)))


def _changed(before: Text, after: Text, otherwise: Text) -> Text:
    """After, or otherwise where that is the same as before; null where before is null."""
    made: Text = pc.if_else(pc.equal(before, after), otherwise, after)
    kept: Text = pc.if_else(before.is_valid(), made, None)
    return kept


def cased(texts: Text, bits: Bits) -> Text:
    """All letters large, all small, or each the other way; texts without letters get spaces around them."""
    way = uniform_integers(bits, 3)
    made = pc.if_else(_flags(way == 0), pc.utf8_upper(texts), pc.utf8_lower(texts))
    made = pc.if_else(_flags(way == 2), pc.utf8_swapcase(texts), made)
    made = _changed(texts, made, pc.utf8_swapcase(texts))
    return _changed(texts, made, _padded(texts))


def reformatted(texts: Text, bits: Bits) -> Text:
    """Separators left out or replaced, or spaces put around the text."""
    way = uniform_integers(bits, 3)
    bare = pc.replace_substring_regex(texts, _SEPARATORS, "")
    other = pc.replace_substring_regex(texts, _SEPARATORS, ".")
    made = pc.if_else(_flags(way == 0), bare, pc.if_else(_flags(way == 1), other, _padded(texts)))
    empty = pc.equal(made, _EMPTY)
    return _changed(texts, pc.if_else(empty, texts, made), _padded(texts))


def _padded(texts: Text) -> Text:
    return joined("  ", texts, " ")


def _flags(flags: Flags) -> pa.BooleanArray:
    return pa.array(flags)

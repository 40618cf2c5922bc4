"""Text of one width as a matrix of characters."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa


def as_text_rows(characters: npt.NDArray[np.uint8]) -> pa.StringArray:
    """string[n] of an ASCII matrix uint8[n, width]."""
    rows, width = characters.shape
    offsets = np.arange(rows + 1, dtype=np.int32) * np.int32(width)
    return pa.StringArray.from_buffers(
        rows, pa.py_buffer(offsets.tobytes()), pa.py_buffer(characters.tobytes())
    )


def as_wide_rows(characters: npt.NDArray[np.uint32]) -> pa.StringArray:
    """string[n] of a matrix of code points uint32[n, width], none of them 0."""
    rows, width = characters.shape
    if not width:
        return pa.array([""] * rows, type=pa.string())
    return pa.array(np.ascontiguousarray(characters).view(f"<U{width}").reshape(rows), type=pa.string())

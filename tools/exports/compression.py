"""Files that are written compressed, the same bytes each time."""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, BinaryIO, Literal, cast

GZIP: Literal["gzip"] = "gzip"
ZSTD: Literal["zstd"] = "zstd"
SUFFIXES: dict[str | None, str] = {None: "", GZIP: ".gz", ZSTD: ".zst"}


@contextmanager
def writing(path: Path, compress: str | None) -> Iterator[BinaryIO]:
    """The file `path`, with the compression's suffix added, open for bytes."""
    full = path.with_name(path.name + SUFFIXES[compress])
    full.parent.mkdir(parents=True, exist_ok=True)
    with full.open("wb") as raw, _compressed(raw, compress) as stream:
        yield stream


@contextmanager
def writing_text(path: Path, compress: str | None) -> Iterator[IO[str]]:
    """The same for text in UTF-8 with plain line feeds."""
    with (
        writing(path, compress) as stream,
        io.TextIOWrapper(stream, encoding="utf-8", newline="\n", write_through=False) as text,
    ):
        yield text


@contextmanager
def _compressed(raw: BinaryIO, compress: str | None) -> Iterator[BinaryIO]:
    if compress == GZIP:
        # the time of the file is left out, so that the same rows are the same bytes
        with gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0, compresslevel=6) as packed:
            yield cast("BinaryIO", packed)
    elif compress == ZSTD:
        import pyarrow as pa

        sink = pa.PythonFile(cast("io.IOBase", raw), mode="w")
        with pa.CompressedOutputStream(sink, "zstd") as stream:
            yield cast("BinaryIO", stream)
    else:
        yield raw

"""Arrow files (also known as Feather): every type kept."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa

from rowsmith.tools.exports.compression import ZSTD
from rowsmith.tools.exports.losses import none
from rowsmith.tools.exports.model import Format, Options
from rowsmith.tools.exports.source import Source


def write(source: Source, folder: Path, options: Options) -> None:
    """A file per table."""
    compressed = pa.ipc.IpcWriteOptions(compression=ZSTD if options.compress == ZSTD else None)
    for table in source.tables:
        path = str(folder / f"{table.file}.arrow")
        with (
            pa.OSFile(path, "wb") as file,
            pa.ipc.new_file(file, table.schema(), options=compressed) as writer,
        ):
            for batch in table.batches():
                writer.write_batch(batch)


FORMAT = Format("Arrow", write, none, (ZSTD,))

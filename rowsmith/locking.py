"""One process at a time works on a dataset; the next one is told."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from rowsmith.tools.errors import UsageError


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Holds the file `path` for this process; it is let go however the process ends.

    Raises UsageError where another process holds it.
    """
    file = _held(path)
    try:
        yield
    finally:
        path.unlink(missing_ok=True)
        file.close()


def _held(path: Path) -> IO[str]:
    while True:
        file = path.open("a+", encoding="utf-8")
        if not _take(file):
            file.seek(0)
            holder = file.read().strip()
            file.close()
            raise UsageError(
                f"Another process{f' ({holder})' if holder else ''} is working on this dataset.",
                where=str(path.parent / path.name.removeprefix(".").removesuffix(".lock")),
                hint="Wait until it is done, or work on a copy of the folder.",
            )
        if _stands(path, file):
            file.truncate(0)
            file.write(str(os.getpid()))
            file.flush()
            return file
        file.close()  # the one who held it has removed it meanwhile: this is a file without a name


def _stands(path: Path, file: IO[str]) -> bool:
    """Whether the open file is still the one of that name."""
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except FileNotFoundError:
        return False


if sys.platform == "win32":
    import msvcrt

    def _take(file: IO[str]) -> bool:
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _take(file: IO[str]) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

"""Where a dataset is made: a hidden neighbour of its place, moved there whole."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from rowsmith.folder import SHARED, DatasetFolder, replaced_folder
from rowsmith.interruption import told_as_interrupt
from rowsmith.locking import locked
from rowsmith.tools.errors import ModelError, TargetError, UsageError
from rowsmith.versions import FOLDER, Versions, write_versions

REASONS = {
    errno.ENOSPC: "The disk is full.",
    errno.EDQUOT: "The disk quota is used up.",
    errno.EFBIG: "A file would be larger than is allowed here.",
    errno.EACCES: "Writing is not permitted here.",
    errno.EPERM: "Writing is not permitted here.",
    errno.EROFS: "The file system is read-only.",
    errno.EEXIST: "A file stands where a folder is needed.",
    errno.ENOTDIR: "A file stands where a folder is needed.",
    errno.ENAMETOOLONG: "The name is too long.",
}
DATABASE_REASONS = {
    "No space left": REASONS[errno.ENOSPC],
    "disk is full": REASONS[errno.ENOSPC],
    "File too large": REASONS[errno.EFBIG],
    "Read-only file system": REASONS[errno.EROFS],
    "Permission denied": REASONS[errno.EACCES],
}
"""How DuckDB and SQLite say so."""
NOTHING_LEFT = "Nothing was left half-made; make room, or choose another --out."


@dataclass(frozen=True)
class Workplace(DatasetFolder):
    """The work folder of `out`."""

    out: Path

    def put_in_place(self) -> DatasetFolder:
        """Moves the folder to its place in one step; what stood there before is removed after."""
        old = replaced_folder(self.out)
        with target_errors(self.out):
            shutil.rmtree(old, ignore_errors=True)
            replaces = self.out.exists()
            if replaces:
                self.out.rename(old)
            try:
                self.path.rename(self.out)
            except OSError:
                if replaces:
                    old.rename(self.out)
                raise
            shutil.rmtree(old, ignore_errors=True)
        return DatasetFolder(self.out)

    def keep(self, old: DatasetFolder, versions: Versions) -> None:
        """Takes over every version of `old` but the one in force in `versions`, whose files stand here already.

        Files are linked, not copied, where the file system can.
        """
        for one in old.versions().versions:
            if one.number != versions.current:
                link_files(old.files_of(one.number), self.path / FOLDER / str(one.number))
        write_versions(self.path, versions)

    def discard(self) -> None:
        shutil.rmtree(self.path, ignore_errors=True)


def link_files(source: Path, target: Path) -> None:
    """All files of a version, under their names, in another folder."""
    for path in source.rglob("*"):
        inner = path.relative_to(source)
        if path.is_file() and inner.parts[0] not in SHARED:
            (target / inner).parent.mkdir(parents=True, exist_ok=True)
            try:
                (target / inner).hardlink_to(path)
            except OSError:
                shutil.copyfile(path, target / inner)


def bring(file: Path, to: Path) -> None:
    """Copies a file where there is one."""
    if file.is_file():
        shutil.copyfile(file, to)


def work_folder(out: Path) -> Path:
    """The hidden neighbour in which a dataset is made."""
    return out.parent / f".{out.name}.rowsmith"


@contextmanager
def working(out: Path, *, force: bool, resume: bool = False, resumable: bool = True) -> Iterator[Workplace]:
    """A work folder for `out`, empty but where an earlier run goes on.

    Where a run is resumable, the folder stays when the model fails or the person ends it, and when going on
    with it was said wrongly. Any other failure removes it.

    Raises:
        UsageError: another process works there, `out` exists, or holds something else than a dataset, or there is nothing to go on with.
        TargetError: it can't be written.
    """
    place = Path(os.path.abspath(out))
    with target_errors(out):
        missing = [parent for parent in place.parents if not parent.exists()]
        _ensure_free(place, out, force=force)
        place.parent.mkdir(parents=True, exist_ok=True)
    try:
        with target_errors(out), locked(place.with_name(f".{place.name}.lock")):
            yield from _within(place, out, force=force, resume=resume, resumable=resumable)
    except BaseException:
        _remove_empty(missing)
        raise


def _remove_empty(parents: Iterable[Path]) -> None:
    """Removes the folders that were made for a dataset which is not made, the innermost first."""
    for parent in parents:
        try:
            parent.rmdir()
        except OSError:
            return


def _within(place: Path, out: Path, *, force: bool, resume: bool, resumable: bool) -> Iterator[Workplace]:
    with target_errors(out):
        _ensure_free(place, out, force=force)
        work = _claimed(place, resume=resume)
    try:
        with target_errors(out), told_as_interrupt():
            yield work
    except BaseException as error:
        kept: tuple[type[BaseException], ...] = (ModelError, KeyboardInterrupt) if resumable else ()
        if not isinstance(error, (*kept, UsageError) if resume else kept):
            work.discard()
        elif isinstance(error, ModelError):
            error.hint = " ".join(filter(None, (error.hint, _kept(work))))
        raise


def _kept(work: Workplace) -> str:
    return f"The words typed are kept in {work.path}: --resume goes on there." if work.messages() else ""


def _ensure_free(place: Path, said: Path, *, force: bool) -> None:
    if not place.exists():
        return
    if not place.is_dir():
        raise UsageError("A file stands there.", where=str(said), hint="Give another --out.")
    if not force:
        raise UsageError(
            "The folder exists.", where=str(said), hint="Give another --out, or --force to replace it."
        )
    if not DatasetFolder(place).is_finished and any(place.iterdir()):
        raise UsageError(
            "The folder holds something else than a dataset, and is not replaced.",
            where=str(said),
            hint="Give another --out.",
        )


def _claimed(place: Path, *, resume: bool) -> Workplace:
    work = work_folder(place)
    if resume and not work.is_dir():
        raise UsageError(
            "There is no run to go on with.", where=str(place), hint="Leave --resume out to begin one."
        )
    if work.exists() and not resume:
        shutil.rmtree(work)
    work.mkdir(exist_ok=True)
    return Workplace(work, place)


@contextmanager
def target_errors(path: Path) -> Iterator[None]:
    """Failures to write become TargetError: a full disk, a folder without permission."""
    try:
        yield
    except OSError as error:
        reason = REASONS.get(error.errno or 0) or _reason(error.strerror or str(error))
        raise TargetError(reason, where=str(path), hint=NOTHING_LEFT) from error
    except (TargetError, duckdb.IOException, sqlite3.OperationalError) as error:
        said = error.message if isinstance(error, TargetError) else str(error)
        raise TargetError(_reason(said), where=str(path), hint=NOTHING_LEFT) from error


def _reason(said: str) -> str:
    """What a database says of a failure to write, in our words where we know them."""
    for sign, reason in DATABASE_REASONS.items():
        if sign in said:
            return reason
    return f"Writing failed ({said.splitlines()[0].rstrip('.')})."

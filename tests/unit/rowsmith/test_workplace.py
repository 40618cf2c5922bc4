"""How failures to write, and Ctrl-C, are told."""

from __future__ import annotations

import errno
import sqlite3
from pathlib import Path

import duckdb
import pytest

from rowsmith.interruption import told_as_interrupt
from rowsmith.tools.errors import TargetError
from rowsmith.workplace import target_errors, working


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "The disk is full."),
        (OSError(errno.EACCES, "Permission denied"), "Writing is not permitted here."),
        (OSError(errno.ENXIO, "No such device"), "Writing failed (No such device)."),
        (OSError("odd"), "Writing failed (odd)."),
        (sqlite3.OperationalError("database or disk is full"), "The disk is full."),
        (duckdb.IOException("IO Error: Could not write: No space left on device"), "The disk is full."),
        (duckdb.IOException("IO Error: odd.\nmore"), "Writing failed (IO Error: odd)."),
        (TargetError("File too large", where="inner"), "A file would be larger than is allowed here."),
    ],
)  # fmt: skip
def test_failures_to_write_say_why_and_where(error: Exception, said: str) -> None:
    with pytest.raises(TargetError) as caught, target_errors(Path("shop")):
        raise error
    assert caught.value.message == said
    assert caught.value.where == "shop"


@pytest.mark.parametrize("error", [RuntimeError("Query interrupted"), duckdb.InterruptException("INTERRUPT")])
def test_an_interrupted_query_is_an_interruption(error: Exception) -> None:
    with pytest.raises(KeyboardInterrupt), told_as_interrupt():
        raise error


def test_other_faults_stay_what_they_are() -> None:
    with pytest.raises(RuntimeError, match="another"), told_as_interrupt():
        raise RuntimeError("another")


def test_folders_above_are_removed_but_for_those_in_use(tmp_path: Path) -> None:
    place = tmp_path / "a" / "b" / "shop"
    with pytest.raises(LookupError):
        stumble_in(place)
    assert [one.name for one in (tmp_path / "a").iterdir()] == ["other"]


def stumble_in(place: Path) -> None:
    with working(place, force=False) as work:
        assert work.path == place.with_name(".shop.rowsmith")
        (place.parent.parent / "other").touch()
        raise LookupError


def test_what_an_earlier_run_left_is_cleared(tmp_path: Path) -> None:
    (tmp_path / ".shop.rowsmith").mkdir()
    (tmp_path / ".shop.rowsmith" / "old").touch()
    with working(tmp_path / "shop", force=False) as work:
        assert list(work.path.iterdir()) == []
        (work.path / "new").touch()
        work.put_in_place()
    assert [one.name for one in tmp_path.rglob("*")] == ["shop", "new"]

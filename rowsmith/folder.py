"""The dataset folder: made beside its place and moved there whole."""

from __future__ import annotations

import errno
import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from rowsmith.agents.requirements import Contract, Requirement
from rowsmith.tools.errors import SourceError, TargetError, UsageError
from rowsmith.tools.plan import Plan
from rowsmith.tools.plan.yaml import dump_plan, load_plan

PLAN, DATA, CONTRACT, HISTORY = "plan.yaml", "data.duckdb", "contract.json", "history.sqlite"
RUN = "run.json"
MESSAGES = "create table if not exists messages (number integer primary key, text text not null)"


@dataclass(frozen=True)
class DatasetFolder:
    """The files of one dataset: its plan, its rows, its contract, its history."""

    path: Path

    @property
    def data(self) -> Path:
        return self.path / DATA

    @property
    def history(self) -> Path:
        return self.path / HISTORY

    def plan(self) -> Plan:
        return load_plan(self._existing(PLAN))

    def contract(self) -> Contract:
        return Contract.model_validate_json(self._existing(CONTRACT).read_text(encoding="utf-8"))

    def requirements(self) -> tuple[Requirement, ...]:
        """What was asked, with the checks; none where the dataset came from a plan alone."""
        contract = self.contract()
        return tuple(_as_requirement(one.model_dump(mode="json")) for one in contract.requirements)

    def write_plan(self, plan: Plan) -> None:
        (self.path / PLAN).write_text(dump_plan(plan), encoding="utf-8")

    def write_contract(self, contract: Contract) -> None:
        text = contract.model_dump_json(indent=1, exclude_none=False)
        (self.path / CONTRACT).write_text(text + "\n", encoding="utf-8")

    def write_scale(self, scale: float) -> None:
        """Keeps by what the plan's rows were multiplied."""
        (self.path / RUN).write_text(json.dumps({"scale": scale}) + "\n", encoding="utf-8")

    def scale(self) -> float:
        """By what the plan's rows were multiplied; 1 where nothing is kept."""
        kept = self.path / RUN
        return float(json.loads(kept.read_text(encoding="utf-8"))["scale"]) if kept.is_file() else 1.0

    def messages(self) -> tuple[str, ...]:
        """What the person typed so far, in order."""
        if not self.history.is_file():
            return ()
        with closing(sqlite3.connect(self.history)) as connection:
            connection.execute(MESSAGES)
            rows = connection.execute("select text from messages order by number").fetchall()
        return tuple(str(text) for (text,) in rows)

    def write_message(self, text: str) -> None:
        with closing(sqlite3.connect(self.history)) as connection, connection:
            connection.execute(MESSAGES)
            connection.execute("insert into messages (text) values (?)", (text,))

    def _existing(self, name: str) -> Path:
        found = self.path / name
        if not found.is_file():
            raise SourceError(
                f"There is no {name}.",
                where=str(self.path),
                hint="Is this a dataset folder made by rowsmith generate?",
            )
        return found


def _as_requirement(judged: dict[str, object]) -> Requirement:
    status = str(judged.pop("status"))
    reading = "checkable" if status in ("holds", "broken", "error") else status
    checks = judged.pop("checks")
    kept = [{"sql": one["sql"]} for one in checks] if isinstance(checks, list) else []
    return Requirement.model_validate({**judged, "reading": reading, "checks": kept})


def open_folder(path: Path) -> DatasetFolder:
    """An existing dataset folder. Raises SourceError where there is none."""
    if not path.is_dir():
        raise SourceError(
            "There is no such dataset folder.", where=str(path), hint="Make one with rowsmith generate."
        )
    return DatasetFolder(path)


def work_folder(out: Path) -> Path:
    """The hidden neighbour in which a dataset is made."""
    return out.parent / f".{out.name}.rowsmith"


@contextmanager
def target_errors(path: Path) -> Iterator[None]:
    """Failures to write become TargetError: a full disk, a folder without permission."""
    try:
        yield
    except OSError as error:
        reasons = {
            errno.ENOSPC: "The disk is full.",
            errno.EACCES: "Writing is not permitted here.",
            errno.EPERM: "Writing is not permitted here.",
            errno.EROFS: "The file system is read-only.",
        }
        reason = reasons.get(error.errno or 0, f"Writing failed ({error.strerror or error}).")
        raise TargetError(
            reason, where=str(path), hint="Nothing was left half-made; choose another --out."
        ) from error


def claim(out: Path, *, force: bool, resume: bool = False) -> DatasetFolder:
    """An empty work folder for `out`. Raises UsageError where `out` exists, TargetError where it can't be made."""
    if out.exists() and not force:
        raise UsageError(
            "The folder exists.", where=str(out), hint="Give another --out, or --force to replace it."
        )
    work = work_folder(out)
    with target_errors(out):
        if work.exists() and not resume:
            shutil.rmtree(work)
        work.mkdir(parents=True, exist_ok=True)
    return DatasetFolder(work)


def put_in_place(work: DatasetFolder, out: Path) -> DatasetFolder:
    """Moves a finished work folder to its place in one step; what stood there before is removed after."""
    old = out.parent / f".{out.name}.replaced"
    with target_errors(out):
        if out.exists():
            shutil.rmtree(old, ignore_errors=True)
            out.rename(old)
        work.path.rename(out)
        shutil.rmtree(old, ignore_errors=True)
    return DatasetFolder(out)


def discard(work: DatasetFolder) -> None:
    shutil.rmtree(work.path, ignore_errors=True)

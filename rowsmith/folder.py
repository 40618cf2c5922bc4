"""The dataset folder: its files, read and written."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from pydantic import JsonValue, ValidationError

from rowsmith.agents.requirements import Contract, Requirement
from rowsmith.tools.errors import SourceError
from rowsmith.tools.plan import Plan
from rowsmith.tools.plan.yaml import dump_plan, load_plan
from rowsmith.tools.text.pools import FILE as TEXTS
from rowsmith.versions import FILE, FOLDER, Versions, read_versions

PLAN, DATA, CONTRACT, REPORT, HISTORY, RUN = (
    "plan.yaml", "data.duckdb", "contract.json", "report.html", "history.sqlite", "run.json",
)  # fmt: skip
WISHES = "wishes.json"
SHARED = (FOLDER, FILE)
"""What belongs to no single version."""
MADE_BY = "Is this a dataset folder made by rowsmith generate?"


@dataclass(frozen=True)
class DatasetFolder:
    """The files of one dataset: its plan, its rows, its contract, its history, and how it was run."""

    path: Path

    @property
    def data(self) -> Path:
        return self.path / DATA

    @property
    def wishes(self) -> Path:
        """What holds for later messages too."""
        return self.path / WISHES

    @property
    def history(self) -> Path:
        return self.path / HISTORY

    @property
    def texts(self) -> Path:
        """What a model wrote for columns of text."""
        return self.path / TEXTS

    @property
    def is_finished(self) -> bool:
        """Whether a run came to its end here."""
        return (self.path / CONTRACT).is_file()

    def existing_data(self) -> Path:
        """The rows. Raises SourceError where there are none."""
        return self._existing(DATA)

    def plan(self) -> Plan:
        return load_plan(self._existing(PLAN))

    def contract(self) -> Contract:
        found = self._existing(CONTRACT)
        try:
            return Contract.model_validate_json(found.read_bytes())
        except ValidationError as error:
            first = error.errors()[0]
            said = ": ".join(filter(None, (".".join(map(str, first["loc"])), first["msg"])))
            raise SourceError(f"This is no contract ({said}).", where=str(found)) from error

    def requirements(self) -> tuple[Requirement, ...]:
        """What was asked, with the checks; none where the dataset came from a plan alone."""
        contract = self.contract()
        return tuple(_as_requirement(one.model_dump(mode="json")) for one in contract.requirements)

    def write_plan(self, plan: Plan) -> None:
        (self.path / PLAN).write_text(dump_plan(plan), encoding="utf-8")

    def write_contract(self, contract: Contract) -> None:
        text = contract.model_dump_json(indent=1, exclude_none=False)
        (self.path / CONTRACT).write_text(text + "\n", encoding="utf-8")

    def write_run(self, wishes: Mapping[str, JsonValue]) -> None:
        """Keeps what stood beside the words: the scale, the seed and so on."""
        (self.path / RUN).write_text(json.dumps(wishes) + "\n", encoding="utf-8")

    def run(self) -> dict[str, JsonValue]:
        """What stood beside the words; nothing where nothing is kept."""
        kept = self.path / RUN
        if not kept.is_file():
            return {}
        try:
            found = json.loads(kept.read_text(encoding="utf-8"))
        except ValueError as error:
            raise SourceError(f"This is no JSON ({error}).", where=str(kept)) from error
        return dict(found)

    def scale(self) -> float:
        """By what the plan's rows were multiplied."""
        found = self.run().get("scale", 1.0)
        return float(found) if isinstance(found, int | float) else 1.0

    def messages(self) -> tuple[str, ...]:
        """What the person typed so far, in order."""
        if not self.history.is_file():
            return ()
        try:
            with closing(
                sqlite3.connect(f"{self.history.absolute().as_uri()}?mode=ro", uri=True)
            ) as connection:
                there = connection.execute("select 1 from sqlite_master where name = 'messages'").fetchall()
                sql = "select text from messages order by number"
                rows = connection.execute(sql).fetchall() if there else []
        except sqlite3.Error as error:
            raise SourceError(f"The history can't be read ({error}).", where=str(self.history)) from error
        return tuple(str(text) for (text,) in rows)

    def write_message(self, text: str) -> None:
        with closing(sqlite3.connect(self.history)) as connection, connection:
            connection.execute(
                "create table if not exists messages (number integer primary key, text text not null)"
            )
            connection.execute("insert into messages (text) values (?)", (text,))

    def forget_runs(self) -> None:
        """Drops the checkpoints of runs that came to their end; the words stay."""
        with closing(sqlite3.connect(self.history)) as connection:
            there = connection.execute("select name from sqlite_master where type = 'table'").fetchall()
            for name in ("checkpoints", "writes"):
                if (name,) in there:
                    connection.execute(f"delete from {name}")
            connection.commit()
            connection.execute("vacuum")

    def settle_history(self) -> None:
        """Leaves the history as one file that can be read where nothing may be written."""
        with closing(sqlite3.connect(self.history)) as connection:
            connection.execute("pragma journal_mode = delete")

    def versions(self) -> Versions:
        """Which versions are kept. Raises SourceError where a newer Rowsmith made the folder."""
        return read_versions(self.path)

    def files_of(self, number: int) -> Path:
        """The folder with a version's files. Raises UsageError where there is no such version."""
        versions = self.versions()
        found = versions.version(number).number
        return self.path if found == versions.current else self.path / FOLDER / str(found)

    def _existing(self, name: str) -> Path:
        found = self.path / name
        if not found.is_file():
            raise SourceError(f"There is no {name}.", where=str(self.path), hint=MADE_BY)
        return found


def _as_requirement(judged: dict[str, object]) -> Requirement:
    """A judged requirement without its verdict."""
    status = str(judged.pop("status"))
    reading = "checkable" if status in ("holds", "broken", "error") else status
    checks = judged.pop("checks")
    judged.pop("plan_says", None)
    kept = [{"sql": one["sql"]} for one in checks] if isinstance(checks, list) else []
    asked = {name: value for name, value in judged.items() if name in Requirement.model_fields}
    return Requirement.model_validate({**asked, "reading": reading, "checks": kept})


def replaced_folder(path: Path) -> Path:
    """Where a dataset stands for the moment in which a new one takes its place."""
    return path.with_name(f".{path.name}.replaced")


def open_folder(path: Path) -> DatasetFolder:
    """An existing dataset folder. Raises SourceError where there is none, or a newer Rowsmith made it."""
    if not path.exists() and (replaced := replaced_folder(path)).is_dir():
        # a run was killed between the two renames that put a dataset in place: what stood there comes back
        replaced.rename(path)
    if not path.is_dir():
        raise SourceError(
            "There is no such dataset folder.", where=str(path), hint="Make one with rowsmith generate."
        )
    found = DatasetFolder(path)
    found.versions()
    return found

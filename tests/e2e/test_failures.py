"""Disks that are full, folders that can't be written, signals, faults of our own: one message, no half-made folder."""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

import rowsmith
from rowsmith.agents.events import Event, PlanDrafted, RequirementsWritten, RowsWritten
from rowsmith.agents.models.scripted import ScriptedModel
from rowsmith.agents.tasks import DraftPlan, RepairPlan, WriteRequirements
from rowsmith.cli.app import run
from rowsmith.folder import DatasetFolder
from rowsmith.tools.errors import InvalidAnswer, SourceError, TargetError, UsageError
from rowsmith.workplace import work_folder
from tests.fakes.sabotage import (
    REQUIREMENTS,
    SET_COUNT,
    SET_ORDER,
    SET_SHARE,
    WORDS,
    drafted,
    edits,
)

pytestmark = pytest.mark.usefixtures("alone")

CATS = "3000 cats with name and birth date"
COMMAND = [sys.executable, "-P", "-c", "from rowsmith.cli import main; main()"]


def failed(capsys: pytest.CaptureFixture[str], code: int, *arguments: str) -> str:
    """The message of a command line that ends with this code."""
    capsys.readouterr()
    assert run([*arguments, "--json"]) == code
    told: Mapping[str, str] = json.loads(capsys.readouterr().out)
    return told["message"]


@pytest.mark.parametrize(
    ("out", "said"),
    [
        ("file/cats", "A file stands where a folder is needed."),
        ("c" * 300 + "/cats", "The name is too long."),
    ],
)
def test_a_folder_that_cannot_be_made(
    capsys: pytest.CaptureFixture[str], alone: Path, out: str, said: str
) -> None:
    (alone / "file").write_text("here")
    message = failed(capsys, 5, "generate", CATS, "--out", out)
    assert said in message
    assert message.startswith(out)
    assert [one.name for one in alone.iterdir()] == ["file"]


@pytest.mark.parametrize("size", [40_000, 300_000, 900_000])
def test_a_disk_that_is_full(alone: Path, size: int) -> None:
    """No file may grow beyond `size`: the database stops writing early or late."""

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    command = [*COMMAND, "generate", CATS, "--scale", "10", "--out", "deep/cats", "--json"]
    done = subprocess.run(command, cwd=alone, capture_output=True, text=True, check=False, preexec_fn=limit)
    assert done.returncode == 5
    assert json.loads(done.stdout)["message"].startswith("deep/cats: ")
    assert "Nothing was left half-made" in done.stderr
    assert "Traceback" not in done.stderr
    assert list(alone.iterdir()) == []


def interrupted(
    alone: Path, arguments: list[str], when: Callable[[], bool]
) -> subprocess.CompletedProcess[str]:
    """Runs the command and sends the signal of Ctrl-C as soon as `when` says so."""
    with subprocess.Popen(
        [*COMMAND, *arguments], cwd=alone, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        end = time.monotonic() + 60
        while not when() and process.poll() is None and time.monotonic() < end:
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    return subprocess.CompletedProcess(arguments, process.returncode, out, err)


def test_ctrl_c_leaves_no_half_made_folder_and_resume_finishes(alone: Path) -> None:
    work = work_folder(alone / "cats")
    words = ["generate", CATS, "--scale", "100", "--seed", "9", "--out", "cats"]
    ended = interrupted(alone, words, (work / "data.part.duckdb").exists)
    assert ended.returncode == 130
    assert ended.stderr.endswith("cats: Interrupted. The same command with --resume goes on where it was.\n")
    assert "Traceback" not in ended.stderr
    assert not (alone / "cats").exists()
    assert DatasetFolder(work).messages() == (CATS,)

    assert run(["generate", "--out", "cats", "--resume"]) == 0
    made = rowsmith.Dataset(DatasetFolder(alone / "cats"))
    assert len(made.tables["cats"]) == 300_000
    assert made.plan.seed == 9
    assert [one.name for one in alone.iterdir()] == ["cats"]


@pytest.mark.parametrize("ended_at", [PlanDrafted, RowsWritten, RequirementsWritten])
def test_a_run_that_goes_on_asks_nothing_twice(alone: Path, ended_at: type[Event]) -> None:
    """Steps that were finished are not done again; the step that was cut off is."""

    def end(event: Event) -> None:
        if isinstance(event, ended_at):
            raise KeyboardInterrupt

    mended = edits(SET_COUNT, SET_SHARE, SET_ORDER)
    model = ScriptedModel(
        {DraftPlan: [drafted()] * 2, WriteRequirements: [REQUIREMENTS] * 2, RepairPlan: [mended] * 2}
    )
    with pytest.raises(KeyboardInterrupt):
        rowsmith.generate(WORDS, out="shop", model=model, on_event=end)
    assert not (alone / "shop").exists()
    before = [type(task) for task in model.asked]
    made = rowsmith.generate(WORDS, out="shop", model=model, resume=True)
    assert made.contract.status == "passed"
    again = [type(task) for task in model.asked][len(before) :]
    cut_off = {PlanDrafted: DraftPlan, RequirementsWritten: WriteRequirements}.get(ended_at)
    assert [kind for kind in again if kind in before] == ([cut_off] if cut_off else [])


def test_a_run_goes_on_with_its_own_words_only(alone: Path) -> None:
    failing = ScriptedModel({DraftPlan: [InvalidAnswer("garbage")]})
    with pytest.raises(InvalidAnswer, match=r"words typed are kept in .*: --resume goes on there"):
        rowsmith.generate(WORDS, out="shop", model=failing)
    with pytest.raises(UsageError, match="begun with other words"):
        rowsmith.generate("7 cats", out="shop", model="offline", resume=True)
    assert DatasetFolder(work_folder(alone / "shop")).messages() == (WORDS,)


def test_resume_without_anything_kept(alone: Path) -> None:
    work_folder(alone / "shop").mkdir()
    with pytest.raises(UsageError, match="Nothing is kept of the run"):
        rowsmith.generate(out="shop", model="offline", resume=True)


def test_a_failed_refinement_leaves_the_dataset(alone: Path) -> None:
    made = rowsmith.generate("7 cats with name", out="cats", model="offline")
    before = (made.path / "contract.json").read_bytes()
    with pytest.raises(InvalidAnswer):
        rowsmith.refine("cats", "add an age", model=ScriptedModel({}))
    assert (alone / "cats" / "contract.json").read_bytes() == before
    assert [one.name for one in alone.iterdir()] == ["cats"]


def test_an_interrupted_query_is_an_interruption(
    capsys: pytest.CaptureFixture[str], alone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def query(*arguments: object, **named: object) -> None:
        raise RuntimeError("Query interrupted")

    monkeypatch.setattr("rowsmith.agents.validation_agent.judge.run_checks", query)
    message = failed(capsys, 130, "generate", CATS, "--out", "cats")
    assert message == "cats: Interrupted. The same command with --resume goes on where it was."


def test_an_interruption_before_anything_was_begun(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*arguments: object, **named: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("rowsmith.api.generate", interrupt)
    assert failed(capsys, 130, "generate", CATS, "--out", "cats") == "cats: Interrupted. Nothing was begun."
    monkeypatch.setattr("rowsmith.api.refine", interrupt)
    assert failed(capsys, 130, "refine", "cats", "add an age") == "Interrupted; nothing was changed."
    Path("tasks.yaml").write_text("tasks:\n  - {id: a, describe: 7 cats}\n  - {id: b, describe: 7 dogs}\n")
    assert "Interrupted in a; 0 of 2 datasets were made." in failed(capsys, 130, "batch", "tasks.yaml")


def test_a_fault_of_our_own_is_short_and_says_how_to_report(
    capsys: pytest.CaptureFixture[str], alone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(*arguments: object, **named: object) -> None:
        raise LookupError("nobody foresaw this\nand more")

    monkeypatch.setattr("rowsmith.running.start_of", stumble)
    monkeypatch.setattr("rowsmith.api.start_of", stumble)
    monkeypatch.setattr("tempfile.tempdir", str(alone / "faults"))
    (alone / "faults").mkdir()
    message = failed(capsys, 1, "generate", CATS, "--out", "cats")
    (report,) = (alone / "faults").glob("rowsmith-error-*.txt")
    assert message.startswith(
        "This is a fault of Rowsmith itself (LookupError: nobody foresaw this). Please report"
    )
    assert str(report) in message
    assert "Traceback" in report.read_text()
    assert [one.name for one in alone.iterdir()] == ["faults"]


@pytest.mark.parametrize("name", ["plan.yaml", "contract.json", "history.sqlite", "data.duckdb", "run.json"])
def test_a_damaged_file_of_a_dataset_is_named(
    capsys: pytest.CaptureFixture[str], alone: Path, name: str
) -> None:
    made = rowsmith.generate("7 cats with name", out="cats", model="offline")
    made.connection.close()
    (alone / "cats" / name).write_bytes(b"\xff damaged \x00" * 400)
    message = failed(capsys, 2 if name == "plan.yaml" else 5, "check", "cats")
    assert message.startswith(f"cats/{name}")


@pytest.mark.parametrize("name", ["plan.yaml", "contract.json", "data.duckdb"])
def test_a_missing_file_of_a_dataset_is_named(
    capsys: pytest.CaptureFixture[str], alone: Path, name: str
) -> None:
    rowsmith.generate("7 cats with name", out="cats", model="offline").connection.close()
    (alone / "cats" / name).unlink()
    assert f"There is no {name}" in failed(capsys, 5, "check", "cats")


def test_a_dataset_that_is_not_there(capsys: pytest.CaptureFixture[str], alone: Path) -> None:
    assert "There is no such dataset folder" in failed(capsys, 5, "show", "cats")
    (alone / "plan.yaml").write_text(
        "rowsmith: 1\nname: t\ntables: {a: {rows: 2, key: id, columns: {id: sequence}}}\n"
    )
    assert "none.duckdb" in failed(capsys, 5, "check", "--plan", "plan.yaml", "--data", "none.duckdb")


def test_a_history_can_be_read_where_nothing_may_be_written(alone: Path) -> None:
    made = rowsmith.generate("7 cats with name", out="cats", model="offline")
    assert not list(made.path.glob("history.sqlite-*"))
    assert made.folder.messages() == ("7 cats with name",)
    assert (
        made.folder.history.read_bytes()[18:20] == b"\x01\x01"
    )  # the journal is a rollback journal, not a WAL


def test_a_place_that_cannot_be_taken_keeps_what_stood_there(
    alone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = rowsmith.generate("7 cats with name", out="cats", model="offline")
    made.connection.close()
    rename = Path.rename

    def fail(self: Path, target: Path) -> Path:
        if self.name == ".cats.rowsmith":
            raise PermissionError(13, "Permission denied")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", fail)
    with pytest.raises(TargetError, match="Writing is not permitted here"):
        rowsmith.generate("9 dogs", out="cats", model="offline", force=True)
    assert [one.name for one in alone.iterdir()] == ["cats"]
    assert list(rowsmith.Dataset(DatasetFolder(alone / "cats")).tables) == ["cats"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_permission(capsys: pytest.CaptureFixture[str], alone: Path) -> None:
    closed = alone / "closed"
    closed.mkdir(mode=0o555)
    assert "Writing is not permitted here" in failed(capsys, 5, "generate", CATS, "--out", "closed/cats")
    shutil.rmtree(closed)


def test_rows_that_cannot_be_opened(alone: Path) -> None:
    made = rowsmith.generate("7 cats with name", out="cats", model="offline")
    made.folder.data.write_bytes(b"no database" * 500)
    with pytest.raises(SourceError, match=r"data\.duckdb"):
        _ = made.tables

"""Batches: what runs, what is kept, what is skipped, and what a kill leaves."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import duckdb
import pytest

from rowsmith.batch.model import Batch, BatchTask, Budget, Outcome
from rowsmith.batch.reading import load_batch
from rowsmith.batch.results import junit, worst
from rowsmith.batch.running import Wishes, run_batch
from rowsmith.cli.app import run
from rowsmith.settings import Settings

CATS = "{rowsmith: 1, name: cats, tables: {cats: {rows: 6, key: id, columns: {id: sequence, name: {semantic: pet_name}, kilos: {decimal: [2, 9]}}}}}"
OWNERS = "{name: owners, tables: {cats: {rows: 1, key: id, columns: {id: sequence}}, visits: {rows: {per: cat_id, count: [1, 2]}, key: id, columns: {id: sequence, cat_id: {reference: cats}}}}}"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "ROWSMITH_MODEL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "cats.yaml").write_text(CATS.replace("{semantic: pet_name}", "{pattern: '[A-Z]{5}'}"))
    (tmp_path / "owners.yaml").write_text(OWNERS)
    return tmp_path


def batch_of(folder: Path, text: str) -> Batch:
    (folder / "tasks.yaml").write_text(text)
    return load_batch(folder / "tasks.yaml")


def outcomes(folder: Path, text: str, **wishes: Any) -> dict[str, Outcome]:
    told: list[Outcome] = []
    made = run_batch(batch_of(folder, text), Wishes(folder / "out", Settings(), **wishes), told.append)
    assert sorted(one.id for one in told) == sorted(one.id for one in made)
    return {one.id: one for one in made}


TASKS = """
defaults: {model: offline}
tasks:
  - {id: cats, plan: cats.yaml, outputs: [{format: csv}], expect: [{sql: select count(*) = 6 from cats, says: six cats}]}
  - {id: visits, plan: owners.yaml, parents: {cats: cats/cats}}
"""


def test_one_task_uses_the_tables_of_another(folder: Path) -> None:
    found = outcomes(folder, TASKS)
    assert {one.status for one in found.values()} == {"passed"}
    assert found["cats"].expectations == (
        {"sql": "select count(*) = 6 from cats", "says": "six cats", "holds": True, "error": ""},
    )
    assert (folder / "out" / "cats.csv" / "cats.csv").is_file()
    with duckdb.connect() as connection:
        for name in ("cats", "visits"):
            connection.execute(f"attach '{folder}/out/{name}/data.duckdb' as {name} (read_only)")
        assert (
            connection.sql("from cats.cats except select id, name, kilos from visits.cats").fetchall() == []
        )
        assert connection.sql(
            "select count(*) from visits.visits where cat_id not in (select id from cats.cats)"
        ).fetchall() == [(0,)]


def test_what_is_done_is_kept_and_what_changed_is_made_anew(folder: Path) -> None:
    outcomes(folder, TASKS)
    again = outcomes(folder, TASKS, resume=True)
    assert all(one.kept for one in again.values())
    changed = outcomes(
        folder, TASKS.replace("plan: owners.yaml,", "plan: owners.yaml, seed: 9,"), resume=True
    )
    assert [one.kept for one in changed.values()] == [True, False]
    (folder / "cats.yaml").write_text((folder / "cats.yaml").read_text().replace("rows: 6", "rows: 7"))
    text = TASKS.replace("= 6", "= 7")
    assert not any(one.kept for one in outcomes(folder, text, resume=True).values())


WRONG = """
defaults: {model: offline}
tasks:
  - {id: odd, plan: bad.yaml}
  - {id: needs, describe: 3 cats, after: [odd]}
  - {id: far, describe: 3 dogs, expect: [{sql: select 1 = 2, says: never}, {sql: "select x from y"}, {sql: select 1 union select 2}]}
  - {id: last, describe: 4 birds}
"""


def test_what_fails_is_said_and_the_rest_goes_on(folder: Path) -> None:
    (folder / "bad.yaml").write_text("{name: bad, tables: {t: {rows: 1, key: nothing}}}")
    found = outcomes(folder, WRONG, jobs=2)
    assert {name: one.status for name, one in found.items()} == {
        "odd": "error", "needs": "skipped", "far": "unexpected", "last": "passed",
    }  # fmt: skip
    assert found["needs"].message == "It needs odd."
    assert "not so: never (it gives False)" in str(found["far"].message)
    assert "more than one value" in str(found["far"].message)
    assert worst(list(found.values())) == 3
    suite = ET.fromstring(junit(list(found.values()), "tasks"))[0]  # noqa: S314 - just written
    assert (suite.get("tests"), suite.get("failures"), suite.get("errors"), suite.get("skipped")) == (
        "7",
        "3",
        "1",
        "1",
    )
    fast = outcomes(folder, WRONG, force=True, fail_fast=True)
    assert [one.status for one in fast.values()].count("skipped") == 3


def test_a_budget_that_is_used_up_ends_the_batch(folder: Path) -> None:
    batch = Batch((BatchTask("a", describe="3 cats", model="offline"),), Budget(tokens=1))
    found = run_batch(batch, Wishes(folder / "out", Settings()), lambda _: None)
    assert found[0].status == "passed"
    spent = {"before": Outcome("before", "passed", 0, cost=0.5, tokens=9)}
    from rowsmith.batch.running import _skipped, _within_budget

    wishes = Wishes(folder / "out", Settings(max_cost=3.0))
    assert "used up" in str(_skipped(batch.tasks[0], batch, wishes, spent))
    rich = Batch(batch.tasks, Budget(cost=0.75, tokens=100))
    left = _within_budget(batch.tasks[0], rich, wishes.settings, spent)
    assert (left.max_cost, left.max_tokens) == (0.25, 91)


def test_the_command_previews_chooses_and_writes_results(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    batch_of(folder, TASKS)
    assert run(["batch", "tasks.yaml", "--out", "out", "--dry-run"]) == 0
    said = capsys.readouterr().out
    assert "plan cats.yaml, 1 exports, 1 expectations" in said
    assert not (folder / "out").exists()
    arguments = ["--only", "visits", "--junit", "j.xml", "--results", "r.json"]
    assert run(["batch", "tasks.yaml", "--out", "out", *arguments]) == 0
    assert [one["id"] for one in json.loads((folder / "r.json").read_text())["tasks"]] == ["cats", "visits"]
    assert 'name="six cats"' in (folder / "j.xml").read_text()
    assert run(["batch", "tasks.yaml", "--out", "out", "--only", "cat"]) == 2
    assert "Did you mean cats" in capsys.readouterr().err
    assert run(["batch", "tasks.yaml", "--out", "out", "--resume"]) == 0
    assert "done before" in capsys.readouterr().out
    assert run(["batch", "tasks.yaml", "--out", "out", "--resume", "--dry-run", "--json"]) == 0
    assert {one["does"] for one in json.loads(capsys.readouterr().out)["tasks"]} == {"is done"}


TWELVE = """
defaults: {model: offline}
tasks:
  - id: pets
    describe: "{{ n }} cats with a weight from 2 to 9, each cat has 1 to 3 visits in 2024"
    matrix: {n: [20, 30, 40, 50]}
    refine: [rename weight to kilograms]
"""


def test_a_batch_that_is_killed_goes_on_and_ends_the_same(folder: Path) -> None:
    """Three kills; the longer run with twenty is evals.suites.kills."""
    (folder / "tasks.yaml").write_text(TWELVE)
    whole, killed = folder / "whole", folder / "killed"
    command = [
        sys.executable,
        "-P",
        "-c",
        "import sys; from rowsmith.cli.app import run; sys.exit(run(sys.argv[1:]))",
        "batch",
        "tasks.yaml",
        "--resume",
    ]
    assert subprocess.run([*command, "--out", str(whole)], check=False, capture_output=True).returncode == 0
    done: dict[str, str] = {}
    for wait in (2.5, 3.5, 4.5):
        process = subprocess.Popen(
            [*command, "--out", str(killed)], stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL
        )
        time.sleep(wait)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        done |= {name: mark for name, mark in finished(killed).items() if name not in done}
        assert {name: finished(killed)[name] for name in done} == done
    assert subprocess.run([*command, "--out", str(killed)], check=False, capture_output=True).returncode == 0
    assert {name: finished(killed)[name] for name in done} == done
    assert rows_of(killed) == rows_of(whole)
    assert sorted(one.name for one in killed.iterdir()) == sorted(one.name for one in whole.iterdir())


def finished(out: Path) -> dict[str, str]:
    """The tasks that are done, each with its data's time: a task that ran again would have another one."""
    state = json.loads((out / "batch.json").read_text()) if (out / "batch.json").is_file() else {}
    return {
        name: str((out / name / "data.duckdb").stat().st_mtime_ns)
        for name, one in state.items()
        if "outcome" in one
    }


def rows_of(out: Path) -> dict[str, str]:
    return {
        f"{path.parent.name}/{path.name}": hashlib.sha256(path.read_bytes()).hexdigest()
        for name in ("plan.yaml", "contract.json")
        for path in out.glob(f"*/{name}")
    }

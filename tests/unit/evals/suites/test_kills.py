"""The suite of kills, with one kill and two tasks."""

from __future__ import annotations

from pathlib import Path

from rowsmith.evals.suites.kills import Outcome, run

TASKS = (
    "tasks:\n  - {id: a, describe: 9 cats, model: offline}\n  - {id: b, describe: 8 dogs, model: offline}\n"
)


def test_a_killed_batch_ends_as_one_that_was_not(tmp_path: Path) -> None:
    outcome = run(tmp_path, 1, 1, TASKS)
    assert outcome.holds
    assert outcome.tasks == 2


def test_what_differs_breaks_the_promise() -> None:
    assert not Outcome(1, 2, (0,), (), ("a",), ()).holds
    assert not Outcome(1, 2, (0,), ("a",), (), ()).holds

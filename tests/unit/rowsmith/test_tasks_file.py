"""Files of tasks: what is read, and where mistakes are named."""

from __future__ import annotations

from pathlib import Path

import pytest

from rowsmith.tasks_file import BatchTask, load_tasks
from rowsmith.tools.errors import UsageError


def written(folder: Path, text: str) -> Path:
    path = folder / "tasks.yaml"
    path.write_text(text)
    return path


def test_tasks_are_read_in_order(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "tasks:\n"
        "  - {id: a, describe: 10 cats, refine: [double the cats], seed: 7, as_of: 2024-01-31}\n"
        "  - {id: b, plan: plans/b.yaml, scale: 2.5, model: offline}\n",
    )
    first, second = load_tasks(path)
    assert first == BatchTask(
        "a", describe="10 cats", refine=("double the cats",), seed=7, as_of="2024-01-31"
    )
    assert second == BatchTask("b", plan=tmp_path / "plans/b.yaml", scale=2.5, model="offline")


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("tasks: []\n", ":1:1", "tasks"),
        ("tasks:\n  - {id: a}\n", ":2:5", "not valid"),
        ("tasks:\n  - {id: a, describe: x, sed: 7}\n", ":2:5", "sed"),
        ("tasks:\n  - {id: a b, describe: x}\n", ":2:6", "a b"),
        ("tasks:\n  - {id: a, describe: x, seed: many}\n", ":2:26", "many"),
        ("tasks:\n  - {id: a, describe: x}\n  - {id: a, describe: y}\n", ":3:5", "Two tasks have the id 'a'"),
        ("tasks: [\n", ":2:1", "no YAML"),
        ("jobs: []\n", ":1:1", "'tasks' is a required"),
    ],
)
def test_a_mistake_is_named_with_its_place(tmp_path: Path, text: str, place: str, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        load_tasks(written(tmp_path, text))
    assert place in str(caught.value)
    assert said in str(caught.value)


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="can't be read"):
        load_tasks(tmp_path / "none.yaml")


def test_a_file_that_holds_no_map_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"tasks\.yaml:1:1"):
        load_tasks(written(tmp_path, "just words\n"))

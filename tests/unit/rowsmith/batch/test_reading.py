"""Files of tasks: what is read, and where mistakes are named."""

from __future__ import annotations

from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from rowsmith.batch.mistakes import schema
from rowsmith.batch.model import BatchTask, Budget, Expectation, Output
from rowsmith.batch.placing import TasksError
from rowsmith.batch.reading import load_batch
from rowsmith.tools.errors import UsageError


def written(folder: Path, text: str, name: str = "tasks.yaml") -> Path:
    path = folder / name
    path.write_text(text)
    return path


def test_tasks_are_read_in_order(tmp_path: Path) -> None:
    (tmp_path / "b.yaml").touch()
    path = written(
        tmp_path,
        "tasks:\n"
        "  - {id: a, describe: 10 cats, refine: [double the cats], seed: 7, as_of: '2024-01-31'}\n"
        "  - {id: b, plan: b.yaml, scale: 2.5, model: offline}\n",
    )
    first, second = load_batch(path).tasks
    assert first == BatchTask(
        "a", describe="10 cats", refine=("double the cats",), seed=7, as_of="2024-01-31"
    )
    assert second == BatchTask("b", plan=tmp_path / "b.yaml", scale=2.5, model="offline")


FULL = """
variables: {animal: cats}
defaults: {model: offline, seed: 3, budget: {cost: 0.5}, expect: [{sql: select true}]}
budget: {cost: 2, tokens: 90000}
tasks:
  - id: late
    describe: 5 owners of {{ animal }}
    parents: {cats: small-de_DE/cats}
    after: [third]
  - id: small
    describe: "{{ n }} {{ animal }}"
    matrix: {locale: [de_DE, en_US], n: [5, 50]}
    id_note: x
  - id: third-{{ animal }}
    describe: x
    seed: "{{ start }}"
    outputs: [{format: csv, tables: [a], compress: gzip}]
"""


def test_defaults_variables_and_matrices_are_filled_in(tmp_path: Path) -> None:
    text = (
        FULL.replace("    id_note: x\n", "")
        .replace("third]", "third-cats]")
        .replace("cats: small-de_DE/", "cats: small-de_DE-5/")
    )
    text = text.replace("animal: cats}", "animal: cats, start: 12}")
    batch = load_batch(written(tmp_path, text))
    tasks = {task.id: task for task in batch.tasks}
    assert list(tasks) == [
        "small-de_DE-5",
        "small-de_DE-50",
        "small-en_US-5",
        "small-en_US-50",
        "third-cats",
        "late",
    ]
    assert tasks["small-en_US-50"].describe == "50 cats"
    assert tasks["small-en_US-50"].locale == "en_US"
    assert tasks["small-en_US-50"].seed == 3
    assert tasks["third-cats"].seed == 12
    assert tasks["third-cats"].outputs == (Output("csv", tables=("a",), compress="gzip"),)
    assert tasks["late"].needs == ("third-cats", "small-de_DE-5")
    assert tasks["late"].budget == Budget(0.5)
    assert tasks["late"].expect == (Expectation("select true"),)
    assert batch.budget == Budget(2, 90000)


def test_included_tasks_come_first(tmp_path: Path) -> None:
    written(tmp_path, "variables: {n: 4}\ntasks: [{id: in, describe: '{{ n }} dogs'}]\n", "more.yaml")
    path = written(tmp_path, "include: [more.yaml]\ntasks: [{id: out, describe: cats, after: [in]}]\n")
    assert [task.describe for task in load_batch(path).tasks] == ["4 dogs", "cats"]


MISTAKES = [
    ("tasks: []\n", 1, 1, "tasks is an empty list", "at least one item"),
    ("jobs: []\n", 1, 1, "neither tasks nor include", "tasks or include"),
    ("variables: {}\n", 1, 1, "neither tasks nor include", "tasks or include"),
    ("just words\n", 1, 1, "the file holds no map", "a list of tasks"),
    ("tasks: [\n", 2, 1, "no YAML", "YAML"),
    ("tasks:\n  - {id: a, id: b, describe: x}\n", 2, 13, "no YAML", "each name stands once"),
    ("tasks:\n\t- {id: a}\n", 2, 1, "no YAML", "YAML"),
    ("tasks: 7\n", 1, 1, "tasks is 7", "a list"),
    ("tasks: [x]\n", 1, 9, 'tasks.1 is "x"', "a map of names"),
    ("tasks:\n  - {describe: x}\n", 2, 5, "no 'id'", "id: The folder's name"),
    ("tasks:\n  - {id: a}\n", 2, 5, "neither describe nor plan", "describe or plan"),
    ("tasks:\n  - {id: a, describe: x, plan: y}\n", 2, 5, "describe and plan", "only one of"),
    ("tasks:\n  - {id: a, describe: x, sed: 7}\n", 2, 26, "no 'sed'", "Did you mean seed"),
    ("tasks:\n  - {id: a b, describe: x}\n", 2, 6, '"a b"', "letters, digits"),
    ("tasks:\n  - {id: 7, describe: x}\n", 2, 6, "tasks.1.id is 7", "a text"),
    ("tasks:\n  - {id: a, describe: ''}\n", 2, 13, "describe is", "some text"),
    ("tasks:\n  - {id: a, describe: x, seed: many}\n", 2, 26, "seed is 'many'", "a whole number"),
    ("tasks:\n  - {id: a, describe: x, seed: 1.5}\n", 2, 26, "seed is 1.5", "a whole number or a text"),
    ("tasks:\n  - {id: a, describe: x, scale: 0}\n", 2, 26, "scale is 0", "above 0"),
    ("tasks:\n  - {id: a, describe: x, scale: '-2'}\n", 2, 26, "scale is '-2'", "a number above 0"),
    ("tasks:\n  - {id: a, describe: x, rounds: 50}\n", 2, 26, "rounds is 50", "at most 20"),
    ("tasks:\n  - {id: a, describe: x, rounds: -1}\n", 2, 26, "rounds is -1", "at least 0"),
    ("tasks:\n  - {id: a, describe: x, as_of: today}\n", 2, 26, "as_of is 'today'", "a date, as 2025-01-31"),
    ("tasks:\n  - {id: a, describe: x, refine: more}\n", 2, 26, "refine is", "a list"),
    ("tasks:\n  - {id: a, describe: x, budget: {cost: -1}}\n", 2, 35, "budget.cost is -1", "a number above 0"),
    ("tasks:\n  - {id: a, describe: x, budget: {}}\n", 2, 26, "an empty map", "at least one name"),
    ("tasks:\n  - {id: a, describe: x, outputs: [{format: cvs}]}\n", 2, 37, '"cvs"', "one of csv"),
    ("tasks:\n  - {id: a, describe: x, outputs: [{to: y}]}\n", 2, 36, "no 'format'", "format"),
    ("tasks:\n  - {id: a, describe: x, expect: [{says: y}]}\n", 2, 35, "no 'sql'", "a DuckDB SELECT".replace("a D", "A D")),
    ("tasks:\n  - {id: a, describe: '{{ nn }} x'}\nvariables: {n: 1}\n", 2, 13, "no variable 'nn'", "Did you mean n"),
    ("tasks:\n  - {id: a, describe: x}\n  - {id: a, describe: y}\n", 3, 5, "two tasks have the id 'a'", "an id of its own"),
    ("tasks:\n  - {id: abc, describe: x, after: [abd]}\n  - {id: abe, describe: y}\n", 2, 28, "no other task 'abd'", "one of abe"),
    ("tasks:\n  - {id: a, describe: x, after: [b]}\n  - {id: b, describe: x, after: [a]}\n", 2, 5, "wait for each other: a, b", "one after the other"),
    ("tasks:\n  - {id: a, describe: x, parents: {t: b}}\n", 2, 36, "parents.t is", "task/table"),
    ("tasks:\n  - {id: a, plan: none.yaml}\n", 2, 13, "no file none.yaml", "a plan file"),
    ("tasks:\n  - {id: a, describe: x, matrix: {n: []}}\n", 2, 35, "matrix.n is an empty list", "at least one item"),
    ("include: [none.yaml]\n", 1, 11, "no file none.yaml", "a file of tasks"),
    ("include: [tasks.yaml]\n", 1, 11, "includes this file", "no circle"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "line", "column", "said", "expected"), MISTAKES)
def test_a_mistake_is_named_with_its_place_and_what_was_expected(
    tmp_path: Path, text: str, line: int, column: int, said: str, expected: str
) -> None:
    path = written(tmp_path, text)
    with pytest.raises(TasksError) as caught:
        load_batch(path)
    first = caught.value.mistakes[0]
    assert (first.line, first.column) == (line, column), str(first)
    assert said in first.says
    assert expected in first.expected
    assert str(caught.value).startswith(f"{path}:{line}:{column}: ")


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(TasksError) as caught:
        load_batch(written(tmp_path, "tasks:\n  - {id: a b, describe: x, sed: 7}\n  - {id: c}\n"))
    assert [one.line for one in caught.value.mistakes] == [2, 2, 3]


def test_a_mistake_in_an_included_file_names_that_file(tmp_path: Path) -> None:
    written(tmp_path, "tasks: [{id: a}]\n", "more.yaml")
    with pytest.raises(TasksError, match=r"more\.yaml:1:9"):
        load_batch(written(tmp_path, "include: [more.yaml]\n"))


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="can't be read"):
        load_batch(tmp_path / "none.yaml")


def test_the_published_schema_is_one() -> None:
    Draft202012Validator.check_schema(schema())

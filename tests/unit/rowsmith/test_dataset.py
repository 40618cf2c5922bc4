"""A dataset in Python's hands."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import rowsmith
from rowsmith import Dataset, Plan, RowsmithError
from rowsmith.tools.plan.friendly.parts import Friendly

PLAN: dict[str, Friendly] = {
    "name": "shop",
    "tables": {
        "cats": {"rows": 7, "key": "id", "columns": {"id": "sequence", "weight": {"decimal": [2, 9]}}},
        "dogs": {"rows": 3, "key": "id", "columns": {"id": "sequence"}},
    },
}


@pytest.fixture(scope="module")
def made() -> Iterator[Dataset]:
    dataset = rowsmith.generate(plan=PLAN, model="offline")
    yield dataset
    dataset.connection.close()


def test_tables_in_every_form(made: Dataset) -> None:
    assert list(made.tables) == ["cats", "dogs"]
    assert len(made.tables) == 2
    cats = made.tables["cats"]
    assert len(cats) == 7
    assert cats.to_arrow().column("id").to_pylist() == [1, 2, 3, 4, 5, 6, 7]
    assert list(cats.to_pandas().columns) == ["id", "weight"]
    assert cats.to_duckdb().aggregate("max(id)").fetchall() == [(7,)]


def test_an_unknown_table_is_also_a_key_error(made: Dataset) -> None:
    with pytest.raises(RowsmithError, match=r"no table cat\. Did you mean cats"):
        made.tables["cat"]
    with pytest.raises(KeyError):
        made.tables["nothing"]
    assert "cat" not in made.tables


def test_the_plan_the_contract_and_the_short_form(made: Dataset) -> None:
    assert [table.name for table in made.plan.tables] == ["cats", "dogs"]
    assert made.contract.status == "passed"
    assert repr(made) == "Dataset('dataset', cats, dogs, passed)"
    assert made.path.is_dir()


def test_a_plan_may_be_given_as_it_is() -> None:
    plan = Plan.model_validate(rowsmith.generate(plan=PLAN).plan)
    again = rowsmith.generate(plan=plan, seed=4, scale=2)
    assert len(again.tables["cats"]) == 14
    assert again.plan.seed == 4
    again.connection.close()


def test_names_are_fetched_on_use() -> None:
    assert dir(rowsmith) == sorted(rowsmith.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = rowsmith.nothing


def test_checking_needs_a_dataset_or_a_plan_with_data() -> None:
    with pytest.raises(RowsmithError, match="Give a dataset folder, or data and a plan or a description"):
        rowsmith.check(plan="plan.yaml")


def test_rows_come_in_batches_records_and_frames(made: Dataset) -> None:
    cats = made.tables["cats"]
    assert [len(batch) for batch in cats.batches(rows=7)] == [7]
    assert [row["id"] for row in cats.records()] == [1, 2, 3, 4, 5, 6, 7]
    frame = cats.to_polars()
    assert frame.shape == (7, 2)
    assert str(frame.schema["weight"]).startswith("Decimal")


def test_notebooks_show_the_first_rows(made: Dataset) -> None:
    said = made._repr_html_()
    assert "<b>shop</b>: passed, 100% of the words covered" in said
    assert "<caption>cats: 7 rows</caption>" in said
    assert said.count("<tr>") == 1 + 7 + 1 + 3

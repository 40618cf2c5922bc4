"""A broken twin and its answer key."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import rowsmith
from rowsmith.corruption import ANSWERS, corrupt_folder
from rowsmith.tools.errors import SourceError, UsageError
from rowsmith.tools.plan.friendly.parts import Friendly

PLAN: dict[str, Friendly] = {
    "name": "shop",
    "tables": {
        "people": {"rows": 60, "key": "id", "columns": {"id": "sequence", "age": {"integer": [18, 80]}}},
        "orders": {
            "rows": {"per": "person", "count": [1, 3]},
            "key": "id",
            "columns": {"id": "sequence", "person": {"reference": "people"}, "due": {"date": ["2024-01-01", "2024-12-31"]}},
        },
    },
}  # fmt: skip


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return rowsmith.generate(plan=PLAN, out=tmp_path / "shop").path


def test_the_twin_is_broken_and_says_where(shop: Path) -> None:
    made = corrupt_folder(shop, ["orphan", "above_range"], share=0.05)
    assert made.folder.path == shop.with_name("shop-corrupted")
    assert made.found == 2
    told = json.loads((made.folder.path / ANSWERS).read_text(encoding="utf-8"))
    assert [one["kind"] for one in told["faults"]] == ["orphan", "above_range"]
    assert (told["faults"][1]["table"], told["faults"][1]["columns"]) == ("people", ["age"])
    assert {row["after"]["age"] for row in told["faults"][1]["rows"]} == {81}
    assert made.folder.contract().status == "failed"
    assert (made.folder.path / "report.html").is_file()
    assert rowsmith.check(made.folder.path).status == "failed"


def test_the_dataset_stays_as_it_was(shop: Path) -> None:
    before = (shop / "data.duckdb").read_bytes()
    corrupt_folder(shop)
    assert (shop / "data.duckdb").read_bytes() == before
    assert rowsmith.check(shop).status == "passed"


def test_an_existing_twin_is_not_replaced(shop: Path) -> None:
    corrupt_folder(shop, ["orphan"])
    with pytest.raises(UsageError, match="exists"):
        corrupt_folder(shop, ["orphan"])
    corrupt_folder(shop, ["orphan"], force=True)


def test_wrong_use_leaves_nothing(shop: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="stand where"):
        corrupt_folder(shop, ["orphan"], out=shop)
    with pytest.raises(UsageError, match="no kind of fault"):
        corrupt_folder(shop, ["nonsense"])
    with pytest.raises(SourceError):
        corrupt_folder(tmp_path / "nowhere")
    assert [one.name for one in tmp_path.iterdir()] == ["shop"]

"""The worked examples are plans."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rowsmith.prompts.catalog import Example
from rowsmith.prompts.worked_examples import worked_examples
from rowsmith.tools.checks import compile_checks, run_checks
from rowsmith.tools.engine import generate_tables
from rowsmith.tools.plan import plan_from_canonical
from rowsmith.tools.plan.canonical import canonical_form
from rowsmith.tools.plan.lint import lint
from rowsmith.tools.semantics import kinds


def test_there_are_a_few_short_ones() -> None:
    assert 2 <= len(worked_examples()) <= 5
    assert all(len(example.plan) < 4_000 for example in worked_examples())


@pytest.mark.parametrize("example", worked_examples(), ids=lambda example: example.says[:20])
def test_each_reads_as_a_plan_and_back(example: Example) -> None:
    form = json.loads(example.plan)
    assert canonical_form(plan_from_canonical(form)) == form


@pytest.mark.parametrize("example", worked_examples(), ids=lambda example: example.says[:20])
def test_each_is_sound_and_its_rows_hold_what_it_says(example: Example, tmp_path: Path) -> None:
    plan = plan_from_canonical(json.loads(example.plan))
    assert lint(plan, kinds=[kind.name for kind in kinds()]) == []
    made = tmp_path / "example.duckdb"
    generate_tables(plan, made)
    assert [result for result in run_checks(made, compile_checks(plan)) if result.status != "holds"] == []

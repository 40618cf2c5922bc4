"""The worked examples are plans."""

from __future__ import annotations

import json

import pytest

from rowsmith.prompts.catalog import Example
from rowsmith.prompts.worked_examples import worked_examples
from rowsmith.tools.plan import plan_from_canonical
from rowsmith.tools.plan.canonical import canonical_form


def test_there_are_a_few_short_ones() -> None:
    assert 2 <= len(worked_examples()) <= 5
    assert all(len(example.plan) < 4_000 for example in worked_examples())


@pytest.mark.parametrize("example", worked_examples(), ids=lambda example: example.says[:20])
def test_each_reads_as_a_plan_and_back(example: Example) -> None:
    form = json.loads(example.plan)
    assert canonical_form(plan_from_canonical(form)) == form

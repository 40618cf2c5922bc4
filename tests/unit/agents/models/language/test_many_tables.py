"""A description of forty tables: an outline, its tables side by side, one plan; the calls and tokens that it takes."""

from __future__ import annotations

from pathlib import Path

import pytest
from langchain_core.runnables import RunnableConfig

from rowsmith.agents.context import RunContext
from rowsmith.agents.graph import build_graph
from rowsmith.agents.models.language.drafting import faults_of
from rowsmith.agents.state import RunState, plan_of
from rowsmith.tools.llm.wire import Request
from tests.fakes.answering import Answering, model_with, said

WORDS = (Path(__file__).parent / "enterprise.txt").read_text(encoding="utf-8")
TABLES = [line.split(": ")[0] for line in WORDS.splitlines() if ": " in line]
PARENTS = {
    line.split(": ")[0]: [part.split(" ")[1] for part in line.split("; ") if part.startswith("of ")]
    for line in WORDS.splitlines()
    if ": " in line
}


def key(table: str) -> str:
    return f"{table.removesuffix('s')}_id"


def columns(table: str) -> list[str]:
    return list(dict.fromkeys(key(parent) for parent in PARENTS[table]))


def outline() -> dict[str, object]:
    tables = [
        {
            "name": table,
            "purpose": f"All {table}.",
            "key": [key(table)],
            "rows": "20",
            "references": [
                {"columns": [key(parent)], "table": parent} for parent in dict.fromkeys(PARENTS[table])
            ],
        }
        for table in TABLES
    ]
    return {"name": "enterprise", "tables": tables}


def table(request: Request) -> dict[str, object]:
    """The table that the question is about, as a model would write it."""
    name = said(request).rpartition("<table>\n")[2].partition("\n</table>")[0]
    references = [
        {
            "name": key(parent),
            "sampler": {"kind": "reference", "tables": [{"table": parent}]},
        }
        for parent in dict.fromkeys(PARENTS[name])
    ]
    return {
        "name": name,
        "key": [key(name)],
        "rows": {"kind": "fixed", "amount": {"value": 20}},
        "columns": [
            {"name": key(name), "sampler": {"kind": "sequence"}},
            *references,
            {"name": "title", "sampler": {"kind": "pattern", "regex": "[A-Z]{8}"}},
        ],
    }


REQUIREMENT = {
    "quote": WORDS[:80],
    "says": "There are forty tables.",
    "kind": "structure",
    "reading": "context",
}


def test_forty_tables_take_forty_three_calls(tmp_path: Path) -> None:
    server = Answering(
        {
            "draft_plan": [{"tables": TABLES, "plan": None}],
            "draft_outline": [outline()],
            "draft_table": [table],
            "write_requirements": [{"requirements": [REQUIREMENT]}],
        }
    )
    with model_with(server) as model:
        context = RunContext(model, model, tmp_path)
        end: RunState = build_graph().invoke(RunState(messages=[WORDS]), RunnableConfig(), context=context)  # type: ignore[assignment]  # langgraph gives the state as a plain dict
        bill = model.bill().usage
    plan = plan_of(end)
    assert len(TABLES) == 40
    assert [one.name for one in plan.tables] == TABLES
    assert faults_of(plan) == []
    assert sum(end.get("rows", {}).values()) == 800
    # passed-over words go back once
    assert server.tasks.count("write_requirements") <= 2
    assert bill.calls <= len(TABLES) + 4
    assert server.tasks.count("draft_table") == 40


@pytest.mark.parametrize("table", TABLES)
def test_the_description_names_its_parents(table: str) -> None:
    assert set(PARENTS[table]) <= set(TABLES)

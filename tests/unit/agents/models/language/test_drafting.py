"""Descriptions become plans that the linter takes."""

from __future__ import annotations

import json
from typing import Any

import pytest

from rowsmith.agents.models.language.drafting import MOST_TABLES, faults_of
from rowsmith.agents.models.language.outline import OutlineTable, table_faults
from rowsmith.agents.tasks import DraftPlan
from rowsmith.tools.errors import InvalidAnswer
from rowsmith.tools.llm.schema_limits import breaches
from rowsmith.tools.llm.wire import Request
from rowsmith.tools.plan import Plan, Table, plan_from_friendly
from rowsmith.tools.plan.table import QueryRows, WrittenRows
from tests.fakes.answering import Answer, Answering, model_with, said
from tests.fakes.sabotage import WORDS, shop

TASK = DraftPlan((WORDS,), seed=7)


def draft(plan: Plan | None, *tables: str) -> dict[str, Any]:
    return {"tables": tables or ("customers", "orders"), "plan": plan and plan.model_dump(mode="json")}


def test_a_draft_in_one_call() -> None:
    server = Answering({"draft_plan": [draft(shop())]})
    assert model_with(server).answer(TASK).plan == shop()
    assert server.tasks == ["draft_plan"]
    assert breaches(server.schema()) == []
    assert f'<message number="0">\n{WORDS}\n</message>' in server.said()
    assert "Use seed 7." in server.said()


def test_the_prompt_tells_the_whole_language() -> None:
    server = Answering({"draft_plan": [draft(shop())]})
    model_with(server).answer(TASK)
    told = server.said(message=0)
    for part in ("- Plan:", "- uuid (sampler)", "person_name:", "date_trunc", "Asked:", "- Draft: tables"):
        assert part in told
    assert told.count("- Plan: rowsmith") == 1


def test_pieces_are_passed_on_as_they_arrive() -> None:
    pieces: list[str] = []
    server = Answering({"draft_plan": [draft(shop())]})
    model_with(server, on_delta=lambda delta: pieces.append(delta.text)).answer(TASK)
    assert json.loads("".join(pieces))["tables"] == ["customers", "orders"]


def test_what_is_no_plan_goes_back_with_its_errors() -> None:
    wrong = draft(shop())
    wrong["plan"]["tables"][0]["columns"][0]["sampler"] = {"kind": "sequenze"}
    server = Answering({"draft_plan": [wrong, draft(shop())]})
    assert model_with(server).answer(TASK).plan == shop()
    assert "there is no kind 'sequenze'" in server.said()
    assert len(server.asked) == 2


def test_what_the_linter_finds_goes_back() -> None:
    server = Answering({"draft_plan": [draft(shop(order_id={"reference": "nobody"})), draft(shop())]})
    assert model_with(server).answer(TASK).plan == shop()
    assert "nobody" in server.said()
    assert server.said(message=-2).startswith("{")


def test_a_plan_that_stays_faulty_is_handed_on() -> None:
    """The workflow mends it by edits, or tells the person which statements conflict."""
    faulty = shop(order_id={"reference": "nobody"})
    server = Answering({"draft_plan": [draft(faulty)]})
    assert model_with(server).answer(TASK).plan == faulty
    assert len(server.asked) == 3


def test_garbage_three_times() -> None:
    server = Answering({"draft_plan": ["I'd rather talk about the weather."]})
    with pytest.raises(InvalidAnswer, match="wrong 3 times"):
        model_with(server).answer(TASK)
    assert len(server.asked) == 3


def test_few_tables_need_a_plan() -> None:
    server = Answering({"draft_plan": [draft(None, "a", "b"), draft(shop())]})
    model_with(server).answer(TASK)
    assert "2 tables fit into one plan" in server.said()


# --- large plans

NAMES = [f"t{number}" for number in range(MOST_TABLES + 2)]


def outline(*, to: str | None = None) -> dict[str, Any]:
    """A chain of tables, each referring to the one before it, or all but the first to `to`."""
    tables = [
        {
            "name": name,
            "purpose": "to be one of many",
            "key": [f"{name}_id"],
            "rows": "10",
            "references": [{"columns": [f"{before}_id"], "table": to or before, "role": None}]
            if before
            else [],
            "shared": [{"name": "made_on", "holds": "the day"}],
        }
        for before, name in zip([None, *NAMES], NAMES, strict=False)
    ]
    return {
        "name": "many",
        "as_of": "2024-06-30",
        "locale": "de_DE",
        "constants": [{"name": "vat", "value": 0.19}],
        "tables": tables,
        "wishes": [{"says": "each is made after the one before", "tables": NAMES[:2]}],
        "note": None,
    }


def table(number: int, **changes: object) -> Table:
    name = NAMES[number]
    columns: dict[str, Any] = {f"{name}_id": "sequence", "made_on": {"date": ["2024-01-01", "2024-06-30"]}}
    if number:
        columns[f"{NAMES[number - 1]}_id"] = {"reference": NAMES[number - 1]}
    form: dict[str, Any] = {"rows": 10, "key": f"{name}_id", "columns": columns}
    known: dict[str, Any] = {one: {"rows": 1, "key": "id", "columns": {"id": "sequence"}} for one in NAMES}
    plan = plan_from_friendly({"name": "one", "tables": known | {name: form}})
    return plan.tables[number].model_copy(update=changes)


def asked_table(request: Request) -> Table:
    name = said(request).rsplit("<table>\n", 1)[1].partition("\n")[0]
    return table(NAMES.index(name))


def script(**changes: list[Answer]) -> dict[str, list[Answer]]:
    return {
        "draft_plan": [draft(None, *NAMES)],
        "draft_outline": [outline()],
        "draft_table": [asked_table],
        **changes,
    }


def test_many_tables_are_outlined_first() -> None:
    server = Answering(script())
    plan = model_with(server).answer(TASK).plan
    assert plan.tables == tuple(table(number) for number in range(len(NAMES)))
    assert (plan.seed, str(plan.as_of), plan.locale) == (7, "2024-06-30", "de_DE")
    assert plan.constants[0].name == "vat"
    assert faults_of(plan) == []
    assert server.tasks == ["draft_plan", "draft_outline", *["draft_table"] * len(NAMES)]
    assert len(server.asked) <= len(NAMES) + 4
    for number in range(3):
        assert breaches(server.schema(number)) == []
    assert '"wishes"' in server.said()


def test_the_command_lines_wishes_stand_above_the_outlines() -> None:
    plan = (
        model_with(Answering(script())).answer(DraftPlan((WORDS,), as_of="2025-05-05", locale="fr_FR")).plan
    )
    assert (str(plan.as_of), plan.locale) == ("2025-05-05", "fr_FR")


def test_an_outline_names_its_own_tables() -> None:
    server = Answering(script(draft_outline=[outline(to="t99"), outline()]))
    model_with(server).answer(TASK)
    (second,) = [number for number, task in enumerate(server.tasks) if task == "draft_outline"][1:]
    assert "there is no table 't99'. Did you mean" in server.said(second)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"name": "t9"}, "name: the table is 't0', not 't9'."),
        ({"key": ("made_on",)}, "key: the outline says t0_id, not made_on."),
        ({"columns": table(0).columns[:1]}, "columns: the outline's column 'made_on' is missing."),
    ],
)
def test_a_table_is_the_one_that_the_outline_asks_for(changes: dict[str, Any], told: str) -> None:
    outlined = OutlineTable.model_validate(outline()["tables"][0])
    assert table_faults(outlined, table(0)) == []
    (fault,) = table_faults(outlined, table(0, **changes))
    assert fault.startswith(told)


def test_columns_of_written_rows_and_of_queries_count() -> None:
    outlined = OutlineTable.model_validate(outline()["tables"][0])
    written = WrittenRows(columns=("t0_id", "made_on"), cells=((1, "2024-01-01"),))
    assert table_faults(outlined, table(0, rows=written, columns=())) == []
    assert table_faults(outlined, table(0, rows=QueryRows(sql="select 1"), columns=())) == []

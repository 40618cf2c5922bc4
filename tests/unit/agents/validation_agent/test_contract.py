"""A contract says of each wish and each rule what became of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from rowsmith.agents.requirements import Contract, Reading, Requirement, RequirementCheck
from rowsmith.agents.validation_agent.check import notes_of
from rowsmith.agents.validation_agent.contract import build_contract
from rowsmith.agents.validation_agent.judge import Judgement, judge
from rowsmith.tools.checks.model import Check, CheckResult, Unable
from rowsmith.tools.errors import SourceError
from rowsmith.tools.plan import Plan, plan_from_friendly

WORDS = "3 cats, all grey"
HOLDS = "select cat_id from cats where cat_id is null"
BROKEN = "select cat_id, colour from cats where (colour = 'grey') is not true"
ERROR = "select cat_id from cats where 10 / (cat_id - 1) > error('no')"
FAILS = "select cat_id from cats where colour::int > 3"
FORBIDDEN = "copy cats to 'cats.csv'"
PLAN = plan_from_friendly(
    {
        "name": "cats",
        "tables": {
            "cats": {
                "rows": 3,
                "key": "cat_id",
                "columns": {"cat_id": "sequence", "colour": {"category": ["grey", "red"], "nulls": 0.3}},
            }
        },
    }
)


@pytest.fixture
def cats(tmp_path: Path) -> Path:
    file = tmp_path / "cats.duckdb"
    with duckdb.connect(str(file)) as connection:
        connection.execute(
            "create table cats as select * from (values (1, 'grey'), (2, 'red'), (3, null)) t(cat_id, colour)"
        )
    return file


def wish(*sql: str, reading: Reading = "checkable", quote: str = "all grey") -> Requirement:
    start = WORDS.index(quote)
    return Requirement(
        id=f"{quote}{reading}{len(sql)}",
        quote=quote,
        span=(start, start + len(quote)),
        says="every cat is grey",
        kind="value",
        reading=reading,
        checks=tuple(RequirementCheck(sql=one) for one in sql),
    )


Judged = Callable[..., tuple[Judgement, Contract]]


@pytest.fixture
def judged(cats: Path) -> Judged:
    def run(*wishes: Requirement, plan: Plan = PLAN) -> tuple[Judgement, Contract]:
        judgement = judge(cats, plan, wishes)
        return judgement, build_contract(judgement, [WORDS], plan)

    return run


@pytest.mark.parametrize(
    ("sql", "status"),
    [
        ((HOLDS,), "holds"),
        ((HOLDS, BROKEN), "broken"),
        ((FAILS, BROKEN), "broken"),
        ((HOLDS, FAILS), "error"),
        ((FORBIDDEN,), "error"),
        ((ERROR,), "error"),
        ((), "not_checkable"),
    ],
)
def test_broken_outranks_error_and_error_the_rest(judged: Judged, sql: tuple[str, ...], status: str) -> None:
    _, contract = judged(wish(*sql))
    assert contract.requirements[0].status == status


@pytest.mark.parametrize(
    ("wishes", "status"),
    [
        ((wish(HOLDS),), "passed"),
        ((wish(HOLDS), wish(reading="context", quote="3 cats")), "passed"),
        ((wish(HOLDS), wish(reading="withdrawn", quote="3 cats")), "passed"),
        ((wish(HOLDS), wish(reading="not_understood", quote="3 cats")), "open_points"),
        ((wish(HOLDS), wish(reading="not_checkable", quote="3 cats")), "open_points"),
        ((wish(FAILS),), "open_points"),
        ((wish(FAILS), wish(HOLDS, BROKEN, quote="3 cats")), "failed"),
    ],
)
def test_the_status_of_all(judged: Judged, wishes: tuple[Requirement, ...], status: str) -> None:
    assert judged(*wishes)[1].status == status


def test_what_is_not_allowed_is_never_run(judged: Judged, cats: Path) -> None:
    _, contract = judged(wish(FORBIDDEN))
    (check,) = contract.requirements[0].checks
    assert check.error is not None
    assert "not one SELECT" in check.error
    assert contract.requirements[0].reason == check.error
    assert not (cats.parent / "cats.csv").exists()


def test_what_is_not_checkable_is_not_run(judged: Judged) -> None:
    judgement, contract = judged(wish(BROKEN, reading="withdrawn"))
    assert contract.requirements[0].status == "withdrawn"
    assert judgement.requirements[0][1] == ()


def test_counts_and_counter_examples(judged: Judged) -> None:
    judgement, contract = judged(wish(BROKEN))
    (check,) = contract.requirements[0].checks
    assert (check.violations, check.rows) == (2, 3)
    assert check.examples == ({"cat_id": 2, "colour": "red"}, {"cat_id": 3, "colour": None})
    (note,) = notes_of(judgement, PLAN)
    assert note == {
        "place": "asked 'all grey'",
        "says": "every cat is grey. 2 of 3 rows are against it. Found: cat_id 2, colour red; cat_id 3, colour empty."
        " The plan says cats.colour: {category: [grey, red], nulls: 0.3}.",
    }


def test_statistics_say_what_was_measured(judged: Judged) -> None:
    judgement, _ = judged(wish("select count(*) as cats from cats having count(*) <> 4"))
    assert [note["says"] for note in notes_of(judgement, PLAN)] == [
        "every cat is grey. It is not so. Found: cats 3. The plan says cats.rows: 3."
    ]


def test_long_values_are_cut(judged: Judged) -> None:
    judgement, _ = judged(wish("select repeat('x', 500) as t, colour from cats where cat_id < 3"))
    (note,) = notes_of(judgement, PLAN)
    assert f"t {'x' * 60}…" in note["says"]


def test_findings_of_the_plan_show_examples_too(judged: Judged) -> None:
    plan = Plan.model_validate(
        PLAN.model_dump() | {"rules": [{"name": "four", "check": "count(cats.cat_id) = 4"}]}
    )
    judgement, contract = judged(plan=plan)
    assert contract.status == "failed"
    places = [note["place"] for note in notes_of(judgement, PLAN)]
    assert any("four" in place for place in places)
    assert any(rule.status == "broken" for rule in contract.rules)


def test_the_coverage_is_told_in_words(judged: Judged) -> None:
    _, contract = judged(wish(HOLDS), wish(reading="not_understood", quote="3 cats"))
    assert contract.coverage == 0.5
    assert contract.coverage_says == ("50 % of the telling words are understood; 1 phrase is not: “3 cats”.")


def test_broken_rules_tell_how_far_off_and_why(judged: Judged) -> None:
    plan = Plan.model_validate(
        PLAN.model_dump() | {"rules": [{"name": "four", "check": "count(cats.cat_id) = 4"}]}
    )
    _, contract = judged(plan=plan)
    (broken,) = [rule for rule in contract.rules if "four" in rule.name]
    assert broken.kind == "rule"
    assert broken.off == "it is not so"
    assert broken.cause
    assert all(rule.cause is None for rule in contract.rules if rule.status == "holds")


def test_values_become_plain() -> None:
    check = Check("c", "c", "rule", (), (), Unable(""), "rules.c")
    shown = {"a": Decimal("1.50"), "b": dt.date(2024, 1, 2), "c": dt.time(9, 30), "d": [1], "e": None, "f": 2}
    contract = build_contract(Judgement((), (CheckResult(check, "broken", 1, 1, (shown,)),), ()), [])
    plain = {"a": 1.5, "b": "2024-01-02", "c": "09:30:00", "d": "[1]", "e": None, "f": 2}
    assert contract.rules[0].checks[0].examples == (plain,)
    assert Contract.model_validate_json(contract.model_dump_json()) == contract


def test_coverage_knows_context_and_what_was_not_understood(judged: Judged) -> None:
    assert judged(wish(HOLDS))[1].coverage == 0.5
    assert judged(wish(HOLDS), wish(reading="context", quote="3 cats"))[1].coverage == 1.0
    assert judged(wish(HOLDS), wish(reading="not_understood", quote="3 cats"))[1].coverage == 0.5
    assert judged(wish(HOLDS), wish(reading="withdrawn", quote="3 cats"))[1].coverage == 1.0


def test_tables_that_are_not_there(tmp_path: Path) -> None:
    with pytest.raises(SourceError):
        judge(tmp_path / "no.duckdb", PLAN, (wish(HOLDS),))

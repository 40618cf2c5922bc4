"""What a model writes about the words becomes requirements whose checks run."""

from __future__ import annotations

from typing import Any

import pytest

from rowsmith.agents.models.language.dry_run import dry_run
from rowsmith.agents.tasks import WriteRequirements, WrittenRequirements
from rowsmith.tools.checks.layout import ForeignKey, Layout, LayoutColumn, LayoutTable
from rowsmith.tools.errors import InvalidAnswer
from rowsmith.tools.llm.schema_limits import breaches
from tests.fakes.answering import Answer, Answering, model_with

WORDS = "Hi! 200 customers, each with 1 to 5 orders. Realistic names, please."
LAYOUT = Layout(
    (
        LayoutTable(
            "customers",
            200,
            (
                LayoutColumn("customer_id", "BIGINT"),
                LayoutColumn("plan", "ENUM('a', 'b')"),
                LayoutColumn("address", "STRUCT(city VARCHAR, lines VARCHAR[])"),
            ),
            ("customer_id",),
        ),
        LayoutTable(
            "orders",
            500,
            (LayoutColumn("order_id", "BIGINT"), LayoutColumn("customer_id", "BIGINT")),
            ("order_id",),
            (ForeignKey(("customer_id",), "customers", ("customer_id",)),),
        ),
    )
)
COUNT = "select count(*) as customers from customers having count(*) <> 200"
CHILDREN = (
    "select c.customer_id, count(o.order_id) as orders from customers c left join orders o "
    "on o.customer_id = c.customer_id group by 1 having count(o.order_id) not between 1 and 5"
)


def asked(quote: str, *checks: str, **more: object) -> dict[str, Any]:
    """As strict mode has it: every field there, null where it says nothing."""
    fields: dict[str, Any] = dict.fromkeys(("message", "occurrence", "reading", "reason"))
    return {**fields, "quote": quote, "says": "so it is", "kind": "count", "checks": checks, **more}


GOOD = [
    asked("Hi!", kind="context", reading="context"),
    asked("200 customers", COUNT),
    asked("each with 1 to 5 orders", CHILDREN),
    asked("Realistic names", reading="not_checkable", reason="A matter of taste."),
]


def write(*answers: list[dict[str, Any]] | str) -> tuple[WrittenRequirements, Answering]:
    script: list[Answer] = [one if isinstance(one, str) else {"requirements": one} for one in answers]
    server = Answering({"write_requirements": script})
    return model_with(server).answer(WriteRequirements((WORDS,), LAYOUT)), server


def test_ids_and_spans_are_computed() -> None:
    written, server = write(GOOD)
    assert [one.id for one in written.requirements] == ["r1", "r2", "r3", "r4"]
    assert [WORDS[slice(*one.span)] for one in written.requirements] == [one["quote"] for one in GOOD]
    assert [one.reading for one in written.requirements] == [
        "context",
        "checkable",
        "checkable",
        "not_checkable",
    ]
    assert written.requirements[1].checks[0].sql == COUNT
    assert len(server.asked) == 1
    assert breaches(server.schema()) == []


def test_the_judge_sees_the_layout_and_no_numbers_of_rows() -> None:
    _, server = write(GOOD)
    told = server.said()
    assert "(customer_id) refers to customers (customer_id)" in told
    assert "500" not in told
    assert "multiplied" not in told


def test_the_judge_is_told_of_the_scale() -> None:
    server = Answering({"write_requirements": [{"requirements": GOOD}]})
    model_with(server).answer(WriteRequirements((WORDS,), LAYOUT, scale=10.0))
    assert "multiplied by 10.0" in server.said()


def test_a_quote_that_is_not_there_goes_back() -> None:
    written, server = write([*GOOD[:3], asked("Lifelike names", reading="not_checkable")], GOOD)
    assert len(written.requirements) == 4
    assert (
        "requirements[3].quote: 'Lifelike names' is not in message 0; copy it letter by letter."
        in server.said()
    )
    assert "The nearest words are" in server.said()


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("select custmer_id from customers", "There is no column custmer_id. Did you mean customer_id?"),
        ("select * from clients", "There is no table clients."),
        ("select * from read_csv('/etc/passwd')", "read_csv"),
        ("drop table customers", "not one SELECT"),
        ("select random() from customers", "RAND"),
        ("select sum(address) as n from customers", "No function matches"),
        ("select plan = 'c', address.lines[1] + 1 from customers", "checks[0]"),
    ],
)
def test_sql_that_can_not_be_run_goes_back(sql: str, told: str) -> None:
    written, server = write([asked("200 customers", sql)], [asked("200 customers", COUNT)])
    assert "requirements[0].checks[0]: " in server.said()
    assert told in server.said()
    assert written.requirements[0].reading == "checkable"


def test_a_checkable_one_needs_a_check() -> None:
    _, server = write([asked("200 customers")], GOOD)
    assert "a checkable requirement needs a check" in server.said()


def test_a_few_that_stay_wrong_become_open_points() -> None:
    wrong = [
        *GOOD[:2],
        asked("each with 1 to 5 orders", "select nothing from nowhere"),
        asked("no such words", COUNT),
    ]
    written, server = write(wrong)
    assert len(server.asked) == 3
    assert [one.reading for one in written.requirements] == ["context", "checkable", "not_checkable"]
    assert "nowhere" in (written.requirements[2].reason or "")
    assert written.requirements[2].checks == ()
    assert [one.id for one in written.requirements] == ["r1", "r2", "r3"]


def test_words_that_were_passed_over_go_back_once() -> None:
    written, server = write(GOOD[:3], GOOD)
    assert len(written.requirements) == 4
    assert "'Realistic names' of message 0 is in no quote" in server.said()
    again, server = write(GOOD[:3])
    assert len(again.requirements) == 3
    assert len(server.asked) == 2


def test_mostly_wrong_is_no_answer() -> None:
    with pytest.raises(InvalidAnswer, match="wrong 3 times"):
        write([asked("200 customers", "select nothing from nowhere"), asked("no such words", COUNT), GOOD[0]])
    with pytest.raises(InvalidAnswer):
        write("{}")


def test_a_dry_run_opens_nothing() -> None:
    with dry_run(LAYOUT) as trial:
        assert trial.fault(CHILDREN) is None
        assert trial.fault("select address.city, address.lines[1] from customers where plan = 'a'") is None
        assert trial.fault("select sum(address.city) as n from customers") is not None

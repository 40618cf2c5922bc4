"""Questions about a dataset, over loopback HTTP: one query that only reads."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

import rowsmith
from rowsmith.agents.validation_agent import answer as answering
from rowsmith.cli.app import run
from rowsmith.tools.errors import CheckError, UsageError
from tests.fakes.chat_server import ChatServer, Said, answer

PLAN = {
    "name": "shop",
    "tables": {
        "orders": {
            "rows": 30,
            "key": "order_id",
            "columns": {"order_id": "sequence", "amount": {"decimal": [1, 9]}},
        }
    },
}
Serve = Callable[..., ChatServer]


@pytest.fixture
def serve(alone: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Serve]:
    rowsmith.generate(plan=PLAN, out=alone / "shop")  # type: ignore[arg-type]  # a friendly plan
    with ExitStack() as stack:

        def start(*script: Said) -> ChatServer:
            server = stack.enter_context(ChatServer(*script))
            monkeypatch.setenv("OPENAI_BASE_URL", server.base_url)
            return server

        yield start


def said(sql: str | None, says: str = "All orders.") -> Said:
    return answer(json.dumps({"sql": sql, "says": says}))


def asked(capsys: pytest.CaptureFixture[str], *more: str) -> tuple[int, str]:
    capsys.readouterr()
    code = run(["ask", "shop", "How many orders?", *more])
    told = capsys.readouterr()
    return code, told.out + told.err


def test_a_question_is_answered(serve: Serve, capsys: pytest.CaptureFixture[str]) -> None:
    server = serve(said("select count(*) as orders from orders"))
    code, told = asked(capsys)
    assert code == 0
    assert told.startswith("All orders.\norders\n    30\n")
    assert "order_id" in str(server.requests[0])
    code, told = asked(capsys, "--json")
    assert json.loads(told)["rows"] == [{"orders": 30}]
    assert server.calls == 1


@pytest.mark.parametrize(
    "sql",
    [
        "drop table orders",
        "select * from read_csv('/etc/passwd')",
        "copy orders to 'x.csv'",
        "select * from orders; delete from orders",
        "attach 'x.db'",
        "select getenv('HOME')",
        "select amont from orders",
    ],
)
def test_a_query_that_may_not_run_goes_back(
    serve: Serve, capsys: pytest.CaptureFixture[str], sql: str
) -> None:
    server = serve(said(sql), said("select max(order_id) as last from orders"))
    code, told = asked(capsys)
    assert code == 0, told
    assert server.calls == 2
    assert "can't be used, because" in str(server.requests[1])
    assert "30" in told


def test_one_that_stays_wrong_is_no_answer(serve: Serve, capsys: pytest.CaptureFixture[str]) -> None:
    server = serve(said("drop table orders"))
    code, told = asked(capsys)
    assert (code, server.calls) == (4, 3)
    assert "The model's answer was wrong 3 times." in told


def test_what_the_tables_can_not_answer(serve: Serve, capsys: pytest.CaptureFixture[str]) -> None:
    serve(said(None, "There are no customers."))
    assert asked(capsys) == (0, "There are no customers.\n")


def test_rows_time_and_memory_are_bounded(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    many = "select a.order_id from orders a, orders b, orders c"
    endless = f"select count(*) from orders a, {', '.join(f'orders o{n}' for n in range(9))} where a.amount > o1.amount"
    large = "select list(a.order_id + b.order_id + c.order_id) as x from orders a, orders b, orders c, orders d, orders e, orders f"
    serve(said(many), said(endless), said(large))
    found = rowsmith.ask("shop", "All of them?", model="fake")
    assert (len(found.rows), found.has_more) == (answering.MOST_ROWS, True)
    monkeypatch.setattr(answering, "SECONDS", 0.3)
    with pytest.raises(CheckError, match="INTERRUPT"):
        rowsmith.ask("shop", "And all pairs?", model="fake")
    monkeypatch.setattr(answering, "SECONDS", 60.0)
    monkeypatch.setattr(answering, "MEMORY", "30MB")
    with pytest.raises(CheckError, match=r"[Mm]emory"):
        rowsmith.ask("shop", "And a list?", model="fake")


def test_what_can_not_be_asked(serve: Serve, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(UsageError, match="empty"):
        rowsmith.ask("shop", " ")
    code, told = asked(capsys)
    assert code == 2
    assert "Questions are answered by a language model" in told

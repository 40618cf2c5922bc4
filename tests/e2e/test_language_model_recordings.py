"""Whole runs with a language model, over loopback HTTP, answered from recordings."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest

from rowsmith.cli.app import run
from rowsmith.tools.llm.recording import read_exchanges
from tests.fakes.recorded_server import RecordedServer

RECORDINGS = Path(__file__).parent.parent / "recordings"
KEY = "sk-loopback-0123456789"

FACTS: dict[str, list[tuple[str, object]]] = {
    "driving_school": [
        ("select count(*) from instructors", 25),
        ("select count(*) from students", 300),
        (
            "select count(*) from (select student_id, count(*) as n from lessons group by 1) where n between 8 and 20",
            300,
        ),
        ("select count(*) from lessons where minutes not in (45, 90)", 0),
        ("select count(*) from lessons where isodow(starts_at) = 7 or year(starts_at) <> 2024", 0),
        ("select count(*) from lessons where starts_at::time < '08:00' or ends_at::time > '19:00'", 0),
        ("select max(attempt) from exam_attempts", 3),
        ("select count(*) > 0 from exam_attempts where not passed", True),
    ],
    "tool_rental": [
        ("select count(*) from tools", 120),
        ("select max(inventory_number) from tools", "TR-0120"),
        ("select count(*) from customers where is_trade", 120),
        ("select count(*) from customers where is_trade <> (company_name is not null)", 0),
        ("select count(distinct email) from customers", 400),
        ("select count(*) from rentals", 2500),
        ("select count(*) from rentals where damaged", 100),
        ("select count(*) from rentals where damaged <> (repair_cost is not null)", 0),
        (
            (
                "select count(*) from rentals a join rentals b using (inventory_number)"
                " where a.rental_id < b.rental_id and a.from_date < b.to_date and b.from_date < a.to_date"
            ),
            0,
        ),
    ],
    "wine_cellar": [
        ("select count(*) from members", 60),
        ("select count(left_on) in (5, 6) from members", True),
        (
            "select count(*) in (2, 3) from (select member_id from bottles group by 1 having count(*) > 150)",
            True,
        ),
        ("select count(*) from wines where (colour = 'sparkling') <> (vintage is null)", 0),
        ("select count(*) from tastings where isodow(starts_at) = 4 and year(starts_at) = 2023", 24),
        (
            (
                "select count(*) from attendances join members using (member_id) join tastings using (tasting_id)"
                " where joined_on > starts_at"
            ),
            0,
        ),
        ("select min(score) >= 1 and max(score) <= 20 from scores", True),
    ],
}
ROUNDS = {"driving_school": 1, "tool_rental": 0, "wine_cellar": 0}


@pytest.mark.parametrize("name", FACTS)
def test_a_recorded_run_is_made_again(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, made = RECORDINGS / name, tmp_path / "made"
    with RecordedServer(folder) as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.base_url)
        monkeypatch.setenv("OPENAI_API_KEY", KEY)
        words = str(folder / "description.txt")
        code = run(["generate", "--file", words, "--out", str(made), "--model", "recorded", "--json"])
    said = capsys.readouterr()
    assert code == 0, said.err
    assert server.left == []
    assert server.seen_headers[0]["authorization"] == f"Bearer {KEY}"

    outcome = json.loads(said.out)
    assert outcome["status"] == "passed"
    assert outcome["coverage"] == 1.0
    assert len(outcome["contract"]["rounds"]) == ROUNDS[name]
    with duckdb.connect(str(made / "data.duckdb"), read_only=True) as connection:
        for sql, wanted in FACTS[name]:
            assert connection.execute(sql).fetchall() == [(wanted,)], sql


@pytest.mark.parametrize("name", FACTS)
def test_a_recording_holds_no_secret(name: str) -> None:
    for exchange in read_exchanges(RECORDINGS / name):
        assert "sk-" not in exchange.model_dump_json()
        assert set(exchange.request) <= {"model", "messages", "response_format"}


def test_a_question_that_was_not_recorded_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with RecordedServer(RECORDINGS / "tool_rental") as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.base_url)
        code = run(
            ["generate", "another description", "--out", str(tmp_path / "made"), "--model", "recorded"]
        )
    assert code == 4
    told = capsys.readouterr().err
    assert "No answer is recorded for this question" in told
    assert "python tests/recordings/renew.py tool_rental" in told

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
    "parking_tickets": [
        ("select count(*) from parking_tickets", 8000),
        ("select count(*) from parking_tickets where paid", 5600),
        ("select count(*) from parking_tickets where paid <> (payment_date is not null)", 0),
        (
            "select count(*) from parking_tickets where fine not in (35, 60, 115) or year(issued_at) <> 2022",
            0,
        ),
    ],
    "chess_club": [
        ("select count(*) from players where elo between 900 and 2400", 80),
        ("select count(*) from games where white_id <> black_id", 600),
        ("select count(distinct result) from games where result in ('1-0', '0-1', '1/2-1/2')", 3),
    ],
    "gym_members": [
        ("select count(*) from members", 1200),
        ("select list(price order by price) = [29, 49, 79] from plans", True),
        ("select max(n) <= 40 from (select count(*) as n from check_ins group by member_id)", True),
        ("select count(*) from check_ins where checked_in_at not between '2023-10-01' and '2024-01-01'", 0),
    ],
    "station_temps": [
        ("select count(*) from readings", 5 * 31 * 24),
        ("select count(*) - count(temperature_c) in (74, 75) from readings", True),
    ],
    "bike_rental": [
        ("select count(*) from bikes where type = 'ebike'", 50),
        (
            "select count(*) from rides where end_time - start_time between interval 2 minutes and interval 3 hours",
            7000,
        ),
        ("select count(*) from rides where member", 3500),
    ],
    "vet_clinic": [
        ("select count(*) between 270 and 330 from owners", True),
        ("select min(n) = 1 and max(n) = 3 from (select count(*) as n from pets group by owner_id)", True),
        ("select max(n) = 8 from (select count(*) as n from visits group by pet_id)", True),
    ],
    "warehouse_stock": [
        ("select count(*) from stock", 1200),
        ("select count(distinct sku) from skus where regexp_full_match(sku, '[A-Z]{3}-[0-9]{4}')", 300),
        (
            "select count(*) from movements where type = 'IN' and quantity <= 0 or type = 'OUT' and quantity >= 0",
            0,
        ),
    ],
    "school_grades": [
        (
            "select count(*) from (select count(*) as n from pupils group by class_id) where n between 20 and 28",
            18,
        ),
        ("select count(*) from exams", 72),
        (
            (
                "select count(*) from results join exams using (exam_id) join pupils using (pupil_id)"
                " where exams.class_id <> pupils.class_id or points not between 0 and max_points"
            ),
            0,
        ),
    ],
}
ROUNDS = {"driving_school": 1}
"""Repairs, where any were needed."""


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
    assert len(outcome["contract"]["rounds"]) == ROUNDS.get(name, 0)
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

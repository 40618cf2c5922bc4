"""A dataset in which every kind of fault has a place."""

from __future__ import annotations

from pathlib import Path

import pytest

from rowsmith.tools.engine import generate_tables
from rowsmith.tools.plan import Plan, plan_from_friendly

STUDIO = plan_from_friendly(
    {
        "name": "studio",
        "seed": 3,
        "tables": {
            "rooms": {
                "key": "code",
                "rows": [
                    {"code": "A", "title": "Attic", "seats": 4},
                    {"code": "B", "title": "Barn", "seats": 9},
                ],
            },
            "people": {
                "rows": 120,
                "key": "person_id",
                "columns": {
                    "person_id": "sequence",
                    "boss_id": {"reference": "people", "roots": 3, "depth": 4},
                    "name": {"semantic": "person_name"},
                    "email": {"semantic": "email", "fits": "name", "unique": True},
                    "phone": {"semantic": "phone_e164"},
                    "iban": {"semantic": "iban"},
                    "badge": {"pattern": "[A-Z]{2}-[0-9]{4}"},
                    "state": {"category": {"active": 70, "left": 30}},
                    "left_on": {"date": ["2023-01-01", "2023-12-31"], "nulls": "state = 'active'"},
                    "pay": {"integer": [1000, 5000], "step": 50},
                    "fee": {"decimal": [2, 40], "ends": [".00", ".50"]},
                    "bio": {"text": "a short life", "words": [4, 30]},
                },
            },
            "bookings": {
                "rows": {"per": "person_id", "count": [1, 4]},
                "key": "booking_id",
                "columns": {
                    "booking_id": "sequence",
                    "person_id": {"reference": "people"},
                    "room": {"reference": "rooms"},
                    "number": {"sequence": 1, "within": "person_id"},
                    "starts_at": {
                        "datetime": ["2024-02-01", "2024-10-31"],
                        "weekdays": {"mon-thu": 1},
                        "months": {"feb-apr": 1, "sep-oct": 2},
                        "hours": {"9-15": 1},
                        "step": "30 minutes",
                        "unique": {"within": "person_id", "to": "day"},
                    },
                    "ends_at": {"after": "starts_at", "by": ["30 minutes", "3 hours"]},
                    "booked_at": {"before": "starts_at", "by": ["1 day", "30 days"]},
                    "seat": {"integer": [1, 900], "unique": {"within": "person_id"}},
                    "hourly": {"decimal": [5, 50]},
                    "total": {"expression": "round(hourly * seat, 2)"},
                    "holder": {"expression": "person.name"},
                    "is_dear": {"expression": "hourly > 30"},
                    "is_paid": {"boolean": 0.4, "where": "hourly > 10"},
                },
            },
        },
    }
)


@pytest.fixture(scope="session")
def studio(tmp_path_factory: pytest.TempPathFactory) -> tuple[Plan, Path]:
    data = tmp_path_factory.mktemp("studio") / "studio.duckdb"
    generate_tables(STUDIO, data, sink="duckdb")
    return STUDIO, data

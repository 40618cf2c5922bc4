"""What stands in the files: types, constraints, fixed sizes."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from rowsmith.tools.engine import checksum, generate_tables
from rowsmith.tools.engine.sinks import duckdb as duckdb_sink
from rowsmith.tools.engine.sinks import parquet
from rowsmith.tools.engine.sinks.constraints import ForeignKey, constraints_of
from rowsmith.tools.engine.sinks.duckdb import DuckDBSink
from rowsmith.tools.engine.sinks.parquet import ParquetSink, encodings
from rowsmith.tools.errors import SourceError, TargetError
from rowsmith.tools.plan.yaml import load_plan

PLAN = """
rowsmith: 1
name: t
tables:
  orders:
    rows: {per: shop_id, count: 30}
    key: id
    columns:
      id: sequence
      shop_id: {reference: shops}
      price: {decimal: [1, 99]}
      at: {datetime: [2024-01-01, 2024-12-31]}
      note: {category: [a, b], nulls: 0.5}
      secret: {integer: [1, 9], hidden: true}
      best_id: {reference: shops, nulls: 0.5}
  shops:
    rows: 20
    key: id
    columns: {id: sequence, code: {pattern: 'S[0-9]{5}', unique: true}, boss: {reference: shops}}
  visits:
    rows: {per: shop_id}
    key: [shop_id, day]
    columns:
      shop_id: {reference: shops}
      day: {date: [2024-01-01, 2024-02-01]}
      shop_code: {reference: shops.code}
"""


def sql_of(target: Path) -> dict[str, str]:
    with duckdb.connect(str(target), read_only=True) as connection:
        return dict(connection.execute("SELECT table_name, sql FROM duckdb_tables()").fetchall())


def test_a_small_file_has_its_constraints_declared(tmp_path: Path) -> None:
    generate_tables(load_plan(PLAN), tmp_path / "t.duckdb")
    sql = sql_of(tmp_path / "t.duckdb")
    assert "PRIMARY KEY(id)" in sql["orders"]
    assert "FOREIGN KEY (shop_id) REFERENCES shops(id)" in sql["orders"]
    assert "price DECIMAL(18,2) NOT NULL" in sql["orders"]
    assert '"at" TIMESTAMP NOT NULL' in sql["orders"]
    assert "note VARCHAR," in sql["orders"]
    assert "secret" not in sql["orders"]
    assert "UNIQUE(code)" in sql["shops"]
    assert "REFERENCES" not in sql["shops"]
    assert 'PRIMARY KEY(shop_id, "day")' in sql["visits"]
    assert "FOREIGN KEY (shop_code) REFERENCES shops(code)" in sql["visits"]


def test_constraints_come_in_an_order_for_loading() -> None:
    found = constraints_of(load_plan(PLAN))
    assert list(found) == ["shops", "orders", "visits"]
    assert found["orders"].references == (
        ForeignKey(("shop_id",), "shops", ("id",)),
        ForeignKey(("best_id",), "shops", ("id",)),
    )
    assert found["orders"].required == ("id", "shop_id", "price", "at")


def test_tables_in_a_circle_lose_one_reference() -> None:
    text = """
rowsmith: 1
name: t
tables:
  a: {rows: 5, key: id, columns: {id: sequence, b_id: {reference: b}}}
  b: {rows: 5, key: id, columns: {id: sequence, a_id: {reference: a}}}
"""
    found = constraints_of(load_plan(text))
    assert [len(one.references) for one in found.values()] == [0, 1]


def test_rows_that_break_a_promise_are_written_without_it(tmp_path: Path) -> None:
    text = """
rowsmith: 1
name: t
tables:
  t:
    rows: 50
    key: id
    columns: {id: {expression: more * 2}, more: {integer: [1, 9]}}
"""
    generate_tables(load_plan(text), tmp_path / "t.duckdb")
    assert "PRIMARY KEY" not in sql_of(tmp_path / "t.duckdb")["t"]
    with duckdb.connect(str(tmp_path / "t.duckdb")) as connection:
        assert connection.execute("SELECT count(*) FROM t").fetchall() == [(50,)]


def test_a_large_file_gets_its_keys_at_the_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duckdb_sink, "DECLARED", 100)
    monkeypatch.setattr(duckdb_sink, "GROUP", 50)
    generate_tables(load_plan(PLAN), tmp_path / "t.duckdb", block_rows=40)
    sql = sql_of(tmp_path / "t.duckdb")
    assert "PRIMARY KEY(id)" in sql["orders"]
    assert "REFERENCES" not in sql["orders"]
    assert checksum(tmp_path / "t.duckdb") == checksum(load_plan(PLAN))


def test_very_large_tables_have_no_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duckdb_sink, "DECLARED", 100)
    monkeypatch.setattr(duckdb_sink, "KEYED", 300)
    generate_tables(load_plan(PLAN), tmp_path / "t.duckdb")
    sql = sql_of(tmp_path / "t.duckdb")
    assert "PRIMARY KEY" not in sql["orders"]
    assert "PRIMARY KEY(id)" in sql["shops"]


def test_a_key_that_is_not_unique_is_left_out_at_the_end_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(duckdb_sink, "DECLARED", 10)
    text = PLAN.replace("key: [shop_id, day]", "key: [shop_code]")
    generate_tables(load_plan(text), tmp_path / "t.duckdb")
    assert "PRIMARY KEY" not in sql_of(tmp_path / "t.duckdb")["visits"]


def test_a_folder_that_does_not_exist_is_a_target_error(tmp_path: Path) -> None:
    with pytest.raises(TargetError):
        DuckDBSink(tmp_path / "nowhere" / "t.duckdb")


def test_parquet_files_hold_a_fixed_number_of_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "GROUP", 64)
    monkeypatch.setattr(parquet, "FILE", 256)
    plan = load_plan(PLAN)
    one = generate_tables(plan, tmp_path / "one", sink="parquet", block_rows=50)
    generate_tables(plan, tmp_path / "two", sink="parquet", block_rows=1000, threads=2)
    names = [path.relative_to(tmp_path / "one") for path in one.paths if path.parent.name == "orders"]
    assert [name.name for name in names] == ["00000.parquet", "00001.parquet", "00002.parquet"]
    for name in names:
        first, second = (pq.ParquetFile(tmp_path / folder / name) for folder in ("one", "two"))
        assert first.metadata.num_rows == second.metadata.num_rows == (256 if "2" not in name.name else 88)
        assert first.metadata.row_group(0).num_rows == 64
        assert first.read().to_pylist() == second.read().to_pylist()
    assert checksum(tmp_path / "one") == checksum(plan)


def test_parquet_encodings_follow_the_values() -> None:
    rows = pa.table(
        {
            "id": pa.array(range(5000)),
            "few": pa.array([1, 2] * 2500),
            "text": pa.array([str(n) for n in range(5000)]),
            "word": pa.array(["x", "y"] * 2500),
            "part": pa.array([n / 7 for n in range(5000)]),
            "kind": pa.array(["a", "b"] * 2500).dictionary_encode(),
            "flag": pa.array([True, False] * 2500),
        }
    )
    made = encodings(rows)
    assert made["use_dictionary"] == ["word", "kind"]
    assert made["column_encoding"] == {"id": "DELTA_BINARY_PACKED", "few": "DELTA_BINARY_PACKED"}
    assert made["compression"]["id"] == "none"
    assert made["compression"]["text"] == "snappy"
    assert made["write_statistics"] == ["id", "few", "part", "flag"]


def test_decimals_take_eight_bytes_and_read_as_decimals(tmp_path: Path) -> None:
    generate_tables(load_plan(PLAN), tmp_path / "made", sink="parquet")
    file = pq.ParquetFile(tmp_path / "made" / "orders" / "00000.parquet")
    names = [file.metadata.row_group(0).column(n).path_in_schema for n in range(file.metadata.num_columns)]
    column = file.metadata.row_group(0).column(names.index("price"))
    assert column.physical_type == "INT64"
    with duckdb.connect() as connection:
        described = connection.execute(
            f"DESCRIBE SELECT price FROM '{tmp_path}/made/orders/*.parquet'"
        ).fetchall()
    assert described[0][1] == "DECIMAL(18,2)"


def test_an_empty_table_is_a_file_without_rows(tmp_path: Path) -> None:
    text = "rowsmith: 1\nname: t\ntables:\n  t: {rows: 0, key: id, columns: {id: sequence}}\n"
    generate_tables(load_plan(text), tmp_path / "p", sink="parquet")
    generate_tables(load_plan(text), tmp_path / "d.duckdb")
    assert pq.read_table(tmp_path / "p" / "t").num_rows == 0
    assert checksum(tmp_path / "p") == checksum(tmp_path / "d.duckdb") == {"t": "0" * 16}


def test_a_target_that_can_not_be_made_is_a_target_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    sink = ParquetSink(tmp_path / "file" / "inside")
    with pytest.raises(TargetError):
        sink.create("t", pa.schema([("a", pa.int64())]))


def test_checksums_need_something_to_read(tmp_path: Path) -> None:
    with pytest.raises(SourceError):
        checksum(tmp_path / "nothing")

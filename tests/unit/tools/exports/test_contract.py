"""What every format must do: all rows come back through a reader of somebody else's, losses are said."""

from __future__ import annotations

import datetime as dt
import errno
import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from rowsmith.tools.errors import SourceError, TargetError, UnknownTable, UsageError
from rowsmith.tools.exports import FORMATS, Options, export
from rowsmith.tools.plan import Plan
from tests.fakes.export_readers import READERS, Reader, Row, run_duckdb_script, run_sqlite_script

UTC = dt.UTC
SAID = 'Ünïcode "quoted", it\'s\nback\\slash\t=1+1'
EXPECTED: list[Row] = [
    {
        "id": 1, "whole": -9007199254740993, "huge": 170141183460469231731687303715884105, "real": 0.1,
        "amount": Decimal("12.50"), "flag": True, "said": SAID, "day": dt.date(1999, 12, 31),
        "clock": dt.time(23, 59, 59, 123456), "moment": dt.datetime(2024, 2, 29, 12, 34, 56, 654321),
        "zoned": dt.datetime(2024, 2, 29, 10, 34, 56, tzinfo=UTC), "span": "3 days", "bytes": b"ab\x00\xff",
        "nested": {"name": "x", "price": Decimal("1.50"), "tags": ["a", None], "on": dt.date(2024, 1, 2)},
        "doc": '{"a": [1, null]}',
    },
    {
        "id": 2, "whole": 0, "huge": 0, "real": -1e300, "amount": Decimal("-1234567890123456.78"),
        "flag": False, "said": "", "day": dt.date(2024, 1, 1), "clock": dt.time(0),
        "moment": dt.datetime(1970, 1, 1), "zoned": dt.datetime(1970, 1, 1, tzinfo=UTC), "span": "1 month",
        "bytes": b"", "nested": {"name": "", "price": None, "tags": [], "on": None}, "doc": "{}",
    },
    {"id": 3, **dict.fromkeys(
        ["whole", "huge", "real", "amount", "flag", "said", "day", "clock", "moment", "zoned", "span", "bytes",
         "nested", "doc"]
    )},
]  # fmt: skip


def plain(value: object) -> object:
    """Values that mean the same are the same: days and moments inside of JSON are text there."""
    if isinstance(value, dict):
        return {name: plain(one) for name, one in value.items()}
    if isinstance(value, list):
        return [plain(one) for one in value]
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int | Decimal):
        return Decimal(value).normalize()
    return value.isoformat() if isinstance(value, dt.date) and not isinstance(value, dt.datetime) else value


def same(found: list[Row], wanted: list[Row], apart: set[str] = frozenset()) -> None:  # type: ignore[assignment]  # an empty frozen set is an empty set
    assert len(found) == len(wanted)
    for got, want in zip(found, wanted, strict=True):
        assert list(got) == list(want)
        for name in set(want) - apart:
            assert plain(got[name]) == plain(want[name]), name


APART: dict[str, set[str]] = {
    "sqlite": {"amount", "bytes"},
    "xlsx": {"moment", "said", "clock", "bytes"},
    "arrow": {"span"},
}
"""Columns whose loss is more than another form; looked at below."""


@pytest.mark.parametrize("name", READERS)
def test_every_value_comes_back(name: str, everything: Path, tmp_path: Path) -> None:
    made = export(everything, tmp_path / "out", name)
    found = READERS[name](made.folder, "everything")
    same(found, EXPECTED, APART.get(name, set()))
    assert made.rows == {"everything": 3, "none": 0}
    assert READERS[name](made.folder, "none") == []


def test_sqlite_keeps_bytes_and_fifteen_digits(everything: Path, tmp_path: Path) -> None:
    found = READERS["sqlite"](export(everything, tmp_path / "out", "sqlite").folder, "everything")
    assert [row["bytes"] for row in found] == [b"ab\x00\xff", b"", None]
    assert [row["amount"] for row in found] == [12.5, -1234567890123456.78, None]


def test_excel_keeps_milliseconds_and_has_no_empty_text(everything: Path, tmp_path: Path) -> None:
    found = READERS["xlsx"](export(everything, tmp_path / "out", "xlsx").folder, "everything")
    assert [row["said"] for row in found] == [SAID, None, None]
    wanted = dt.datetime(2024, 2, 29, 12, 34, 56, 654000)
    assert abs(found[0]["moment"] - wanted) <= dt.timedelta(milliseconds=1)
    assert [row["bytes"] for row in found] == [b"ab\x00\xff", None, None]
    assert found[0]["clock"] == dt.time(23, 59, 59, 123000)


@pytest.mark.parametrize(("dialect", "run"), [("sqlite", run_sqlite_script), ("duckdb", run_duckdb_script)])
def test_scripts_run_in_the_databases_at_hand(
    dialect: str, run: Reader, everything: Path, tmp_path: Path
) -> None:
    made = export(everything, tmp_path / "out", "sql", options=Options(dialect=dialect))
    same(run(made.folder, "everything"), EXPECTED, {"span", *APART.get(dialect, ())})


PLANNED = {
    "chat": Options(table="orders", templates={"user": "{{ customer.name }}?", "assistant": "{{ total }}"}),
    **{name: Options(table="orders", rows=3) for name in ("md", "html", "eml", "docx", "pdf")},
}


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_rows_are_the_same_files(name: str, shop: Path, plan: Plan, tmp_path: Path) -> None:
    options = PLANNED.get(name, Options())
    first, second = (export(shop, tmp_path / place, name, plan=plan, options=options) for place in ("a", "b"))
    assert first.files == second.files
    assert first.files
    for file in first.files:
        if file.suffix not in (".docx", ".xlsx", ".eml"):  # zip files and boundaries of e-mails tell the time
            assert (first.folder / file).read_bytes() == (second.folder / file).read_bytes()
    manifest = json.loads((first.folder / "export.json").read_text())
    assert manifest["format"] == name
    assert manifest["rows"] == first.rows


@pytest.mark.parametrize("name", FORMATS)
def test_a_folder_that_exists_is_kept_but_for_force(
    name: str, shop: Path, plan: Plan, tmp_path: Path
) -> None:
    options = PLANNED.get(name, Options())
    out = tmp_path / "out"
    export(shop, out, name, plan=plan, options=options)
    with pytest.raises(UsageError, match="The folder exists"):
        export(shop, out, name, plan=plan, options=options)
    export(shop, out, name, plan=plan, options=options, force=True)
    assert [one.name for one in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("name", FORMATS)
def test_a_full_disk_leaves_nothing(
    name: str, shop: Path, plan: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("rowsmith.tools.exports.exporting._manifest", full)
    with pytest.raises(TargetError, match=r"The disk is full\. Nothing was left half-made"):
        export(shop, tmp_path / "out", name, plan=plan, options=PLANNED.get(name, Options()))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", [name for name, one in FORMATS.items() if one.extra])
def test_a_package_that_is_not_there_is_named(
    name: str, shop: Path, plan: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(module: str) -> None:
        raise ModuleNotFoundError(module)

    monkeypatch.setattr("rowsmith.tools.exports.extras.import_module", missing)
    with pytest.raises(UsageError, match=rf"pip install 'rowsmith\[{FORMATS[name].extra}\]'"):
        export(shop, tmp_path / "out", name, plan=plan, options=PLANNED.get(name, Options()))


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda data, out: export(data, out, "cvs"), "no format cvs. There is csv"),
        (lambda data, out: export(data, out, "sql", options=Options(dialect="postgre")), "no SQL dialect"),
        (lambda data, out: export(data, out, "xlsx", options=Options(compress="gzip")), "not compressed by gzip"),
        (lambda data, out: export(data, out, "arrow", options=Options(compress="gzip")), "It takes zstd"),
        (lambda data, out: export(data, out, "csv", tables=["nine"]), "no table nine. Did you mean none"),
        (lambda data, out: export(data, out, "chat"), "What the user says is not given"),
        (lambda data, out: export(data, out, "md"), "Which table the texts are made of"),
    ],
)  # fmt: skip
def test_wrong_use_is_said(
    call: Callable[[Path, Path], Any], said: str, everything: Path, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match=said):
        call(everything, tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_nothing_else_is_replaced(everything: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").touch()
    with pytest.raises(UsageError, match="no folder of an export"):
        export(everything, tmp_path, "csv", force=True)
    assert [one.name for one in tmp_path.iterdir()] == ["mine"]


def test_data_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(SourceError):
        export(tmp_path / "none.duckdb", tmp_path / "out", "csv")
    (tmp_path / "text.duckdb").write_text("no database" * 1000)
    with pytest.raises(SourceError):
        export(tmp_path / "text.duckdb", tmp_path / "out", "csv")


def test_only_some_tables(shop: Path, plan: Plan, tmp_path: Path) -> None:
    made = export(shop, tmp_path / "out", "sql", plan=plan, tables=["orders"])
    assert list(made.rows) == ["orders"]
    assert "REFERENCES" not in (made.folder / "dataset.sql").read_text()
    with pytest.raises(UnknownTable):
        export(shop, tmp_path / "more", "md", plan=plan, options=Options(table="nothing"))


@pytest.mark.parametrize("compress", ["gzip", "zstd"])
@pytest.mark.parametrize("name", ["csv", "tsv", "jsonl", "json", "xml", "sql"])
def test_files_are_compressed_on_request(name: str, compress: Any, everything: Path, tmp_path: Path) -> None:
    import gzip

    import pyarrow as pa

    plain_one = export(everything, tmp_path / "plain", name)
    packed = export(everything, tmp_path / "packed", name, options=Options(compress=compress))
    for file, small in zip(plain_one.files, packed.files, strict=True):
        held = (packed.folder / small).read_bytes()
        text = (
            gzip.decompress(held)
            if compress == "gzip"
            else pa.input_stream(str(packed.folder / small), compression="zstd").read()
        )
        assert text == (plain_one.folder / file).read_bytes()

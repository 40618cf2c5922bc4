"""Excel: a sheet per table, several where a sheet can't hold all rows."""

from __future__ import annotations

import datetime as dt
import decimal
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rowsmith.tools.errors import TargetError
from rowsmith.tools.exports.extras import needed
from rowsmith.tools.exports.losses import by_kind
from rowsmith.tools.exports.model import Format, Loss, Options
from rowsmith.tools.exports.source import ExportTable, Forms, Source

if TYPE_CHECKING:
    from openpyxl import Workbook

MOST_ROWS = 1_048_576
MOST_COLUMNS = 16_384
LONGEST_CELL = 32_767
LONGEST_NAME = 31
DIGITS = 15
"""Excel's numbers are 64-bit floats, exact to so many digits."""
FIRST_DAY = dt.date(1900, 3, 1)
"""Excel counts a 29th of February 1900 that never was; days before it are written as text."""
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
FORMS: Forms = {
    "interval": "{}::VARCHAR",
    "nested": "to_json({})::VARCHAR",
    "binary": "base64({})",
    "zoned": "strftime({}, '%Y-%m-%d %H:%M:%S.%f+00:00')",
}
_BY_KIND = by_kind(
    {
        "integer": "whole numbers beyond 15 digits are written as text",
        "huge": "whole numbers beyond 15 digits are written as text",
        "decimal": "decimals beyond 15 digits are written as text",
        "interval": "spans of time are written as text",
        "nested": "nested values are written as JSON",
        "binary": "bytes are written in base64, none of them as none",
        "zoned": "moments with a zone are written as text, in UTC",
        "timestamp": "moments are kept to a millisecond",
        "time": "times are kept to a millisecond",
        "text": f"texts are cut after {LONGEST_CELL:,} characters, control characters become �, empty ones become none",
    }
)


def losses(source: Source, options: Options) -> Iterator[Loss]:
    """What cells can't hold, and tables that need several sheets."""
    yield from _BY_KIND(source, options)
    for table in source.tables:
        sheets = _sheets(table)
        if sheets > 1:
            yield Loss(table.name, "*", f"a sheet holds {MOST_ROWS - 1:,} rows: the table stands on {sheets}")


def write(source: Source, folder: Path, options: Options) -> None:
    """One workbook. Raises TargetError for a table with more columns than a sheet can have."""
    openpyxl = needed("openpyxl", "xlsx")
    try:
        _write(openpyxl.Workbook(write_only=True), source, folder)
    except _lxml_errors() as error:
        raise OSError(str(error)) from error


def _lxml_errors() -> tuple[type[Exception], ...]:
    """What openpyxl lets through of lxml, which it writes by where that is installed."""
    try:
        from lxml.etree import LxmlError
    except ModuleNotFoundError:
        return ()
    return (LxmlError,)


def _write(book: Workbook, source: Source, folder: Path) -> None:
    book.properties.created = dt.datetime(2000, 1, 1)
    taken: set[str] = set()
    for table in source.tables:
        _ensure_fits(table)
        rows = _rows(table)
        for number in range(1, _sheets(table) + 1):
            _write_sheet(book, sheet_name(table.name, number, taken), table, rows)
    book.save(folder / "dataset.xlsx")


def _ensure_fits(table: ExportTable) -> None:
    if len(table.columns) > MOST_COLUMNS:
        raise TargetError(
            f"A sheet holds {MOST_COLUMNS:,} columns, {table.name} has {len(table.columns):,}.",
            hint="Leave the table out, or choose another format.",
        )


def _sheets(table: ExportTable) -> int:
    return max(1, -(-table.count // (MOST_ROWS - 1)))


def _write_sheet(book: Workbook, name: str, table: ExportTable, rows: Iterator[list[Any]]) -> None:
    sheet = book.create_sheet(name)
    sheet.freeze_panes = "A2"
    sheet.append([column.name for column in table.columns])
    for _ in range(MOST_ROWS - 1):
        row = next(rows, None)
        if row is None:
            return
        sheet.append([_literal(sheet, value) for value in row])


def _literal(sheet: Any, value: object) -> object:
    """A text that begins like a formula is text all the same."""
    if not (isinstance(value, str) and value.startswith("=")):
        return value
    cell = needed("openpyxl.cell", "xlsx").WriteOnlyCell(sheet, value)
    cell.data_type = "s"
    return cell


def sheet_name(table: str, number: int, taken: set[str]) -> str:
    """A name of at most 31 letters that no other sheet has, upper and lower case being one."""
    plain = FORBIDDEN.sub("_", table)
    tail = f"_{number}" if number > 1 else ""
    name, tries = plain[: LONGEST_NAME - len(tail)] + tail, number
    while name.lower() in taken:
        tries += 1
        name = plain[: LONGEST_NAME - len(f"_{tries}")] + f"_{tries}"
    taken.add(name.lower())
    return name


def _rows(table: ExportTable) -> Iterator[list[Any]]:
    for batch in table.batches(FORMS):
        columns = [[_cell(value) for value in column.to_pylist()] for column in batch.columns]
        yield from map(list, zip(*columns, strict=True))


def _cell(value: object) -> object:
    convert = _CELLS.get(type(value))
    return convert(value) if convert else value


def _whole(value: Any) -> object:
    return value if len(str(abs(value))) <= DIGITS else str(value)


def _decimal(value: Any) -> object:
    return value if len(value.as_tuple().digits) <= DIGITS else format(value, "f")


def _text(value: Any) -> str:
    return CONTROL.sub("�", str(value))[:LONGEST_CELL]


def _day(value: Any) -> object:
    return value if value >= FIRST_DAY else value.isoformat()


def _moment(value: Any) -> object:
    return value if value.date() >= FIRST_DAY else value.isoformat(sep=" ")


_CELLS: dict[type, Callable[[Any], object]] = {
    int: _whole,
    decimal.Decimal: _decimal,
    str: _text,
    dt.date: _day,
    dt.datetime: _moment,
}

FORMAT = Format("an Excel workbook", write, losses, extra="xlsx")

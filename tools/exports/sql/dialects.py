"""What databases call types and how they write values; the facts are in dialects.json."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from rowsmith.tools.errors import UsageError, did_you_mean
from rowsmith.tools.exports.source import ExportColumn, Kind

LENGTHS = (10, 20, 50, 100, 255, 450, 700, 1000)
"""Lengths that short texts are declared with: the first one that all values fit."""
DECIMAL = re.compile(r"DECIMAL\((\d+),\s*(\d+)\)")


@dataclass(frozen=True)
class Dialect:
    """A database's SQL.

    Args:
        sqlglot: its name there.
        short: the longest text, in characters, that can be part of a key; None where any text can.
        longest_name: of a table or a column, in characters.
        begin, commit: what stands around the script.
        rows: how many rows an INSERT may put in.
        unique: whether UNIQUE can be declared "always", only where every value is "filled", or "never".
        enforced: what stands behind a key.
        backslash: whether a backslash in a text is one of two.
        prefix: what stands before a text.
        comments: how notes are kept.
        later: whether references can be added after the rows.
        types: by kind; "short" is a text of limited length.
        literals: values by kind, {} being their text.
        losses: by kind, what is not kept.
    """

    name: str
    sqlglot: str
    short: int | None
    longest_name: int
    begin: str
    commit: str
    rows: int
    unique: Literal["always", "filled", "never"]
    enforced: str
    backslash: bool
    prefix: str
    comments: Literal["statement", "inline", "property", "options", "remark"]
    later: bool
    types: dict[str, str]
    literals: dict[str, str]
    losses: dict[Kind, str]

    def quoted(self, name: str) -> str:
        """A name as this database takes it."""
        from sqlglot import exp

        return exp.to_identifier(name, quoted=True).sql(self.sqlglot)

    def listed(self, names: tuple[str, ...]) -> str:
        return ", ".join(map(self.quoted, names))

    def type(self, column: ExportColumn, longest: int | None) -> str:
        """The type of a column; `longest` is the length of its longest text where that matters."""
        if column.kind == "text" and longest is not None and self.short and longest <= self.short:
            length = next(one for one in LENGTHS if one >= longest)
            return self.types["short"].format(length=min(length, self.short))
        found = DECIMAL.search(column.type)
        precision, scale = found.groups() if found else ("38", "0")
        return self.types[column.kind].format(precision=precision, scale=scale, type=column.type)


@cache
def dialects() -> dict[str, Dialect]:
    """All of them, by name."""
    text = (files("rowsmith.tools.exports.sql") / "dialects.json").read_text(encoding="utf-8")
    return {name: Dialect(name=name, **said) for name, said in json.loads(text).items()}


def dialect_of(name: str) -> Dialect:
    """The dialect of that name. Raises UsageError where there is none."""
    found = dialects().get(name)
    if found is None:
        raise UsageError(f"There is no SQL dialect {name}.", hint=did_you_mean(name, dialects()))
    return found

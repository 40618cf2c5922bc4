"""CREATE TABLE with keys, references and notes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rowsmith.tools.engine.sinks.constraints import Constraints, ForeignKey
from rowsmith.tools.errors import TargetError
from rowsmith.tools.exports.source import ExportColumn, ExportTable
from rowsmith.tools.exports.sql.dialects import Dialect, dialect_of
from rowsmith.tools.exports.sql.literals import text_literal
from rowsmith.tools.exports.sql.promises import is_filled, kept_later, longest_texts


@dataclass(frozen=True)
class Definition:
    """A table as one dialect can have it: its columns' types and the promises that can be declared."""

    table: ExportTable
    dialect: Dialect
    types: dict[str, str]
    promised: Constraints


def define(table: ExportTable, kept: Constraints, dialect: Dialect) -> Definition:
    """The table's definition. Raises TargetError for a name that the database can't have."""
    for name in (table.name, *(column.name for column in table.columns)):
        if len(name) > dialect.longest_name:
            raise TargetError(
                f"{dialect.name} has no names beyond {dialect.longest_name} characters.",
                where=f"{table.name}: {name}",
                hint="Rename it, or choose another dialect.",
            )
    longest = longest_texts(table) if dialect.short else {}
    types = {one.name: dialect.type(one, longest.get(one.name)) for one in table.columns}
    return Definition(table, dialect, types, _declarable(table, kept, dialect, types))


def _declarable(
    table: ExportTable, kept: Constraints, dialect: Dialect, types: dict[str, str]
) -> Constraints:
    kinds = {column.name: column.kind for column in table.columns}

    def can_be_key(columns: tuple[str, ...]) -> bool:
        """Texts without a length can't be part of a key where lengths matter."""
        texts = [name for name in columns if kinds.get(name) == "text"]
        return not dialect.short or all(types[name] != dialect.types["text"] for name in texts)

    def can_be_unique(columns: tuple[str, ...]) -> bool:
        if dialect.unique == "never" or not can_be_key(columns):
            return False
        return dialect.unique == "always" or is_filled(table, columns)

    required = kept.required
    if dialect.name == "oracle":
        required = tuple(name for name in required if kinds.get(name) != "text" or name in kept.key)
    return Constraints(
        key=kept.key if can_be_key(kept.key) else (),
        unique=tuple(one for one in kept.unique if can_be_unique(one)),
        required=required,
        references=tuple(one for one in kept.references if can_be_key(one.columns)),
    )


def create_table(table: ExportTable, kept: Constraints, dialect: str) -> str:
    """The statement, without a semicolon."""
    return statement(define(table, kept, dialect_of(dialect)))


def statement(defined: Definition) -> str:
    table, dialect = defined.table, defined.dialect
    lines = [*(_column(column, defined) for column in table.columns), *_clauses(defined)]
    body = ",\n  ".join(lines)
    return f"CREATE TABLE {dialect.quoted(table.name)} (\n  {body}\n){_table_note(defined)}"


def _column(column: ExportColumn, defined: Definition) -> str:
    dialect = defined.dialect
    filled = " NOT NULL" if column.name in defined.promised.required else ""
    said = f"{dialect.quoted(column.name)} {defined.types[column.name]}{filled}"
    if column.note and dialect.comments == "inline":
        return f"{said} COMMENT {text_literal(column.note, dialect)}"
    if column.note and dialect.comments == "options":
        return f"{said} OPTIONS (description = {text_literal(column.note, dialect)})"
    return said


def _clauses(defined: Definition) -> Iterator[str]:
    promised, dialect = defined.promised, defined.dialect
    if promised.key:
        yield f"PRIMARY KEY ({dialect.listed(promised.key)}){dialect.enforced}"
    for columns in promised.unique:
        yield f"UNIQUE ({dialect.listed(columns)})"
    for one in promised.references:
        yield _reference(one, dialect)


def later(defined: Definition) -> Iterator[str]:
    """Statements that declare the references which hold once all rows are in."""
    dialect, kinds = defined.dialect, {column.name: column.kind for column in defined.table.columns}
    texts = {name for name in defined.types if kinds[name] == "text"} if dialect.short else set()
    for one in kept_later(defined.table) if dialect.later else ():
        if not any(defined.types[name] == dialect.types["text"] for name in texts & set(one.columns)):
            yield f"ALTER TABLE {dialect.quoted(defined.table.name)} ADD {_reference(one, dialect)}"


def _reference(one: ForeignKey, dialect: Dialect) -> str:
    target = f"{dialect.quoted(one.target)} ({dialect.listed(one.target_columns)})"
    return f"FOREIGN KEY ({dialect.listed(one.columns)}) REFERENCES {target}{dialect.enforced}"


def _table_note(defined: Definition) -> str:
    note, dialect = defined.table.note, defined.dialect
    if note and dialect.comments == "inline":
        return f" COMMENT = {text_literal(note, dialect)}"
    if note and dialect.comments == "options":
        return f" OPTIONS (description = {text_literal(note, dialect)})"
    return ""


def notes(defined: Definition) -> Iterator[str]:
    """Statements that keep what the plan says of the table and its columns, where CREATE TABLE can't."""
    table, dialect = defined.table, defined.dialect
    noted = [(None, table.note), *((column.name, column.note) for column in table.columns)]
    for column, note in noted:
        if not note:
            continue
        if dialect.comments == "statement":
            place = dialect.quoted(table.name) + (f".{dialect.quoted(column)}" if column else "")
            what = "COLUMN" if column else "TABLE"
            yield f"COMMENT ON {what} {place} IS {text_literal(note, dialect)}"
        elif dialect.comments == "property":
            yield _property(table.name, column, note, dialect)
        elif dialect.comments == "remark":
            yield f"-- {table.name}{f'.{column}' if column else ''}: {' '.join(note.split())}"


def _property(table: str, column: str | None, note: str, dialect: Dialect) -> str:
    said = [f"N'MS_Description', {text_literal(note, dialect)}", "N'SCHEMA', N'dbo'"]
    said.append(f"N'TABLE', {text_literal(table, dialect)}")
    if column:
        said.append(f"N'COLUMN', {text_literal(column, dialect)}")
    return f"EXEC sp_addextendedproperty {', '.join(said)}"

"""CREATE TABLE statements in a message, parsed by sqlglot: their tables, columns, and where each stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sqlglot import exp, parse_one
from sqlglot.errors import SqlglotError

CREATE = re.compile(
    r"\bcreate\s+(?:temp(?:orary)?\s+)?table\s+(?:if\s+not\s+exists\s+)?[\w.\"`\[\]]+\s*\(", re.I
)
ENUM = re.compile(r"\bcreate\s+type\s+(?P<name>\w+)\s+as\s+enum\s*\((?P<values>[^()]*)\)\s*;?", re.I)
COMMENT = re.compile(r"--[^\n]*")
QUOTED = re.compile(r"'(?:[^'\n]|'')*'|\"[^\"\n]*\"")
KINDS = {
    "integer": exp.DataType.INTEGER_TYPES,
    "decimal": {*exp.DataType.REAL_TYPES},
    "text": {*exp.DataType.TEXT_TYPES},
    "date": {exp.DataType.Type.DATE, exp.DataType.Type.DATE32},
    "datetime": {*exp.DataType.TEMPORAL_TYPES} - {exp.DataType.Type.DATE, exp.DataType.Type.DATE32},
    "boolean": {exp.DataType.Type.BOOLEAN},
    "uuid": {exp.DataType.Type.UUID},
}

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class SqlPart:
    """A column or a constraint of a table; `remark` is where the comment beside it stands, without its dashes."""

    node: exp.Expr
    span: Span
    remark: Span | None = None


@dataclass(frozen=True, slots=True)
class SqlTable:
    """A table that a statement at `span` creates; `tail` is where the comment after it stands."""

    name: str
    parts: tuple[SqlPart, ...]
    span: Span
    tail: Span | None = None


def sql_tables(message: str) -> tuple[SqlTable, ...]:
    """The tables of every CREATE TABLE that sqlglot can parse, in their order."""
    return tuple(
        table for match in CREATE.finditer(message) if (table := table_at(message, match)) is not None
    )


def table_at(message: str, match: re.Match[str]) -> SqlTable | None:
    plain = without_comments(message)
    close = closing(plain, match.end() - 1)
    if close is None:
        return None
    try:
        created = parse_one(plain[match.start() : close + 1])
    except (SqlglotError, RecursionError):
        return None
    schema = created.this if isinstance(created, exp.Create) else None
    spans = list(parts_of(plain, match.end(), close))
    if not isinstance(schema, exp.Schema) or not spans or len(schema.expressions) != len(spans):
        return None
    parts = tuple(SqlPart(node, span) for node, span in zip(schema.expressions, spans, strict=True))
    end = re.compile(r"[^;\n]*;|").match(plain, close + 1)
    stop = end.end() if end is not None else close + 1
    return SqlTable(
        schema.this.name, remarked(message, parts, close), (match.start(), stop), comment_at(message, stop)
    )


def without_comments(message: str) -> str:
    """The message with comments and what stands in quotes as spaces or harmless letters, every place kept."""
    return COMMENT.sub(lambda found: " " * len(found.group()), message)


def masked(text: str) -> str:
    return QUOTED.sub(lambda found: "'" + "x" * (len(found.group()) - 2) + "'", text)


def closing(text: str, start: int) -> int | None:
    """Where the bracket closes that opens at `start`."""
    depth = 0
    for at, letter in enumerate(masked(text[start:]), start):
        depth += (letter == "(") - (letter == ")")
        if depth == 0:
            return at
    return None


def parts_of(text: str, start: int, end: int) -> Iterator[Span]:
    """The stretches between the commas outside brackets."""
    body, depth, begin = masked(text[start:end]), 0, start
    for at, letter in enumerate(body, start):
        depth += (letter == "(") - (letter == ")")
        if letter == "," and depth == 0:
            yield trimmed(text, begin, at)
            begin = at + 1
    if text[begin:end].strip():
        yield trimmed(text, begin, end)


def trimmed(text: str, start: int, end: int) -> Span:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - (len(piece) - len(piece.rstrip()))


def remarked(message: str, parts: Sequence[SqlPart], close: int) -> tuple[SqlPart, ...]:
    """The parts with the comments that end their lines."""
    starts = [part.span[0] for part in parts[1:]] + [close]
    found = []
    for part, following in zip(parts, starts, strict=True):
        remark = comment_at(message, part.span[1])
        found.append(replace(part, remark=remark if remark and remark[1] <= following else None))
    return tuple(found)


def comment_at(message: str, at: int) -> Span | None:
    """The comment on the rest of this line."""
    found = re.compile(r"[ \t,;)]*--+[ \t]*(?P<words>[^\n]*\S)").match(message, at)
    return found.span("words") if found else None


def enums(message: str) -> dict[str, tuple[str, ...]]:
    """The types that CREATE TYPE ... AS ENUM gives, with their values."""
    return {
        match["name"].lower(): tuple(re.findall(r"'((?:[^']|'')*)'", match["values"]))
        for match in ENUM.finditer(message)
    }


def blanked(message: str, tables: Sequence[SqlTable]) -> str:
    """The message without its SQL, every other character where it was."""
    spans = [table.span for table in tables] + [match.span() for match in ENUM.finditer(message)]
    spans += [(message.rindex("--", 0, table.tail[0]), table.tail[1]) for table in tables if table.tail]
    for start, end in spans:
        hidden = re.sub(r"[^\n]", " ", message[start:end])
        message = message[:start] + hidden + message[end:]
    return message


def kind_of(column: exp.ColumnDef) -> str:
    """The kind of values that a column's type stands for, "" for one that is not known."""
    declared = column.args.get("kind")
    if not isinstance(declared, exp.DataType):
        return ""
    if "serial" in str(declared.args.get("kind", "")).lower():
        return "integer"
    return next((kind for kind, types in KINDS.items() if declared.this in types), "")

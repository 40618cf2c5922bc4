"""Reads a message: its entities first, then every clause twice, so that what is named late is known early."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlglot.expressions import ColumnDef

from rowsmith.agents.models.offline.grammar.sentence import Sentence
from rowsmith.agents.models.offline.ontology.knowledge import domain_scores
from rowsmith.agents.models.offline.reading.clause_reader import ClauseReader
from rowsmith.agents.models.offline.reading.context import Context
from rowsmith.agents.models.offline.reading.dealt import dealt
from rowsmith.agents.models.offline.reading.entities import find_entities
from rowsmith.agents.models.offline.reading.links import refer
from rowsmith.agents.models.offline.reading.mentions import Marker
from rowsmith.agents.models.offline.reading.places import located
from rowsmith.agents.models.offline.reading.sketches import Sketch, row_count, sketches_of
from rowsmith.agents.models.offline.reading.sql_statements import add_table, said_by
from rowsmith.agents.models.offline.reading.sql_tables import SqlTable, blanked, enums, sql_tables
from rowsmith.agents.models.offline.reading.statements import (
    Children,
    Distinct,
    Grid,
    Has,
    Key,
    Measured,
    OneOf,
    Place,
    Refers,
    Rows,
    ShareOf,
    Statement,
    Unread,
)
from rowsmith.agents.models.offline.reading.states import declared_value, own_flag
from rowsmith.agents.models.offline.reading.vocabulary import Attribute, Entity, Vocabulary
from rowsmith.agents.models.offline.text.document import Clause, Document, document
from rowsmith.agents.models.offline.text.inflection import singular
from rowsmith.agents.models.offline.text.items import Item, lemma
from rowsmith.agents.models.offline.text.scan import scan

PASSES = 3
MOST_CHARACTERS = 20_000
Sql = tuple[str, Sequence[SqlTable]]


@dataclass(frozen=True, slots=True)
class Understanding:
    """What a message says: its entities, its statements, which characters and by which patterns they were read."""

    message: str
    vocabulary: Vocabulary
    statements: tuple[Statement, ...]
    context: Context
    covered: tuple[tuple[int, int], ...]
    clauses: tuple[Clause, ...]
    patterns: frozenset[str] = frozenset()


def read(message: str) -> Understanding:
    """The statements of a message; deterministic, without network. What lies beyond `MOST_CHARACTERS` is listed."""
    if len(message) <= MOST_CHARACTERS:
        return read_whole(message)
    found = read_whole(message[:MOST_CHARACTERS])
    rest = Unread(
        (MOST_CHARACTERS, len(message)), f"Only the first {MOST_CHARACTERS:,} letters of a message are read."
    )
    return replace(found, message=message, statements=(*found.statements, rest))


def read_whole(message: str) -> Understanding:
    tables = sql_tables(message)
    text = document(blanked(message, tables))
    sketches = {
        index: found
        for index, line in enumerate(text.lines)
        if (found := sketches_of(scan(message, line.start, line.end)))
    }
    vocabulary = Vocabulary()
    drawn = [sketch for found in sketches.values() for sketch in found]
    for sketch in drawn:
        add_sketch(vocabulary, sketch)
    for sketch in drawn:
        key_by_name(vocabulary, sketch)
    for table in tables:
        add_table(vocabulary, table)
    prose = [clause for clause in text.clauses if clause.line not in sketches]
    tails = [
        Clause(sketch.tail, index, False)
        for index, found in sketches.items()
        for sketch in found
        if sketch.tail
    ]
    find_entities([*prose, *tails], vocabulary)
    scores = domain_scores(words_of(text), [e.words for e in vocabulary.entities.values()])
    context = Context(vocabulary, scores)
    reader = ClauseReader(context)
    patterns: set[str] = set()
    for number in range(PASSES):
        context.turn = number
        forget_unsaid(vocabulary, reader.statements)
        reader = one_pass(text, sketches, context, (message, tables))
        patterns |= reader.patterns
        remember(context, reader.statements)
    covered = tuple(sorted(reader.covered))
    statements = dealt(message, unrepeated(reader.statements), vocabulary)
    statements += located(message, statements)
    return Understanding(
        message, vocabulary, tuple(statements), context, covered, text.clauses, frozenset(patterns)
    )


def forget_unsaid(vocabulary: Vocabulary, statements: Sequence[Statement]) -> None:
    """Leaves out the attributes that the pass before added and then said nothing of."""
    if not statements:
        return
    said = frozenset(re.findall(r"\w+", " ".join(map(str, statements))))
    for entity in vocabulary.entities.values():
        for name in [name for name, a in entity.attributes.items() if not a.given and name not in said]:
            del entity.attributes[name]


def words_of(text: Document) -> list[str]:
    return [item.word for clause in text.clauses for item in clause.items if item.symbol == "w"]


def add_sketch(vocabulary: Vocabulary, sketch: Sketch) -> None:
    raw = sketch.name.raw
    words = tuple(lemma(part) for part in raw.replace("-", "_").split("_"))
    entity = vocabulary.add(Entity(raw, words, (sketch.name.start, sketch.name.end), given=True))
    if len(words) > 1:
        entity.aliases.append((lemma(raw),))
    for column in sketch.columns:
        parts = tuple(lemma(part) for part in column.name.raw.split("_") if part)
        entity.attributes.setdefault(column.name.raw, Attribute(column.name.raw, parts, given=True))


def key_by_name(vocabulary: Vocabulary, sketch: Sketch) -> None:
    """The first column as the key: id, customer_id of customers, class_id of school_class, which is then a class too."""
    raw, first = sketch.name.raw, sketch.columns[0].name.raw
    entity = vocabulary.entities[raw]
    if first in {"id", f"{entity.one}_id", f"{singular(raw)}_id"}:
        entity.key = (first,)
    elif first.endswith("_id") and first[:-3] in raw:
        words = tuple(lemma(part) for part in first[:-3].split("_"))
        other = vocabulary.named(words)
        if other is None or other.name == raw:
            entity.key = (first,)
        if entity.key and words == entity.words[-len(words) :]:
            entity.aliases.append(words)
    if len(entity.words) > 1 and vocabulary.named(entity.words[-1:]) is None:
        entity.aliases.append(entity.words[-1:])


def one_pass(
    text: Document, sketches: Mapping[int, Sequence[Sketch]], context: Context, sql: Sql
) -> ClauseReader:
    context.start_over()
    reader = ClauseReader(context)
    marker = Marker(context.vocabulary, lambda words: declared_state(context, words))
    read_sql(sql, reader, marker)
    heads: dict[int, str] = {}
    done: set[int] = set()
    for clause in text.clauses:
        line = text.lines[clause.line]
        if clause.line in sketches:
            if clause.line not in done:
                done.add(clause.line)
                for sketch in sketches[clause.line]:
                    read_sketch(sketch, reader, marker, context)
            continue
        if clause.first and line.parent is not None and heads.get(line.parent):
            context.speak_of(heads[line.parent])
        reader.read(Sentence(marker.mark(clause.items)), clause.continued)
        if clause.first:
            heads[clause.line] = head_of(clause.items, marker) or context.entity
    return reader


def declared_state(context: Context, words: tuple[str, ...]) -> bool:
    """Whether these words are a value or a flag that was read before."""
    return context.turn > 0 and any(
        declared_value(context, name, words) is not None or flagged(context, name, words)
        for name in context.vocabulary.entities
    )


def flagged(context: Context, entity: str, words: tuple[str, ...]) -> bool:
    return bool(context.flags.get(entity)) and own_flag(context, entity, words) is not None


def head_of(items: Sequence[Item], marker: Marker) -> str:
    """The entity at the head of a line: "- admissions: 2,500"."""
    for item in marker.mark(items)[:3]:
        if item.symbol == "E" and isinstance(item.value, str):
            return item.value
    return ""


def read_sql(sql: Sql, reader: ClauseReader, marker: Marker) -> None:
    """The statements of the SQL, and the remarks beside its columns and behind its tables."""
    message, tables = sql
    types = enums(message)
    reader.context.sketch = True
    for table in tables:
        reader.context.speak_of(table.name)
        reader.cover(*table.span)
        for part in table.parts:
            reader.add(said_by(table, part, reader.context, types))
            if part.remark and isinstance(part.node, ColumnDef):
                items = marker.mark(scan(message, *part.remark))
                reader.read_column(Place(table.name, part.node.name), Sentence(items))
        if table.tail:
            reader.context.speak_of(table.name)
            reader.read(Sentence(marker.mark(scan(message, *table.tail))))
    reader.context.sketch = False


def read_sketch(sketch: Sketch, reader: ClauseReader, marker: Marker, context: Context) -> None:
    entity = sketch.name.raw
    context.sketch = True
    context.speak_of(entity)
    for column in sketch.columns:
        place = Place(entity, column.name.raw)
        reader.add([Has(place, (column.name.start, column.name.end))])
        reader.cover(column.name.start, column.name.end)
        reader.read_column(place, Sentence(marker.mark(column.rest)))
        guess_reference(context, place, reader, (column.name.start, column.name.end))
    for constraint in sketch.constraints:
        read_constraint(constraint, entity, reader, context)
    reader.cover(sketch.name.start, sketch.name.end)
    context.speak_of(entity)
    read_tail(sketch, reader, marker)
    context.sketch = False


def read_tail(sketch: Sketch, reader: ClauseReader, marker: Marker) -> None:
    """What follows a sketch on its line: its number of rows, then what a sentence may say."""
    tail, counted = sketch.tail, row_count(sketch.tail)
    if counted is not None:
        quantity, end = counted
        quote = (tail[0].start, tail[end - 1].end)
        reader.add([Rows(sketch.name.raw, quantity, quote)])
        reader.cover(*quote)
        tail = tail[end:]
    if tail:
        reader.read(Sentence(marker.mark(tail)))


def guess_reference(context: Context, place: Place, reader: ClauseReader, quote: tuple[int, int]) -> None:
    """customer_id refers to customers, homeroom_teacher_id to teachers, when such a table is there."""
    name = place.attribute
    if not name.endswith("_id") or (name,) == context.vocabulary.entities[place.entity].key:
        return
    words = tuple(lemma(part) for part in name[:-3].split("_"))
    for start in range(len(words)):
        target = context.vocabulary.named(words[start:])
        if target is not None and (target.name != place.entity or len(words) > 1):
            refer(context, place.entity, target.name, name)
            reader.add([Refers(place.entity, target.name, quote, role=name)])
            return
    by_key = [e for e in context.vocabulary.entities.values() if e.key == (name,) and e.name != place.entity]
    if by_key:
        refer(context, place.entity, by_key[0].name, name)
        reader.add([Refers(place.entity, by_key[0].name, quote, role=name)])


def read_constraint(items: Sequence[Item], entity: str, reader: ClauseReader, context: Context) -> None:
    """PK(a, b), PRIMARY KEY (a, b), unique(a, b)."""
    columns = tuple(item.raw for item in items if item.raw in context.vocabulary.entities[entity].attributes)
    owner = context.vocabulary.entities[entity]
    words = {item.word for item in items}
    names = [
        item.raw
        for item in items
        if item.symbol == "w" and item.word not in {"pk", "primary", "key", "unique", "foreign"}
    ]
    for name in names:
        if name not in owner.attributes and ("_" in name or name == "id"):
            parts = tuple(lemma(part) for part in name.split("_"))
            owner.attributes[name] = Attribute(name, parts, given=True)
            guess_reference(context, Place(entity, name), reader, (items[0].start, items[-1].end))
    columns = tuple(name for name in names if name in owner.attributes)
    quote = (items[0].start, items[-1].end)
    reader.cover(*quote)
    if not columns:
        return
    if {"pk", "primary"} & words:
        owner.key = columns
        reader.add([Key(entity, columns, quote)])
    elif "unique" in words:
        reader.add([Distinct(entity, columns, quote)])


def remember(context: Context, statements: Iterable[Statement]) -> None:
    """What the next pass knows from this one: sizes, values, grids, who is counted in whom."""
    for statement in statements:
        match statement:
            case Rows(entity, quantity, _):
                context.rows.setdefault(entity, quantity)
            case OneOf(place, values, _):
                context.values[place] = values
            case Grid(entity, _, _, _, _):
                context.grids.add(entity)
            case Children(parent, child, _, _, None):
                context.counted[child] = parent
            case Measured(place, _, _, _):
                context.measured = place
            case ShareOf(condition, _, _, _):
                context.states.setdefault(condition.place.attribute, condition)
            case _:
                pass


def unrepeated(statements: Iterable[Statement]) -> list[Statement]:
    """Each statement once; of equal ones the first."""
    found: dict[str, Statement] = {}
    for statement in statements:
        found.setdefault(str(statement), statement)
    return list(found.values())


COPY = replace

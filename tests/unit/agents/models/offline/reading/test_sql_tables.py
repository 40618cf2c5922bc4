"""CREATE TABLE statements as statements of a description."""

from __future__ import annotations

import pytest

from rowsmith.agents.models.offline.reading.reader import read
from rowsmith.agents.models.offline.reading.sql_tables import blanked, sql_tables

SCHEMA = """A schema:
create type genre as enum ('novel', 'poetry');
create table authors (
  id serial primary key,
  name text not null,   -- full name
  born date,            -- between 1920 and 2000
  mentor_id int references authors(id)
);  -- 500 rows
create table books (
  id serial primary key,
  author_id int not null references authors(id),
  genre genre,
  price decimal(6,2) check (price > 0 and price <= 90.5),
  pages int check (pages between 20 and 1200),
  printed date, sold date check (sold >= printed),
  binding enum('soft', 'hard'),
  publisher int references publishers(id),
  unique (author_id, pages),
  check (length(genre) > 2)
);
2,000 books, printed in 2024.
"""
SAID = {
    "key authors id",
    "during authors.born 1920-01-01/2000-12-31",
    "tree authors.mentor_id",
    "rows authors 500",
    "refers books > authors as author_id",
    "values books.genre novel|poetry",
    "has books.price as decimal",
    "range books.price >0",
    "range books.price <=90.5",
    "range books.pages 20..1200",
    "order books.sold >= books.printed",
    "values books.binding soft|hard",
    "unread There is no table publishers.",
    "distinct books author_id+pages",
    "unread This part of the table's SQL was not understood.",
    "rows books 2000",
}


def test_columns_keys_references_and_checks() -> None:
    said = {str(one) for one in read(SCHEMA).statements}
    assert said >= SAID, SAID - said


def test_the_words_around_keep_their_places() -> None:
    tables = sql_tables(SCHEMA)
    begin = SCHEMA.index("create table")
    rest = blanked(SCHEMA, tables)
    assert len(rest) == len(SCHEMA)
    assert rest.split() == ["A", "schema:", "2,000", "books,", "printed", "in", "2024."]
    assert not rest[begin : begin + 20].strip()
    assert [table.name for table in tables] == ["authors", "books"]


@pytest.mark.parametrize("text", ["create table a (", "create table a (b int,,)", "create table a ()"])
def test_broken_sql_is_no_table(text: str) -> None:
    assert sql_tables(text) == ()


def test_constraints_of_their_own() -> None:
    text = (
        "CREATE TABLE a (id INT, n INT, PRIMARY KEY (id)); CREATE TABLE b (a_id INT, k INT UNIQUE, "
        "CONSTRAINT f FOREIGN KEY (a_id) REFERENCES a (id), CONSTRAINT c CHECK (k IN (1, 2) AND k <> 3)); 5 a, 9 b"
    )
    said = {str(one) for one in read(text).statements}
    assert {"key a id", "refers b > a as a_id", "distinct b k", "values b.k 1|2"} <= said

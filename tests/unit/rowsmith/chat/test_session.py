"""What is answered to a line."""

from __future__ import annotations

import io
import shutil
from contextlib import nullcontext
from pathlib import Path

import duckdb
import pytest
from rich.console import Console

from rowsmith import api
from rowsmith.agents.context import unwatched
from rowsmith.chat.questions import is_question, read_question
from rowsmith.chat.session import Face, Session, commands, completions
from rowsmith.cli import render, tables, versions
from rowsmith.settings import Settings


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("chat") / "cats"
    api.generate(
        "30 cats with a weight from 2 to 9, each cat has 1 to 3 visits in 2024", out=folder, model="offline"
    )
    return folder


class Talk:
    """A session whose words can be read; `agrees` answers every question."""

    def __init__(self, folder: Path, *, agrees: bool | None = None) -> None:
        self.written = io.StringIO()
        out = Console(file=self.written, width=200, soft_wrap=True, highlight=False, markup=False)
        face = Face(
            out=out,
            watching=lambda: nullcontext(unwatched),
            confirm=None if agrees is None else lambda _: bool(agrees),
            show_history=lambda one: versions.print_history(one.versions(), out),
            show_comparison=lambda found: versions.print_comparison(found, out),
            show_contract=lambda one: render.print_contract(one.contract, out),
            show_summary=lambda one: versions.print_moved(one, out),
            show_rows=lambda names, rows: tables.table(names, rows, out),
        )
        self.session = Session(folder, Settings(), face)

    def says(self, line: str) -> str:
        self.written.seek(0)
        self.written.truncate()
        self.session.answer(line)
        return self.written.getvalue()


@pytest.fixture
def talk(made: Path, tmp_path: Path) -> Talk:
    return Talk(Path(shutil.copytree(made, tmp_path / "cats")))


def test_changes_are_made_and_gone_back_over(talk: Talk, tmp_path: Path) -> None:
    assert "kilograms" in talk.says("rename weight to kilograms")
    assert "Version 1 is in force" in talk.says("/undo")
    assert "Version 2 is in force" in talk.says("/redo")
    assert "kilograms" in talk.says("/diff")
    assert "kilograms" in talk.says("/diff 1 2")
    assert "rename weight" in talk.says("/history")
    assert "Version 1" in talk.says("/checkout 1")
    assert "weight" in talk.says("/plan")
    assert "Contract:" in talk.says("/contract")
    assert "weight" in talk.says("/show cats")
    assert "2 files are in" in talk.says(f"/export csv {tmp_path}/files")
    assert "nothing to undo" in talk.says("/undo")


def test_standing_wishes_are_listed_kept_and_withdrawn(talk: Talk) -> None:
    assert "No wish stands." in talk.says("/wishes")
    talk.says("/wish rename weight to kilograms")
    assert "1  rename weight to kilograms" in talk.says("/wishes")
    talk.says("rename kilograms to weight")
    said = talk.says("/wishes")
    assert "1  rename weight to kilograms" in said
    assert "kilograms" in talk.says("/show cats")
    assert "Withdrawn: rename weight" in talk.says("/withdraw 1")
    assert "No wish stands." in talk.says("/wishes")
    assert "no standing wish 1" in talk.says("/withdraw 1")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("/nothing", "no command /nothing"), ("/checkout one", "1 number is needed"), ("/diff 1", "2 numbers are needed"),
        ("/checkout 7", "no version 7"), ("/export", "Which format"), ("/export cvs", "no format cvs"),
        ("/show dogs", "no table dogs"), ("/wish", "wish is empty"), ("blorp the frobnicator", "No change could be read"),
        ("what is the meaning of life?", "language model"), ("", ""),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_and_changes_nothing(talk: Talk, line: str, said: str) -> None:
    assert said in talk.says(line)
    assert "*        1" in talk.says("/history")


def test_what_is_not_agreed_to_is_not_made(made: Path, tmp_path: Path) -> None:
    talk = Talk(Path(shutil.copytree(made, tmp_path / "cats")), agrees=False)
    said = talk.says("rename weight to kilograms")
    assert "rename cats.weight to kilograms" in said
    assert "Nothing was changed." in said
    assert "kilograms" not in talk.says("/plan")


def test_a_dataset_begins_with_the_first_words(tmp_path: Path) -> None:
    talk = Talk(tmp_path / "new")
    assert "no such dataset folder" in talk.says("/history")
    assert "Version 1 is in force" in talk.says("4 dogs")
    assert talk.session.there


def test_help_and_completion(talk: Talk) -> None:
    said = talk.says("/help")
    assert all(name in said for name in commands())
    assert list(completions("/h", talk.session.names())) == ["/help", "/history"]
    assert list(completions("we", talk.session.names())) == ["weight"]
    talk.says("/quit")
    assert talk.session.ended


SHOP = """
create table customers (id bigint, name varchar, country varchar, age bigint);
create table orders (id bigint, customer_id bigint, status varchar, total decimal(9,2), placed_at timestamp);
insert into customers values (1, 'A', 'France', 30), (2, 'B', 'Italy', 40);
insert into orders values (1, 1, 'paid', 10, '2024-01-01'), (2, 1, 'open', 30, '2024-02-01'), (3, 2, 'paid', 50, '2024-03-01');
"""


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("How many orders are there?", [(3,)]),
        ("how many paid orders?", [(2,)]),
        ("what is the average total of orders?", [(30.0,)]),
        ("What is the highest total of paid orders?", [(50,)]),
        ("average age of customers", [(35.0,)]),
        ("how many customers are from France?", [(1,)]),
        ("how many orders per status?", [("paid", 2), ("open", 1)]),
        ("sum of total of orders by status", [("paid", 60), ("open", 30)]),
        ("how many different countries do customers have?", [(2,)]),
        ("why do orders fail?", None),
        ("how many ships?", None),
        ("how many orders per moon?", None),
    ],
)
def test_questions_by_rules(words: str, answer: list[tuple[object, ...]] | None) -> None:
    with duckdb.connect() as connection:
        connection.execute(SHOP)
        sql = read_question(words, connection)
        assert (None if sql is None else connection.execute(sql).fetchall()) == answer


@pytest.mark.parametrize(
    ("words", "asks"), [("how many cats", True), ("Is it so?", True), ("add a column", False)]
)
def test_who_asks_does_not_order(words: str, asks: bool) -> None:
    assert is_question(words) == asks

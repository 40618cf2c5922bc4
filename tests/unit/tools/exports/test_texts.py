"""Nested JSON, cards, seeds, conversations and documents: what is in them."""

from __future__ import annotations

import email
import email.policy
import json
from pathlib import Path

import docx
import duckdb
import pypdf
import pytest
from ruamel.yaml import YAML

from rowsmith.tools.errors import UsageError
from rowsmith.tools.exports import About, Options, export
from rowsmith.tools.exports.documents.blocks import Bullet, Grid, Heading, Paragraph, blocks
from rowsmith.tools.exports.formats.xlsx import sheet_name
from rowsmith.tools.exports.source import file_names
from rowsmith.tools.exports.xml_names import simple_names
from rowsmith.tools.plan import Plan


def rows(data: Path, sql: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(data), read_only=True) as connection:
        found: list[tuple[object, ...]] = connection.sql(sql).fetchall()
    return found


def test_children_stand_inside_of_their_parents(shop: Path, plan: Plan, tmp_path: Path) -> None:
    made = export(shop, tmp_path / "out", "json", plan=plan, options=Options(nested=True))
    found = json.loads((made.folder / "dataset.json").read_text())
    assert list(found) == ["customers"]
    customers = found["customers"]
    assert [one["id"] for one in customers] == list(range(1, 41))
    orders = [order for one in customers for order in one["orders"]]
    assert all(order["customer_id"] == one["id"] for one in customers for order in one["orders"])
    assert len(orders) == made.rows["orders"]
    assert sum(len(order["lines"]) for order in orders) == made.rows["lines"]
    assert any(one["orders"] == [] for one in customers)
    flat = rows(shop, "select id from orders order by customer_id, rowid")
    assert [(order["id"],) for order in orders] == flat


def test_dbt_seeds_say_types_tests_and_notes(shop: Path, plan: Plan, tmp_path: Path) -> None:
    made = export(shop, tmp_path / "out", "dbt", plan=plan)
    said = YAML(typ="safe").load((made.folder / "seeds" / "properties.yml").read_text())
    customers, orders, _ = said["seeds"]
    assert customers["description"] == "People who buy."
    assert customers["config"]["column_types"]["email"] == "TEXT"
    assert orders["config"]["column_types"]["total"] == "NUMERIC(18, 2)"
    by_name = {column["name"]: column for column in orders["columns"]}
    assert by_name["customer_id"]["data_tests"] == [
        "not_null",
        {"relationships": {"arguments": {"to": "ref('customers')", "field": "id"}}},
    ]
    assert by_name["id"]["data_tests"] == ["not_null", "unique"]


def test_the_card_names_each_table_and_what_was_asked(shop: Path, plan: Plan, tmp_path: Path) -> None:
    about = About("shop", ("40 customers\nwith orders",), "open_points", 0.9)
    made = export(shop, tmp_path / "out", "huggingface", plan=plan, about=about)
    text = (made.folder / "README.md").read_text()
    _, head, body = text.split("---\n", 2)
    said = YAML(typ="safe").load(head)
    assert [one["config_name"] for one in said["configs"]] == ["customers", "orders", "lines"]
    for one in said["configs"]:
        assert list(made.folder.glob(one["data_files"][0]["path"]))
    assert said["size_categories"] == ["n<1K"]
    assert "> 40 customers\n> with orders" in body
    assert "open points, 90% of the words covered." in body
    assert "| customer_id | BIGINT |  refers to customers.id |" in body


def test_a_card_without_a_plan(everything: Path, tmp_path: Path) -> None:
    made = export(everything, tmp_path / "out", "huggingface")
    assert "With Rowsmith." in (made.folder / "README.md").read_text()


def test_conversations_come_from_templates(shop: Path, plan: Plan, tmp_path: Path) -> None:
    said = {
        "system": "You sell.",
        "user": "I am {{ customer.name }}. What did order {{ id }} cost?",
        "assistant": "{% if status == 'paid' %}{{ total }} for {{ lines | length }} lines{% endif %}",
    }
    made = export(shop, tmp_path / "out", "chat", plan=plan, options=Options(table="orders", templates=said))
    lines = [json.loads(line) for line in (made.folder / "chat.jsonl").read_text().splitlines()]
    paid = rows(
        shop,
        "select o.id, c.name, total from orders o join customers c on c.id = customer_id where status = 'paid' order by o.rowid",
    )
    assert len(lines) == len(paid)
    first = lines[0]["messages"]
    assert [one["role"] for one in first] == ["system", "user", "assistant"]
    assert first[1]["content"] == f"I am {paid[0][1]}. What did order {paid[0][0]} cost?"
    assert first[2]["content"].startswith(f"{paid[0][2]} for ")


MAIL = "From: shop@example.com\nTo: {{ customer.email }}\nSubject: Order {{ id }}\n\nDear {{ customer.name }},\nit is €{{ total }}.\n"


def test_mails_have_a_head_and_a_text(shop: Path, plan: Plan, tmp_path: Path) -> None:
    options = Options(table="orders", templates={"document": MAIL, "name": "order {{ id }}"}, rows=4)
    made = export(shop, tmp_path / "out", "eml", plan=plan, options=options)
    assert [str(file) for file in made.files] == [f"order {number}.eml" for number in (1, 2, 3, 4)]
    found = email.message_from_bytes((made.folder / "order 2.eml").read_bytes(), policy=email.policy.default)
    (address, name, total), *_ = rows(
        shop, "select email, name, total from customers c join orders o on c.id = customer_id where o.id = 2"
    )
    assert found["To"] == address
    assert found["Subject"] == "Order 2"
    body = found.get_body()
    assert body is not None
    assert body.get_content().split() == f"Dear {name}, it is €{total}.".split()


NOTE = "# Order {{ id }}\n\nFor **{{ customer.name }}** <b>\n\n- one\n- two\n\n| quantity | id |\n|---|---|\n{% for one in lines %}\n| {{ one.quantity }} | {{ one.id }} |\n{% endfor %}\n"


def test_documents_of_every_kind(shop: Path, plan: Plan, tmp_path: Path) -> None:
    options = Options(table="orders", templates={"document": NOTE}, rows=2)
    made = {
        name: export(shop, tmp_path / name, name, plan=plan, options=options)
        for name in ("md", "html", "docx", "pdf")
    }
    assert [str(file) for file in made["md"].files] == ["1.md", "2.md"]
    ((customer, line),) = rows(
        shop,
        "select c.name, min(l.id) from orders o join customers c on c.id = customer_id join lines l on l.order_id = o.id where o.id = 1 group by 1",
    )
    assert f"For **{customer}**" in (made["md"].folder / "1.md").read_text()
    assert "<b>" in (made["html"].folder / "1.html").read_text()  # the template's own, not a row's
    word = docx.Document(str(made["docx"].folder / "1.docx"))
    assert word.paragraphs[0].text == "Order 1"
    assert [cell.text for cell in word.tables[0].rows[0].cells] == ["quantity", "id"]
    assert word.tables[0].rows[1].cells[1].text == str(line)
    with (made["pdf"].folder / "1.pdf").open("rb") as file:
        text = pypdf.PdfReader(file).pages[0].extract_text()
    assert "Order 1" in text
    assert "quantity" in text


def test_without_a_template_all_columns_are_told(shop: Path, plan: Plan, tmp_path: Path) -> None:
    made = export(shop, tmp_path / "out", "html", plan=plan, options=Options(table="orders", rows=1))
    text = (made.folder / made.files[0]).read_text()
    assert "<th>status</th>" in text
    assert "<h2>lines</h2>" in text


def test_rows_cannot_bring_markup_into_html(tmp_path: Path) -> None:
    data = tmp_path / "data.duckdb"
    with duckdb.connect(str(data)) as connection:
        connection.execute("create table t as select '<script>' as said")
    made = export(data, tmp_path / "out", "html")
    assert "&lt;script&gt;" in (made.folder / "1.html").read_text()


@pytest.mark.parametrize(
    ("templates", "said"),
    [
        ({"document": "{{ nme }}"}, "'nme' is undefined. There is"),
        ({"document": "a\n{{ name"}, "document:2: The template can't be read"),
        ({"document": "A: x", "name": "{{ status }}"}, "Two rows give the name"),
        ({"document": "x", "name": "{{ '' }}"}, "A row gives no name"),
        ({"document": "{{ 1 / 0 }}"}, "can't be filled"),
        ({"document": "no head at all\n\nx"}, "no line of an e-mail's head"),
        ({"document": "Subject: a\nTo: {{ ''.__class__.mro() }}\n\nx"}, "document"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_template_is_said(
    templates: dict[str, str], said: str, shop: Path, plan: Plan, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match=said):
        export(
            shop,
            tmp_path / "out",
            "eml",
            plan=plan,
            options=Options(table="orders", templates={"name": "{{ id }}", **templates}),
        )
    assert list(tmp_path.iterdir()) == []


def test_parts_of_a_text() -> None:
    text = "# A\n## B\nsome\nwords\n\n* x\n- y\n\n| a | b |\n|---|---|\n| 1 |\n"
    assert list(blocks(text)) == [
        Heading(1, "A"), Heading(2, "B"), Paragraph("some words"), Bullet("x"), Bullet("y"),
        Grid((("a", "b"), ("1", ""))),
    ]  # fmt: skip


def test_names_that_others_can_have() -> None:
    assert file_names(["a", "A", "b/c", "b:c"]) == {"a": "a", "A": "A_2", "b/c": "b_c", "b:c": "b_c_2"}
    assert simple_names(["a b", "a_b", "1st", "ok", ""]) == {
        "a b": "a_b_2",
        "a_b": "a_b",
        "1st": "_1st",
        "ok": "ok",
        "": "_",
    }
    taken: set[str] = set()
    long = "a long name of a table that goes on"
    assert [sheet_name(name, 1, taken) for name in (long, long, "x/y")] == [
        long[:31],
        f"{long[:29]}_2",
        "x_y",
    ]


def test_more_rows_than_a_sheet_holds(shop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import openpyxl

    monkeypatch.setattr("rowsmith.tools.exports.formats.xlsx.MOST_ROWS", 16)
    made = export(shop, tmp_path / "out", "xlsx", tables=["customers"])
    book = openpyxl.load_workbook(made.folder / "dataset.xlsx", read_only=True)
    assert book.sheetnames == ["customers", "customers_2", "customers_3"]
    assert sum(len(list(sheet.iter_rows())) - 1 for sheet in book) == 40
    book.close()
    assert "stands on 3" in {one.column: one.says for one in made.losses}["*"]
    monkeypatch.setattr("rowsmith.tools.exports.formats.xlsx.MOST_COLUMNS", 2)
    from rowsmith.tools.errors import TargetError

    with pytest.raises(TargetError, match="A sheet holds 2 columns"):
        export(shop, tmp_path / "more", "xlsx", tables=["customers"])

"""The commands as a person types them: what they make, print and return."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from rowsmith.cli.app import run

pytestmark = pytest.mark.usefixtures("alone")

WORDS = "40 customers with name and unique email, each customer has 1 to 5 orders in 2024"
PHONE = "rename name to full_name"
PLAN = """
rowsmith: 1
name: shop
seed: 3
tables:
  customers:
    rows: 30
    key: id
    columns: {id: sequence, name: {semantic: person_name}, age: {integer: [18, 90]}}
  orders:
    rows: {per: customer_id, count: [1, 3]}
    key: id
    columns:
      id: sequence
      customer_id: {reference: customers}
      on: {date: [2024-01-01, 2024-12-31]}
"""

Json = Callable[..., dict[str, Any]]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset that was made from words once."""
    folder = tmp_path_factory.mktemp("made") / "shop"
    assert run(["generate", WORDS, "--out", str(folder), "--model", "offline"]) == 0
    return folder


@pytest.fixture
def shop(made: Path, alone: Path) -> Path:
    """A copy of it, to be changed."""
    return Path(shutil.copytree(made, alone / "shop"))


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str]) -> Json:
    """What a command prints as JSON; standard output must hold nothing else."""

    def call(*arguments: str, code: int = 0) -> dict[str, Any]:
        capsys.readouterr()
        assert run([*arguments, "--json"]) == code
        out = capsys.readouterr().out
        assert out.count("\n") == 1
        found: dict[str, Any] = json.loads(out)
        return found

    return call


def rows(folder: Path, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(folder / "data.duckdb"), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def plan_file(folder: Path, text: str = PLAN) -> str:
    path = folder / "shop-plan.yaml"
    path.write_text(text)
    return str(path)


def test_words_become_a_folder(capsys: pytest.CaptureFixture[str], alone: Path) -> None:
    assert run(["generate", WORDS, "--out", "shop"]) == 0
    said = capsys.readouterr()
    assert "No model is set" in said.err
    assert "“40 customers” — there are 40 customers" in said.out
    assert "See its rows: rowsmith show" in said.out
    assert {one.name for one in (alone / "shop").iterdir()} == {
        "plan.yaml", "data.duckdb", "contract.json", "history.sqlite", "run.json", "report.html",
        "versions.json",
    }  # fmt: skip
    assert [one.name for one in alone.iterdir()] == ["shop"]


def test_words_from_a_file_or_from_standard_input_are_the_same(
    alone: Path, told: Json, made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (alone / "words.txt").write_text(WORDS)
    told("generate", "--file", "words.txt", "--out", "a")
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(WORDS.encode())))
    found = told("generate", "--file", "-", "--out", "b")
    assert found["status"] == "passed"
    assert found["folder"] == "b"
    assert found["tables"]["customers"] == 40
    assert found["contract"]["requirements"][0]["quote"] == "40 customers"
    everything = "select * from customers order by all"
    assert rows(alone / "a", everything) == rows(alone / "b", everything) == rows(made, everything)


def test_a_plan_needs_no_model_and_names_the_folder(
    alone: Path, told: Json, capsys: pytest.CaptureFixture[str]
) -> None:
    assert told("generate", "--plan", plan_file(alone))["tables"]["customers"] == 30
    assert (alone / "shop-plan").is_dir()
    assert "No model is set" not in capsys.readouterr().err


def test_scale_seed_as_of_and_locale_stand_over_the_plan(alone: Path, told: Json) -> None:
    text = PLAN.replace("age: {integer: [18, 90]}", "today: {expression: as_of()}")
    plan = plan_file(alone, text)
    first = told("generate", "--plan", plan, "--out", "a")
    other = told(
        "generate", "--plan", plan, "--out", "b", "--scale", "2.5", "--seed", "4", "--as-of", "2020-02-29",
        "--locale", "ja_JP",
    )  # fmt: skip
    assert (first["tables"]["customers"], other["tables"]["customers"]) == (30, 75)
    assert rows(alone / "b", "select distinct today from customers")[0][0].isoformat() == "2020-02-29"
    assert rows(alone / "a", "select name from customers") != rows(
        alone / "b", "select name from customers limit 30"
    )
    assert told("check", "b")["status"] == "passed"


def test_a_folder_that_exists_is_kept_but_for_force(shop: Path, told: Json) -> None:
    before = (shop / "plan.yaml").read_text()
    assert "--force" in told("generate", "7 cats", "--out", "shop", code=2)["message"]
    assert (shop / "plan.yaml").read_text() == before
    assert told("generate", "7 cats", "--out", "shop", "--force")["tables"] == {"cats": 7}
    assert [one.name for one in shop.parent.iterdir()] == ["shop"]


def test_force_replaces_nothing_but_datasets(alone: Path, told: Json) -> None:
    (alone / "photos").mkdir()
    (alone / "photos" / "cat.jpg").write_text("cat")
    assert "something else" in told("generate", "7 cats", "--out", "photos", "--force", code=2)["message"]
    assert "A file stands there" in told("generate", "7 cats", "--out", "photos/cat.jpg", code=2)["message"]
    assert (alone / "photos" / "cat.jpg").read_text() == "cat"
    (alone / "empty").mkdir()
    assert told("generate", "7 cats", "--out", "empty", "--force")["tables"] == {"cats": 7}


def test_show_names_tables(shop: Path, told: Json, capsys: pytest.CaptureFixture[str]) -> None:
    assert told("show", "shop")["tables"]["customers"] == 40
    assert run(["show", "shop"]) == 0
    out = capsys.readouterr().out
    assert "customers" in out
    assert "Passed: everything that was asked holds." in out


def test_show_prints_the_first_rows(shop: Path, told: Json, capsys: pytest.CaptureFixture[str]) -> None:
    found = told("show", "shop", "customers", "--rows", "3")
    assert (found["table"], found["of"], len(found["rows"])) == ("customers", 40, 3)
    assert run(["show", "shop", "customers", "-n", "3"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "… 37 more rows"
    assert run(["show", "shop", "customers", "-n", "99"]) == 0
    assert "more rows" not in capsys.readouterr().out
    assert "Did you mean customers?" in told("show", "shop", "custmers", code=2)["message"]


def test_show_prints_the_plan_and_the_contract(
    shop: Path, told: Json, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["show", "shop", "--plan"]) == 0
    assert capsys.readouterr().out == (shop / "plan.yaml").read_text()
    assert told("show", "shop", "--plan")["tables"][0]["name"] == "customers"
    assert run(["show", "shop", "--contract"]) == 0
    assert "“each customer has 1 to 5 orders”" in capsys.readouterr().out
    assert told("show", "shop", "--contract")["status"] == "passed"


def test_check_holds_on_what_was_made(shop: Path, told: Json) -> None:
    assert told("check", "shop")["status"] == "passed"
    by_plan = told("check", "--plan", "shop/plan.yaml", "--data", "shop/data.duckdb")
    assert (by_plan["status"], by_plan["requirements"]) == ("passed", [])


def test_check_names_a_row_that_was_changed(
    shop: Path, told: Json, capsys: pytest.CaptureFixture[str]
) -> None:
    with duckdb.connect(str(shop / "data.duckdb")) as connection:
        date = next(
            row[0]
            for row in connection.execute("describe orders").fetchall()
            if row[1] in ("DATE", "TIMESTAMP")
        )
        connection.execute(f"update orders set {date} = date '1999-01-01' where order_id = 17")
    assert run(["check", "shop"]) == 3
    out = capsys.readouterr().out
    broken = out[out.index("✗") :]
    assert "1 of " in broken
    assert "order_id 17" in broken
    assert "1999-01-01" in broken
    assert out.strip().endswith("Failed: the lines with ✗ do not hold.")
    examples = [
        example
        for one in told("check", "shop", code=3)["requirements"]
        for check in one["checks"]
        for example in check["examples"]
    ]
    assert [one["order_id"] for one in examples] == [17]


def test_refine_changes_what_it_says_and_nothing_else(shop: Path, told: Json) -> None:
    before = rows(shop, "select customer_id, name, email from customers order by all")
    assert told("refine", "shop", "add a phone column to the customers")["status"] in (
        "passed",
        "open_points",
    )
    assert rows(shop, "select customer_id, name, email from customers order by all") == before
    assert rows(shop, "select count(phone) > 0 from customers") == [(True,)]
    assert [one.name for one in shop.parent.iterdir()] == ["shop"]


@pytest.mark.parametrize(
    ("message", "said"), [("  ", "empty"), ("blorp the frobnicator", "No change could be read")]
)
def test_a_message_that_says_nothing_changes_nothing(shop: Path, told: Json, message: str, said: str) -> None:
    before = (shop / "contract.json").read_bytes()
    assert said in told("refine", "shop", message, code=2)["message"]
    assert (shop / "contract.json").read_bytes() == before
    assert [one.name for one in shop.parent.iterdir()] == ["shop"]


def test_refine_keeps_the_scale(alone: Path, told: Json) -> None:
    told("generate", WORDS, "--out", "shop", "--scale", "2")
    assert told("refine", "shop", "add a phone column to the customers")["tables"]["customers"] == 80
    assert told("check", "shop")["status"] in ("passed", "open_points")


def test_batch_makes_each_and_ends_with_the_worst(
    alone: Path, told: Json, capsys: pytest.CaptureFixture[str]
) -> None:
    plan_file(alone)
    (alone / "tasks.yaml").write_text(
        "tasks:\n"
        "  - {id: gym, describe: 30 gym members with a name, refine: [add a phone column to the gym members], seed: 5}\n"
        "  - {id: planned, plan: shop-plan.yaml, scale: 2}\n"
        "  - {id: odd, describe: asdf qwer}\n"
    )
    found = told("batch", "tasks.yaml", "--out", "many", code=2)["tasks"]
    assert [(one["id"], one["exit_code"]) for one in found] == [("gym", 0), ("planned", 0), ("odd", 2)]
    assert found[0]["rows"] == 30
    assert "No table" in found[2]["message"]
    assert sorted(one.name for one in (alone / "many").iterdir()) == ["batch.json", "gym", "planned"]
    assert run(["batch", "tasks.yaml", "--out", "many", "--force"]) == 2
    said = capsys.readouterr()
    assert "2/3 planned: passed" in said.err
    assert said.out.splitlines()[0].split() == ["task", "status", "rows", "covered", "seconds", "message"]


def test_broken_requirements_end_with_3(alone: Path, told: Json) -> None:
    text = PLAN + "rules:\n  all are old: min(customers.age) > 60\n"
    found = told("generate", "--plan", plan_file(alone, text), "--out", "shop", code=3)
    assert found["status"] == "failed"
    assert [one["name"] for one in found["contract"]["rules"] if one["status"] == "broken"]
    assert (alone / "shop" / "data.duckdb").is_file()


def test_the_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    assert capsys.readouterr().out.startswith("rowsmith 0.")
    assert run([]) == 0
    assert "generate" in capsys.readouterr().out


def test_export_writes_files_and_says_what_is_lost(
    shop: Path, alone: Path, told: Json, capsys: pytest.CaptureFixture[str]
) -> None:
    found = told(
        "export",
        str(shop),
        "--format",
        "csv",
        "--out",
        "files",
        "--tables",
        "customers",
        "--compress",
        "gzip",
    )
    assert found["files"] == ["customers.csv.gz"]
    assert found["rows"] == {"customers": 40}
    assert (alone / "files" / "customers.csv.gz").is_file()
    assert run(["export", str(shop), "--format", "sqlite", "--out", "base"]) == 0
    out = capsys.readouterr().out
    assert "1 files of" in out
    assert "are written as text" in out
    (alone / "letter.txt").write_text("Dear {{ name }}")
    arguments = [
        "--table",
        "customers",
        "--template",
        "letter.txt",
        "--rows",
        "2",
        "--set",
        "name={{ email }}",
    ]
    assert run(["export", str(shop), "--format", "md", "--out", "letters", *arguments]) == 0
    assert len(list((alone / "letters").glob("*.md"))) == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--compress", "rar"], "no compression 'rar'"),
        (["--set", "color=red"], "sets nothing"),
        (["--template", "none.txt"], "can't be read"),
        (["--format", "cvs"], "no format cvs"),
    ],
)
def test_a_wrong_export_is_said(shop: Path, told: Json, arguments: list[str], said: str) -> None:
    found = told("export", str(shop), "--out", "files", *arguments, code=2)
    assert said in found["message"]


def test_versions_are_listed_and_gone_through(
    shop: Path, told: Json, capsys: pytest.CaptureFixture[str]
) -> None:
    told("refine", str(shop), PHONE, "--model", "offline")
    found = told("history", str(shop))
    assert found["current"] == 2
    assert [one["says"] for one in found["versions"]] == [WORDS, PHONE]
    assert told("undo", str(shop))["tables"]["customers"] == 40
    assert told("redo", str(shop))["version"] == 2
    assert told("checkout", str(shop), "1")["version"] == 1
    changed = [one["table"] for one in told("diff", str(shop), "1", "2")["tables"] if not one["same"]]
    assert changed
    capsys.readouterr()
    for command in (["history"], ["redo"], ["diff", "1", "2"], ["diff", "1", "1"]):
        assert run([command[0], str(shop), *command[1:]]) == 0
    said = capsys.readouterr().out
    assert f"Version 2 is in force: {PHONE}" in said
    assert f"~ {changed[0]}:" in said
    assert "The plans are the same." in said

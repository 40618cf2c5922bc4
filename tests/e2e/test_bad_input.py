"""Wrong use and plans that can't be: exit 2, one message with the place, nothing written."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from rowsmith.cli.app import run
from rowsmith.settings import ENVIRONMENT

pytestmark = pytest.mark.usefixtures("alone")

Refused = Callable[..., str]


@pytest.fixture
def refused(alone: Path, capsys: pytest.CaptureFixture[str]) -> Refused:
    """The message of a command line that ends with exit code 2 and leaves no trace."""

    def call(*arguments: str) -> str:
        before = sorted(alone.rglob("*"))
        assert run(list(arguments)) == 2
        said = capsys.readouterr()
        messages = [line for line in said.err.splitlines() if line.startswith("rowsmith: ")]
        assert len(messages) == 1
        assert said.out == ""
        assert sorted(alone.rglob("*")) == before
        assert run([*arguments, "--json"]) == 2
        told = json.loads(capsys.readouterr().out)
        assert (told["status"], told["exit_code"]) == ("error", 2)
        message: str = told["message"]
        assert message in said.err
        assert "Traceback" not in said.err
        return message

    return call


NOISE = "".join(random.Random(1).choices("bcdfghjklmnpqrstvwxz#%&/()=?+*'", k=10_000))  # noqa: S311 - data


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("", "The description is empty."),
        (" \n\t ", "The description is empty."),
        ("asdf qwer", "No table could be read"),
        ("🎉🔥🎉", "No table could be read"),
        (NOISE, "No table could be read"),
        ("x" * 200_001, "longer than 200,000 characters"),
        ("7 cats \udcff", "bytes that are no text"),
    ],
    ids=["empty", "spaces", "letters", "emoji", "noise", "too long", "bytes"],
)
def test_descriptions_that_say_nothing(refused: Refused, words: str, said: str) -> None:
    assert said in refused("generate", words, "--out", "deep/er/bad")


PLANS = {
    "an unknown key": ("a: {rows: 5, key: id, columns: {id: sequence, n: {integer: [1, 5], shpe: normal}}}", "plan.yaml:4:70: integer has no 'shpe'. Did you mean shape?"),
    "a wrong type": ("a: {rows: many, key: id, columns: {id: sequence}}", "plan.yaml:4:7: A number is expected, not 'many'."),
    "a doubled key": ("a: {rows: 5, key: id, columns: {id: sequence}}\n  a: {rows: 6}", "plan.yaml:5:3: The key a stands twice, first at plan.yaml:4:3."),
    "no YAML": ("a: [", "plan.yaml:5:1: The YAML can't be read"),
    "a reference to nothing": ("a: {rows: 5, key: id, columns: {id: sequence, b_id: {reference: ab}}}", "a.b_id.reference: There is no table ab. Did you mean a?"),
    "an unknown name in SQL": ("a: {rows: 5, key: id, columns: {id: sequence, n: {expression: idd + 1}}}", "a.n.expression: a has no idd (in 'idd + 1'). Did you mean id?"),
    "a key that is no column": ("a: {rows: 5, key: nr, columns: {id: sequence}}", "a.key: a has no column nr."),
    "fewer rows than parents need": (
        ("customers: {rows: 200, key: id, columns: {id: sequence}}\n"
        "  orders: {rows: {per: customer_id, count: [1, 3], total: 100}, key: id, columns: {id: sequence, customer_id: {reference: customers}}}"),
        "orders.rows.total: 100 rows can't be: 200 customers with 1 to 3 each make 200 to 600.",
    ),
    "fewer rows than candidates": (
        ("customers: {rows: 200, key: id, columns: {id: sequence}}\n"
        "  orders: {rows: 100, key: id, columns: {id: sequence, customer_id: {reference: customers, at_least: 1}}}"),
        "orders.customer_id.at_least: 100 rows of orders can't choose each of 200 of customers at least 1 times.",
    ),
    "more codes than there are": ("products: {rows: 500, key: id, columns: {id: sequence, code: {pattern: '[A-E]{2}', unique: true}}}", "products.code.unique: 500 unique values can't be had of 25 in products."),
    "a window that ends first": ("trips: {rows: 5, key: id, columns: {id: sequence, on: {date: [2024-12-31, 2024-01-01]}}}", "trips.on.date: No value lies between the bounds: low (2024-12-31) lies above high (2024-01-01)."),
    "a start after the end": (
        ("trips:\n    rows: 5\n    key: id\n    columns: {id: sequence, starts: {date: [2024-06-01, 2024-12-31]}, ends: {date: [2024-01-01, 2024-03-01]}}\n"
        "    rules: {in order: ends > starts}"),
        "trips.rules.in order: Every row breaks the rule 'ends > starts': ends is 2024-01-01 to 2024-03-01 and starts is 2024-06-01 to 2024-12-31.",
    ),
    "a share above all": ("a: {rows: 5, key: id, columns: {id: sequence, b: {boolean: 1.3}}}", "a.b.boolean: A share lies between 0 and 1, not at 1.3."),
    "segments above all": (
        "a: {rows: 5, key: id, columns: {id: sequence, n: {integer: [1, 9]}}, segments: {x: {share: 0.7, set: {n: 1}}, y: {share: 0.5, set: {n: 2}}}}",
        "a.segments: The segments x, y make 1.2 of the rows.",
    ),
    "rows counted in a circle": (
        ("a: {rows: {per: b_id}, key: id, columns: {id: sequence, b_id: {reference: b}}}\n"
        "  b: {rows: {per: a_id}, key: id, columns: {id: sequence, a_id: {reference: a}}}"),
        "a.rows.per: The rows are counted in a circle: a -> b -> a.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", PLANS)
def test_plans_that_cannot_be(refused: Refused, alone: Path, name: str) -> None:
    text, said = PLANS[name]
    (alone / "plan.yaml").write_text(f"rowsmith: 1\nname: t\ntables:\n  {text}\n")
    assert said in refused("generate", "--plan", "plan.yaml", "--out", "bad")


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "There is nothing in it"), (b"[1, 2]", "This is no plan"), (b"\xff\xfe\x00", "no UTF-8 text")],
)
def test_files_that_are_no_plan(refused: Refused, alone: Path, content: bytes, said: str) -> None:
    (alone / "plan.yaml").write_bytes(content)
    assert said in refused("generate", "--plan", "plan.yaml", "--out", "bad")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["generate", "7 cats"], "Where to is not said. Add --out FOLDER."),
        (["generate", "--out", "x"], "one of the three"),
        (["generate", "7 cats", "--plan", "p.yaml", "--out", "x"], "one of the three"),
        (["generate", "--plan", "none.yaml", "--out", "x"], "none.yaml can't be read: No such file"),
        (["generate", "--file", "none.txt", "--out", "x"], "none.txt: The description can't be read"),
        (["generate", "7 cats", "--out", "x", "--as-of", "today"], "'today' is no date"),
        (["generate", "7 cats", "--out", "x", "--scale", "inf"], "A scale is a number above 0"),
        (["generate", "7 cats", "--out", "x", "--scale", "0"], "See rowsmith generate --help."),
        (["generate", "7 cats", "--out", "x", "--rounds", "some"], "See rowsmith generate --help."),
        (["generate", "7 cats", "--out", "x", "--resume"], "There is no run to go on with."),
        (["generate", "--bogus"], "No such option: --bogus"),
        (["generat"], "No such command"),
        (["show"], "Missing argument"),
        (["check"], "Give a dataset folder, or --data with --plan or --describe."),
        (["check", "shop", "--plan", "p.yaml", "--data", "d.duckdb"], "Give a dataset folder, or --data with --plan or --describe."),
        (["batch", "none.yaml"], "The tasks can't be read"),
    ],
)  # fmt: skip
def test_wrong_use(refused: Refused, arguments: list[str], said: str) -> None:
    assert said in refused(*arguments)


def test_a_description_in_other_letters(refused: Refused, alone: Path) -> None:
    (alone / "words.txt").write_bytes("7 Kätzchen".encode("latin-1"))
    assert "it is no UTF-8 text" in refused("generate", "--file", "words.txt", "--out", "x")


def test_settings_that_are_wrong(refused: Refused, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ENVIRONMENT["rounds"], "many")
    assert "rounds is a number, not 'many'" in refused("generate", "7 cats", "--out", "x")

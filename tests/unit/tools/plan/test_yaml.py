"""Plans as YAML: what is written reads back, what is wrong is found where it stands."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given
from ruamel.yaml import YAML

from rowsmith.tools.errors import LintError, PlanError, UsageError
from rowsmith.tools.plan import Plan
from rowsmith.tools.plan.friendly.parts import Friendly
from rowsmith.tools.plan.notation.layout import WIDTH
from rowsmith.tools.plan.notation.nodes import MAX_CHARACTERS, parse, value_of
from rowsmith.tools.plan.notation.scalars import spelt
from rowsmith.tools.plan.yaml import dump_plan, load_plan, locate
from tests.strategies.plans import TRICKY, WIDE, plans, texts

PLANS = Path(__file__).parents[3] / "data" / "plans"


def value(text: str) -> Friendly:
    return value_of(parse(text, "plan"))


def with_column(said: str) -> str:
    return f"name: a\ntables:\n  t:\n    rows: 3\n    key: k\n    columns:\n      k: {said}\n"


@WIDE
@given(plans())
def test_a_dumped_plan_reads_back_as_the_same_plan(plan: Plan) -> None:
    assert load_plan(dump_plan(plan)) == plan


@pytest.mark.parametrize("path", sorted(PLANS.glob("*.yaml")), ids=lambda path: path.stem)
def test_plans_load_dump_and_load_again(path: Path) -> None:
    plan = load_plan(path)
    text = dump_plan(plan)
    assert load_plan(text) == plan
    assert max(len(line) for line in text.splitlines() if "{" in line) <= WIDTH


@given(texts)
def test_other_readers_see_the_same_text(text: str) -> None:
    for version in ((1, 1), (1, 2)):
        reader = YAML(typ="safe", pure=True)
        reader.version = version
        for flow in (True, False):
            word = spelt(text, flow=flow)
            read = reader.load(io.StringIO(f"- [{word}]\n" if flow else f"- {word}\n"))[0]
            dates = text in ("2024-01-01", "2024-01-01 10:00:00")
            assert (str(read[0] if flow else read) if dates else (read[0] if flow else read)) == text


@pytest.mark.parametrize("text", TRICKY)
def test_tricky_words_are_told_from_what_they_look_like(text: str) -> None:
    assert value(f"a: {spelt(text, flow=False)}") == {"a": text}
    assert value(f"a: [{spelt(text, flow=True)}]") == {"a": [text]}


@pytest.mark.parametrize(
    ("word", "meaning"),
    [
        ("no", "no"), ("yes", "yes"), ("on", "on"), ("14:00", "14:00"), ("22-5", "22-5"), ("1_000", "1_000"),
        ("010", "010"), ("007", "007"), ("true", True), ("False", False), ("~", None), ("null", None), ("", None),
        ("-12", -12), ("0o17", 15), ("0x1F", 31), ("1.5", 1.5), (".5", 0.5), ("1e3", 1000.0), ("-0", 0),
        ("2024-01-05", "2024-01-05"), ("2024-1-5", "2024-01-05"), ("2024-01-01T10:00:00", "2024-01-01 10:00:00"),
        ("2024-01-01 10:00", "2024-01-01 10:00"), ("'true'", "true"), ('"12"', "12"), ("0.0001", 0.0001),
    ],
)  # fmt: skip
def test_words_mean_what_yaml_1_2_says(word: str, meaning: Friendly) -> None:
    found = value(f"a: {word}")
    assert found == {"a": meaning}
    assert isinstance(found, dict)
    assert type(found["a"]) is type(meaning)


@pytest.mark.parametrize("number", [0.1, 1e22, 5e-324, 1e-7, 2.0, -1.5e300, 12])
def test_numbers_keep_their_value_and_kind(number: float) -> None:
    word = spelt(number, flow=True)
    assert value(f"[{word}]") == [number]
    reader = YAML(typ="safe", pure=True)
    reader.version = (1, 1)
    assert reader.load(io.StringIO(word)) == number


@pytest.mark.parametrize(
    ("text", "where", "said"),
    [
        ("a: &x 1", "plan:1:4", "Anchors"),
        ("a: [1]\nb: *x", "plan:2:4", "Anchors"),
        ("a: !!int 3", "plan:1:4", "Tags"),
        ("a: 1\nb: 2\na: 3", "plan:3:1", "The key a stands twice, first at plan:1:1"),
        ("a: 2024-02-30", "plan:1:4", "There is no day 2024-02-30"),
        ("a: 2024-01-01 25:00:00", "plan:1:4", "There is no moment"),
        ("a: .inf", "plan:1:4", "no finite number"),
        ("a:\n\tb: 1", "plan:2:1", "not with tabs"),
        ("a: b: c", "plan:1:5", "Quote"),
        ("a: [1", "plan:1:6", "Quote"),
        ("? {a: 1}\n: 2", "plan:1:3", "one word or text"),
        ("a: 1\n---\nb: 2", "plan:2:1", "second document"),
        ("a: \x00", "plan", "special characters"),
        ("", "plan", "nothing in it"),
        ("[" * 60 + "]" * 60, "plan:1:42", "deep"),
    ],
)
def test_what_is_no_yaml_for_a_plan_is_found_where_it_stands(text: str, where: str, said: str) -> None:
    with pytest.raises(PlanError) as caught:
        value(text)
    assert caught.value.where == where
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("column", "where", "said"),
    [
        ("{integr: [1, 2]}", "plan:7:7", "Did you mean integer?"),
        ("{integer: [1, 2], shap: normal}", "plan:7:28", "Did you mean shape?"),
        ("{integer: [1, 2], shape: norml}", "plan:7:28", "Did you mean normal"),
        ("{expression: round(a, 2)}", "plan:7:32", "holds a comma"),
        ("{boolean: many}", "plan:7:11", "A number or a map is expected, not 'many'"),
        ("{decimal: [1, 2], digits: x}", "plan:7:28", "A whole number is expected"),
        ("{switch: [{use: 1}, {when: a}]}", "plan:7:30", "An arm needs use"),
    ],
)  # fmt: skip
def test_errors_of_a_plan_carry_line_and_column(column: str, where: str, said: str) -> None:
    with pytest.raises(LintError) as caught:
        load_plan(with_column(column))
    (finding,) = caught.value.findings
    assert said in str(finding)
    assert finding.where == where


def test_all_columns_errors_are_told_at_once() -> None:
    text = with_column("integr\n      m: {category: [a, a]}\n      n: intger")
    with pytest.raises(LintError) as caught:
        load_plan(text)
    assert [finding.where for finding in caught.value.findings] == ["plan:7:7", "plan:9:7"]


def test_a_place_may_leave_out_the_maps_of_names() -> None:
    text = with_column("uuid")
    assert locate(PlanError("x", where="t.k"), text).where == "plan:7:7"
    assert locate(PlanError("x", where="t.rows.count"), text, "p.yaml").where == "p.yaml:4:5"
    assert locate(PlanError("x", where="nothing.at.all"), text).where == "plan:1:1"


def test_files_are_named_in_errors(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text("﻿a: [1", encoding="utf-8")
    with pytest.raises(PlanError, match=r"plan\.yaml:1:6: "):
        load_plan(path)


@pytest.mark.parametrize("content", [None, b"\xff\xfe\xfa"])
def test_files_that_cant_be_read_are_wrong_use(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "plan.yaml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UsageError, match="can't be read"):
        load_plan(path)


@pytest.mark.parametrize(("text", "said"), [("[1]", "no plan"), ("x" * (MAX_CHARACTERS + 1), "longer than")])
def test_other_texts_are_no_plans(text: str, said: str) -> None:
    with pytest.raises(PlanError, match=said):
        load_plan(text)

"""Texts that a model wrote, kept and put into rows."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rowsmith.tools.engine.generate import iter_batches
from rowsmith.tools.engine.observing import observe
from rowsmith.tools.errors import PlanError, SourceError
from rowsmith.tools.plan import Plan, plan_from_friendly
from rowsmith.tools.plan.lint import lint
from rowsmith.tools.plan.samplers import Text
from rowsmith.tools.semantics import KindNames
from rowsmith.tools.text.judging import count_sentences, far_apart, faults_of_text, near_share
from rowsmith.tools.text.pooled import wanted_texts, with_pools
from rowsmith.tools.text.pools import FILE, Pool, Pools, Stratum, pool_key, read_pools, write_pools


def shop(**text: object) -> Plan:
    return plan_from_friendly(
        {
            "name": "shop",
            "tables": {
                "products": {
                    "rows": 2,
                    "key": "product_id",
                    "columns": {
                        "product_id": "sequence",
                        "name": {"category": ["Lamp", "Chair"], "unique": True},
                    },
                },
                "reviews": {
                    "rows": 200,
                    "key": "review_id",
                    "columns": {
                        "review_id": "sequence",
                        "product_id": {"reference": "products"},
                        "stars": {"integer": [1, 2]},
                        "is_late": {"boolean": 0.5},
                        "body": {"text": "review", "from": "model", **text},  # type: ignore[dict-item]  # any parameter
                    },
                },
            },
        }
    )


def pooled(plan: Plan, by: tuple[str, ...], *strata: Stratum) -> Plan:
    (wanted,) = wanted_texts(plan)
    pool = Pool(about="review", by=by, asked=10, strata=strata)
    return with_pools(plan, Pools(pools={wanted.key: pool}))


def rows(plan: Plan, *more: str) -> list[dict[str, object]]:
    made = pa.Table.from_batches(list(iter_batches(plan, "reviews"))).to_pylist()
    _, seen = observe(plan, "reviews", more, most=10**6)
    return [{**row, **extra} for row, extra in zip(made, seen.to_pylist(), strict=True)] if more else made


def test_without_a_stratum_any_text_is_drawn() -> None:
    texts = ("Good.", 'A "mean" one: 5 % {off}, (really) | \\d+ [a-z] $1', "Ünïcode — fine")
    made = rows(pooled(shop(), (), Stratum(texts=texts)))
    assert {row["body"] for row in made} == set(texts)


def test_texts_fit_the_columns_that_tell_them_apart() -> None:
    strata = [
        Stratum(values=(stars, name), texts=(f"{stars} for the {name}", f"{name}: {stars}"))
        for stars in (1, 2)
        for name in ("Chair", "Lamp")
    ]
    plan = pooled(shop(fits=["stars", "product.name"]), ("stars", "product.name"), *strata)
    assert lint(plan, kinds=KindNames()) == []
    for row in rows(plan, "product.name"):
        assert row["body"] in (
            f"{row['stars']} for the {row['product.name']}",
            f"{row['product.name']}: {row['stars']}",
        )


def test_booleans_tell_strata_apart_too() -> None:
    strata = (Stratum(values=(False,), texts=("in time",)), Stratum(values=(True,), texts=("late",)))
    for row in rows(pooled(shop(fits=["is_late"]), ("is_late",), *strata)):
        assert row["body"] == ("late" if row["is_late"] else "in time")


def test_a_stratum_without_texts_takes_its_neighbours_and_a_lone_one_the_templates() -> None:
    strata = (
        Stratum(values=(1, "Chair"), texts=("One.",)),
        Stratum(values=(1, "Lamp"), texts=()),
        Stratum(values=(2, "Lamp"), texts=()),
    )
    for row in rows(pooled(shop(fits=["stars", "product.name"]), ("stars", "product.name"), *strata)):
        assert (row["body"] == "One.") == (row["stars"] == 1)


def test_values_of_the_row_are_put_in() -> None:
    texts = ("Order {review_id} (the {product.name}) came.", "{product.name}? Look at {review_id}!")
    plan = shop(contains=["{review_id}", "{product.name}"])
    with pytest.raises(PlanError, match="none has written it"):
        rows(plan)
    for row in rows(pooled(plan, (), Stratum(texts=texts)), "product.name"):
        assert str(row["review_id"]) in str(row["body"])
        assert str(row["product.name"]) in str(row["body"])
        assert "{" not in str(row["body"])


def test_other_cells_stay_as_they_are() -> None:
    plan = shop(fits=["stars"])
    before, after = rows(plan), rows(pooled(plan, (), Stratum(texts=("A.",))))
    for one, other in zip(before, after, strict=True):
        assert {**one, "body": ""} == {**other, "body": ""}


def test_without_pools_the_plan_is_the_same() -> None:
    plan = shop()
    assert with_pools(plan, Pools()) is plan
    empty = Pool(about="x", asked=3, strata=(Stratum(texts=()),))
    assert with_pools(plan, Pools(pools={wanted_texts(plan)[0].key: empty})) == plan


def test_a_key_is_what_is_said() -> None:
    one = Text(about="x", source="model")
    assert pool_key(one, "t", "en_US") != pool_key(one, "t", "de_DE")
    assert pool_key(one, "t", "en_US") != pool_key(one, "u", "en_US")
    assert pool_key(one, "t", "en_US") != pool_key(Text(about="y", source="model"), "t", "en_US")


def test_the_file(tmp_path: Path) -> None:
    assert read_pools(tmp_path) == Pools()
    pools = Pools(
        pools={"k": Pool(about="a", by=("x",), asked=2, strata=(Stratum(values=(True,), texts=("t",)),))}
    )
    write_pools(tmp_path, pools)
    assert read_pools(tmp_path) == pools
    (tmp_path / FILE).write_text("{")
    with pytest.raises(SourceError, match="written texts can't be read"):
        read_pools(tmp_path)


@pytest.mark.parametrize(
    ("text", "said", "facts", "fault"),
    [
        ("Fine words here.", {"words": (2, 3)}, (), None),
        ("Too many words here.", {"words": (2, 3)}, (), "it has 4 words, not 2 to 3"),
        ("One. Two! Three…", {"sentences": (1, 2)}, (), "it has 3 sentences, not 1 to 2"),
        ("No stop", {"sentences": (1, 1)}, (), None),
        (" ", {}, (), "it is empty"),
        ("About A-1.", {}, ("A-1",), None),
        ("About A 1.", {}, ("A-1",), "'A-1' does not stand in it letter by letter"),
        ("Dear {name}", {}, (), "{name} is no value that is put in"),
        ("Dear {name}", {"contains": ("{name}",)}, ("{name}",), None),
        ('[{"speaker": "A", "text": "Hi."}]', {"turns": (1, 2)}, ("Hi",), None),
        ('[{"speaker": "A", "text": "Hi."}]', {"turns": (2, 2)}, (), "it has 1 turns, not 2 to 2"),
        ('[{"speaker": "A"}]', {"turns": (1, 2)}, (), 'it is no JSON list of {"speaker", "text"}'),
        ("Hi.", {"turns": (1, 2)}, (), 'it is no JSON list of {"speaker", "text"}'),
        ("[]", {"turns": (1, 2)}, (), 'it is no JSON list of {"speaker", "text"}'),
        ('{"speaker": "A", "text": "x"}', {"turns": (1, 2)}, (), 'it is no JSON list of {"speaker", "text"}'),
    ],
)
def test_each_text_is_judged(
    text: str, said: dict[str, object], facts: tuple[str, ...], fault: str | None
) -> None:
    asked = Text.model_validate({"about": "x", "source": "model", **said})
    assert next(faults_of_text(text, asked, facts), None) == fault


def test_near_texts_count_once() -> None:
    texts = [
        "Great lamp, very bright.",
        "great lamp - very bright!",
        "Very bright, great lamp.",
        "Broke at once.",
    ]
    assert far_apart(texts) == [texts[0], texts[3]]
    assert far_apart(texts, ["Broke at once!"]) == [texts[0]]
    assert near_share(texts) == 0.5
    assert near_share([]) == 0.0
    assert far_apart(["!!", "!!", "??"]) == ["!!", "??"]


@given(st.lists(st.text(max_size=40), max_size=12))
def test_what_is_kept_is_a_part_in_order_without_doubles(texts: list[str]) -> None:
    kept = far_apart(texts)
    places = [texts.index(text) for text in kept]
    assert places == sorted(set(places))
    assert far_apart(kept) == kept


def test_sentences_are_counted_by_their_ends() -> None:
    assert count_sentences("It cost 3.50 in all. Really?! Yes") == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ({"from": "template", "per_row": True}, "A text for each row is written by a model"),
        ({"from": "template", "turns": [2, 4]}, "Conversations are written by a model"),
        ({"turns": [3, 2]}, "the least"),
        ({"per_row": True, "pool": 3}, "no pool"),
    ],
)
def test_what_can_not_be_asked(text: dict[str, object], said: str) -> None:
    assert any(said in str(one) for one in lint(shop(**text), kinds=KindNames()))

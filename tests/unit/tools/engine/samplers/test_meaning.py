"""Values with a meaning, written text, and what is not there yet."""

from __future__ import annotations

from typing import Any

import pytest

from rowsmith.tools.engine.samplers.registry import compile_sampler
from rowsmith.tools.errors import GenerationError, PlanError
from rowsmith.tools.plan.samplers import Learned, Query
from tests.fakes.drawing import values
from tests.fakes.ids import steady
from tests.fakes.table import stand

CITY: dict[str, Any] = {"given": {"home": ["Paris", "Berlin"] * 100}}


class TestSemantic:
    def test_agrees_with_another_column_of_a_kind(self) -> None:
        table = {"columns": {"home": {"semantic": "city"}}}
        found = values({"semantic": "country", "fits": "home"}, 200, **CITY, table=table)
        assert found == ["France", "Germany"] * 100

    def test_agrees_with_a_parent_by_path(self) -> None:
        found = values(
            {"semantic": "city", "fits": "p.country"},
            200,
            given={"p_id": [1, 2] * 100, "p_id.country": ["Japan", "Spain"] * 100},
            table={"columns": {"p_id": {"reference": "p"}}},
            tables={
                "p": {
                    "rows": 2,
                    "key": "p_id",
                    "columns": {"p_id": "sequence", "country": {"semantic": "country"}},
                }
            },
        )
        assert len(set(found[0::2])) > 5
        assert not set(found[0::2]) & set(found[1::2])

    def test_a_column_that_is_called_a_name(self) -> None:
        found = values({"semantic": "email", "fits": "name"}, 60, given={"name": ["Zoe Quill"] * 60})
        assert all("zoe" in one or "quill" in one or one[0] in "zq" for one in found)

    def test_car_parts_agree(self) -> None:
        table = {"columns": {"kind_of_car": {"semantic": "car_body"}}}
        bodies = ["estate", "convertible"] * 50
        found = values(
            {"semantic": "car_model", "fits": "kind_of_car"}, 100, given={"kind_of_car": bodies}, table=table
        )
        assert not set(found[0::2]) & set(found[1::2]) or len(set(found)) > 2

    def test_locales(self) -> None:
        german = set(values({"semantic": "city", "locale": "de_DE"}, 300))
        assert "Berlin" in german
        assert not german & {"Houston", "Denver"}

    def test_only(self) -> None:
        assert set(values({"semantic": "country", "only": ["France", "Spain"]}, 200)) == {"France", "Spain"}
        table = {"columns": {"country": {"semantic": "country"}}}
        said = {"semantic": "city", "only": ["Paris", "Lyon", "Madrid"], "fits": "country"}
        found = values(said, 200, given={"country": ["France", "Spain"] * 100}, table=table)
        assert {one for one in found[1::2] if one == "Paris"} == set()
        assert set(values({**said, "fits": [], "unique": True}, 3)) == {"Paris", "Lyon", "Madrid"}

    @pytest.mark.parametrize(
        ("said", "message"),
        [
            ({"semantic": "citty"}, "no kind of value called citty"),
            ({"semantic": "city", "fits": "n"}, "city can't agree with n"),
            ({"semantic": "city", "fits": "n + 1"}, "can't agree|fits takes columns"),
            ({"semantic": "city", "fits": "1"}, "fits takes columns"),
            ({"semantic": "city", "only": []}, "only names no value"),
            ({"semantic": "latitude", "only": ["1"]}, "whose values are numbers"),
        ],
        ids=steady,
    )
    def test_what_can_not_be(self, said: dict[str, Any], message: str) -> None:
        with pytest.raises(PlanError, match=message) as caught:
            values(said, 1, given={"n": [1]})
        assert caught.value.where == "t.c"


class TestText:
    def test_words(self) -> None:
        found = values({"text": "title of an online course", "words": [2, 4]}, 300)
        assert all(2 <= len(one.split()) <= 4 for one in found)
        assert len(set(found)) > 100

    def test_unique(self) -> None:
        assert (
            len(set(values({"text": "name of a container ship", "words": [2, 3], "unique": True}, 400)))
            == 400
        )

    def test_pool(self) -> None:
        assert len(set(values({"text": "name of a band", "pool": 12}, 900))) == 12
        with pytest.raises(GenerationError, match="13 unique values can't be had of 12"):
            values({"text": "name of a band", "pool": 12, "unique": True}, 13)

    def test_fits_a_rating(self) -> None:
        found = values(
            {"text": "customer review of a product", "fits": "rating"}, 400, given={"rating": [1, 5] * 200}
        )
        assert not set(found[0::2]) & set(found[1::2])

    def test_contains(self) -> None:
        assert all("ZX-81" in one for one in values({"text": "note", "contains": ["ZX-81"]}, 50))

    @pytest.mark.parametrize(
        ("said", "message"),
        [({"text": "note", "pool": 0}, "at least one"), ({"text": "note", "words": [5, 2]}, "5 to 2 words")],
        ids=steady,
    )
    def test_what_can_not_be(self, said: dict[str, Any], message: str) -> None:
        with pytest.raises(PlanError, match=message):
            values(said, 1)


class TestOthers:
    def test_learned_says_that_it_is_not_fitted(self) -> None:
        _, scope = stand({"integer": [1, 2]}, 1)
        with pytest.raises(PlanError, match=r"shop\.orders\.total has not been fitted"):
            compile_sampler(Learned(source="shop.orders.total"), scope)

    def test_kinds_of_the_engine(self) -> None:
        _, scope = stand({"integer": [1, 2]}, 1)
        with pytest.raises(PlanError, match="query does not stand here"):
            compile_sampler(Query(sql="select 1"), scope)
